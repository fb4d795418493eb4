"""The table of journal lines in PostgreSQL, over one connection that is made again when it breaks.

Beside it stands what has to be known of the catalog of a lake before DuckDB attaches it.

The client library is loaded when a home asks for it: an office computer needs none. What the
client says of a failure is never repeated, for it may hold names of hosts and persons; its class
and code go to the log.
"""

import importlib
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from chuangmo.store.errors import StoreFault
from chuangmo.store.journal import JournalEntry, written

LOG = logging.getLogger(__name__)
#: What an administrator runs once in the database, as the owner of the table.
SETTING_UP = Path(__file__).with_name("journal.sql")
#: The same for tables in DuckLake.
LAKE_SETTING_UP = Path(__file__).with_name("lake.sql")
#: Seconds: to reach the server; for one statement; for another server's change to end.
_CONNECT, _STATEMENT, _TURN = 3, 30, 15
_OPTIONS: Final = " ".join(
    f"-c {name}={value}"
    for name, value in (
        ("statement_timeout", f"{_STATEMENT}s"),
        ("lock_timeout", f"{_TURN}s"),
        ("tcp_keepalives_idle", 10),
        ("tcp_keepalives_interval", 5),
        ("tcp_keepalives_count", 3),
    )
)
_SINCE: Final = "SELECT seq, line FROM chuangmo.journal WHERE city = %s AND seq >= %s ORDER BY seq"
_INSERT: Final = "INSERT INTO chuangmo.journal (city, seq, prev, line) VALUES (%s, %s, %s, %s)"
_RIGHTS: Final = """
SELECT has_table_privilege('chuangmo.journal', 'SELECT')
   AND has_table_privilege('chuangmo.journal', 'INSERT'),
       has_any_column_privilege('chuangmo.journal', 'UPDATE')
    OR has_table_privilege('chuangmo.journal', 'DELETE')
    OR has_table_privilege('chuangmo.journal', 'TRUNCATE'),
       current_setting('server_encoding') = 'UTF8'
"""
_LOCK: Final = "SELECT pg_advisory_lock(hashtextextended('chuangmo.journal ' || %s, 0))"
_LOCK_IF_FREE: Final = _LOCK.replace("pg_advisory_lock", "pg_try_advisory_lock")
_UNLOCK: Final = "SELECT pg_advisory_unlock(hashtextextended('chuangmo.journal ' || %s, 0))"
_LOCK_LAKE: Final = "SELECT pg_advisory_lock(hashtextextended('chuangmo.lake', 0))"
_LAKE: Final = """
SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = 'chuangmo_lake'),
       EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = 'chuangmo_lake'
               AND has_schema_privilege(oid, 'CREATE'))
"""
_WAITED_FOR_LOCK = "55P03"
_NO_TABLE = ("42P01", "3F000")
_NO_RIGHT = "42501"
_DOUBLE = "23505"


class Away(Exception):
    """PostgreSQL does not answer, or not as it should; a Chinese sentence without what to do."""


class Busy(Exception):
    """Another server has been writing for longer than anybody should wait."""


class Outrun(Exception):
    """Another line has the place that a line was to have; nothing was written."""


