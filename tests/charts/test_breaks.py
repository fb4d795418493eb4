"""A break is one named hairline at its day, with its words above the plot."""

from datetime import date

import pytest

from chuangmo.assess.verdicts.breaks import Break
from chuangmo.charts.breaks import BREAK, place_of
from chuangmo.charts.trend import TrendLook, trend_figure
from tests.charts.test_trend import LOOK, months

CHANGE = Break(date(2018, 9, 1), "2018年9月1日起浓度状态改变", "……")


def lines(figure: object) -> list[object]:
    return [t for t in figure.data if t.meta and t.meta.get("role") == BREAK]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("day", "place"),
    [
        (date(2018, 9, 1), 7.5),  # between August and September
        (date(2018, 9, 16), 8.0),  # half of September is over
        (date(2019, 1, 1), 11.5),
        (date(2018, 1, 1), None),  # nothing lies before it
        (date(2020, 1, 1), None),
        (date(2017, 12, 31), None),
    ],
)
def test_a_day_stands_between_the_months_it_parts(day: date, place: float | None) -> None:
    assert place_of(months((2018, 2019)), day) == place


def test_the_line_reaches_over_the_whole_height_and_is_named() -> None:
    figure = trend_figure(months((2018, 2019)), [], LOOK, [CHANGE])
    (line,) = lines(figure)
    assert line.name == CHANGE.label and list(line.x) == [7.5, 7.5]  # type: ignore[attr-defined]
    assert list(line.y) == list(figure.layout.yaxis.range)  # type: ignore[attr-defined]
    (words,) = [a for a in figure.layout.annotations if a.text == CHANGE.label]
    assert (words.x, words.y, words.yref, words.yanchor) == (7.5, 1, "paper", "bottom")
    assert figure.layout.margin.t >= 24


def test_two_breaks_have_their_words_in_two_rows() -> None:
    other = Break(date(2019, 3, 1), "2019年3月1日起改按 GB 0-2019", "……")
    figure = trend_figure(months((2018, 2019)), [], LOOK, [CHANGE, other])
    said = {a.text: a for a in figure.layout.annotations}
    assert len(lines(figure)) == 2
    assert said[CHANGE.label].yshift != said[other.label].yshift
    assert said[other.label].xanchor == "right" and said[CHANGE.label].xanchor == "left"


def test_without_a_break_nothing_is_drawn_and_no_room_is_left() -> None:
    look = TrendLook("mg/m³", 3)
    figure = trend_figure(months((2007, 2008)), [], look, [CHANGE])
    assert not lines(figure)
    assert figure.layout.margin.t == trend_figure(months((2007, 2008)), [], look).layout.margin.t
