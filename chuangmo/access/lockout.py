"""Guessing is stopped: five tries an account, twenty an address, in a quarter of an hour."""

import time
from collections.abc import Callable
from pathlib import Path

from chuangmo.access.accounts import accounts_database

PER_ACCOUNT, PER_ADDRESS, WINDOW = 5, 20, 15 * 60.0


class Lockout:
    """Counts failed tries in the file, so that neither a restart nor parallel tries help.

    Args:
        clock: gives seconds since 1970.
    """

    def __init__(self, home: Path, clock: Callable[[], float] = time.time) -> None:
        self._database = accounts_database(home)
        self._clock = clock

    def try_begins(self, name: str, address: str) -> bool:
        """Count a try before it is looked at; ``False``: locked, it is not looked at at all.

        Names that nobody has are counted like others, so that nothing tells them apart.
        """
        now = self._clock()
        with self._database.writing() as db:
            db.execute("delete from attempts where at <= ? or at > ?", (now - WINDOW, now + 1))
            tries = db.execute(
                "select count(*) filter (where name=?), count(*) filter (where address=?) "
                "from attempts",
                (name, address),
            ).fetchone()
            if tries[0] >= PER_ACCOUNT or tries[1] >= PER_ADDRESS:
                return False
            db.execute("insert into attempts values(?,?,?)", (now, name, address))
        return True

    def succeeded(self, name: str) -> None:
        """The right password: the tries for this account are forgotten."""
        with self._database.writing() as db:
            db.execute("delete from attempts where name=?", (name,))
