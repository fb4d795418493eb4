"""The 督办单: one item as a form with its history, ready for a page or a Word file."""

from dataclasses import dataclass

from chuangmo.assess.lines import line_for
from chuangmo.assess.plan_line import share_of_year
from chuangmo.assess.rounding import publish
from chuangmo.assess.verdict_types import AT_RISK, MISSED, Verdict
from chuangmo.assess.verdicts.evidence import ONE_YEAR, ONE_YEAR_MARGIN, PAST_YEARS
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator
from chuangmo.period import Period, day_words, local_date, year_period
from chuangmo.service.decisions.supervision.items import (
    ANSWERED,
    CLOSE,
    CLOSED,
    EVIDENCE,
    EXTEND,
    FEEDBACK,
    HANDLING,
    INSPECT,
    OPEN,
    REOPEN,
    VERIFIED,
    SupervisionEvent,
    SupervisionItem,
)
from chuangmo.status import LINE_WORD, STATUS_WORD, TARGET, shown_status
from chuangmo.wording import ABSENT, indicator_sentence, months_words, rest_words

STATE_WORD = {
    HANDLING: "办理中", ANSWERED: "已反馈", VERIFIED: "核查通过", CLOSED: "已销号",
}  # fmt: skip
EVENT_WORD = {
    OPEN: "立项", FEEDBACK: "反馈", EVIDENCE: "佐证材料", EXTEND: "延期", CLOSE: "销号",
    REOPEN: "恢复督办",
}  # fmt: skip


@dataclass(frozen=True)
class SupervisionSheet:
    """A 督办单.

    Attributes:
        title: the city's name and 创模督办单; number: ``督办〔2026〕3号``.
        rows: label and text, in the order of the form.
        history: day in words, event, person, text; oldest first.
    """

    title: str
    number: str
    rows: tuple[tuple[str, str], ...]
    history: tuple[tuple[str, str, str, str], ...]


def number_words(item: SupervisionItem) -> str:
    """``督办〔2026〕3号``, of a free item ``整改〔2026〕3号``: the running number within a year."""
    return f"{'整改' if item.is_free else '督办'}〔{item.year}〕{item.ordinal}号"


def subject_words(item: SupervisionItem, catalog: Catalog) -> str:
    """What the item is about, short: its indicator, or where and what kind of problem."""
    if not item.is_free:
        return catalog.indicator(item.indicator).label
    return f"{item.site or item.medium + '问题'}（{item.source}）"


def event_words(event: SupervisionEvent) -> str:
    """The name of an event; of an inspection what it came to."""
    if event.kind == INSPECT:
        return "核查通过" if event.passed else "核查未通过"
    return EVENT_WORD[event.kind]


def sheet_of(item: SupervisionItem, catalog: Catalog) -> SupervisionSheet:
    """The form of one item."""
    shared = (
        ("责任单位", item.unit),
        ("整改措施" if item.is_free else "督办要求", item.measure),
        ("办结时限", _deadline_words(item)),
        ("当前状态", STATE_WORD[item.state]),
    )
    history = tuple(
        (day_words(event.day), event_words(event), event.by, _said(event, item))
        for event in item.events
    )
    what = _problem(item) if item.is_free else _indicator_rows(item, catalog)
    name = f"{catalog.city.name}{'整改通知单' if item.is_free else '创模督办单'}"
    return SupervisionSheet(name, number_words(item), (*what, *shared), history)


def _problem(item: SupervisionItem) -> tuple[tuple[str, str], ...]:
    return (
        ("存在问题", item.finding),
        ("问题来源", item.source),
        ("类别", item.medium),
        ("地点", f"{item.area} {item.site}".strip()),
        ("交办日期", day_words(item.raised)),
    )


def _indicator_rows(item: SupervisionItem, catalog: Catalog) -> tuple[tuple[str, str], ...]:
    return (
        ("督办指标", catalog.indicator(item.indicator).label),
        ("地区", item.area),
        ("立项依据", item.finding or ABSENT),
        ("对照", _rule(item, catalog) or ABSENT),
        ("立项时判断", STATUS_WORD.get(shown_status(item.status, item.line), ABSENT)),
    )


def _rule(item: SupervisionItem, catalog: Catalog) -> str:
    """The standard, list or target that the verdict was made by, with its document."""
    if not item.line or not item.month:
        return ""
    entry, year = catalog.indicator(item.indicator), year_period(int(item.month[:4]))
    line = line_for(catalog, entry, item.area, year, item.line)
    if line is None:
        return LINE_WORD[item.line]
    return "，".join(part for part in (line.name, line.document or line.source) if part)


def _deadline_words(item: SupervisionItem) -> str:
    first, now = item.opened.deadline or item.deadline, item.deadline
    return day_words(now) + (f"（原为{day_words(first)}）" if now != first else "")


def finding_words(verdict: Verdict, indicator: Indicator, month: Period) -> str:
    """What was found, as the item keeps it: the year's figure so far beside the line.

    Of a year that still runs also why it is taken up, which the figure alone need not tell.
    """
    year, number = month.start.year, month.start.month
    said = indicator_sentence([verdict], indicator, f"{year}年{months_words(year, number)}")
    why = _why(verdict, indicator, month)
    return f"{said.rstrip('。')}，{why}。" if why else said


def _why(verdict: Verdict, indicator: Indicator, month: Period) -> str:
    """By what an open year is behind, in words; empty where it has ended or the figure says it."""
    if verdict.evidence is None or verdict.status not in (MISSED, AT_RISK):
        return ""
    if indicator.is_task:
        if verdict.expected is not None:
            return ""
        return f"低于时序进度{publish(share_of_year(month.last_day) * 100, 1)}%"
    if verdict.status == MISSED:
        verb = "完成" if verdict.line == TARGET else "达到"
        return f"余下月份再好，全年亦不能{verb}"
    rest = f"{rest_words(month.start.month)}须达到的数"
    return {
        PAST_YEARS: f"{rest}难于往年同期的中位数",
        ONE_YEAR: f"{rest}比可比的一年同期严{ONE_YEAR_MARGIN * 100}%以上",
    }.get(verdict.evidence, "")


def _said(event: SupervisionEvent, item: SupervisionItem) -> str:
    """What an event says; the finding of the first stands in the form."""
    if event.kind == OPEN:
        return ("见存在问题" if item.is_free else "见立项依据") if event.text else ABSENT
    until = f"延至{day_words(event.deadline)}：" if event.kind == EXTEND and event.deadline else ""
    paper = f"（{event.document}）。" if event.document else ""
    return until + (event.text.rstrip("。") + paper if paper else event.text)


def local_day(at: str) -> str:
    """The local day of a UTC time, ISO."""
    return local_date(at).isoformat()
