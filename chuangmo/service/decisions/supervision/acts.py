"""What people do with items of 督办: open, feed back, prove, inspect, extend, close, take up again.

Who fed back or inspected does not close (两人办理). A home without accounts has one person, whom
the history names.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import PurePath
from typing import Any

from chuangmo.access.accounts.accounts import Accounts
from chuangmo.access.actor import REVIEWER, UPLOADER, VIEWER, Actor
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.period import parse_period, today
from chuangmo.service.auditing import audited
from chuangmo.service.board import Board, require
from chuangmo.service.decisions.supervision.items import (
    CLOSE,
    CLOSED,
    EVIDENCE,
    EXTEND,
    FEEDBACK,
    INSPECT,
    MEDIA,
    OPEN,
    REOPEN,
    SOURCES,
    VERIFIED,
    SupervisionItem,
    held_items,
    item_numbered,
)
from chuangmo.store.errors import StoreRefusal

#: Word of the audit for all that is done here.
ACTION = "supervision"
_LONGEST = 1000
#: What a piece of evidence may be, and how its bytes begin.
EVIDENCE_TYPES = {
    ".pdf": b"%PDF", ".jpg": b"\xff\xd8", ".jpeg": b"\xff\xd8", ".png": b"\x89PNG",
    ".docx": b"PK\x03\x04", ".xlsx": b"PK\x03\x04",
}  # fmt: skip
MOST_EVIDENCE = 10 * 1024 * 1024
_LONGEST_NAME = 120


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
    """Open an item of an indicator (立项).

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
            "unit": words(unit, "责任单位"),
            "measure": words(measure, "督办要求"),
            "deadline": _not_passed(deadline).isoformat(),
            "month": parse_period(month).text if month else "",
            "line": line,
            "status": status,
            "finding": finding.strip(),
        }
        _refuse_second(board, entry.id, place)
        return _record(board, actor, OPEN, len(held_items(board)) + 1, raw)


def open_free(
    board: Board,
    actor: Actor,
    *,
    area: str,
    unit: str,
    problem: str,
    measure: str,
    deadline: date,
    source: str,
    medium: str = "",
    site: str = "",
    raised: date | None = None,
    told: Sequence[dict[str, Any]] = (),
    demo: bool = False,
) -> SupervisionItem:
    """Open a free item (整改事项): a problem that is no indicator of the board.

    Args:
        source: one of ``SOURCES``; medium: one of ``MEDIA``.
        raised: the day it was handed over; today where it is not given.
        told: what a workbook tells of its history; with it the deadline may have passed.

    Raises:
        Forbidden: below reviewer. UnknownPlace: no such area.
        UnfitEntry: a text is missing, a word is none of the lists, a day does not fit.
    """
    board.keeper.require_own()
    place = board.catalog.area(area)
    subject = f"立项 {place} 整改事项"
    with audited(board.settings, actor, ACTION, subject, REVIEWER, (place,)), board.changing:
        raw = free_entry(
            area=place, unit=unit, problem=problem, measure=measure, deadline=deadline,
            source=source, medium=medium, site=site, raised=raised or today(),
        )  # fmt: skip
        if raised is None:
            _not_passed(deadline)
        raw |= {"told": list(told), "demo": demo}
        return _record(board, actor, OPEN, len(held_items(board)) + 1, raw)


def free_entry(**typed: Any) -> dict[str, Any]:
    """What ``open_free`` would write of an item; nothing is written.

    Raises:
        UnfitEntry: as ``open_free``; the first that does not fit.
    """
    made = {key: make() for key, make in free_fields(**typed).items()}
    return {"indicator": "", "month": "", "line": "", "status": "", **made}


def free_fields(
    *, area: str, unit: str, problem: str, measure: str, deadline: date, source: str,
    medium: str, site: str, raised: date,
) -> dict[str, Callable[[], str]]:  # fmt: skip
    """The fields of a free item by their key, each made, or refused, when it is called."""
    return {
        "area": lambda: area,
        "unit": lambda: words(unit, "责任单位"),
        "finding": lambda: words(problem, "存在问题"),
        "measure": lambda: words(measure, "整改措施"),
        "source": lambda: _one_of(source, SOURCES, "问题来源"),
        "medium": lambda: _one_of(medium or MEDIA[-1], MEDIA, "类别"),
        "site": lambda: site.strip()[:_LONGEST],
        "raised": lambda: _has_come(raised).isoformat(),
        "deadline": lambda: _after(deadline, raised).isoformat(),
    }


