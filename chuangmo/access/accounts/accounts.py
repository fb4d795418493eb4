"""Local accounts in HOME/accounts.sqlite: made, changed, disabled, never deleted."""

import json
import re
import sqlite3
import time
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from chuangmo.access.accounts.belonging import Belonging
from chuangmo.access.accounts.database import SqliteDatabase
from chuangmo.access.accounts.faults import UnfitAccount
from chuangmo.access.accounts.password_age import (
    SCHEMA,
    PasswordAge,
    age_of,
    former_hashes,
    keep_password,
    refuse_former,
)
from chuangmo.access.accounts.passwords import check_password, hashed, matches
from chuangmo.access.actor import ADMIN, REVIEWER, ROLES, THREE, UPLOADER
from chuangmo.identity import ensure_identity

FILE = "accounts.sqlite"
_NAME = re.compile(r"[\w.\-]{1,32}")
_SCHEMA = """
create table if not exists users(
    name text primary key, display text not null, role text not null, districts text,
    hash text not null, disabled integer not null default 0,
    created real not null, changed real not null) strict;
create table if not exists sessions(
    id text primary key, hash text not null unique, name text not null, address text not null,
    created real not null, seen real not null, ended real) strict;
create index if not exists sessions_of on sessions(name);
drop table if exists attempts;
create table if not exists tries(
    kind text not null, name text not null, place text not null,
    clear real not null, until real not null, told integer not null,
    primary key(kind, name, place)) strict;
create table if not exists data_tokens(
    id text primary key, hash text not null unique, name text not null, label text not null,
    created real not null, used real, revoked real) strict;
create table if not exists second_factors(
    name text primary key, secret text not null, step integer not null, since real) strict;
create table if not exists recovery_codes(hash text primary key, name text not null) strict;
create table if not exists half_logins(
    hash text primary key, name text not null, begun integer not null, created real not null)
    strict;
create table if not exists belongs(id text primary key) strict;
"""
_SCHEMA += SCHEMA


@dataclass(frozen=True)
class Account:
    """One person's account.

    Attributes:
        name: what is typed at login; lower case.
        districts: areas whose values an uploader or reviewer may change; ``None`` all.
        created, changed: seconds since 1970, UTC.
    """

    name: str
    display: str
    role: str
    districts: tuple[str, ...] | None
    disabled: bool
    created: float
    changed: float


@lru_cache(maxsize=16)
def accounts_database(home: Path) -> SqliteDatabase:
    """The database of accounts, sessions and tries of a home."""
    return SqliteDatabase(home / FILE, _SCHEMA)


@lru_cache(maxsize=16)
def belonging(home: Path) -> Belonging:
    """What this process knows of the accounts of a home, whoever asks."""
    return Belonging(home, accounts_database(home))


def plain_name(text: str) -> str:
    """A user name as it is kept: NFKC, without spaces around, lower case."""
    return unicodedata.normalize("NFKC", text).strip().lower()


