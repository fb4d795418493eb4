"""A number with a condition in words beside it (无劣Ⅴ类水体): both must hold, both be known."""

from chuangmo.assess import reasons
from chuangmo.assess import verdict_types as vt
from chuangmo.assess.lines import LimitLine

#: What a number says where there is nothing to judge yet, or nothing at all.
_NOT_ASKED = (vt.NO_TARGET, vt.NOT_APPLICABLE, vt.NOT_YET_DUE, vt.REFERENCE)
_NOT_KNOWN = (vt.INSUFFICIENT, vt.NOT_ASSESSABLE)


def with_condition(
    line: LimitLine | None, period_kind: str, status: str, code: str
) -> tuple[str, str]:
    """Status and reason code of the whole requirement, from those of its number.

    It is missed where either half is known to fail, and not judged until both are known.
    """
    if line is None or not line.condition or period_kind != line.period_kind:
        return status, code
    if status in (vt.MISSED, *_NOT_ASKED):
        return status, code
    if line.fulfilled is False:
        return vt.MISSED, reasons.CONDITION_FAILED
    if line.fulfilled is None and status not in _NOT_KNOWN:
        return vt.INSUFFICIENT, reasons.HALF_KNOWN
    return status, code


def condition_words(line: LimitLine | None, alone: str, status: str) -> str:
    """What the sentence of the number goes on with; empty where the condition decides nothing."""
    if line is None or not line.condition or alone in (vt.MISSED, *_NOT_ASKED):
        return ""
    if line.fulfilled is None:
        return reasons.CONDITION_OPEN.format(condition=line.condition) if alone != status else ""
    words = reasons.CONDITION_KEPT if line.fulfilled else reasons.CONDITION_BROKEN
    return words.format(condition=line.condition)