class JournalTable:
    """The lines of one city; used by one thread at a time.

    Between :meth:`lock` and :meth:`unlock` no other server writes. The lock is the connection's:
    it is gone with it, so that what is inserted over it cannot come after another's line unseen.
    """

    def __init__(self, service: str, city: str) -> None:
        """Nothing is connected yet.

        Raises:
            StoreFault: the client of PostgreSQL is not installed.
        """
        self._service, self._city = service, city
        self._connection: Any = None
        self._client = _client()

    def lines(self, since: int) -> list[tuple[int, bytes]]:
        """Seq and bytes (without newline) of the lines from ``since`` on; raises ``Away``."""
        found = self._asked_twice(_SINCE, (self._city, since)).fetchall()
        return [(seq, line.encode()) for seq, line in found]

    def insert(self, entries: Sequence[JournalEntry]) -> None:
        """Append lines, each a transaction of its own: there when this returns.

        Raises:
            Outrun: another line stands there already. Away: it is not known whether it is in.
        """
        for entry in entries:
            line = written(entry)[:-1].decode()
            self._asked(_INSERT, (self._city, entry.seq, entry.body["prev"], line))

    def lock(self) -> None:
        """Wait until no other server is writing, and keep others from it.

        Raises:
            Busy: it takes too long. Away.
        """
        self._asked_twice(_LOCK, (self._city,))

    def lock_if_free(self) -> bool:
        """As ``lock``, without waiting: whether it is ours now; raises ``Away``."""
        return bool(self._asked_twice(_LOCK_IF_FREE, (self._city,)).fetchone()[0])

    def unlock(self) -> None:
        """Let others write; a lost connection has done so already."""
        if self._connection is not None:
            try:
                self._asked(_UNLOCK, (self._city,))
            except Away:
                LOG.warning("the connection was lost together with its lock")

    def close(self) -> None:
        """Give up the connection, and the lock with it; it is made again when asked next."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _asked_twice(self, statement: str, values: tuple[Any, ...]) -> Any:
        """Ask; a connection that broke since it was last used is made again. Not for writing."""
        if self._connection is None:
            return self._asked(statement, values)
        try:
            return self._asked(statement, values)
        except Away:
            return self._asked(statement, values)

    def _asked(self, statement: str, values: tuple[Any, ...]) -> Any:
        try:
            return self._connected().execute(statement, values)
        except self._client.Error as error:
            code = getattr(error, "sqlstate", None) or ""
            if code == _DOUBLE:
                raise Outrun from error
            if code == _WAITED_FOR_LOCK:
                raise Busy from error
            LOG.warning("PostgreSQL: %s %s", type(error).__name__, code)
            self.close()
            raise Away(_reason(code, self._service)) from None

    def _connected(self) -> Any:
        if self._connection is None or self._connection.closed:
            connection = _connection(self._client, self._service)
            try:
                self._require_rights(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _require_rights(self, connection: Any) -> None:
        may_append, may_change, is_utf8 = connection.execute(_RIGHTS).fetchone()
        if not is_utf8:
            raise Away("PostgreSQL：库的编码不是 UTF8，存不下登记；请另建编码为 UTF8 的库")
        if not may_append:
            raise Away(_reason(_NO_RIGHT, self._service))
        if may_change:
            raise Away(
                "PostgreSQL：所用的账号能改、能删登记簿（是超级用户或表的属主），不能用它；"
                f"请换成只许查询和追加的账号，建法见 {SETTING_UP.name}"
            )


class LakeCatalog:
    """The schema of PostgreSQL in which DuckLake keeps what it knows of the tables."""

    def __init__(self, service: str) -> None:
        """Nothing is connected yet; raises as ``JournalTable``."""
        self._service, self._client = service, _client()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other server attaches or makes the lake in the context.

        Raises:
            Away: PostgreSQL does not answer, or the schema is missing or not this account's.
        """
        try:
            connection = _connection(self._client, self._service)
            with connection:
                self._require_schema(connection)
                connection.execute(_LOCK_LAKE)
                yield
        except self._client.Error as error:
            code = getattr(error, "sqlstate", None) or ""
            LOG.warning("PostgreSQL: %s %s", type(error).__name__, code)
            raise Away(_reason(code, self._service)) from None

    def _require_schema(self, connection: Any) -> None:
        is_there, may_make = connection.execute(_LAKE).fetchone()
        if not is_there or not may_make:
            what = (
                "所用的账号不能在 DuckLake 的目录里建表" if is_there else "还没有 DuckLake 的目录"
            )
            raise Away(f"PostgreSQL：{what}，请数据库管理员执行 {LAKE_SETTING_UP.name}")


def _client() -> Any:
    try:
        return importlib.import_module("psycopg")
    except ImportError as error:
        raise StoreFault(
            "登记簿在 PostgreSQL，而这里没有装它的客户端。"
            "请运行 .venv/bin/python -m pip install -r requirements-scaleout.txt。"
        ) from error


def _connection(client: Any, service: str) -> Any:
    return client.connect(
        service=service,
        autocommit=True,
        connect_timeout=_CONNECT,
        options=_OPTIONS,
        application_name="chuangmo",
        keepalives_idle=10,
        keepalives_interval=5,
        keepalives_count=3,
        tcp_user_timeout=1000 * _STATEMENT,
    )


def _reason(code: str, service: str) -> str:
    if code in _NO_TABLE:
        return f"PostgreSQL：还没有登记簿的表，请数据库管理员执行 {SETTING_UP.name}"
    if code == _NO_RIGHT:
        return f"PostgreSQL：所用的账号没有查询和追加登记簿的权限，建法见 {SETTING_UP.name}"
    return f"PostgreSQL（服务 {service}）：连不上或断开了"
