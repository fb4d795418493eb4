"""Numbers of a sheet that no table claims: told with their cells, never left out in silence."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from loaders.binding.asking import ROWS_TOPIC
from loaders.binding.file_context import FileContext
from loaders.model.answers import LEAVE_TABLE
from loaders.model.finding import Finding, at_cell
from loaders.model.sheet import Sheet
from loaders.model.staged import ClerkQuestion
from loaders.model.table import Block, Column
from loaders.tables.finding import TableFinder
from loaders.tables.place_columns import PLACE_ROLES
from loaders.words.values import parse_value, split_pair

UNREAD_TOPIC = "unread-table"
_NAMED = 5
_SMALL = 2000
_SOME = ("number", "below", "invalid", "missing")
_ANY = (*_SOME, "unreadable", "error", "formula")


@dataclass(frozen=True)
class Claim:
    """A table and what became of it.

    Attributes:
        columns: its columns; ``None`` where no indicator of the catalog stands in it.
        unused: part columns that no reading takes up.
        asked: whether it is asked what becomes of its numbers without a header.
        explained: whether its headers say what it holds, though it is no monitored value.
    """

    block: Block
    columns: Sequence[Column] | None
    unused: tuple[Column, ...] = ()
    asked: bool = False
    explained: bool = False

    def holds_values(self) -> bool:
        """Whether anything that may be a value stands outside its keys and serial numbers."""
        sheet, columns = self.block.sheet, {c.index: c for c in self.columns or ()}
        for n in range(sheet.width):
            column = columns.get(n)
            if column and (column.role == "key" or column.reason == "serial"):
                continue
            kinds = _ANY if column and column.role == "value" else _SOME
            cells = (sheet.value(row, n) for row in self.block.body)
            if any(parse_value(cell).kind in kinds for cell in cells if cell is not None):
                return True
        return False


def account_rest(
    sheet: Sheet,
    layout: TableFinder,
    claims: Sequence[Claim],
    file: FileContext,
    asked: Sequence[ClerkQuestion],
) -> Iterator[Finding]:
    """Name the numbers that are neither reading, part, key, derived nor of a known ignored column.

    Lines above and below (titles, notes, sender lines) are exempt: their numbers are dates,
    telephone numbers and the like.

    Args:
        asked: the questions of the sheet; what is asked is not told.
    """
    for claim in claims:
        if claim.columns is None:
            yield from _unread(claim, asked)
        for column in claim.unused:
            yield from _unused(claim.block, column)
    stray = sorted({*_outside(sheet, layout, claims, file), *_inside(claims)})
    if not stray:
        return
    shown = "、".join(f"{sheet.address(*cell)}（{_text(sheet, *cell)}）" for cell in stray[:_NAMED])
    found = shown + (" 等" if len(stray) > _NAMED else "")
    yield at_cell("stray-number", sheet, stray[0], found, count=len(stray))


def _text(sheet: Sheet, row: int, column: int) -> str:
    return parse_value(sheet.value(row, column)).text


def _is_number(sheet: Sheet, row: int, column: int) -> bool:
    value = sheet.value(row, column)
    if value is None:
        return False
    return parse_value(value).is_figure or split_pair(value) is not None


def _numbers(sheet: Sheet, rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    for row in rows:
        for column in range(len(sheet.rows[row])):
            if _is_number(sheet, row, column):
                yield row, column


def unread_questions(
    claims: Iterable[Claim], file: FileContext, answers: Collection[str]
) -> list[ClerkQuestion]:
    """Ask whether tables without any indicator may stay out, unless headers say what they hold.

    Args:
        answers: topics that the known forms of the sheet's tables remember.
    """
    found = []
    for claim in claims:
        sheet = claim.block.sheet
        cells = list(_numbers(sheet, claim.block.body)) if claim.columns is None else []
        known = claim.explained or file.answer(sheet, UNREAD_TOPIC) or UNREAD_TOPIC in answers
        if cells and not known:
            prompt = (
                f"“{sheet.name}”从 {sheet.address(*cells[0])} 起的表里没有认得的指标，"
                f"{len(cells)} 个数值不会读入。可以吗？"
            )
            found.append(file.question(sheet, UNREAD_TOPIC, prompt, (LEAVE_TABLE,)))
    return found[:1]


def _unread(claim: Claim, asked: Sequence[ClerkQuestion]) -> Iterator[Finding]:
    """A table without any indicator of the catalog, beside others that have one."""
    if not claim.explained and any(q.topic == UNREAD_TOPIC for q in asked):
        return
    yield from unread(claim)


def unread(claim: Claim) -> Iterator[Finding]:
    """A table without any indicator, told with its first words."""
    block = claim.block
    cells = list(_numbers(block.sheet, block.body))
    if not cells:
        return
    words = [texts[-1] for texts in block.headers.values()][:_NAMED]
    first, last = block.sheet.address(*cells[0]), block.sheet.address(*cells[-1])
    yield at_cell(
        "unread-table", block.sheet, cells[0], f"{first}～{last}",
        words="、".join(" ".join(w.split()) for w in words) or "没有表头", numbers=str(len(cells)),
    )  # fmt: skip


def _unused(block: Block, column: Column) -> Iterator[Finding]:
    """A column of counts or weights whose own figures do not stand in the table."""
    cells = [(r, column.index) for r in block.body if _is_number(block.sheet, r, column.index)]
    if cells:
        yield at_cell("part-unused", block.sheet, cells[0], column.title, count=len(cells))


def _outside(
    sheet: Sheet, layout: TableFinder, claims: Sequence[Claim], file: FileContext
) -> Iterator[tuple[int, int]]:
    """Numbers in rows of no table and in header rows, asked ones left out."""
    bodies: set[int] = set().union(*(claim.block.body for claim in claims))
    runs: set[int] = {r for c in claims if c.block.run for r in c.block.header_rows}
    asked = set() if file.answer(sheet, ROWS_TOPIC) else set(layout.lost)
    rest = (r for r in range(len(sheet.rows)) if r not in bodies and r not in layout.aside)
    yield from _numbers(sheet, (r for r in rest if r not in runs and r not in asked))


def _inside(claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    """Numbers in body rows under no header, and those that stand alone in a place column."""
    for claim in claims:
        if claim.columns is None:
            continue
        block, sheet = claim.block, claim.block.sheet
        known = {c.index for c in claim.columns if c.role != "ignored" or c.header or claim.asked}
        for index in set(range(sheet.width)) - known:
            cells = [(row, index) for row in block.body if _is_number(sheet, row, index)]
            values = [parse_value(sheet.value(*cell)).value for cell in cells]
            if values != list(range(1, len(values) + 1)):
                yield from cells
        yield from _alone(claim.columns, block)


def _alone(columns: Sequence[Column], block: Block) -> Iterator[tuple[int, int]]:
    """Numbers that are all of their row and stand under a place, below a table."""
    places = {c.index for c in columns if c.role == "key" and c.key in PLACE_ROLES}
    if len(block.body) > _SMALL:
        return
    for row in block.body:
        filled = [c for c, v in enumerate(block.sheet.rows[row]) if v is not None]
        if len(filled) == 1 and filled[0] in places and _is_number(block.sheet, row, filled[0]):
            yield row, filled[0]
