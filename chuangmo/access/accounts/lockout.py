"""Guessing is slowed down without keeping the owner out.

Every wrong try is counted three times: for its place on its account, for its address over all
accounts, for its account over all addresses. A count that reaches its limit asks for a wait of
one minute, then of two, four, eight and at most fifteen; one try is forgiven every quarter of an
hour. Who is known is not asked for the waits that strangers cause: a browser that logged in to
the account before waits for its own mistakes only, an address that did also for its own address.
"""

import math
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from pathlib import Path

from chuangmo.access.accounts.accounts import accounts_database, plain_name
from chuangmo.access.accounts.sessions import KEPT_AFTER

#: Wrong tries in a quarter of an hour after which a wait begins.
PER_PLACE, PER_ADDRESS, PER_ACCOUNT = 5, 20, 50
#: Seconds after which one try is forgiven; also the longest wait.
FORGIVEN_AFTER = 15 * 60.0
_FIRST_WAIT = 60.0
#: Seconds after an unlock in which strangers to the account need not wait for each other.
OPEN_FOR = 3600.0
#: Counts that are kept, newest first; those of existing accounts over all addresses always are.
MOST = 30_000
_PLACE, _ADDRESS, _ACCOUNT, _OPEN = "place", "address", "account", "open"
_LIMITS = {_PLACE: PER_PLACE, _ADDRESS: PER_ADDRESS, _ACCOUNT: PER_ACCOUNT}

_FORGIVEN = "delete from tries where clear <= ?"
_CAP = (
    "delete from tries where rowid <= (select max(rowid) from tries) - ? "
    "and not (kind in ('account', 'open') and name in (select name from users))"
)
_TAKE_BACK = (
    "update tries set clear = clear - ?, until = case when until = ? then 0 else until end "
    "where kind = ? and name = ? and place = ?"
)
_OF_ITS_PLACES = (
    "delete from tries where kind = 'address' and place in "
    "(select place from tries where kind = 'place' and name = ?)"
)


@dataclass(frozen=True)
class _Count:
    """One count: its key, and until when it asks for a wait (seconds since 1970; 0: not)."""

    kind: str
    name: str
    place: str
    until: float = 0.0


@dataclass(frozen=True)
class Try:
    """One try, already counted as a wrong one, or refused unseen.

    Attributes:
        allowed: whether the password may be looked at.
        wait: seconds until the next look: for a refused try what is left, for an allowed one
            what begins should it be wrong; 0 for none.
        first: the first refused one of this wait.
    """

    allowed: bool
    wait: float
    first: bool = False
    counts: tuple[_Count, ...] = ()


class Lockout:
    """Counts tries in the file, so that neither a restart nor parallel tries help.

    Args:
        clock: gives seconds since 1970.
    """

    def __init__(self, home: Path, clock: Callable[[], float] = time.time) -> None:
        self._database = accounts_database(home)
        self._clock = clock

    def begin(self, name: str, address: str, device: str = "") -> Try:
        """Count a try before it is looked at; names that nobody has are counted like others.

        Args:
            device: what the browser kept of its last login: the fingerprint of its token.
        """
        now = self._clock()
        with self._database.writing() as db:
            db.execute(_FORGIVEN, (now,))
            place = network(address)
            known = _is_known_browser(db, name, device, now)
            counts = (
                _Count(_PLACE, name, device if known else place),
                _Count(_ADDRESS, "", place),
                _Count(_ACCOUNT, name, ""),
            )
            is_open = known or _is_open(db, name) or place in _known_places(db, name, now)
            binding = (
                {_PLACE} | (set() if known else {_ADDRESS}) | (set() if is_open else {_ACCOUNT})
            )
            held = [c for c in (_held(db, count, now) for count in counts) if c.kind in binding]
            last = max(held, key=lambda count: count.until)
            if last.until:
                return Try(False, last.until - now, _first_refused(db, last))
            counted = tuple(_count(db, count, now) for count in counts)
            db.execute(_CAP, (MOST,))
        waits = [count.until - now for count in counted if count.kind in binding and count.until]
        return Try(True, max(waits, default=0.0), counts=counted)

    def succeeded(self, done: Try) -> None:
        """The password was right: the place is forgiven, the other two counts are taken back."""
        with self._database.writing() as db:
            for count in done.counts:
                key = (count.kind, count.name, count.place)
                if count.kind == _PLACE:
                    db.execute("delete from tries where kind=? and name=? and place=?", key)
                else:
                    db.execute(_TAKE_BACK, (FORGIVEN_AFTER, count.until, *key))
            db.execute(_FORGIVEN, (self._clock(),))

    def unlock(self, name: str) -> None:
        """Forget every wait that keeps the owner out, and hold back none for a while.

        That is: the counts of the account, and those of the addresses from which it was tried
        or logged in to. Afterwards strangers at other addresses cannot lock it for ``OPEN_FOR``.
        """
        plain, now = plain_name(name), self._clock()
        with self._database.writing() as db:
            db.execute("delete from tries where name = ?", (code_key(plain),))
            db.execute(_OF_ITS_PLACES, (plain,))
            for place in _known_places(db, plain, now):
                db.execute("delete from tries where kind = 'address' and place = ?", (place,))
            db.execute("delete from tries where name = ? and kind != 'address'", (plain,))
            db.execute("insert into tries values('open',?,'',?,0,0)", (plain, now + OPEN_FOR))


