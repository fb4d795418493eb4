"""消息: what a person should know, by role and district; computed from the store, never written."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlencode

from chuangmo.access.accounts.database import DatabaseFault
from chuangmo.access.actor import MANAGER, REVIEWER, UPLOADER, VIEWER, Actor, Forbidden
from chuangmo.access.read_marks import mailed, mark_read, read_by
from chuangmo.assess.reasons import period_words
from chuangmo.assess.stretches import WITH_DUST
from chuangmo.identity import only_readable
from chuangmo.period import Period, local_date, months_period, parse_period, today
from chuangmo.service.board import Board, require
from chuangmo.service.conclusions import SINCE_UPLOAD
from chuangmo.service.decisions.supervision.items import CLOSED
from chuangmo.service.imports.completeness import MISSING
from chuangmo.service.imports.importing import RETURNED as WAS_RETURNED
from chuangmo.service.imports.importing import batches
from chuangmo.service.imports.reviewing import waiting
from chuangmo.service.memo import JOURNAL
from chuangmo.service.notices.notice import (
    MAIL_FAILED,
    NO_TARGETS,
    OVERDUE,
    PUBLISHED,
    RETURNED,
    TASK_DUE,
    WAITING,
    WORSE,
    Notice,
)
from chuangmo.service.publication.published import in_force
from chuangmo.service.questions import Questions
from chuangmo.status import STATUS_WORD
from chuangmo.store.errors import StoreFault

#: So many days a digest that was not sent is told of.
_FAULTS_FOR = 7
#: Reports are asked for of so many months before the newest.
_MONTHS_BACK = 3
#: From this month on the targets of the next year are missed.
_NEXT_YEAR_FROM = 12


def gathered(board: Board, actor: Actor, on: date) -> tuple[Notice, ...]:
    """Everything the person should know on a day, by role and district, the newest first."""
    require(actor, VIEWER)
    found = [*_published(board, actor), *_worse(board, actor)]
    found += _tasks_due(board, actor, on)
    if _is(actor, UPLOADER):
        found += _returned(board, actor)
        found += _to_review(board, actor)
        found += _overdue(board, actor)
    if _is(actor, REVIEWER):
        found += _targets_missing(board, actor, on)
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def messages(board: Board, actor: Actor, since: date | None = None) -> list[Notice]:
    """The person's messages of today, unread ones first, each with whether it was read.

    Args:
        since: only what happened or was due on that day or later.

    Raises:
        StoreFault: the read marks cannot be read.
    """
    found = board.memo.answer(
        lambda: gathered(board, actor, today()), "messages", actor, today(), depends=JOURNAL
    )
    seen = _read(board, actor)
    if actor.may(MANAGER):
        found = (*_mail_faults(board), *found)
    told = [replace(one, read=one.key in seen) for one in found]
    return sorted(
        (one for one in told if since is None or one.at >= since.isoformat()),
        key=lambda one: one.read,
    )


def read_messages(board: Board, actor: Actor, keys: Iterable[str]) -> None:
    """Keep that the person has read messages.

    Raises:
        StoreFault: the read marks cannot be written.
    """
    require(actor, VIEWER)
    if only_readable(board.settings.home):
        return
    try:
        mark_read(board.settings.home, actor.name, keys)
    except DatabaseFault as fault:
        raise StoreFault(str(fault)) from fault


def _read(board: Board, actor: Actor) -> set[str]:
    try:
        return read_by(board.settings.home, actor.name)
    except DatabaseFault as fault:
        raise StoreFault(str(fault)) from fault


def _mail_faults(board: Board) -> list[Notice]:
    """Digests that were not sent lately: mail alone cannot tell of it."""
    since = (today() - timedelta(days=_FAULTS_FOR)).isoformat()
    try:
        kept = mailed(board.settings.home)
    except DatabaseFault as fault:
        raise StoreFault(str(fault)) from fault
    return [
        Notice(
            f"mail/{one.person}/{one.day}", MAIL_FAILED, one.day, "",
            f"给 {one.person} 的每日邮件没有发出：{one.fault}", "/settings",
        )
        for one in kept
        if one.fault and one.day >= since
    ]  # fmt: skip


def _is(actor: Actor, role: str) -> bool:
    try:
        require(actor, role)
    except Forbidden:
        return False
    return True


# -- by what they are about ----------------------------------------------------------------------


def _returned(board: Board, actor: Actor) -> Iterator[Notice]:
    """Files of the person that a reviewer returned."""
    for info in batches(board, actor):
        if info.state == WAS_RETURNED and info.by == actor.name:
            last = info.events[-1]
            text = f"批次 {info.batch}“{info.file}”被 {last.by} 退回：{last.reason}。"
            day = local_date(last.at).isoformat()
            yield Notice(f"returned/{info.batch}", RETURNED, day, "", text, "/batches")


def _to_review(board: Board, actor: Actor) -> Iterator[Notice]:
    """Files that the person may decide on."""
    for one in waiting(board, actor):
        if not one.refusal:
            info, areas = one.info, "、".join(one.areas)
            text = f"批次 {info.batch}“{info.file}”（{areas}，{info.by} 提交）等审核。"
            day = local_date(info.at).isoformat()
            yield Notice(f"waiting/{info.batch}", WAITING, day, areas, text, "/review")


def _overdue(board: Board, actor: Actor) -> Iterator[Notice]:
    """Months that districts of the person owe, past their day: one a month and district."""
    months = Questions(board, actor).extent().months[:_MONTHS_BACK]
    if not months:
        return
    first, last = months[-1].start, months[0].start
    span = months_period((first.year, first.month), (last.year, last.month))
    owing: dict[tuple[str, str], list[str]] = {}
    for row in Questions(board, actor).completeness(span).rows:
        mine = actor.districts is None or row.area in actor.districts
        if row.state == MISSING and mine:
            owing.setdefault((row.month, row.area), []).append(row.due or "")
    for (month, area), days in owing.items():
        words = period_words(parse_period(month))
        text = f"{area}{words}还有 {len(days)} 项逾期未报，最早应于 {min(days)} 前报。"
        key = f"overdue/{month}/{area}/{len(days)}"
        page = "/reporting?" + urlencode({"report_month": month, "area": area})
        yield Notice(key, OVERDUE, min(days), area, text, page)


def _worse(board: Board, actor: Actor) -> Iterator[Notice]:
    """Verdicts that the newest import made worse, in the person's districts."""
    months = Questions(board, actor).extent().months
    if not months:
        return
    known = {info.batch: local_date(info.events[-1].at) for info in board.store.batches()
             if info.events}  # fmt: skip
    for one in Questions(board, actor).changes(months[0], SINCE_UPLOAD, WITH_DUST).rows:
        row = one.row
        mine = actor.districts is None or row.area in actor.districts
        if one.direction < 0 and one.then and one.now and one.batch and mine:
            name = board.catalog.indicator(row.indicator).name
            turn = f"由{STATUS_WORD[one.then.shown_as]}变为{STATUS_WORD[one.now.shown_as]}"
            page = "/indicator?" + urlencode({"indicator": row.indicator, "area": row.area})
            yield Notice(
                f"worse/{one.batch}/{row.indicator}/{row.area}/{row.line}", WORSE,
                known[one.batch].isoformat(), row.area,
                f"{row.area}{name}{turn}（批次 {one.batch}）。", page,
            )  # fmt: skip


