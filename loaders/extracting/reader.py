"""A block with its columns and keys to readings: one way for small forms and long tables."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeVar

import numpy as np

from chuangmo.catalog.models import Indicator
from chuangmo.period import Period
from loaders.binding.context import indicator_question
from loaders.binding.declared_units import stored_unit
from loaders.extracting.column_unit import chosen_unit, gas_factor, percent_scale
from loaders.extracting.extract import EMPTY, Extract, added
from loaders.extracting.pairs import read_pairs
from loaders.extracting.scaling import FAULTS, converted, part_value, quotient
from loaders.extracting.scope import BlockScope
from loaders.extracting.totals import set_aside_totals
from loaders.forms.corrected_columns import SAID_OUT
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
from loaders.model.finding import Finding, at_cell
from loaders.model.readings import Chunk
from loaders.model.sheet import cell_text
from loaders.model.staged import Question
from loaders.model.table import Column, Parts, Place, Unit
from loaders.tables.place_columns import PLACE_ROLES
from loaders.tables.sites_across import NAMED
from loaders.tables.valid_days import parts_of
from loaders.words.foreign_times import is_utc
from loaders.words.labels import holds, what_it_is
from loaders.words.modifiers import DUSTY, dust_state, moved, moved_period, own_period, time_words
from loaders.words.periods import merged, to_period
from loaders.words.units import factor
from loaders.words.values import Parsed, parse_value
from loaders.words.zones import in_zone

T = TypeVar("T")
RowGroup = tuple[str | None, Unit | None, str]


@dataclass(frozen=True)
class BlockReader(BlockScope):
    """Reads the values of one block into chunks; what it keeps are periods it made before."""

    _periods: dict[tuple[Parts, tuple[str, ...]], Encoded[Period | None]] = field(
        default_factory=dict
    )
    _of_parts: dict[tuple[Parts, tuple[str, ...], bool], Period | None] = field(
        default_factory=dict
    )

    def read(self) -> Extract:
        """All readings of the block; derived columns and total rows are set aside."""
        return added([*map(self._of_column, self.columns), *self._parts_only()])

    def _of_column(self, column: Column) -> Extract:
        if column.role == "value":
            return set_aside_totals(self, column) + self._values(column)
        if column.role == "part":
            return set_aside_totals(self, column)
        if column.role == "derived":
            what = what_it_is(column.reason)
            return self._numbers_aside("not-an-input", column, what=what)
        return self._numbers_aside("unknown-label", column) if column.reason == SAID_OUT else EMPTY

    # -- set aside ----------------------------------------------------------------------------

    def _numbers_aside(self, code: str, column: Column, **words: str) -> Extract:
        rows = [row for row in self.block.body if self.parsed(row, column).kind == "number"]
        return self.aside(code, column, rows, column.title, **words)

    # -- values -------------------------------------------------------------------------------

    def _column(self, column: Column) -> Encoded[Parsed]:
        """The cells of a column parsed, per cent formats applied."""
        rows = self.rows.rows
        cells = column_cells(self.block.sheet, column.index, rows)
        if not self.block.sheet.formats:
            return cells.map(parse_value)
        percent = flags(np.array([self.in_percent(row, column) for row in rows], bool))
        return pairs(cells, percent).map(lambda cell: parse_value(*cell))

    def _values(self, column: Column) -> Extract:
        parsed = self._column(column)
        if not any(p.kind != "blank" for p in parsed.entries()):
            return EMPTY
        both = read_pairs(self, column, parsed)
        if both is None:
            return self._by_indicator(column, parsed)
        extract = both.extract
        if both.second is not None:
            extract += self._by_indicator(both.second, both.seconds)
        return extract + self._by_indicator(both.first, both.firsts)

    def _by_indicator(self, column: Column, parsed: Encoded[Parsed]) -> Extract:
        groups = self._groups(column)
        if groups is None:
            asked = indicator_question(self.block, self.columns, self.file)
            return Extract(questions=(asked,))
        extract = EMPTY
        for (indicator_id, unit, statistic), positions in groups.items():
            if indicator_id is None:
                extract += self._unknown_indicator(column, parsed, positions)
                continue
            indicator = self.file.catalog.indicator(indicator_id)
            here = positions[parsed.taken(positions).where(lambda cell: cell.kind != "blank")]
            if not column.indicator and not holds(column.quantity, indicator):
                what = what_it_is(column.quantity)
                rows = self._rows(here)
                extract += self.aside("not-an-input", column, rows, column.title, what=what)
                continue
            own = replace(column, statistic=statistic) if statistic else column
            if len(here):
                extract += self._group(own, indicator, unit, parsed, here)
        return extract

    def _rows(self, positions: Positions) -> list[int]:
        """The rows at these positions."""
        return [self.rows.rows[p] for p in positions.tolist()]

    def _unknown_indicator(
        self, column: Column, parsed: Encoded[Parsed], positions: Positions
    ) -> Extract:
        """Set aside the values of rows whose label is no monitored indicator; say what it is."""
        with_value = parsed.taken(positions).where(lambda cell: cell.value is not None)
        key = self.keys.column("indicator")
        by_name: dict[str, list[int]] = {}
        for row in self._rows(positions[with_value]):
            name = cell_text(self.layout.shown(row, key.index)) if key else ""
            if name not in self.rows.unexplained:  # else it is asked
                by_name.setdefault(name, []).append(row)
        extract = EMPTY
        for name, rows in by_name.items():
            if reason := self.keys.reason_of(name):
                what = what_it_is(reason)
                extract += self.aside("not-an-input", column, rows, name, what=what)
            else:
                extract += self.aside("unknown-label", column, rows, name)
        return extract

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

    def _group(
        self,
        column: Column,
        indicator: Indicator,
        row_unit: Unit | None,
        parsed: Encoded[Parsed],
        positions: Positions,
    ) -> Extract:
        """The cells at these positions, all of one indicator, unit and statistic."""
        cells = parsed.taken(positions)
        numbers = _numbers(cells, cells.where(lambda cell: bool(cell.value)))
        chosen = chosen_unit(self, column, indicator, row_unit, numbers)
        if isinstance(chosen, Question):
            return Extract(questions=(chosen,))
        extract = chosen.extract
        if column.statistic in ("max", "min") and self._statistic(column, indicator) == "value":
            rows = self._rows(positions)
            what = f"一段时间里的{'最大' if column.statistic == 'max' else '最小'}值"
            return extract + self.aside("not-an-input", column, rows, column.title, what=what)
        scale = factor(chosen.unit, stored_unit(indicator))
        gas = None if scale else gas_factor(self, column, indicator, chosen.unit)
        if gas is not None:
            scale, told = gas
            extract += Extract(findings=(told,))
        if scale is None:
            return extract + self._clashing(column, indicator, chosen.unit, positions)
        if indicator.is_rate:
            bare = cells.where(lambda cell: bool(cell.value) and not cell.percent)
            times = percent_scale(self, indicator, _numbers(cells, bare))
            if isinstance(times, Question):
                return extract + Extract(questions=(times,))
            scale *= times
        empty = Chunk(
            self.block.sheet, column.index, indicator, self._statistic(column, indicator),
            indicator.unit, chosen.printed, self.form, self._dust(column, indicator),
            chosen.other_scale,
        )  # fmt: skip
        return extract + self._filled(empty, column, parsed, positions, scale)

    def _clashing(
        self, column: Column, indicator: Indicator, unit: Unit, positions: Positions
    ) -> Extract:
        """Values whose unit does not convert into the indicator's."""
        mixing = unit.dimension == "mixing"
        told = {"indicator": indicator.label, "stored": indicator.unit}
        code = "unit-mixing" if mixing else "unit-conflict"
        extract = self.aside(code, column, self._rows(positions), unit.name, **told)
        return extract if mixing else replace(extract, clashing=len(positions))

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

    def _filled(
        self,
        empty: Chunk,
        column: Column,
        parsed: Encoded[Parsed],
        positions: Positions,
        scale: Decimal,
    ) -> Extract:
        """The readings of the cells at these positions; what cannot be read is set aside."""
        places, periods = self._places(column, empty.indicator), self._row_periods(column)
        parts = parts_of(self.columns, empty.indicator, column)
        part_cells = {role: self._column(c) for role, c in parts.items()}
        values = parsed.taken(positions).map(lambda c: converted(c, empty.indicator, scale))
        fine = ~values.where(lambda value: value[1] in FAULTS)
        for keys in (places, periods):
            fine &= _among(keys, positions).filled
        for cells in part_cells.values():
            fine &= ~cells.taken(positions).where(lambda cell: cell.kind in FAULTS)
        odd: list[Extract] = []
        for n in np.flatnonzero(~fine).tolist():
            p = int(positions[n])
            lacks = {"place"} if places[p] is None else set()
            lacks |= {"period"} if periods[p] is None else set()
            if values[n][1] in FAULTS:
                odd.append(self._refused(values[n][1], p, column, parsed[p]))
            elif lacks:
                odd.append(self._keyless(p, column, parsed[p], lacks))
            else:
                role = next(r for r in parts if part_cells[r][p].kind in FAULTS)
                cell = part_cells[role][p]
                odd.append(self._refused(cell.kind, p, parts[role], cell))
        kept, values = positions[fine], values.taken(fine)
        if not len(kept):
            return added(odd)
        chunk = replace(
            empty,
            rows=array("I", np.asarray(self.rows.rows, np.uint32)[kept].tobytes()),
            places=present(_among(places, kept)),
            periods=present(_among(periods, kept)),
            values=values.map(lambda value: value[0]),
            qualifiers=values.map(lambda value: "missing" if value[1] == "zero" else value[1]),
            raws=parsed.taken(kept).map(lambda cell: cell.text),
            parts={
                role: cells.taken(kept).map(part_value(role, parts[role]))
                for role, cells in part_cells.items()
            },
        )
        read = Extract(
            chunks=(chunk,),
            findings=_marks(chunk, values.map(lambda value: value[1])),
            used=tuple(c.index for c in parts.values()),
        )
        return added(odd) + read

    def _refused(self, fault: str, position: int, column: Column, cell: Parsed) -> Extract:
        """A cell that is no value."""
        rows = [self.rows.rows[position]]
        return self.aside(FAULTS[fault], column, rows, cell.text)

    def _keyless(self, position: int, column: Column, cell: Parsed, lacks: set[str]) -> Extract:
        """A value without a key is an error, unless a question leaves the axis open.

        A missing mark without a key says nothing.
        """
        if cell.kind == "missing":
            return EMPTY
        if lacks & self.open_axes:
            return Extract(keyless=1)
        row = self.rows.rows[position]
        axis, text = self.keys.axis_at_fault(row)
        code = "key-unreadable" if text else "key-missing"
        code = "key-in-utc" if is_utc(text) else code
        refused = self.aside(code, column, [row], cell.text, axis=axis, key=text)
        return replace(refused, keyless=1)

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

    def _parts_only(self) -> Iterator[Extract]:
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
            quotients = over.map(quotient)
            here = np.flatnonzero(quotients.where(lambda cell: cell.kind != "blank"))
            empty = Chunk(
                self.block.sheet, top.index, indicator, "rate", indicator.unit, "", self.form
            )
            yield self._filled(empty, top, quotients, here, Decimal(1))


def _marks(chunk: Chunk, said: Encoded[str]) -> tuple[Finding, ...]:
    """One line for values with an invalid mark, one for zeros that mean missing."""
    findings: list[Finding] = []
    marked = said.positions(lambda mark: mark == "invalid")
    zeros = said.positions(lambda mark: mark == "zero")
    if marked:
        cell = chunk.rows[marked[0]], chunk.column
        found = cell_text(chunk.sheet.value(*cell))
        findings.append(at_cell("marked-value", chunk.sheet, cell, found, count=len(marked)))
    if zeros:
        cell, label = (chunk.rows[zeros[0]], chunk.column), chunk.indicator.label
        findings.append(
            at_cell("zero-is-missing", chunk.sheet, cell, "0", count=len(zeros), indicator=label)
        )
    return tuple(findings)


def _numbers(cells: Encoded[Parsed], mask: Mask) -> Encoded[Decimal]:
    """The values of the cells of a mask, none of which is absent."""
    return cells.taken(mask).map(lambda cell: cell.value or Decimal(0))


def _among(column: Encoded[T], positions: Positions) -> Encoded[T]:
    """The entries at positions in their order; the column itself where these are all of it."""
    return column if len(positions) == len(column) else column.taken(positions)
