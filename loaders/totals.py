"""Total and mean rows: set aside, and checked against the rows that they sum up."""

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from loaders.columns import Column

if TYPE_CHECKING:
    from loaders.extract import BlockReader

_SUM = re.compile("合计|总计")


def set_aside_totals(reader: "BlockReader", column: Column) -> None:
    """Leave the total rows of one column out, after a look at whether they add up."""
    hits = [
        (row, parsed.text)
        for row in reader.rows.totals
        if (parsed := reader.parsed(row, column)).kind in ("number", "missing", "below")
    ]
    first = reader.rows.totals[hits[0][0]] if hits else ""
    _check_sum(reader, column, hits)
    if column.role == "value":
        reader.aside("total-row", column, hits, first)


def _check_sum(reader: "BlockReader", column: Column, hits: list[tuple[int, str]]) -> None:
    """The one 合计 row of a column of counts or parts against the sum of its rows."""
    ids = column.indicator and reader.file.catalog.indicator(column.indicator)
    adds = column.part in ("numerator", "denominator") if column.part else False
    adds = adds or bool(ids and column.role == "value" and ids.combine == "cumulative")
    sums = [hit for hit in hits if _SUM.search("".join(reader.rows.totals[hit[0]].split()))]
    if not adds or len(sums) != 1 or len(reader.rows.totals) != 1:
        return
    printed = reader.parsed(sums[0][0], column).value
    total = sum(
        (reader.parsed(r, column).value or Decimal(0) for r in reader.rows.rows), Decimal(0)
    )
    if printed is not None and printed != total:
        reader.tally.report(
            "total-differs", sums[0][0], column.index, sums[0][1], sum=format(total, "f")
        )
