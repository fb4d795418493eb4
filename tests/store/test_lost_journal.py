"""A journal that was cut, emptied, deleted or exchanged: nothing vanishes without a word."""

import shutil
from types import SimpleNamespace

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangmo.store.copies.backup import backup
from chuangmo.store.copies.recovering import recover
from chuangmo.store.copies.verify import verify
from chuangmo.store.database import Resources
from chuangmo.store.errors import StoreRefusal, WritingClosed
from chuangmo.store.home.held import UNKNOWN, held_of
from chuangmo.store.home.opening import standing_of
from chuangmo.store.home.paths import Home
from chuangmo.store.home.standing import look
from chuangmo.store.rebuild import rebuild
from chuangmo.store.store import Store
from tests.store.making import checksum_of, filled, month_row, months, put, settings

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A home of six lines (four imports), another home, a backup of the first after two lines."""
    base = tmp_path_factory.mktemp("whole")
    store = filled(base / "home")
    made = SimpleNamespace(
        home=base / "home", figures=months(store), checksum=checksum_of(store),
        batches=store.batches(), other=base / "other", early=base / "early",
    )  # fmt: skip
    store.close()
    other = Store.open(settings(made.other))
    put(other, month_row(1, 777), name="别处.xlsx")
    other.close()
    made.journal = (made.home / "journal.jsonl").read_bytes()
    made.lines = made.journal.splitlines(keepends=True)
    shutil.copytree(made.home, base / "then")
    for name in ("journal.jsonl", "witness/journal.jsonl"):
        (base / "then" / name).write_bytes(b"".join(made.lines[:2]))
    (base / "then" / "board.duckdb").unlink()
    backup(settings(base / "then"), made.early)
    return made


@pytest.fixture
def home(whole, tmp_path):
    shutil.copytree(whole.home, tmp_path / "home")
    return Home(tmp_path / "home")


def _write(data):
    return lambda home, whole: home.journal.write_bytes(data(whole))


MUTILATIONS = {
    "cut at a line end": _write(lambda whole: b"".join(whole.lines[:4])),
    "cut in a line": _write(lambda whole: b"".join(whole.lines[:4]) + whole.lines[4][:99]),
    "cut in the last line": _write(lambda whole: whole.journal[:-30]),
    "emptied": _write(lambda whole: b""),
    "deleted": lambda home, whole: home.journal.unlink(),
    "an older copy": _write(lambda whole: whole.lines[0]),
    "another home's": lambda home, whole: shutil.copy(whole.other / "journal.jsonl", home.journal),
}
#: With the witness there these are seen through too; without it the chain itself refuses.
BROKEN = {
    "a line in the middle gone": _write(lambda whole: b"".join(whole.lines[:2] + whole.lines[3:])),
    "a line changed": _write(
        lambda whole: whole.journal.replace("错.xlsx".encode(), "对.xlsx".encode())
    ),
}
WITHOUT = {
    "nothing else": lambda home: None,
    "database": lambda home: home.database.unlink(),
    "witness": lambda home: shutil.rmtree(home.witness.parent),
}
TABLE = [
    (mutilation, gone)
    for gone in WITHOUT
    for mutilation in (MUTILATIONS if gone == "witness" else MUTILATIONS | BROKEN)
]


def _what_is_missing(mutilation, gone):
    if mutilation == "cut in the last line":
        return "（第 6 行）：撤回、目标、更正等其他登记 1 项" + (
            "" if gone == "witness" else "（王）"
        )
    if mutilation in ("emptied", "deleted", "another home's", "a line changed"):
        return "批次 3“错.xlsx”（王）"
    return "批次 4“锅炉.xls”（王）"


@pytest.mark.parametrize(("mutilation", "gone"), TABLE)
def test_home_opens_on_the_last_good_figures_and_closed_to_writing(home, whole, mutilation, gone):
    (MUTILATIONS | BROKEN)[mutilation](home, whole)
    WITHOUT[gone](home)
    left = home.journal.read_bytes() if home.journal.exists() else None
    faults = [c for c in verify(settings(home.root)) if not c.ok]
    assert faults[0].name == "journal"
    with pytest.raises(WritingClosed):
        rebuild(settings(home.root))
    store = Store.open(settings(home.root))
    try:
        assert (months(store), store.batches()) == (whole.figures, whole.batches)
        assert store.writing_closed == faults[0].detail
        assert _what_is_missing(mutilation, gone) in store.writing_closed
        assert "rebuild --recover" in store.writing_closed
        with pytest.raises(WritingClosed):
            put(store, month_row(12, 12))
        assert [c for c in verify(settings(home.root), store) if not c.ok]
    finally:
        store.close()
    assert (home.journal.read_bytes() if home.journal.exists() else None) == left
    assert not list(home.quarantine.glob("*board.duckdb"))


@pytest.mark.parametrize("mutilation", [*MUTILATIONS, *BROKEN])
def test_lines_come_back_from_the_witness_byte_for_byte(home, whole, mutilation):
    (MUTILATIONS | BROKEN)[mutilation](home, whole)
    found = recover(settings(home.root), "李", "误删")
    assert home.journal.read_bytes().startswith(whole.journal)
    assert (found.source, found.unknown, found.sha256) == ("witness", 0, whole.checksum)
    said = _closing_line(home)
    assert (said.type, said.actor, said.body["payload"]["reason"]) == ("recovered", "李", "误删")
    _usable_again(home, whole)


@pytest.mark.parametrize("mutilation", MUTILATIONS)
def test_lines_that_only_the_database_has_are_made_anew_and_say_so(home, whole, mutilation):
    MUTILATIONS[mutilation](home, whole)
    WITHOUT["witness"](home)
    (home.root / "catalog").mkdir()
    (home.root / "catalog" / "targets.toml").write_text("# 本市目标", encoding="utf-8")
    found = recover(settings(home.root), "李", "误删")
    assert (found.source, found.unknown, found.observations) == ("database", 1, 6)
    entries = standing_of(home).entries
    anew = [e for e in entries if "recovered" in e.body]
    assert len(anew) == found.lines
    assert all(e.actor == "王" and "由数据库补回" in e.body["reason"] for e in anew if e.seq != 4)
    assert [b["batch"] for b in found.recovered] == [
        e.body["batch"] for e in anew if e.type == "import"
    ]
    assert list(home.quarantine.glob("*board.duckdb")) and list(home.quarantine.glob("*catalog"))
    _usable_again(home, whole)


def _closing_line(home):
    return standing_of(home).entries[-1]


def _usable_again(home, whole):
    assert [c for c in verify(settings(home.root), deep=True) if not c.ok] == []
    store = Store.open(settings(home.root))
    assert (store.writing_closed, months(store)) == ("", whole.figures)
    told = [(b.batch, b.file, b.by, b.at, b.state) for b in store.batches()]
    assert told == [(b.batch, b.file, b.by, b.at, b.state) for b in whole.batches]
    assert put(store, month_row(12, 12)) == 5
    store.close()
    with pytest.raises(StoreRefusal, match="完整的"):
        recover(settings(home.root), "李", "再来")


def test_recovery_wants_a_reason_and_a_home(home, whole, tmp_path):
    home.journal.unlink()
    with pytest.raises(StoreRefusal, match="理由"):
        recover(settings(home.root), "李", " ")
    with pytest.raises(StoreRefusal, match="没有数据目录"):
        recover(settings(tmp_path / "nowhere"), "李", "误删")
    assert not (tmp_path / "nowhere").exists()


def test_home_from_before_the_witness_gets_one_at_its_first_start(home, whole):
    WITHOUT["witness"](home)
    assert all(check.ok for check in verify(settings(home.root)))
    Store.open(settings(home.root)).close()
    assert home.witness.read_bytes() == whole.journal


@pytest.mark.parametrize("damage", ["behind", "torn", "flipped", "emptied"])
def test_witness_that_is_behind_is_brought_up(home, whole, damage):
    data = {
        "behind": b"".join(whole.lines[:-1]),
        "torn": whole.journal[:-7],
        "flipped": whole.journal.replace("填错".encode(), "填对".encode()),
        "emptied": b"",
    }[damage]
    home.witness.write_bytes(data)
    assert all(check.ok for check in verify(settings(home.root)))
    store = Store.open(settings(home.root))
    assert store.writing_closed == ""
    store.close()
    assert home.witness.read_bytes() == whole.journal


def test_witness_of_another_home_closes_the_store_on_the_journals_figures(home, whole):
    shutil.copy(whole.other / "witness" / "journal.jsonl", home.witness)
    store = Store.open(settings(home.root))
    assert "不是这本登记簿的副本" in store.writing_closed and months(store) == whole.figures
    store.close()
    recover(settings(home.root), "李", "副本拷错")
    _usable_again(home, whole)


def test_database_of_another_home_is_set_aside_and_made_anew(home, whole):
    shutil.copy(whole.other / "board.duckdb", home.database)
    store = Store.open(settings(home.root))
    assert (store.writing_closed, months(store)) == ("", whole.figures)
    store.close()
    assert list(home.quarantine.glob("*board.duckdb"))


def test_journal_and_witness_of_another_home_do_not_outvote_archive_and_database(home, whole):
    for name in ("journal.jsonl", "witness/journal.jsonl"):
        shutil.copy(whole.other / name, home.root / name)
    store = Store.open(settings(home.root))
    assert "不是这个数据目录原来的那一本" in store.writing_closed
    assert months(store) == whole.figures
    store.close()
    recover(settings(home.root), "李", "拷错了目录")
    _usable_again(home, whole)


def test_last_database_that_knows_the_lines_is_never_set_aside(home, whole):
    MUTILATIONS["cut at a line end"](home, whole)
    WITHOUT["witness"](home)
    store = Store.open(settings(home.root))
    home.database.write_bytes(b"junk" * 9999)
    store._tables._database._drop()
    store._tables.behind, store._tables._retry_at = True, 0.0
    store._tables.ready()
    store.close()
    assert home.database.exists() and not list(home.quarantine.glob("*board.duckdb"))


def test_archive_without_journal_witness_and_database_is_no_empty_home(home, whole):
    for path in (home.journal, home.witness, home.database):
        path.unlink()
    shutil.rmtree(home.witness.parent)
    store = Store.open(settings(home.root))
    assert "4 个原件" in store.writing_closed
    with pytest.raises(WritingClosed):
        put(store, month_row(1, 1))
    store.close()
    assert not home.journal.exists() and not home.witness.exists()
    assert next(c.name for c in verify(settings(home.root)) if not c.ok) == "journal"
    with pytest.raises(StoreRefusal, match="restore-backup"):
        recover(settings(home.root), "李", "全没了")


@pytest.mark.parametrize("act", ["cut", "deleted", "exchanged"])
def test_journal_that_is_lost_while_open_closes_the_store(home, whole, act):
    store = Store.open(settings(home.root))
    if act == "exchanged":
        shutil.copy(home.journal, home.root / "new")
        (home.root / "new").replace(home.journal)
    else:
        MUTILATIONS["deleted" if act == "deleted" else "cut at a line end"](home, whole)
    why = "运行中" if act == "cut" else "换成了一份拷贝"
    with pytest.raises(WritingClosed, match=why):
        store.record("target", {}, "王")
    assert months(store) == whole.figures and why in store.writing_closed
    store.close()
    assert Store.open(settings(home.root)).close() is None


@given(length=st.integers(0, 4000), also=st.booleans(), other=st.booleans())
def test_no_prefix_of_the_journal_hides_a_line_that_a_witness_has(
    whole, home_of, length, also, other
):
    """Whatever is left, all lines that anything knows still hold, or the loss is said."""
    cut = whole.journal[: length % (len(whole.journal) + 1)]
    home_of.journal.write_bytes(cut)
    home_of.witness.write_bytes(whole.journal if not also else cut)
    standing = look(home_of, [] if other and not also else _HELD[0])
    assert [e.seq for e in standing.entries] == [1, 2, 3, 4, 5, 6]
    assert bool(standing.lost) == (len(cut) < len(whole.journal) - 1)
    assert all(e.type != UNKNOWN for e in standing.entries if e.seq != 6)


_HELD = []


@pytest.fixture(scope="module")
def home_of(whole, tmp_path_factory):
    place = Home(tmp_path_factory.mktemp("prefix"))
    place.witness.parent.mkdir()
    _HELD[:] = [held_of(Home(whole.home), Resources())]
    return place


def test_deep_looks_at_every_file_and_every_row(home, whole):
    assert {c.name for c in verify(settings(home.root), deep=True)} > {"files", "rows"}
    loose = home.root / "archive" / "ab" / ("ab" * 32 + ".xlsx")
    loose.parent.mkdir()
    loose.write_bytes(b"not what the name says")
    with duckdb.connect(str(home.database)) as connection:
        connection.execute("UPDATE diagnostics SET found = '约0.2' WHERE batch = 2 AND line = 0")
        connection.execute("DELETE FROM observations WHERE batch = 3")
        connection.execute("INSERT INTO observations (batch, line) VALUES (9, 0)")
    found = {c.name: c.detail for c in verify(settings(home.root), deep=True) if not c.ok}
    assert loose.name in found["files"]
    assert "diagnostics batch 2 line 0：found 约0.2（重建 约0.1）" in found["rows"]
    assert "observations 有 0 行，重建所得 1 行（批次 3）" in found["rows"]
    assert "observations：批次 9 没有登记" in found["rows"]
