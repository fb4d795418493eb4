"""Observations condensed to one figure a day (or stretch) and place, with their first cell."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from chuangmo.period import HOUR

_KEYS = ("indicator", "area", "site", "kind", "statistic", "dust")


@dataclass(frozen=True)
class Series:
    """What tells one line of figures from another."""

    indicator: str
    area: str
    site: str | None
    kind: str
    statistic: str
    dust: str


@dataclass(frozen=True)
class DayFigure:
    """The sum of a day's hours, or one value of a longer stretch.

    Attributes:
        total: exact sum of ``n`` values in the stored unit; ``None`` where there is none.
        sheet, cell: of the first value behind it; empty for figures of the store.
    """

    key: Series
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
        key = Series(*(row[name] for name in _KEYS))
        return cls(key, row["start"], row["end"], row["total"] if row["n"] else None, row["n"])


def day_figures(observations: pa.Table) -> list[DayFigure]:
    """Hours summed within their day, every other value by itself; in the order of the file."""
    hourly = pc.equal(observations["kind"], HOUR)
    day = pc.floor_temporal(observations["start"], unit="day")
    table = observations.select([*_KEYS, "value", "sheet", "cell"])
    table = table.append_column("start", pc.if_else(hourly, day, observations["start"]))
    table = table.append_column("end", pc.if_else(hourly, day, observations["end"]))
    table = table.append_column("line", pa.array(range(table.num_rows), pa.int64()))
    grouped = table.group_by([*_KEYS, "start", "end"], use_threads=False).aggregate(
        [("value", "sum"), ("value", "count"), ("line", "min")]
    )
    firsts = table.select(["sheet", "cell"]).take(grouped["line_min"])
    cells = firsts.to_pylist()
    figures = [
        DayFigure(
            Series(*(row[name] for name in _KEYS)), row["start"], row["end"],
            row["value_sum"], row["value_count"], cell["sheet"], cell["cell"],
        )
        for row, cell in zip(grouped.to_pylist(), cells, strict=True)
    ]  # fmt: skip
    return figures


def series(figures: Sequence[DayFigure]) -> dict[Series, list[DayFigure]]:
    """Figures by what they belong to, each line in order of time."""
    found: dict[Series, list[DayFigure]] = defaultdict(list)
    for figure in figures:
        found[figure.key].append(figure)
    return {key: sorted(line, key=lambda f: f.start) for key, line in found.items()}
