"""督办 items from proposal to 销号; they are stored as journal lines and nowhere else."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from chuangmo.access.actor import REVIEWER, UPLOADER, VIEWER, Actor
from chuangmo.assess import verdict_types as vt
from chuangmo.assess.stretches import WITH_DUST
from chuangmo.assess.verdict_types import Verdict
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.period import LOCAL_ZONE, Period, parse_period, today, year_period
from chuangmo.service.auditing import audited
from chuangmo.service.board import Board, require
from chuangmo.service.figures.assessing import assess
from chuangmo.store.errors import StoreFault, StoreRefusal
from chuangmo.store.journal import JournalEntry as Line

#: Word of the audit for all that is done here.
ACTION = "supervision"
#: Types of journal line.
OPEN, FEEDBACK, CLOSE, REOPEN = (
    "supervision_open", "supervision_feedback", "supervision_close", "supervision_reopen",
)  # fmt: skip
HANDLING, ANSWERED, CLOSED = "handling", "answered", "closed"
STATES = (HANDLING, ANSWERED, CLOSED)
_STATE_AFTER = {OPEN: HANDLING, FEEDBACK: ANSWERED, CLOSE: CLOSED, REOPEN: HANDLING}
#: Worst first; what is only at risk is proposed where it is asked for.
_BEHIND = (vt.MISSED, vt.AT_RISK)
_LONGEST = 1000
DAYS_GIVEN = 30
USUAL_MEASURE = "查明原因，制定整改措施并组织落实，按期书面反馈结果。"


@dataclass(frozen=True)
class SupervisionEvent:
    """Something that happened to an item.

    Attributes:
        kind: type of its journal line; at: UTC; text: feedback or reason.
        document: what the feedback rests on, or "".
    """

    kind: str
    by: str
    at: str
    text: str
    document: str = ""


@dataclass(frozen=True)
class SupervisionItem:
    """One 督办事项 with its whole history.

    Attributes:
        number: from 1, in the order of opening; ordinal: the same within the year of opening.
        month: the month whose verdict led to it (``2008-12``), or "".
        line: of that verdict: standard, scheme, target, or "".
        status: the verdict's status when the item was opened, or "".
        finding: what was found, one sentence; empty where nothing but the demand is known.
        unit: 责任单位; deadline: last day for the work.
    """

    number: int
    ordinal: int
    indicator: str
    area: str
    unit: str
    measure: str
    deadline: date
    month: str
    line: str
    status: str
    finding: str
    events: tuple[SupervisionEvent, ...]

    @property
    def state(self) -> str:
        """``handling``, ``answered`` or ``closed``, by the last event."""
        return _STATE_AFTER[self.events[-1].kind]

    @property
    def opened(self) -> SupervisionEvent:
        """The first event."""
        return self.events[0]

    @property
    def year(self) -> int:
        """The local year of opening, for the number of the 督办单."""
        return _local_day(self.opened.at).year

    def is_overdue(self, on: date) -> bool:
        """Whether the deadline has passed while the item is not closed."""
        return self.state != CLOSED and self.deadline < on


@dataclass(frozen=True)
class Proposal:
    """A verdict that asks for an item; with the usual unit, measure and deadline."""

    verdict: Verdict
    month: Period
    unit: str
    measure: str
    deadline: date


def proposals(
    board: Board, actor: Actor, month: Period, dust: str = WITH_DUST, *, at_risk: bool = False
) -> list[Proposal]:
    """One for each indicator and area that is missed or out of reach by the end of ``month``.

    Judged is the year up to the last day of the month; of several lines the worst verdict
    counts, of equal ones the city's own target before the scheme before the standard. What has an
    item that is not closed is not proposed again. Order: missed first, then the assessment's.

    Args:
        at_risk: also what is at risk.
    """
    found = assess(board, actor, year_period(month.start.year), month.last_day, dust=dust)
    behind = _BEHIND if at_risk else _BEHIND[:1]
    taken = {(i.indicator, i.area) for i in list_items(board, actor) if i.state != CLOSED}
    worst: dict[tuple[str, str], Verdict] = {}
    for row in found.rows:
        key = (row.indicator, row.area)
        if row.status in behind and key not in taken:
            worst[key] = min(worst.get(key, row), row, key=_rank)
    rows = sorted(worst.values(), key=lambda row: _BEHIND.index(row.status))
    deadline = today() + timedelta(days=DAYS_GIVEN)
    return [Proposal(row, month, responsible(row.area), USUAL_MEASURE, deadline) for row in rows]


def _rank(row: Verdict) -> tuple[int, int]:
    return _BEHIND.index(row.status), vt.PRECEDENCE.index(row.line)


def responsible(area: str) -> str:
    """The usual 责任单位: the government of the district, or of the city for the city's figure."""
    return f"{area}人民政府"


