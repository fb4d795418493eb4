"""Readings of one value column as parallel columns."""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

import numpy as np

from chuangmo.catalog.models import Indicator
from chuangmo.period import Period
from loaders.model.encoded import Encoded, encoded
from loaders.model.sheet import Sheet
from loaders.model.table import Place

PART_ROLES = ("numerator", "denominator", "weight", "n_valid")


@dataclass(frozen=True)
class PartColumn:
    """The column in which a part of the readings stands, each in the row of its reading.

    Attributes:
        role: as in ``store.rows.PARTS``; name: its heading; unit: as printed there, else empty.
    """

    role: str
    name: str
    unit: str
    index: int


@dataclass(frozen=True)
class PartRow:
    """A row that tells a part of the reading of another row, in the columns of that reading.

    Attributes:
        name: its label; unit: as printed there, else empty; marked: whether it says 其中.
        role: as in ``store.rows.PARTS``.
        added: a row whose figure belongs to the part too (优良天数 to 超标天数); ``None`` of most.
    """

    row: int
    name: str
    unit: str
    marked: bool = False
    role: str = "of_which"
    added: int | None = None


@dataclass(frozen=True, eq=False)
class Chunk:
    """Readings of one indicator and statistic from one column, one entry a reading.

    Values are in the stored unit; ``None`` where ``qualifiers`` says ``missing`` or a detection
    limit is not given. ``audit`` is ``unaudited`` or ``audited`` where the sheet says it. ``parts``
    holds columns of the same length. ``part_columns`` says where these and the kinds of a count
    stand, ``part_rows`` those in rows of their own, by the row of the reading. ``other_scale``
    turns the values into those of the unit that their size betrays; ``None`` where the printed unit
    is not in doubt.
    """

    sheet: Sheet
    column: int
    indicator: Indicator
    statistic: str
    unit: str
    printed_unit: str
    form: str
    dust: str = ""
    audit: str = ""
    other_scale: Decimal | None = None
    rows: "array[int]" = field(default_factory=lambda: array("I"))
    places: Encoded[Place] = field(default_factory=lambda: encoded([]))
    periods: Encoded[Period] = field(default_factory=lambda: encoded([]))
    values: Encoded[Decimal | None] = field(default_factory=lambda: encoded([]))
    qualifiers: Encoded[str] = field(default_factory=lambda: encoded([]))
    raws: Encoded[str] = field(default_factory=lambda: encoded([]))
    parts: dict[str, Encoded[Decimal | None]] = field(default_factory=dict)
    part_columns: tuple[PartColumn, ...] = ()
    part_rows: Mapping[int, tuple[PartRow, ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def cell(self, position: int) -> str:
        """Address of one reading."""
        return self.sheet.address(self.rows[position], self.column)

    def without(self, positions: Iterable[int]) -> "Chunk":
        """The same without some readings; itself where none goes."""
        stay = np.ones(len(self), bool)
        stay[list(positions)] = False
        if stay.all():
            return self
        return replace(
            self,
            rows=array("I", np.asarray(self.rows, np.uint32)[stay].tobytes()),
            places=self.places.taken(stay),
            periods=self.periods.taken(stay),
            values=self.values.taken(stay),
            qualifiers=self.qualifiers.taken(stay),
            raws=self.raws.taken(stay),
            parts={role: column.taken(stay) for role, column in self.parts.items()},
        )
