"""The parts of a figure beside it: stored, compared, withdrawn, rebuilt, and counted nowhere."""

from dataclasses import replace
from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest

from chuangmo.store import rows
from chuangmo.store.copies.verify import verify
from chuangmo.store.journal import IMPORT
from chuangmo.store.schema import SCHEMA_VERSION
from chuangmo.store.store import Store
from tests.store.making import ALL, NO_LEDGER, month_row, settings, submission, table

pytestmark = pytest.mark.usefixtures("way")

KINDS = {"油烟": 186, "污水": 70}


@pytest.fixture
def store(tmp_path):
    opened = Store.open(settings(tmp_path))
    yield opened
    opened.close()


def count(value=298, month=1):
    return month_row(month, value, indicator="catering_treated_items", statistic="value", unit="项")


def part(of, name, value, role=rows.OF_WHICH, cell="D3"):
    return {field: of[field] for field in rows.GRAIN} | {
        "role": role, "name": name, "value": Decimal(value), "unit": "项", "raw": str(value),
        "sheet": "1月", "cell": cell,
    }  # fmt: skip


def parts(of, kinds=None, **more):
    given = [part(of, name, value, **more) for name, value in (kinds or KINDS).items()]
    return pa.Table.from_pylist(given, schema=rows.PARTS)


def put(store, given, kinds, name="任务.xlsx"):
    diff = store.diff(table(given), NO_LEDGER, kinds)
    made = submission(store, table(given), diff=diff, name=name)
    store.commit(replace(made, parts=kinds))
    return diff


def names(store):
    return [(r["batch"], r["name"], str(r["value"])) for r in store.parts(ALL).to_pylist()]


def test_parts_lie_beside_the_figure_in_the_order_of_the_sheet(store):
    put(store, count(), parts(count()))
    assert [(name, int(Decimal(value))) for _, name, value in names(store)] == list(KINDS.items())
    assert [r["value"] for r in store.current(ALL).to_pylist()] == [Decimal(298)]
    assert store.day_sums(ALL)["total"].to_pylist() == [Decimal(298)]
    assert store.parts(rows.Selection(indicators=("pm10",))).num_rows == 0


@pytest.mark.parametrize(
    ("kinds", "changed"),
    [
        ({"油烟": 186, "污水": 70}, 0),
        ({"污水": 70, "油烟": 186}, 0),  # their order says nothing
        ({"油烟": 187, "污水": 70}, 1),
        ({"油烟": 186}, 1),
        ({"油烟": 186, "废水": 70}, 1),
    ],
)
def test_a_count_whose_kinds_differ_has_changed(store, kinds, changed):
    put(store, count(), parts(count()))
    diff = store.diff(table(count()), NO_LEDGER, parts(count(), kinds, cell="F9"))
    assert (diff.changed, diff.unchanged, diff.nothing) == (changed, 1 - changed, not changed)
    if changed:
        (change,) = diff.changes
        assert change.old_value == "parts=污水 70项、油烟 186项"


def test_kinds_that_are_gone_are_a_change_and_new_ones_too(store):
    put(store, count(), rows.NO_PARTS)
    assert store.diff(table(count()), NO_LEDGER, parts(count())).changed == 1
    put(store, count(), parts(count()))
    assert store.diff(table(count()), NO_LEDGER, rows.NO_PARTS).changed == 1


def test_where_a_numerator_stands_is_no_content(store):
    given = count() | {"numerator": Decimal(3), "denominator": Decimal(4)}
    put(store, given, parts(given, {"处理量": 3}, role=rows.NUMERATOR))
    other = parts(given, {"污水处理量": 3}, role=rows.NUMERATOR, cell="K1")
    assert store.diff(table(given), NO_LEDGER, other).nothing


def test_a_new_month_keeps_its_mark_when_something_is_stored_around_it(store):
    before = store.diff(table(count()), NO_LEDGER, parts(count())).difference
    put(store, count(month=6), parts(count(month=6)))
    assert store.diff(table(count()), NO_LEDGER, parts(count())).difference == before


def test_a_withdrawn_batch_takes_its_kinds_along_and_brings_them_back(store):
    put(store, count(), parts(count(), {"油烟": 180}))
    put(store, count(), parts(count()), name="二.xlsx")
    store.withdraw(2, "李", "填错")
    assert store.holds(1) and not store.holds(2)
    assert store.restores(2, table(count()), NO_LEDGER, parts(count()))
    assert not store.restores(2, table(count()), NO_LEDGER, parts(count(), {"油烟": 185}))
    store.restore(2, "李", "没有填错")
    assert store.holds(2) and not store.holds(1)


def test_a_rebuild_gives_the_same_and_a_changed_kind_is_found(tmp_path, own_file):
    store = Store.open(settings(tmp_path))
    put(store, count(), parts(count()))
    put(store, month_row(2, 10), rows.NO_PARTS, name="空气.xlsx")
    before, listed = store.summary(), names(store)
    assert store.rebuild() == before and names(store) == listed
    staged = [entry.body["staged"].keys() for entry in store.entries(IMPORT)]
    assert ["parts" in one for one in staged] == [True, False]  # air has no table of parts
    assert all(check.ok for check in verify(settings(tmp_path), store, deep=True))
    store.close()
    with duckdb.connect(str(tmp_path / "board.duckdb")) as database:
        database.execute("UPDATE main.parts SET value = 71 WHERE name = '污水'")
    wrong = {check.name for check in verify(settings(tmp_path), deep=True) if not check.ok}
    assert wrong == {"checksum", "rows"}


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_home_of_a_version_before_opens_and_is_no_fault(tmp_path, version, own_file):
    store = Store.open(settings(tmp_path))
    put(store, count(), rows.NO_PARTS)
    before = store.summary()
    store.close()
    with duckdb.connect(str(tmp_path / "board.duckdb")) as database:
        if version == 1:
            database.execute("DROP TABLE parts")
        if version < 3:
            database.execute("ALTER TABLE observations DROP COLUMN audit")
        database.execute("ALTER TABLE observations DROP COLUMN outside")
        database.execute("UPDATE migrations SET version = ?", [version])
    assert all(check.ok for check in verify(settings(tmp_path), deep=True))
    with_parts = Store.open(settings(tmp_path))
    try:
        assert not with_parts.notices and with_parts.summary() == before
        put(with_parts, count(), parts(count()), name="再来.xlsx")
        assert len(names(with_parts)) == 2
        assert all(check.ok for check in verify(settings(tmp_path), with_parts, deep=True))
        found = with_parts.ask(
            lambda c: c.execute("SELECT max(version) FROM migrations").fetchone()
        )
        assert found == (SCHEMA_VERSION,)
    finally:
        with_parts.close()