def _refuse_second(board: Board, indicator: str, area: str) -> None:
    """One item at a time for an indicator and area."""
    for item in held_items(board) if indicator else ():
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
    with _acting(board, actor, number, "反馈", UPLOADER) as item:
        raw = {"text": words(text, "反馈内容"), "document": document.strip()}
        _require_running(item, "不能再反馈。如需继续，请先恢复")
        return _record(board, actor, FEEDBACK, number, raw)


def add_evidence(
    board: Board, actor: Actor, number: int, name: str, data: bytes
) -> SupervisionItem:
    """Keep a file that proves the work (照片、批文); archived, its SHA-256 in the journal.

    Raises:
        Forbidden: as ``add_feedback``. StoreRefusal: no such item, or it is closed.
        UnfitEntry: not one of ``EVIDENCE_TYPES``, empty or too large.
    """
    with _acting(board, actor, number, "佐证", UPLOADER) as item:
        kept = check_evidence(name, data)
        _require_running(item, "不能再附材料。如需继续，请先恢复")
        return _record(board, actor, EVIDENCE, number, {"text": kept, "document": ""}, data)


def evidence_file(board: Board, actor: Actor, number: int, seq: int) -> tuple[str, bytes]:
    """Name and bytes of a piece of evidence, by the journal line that brought it.

    Raises:
        StoreRefusal: no such item or file. ArchiveDamaged: it was changed or lost.
    """
    require(actor, VIEWER)
    for event in item_numbered(board, number).events:
        if event.kind == EVIDENCE and event.seq == seq:
            data = board.store.attached(board.store.entries()[seq - 1])
            if data is not None:
                return event.text, data
    raise StoreRefusal(f"第 {number} 件督办事项没有这份材料。")


def inspect(
    board: Board, actor: Actor, number: int, text: str, *, passed: bool, document: str = ""
) -> SupervisionItem:
    """Write what an inspection on the spot found: done, or back to the unit.

    Raises:
        Forbidden: below reviewer. UnfitEntry: no words.
        StoreRefusal: no such item, it is closed, or nothing was fed back that could be inspected.
    """
    with _acting(board, actor, number, "核查", REVIEWER) as item:
        raw = {"text": words(text, "核查情况"), "document": document.strip(), "passed": passed}
        _require_running(item, "不必核查")
        if not any(event.kind == FEEDBACK for event in item.since_opened):
            raise StoreRefusal(f"第 {number} 件督办事项还没有反馈。请先反馈办理情况，再核查。")
        return _record(board, actor, INSPECT, number, raw)


def extend(board: Board, actor: Actor, number: int, deadline: date, reason: str) -> SupervisionItem:
    """Give more time (延期) with a reason; the first deadline stays in the history.

    Raises:
        Forbidden: below reviewer. StoreRefusal: no such item, or it is closed.
        UnfitEntry: no reason, or the new deadline is not later.
    """
    with _acting(board, actor, number, "延期", REVIEWER) as item:
        reason = words(reason, "延期理由")
        _require_running(item, "不能延期")
        if _not_passed(deadline) <= item.deadline:
            raise UnfitEntry(
                f"延期后的时限 {deadline.isoformat()} 不晚于现在的 {item.deadline.isoformat()}。"
            )
        raw = {"text": reason, "document": "", "until": deadline.isoformat()}
        return _record(board, actor, EXTEND, number, raw)


def close_item(board: Board, actor: Actor, number: int, reason: str) -> SupervisionItem:
    """Close an item (销号) with a reason; a person decides, never the figures alone.

    Raises:
        Forbidden: below reviewer. UnfitEntry: no reason.
        StoreRefusal: no such item, it is closed already, the person fed back or inspected, or a
            free item has not passed an inspection.
    """
    with _acting(board, actor, number, "销号", REVIEWER) as item:
        raw = {"text": words(reason, "销号理由"), "document": ""}
        if item.state == CLOSED:
            raise StoreRefusal(f"第 {number} 件督办事项已经销号。")
        if why := why_not_close(board, actor.name, item):
            raise StoreRefusal(why)
        return _record(board, actor, CLOSE, number, raw)


