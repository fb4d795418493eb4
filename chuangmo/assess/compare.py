"""同比 and 环比 from published figures, and ranking: the arithmetic of the bulletins.

Officials compute changes from what is printed, so both sides are the published, rounded values:
per cent for concentrations, indices and counts, percentage points for rates, dB(A) for levels,
the plain difference for scores and pH. Equal published values are 持平 (zero), no others are.
Ranks are competition ranks (9, 9, 11) on published values.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from chuangmo.assess.lines import standard_in_force
from chuangmo.assess.reference_states import OF_CONCENTRATIONS, break_mark, is_concentration
from chuangmo.assess.rounding import publish_difference
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator
from chuangmo.period import MONTH, QUARTER, SEASON, Period, month_period, months_period

PERCENT_DIGITS = 1
PERCENT, POINTS, DECIBEL, PLAIN = "%", "pt", "dB", ""


def change_unit(indicator: Indicator) -> str:
    """In what changes of the indicator are said: ``%``, ``pt``, ``dB`` or plain (empty)."""
    if indicator.is_rate:
        return POINTS
    if indicator.unit.startswith("dB"):
        return DECIBEL
    is_ph = indicator.direction == "none"
    return PLAIN if indicator.group == "score" or is_ph else PERCENT


def change(
    now: str | None, before: str | None, indicator: Indicator, note: str = ""
) -> dict[str, str] | None:
    """The change between two published figures: ``{"value", "unit"}`` and a note, if any.

    Args:
        now, before: the published texts, in one unit; ``None`` where a side is not published.
        note: what must stand beside the change, see ``state_note``.

    Returns:
        ``None`` where a side is missing, or where nothing can be divided by (a base of zero).
    """
    if now is None or before is None:
        return None
    new, old, unit = Fraction(now), Fraction(before), change_unit(indicator)
    if unit != PERCENT:
        digits = max(_decimals(now), _decimals(before), PERCENT_DIGITS)
        found = {"value": publish_difference(new - old, digits), "unit": unit}
    elif old == 0:
        return None
    else:
        found = {"value": publish_difference((new - old) / old * 100, PERCENT_DIGITS), "unit": unit}
    return found | ({"note": note} if note else {})


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def state_note(catalog: Catalog, indicator: Indicator, *periods: Period) -> str:
    """What must be said where concentrations of different reference states meet, else empty.

    Figures made of concentrations (综合指数, 优良天数) move with the state of these.
    """
    derived = indicator.combine in OF_CONCENTRATIONS
    parts = [one for one in catalog.indicators.values() if is_concentration(one)]
    first, end = min(one.start for one in periods), max(one.end for one in periods)
    span = Period(first, end, SEASON)
    for part in parts if derived else [indicator]:
        law = standard_in_force(catalog, part, span.last_day)
        if mark := break_mark(part, law, span):
            return mark.rstrip("。")
    return ""


def previous_period(period: Period) -> Period | None:
    """The period before, of the same kind, for 环比; ``None`` where 环比 has no meaning."""
    if period.kind == MONTH:
        year, month = period.start.year, period.start.month
        return month_period(year - 1, 12) if month == 1 else month_period(year, month - 1)
    if period.kind == QUARTER:
        months = [m.start for m in period.months()]
        first = _three_months_before(months[0].year, months[0].month)
        span = months_period(first, _two_months_after(*first))
        return Period(span.start, span.end, QUARTER)
    return None


def _three_months_before(year: int, month: int) -> tuple[int, int]:
    return (year - 1, month + 9) if month <= 3 else (year, month - 3)


def _two_months_after(year: int, month: int) -> tuple[int, int]:
    return year, month + 2


def betterment(change: Mapping[str, str], direction: str) -> Fraction:
    """How much better a change makes it, in its own unit: positive where it improves."""
    value = Fraction(change["value"])
    return value if direction == "higher" else -value


def competition_ranks(
    published: Mapping[str, str | Fraction], direction: str
) -> dict[str, tuple[int, bool]]:
    """Rank and whether it is shared, best first: equal figures share the better rank."""
    sign = -1 if direction == "higher" else 1
    values = {place: sign * Fraction(text) for place, text in published.items()}
    return {
        place: (
            1 + sum(1 for other in values.values() if other < value),
            sum(1 for other in values.values() if other == value) > 1,
        )
        for place, value in values.items()
    }


def rank_changes(
    now: Mapping[str, str | Fraction], before: Mapping[str, str | Fraction], direction: str
) -> dict[str, int]:
    """How many places each moved up (negative: down), among those ranked in both periods.

    Both ranks are taken within this common field: a place that appears or vanishes moves no other.

    Args:
        now, before: published figures by place.
    """
    ranks = [
        competition_ranks({place: side[place] for place in now if place in before}, direction)
        for side in (now, before)
    ]
    return {place: ranks[1][place][0] - rank for place, (rank, _) in ranks[0].items()}


def field_note(now: Iterable[str], before: Iterable[str]) -> str:
    """What stands beside rank changes where the two periods do not rank the same places."""
    here, there = list(now), list(before)
    came = [place for place in here if place not in there]
    left = [place for place in there if place not in here]
    if not (came or left) or not there:
        return ""
    parts = [f"{'、'.join(came)}上期没有排名"] if came else []
    parts += [f"{'、'.join(left)}本期没有排名"] if left else []
    both = len(here) - len(came)
    return f"位次变化只在两期都有排名的{both}个区县之间比较：{'，'.join(parts)}。"
