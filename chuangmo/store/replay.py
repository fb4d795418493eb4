"""One journal line becomes one DuckDB transaction: the only code that writes to the tables."""

import glob
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from chuangmo.store import rows
from chuangmo.store.archive import Archive
from chuangmo.store.crash_points import APPENDED, arrow
from chuangmo.store.database import Cursor, Unusable
from chuangmo.store.ground import OWN, Ground
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


def _append(ground: Ground, table: str, names: list[str], source: str) -> str:
    """Rows of a staged table behind those of a table, numbered from 0; other columns stay null."""
    columns = [f'"{name}"' for name in names]
    there, here = ["batch", "line", *columns], ["$batch", "file_row_number", *columns]
    return ground.rows(table, there, here, source)


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


def apply_entry(
    cursor: Cursor, entry: JournalEntry, archive: Archive, ground: Ground = OWN
) -> None:
    """Append what a journal line means, in one transaction; unknown types only move the position.

    Raises:
        ArchiveDamaged: a staged table is missing or changed.
        duckdb.Error: the transaction failed; nothing of it is visible.
    """
    files = staged_files(entry, archive)
    with transaction(cursor):
        append_entry(cursor, entry, files, ground)
        arrow(APPENDED)


@contextmanager
def transaction(cursor: Cursor) -> Iterator[None]:
    """All or nothing of what is done with the cursor in the context."""
    cursor.execute("BEGIN")
    try:
        yield
        cursor.execute("COMMIT")
    except BaseException:
        with suppress(duckdb.Error):  # already rolled back, or the instance is broken
            cursor.execute("ROLLBACK")
        raise


def append_entry(
    cursor: Cursor, entry: JournalEntry, files: dict[str, str], ground: Ground
) -> None:
    """Append what a journal line means inside a transaction; ``files`` as ``staged_files``."""
    if entry.type in BATCH_LINES:
        _insert_batch(cursor, entry, files, ground)
    if entry.type in EVENT:
        _insert_event(cursor, entry, ground)
    rename_areas(cursor, renamed_in(entry), ground)
    cursor.execute(*ground.values("applied", [entry.seq, entry.sha256]))


def staged_files(entry: JournalEntry, archive: Archive) -> dict[str, str]:
    """The files with the rows that a line brings, by their names in it; most lines bring none.

    Raises:
        ArchiveDamaged: one is missing or changed.
    """
    if entry.type not in BATCH_LINES:
        return {}
    return {name: str(archive.staged(sha)) for name, sha in entry.body["staged"].items()}


def _insert_batch(
    cursor: Cursor, entry: JournalEntry, files: dict[str, str], ground: Ground
) -> None:
    body = entry.body
    values = [
        body["batch"], entry.seq, body["file"], body["sha256"], entry.actor, entry.at,
        body["reason"], body["demo"], json.dumps(body["counts"]), body["first"],
        body["last"], body["parser"], body["catalog"], body["city"],
    ]  # fmt: skip
    cursor.execute(*ground.values("batches", values))
    for name, table, schema in STAGED:
        if name in files:
            _insert_rows(cursor, ground, table, schema, files[name], body["batch"])


def _insert_rows(
    cursor: Cursor, ground: Ground, table: str, schema: pa.Schema, path: str, batch: int
) -> None:
    """Let DuckDB read the file, a row group at a time: a large batch is never whole in memory.

    A path that DuckDB would take for a pattern is read here. Files of earlier releases lack columns
    that came later (``audit``).
    """
    there = set(pq.read_schema(path).names)
    names = [name for name in schema.names if name in there]
    given = {"batch": batch} | ground.named
    if glob.escape(path) == path:
        cursor.execute(_append(ground, table, names, _FROM_FILE), given | {"path": path})
        return
    held = pq.read_table(path)
    line = pa.array(np.arange(held.num_rows))
    cursor.register("staged_rows", held.append_column("file_row_number", line))
    cursor.execute(_append(ground, table, names, "staged_rows"), given)
    cursor.unregister("staged_rows")


def numbered(table: pa.Table, batch: int) -> pa.Table:
    """The table with ``batch`` and ``line`` (position in the staged table, from 0) in front."""
    line = pa.array(np.arange(table.num_rows))
    numbers = pa.repeat(pa.scalar(batch, pa.int64()), table.num_rows)
    return table.add_column(0, "line", line).add_column(0, "batch", numbers)


def _insert_event(cursor: Cursor, entry: JournalEntry, ground: Ground) -> None:
    values: list[Any] = [entry.body["batch"], entry.seq, EVENT[entry.type]]
    values += [entry.actor, entry.at, entry.body["reason"]]
    cursor.execute(*ground.values("batch_events", values))


def held_position(cursor: Cursor) -> int:
    """The seq of the last journal line that the database holds, whatever the journal says."""
    found = cursor.execute("SELECT coalesce(max(seq), 0) FROM applied").fetchone()
    return int(found[0]) if found else 0


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
