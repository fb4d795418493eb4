"""Journal lines become rows of the lake: each once, in their order, whoever applies them.

The advisory lock of the city (the journal's turn) keeps servers from doing the same work; what
proves that a line came once is the guard, a row that says how many lines the tables hold. It is
changed first in every transaction, and only from the number before.
"""

import random
import time
from collections.abc import Callable, Sequence
from typing import Final

import duckdb

from chuangmo.store.archive import Archive
from chuangmo.store.crash_points import APPENDED, arrow
from chuangmo.store.database import Cursor
from chuangmo.store.ground import Ground
from chuangmo.store.journal import JournalEntry
from chuangmo.store.replay import append_entry, staged_files, transaction
from chuangmo.store.schema import TABLES

_CONFLICTS: Final = ("conflict", "serialize", "duplicate key", "deadlock")
_TIMES: Final = 10


class Overtaken(Exception):
    """Another server applied the line meanwhile; nothing was written."""


def apply_to_lake(cursor: Cursor, entry: JournalEntry, archive: Archive, ground: Ground) -> None:
    """Append what a journal line means, in one transaction.

    Raises:
        Overtaken: the tables do not end right before this line. Else as ``replay.apply_entry``.
    """
    files = staged_files(entry, archive)
    with transaction(cursor):
        _advance(cursor, ground, entry.seq)
        append_entry(cursor, entry, files, ground)
        arrow(APPENDED)


def rewrite(
    cursor: Cursor, entries: Sequence[JournalEntry], archive: Archive, ground: Ground
) -> None:
    """Make the rows of a city anew, in one transaction: readers see the old ones until its end.

    Raises:
        As ``replay.apply_entry``; nothing was changed.
    """
    files = [staged_files(entry, archive) for entry in entries]
    with transaction(cursor):
        for table in ("guard", *(name for name in TABLES if name != "migrations")):
            words = ("DELETE FROM", ground.table(table), "WHERE", ground.where("true"))
            cursor.execute(" ".join(words), ground.named)
        for entry, named in zip(entries, files, strict=True):
            append_entry(cursor, entry, named, ground)
        if entries:
            cursor.execute(*ground.values("guard", [entries[-1].seq]))


def patiently(act: Callable[[], object]) -> None:
    """Do it again, after a moment, where another city's writing came in between.

    Raises:
        What the last of ten times raises.
    """
    for number in range(_TIMES):
        try:
            act()
        except duckdb.Error as error:
            if number + 1 == _TIMES or not _is_conflict(error):
                raise
            time.sleep(random.uniform(0.01, 0.05) * (number + 1))
        else:
            return


def _is_conflict(error: duckdb.Error) -> bool:
    return any(word in str(error).lower() for word in _CONFLICTS)


def _advance(cursor: Cursor, ground: Ground, seq: int) -> None:
    if seq == 1:
        cursor.execute(*ground.values("guard", [seq]))
        return
    words = ("UPDATE", ground.table("guard"), "SET n = $seq WHERE", ground.where("n = $seq - 1"))
    done = cursor.execute(" ".join(words), {"seq": seq} | ground.named).fetchone()
    if done != (1,):
        raise Overtaken(f"line {seq}")
