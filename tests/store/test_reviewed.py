"""Submitted, approved, returned: nothing counts before it is let in, and then exactly what it is."""

import signal
from decimal import Decimal

import duckdb
import pytest

from chuangmo.store import rows
from chuangmo.store.copies.verify import verify
from chuangmo.store.errors import BaseMoved, StoreRefusal
from chuangmo.store.home.held import held_lines
from chuangmo.store.rebuild import rebuild
from chuangmo.store.schema import BEFORE_REVIEWS
from chuangmo.store.store import Store
from tests.commanding import begin
from tests.store.making import (
    ALL,
    NO_LEDGER,
    NO_OBSERVATIONS,
    checksum_of,
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


def submit(store, *given, **more):
    done = store.submit(submission(store, table(*given), **more))
    assert done.state == "submitted"
    return done.batch


def state_of(store, batch):
    return next(info for info in store.batches() if info.batch == batch)


def everything(store):
    asked = (store.current, store.day_sums, store.history, store.stored, store.arrivals)
    return [question(ALL) for question in asked], store.extent()


def test_a_submitted_batch_is_in_no_answer_until_it_is_approved(store):
    put(store, month_row(1, 10), month_row(2, 20))
    before = everything(store)
    batch = submit(store, month_row(2, 21), month_row(3, 30), name="待审.xlsx")
    assert batch == 2
    assert everything(store) == before
    assert set(store.carriers(rows.Selection()).values()) == {1}
    assert state_of(store, 2).state == "submitted"
    approving = store.approving(2)
    assert (approving.added, approving.changed) == (1, 1)
    info = store.approve(2, "李", "核对过", approving)
    assert (info.state, [e.event for e in info.events]) == ("active", ["submitted", "approved"])
    assert months(store) == {1: 10, 2: 21, 3: 30}
    store.withdraw(2, "李", "填错")
    assert months(store) == {1: 10, 2: 20}


def test_what_approval_would_give_is_told_before_it(store):
    put(store, month_row(1, 10))
    submit(store, month_row(1, 11), month_row(2, 22))
    view = store.supposing_approved(2)
    supposed = {r["start"].month: r["value"] for r in view.current(ALL).to_pylist()}
    assert supposed == {1: 11, 2: 22}
    store.approve(2, "李", "")
    assert months(store) == supposed


def test_a_returned_batch_never_counts_and_is_not_reviewed_again(store):
    submit(store, month_row(1, 10))
    assert store.send_back(1, "李", "漏了二月").state == "returned"
    assert months(store) == {}
    for act in (store.approve, store.send_back, store.withdraw, store.restore):
        with pytest.raises(StoreRefusal, match="已经退回"):
            act(1, "李", "再来")


@pytest.mark.parametrize("act", ["withdraw", "restore"])
def test_what_waits_is_neither_withdrawn_nor_restored(store, act):
    submit(store, month_row(1, 10))
    with pytest.raises(StoreRefusal, match="等审核"):
        getattr(store, act)(1, "李", "不对")


def test_only_what_waits_is_approved(store):
    put(store, month_row(1, 10))
    with pytest.raises(StoreRefusal, match="已经入库"):
        store.approve(1, "李", "")
    with pytest.raises(StoreRefusal, match="没有这个批次"):
        store.approve(2, "李", "")


def test_the_later_submission_holds_whatever_is_approved_first(store):
    submit(store, month_row(1, 10), month_row(2, 20), name="一.xlsx")
    submit(store, month_row(1, 11), name="二.xlsx")
    store.approve(2, "李", "")
    first = store.approving(1)
    assert (first.added, first.changed) == (1, 0)
    store.approve(1, "李", "")
    assert months(store) == {1: 11, 2: 20}


def test_an_approval_of_what_was_not_shown_is_refused(store):
    put(store, month_row(1, 10))
    submit(store, month_row(1, 12))
    shown = store.approving(2)
    put(store, month_row(5, 50), name="别处.xlsx")  # other values: nothing to be asked about
    put(store, month_row(1, 11), name="别人.xlsx")
    with pytest.raises(BaseMoved, match=r"别人\.xlsx"):
        store.approve(2, "李", "", shown)
    assert state_of(store, 2).state == "submitted"


def test_a_submitted_list_holds_only_after_approval(store):
    items = ledger_table(item_row("一厂", "已完成"))
    store.submit(submission(store, NO_OBSERVATIONS, items, name="锅炉.xls"))
    assert store.ledger("boilers").num_rows == 0
    store.approve(1, "李", "")
    assert store.ledger("boilers").num_rows == 1


def mixed(home):
    """A home with a direct import, one approved, one returned, one that waits."""
    store = Store.open(settings(home))
    put(store, month_row(1, 10))
    for number in (2, 3, 4):
        submit(store, month_row(number, number * 10), name=f"{number}.xlsx")
    store.approve(2, "李", "核对过")
    store.send_back(3, "李", "填错")
    return store


def test_a_rebuild_gives_the_same_and_verify_is_content(tmp_path):
    store = mixed(tmp_path)
    before = checksum_of(store), [(i.batch, i.state) for i in store.batches()]
    assert before[1] == [(1, "active"), (2, "active"), (3, "returned"), (4, "submitted")]
    assert store.rebuild().sha256 == before[0]
    store.close()
    assert rebuild(settings(tmp_path)).sha256 == before[0]
    assert [c.detail for c in verify(settings(tmp_path), deep=True) if not c.ok] == []
    again = Store.open(settings(tmp_path))
    assert (checksum_of(again), [(i.batch, i.state) for i in again.batches()]) == before
    lines = again.ask(held_lines)
    assert [line.type for line in lines] == [e.type for e in again.entries()]
    again.close()


def test_an_earlier_program_shows_nothing_submitted_and_its_database_is_not_trusted(
    tmp_path, own_file
):
    """To a program that knows no reviews the lines are of unknown types: only the place moves."""
    store = mixed(tmp_path)
    before = checksum_of(store)
    store.close()
    with duckdb.connect(str(tmp_path / "board.duckdb")) as database:
        for name in ("observations", "batches", "batch_events", "ledger_items", "diagnostics"):
            database.execute(f"DELETE FROM {name} WHERE batch > 1")
        database.execute("DELETE FROM migrations")
        database.execute("INSERT INTO migrations VALUES (?, '')", [BEFORE_REVIEWS])
    again = Store.open(settings(tmp_path))
    assert checksum_of(again) == before
    again.close()


@pytest.mark.parametrize("number", [7, 8, 9])
@pytest.mark.parametrize("act", ["submit", "approve"])
def test_a_kill_leaves_a_review_wholly_done_or_not_at_all(tmp_path, act, number):
    """Arrow 7 lies before the journal line, 8 and 9 behind it."""
    home = tmp_path / "home"
    store = Store.open(settings(home))
    put(store, month_row(1, 1))
    if act == "approve":
        submit(store, month_row(1, 5), month_row(2, 2))
    store.close()
    (tmp_path / "said").mkdir()
    arrow = "journal-line" if number == 8 else str(number)
    process = begin(
        "tests.store.killed_review", act, str(home), place=tmp_path / "said",
        env={"FAULT_AT": arrow},
    )  # fmt: skip
    code = process.wait(60)
    again = Store.open(settings(home))
    states = [info.state for info in again.batches()]
    if act == "submit":
        assert code == -signal.SIGKILL
        assert states == ["active"] + ["submitted"] * (number > 7)
        assert months(again) == {1: 1}
    else:
        assert code == (0 if number == 7 else -signal.SIGKILL)  # an approval archives nothing
        assert (states, months(again)) == (["active", "active"], {1: 5, 2: 2})
    assert again.diff(table(month_row(1, Decimal(5))), NO_LEDGER).base == len(again.entries())
    again.close()
    assert [c for c in verify(settings(home)) if not c.ok] == []
