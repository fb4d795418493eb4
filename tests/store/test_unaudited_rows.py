"""Rows not yet audited in the store: which holds, what a commit would change, old staged files."""

import duckdb
import pyarrow.parquet as pq
import pytest

from chuangmo.store import canonical, queries, replay, rows
from chuangmo.store.ground import OWN
from chuangmo.store.rows import AUDITED, UNAUDITED
from chuangmo.store.schema import create_tables
from chuangmo.store.store import Store
from tests.store.making import ALL, hour_row, month_row, put, settings, table

pytestmark = pytest.mark.usefixtures("way")


@pytest.fixture
def store(tmp_path):
    made = Store.open(settings(tmp_path))
    yield made
    made.close()


def held(store):
    return {r["start"].month: (int(r["value"]), r["audit"]) for r in store.current(ALL).to_pylist()}


def test_an_unaudited_row_holds_only_where_there_is_no_other(store):
    put(store, month_row(1, 10, audit=UNAUDITED), month_row(2, 20, audit=AUDITED), month_row(3, 30))
    put(store, *(month_row(m, 99, audit=UNAUDITED) for m in range(1, 5)))
    assert held(store) == {
        1: (99, UNAUDITED), 2: (20, AUDITED), 3: (30, None), 4: (99, UNAUDITED),
    }  # fmt: skip


def test_the_difference_and_the_rows_outranked_agree(store):
    put(store, month_row(1, 10, audit=AUDITED), month_row(2, 20, audit=UNAUDITED))
    staged = table(*(month_row(m, 99, audit=UNAUDITED) for m in (1, 2, 3)))
    found = store.diff(staged, rows.LEDGER.empty_table())
    assert (found.added, found.changed, found.unchanged) == (1, 1, 1)
    assert store.outranked(staged) == [0]
    assert store.outranked(table(month_row(1, 99, audit=AUDITED))) == []


def test_an_equal_value_that_is_audited_now_is_a_change(store):
    put(store, month_row(1, 10, audit=UNAUDITED), month_row(2, 20))
    staged = table(month_row(1, 10, audit=AUDITED), month_row(2, 20, audit=AUDITED))
    found = store.diff(staged, rows.LEDGER.empty_table())
    assert (found.changed, found.unchanged) == (1, 1)  # of the second nothing said it was not
    assert found.difference


def test_rows_of_another_form_that_are_not_audited_miss_no_audited_value(store):
    put(store, *(month_row(m, m, audit=AUDITED) for m in (1, 2, 3)))
    short = table(month_row(1, 9, audit=UNAUDITED), month_row(3, 9, audit=UNAUDITED))
    assert store.absent(short).num_rows == 0
    audited = table(month_row(1, 9, audit=AUDITED), month_row(3, 9, audit=AUDITED))
    assert store.absent(audited).num_rows == 1


def test_days_made_of_hours_say_whether_any_hour_is_unaudited(store):
    put(store, *(hour_row(1, h, 10, audit=UNAUDITED if h == 5 else AUDITED) for h in range(24)))
    put(store, *(hour_row(2, h, 10) for h in range(24)), name="二.xlsx")
    days = store.day_sums(rows.Selection()).to_pylist()
    assert {r["start"].day: r["unaudited"] for r in days} == {1: True, 2: False}


def test_the_state_is_part_of_the_checksum_only_where_it_is_said(tmp_path):
    texts = []
    for n, audit in enumerate((None, "", AUDITED)):
        store = Store.open(settings(tmp_path / str(n)))
        put(store, month_row(1, 10, audit=audit))
        asked = canonical.CANONICAL[0].statement, queries.parameters(rows.Selection())
        texts.append(store.ask(lambda cursor, asked=asked: cursor.execute(*asked).fetchall()))
        store.close()
    assert texts[0] == texts[1]
    assert [f"{text}{chr(31)}{AUDITED}" for (text,) in texts[0]] == [t for (t,) in texts[2]]


def test_a_staged_table_of_an_earlier_release_is_read_without_the_column(tmp_path):
    old = table(month_row(1, 10), month_row(2, 20)).drop_columns(["audit"])
    pq.write_table(old, tmp_path / "old.parquet")
    cursor = duckdb.connect()
    create_tables(cursor, "2026-11-30T00:00:00Z")
    path = str(tmp_path / "old.parquet")
    replay._insert_rows(cursor, OWN, "observations", rows.OBSERVATIONS, path, 1)
    found = cursor.execute("SELECT line, value, audit FROM observations ORDER BY line").fetchall()
    assert [(line, int(value), audit) for line, value, audit in found] == [
        (0, 10, None), (1, 20, None),
    ]  # fmt: skip
