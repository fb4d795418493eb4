"""A sheet of 整改事项 as read: its columns, its rows as texts, what is wrong by its cell."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chuangmo.catalog.faults import UnfitEntry, UnknownPlace
from chuangmo.service.board import Board
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
)
from chuangmo.service.decisions.supervision.sheet import STATE_WORD
from loaders.model.sheet import CellValue, ErrorText, Sheet, UncachedFormula, column_letters

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
NEEDED = ("area", "finding", "unit", "deadline")
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
STEPS = (
    ("extension", "extended_on", EXTEND), ("answer", "answered_on", FEEDBACK),
    ("inspection", "inspected_on", INSPECT), ("closing", "closed_on", CLOSE),
)  # fmt: skip
_NUMBER = re.compile(r"(督办|整改)〔\d{4}〕\d+号")
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?")
_TITLES = {title: key for key, first, more in COLUMNS for title in (first, *more)}
FIRST = {key: title for key, title, _ in COLUMNS}
Texts = dict[str, str]


@dataclass(frozen=True)
class BookProblem:
    """Something wrong in a workbook: where, what was found, what to do."""

    sheet: str
    cell: str
    found: str
    message: str


@dataclass(frozen=True)
class RowReading:
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
class ItemTable:
    """A sheet with a head row of our columns."""

    sheet: Sheet
    head: int
    columns: Mapping[str, int]
    passed_over: tuple[str, ...]

    @classmethod
    def of(cls, sheet: Sheet) -> "ItemTable | None":
        """The table of a sheet, by the first row that has the columns that are needed."""
        for head, row in enumerate(sheet.rows[:20]):
            titles = [re.sub(r"\s|[（(].*?[)）]", "", str(cell or "")) for cell in row]
            keys = {_TITLES[t]: n for n, t in reversed(list(enumerate(titles))) if t in _TITLES}
            if keys.keys() >= set(NEEDED):
                other = [t for t in titles if t and t not in (*_TITLES, *_PASSED_OVER)]
                return cls(sheet, head, keys, tuple(other))
        return None

    def readings(self, board: Board) -> Iterator[RowReading]:
        """The rows below the head that hold anything of ours."""
        merged = self._merged()
        for number, row in enumerate(self.sheet.rows[self.head + 1 :], self.head + 2):
            held = {at: cell for at, cell in enumerate(row) if cell is not None}
            cells = {
                key: held.get(at, merged.get((number - 1, at))) for key, at in self.columns.items()
            }
            filled = [key for key in NEEDED if cells[key] is not None and self.columns[key] in held]
            if "finding" in filled or len(filled) > 1:  # else a remark below the table
                yield self._reading(board, number, cells)

    def _merged(self) -> dict[tuple[int, int], CellValue]:
        """What cells merged down a column show: the value of the first."""
        found: dict[tuple[int, int], CellValue] = {}
        for area in self.sheet.merges:
            row = self.sheet.rows[area.top] if area.top < len(self.sheet.rows) else []
            if area.left == area.right and area.top > self.head and area.left < len(row):
                found |= {(n, area.left): row[area.left] for n in range(area.top, area.bottom + 1)}
        return found

    def _reading(self, board: Board, number: int, cells: Mapping[str, CellValue]) -> RowReading:
        texts = {key: _text(key, cells.get(key)) for key, _, _ in COLUMNS}
        found = RowReading(self.sheet.name, number, self.columns, texts, [])
        for key, cell in cells.items():
            if isinstance(cell, ErrorText | UncachedFormula):
                found.wrong(key, f"“{cell}”是公式或错误值，没有结果。请改成文字或日期后再导入。")
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


def _check_days(found: RowReading) -> None:
    """Days are days, each with its text, and the deadline is there."""
    for key in _DAYS:
        if found.texts[key] and not _is_day(found.texts[key]):
            found.wrong(key, f"“{found.texts[key]}”不是日期。请写成 2008-10-05。")
    for key in ("raised", "deadline"):
        if not found.texts[key]:
            found.wrong(key, f"没有写{FIRST[key]}。请写成 2008-10-05。")
    for text, day, _ in STEPS:
        if bool(found.texts[text]) != bool(found.texts[day]):
            there, missing = (text, day) if found.texts[text] else (day, text)
            found.wrong(missing, f"有{FIRST[there]}而没有{FIRST[missing]}，两列要一起写。")
    if bool(found.texts["first_deadline"]) != bool(found.texts["extension"]):
        found.wrong("first_deadline", "延期的要写原定时限、延期日期和延期理由。")


def _check_state(found: RowReading) -> None:
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


def _check_entry(found: RowReading) -> None:
    """What opening would refuse."""
    texts = found.texts
    fields = acts.free_fields(
        problem=texts["finding"], raised=date.fromisoformat(texts["raised"]),
        deadline=date.fromisoformat(texts["first_deadline"] or texts["deadline"]),
        **{key: texts[key] for key in ("area", "unit", "measure", "source", "medium", "site")},
    )  # fmt: skip
    for key, make in fields.items():
        try:
            make()
        except UnfitEntry as why:
            found.wrong(key, str(why))
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