def list_items(
    board: Board,
    actor: Actor,
    *,
    area: str | None = None,
    state: str | None = None,
    overdue_on: date | None = None,
) -> list[SupervisionItem]:
    """Items in the order of opening; of one area, in one state, overdue on a day.

    Raises:
        UnknownPlace: no such area. UnfitEntry: no such state.
    """
    require(actor, VIEWER)
    if state is not None and state not in STATES:
        raise UnfitEntry(f"没有状态“{state}”，应为 {'、'.join(STATES)}。")
    place = board.catalog.area(area) if area else None
    return [
        item
        for item in _items(board)
        if place in (None, item.area)
        and state in (None, item.state)
        and (overdue_on is None or item.is_overdue(overdue_on))
    ]


def open_item(
    board: Board,
    actor: Actor,
    *,
    indicator: str,
    area: str,
    unit: str,
    measure: str,
    deadline: date,
    month: str = "",
    line: str = "",
    status: str = "",
    finding: str = "",
) -> SupervisionItem:
    """Open an item (立项).

    Raises:
        Forbidden: below reviewer. UnknownId, UnknownPlace: no such indicator or area.
        UnfitEntry: unit or measure are missing, or the deadline has passed.
        StoreRefusal: an item of this indicator and area is open already.
    """
    board.keeper.require_own()
    catalog = board.catalog
    entry, place = catalog.indicator(indicator), catalog.area(area)
    subject = f"立项 {place} {entry.label}"
    with audited(board.settings, actor, ACTION, subject, REVIEWER, (place,)), board.changing:
        raw = {
            "indicator": entry.id,
            "area": place,
            "unit": _words(unit, "责任单位"),
            "measure": _words(measure, "督办要求"),
            "deadline": _deadline(deadline).isoformat(),
            "month": parse_period(month).text if month else "",
            "line": line,
            "status": status,
            "finding": finding.strip(),
        }
        _refuse_second(board, entry.id, place)
        return _record(board, actor, OPEN, len(_items(board)) + 1, raw)


def _refuse_second(board: Board, indicator: str, area: str) -> None:
    """One item at a time for an indicator and area."""
    for item in _items(board):
        if item.state != CLOSED and (item.indicator, item.area) == (indicator, area):
            raise StoreRefusal(
                f"{area}的这项指标已在督办（第 {item.number} 件），尚未销号，不重复立项。"
            )


def add_feedback(
    board: Board, actor: Actor, number: int, text: str, document: str = ""
) -> SupervisionItem:
    """Write what was done; the item then waits for the reviewer.

    Raises:
        Forbidden: below uploader, or an uploader of other districts.
        StoreRefusal: no such item, or it is closed.
    """
    item = _item(board, number)
    subject = f"反馈 第 {number} 件"
    with audited(board.settings, actor, ACTION, subject, UPLOADER, (item.area,)), board.changing:
        raw = {"text": _words(text, "反馈内容"), "document": document.strip()}
        if _item(board, number).state == CLOSED:
            raise StoreRefusal(f"第 {number} 件督办事项已经销号，不能再反馈。如需继续，请先恢复。")
        return _record(board, actor, FEEDBACK, number, raw)


