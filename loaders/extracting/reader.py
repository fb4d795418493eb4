"""A block with its columns and keys to readings: one way for small forms and long tables."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

import numpy as np

from chuangmo.catalog.models import Indicator
from chuangmo.period import Period
from loaders.binding.class_columns import CLASS
from loaders.binding.context import indicator_question
from loaders.binding.declared_units import stored_unit
from loaders.binding.sub_counts import part_columns
from loaders.extracting.column_unit import (
    chosen_unit,
    clashing,
    dust_of,
    gas_factor,
    percent_scale,
    statistic_of,
    with_stated_statistic,
)
from loaders.extracting.extract import EMPTY, Extract, added
from loaders.extracting.other_figures import (
    TargetCells,
    city_rows,
    find_targets,
    kinds_of_rows,
    read_classes,
    set_aside_derived,
    set_aside_unknown,
)
from loaders.extracting.pairs import read_pairs
from loaders.extracting.scaling import (
    FAULTS,
    among,
    converted,
    marks_told,
    numbers_of,
    part_value,
    quotient,
    scaled,
)
from loaders.extracting.scope import BlockScope
from loaders.extracting.totals import set_aside_totals
from loaders.forms.corrected_columns import SAID_OUT
from loaders.model.encoded import (
    Encoded,
    Positions,
    column_cells,
    encoded,
    flags,
    pairs,
    present,
    repeated,
)
from loaders.model.readings import Chunk
from loaders.model.staged import ClerkQuestion
from loaders.model.table import Column, Place, TimeParts, Unit
from loaders.tables.place_columns import PLACE_ROLES
from loaders.tables.sites_across import NAMED
from loaders.tables.valid_days import parts_of
from loaders.words.foreign_times import is_utc
from loaders.words.labels import TARGET, holds, what_it_is
from loaders.words.modifiers import is_beside, moved, moved_period, own_period, time_words
from loaders.words.periods import merged, to_period
from loaders.words.units import factor
from loaders.words.values import Parsed, parse_value
from loaders.words.zones import in_zone

RowGroup = tuple[str | None, Unit | None, str]


@dataclass(frozen=True)
class BlockReader(BlockScope):
    """Reads the values of one block into chunks; what it keeps are periods it made before."""

    _periods: dict[tuple[TimeParts, tuple[str, ...]], Encoded[Period | None]] = field(
        default_factory=dict
    )
    _of_parts: dict[tuple[TimeParts, tuple[str, ...], bool], Period | None] = field(
        default_factory=dict
    )

    def read(self) -> Extract:
        """All readings of the block; derived columns and total rows are set aside."""
        return added([*map(self._of_column, self.columns), *self._parts_only()])

    def _of_column(self, column: Column) -> Extract:
        if column.role in ("value", "part"):
            read = self._values(column) if column.role == "value" else EMPTY
            return set_aside_totals(self, column) + read
        if column.role == CLASS:
            places = self._places(column, self.file.catalog.indicator(column.indicator))
            return read_classes(self, column, (places, self._row_periods(column)))
        if column.role == "derived":
            targets = self._targets(column) if column.reason == TARGET else EMPTY
            return set_aside_derived(self, column) + targets
        return self._left_out(column) if column.reason == SAID_OUT else EMPTY

    # -- set aside ----------------------------------------------------------------------------

    def _left_out(self, column: Column) -> Extract:
        rows = [row for row in self.block.body if self.parsed(row, column).kind == "number"]
        return self.aside("unknown-label", column, rows, column.title)

    def _targets(self, column: Column) -> Extract:
        """The targets of a column that says so; of 全市 those of the city."""
        alone = {c.indicator for c in self.columns if c.role == "value"}
        explained = not any(self.file.vocabulary.facets(text).rest for text in column.header)
        own = column.indicator or (alone.pop() if len(alone) == 1 and explained else "")
        named = replace(column, indicator=own) if own else column
        return added(
            self._targets_at(named, (indicator, unit), positions, city=True)
            for (indicator, unit, _), positions in (self._groups(named) or {}).items()
            if indicator is not None
        )

    def _targets_at(
        self, column: Column, of: tuple[str, Unit | None], positions: Positions, *, city: bool
    ) -> Extract:
        """The targets at some positions, ``of`` an indicator and a unit of the rows.

        Rows of 全市 count as the city's own where ``city`` says so.
        """
        indicator = self.file.catalog.indicator(of[0])
        places, periods = self._places(column, indicator), self._row_periods(column)
        rows, at = self._rows(positions), positions.tolist()
        where, when = [places[p] for p in at], [periods[p] for p in at]
        if city and len(set(when)) == 1:
            more, whole = city_rows(self, column)
            rows, when = rows + more, when + when[:1] * len(more)
            where += [whole] * len(more)
        return find_targets(self, TargetCells(column, indicator, rows, where, when, of[1]))

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
                said, others = set_aside_unknown(self, column, parsed, positions)
                targets = (self._targets_at(column, of, at, city=False) for of, at in others)
                extract += said + added(targets)
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

    def _groups(self, column: Column) -> dict[RowGroup, Positions] | None:
        """Row positions by indicator, unit and statistic of the row; ``None`` without indicator."""
        count = len(self.rows.rows)
        whole = column.indicator or self.context.indicator
        ids, units, statistics = self.rows.indicators, self.rows.units, self.rows.statistics
        if ids is None and not whole:
            return None
        if ids is None and units is None and statistics is None:
            return {(whole, None, ""): np.arange(count)}
        others = kinds_of_rows(self) if whole and ids else frozenset()
        if ids is None or whole:
            ids = repeated(whole or None, count)
        if others:
            ids = encoded(None if p in others else whole for p in range(count))
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
        cells, column = parsed.taken(positions), with_stated_statistic(self, column, indicator)
        numbers = numbers_of(cells, cells.where(lambda cell: bool(cell.value)))
        chosen = chosen_unit(self, column, indicator, row_unit, numbers)
        if isinstance(chosen, ClerkQuestion):
            return Extract(questions=(chosen,))
        extract = chosen.extract
        if column.statistic in ("max", "min") and statistic_of(column, indicator) == "value":
            rows = self._rows(positions)
            what = f"一段时间里的{'最大' if column.statistic == 'max' else '最小'}值"
            return extract + self.aside("not-an-input", column, rows, column.title, what=what)
        scale = factor(chosen.unit, stored_unit(indicator))
        gas = None if scale else gas_factor(self, column, indicator, chosen.unit)
        if gas is not None:
            scale, told = gas
            extract += Extract(findings=(told,))
        if scale is None:
            return extract + clashing(self, column, indicator, chosen.unit, self._rows(positions))
        if indicator.is_rate:
            bare = cells.where(lambda cell: bool(cell.value) and not cell.percent)
            times = percent_scale(self, indicator, numbers_of(cells, bare))
            if isinstance(times, ClerkQuestion):
                return extract + Extract(questions=(times,))
            scale *= times
        empty = Chunk(
            self.block.sheet, column.index, indicator, statistic_of(column, indicator),
            indicator.unit, chosen.printed, self.form, dust_of(self.context, column, indicator),
            self.context.audit.of(column, indicator), chosen.other_scale,
        )  # fmt: skip
        parts: tuple[tuple[Positions, Decimal], ...] = ((positions, scale),)
        if scale == factor(chosen.unit, stored_unit(indicator)) and chosen.other_scale is None:
            both = scaled(self, column, indicator, chosen.unit, parsed, positions)
            parts, extract = both.parts, extract + both.extract
        filled = added(self._filled(empty, column, parsed, at, times) for at, times in parts)
        if is_beside(column):
            filled = replace(filled, chunks=(), beside=filled.chunks)
        return extract + filled

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
            fine &= among(keys, positions).filled
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
            places=present(among(places, kept)),
            periods=present(among(periods, kept)),
            values=values.map(lambda value: value[0]),
            qualifiers=values.map(lambda value: "missing" if value[1] == "zero" else value[1]),
            raws=parsed.taken(kept).map(lambda cell: cell.text),
            parts={
                role: cells.taken(kept).map(part_value(role, parts[role]))
                for role, cells in part_cells.items()
            },
            part_columns=part_columns(self.columns, parts, column),
            part_rows=self.rows.kinds,
        )
        read = Extract(
            chunks=(chunk,),
            findings=marks_told(chunk, values.map(lambda value: value[1])),
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

    def _period(
        self, own: TimeParts, parts: TimeParts | None, words: tuple[str, ...]
    ) -> Period | None:
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
                self.block.sheet, top.index, indicator, "rate", indicator.unit, "", self.form,
                audit=self.context.audit.of(top, indicator),
            )  # fmt: skip
            yield self._filled(empty, top, quotients, here, Decimal(1))
