"""Keys of body rows: place, time, indicator, unit; totals told apart; nothing falls back."""

import re
from array import array
from dataclasses import dataclass
from functools import cached_property

from loaders.binding.context import Context
from loaders.binding.places import Places
from loaders.binding.row_keys import RowKeys, RowLabels, text_of
from loaders.model.encoded import (
    Encoded,
    column_cells,
    combined,
    encoded,
    repeated,
)
from loaders.model.evidence import Alternative, sentence, settled
from loaders.model.sheet import CellValue, cell_text
from loaders.model.table import NOTHING, TIME_ROLES, Block, Column, Place, TimeParts, Unit
from loaders.tables.columns import is_hourly, sample
from loaders.tables.finding import TableFinder
from loaders.tables.place_columns import PLACE_ROLES, WITHIN_SITE
from loaders.tables.running_means import running_names
from loaders.tables.spread import is_ditto
from loaders.tables.time_columns import begins_months
from loaders.words import lists
from loaders.words.date_orders import (
    dates_written,
    order_alternatives,
    short_alternatives,
    short_written,
)
from loaders.words.key_times import key_parts
from loaders.words.labels import TARGET
from loaders.words.month_numbers import dated_months, resolved
from loaders.words.periods import bare_year, hour_ending, merged, to_period, union
from loaders.words.vocabulary import Vocabulary

_TOTAL = re.compile(lists.TOTAL)
_LIMIT = re.compile(lists.LIMIT_ROWS)


def is_total_text(raw: str) -> bool:
    """Whether a short text is a total word (合 计, 平均, 月均值 ...)."""
    text = "".join(raw.split()).lower()
    return len(text) <= 14 and bool(_TOTAL.search(text) or _LIMIT.fullmatch(text))


