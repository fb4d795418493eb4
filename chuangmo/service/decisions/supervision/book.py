"""整改事项 as a workbook: rows out, and rows in with everything that is wrong told by its cell.

A row is the same text on both ways, so that a workbook that was taken out comes in ``unchanged``.
What happens to an item after it is opened is done on the board, never by a workbook.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from chuangmo.access.actor import REVIEWER, UPLOADER, Actor
from chuangmo.catalog.faults import UnfitEntry, UnknownPlace
from chuangmo.service.auditing import allow
from chuangmo.service.board import Board, require
from chuangmo.service.decisions.supervision import acts
from chuangmo.service.decisions.supervision.items import (
    ANSWERED,
    CLOSE,
    CLOSED,
    EXTEND,
    FEEDBACK,
    HANDLING,
    INSPECT,
    MEDIA,
    VERIFIED,
    SupervisionEvent,
    SupervisionItem,
    held_items,
)
from chuangmo.service.decisions.supervision.sheet import STATE_WORD, number_words
from loaders import Refused, read_workbook
from loaders.model.sheet import CellValue, Sheet, column_letters

#: Key, title and other titles of the columns, in the order in which they are written.
COLUMNS = (
    ("number", "编号", ("督办编号", "整改编号", "文号")),
    ("area", "区县", ("所属区县", "县区", "所在区", "属地", "区县名称")),
    ("site", "地点", ("具体地点", "点位", "企业名称", "位置", "整改对象")),
    ("medium", "类别", ("问题类别", "问题类型", "要素", "类型")),
    ("source", "问题来源", ("来源", "交办来源")),
    ("raised", "交办日期", ("交办时间", "立项日期", "立项时间")),
    ("finding", "存在问题", ("问题", "问题描述", "问题内容", "整改事项", "整改问题")),
    ("measure", "整改措施", ("措施", "整改要求", "整改任务", "督办要求")),
    ("unit", "责任单位", ("承办单位", "整改单位", "牵头单位")),
    ("first_deadline", "原定时限", ("原时限", "延期前时限")),
    ("deadline", "办结时限", ("整改时限", "完成时限", "办理期限", "截止日期", "期限")),
    ("extended_on", "延期日期", ("批准延期日期",)),
    ("extension", "延期理由", ("延期原因",)),
    ("answered_on", "反馈日期", ("反馈时间", "上报日期")),
    ("answer", "办理情况", ("整改情况", "反馈情况", "整改进展", "进展情况")),
    ("inspected_on", "核查日期", ("核查时间", "验收日期")),
    ("inspection", "核查情况", ("核查结果", "验收情况")),
    ("closed_on", "销号日期", ("销号时间", "办结日期", "完成日期")),
    ("closing", "销号理由", ("销号意见",)),
    ("state", "状态", ("办理状态", "整改状态", "当前状态")),
)  # fmt: skip
_NEEDED = ("area", "finding", "unit", "deadline")
_DAYS = (
    "raised", "first_deadline", "deadline", "extended_on", "answered_on", "inspected_on",
    "closed_on",
)  # fmt: skip
_PASSED_OVER = ("序号", "备注")
_STATES = {
    **{word: state for state, word in STATE_WORD.items()},
    "整改中": HANDLING, "未完成": HANDLING, "已上报": ANSWERED, "已完成": CLOSED, "已办结": CLOSED,
}  # fmt: skip
#: What each state needs to be told of before it, and what of it belongs together.
_STEPS = (
    ("extension", "extended_on", EXTEND), ("answer", "answered_on", FEEDBACK),
    ("inspection", "inspected_on", INSPECT), ("closing", "closed_on", CLOSE),
)  # fmt: skip
_NUMBER = re.compile(r"(督办|整改)〔\d{4}〕\d+号")
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?")
_TITLES = {title: key for key, first, more in COLUMNS for title in (first, *more)}
_FIRST = {key: title for key, title, _ in COLUMNS}
NEW, UNCHANGED = "new", "unchanged"

Texts = dict[str, str]


@dataclass(frozen=True)
class BookProblem:
    """Something wrong in a workbook: where, what was found, what to do."""

    sheet: str
    cell: str
    found: str
    message: str


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
    for text, day, kind in _STEPS:
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
    rows: list[BookRow] = []
    problems: list[BookProblem] = []
    passed: list[str] = []
    for sheet in sheets:
        found = _Table.of(sheet)
        if found is None:
            continue
        passed += found.passed_over
        for reading in found.readings(board):
            problems += reading.problems
            if not reading.problems:
                row = _beside(reading, held, problems)
                rows += [row] if row else []
    if not rows and not problems:
        titles = "、".join(_FIRST[key] for key in _NEEDED)
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
    seen = preview_book(board, actor, data, name)
    places = list(dict.fromkeys(row.texts["area"] for row in seen.new))
    allow(board.settings, actor, acts.ACTION, f"导入 {name}", REVIEWER, places)
    if seen.problems:
        return seen, []
    with board.changing:
        opened = [_open(board, actor, row.texts, demo=demo) for row in seen.new]
    return seen, opened


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
    for text, day, kind in _STEPS:
        if not texts[day]:
            continue
        event: dict[str, Any] = {"kind": kind, "day": texts[day], "text": texts[text]}
        if kind == EXTEND:
            event["until"] = texts["deadline"]
        found.append(event)
    return sorted(found, key=lambda event: str(event["day"]))


def _beside(
    reading: "_Reading", held: Mapping[str, Texts], problems: list[BookProblem]
) -> BookRow | None:
    """The row beside what is held: new, unchanged, or a problem that a workbook cannot change."""
    texts, number = reading.texts, reading.texts["number"]
    own = held.get(number)
    if own is None:
        alike = (one for one in held.values() if _without_number(one) == _without_number(texts))
        known = next(alike, None) is not None
        return BookRow(reading.sheet, reading.row, UNCHANGED if known else NEW, texts)
    differing = [key for key, _, _ in COLUMNS if own[key] != texts[key]]
    if not differing:
        return BookRow(reading.sheet, reading.row, UNCHANGED, texts)
    for key in differing:
        problems.append(
            reading.problem(
                key, texts[key],
                f"{number}的{_FIRST[key]}在看板上是“{own[key]}”。已立项的事项请在督办页办理，"
                "工作簿只用来立项；请改回原文或删去这一行。",
            )
        )  # fmt: skip
    return None


def _without_number(texts: Texts) -> Texts:
    return {key: text for key, text in texts.items() if key != "number"}


# -- reading a sheet ------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Reading:
    """A row as read: its texts, and what is wrong with it."""

    sheet: str
    row: int
    columns: Mapping[str, int]
    texts: Texts
    problems: list[BookProblem]

    def problem(self, key: str, found: str, message: str) -> BookProblem:
        """A problem at the row's cell of one column."""
        letter = column_letters(self.columns.get(key, 0) + 1)
        cell = f"{letter}{self.row}"
        return BookProblem(self.sheet, cell, found, f"{self.sheet}!{cell}：{message}")

    def wrong(self, key: str, message: str) -> None:
        """Note that a text of the row will not do."""
        self.problems.append(self.problem(key, self.texts[key], message))


