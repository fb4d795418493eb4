"""Ledgers: one row a unit; header words name fields, no axes are sought."""

import json
from dataclasses import dataclass, field, replace
from datetime import date

import pyarrow as pa

from chuangmo.store import rows
from loaders.binding.asking import places_question
from loaders.binding.file_context import FileContext
from loaders.binding.keys import is_total_text
from loaders.binding.places import Places, aliases_said
from loaders.extracting.extract import EMPTY, Extract, added, aside
from loaders.extracting.scaling import storable
from loaders.forms.fitting import has_words, labelled
from loaders.model.finding import Finding, at_cell, at_sheet
from loaders.model.sheet import CellValue, cell_text
from loaders.model.staged import ClerkQuestion
from loaders.model.table import LEFT_OUT, Block, Column, Place, TimeParts
from loaders.tables.columns import sample
from loaders.tables.finding import TableFinder
from loaders.tables.place_columns import is_area_name
from loaders.words import lists
from loaders.words.key_times import key_parts
from loaders.words.month_numbers import month_number
from loaders.words.periods import periods_in, snapshot_day
from loaders.words.values import parse_value
from loaders.words.vocabulary import Vocabulary

_NUMBERS = ("count", "tonnage", "so2_cut", "dust_cut")
_DATES = ("planned", "finished")
#: In the place of a field that is no number or date and was refused.
_UNREAD = object()
#: Words in the place of a date of completion: there is none yet.
_NOT_YET = ("未", "正在", "在建", "施工中", "进行中")
_TEXTS = ("unit_name", "model", "method", "status", "note")


def ledger_columns(block: Block, vocabulary: Vocabulary) -> dict[str, int]:
    """Ledger field -> column, the first of each."""
    found: dict[str, int] = {}
    for index, path in block.headers.items():
        names = [vocabulary.facets(text).ledger for text in (*path, "".join(path))]
        name = next((n for n in reversed(names) if n), "")
        heading = None if name else vocabulary.place_heading(path)
        if heading and heading.role == "district" and not heading.is_code:
            name = "area"
        if name:
            found.setdefault(name, index)
    return found


def is_ledger(block: Block, vocabulary: Vocabulary) -> bool:
    """At least four ledger headers, two of them words that only ledgers use."""
    found = ledger_columns(block, vocabulary)
    marks = sum(mark in found for mark in lists.LEDGER_MARKS)
    return len(found) >= 4 and marks >= 2 and "unit_name" in found


def ledger_fields(block: Block, file: FileContext) -> tuple[dict[str, int], str]:
    """Ledger field -> column, and the title of the known form that says so.

    Both are empty for a table that is no ledger, the title alone where words tell the fields.
    """
    here = {one.pattern: one.index for one in reversed(labelled(block, file.vocabulary))}
    for known in file.hints.layouts:
        rules = [c for c in known.column if c.role == "field"]
        fits = "unit_name" in {c.key for c in rules} and all(c.header in here for c in rules)
        if fits and has_words(known, block, file):
            return {c.key: here[c.header] for c in rules}, known.title
    if is_ledger(block, file.vocabulary):
        return _with_areas(ledger_columns(block, file.vocabulary), block, file.vocabulary), ""
    return {}, ""


def _with_areas(fields: dict[str, int], block: Block, vocabulary: Vocabulary) -> dict[str, int]:
    """With the one column of names of areas under an unknown heading, where none is headed so."""
    if "area" in fields:
        return fields
    rest = [i for i in block.headers if i not in fields.values()]
    areas = [i for i in rest if _are_areas(sample(block, i), vocabulary)]
    return fields | {"area": areas[0]} if len(areas) == 1 else fields


def _are_areas(values: list[CellValue], vocabulary: Vocabulary) -> bool:
    texts = [v for v in values if isinstance(v, str) and not is_total_text(v)]
    named = [t for t in texts if (vocabulary.place(t) or ("",))[0] == "area" or is_area_name(t)]
    return bool(texts) and len(named) >= 0.8 * len(values)