@dataclass(frozen=True)
class KeyReader:
    """Reads the key columns of one block; ``medium`` tells labels apart that several share."""

    block: Block
    columns: list[Column]
    layout: TableFinder
    context: Context
    vocabulary: Vocabulary
    medium: str = ""

    def column(self, *keys: str) -> Column | None:
        """The first key column of one of the roles."""
        return next((c for c in self.columns if c.role == "key" and c.key in keys), None)

    def read(self, places: Places) -> RowKeys:
        """All keys of the block."""
        totals = self._totals()
        body = self.block.body
        rows = array("q", [row for row in body if row not in totals] if totals else body)
        time_columns = [c for c in self.columns if c.role == "key" and c.key in TIME_ROLES]
        cells = {c.index: self._cells(c, rows) for c in self.columns if c.role == "key"}
        for c in time_columns:
            cells[c.index] = self._dated_months(c, rows, cells[c.index])
        open_month, open_order, chosen = self._decide_dates(time_columns, cells)
        hidden = [
            rows[n]
            for c in time_columns
            for n in cells[c.index].positions(lambda raw: isinstance(raw, str) and "\ufeff" in raw)
        ]
        parts, ending = self._times(rows, cells, time_columns)
        units, named = self._units(cells), self.column("indicator")
        labels = cells[named.index] if named else encoded([])
        stated = self.labels.periods(labels, self.context.period, self.context.fixed)
        labelled = not time_columns and any(stated.entries())
        last_year = labels.positions(self.labels.of_last_year)
        return RowKeys(
            rows=rows,
            places=self._places(rows, cells, places),
            parts=stated if labelled else parts,
            labelled=labelled,
            last_year=frozenset(rows[n] for n in last_year),
            indicators=None if named is None else self._indicators(cells[named.index], units),
            units=units,
            statistics=self._statistics(cells),
            totals=totals,
            hidden_characters=hidden,
            hour_ending=ending,
            open_month=open_month,
            open_order=open_order,
            chosen=chosen,
            unexplained=self.labels.unexplained(cells[named.index], units) if named else {},
        )

    def _dated_months(
        self, column: Column, rows: "array[int]", cells: Encoded[CellValue]
    ) -> Encoded[CellValue]:
        """The cells with days that mean a month written so, by their header or number format."""
        sheet = self.block.sheet
        if column.key not in ("date", "ym"):
            return cells
        if begins_months(column, self.block.headers, lambda i: sample(self.block, i)):
            return cells.map(_month_of)
        if sheet.date1904:
            cells = cells.map(_since_1904)
        roles = self.vocabulary.facets(column.header[-1]).keys if column.header else ()
        monthly = roles in (("month",), ("ym",))
        if not monthly and not sheet.formats:
            return cells
        formats = [sheet.formats.get((row, column.index), "") for row in rows]
        return encoded(dated_months(list(cells), formats, monthly))

    def _decide_dates(
        self, columns: list[Column], cells: dict[int, Encoded[CellValue]]
    ) -> tuple[str, tuple[Alternative, ...], tuple[str, ...]]:
        """Write out dates that the whole column decides; what stays open is to be asked."""
        month = ""
        orders: tuple[Alternative, ...] = ()
        chosen: tuple[str, ...] = ()
        for c in columns:
            if c.key not in ("date", "ym"):
                continue
            cells[c.index], left = resolved(cells[c.index], self.context.month_answer)
            month = month or left
            outer, said = self.context.period, self.context.date_order
            found = order_alternatives(cells[c.index], outer)
            short = [] if found or c.key != "date" else short_alternatives(cells[c.index], outer)
            found = found or short
            best = next((one for one in found if one.option == said), settled(found))
            if best is None:
                orders = orders or tuple(found)
                continue
            if len(found) > 1 and not said:
                chosen = (*chosen, sentence(f"“{c.title}”一列的日期", best, found))
            write = short_written if short else dates_written
            cells[c.index] = write(cells[c.index], outer, best.option)
        return month, orders, chosen

    def axis_at_fault(self, row: int) -> tuple[str, str]:
        """(axis in Chinese, text of the key cell) for a row whose key cannot be read."""
        for c in self.columns:
            if c.role != "key" or c.key not in (*TIME_ROLES, *PLACE_ROLES):
                continue
            raw = self.layout.shown(row, c.index)
            text = cell_text(raw).strip()
            if c.key in TIME_ROLES and (raw is None or not _is_time(raw, c.key)):
                return c.title, text
            if c.key in PLACE_ROLES and not text:
                return c.title, text
        place = self.column(*PLACE_ROLES)
        text = cell_text(self.layout.shown(row, place.index)) if place else ""
        return (place.title if place else "时段"), text

    def _totals(self) -> dict[int, str]:
        """Rows with a total word in a key column or in one of the first three columns."""
        looked = [
            c
            for c in self.columns
            if (c.role == "key" and c.key != "statistic")
            or (c.index < 3 and c.role in ("ignored", "derived"))
        ]
        values = [c for c in self.columns if c.role == "value" and c.index < 1]
        known: dict[str, bool] = {}
        found: dict[int, str] = {}
        for c in (*looked, *values):
            cells = column_cells(self.block.sheet, c.index, self.block.body)
            for raw in cells.entries():
                if isinstance(raw, str) and raw not in known:
                    known[raw] = self._is_total(raw, c)
            for n in cells.positions(lambda raw: isinstance(raw, str) and known[raw]):
                found.setdefault(self.block.body[n], str(cells[n]).strip())
        return found

    def _is_total(self, raw: str, column: Column) -> bool:
        """A total word; in a column of indicators 年日均值 belongs to the indicator's name."""
        facets = self.vocabulary.facets(raw)
        if column.key == "month" and key_parts(raw, "month"):
            return False
        named = facets.indicators or facets.parts or facets.remainders or TARGET in facets.derived
        return is_total_text(raw) and not (column.key == "indicator" and named)

    def _cells(self, column: Column, rows: "array[int]") -> Encoded[CellValue]:
        own = column_cells(self.block.sheet, column.index, rows)
        if self.block.sheet.merges or any(map(is_ditto, own.entries())):
            cells = encoded(self.layout.shown(r, column.index) for r in rows)
        else:
            cells = own
        last = max(c.index for c in self.columns if c.role == "key")
        if column.index == last or column.key == "site":
            return cells
        return self._carried(cells, rows, column)

    def _carried(
        self, cells: Encoded[CellValue], rows: "array[int]", column: Column
    ) -> Encoded[CellValue]:
        """Blank cells of an outer key take the cell above where an inner key has a value."""
        if not any(cell is None for cell in cells.entries()):
            return cells
        inner = [c.index for c in self.columns if c.role == "key" and c.index > column.index]
        above: CellValue = None
        carried: list[CellValue] = []
        for row, cell in zip(rows, cells, strict=True):
            if cell is None and any(self.block.sheet.value(row, i) is not None for i in inner):
                cell = above
            above = cell if cell is not None else above
            carried.append(cell)
        return encoded(carried)

    def _places(
        self, rows: "array[int]", cells: dict[int, Encoded[CellValue]], places: Places
    ) -> Encoded[Place | None]:
        district, site = self.column("district", "place"), self.column("site")
        if district is None and site is None:
            return repeated(self.context.place, len(rows))
        districts = cells[district.index] if district else repeated(None, len(rows))
        named = self.context.row_site
        sites = self._sites(site, cells) if site else repeated(named or None, len(rows))
        again = [c for c in self.columns if c is not district and _same_key(c, district)]
        written = combined([districts, sites, *(cells[c.index] for c in again)])
        known: dict[tuple[CellValue, ...], Place | None] = {}
        for pair in dict.fromkeys(written.entries()):
            if any(other not in (None, pair[0]) for other in pair[2:]):
                known[pair] = None  # two tables side by side: whose value it is, nobody knows
            elif (site or named) and (pair[1] is None or (district and pair[0] is None)):
                known[pair] = None
            else:
                known[pair] = places.resolve(pair[0], pair[1], self.context.place)
        return written.map(known.__getitem__)

    def _sites(self, site: Column, cells: dict[int, Encoded[CellValue]]) -> Encoded[CellValue]:
        """Names of sites, with what a column beside them says within a site (甲断面 左)."""
        within = self.column(WITHIN_SITE)
        if within is None:
            return cells[site.index]
        above: CellValue = None
        found: list[CellValue] = []
        for name, inner in zip(cells[site.index], cells[within.index], strict=True):
            above = name if name is not None else above
            whole = above if inner is None else f"{cell_text(above)}{cell_text(inner)}"
            found.append(None if above is None else whole)
        return encoded(found)

    def _times(
        self, rows: "array[int]", cells: dict[int, Encoded[CellValue]], columns: list[Column]
    ) -> tuple[Encoded[TimeParts | None], bool]:
        """Times of the rows, and whether hours were named by their end (1..24)."""
        if not columns:
            return repeated(NOTHING, len(rows)), False
        outer = self.context.period
        rows_of = combined([cells[c.index] for c in columns])
        single: list[dict[CellValue, TimeParts | None]] = [{} for _ in columns]
        known: dict[tuple[CellValue, ...], TimeParts | None] = {}
        for values in dict.fromkeys(rows_of.entries()):
            parts = [
                _cached(cache, raw, c.key)
                for cache, raw, c in zip(single, values, columns, strict=True)
            ]
            known[values] = _joined(parts, outer)
        years = {p.year for p in known.values() if p is not None and bare_year(p)}
        if len(years) > 1 and outer.year in years and not bare_year(outer):
            known = {
                v: outer._replace(year=p.year) if p and bare_year(p) else p
                for v, p in known.items()
            }
        hours = {p.hour for p in known.values() if p is not None}
        ending = 24 in hours and 0 not in hours
        if ending:
            known = {v: p and hour_ending(p) for v, p in known.items()}
        return rows_of.map(known.__getitem__), ending

    @cached_property
    def labels(self) -> RowLabels:
        """What the row labels of the block mean."""
        titles = (*self.block.titles, self.block.sheet.name)
        return RowLabels(self.vocabulary, self.context.labels, titles, self.medium)

    def _units(self, cells: dict[int, Encoded[CellValue]]) -> Encoded[Unit | None] | None:
        named, printed = self.column("indicator"), self.column("unit")
        held = cells[printed.index] if printed else None
        return self.labels.units(cells[named.index] if named else None, held)

    def _indicators(
        self, cells: Encoded[CellValue], units: Encoded[Unit | None] | None
    ) -> Encoded[str | None]:
        texts = {str(cell) for cell in cells.entries() if cell is not None}
        hourly = is_hourly(self.columns, self.block)
        made = running_names(sorted(texts), self.vocabulary.named, hourly)
        return self.labels.indicators(cells, units, made)

    def _statistics(self, cells: dict[int, Encoded[CellValue]]) -> Encoded[str] | None:
        """Statistics of a statistic column, else those in the indicator's own name (O3_8h)."""
        column = self.column("statistic") or self.column("indicator")
        if column is None:
            return None
        found = cells[column.index].map(lambda c: self.vocabulary.facets(text_of(c)).statistic)
        return found if any(found.entries()) else None