class Accounts:
    """The accounts of one home.

    Args:
        home: the folder of ``accounts.sqlite``.
        clock: gives seconds since 1970.
    """

    def __init__(self, home: Path, clock: Callable[[], float] = time.time) -> None:
        self._home, self._database = home, accounts_database(home)
        self._belonging = belonging(home)
        self._clock = clock

    def any(self) -> bool:
        """Whether an account was ever made; without one the board is in 单机模式.

        Raises:
            AccountsLost: there were accounts, and they are gone or another home's.
            DatabaseFault: they cannot be read.
        """
        return self._belonging.has_accounts()

    def has_admin(self) -> bool:
        """Whether somebody can administer the board: an administrator, or the three."""
        return _administered({a.role for a in self.all() if not a.disabled})

    def all(self) -> list[Account]:
        """Every account, disabled ones too, by name."""
        if not self._database.exists():
            return []
        with self._database.reading() as db:
            return [_account(row) for row in db.execute("select * from users order by name")]

    def find(self, name: str) -> Account | None:
        """The account of that name."""
        if not self._database.exists():
            return None
        with self._database.reading() as db:
            row = db.execute("select * from users where name=?", (plain_name(name),)).fetchone()
        return _account(row) if row else None

    def add(
        self,
        name: str,
        role: str,
        password: str,
        *,
        districts: tuple[str, ...] | None = None,
        display: str = "",
        anew: bool = False,
        given: bool = False,
        disabled: bool = False,
    ) -> Account:
        """Make an account; the first one of a home must be an administrator.

        Args:
            anew: begin anew where the accounts of the home are lost.
            given: the password is not of the owner's choice. disabled: it waits to be enabled.

        Raises:
            UnfitAccount: name, role, districts or password do not do, or the name is taken.
            AccountsLost: the home had accounts, they are gone, and ``anew`` is not said.
        """
        plain = plain_name(name)
        if not _NAME.fullmatch(plain):
            raise UnfitAccount(
                f"用户名“{name}”不能用：应为 1 到 32 个字母、数字、汉字或 . _ -，中间没有空格。"
            )
        _check_role(role, districts)
        check_password(password, plain)
        if not anew:
            self.any()
        ensure_identity(self._home)
        kept, now = hashed(password), self._clock()
        with self._database.writing(begin=True) as db:
            first = not db.execute("select 1 from users limit 1").fetchone()
            if role != ADMIN and first:
                raise UnfitAccount("第一个账号必须是管理员（--role admin），否则没有人能管理看板。")
            if db.execute("select 1 from users where name=?", (plain,)).fetchone():
                raise UnfitAccount(f"用户“{plain}”已经有了。账号不删除，停用的可以重新启用。")
            db.execute(
                "insert into users values(?,?,?,?,?,?,?,?)",
                (
                    plain, display.strip() or plain, role, _text(districts), kept, int(disabled),
                    now, now,
                ),
            )  # fmt: skip
            keep_password(db, plain, kept, now, given)
            if first:
                self._belonging.begin(db)
        return self.known(plain)

    def set_role(self, name: str, role: str, districts: tuple[str, ...] | None = None) -> Account:
        """Give another role; every session of the person ends, so that no old right lives on.

        Raises:
            UnfitAccount: no such account, no such role, or nobody would administer the board.
        """
        _check_role(role, districts)
        plain = self.known(name).name
        with self._database.writing() as db:
            db.execute(
                "update users set role=?, districts=?, changed=? where name=?",
                (role, _text(districts), self._clock(), plain),
            )
            _need_admin(db)
            self._end_sessions(db, plain)
        return self.known(plain)

    def rename_districts(self, names: Mapping[str, str]) -> list[str]:
        """Let those who may change the values of a district go on once it has another name.

        Sessions go on too: it is the same district.

        Args:
            names: old name to new one.

        Returns:
            The accounts concerned.
        """
        found = []
        for one in self.all():
            now = tuple(dict.fromkeys(names.get(name, name) for name in one.districts or ()))
            if one.districts is not None and now != one.districts:
                with self._database.writing() as db:
                    db.execute("update users set districts=? where name=?", (_text(now), one.name))
                found.append(one.name)
        return found

    def set_disabled(self, name: str, disabled: bool) -> Account:
        """Stop or reopen an account; stopping ends its sessions and data tokens at once.

        Raises:
            UnfitAccount: no such account, or nobody would administer the board.
        """
        plain = self.known(name).name
        with self._database.writing() as db:
            db.execute(
                "update users set disabled=?, changed=? where name=?",
                (int(disabled), self._clock(), plain),
            )
            if disabled:
                db.execute(
                    "update data_tokens set revoked=? where name=? and revoked is null",
                    (self._clock(), plain),
                )
            _need_admin(db)
            self._end_sessions(db, plain)
        return self.known(plain)

    def set_password(
        self,
        name: str,
        password: str,
        *,
        old: str | None = None,
        given: bool = False,
        history: int = 0,
    ) -> Account:
        """Keep a new password; every session of the person ends.

        Args:
            old: the present password, where its owner changes it; ``None``: set by an admin.
            given: it is not of the owner's choice. history: how many former ones may not come.

        Raises:
            UnfitAccount: no such account, a wrong old password, or an unfit new one.
        """
        account = self.known(name)
        if old is not None and not self.password_is(account.name, old):
            raise UnfitAccount("原密码不对。请重新输入。")
        check_password(password, account.name)
        if self.password_is(account.name, password):
            raise UnfitAccount("新密码与原密码相同。请换一个密码。")
        with self._database.reading() as db:
            former = former_hashes(db, account.name, history)
        refuse_former(former, password)
        kept, now = hashed(password), self._clock()
        with self._database.writing() as db:
            db.execute(
                "update users set hash=?, changed=? where name=?",
                (kept, now, account.name),
            )
            keep_password(db, account.name, kept, now, given)
            self._end_sessions(db, account.name)
        return self.known(account.name)

    def password_is(self, name: str, password: str) -> bool:
        """Compare a password; takes as long for a name that nobody has, and for a disabled one."""
        kept = None
        if self._database.exists():
            with self._database.reading() as db:
                row = db.execute(
                    "select hash from users where name=? and not disabled", (plain_name(name),)
                ).fetchone()
            kept = str(row["hash"]) if row else None
        return matches(kept, password[: 8 * 1024])

    def password_age(self, name: str) -> PasswordAge | None:
        """Of the present password; none: nobody has the name."""
        with self._database.reading() as db:
            return age_of(db, plain_name(name))

    def end_sessions(self, name: str) -> None:
        """Log a person out everywhere."""
        with self._database.writing() as db:
            self._end_sessions(db, plain_name(name))

    def known(self, name: str) -> Account:
        """The account of that name.

        Raises:
            UnfitAccount: there is none.
        """
        found = self.find(name)
        if found is None:
            raise UnfitAccount(f"没有用户“{name}”。请用 user list 查看已有的账号。")
        return found

    def _end_sessions(self, db: sqlite3.Connection, name: str) -> None:
        db.execute(
            "update sessions set ended=? where name=? and ended is null", (self._clock(), name)
        )


