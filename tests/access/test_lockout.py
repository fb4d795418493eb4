"""Guessing is slowed down, and nobody elsewhere keeps the owner of an account out."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chuangmo.access.accounts import lockout
from chuangmo.access.accounts.accounts import Accounts, accounts_database
from chuangmo.access.accounts.lockout import Lockout
from chuangmo.access.accounts.sessions import Sessions, fingerprint
from tests.access.requests_by_hand import Clock
from tests.access.serving import PASSWORDS

DAY, HOUR, MINUTE = 86_400, 3_600, 60
HOME, OTHERS = "192.0.2.1", ("192.0.2.2", "198.51.100.7", "2001:db8:0:1::5")
MANY = settings(
    max_examples=30, deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip


@dataclass
class Door:
    """Lockout and sessions on one file and one clock; no password is ever hashed."""

    home: Path
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        with accounts_database(self.home).writing(begin=True):
            pass
        self.sessions = Sessions(self.home, idle=1800, absolute=8 * HOUR, clock=self.clock)
        self.reopen()

    def reopen(self) -> None:
        accounts_database(self.home).close()
        accounts_database.cache_clear()
        self.lockout = Lockout(self.home, self.clock)

    def knock(
        self, name: str, address: str, right: bool = False, device: str = ""
    ) -> tuple[bool, float]:
        done = self.lockout.begin(name, address, device)
        if done.allowed and right:
            self.lockout.succeeded(done)
            self.device = fingerprint(self.sessions.begin(name, address))
        return done.allowed, done.wait

    def rows(self) -> list[tuple[str, str, str]]:
        with closing(sqlite3.connect(self.home / "accounts.sqlite")) as db:
            return db.execute("select kind, name, place from tries").fetchall()


@contextmanager
def a_door() -> Iterator[Door]:
    """In memory where there is such a folder: thousands of tries need not survive a power cut."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Door(Path(folder))
        accounts_database(Path(folder)).close()


@pytest.fixture
def place() -> Iterator[Door]:
    with a_door() as door:
        yield door


# -- against a small oracle -----------------------------------------------------------------------


@dataclass
class Oracle:
    """The same rule said with levels that sink: one try is one, a quarter of an hour takes one."""

    levels: dict[tuple[str, ...], tuple[Fraction, int]] = field(default_factory=dict)
    until: dict[tuple[str, ...], int] = field(default_factory=dict)
    known: set[tuple[str, str]] = field(default_factory=set)
    open: dict[str, int] = field(default_factory=dict)

    def level(self, key: tuple[str, ...], now: int) -> Fraction:
        level, at = self.levels.get(key, (Fraction(0), now))
        return max(Fraction(0), level - Fraction(now - at, 15 * MINUTE))

    def knock(self, name: str, address: str, right: bool, now: int) -> tuple[bool, float]:
        limits = {("place", name, address): 5, ("address", address): 20, ("account", name): 50}
        free = (name, address) in self.known or now < self.open.get(name, 0)
        asked = [key for key in limits if key[0] != "account" or not free]
        left = max(self.until.get(key, 0) - now for key in asked)
        if left > 0:
            return False, left
        before = dict(self.levels), dict(self.until)
        for key, limit in limits.items():
            self.levels[key] = (self.level(key, now) + 1, now)
            over = ceil(self.levels[key][0]) - limit
            self.until[key] = now + min(2**over, 15) * MINUTE if over >= 0 else 0
        wait = max(0, *(self.until[key] - now for key in asked))
        if right:
            self.levels, self.until = before
            self.forget(("place", name, address))
            for key in limits:
                if self.until.get(key, 0) <= now:
                    self.until.pop(key, None)
            self.known.add((name, address))
        return True, wait

    def forget(self, *keys: tuple[str, ...]) -> None:
        for key in keys:
            self.levels.pop(key, None)
            self.until.pop(key, None)

    def unlock(self, name: str, now: int) -> None:
        tried = {
            key[2] for key in self.levels if key[:2] == ("place", name) and self.level(key, now)
        }
        for address in tried | {a for n, a in self.known if n == name}:
            self.forget(("address", address), ("place", name, address))
        self.forget(("account", name))
        self.open[name] = now + HOUR