def why_not_close(board: Board, person: str, item: SupervisionItem) -> str:
    """Why a person may not close a running item now; "" where nothing stands against it."""
    if item.is_free and item.state != VERIFIED:
        return f"第 {item.number} 件是整改事项，核查通过后才能销号。请先登记核查情况。"
    acted = [e for e in item.since_opened if e.kind in (FEEDBACK, INSPECT) and e.by == person]
    if acted and Accounts(board.settings.accounts_home).any():
        return f"销号须由另一人办理：第 {item.number} 件的反馈或核查是{person}本人登记的。"
    return ""


def reopen(board: Board, actor: Actor, number: int, reason: str) -> SupervisionItem:
    """Take up a closed item again (恢复督办) with a reason.

    Raises:
        Forbidden: below reviewer. UnfitEntry: no reason.
        StoreRefusal: no such item, it is not closed, or another of its kind is open.
    """
    with _acting(board, actor, number, "恢复", REVIEWER) as item:
        raw = {"text": words(reason, "恢复理由"), "document": ""}
        if item.state != CLOSED:
            raise StoreRefusal(f"第 {number} 件督办事项没有销号，不必恢复。")
        _refuse_second(board, item.indicator, item.area)
        return _record(board, actor, REOPEN, number, raw)


@contextmanager
def _acting(
    board: Board, actor: Actor, number: int, act: str, role: str
) -> Iterator[SupervisionItem]:
    """Allowed for the item's district, audited and locked; yields the item as it stands then."""
    area, subject = item_numbered(board, number).area, f"{act} 第 {number} 件"
    with audited(board.settings, actor, ACTION, subject, role, (area,)), board.changing:
        yield item_numbered(board, number)


def _record(
    board: Board, actor: Actor, kind: str, number: int, raw: dict[str, Any],
    attached: bytes | None = None,
) -> SupervisionItem:  # fmt: skip
    """One journal line; the item as it stands after it. The caller holds ``board.changing``."""
    payload = {"city": board.settings.city, "number": number, **raw}
    board.store.record(kind, payload, actor.name, attached)
    return item_numbered(board, number)


def _require_running(item: SupervisionItem, then: str) -> None:
    if item.state == CLOSED:
        raise StoreRefusal(f"第 {item.number} 件督办事项已经销号，{then}。")


# -- reading what was typed -----------------------------------------------------------------------


def words(text: str, what: str) -> str:
    """A text that must be there and not too long; ``UnfitEntry`` else."""
    if not text.strip():
        raise UnfitEntry(f"没有写{what}。请用一两句话写明，它会与督办事项一起保存。")
    if len(text) > _LONGEST:
        raise UnfitEntry(f"{what}长于 {_LONGEST} 字，请写要点，详情另附文件。")
    return text.strip()


def _one_of(text: str, allowed: Sequence[str], what: str) -> str:
    if text.strip() not in allowed:
        raise UnfitEntry(f"没有{what}“{text.strip()}”，应为 {'、'.join(allowed)}。")
    return text.strip()


def _has_come(day: date) -> date:
    if day > today():
        raise UnfitEntry(f"交办日期 {day.isoformat()} 还没有到，请核对。")
    return day


def _after(deadline: date, raised: date) -> date:
    if deadline < raised:
        raise UnfitEntry(
            f"办结时限 {deadline.isoformat()} 早于交办日期 {raised.isoformat()}，请核对。"
        )
    return deadline


def _not_passed(day: date) -> date:
    if day < today():
        raise UnfitEntry(f"办结时限 {day.isoformat()} 已经过去，请写今天或以后的日期。")
    return day


def check_evidence(name: str, data: bytes) -> str:
    """The plain name of a file that may be kept; its bytes must be what its name says.

    Raises:
        UnfitEntry: not one of ``EVIDENCE_TYPES``, empty or too large.
    """
    plain = PurePath(name.replace("\\", "/")).name.strip()
    start = EVIDENCE_TYPES.get(PurePath(plain).suffix.lower())
    if not plain or len(plain) > _LONGEST_NAME:
        raise UnfitEntry(f"文件名要有，且不长于 {_LONGEST_NAME} 字。")
    if start is None or not data.startswith(start):
        kinds = "、".join(suffix.lstrip(".") for suffix in EVIDENCE_TYPES)
        raise UnfitEntry(f"“{plain}”不是可附的材料，或内容与后缀不符。可附 {kinds}。")
    if len(data) > MOST_EVIDENCE:
        most = MOST_EVIDENCE // 1024 // 1024
        raise UnfitEntry(f"“{plain}”大于 {most} MB，请压缩或分开。")
    return plain
