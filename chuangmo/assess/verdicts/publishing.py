"""A figure as it is printed: rounded once, withheld where it may not be published."""

from dataclasses import replace

from chuangmo.assess import reasons
from chuangmo.assess.rounding import decimal_text, in_unit, publish
from chuangmo.assess.verdict_types import Statistic
from chuangmo.assess.water.water import shown as shown_with_mark
from chuangmo.catalog.models import Indicator


def digits_of(indicator: Indicator, unit: str) -> int:
    """Published decimals of the indicator in ``unit``."""
    return indicator.digits[unit]


def published(
    figure: Statistic, indicator: Indicator, unit: str, percent: int | None = None
) -> str | None:
    """The figure (or its percentile) rounded once for publication, or ``None`` where forbidden.

    Where every value is below detection there is no number to publish (0.004L, see ``water``):
    half a detection limit is not compared, ranked or printed.
    """
    if figure.value is None or figure.reason_code not in reasons.STANDS:
        return None
    if figure.all_below:
        return None
    value = figure.value if percent is None else figure.percentile(percent)
    if value is None:
        return None
    return publish(in_unit(value, figure.unit, unit), digits_of(indicator, unit))


def rank_count(figure: Statistic, indicator: Indicator) -> str:
    """Of a rank out of how many it is, where the table says it; empty of anything else."""
    if not indicator.is_rank or figure.denominator is None:
        return ""
    return decimal_text(figure.denominator)


def out_of(rank: str, count: str) -> str:
    """A rank as shown: ``7/14`` out of how many; the rank alone where nobody said it."""
    return f"{rank}/{count}" if count else rank


def undetected(figure: Statistic, indicator: Indicator, unit: str) -> str:
    """``0.004L`` in ``unit`` where every value is below its detection limit, else empty."""
    if not figure.all_below or figure.detection_limit is None:
        return ""
    limit = in_unit(figure.detection_limit, figure.unit, unit)
    return shown_with_mark(replace(figure, detection_limit=limit), digits_of(indicator, unit)) or ""


def discrepancy(figure: Statistic, indicator: Indicator, unit: str) -> str:
    """The remark that another source differs beyond rounding; empty where none does."""
    if figure.other is None or figure.value is None:
        return ""
    digits, after = digits_of(indicator, unit), reasons.unit_after(unit)
    shown, other = (
        f"{publish(in_unit(value, figure.unit, unit), digits)}{after}"
        for value in (figure.value, figure.other.value)
    )
    return reasons.DIFFERS.format(source=figure.other.words, other=other, shown=shown)