names = st.sampled_from(["wang", "zhao", "nobody", ""])
bursts = st.tuples(
    st.sampled_from(["knock"] * 8 + ["unlock", "restart"]),
    names,
    st.sampled_from([HOME, *OTHERS]),
    st.sampled_from([False] * 5 + [True]),
    st.integers(1, 14),
    st.sampled_from([0, 1, 59, 60, 61, 240, 899, 900, 901, 3600, 9000]),
)


def same_place(address: str) -> str:
    return "2001:db8:0:1::/64" if ":" in address else address


@MANY
@given(st.lists(bursts, max_size=30))
def test_every_sequence_of_tries_goes_as_the_oracle_says(
    sequence: list[tuple[str, str, str, bool, int, int]],
) -> None:
    oracle = Oracle()
    with a_door() as door:
        for what, name, address, right, times, seconds in sequence:
            door.clock.now += seconds
            now = int(door.clock.now)
            if what == "restart":
                door.reopen()
            elif what == "unlock" and name:
                door.lockout.unlock(name)
                oracle.unlock(name, now)
            else:
                for _ in range(times):
                    said = oracle.knock(name, same_place(address), right, now)
                    assert door.knock(name, address, right) == said


@MANY
@given(st.lists(bursts, max_size=15), st.sampled_from(["wang", "zhao"]))
def test_attackers_elsewhere_never_keep_the_owner_out(
    sequence: list[tuple[str, str, str, bool, int, int]], owner: str
) -> None:
    with a_door() as door:
        door.knock(owner, HOME, right=True)
        for _, name, address, right, times, seconds in sequence:
            door.clock.now += seconds
            strange = address if address != HOME else "203.0.113.9"
            for _ in range(times * 2):
                door.knock(name, strange, right and name != owner)
            assert door.knock(owner, HOME, right=True)[0]


@MANY
@given(st.lists(bursts, max_size=20))
def test_names_that_nobody_has_wait_as_accounts_do(
    sequence: list[tuple[str, str, str, bool, int, int]],
) -> None:
    with a_door() as door:
        door.knock("wang", "203.0.113.1", right=True)
        answers: dict[str, list[tuple[bool, float]]] = {"wang": [], "ghost": []}
        for _, _, address, _, times, seconds in sequence:
            door.clock.now += seconds
            for name, base in (("wang", "198.18.0."), ("ghost", "198.18.1.")):
                strange = base + str(len(address))
                answers[name] += [door.knock(name, strange) for _ in range(times)]
        assert answers["wang"] == answers["ghost"]


# -- the rules one by one -------------------------------------------------------------------------


def test_the_waits_grow_to_a_quarter_of_an_hour(place: Door) -> None:
    assert [place.knock("wang", HOME) for _ in range(5)] == [(True, 0)] * 4 + [(True, 60)]
    waits = [60.0]
    for _ in range(7):
        assert place.knock("wang", HOME, right=True) == (False, waits[-1])
        place.clock.now += waits[-1]
        waits.append(place.knock("wang", HOME)[1])
    assert [wait / 60 for wait in waits] == [1, 2, 4, 8, 8, 15, 15, 15]


def test_the_right_password_forgives_the_place_but_not_the_address(place: Door) -> None:
    """Somebody with an account of their own must not wipe out their guesses at others'."""
    for number in range(20):
        assert place.knock(f"name{number}", HOME)[0]
        if number < 19:
            assert place.knock("mallory", HOME, right=True)[0]
    assert place.knock("wang", HOME) == (False, 60)
    assert place.knock("mallory", HOME, right=True)[0] is False


