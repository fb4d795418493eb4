"""What can be asked of the database; every function takes a cursor and changes nothing."""

import hashlib
import json
from collections.abc import Collection
from datetime import date
from typing import Any

import pyarrow as pa

from chuangmo.store import canonical, queries, rows
from chuangmo.store.database import Cursor

_BATCH = [("batch", pa.int64()), ("demo", pa.bool_()), ("file", pa.string())]
#: Columns of :func:`current`: an observation, the batch it comes from, its file.
CURRENT = pa.schema([*rows.OBSERVATIONS, *_BATCH])
#: Columns of :func:`history`.
HISTORY = pa.schema(
    [
        *rows.OBSERVATIONS,
        *_BATCH,
        ("sha256", pa.string()),
        ("state", pa.string()),  # of the batch: active, withdrawn
        ("superseded_by", pa.int64()),  # the batch that holds now; null: this one, or none
    ]
)
#: Columns of :func:`parts`.
PARTS = pa.schema([("batch", pa.int64()), *rows.PARTS])
#: Columns of :func:`ledger`.
LEDGER = pa.schema([*rows.LEDGER, *_BATCH])
#: Columns of :func:`arrivals`.
ARRIVALS = pa.schema(
    [
        ("name", pa.string()),  # indicator id, or the kind of a ledger
        ("area", pa.string()),
        ("month", pa.date32()),  # its first day
        ("batch", pa.int64()),
    ]
)
#: Columns of :func:`sheets`.
SHEETS = pa.schema(
    [
        ("batch", pa.int64()),
        ("sheet", pa.string()),
        ("form", pa.string()),  # fingerprint of a table of the sheet; empty of a ledger
        ("name", pa.string()),  # indicator id, or the kind of a ledger
    ]
)
_BATCHES_OF_FORM = 6
#: Columns of ``compare.absent``: an observation and the batch it comes from.
ABSENT = pa.schema([*rows.OBSERVATIONS, ("batch", pa.int64())])


def table(cursor: Cursor, query: str, values: Any, schema: pa.Schema) -> pa.Table:
    """The answer to a query in exactly the columns and types of ``schema``."""
    return cursor.execute(query, values).to_arrow_table().select(schema.names).cast(schema)


def current(cursor: Cursor, selection: rows.Selection) -> pa.Table:
    """The value that holds per grain, tombstones left out; columns of ``CURRENT``."""
    return table(cursor, queries.CURRENT, queries.parameters(selection), CURRENT)


def day_sums(cursor: Cursor, selection: rows.Selection) -> pa.Table:
    """Current values condensed to days and stretches; columns of ``rows.DAY_SUMS``."""
    return table(cursor, queries.DAY_SUMS, queries.day_sum_parameters(selection), rows.DAY_SUMS)


def history(cursor: Cursor, selection: rows.Selection) -> pa.Table:
    """Every stored row, superseded and withdrawn ones too; columns of ``HISTORY``."""
    return table(cursor, queries.HISTORY, queries.parameters(selection), HISTORY)


def parts(cursor: Cursor, selection: rows.Selection) -> pa.Table:
    """The parts of every stored row of a selection; columns of ``PARTS``."""
    return table(cursor, queries.PARTS, queries.part_parameters(selection), PARTS)


def pairs(cursor: Cursor, selection: rows.Selection) -> set[tuple[str, str]] | None:
    """(indicator, area) of ``day_sums`` without its rows; ``None`` where only they can tell."""
    found = cursor.execute(queries.PAIRS, queries.parameters(selection)).fetchall()
    if any(unsure for _, _, unsure in found):
        return None
    return {(indicator, area) for indicator, area, _ in found}


def stored(cursor: Cursor, selection: rows.Selection) -> tuple[tuple[date, int], ...]:
    """How many rows ``history`` would give, by the first day of the month they end in."""
    found = cursor.execute(queries.STORED, queries.parameters(selection)).fetchall()
    return tuple((month, int(count)) for month, count in found)


