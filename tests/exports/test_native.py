"""A native chart has exactly the values the figure on the screen draws."""

import math
from datetime import date
from typing import Any

import pandas as pd
import pytest

from chuangmo.charts.gapbars import gap_figure
from chuangmo.charts.needed import Needed, needed_figure
from chuangmo.charts.trend import DrawnLimit, TrendLook, trend_figure
from chuangmo.exhibit import Exhibit, Foot
from chuangmo.exports.native import BEFORE, LIMITS, OWN, Chart, chart_of, role_of

FOOT = Foot("来源：测试", "数据截至 2008-10-31", "", "")


def drawn(exhibit: Exhibit) -> dict[str, Any]:
    assert exhibit.figure is not None
    return {role_of(trace): trace for trace in exhibit.figure.data if role_of(trace)}


def of_kind(exhibits: list[Exhibit], kind: str) -> tuple[Exhibit, Chart]:
    exhibit = next(one for one in exhibits if one.kind == kind)
    chart = chart_of(exhibit)
    assert chart is not None
    return exhibit, chart


def known(values: Any) -> list[float]:
    return [float(v) for v in values if v is not None and not math.isnan(float(v))]


@pytest.mark.parametrize("kind", ["ranking", "shares", "gap"])
def test_bars_have_the_lengths_of_the_screen(exhibits: list[Exhibit], kind: str) -> None:
    exhibit, chart = of_kind(exhibits, kind)
    own = chart.role(OWN)[0]
    assert known(own.values) == known(drawn(exhibit)[OWN].x)
    assert len(own.values) == len(chart.categories) == len(exhibit.frame)


def test_a_trend_has_its_months_and_running_figures(exhibits: list[Exhibit]) -> None:
    exhibit, chart = of_kind(exhibits, "trend")
    assert exhibit.figure is not None
    assert known(chart.role(OWN)[0].values) == known(drawn(exhibit)[OWN].y)
    running = [t for t in exhibit.figure.data if role_of(t) == "cumulative"]
    assert [known(s.values) for s in chart.role("cumulative")] == [known(t.y) for t in running]
    assert [s.name for s in chart.role("cumulative")] == [t.name for t in running]
    texts = [t for t in chart.role(OWN)[0].texts if t]
    assert [float(t) for t in texts] == known(chart.role(OWN)[0].values)


def test_a_burn_up_has_reports_plan_quota_and_pace(exhibits: list[Exhibit]) -> None:
    exhibit, chart = of_kind(exhibits, "burnup")
    traces = drawn(exhibit)
    for role in (OWN, "plan", "ahead", BEFORE):
        pairs = zip(traces[role].x, traces[role].y, strict=True)
        expected = [float(y) for x, y in pairs if x >= 1]
        assert known(chart.role(role)[0].values) == expected
    assert set(chart.role("target")[0].values) == {float(traces["target"].y[0])}


def stepped() -> Exhibit:
    months = [{"year": y, "month": m} for y in (2007, 2008) for m in range(1, 13)]
    frame = pd.DataFrame(months).assign(
        single=0.1, cumulative=0.1, valid=True, single_text="0.100", cumulative_text="0.100"
    )
    limits = [
        DrawnLimit("target", "年度目标", 0.13, "0.130", date(2007, 1, 1), date(2007, 12, 31), "甲"),
        DrawnLimit("target", "年度目标", 0.12, "0.120", date(2008, 1, 1), date(2008, 12, 31), "乙"),
        DrawnLimit("standard", "国家标准", 0.1, "0.10", date(2007, 1, 1), date(2007, 12, 31), "丙"),
        DrawnLimit("standard", "国家标准", 0.1, "0.10", date(2008, 1, 1), date(2008, 12, 31), "丙"),
    ]
    figure = trend_figure(frame, limits, TrendLook("mg/m³", 3))
    extra = {"unit": "mg/m³", "digits": "3"}
    return Exhibit("k", "v", "s", figure, frame, FOOT, extra=extra, kind="trend")


def test_a_limit_that_steps_is_one_level_series_for_each_height() -> None:
    chart = chart_of(stepped())
    assert chart is not None
    targets = {s.name: s.values for s in chart.role("target")}
    assert targets == {
        "年度目标 0.130": (0.13,) * 12 + (None,) * 12,
        "年度目标 0.120": (None,) * 12 + (0.12,) * 12,
    }
    (law,) = chart.role("standard")
    assert law.name == "国家标准 0.10" and law.values == (0.1,) * 24


def test_the_heating_season_covers_november_to_march() -> None:
    chart = chart_of(stepped())
    assert chart is not None
    assert chart.bands == ((0, 2), (10, 14), (22, 23))


def test_what_is_needed_stands_as_a_line_over_the_past_years() -> None:
    needed = Needed(0.125, "≤ 0.125", True, ((2006, 0.18), (2007, 0.17)), "差 0.045")
    frame = pd.DataFrame([["全年度目标", "0.128"]], columns=["项目", "数值"])
    exhibit = Exhibit("k", "v", "s", needed_figure(needed, 3), frame, FOOT, kind="needed")
    chart = chart_of(exhibit)
    assert chart is not None
    assert chart.categories == ("2006年同期", "2007年同期")
    assert chart.role(OWN)[0].values == (0.18, 0.17)
    assert chart.role(*LIMITS)[0].values == (0.125, 0.125)


def test_a_gap_keeps_the_signs_of_its_parts() -> None:
    rows = [("1月", 0.006, "+0.006", False), ("合计", -0.01, "−0.010", True)]
    frame = pd.DataFrame(rows, columns=["name", "gap", "shown", "total"])
    exhibit = Exhibit("k", "v", "s", gap_figure(frame, "1月", "missed"), frame, FOOT, kind="gap")
    chart = chart_of(exhibit)
    assert chart is not None
    assert chart.series[0].values == (0.006, -0.01) and chart.digits == 3


def test_tables_and_maps_are_no_charts(exhibits: list[Exhibit]) -> None:
    plain = [e for e in exhibits if e.kind in ("cards", "matrix", "map", "needs")]
    assert len(plain) == 4
    assert [chart_of(exhibit) for exhibit in plain] == [None] * 4
