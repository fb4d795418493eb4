"""The parts of readings with their cells, as the store keeps them beside the readings."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import pyarrow as pa

from chuangmo.store import rows
from loaders.extracting.scaling import storable
from loaders.model.readings import Chunk, PartColumn, PartRow
from loaders.model.sheet import cell_text
from loaders.words.values import parse_value


def parts_table(chunks: Iterable[Chunk]) -> pa.Table:
    """Numerators, denominators, weights and kinds of counts as ``rows.PARTS``.

    A part without a number is left out.
    """
    listed = [
        row
        for chunk in chunks
        if chunk.part_columns or chunk.part_rows
        for position in range(len(chunk))
        for row in _parts(chunk, position)
    ]
    return pa.Table.from_pylist(listed, schema=rows.PARTS)


def _parts(chunk: Chunk, position: int) -> Iterator[dict[str, Any]]:
    area, site = chunk.places[position]
    period = chunk.periods[position]
    grain = (
        chunk.indicator.id, area, site, period.start, period.end, period.kind, chunk.statistic,
        chunk.dust,
    )  # fmt: skip
    own = chunk.rows[position]
    for column in chunk.part_columns:
        kind = column.role == rows.OF_WHICH
        value = None if kind else chunk.parts[column.role][position]
        told = _told(chunk, (own, column.index), column.role, value)
        if told:
            yield _named(grain, column) | told
    for row in chunk.part_rows.get(own, ()):
        value = None if row.role == rows.OF_WHICH else chunk.parts[row.role][position]
        told = _told(chunk, (row.row, chunk.column), row.role, value)
        if told:
            yield _named(grain, row) | told


def _named(grain: tuple[Any, ...], part: PartColumn | PartRow) -> dict[str, Any]:
    return dict(zip(rows.GRAIN, grain, strict=True)) | {"name": part.name, "unit": part.unit}


def _told(chunk: Chunk, cell: tuple[int, int], role: str, value: Decimal | None) -> dict[str, Any]:
    """Role, value and cell; a kind's value is what its cell says; empty without a number."""
    sheet = chunk.sheet
    raw = sheet.value(*cell)
    parsed = parse_value(raw)
    if role == rows.OF_WHICH and parsed.kind == "number" and parsed.value is not None:
        value = storable(parsed.value)
    if value is None:
        return {}
    return {
        "role": role,
        "value": value,
        "raw": cell_text(raw),
        "sheet": None if sheet.is_text else sheet.name,
        "cell": sheet.address(*cell),
    }
