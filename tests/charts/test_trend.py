"""The trend carries exactly the arrays, limits and labels that were handed in."""

from datetime import date
from itertools import pairwise
from math import nan

import pandas as pd
import pytest

from chuangmo.charts.trend import DrawnLimit, TrendLook, trend_figure


def months(years: tuple[int, ...], known: int = 24) -> pd.DataFrame:
    rows = [(y, m) for y in years for m in range(1, 13)]
    values = [0.1 + 0.001 * n if n < known else nan for n in range(len(rows))]
    return pd.DataFrame(
        {
            "year": [y for y, _ in rows],
            "month": [m for _, m in rows],
            "single": values,
            "cumulative": [None if pd.isna(v) else v + 0.01 for v in values],
            "valid": [n != 3 for n in range(len(rows))],
        }
    ).astype({"cumulative": float})


def target(year: int, value: float, text: str) -> DrawnLimit:
    return DrawnLimit(
        "target",
        "年度目标",
        value,
        text,
        date(year, 1, 1),
        date(year, 12, 31),
        "兰政办〔2008〕12号",
    )


LIMITS = [
    target(2007, 0.130, "0.130"),
    target(2008, 0.120, "0.120"),
    DrawnLimit(
        "standard",
        "国家标准",
        0.10,
        "0.10",
        date(2007, 1, 1),
        date(2008, 12, 31),
        "GB 3095-1996",
        "待核",
    ),
]
LOOK = TrendLook(unit="mg/m³", digits=3)


def traces(figure: object) -> dict[str, object]:
    return {trace.name: trace for trace in figure.data}  # type: ignore[attr-defined]


def test_bars_are_the_single_months() -> None:
    frame = months((2007, 2008), known=22)
    bar = traces(trend_figure(frame, LIMITS, LOOK))["月值"]
    assert list(bar.x) == list(range(24))  # type: ignore[attr-defined]
    pd.testing.assert_series_equal(pd.Series(bar.y), frame["single"], check_names=False)  # type: ignore[attr-defined]
    assert bar.customdata[21] == "2008年10月"  # type: ignore[attr-defined]


def test_each_year_has_its_own_cumulative_line() -> None:
    frame = months((2007, 2008), known=22)
    found = traces(trend_figure(frame, LIMITS, LOOK))
    line = found["2008年累计均值"]
    assert list(line.x) == list(range(12, 22))  # type: ignore[attr-defined]
    assert list(line.y) == list(frame["cumulative"][12:22])  # type: ignore[attr-defined]
    assert "2007年累计均值" in found


def test_limits_are_named_line_traces_from_edge_to_edge_and_stepped() -> None:
    found = traces(trend_figure(months((2007, 2008)), LIMITS, LOOK))
    stepped = found["年度目标 0.120"]
    assert list(stepped.x) == [-0.5, 11.5, 11.5, 23.5]  # type: ignore[attr-defined]
    assert list(stepped.y) == [0.13, 0.13, 0.12, 0.12]  # type: ignore[attr-defined]
    assert stepped.mode == "lines"  # type: ignore[attr-defined]
    assert stepped.meta == {"limit": "target"}  # type: ignore[attr-defined]
    assert list(found["国家标准 0.10"].y) == [0.1, 0.1]  # type: ignore[attr-defined]


def test_end_labels_name_value_source_and_doubt_and_stand_apart() -> None:
    figure = trend_figure(months((2007, 2008)), LIMITS, LOOK)
    labels = [a for a in figure.layout.annotations if a.xref == "paper" and a.x == 1]
    texts = " ".join(label.text for label in labels)
    assert "年度目标 0.120" in texts and "兰政办〔2008〕12号" in texts
    assert "国家标准 0.10" in texts and "待核" in texts
    low, high = figure.layout.yaxis.range
    heights = sorted(label.y for label in labels)
    assert all(b - a >= 0.12 * (high - low) for a, b in pairwise(heights))


def test_bars_begin_at_zero_and_lines_need_not() -> None:
    assert trend_figure(months((2008,)), [], LOOK).layout.yaxis.range[0] == 0
    noise = TrendLook(unit="dB(A)", digits=1, bars=False, heating=False)
    frame = months((2008,)).assign(single=55.0, cumulative=55.0)
    figure = trend_figure(frame, [], noise)
    assert figure.layout.yaxis.range[0] > 40
    assert not [trace for trace in figure.data if trace.type == "bar"]


def test_an_invalid_month_is_hollow() -> None:
    bar = traces(trend_figure(months((2008,)), [], LOOK))["月值"]
    fills = bar.marker.color  # type: ignore[attr-defined]
    assert fills[3] == "#FFFFFF"
    assert fills[4] != "#FFFFFF"


def test_the_heating_season_is_a_band_behind() -> None:
    figure = trend_figure(months((2007, 2008)), [], LOOK)
    bands = [s for s in figure.layout.shapes if s.type == "rect"]
    assert [(s.x0, s.x1) for s in bands] == [(-0.5, 2.5), (9.5, 14.5), (21.5, 23.5)]
    assert all(s.layer == "below" for s in bands)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axes_carry_months_years_and_no_second_axis(theme: str) -> None:
    figure = trend_figure(months((2007, 2008)), LIMITS, TrendLook("mg/m³", 3, theme=theme))
    assert list(figure.layout.xaxis.ticktext)[:12] == [str(m) for m in range(1, 13)]
    texts = [a.text for a in figure.layout.annotations]
    assert "2007年" in texts and "2008年" in texts
    assert figure.layout.yaxis.title.text == "mg/m³"
    assert {trace.yaxis for trace in figure.data} <= {None, "y"}


def test_a_phone_shows_last_year_as_pale_bars_behind() -> None:
    frame = months((2008,)).assign(before=0.2)
    figure = trend_figure(frame, LIMITS, TrendLook("mg/m³", 3, phone=True))
    first = figure.data[0]
    assert first.name == "2007年"
    assert list(first.y) == [0.2] * 12


def test_the_hover_says_the_month_of_every_value() -> None:
    """The head of the box can name none: it knows a place on the axis, not what stands there."""
    figure = trend_figure(months((2007, 2008), known=22), [], LOOK)
    shown = [one for one in figure.data if one.hovertemplate]
    assert len(shown) == 3
    for trace in shown:
        assert "%{customdata}" in trace.hovertemplate
        assert len(trace.customdata) == len(trace.x) and "月" in trace.customdata[0]
    assert "%{" not in figure.layout.xaxis.unifiedhovertitle.text
