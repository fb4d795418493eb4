"""One journal line becomes one DuckDB transaction: the only code that writes to the tables."""

import glob
import json
from contextlib import suppress
from typing import Any, Final

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from chuangmo.store import rows
from chuangmo.store.archive import Archive
from chuangmo.store.crash_points import APPENDED, arrow
from chuangmo.store.database import Cursor, Unusable
from chuangmo.store.journal import (
    APPROVE,
    BATCH_LINES,
    IMPORT,
    RESTORE,
    SEND_BACK,
    SUBMIT,
    WITHDRAW,
    JournalEntry,
)
from chuangmo.store.renaming import rename_areas, renamed_in

_FROM_FILE: Final = "read_parquet($path, file_row_number => true)"


def _append(table: str, names: list[str], source: str) -> str:
    """Rows of a staged table behind those of a table, numbered from 0; other columns stay null."""
    columns = ", ".join(f'"{name}"' for name in names)
    into = f"INSERT INTO {table} (batch, line, {columns})"
    return " ".join((into, "SELECT $batch, file_row_number,", columns, "FROM", source))


#: Staged tables of an import line: name in the line, table, schema. A line may name no parts.
STAGED: Final[tuple[tuple[str, str, pa.Schema], ...]] = (
    ("observations", "observations", rows.OBSERVATIONS),
    ("ledger", "ledger_items", rows.LEDGER),
    ("diagnostics", "diagnostics", rows.DIAGNOSTICS),
    ("parts", "parts", rows.PARTS),
)
#: What a line is called among the events of its batch.
EVENT: Final = {
    IMPORT: "committed", WITHDRAW: "withdrawn", RESTORE: "restored",
    SUBMIT: "submitted", APPROVE: "approved", SEND_BACK: "returned",
}  # fmt: skip


def apply_entry(cursor: Cursor, entry: JournalEntry, archive: Archive) -> None:
    """Append what a journal line means, in one transaction; unknown types only move the position.

    Raises:
        ArchiveDamaged: a staged table is missing or changed.
        duckdb.Error: the transaction failed; nothing of it is visible.
    """
    files = _staged_files(entry, archive) if entry.type in BATCH_LINES else {}
    cursor.execute("BEGIN")
    try:
        if entry.type in BATCH_LINES:
            _insert_batch(cursor, entry, files)
        if entry.type in EVENT:
            _insert_event(cursor, entry)
        rename_areas(cursor, renamed_in(entry))
        cursor.execute("INSERT INTO applied VALUES (?, ?)", [entry.seq, entry.sha256])
        arrow(APPENDED)
        cursor.execute("COMMIT")
    except BaseException:
        with suppress(duckdb.Error):  # already rolled back, or the instance is broken
            cursor.execute("ROLLBACK")
        raise


def _staged_files(entry: JournalEntry, archive: Archive) -> dict[str, str]:
    return {name: str(archive.staged(sha)) for name, sha in entry.body["staged"].items()}


def _insert_batch(cursor: Cursor, entry: JournalEntry, files: dict[str, str]) -> None:
    body = entry.body
    cursor.execute(
        "INSERT INTO batches VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            body["batch"], entry.seq, body["file"], body["sha256"], entry.actor, entry.at,
            body["reason"], body["demo"], json.dumps(body["counts"]), body["first"],
            body["last"], body["parser"], body["catalog"], body["city"],
        ],
    )  # fmt: skip
    for name, table, schema in STAGED:
        if name in files:
            _insert_rows(cursor, table, schema, files[name], body["batch"])


def _insert_rows(cursor: Cursor, table: str, schema: pa.Schema, path: str, batch: int) -> None:
    """Let DuckDB read the file, a row group at a time: a large batch is never whole in memory.

    A path that DuckDB would take for a pattern is read here. Files of earlier releases lack columns
    that came later (``audit``).
    """
    there = set(pq.read_schema(path).names)
    names = [name for name in schema.names if name in there]
    if glob.escape(path) == path:
        given = {"batch": batch, "path": path}
        cursor.execute(_append(table, names, _FROM_FILE), given)
        return
    held = pq.read_table(path)
    line = pa.array(np.arange(held.num_rows))
    cursor.register("staged_rows", held.append_column("file_row_number", line))
    cursor.execute(_append(table, names, "staged_rows"), {"batch": batch})
    cursor.unregister("staged_rows")


def numbered(table: pa.Table, batch: int) -> pa.Table:
    """The table with ``batch`` and ``line`` (position in the staged table, from 0) in front."""
    line = pa.array(np.arange(table.num_rows))
    numbers = pa.repeat(pa.scalar(batch, pa.int64()), table.num_rows)
    return table.add_column(0, "line", line).add_column(0, "batch", numbers)


def _insert_event(cursor: Cursor, entry: JournalEntry) -> None:
    values: list[Any] = [entry.body["batch"], entry.seq, EVENT[entry.type]]
    cursor.execute(
        "INSERT INTO batch_events VALUES (?, ?, ?, ?, ?, ?)",
        [*values, entry.actor, entry.at, entry.body["reason"]],
    )


def position(cursor: Cursor, entries: list[JournalEntry]) -> int:
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


def pending_info(entry: JournalEntry) -> rows.BatchInfo:
    """A batch that only the journal holds yet."""
    body = entry.body
    return rows.BatchInfo(
        body["batch"], body["file"], body["sha256"], "pending", entry.actor, entry.at,
        body["reason"], body["demo"], body["counts"], body["first"], body["last"], (),
    )  # fmt: skip
