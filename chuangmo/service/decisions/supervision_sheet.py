"""The 督办单: one item as a form with its history, ready for a page or a Word file."""

from dataclasses import dataclass
from datetime import datetime

from chuangmo.assess.lines import line_for
from chuangmo.assess.verdict_types import Verdict
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator
from chuangmo.period import LOCAL_ZONE, Period, year_period
from chuangmo.service.decisions.supervision import (
    ANSWERED,
    CLOSE,
    CLOSED,
    FEEDBACK,
    HANDLING,
    OPEN,
    REOPEN,
    SupervisionEvent,
    SupervisionItem,
)
from chuangmo.status import LINE_WORD, STATUS_WORD, shown_status
from chuangmo.wording import ABSENT, indicator_sentence, months_words

STATE_WORD = {HANDLING: "办理中", ANSWERED: "已反馈", CLOSED: "已销号"}
EVENT_WORD = {OPEN: "立项", FEEDBACK: "反馈", CLOSE: "销号", REOPEN: "恢复督办"}


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
    """``督办〔2026〕3号``: the running number within the year of opening."""
    return f"督办〔{item.year}〕{item.ordinal}号"


def sheet_of(item: SupervisionItem, catalog: Catalog) -> SupervisionSheet:
    """The form of one item."""
    indicator = catalog.indicator(item.indicator)
    rows = (
        ("督办指标", indicator.label),
        ("地区", item.area),
        ("责任单位", item.unit),
        ("立项依据", item.finding or ABSENT),
        ("对照", _rule(item, catalog) or ABSENT),
        ("立项时判断", STATUS_WORD.get(shown_status(item.status, item.line), ABSENT)),
        ("督办要求", item.measure),
        ("办结时限", day_words(item.deadline.isoformat())),
        ("当前状态", STATE_WORD[item.state]),
    )
    history = tuple(
        (day_words(local_day(event.at)), EVENT_WORD[event.kind], event.by, _said(event))
        for event in item.events
    )
    return SupervisionSheet(f"{catalog.city.name}创模督办单", number_words(item), rows, history)


def finding_words(verdict: Verdict, indicator: Indicator, month: Period) -> str:
    """What was found, as the item keeps it: the year's figure so far beside the line."""
    year, number = month.start.year, month.start.month
    return indicator_sentence([verdict], indicator, f"{year}年{months_words(year, number)}")


def _rule(item: SupervisionItem, catalog: Catalog) -> str:
    """The standard, list or target that the verdict was made by, with its document."""
    if not item.line or not item.month:
        return ""
    entry, year = catalog.indicator(item.indicator), year_period(int(item.month[:4]))
    line = line_for(catalog, entry, item.area, year, item.line)
    if line is None:
        return LINE_WORD[item.line]
    documents = "，".join(dict.fromkeys(p for p in (line.document, line.source) if p))
    return f"{LINE_WORD[item.line]}：{line.name}（{documents}）" if documents else line.name


def _said(event: SupervisionEvent) -> str:
    """What an event says; the finding of the first is the form's 立项依据."""
    if event.kind == OPEN:
        return "见立项依据" if event.text else ABSENT
    return f"{event.text}（{event.document}）" if event.document else event.text


def day_words(day: str) -> str:
    """``2026年3月5日`` from an ISO day."""
    year, month, number = (int(part) for part in day.split("-"))
    return f"{year}年{month}月{number}日"


def local_day(at: str) -> str:
    """The local day of a UTC time, ISO."""
    return datetime.fromisoformat(at).astimezone(LOCAL_ZONE).date().isoformat()