@dataclass(frozen=True)
class _Table:
    """A sheet with a head row of our columns."""

    sheet: Sheet
    head: int
    columns: Mapping[str, int]
    passed_over: tuple[str, ...]

    @classmethod
    def of(cls, sheet: Sheet) -> "_Table | None":
        """The table of a sheet, by the first row that has the columns that are needed."""
        for head, row in enumerate(sheet.rows[:20]):
            titles = [re.sub(r"\s|[（(].*?[)）]", "", str(cell or "")) for cell in row]
            keys = {_TITLES[t]: n for n, t in reversed(list(enumerate(titles))) if t in _TITLES}
            if keys.keys() >= set(_NEEDED):
                other = [t for t in titles if t and t not in (*_TITLES, *_PASSED_OVER)]
                return cls(sheet, head, keys, tuple(other))
        return None

    def readings(self, board: Board) -> Iterator[_Reading]:
        """The rows below the head that hold anything of ours."""
        for number, row in enumerate(self.sheet.rows[self.head + 1 :], self.head + 2):
            cells = {key: row[at] if at < len(row) else None for key, at in self.columns.items()}
            if any(cells.get(key) not in (None, "") for key in _NEEDED):
                yield self._reading(board, number, cells)

    def _reading(self, board: Board, number: int, cells: Mapping[str, CellValue]) -> _Reading:
        texts = {key: _text(key, cells.get(key)) for key, _, _ in COLUMNS}
        found = _Reading(self.sheet.name, number, self.columns, texts, [])
        texts["medium"] = texts["medium"] or MEDIA[-1]
        if not _NUMBER.fullmatch(texts["number"]):
            texts["number"] = ""
        _check_days(found)
        _check_state(found)
        try:
            texts["area"] = board.catalog.area(texts["area"])
        except UnknownPlace as unknown:
            found.wrong("area", str(unknown))
        if not found.problems:
            _check_entry(found)
        return found


