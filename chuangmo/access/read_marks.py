"""Which messages a person has read or got by mail, in HOME/messages.sqlite: nothing to journal."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from chuangmo.access.accounts.database import SqliteDatabase

FILE = "messages.sqlite"
_SCHEMA = """
create table if not exists read_marks(
    person text not null, message text not null, at real not null,
    primary key (person, message)) strict;
create table if not exists mailed(
    person text not null, day text not null, at real not null, fault text not null,
    primary key (person, day)) strict;
"""


@dataclass(frozen=True)
class Mailed:
    """What became of a person's digest of a day; ``fault``: why it was not sent, else empty."""

    person: str
    day: str
    at: float
    fault: str


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


def mailed(home: Path) -> list[Mailed]:
    """The last digest of every person, whether it was sent or not.

    Raises:
        DatabaseFault: the file cannot be read.
    """
    database = _database(home)
    if not database.exists():
        return []
    with database.writing() as db:  # makes the table where an older version made the file
        found = db.execute("select person, max(day) as day, at, fault from mailed group by person")
        return [Mailed(row["person"], row["day"], row["at"], row["fault"]) for row in found]


def note_mailed(home: Path, person: str, day: str, fault: str = "") -> None:
    """Keep what became of a person's digest of a day.

    Raises:
        DatabaseFault: the file cannot be written.
    """
    with _database(home).writing(begin=True) as db:
        row = [person, day, time.time(), fault]
        db.execute("insert or replace into mailed values (?, ?, ?, ?)", row)
