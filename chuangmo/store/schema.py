"""The tables of the database, without keys, indexes, sequences or enum types.

Append-only but for the names of districts (see ``store.renaming``).
"""

from typing import Final

import duckdb

#: Raised when tables change. A database of an earlier version only lacks what imports of its time
#: have none of: the empty table or column is added. Any other version is rebuilt.
SCHEMA_VERSION = 5
BEFORE_PARTS = 1
#: Programs of this version and earlier pass over the lines of reviews.
BEFORE_REVIEWS = 4

_PARTS = """
    batch BIGINT, line BIGINT,
    indicator VARCHAR, area VARCHAR, site VARCHAR, "start" TIMESTAMP, "end" TIMESTAMP,
    kind VARCHAR, statistic VARCHAR, dust VARCHAR, role VARCHAR, name VARCHAR,
    value DECIMAL(30,12), unit VARCHAR, raw VARCHAR, sheet VARCHAR, cell VARCHAR
"""
#: The tables and their columns.
TABLES: Final = {
    "migrations": 'version INTEGER, "at" VARCHAR',
    # one row a journal line: the position of the database in the journal
    "applied": "seq BIGINT, sha256 VARCHAR",
    "batches": """
        batch BIGINT, seq BIGINT, file VARCHAR, sha256 VARCHAR, actor VARCHAR, "at" VARCHAR,
        reason VARCHAR, demo BOOLEAN, counts VARCHAR, "first" VARCHAR, "last" VARCHAR,
        parser VARCHAR, catalog VARCHAR, city VARCHAR""",
    "batch_events": """
        batch BIGINT, seq BIGINT, event VARCHAR, actor VARCHAR, "at" VARCHAR, reason VARCHAR""",
    "observations": """
        batch BIGINT, line BIGINT,
        indicator VARCHAR, area VARCHAR, site VARCHAR, "start" TIMESTAMP, "end" TIMESTAMP,
        kind VARCHAR, statistic VARCHAR, dust VARCHAR, value DECIMAL(30,12), qualifier VARCHAR,
        n_valid INTEGER, n_expected INTEGER, numerator DECIMAL(30,12), denominator DECIMAL(30,12),
        weight DECIMAL(30,12), unit VARCHAR, printed_unit VARCHAR, raw VARCHAR, sheet VARCHAR,
        cell VARCHAR, form VARCHAR, audit VARCHAR, outside BOOLEAN""",
    "parts": _PARTS,
    "ledger_items": """
        batch BIGINT, line BIGINT,
        kind VARCHAR, item VARCHAR, area VARCHAR, as_of DATE, "year" INTEGER, unit_name VARCHAR,
        model VARCHAR, "count" INTEGER, tonnage DECIMAL(30,12), method VARCHAR, planned DATE,
        finished DATE, status VARCHAR, so2_cut DECIMAL(30,12), dust_cut DECIMAL(30,12),
        note VARCHAR, sheet VARCHAR, "row" INTEGER, cells VARCHAR""",
    "diagnostics": """
        batch BIGINT, line BIGINT, code VARCHAR, severity VARCHAR, confirm BOOLEAN,
        sheet VARCHAR, cell VARCHAR, found VARCHAR, message VARCHAR""",
}
#: What a database of a version lacks of the next one.
_ADDED = {
    1: f"CREATE TABLE parts ({_PARTS})",
    2: "ALTER TABLE observations ADD COLUMN audit VARCHAR",
    3: "ALTER TABLE observations ADD COLUMN outside BOOLEAN",
    BEFORE_REVIEWS: None,
}


def create_tables(cursor: duckdb.DuckDBPyConnection, at: str) -> None:
    """Make the tables in an empty database, in one transaction, then CHECKPOINT."""
    cursor.execute("BEGIN")
    for name, columns in TABLES.items():
        cursor.execute(f"CREATE TABLE {name} ({columns})")
    cursor.execute("INSERT INTO migrations VALUES (?, ?)", [SCHEMA_VERSION, at])
    cursor.execute("COMMIT")
    cursor.execute("CHECKPOINT")


def is_earlier(version: int) -> bool:
    """Whether tables of this version become those of today by what is added to them."""
    return 0 < version < SCHEMA_VERSION


def bring_up(cursor: duckdb.DuckDBPyConnection, at: str) -> None:
    """Make a database of an earlier version one of today, in one transaction."""
    version = version_of(cursor)
    cursor.execute("BEGIN")
    for lacking in range(version, SCHEMA_VERSION):
        if statement := _ADDED[lacking]:
            cursor.execute(statement)
    cursor.execute("INSERT INTO migrations VALUES (?, ?)", [SCHEMA_VERSION, at])
    cursor.execute("COMMIT")


def version_of(cursor: duckdb.DuckDBPyConnection) -> int:
    """The version of the tables; 0 for an empty database."""
    found = cursor.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'migrations'"
    ).fetchone()
    if not found or not found[0]:
        return 0
    row = cursor.execute("SELECT max(version) FROM migrations").fetchone()
    return int(row[0]) if row and row[0] is not None else 0
