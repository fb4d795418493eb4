"""A block with its columns and keys to readings: one way for small forms and long tables."""

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeVar

import numpy as np

from chuangmo.catalog.models import Indicator
from chuangmo.period import Period
from loaders.binding.context import indicator_question
from loaders.binding.declared_units import stored_unit
from loaders.extracting.column_unit import chosen_unit, gas_factor, percent_scale
from loaders.extracting.pairs import read_pairs
from loaders.extracting.scaling import EXACT, storable
from loaders.extracting.scope import BlockScope
from loaders.extracting.totals import set_aside_totals
from loaders.model.encoded import (
    Encoded,
    Mask,
    Positions,
    column_cells,
    flags,
    pairs,
    present,
    repeated,
)
from loaders.model.readings import Chunk
from loaders.model.sheet import cell_text
from loaders.model.table import Column, Parts, Place, Unit
from loaders.tables.place_columns import PLACE_ROLES
from loaders.tables.sites_across import NAMED
from loaders.tables.valid_days import parts_of
from loaders.words.foreign_times import is_utc
from loaders.words.modifiers import DUSTY, dust_state, moved, moved_period, own_period, time_words
from loaders.words.periods import merged, to_period
from loaders.words.units import factor
from loaders.words.values import BLANK, Parsed, parse_value
from loaders.words.zones import in_zone

T = TypeVar("T")
RowGroup = tuple[str | None, Unit | None, str]
_FAULTS = {
    "unreadable": "unreadable-value",
    "error": "error-cell",
    "formula": "formula-without-value",
}


