"""A block with its columns and keys to readings: one way for small forms and long tables."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from chuangmo.catalog.models import Indicator
from loaders.binding.asking import indicator_question
from loaders.binding.class_columns import CLASS
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
from loaders.extracting.pairs import ranks_in, read_pairs, with_counts_of_ranks
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
from loaders.extracting.scope import BlockScope, PartCells, without_own_unit
from loaders.extracting.totals import set_aside_totals
from loaders.forms.corrected_columns import SAID_OUT
from loaders.model.encoded import (
    Encoded,
    Positions,
    encoded,
    flags,
    pairs,
    present,
    repeated,
)
from loaders.model.readings import Chunk
from loaders.model.staged import ClerkQuestion
from loaders.model.table import Column, Unit
from loaders.tables.valid_days import owners_of_parts, parts_of
from loaders.words.foreign_times import is_utc
from loaders.words.labels import TARGET, holds, is_unowned, what_it_is
from loaders.words.modifiers import LAST_YEAR, is_beside
from loaders.words.units import to_stored
from loaders.words.values import Parsed, parse_value

RowGroup = tuple[str | None, Unit | None, str]


@dataclass(frozen=True)
class BlockReader(BlockScope):
    """Reads the values of one block into chunks."""

    def read(self) -> Extract:
        """All readings of the block; derived columns and total rows are set aside."""
        return added([*map(self._of_column, self.columns), *self._parts_only()])

    def _of_column(self, column: Column) -> Extract:
        if column.role in ("value", "part"):
            read = self._values(column) if column.role == "value" else EMPTY
            return set_aside_totals(self, column) + read
        if column.role == CLASS:
            places = self.places_of(column, self.file.catalog.indicator(column.indicator))
            return read_classes(self, column, (places, self.periods_of(column)))
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
        places, periods = self.places_of(column, indicator), self.periods_of(column)
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
        cells = self.cells_of(column)
        if not self.block.sheet.formats:
            return cells.map(lambda cell: without_own_unit(parse_value(cell)))
        percent = flags(np.array([self.in_percent(row, column) for row in rows], bool))
        return pairs(cells, percent).map(lambda cell: without_own_unit(parse_value(*cell)))

    def _values(self, column: Column) -> Extract:
        parsed = self._column(column)
        if not any(p.kind != "blank" for p in parsed.entries()):
            return EMPTY
        extract = EMPTY if column.indicator else self._quotients(column)
        both = read_pairs(self, column, parsed)
        if both is None:
            return extract + self._by_indicator(column, parsed)
        extract += both.extract
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
            for of_rows, at in self._by_year(own, here):
                extract += self._group(of_rows, indicator, unit, parsed, at)
        return extract

    def _by_year(self, column: Column, positions: Positions) -> Iterator[tuple[Column, Positions]]:
        """The column with rows of this year, and as one of last year with those that say so."""
        if not self.rows.last_year:
            if len(positions):
                yield column, positions
            return
        beside = np.array([self.rows.rows[p] in self.rows.last_year for p in positions], bool)
        if not beside.all():
            yield column, positions[~beside]
        if beside.any():
            yield replace(column, modifiers=(*column.modifiers, LAST_YEAR)), positions[beside]

    def _rows(self, positions: Positions) -> list[int]:
        """The rows at these positions."""
        return [self.rows.rows[p] for p in positions.tolist()]

    def _groups(self, column: Column) -> dict[RowGroup, Positions] | None:
        """Row positions by indicator, unit and statistic of the row; ``None`` without indicator."""
        count = len(self.rows.rows)
        whole = column.indicator or self.context.indicator
        ids, statistics = self.rows.indicators, self.rows.statistics
        units = self.units_of(column)
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
        parsed = ranks_in(parsed) if indicator.is_rank else parsed
        cells, column = parsed.taken(positions), with_stated_statistic(self, column, indicator)
        numbers = numbers_of(cells, cells.where(lambda cell: bool(cell.value)))
        chosen = chosen_unit(self, column, indicator, row_unit, numbers)
        if isinstance(chosen, ClerkQuestion):
            return Extract(questions=(chosen,))
        extract = chosen.extract
        if chosen.unsaid and len(numbers):
            return self.aside("unit-unsaid", column, self._rows(positions), column.title)
        if column.statistic in ("max", "min") and statistic_of(column, indicator) == "value":
            rows = self._rows(positions)
            what = f"一段时间里的{'最大' if column.statistic == 'max' else '最小'}值"
            return extract + self.aside("not-an-input", column, rows, column.title, what=what)
        scale = to_stored(chosen.unit, indicator)
        gas = None if scale else gas_factor(self, column, indicator, chosen.unit)
        if gas is not None:
            scale, told = gas
            extract += Extract(findings=(told,))
        if scale is None:
            return extract + clashing(self, column, indicator, chosen.unit, self._rows(positions))
        if indicator.is_rate:
            bare = cells.where(lambda cell: bool(cell.value) and not cell.percent)
            beside = self._rates_beside(column, indicator, cells, positions)
            times = percent_scale(self, indicator, numbers_of(cells, bare), beside)
            if isinstance(times, ClerkQuestion):
                return extract + Extract(questions=(times,))
            scale *= times
        empty = Chunk(
            self.block.sheet, column.index, indicator, statistic_of(column, indicator),
            indicator.unit, chosen.printed, self.form, dust_of(self.context, column, indicator),
            self.context.audit.of(column, indicator), chosen.other_scale,
        )  # fmt: skip
        parts: tuple[tuple[Positions, Decimal], ...] = ((positions, scale),)
        if scale == to_stored(chosen.unit, indicator) and chosen.other_scale is None:
            both = scaled(self, column, indicator, chosen.unit, parsed, positions)
            parts, extract = both.parts, extract + both.extract
        filled = added(self._filled(empty, column, parsed, at, times) for at, times in parts)
        return extract + (_beside(filled) if is_beside(column) else filled)

    def _filled(
        self,
        empty: Chunk,
        column: Column,
        parsed: Encoded[Parsed],
        positions: Positions,
        scale: Decimal,
    ) -> Extract:
        """The readings of the cells at these positions; what cannot be read is set aside."""
        places, periods = self.places_of(column, empty.indicator), self.periods_of(column)
        parts = parts_of(self.columns, empty.indicator, column)
        beside = self._parts_beside(column, empty.indicator)
        values = parsed.taken(positions).map(lambda c: converted(c, empty.indicator, scale))
        fine = ~values.where(lambda value: value[1] in FAULTS)
        for keys in (places, periods):
            fine &= among(keys, positions).filled
        for part in beside.values():
            fine &= ~part.cells.taken(positions).where(lambda cell: cell.kind in FAULTS)
        odd: list[Extract] = []
        for n in np.flatnonzero(~fine).tolist():
            p = int(positions[n])
            lacks = {"place"} if places[p] is None else set()
            lacks |= {"period"} if periods[p] is None else set()
            if values[n][1] in FAULTS:
                odd.append(self._refused(values[n][1], self.rows.rows[p], column, parsed[p]))
            elif lacks:
                odd.append(self._keyless(p, column, parsed[p], lacks))
            else:
                bad = next(b for b in beside.values() if b.cells[p].kind in FAULTS)
                odd.append(self._refused(bad.cells[p].kind, bad.rows[p], bad.column, bad.cells[p]))
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
                role: part.cells.taken(kept).map(part_value(role, part.column))
                for role, part in beside.items()
            },
            part_columns=part_columns(self.columns, parts, column),
            part_rows=self.rows.kinds,
        )
        chunk = with_counts_of_ranks(chunk, parsed.taken(kept))
        read = Extract(
            chunks=(chunk,),
            findings=marks_told(chunk, values.map(lambda value: value[1])),
            used=tuple(c.index for c in parts.values()),
        )
        return added(odd) + read

    def _parts_beside(self, column: Column, indicator: Indicator) -> dict[str, PartCells]:
        """The parts of the readings of a column, in columns of their own or in rows."""
        parts = parts_of(self.columns, indicator, column)
        own = {r: PartCells(self._column(c), c, self.rows.rows) for r, c in parts.items()}
        return (self.parts_in_rows(column) if indicator.is_rate else {}) | own

    def _rates_beside(
        self, column: Column, indicator: Indicator, cells: Encoded[Parsed], positions: Positions
    ) -> list[tuple[Decimal, Decimal]]:
        """Printed rates, each with the per cent that its numerator and denominator give."""
        parts = self._parts_beside(column, indicator)
        if not {"numerator", "denominator"} <= parts.keys():
            return []
        top, bottom = (parts[role].cells for role in ("numerator", "denominator"))
        dues = (quotient((top[p], bottom[p])).value for p in positions.tolist())
        both = ((cell.value, due, cell.percent) for cell, due in zip(cells, dues, strict=True))
        return [(a, b) for a, b, percent in both if not (percent or a is None or b is None)]

    def _refused(self, fault: str, row: int, column: Column, cell: Parsed) -> Extract:
        """A cell that is no value."""
        return self.aside(FAULTS[fault], column, [row], cell.text)

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

    def _parts_only(self) -> Iterator[Extract]:
        """A rate whose parts stand in the sheet without the rate: the quotient, exactly stored."""
        read = {c.indicator or self.context.indicator for c in self.columns if c.role == "value"}
        for owner in sorted(owners_of_parts(self.columns) - read):
            indicator = self.file.catalog.indicator(owner)
            parts = parts_of(self.columns, indicator, None)
            if not indicator.is_rate or not {"numerator", "denominator"} <= set(parts):
                continue
            top = parts["numerator"]
            known = self.file.catalog.indicators
            values = [c.indicator for c in self.columns if c.role == "value" and c.indicator]
            if is_unowned(top.header[-1], indicator, map(known.__getitem__, values)):
                continue
            over = pairs(self._column(top), self._column(parts["denominator"]))
            quotients = over.map(quotient)
            here = np.flatnonzero(quotients.where(lambda cell: cell.kind != "blank"))
            empty = Chunk(
                self.block.sheet, top.index, indicator, "rate", indicator.unit, "", self.form,
                audit=self.context.audit.of(top, indicator),
            )  # fmt: skip
            yield self._filled(empty, top, quotients, here, Decimal(1))

    def _quotients(self, column: Column) -> Extract:
        """Rates whose numerator and denominator stand in rows of a column without the rate."""
        extract = EMPTY
        if not self.rows.quotients:
            return extract
        parts = self.parts_in_rows(column)
        over = pairs(parts["numerator"].cells, parts["denominator"].cells).map(quotient)
        for owner in sorted({*self.rows.quotients.values()}):
            asked = np.array([self.rows.quotients.get(row) == owner for row in self.rows.rows])
            told = over.where(lambda cell: cell.kind != "blank")
            indicator = self.file.catalog.indicator(owner)
            alone = asked & ~told & parts["numerator"].cells.where(lambda cell: cell.is_figure)
            for row in self._rows(np.flatnonzero(alone)):
                what = f"{indicator.label}的分子，没有分母"
                extract += self.aside("not-an-input", column, [row], self.row_label(row), what=what)
            empty = Chunk(
                self.block.sheet, column.index, indicator, "rate", indicator.unit, "", self.form,
                audit=self.context.audit.of(column, indicator),
            )  # fmt: skip
            filled = self._filled(empty, column, over, np.flatnonzero(asked & told), Decimal(1))
            extract += _beside(filled) if is_beside(column) else filled
        return extract


def _beside(read: Extract) -> Extract:
    """Readings of the same period last year, which are compared and not loaded."""
    return replace(read, chunks=(), beside=read.chunks)
