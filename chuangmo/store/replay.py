"""One journal line becomes one DuckDB transaction: the only code that writes to the tables."""

import json
from contextlib import suppress
from typing import Any

import duckdb
import pyarrow as pa

from chuangmo.store import rows
from chuangmo.store.archive import Archive
from chuangmo.store.database import Cursor, Unusable
from chuangmo.store.faults import APPENDED, arrow
from chuangmo.store.journal import IMPORT, RESTORE, WITHDRAW, Entry

#: Staged tables of an import line: name in the line, schema, insert statement.
STAGED: tuple[tuple[str, pa.Schema, str], ...] = (
    ("observations", rows.OBSERVATIONS, "INSERT INTO observations SELECT * FROM staged_rows"),
    ("ledger", rows.LEDGER, "INSERT INTO ledger_items SELECT * FROM staged_rows"),
    ("diagnostics", rows.DIAGNOSTICS, "INSERT INTO diagnostics SELECT * FROM staged_rows"),
)
_EVENT = {IMPORT: "committed", WITHDRAW: "withdrawn", RESTORE: "restored"}


def apply_entry(cursor: Cursor, entry: Entry, archive: Archive) -> None:
    """Append what a journal line means, in one transaction; unknown types only move the position.

    Raises:
        ArchiveDamaged: a staged table is missing or changed.
        duckdb.Error: the transaction failed; nothing of it is visible.
    """
    tables = _staged_tables(entry, archive) if entry.type == IMPORT else []
    cursor.execute("BEGIN")
    try:
        if entry.type == IMPORT:
            _insert_batch(cursor, entry, tables)
        if entry.type in _EVENT:
            _insert_event(cursor, entry)
        cursor.execute("INSERT INTO applied VALUES (?, ?)", [entry.seq, entry.sha256])
        arrow(APPENDED)
        cursor.execute("COMMIT")
    except BaseException:
        with suppress(duckdb.Error):  # already rolled back, or the instance is broken
            cursor.execute("ROLLBACK")
        raise


def _staged_tables(entry: Entry, archive: Archive) -> list[pa.Table]:
    staged = entry.body["staged"]
    return [archive.table(staged[name], schema) for name, schema, _ in STAGED]


def _insert_batch(cursor: Cursor, entry: Entry, tables: list[pa.Table]) -> None:
    body = entry.body
    cursor.execute(
        "INSERT INTO batches VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            body["batch"], entry.seq, body["file"], body["sha256"], entry.actor, entry.at,
            body["reason"], body["demo"], json.dumps(body["counts"]), body["first"],
            body["last"], body["parser"], body["catalog"], body["city"],
        ],
    )  # fmt: skip
    for table, (_, _, statement) in zip(tables, STAGED, strict=True):
        if table.num_rows:
            _insert_rows(cursor, statement, numbered(table, body["batch"]))


def _insert_rows(cursor: Cursor, statement: str, table: pa.Table) -> None:
    cursor.register("staged_rows", table)
    cursor.execute(statement)
    cursor.unregister("staged_rows")


def numbered(table: pa.Table, batch: int) -> pa.Table:
    """The table with ``batch`` and ``line`` (position in the staged table, from 0) in front."""
    count = table.num_rows
    line = pa.array(range(count), pa.int64())
    with_line = table.add_column(0, "line", line)
    return with_line.add_column(0, "batch", pa.array([batch] * count, pa.int64()))


def _insert_event(cursor: Cursor, entry: Entry) -> None:
    values: list[Any] = [entry.body["batch"], entry.seq, _EVENT[entry.type]]
    cursor.execute(
        "INSERT INTO batch_events VALUES (?, ?, ?, ?, ?, ?)",
        [*values, entry.actor, entry.at, entry.body["reason"]],
    )


def position(cursor: Cursor, entries: list[Entry]) -> int:
    """The seq of the last journal line that the database holds.

    Raises:
        Unusable: the database is ahead of the journal, has gaps, or belongs to another journal.
    """
    found = cursor.execute(
        "SELECT count(*), coalesce(max(seq), 0), arg_max(sha256, seq) FROM applied"
    ).fetchone()
    count, last, sha256 = found or (0, 0, None)
    if count != last:
        raise Unusable(f"applied has {count} lines, the last is {last}")
    if last > len(entries):
        raise Unusable(f"ahead of the journal: {last} > {len(entries)}")
    if last and sha256 != entries[last - 1].sha256:
        raise Unusable(f"line {last} of the journal is another one")
    return int(last)