@dataclass
class BlockReader(BlockScope):
    """Reads the values of one block into chunks; counts what is set aside.

    Attributes:
        used: part columns (by index) that a reading takes up.
        open_axes: ``place`` or ``period`` where a question of this block leaves it open.
    """

    _periods: dict[tuple[Parts, tuple[str, ...]], Encoded[Period | None]] = field(
        default_factory=dict
    )
    _of_parts: dict[tuple[Parts, tuple[str, ...], bool], Period | None] = field(
        default_factory=dict
    )

    def read(self) -> list[Chunk]:
        """All chunks of the block; derived columns and total rows are set aside."""
        for column in self.columns:
            if column.role == "value":
                self._read_column(column)
            elif column.role == "part":
                set_aside_totals(self, column)
            elif column.role == "derived":
                self._set_aside_derived(column)
        self._read_parts_only()
        return self.chunks

    # -- set aside ----------------------------------------------------------------------------

    def _set_aside_derived(self, column: Column) -> None:
        hits = [
            (row, parsed.text)
            for row in self.block.body
            if (parsed := self.parsed(row, column)).kind == "number"
        ]
        self.aside("not-an-input", column, hits, column.title)

    # -- values -------------------------------------------------------------------------------

    def _column(self, column: Column) -> Encoded[Parsed]:
        """The cells of a column parsed, per cent formats applied."""
        rows = self.rows.rows
        cells = column_cells(self.block.sheet, column.index, rows)
        if not self.block.sheet.formats:
            return cells.map(parse_value)
        percent = flags(np.array([self.in_percent(row, column) for row in rows], bool))
        return pairs(cells, percent).map(lambda cell: parse_value(*cell))

    def _read_column(self, column: Column) -> None:
        set_aside_totals(self, column)
        parsed = self._column(column)
        if not any(p.kind != "blank" for p in parsed.entries()):
            return
        both = read_pairs(self, column, parsed)
        if both is None:
            self._read_values(column, parsed)
            return
        if both.second is not None:
            self._read_values(both.second, both.seconds)
        self._read_values(both.first, both.firsts)

    def _read_values(self, column: Column, parsed: Encoded[Parsed]) -> None:
        groups = self._groups(column)
        if groups is None:
            self.ask(indicator_question(self.block, self.columns, self.file))
            return
        for (indicator_id, unit, statistic), positions in groups.items():
            if indicator_id is None:
                self._unknown_indicator(column, parsed, positions)
                continue
            indicator = self.file.catalog.indicator(indicator_id)
            here = positions[parsed.taken(positions).where(lambda cell: cell.kind != "blank")]
            own = replace(column, statistic=statistic) if statistic else column
            if len(here):
                self._read_group(own, indicator, unit, parsed, here)

    def _hits(self, parsed: Encoded[Parsed], positions: Positions) -> list[tuple[int, str]]:
        """Row and text of the cells at these positions."""
        return [(self.rows.rows[p], parsed[p].text) for p in positions.tolist()]

    def _unknown_indicator(
        self, column: Column, parsed: Encoded[Parsed], positions: Positions
    ) -> None:
        with_value = parsed.taken(positions).where(lambda cell: cell.value is not None)
        if hits := self._hits(parsed, positions[with_value]):
            key = self.keys.column("indicator")
            name = cell_text(self.layout.shown(hits[0][0], key.index)) if key else ""
            self.aside("not-an-input", column, hits, name)

    def _groups(self, column: Column) -> dict[RowGroup, Positions] | None:
        """Row positions by indicator, unit and statistic of the row; ``None`` without indicator."""
        count = len(self.rows.rows)
        whole = column.indicator or self.context.indicator
        ids, units, statistics = self.rows.indicators, self.rows.units, self.rows.statistics
        if ids is None and not whole:
            return None
        if ids is None and units is None and statistics is None:
            return {(whole, None, ""): np.arange(count)}
        if ids is None or whole:
            ids = repeated(whole or None, count)
        named = pairs(ids, repeated(None, count) if units is None else units)
        groups = pairs(named, repeated("", count) if statistics is None else statistics)
        return {(*name, statistic): here for (name, statistic), here in groups.groups().items()}

    def _read_group(
        self,
        column: Column,
        indicator: Indicator,
        row_unit: Unit | None,
        parsed: Encoded[Parsed],
        positions: Positions,
    ) -> None:
        cells = parsed.taken(positions)
        numbers = _numbers(cells, cells.where(lambda cell: bool(cell.value)))
        chosen = chosen_unit(self, column, indicator, row_unit, numbers)
        if chosen is None:
            return
        unit, stored = chosen.unit, stored_unit(indicator)
        if column.statistic in ("max", "min") and self._statistic(column, indicator) == "value":
            self.aside("not-an-input", column, self._hits(parsed, positions), column.title)
            return
        scale = factor(unit, stored) or gas_factor(self, column, indicator, unit)
        if scale is not None and indicator.is_rate:
            bare = cells.where(lambda cell: bool(cell.value) and not cell.percent)
            times = percent_scale(self, indicator, _numbers(cells, bare))
            if times is None:
                return
            scale *= times
        if scale is None:
            hits = self._hits(parsed, positions)
            mixing = unit.dimension == "mixing"
            self.tally.clashing += 0 if mixing else len(hits)
            told = {"indicator": indicator.label, "stored": indicator.unit}
            code = "unit-mixing" if mixing else "unit-conflict"
            self.aside(code, column, hits, unit.name, **told)
            return
        empty = Chunk(
            self.block.sheet, column.index, indicator, self._statistic(column, indicator),
            indicator.unit, chosen.printed, self.form, self._dust(column, indicator),
            chosen.other_scale,
        )  # fmt: skip
        self._fill(empty, column, parsed, positions, scale)

    def _dust(self, column: Column, indicator: Indicator) -> str:
        """``removed`` where header or title say that sand-dust is taken out of a particulate."""
        if indicator.id not in DUSTY:
            return ""
        own = dust_state(column.modifiers)
        return self.context.dust if own is None else own

    def _statistic(self, column: Column, indicator: Indicator) -> str:
        if indicator.is_rate:
            return "rate"
        if stored_unit(indicator).dimension in ("concentration", "sound", "fall"):
            return column.statistic or "mean"
        return "value"

    # -- filling ------------------------------------------------------------------------------

    def _fill(
        self,
        empty: Chunk,
        column: Column,
        parsed: Encoded[Parsed],
        positions: Positions,
        scale: Decimal,
    ) -> None:
        """Take the readings of the cells at these positions; what cannot be read is set aside."""
        places, periods = self._places(column, empty.indicator), self._row_periods(column)
        parts = parts_of(self.columns, empty.indicator, column)
        part_cells = {role: self._column(c) for role, c in parts.items()}
        values = parsed.taken(positions).map(lambda c: self._converted(c, empty.indicator, scale))
        fine = ~values.where(lambda value: value[1] in _FAULTS)
        for keys in (places, periods):
            fine &= _among(keys, positions).filled
        for cells in part_cells.values():
            fine &= ~cells.taken(positions).where(lambda cell: cell.kind in _FAULTS)
        for n in np.flatnonzero(~fine).tolist():
            p = int(positions[n])
            lacks = {"place"} if places[p] is None else set()
            lacks |= {"period"} if periods[p] is None else set()
            if values[n][1] in _FAULTS:
                self._refuse(values[n][1], p, column, parsed[p])
            elif lacks:
                self._no_key(self.rows.rows[p], column, parsed[p], lacks)
            else:
                self._refuse_part(p, parts, part_cells)
        kept, values = positions[fine], values.taken(fine)
        chunk = replace(
            empty,
            rows=array("I", np.asarray(self.rows.rows, np.uint32)[kept].tobytes()),
            places=present(_among(places, kept)),
            periods=present(_among(periods, kept)),
            values=values.map(lambda value: value[0]),
            qualifiers=values.map(lambda value: "missing" if value[1] == "zero" else value[1]),
            raws=parsed.taken(kept).map(lambda cell: cell.text),
            parts={
                role: cells.taken(kept).map(_part_value(role, parts[role]))
                for role, cells in part_cells.items()
            },
        )
        self.tally.readings += len(chunk)
        if not len(chunk):
            return
        self.chunks.append(chunk)
        self.used |= {c.index for c in parts.values()}
        marked = [chunk.rows[n] for n in values.positions(lambda value: value[1] == "invalid")]
        zeros = [chunk.rows[n] for n in values.positions(lambda value: value[1] == "zero")]
        self.tally.report_marks(chunk, marked, zeros)

    def _refuse(self, fault: str, position: int, column: Column, cell: Parsed) -> None:
        self.tally.refuse(_FAULTS[fault], self.rows.rows[position], column.index, cell.text)

    def _refuse_part(
        self, position: int, parts: Mapping[str, Column], cells: Mapping[str, Encoded[Parsed]]
    ) -> None:
        """One refusal for the first part of a reading that cannot be read."""
        faulty = (role for role in parts if cells[role][position].kind in _FAULTS)
        if role := next(faulty, ""):
            cell = cells[role][position]
            self._refuse(cell.kind, position, parts[role], cell)

    def _converted(
        self, cell: Parsed, indicator: Indicator, scale: Decimal
    ) -> tuple[Decimal | None, str]:
        if cell.kind in _FAULTS or (cell.percent and not indicator.is_rate):
            return None, cell.kind if cell.kind in _FAULTS else "unreadable"
        if cell.kind == "missing" or (indicator.zero_means_missing and cell.value == -1):
            return None, "missing"
        if cell.kind == "invalid" and cell.value is not None:
            return storable(EXACT.multiply(cell.value, scale)), "invalid"
        if cell.kind == "number" and cell.value == 0 and indicator.zero_means_missing:
            return None, "zero"
        value = None if cell.value is None else storable(EXACT.multiply(cell.value, scale))
        return value, "below" if cell.kind == "below" else ""

    def _no_key(self, row: int, column: Column, cell: Parsed, lacks: set[str]) -> None:
        """A value without a key is an error, unless a question leaves the axis open.

        A missing mark without a key says nothing.
        """
        if cell.kind == "missing":
            return
        self.tally.keyless += 1
        if lacks & self.open_axes:
            return
        axis, text = self.keys.axis_at_fault(row)
        code = "key-unreadable" if text else "key-missing"
        code = "key-in-utc" if is_utc(text) else code
        self.tally.refuse(code, row, column.index, cell.text, axis=axis, key=text)

    def _places(self, column: Column, indicator: Indicator) -> Encoded[Place | None]:
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

    def _row_periods(self, column: Column) -> Encoded[Period | None]:
        words = time_words(column.modifiers)
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

    def _period(self, own: Parts, parts: Parts | None, words: tuple[str, ...]) -> Period | None:
        if parts is None:
            return None
        whole = merged(own, parts) if own else parts
        whole = whole or self.context.period
        if own or not whole.year:
            whole = merged(whole, self.context.period)
        key = (whole, words, own.year is not None)
        if key not in self._of_parts:
            shifted = moved(whole, words, own_year=key[2]) if words else whole
            self._of_parts[key] = to_period(shifted) if shifted else None
        return self._of_parts[key]

    # -- parts --------------------------------------------------------------------------------

    def _read_parts_only(self) -> None:
        """A rate whose parts stand in the sheet without the rate: the quotient, exactly stored."""
        read = {c.indicator or self.context.indicator for c in self.columns if c.role == "value"}
        owners = {c.indicator for c in self.columns if c.role == "part"} - read - {""}
        for owner in sorted(owners):
            indicator = self.file.catalog.indicator(owner)
            parts = parts_of(self.columns, indicator, None)
            if not indicator.is_rate or not {"numerator", "denominator"} <= set(parts):
                continue
            top = parts["numerator"]
            over = pairs(self._column(top), self._column(parts["denominator"]))
            quotients = over.map(_quotient)
            here = np.flatnonzero(quotients.where(lambda cell: cell.kind != "blank"))
            empty = Chunk(
                self.block.sheet, top.index, indicator, "rate", indicator.unit, "", self.form
            )
            self._fill(empty, top, quotients, here, Decimal(1))


def _quotient(over: tuple[Parsed, Parsed]) -> Parsed:
    """Numerator over denominator in per cent."""
    top, bottom = over
    if top.value is None or not bottom.value:
        return top if top.kind in _FAULTS else BLANK
    return Parsed("number", EXACT.divide(top.value * 100, bottom.value), top.text)


def _part_value(role: str, column: Column) -> Callable[[Parsed], Decimal | None]:
    """The value of a part as it is stored: weights in metres."""
    metres = column.unit.size if role == "weight" and column.unit else Decimal(1)
    return lambda cell: None if cell.value is None else storable(cell.value * metres)


def _numbers(cells: Encoded[Parsed], mask: Mask) -> Encoded[Decimal]:
    """The values of the cells of a mask, none of which is absent."""
    return cells.taken(mask).map(lambda cell: cell.value or Decimal(0))


def _among(column: Encoded[T], positions: Positions) -> Encoded[T]:
    """The entries at positions in their order; the column itself where these are all of it."""
    return column if len(positions) == len(column) else column.taken(positions)
