"""What assessment hands on: the statistic of a period and the verdict on it."""

from dataclasses import dataclass
from fractions import Fraction

from chuangmo.period import Period
from chuangmo.status import (
    AT_RISK as AT_RISK,
)
from chuangmo.status import (
    INSUFFICIENT as INSUFFICIENT,
)
from chuangmo.status import (
    LINES as LINES,
)
from chuangmo.status import (
    MET as MET,
)
from chuangmo.status import (
    MISSED as MISSED,
)
from chuangmo.status import (
    NO_TARGET as NO_TARGET,
)
from chuangmo.status import (
    NOT_APPLICABLE as NOT_APPLICABLE,
)
from chuangmo.status import (
    NOT_ASSESSABLE as NOT_ASSESSABLE,
)
from chuangmo.status import (
    NOT_YET_DUE as NOT_YET_DUE,
)
from chuangmo.status import (
    ON_COURSE as ON_COURSE,
)
from chuangmo.status import (
    PRECEDENCE as PRECEDENCE,
)
from chuangmo.status import (
    REFERENCE as REFERENCE,
)
from chuangmo.status import (
    SCHEME as SCHEME,
)
from chuangmo.status import (
    STANDARD as STANDARD,
)
from chuangmo.status import (
    STATUSES as STATUSES,
)
from chuangmo.status import (
    TARGET as TARGET,
)
from chuangmo.status import (
    UNDECIDED as UNDECIDED,
)
from chuangmo.status import (
    shown_status as shown_status,
)


@dataclass(frozen=True)
class OtherSource:
    """What another source says of the same place and period (exact, in the stored unit)."""

    words: str
    value: Fraction


@dataclass(frozen=True)
class ZoneRate:
    """The occasions of one functional zone (section): how many complied of how many."""

    zone: str
    passed: Fraction
    times: Fraction


@dataclass(frozen=True)
class Coverage:
    """How many of those in scope stand behind a city's figure, and who does not.

    Attributes:
        of: what is counted, in words (区县, 点位).
    """

    reported: int
    expected: int
    required: int
    missing: tuple[str, ...]
    of: str

    @property
    def counts(self) -> dict[str, int]:
        """``{"reported", "expected", "required"}``, as rows carry it."""
        return {"reported": self.reported, "expected": self.expected, "required": self.required}


@dataclass(frozen=True)
class Statistic:
    """The figure of one indicator, place and period, with how much data carries it.

    Attributes:
        value: exact, in ``unit`` (the stored unit); ``None`` without data.
        n_unit: what is counted: day, hour, sample or point.
        valid: whether ``rule`` is satisfied; a period still running is never valid.
        reason_code: empty when valid; ``no_data``, ``too_few_days``, ``month_too_few_days`` ...
        reason: one Chinese sentence for the code.
        rule: the validity rule applied, in words with its source.
        origin: ``reported`` (the area's own figure), ``sites``, ``ledger`` or "" without data.
        sites: the sites used.
        numerator, denominator: for rates, where the sheet gives them; the denominator of a rank
            is out of how many it is.
        zones: of a mean of zone rates its zones; empty where only the mean is known.
        percentiles: (percent, value) of the valid daily means, where HJ 663 tests one.
        note: what must be said beside the figure (another denominator, dust days).
        detection_limit: the largest detection limit (in ``unit``) of the values below theirs.
        other: a second valid source whose value differs from this one beyond rounding.
        best_case: why the figure is the best that may be (items not measured): it may show that a
            line is missed, never that it is met; empty where it is the figure itself.
        all_below: whether every value behind the figure is below its detection limit (未检出).
        calendar_days: days of the calendar that a mean stands for whose sheet does not say how
            many were valid; 0 where it does.
        unaudited: whether any value behind the figure has not been audited yet (未审核).
        areas: of a figure put together from rows the areas that report them, the place itself
            among them where it does; ``None`` where nothing is put together.
        coverage: of a city's figure, how many of those in scope that is.
    """

    indicator: str
    area: str
    site: str | None
    period: Period
    grain: str
    statistic: str
    value: Fraction | None
    unit: str
    n_valid: int
    n_expected: int
    n_required: int
    n_unit: str
    valid: bool
    reason_code: str
    reason: str
    rule: str
    dust: str
    n_dust: int
    origin: str
    sites: tuple[str, ...]
    demo: bool
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    percentiles: tuple[tuple[int, Fraction], ...] = ()
    note: str = ""
    detection_limit: Fraction | None = None
    all_below: bool = False
    other: OtherSource | None = None
    zones: tuple[ZoneRate, ...] = ()
    best_case: str = ""
    calendar_days: int = 0
    unaudited: bool = False
    areas: frozenset[str] | None = None
    coverage: Coverage | None = None

    @property
    def mean_days(self) -> int:
        """The days by which the mean weighs: valid ones, else those of the calendar."""
        return self.calendar_days or self.n_valid

    def percentile(self, percent: int) -> Fraction | None:
        """The percentile of daily values, where the standard in force tests one."""
        return dict(self.percentiles).get(percent)


