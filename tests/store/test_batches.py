"""Append, supersede, withdraw, restore, trace: exactly the figures that follow from the batches."""

import random
from datetime import date, datetime
from decimal import Decimal

import pytest

from chuangmo.store import rows
from chuangmo.store.errors import BaseMoved, StoreRefusal
from chuangmo.store.store import Store
from tests.store.making import (
    ALL,
    NO_LEDGER,
    NO_OBSERVATIONS,
    filled,
    hour_row,
    item_row,
    ledger_table,
    month_row,
    months,
    put,
    settings,
    submission,
    table,
)

pytestmark = pytest.mark.usefixtures("way")


@pytest.fixture
def store(tmp_path):
    opened = Store.open(settings(tmp_path))
    yield opened
    opened.close()


def test_later_batch_holds_and_keeps_what_it_does_not_carry(store):
    put(store, month_row(1, "0.1"), month_row(2, 20))
    put(store, month_row(2, 21))
    assert months(store) == {1: Decimal("0.1"), 2: Decimal(21)}
    assert store.journal_seq() == 2


def test_diff_counts_by_grain_and_content(store):
    put(store, month_row(1, 10), month_row(2, 20), month_row(3, 30))
    staged = table(
        month_row(1, "10.000", cell="Z9", sheet="别处"),  # only the address differs
        month_row(2, 22),
        month_row(3, 30, printed_unit="µg/m³"),  # another unit is a change
        month_row(4, 40),
    )
    diff = store.diff(staged, NO_LEDGER)
    assert (diff.added, diff.changed, diff.unchanged, diff.removed, diff.base) == (1, 2, 1, 0, 1)
    first = diff.changes[0]
    assert (first.old_value, first.new_value, first.batch, first.cell) == ("20", "22", 1, "B2")


def test_site_and_area_figures_are_different_grains(store):
    put(store, month_row(1, 10), month_row(1, 11, site="s1"))
    assert store.diff(table(month_row(1, 12)), NO_LEDGER).changed == 1
    assert store.current(rows.Selection(site="")).num_rows == 1
    assert store.current(rows.Selection(site="s1")).num_rows == 1
    assert store.current(ALL).num_rows == 2


def test_changes_list_stops_at_2000_but_all_are_counted(store):
    given = [month_row(1, n, site=f"s{n}") for n in range(2100)]
    put(store, *given)
    diff = store.diff(table(*(r | {"value": r["value"] + 1} for r in given)), NO_LEDGER)
    assert (diff.changed, len(diff.changes)) == (2100, 2000)


def test_withdraw_and_restore_give_exactly_the_former_figures(store):
    put(store, month_row(1, 10), month_row(2, 20))
    before = store.current(ALL)
    put(store, month_row(2, 21), month_row(3, 31))
    after = store.current(ALL)
    info = store.withdraw(2, "李", "填错")
    assert store.current(ALL).equals(before)
    assert (info.state, [e.event for e in info.events]) == ("withdrawn", ["committed", "withdrawn"])
    assert store.restore(2, "李", "没错").state == "active"
    assert store.current(ALL).equals(after)


def test_withdrawing_an_older_batch_keeps_what_a_later_one_carries_unchanged(store):
    put(store, month_row(1, 10), month_row(2, 20))
    put(store, month_row(1, 10), month_row(3, 30))
    store.withdraw(1, "李", "重复")
    assert months(store) == {1: 10, 3: 30}


@pytest.mark.parametrize("batch", [1, 7])
def test_refusals_are_chinese_and_write_nothing(store, batch):
    put(store, month_row(1, 10))
    store.withdraw(1, "李", "填错")
    generation = store.journal_seq()
    with pytest.raises(StoreRefusal, match="批次"):
        store.withdraw(batch, "李", "再来")
    assert store.journal_seq() == generation


def test_restoring_an_active_batch_is_refused(store):
    put(store, month_row(1, 10))
    with pytest.raises(StoreRefusal, match="没有被撤回"):
        store.restore(1, "李", "")


