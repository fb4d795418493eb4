"""Sessions: a random token for the browser, its fingerprint here, ended at once when revoked."""

import hashlib
import logging
import secrets
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from chuangmo.access.accounts.accounts import accounts_database
from chuangmo.access.accounts.database import DatabaseFault

_log = logging.getLogger(__name__)
_TOUCH_EVERY = 30.0  # seconds: not every frame is written down
_CLOCK_SLACK = 300.0  # seconds that the clock may be set back before sessions end
#: Seconds that a login is remembered after its last sign of life, ended or not.
KEPT_AFTER = 30 * 86400.0
#: Begins the id of a login that came through the office's own sign-on.
SIGNED_ON = "sso:"
_LIVE = (
    "select s.* from sessions s join users u on u.name = s.name "
    "where not u.disabled and s.ended is null"
)

_GIVES_WAY = (
    "update sessions set ended=:now where name=:name and ended is null and rowid not in "
    "(select rowid from sessions where name=:name and ended is null "
    "order by created desc, rowid desc limit :most)"
)


@dataclass(frozen=True)
class Session:
    """One login.

    Attributes:
        id: names the login inside the server; worthless as a token.
        name: whose login it is. address: where it was last seen from.
    """

    id: str
    name: str
    address: str

    @property
    def signed_on(self) -> bool:
        """Whether it came through the office's own sign-on."""
        return self.id.startswith(SIGNED_ON)


class Sessions:
    """The logins of one home; every question reads the file, so that a revocation holds at once.

    Args:
        idle, absolute: seconds without a sign of life, and altogether, after which one ends.
        most: logins of one person that live at the same time; the oldest gives way.
        clock: gives seconds since 1970.
    """

    def __init__(
        self,
        home: Path,
        *,
        idle: float,
        absolute: float,
        most: int = 10,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._database = accounts_database(home)
        self._idle, self._absolute, self._clock = idle, absolute, clock
        self._most = most

    @property
    def absolute(self) -> float:
        """Longest life of a session in seconds."""
        return self._absolute

    def begin(self, name: str, address: str, *, signed_on: bool = False) -> str:
        """A new session; its token, which is kept nowhere but in the visitor's cookie.

        Args:
            signed_on: it comes through the office's own sign-on.
        """
        token, now = secrets.token_urlsafe(32), self._clock()
        identity = (SIGNED_ON if signed_on else "") + secrets.token_hex(12)
        row = (identity, fingerprint(token), name, address, now, now)
        with self._database.writing() as db:
            db.execute("delete from sessions where seen < ?", (now - KEPT_AFTER,))
            db.execute("insert into sessions values(?,?,?,?,?,?,null)", row)
            db.execute(_GIVES_WAY, {"now": now, "name": name, "most": self._most})
        return token

    def of_token(self, token: str, address: str = "") -> Session | None:
        """The living session of a token; being asked for is its sign of life."""
        return self._living("s.hash", fingerprint(token), address) if token else None

    def of_id(self, identity: str) -> Session | None:
        """The living session of that id, as the server passes it to the pages."""
        return self._living("s.id", identity, "") if identity else None

    def end(self, token: str) -> None:
        """Log out."""
        with self._database.writing() as db:
            db.execute(
                "update sessions set ended=? where hash=? and ended is null",
                (self._clock(), fingerprint(token)),
            )

    def count(self, name: str) -> int:
        """How many sessions of a person live."""
        with self._database.reading() as db:
            rows = db.execute(_LIVE + " and s.name=?", (name,)).fetchall()
        return sum(self._in_time(row) for row in rows)

    def _living(self, column: str, value: str, address: str) -> Session | None:
        if not self._database.exists():
            return None
        with self._database.reading() as db:
            row = db.execute(f"{_LIVE} and {column}=?", (value,)).fetchone()
        if row is None or not self._in_time(row):
            return None
        self._touch(row, address)
        return Session(row["id"], row["name"], address or row["address"])

    def _in_time(self, row: sqlite3.Row) -> bool:
        now = self._clock()
        fresh = row["seen"] > now - self._idle and row["created"] > now - self._absolute
        return fresh and row["seen"] <= now + _CLOCK_SLACK

    def _touch(self, row: sqlite3.Row, address: str) -> None:
        now = self._clock()
        if now - row["seen"] < _TOUCH_EVERY and address in ("", row["address"]):
            return
        try:
            with self._database.writing() as db:
                db.execute(
                    "update sessions set seen=?, address=? where id=? and ended is null",
                    (now, address or row["address"], row["id"]),
                )
        except DatabaseFault as fault:  # a full disk throws nobody out who only reads
            _log.warning("a sign of life cannot be written down: %s", fault)


def fingerprint(token: str) -> str:
    """SHA-256 of a token: all that the server keeps of it."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
