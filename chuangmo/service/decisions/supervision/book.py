"""整改事项 as a workbook: rows out, and rows in with everything that is wrong told by its cell.

A row is the same text on both ways, so that a workbook that was taken out comes in ``unchanged``.
What happens to an item after it is opened is done on the board, never by a workbook.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from chuangmo.access.actor import REVIEWER, UPLOADER, Actor
from chuangmo.service.auditing import allow
from chuangmo.service.board import Board, require
from chuangmo.service.decisions.supervision import acts
from chuangmo.service.decisions.supervision.book_rows import (
    COLUMNS,
    FIRST,
    NEEDED,
    STEPS,
    BookProblem,
    ItemTable,
    RowReading,
    Texts,
)
from chuangmo.service.decisions.supervision.items import (
    EXTEND,
    SupervisionEvent,
    SupervisionItem,
    held_items,
)
from chuangmo.service.decisions.supervision.sheet import STATE_WORD, number_words
from loaders import Refused, read_workbook

NEW, UNCHANGED = "new", "unchanged"


@dataclass(frozen=True)
class BookRow:
    """A row of a workbook: ``new`` or ``unchanged``, its texts by column key."""

    sheet: str
    row: int
    status: str
    texts: Texts


@dataclass(frozen=True)
class BookPreview:
    """What a workbook holds; with any problem nothing of it is taken in.

    Attributes:
        passed_over: titles of columns that are not read.
    """

    rows: tuple[BookRow, ...]
    problems: tuple[BookProblem, ...]
    passed_over: tuple[str, ...] = ()

    @property
    def new(self) -> tuple[BookRow, ...]:
        """The rows that would be opened."""
        return tuple(row for row in self.rows if row.status == NEW)


def row_texts(item: SupervisionItem) -> Texts:
    """A free item as a row: texts by column key, every key there."""
    last: dict[str, SupervisionEvent] = {event.kind: event for event in item.since_opened}
    first = item.opened.deadline or item.deadline
    texts = {
        "number": number_words(item), "area": item.area, "site": item.site, "medium": item.medium,
        "source": item.source, "raised": item.raised.isoformat(), "finding": item.finding,
        "measure": item.measure, "unit": item.unit, "deadline": item.deadline.isoformat(),
        "first_deadline": first.isoformat() if first != item.deadline else "",
        "state": STATE_WORD[item.state],
    }  # fmt: skip
    for text, day, kind in STEPS:
        event = last.get(kind)
        texts[text] = event.text if event else ""
        texts[day] = event.day.isoformat() if event else ""
    return texts


def preview_book(board: Board, actor: Actor, data: bytes, name: str) -> BookPreview:
    """What a workbook of 整改事项 would open; nothing is written.

    Raises:
        Forbidden: below uploader.
    """
    require(actor, UPLOADER)
    try:
        sheets = read_workbook(data, name)
    except Refused as refusal:
        return BookPreview((), (BookProblem("", "", name, refusal.diagnostic.message),))
    held = {number_words(item): row_texts(item) for item in held_items(board) if item.is_free}
    contents = {_content(texts) for texts in held.values()}
    rows: list[BookRow] = []
    problems: list[BookProblem] = []
    passed: list[str] = []
    for sheet in sheets:
        found = ItemTable.of(sheet)
        if found is None:
            continue
        passed += found.passed_over
        for reading in found.readings(board):
            problems += reading.problems
            if not reading.problems:
                row = _beside(reading, held, contents, problems)
                rows += [row] if row else []
    problems += _twice(rows)
    if not rows and not problems:
        titles = "、".join(FIRST[key] for key in NEEDED)
        problems.append(
            BookProblem("", "", name, f"“{name}”里没有整改事项的表：表头要有{titles}这几列。")
        )
    return BookPreview(tuple(rows), tuple(problems), tuple(dict.fromkeys(passed)))


def import_book(
    board: Board, actor: Actor, data: bytes, name: str, *, demo: bool = False
) -> tuple[BookPreview, list[SupervisionItem]]:
    """Open the new items of a workbook; with any problem none.

    Raises:
        Forbidden: below reviewer, or not for one of the districts; nothing is written.
    """
    with board.changing:  # from the look at what is held: two at once open each row once
        seen = preview_book(board, actor, data, name)
        places = list(dict.fromkeys(row.texts["area"] for row in seen.new))
        allow(board.settings, actor, acts.ACTION, f"导入 {name}", REVIEWER, places)
        if seen.problems:
            return seen, []
        return seen, [_open(board, actor, row.texts, demo=demo) for row in seen.new]


def _open(board: Board, actor: Actor, texts: Texts, *, demo: bool) -> SupervisionItem:
    return acts.open_free(
        board, actor, told=_told(texts), demo=demo,
        deadline=date.fromisoformat(texts["first_deadline"] or texts["deadline"]),
        raised=date.fromisoformat(texts["raised"]), problem=texts["finding"],
        **{key: texts[key] for key in ("area", "unit", "measure", "source", "medium", "site")},
    )  # fmt: skip


def _told(texts: Texts) -> list[dict[str, Any]]:
    """What the row tells of the item's history, in the order of the days."""
    found = []
    for text, day, kind in STEPS:
        if not texts[day]:
            continue
        event: dict[str, Any] = {"kind": kind, "day": texts[day], "text": texts[text]}
        if kind == EXTEND:
            event["until"] = texts["deadline"]
        found.append(event)
    return sorted(found, key=lambda event: str(event["day"]))


def _twice(rows: Iterable[BookRow]) -> Iterator[BookProblem]:
    """New rows that stand twice."""
    first: dict[tuple[str, ...], BookRow] = {}
    for row in rows:
        held = first.setdefault(_content(row.texts), row)
        if held is not row and row.status == NEW:
            said = f"与{held.sheet}第 {held.row} 行完全相同，请删去一行。"
            cell = f"A{row.row}"
            yield BookProblem(row.sheet, cell, row.texts["finding"], f"{row.sheet}!{cell}：{said}")


def _beside(
    reading: RowReading,
    held: Mapping[str, Texts],
    contents: Set[tuple[str, ...]],
    problems: list[BookProblem],
) -> BookRow | None:
    """The row beside what is held: new, unchanged, or a problem that a workbook cannot change."""
    texts, number = reading.texts, reading.texts["number"]
    own = held.get(number)
    if own is None:
        status = UNCHANGED if _content(texts) in contents else NEW
        return BookRow(reading.sheet, reading.row, status, texts)
    differing = [key for key, _, _ in COLUMNS if own[key] != texts[key]]
    if not differing:
        return BookRow(reading.sheet, reading.row, UNCHANGED, texts)
    for key in differing:
        problems.append(
            reading.problem(
                key, texts[key],
                f"{number}的{FIRST[key]}在看板上是“{own[key]}”。已立项的事项请在督办页办理，"
                "工作簿只用来立项；请改回原文或删去这一行。",
            )
        )  # fmt: skip
    return None


def _content(texts: Texts) -> tuple[str, ...]:
    """What a row says, whatever its number."""
    return tuple(texts[key] for key, _, _ in COLUMNS if key != "number")


def listed(items: Iterable[SupervisionItem]) -> Sequence[Sequence[str]]:
    """Free items as rows of texts in the order of ``COLUMNS``."""
    return [[texts[key] for key, _, _ in COLUMNS] for item in items
            for texts in [row_texts(item)] if item.is_free]  # fmt: skip
