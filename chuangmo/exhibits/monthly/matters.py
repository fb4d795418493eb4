"""问题和下一步: what is to be done, by whom and by when, from 督办 and from what is behind."""

from collections.abc import Sequence
from datetime import date

from chuangmo.assess.verdict_types import AT_RISK, MET, MISSED, ON_COURSE, Verdict
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table, text_frame
from chuangmo.exhibits.beside.notes import note_words
from chuangmo.exhibits.month import Month
from chuangmo.service.annotations.notes import notes_in_force
from chuangmo.service.decisions.supervision.items import (
    ANSWERED,
    CLOSED,
    HANDLING,
    VERIFIED,
    SupervisionItem,
)
from chuangmo.service.decisions.supervision.proposals import responsible
from chuangmo.service.decisions.supervision.sheet import STATE_WORD, number_words, subject_words
from chuangmo.service.questions import Questions
from chuangmo.wording import against_words, task_words

#: A place for what the board does not know; the same marks as in 公文.
TO_FILL = "【待填】"
#: The look of each state of an item, and the word where the deadline has passed.
STATE_LOOK = {HANDLING: ON_COURSE, ANSWERED: AT_RISK, VERIFIED: ON_COURSE, CLOSED: MET}
_LATE, _NOT_OPENED = "逾期", "未立项"
_HEADS = (
    ColumnHead("事项"), ColumnHead("责任单位"), ColumnHead("措施"), ColumnHead("时限"),
    ColumnHead("状态"),
)  # fmt: skip


def running(items: Sequence[SupervisionItem], day: date) -> list[SupervisionItem]:
    """Items not closed: those of indicators now, free items as they stood at the end of the day."""
    free = (item.on(day) for item in items if item.is_free)
    standing = [item for item in items if not item.is_free]
    return [one for one in (*standing, *free) if one is not None and one.state != CLOSED]


def matters_exhibit(
    reader: Questions,
    month: Month,
    behind: Sequence[tuple[Indicator, Verdict]],
    foot: Foot,
    area: str = "",
) -> Exhibit:
    """Overdue items first, then by deadline; then what is behind and has no item yet.

    Args:
        behind: indicators of the place that are missed or at risk, worst first.
        area: only the items of this district; of all places where empty.
    """
    day, catalog = month.as_of, reader.catalog
    items = [one for one in running(reader.items(), day) if area in ("", one.area)]
    held = sorted(items, key=lambda one: (not one.is_overdue(day),
                                                                   one.deadline))  # fmt: skip
    taken = {(item.indicator, item.area) for item in held}
    bare = [pair for pair in behind if (pair[0].id, pair[1].area) not in taken]
    notes = notes_in_force(reader.notes(), month.period)

    def said(indicator: str, place: str) -> str:
        districts = catalog.areas()[1:] if place == catalog.city.name else ()
        return note_words(notes, indicator, place, districts)

    rows = (
        *(_item_row(item, catalog, day, said(item.indicator, item.area)) for item in held),
        *(_bare_row(catalog, month, *pair, said(pair[0].id, pair[1].area)) for pair in bare),
    )
    return Exhibit(
        key=f"matters-{area}-{month.period.text}",
        verdict=_verdict(held, bare, day),
        subtitle=f"督办整改事项按时限排列，已逾期的在前；未立项的为{area or '全市'}落后的指标",
        figure=None,
        frame=text_frame(rows, _HEADS),
        foot=foot,
        notes=(f"{TO_FILL}：看板里还没有这一项的措施或时限，写说明、立项后自动带出。",)
        if bare
        else (),
        demo=any(item.demo for item in held) or any(row.demo for _, row in bare),
        kind="matters",
        table=Table(_HEADS, rows),
    )


def _verdict(
    held: Sequence[SupervisionItem], bare: Sequence[tuple[Indicator, Verdict]], day: date
) -> str:
    late = sum(item.is_overdue(day) for item in held)
    parts = [f"{len(held)}件在办" + (f"，其中{late}件逾期" if late else "")] if held else []
    parts += [f"{len(bare)}项落后的指标尚未立项"] if bare else []
    return "问题和下一步：" + ("；".join(parts) or "没有在办的督办整改事项，没有落后的指标")


def _item_row(item: SupervisionItem, catalog: Catalog, day: date, said: str) -> tuple[Cell, ...]:
    about = item.finding or f"{item.area} {subject_words(item, catalog)}"
    late = item.is_overdue(day)
    word = _LATE if late else STATE_WORD[item.state]
    days = f"已逾期{(day - item.deadline).days}天" if late else ""
    measure = item.measure.rstrip("。") + (f"；说明：{said}" if said else "")
    return (
        Cell(about.rstrip("。"), small=number_words(item)), Cell(item.unit),
        Cell(measure), Cell(_day(item.deadline), small=days),
        Cell("", MISSED if late else STATE_LOOK[item.state], word=word),
    )  # fmt: skip


def _bare_row(
    catalog: Catalog, month: Month, indicator: Indicator, row: Verdict, note: str
) -> tuple[Cell, ...]:
    said = task_words(row, indicator) if indicator.is_task else against_words(
        row, indicator, month.span
    )  # fmt: skip
    unit = responsible(catalog, row.area, indicator.id)
    return (
        Cell(f"{indicator.label}：{said}"), Cell(unit), Cell(note or TO_FILL), Cell(TO_FILL),
        Cell("", row.shown_as, word=_NOT_OPENED),
    )  # fmt: skip


def _day(deadline: date) -> str:
    return f"{deadline.year}-{deadline.month:02d}-{deadline.day:02d}"