def code_key(name: str) -> str:
    """The name under which tries of somebody's second factor are counted: nobody's login name."""
    return f"{name} 动态口令"


def network(address: str) -> str:
    """What counts as one address: itself, or the /64 of which an IPv6 visitor has every one."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    is_six = isinstance(found, IPv6Address)
    return str(ip_network((found, 64), strict=False)) if is_six else str(found)


def wait_after(tries: int, limit: int) -> float:
    """Seconds to wait after so many wrong tries; 0 below the limit."""
    return min(_FIRST_WAIT * 2 ** min(tries - limit, 8), FORGIVEN_AFTER) if tries >= limit else 0.0


def _is_known_browser(db: sqlite3.Connection, name: str, device: str, now: float) -> bool:
    asked = "select 1 from sessions where hash = ? and name = ? and seen > ?"
    return bool(device and db.execute(asked, (device, name, now - KEPT_AFTER)).fetchone())


def _known_places(db: sqlite3.Connection, name: str, now: float) -> set[str]:
    asked = "select distinct address from sessions where name = ? and seen > ?"
    return {network(row["address"]) for row in db.execute(asked, (name, now - KEPT_AFTER))}


def _is_open(db: sqlite3.Connection, name: str) -> bool:
    asked = "select 1 from tries where kind = 'open' and name = ?"
    return db.execute(asked, (name,)).fetchone() is not None


def _row(db: sqlite3.Connection, count: _Count) -> sqlite3.Row | None:
    asked = "select clear, until from tries where kind = ? and name = ? and place = ?"
    row: sqlite3.Row | None = db.execute(asked, (count.kind, count.name, count.place)).fetchone()
    return row


def _held(db: sqlite3.Connection, count: _Count, now: float) -> _Count:
    """The count with the end of its wait; a wait that is too long shows a clock set back."""
    row = _row(db, count)
    until = row["until"] if row and now < row["until"] <= now + FORGIVEN_AFTER + 1 else 0.0
    return _Count(count.kind, count.name, count.place, until)


def _count(db: sqlite3.Connection, count: _Count, now: float) -> _Count:
    """One try more; ``clear`` is when the last of them will be forgiven."""
    row = _row(db, count)
    clear = max(row["clear"] if row else now, now) + FORGIVEN_AFTER
    limit = _LIMITS[count.kind]
    wait = wait_after(math.ceil((clear - now) / FORGIVEN_AFTER), limit)
    until = now + wait if wait else 0.0
    key = (count.kind, count.name, count.place)
    db.execute("insert or replace into tries values(?,?,?,?,?,0)", (*key, clear, until))
    return _Count(*key, until)


def _first_refused(db: sqlite3.Connection, count: _Count) -> bool:
    told = "update tries set told = 1 where kind = ? and name = ? and place = ? and not told"
    return db.execute(told, (count.kind, count.name, count.place)).rowcount == 1
