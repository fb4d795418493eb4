"""The rows of a city in the lake made anew, while no board of this server runs."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import duckdb

from chuangmo.store.database import Cursor, Resources, close_quietly
from chuangmo.store.errors import JournalBroken, StoreFault
from chuangmo.store.home.paths import Home
from chuangmo.store.journal import JournalEntry, continuing
from chuangmo.store.lake.attaching import attached, lake_of
from chuangmo.store.lake.writing import patiently, rewrite
from chuangmo.store.postgres.table import Away, Busy, JournalTable

_NOT_DONE = "没有重建：{why}。DuckLake 里的表没有改动。"


@contextmanager
def remade(home: Home, resources: Resources) -> Iterator[Cursor]:
    """Make them of the lines in PostgreSQL; then a connection to ask them by.

    Raises:
        StoreFault: PostgreSQL does not answer, its lines are broken, or another server is writing;
            nothing was changed.
    """
    _, service, ground = lake_of(home)
    table = JournalTable(service, ground.city or "")
    try:
        table.lock()
        entries = continuing([], [line for _, line in table.lines(1)])
        with filled(home, entries, resources) as connection:
            yield connection
    except Busy as error:
        raise StoreFault(_NOT_DONE.format(why="另一台服务器正在写入")) from error
    except Away as error:
        raise StoreFault(_NOT_DONE.format(why=error)) from error
    except JournalBroken as error:
        why = f"PostgreSQL 里的登记簿断了（{error.said}）"
        raise StoreFault(_NOT_DONE.format(why=why)) from error
    finally:
        table.close()


@contextmanager
def filled(home: Home, entries: Sequence[JournalEntry], resources: Resources) -> Iterator[Cursor]:
    """A connection to the lake after the city's rows were made of these lines.

    Raises:
        StoreFault: as ``attached``, or the lake cannot be written; nothing was changed.
    """
    connection, (_, _, ground) = attached(home, resources), lake_of(home)
    try:
        try:
            patiently(lambda: rewrite(connection, entries, home.archive, ground))
        except duckdb.Error as error:
            why = f"写不进 DuckLake（{type(error).__name__}），请看日志"
            raise StoreFault(_NOT_DONE.format(why=why)) from error
        yield connection
    finally:
        close_quietly(connection)
