"""Upkeep of the lake, beside readers and writers: small files merged, what nobody reads removed."""

from dataclasses import dataclass
from typing import Final

import duckdb

from chuangmo.settings import Settings
from chuangmo.store.database import Cursor, Resources, close_quietly
from chuangmo.store.errors import StoreFault, StoreRefusal
from chuangmo.store.home.paths import Home
from chuangmo.store.lake.attaching import AWAY, attached
from chuangmo.store.lake.writing import patiently

#: Long past every question that may still read a file.
_GRACE: Final = "(now() - INTERVAL 1 DAY)::TIMESTAMP"
#: Counted by DuckDB: rows of moments with a zone would need another package here.
_MERGE: Final = "SELECT count(*) FROM ducklake_merge_adjacent_files('lake')"
_REMOVE: Final = (
    f"SELECT count(*) FROM ducklake_expire_snapshots('lake', older_than => {_GRACE})",  # noqa: S608
    f"SELECT count(*) FROM ducklake_cleanup_old_files('lake', older_than => {_GRACE})",  # noqa: S608
    f"SELECT count(*) FROM ducklake_delete_orphaned_files('lake', older_than => {_GRACE})",  # noqa: S608
)
_FILES: Final = "SELECT sum(file_count)::BIGINT FROM ducklake_table_info('lake')"


@dataclass(frozen=True)
class Tidied:
    """What was done: files that the tables consist of before and after; files removed."""

    files_before: int
    files_after: int
    removed: int


def tidy(settings: Settings) -> Tidied:
    """Merge small files of all cities; remove what has been replaced for a day.

    Raises:
        StoreRefusal: the tables of this home are in no lake. StoreFault: PostgreSQL is away.
    """
    home = Home.of(settings)
    if not home.in_lake:
        raise StoreRefusal("store tidy：表不在 DuckLake 里，不用整理。")
    connection = attached(home, Resources())
    try:
        before = _count(connection, _FILES)
        patiently(lambda: connection.execute(_MERGE).fetchall())
        _, cleaned, orphans = (_count(connection, statement) for statement in _REMOVE)
        return Tidied(before, _count(connection, _FILES), cleaned + orphans)
    except duckdb.Error as error:
        raise StoreFault(f"没有整理完：{AWAY}") from error
    finally:
        close_quietly(connection)


def _count(connection: Cursor, statement: str) -> int:
    found = connection.execute(statement).fetchone()
    return int(found[0] or 0) if found else 0
