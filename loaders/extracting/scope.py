"""What the reading of one block shares: its columns, keys and surroundings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from chuangmo.catalog.models import Indicator
from chuangmo.period import Period
from chuangmo.store.rows import OF_WHICH
from loaders.binding.context import Context
from loaders.binding.file_context import FileContext
from loaders.binding.keys import KeyReader
from loaders.binding.row_keys import RowKeys
from loaders.extracting.extract import Extract, aside
from loaders.model.encoded import Encoded, column_cells, encoded, pairs, repeated
from loaders.model.sheet import CellValue, cell_text
from loaders.model.table import TIME_ROLES, Block, Column, Place, TimeParts, Unit
from loaders.tables.finding import TableFinder
from loaders.tables.place_columns import PLACE_ROLES
from loaders.tables.sites_across import NAMED
from loaders.words.modifiers import moved, moved_period, own_period, time_words
from loaders.words.normalise import label
from loaders.words.periods import bare_year, merged, to_period
from loaders.words.units import number_with_unit
from loaders.words.values import BLANK, Parsed, parse_value
from loaders.words.zones import in_zone

_CLAUSE = re.compile(r"[,，。;；、:()]")
_PERCENTILE = re.compile(r"p\d{1,2}")


@dataclass(frozen=True)
class PartCells:
    """A part of the readings of a column: a cell a row, and where it stands."""

    cells: Encoded[Parsed]
    column: Column
    rows: Sequence[int]


@dataclass(frozen=True)
class BlockScope:
    """One block with its columns, keys and surroundings.

    Attributes:
        open_axes: ``place`` or ``period`` where a question of this block leaves it open.
    """

    block: Block
    columns: list[Column]
    keys: KeyReader
    rows: RowKeys
    context: Context
    file: FileContext
    layout: TableFinder
    form: str
    open_axes: frozenset[str] = frozenset()
    _periods: dict[tuple[TimeParts, tuple[str, ...]], Encoded[Period | None]] = field(
        default_factory=dict
    )
    _cells: dict[int, Encoded[CellValue]] = field(default_factory=dict)

    @cached_property
    def stated_statistics(self) -> dict[str, str]:
        """The statistic that titles, notes or explanations state of an indicator by name.

        CO为第95百分位数，O3为日最大8小时均值第90百分位数: each clause speaks of what it names.
        """
        found: dict[str, str] = {}
        for text in (*self.block.titles, *self.block.notes, *self.file.help):
            for clause in _CLAUSE.split(label(text)):
                said = self.file.vocabulary.facets(clause)
                if len(said.indicators) == 1 and _is_stated(said.statistic):
                    found.setdefault(said.indicators[0], said.statistic)
        return found

    def aside(
        self, code: str, column: Column, rows: list[int], found: str, **words: str
    ) -> Extract:
        """Cells of a column that are no readings: counted, with one finding at the first."""
        return aside(code, self.block.sheet, column.index, rows, found, **words)

    def parsed(self, row: int, column: Column) -> Parsed:
        """One cell parsed, per cent formats applied."""
        raw = self.block.sheet.value(row, column.index)
        if raw is None:
            return BLANK
        return without_own_unit(parse_value(raw, self.in_percent(row, column)))

    def row_label(self, row: int) -> str:
        """The text of a row under the key column of indicators; empty without one."""
        column = self.keys.column("indicator")
        return cell_text(self.layout.shown(row, column.index)) if column else ""

    @property
    def rows_have_times(self) -> bool:
        """Whether the rows state their own times."""
        return any(c.role == "key" and c.key in TIME_ROLES for c in self.columns)

    def in_percent(self, row: int, column: Column) -> bool:
        """Whether a cell is in a per cent format."""
        return "%" in self.block.sheet.formats.get((row, column.index), "")

    def cells_of(self, column: Column) -> Encoded[CellValue]:
        """The cells of a column in the rows, made once."""
        if column.index not in self._cells:
            held = column_cells(self.block.sheet, column.index, self.rows.rows)
            self._cells[column.index] = held
        return self._cells[column.index]

    def units_of(self, column: Column) -> Encoded[Unit | None] | None:
        """Units of the rows, those that stand in the cells of a column behind the number first."""
        cells, units = self.cells_of(column), self.rows.units
        own = cells.map(lambda cell: number_with_unit(cell) if isinstance(cell, str) else None)
        if not any(own.entries()):
            return units
        of_rows = repeated(None, len(cells)) if units is None else units
        return pairs(own, of_rows).map(lambda both: both[0][1] if both[0] else both[1])

    def parts_in_rows(self, column: Column) -> dict[str, PartCells]:
        """Numerators and denominators that stand in rows of their own, by their role."""
        told = {part.role for parts in self.rows.kinds.values() for part in parts} - {OF_WHICH}
        return {role: self._part_in_rows(role, column) for role in sorted(told)}

    def _part_in_rows(self, role: str, column: Column) -> PartCells:
        """One part; a remainder is added to its numerator."""
        cells, rows = [], []
        for row in self.rows.rows:
            part = next((p for p in self.rows.kinds.get(row, ()) if p.role == role), None)
            cell = self.parsed(part.row, column) if part else BLANK
            if part and part.added is not None and cell.value is not None:
                more = self.parsed(part.added, column).value
                cell = BLANK if more is None else replace(cell, value=cell.value + more)
            cells.append(cell)
            rows.append(part.row if part else row)
        return PartCells(encoded(cells), column, rows)

    def places_of(self, column: Column, indicator: Indicator) -> Encoded[Place | None]:
        """The place of each row's value in a column."""
        places = self.rows.places
        if column.places:
            own = self._place_of(column)  # a row whose own place cannot be read is none of its
            keyed = self.keys.column(*PLACE_ROLES) is not None
            places = places.map(lambda row: row and own) if keyed else repeated(own, len(places))
        if not column.zone:
            return places
        return places.map(lambda p: p and in_zone(p, column.zone, indicator, self.file.catalog))

    def _place_of(self, column: Column) -> Place:
        kind, key = column.places[0]
        if kind == NAMED:
            return (self.context.place or ("", None))[0], key
        site = self.file.catalog.site(key) if kind == "site" else None
        return (site.district, site.id) if site else (key, None)

    def periods_of(self, column: Column) -> Encoded[Period | None]:
        """The period of each row's value in a column."""
        words = time_words(column.modifiers)
        own = column.period
        if not self.rows_have_times:
            own = own_period(column, self.columns, self.context.period)
        key = (own, words)
        if key not in self._periods:
            fixed = self.context.fixed
            self._periods[key] = self.rows.parts.map(
                lambda parts: (
                    moved_period(fixed, words)
                    if fixed and not parts and not own
                    else self._period(own, parts, words)
                )
            )
        return self._periods[key]

    def _period(
        self, own: TimeParts, parts: TimeParts | None, words: tuple[str, ...]
    ) -> Period | None:
        if parts is None:
            return None
        whole = parts
        if own:
            whole = merged(own, parts)
            if bare_year(own) and parts and not bare_year(parts):
                # the rows are months or days of the header's year
                whole = parts._replace(year=own.year)
        if own or whole.year is None:
            whole = merged(whole or self.context.period, self.context.period)
        shifted = moved(whole, words, own_year=own.year is not None) if words else whole
        return to_period(shifted) if shifted else None


def without_own_unit(cell: Parsed) -> Parsed:
    """A cell of a number and a known unit as the number; any other as it is."""
    both = number_with_unit(cell.text) if cell.kind == "unreadable" else None
    return replace(parse_value(both[0]), text=cell.text) if both else cell


def _is_stated(statistic: str) -> bool:
    """Whether a statistic is none that a plain column of means may stand for."""
    return statistic in ("mda8", "median", "max", "min") or bool(_PERCENTILE.fullmatch(statistic))
