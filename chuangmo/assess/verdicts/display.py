"""Other roundings as a display choice: another number on show, never another verdict."""

from dataclasses import dataclass
from fractions import Fraction

from chuangmo.assess.lines import holds
from chuangmo.assess.reasons import PERCENTILE_OVER
from chuangmo.assess.rounding import HALF_EVEN, HALF_UP, TRUNCATE, in_unit, publish
from chuangmo.assess.verdict_types import MET, MISSED, Statistic, Verdict
from chuangmo.assess.verdicts.verdict import digits_of, undetected
from chuangmo.catalog.models import Indicator
from chuangmo.status import STATUS_WORD, shown_status

#: What the command line and the address call the conventions.
ROUNDINGS = {"even": HALF_EVEN, "half-up": HALF_UP, "truncate": TRUNCATE}
ROUNDING_WORD = {"even": "四舍六入五成双", "half-up": "四舍五入", "truncate": "直接截断"}
ONLY_SHOWN = "仅改变显示，判定仍按 GB/T 8170"


@dataclass(frozen=True)
class Displayed:
    """A figure in a display convention.

    Attributes:
        text: the number (or ``0.004L``); ``None`` where the figure may not be published.
        note: a sentence where the number would suggest another verdict than the row's; else empty.
    """

    text: str | None
    note: str


def displayed_figure(
    figure: Statistic, indicator: Indicator, unit: str, rounding: str
) -> str | None:
    """A valid figure in ``unit`` as ``rounding`` shows it; ``None`` where it is not valid."""
    if below := undetected(figure, indicator, unit):
        return below
    if figure.value is None or not figure.valid:
        return None
    value = in_unit(figure.value, figure.unit, unit)
    return publish(value, digits_of(indicator, unit), ROUNDINGS[rounding])


def displayed(row: Verdict, indicator: Indicator, rounding: str) -> Displayed:
    """The row's figure as ``rounding`` (a key of ``ROUNDINGS``) shows it, beside its verdict.

    The published number is that of GB/T 8170; a convention of some software starts from the
    full value again, so that nothing is rounded twice.
    """
    if row.below or row.published is None or row.value is None:
        return Displayed(row.below or None, "")
    text = row.published
    if rounding != "even":
        digits = digits_of(indicator, row.unit)
        text = publish(Fraction(row.value), digits, ROUNDINGS[rounding])
    return Displayed(text, _contradiction(row, text, rounding))


def _contradiction(row: Verdict, text: str, rounding: str) -> str:
    if row.limit is None or row.operator is None or row.status not in (MET, MISSED):
        return ""
    suggests = holds(Fraction(text), row.operator, Fraction(row.limit))
    if suggests == (row.status == MET) or _missed_elsewhere(row):
        return ""
    word, unit = ROUNDING_WORD[rounding], f" {row.unit}" if row.unit else ""
    met, missed = (STATUS_WORD[shown_status(status, row.line)] for status in (MET, MISSED))
    looks, verdict = (met, missed) if suggests else (missed, met)
    return (
        f"按{word}显示为 {text}{unit}，与限值 {row.limit} 相比看似{looks}；"
        f"判定仍按 GB/T 8170（全数值 {row.value}，修约后 {row.published}）：{verdict}。"
    )


def _missed_elsewhere(row: Verdict) -> bool:
    """Whether the figure itself keeps the limit and another test of the line (百分位) does not."""
    assert row.operator is not None and row.limit is not None
    assert row.value is not None and row.published is not None
    limit, both = Fraction(row.limit), (row.value, row.published)
    kept = all(holds(Fraction(text), row.operator, limit) for text in both)
    return row.status == MISSED and (kept or row.reason_code == PERCENTILE_OVER)
