"""A block with its columns and keys to readings: one way for small forms and long tables."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

import numpy as np

from chuangmo.catalog.models import Indicator
from chuangmo.period import Period
from loaders.binding.context import indicator_question
from loaders.binding.declared_units import stored_unit
from loaders.extracting.coded_readings import filled, numbers_of, take_plain
from loaders.extracting.column_unit import chosen_unit, gas_factor, percent_scale
from loaders.extracting.other_figures import (
    TargetCells,
    city_rows,
    find_targets,
    kinds_of_rows,
    set_aside_derived,
    set_aside_unknown,
)
from loaders.extracting.pairs import read_pairs
from loaders.extracting.scaling import EXACT, storable
from loaders.extracting.scope import BlockScope
from loaders.extracting.totals import set_aside_totals
from loaders.model.coded import changed, column_cells, positions_list, same
from loaders.model.readings import Chunk
from loaders.model.sheet import CellValue
from loaders.model.table import Column, Parts, Place, Unit
from loaders.tables.place_columns import PLACE_ROLES
from loaders.tables.sites_across import NAMED
from loaders.tables.valid_days import parts_of
from loaders.words.foreign_times import is_utc
from loaders.words.labels import TARGET, holds, what_it_is
from loaders.words.modifiers import (
    DUSTY,
    dust_state,
    is_beside,
    moved,
    moved_period,
    own_period,
    time_words,
)
from loaders.words.periods import merged, to_period
from loaders.words.units import factor
from loaders.words.values import BLANK, Parsed, parse_value
from loaders.words.zones import in_zone

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

    _periods: dict[tuple[Parts, tuple[str, ...]], list[Period | None]] = field(default_factory=dict)
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
                set_aside_derived(self, column)
                if column.reason == TARGET:
                    self._find_targets(column)
        self._read_parts_only()
        return self.chunks

    # -- targets ------------------------------------------------------------------------------

    def _find_targets(self, column: Column) -> None:
        """The targets of a column that says so; of 全市 those of the city."""
        alone = {c.indicator for c in self.columns if c.role == "value"}
        explained = not any(self.file.vocabulary.facets(text).rest for text in column.header)
        own = column.indicator or (alone.pop() if len(alone) == 1 and explained else "")
        named = replace(column, indicator=own) if own else column
        for (indicator, unit, _), positions in (self._groups(named) or {}).items():
            if indicator is not None:
                self._targets_at(named, indicator, unit, positions, city=True)

    def _targets_at(
        self, column: Column, indicator_id: str, unit: Unit | None, positions: list[int],
        *, city: bool = False,
    ) -> None:  # fmt: skip
        indicator = self.file.catalog.indicator(indicator_id)
        places, periods = self._places(column, indicator), self._row_periods(column)
        rows = [self.rows.rows[p] for p in positions]
        where, when = [places[p] for p in positions], [periods[p] for p in positions]
        if city and len(set(when)) == 1:
            more, whole = city_rows(self, column)
            rows, when = rows + more, when + when[:1] * len(more)
            where += [whole] * len(more)
        cells = TargetCells(column, indicator, rows, where, when, unit)
        self.targets.extend(find_targets(self, cells))

    # -- values -------------------------------------------------------------------------------

    def _column(self, column: Column) -> list[Parsed]:
        sheet, i = self.block.sheet, column.index
        if sheet.formats:
            return [self.parsed(row, column) for row in self.rows.rows]
        if coded := column_cells(sheet, i, self.rows.rows):
            return changed(coded, parse_value)
        table = sheet.rows
        raws: list[CellValue] = [table[r][i] if i < len(table[r]) else None for r in self.rows.rows]
        if not sheet.is_text:
            return [BLANK if raw is None else parse_value(raw) for raw in raws]
        known: dict[CellValue, Parsed] = {raw: parse_value(raw) for raw in dict.fromkeys(raws)}
        return [known[raw] for raw in raws]

    def _read_column(self, column: Column) -> None:
        set_aside_totals(self, column)
        parsed = self._column(column)
        if not any(p.kind != "blank" for p in parsed):
            return
        pairs = read_pairs(self, column, parsed)
        if pairs is None:
            self._read_values(column, parsed)
            return
        if pairs.second is not None:
            self._read_values(pairs.second, pairs.seconds)
        self._read_values(pairs.first, pairs.firsts)

    def _read_values(self, column: Column, parsed: list[Parsed]) -> None:
        groups = self._groups(column)
        if groups is None:
            self.ask(indicator_question(self.block, self.columns, self.file))
            return
        for (indicator_id, unit, statistic), positions in groups.items():
            if indicator_id is None:
                for indicator_id, unit, at in set_aside_unknown(self, column, parsed, positions):
                    self._targets_at(column, indicator_id, unit, at)
                continue
            indicator = self.file.catalog.indicator(indicator_id)
            here = filled(parsed, positions)
            if not column.indicator and not holds(column.quantity, indicator):
                hits = [(self.rows.rows[p], parsed[p].text) for p in here]
                what = what_it_is(column.quantity)
                self.aside("not-an-input", column, hits, column.title, what=what)
                continue
            own = replace(column, statistic=statistic) if statistic else column
            if here:
                self._read_group(own, indicator, unit, parsed, here)

    def _groups(self, column: Column) -> dict[RowGroup, list[int]] | None:
        """Row positions by indicator, unit and statistic of the row; ``None`` without indicator."""
        everything = positions_list(np.arange(len(self.rows.rows)))
        whole = column.indicator or self.context.indicator
        ids, units, statistics = self.rows.indicators, self.rows.units, self.rows.statistics
        if ids is None and not whole:
            return None
        if ids is None and units is None and statistics is None:
            return {(whole, None, ""): everything}
        groups: dict[RowGroup, list[int]] = {}
        others = kinds_of_rows(self) if whole and ids else {}
        for p in everything:
            indicator = None if p in others else whole or (ids[p] if ids else None)
            unit = units[p] if units else None
            key = (indicator, unit, statistics[p] if statistics else "")
            groups.setdefault(key, []).append(p)
        return groups

    def _read_group(
        self,
        column: Column,
        indicator: Indicator,
        row_unit: Unit | None,
        parsed: list[Parsed],
        positions: list[int],
    ) -> None:
        numbers = numbers_of(parsed, positions)
        chosen = chosen_unit(self, column, indicator, row_unit, numbers)
        if chosen is None:
            return
        unit, stored = chosen.unit, stored_unit(indicator)
        if column.statistic in ("max", "min") and self._statistic(column, indicator) == "value":
            hits = [(self.rows.rows[p], parsed[p].text) for p in positions]
            what = f"一段时间里的{'最大' if column.statistic == 'max' else '最小'}值"
            self.aside("not-an-input", column, hits, column.title, what=what)
            return
        scale = factor(unit, stored) or gas_factor(self, column, indicator, unit)
        if scale is not None and indicator.is_rate:
            bare = [v for p in positions if (v := parsed[p].value) and not parsed[p].percent]
            times = percent_scale(self, column, indicator, bare)
            if times is None:
                return
            scale *= times
        if scale is None:
            hits = [(self.rows.rows[p], parsed[p].text) for p in positions]
            mixing = unit.dimension == "mixing"
            self.tally.clashing += 0 if mixing else len(hits)
            told = {"indicator": indicator.label, "stored": indicator.unit}
            code = "unit-mixing" if mixing else "unit-conflict"
            self.aside(code, column, hits, unit.name, **told)
            return
        chunk = Chunk(
            self.block.sheet, column.index, indicator, self._statistic(column, indicator),
            indicator.unit, chosen.printed, self.form, self._dust(column, indicator),
            chosen.other_scale,
        )  # fmt: skip
        self._fill(chunk, column, parsed, positions, scale)
        if is_beside(column):
            self.beside.extend([chunk] if len(chunk) else [])
        else:
            self._take(chunk)

    def _take(self, chunk: Chunk) -> None:
        self.tally.readings += len(chunk)
        self.chunks.extend([chunk] if len(chunk) else [])

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
        chunk: Chunk,
        column: Column,
        parsed: list[Parsed],
        positions: list[int],
        scale: Decimal,
    ) -> None:
        parts = parts_of(self.columns, chunk.indicator, column)
        places, periods = self._places(column, chunk.indicator), self._row_periods(column)
        converted: dict[Parsed, tuple[Decimal | None, str]] = {}
        marks: dict[str, list[int]] = {"zero": [], "invalid": []}
        if not parts:
            positions, marks["zero"], marks["invalid"] = take_plain(
                chunk, self.rows.rows, parsed, places, periods, positions,
                lambda cell: self._converted(cell, chunk.indicator, scale), frozenset(_FAULTS),
            )  # fmt: skip
        for p in positions:
            cell, row, place, period = parsed[p], self.rows.rows[p], places[p], periods[p]
            value, said = converted.get(cell) or converted.setdefault(
                cell, self._converted(cell, chunk.indicator, scale)
            )
            if said in _FAULTS:
                self.tally.refuse(_FAULTS[said], row, column.index, cell.text)
                continue
            if place is None or period is None:
                keys = (("place", place), ("period", period))
                self._no_key(row, column, cell, {axis for axis, key in keys if key is None})
                continue
            taken = self._row_parts(parts, row)
            if taken is None:
                continue
            if said in marks:
                marks[said].append(row)
            said = "missing" if said == "zero" else said
            chunk.add(row, place, period, value, said, cell.text, taken)
        self.used |= {c.index for c in parts.values()} if len(chunk) else set()
        self.tally.report_marks(chunk, marks["invalid"], marks["zero"])

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

    def _places(self, column: Column, indicator: Indicator) -> list[Place | None]:
        found = self.rows.places
        if column.places:
            own = self._place_of(column)  # a row whose own place cannot be read is none of its
            keyed = self.keys.column(*PLACE_ROLES) is not None
            count, packed = len(self.rows.rows), bool(self.block.sheet.packed)
            found = changed(found, lambda row: row and own) if keyed else same(own, count, packed)
        if not column.zone:
            return found
        return [p and in_zone(p, column.zone, indicator, self.file.catalog) for p in found]

    def _place_of(self, column: Column) -> Place:
        kind, key = column.places[0]
        if kind == NAMED:
            return (self.context.place or ("", None))[0], key
        site = self.file.catalog.site(key) if kind == "site" else None
        return (site.district, site.id) if site else (key, None)

    def _row_periods(self, column: Column) -> list[Period | None]:
        words = time_words(column.modifiers)
        own = own_period(column, self.columns, self.context.period)
        key = (own, words)
        if key not in self._periods:
            fixed = self.context.fixed
            self._periods[key] = changed(
                self.rows.parts,
                lambda parts: (
                    moved_period(fixed, words)
                    if fixed and not parts and not own
                    else self._period(own, parts, words)
                ),
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

    def _row_parts(self, parts: dict[str, Column], row: int) -> dict[str, Decimal | None] | None:
        """Parts of one reading; ``None`` (and one refusal) when a part cannot be read."""
        taken: dict[str, Decimal | None] = {}
        for role, column in parts.items():
            cell = self.parsed(row, column)
            if cell.kind in _FAULTS:
                self.tally.refuse(_FAULTS[cell.kind], row, column.index, cell.text)
                return None
            metres = column.unit.size if role == "weight" and column.unit else Decimal(1)
            taken[role] = None if cell.value is None else storable(cell.value * metres)
        return taken

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
            quotients = [self._quotient(row, parts) for row in self.rows.rows]
            here = [p for p, q in enumerate(quotients) if q.kind != "blank"]
            chunk = Chunk(
                self.block.sheet, top.index, indicator, "rate", indicator.unit, "", self.form
            )
            self._fill(chunk, top, quotients, here, Decimal(1))
            self._take(chunk)

    def _quotient(self, row: int, parts: dict[str, Column]) -> Parsed:
        top, bottom = self.parsed(row, parts["numerator"]), self.parsed(row, parts["denominator"])
        if top.value is None or not bottom.value:
            return top if top.kind in _FAULTS else BLANK
        return Parsed("number", EXACT.divide(top.value * 100, bottom.value), top.text)
