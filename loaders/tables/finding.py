"""Where the tables of a sheet are: row kinds, header bands, bodies, titles and notes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from loaders.model.encoded import filled_rows
from loaders.model.sheet import CellValue, ErrorText, Sheet, UncachedFormula, cell_text
from loaders.model.table import Block, TimeParts
from loaders.tables.header_pieces import RANK, headers_in_pieces
from loaders.tables.header_runs import (
    dates_across,
    goes_on,
    heads_with_numbers,
    is_run,
    of_one_kind,
    run_end,
    run_labels,
)
from loaders.tables.place_columns import says_aside, stated_beside
from loaders.tables.side_texts import with_outer
from loaders.tables.spread import is_ditto, merge_anchors, spread_rows
from loaders.words import lists
from loaders.words.key_times import key_parts
from loaders.words.normalise import label
from loaders.words.units import number_with_unit
from loaders.words.values import limit_in, parse_value, split_pair, target_in
from loaders.words.vocabulary import Facets, Vocabulary
from loaders.words.zones import water_class_of

MAX_HEADER_ROWS = 6
PLAIN_ROWS = 2000
_BESIDE = ("year", "month", "ym", "date")
_ASIDE = ("title", "context", "meta", "note")
_VALUES = ("number", "missing", "below", "invalid", "error")
_LIMIT = re.compile(lists.LIMIT_ROWS)
#: A line of senders may say beside them of what time the table is.
_DATED = re.compile(r"(?:统计|监测|报告|数据|考核|评价)(?:时间|时段|月份|日期|年月|期间?)\s*[:：]")
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}\s*[.、．)）]|[（(]\d{1,2}[)）])")


@dataclass(frozen=True)
class SheetRow:
    """One row by kind: blank title meta context note labels run data."""

    row: int
    kind: str
    texts: tuple[tuple[int, str], ...] = ()
    rows: tuple[int, ...] = ()  # of a long stretch of data all that stand for one another


class TableFinder:
    """Reads one sheet into blocks."""

    def __init__(self, sheet: Sheet, vocabulary: Vocabulary) -> None:
        self.sheet = sheet
        self.vocabulary = vocabulary
        self._merged_from = merge_anchors(sheet)
        self._rows_of_merge = {(m.top, m.left): m for m in sheet.merges}
        self.lost: list[int] = []
        self.aside: set[int] = set()
        self.senders: list[int] = []
        self._run_end = 0
        self._dated: dict[int, dict[int, str]] = {}
        self._spread = spread_rows(sheet, vocabulary, _is_value)

    def shown(self, row: int, column: int) -> CellValue:
        """The value a reader sees: that of the merge's first cell, of 〃 that of the cell above."""
        anchor = self._merged_from.get((row, column))
        while row and is_ditto(self.sheet.value(row, column)):
            row, anchor = row - 1, self._merged_from.get((row - 1, column))
        return self.sheet.value(*anchor) if anchor else self.sheet.value(row, column)

    def blocks(self) -> list[Block]:
        """The blocks of the sheet from top to bottom."""
        found: list[Block] = []
        titles: list[str] = []
        labels: list[SheetRow] = []
        self.lost, self.aside, self.senders = [], set(), []
        noting = False
        for line in self._lines():
            if line.texts and line.kind in _ASIDE:
                self.aside.add(line.row)
            if line.kind == "data":
                if labels or (found and titles):
                    found.append(self._open(labels, titles, found))
                    titles, labels = [], []
                rows = line.rows or (line.row,)
                if found:
                    found[-1].body.extend(rows)
                else:
                    titles.extend(said for row in rows if (said := self._without_header(row)))
                noting = False
            elif line.kind in ("labels", "run"):
                if labels and line.row - labels[-1].row > 1:
                    titles.extend(text for old in labels for _, text in old.texts)
                    labels = []
                labels.append(line)
            elif line.kind == "note" or (noting and line.kind == "title" and self._noted(line)):
                (found[-1].notes if found else titles).extend(t for _, t in line.texts)
                noting = bool(found)
            elif line.kind == "meta":
                self.senders.append(line.row)
                titles.extend(text for _, text in line.texts if _DATED.match(text.strip()))
            elif line.kind in ("title", "context"):
                titles.extend(text for _, text in line.texts)
        return [block for block in found if block.body]

    def _without_header(self, row: int) -> str:
        """What a row of values above every header says of the time; another row is lost."""
        said = self._said_beside(row)
        cells = [v for v in self.sheet.rows[row] if v is not None]
        if said or (len(cells) == 2 and says_aside(str(cells[0]))):
            self.aside.add(row)
        else:
            self.lost.append(row)
        return said

    def _said_beside(self, row: int) -> str:
        """A time that stands beside its word above the table (年度 | 2008), as a title; else ""."""
        cells = [v for v in self.sheet.rows[row] if v is not None]
        if len(cells) != 2 or not isinstance(cells[0], str):
            return ""
        roles = self.vocabulary.facets(cells[0]).keys
        parts = key_parts(cells[1], roles[0]) if roles and roles[0] in _BESIDE else None
        if parts is None and isinstance(cells[1], datetime) and roles and roles[0] in _BESIDE:
            parts = TimeParts(cells[1].year, cells[1].month)
        if parts is None:
            return ""
        year = f"{parts.year}年" if parts.year else ""
        return year + (f"{parts.month}月" if parts.month else "")

    def _noted(self, line: SheetRow) -> bool:
        return bool(_NUMBERED.match(line.texts[0][1])) or len(line.texts[0][1]) > 25

    def all_texts(self, rows: int = 60) -> list[str]:
        """Texts of the first rows, for saying what was seen."""
        return [t for line in self._head_lines(rows) for _, t in line.texts]

    def blank_form_words(self) -> list[str]:
        """Header texts of a form without values, empty where no header names an indicator."""
        for line in self._head_lines(60):
            facets = [self.vocabulary.facets(text) for _, text in line.texts]
            if line.kind == "labels" and any(f.indicators or f.ledger for f in facets):
                return [text for _, text in line.texts]
        return []

    def _head_lines(self, rows: int) -> Iterable[SheetRow]:
        return (self._line(row) for row in range(min(rows, len(self.sheet.rows))))

    def _lines(self) -> Iterable[SheetRow]:
        """All rows by kind; of a large plain table the middle is data without a look."""
        count = len(self.sheet.rows)
        plain = count > PLAIN_ROWS and not self.sheet.merges
        previous: SheetRow | None = None
        for row in range(count):
            if plain and 60 <= row < count - 60:
                if row == 60 and (middle := tuple(filled_rows(self.sheet, 60, count - 60))):
                    yield SheetRow(middle[0], "data", rows=middle)
                continue
            line = self._line(row)
            line = self._settled(line, previous)
            if line.kind != "blank":
                previous = line
            yield line

    def _settled(self, line: SheetRow, previous: SheetRow | None) -> SheetRow:
        """A label row inside a body that starts with a place or period is a row without values."""
        inside = bool(previous and previous.kind == "data")
        as_data = SheetRow(line.row, "data", line.texts)
        if line.kind == "lone" and self._is_report_date(line.row):
            return SheetRow(line.row, "meta")
        if line.kind == "lone":
            return as_data if inside else SheetRow(line.row, "title", line.texts)
        if previous is None or line.kind not in ("context", "labels"):
            return line
        if line.kind == "context":
            row = self._is_row(line) or self._is_classed(line, previous)
            return as_data if row else line
        if self._is_limit(line, previous) or self._is_classed(line, previous):
            return as_data
        if not inside:
            return line
        facets = [self.vocabulary.facets(text) for _, text in line.texts]
        heads = any(f.is_header_word and not f.places for f in facets)
        return line if heads and not self._goes_on(line, previous) else as_data

    def _goes_on(self, line: SheetRow, previous: SheetRow) -> bool:
        """Whether a row holds marks and a word of the row above, or one indicator where it has."""
        above = {(c, text) for c, text in previous.texts if not _is_value(text)}
        marks = (parse_value(text).kind == "missing" for _, text in line.texts)
        if any(marks) and any(one in above for one in line.texts):
            return True
        facets = self.vocabulary.facets
        at = [[c for c, text in r.texts if facets(text).indicators] for r in (line, previous)]
        return len(at[0]) == 1 and at[0] == at[1]

    def _is_limit(self, line: SheetRow, previous: SheetRow) -> bool:
        """Whether a row of texts below a header is one of limits (标准限值 | 6～9 | ≥5)."""
        if previous.kind not in ("labels", "data") or not previous.texts or not line.texts:
            return False
        word = label(line.texts[0][1])
        return line.texts[0][0] == previous.texts[0][0] and bool(_LIMIT.fullmatch(word))

    def _is_classed(self, line: SheetRow, previous: SheetRow) -> bool:
        """Whether a row of texts below a header tells the class of a section, without any value."""
        texts = [text for _, text in line.texts]
        classes = sum(bool(water_class_of(t)) and not parse_value(t).is_figure for t in texts)
        if previous.kind not in ("labels", "data") or not 0 < classes < len(texts):
            return False
        return not any(f.keys for f in map(self.vocabulary.facets, texts))

    def _is_report_date(self, row: int) -> bool:
        """Whether the one cell of a row is a date under something else: the report's own date."""
        column, value = next((c, v) for c, v in enumerate(self.sheet.rows[row]) if v is not None)
        above = self.sheet.value(row - 1, column)
        return isinstance(value, datetime) and not isinstance(above, datetime)

    def _is_row(self, line: SheetRow) -> bool:
        """Whether two texts are a place or period and something with digits that is no value."""
        facets = [self.vocabulary.facets(text) for _, text in line.texts]
        if len(facets) < 2 or facets[0].cover < 0.8 or not (facets[0].places or facets[0].periods):
            return False
        return all(
            any(c.isdigit() for c in f.text)
            and not (f.periods or f.indicators or f.is_unit or f.meta or f.unit_rule)
            for f in facets[1:]
        )

    def _line(self, row: int) -> SheetRow:
        cells = [
            (column, value)
            for column, value in enumerate(self.sheet.rows[row])
            if value is not None and (not isinstance(value, str) or value.strip())
        ]
        if not cells:
            return SheetRow(row, "blank")
        texts = tuple((c, str(v)) for c, v in cells if isinstance(v, str))
        facets = [self.vocabulary.facets(text) for _, text in texts]
        if row in self._spread or self._dates(row):
            return SheetRow(row, "labels", texts)
        if said := stated_beside(self.sheet, row, self.vocabulary):
            return SheetRow(row, "context", tuple((texts[0][0], text) for text in said))
        if facets and texts[0][0] == cells[0][0] and facets[0].note and len(cells) <= 2:
            return SheetRow(row, "note", texts)
        values = [(c, v) for c, v in cells if _is_value(v)]
        if self._is_run(texts, values):
            if self._counts_columns(cells[0][1]):
                return SheetRow(row, "labels", texts)
            self._run_end = run_end(values)
            return SheetRow(row, "run", texts)
        if facets and _is_meta(facets):
            return SheetRow(row, "meta", texts)
        kind = self._kind(row, cells, values, facets)
        return SheetRow(row, kind, texts)

    def _is_run(
        self, texts: Sequence[tuple[int, str]], values: Sequence[tuple[int, CellValue]]
    ) -> bool:
        """A run heads columns unless a place or a date stands beside it: then it is a row."""
        if not is_run(values) and not goes_on(values, self._run_end):
            return False
        facets = [self.vocabulary.facets(t) for c, t in texts if not _is_value(t)]
        return not any(
            (f.places or any(p.month or p.day for p in f.periods)) and f.cover >= 0.8
            for f in facets
        )

    def _counts_columns(self, first: CellValue) -> bool:
        """Whether the word before a run says what its numbers count or name: no time (序号)."""
        if not isinstance(first, str):
            return False
        said, heading = self.vocabulary.facets(first), self.vocabulary.place_heading((first,))
        of_sites = heading is not None and heading.role == "site"
        return said.serial or said.derived == (RANK,) or of_sites

    def _kind(
        self,
        row: int,
        cells: Sequence[tuple[int, CellValue]],
        values: Sequence[tuple[int, CellValue]],
        facets: list[Facets],
    ) -> str:
        declared = ("单位", "(单位", "计量单位")
        header_words = sum(f.is_header_word and not f.text.startswith(declared) for f in facets)
        missing_marks = sum(parse_value(v).kind == "missing" for _, v in values)
        if values and len(values) > missing_marks:
            if heads_with_numbers(values, facets):
                return "labels"
            return "data" if len(cells) > 1 else "lone"
        if values and (2 * len(values) >= len(cells) or not _heads(facets, declared)):
            return "data"  # a row of marks only (未监测, —) holds values, whatever heads it
        if len(cells) > 1 and of_one_kind(facets):
            return "labels"
        distinct = {str(v).strip() for _, v in cells}
        if len(distinct) == 1:
            return "labels" if self._is_group(row, cells) else "title"
        if len(cells) <= 2 and self._cells_below(row) > 2 * len(cells):
            return "labels" if self._is_group(row, cells) else "context"
        return "labels" if header_words or len(distinct) > 2 else "context"

    def _dates(self, row: int) -> dict[int, str]:
        """The dates that head columns in a row."""
        if row not in self._dated:
            self._dated[row] = dates_across(self.sheet, row)
        return self._dated[row]

    def _cells_below(self, row: int) -> int:
        """How many cells the next row that is not blank has."""
        for below in self.sheet.rows[row + 1 : row + 6]:
            if count := sum(value is not None for value in below):
                return count
        return 0

    def _is_group(self, row: int, cells: Sequence[tuple[int, CellValue]]) -> bool:
        """Whether a lone text is a merged group header over part of the columns."""
        merge = self._rows_of_merge.get((row, cells[0][0]))
        if merge is None or merge.right == merge.left:
            return False
        used = [c for c in range(self.sheet.width) if self.shown(row + 1, c) is not None]
        return bool(used) and merge.left > used[0] and merge.right - merge.left + 1 < len(used)

    def _open(self, labels: list[SheetRow], titles: list[str], found: list[Block]) -> Block:
        if not labels:
            last = found[-1]
            near = with_outer(titles, last.titles)
            return Block(self.sheet, last.headers, [], near, run=last.run)
        band = labels[-MAX_HEADER_ROWS:]
        extra = [t for line in labels[:-MAX_HEADER_ROWS] for _, t in line.texts]
        run_line = next((line for line in band if line.kind == "run"), None)
        headers = self._headers(tuple(line.row for line in band))
        run = self._run_of(run_line.row) if run_line else {}
        near = with_outer([*titles, *extra], found[-1].titles if found else ())
        rows = tuple(line.row for line in band)
        return Block(self.sheet, headers, [], near, run=run, header_rows=rows)

    def _run_of(self, row: int) -> dict[int, int]:
        values = [(c, v) for c, v in enumerate(self.sheet.rows[row]) if _is_value(v)]
        return run_labels(values)

    def _headers(self, rows: tuple[int, ...]) -> dict[int, tuple[str, ...]]:
        whole = headers_in_pieces(self.sheet, rows, self.vocabulary)
        if whole and not any(map(self._dates, rows)):
            return whole
        paths: dict[int, tuple[str, ...]] = {}
        for column in range(self.sheet.width):
            texts: list[str] = []
            for level, row in enumerate(rows):
                text = self._header_text(row, column, rows[level + 1 :])
                if text and (not texts or texts[-1] != text):
                    texts.append(text)
            if texts:
                paths[column] = tuple(texts)
        return paths

    def _header_text(self, row: int, column: int, below: tuple[int, ...]) -> str:
        value = self.shown(row, column)
        if dated := self._dates(row).get(self._merged_from.get((row, column), (row, column))[1]):
            return dated
        if value is not None and not _is_value(value):
            return str(value).strip()
        if isinstance(value, datetime | date):
            return cell_text(value)
        if value is not None or not below or self.sheet.value(below[0], column) is None:
            return ""
        return self._group_text(row, column, below)

    def _group_text(self, row: int, column: int, below: tuple[int, ...]) -> str:
        """The text of an unmerged group to the left, where a lower level labels this column."""
        for left in range(column - 1, -1, -1):
            if (row, left) in self._merged_from or (row, left) in self._rows_of_merge:
                return ""
            if self.sheet.value(below[0], left) is None:
                return ""
            if (value := self.sheet.value(row, left)) is not None:
                own = "" if _is_value(value) else str(value).strip()
                return self._dates(row).get(left, own)
        return ""


def _composed(value: str) -> bool:
    """Whether a text is a figure with another or with its unit, or a limit (≤31, 逐年下降)."""
    return any(f(value) is not None for f in (split_pair, limit_in, target_in, number_with_unit))


def _is_value(value: CellValue) -> bool:
    if isinstance(value, str) and not isinstance(value, ErrorText | UncachedFormula):
        return parse_value(value).kind in _VALUES or _composed(value)
    return value is not None


def _heads(facets: list[Facets], declared: tuple[str, ...]) -> bool:
    """Whether a text is a header word and no more: a station 东郊降尘点 is none."""
    return any(f.is_header_word and not f.rest and not f.text.startswith(declared) for f in facets)


def _is_meta(facets: list[Facets]) -> bool:
    metas = sum(f.meta for f in facets)
    return facets[0].meta or metas * 2 > len(facets)