def _tasks_due(board: Board, actor: Actor, on: date) -> Iterator[Notice]:
    """督办 of the person's districts that end by tomorrow, or should have ended."""
    for item in Questions(board, actor).items():
        mine = actor.districts is None or item.area in actor.districts
        if item.state == CLOSED or item.deadline > on + timedelta(days=1) or not mine:
            continue
        late = (
            "已经逾期" if item.deadline < on else "今天到期" if item.deadline == on else "明天到期"
        )
        text = f"{item.area}的督办（{item.unit}）{late}，期限 {item.deadline.isoformat()}。"
        key = f"task/{item.number}/{item.deadline.isoformat()}/{late}"
        yield Notice(key, TASK_DUE, item.deadline.isoformat(), item.area, text, "/supervision")


def _targets_missing(board: Board, actor: Actor, on: date) -> Iterator[Notice]:
    """The year without targets whose year before has some, for whoever enters them."""
    years = {target.year for target in board.catalog.city.targets}
    months = Questions(board, actor).extent().months
    if not years or not months:
        return
    newest: Period = months[0]
    year = newest.start.year + (newest.start.month >= _NEXT_YEAR_FROM)
    if year in years or year - 1 not in years or on < newest.start.date():
        return
    text = f"{year}年还没有登记目标，{year - 1}年登记过。请导入或登记今年的目标。"
    yield Notice(f"targets/{year}", NO_TARGETS, newest.last_day.isoformat(), "", text, "/upload")


def _published(board: Board, actor: Actor) -> Iterator[Notice]:
    """The newest published month."""
    for one in list(in_force(board, actor).values())[:1]:
        said = f"：{one.reason}" if one.reason else ""
        text = f"{period_words(one.month)}已由 {one.by} 发布{said}。"
        month = urlencode({"month": one.month.text})
        key, day = f"published/{one.snapshot}", local_date(one.at).isoformat()
        yield Notice(key, PUBLISHED, day, "", text, f"/?{month}")
