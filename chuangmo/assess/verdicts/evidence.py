"""The evidence ladder: by what a period that still runs is judged, and what that says.

The first step that has evidence judges (contract of the command line, 状态): bounds of what is
possible, the same rest of past years, of one past year, the level so far. Answer, status and
evidence of a figure come from here together, so that they never contradict.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from chuangmo.assess import reasons
from chuangmo.assess import verdict_types as vt
from chuangmo.assess.lines import LimitLine, holds
from chuangmo.assess.rounding import in_unit, publish
from chuangmo.assess.verdict_types import Statistic
from chuangmo.catalog.models import Indicator

OUT_OF_REACH, LOCKED_IN, WITHIN_REACH, HARD = "out_of_reach", "locked_in", "within_reach", "hard"
UNDECIDED = vt.UNDECIDED
BOUNDS, PAST_YEARS, ONE_YEAR, LEVEL = "bounds", "past_years", "one_year", "level"
#: Conventions of this board, stated on 口径与标准: how many comparable past years make a median,
YEARS_ENOUGH = 2
#: by what share what is needed must differ from a single past year,
ONE_YEAR_MARGIN = Fraction(1, 10)
#: and how many times as easy as the level so far it must be where no past year compares.
LEVEL_FACTOR = Fraction(3, 2)

STATUS_OF = {
    OUT_OF_REACH: vt.MISSED,
    HARD: vt.AT_RISK,
    UNDECIDED: vt.UNDECIDED,
    WITHIN_REACH: vt.ON_COURSE,
    LOCKED_IN: vt.ON_COURSE,
}
WORST_FIRST = tuple(STATUS_OF)
LOWER = ("<=", "<")


@dataclass(frozen=True)
class EvidenceAnswer:
    """What the evidence says: the answer of the outlook, the step that gave it, its past years."""

    answer: str
    evidence: str
    years: tuple[int, ...] = ()


@dataclass(frozen=True)
class Known:
    """What is known of an open period (values in the stored unit, exact).

    Attributes:
        needed: what the rest must come to; ``None`` where no such number exists.
        so_far: the figure that is compared with the line; ``meets``: whether it holds it.
        past: year and figure of the same rest of comparable years, newest first.
    """

    needed: Fraction | None
    so_far: Fraction
    meets: bool
    past: Sequence[tuple[int, Fraction]] = ()


def judged(indicator: Indicator, operator: str, known: Known) -> EvidenceAnswer:
    """The finding of the first step with evidence; steps 2 and 3 are for seasonal figures only."""
    needed = known.needed
    if needed is None:
        return EvidenceAnswer(_level(indicator, operator, known), LEVEL)
    if bound := _bound(indicator, operator, needed):
        return EvidenceAnswer(bound, BOUNDS)
    years, values = [year for year, _ in known.past], [value for _, value in known.past]
    if indicator.seasonal and len(values) >= YEARS_ENOUGH:
        usual = no_harder(needed, median(values), operator)
        return EvidenceAnswer(WITHIN_REACH if usual else HARD, PAST_YEARS, tuple(years))
    if indicator.seasonal and values:
        answer = _one_year(indicator, operator, needed, values[0])
        return EvidenceAnswer(answer, ONE_YEAR, tuple(years))
    return EvidenceAnswer(_level(indicator, operator, known), LEVEL)


def withheld(figure: Statistic, line: LimitLine) -> str:
    """The code of why no line may be held against the figure; empty where it may."""
    if figure.value is None or figure.reason_code not in reasons.STANDS:
        return figure.reason_code or reasons.NO_DATA
    return reasons.DETECTION_LIMIT if detection_over(figure, line) else ""


def detection_over(figure: Statistic, line: LimitLine) -> bool:
    """Whether a detection limit above the limit keeps 未检出 from being judged (domain 7.13)."""
    detection = figure.detection_limit
    at_most = detection is not None and line.operator in LOWER
    return at_most and detection is not None and detection > line.value_in(figure.unit)


def tests_of(line: LimitLine) -> list[LimitLine]:
    """The line and what must hold with it."""
    return [line] if line.second is None else [line, line.second]


def compared(figure: Statistic, line: LimitLine) -> Fraction | None:
    """The figure that ``line`` is compared with: the mean, or the percentile it asks for."""
    return figure.value if line.percent is None else figure.percentile(line.percent)


def number_held(value: Fraction, line: LimitLine, digits: int) -> Fraction:
    """The number that is compared: published under 修约值比较法, else the full one."""
    return Fraction(publish(value, digits)) if line.rounded else value


def meets(indicator: Indicator, figure: Statistic, line: LimitLine) -> bool | None:
    """Whether the figure holds the line, compared as at the end; ``None`` without the percentile.

    What must hold with it is not looked at.
    """
    value = compared(figure, line)
    if value is None:
        return None
    unit = line.unit if line.unit in indicator.digits else indicator.unit
    number = number_held(in_unit(value, figure.unit, unit), line, indicator.digits[unit])
    return holds(number, line.operator, line.value_in(unit))


def of_level(indicator: Indicator, figure: Statistic, line: LimitLine) -> EvidenceAnswer:
    """The finding where nothing is known but the level so far: all tests of the line must hold."""
    held = [meets(indicator, figure, test) for test in tests_of(line)]
    value = figure.value or Fraction(0)
    found = judged(indicator, line.operator, Known(None, value, False not in held))
    return worse(found, EvidenceAnswer(UNDECIDED, LEVEL)) if None in held else found


def worse(one: EvidenceAnswer, other: EvidenceAnswer) -> EvidenceAnswer:
    """The graver of two findings that must both hold; the first of equal ones."""
    return min(one, other, key=lambda found: WORST_FIRST.index(found.answer))


def no_harder(needed: Fraction, value: Fraction, operator: str) -> bool:
    """Whether a past ``value`` reached what is needed now."""
    return value <= needed if operator in LOWER else value >= needed


def _bound(indicator: Indicator, operator: str, needed: Fraction) -> str | None:
    """Out of reach or locked in, whatever the rest brings; ``None`` between."""
    band = indicator.plausible
    if operator in LOWER:
        if needed < 0:
            return OUT_OF_REACH
        return LOCKED_IN if band is not None and needed >= Fraction(band.high) else None
    if indicator.is_rate and needed > 100:
        return OUT_OF_REACH
    return LOCKED_IN if needed <= (Fraction(band.low) if band else 0) else None


def _one_year(indicator: Indicator, operator: str, needed: Fraction, past: Fraction) -> str:
    """Against a single year: it decides where the two differ by the margin or more."""
    room = _room(indicator, operator)
    now, then = room(needed, past)
    if now > then and now >= then * (1 + ONE_YEAR_MARGIN):
        return WITHIN_REACH
    return HARD if now < then and now <= then * (1 - ONE_YEAR_MARGIN) else UNDECIDED


def _level(indicator: Indicator, operator: str, known: Known) -> str:
    """By the level so far; of a seasonal figure it decides only with room to spare."""
    if not indicator.seasonal:
        return WITHIN_REACH if known.meets else HARD
    if known.needed is not None:
        now, level = _room(indicator, operator)(known.needed, known.so_far)
        if now >= level * LEVEL_FACTOR:
            return WITHIN_REACH
    return UNDECIDED if known.meets else HARD


def _room(
    indicator: Indicator, operator: str
) -> Callable[[Fraction, Fraction], tuple[Fraction, Fraction]]:
    """How much what is needed, and what is held beside it, allow: more is easier.

    At most: the value itself. A share of at least: its distance to 100. Another figure of at
    least is the easier the smaller it is, so that the two change places.
    """
    if operator in LOWER:
        return lambda needed, other: (needed, other)
    if indicator.is_rate:
        return lambda needed, other: (100 - needed, 100 - other)
    return lambda needed, other: (other, needed)
