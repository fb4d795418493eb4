"""What the board answers: values that pages, exports and the command line show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chuangmo.assess.lines import LimitLine
from chuangmo.assess.verdict_types import Statistic, Verdict
from chuangmo.assess.verdicts.outlook import Outlook
from chuangmo.catalog.models import Indicator
from chuangmo.period import Period


@dataclass(frozen=True)
class Assessment:
    """Verdicts of a period: order area, indicator as in the catalog, standard scheme target.

    ``counts`` are those of ``rows``. ``sections`` are the verdicts on single water sections by
    the limit of their functional class (GB 3838), with ``site`` set; never part of ``rows``.
    """

    period: Period
    as_of: date
    scheme: str | None
    dust: str
    generation: int
    counts: Mapping[str, int]
    rows: tuple[Verdict, ...]
    sections: tuple[Verdict, ...] = ()


@dataclass(frozen=True)
class MonthPoint:
    """One month of a series: its own figure and the figure from January to it."""

    month: Period
    single: Statistic
    cumulative: Statistic


@dataclass(frozen=True)
class LimitStep:
    """One line over one year, for a stepped limit in a chart; ``value`` in ``unit``."""

    line: str
    name: str
    value: Decimal
    text: str
    unit: str
    start: date
    end: date
    operator: str
    source: str
    document: str
    confidence: str
    mark: str


@dataclass(frozen=True)
class Extent:
    """How far the data reach: first and last day, months with data (newest first), demo."""

    first: date | None
    last: date | None
    months: tuple[Period, ...]
    demo: bool
    batch: int | None


@dataclass(frozen=True)
class OutlookAnswer:
    """An outlook with its line and the figure so far, in ``unit``."""

    indicator: Indicator
    area: str
    period: Period
    as_of: date
    line: LimitLine | None
    unit: str
    so_far: Statistic
    ahead: Outlook | None
