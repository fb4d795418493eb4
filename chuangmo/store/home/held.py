"""What the database knows of the journal: every line's fingerprint, every batch's own words."""

import json
from typing import Any, Final

import duckdb
import pyarrow as pa

from chuangmo.store.archive import Archive, suffix_of
from chuangmo.store.database import Cursor, Resources, Unusable, close_quietly, connect
from chuangmo.store.home.paths import Home
from chuangmo.store.journal import BATCH_LINES, JournalEntry
from chuangmo.store.replay import EVENT, STAGED
from chuangmo.store.schema import BEFORE_PARTS, SCHEMA_VERSION, is_earlier, version_of
from chuangmo.store.submitting import put_tables

#: Type of a line of which the database holds nothing but seq and fingerprint.
UNKNOWN: Final = "unknown"
#: Types of lines by the events that they left.
_TYPES = {event: kind for kind, event in EVENT.items()}
_BATCHES = """
SELECT b.seq, b.batch, file, sha256, b.actor, b."at", b.reason, demo, counts, "first", "last",
       event, parser, catalog, city
FROM batches b JOIN batch_events e ON e.batch = b.batch AND e.seq = b.seq
"""
_OTHERS = 'SELECT seq, batch, event, actor, "at", reason FROM batch_events'


def held_lines(cursor: Cursor) -> list[JournalEntry]:
    """The journal as the database tells it, from the first line on without gaps.

    Imports have all fields but ``archive``, ``staged``, ``base`` and ``answers``; what became of
    batches is whole; of every other decision only its place is known (``UNKNOWN``).
    """
    known = _events(cursor) | _imports(cursor)
    found: list[JournalEntry] = []
    for seq, sha256 in cursor.execute("SELECT seq, sha256 FROM applied ORDER BY seq").fetchall():
        if seq != len(found) + 1:
            break
        kind, actor, at, body = known.get(seq, (UNKNOWN, "", "", {}))
        found.append(JournalEntry(seq, kind, at, actor, body, sha256))
    return found


def held_of(home: Home, resources: Resources) -> list[JournalEntry]:
    """``held_lines`` of a home that is not open; none where its database cannot be trusted.

    Raises:
        StoreHeld: another process has the database open. StoreFault: no permission.
    """
    if not home.database.exists():
        return []
    try:
        connection = connect(home.database, home.root, resources, read_only=True)
    except Unusable:
        return []
    try:
        version = version_of(connection)
        known = version == SCHEMA_VERSION or is_earlier(version)
        return held_lines(connection) if known else []
    except duckdb.Error:
        return []
    finally:
        close_quietly(connection)


def refilled(cursor: Cursor, entry: JournalEntry, archive: Archive) -> dict[str, Any]:
    """The fields of an import line that only the database holds; its rows go to the archive anew.

    Raises:
        OSError: no room.
    """
    batch, sha256 = entry.body["batch"], entry.body["sha256"]
    tables = [one for one in STAGED if one[0] != "parts" or version_of(cursor) != BEFORE_PARTS]
    held = {name: _rows_of(cursor, table, schema, batch) for name, table, schema in tables}
    staged = put_tables(held, archive)
    path = f"archive/{sha256[:2]}/{sha256}{suffix_of(entry.body['file'])}"
    return entry.body | {"archive": path, "staged": staged}


def _rows_of(cursor: Cursor, table: str, schema: pa.Schema, batch: int) -> pa.Table:
    """The rows of a batch; columns that came after the database are null."""
    empty = cursor.execute(" ".join(("SELECT * FROM", table, "LIMIT 0"))).to_arrow_table()
    there = set(empty.column_names)
    columns = ", ".join(f'"{n}"' if n in there else f'NULL AS "{n}"' for n in schema.names)
    words = ("SELECT", columns, "FROM", table, "WHERE batch = ? ORDER BY line")
    found = cursor.execute(" ".join(words), [batch]).to_arrow_table()
    return found.select(schema.names).cast(schema)


_Known = dict[int, tuple[str, str, str, dict[str, Any]]]


def _imports(cursor: Cursor) -> _Known:
    found: _Known = {}
    for row in cursor.execute(_BATCHES).fetchall():
        seq, batch, file, sha256, actor, at, reason, demo, counts, first, last, event, *read = row
        body = {
            "batch": batch, "file": file, "sha256": sha256, "reason": reason, "demo": demo,
            "counts": json.loads(counts), "first": first, "last": last,
        } | dict(zip(("parser", "catalog", "city"), read, strict=True))  # fmt: skip
        found[seq] = (_TYPES[event], actor, at, body)
    return found


def _events(cursor: Cursor) -> _Known:
    return {
        seq: (_TYPES[event], actor, at, {"batch": batch, "reason": reason})
        for seq, batch, event, actor, at, reason in cursor.execute(_OTHERS).fetchall()
        if _TYPES[event] not in BATCH_LINES
    }
