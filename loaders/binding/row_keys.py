"""Keys of the rows of one block, and what the labels of its rows say."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from chuangmo.period import Period
from loaders.binding.media import of_row
from loaders.model.encoded import Encoded, pairs, repeated
from loaders.model.evidence import Alternative
from loaders.model.readings import PartRow
from loaders.model.sheet import CellValue
from loaders.model.table import NOTHING, Place, TimeParts, Unit
from loaders.tables.header_pieces import of_title
from loaders.words.labels import Label, holds, meaning
from loaders.words.modifiers import LAST_YEAR
from loaders.words.normalise import label
from loaders.words.periods import bare_year
from loaders.words.units import fits, unit_named
from loaders.words.vocabulary import Vocabulary


@dataclass
class RowKeys:
    """Keys of the rows of one block, parallel to ``rows``; ``None`` where a key cannot be read.

    ``totals`` maps a total row to its total word, ``left`` a row that an answer leaves out to its
    place as written (those in ``left_outside`` are sites of other cities); such rows are not in
    ``rows``. ``chosen`` says which order of dates was taken
    of several, and why; ``open_order`` are those that come too near to each other.
    ``unexplained`` are row labels that name an indicator (id) and more that nobody knows, or nearly
    name one. ``kinds`` are rows that tell the kinds of a count, or numerator and denominator of a
    rate, by the row of the count or rate; ``quotients`` are rows of numerators that stand for a
    rate (id) that is not printed. ``labelled``: the times are those in labels of indicators
    (2007年PM10); ``last_year`` are rows whose label says 上年同期.
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
    left_outside: frozenset[int] = frozenset()
    chosen: tuple[str, ...] = ()
    unexplained: dict[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: dict[int, tuple[PartRow, ...]] = field(default_factory=dict)
    quotients: dict[int, str] = field(default_factory=dict)
    labelled: bool = False
    last_year: frozenset[int] = frozenset()

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


Cells = Encoded[CellValue]


@dataclass(frozen=True)
class RowLabels:
    """Explains the labels of rows, each with the unit that is printed for it.

    Attributes:
        said: what a person said of labels: normalised text -> indicator id, empty: left out.
        titles: lines above the table and the sheet's name, which a label may continue.
        medium: of the table, which tells names apart that several share (铅).
    """

    vocabulary: Vocabulary
    said: Mapping[str, str]
    titles: tuple[str, ...] = ()
    medium: str = ""

    def indicators(
        self, cells: Cells, units: Encoded[Unit | None] | None, made: frozenset[str]
    ) -> Encoded[str | None]:
        """The indicator of each row, ``None`` where its label heads none or is one of ``made``."""

        def of(named: tuple[CellValue, Unit | None]) -> str | None:
            text = text_of(named[0])
            return self.indicator(text, named[1]) if text and text not in made else None

        return self._with_units(cells, units).map(of)

    def unexplained(
        self, cells: Cells, units: Encoded[Unit | None] | None
    ) -> dict[str, tuple[str, ...]]:
        """Labels that name an indicator and more that nobody knows, or nearly name one."""
        found = {}
        for raw, unit in dict.fromkeys(self._with_units(cells, units).entries()):
            if not isinstance(raw, str):
                continue
            whole = self.meaning(raw, unit)
            near = () if whole.indicators else self.vocabulary.near(raw)
            if label(raw) in self.said:
                continue
            if whole.rest and (ids := whole.indicators or near):
                found[raw] = ids
            elif whole.is_value and not self.medium and self.indicator(raw, unit) is None:
                found[raw] = self.vocabulary.facets(raw).shared
        return found

    def units(self, cells: Cells | None, printed: Cells | None) -> Encoded[Unit | None] | None:
        """Units of a unit column, else those written behind the indicator of each row."""
        if printed is not None:
            return printed.map(lambda c: None if c is None else unit_named(str(c)))
        if cells is None:
            return None
        units = cells.map(lambda c: self.vocabulary.facets(text_of(c)).unit)
        return units if any(units.entries()) else None

    def indicator(self, text: str, unit: Unit | None = None) -> str | None:
        """The one indicator whose monitored values a label heads, or that a person said."""
        if (said := self.said.get(label(text))) is not None:
            return said or None
        whole = self.meaning(text, unit)
        if not whole.is_value:
            return None
        facets, catalog = self.vocabulary.facets(text), self.vocabulary.catalog
        shared = whole.indicators[0] in facets.shared
        return (of_row(facets, self.medium, catalog) or None) if shared else whole.indicators[0]

    def meaning(self, text: str, unit: Unit | None = None) -> Label:
        """What a label means; of names that several indicators share the one of the unit."""
        catalog = self.vocabulary.catalog
        whole = meaning([self.vocabulary.facets(text)], catalog)
        if whole.is_value and fits(unit, own := catalog.indicator(whole.indicators[0])):
            named = of_title(own, text, self.titles, unit, self.vocabulary)
            return Label((named,)) if named else whole
        if named := self.vocabulary.in_unit(text, unit):
            kind = whole.quantity
            of_own = kind is not None and holds(kind.id, catalog.indicator(named))
            return Label((named,), None if of_own else kind)
        made = whole.quantity is not None and whole.quantity.computed
        around = () if whole.is_value or made else self.titles
        named = self.vocabulary.composed(text, around)
        return Label((named,)) if named else whole

    def periods(self, cells: Cells, outer: TimeParts, fixed: Period | None) -> Encoded[TimeParts]:
        """The period in the label of each row; a year alone beside others is that of the title.

        Of 2007年PM10 and PM10 under 2008年10月 the first is of October 2007. Another year than that
        of a period that a person said is none.
        """
        found = cells.map(lambda c: (*self.vocabulary.facets(text_of(c)).periods, NOTHING)[0])
        if fixed:
            found = found.map(lambda p: p if p.year in (None, fixed.start.year) else NOTHING)
        years = {parts.year for parts in found.entries()}
        if not (years & {None, outer.year}) or bare_year(outer) or not outer.year:
            return found
        return found.map(lambda p: outer._replace(year=p.year) if bare_year(p) else p)

    def of_last_year(self, raw: CellValue) -> bool:
        """Whether a label says 上年同期."""
        return LAST_YEAR in self.vocabulary.facets(text_of(raw)).modifiers

    def reason(self, text: str) -> str:
        """Why a label heads no monitored values, as of a column; empty of an unknown one."""
        whole = self.meaning(text)
        if whole.quantity:
            return whole.quantity.id
        if whole.is_value:
            return "running-mean"
        return "".join(self.vocabulary.facets(text).derived[-1:])

    @staticmethod
    def _with_units(
        cells: Cells, units: Encoded[Unit | None] | None
    ) -> Encoded[tuple[CellValue, Unit | None]]:
        return pairs(cells, repeated(None, len(cells)) if units is None else units)


def text_of(raw: CellValue) -> str:
    """The text of a cell, empty where it has none."""
    return "" if raw is None else str(raw)
