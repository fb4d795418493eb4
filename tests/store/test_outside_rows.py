"""Rows of cities outside the board: stored and compared like others, seen by no query of figures."""

import pytest

from chuangmo.store import queries, rows
from chuangmo.store.copies.verify import verify
from chuangmo.store.store import Store
from tests.store.making import ALL, NO_LEDGER, month_row, put, settings, table

pytestmark = pytest.mark.usefixtures("way")

ABROAD = rows.Selection(outside=True)


def outside(month, value):
    return month_row(month, value, area="西宁市", outside=True)


@pytest.fixture
def store(tmp_path):
    opened = Store.open(settings(tmp_path))
    yield opened
    opened.close()


def test_no_question_about_figures_sees_them(store):
    put(store, month_row(1, 10), outside(1, 99), outside(2, 98))
    assert [r["area"] for r in store.current(ALL).to_pylist()] == [month_row(1, 10)["area"]]
    assert store.day_sums(ALL)["total"].to_pylist() == [10]
    assert {area for _, area in store.pairs(ALL)} == {month_row(1, 10)["area"]}
    assert store.history(ALL).num_rows == store.arrivals(ALL).num_rows == 1
    extent = store.extent()
    assert "西宁市" not in extent["areas"] and len(extent["months"]) == 1
    assert store.supposing(table(outside(3, 1)), NO_LEDGER).current(ALL).num_rows == 1
    assert store.earlier(1).last_day().month == 1


def test_they_are_there_for_who_asks(store):
    put(store, month_row(1, 10), outside(1, 99))
    put(store, outside(1, 97), name="二.xlsx")
    found = store.current(ABROAD).to_pylist()
    assert [(r["area"], int(r["value"]), r["outside"]) for r in found] == [("西宁市", 97, True)]
    assert store.current(rows.Selection(outside=None)).num_rows == 2


def test_they_are_compared_withdrawn_and_rebuilt_like_others(tmp_path):
    store = Store.open(settings(tmp_path))
    put(store, month_row(1, 10), outside(1, 99))
    diff = store.diff(table(outside(1, 98), outside(2, 5)), NO_LEDGER)
    assert (diff.added, diff.changed, diff.unchanged) == (1, 1, 0)
    assert store.diff(table(outside(1, 99)), NO_LEDGER).nothing
    before = store.summary()
    assert before.observations == 2 and store.rebuild() == before
    store.withdraw(1, "李", "填错")
    assert store.current(ABROAD).num_rows == 0
    assert all(check.ok for check in verify(settings(tmp_path), store, deep=True))
    store.close()


def test_a_place_that_joins_the_board_is_new_to_it(store):
    put(store, outside(1, 99))
    found = store.diff(table(outside(1, 99) | {"outside": None}), NO_LEDGER)
    assert (found.changed, found.unchanged) == (1, 0)


def test_every_query_of_figures_asks_for_one_side():
    for text in (queries.CURRENT, queries.DAY_SUMS, queries.HISTORY, queries.PAIRS, queries.STORED):
        assert "$outside" in text