def test_tombstone_takes_the_value_out_of_current_and_day_sums(store):
    put(store, month_row(1, 10), month_row(2, 20))
    put(store, month_row(2, None, qualifier="removed"))
    assert months(store) == {1: 10}
    assert store.day_sums(ALL).num_rows == 1
    assert store.diff(table(month_row(2, 20)), NO_LEDGER).added == 1


def test_missing_is_a_row_and_counts_nothing(store):
    put(store, month_row(1, None, qualifier="missing"), month_row(2, 5, qualifier="below"))
    sums = store.day_sums(ALL).to_pylist()
    assert [(r["n"], r["total"], r["qualifier"]) for r in sums] == [
        (0, None, "missing"),
        (1, Decimal(5), "below"),
    ]
    assert months(store) == {1: None, 2: 5}


def test_hours_are_summed_exactly_within_their_day(store):
    given = [hour_row(1, h, "0.1") for h in range(10)]
    given += [hour_row(1, 10, 7, qualifier="invalid"), hour_row(1, 11, None, qualifier="missing")]
    given += [hour_row(1, 12, "0.5", qualifier="below"), hour_row(2, 0, None, qualifier="missing")]
    put(store, *given)
    first, second = store.day_sums(ALL).to_pylist()
    assert (first["total"], first["n"], first["kind"]) == (Decimal("1.5"), 11, "hour")
    assert (first["start"], first["end"]) == (datetime(2008, 1, 1), datetime(2008, 1, 2))
    assert (second["total"], second["n"], second["qualifier"]) == (None, 0, "missing")
    assert store.day_sums(ALL).schema == rows.DAY_SUMS


def test_selection_takes_only_periods_wholly_inside(store):
    put(store, *(month_row(m, m) for m in range(1, 5)), month_row(2, 9, indicator="so2"))
    inside = rows.Selection(
        indicators=("pm10",), areas=("安宁区",), kinds=("month",),
        start=datetime(2008, 1, 15), end=datetime(2008, 4, 1),
    )  # fmt: skip
    assert [r["start"].month for r in store.current(inside).to_pylist()] == [2, 3]
    assert store.current(rows.Selection(areas=("x' OR 1=1 --",))).num_rows == 0


def test_history_names_the_holder_and_the_state(store):
    put(store, month_row(1, 10), month_row(2, 20))
    put(store, month_row(1, 11))
    put(store, month_row(1, 12))
    store.withdraw(3, "李", "错")
    found = store.history(ALL).to_pylist()
    assert [(r["start"].month, r["batch"], r["state"], r["superseded_by"]) for r in found] == [
        (1, 1, "active", 2),
        (1, 2, "active", None),
        (1, 3, "withdrawn", 2),
        (2, 1, "active", None),
    ]
    assert found[0]["file"] == "月报.xlsx" and len(found[0]["sha256"]) == 64


def test_batches_tell_counts_span_and_original(store):
    made = submission(store, table(month_row(1, 10), month_row(3, 30)))
    store.commit(made)
    (info,) = store.batches()
    assert (info.batch, info.state, info.first, info.last) == (1, "active", "2008-01", "2008-03")
    assert info.counts["added"] == 2 and info.at.endswith("Z") and info.by == "王"
    assert store.original(info.sha256) == made.data
    assert store.batches_of_file(info.sha256) == [info]
    assert store.diagnostics(1)[0]["code"] == "unreadable-value"
    with pytest.raises(StoreRefusal):
        store.original("../../etc/passwd")


def test_ledger_latest_list_up_to_a_date(store):
    for as_of, status in ((date(2008, 8, 31), "未开工"), (date(2008, 9, 30), "已完成")):
        items = ledger_table(
            item_row("一厂", status, as_of=as_of), item_row("二厂", "x", as_of=as_of)
        )
        store.commit(submission(store, NO_OBSERVATIONS, items))
    late = ledger_table(item_row("一厂", "旧", as_of=date(2008, 7, 31)))  # an older list comes late
    store.commit(submission(store, NO_OBSERVATIONS, late))

    def statuses(as_of=None):
        return [r["status"] for r in store.ledger("boilers", as_of).to_pylist()]

    assert statuses() == ["已完成", "x"]
    assert statuses(date(2008, 9, 1)) == ["未开工", "x"]
    assert statuses(date(2008, 8, 1)) == ["旧"]
    assert statuses(date(2008, 1, 1)) == []
    store.withdraw(2, "李", "错")
    assert statuses() == ["未开工", "x"]
    assert (store.batches()[0].first, store.ledger("catering").num_rows) == ("2008-08-31", 0)


