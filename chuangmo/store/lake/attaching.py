"""A DuckDB that has a lake attached, and one city's rows as its tables.

What is found out about DuckLake stands here: everything is attached before the connection is
locked down; nothing is kept in the catalog instead of in files (inlining, which a flush by one
server turns into a fault of all others), said before the tables are made; only views in the
connection's own memory are read, so that every question asked of a file can be asked of a lake.
"""

import importlib.util
from pathlib import Path
from typing import Final

import duckdb

from chuangmo.store.database import Cursor, Resources, close_quietly, lock_down
from chuangmo.store.durable import write_durably
from chuangmo.store.errors import StoreFault
from chuangmo.store.ground import Ground
from chuangmo.store.home.paths import Home
from chuangmo.store.journal import now_text
from chuangmo.store.postgres.table import Away, LakeCatalog
from chuangmo.store.schema import SCHEMA_VERSION, TABLES, version_of

#: The schema of the catalog in PostgreSQL.
CATALOG: Final = "chuangmo_lake"
_FRONT: Final = "lake.main."
#: Lies in the shared folder from the day on which the lake was made: an unmounted one lacks it.
MARK: Final = "chuangmo-lake"
_EXTENSIONS: Final = ("ducklake", "postgres_scanner")
#: Of the connections that DuckDB makes to PostgreSQL.
_CONNECTION: Final = (
    "connect_timeout=3 tcp_user_timeout=30000"
    " keepalives_idle=10 keepalives_interval=5 keepalives_count=3"
)
#: By what the files of a table are laid apart; a table without is small and holds all cities.
_PARTITIONS: Final = {
    "observations": 'city, year("start")', "parts": 'city, year("start")', "ledger_items": "city",
    "diagnostics": "city", "batches": "city", "batch_events": "city", "applied": "city",
}  # fmt: skip
#: The column of ``batches`` that a file calls ``city``: the catalog's, not whose row it is.
_RENAMED: Final = (" city VARCHAR", " catalog_city VARCHAR")
AWAY: Final = "PostgreSQL 连不上或断开了，表在 DuckLake 里，没有它查不到数字；恢复后自动继续。"
_OTHER_VERSION = (
    "DuckLake 里的表是另一版程序建的（{found}，这一版是 {ours}）。请把各台服务器换成同一版。"
)


def lake_of(home: Home) -> tuple[Path, str, Ground]:
    """A home's folder of tables, service of PostgreSQL, and where its city's rows are written."""
    place = home.place
    if place is None or place.lake is None:
        raise ValueError("the tables of this home are in no lake")
    return place.lake, place.service, Ground(_FRONT, place.city)


def require_mounted(folder: Path) -> None:
    """Go on only where the shared folder is the lake's.

    Raises:
        StoreFault: it is not mounted, or another folder.
    """
    if not (folder / MARK).exists():
        raise StoreFault(
            f"CHUANGMO_LAKE：{folder} 里没有这个湖的标记 {MARK}，多半没有挂载。"
            "请挂载后重试；在此之前不写入。"
        )


def attached(home: Home, resources: Resources) -> Cursor:
    """A parent connection with the tables of the home's city; the lake is made if there is none.

    Raises:
        StoreFault: an extension is not installed, PostgreSQL or the folder does not do, or the
            tables are those of another version.
    """
    lake, service, ground = lake_of(home)
    try:
        with LakeCatalog(service).alone():
            connection = _connected(service, lake, home, resources)
            if _is_made(connection):
                require_mounted(lake)
            else:
                _make_tables(connection, lake)
    except Away as error:
        raise StoreFault(
            f"{error}。表在 DuckLake 里，没有它查不到数字，恢复后自动继续。"
        ) from error
    except duckdb.Error as error:
        raise StoreFault(_why_not(error, lake)) from error
    try:
        _show(connection, ground.city or "")
        _require_version(connection)
        lock_down(connection, [home.root, home.archive.tables, lake], resources)
    except BaseException:
        close_quietly(connection)
        raise
    return connection


