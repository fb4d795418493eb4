"""The keys of the rows of a block, read: place, time, indicator, unit, statistic."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from loaders.model.encoded import Encoded
from loaders.model.evidence import Alternative
from loaders.model.readings import PartRow
from loaders.model.table import Place, TimeParts, Unit


@dataclass
class RowKeys:
    """Keys of the rows of one block, parallel to ``rows``; ``None`` where a key cannot be read.

    ``totals`` maps a total row to its total word, ``left`` a row that an answer leaves out to its
    place as written; such rows are not in ``rows``. ``chosen`` says which order of dates was taken
    of several, and why; ``open_order`` are those that come too near to each other.
    ``unexplained`` are row labels that name an indicator (id) and more that nobody knows, or nearly
    name one. ``kinds`` are rows that tell the kinds of a count, by the row of the count.
    """

    rows: "array[int]"
    places: Encoded[Place | None]
    parts: Encoded[TimeParts | None]
    indicators: Encoded[str | None] | None
    units: Encoded[Unit | None] | None
    statistics: Encoded[str] | None
    totals: dict[int, str]
    hidden_characters: list[int]
    hour_ending: bool = False
    open_month: str = ""
    open_order: tuple[Alternative, ...] = ()
    left: dict[int, str] = field(default_factory=dict)
    chosen: tuple[str, ...] = ()
    unexplained: dict[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: dict[int, tuple[PartRow, ...]] = field(default_factory=dict)

    def only(self, stay: Sequence[int]) -> "RowKeys":
        """The keys of the rows at some positions."""
        return replace(
            self,
            rows=array("q", (self.rows[n] for n in stay)),
            places=self.places.taken(stay),
            parts=self.parts.taken(stay),
            indicators=self.indicators and self.indicators.taken(stay),
            units=self.units and self.units.taken(stay),
            statistics=self.statistics and self.statistics.taken(stay),
        )