def _check_days(found: _Reading) -> None:
    """Days are days, each with its text, and the deadline is there."""
    for key in _DAYS:
        if found.texts[key] and not _is_day(found.texts[key]):
            found.wrong(key, f"“{found.texts[key]}”不是日期。请写成 2008-10-05。")
    if not found.texts["raised"]:
        found.wrong("raised", "没有写交办日期。请写成 2008-10-05。")
    for text, day, _ in _STEPS:
        if bool(found.texts[text]) != bool(found.texts[day]):
            there, missing = (text, day) if found.texts[text] else (day, text)
            found.wrong(missing, f"有{_FIRST[there]}而没有{_FIRST[missing]}，两列要一起写。")
    if bool(found.texts["first_deadline"]) != bool(found.texts["extension"]):
        found.wrong("first_deadline", "延期的要写原定时限、延期日期和延期理由。")


def _check_state(found: _Reading) -> None:
    """The state is the one that the row's own steps make."""
    texts = found.texts
    said = _STATES.get(texts["state"]) if texts["state"] else ""
    if said is None:
        words = "、".join(STATE_WORD.values())
        found.wrong("state", f"没有状态“{texts['state']}”，应为 {words}。")
    steps = (("closed_on", CLOSED), ("inspected_on", VERIFIED), ("answered_on", ANSWERED))
    made = next((state for key, state in steps if texts[key]), HANDLING)
    if said and said != made:
        found.wrong(
            "state",
            f"状态写“{texts['state']}”，而各步日期只到“{STATE_WORD[made]}”。"
            "请补写反馈、核查、销号的日期和内容，或改状态。",
        )
    if texts["closed_on"] and not texts["inspected_on"]:
        found.wrong("inspected_on", "销号的整改事项要有核查日期和核查情况。")
    texts["state"] = STATE_WORD[made]


def _check_entry(found: _Reading) -> None:
    """What opening would refuse."""
    texts = found.texts
    try:
        acts.free_entry(
            problem=texts["finding"], raised=date.fromisoformat(texts["raised"]),
            deadline=date.fromisoformat(texts["first_deadline"] or texts["deadline"]),
            **{key: texts[key] for key in ("area", "unit", "measure", "source", "medium", "site")},
        )  # fmt: skip
    except UnfitEntry as why:
        found.wrong("finding", str(why))
    days = [texts[key] for key in ("raised", "answered_on", "inspected_on", "closed_on")]
    kept = [day for day in days if day]
    if kept != sorted(kept):
        found.wrong("raised", "交办、反馈、核查、销号的日期先后不对，请核对。")


def _text(key: str, raw: CellValue) -> str:
    """A cell as text; a day as ISO where it is one."""
    if raw is None:
        return ""
    if key in _DAYS:
        return _day_text(raw)
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    return str(raw).strip()


def _day_text(raw: CellValue) -> str:
    if isinstance(raw, datetime | date):
        return raw.isoformat()[:10]
    if isinstance(raw, int | float) and not isinstance(raw, bool) and 20000 <= raw <= 60000:
        return (date(1899, 12, 30) + timedelta(days=int(raw))).isoformat()
    text = str(raw).strip()
    hit = _DAY.fullmatch(text)
    return f"{int(hit[1]):04d}-{int(hit[2]):02d}-{int(hit[3]):02d}" if hit else text


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def listed(items: Iterable[SupervisionItem]) -> Sequence[Sequence[str]]:
    """Free items as rows of texts in the order of ``COLUMNS``."""
    return [[texts[key] for key, _, _ in COLUMNS] for item in items
            for texts in [row_texts(item)] if item.is_free]  # fmt: skip