@dataclass(frozen=True)
class Silence:
    """Why a line says nothing: the status that stands in its place, its code and sentence.

    ``documents`` are those that it is about, ``source`` and ``confidence`` where that was read;
    ``in_doubt``: which of them holds is not known.
    """

    status: str
    code: str
    sentence: str
    documents: str = ""
    source: str = ""
    confidence: str | None = None
    in_doubt: bool = False


@dataclass(frozen=True)
class Verdict:
    """One row of the assessment: place x indicator x line.

    ``value`` and ``published`` are decimal texts in ``unit`` (the unit of the standard judged by);
    ``published`` is rounded once, and ``None`` where the validity rule forbids publishing.
    ``completion`` is done / quota in per cent. ``reason`` is a sentence, ``rule`` names the
    comparison and the document, ``source`` where the limit was read. ``evidence`` is the step that
    judged an open period (``bounds``, ``past_years``, ``one_year``, ``level``), else ``None``.
    """

    indicator: str
    area: str
    area_kind: str
    line: str
    status: str
    statistic: str
    value: str | None
    published: str | None
    unit: str
    operator: str | None
    limit: str | None
    limit_id: str | None
    ratio: str | None
    done: str | None
    quota: str | None
    completion: str | None
    year_on_year: dict[str, str] | None
    on_previous: dict[str, str] | None
    reason: str
    reason_code: str
    rule: str
    source: str
    confidence: str | None
    demo: bool
    n_valid: int
    n_expected: int
    n_required: int
    mark: str = ""  # of a target: invented, inferred
    document: str = ""
    other: dict[str, str | None] | None = None  # by the earlier standard, if the period straddles
    note: str = ""
    site: str | None = None  # the water section, of verdicts on sections
    coverage: dict[str, int] | None = None  # of a city's figure made from districts or zones
    below: str = ""  # ``0.004L`` where every value is below its detection limit
    evidence: str | None = None
    unaudited: bool = False  # a value behind it has not been audited yet
    form: str = ""  # of a target: plan, run, falling ... by_date; empty of a line of one year
    expected: str | None = None  # where a plan, or a task with a day, should stand on the day
    left: str | None = None  # what is still lacking to its end
    clause: str = ""  # what running sentences say of it in place of its number
    due: str | None = None  # the day by which a task is due
    overdue_days: int | None = None
    of: str = ""  # of a rank out of how many, where a table says it

    @property
    def of_too_few(self) -> bool:
        """Whether it is made of fewer districts (zones) than a figure of the city needs."""
        found = self.coverage
        return found is not None and found["reported"] < found["required"]

    @property
    def shown_as(self) -> str:
        """The key by which the status is shown: of a target 完成 or not, never 达标."""
        return shown_status(self.status, self.line)
