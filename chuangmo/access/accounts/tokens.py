"""Tokens for the data addresses: made by a person, shown once, kept as a fingerprint, revoked."""

import logging
import secrets
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from chuangmo.access.accounts.accounts import accounts_database, plain_name
from chuangmo.access.accounts.database import DatabaseFault
from chuangmo.access.accounts.faults import UnfitAccount
from chuangmo.access.accounts.sessions import fingerprint

_log = logging.getLogger(__name__)
#: So many of one person live at the same time.
MOST = 10
#: Begins every token, so that one that leaked somewhere is known for what it is.
PREFIX = "cmd_"
_TOUCH_EVERY = 60.0  # seconds: not every use is written down
_LONGEST_LABEL = 60


@dataclass(frozen=True)
class DataToken:
    """One token, without what opens.

    Attributes:
        id: names it on pages and in the audit; worthless as a token.
        name: whose account it is. label: what it is for, in the owner's words.
        created, used, revoked: seconds since 1970; ``None``: never.
    """

    id: str
    name: str
    label: str
    created: float
    used: float | None
    revoked: float | None


class DataTokens:
    """The tokens of one home; every question reads the file, so that a revocation holds at once.

    Args:
        home: the folder of the accounts.
        clock: gives seconds since 1970.
    """

    def __init__(self, home: Path, clock: Callable[[], float] = time.time) -> None:
        self._database, self._clock = accounts_database(home), clock

    def make(self, name: str, label: str) -> tuple[DataToken, str]:
        """A new token of an account, and its text, which is kept nowhere.

        Raises:
            UnfitAccount: the label does not do, or the person has too many already.
        """
        words = " ".join(label.split())
        if not words or len(words) > _LONGEST_LABEL:
            raise UnfitAccount(f"请写明令牌的用途（1 至 {_LONGEST_LABEL} 字），例如“省平台取数”。")
        plain, text = plain_name(name), PREFIX + secrets.token_urlsafe(32)
        made = DataToken(secrets.token_hex(6), plain, words, self._clock(), None, None)
        with self._database.writing() as db:
            living = db.execute(
                "select count(*) from data_tokens where name=? and revoked is null", (plain,)
            ).fetchone()[0]
            if living >= MOST:
                raise UnfitAccount(f"每人至多 {MOST} 个有效的令牌。请先作废不用的。")
            db.execute(
                "insert into data_tokens values(?,?,?,?,?,null,null)",
                (made.id, fingerprint(text), made.name, made.label, made.created),
            )
        return made, text

    def all(self, name: str | None = None) -> list[DataToken]:
        """Every token, of one person or all, newest first; revoked ones too."""
        rows = self._rows("select * from data_tokens order by created desc, rowid desc", ())
        return [_token(row) for row in rows if name in (None, row["name"])]

    def find(self, identity: str) -> DataToken | None:
        """The token of that id."""
        rows = self._rows("select * from data_tokens where id=?", (identity,))
        return _token(rows[0]) if rows else None

    def revoke(self, identity: str) -> None:
        """End a token for good."""
        with self._database.writing() as db:
            db.execute(
                "update data_tokens set revoked=? where id=? and revoked is null",
                (self._clock(), identity),
            )

    def of_text(self, text: str) -> DataToken | None:
        """The living token of a text; asking is noted as its last use."""
        if not text.startswith(PREFIX):
            return None
        rows = self._rows(
            "select t.* from data_tokens t join users u on u.name = t.name "
            "where t.hash=? and t.revoked is null and not u.disabled",
            (fingerprint(text),),
        )
        if not rows:
            return None
        found = _token(rows[0])
        if found.used is None or self._clock() - found.used > _TOUCH_EVERY:
            self._touch(found)
        return found

    def _touch(self, found: DataToken) -> None:
        try:
            with self._database.writing() as db:
                db.execute("update data_tokens set used=? where id=?", (self._clock(), found.id))
        except DatabaseFault as fault:  # a full disk throws nobody out who only reads
            _log.warning("the use of a token cannot be written down: %s", fault)

    def _rows(self, query: str, values: tuple[str, ...]) -> list[sqlite3.Row]:
        """What a question finds; nothing in a home that was made before there were tokens."""
        if not self._database.exists():
            return []
        with self._database.reading() as db:
            known = db.execute("select 1 from sqlite_master where name='data_tokens'").fetchone()
            return db.execute(query, values).fetchall() if known else []


def _token(row: sqlite3.Row) -> DataToken:
    return DataToken(
        row["id"], row["name"], row["label"], row["created"], row["used"], row["revoked"]
    )