@dataclass
class LedgerReader:
    """Reads one ledger block into ``rows.LEDGER``; a row is one reading.

    Attributes:
        fields: ledger field -> column.
    """

    block: Block
    fields: dict[str, int]
    layout: TableFinder
    file: FileContext
    _numbers: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def read(self) -> Extract:
        """The items of the list; totals and faulty rows are set aside."""
        as_of = self._as_of()
        said = self.file.answer(self.block.sheet, "place-names")
        known = aliases_said(said, self.file.catalog)
        places = Places(self.file.catalog, self.file.vocabulary, known)
        outer = self._outer_place()
        items: list[dict[str, object]] = []
        extracts: list[Extract] = []
        for row in self.block.body:
            item, extract = self._item(row, self.fields, as_of, places, outer)
            extracts.append(extract)
            if item is not None:
                items.append(item)
        table = pa.Table.from_pylist(items, schema=rows.LEDGER)
        questions = [] if as_of else [self._date_question()]
        questions += [self._place_question(places)] if places.unknown else []
        told = Extract(findings=self._ignored(), questions=tuple(questions))
        return replace(added([*extracts, told]), ledgers=(table,))

    # -- the list -----------------------------------------------------------------------------

    def _as_of(self) -> date | None:
        said = self.file.answer(self.block.sheet, "period") or self.file.hints.period
        texts = [*self.block.titles, *self.block.notes, self.block.sheet.name, self.file.name]
        for text in [said, *texts] if said else texts:
            dated = sorted(periods_in(text), key=lambda p: not p.as_of)
            for parts in dated:
                if day := snapshot_day(parts):
                    return day
        return None

    def _date_question(self) -> ClerkQuestion:
        prompt = f"台账“{self.block.sheet.name}”没有写截至日期。请填写，如 2008-12-31。"
        return self.file.question(self.block.sheet, "period", prompt)

    def _place_question(self, places: Places) -> ClerkQuestion:
        return places_question(self.block.sheet, places.unknown, self.file)

    def claimed(self) -> list[Column]:
        """The columns of the list as accounting sees them: fields, serial numbers, unread ones."""
        fields = {index: name for name, index in self.fields.items()}
        found = []
        for index, path in self.block.headers.items():
            if name := fields.get(index, ""):
                key = "district" if name == "area" else ""
                found.append(Column(index, path, "key" if key else "value", key))
                continue
            serial = self.file.vocabulary.facets(path[-1]).serial
            found.append(Column(index, path, "ignored", reason="serial" if serial else "unknown"))
        return found

    def _ignored(self) -> tuple[Finding, ...]:
        """The columns that hold numbers and are no field of the list."""
        unread = [c for c in self.claimed() if c.role == "ignored" and c.reason != "serial"]
        held = [c for c in unread if self._holds_numbers(c.index)]
        names = "、".join("".join(c.title.split()) for c in held)
        return (at_sheet("ignored-column", self.block.sheet, names),) if held else ()

    def _holds_numbers(self, column: int) -> bool:
        values = (self.block.sheet.value(row, column) for row in self.block.body)
        return any(v is not None and parse_value(v).value is not None for v in values)

    def _outer_place(self) -> Place | None:
        for text in (*self.block.titles, self.block.sheet.name):
            areas = [k for kind, k in self.file.vocabulary.facets(text).places if kind == "area"]
            city = self.file.catalog.city.name
            areas = [k for k in areas if k != city] or areas  # 兰州市城关区 is the district
            if len(areas) == 1:
                return areas[0], None
        return (self.file.catalog.area(a), None) if (a := self.file.hints.area) else None

    # -- one item -----------------------------------------------------------------------------

    def _item(
        self,
        row: int,
        columns: dict[str, int],
        as_of: date | None,
        places: Places,
        outer: Place | None,
    ) -> tuple[dict[str, object] | None, Extract]:
        """The item of a row, if it is one, and what else is to be said of the row."""
        cells = {name: self.layout.shown(row, index) for name, index in columns.items()}
        if all(cells[name] is None for name in cells if name != "area"):
            return None, EMPTY
        first = [self.block.sheet.value(row, c) for c in range(min(4, self.block.sheet.width))]
        if any(isinstance(v, str) and is_total_text(v) for v in first):
            word = next(cell_text(v) for v in first if isinstance(v, str) and is_total_text(v))
            return None, self._aside("total-row", row, 0, word)
        column = columns["unit_name"]
        place = places.resolve(cells["area"], None, None) if "area" in cells else outer
        outside = place is not None and self.file.catalog.is_outside(place[0])
        if place == LEFT_OUT or outside:
            name, code = cell_text(cells["area"]), "outside-row" if outside else "left-out-row"
            return None, self._aside(code, row, columns["area"], name)
        if cells["unit_name"] is None or (place is None and not places.unknown):
            axis = "使用单位" if cells["unit_name"] is None else "区县"
            text = _first_text(cells)
            return None, self._aside("key-missing", row, column, text, axis=axis, key="")
        item, findings = self._fields(row, columns, cells)
        if item is None:
            return None, Extract(set_aside=1, findings=findings)
        area = place[0] if place else ""
        item |= self._identity(area, cells, as_of, row)
        return item, Extract(findings=findings)

    def _aside(self, code: str, row: int, column: int, found: str, **words: str) -> Extract:
        return aside(code, self.block.sheet, column, [row], found, **words)

    def _identity(
        self, area: str, cells: dict[str, CellValue], as_of: date | None, row: int
    ) -> dict[str, object]:
        name, model = _text(cells.get("unit_name")), _text(cells.get("model"))
        number = self._numbers[area, name, model] = self._numbers.get((area, name, model), 0) + 1
        return {
            "kind": "boilers",
            "item": f"{area}/{name}/{model}/{number}",
            "area": area,
            "as_of": as_of,
            "year": as_of.year if as_of else None,
            "sheet": None if self.block.sheet.is_text else self.block.sheet.name,
            "row": row + 1,
        }

    def _fields(
        self, row: int, columns: dict[str, int], cells: dict[str, CellValue]
    ) -> tuple[dict[str, object] | None, tuple[Finding, ...]]:
        """The fields of one item; ``None``, and an error each, where some cannot be read."""
        findings: list[Finding] = []
        item: dict[str, object] = {name: _text(cells.get(name)) for name in _TEXTS}
        addresses: dict[str, list[str]] = {}
        for name, index in columns.items():
            raw = cells[name]
            if raw is None:
                continue
            addresses[name] = [self.block.sheet.address(row, index), cell_text(raw)]
            if name in _NUMBERS:
                item[name], code = _number(raw, name)
            elif name in _DATES:
                item[name], code = _date(raw)
            else:
                code = ""
            if code:
                cell, text = (row, index), cell_text(raw)
                text = text.strip() if name in _DATES else text
                findings.append(at_cell(code, self.block.sheet, cell, text))
        if _UNREAD in item.values():
            return None, tuple(findings)
        item["cells"] = json.dumps(addresses, ensure_ascii=False)
        return item, tuple(findings)


