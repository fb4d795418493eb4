"""The board of reports as a value: states of what is owed, by district, indicator and month."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from chuangmo.assess.verdict_types import (
    AT_RISK,
    INSUFFICIENT,
    MET,
    MISSED,
    NOT_YET_DUE,
    ON_COURSE,
)
from chuangmo.service.imports.completeness import (
    INVALID,
    LATE,
    MISSING,
    NOT_DUE,
    REPORTED,
    SUBMITTED,
    DutyRow,
)

#: State of a report to (status whose glyph and colour it takes, word), worst first.
STATE = {
    MISSING: (MISSED, "未报"),
    INVALID: (INSUFFICIENT, "无效"),
    SUBMITTED: (ON_COURSE, "待审核"),
    LATE: (AT_RISK, "迟报"),
    REPORTED: (MET, "已报"),
    NOT_DUE: (NOT_YET_DUE, "未到期"),
}


@dataclass(frozen=True)
class ReportCell:
    """What stands in one cell: the worst state, how many share it, and the words for a tooltip.

    ``state`` is ``None`` where nothing is owed in the month.
    """

    state: str | None
    count: int
    hint: str


def owed(rows: Sequence[DutyRow]) -> list[DutyRow]:
    """Only the rows that owe something (a quarterly report owes nothing in its other months)."""
    return [row for row in rows if row.due is not None]


def cell_of(rows: Sequence[DutyRow]) -> ReportCell:
    """The worst state among the rows of one place and month."""
    counted = Counter(row.state for row in owed(rows))
    state = next((one for one in STATE if counted[one]), None)
    if state is None:
        return ReportCell(None, 0, "本月无应报")
    words = "，".join(f"{STATE[one][1]} {counted[one]}" for one in STATE if counted[one])
    return ReportCell(state, counted[state], words)
