"""Chunks of readings to the observation table, column by column."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chuangmo.store import rows
from loaders.model.encoded import Encoded
from loaders.model.readings import PART_ROLES, Chunk
from loaders.model.sheet import Sheet, column_letters

_SHORT = 2000
_PIECE = 65_536  # a column of one value is one piece of memory, named as often as needed


def observations(chunks: list[Chunk], is_outside: Callable[[str], bool]) -> pa.Table:
    """All chunks as ``rows.OBSERVATIONS``, in the order of the chunks.

    Args:
        is_outside: whether an area is no place of the board.
    """
    known: dict[tuple[int, str], pa.ChunkedArray] = {}
    tables = [_table(chunk, known, is_outside) for chunk in chunks if len(chunk)]
    return pa.concat_tables(tables) if tables else rows.OBSERVATIONS.empty_table()


def _table(
    chunk: Chunk,
    known: dict[tuple[int, str], pa.ChunkedArray],
    is_outside: Callable[[str], bool],
) -> pa.Table:
    """One chunk; ``known`` keeps columns made from the same keys, which chunks of a row share."""
    n = len(chunk)
    sheet = chunk.sheet
    same = {
        "indicator": chunk.indicator.id,
        "statistic": chunk.statistic,
        "dust": chunk.dust,
        "audit": chunk.audit,
        "unit": chunk.unit,
        "printed_unit": chunk.printed_unit,
        "sheet": None if sheet.is_text else sheet.name,
        "form": chunk.form,
        "n_expected": None,
    }
    same |= {role: None for role in PART_ROLES if role not in chunk.parts}
    own: dict[str, Encoded[Any]] = {"value": chunk.values, "qualifier": chunk.qualifiers}
    own |= {"raw": chunk.raws} | {role: chunk.parts[role] for role in chunk.parts}
    if "n_valid" in chunk.parts:
        own["n_valid"] = chunk.parts["n_valid"].map(_whole)
    arrays: dict[str, pa.ChunkedArray] = {}
    for field in rows.OBSERVATIONS:
        if field.name in same:
            arrays[field.name] = _repeated(same[field.name], n, field.type)
        elif field.name in own:
            arrays[field.name] = _array(own[field.name], field.type)
    arrays |= _keys(chunk, known, is_outside) | {"cell": _addresses(chunk)}
    return pa.Table.from_pydict(arrays, schema=rows.OBSERVATIONS)


#: Columns made of places and periods: which list of the chunk, and what of its entry.
_KEYS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "area": ("places", lambda place: place[0]),
    "site": ("places", lambda place: place[1]),
    "start": ("periods", lambda period: period.start),
    "end": ("periods", lambda period: period.end),
    "kind": ("periods", lambda period: period.kind),
}


def _keys(
    chunk: Chunk,
    known: dict[tuple[int, str], pa.ChunkedArray],
    is_outside: Callable[[str], bool],
) -> dict[str, Any]:
    found = {}
    outside = {"outside": ("places", lambda place: True if is_outside(place[0]) else None)}
    for name, (of, part) in (_KEYS | outside).items():
        entries: Encoded[Any] = getattr(chunk, of)
        if (id(entries), name) not in known:
            kind = rows.OBSERVATIONS.field(name).type
            known[id(entries), name] = _array(entries.map(part), kind)
        found[name] = known[id(entries), name]
    return found


def _repeated(value: Any, count: int, kind: pa.DataType) -> pa.ChunkedArray:
    """One value ``count`` times."""
    piece = pa.repeat(pa.scalar(value, kind), min(count, _PIECE))
    whole, rest = divmod(count, _PIECE)
    pieces = [piece] * whole if count >= _PIECE else []
    return pa.chunked_array([*pieces, piece.slice(0, rest)] if rest else pieces, kind)


def _addresses(chunk: Chunk) -> pa.ChunkedArray:
    """The cell of each reading."""
    if type(chunk.sheet) is not Sheet:  # a view has addresses of its own
        return pa.chunked_array([pa.array([chunk.cell(i) for i in range(len(chunk))], pa.string())])
    numbers = np.asarray(chunk.rows, np.int64)
    sheet = chunk.sheet
    if not sheet.is_text:
        before, after = column_letters(chunk.column + 1), ""
        numbers = numbers + 1
    else:
        before, after = "R", f"C{chunk.column + 1}"
        numbers = np.asarray(sheet.lines, np.int64)[numbers] if sheet.lines else numbers + 1
    texts = pc.cast(pa.array(numbers), pa.string())
    return pa.chunked_array([pc.binary_join_element_wise(before, texts, after, "")])


def _whole(count: Decimal | None) -> int | None:
    return None if count is None or count >= 2**31 else int(count)


def _array(column: Encoded[Any], kind: pa.DataType) -> pa.ChunkedArray:
    """A column built from its distinct entries, a short one from its entries."""
    if len(column) < _SHORT:
        return pa.chunked_array([pa.array(list(column), kind)])
    used = column.used
    if len(used) == 1:
        return _repeated(column.values[used[0]], len(column), kind)
    distinct = pa.array([column.values[code] for code in used], kind)
    place = np.zeros(len(column.values), np.int32)
    place[used] = np.arange(len(used))
    return pa.chunked_array([pc.take(distinct, pa.array(place[column.codes]))])
