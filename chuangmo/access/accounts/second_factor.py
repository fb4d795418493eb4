"""The second factor: codes by the clock (TOTP, RFC 6238), and codes for who lost the telephone.

The secret must be read to check a code, so it stands in ``accounts.sqlite`` as it is, a file that
only its owner reads; recovery codes and half-finished logins are kept as fingerprints.
"""

import hmac
import secrets
import sqlite3
import time
import unicodedata
from base64 import b32decode, b32encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from chuangmo.access.accounts.accounts import accounts_database, plain_name
from chuangmo.access.accounts.faults import UnfitAccount
from chuangmo.access.accounts.sessions import fingerprint

#: RFC 6238: a new code every so many seconds, of so many digits, from HMAC-SHA-1 of 160 bits.
STEP, DIGITS = 30, 6
_SECRET_BYTES = 20
#: Steps by which the telephone's clock may be ahead or behind.
_DRIFT = 1
RECOVERY_CODES = 8
_RECOVERY_BYTES = 10
#: Seconds between password and code.
HALF_LIVES = 300.0
_ISSUER = "创模看板"


@dataclass(frozen=True)
class Half:
    """A login whose password was right.

    Attributes:
        begun: seq of the audit line that says so.
    """

    name: str
    begun: int


def code_at(secret: str, seconds: float) -> str:
    """The code of a moment, seconds since 1970 (RFC 6238 with RFC 4226, 5.3).

    Args:
        secret: base32.
    """
    counter = int(seconds // STEP).to_bytes(8, "big")
    digest = hmac.digest(b32decode(secret), counter, "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def otpauth(name: str, secret: str) -> str:
    """The address that programs on telephones take a secret from."""
    told = {"secret": secret, "issuer": _ISSUER, "digits": DIGITS, "period": STEP}
    return f"otpauth://totp/{quote(f'{_ISSUER}:{name}')}?{urlencode(told)}"


class SecondFactors:
    """Who uses codes; every question reads the file.

    Args:
        home: the folder of the accounts.
        clock: gives seconds since 1970.
    """

    def __init__(self, home: Path, clock: Callable[[], float] = time.time) -> None:
        self._database, self._clock = accounts_database(home), clock

    def users(self) -> frozenset[str]:
        """Names of the accounts that log in with a code."""
        if not self._database.exists():
            return frozenset()
        with self._database.reading() as db:
            known = db.execute("select 1 from sqlite_master where name='second_factors'").fetchone()
            if not known:  # a home that an earlier version wrote last
                return frozenset()
            rows = db.execute("select name from second_factors where since is not null").fetchall()
        return frozenset(str(row["name"]) for row in rows)

    def is_on(self, name: str) -> bool:
        """Whether an account logs in with a code."""
        return plain_name(name) in self.users()

    def begin(self, name: str) -> str:
        """A secret for an account, in force once :meth:`confirm` has seen a code of it.

        Raises:
            UnfitAccount: the account has one already.
        """
        secret = b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()
        with self._database.writing() as db:
            if _row(db, name, confirmed=True) is not None:
                raise UnfitAccount("已经开通了动态口令。要换手机，请先关闭，再重新开通。")
            db.execute(
                "insert or replace into second_factors values(?,?,0,null)",
                (plain_name(name), secret),
            )
        return secret

    def confirm(self, name: str, code: str) -> tuple[str, ...]:
        """Turn codes on; the recovery codes, which are kept nowhere.

        Raises:
            UnfitAccount: nothing was begun, or the code is not that of now.
        """
        made = tuple(_grouped(secrets.token_bytes(_RECOVERY_BYTES)) for _ in range(RECOVERY_CODES))
        with self._database.writing() as db:
            row = _row(db, name, confirmed=False)
            if row is None:
                raise UnfitAccount("还没有开始，或已在别处开通。请重新打开这一页。")
            if not self._use_code(db, row, _typed(code)):
                raise UnfitAccount(
                    "动态口令不对。请填手机上现在的 6 位数字；手机的时间要准（设为自动）。"
                )
            db.execute(
                "update second_factors set since=? where name=?", (self._clock(), row["name"])
            )
            db.execute("delete from recovery_codes where name=?", (row["name"],))
            db.executemany(
                "insert into recovery_codes values(?,?)",
                [(fingerprint(_typed(one)), row["name"]) for one in made],
            )
        return made

    def use(self, name: str, code: str) -> str:
        """Use a code or a recovery code up; what it was, for the audit; empty: it was wrong."""
        typed = _typed(code)
        with self._database.writing() as db:
            row = _row(db, name, confirmed=True)
            if row is None:
                return ""
            if self._use_code(db, row, typed):
                return "动态口令"
            key = (fingerprint(typed), row["name"])
            used = db.execute("delete from recovery_codes where hash=? and name=?", key)
            if used.rowcount != 1:
                return ""
            left = db.execute("select count(*) from recovery_codes where name=?", (row["name"],))
            return f"恢复码，还剩 {left.fetchone()[0]} 个"

    def end(self, name: str) -> None:
        """Turn codes off; the secret and what is left of the recovery codes are forgotten."""
        with self._database.writing() as db:
            for table in ("second_factors", "recovery_codes", "half_logins"):
                db.execute(f"delete from {table} where name=?", (plain_name(name),))  # noqa: S608 - names of ours

    def begin_half(self, name: str, begun: int) -> str:
        """A login waits for its code; its token."""
        token, now = secrets.token_urlsafe(32), self._clock()
        with self._database.writing() as db:
            db.execute("delete from half_logins where created < ?", (now - HALF_LIVES,))
            db.execute(
                "insert into half_logins values(?,?,?,?)", (fingerprint(token), name, begun, now)
            )
        return token

    def half(self, token: str) -> Half | None:
        """The login that waits, of a token; none: there is none, or it waited too long."""
        if not token or not self._database.exists():
            return None
        now = self._clock()
        with self._database.writing() as db:
            row = db.execute(
                "select h.* from half_logins h join users u on u.name = h.name where h.hash=? "
                "and not u.disabled and h.created between ? and ?",
                (fingerprint(token), now - HALF_LIVES, now + HALF_LIVES),
            ).fetchone()
        return Half(row["name"], row["begun"]) if row else None

    def end_half(self, token: str) -> None:
        """It waits no more."""
        with self._database.writing() as db:
            db.execute("delete from half_logins where hash=?", (fingerprint(token),))

    def _use_code(self, db: sqlite3.Connection, row: sqlite3.Row, typed: str) -> bool:
        """Whether it is a code of now; none is taken twice, nor one older than the last."""
        now, found = int(self._clock() // STEP), 0
        for step in range(now - _DRIFT, now + _DRIFT + 1):
            right = hmac.compare_digest(code_at(row["secret"], step * STEP), typed)
            found = step if right and step > row["step"] else found
        if found:
            db.execute("update second_factors set step=? where name=?", (found, row["name"]))
        return bool(found)


def _row(db: sqlite3.Connection, name: str, *, confirmed: bool) -> sqlite3.Row | None:
    state = "is not null" if confirmed else "is null"
    asked = f"select * from second_factors where name=? and since {state}"  # noqa: S608 - of ours
    row: sqlite3.Row | None = db.execute(asked, (plain_name(name),)).fetchone()
    return row


def _grouped(drawn: bytes) -> str:
    text = b32encode(drawn).decode().lower()
    return "-".join(text[n : n + 4] for n in range(0, len(text), 4))


def _typed(code: str) -> str:
    """As typed by a person: full-width digits, spaces and dashes do not matter."""
    plain = unicodedata.normalize("NFKC", code[:64]).lower()
    text = "".join(one for one in plain if one.isalnum())
    return text if text.isascii() else ""
