"""Single-factor class of a water section (GB 3838-2002 表1; 环办〔2011〕22号).

The section is as bad as its worst item, of the 21 that the standard's ``evaluation`` names; 水温,
总氮 and 粪大肠菌群 are reported apart. Dissolved oxygen is a lower bound and pH a range, told by
the operators of the limits. What was not measured may be worse: of fewer items than the section's
plan the class is a best case. A value below detection may lie anywhere up to that limit: where this
leaves two classes open, the section is not assessable.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from chuangmo.assess.lines import holds
from chuangmo.assess.zone_classes import WATER_CLASSES
from chuangmo.catalog.models import Limit, Standard

RIVER, LAKE = "river", "lake"
CLASSES, WORSE = WATER_CLASSES[:-1], WATER_CLASSES[-1]


@dataclass(frozen=True)
class Sample:
    """A value in the limit's unit; with ``below`` it is the detection limit (未检出)."""

    value: Fraction
    below: bool = False


@dataclass(frozen=True)
class SectionClass:
    """What a section is.

    Attributes:
        klass: Ⅰ类 to Ⅴ类 or 劣Ⅴ类; ``None`` without judged items or when not assessable.
        items: class of every judged item (``None`` where detection leaves it open).
        worst: items of the section's class.
        not_judged: items that make no class (total nitrogen, 粪大肠菌群, others without limits).
        not_assessable: items whose detection limit is too high to tell the class.
        unmeasured: items of the plan that were not measured.
    """

    klass: str | None
    items: tuple[tuple[str, str | None], ...]
    worst: tuple[str, ...]
    not_judged: tuple[str, ...]
    not_assessable: tuple[str, ...]
    unmeasured: tuple[str, ...] = ()

    @property
    def rank(self) -> int | None:
        """1 (Ⅰ类) to 6 (劣Ⅴ类), for the grades of ``water_section``."""
        return None if self.klass is None else WATER_CLASSES.index(self.klass) + 1

    @property
    def measured(self) -> int:
        """How many items of the plan (and beside it) were measured."""
        return len(self.items)

    @property
    def planned(self) -> int:
        """How many items there are to measure."""
        return len(self.items) + len(self.unmeasured)

    @property
    def is_best_case(self) -> bool:
        """Whether an item not measured might make it worse; 劣Ⅴ类 cannot become worse."""
        return bool(self.unmeasured) and self.klass != WORSE


def judged_items(standard: Standard) -> tuple[str, ...]:
    """The items that make the class: those the standard names, else all that have limits."""
    if standard.evaluation is not None:
        return standard.evaluation.items
    return tuple(dict.fromkeys(limit.indicator for limit in standard.limits))


def plan_of(listed: Sequence[str], standard: Standard) -> tuple[str, ...]:
    """What a section is to be measured for: the items its own list names, else all that count."""
    items = judged_items(standard)
    return tuple(item for item in items if item in listed) or items


def item_limits(standard: Standard, indicator: str, klass: str, body: str) -> list[Limit]:
    """The limits of an item for a class and a body of water (``river`` or ``lake``)."""
    held = standard.limits_by_class.get((indicator, klass), [])
    return [limit for limit in held if limit.body in ("", body)]


def section_class(
    samples: Mapping[str, Sample],
    standard: Standard,
    body: str = RIVER,
    plan: Sequence[str] = (),
) -> SectionClass:
    """The class of a section from one sample (or mean) an item, the worst item deciding.

    Args:
        plan: what the section is to be measured for (``plan_of``); empty asks for nothing more.
    """
    spans = {
        name: _span(name, sample, standard, body)
        for name, sample in samples.items()
        if _makes_class(name, standard, body)
    }
    lacking = tuple(item for item in plan if item not in spans)
    names = WATER_CLASSES
    items = tuple(
        (name, names[low] if low == high else None) for name, (low, high) in spans.items()
    )
    not_judged = tuple(name for name in samples if name not in spans)
    if not spans:
        return SectionClass(None, (), (), not_judged, (), lacking)
    lowest = max(low for low, _ in spans.values())
    doubtful = tuple(name for name, (_, high) in spans.items() if high > lowest)
    if doubtful:
        return SectionClass(None, items, (), not_judged, doubtful, lacking)
    worst = tuple(name for name, (low, high) in spans.items() if low == high == lowest)
    return SectionClass(names[lowest], items, worst, not_judged, (), lacking)


def _makes_class(name: str, standard: Standard, body: str) -> bool:
    return name in judged_items(standard) and bool(item_limits(standard, name, CLASSES[0], body))


def _span(name: str, sample: Sample, standard: Standard, body: str) -> tuple[int, int]:
    """Best and worst class (0 to 5) the sample may have; they differ only below detection."""
    found = [_rank(name, sample.value, standard, body)]
    if sample.below:
        found.append(_rank(name, Fraction(0), standard, body))
    return min(found), max(found)


def _rank(name: str, value: Fraction, standard: Standard, body: str) -> int:
    for rank, klass in enumerate(CLASSES):
        limits = item_limits(standard, name, klass, body)
        if all(holds(value, limit.operator, Fraction(limit.value)) for limit in limits):
            return rank
    return len(CLASSES)


def against_class(
    samples: Mapping[str, Sample], klass: str, standard: Standard, body: str = RIVER
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(items over, items not assessable) of a section against its functional class.

    A section that was measured for its whole plan complies when both are empty; an item below
    detection is not assessable when its detection limit itself is over.
    """
    over: list[str] = []
    unsure: list[str] = []
    for name, sample in samples.items():
        if not _makes_class(name, standard, body):
            continue
        limits = item_limits(standard, name, klass, body)
        passes = all(holds(sample.value, one.operator, Fraction(one.value)) for one in limits)
        if not passes:
            (unsure if sample.below else over).append(name)
    return tuple(over), tuple(unsure)
