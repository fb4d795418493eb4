"""The parts of readings with their cells, as the store keeps them beside the readings."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import pyarrow as pa

from chuangmo.store import rows
from loaders.extracting.scaling import storable
from loaders.model.readings import Chunk, PartColumn
from loaders.model.sheet import cell_text
from loaders.words.values import parse_value


def parts_table(chunks: Iterable[Chunk]) -> pa.Table:
    """Numerators, denominators, weights and kinds of counts as ``rows.PARTS``.

    A part without a number is left out.
    """
    listed = [
        row
        for chunk in chunks
        if chunk.part_columns
        for position in range(len(chunk))
        for row in _parts(chunk, position)
    ]
    return pa.Table.from_pylist(listed, schema=rows.PARTS)


def _parts(chunk: Chunk, position: int) -> Iterator[dict[str, Any]]:
    sheet, row = chunk.sheet, chunk.rows[position]
    area, site = chunk.places[position]
    period = chunk.periods[position]
    grain = (
        chunk.indicator.id, area, site, period.start, period.end, period.kind, chunk.statistic,
        chunk.dust,
    )  # fmt: skip
    for column in chunk.part_columns:
        value = _value(chunk, position, column)
        if value is not None:
            yield dict(zip(rows.GRAIN, grain, strict=True)) | {
                "role": column.role,
                "name": column.name,
                "value": value,
                "unit": column.unit,
                "raw": cell_text(sheet.value(row, column.index)),
                "sheet": None if sheet.is_text else sheet.name,
                "cell": sheet.address(row, column.index),
            }


def _value(chunk: Chunk, position: int, column: PartColumn) -> Decimal | None:
    if column.role != rows.OF_WHICH:
        return chunk.parts[column.role][position]
    cell = parse_value(chunk.sheet.value(chunk.rows[position], column.index))
    return storable(cell.value) if cell.kind == "number" and cell.value is not None else None
