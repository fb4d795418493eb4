"""Valid daily means of one place, and any span of them: sums are running sums, made once."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import accumulate

from chuangmo.assess.exact import common_denominator
from chuangmo.assess.figures.percentile import rank_value
from chuangmo.period import Period

Month = tuple[int, int]
Hours = dict[date, tuple[Fraction, int]]


@dataclass
class Days:
    """Valid daily means of one place and what was left out; filled once, then only read.

    Attributes:
        values: day to exact mean.
        seen: days with any value at all.
        hourly: gives ``hours`` when they are asked for; most questions never do.
        dust: valid days left out as sand-dust; they still count as monitored.
        clean: days reported with dust already removed.
        givers: sites whose values made a day.
    """

    values: dict[date, Fraction] = field(default_factory=dict)
    seen: set[date] = field(default_factory=set)
    hourly: Callable[[], Hours] = dict
    dust: set[date] = field(default_factory=set)
    clean: set[date] = field(default_factory=set)
    givers: dict[date, tuple[str, ...]] = field(default_factory=dict)
    demo: bool = False

    def within(self, span: Period) -> "SomeDays":
        """Only the days of ``span``."""
        return SomeDays(self, span)

    def without(self, dust_days: Collection[date]) -> "Days":
        """These days with sand-dust days taken out, but for those reported without dust."""
        dust = (self.values.keys() & dust_days) - self.clean
        if not dust:
            return self
        kept = {day: value for day, value in self.values.items() if day not in dust}
        return Days(kept, self.seen, lambda: self.hours, dust, self.clean, self.givers, self.demo)

    @cached_property
    def hours(self) -> Hours:
        """Day to (exact sum, number) of its single hours, for ``--grain hour``."""
        return self.hourly()

    @cached_property
    def in_order(self) -> list[date]:
        """Every day that there is anything about."""
        return sorted(self.seen)

    @cached_property
    def valid_order(self) -> list[date]:
        """Every day with a value."""
        return sorted(self.values)

    @cached_property
    def unit(self) -> int:
        """The common denominator of all values."""
        return common_denominator(self.values.values())

    @cached_property
    def numerators(self) -> list[int]:
        """The values by day, in ``1 / unit``."""
        found = (self.values[day] for day in self.valid_order)
        return [value.numerator * (self.unit // value.denominator) for value in found]

    @cached_property
    def running(self) -> list[int]:
        """Sum of the first n ``numerators``, from n = 0 on."""
        return list(accumulate(self.numerators, initial=0))

    @cached_property
    def monitored_order(self) -> list[date]:
        """Every day that counts towards validity: valid ones, dust days among them."""
        return sorted(self.values.keys() | self.dust)

    @cached_property
    def monitored_months(self) -> list[Month]:
        """The months of ``monitored_order``."""
        return [(day.year, day.month) for day in self.monitored_order]

    @cached_property
    def giver_order(self) -> tuple[list[date], list[tuple[str, ...]]]:
        """The days of ``givers`` and the sites of each."""
        days = sorted(self.givers)
        return days, [self.givers[day] for day in days]


class SomeDays:
    """The days of one place inside a span.

    Args:
        whole: all days of the place.
        span: the stretch of time.
    """

    def __init__(self, whole: Days, span: Period) -> None:
        self._whole, self.demo = whole, whole.demo
        self._first, self._last = span.start.date(), span.last_day
        self._from, self._upto = self._cut(whole.valid_order)

    def _cut(self, days: list[date]) -> tuple[int, int]:
        return bisect_left(days, self._first), bisect_right(days, self._last)

    def _inside(self, day: date) -> bool:
        return self._first <= day <= self._last

    @property
    def n(self) -> int:
        """Number of valid days."""
        return self._upto - self._from

    @cached_property
    def seen(self) -> bool:
        """Whether there is anything at all about any of the days."""
        first, end = self._cut(self._whole.in_order)
        return first < end

    @property
    def last(self) -> date:
        """The last valid day; there must be one."""
        return self._whole.valid_order[self._upto - 1]

    @cached_property
    def values(self) -> Mapping[date, Fraction]:
        """Day to exact mean, in the order of days."""
        days = self._whole.valid_order[self._from : self._upto]
        return {day: self._whole.values[day] for day in days}

    @property
    def mean(self) -> Fraction | None:
        """The exact mean of the valid days; ``None`` without any."""
        if not self.n:
            return None
        running = self._whole.running
        total = running[self._upto] - running[self._from]
        return Fraction(total, self._whole.unit * self.n)

    @cached_property
    def _ranked(self) -> list[int]:
        return sorted(self._whole.numerators[self._from : self._upto])

    def percentile(self, percent: int) -> Fraction:
        """The percentile of the valid days as HJ 663 defines it; there must be one day."""
        return rank_value(self._ranked, percent) / self._whole.unit

    @property
    def monitored(self) -> Mapping[Month, int]:
        """How many days of each (year, month) count towards validity, dust days among them."""
        first, end = self._cut(self._whole.monitored_order)
        return Counter(self._whole.monitored_months[first:end])

    @cached_property
    def dust(self) -> set[date]:
        """Valid days left out as sand-dust."""
        return {day for day in self._whole.dust if self._inside(day)}

    @property
    def sites(self) -> tuple[str, ...]:
        """Sites that gave at least one valid day."""
        days, givers = self._whole.giver_order
        first, end = self._cut(days)
        return tuple(sorted({site for sites in set(givers[first:end]) for site in sites}))

    @cached_property
    def _hours(self) -> list[tuple[Fraction, int]]:
        held, dust = self._whole.hours, self.dust
        return [found for day, found in held.items() if self._inside(day) and day not in dust]

    @property
    def hour_total(self) -> Fraction:
        """Exact sum of all single hours outside dust days."""
        return sum((total for total, _ in self._hours), Fraction(0))

    @property
    def hour_count(self) -> int:
        """Number of single hours outside dust days."""
        return sum(n for _, n in self._hours)

    @property
    def any_hours(self) -> bool:
        """Whether any single hours were reported, on dust days too."""
        return any(self._inside(day) for day in self._whole.hours)
