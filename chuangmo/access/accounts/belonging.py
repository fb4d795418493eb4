"""Whether a home has accounts: its file of accounts says so, and ``home.json`` remembers it.

A home that ever had accounts is never again taken for one without: where the file is gone, empty or
another home's, the door stays closed until the file is back or the operator begins anew.
"""

import logging
import os
import secrets
import sqlite3
from pathlib import Path

from chuangmo.access.accounts.database import DatabaseFault, SqliteDatabase
from chuangmo.access.audit import tells_of_accounts
from chuangmo.identity import FILE, is_another, mark_accounts, read_identity
from chuangmo.settings import UnfitHome

_log = logging.getLogger(__name__)
_WAY_OUT = (
    "请管理员在服务器上处理：从最近的备份把 accounts.sqlite 拷回数据目录；"
    "没有备份的，由数据目录的属主运行 python -m chuangmo user add 用户名 --role admin --anew，"
    "重建账号。"
)

#: What tells a file from what it was: its number, size, and when it was last written or put there.
_Stamp = tuple[int, int, int, int]
_BACK = "请管理员把原来的数据目录放回原处（放回后自动恢复）；要改用现在的这个，请重新启动看板。"


class AccountsLost(DatabaseFault):
    """The home had accounts and they are gone: nobody is let in, nothing is done for anybody."""

    def __init__(self, what: str, todo: str = _WAY_OUT) -> None:
        super().__init__(f"账号库：{what}，看板不再放行任何人。{todo}")


class Belonging:
    """Remembers for one process which accounts a home has.

    Args:
        home: the folder of ``home.json``.
        database: its accounts.
    """

    def __init__(self, home: Path, database: SqliteDatabase) -> None:
        self._home, self._database = home, database
        self._known = ""
        self._settled = False
        self._seen: tuple[_Stamp, _Stamp | None] | None = None
        self._has = False

    def has_accounts(self) -> bool:
        """Whether an account was ever made; what is found out for the first time is written down.

        Asked some eighty times an act: the two files are read again only where one has changed.

        Raises:
            AccountsLost: there were accounts, and they are gone or another home's.
            DatabaseFault: the file, or ``home.json``, cannot be read.
        """
        seen = self._stamps()
        if seen is None or seen != self._seen:
            self._has = self._find_out()
            self._seen = seen  # of before: what was written meanwhile is read the next time
        return self._has

    def _stamps(self) -> tuple[_Stamp, _Stamp | None] | None:
        """``home.json`` and the file of accounts as they lie there; ``None``: there is no home."""
        identity = _stamp(self._home / FILE)
        return None if identity is None else (identity, _stamp(self._database.path))

    def _find_out(self) -> bool:
        if is_another(self._home):
            return self._had_them_before()
        marked, found = self.look()
        if found is None:
            self._settle(marked)
            return False
        self._known = found or marked or self._adopted()
        if marked != self._known:
            self._mark(self._known)
        return True

    def look(self) -> tuple[str | None, str | None]:
        """The accounts that ``home.json`` names, and those in the file; changes nothing.

        Each is an identity, empty where there is none yet; ``None``: nothing is said of any, or
        there is no account.

        Raises:
            AccountsLost, DatabaseFault: as :meth:`has_accounts`.
        """
        marked, found = self._marked(), self._found()
        if found is None:
            if marked or self._known:
                raise AccountsLost(self._what_is_gone())
            if marked is None and not self._settled and tells_of_accounts(self._home):
                raise AccountsLost("accounts.sqlite 不见了，审计里却有登录或账号改动的记录")
        elif marked and found != marked:
            raise AccountsLost("accounts.sqlite 不是这个数据目录的，被别的文件换过")
        return marked, found

    def _had_them_before(self) -> bool:
        """The answer where the home is gone: nothing at its path is believed."""
        if self._known or not self._settled:
            raise AccountsLost("数据目录不见了，或换成了另一个", _BACK)
        return False

    def begin(self, db: sqlite3.Connection) -> None:
        """Bind fresh accounts to the home; inside the transaction that makes the first of them.

        Raises:
            OSError: ``home.json`` cannot be written.
        """
        fresh = secrets.token_hex(16)
        _bind(db, fresh)
        mark_accounts(self._home, fresh)
        self._known = fresh

    def _marked(self) -> str | None:
        """The accounts that ``home.json`` names; ``None``: it does not say."""
        try:
            identity = read_identity(self._home)
        except UnfitHome as unfit:
            raise DatabaseFault(str(unfit)) from unfit
        return identity.accounts if identity else None

    def _found(self) -> str | None:
        """The identity of the accounts in the file, empty if it has none; ``None``: no accounts."""
        if not self._database.exists():
            return None
        with self._database.reading() as db:
            tables = {row[0] for row in db.execute("select name from sqlite_master")}
            if "users" not in tables or not db.execute("select 1 from users limit 1").fetchone():
                return None
            row = None
            if "belongs" in tables:
                row = db.execute("select id from belongs").fetchone()
        return str(row[0]) if row else ""

    def _what_is_gone(self) -> str:
        if not self._database.exists():
            return "accounts.sqlite 不见了"
        return "accounts.sqlite 是空的，里面没有账号"

    def _adopted(self) -> str:
        """Bind accounts of an earlier version to the home."""
        fresh = secrets.token_hex(16)
        try:
            with self._database.writing() as db:
                _bind(db, fresh)
        except DatabaseFault as fault:
            _log.warning(
                "accounts of an earlier version are not yet bound to their home: %s", fault
            )
            return ""
        return fresh

    def _settle(self, marked: str | None) -> None:
        """Once a process: a home of an earlier version that never had accounts."""
        if not self._settled and marked is None and read_identity(self._home):
            self._mark("")
        self._settled = True

    def _mark(self, accounts: str) -> None:
        try:
            mark_accounts(self._home, accounts)
        except (OSError, UnfitHome) as fault:
            _log.warning("home.json does not yet name the accounts: %s", fault)


def _stamp(path: Path) -> _Stamp | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _bind(db: sqlite3.Connection, accounts: str) -> None:
    db.execute("delete from belongs")
    db.execute("insert into belongs values(?)", (accounts,))