def ledger(cursor: Cursor, kind: str, as_of: date | None) -> pa.Table:
    """Per area and year the items of the latest active list up to ``as_of``; as ``LEDGER``."""
    return table(cursor, queries.LEDGER, {"kind": kind, "as_of": as_of}, LEDGER)


def arrivals(cursor: Cursor, selection: rows.Selection) -> pa.Table:
    """The first active batch that carried each indicator (or list), area and month."""
    return table(cursor, queries.ARRIVALS, queries.parameters(selection), ARRIVALS)


def sheets(cursor: Cursor, forms: Collection[str]) -> pa.Table:
    """Sheets of the newest active batches with a table of one of these forms; as ``SHEETS``."""
    values = {"forms": list(forms), "most": _BATCHES_OF_FORM}
    return table(cursor, queries.SHEETS, values, SHEETS)


def batches(cursor: Cursor) -> list[rows.BatchInfo]:
    """Every batch that the database holds, oldest first, with its events."""
    found = cursor.execute(queries.BATCHES).fetchall()
    events: dict[int, list[rows.BatchEvent]] = {}
    for batch, event, actor, at, reason in cursor.execute(queries.EVENTS).fetchall():
        events.setdefault(batch, []).append(rows.BatchEvent(event, actor, at, reason))
    return [_batch_info(row, tuple(events[row[0]])) for row in found]


def _batch_info(row: tuple[Any, ...], events: tuple[rows.BatchEvent, ...]) -> rows.BatchInfo:
    batch, file, sha256, state, actor, at, reason, demo, counts, first, last = row
    return rows.BatchInfo(
        batch, file, sha256, state, actor, at, reason, demo, json.loads(counts), first, last, events
    )


def carried(cursor: Cursor, batch: int) -> tuple[pa.Table, pa.Table, pa.Table]:
    """What a batch carries, active or not: columns of ``OBSERVATIONS``, ``LEDGER``, ``PARTS``."""
    return (
        table(cursor, queries.CARRIED, {"batch": batch}, rows.OBSERVATIONS),
        table(cursor, queries.CARRIED_LISTS, {"batch": batch}, rows.LEDGER),
        table(cursor, queries.CARRIED_PARTS, {"batch": batch}, rows.PARTS),
    )


def diagnostics(cursor: Cursor, batch: int) -> list[dict[str, Any]]:
    """What was found in the workbook of a batch; keys of ``rows.DIAGNOSTICS``."""
    found = cursor.execute(queries.DIAGNOSTICS, [batch]).fetchall()
    return [dict(zip(rows.DIAGNOSTICS.names, row, strict=True)) for row in found]


def extent(cursor: Cursor) -> dict[str, Any]:
    """What the active batches span.

    Keys: ``first`` (earliest start) and ``last`` (latest end, exclusive), datetime or None;
    ``indicators``, ``areas``; ``months`` (first days of the months in which a period ends, newest
    first); ``ledgers`` (kinds), ``ledger_as_of`` (date or None); ``demo`` (whether any active
    batch is a demonstration); ``batch`` (highest active, or None).
    """
    span = cursor.execute(queries.EXTENT).fetchone()
    rest = cursor.execute(queries.EXTENT_BATCHES).fetchone()
    names = ("first", "last", "indicators", "areas", "months")
    more = ("demo", "batch", "ledgers", "ledger_as_of")
    return dict(zip(names, span or (), strict=True)) | dict(zip(more, rest or (), strict=True))


def checksum(cursor: Cursor) -> str:
    """SHA-256 over the canonical text of what is known, whatever the layout of the file.

    Covered: the current observations, how many rows each batch stored, every part, every ledger
    item, every event of a batch.
    """
    digest = hashlib.sha256()
    for part in canonical.CANONICAL:
        everything = rows.Selection(outside=None)
        values = queries.parameters(everything) if part.name == "observations" else []
        digest.update(part.name.encode() + b"\n")
        result = cursor.execute(part.statement, values)
        while found := result.fetchmany(10_000):
            digest.update("".join(f"{text}\n" for (text,) in found).encode())
    return digest.hexdigest()
