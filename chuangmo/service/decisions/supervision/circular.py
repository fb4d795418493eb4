"""通报 of a month and 催办: what the items of 督办 come to, in the words of a paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chuangmo.catalog.catalog import Catalog
from chuangmo.period import Period, day_words
from chuangmo.service.decisions.supervision.items import CLOSED, SupervisionItem
from chuangmo.service.decisions.supervision.sheet import STATE_WORD, number_words, subject_words
from chuangmo.service.decisions.supervision.tally import Progress, Tally, progress

TALLY_HEADS = ("单位", "交办", "已销号", "办结率", "逾期", "延期", "恢复")
ITEM_HEADS = ("编号", "责任单位", "事项", "办结时限", "状态")
#: Items due within so many days are reminded of.
SOON = 7


@dataclass(frozen=True)
class Circular:
    """A paper on the items of 督办.

    Attributes:
        title, addressed: its title, and to whom it goes ("": to all units).
        sentences: the text before the tables.
        by_unit, by_kind: rows under ``TALLY_HEADS``; empty in a reminder.
        items: rows under ``ITEM_HEADS``, unit by unit.
        demand: the closing sentence.
        day: the day up to which it counts.
        demo: whether anything in it is invented for the demonstration.
    """

    title: str
    addressed: str
    sentences: tuple[str, ...]
    by_unit: tuple[tuple[str, ...], ...]
    by_kind: tuple[tuple[str, ...], ...]
    items: tuple[tuple[str, ...], ...]
    demand: str
    day: date
    demo: bool


def circular(items: Iterable[SupervisionItem], month: Period, catalog: Catalog) -> Circular:
    """The 通报 of a month: items as they stood at its end, counted and listed by unit."""
    found = progress(items, month.last_day)
    first = month.start.date()
    name = f"{month.start.year}年{month.start.month}月"
    running = [item for item in found.items if item.state != CLOSED]
    return Circular(
        title=f"关于{catalog.city.name}{name}督办整改事项办理情况的通报",
        addressed="",
        sentences=(_whole(found), _month(found, first, name), *_late(found)),
        by_unit=tuple(map(tally_row, (*found.by_unit, found.whole))) if found.items else (),
        by_kind=tuple(map(tally_row, (*found.by_kind, found.whole))) if found.items else (),
        items=_listed([*running, *found.closed_since(first)], found, catalog),
        demand=_demand(found),
        day=found.day,
        demo=any(item.demo for item in found.items),
    )


def reminder(
    items: Iterable[SupervisionItem], unit: str, day: date, catalog: Catalog
) -> Circular | None:
    """The 催办单 to one unit: what is overdue or due within a week; ``None`` without any."""
    found = progress([item for item in items if item.unit == unit], day)
    soon = [
        item
        for item in found.items
        if item.state != CLOSED and item.deadline <= day + timedelta(days=SOON)
    ]
    if not soon:
        return None
    late = sum(item.is_overdue(day) for item in soon)
    parts = [f"已逾期{late}件"] if late else []
    parts += [f"{SOON}日内到期{len(soon) - late}件"] if len(soon) > late else []
    return Circular(
        title=f"{catalog.city.name}督办整改事项催办单",
        addressed=unit,
        sentences=(
            f"截至{day_words(day)}，你单位承办的督办整改事项中{'，'.join(parts)}，现予催办。",
        ),
        by_unit=(),
        by_kind=(),
        items=_listed(soon, found, catalog),
        demand="请抓紧办理，按期书面反馈办理情况；确需延期的，应在到期前说明理由、报请批准。",
        day=day,
        demo=any(item.demo for item in soon),
    )


def tally_row(tally: Tally) -> tuple[str, ...]:
    """Counts as texts under ``TALLY_HEADS``."""
    share = f"{tally.share}%" if tally.share else "—"
    counts = (tally.overdue, tally.extended, tally.reopened)
    return tally.name, str(tally.raised), str(tally.closed), share, *map(str, counts)


def _whole(found: Progress) -> str:
    until, whole = day_words(found.day), found.whole
    if not whole.raised:
        return f"截至{until}，没有交办的督办整改事项。"
    running = whole.raised - whole.closed
    late = f"，其中逾期{whole.overdue}件" if whole.overdue else "，没有逾期的" if running else ""
    return (
        f"截至{until}，累计交办{whole.raised}件，已销号{whole.closed}件，"
        f"办结率为{whole.share}%；在办{running}件{late}。"
    )


def _month(found: Progress, first: date, name: str) -> str:
    new, closed = len(found.raised_since(first)), len(found.closed_since(first))
    return f"{name}新交办{new}件，销号{closed}件。"


def _late(found: Progress) -> tuple[str, ...]:
    """Which units are late, worst first."""
    late = [f"{one.name}{one.overdue}件" for one in found.by_unit if one.overdue]
    return (f"有逾期事项的单位：{'、'.join(late)}。",) if late else ()


def _demand(found: Progress) -> str:
    if found.whole.overdue:
        return "请有逾期事项的单位查明原因，限期办结并书面报告；其他单位按时限办理。"
    return "请各责任单位按时限办理，办结后及时报请核查销号。"


def _listed(
    items: Sequence[SupervisionItem], found: Progress, catalog: Catalog
) -> tuple[tuple[str, ...], ...]:
    """Items by unit as in the count of units, those past their deadline first."""
    place = {tally.name: n for n, tally in enumerate(found.by_unit)}
    ordered = sorted(items, key=lambda i: (place[i.unit], not i.is_overdue(found.day), i.number))
    return tuple(
        (
            number_words(item), item.unit, f"{item.area}{subject_words(item, catalog)}",
            day_words(item.deadline), state_words(item, found.day),
        )
        for item in ordered
    )  # fmt: skip


def state_words(item: SupervisionItem, on: date) -> str:
    """The state in words; past the deadline with the days."""
    late = f"，逾期{(on - item.deadline).days}天" if item.is_overdue(on) else ""
    return STATE_WORD[item.state] + late