def _connected(service: str, lake: Path, home: Home, resources: Resources) -> Cursor:
    connection = duckdb.connect(":memory:")
    for name in ("autoinstall_known_extensions", "autoload_known_extensions"):
        connection.execute(f"SET {name} = false")
    connection.execute(f"SET temp_directory = {_quoted(home.root / 'lake.tmp')}")
    for name in _EXTENSIONS:
        connection.execute(f"LOAD {_quoted(_extension(name))}")
    address = f"'ducklake:postgres:service={service} {_CONNECTION}'"
    options = (
        f"DATA_PATH {_quoted(lake / 'tables')}, METADATA_SCHEMA '{CATALOG}'",
        "DATA_INLINING_ROW_LIMIT 0",
    )
    connection.execute(f"ATTACH {address} AS lake ({', '.join(options)})")
    return connection


def _extension(name: str) -> Path:
    """The file of an extension that came as a package; nothing is ever fetched."""
    found = importlib.util.find_spec(f"duckdb_extension_{name}")
    places = list(found.submodule_search_locations or ()) if found else []
    files = [
        Path(place) / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
        for place in places
    ]
    there = next((file for file in files if file.exists()), None)
    if there is None:
        raise StoreFault(
            f"表在 DuckLake 里，而这里没有装 DuckDB {duckdb.__version__} 的扩展 {name}。"
            "请运行 .venv/bin/python -m pip install -r requirements-scaleout.txt。"
        )
    return there


def _is_made(connection: Cursor) -> bool:
    asked = "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'migrations'"
    found = connection.execute(asked).fetchone()
    return bool(found and found[0])


def _make_tables(connection: Cursor, lake: Path) -> None:
    """Make the tables, the shared folder's mark last."""
    connection.execute("CALL ducklake_set_option('lake', 'data_inlining_row_limit', 0)")
    connection.execute("BEGIN")
    for name, columns in TABLES.items():
        held = columns if name == "migrations" else f"city VARCHAR, {columns.replace(*_RENAMED)}"
        connection.execute(f"CREATE TABLE {_FRONT}{name} ({held})")
        if partition := _PARTITIONS.get(name):
            connection.execute(f"ALTER TABLE {_FRONT}{name} SET PARTITIONED BY ({partition})")
    connection.execute(f"CREATE TABLE {_FRONT}guard (city VARCHAR, n BIGINT)")
    words = ("INSERT INTO", f"{_FRONT}migrations", "VALUES (?, ?)")
    connection.execute(" ".join(words), [SCHEMA_VERSION, now_text()])
    connection.execute("COMMIT")
    write_durably(lake / MARK, f"{now_text()}\n".encode(), lake / f"{MARK}.new")


def _show(connection: Cursor, city: str) -> None:
    """The city's rows under the names that the tables of a file have."""
    for name in TABLES:
        wanted = {
            "migrations": "*",
            "batches": "* EXCLUDE (city) RENAME (catalog_city AS city)",
        }.get(name, "* EXCLUDE (city)")
        words = ("CREATE VIEW", f"memory.main.{name}", "AS SELECT", wanted, "FROM", _FRONT + name)
        mine = () if name == "migrations" else ("WHERE city =", _quoted(city))
        connection.execute(" ".join((*words, *mine)))


def _require_version(connection: Cursor) -> None:
    if (found := version_of(connection)) != SCHEMA_VERSION:
        raise StoreFault(_OTHER_VERSION.format(found=found, ours=SCHEMA_VERSION))


def _why_not(error: duckdb.Error, lake: Path) -> str:
    if "DATA_PATH" in str(error):
        return (
            f"CHUANGMO_LAKE：{lake} 与建湖时的目录不同。各台服务器要挂载在同一个路径上，"
            "请改正后重启。"
        )
    return f"DuckLake：打不开（{type(error).__name__}）。请看日志，检查 PostgreSQL 和共用目录。"


def _quoted(text: object) -> str:
    escaped = str(text).replace("'", "''")
    return f"'{escaped}'"
