"""大事记 on a trend: one named trace an event, words above the plot that lie over nothing."""

from datetime import date

import pytest

from chuangmo.charts.labels import text_width
from chuangmo.charts.marks import MARK, DrawnMark, mark_span
from chuangmo.charts.trend import TrendLook, trend_figure
from tests.charts.test_trend import LOOK, months

HEATING = DrawnMark(date(2007, 11, 1), date(2008, 3, 31), "11月1日至3月31日供暖")
STOP = DrawnMark(date(2008, 6, 16), date(2008, 6, 16), "6月16日停产")
LATE = DrawnMark(date(2008, 12, 20), date(2008, 12, 20), "12月20日锅炉改造完成一批")


def traces(figure: object) -> list[object]:
    return [t for t in figure.data if t.meta and t.meta.get("role") == MARK]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("first", "last", "span"),
    [
        (date(2008, 2, 1), date(2008, 2, 29), (12.5, 13.5)),
        (date(2006, 11, 1), date(2007, 1, 31), (-0.5, 0.5)),  # cut to what is shown
        (date(2008, 12, 1), date(2009, 3, 31), (22.5, 23.5)),
        (date(2006, 1, 1), date(2006, 12, 31), None),
        (date(2009, 1, 1), date(2009, 1, 1), None),
    ],
)
def test_a_stretch_stands_where_its_days_are(
    first: date, last: date, span: tuple[float, float] | None
) -> None:
    assert mark_span(months((2007, 2008)), DrawnMark(first, last, "")) == span


def test_a_day_is_a_line_and_a_stretch_a_band_each_named() -> None:
    figure = trend_figure(months((2007, 2008)), [], LOOK, marks=[HEATING, STOP])
    band, line = traces(figure)
    assert band.name == HEATING.label and (band.x[0], band.x[-1]) == (9.5, 14.5)  # type: ignore[attr-defined]
    assert band.fill == "toself" and len(set(line.x)) == 1  # type: ignore[attr-defined]
    assert (min(line.y), max(line.y)) == tuple(figure.layout.yaxis.range)  # type: ignore[attr-defined]


@pytest.mark.parametrize("phone", [False, True])
def test_words_stand_above_the_plot_and_over_no_others(phone: bool) -> None:
    look = TrendLook("mg/m³", 3, phone=phone)
    points, marks = months((2008,) if phone else (2007, 2008)), [HEATING, STOP, LATE, STOP]
    figure = trend_figure(points, [], look, marks=marks)
    said = [a for a in figure.layout.annotations if a.yanchor == "bottom"]
    assert len(said) == 4 and all(a.y == 1 and a.yref == "paper" for a in said)
    step = (270 if phone else 520) / len(points)
    assert len({a.yshift for a in said}) == 4
    bare = trend_figure(points, [], look)
    assert figure.layout.height == bare.layout.height + 18 * 4
    assert figure.layout.margin.t == 8 + 18 * 4
    for one in said:
        assert min(_reach(one, step)) >= -0.51 and max(_reach(one, step)) <= len(points)


def _reach(words: object, step: float) -> tuple[float, float]:
    wide = text_width(words.text) / step  # type: ignore[attr-defined]
    at = words.x  # type: ignore[attr-defined]
    return (at - wide, at) if words.xanchor == "right" else (at, at + wide)  # type: ignore[attr-defined]


def test_what_lies_outside_is_not_drawn_and_takes_no_room() -> None:
    away = DrawnMark(date(2001, 1, 1), date(2001, 1, 1), "从前")
    figure = trend_figure(months((2007, 2008)), [], LOOK, marks=[away])
    assert not traces(figure)
    assert figure.layout.height == trend_figure(months((2007, 2008)), [], LOOK).layout.height


def test_more_than_five_keep_their_lines_and_leave_their_words_to_the_line_below() -> None:
    figure = trend_figure(months((2007, 2008)), [], LOOK, marks=[STOP] * 8)
    assert len(traces(figure)) == 8
    assert len([a for a in figure.layout.annotations if a.text == STOP.label]) == 5
