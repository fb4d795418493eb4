"""Single-factor class of a water section (GB 3838-2002 表1; 环办〔2011〕22号).

The section is as bad as its worst item. Dissolved oxygen is a lower bound and pH a range, told by
the operators of the limits. Total nitrogen is judged for lakes only; 水温 and 粪大肠菌群 are not.
A value below detection may lie anywhere up to that limit: where this leaves two classes open, the
section is not assessable.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from chuangmo.assess.lines import holds
from chuangmo.catalog.models import Limit, Standard

RIVER, LAKE = "river", "lake"
CLASSES = ("Ⅰ类", "Ⅱ类", "Ⅲ类", "Ⅳ类", "Ⅴ类")
WORSE = "劣Ⅴ类"


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
        not_judged: items the rule leaves out (total nitrogen of a river, others without limits).
        not_assessable: items whose detection limit is too high to tell the class.
    """

    klass: str | None
    items: tuple[tuple[str, str | None], ...]
    worst: tuple[str, ...]
    not_judged: tuple[str, ...]
    not_assessable: tuple[str, ...]

    @property
    def rank(self) -> int | None:
        """1 (Ⅰ类) to 6 (劣Ⅴ类), for the grades of ``water_section``."""
        return None if self.klass is None else (*CLASSES, WORSE).index(self.klass) + 1


def item_limits(standard: Standard, indicator: str, klass: str, body: str) -> list[Limit]:
    """The limits of an item for a class and a body of water (``river`` or ``lake``)."""
    return [
        limit
        for limit in standard.limits
        if (limit.indicator, limit.klass) == (indicator, klass) and limit.body in ("", body)
    ]


def section_class(
    samples: Mapping[str, Sample], standard: Standard, body: str = RIVER
) -> SectionClass:
    """The class of a section from one sample (or mean) an item, the worst item deciding."""
    spans: dict[str, tuple[int, int]] = {}
    for name, sample in samples.items():
        if item_limits(standard, name, CLASSES[0], body):
            spans[name] = _span(name, sample, standard, body)
    names = (*CLASSES, WORSE)
    items = tuple(
        (name, names[low] if low == high else None) for name, (low, high) in spans.items()
    )
    not_judged = tuple(name for name in samples if name not in spans)
    if not spans:
        return SectionClass(None, (), (), not_judged, ())
    lowest = max(low for low, _ in spans.values())
    doubtful = tuple(name for name, (_, high) in spans.items() if high > lowest)
    if doubtful:
        return SectionClass(None, items, (), not_judged, doubtful)
    worst = tuple(name for name, (low, high) in spans.items() if low == high == lowest)
    return SectionClass(names[lowest], items, worst, not_judged, ())


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

    A section complies when both are empty; an item below detection is not assessable when its
    detection limit itself is over.
    """
    over: list[str] = []
    unsure: list[str] = []
    for name, sample in samples.items():
        limits = item_limits(standard, name, klass, body)
        passes = all(holds(sample.value, one.operator, Fraction(one.value)) for one in limits)
        if not passes:
            (unsure if sample.below else over).append(name)
    return tuple(over), tuple(unsure)