def _account(row: sqlite3.Row) -> Account:
    districts = None if row["districts"] is None else tuple(json.loads(row["districts"]))
    return Account(
        row["name"], row["display"], row["role"], districts, bool(row["disabled"]),
        row["created"], row["changed"],
    )  # fmt: skip


def _text(districts: tuple[str, ...] | None) -> str | None:
    return None if districts is None else json.dumps(list(districts), ensure_ascii=False)


def _check_role(role: str, districts: tuple[str, ...] | None) -> None:
    if role not in ROLES:
        raise UnfitAccount(f"没有角色“{role}”。可选：{'、'.join(ROLES)}。")
    if districts is not None and role not in (UPLOADER, REVIEWER):
        raise UnfitAccount("只有上传（uploader）和审核（reviewer）可以限定区县。")
    if districts == ():
        raise UnfitAccount("没有写区县。请至少写一个区县；不限定区县时不要写 --district。")


def _need_admin(db: sqlite3.Connection) -> None:
    rows = db.execute("select distinct role from users where not disabled").fetchall()
    if not _administered({str(row["role"]) for row in rows}):
        raise UnfitAccount(
            "这是最后一个管理员，停用或降级后没有人能管理看板。请先设另一个管理员"
            "（三员分立的，系统、安全、审计管理各要有一个在用）。"
        )


def _administered(roles: set[str]) -> bool:
    """Whether people of these roles together can do all that an administrator can."""
    return ADMIN in roles or roles.issuperset(THREE)
