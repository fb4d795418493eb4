"""The input of assessment: current values condensed to one row per place and stretch of time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

#: What is asked of sand-dust days: kept in, or left out.
WITH_DUST, WITHOUT_DUST = "keep", "remove"


class Stretch(NamedTuple):
    """One current value, or the hours of one day summed.

    ``total`` is an exact sum over ``n`` values (``n`` 0: only missing marks). For other kinds than
    hour ``n`` is 1 and ``total`` the value. Units are the indicator's stored unit.
    ``below`` is the part of the total that are detection limits of hours below detection, where
    there are any, ``detection`` the largest of these limits.

    The hours of a day's largest 8-hour running mean have ``statistic`` mda8; ``n_valid`` is how
    many valid running means the day has. Its largest hour has ``statistic`` max. ``unaudited``: a
    value behind it has not been audited yet.
    """

    indicator: str
    area: str
    site: str | None
    kind: str
    statistic: str
    dust: str
    start: datetime
    end: datetime
    total: Decimal | None
    n: int
    numerator: Decimal | None
    denominator: Decimal | None
    weight: Decimal | None
    n_valid: int | None
    n_expected: int | None
    qualifier: str
    demo: bool
    below: Decimal | None = None
    detection: Decimal | None = None
    unaudited: bool = False

    @property
    def day(self) -> date:
        """The local day it begins on."""
        return _day(self.start)

    @property
    def last_day(self) -> date:
        """The last local day inside."""
        return (self.end - timedelta(microseconds=1)).date()

    @property
    def mean(self) -> Fraction:
        """Sum over count, exact."""
        if self.below is not None or self.qualifier == "below":
            return self.whole / self.n
        assert self.total is not None
        over, under = self.total.as_integer_ratio()
        return Fraction(over, under * self.n)

    @property
    def whole(self) -> Fraction:
        """The exact sum; half the limit for a value below detection (HJ/T 166, SL 219)."""
        assert self.total is not None and self.n
        if self.below is not None:
            return Fraction(self.total) - Fraction(self.below) / 2
        return Fraction(self.total) / 2 if self.qualifier == "below" else Fraction(self.total)

    @property
    def limit_of_detection(self) -> Fraction | None:
        """The largest detection limit behind it; ``None`` where every value was detected."""
        if self.detection is not None:
            return Fraction(self.detection)
        if self.qualifier == "below" and self.total is not None and self.n:
            return Fraction(self.total) / self.n
        return None

    @property
    def has_value(self) -> bool:
        """Whether any value stands behind it."""
        return self.total is not None and self.n > 0


@lru_cache(maxsize=16_384)
def _day(moment: datetime) -> date:
    """The day of a moment, one object for all rows of it."""
    return moment.date()


def stretches(columns: Mapping[str, Sequence[Any]]) -> list[Stretch]:
    """Rows from the columns of a ``DAY_SUMS`` table, as Python values."""
    held = (columns[name] for name in Stretch._fields)
    return [Stretch(*row) for row in zip(*held, strict=True)]


def group_by_place(
    rows: Iterable[Stretch],
) -> dict[tuple[str, str], list[Stretch]]:
    """Rows by (indicator, area)."""
    groups: dict[tuple[str, str], list[Stretch]] = {}
    for row in rows:
        groups.setdefault((row.indicator, row.area), []).append(row)
    return groups
