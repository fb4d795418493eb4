"""What an item of 督办 is, how its journal lines make it, and how it stood on a day.

Two sorts share one life: items of an indicator (创模督办, from a verdict) and free items (整改事项:
a problem that an inspection, a letter or a higher office named). A free item has no indicator; it
is closed only after an inspection found the work done.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.period import local_date
from chuangmo.service.board import Board, require
from chuangmo.store.errors import StoreFault, StoreRefusal
from chuangmo.store.journal import JournalEntry as Line
from chuangmo.store.renaming import renamed_in

#: Types of journal line.
OPEN, FEEDBACK, EVIDENCE, INSPECT, EXTEND, CLOSE, REOPEN = (
    "supervision_open", "supervision_feedback", "supervision_evidence", "supervision_inspect",
    "supervision_extend", "supervision_close", "supervision_reopen",
)  # fmt: skip
KINDS = (OPEN, FEEDBACK, EVIDENCE, INSPECT, EXTEND, CLOSE, REOPEN)
HANDLING, ANSWERED, VERIFIED, CLOSED = "handling", "answered", "verified", "closed"
STATES = (HANDLING, ANSWERED, VERIFIED, CLOSED)
_STATE_AFTER = {OPEN: HANDLING, FEEDBACK: ANSWERED, CLOSE: CLOSED, REOPEN: HANDLING}
#: Where a free item came from, and what it is about.
SOURCES = ("督查", "巡查", "信访", "中央督察", "省级督察", "上级交办", "其他")
MEDIA = ("大气", "水", "噪声", "固体废物", "土壤", "生态", "其他")


@dataclass(frozen=True)
class SupervisionEvent:
    """Something that happened to an item.

    Attributes:
        kind: type of its journal line.
        by: who wrote it; at: when, UTC.
        text: feedback, finding or reason; the file's name of an evidence.
        document: what the feedback rests on, or "".
        stated: the day it happened, where a workbook states an earlier one.
        passed: what an inspection came to.
        deadline: the first one of an opening, the new one of an extension.
        seq: its journal line.
    """

    kind: str
    by: str
    at: str
    text: str
    document: str = ""
    stated: date | None = None
    passed: bool = True
    deadline: date | None = None
    seq: int = 0

    @property
    def day(self) -> date:
        """The local day on which it happened."""
        return self.stated or local_date(self.at)


@dataclass(frozen=True)
class SupervisionItem:
    """One 督办事项 with its whole history.

    Attributes:
        number: from 1, in the order of opening; ordinal: the same within its sort and year.
        indicator: id; empty for a free item.
        month: the month whose verdict led to it (``2008-12``), or "".
        line: of that verdict: standard, scheme, target, or "".
        status: the verdict's status when the item was opened, or "".
        finding: what was found, one sentence; of a free item the problem.
        unit: 责任单位; deadline: last day for the work, extensions included.
        medium, source, site: of a free item: one of ``MEDIA``, one of ``SOURCES``, where it is.
        raised: the day on which the problem was handed over (交办), of others that of opening; the
            first of all days in what older snapshots froze.
        demo: invented for the demonstration.
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
    medium: str = ""
    source: str = ""
    site: str = ""
    raised: date = date.min
    demo: bool = False

    @property
    def is_free(self) -> bool:
        """Whether it is a 整改事项, of no indicator."""
        return not self.indicator

    @property
    def state(self) -> str:
        """``handling``, ``answered``, ``verified`` or ``closed``, by what happened last."""
        for event in reversed(self.events):
            if event.kind == INSPECT:
                return VERIFIED if event.passed else HANDLING
            if event.kind in _STATE_AFTER:
                return _STATE_AFTER[event.kind]
        return HANDLING

    @property
    def opened(self) -> SupervisionEvent:
        """The first event."""
        return self.events[0]

    @property
    def year(self) -> int:
        """The year of its number: of handing over, or the local year of opening."""
        return (self.raised if self.raised > date.min else self.opened.day).year

    @property
    def closed_on(self) -> date | None:
        """The day of 销号; ``None`` while it is not closed."""
        if self.state != CLOSED:
            return None
        return next(event.day for event in reversed(self.events) if event.kind == CLOSE)

    @property
    def since_opened(self) -> tuple[SupervisionEvent, ...]:
        """What happened since it was opened or last taken up again."""
        last = max(n for n, event in enumerate(self.events) if event.kind in (OPEN, REOPEN))
        return self.events[last + 1 :]

    def happened(self, kind: str) -> bool:
        """Whether an event of this kind is in its history."""
        return any(event.kind == kind for event in self.events)

    def is_overdue(self, on: date) -> bool:
        """Whether the deadline has passed while the item is not closed."""
        return self.state != CLOSED and self.deadline < on

    def on(self, day: date) -> "SupervisionItem | None":
        """The item as it stood at the end of a day; ``None`` before it was handed over."""
        if self.raised > day:
            return None
        first, *later = self.events
        kept = (first, *(event for event in later if event.day <= day))
        until = [event.deadline for event in kept if event.deadline]
        return replace(self, events=kept, deadline=until[-1])


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
        for item in held_items(board)
        if place in (None, item.area)
        and state in (None, item.state)
        and (overdue_on is None or item.is_overdue(overdue_on))
    ]


