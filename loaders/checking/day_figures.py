"""Observations condensed to one figure a day (or stretch) and place, with their first cell."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from chuangmo.period import HOUR
from chuangmo.store.rows import TIME
from loaders.model.finding import Finding

_KEYS = ("indicator", "area", "site", "kind", "statistic", "dust")
_DAY = 24 * 3600 * 1_000_000  # microseconds
#: So many days make a line that can be compared.
COPIED_DAYS = 10
_COPIED_KINDS = 4  # different values among them


class FigureSeries(NamedTuple):
    """What tells one line of figures from another."""

    indicator: str
    area: str
    site: str | None
    kind: str
    statistic: str
    dust: str


class DayFigure(NamedTuple):
    """The sum of a day's hours, or one value of a longer stretch.

    Attributes:
        total: exact sum of ``n`` values in the stored unit; ``None`` where there is none.
        sheet, cell: of the first value behind it; empty for figures of the store.
    """

    key: FigureSeries
    start: datetime
    end: datetime
    total: Decimal | None
    n: int
    sheet: str | None = None
    cell: str | None = None

    @property
    def indicator(self) -> str:
        """Id of the indicator."""
        return self.key.indicator

    @property
    def area(self) -> str:
        """Canonical name of the area."""
        return self.key.area

    @property
    def place(self) -> str:
        """The site, else the area, as a sentence names it."""
        return self.key.site or self.key.area

    @classmethod
    def stored(cls, row: Mapping[str, Any]) -> "DayFigure":
        """A row of ``rows.DAY_SUMS``."""
        key = FigureSeries(*(row[name] for name in _KEYS))
        return cls(key, row["start"], row["end"], row["total"] if row["n"] else None, row["n"])


def day_figures(observations: pa.Table) -> list[DayFigure]:
    """Hours summed within their day, every other value by itself; in the order of the file."""
    table = _by_day(observations)
    grouped = table.group_by([*_KEYS, "start", "end"], use_threads=False).aggregate(
        [("value", "sum"), ("value", "count"), ("line", "min")]
    )
    firsts = observations.select(["sheet", "cell"]).take(grouped["line_min"])
    rows = zip(*(_entries(grouped[name]) for name in _KEYS), strict=True)
    known: dict[tuple[Any, ...], FigureSeries] = {}
    keys = (known.get(row) or known.setdefault(row, FigureSeries(*row)) for row in rows)
    facts = [_entries(grouped[name]) for name in ("start", "end", "value_sum", "value_count")]
    cells = (firsts[name].to_pylist() for name in ("sheet", "cell"))
    return list(map(DayFigure, keys, *facts, *cells))


def _by_day(observations: pa.Table) -> pa.Table:
    """What is grouped: hours moved to the start of their day, every row with its ``line``."""
    table = observations.select([*_KEYS, "value"])
    hourly = pc.equal(observations["kind"], HOUR).to_numpy()
    start, end = (observations[name].to_numpy().astype(np.int64) for name in ("start", "end"))
    day = start - start % _DAY
    for name, moments in (("start", start), ("end", end)):
        moved = pa.array(np.where(hourly, day, moments)).cast(TIME)
        table = table.append_column(name, moved)
    return table.append_column("line", pa.array(np.arange(table.num_rows)))


def _entries(column: pa.ChunkedArray) -> list[Any]:
    """The entries of a column, each distinct one made once."""
    coded = column.combine_chunks().dictionary_encode("encode")
    values = coded.dictionary.to_pylist()
    return [values[code] for code in coded.indices.to_numpy().tolist()]


def at_figure(
    code: str,
    figure: DayFigure,
    found: str,
    *,
    told_with: datetime | None = None,
    confirm: bool | None = None,
    **words: str,
) -> Finding:
    """A finding at the first cell behind a figure, told of the whole file.

    Args:
        told_with: start of the month that it is told with.
    """
    return Finding(code, figure.sheet, figure.cell, found, words, confirm=confirm, month=told_with)


def series(figures: Sequence[DayFigure]) -> dict[FigureSeries, list[DayFigure]]:
    """Figures by what they belong to, each line in order of time."""
    found: dict[FigureSeries, list[DayFigure]] = defaultdict(list)
    for figure in figures:
        found[figure.key].append(figure)
    return {key: sorted(line, key=lambda f: f.start) for key, line in found.items()}


def worth_comparing(line: Sequence[DayFigure]) -> bool:
    """Whether a line is long and varied enough for an equal one to be a copy."""
    values = [figure.total for figure in line if figure.total is not None]
    return len(values) >= COPIED_DAYS and len(set(values)) >= _COPIED_KINDS


def plain(value: Decimal) -> str:
    """A number in four significant digits, for a sentence; nothing is computed from it."""
    text = format(value, ".4g") if abs(value) < 10000 else format(value, ".0f")
    return format(Decimal(text).normalize(), "f")
