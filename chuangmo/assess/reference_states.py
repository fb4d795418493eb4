"""The reference state of concentrations: by date, and where it changes inside a period.

GB 3095-2012 gave concentrations at 273 K and 101.325 kPa until its amendment of 2018: since
2018-09-01 gases are given at 298.15 K and particles as they are. On either side the same air has
other numbers, so that no comparison and no curve crosses that day without a mark.
"""

from chuangmo.assess.rounding import convertible
from chuangmo.catalog.models import Indicator, ReferenceState, Standard
from chuangmo.period import Period

CONCENTRATION = "µg/m³"
#: Made of concentrations, and moved by their state as well.
OF_CONCENTRATIONS = ("composite_index", "share_of_good_days")
BREAK = (
    "{year}年{month}月{day}日起浓度改以{after}计（{source}），此前以{before}计，前后不可直接相比。"
)


def is_concentration(indicator: Indicator) -> bool:
    """Whether the indicator is a concentration in air, the only figures that have a state."""
    return indicator.group == "air" and convertible(indicator.unit, CONCENTRATION)


def states_in(standard: Standard, period: Period) -> tuple[ReferenceState, ...]:
    """The states in force on some day of the period, oldest first; empty where none is stated."""
    begun = [state for state in standard.states if state.from_ <= period.last_day]
    first = period.start.date()
    earlier = [state for state in begun if state.from_ <= first]
    return (*earlier[-1:], *(state for state in begun if state.from_ > first))


def state_of(standard: Standard, period: Period) -> str:
    """The state of a period's concentrations in words: two periods compare where it is the same.

    A period that the change falls into has both (joined by 、) and is like neither side. Empty
    where the standard states none (noise, water).
    """
    return "、".join(state.name for state in states_in(standard, period))


def break_mark(indicator: Indicator, standard: Standard | None, period: Period) -> str:
    """The sentence for a change of state inside the period; empty where there is none."""
    if standard is None or not is_concentration(indicator):
        return ""
    found = states_in(standard, period)
    if len(found) < 2:
        return ""
    return break_sentence(*found[-2:])


def break_sentence(before: ReferenceState, after: ReferenceState) -> str:
    """From which day concentrations are of another state, and by which document."""
    return BREAK.format(
        year=after.from_.year,
        month=after.from_.month,
        day=after.from_.day,
        before=before.name,
        after=after.name,
        source=after.source,
    )
