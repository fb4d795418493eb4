"""Which messages a person has read: HOME/messages.sqlite, for it is no decision to journal."""

import time
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from chuangmo.access.accounts.database import SqliteDatabase

FILE = "messages.sqlite"
_SCHEMA = """
create table if not exists read_marks(
    person text not null, message text not null, at real not null,
    primary key (person, message)) strict;
"""


@lru_cache(maxsize=16)
def _database(home: Path) -> SqliteDatabase:
    return SqliteDatabase(home / FILE, _SCHEMA)


def read_by(home: Path, person: str) -> set[str]:
    """Keys of the messages that a person has read.

    Raises:
        DatabaseFault: the file cannot be read.
    """
    database = _database(home)
    if not database.exists():
        return set()
    with database.reading() as db:
        found = db.execute("select message from read_marks where person = ?", [person])
        return {row["message"] for row in found}


def mark_read(home: Path, person: str, messages: Iterable[str]) -> None:
    """Keep that a person has read messages.

    Raises:
        DatabaseFault: the file cannot be written.
    """
    now = time.time()
    with _database(home).writing(begin=True) as db:
        db.executemany(
            "insert or ignore into read_marks values (?, ?, ?)",
            [(person, one, now) for one in messages],
        )