def close_item(board: Board, actor: Actor, number: int, reason: str) -> SupervisionItem:
    """Close an item (销号) with a reason; a person decides, never the figures alone.

    Raises:
        Forbidden: below reviewer. UnfitEntry: no reason.
        StoreRefusal: no such item, or it is closed already.
    """
    item = _item(board, number)
    subject = f"销号 第 {number} 件"
    with audited(board.settings, actor, ACTION, subject, REVIEWER, (item.area,)), board.changing:
        raw = {"text": _words(reason, "销号理由"), "document": ""}
        if _item(board, number).state == CLOSED:
            raise StoreRefusal(f"第 {number} 件督办事项已经销号。")
        return _record(board, actor, CLOSE, number, raw)


def reopen(board: Board, actor: Actor, number: int, reason: str) -> SupervisionItem:
    """Take up a closed item again (恢复督办) with a reason.

    Raises:
        Forbidden: below reviewer. UnfitEntry: no reason.
        StoreRefusal: no such item, it is not closed, or another of its kind is open.
    """
    item = _item(board, number)
    subject = f"恢复 第 {number} 件"
    with audited(board.settings, actor, ACTION, subject, REVIEWER, (item.area,)), board.changing:
        raw = {"text": _words(reason, "恢复理由"), "document": ""}
        if _item(board, number).state != CLOSED:
            raise StoreRefusal(f"第 {number} 件督办事项没有销号，不必恢复。")
        _refuse_second(board, item.indicator, item.area)
        return _record(board, actor, REOPEN, number, raw)


# -- the journal ----------------------------------------------------------------------------------


def _record(
    board: Board, actor: Actor, kind: str, number: int, raw: dict[str, Any]
) -> SupervisionItem:
    """One journal line; the item as it stands after it. The caller holds ``board.changing``."""
    payload = {"city": board.settings.city, "number": number, **raw}
    board.store.record(kind, payload, actor.name)
    return _item(board, number)


def _items(board: Board) -> list[SupervisionItem]:
    return replayed(board.store.entries(), board.settings.city)


def _item(board: Board, number: int) -> SupervisionItem:
    found = next((item for item in _items(board) if item.number == number), None)
    if found is None:
        raise StoreRefusal(f"没有第 {number} 件督办事项。请先查看督办列表。")
    return found


def replayed(lines: Iterable[Line], city: str) -> list[SupervisionItem]:
    """The items of a city from the journal's lines in order.

    Raises:
        StoreFault: a line that this version cannot read.
    """
    items: dict[int, SupervisionItem] = {}
    for line in lines:
        if line.type not in _STATE_AFTER or line.body["payload"]["city"] != city:
            continue
        try:
            _apply(items, line, line.body["payload"])
        except (KeyError, ValueError) as error:
            raise StoreFault(f"journal.jsonl 第 {line.seq} 行：督办事项读不懂。") from error
    return list(items.values())


def _apply(items: dict[int, SupervisionItem], line: Line, raw: dict[str, Any]) -> None:
    number, at = raw["number"], (line.actor, line.at)
    if line.type != OPEN:
        event = SupervisionEvent(line.type, *at, raw["text"], raw["document"])
        items[number] = replace(items[number], events=(*items[number].events, event))
        return
    year = _local_day(line.at).year
    items[number] = SupervisionItem(
        number=number,
        ordinal=1 + sum(1 for item in items.values() if item.year == year),
        deadline=date.fromisoformat(raw["deadline"]),
        events=(SupervisionEvent(OPEN, *at, raw["finding"]),),
        **{name: raw[name] for name in _PLAIN},
    )


_PLAIN = ("indicator", "area", "unit", "measure", "month", "line", "status", "finding")


def _local_day(at: str) -> date:
    return datetime.fromisoformat(at).astimezone(LOCAL_ZONE).date()


# -- reading what was typed -----------------------------------------------------------------------


def _words(text: str, what: str) -> str:
    if not text.strip():
        raise UnfitEntry(f"没有写{what}。请用一两句话写明，它会与督办事项一起保存。")
    if len(text) > _LONGEST:
        raise UnfitEntry(f"{what}长于 {_LONGEST} 字，请写要点，详情另附文件。")
    return text.strip()


def _deadline(day: date) -> date:
    if day < today():
        raise UnfitEntry(f"办结时限 {day.isoformat()} 已经过去，请写今天或以后的日期。")
    return day
