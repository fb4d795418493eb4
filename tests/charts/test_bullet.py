"""Bullet rows: the limit on one line, left always better, nothing outside the track."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangmo.charts.bullet import LIMIT_AT, bullet_row, spoken

VALUES = {"安宁区": 0.117, "西固区": 0.136, "榆中县": 0.086}
TEXTS = {name: str(value) for name, value in VALUES.items()}


def test_left_is_better_and_the_limit_is_in_the_middle() -> None:
    row = bullet_row("安宁区", 0.117, VALUES, 0.120, 0.120, False, TEXTS)
    assert row.own is not None and row.own < LIMIT_AT
    assert row.city == LIMIT_AT
    assert row.best == ("榆中县", "0.086") and row.worst == ("西固区", "0.136")
    assert (row.low, row.high) == (min(row.others), max(row.others))


def test_rates_are_mirrored() -> None:
    rates = {"安宁区": 100.0, "红古区": 91.0}
    row = bullet_row("红古区", 91.0, rates, None, 96.0, True, {"安宁区": "100", "红古区": "91.0"})
    assert row.own is not None and row.own > LIMIT_AT
    assert row.best == ("安宁区", "100")
    assert row.city is None


def test_a_place_without_a_value_has_no_dot_but_sees_the_others() -> None:
    row = bullet_row("永登县", None, VALUES, None, 0.1, False, TEXTS)
    assert row.own is None and len(row.others) == 3
    assert bullet_row("永登县", None, {}, None, 0.1, False, {}).low is None


@given(
    st.dictionaries(st.text(min_size=1, max_size=3), st.floats(0, 1e6), min_size=1),
    st.floats(0, 1e6),
)
def test_everything_stays_on_the_track(values: dict[str, float], limit: float) -> None:
    texts = {name: str(value) for name, value in values.items()}
    area = next(iter(values))
    row = bullet_row(area, values[area], values, None, limit, False, texts)
    marks = [*row.others, row.own, row.low, row.high]
    assert all(mark is not None and 0 <= mark <= 100 for mark in marks)


@pytest.mark.parametrize("word", ["安宁区 0.117", "限值 ≤ 0.120", "最好 榆中县 0.086"])
def test_the_row_can_be_read_aloud(word: str) -> None:
    row = bullet_row("安宁区", 0.117, VALUES, 0.120, 0.120, False, TEXTS)
    assert word in spoken(row, "安宁区", "0.117", "0.120", "≤ 0.120")


def test_a_doubtful_own_value_is_drawn_but_is_neither_best_nor_worst() -> None:
    row = bullet_row("皋兰县", 0.001, VALUES, None, 0.120, False, TEXTS)
    assert row.own is not None and row.own < min(row.others)
    assert row.best == ("榆中县", "0.086")