def _number(raw: CellValue, name: str) -> tuple[object, str]:
    """A number of an item, and the code of what is wrong with it."""
    parsed = parse_value(raw)
    if parsed.kind in ("missing", "blank"):
        return None, ""
    whole = parsed.value is not None and parsed.value % 1 == 0 and parsed.value < 2**31
    if parsed.value is None or (name == "count" and not whole):
        codes = {"error": "error-cell", "formula": "formula-without-value"}
        return _UNREAD, codes.get(parsed.kind, "unreadable-value")
    return int(parsed.value) if name == "count" else storable(parsed.value), ""


def _date(raw: CellValue) -> tuple[object, str]:
    """A day of an item, and the code of what is to be said of it."""
    text = cell_text(raw).strip()
    if parse_value(text).kind in ("missing", "blank") or text.startswith(_NOT_YET):
        return None, ""
    month = month_number(raw) if isinstance(raw, float) else None
    if month and month[1] != "1":  # 2008.1 may be January or October
        parts: TimeParts | None = TimeParts(month[0], int(month[1]))
    else:
        parts = key_parts(raw, "date")
    day = snapshot_day(parts) if parts else None
    if day is None:
        return _UNREAD, "unreadable-date"
    return day, "month-end" if parts and parts.day is None else ""


def _text(raw: CellValue) -> str:
    return "" if raw is None else cell_text(raw).strip()


def _first_text(cells: dict[str, CellValue]) -> str:
    return next((cell_text(v) for v in cells.values() if v is not None), "")
