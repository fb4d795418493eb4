"""Other ways to see one sheet: a window on one of several tables side by side, or turned."""

from collections.abc import Iterable
from dataclasses import dataclass

from loaders.model.sheet import CellValue, Merge, Sheet
from loaders.model.table import TIME_ROLES, Block, Column
from loaders.tables.place_columns import PLACE_ROLES
from loaders.words.normalise import label
from loaders.words.vocabulary import Facets, Vocabulary

MOST_COLUMNS, MOST_ROWS = 400, 2000


@dataclass
class Turned(Sheet):
    """A sheet whose rows ``top`` to ``bottom`` stand as columns; addresses are as in the file.

    Lines above and below the table stay lines.
    """

    top: int = 0
    bottom: int = 0
    tail: int = 0

    def address(self, row: int, column: int) -> str:
        """The address in the original sheet."""
        width = len(self.rows) - self.top - self.tail
        if row < self.top:
            return super().address(row, column)
        if row < self.top + width:
            return super().address(self.top + column, row - self.top)
        return super().address(row - width + self.bottom - self.top, column)


def turned(sheet: Sheet, top: int, bottom: int) -> Turned:
    """The sheet with rows and columns of the table in rows ``top`` to ``bottom`` exchanged."""
    table = sheet.rows[top:bottom]
    width = max((len(row) for row in table), default=0)
    across: list[list[CellValue]] = [
        [row[c] if c < len(row) else None for row in table] for c in range(width)
    ]
    rows = [*sheet.rows[:top], *across, *sheet.rows[bottom:]]
    merges = [m for m in sheet.merges if m.bottom < top]
    merges += [
        Merge(m.left + top, m.top - top, m.right + top, m.bottom - top)
        for m in sheet.merges
        if top <= m.top and m.bottom < bottom
    ]
    formats = {
        (c + top, r - top): text for (r, c), text in sheet.formats.items() if top <= r < bottom
    }
    hidden_columns = frozenset(row - top for row in sheet.hidden_rows if top <= row < bottom)
    return Turned(
        sheet.name, rows, sheet.is_text, sheet.lines, merges, formats, {}, sheet.hidden,
        frozenset(column + top for column in sheet.hidden_columns), hidden_columns,
        date1904=sheet.date1904, top=top, bottom=bottom, tail=len(sheet.rows[bottom:]),
    )  # fmt: skip


def table_rows(sheet: Sheet, blocks: list[Block]) -> tuple[int, int] | None:
    """First row and end of the one table that may be turned; ``None`` where there are several."""
    headed = [b for b in blocks if b.header_rows]
    if len(headed) > 1:
        return None
    if headed:
        return headed[0].header_rows[0], max(row for b in blocks for row in b.body) + 1
    filled = [r for r, row in enumerate(sheet.rows) if sum(v is not None for v in row) > 1]
    return (filled[0], filled[-1] + 1) if filled else None


def windows(
    sheet: Sheet, blocks: list[tuple[Block, list[Column]]], vocabulary: Vocabulary
) -> list[Sheet]:
    """One sheet for each table where tables stand side by side; else the sheet alone.

    A window keeps the coordinates; cells of other tables are blank in it. Lines above and below
    are seen by all, unless every window has a text of the same kind in that line.
    """
    if sheet.width > MOST_COLUMNS or len(sheet.rows) > MOST_ROWS:
        return [sheet]
    cut = [(block, _cuts(columns, sheet.width)) for block, columns in blocks]
    if not any(len(spans) > 1 for _, spans in cut):
        return [sheet]
    inside: set[int] = set()
    regions: list[tuple[range, list[range]]] = []
    for block, spans in cut:
        rows = range(min([*block.header_rows, *block.body]), max(block.body) + 1)
        if block.header_rows or not regions:
            regions.append((rows, spans))
        else:
            first, known = regions[-1]
            regions[-1] = (range(first.start, rows.stop), known)
        inside.update(rows)
    return [
        _window(sheet, rows, span, spans, inside, vocabulary)
        for rows, spans in regions
        for span in spans
    ]


def _cuts(columns: list[Column], width: int) -> list[range]:
    """Column ranges of the tables of one block: a new one where a key header comes again."""
    starts = [0]
    keys = [c for c in columns if c.role == "key"]
    for n, c in enumerate(columns):
        before = [o for o in columns[:n] if o.index >= starts[-1]]
        after = [o for o in columns[n + 1 :] if o.role in ("value", "derived", "part")]
        beside = any(o.role != "key" and o.reason != "serial" for o in before)
        if c not in keys or not after or not beside:
            continue
        same = [o for o in before if o.role == "key" and o.key == c.key and _again(o, c)]
        axis = PLACE_ROLES if c.key in PLACE_ROLES else TIME_ROLES
        gap = columns[n - 1].index < c.index - 1
        if same or (gap and c.key in axis and any(o.role == "key" for o in before)):
            starts.append(_with_leading(columns, n, same[0] if same else None))
    return [range(a, b) for a, b in zip(starts, [*starts[1:], width], strict=True)]


def _again(first: Column, second: Column) -> bool:
    """Whether a key header opens another table: the same word again, no unit beside its value."""
    names = [label("".join(column.header[-1:])) for column in (first, second)]
    return names[0] == names[1] and second.key not in ("unit", "statistic")


def _with_leading(columns: list[Column], n: int, first: Column | None) -> int:
    """The start of a table, its repeated 序号 or 名次 before the key included."""
    start = columns[n].index
    at = columns.index(first) if first else 0
    for back in range(1, at + 1):
        here, there = columns[n - back], columns[at - back]
        if here.index != start - 1 or here.header[-1:] != there.header[-1:]:
            break
        start = here.index
    return start


def _window(
    sheet: Sheet,
    rows: range,
    span: range,
    spans: list[range],
    inside: set[int],
    vocabulary: Vocabulary,
) -> Sheet:
    kept: list[list[CellValue]] = []
    for number, row in enumerate(sheet.rows):
        if number in rows or (number not in inside and _parallel(row, spans, vocabulary)):
            kept.append([v if c in span else None for c, v in enumerate(row)])
        else:
            kept.append([] if number in inside else row)
    merges = [m for m in sheet.merges if m.left in span or m.top not in rows]
    return Sheet(
        sheet.name, kept, sheet.is_text, sheet.lines, merges, sheet.formats, sheet.notes,
        sheet.hidden, sheet.hidden_rows, sheet.hidden_columns, sheet.date1904,
    )  # fmt: skip


def _parallel(row: list[CellValue], spans: Iterable[range], vocabulary: Vocabulary) -> bool:
    """Whether each table has its own text in this line, all of one kind."""
    kinds: list[set[str]] = []
    for span in spans:
        texts = [str(v) for c, v in enumerate(row) if c in span and v is not None]
        facets = [vocabulary.facets(text) for text in texts]
        kinds.append({kind for f in facets for kind in _kinds(f)})
    return all(kinds) and bool(set.intersection(*kinds))


def _kinds(facets: Facets) -> list[str]:
    named = {
        "period": facets.periods, "place": facets.places, "indicator": facets.indicators,
        "modifier": facets.modifiers,
    }  # fmt: skip
    return [name for name, found in named.items() if found]
