"""Chunks of readings to the observation table, column by column."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from chuangmo.store import rows
from loaders.readings import PART_ROLES, Chunk

_BATCH = 2000


def observations(chunks: list[Chunk]) -> pa.Table:
    """All chunks as ``rows.OBSERVATIONS``, in the order of the chunks."""
    tables = [_table(chunk) for chunk in chunks if len(chunk)]
    return pa.concat_tables(tables) if tables else rows.OBSERVATIONS.empty_table()


def _table(chunk: Chunk) -> pa.Table:
    n = len(chunk)
    sheet, column = chunk.sheet, chunk.column
    same = {
        "indicator": chunk.indicator.id,
        "statistic": chunk.statistic,
        "dust": chunk.dust,
        "unit": chunk.unit,
        "printed_unit": chunk.printed_unit,
        "sheet": None if sheet.is_text else sheet.name,
        "form": chunk.form,
        "n_expected": None,
    }
    own: dict[str, list[Any]] = {
        "area": [place[0] for place in chunk.places],
        "site": [place[1] for place in chunk.places],
        "start": [period.start for period in chunk.periods],
        "end": [period.end for period in chunk.periods],
        "kind": [period.kind for period in chunk.periods],
        "value": chunk.values,
        "qualifier": chunk.qualifiers,
        "raw": chunk.raws,
        "cell": [sheet.address(row, column) for row in chunk.rows],
        "n_valid": _whole(chunk),
    }
    own |= {role: chunk.parts.get(role, [None] * n) for role in PART_ROLES if role != "n_valid"}
    arrays = [
        pa.array([same[f.name]] * n, f.type) if f.name in same else _array(own[f.name], f.type)
        for f in rows.OBSERVATIONS
    ]
    return pa.Table.from_arrays(arrays, schema=rows.OBSERVATIONS)


def _whole(chunk: Chunk) -> list[int | None]:
    counts = chunk.parts.get("n_valid", [None] * len(chunk))
    return [None if count is None or count >= 2**31 else int(count) for count in counts]


def _array(values: list[Any], kind: pa.DataType) -> pa.Array:
    """An array built from the distinct values where many repeat (decimals, times)."""
    if len(values) < _BATCH or not (pa.types.is_decimal(kind) or pa.types.is_timestamp(kind)):
        return pa.array(values, kind)
    distinct = {value: number for number, value in enumerate(dict.fromkeys(values))}
    indices = pa.array([distinct[value] for value in values], pa.int32())
    return pc.take(pa.array(list(distinct), kind), indices)
