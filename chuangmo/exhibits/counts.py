"""How a place stands, counted by line: what misses the law apart from what misses a target."""

from collections.abc import Sequence

from chuangmo.assess.verdict_types import INSUFFICIENT, NOT_YET_DUE, TARGET, Verdict
from chuangmo.status import JUDGED, LINE_WORD, LINES, SHOWN_JUDGED, STATUS_WORD


def counts_sentence(area: str, rows: Sequence[Verdict], lines: Sequence[str] = LINES) -> str:
    """``全市9项指标：对国家标准5项，2项未达标、3项达标；年度目标4项，1项未完成、3项有风险。``.

    What misses the law and what misses a target are counted apart: both are true of one figure.

    Args:
        rows: verdicts of one place. lines: those that are told.
    """
    own = [row for row in rows if row.line in lines]
    told = [(line, [r.shown_as for r in own if r.line == line and r.status in JUDGED])
            for line in lines]  # fmt: skip
    seen = {row.indicator for row in own if row.status in JUDGED}
    parts = [_line_counts(line, statuses) for line, statuses in told if statuses]
    for status in (INSUFFICIENT, NOT_YET_DUE):
        silent = {row.indicator for row in own if row.status == status} - seen
        parts += [f"{len(silent)}项{STATUS_WORD[status]}"] if silent else []
        seen |= silent
    return (
        f"{area}{len(seen)}项指标：{'；'.join(parts)}。" if parts else f"{area}没有可以判断的指标。"
    )


def _line_counts(line: str, statuses: Sequence[str]) -> str:
    """``对国家标准5项，2项未达标、3项达标``; ``年度目标3项，均有风险``."""
    name = LINE_WORD[line] if line == TARGET else f"对{LINE_WORD[line]}"
    counted = [(s, n) for s in SHOWN_JUDGED if (n := statuses.count(s))]
    if len(counted) == 1:
        every = "均" if len(statuses) > 1 else ""
        return f"{name}{len(statuses)}项，{every}{STATUS_WORD[counted[0][0]]}"
    return f"{name}{len(statuses)}项，" + "、".join(f"{n}项{STATUS_WORD[s]}" for s, n in counted)