def test_ledger_diff_by_item(store):
    store.commit(
        submission(
            store, NO_OBSERVATIONS, ledger_table(item_row("一厂", "未开工"), item_row("二厂", "x"))
        )
    )
    october = date(2008, 10, 31)
    staged = ledger_table(
        item_row("一厂", "已完成", as_of=october),
        item_row("二厂", "x", as_of=october, row=9),
        item_row("三厂", "x", as_of=october),
    )
    diff = store.diff(NO_OBSERVATIONS, staged)
    assert (diff.added, diff.changed, diff.unchanged) == (1, 1, 1)
    change = diff.changes[0]
    assert (change.site, change.old_value, change.new_value) == (
        "一厂",
        "status=未开工",
        "status=已完成",
    )


def test_base_moved_only_when_the_difference_no_longer_holds(store):
    stale = submission(store, table(month_row(1, 10)))
    other = submission(store, table(month_row(2, 20)), name="另一.xlsx")
    store.commit(other)
    store.commit(stale)  # another month came between: the difference is the same
    again = submission(store, table(month_row(3, 30)))
    put(store, month_row(3, 33), actor="赵")
    with pytest.raises(BaseMoved, match="赵") as moved:
        store.commit(again)
    assert (moved.value.diff.added, moved.value.diff.changed) == (0, 1)
    assert store.journal_seq() == 3 and len(store.batches()) == 3


def test_record_is_journalled_and_moves_the_generation(store):
    assert store.record("target", {"limit": "100"}, "王") == 1
    assert store.journal_seq() == 1
    assert [e.body["payload"] for e in store.entries("target")] == [{"limit": "100"}]
    assert put(store, month_row(1, 1)) == 1  # batches count imports, not lines
    with pytest.raises(ValueError):
        store.record("withdraw", {}, "王")


def test_wrong_fingerprint_is_refused_before_anything_is_written(store):
    made = submission(store, table(month_row(1, 1)))
    wrong = type(made)(**{**vars(made), "sha256": "0" * 64})
    with pytest.raises(ValueError):
        store.commit(wrong)
    assert store.entries() == []


def test_extent(tmp_path):
    store = filled(tmp_path)
    found = store.extent()
    assert (found["first"], found["last"]) == (datetime(2008, 1, 1), datetime(2008, 7, 1))
    assert (found["indicators"], found["areas"]) == (["pm10"], ["安宁区"])
    assert found["months"][0] == date(2008, 6, 1) and found["ledgers"] == ["boilers"]
    assert (found["batch"], found["demo"]) == (4, False)
    store.close()


def oracle(batches, active):
    """Highest active batch per grain, tombstones out; the slow and obvious way."""
    held = {}
    for number, given in enumerate(batches, start=1):
        if number in active:
            for row in given:
                held[row["site"], row["start"]] = row
    return {k: r["value"] for k, r in held.items() if r["qualifier"] != "removed"}


@pytest.mark.parametrize("seed", range(6))
def test_current_equals_a_plain_loop_on_random_batches(store, seed):
    chance = random.Random(seed)
    batches, active = [], set()
    for number in range(1, 9):
        keys = {(chance.randint(1, 6), chance.choice([None, "a", "b"])) for _ in range(9)}
        given = [
            month_row(m, chance.randint(0, 3), site=s, qualifier=chance.choice(["", "", "removed"]))
            for m, s in keys
        ]
        batches.append(given)
        put(store, *given)
        active.add(number)
        toggled = chance.randint(1, number)
        if toggled in active:
            store.withdraw(toggled, "李", "")
        else:
            store.restore(toggled, "李", "")
        active ^= {toggled}
        found = {(r["site"], r["start"]): r["value"] for r in store.current(ALL).to_pylist()}
        assert found == oracle(batches, active)