def held_items(board: Board) -> list[SupervisionItem]:
    """All items of the board's city."""
    return replayed(board.store.entries(), board.settings.city)


def item_numbered(board: Board, number: int) -> SupervisionItem:
    """One item; ``StoreRefusal`` where there is none of the number."""
    found = next((item for item in held_items(board) if item.number == number), None)
    if found is None:
        raise StoreRefusal(f"没有第 {number} 件督办事项。请先查看督办列表。")
    return found


def replayed(lines: Iterable[Line], city: str) -> list[SupervisionItem]:
    """The items of a city from the journal's lines in order; their districts by today's names.

    Raises:
        StoreFault: a line that this version cannot read.
    """
    items: dict[int, SupervisionItem] = {}
    ordinals: Counter[tuple[bool, int]] = Counter()
    for line in lines:
        if names := renamed_in(line):
            items = {
                number: replace(item, area=names.get(item.area, item.area))
                for number, item in items.items()
            }
        if line.type not in KINDS or line.body["payload"]["city"] != city:
            continue
        raw = line.body["payload"]
        try:
            if line.type == OPEN:
                item = _opened(line, raw)
                ordinals[item.is_free, item.year] += 1
                ordinal = ordinals[item.is_free, item.year]
                items[item.number] = replace(item, ordinal=ordinal)
            else:
                items[raw["number"]] = _after(items[raw["number"]], _event(line, line.type, raw))
        except (KeyError, ValueError) as error:
            raise StoreFault(f"journal.jsonl 第 {line.seq} 行：督办事项读不懂。") from error
    return list(items.values())


def _opened(line: Line, raw: dict[str, Any]) -> SupervisionItem:
    """A new item; a workbook may tell what had happened to it before it came in."""
    raised = date.fromisoformat(raw["raised"]) if "raised" in raw else local_date(line.at)
    due = date.fromisoformat(raw["deadline"])
    first = SupervisionEvent(
        OPEN, line.actor, line.at, raw["finding"], stated=raised, deadline=due, seq=line.seq
    )
    item = SupervisionItem(
        ordinal=0, deadline=due, events=(first,), raised=raised,
        demo=raw.get("demo", False), **{name: raw[name] for name in _PLAIN},
        **{name: raw.get(name, "") for name in _FREE},
    )  # fmt: skip
    for told in raw.get("told", ()):
        item = _after(item, _event(line, told["kind"], told))
    return item


_PLAIN = ("number", "indicator", "area", "unit", "measure", "month", "line", "status", "finding")
_FREE = ("medium", "source", "site")


def _event(line: Line, kind: str, raw: dict[str, Any]) -> SupervisionEvent:
    days = {
        name: date.fromisoformat(raw[key]) if raw.get(key) else None
        for name, key in (("stated", "day"), ("deadline", "until"))
    }
    return SupervisionEvent(
        kind, line.actor, line.at, raw["text"], raw.get("document", ""),
        passed=raw.get("passed", True), seq=line.seq, **days,
    )  # fmt: skip


def _after(item: SupervisionItem, event: SupervisionEvent) -> SupervisionItem:
    return replace(item, events=(*item.events, event), deadline=event.deadline or item.deadline)
