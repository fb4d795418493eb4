"""Readings of one value column as parallel lists."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np

from chuangmo.catalog.models import Indicator
from chuangmo.period import Period
from loaders.model.coded import Coded, as_list
from loaders.model.sheet import Sheet
from loaders.model.table import Place

PART_ROLES = ("numerator", "denominator", "weight", "n_valid")


@dataclass
class Chunk:
    """Readings of one indicator and statistic from one column, one entry a reading.

    Values are in the stored unit; ``None`` where ``qualifiers`` says ``missing`` or a detection
    limit is not given. ``parts`` holds lists of the same length. Of a packed sheet the lists are
    ``Coded`` and ``rows`` an array: to be read as lists. ``other_scale`` turns the values into
    those of the unit that their size betrays; ``None`` where the printed unit is not in doubt.
    """

    sheet: Sheet
    column: int
    indicator: Indicator
    statistic: str
    unit: str
    printed_unit: str
    form: str
    dust: str = ""
    other_scale: Decimal | None = None
    rows: list[int] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    values: list[Decimal | None] = field(default_factory=list)
    qualifiers: list[str] = field(default_factory=list)
    raws: list[str] = field(default_factory=list)
    parts: dict[str, list[Decimal | None]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def add(
        self,
        row: int,
        place: Place,
        period: Period,
        value: Decimal | None,
        qualifier: str,
        raw: str,
        parts: dict[str, Decimal | None],
    ) -> None:
        """Append one reading."""
        self.rows.append(row)
        self.places.append(place)
        self.periods.append(period)
        self.values.append(value)
        self.qualifiers.append(qualifier)
        self.raws.append(raw)
        for role, part in parts.items():
            self.parts.setdefault(role, []).append(part)

    def cell(self, position: int) -> str:
        """Address of one reading."""
        return self.sheet.address(self.rows[position], self.column)

    def without(self, positions: Iterable[int]) -> None:
        """Leave readings out, in place."""
        gone = set(positions)
        if not gone:
            return
        if isinstance(self.values, Coded):
            self._without_coded(gone)
            return
        lists: list[list[Any]] = [self.rows, self.places, self.periods, self.values]
        lists += [self.qualifiers, self.raws, *self.parts.values()]
        for entries in lists:
            entries[:] = [entry for i, entry in enumerate(entries) if i not in gone]

    def _without_coded(self, gone: set[int]) -> None:
        """``without`` for coded lists, which are replaced; such a chunk has no parts."""
        stay = np.ones(len(self), bool)
        stay[list(gone)] = False
        self.rows = as_list(array("I", np.asarray(self.rows, np.uint32)[stay].tobytes()))
        for name in ("places", "periods", "values", "qualifiers", "raws"):
            entries = getattr(self, name)
            left = np.asarray(np.flatnonzero(stay))
            kept = entries.taken(left) if isinstance(entries, Coded) else [entries[i] for i in left]
            setattr(self, name, kept)
