"""Journal and archive move: from the home to PostgreSQL and a shared folder, and back; tables too.

Everything is copied and compared first; the switch is one small file, written last. Cut short
before it, the home is where it was, and the next attempt goes on with what is there already.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from chuangmo.identity import read_identity
from chuangmo.settings import Settings
from chuangmo.store.archive import Archive
from chuangmo.store.copies.deep import named_files
from chuangmo.store.database import Resources, close_quietly, connect
from chuangmo.store.durable import why_not
from chuangmo.store.errors import JournalBroken, StoreFault, StoreRefusal
from chuangmo.store.home.paths import Home
from chuangmo.store.home.place import IN_HOME, SharedPlace, asked_place, record_place
from chuangmo.store.journal import JournalEntry, continuing
from chuangmo.store.lake.remaking import filled
from chuangmo.store.postgres.journal import MOVED
from chuangmo.store.postgres.table import Away, Busy, JournalTable, Outrun
from chuangmo.store.rebuild import build, made_anew, summary
from chuangmo.store.store import Store


@dataclass(frozen=True)
class Moved:
    """Where journal and archive are now.

    Attributes:
        store: as ``CHUANGMO_STORE`` has it. archive: the folder of the originals.
        entries: lines of the journal. copied: files that were not there yet.
        sha256: the logical checksum, the same before and after.
    """

    store: str
    archive: str
    entries: int
    copied: int
    sha256: str


def show_place(settings: Settings) -> dict[str, str]:
    """Where journal and archive of a home are; ``UnfitHome`` as ``place_of``."""
    home = Home.of(settings)
    return {
        "store": home.place.url if home.place else IN_HOME,
        "archive": str(home.archive.root),
        "database": str(home.place.lake if home.place and home.place.lake else home.database),
    }


def move(settings: Settings, to: str, archive: Path | None, actor: str, lake: str = "") -> Moved:
    """Move journal, archive and tables of a home that nobody has open.

    Args:
        to: ``file``, ``postgres:service=NAME`` or ``ducklake:postgres:service=NAME``.
        archive: the shared folder, for the latter two; where the home has one already, that.
        lake: the shared folder of the tables, for the last.
        settings: what the environment says of the store is not asked, for it may be ahead.

    Raises:
        UnfitHome: ``to`` or the folder do not do. StoreHeld: a board has the home open.
        StoreRefusal: it is there already, or another journal of this city is.
        WritingClosed: the journal cannot be written now.
        StoreFault: something could not be copied, or differs afterwards; nothing was switched.
    """
    settings = replace(settings, store="", archive=None, lake="")  # the home knows where it is
    home = Home.of(settings)
    here = home.place
    target = asked_place(to, archive or (here.archive if here else None), settings.city, lake)
    if (home.place.url if home.place else IN_HOME) == (target.url if target else IN_HOME):
        raise StoreRefusal(f"登记簿已经在 {to}，不必搬。")
    store = Store.open(settings)
    try:
        if target is not None and here is not None and target.service == here.service:
            return _other_tables(home, store, replace(here, lake=target.lake))
        if target is not None:
            return _to_postgres(home, store, target, actor)
        return _to_home(home, store, actor)
    except OSError as error:
        raise StoreFault(
            f"没有搬：写不进去（{why_not(error, home.root)}）。请检查磁盘和权限后再搬一次。"
        ) from error
    finally:
        store.close()


def _to_postgres(home: Home, store: Store, target: SharedPlace, actor: str) -> Moved:
    table = JournalTable(target.service, target.city)
    there = Archive(target.archive, shared=True)
    try:
        with store.undisturbed():
            table.lock()
            _standing_there(table, store.entries())
            copied = _copy(store.entries(), home.archive, there)
            if not _last_moved(store.entries(), target.url):
                _say(home, store, target.url, actor)
            entries = store.entries()
            table.insert(entries[len(_standing_there(table, entries)) :])
            copy = _standing_there(table, entries)
            sha256 = _compared(store, copy, there)
            _fill_lake(store, replace(home, place=target), copy)
            record_place(home.root, target)
    except Busy as error:
        raise StoreFault("没有搬：另一台服务器正在写入。请稍后再搬一次。") from error
    except (Away, Outrun) as error:
        words = str(error) or "PostgreSQL：刚刚有别的登记写了进去"
        raise StoreFault(f"没有搬：{words}。处理后再搬一次，会接着做完。") from error
    finally:
        table.close()
    return Moved(target.url, str(target.archive), len(entries), copied, sha256)


def _other_tables(home: Home, store: Store, target: SharedPlace) -> Moved:
    """The journal stays in PostgreSQL; this server takes its figures from other tables."""
    with store.undisturbed():
        entries = store.entries()
        sha256 = _compared(store, entries, home.archive)
        _fill_lake(store, replace(home, place=target), entries)
        _fill_file(home, entries)
        record_place(home.root, target)
    return Moved(target.url, str(target.archive), len(entries), 0, sha256)


def _fill_lake(store: Store, there: Home, entries: list[JournalEntry]) -> None:
    """Make the city's rows in the lake, if that is where they go; they must be the open store's.

    Raises:
        StoreFault: they differ afterwards, or cannot be made.
    """
    if there.in_lake:
        with filled(there, entries, Resources()) as connection:
            _require_same(store, entries, summary(connection).sha256)


def _to_home(home: Home, store: Store, actor: str) -> Moved:
    here = Archive(home.root)
    if not _last_moved(store.entries(), IN_HOME, home):
        with store.undisturbed():
            copied = _copy(store.entries(), home.archive, here)
            _compared(store, store.entries(), here)
            _say(home, store, IN_HOME, actor)
    else:  # an earlier attempt closed the other servers and was cut short
        copied = _copy(store.entries(), home.archive, here)
    sha256 = _compared(store, store.entries(), here)
    _fill_file(home, store.entries())
    record_place(home.root, None)
    return Moved(IN_HOME, str(home.root), len(store.entries()), copied, sha256)


def _say(home: Home, store: Store, to: str, actor: str) -> None:
    """The line by which other servers know that this journal went elsewhere."""
    identity = read_identity(home.root)
    store.record(MOVED, {"to": to, "home": identity.home if identity else ""}, actor)


def _last_moved(entries: Sequence[JournalEntry], to: str, by: Home | None = None) -> bool:
    """Whether the last line says that the journal moved there (from this very home)."""
    if not entries or entries[-1].type != MOVED:
        return False
    payload = entries[-1].body["payload"]
    identity = read_identity(by.root) if by else None
    return payload["to"] == to and (identity is None or payload["home"] == identity.home)


def _standing_there(table: JournalTable, entries: Sequence[JournalEntry]) -> list[JournalEntry]:
    """The lines of this journal that PostgreSQL has.

    Raises:
        StoreRefusal: it has lines of this city that are not ours.
    """
    try:
        found = continuing([], [line for _, line in table.lines(1)])
    except JournalBroken as error:
        raise StoreFault(
            f"没有搬：PostgreSQL 里这个城市的登记簿断了（{error.said}）。请数据库管理员核对。"
        ) from error
    same = [one.sha256 for one in found] == [one.sha256 for one in entries[: len(found)]]
    if not same or len(found) > len(entries):
        raise StoreRefusal(
            "没有搬：PostgreSQL 里已有这个城市的另一本登记簿，不能与这一本并在一起。"
            "请核对服务名和城市。"
        )
    return found


def _copy(entries: list[JournalEntry], source: Archive, target: Archive) -> int:
    return sum(target.take(path, sha, source) for path, sha in named_files(entries).items())


def _compared(store: Store, entries: list[JournalEntry], archive: Archive) -> str:
    """The checksum of a database made of what was copied, which must be that of the open one."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder).resolve()
        built = build(place / "moved.duckdb", archive, entries, Resources())
        connection = connect(built, place, Resources())
        try:
            found = summary(connection).sha256
        finally:
            close_quietly(connection)
    _require_same(store, entries, found)
    return found


def _fill_file(home: Home, entries: list[JournalEntry]) -> None:
    """Make the database file of a home that comes from the lake; one of earlier days is behind."""
    if home.in_lake:
        made_anew(home, entries, Resources())


def _require_same(store: Store, entries: list[JournalEntry], found: str) -> None:
    if found != store.summary().sha256 or len(entries) != len(store.entries()):
        raise StoreFault("没有搬：搬过去的数据重建出来与原来的不同，原处没有改动。请报告。")
