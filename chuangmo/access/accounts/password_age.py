"""Since when a password is used, who set it, which were used before; when it must be changed."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from chuangmo.access.accounts.faults import UnfitAccount
from chuangmo.access.accounts.passwords import matches

#: Beside the accounts; one made by an earlier version has it from its next change on.
SCHEMA = """
create table if not exists passwords(
    name text not null, at real not null, hash text not null, given integer not null) strict;
create index if not exists passwords_of on passwords(name);
"""
MOST_KEPT = 24
_DAY = 86400.0


@dataclass(frozen=True)
class PasswordRules:
    """``[password]`` of ``server.toml`` (GB/T 22239-2019 身份鉴别 a: regular change).

    Attributes:
        change_first: whether a password that an administrator set is changed at the next login.
        history: how many former passwords may not come again; 0: only the present one.
        days: after how many days a password must be changed; 0: never.
    """

    change_first: bool = True
    history: int = 0
    days: int = 0


@dataclass(frozen=True)
class PasswordAge:
    """Of the present password of an account.

    Attributes:
        at: seconds since 1970 at which it was set. given: whether an administrator set it.
    """

    at: float
    given: bool

    def why_due(self, rules: PasswordRules, now: float) -> str:
        """Why it must be changed before anything else; empty as a rule."""
        if self.given and rules.change_first:
            return "这个密码是管理员设的，请先改成只有您自己知道的。"
        if rules.days and now - self.at > rules.days * _DAY:
            return f"这个密码已用满 {rules.days} 天，请先换一个。"
        return ""


def age_of(db: sqlite3.Connection, name: str) -> PasswordAge | None:
    """Of an account; where nothing was kept yet, as old as its last change; none: no account."""
    if _is_kept(db):
        row = db.execute(
            "select at, given from passwords where name=? order by rowid desc limit 1", (name,)
        ).fetchone()
        if row is not None:
            return PasswordAge(row["at"], bool(row["given"]))
    row = db.execute("select changed from users where name=?", (name,)).fetchone()
    return PasswordAge(row["changed"], False) if row else None


def former_hashes(db: sqlite3.Connection, name: str, history: int) -> list[str]:
    """Hashes of the last ``history`` passwords of an account, the present one first."""
    if not history or not _is_kept(db):
        return []
    rows = db.execute(
        "select hash from passwords where name=? order by rowid desc limit ?", (name, history)
    )
    return [str(row["hash"]) for row in rows.fetchall()]


def refuse_former(former: Sequence[str], password: str) -> None:
    """Whether an account had this password lately.

    Raises:
        UnfitAccount: it is one of the former.
    """
    if any(matches(kept, password) for kept in former):
        raise UnfitAccount("新密码最近用过。请换一个没有用过的密码。")


def keep_password(db: sqlite3.Connection, name: str, kept: str, now: float, given: bool) -> None:
    """Note a new password inside a transaction; only the last ones are kept."""
    db.execute("insert into passwords values(?,?,?,?)", (name, now, kept, int(given)))
    db.execute(
        "delete from passwords where name=:name and rowid not in (select rowid from passwords "
        "where name=:name order by rowid desc limit :most)",
        {"name": name, "most": MOST_KEPT},
    )


def _is_kept(db: sqlite3.Connection) -> bool:
    found = db.execute("select 1 from sqlite_master where type='table' and name='passwords'")
    return found.fetchone() is not None
