"""What a month's verdicts ask to be taken up as 督办."""

from dataclasses import dataclass
from datetime import date, timedelta

from chuangmo.access.actor import Actor
from chuangmo.assess import verdict_types as vt
from chuangmo.assess.stretches import WITH_DUST
from chuangmo.assess.verdict_types import Verdict
from chuangmo.catalog.catalog import Catalog
from chuangmo.period import Period, today, year_period
from chuangmo.service.board import Board
from chuangmo.service.decisions.supervision.items import CLOSED, list_items
from chuangmo.service.figures.assessing import assess

#: Worst first; what is only at risk is proposed where it is asked for.
_BEHIND = (vt.MISSED, vt.AT_RISK)
DAYS_GIVEN = 30
USUAL_MEASURE = "查明原因，制定整改措施并组织落实，按期书面反馈结果。"


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
    return [
        Proposal(
            row, month, responsible(board.catalog, row.area, row.indicator), USUAL_MEASURE, deadline
        )
        for row in rows
    ]


def _rank(row: Verdict) -> tuple[int, int]:
    return _BEHIND.index(row.status), vt.PRECEDENCE.index(row.line)


def responsible(catalog: Catalog, area: str, indicator: str = "") -> str:
    """The usual 责任单位: that of the settings, else the government of the district or city."""
    office = catalog.responsible_office(area, indicator)
    return office.name if office else f"{area}人民政府"
