"""The third line of a cell: which way a figure went, whether for good, and the year as a line."""

import re
from dataclasses import replace

import pytest

from chuangmo.assess.verdict_types import Verdict
from chuangmo.exhibits.month import Month
from chuangmo.period import parse_period
from chuangmo.service.board import Board
from chuangmo.service.questions import ANYONE, Questions
from chuangmo.ui.overview.trails import BETTER, LEVEL, WORSE, line_of, turn_of
from tests.pages.conftest import opened, words

DECEMBER = Month(parse_period("2008-12"))


@pytest.fixture
def row(seen: Board) -> Verdict:
    asked = ("pm10", DECEMBER.year_period, DECEMBER.as_of, "keep")
    return Questions(seen, ANYONE).verdicts_on(*asked)[0]


@pytest.mark.parametrize(
    ("direction", "value", "arrow", "word"),
    [
        ("lower", "-4.9", "↓", BETTER), ("lower", "4.9", "↑", WORSE),
        ("higher", "4.9", "↑", BETTER), ("higher", "-4.9", "↓", WORSE),
        ("lower", "0.0", "→", LEVEL),
    ],
)  # fmt: skip
def test_the_arrow_says_where_the_number_went_and_the_word_whether_for_good(
    seen: Board, row: Verdict, direction: str, value: str, arrow: str, word: str
) -> None:
    indicator = seen.catalog.indicator("pm10").model_copy(update={"direction": direction})
    turn = turn_of(indicator, replace(row, year_on_year={"value": value, "unit": "%"}))
    assert turn is not None and (turn.arrow, turn.word) == (arrow, word)


def test_nothing_is_said_of_unlike_years_or_of_figures_without_direction(
    seen: Board, row: Verdict
) -> None:
    pm10, change = seen.catalog.indicator("pm10"), {"value": "-4.9", "unit": "%"}
    neither = pm10.model_copy(update={"direction": "none"})
    assert turn_of(pm10, replace(row, year_on_year=None)) is None
    assert turn_of(pm10, replace(row, year_on_year=change | {"note": "状态不同"})) is None
    assert turn_of(neither, replace(row, year_on_year=change)) is None


def test_a_line_has_a_point_a_month_and_gaps_stay_gaps() -> None:
    assert line_of([1.0, 2.0, None]) == ""
    whole = line_of([1.0, 2.0, 3.0])
    assert whole.count("%") == 2 * (2 * 3 + 2)
    parted = line_of([1.0, 2.0, None, 2.0, 1.0])
    assert "21% " not in parted  # the middle of March
    high = re.findall(r"\d+% (-?\d+)%", line_of([5.0, 5.0, 5.0]))
    assert set(high) == {"43", "57"}


def test_the_cells_say_it_in_words_too(seen: Board) -> None:
    page = words(opened("overview.py"))
    cells = re.findall(r'aria-label="([^"]*)"', page)
    assert cells
    assert page.count('class="a ') == sum("比上年同期" in cell for cell in cells)
    assert "箭头为比上年同期的升降" in page
