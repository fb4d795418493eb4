"""How far the items of 督办 are, counted by unit and by kind, at the end of a day."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from chuangmo.assess.rounding import publish
from chuangmo.service.decisions.supervision.items import (
    CLOSED,
    EXTEND,
    REOPEN,
    SupervisionItem,
)

#: What an item of an indicator is counted under, beside the media of free items.
OF_INDICATORS = "指标督办"


@dataclass(frozen=True)
class Tally:
    """Counts of one unit or kind.

    Attributes:
        name: the unit or kind; ``合计`` for all.
        raised, closed: items handed over, items closed.
        overdue: past the deadline and not closed; extended, reopened: ever.
    """

    name: str
    raised: int
    closed: int
    overdue: int
    extended: int
    reopened: int

    @property
    def share(self) -> str:
        """Share closed in per cent, one decimal; "" without items."""
        if not self.raised:
            return ""
        return publish(Fraction(100 * self.closed, self.raised), 1)


@dataclass(frozen=True)
class Progress:
    """Items as they stood at the end of a day, counted.

    Attributes:
        items: in the order of opening, as they stood.
        by_unit, by_kind: worst first: most overdue, then least share closed.
    """

    day: date
    items: tuple[SupervisionItem, ...]
    whole: Tally
    by_unit: tuple[Tally, ...]
    by_kind: tuple[Tally, ...]

    @property
    def overdue(self) -> tuple[SupervisionItem, ...]:
        """Items past their deadline, the oldest deadline first."""
        late = (item for item in self.items if item.is_overdue(self.day))
        return tuple(sorted(late, key=lambda item: (item.deadline, item.number)))

    def raised_since(self, first: date) -> tuple[SupervisionItem, ...]:
        """Items handed over on a day or later."""
        return tuple(item for item in self.items if item.raised >= first)

    def closed_since(self, first: date) -> tuple[SupervisionItem, ...]:
        """Items closed on a day or later."""
        return tuple(item for item in self.items if item.closed_on and item.closed_on >= first)


def progress(items: Iterable[SupervisionItem], day: date) -> Progress:
    """Count items as they stood at the end of ``day``."""
    standing = tuple(now for item in items if (now := item.on(day)) is not None)
    return Progress(
        day,
        standing,
        _tally("合计", standing, day),
        _grouped(standing, day, lambda item: item.unit),
        _grouped(standing, day, kind_of),
    )


def kind_of(item: SupervisionItem) -> str:
    """What an item is counted under: its medium, or that it is of an indicator."""
    return item.medium or OF_INDICATORS


def _grouped(
    items: Sequence[SupervisionItem], day: date, name: Callable[[SupervisionItem], str]
) -> tuple[Tally, ...]:
    groups: dict[str, list[SupervisionItem]] = {}
    for item in items:
        groups.setdefault(name(item), []).append(item)
    found = [_tally(one, of, day) for one, of in groups.items()]
    return tuple(sorted(found, key=lambda t: (-t.overdue, Fraction(t.closed, t.raised), t.name)))


def _tally(name: str, items: Sequence[SupervisionItem], day: date) -> Tally:
    return Tally(
        name,
        len(items),
        sum(item.state == CLOSED for item in items),
        sum(item.is_overdue(day) for item in items),
        sum(item.happened(EXTEND) for item in items),
        sum(item.happened(REOPEN) for item in items),
    )
