"""Tombstones: what a form no longer has is found, counted, taken out, and comes back."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from chuangmo.period import month_period
from chuangmo.store.store import Store
from tests.store.making import ALL, month_row, months, put, settings, submission, table

pytestmark = pytest.mark.usefixtures("way")


@pytest.fixture
def store(tmp_path) -> Iterator[Store]:
    opened = Store.open(settings(tmp_path / "home"))
    yield opened
    opened.close()


def gone(month, **more):
    return month_row(month, None, qualifier="removed", raw="", cell="", **more)


def months_of(found):
    return [row["start"].month for row in found.to_pylist()]


def test_only_what_lies_inside_the_span_of_the_file_is_absent(store):
    put(store, *(month_row(m, m) for m in range(1, 7)))
    assert months_of(store.absent(table(month_row(2, 2), month_row(5, 5)))) == [3, 4]


@pytest.mark.parametrize(
    "other",
    [
        {"form": "f2"},
        {"area": "城关区"},
        {"indicator": "so2"},
        {"statistic": "max"},
        {"site": "兰炼宾馆"},
        {"dust": "removed"},
    ],
    ids=lambda one: next(iter(one)),
)
def test_another_form_place_indicator_or_statistic_is_never_absent(store, other):
    put(store, month_row(3, 3, **other))
    assert store.absent(table(month_row(2, 2), month_row(5, 5))).num_rows == 0


def test_withdrawn_and_removed_values_are_not_absent(store):
    put(store, month_row(3, 3))
    put(store, gone(3), name="删.xlsx")
    put(store, month_row(4, 4), name="四.xlsx")
    store.withdraw(3, "李", "误")
    assert store.absent(table(month_row(2, 2), month_row(5, 5))).num_rows == 0


def test_a_tombstone_takes_the_value_out_and_a_withdrawal_brings_it_back(store):
    put(store, month_row(2, 2), month_row(3, 3))
    diff = store.diff(table(gone(3)), submission(store, table()).ledger)
    assert (diff.added, diff.changed, diff.unchanged, diff.removed) == (0, 0, 0, 1)
    (change,) = diff.changes
    assert (change.old_value, change.new_value, change.batch) == ("3", None, 1)
    put(store, gone(3), name="删.xlsx")
    assert months(store) == {2: 2}
    store.withdraw(2, "李", "误删")
    assert set(months(store)) == {2, 3}


def test_removing_what_is_not_there_counts_nothing(store):
    diff = store.diff(table(gone(3)), submission(store, table()).ledger)
    assert (diff.added, diff.changed, diff.unchanged, diff.removed) == (0, 0, 0, 0)


def test_a_value_after_its_tombstone_is_added_anew(store):
    put(store, month_row(3, 3))
    put(store, gone(3), name="删.xlsx")
    assert store.diff(table(month_row(3, 3)), submission(store, table()).ledger).added == 1


def test_rebuilding_keeps_tombstones(store):
    put(store, month_row(2, 2), month_row(3, 3))
    put(store, gone(3), name="删.xlsx")
    before = store.current(ALL)
    store.rebuild()
    assert store.current(ALL).equals(before)


def _day(number):
    start = datetime(2008, 10, number)
    more = {"start": start, "end": start + timedelta(days=1), "kind": "day"}
    return month_row(10, number) | more


def test_a_day_at_the_edge_of_the_month_that_the_title_names_is_absent(store):
    october = month_period(2008, 10)
    days = [_day(number) for number in range(1, 32)]
    put(store, *days)
    without = table(*days[1:-1])
    assert store.absent(without).num_rows == 0
    gone = store.absent(without, {october}).to_pylist()
    assert [row["start"].day for row in gone] == [1, 31]
    assert store.absent(without, {month_period(2008, 9)}).num_rows == 0