def test_many_right_passwords_behind_one_address_lock_nobody(place: Door) -> None:
    assert all(place.knock(f"name{n}", HOME, right=True)[0] for n in range(60))


def test_a_browser_that_logged_in_before_is_let_in_even_behind_the_attackers_address(
    place: Door,
) -> None:
    place.knock("wang", HOME, right=True)
    for number in range(60):
        place.knock("wang", HOME)
        place.knock(f"name{number}", HOME)
    assert place.knock("wang", HOME, right=True)[0] is False
    assert place.knock("wang", HOME, right=True, device="guessed")[0] is False
    assert place.knock("zhao", HOME, right=True, device=place.device)[0] is False
    assert place.knock("wang", HOME, right=True, device=place.device)[0]


def test_a_known_browser_guesses_no_more_than_a_stranger(place: Door) -> None:
    place.knock("wang", HOME, right=True)
    tries = [place.knock("wang", OTHERS[0], device=place.device)[0] for _ in range(9)]
    assert tries == [True] * 5 + [False] * 4


def test_an_address_is_known_for_thirty_days(place: Door) -> None:
    def attacked() -> bool:
        for number in range(70):
            place.knock("wang", f"203.0.113.{number}")
        return place.knock("wang", HOME, right=True)[0]

    place.knock("wang", HOME, right=True)
    place.clock.now += 29 * DAY
    assert attacked()
    place.clock.now += 31 * DAY
    assert not attacked()
    place.lockout.unlock("WANG ")
    assert attacked()


def test_an_unlock_opens_the_addresses_from_which_the_account_was_tried(place: Door) -> None:
    for number in range(20):
        place.knock(f"name{number}", HOME)
    assert not place.knock("wang", HOME, right=True)[0]
    place.clock.now += 61
    place.knock("wang", HOME)
    assert not place.knock("wang", HOME, right=True)[0]
    place.lockout.unlock("wang")
    assert place.knock("wang", HOME, right=True)[0]


def test_every_address_of_one_network_is_one(place: Door) -> None:
    tries = [place.knock("wang", f"2001:db8:0:1::{n:x}")[0] for n in range(1, 8)]
    assert tries == [True] * 5 + [False] * 2
    assert place.knock("wang", "2001:db8:0:2::1")[0]


def test_tries_at_the_same_moment_are_counted_each(place: Door) -> None:
    with ThreadPoolExecutor(8) as pool:
        allowed = list(pool.map(lambda _: place.knock("wang", HOME)[0], range(30)))
    assert sum(allowed) == 5


def test_a_restart_forgets_nothing(place: Door) -> None:
    for _ in range(5):
        place.knock("wang", HOME)
    place.reopen()
    assert place.knock("wang", HOME, right=True) == (False, 60)


def test_a_clock_set_back_locks_nobody_for_long(place: Door) -> None:
    for _ in range(9):
        place.knock("wang", HOME)
    place.clock.now -= DAY
    assert place.knock("wang", HOME, right=True)[0]


def test_the_table_is_empty_again_and_never_grows_without_end(
    place: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lockout, "MOST", 30)
    Accounts(place.home).add("wang", "admin", PASSWORDS["wang"])
    for number in range(55):
        place.knock("wang", f"203.0.113.{number}")
    for number in range(60):
        place.knock(f"ghost{number}", f"198.18.0.{number}")
        for _ in range(3):
            place.knock(f"ghost{number}", f"198.18.0.{number}")
    rows = place.rows()
    assert len(rows) <= 31
    assert ("account", "wang", "") in rows  # no flood of others wipes out what protects an account
    assert place.knock("wang", "203.0.113.200")[0] is False
    place.clock.now += DAY
    place.knock("wang", HOME, right=True)
    assert place.rows() == []


def test_refused_tries_write_no_rows(place: Door) -> None:
    for number in range(200):
        place.knock(f"name{number}", HOME)
    assert len(place.rows()) == 1 + 20 + 20