def _same_key(column: Column, district: Column | None) -> bool:
    """Whether a column is another one of districts under the same header."""
    keyed = district is not None and column.role == "key" and column.key == district.key
    return keyed and district is not None and column.header == district.header


def _month_of(raw: CellValue) -> CellValue:
    """The month whose first day a cell holds."""
    parts = key_parts(raw, "date")
    return f"{parts.year}年{parts.month}月" if parts and parts.year and parts.month else raw


def _since_1904(raw: CellValue) -> CellValue:
    """A bare serial day of the 1904 system as one of the 1900 system."""
    bare = isinstance(raw, int) and not isinstance(raw, bool) and 17000 <= raw <= 60000
    return raw + 1462 if isinstance(raw, int) and bare else raw


def _is_time(raw: CellValue, role: str) -> bool:
    """Whether the cell reads, and no whole date in it is one that does not exist."""
    parts = key_parts(raw, role)
    return parts is not None and (not (parts.year and parts.month) or to_period(parts) is not None)


def _cached(
    cache: dict[CellValue, TimeParts | None], raw: CellValue, role: str
) -> TimeParts | None:
    if raw not in cache:
        cache[raw] = key_parts(raw, role)
    return cache[raw]


def _joined(parts: list[TimeParts | None], outer: TimeParts) -> TimeParts | None:
    """Parts of several key cells as one, refined by the title; ``None`` if one is unreadable."""
    whole = NOTHING
    for part in parts:
        if part is None:
            return None
        whole = part if whole is NOTHING else union(whole, part)
    return merged(whole, outer)
