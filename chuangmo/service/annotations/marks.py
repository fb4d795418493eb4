"""大事记: dated events that explain a trend (供暖开始, 停产); no figure depends on them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from chuangmo.access.actor import UPLOADER, VIEWER, Actor
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.period import Period, day_words
from chuangmo.service.annotations.texts import one_line_text
from chuangmo.service.auditing import audited
from chuangmo.service.board import Board, require
from chuangmo.store.errors import StoreFault, StoreRefusal
from chuangmo.store.journal import JournalEntry
from chuangmo.store.renaming import renamed_in

#: Types of journal line.
MARK_ADD, MARK_REMOVE = "mark_add", "mark_remove"
LONGEST_MARK = 24
_ACTION = "mark"
_FIRST_YEAR = 1990
_LONGEST_REASON = 300


@dataclass(frozen=True)
class EventMark:
    """One dated event.

    Attributes:
        number: from 1, in the order of entering; never given twice.
        first, last: its days, both inclusive; the same for what happened on one day.
        area: a district; empty where it concerns the whole city and every district of it.
        indicator: an id; empty where it concerns every indicator.
        by: who entered it; at: when, UTC.
        removed_by, removed_at, removed_reason: who took it away, when and why; empty while it
            stands.
    """

    number: int
    first: date
    last: date
    text: str
    area: str
    indicator: str
    by: str
    at: str
    removed_by: str = ""
    removed_at: str = ""
    removed_reason: str = ""

    @property
    def stands(self) -> bool:
        """Whether nobody took it away."""
        return not self.removed_by

    @property
    def words(self) -> str:
        """``2008年11月1日供暖开始``; of a stretch ``2008年11月1日至2009年3月31日停产``."""
        until = "" if self.last == self.first else f"至{day_words(self.last)}"
        return f"{day_words(self.first)}{until}{self.text}"

    @property
    def label(self) -> str:
        """The same without years, for a chart whose axis tells them: ``11月1日供暖开始``."""
        until = "" if self.last == self.first else f"至{_short(self.last)}"
        return f"{_short(self.first)}{until}{self.text}"


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"


def marks_on(
    marks: Iterable[EventMark], indicator: str, area: str, period: Period
) -> tuple[EventMark, ...]:
    """Those that belong on a trend of an indicator and place over a period, the earliest first.

    A district's own stand on its trends alone, those of the whole city on every trend.
    """
    found = [
        one
        for one in marks
        if one.stands
        and one.area in ("", area)
        and one.indicator in ("", indicator)
        and one.first <= period.last_day
        and one.last >= period.start.date()
    ]
    return tuple(sorted(found, key=lambda one: (one.first, one.last, one.number)))


def list_marks(
    board: Board, actor: Actor, *, area: str | None = None, indicator: str | None = None
) -> list[EventMark]:
    """Every mark of the city in the order of entering, those taken away too.

    Args:
        area, indicator: only those entered for them; the city's own name: for the whole city.

    Raises:
        UnknownId, UnknownPlace: no such indicator or area.
    """
    require(actor, VIEWER)
    name = board.catalog.indicator(indicator).id if indicator else None
    place = _place(board, area) if area else None
    found = _held(board)
    return [m for m in found if place in (None, m.area) and name in (None, m.indicator)]


def add_mark(
    board: Board,
    actor: Actor,
    *,
    first: date,
    last: date | None = None,
    text: str,
    area: str = "",
    indicator: str = "",
) -> EventMark:
    """Enter an event.

    Args:
        first, last: its days; ``None`` for one day alone.
        area: a district; the whole city where empty. indicator: every one where empty.

    Raises:
        Forbidden: below uploader, or an uploader of other districts.
        UnknownId, UnknownPlace: no such indicator or area.
        UnfitEntry: no text, too long a one, or days that do not fit.
        StoreRefusal: the same stands already.
    """
    board.keeper.require_own()
    place = _place(board, area) if area else ""
    name = board.catalog.indicator(indicator).id if indicator else ""
    until = first if last is None else last
    touched = (place or board.catalog.city.name,)
    subject = f"登记 {first} {text.strip()[:LONGEST_MARK]}"
    with audited(board.settings, actor, _ACTION, subject, UPLOADER, touched), board.changing:
        _require_days(first, until)
        held = _held(board)
        made = EventMark(
            len(held) + 1, first, until, one_line_text(text, "大事记", LONGEST_MARK), place, name,
            actor.name, "",
        )  # fmt: skip
        for one in held:
            if one.stands and _same(one) == _same(made):
                raise StoreRefusal(f"第 {one.number} 条大事记与此相同，没有再登记。")
        payload = {
            "city": board.settings.city, "number": made.number, "from": first.isoformat(),
            "to": until.isoformat(), "text": made.text, "area": place, "indicator": name,
        }  # fmt: skip
        board.store.record(MARK_ADD, payload, actor.name)
        return _held(board)[-1]


def remove_mark(board: Board, actor: Actor, number: int, reason: str) -> EventMark:
    """Take a mark off the trends; that it stood there, and why it went, stays in the list.

    Raises:
        Forbidden: below uploader, or an uploader of other districts.
        StoreRefusal: no such mark, or it was taken away. UnfitEntry: no reason.
    """
    board.keeper.require_own()
    require(actor, UPLOADER)
    place = next((one.area for one in _held(board) if one.number == number), "")
    touched = (place or board.catalog.city.name,)
    subject = f"撤去第 {number} 条"
    with audited(board.settings, actor, _ACTION, subject, UPLOADER, touched), board.changing:
        why = one_line_text(reason, "撤去的理由", _LONGEST_REASON)
        held = next((one for one in _held(board) if one.number == number), None)
        if held is None:
            raise StoreRefusal(f"没有第 {number} 条大事记。请先看列表。")
        if not held.stands:
            raise StoreRefusal(f"第 {number} 条大事记已由 {held.removed_by} 撤去。")
        payload = {"city": board.settings.city, "number": number, "reason": why}
        board.store.record(MARK_REMOVE, payload, actor.name)
        return next(one for one in _held(board) if one.number == number)


def _place(board: Board, area: str) -> str:
    """The district; empty for the city itself."""
    found = board.catalog.area(area)
    return "" if found == board.catalog.city.name else found


def _require_days(first: date, last: date) -> None:
    if first.year < _FIRST_YEAR:
        raise UnfitEntry(f"{first.isoformat()} 早于 {_FIRST_YEAR} 年，请核对日期。")
    if last < first:
        raise UnfitEntry(f"截止日 {last.isoformat()} 早于起始日 {first.isoformat()}，请核对。")


def _same(mark: EventMark) -> tuple[object, ...]:
    return mark.first, mark.last, mark.text, mark.area, mark.indicator


def _held(board: Board) -> list[EventMark]:
    return replayed_marks(board.store.entries(), board.settings.city)


def replayed_marks(lines: Iterable[JournalEntry], city: str) -> list[EventMark]:
    """The marks of a city from the journal's lines in order; districts by today's names.

    Raises:
        StoreFault: a line that this version cannot read.
    """
    found: dict[int, EventMark] = {}
    for line in lines:
        if names := renamed_in(line):
            found = {
                number: replace(one, area=names.get(one.area, one.area))
                for number, one in found.items()
            }
        if line.type not in (MARK_ADD, MARK_REMOVE) or line.body["payload"]["city"] != city:
            continue
        try:
            _apply(found, line)
        except (KeyError, ValueError) as error:
            raise StoreFault(f"journal.jsonl 第 {line.seq} 行：大事记读不懂。") from error
    return list(found.values())


def _apply(found: dict[int, EventMark], line: JournalEntry) -> None:
    raw = line.body["payload"]
    if line.type == MARK_ADD:
        days = date.fromisoformat(raw["from"]), date.fromisoformat(raw["to"])
        found[raw["number"]] = EventMark(
            raw["number"], *days, raw["text"], raw["area"], raw["indicator"], line.actor, line.at
        )
        return
    found[raw["number"]] = replace(
        found[raw["number"]], removed_by=line.actor, removed_at=line.at,
        removed_reason=raw["reason"],
    )  # fmt: skip
