"""Tables that make an index, a grade or a score of figures (AQI, 综合指数, HJ 640, 城考, 考核)."""

from datetime import date
from typing import Literal

from pydantic import Field

from chuangmo.catalog.entry import CatalogEntry, Confidence, DecimalText, Direction

GradeKind = Literal["regional_day", "regional_night", "road_day", "road_night", "water_section"]


class Breakpoints(CatalogEntry):
    """Concentrations of one pollutant at the index values of its table, in ``unit``."""

    indicator: str
    averaging: Literal["day", "mda8"]
    unit: str
    values: tuple[DecimalText, ...]


class Grade(CatalogEntry):
    """A grade of an index: its name up to and including ``upto``."""

    upto: int
    name: str


class IndexTable(CatalogEntry):
    """A daily air index by version (API, AQI): breakpoints, grades, from when to when.

    A day is good up to ``good_upto``; above ``primary_over`` the largest sub-index names the
    首要污染物. Sub-indices are rounded up to integers.
    """

    id: str
    name: str
    document: str
    from_: date = Field(alias="from")
    to: date | None = None
    index: tuple[int, ...]
    breakpoints: tuple[Breakpoints, ...]
    grades: tuple[Grade, ...]
    good_upto: int = 100
    primary_over: int = 50
    source: str
    confidence: Confidence


class CompositeTerm(CatalogEntry):
    """One pollutant of the composite index: ``weight x C / limit``.

    ``percent`` 0 takes the mean of valid days, else that percentile of the daily values
    (``averaging`` ``mda8``: of the daily maximum 8-hour means).
    """

    indicator: str
    percent: int = 0
    averaging: Literal["day", "mda8"] = "day"
    limit: DecimalText
    unit: str
    weight: DecimalText = "1"


class CompositeTable(CatalogEntry):
    """The air composite index (综合指数) by version: its terms, from when to when.

    ``reference_only`` ships switched off: never the rule of a published figure.
    """

    kind: Literal["composite"]
    id: str
    name: str
    document: str
    from_: date = Field(alias="from")
    to: date | None = None
    reference_only: bool = False
    terms: tuple[CompositeTerm, ...]
    source: str
    confidence: Confidence
    note: str = ""


class GradeScale(CatalogEntry):
    """Grades of a figure by version: ``names[i]`` up to and including ``edges[i]``, then the last.

    The figure is rounded to ``digits`` first, since the printed edges have gaps (50.0, 50.1).
    """

    id: str
    kind: GradeKind
    document: str
    from_: date = Field(alias="from")
    to: date | None = None
    digits: int
    unit: str
    edges: tuple[DecimalText, ...]
    names: tuple[str, ...]
    source: str
    confidence: Confidence
    note: str = ""


class ScoreItem(CatalogEntry):
    """One item of a score table.

    Quantitative: ``weight`` points between ``low`` (none) and ``high`` (all), the other way round
    where ``direction`` is ``lower``. Qualitative: nothing when done, minus ``weight`` when not.
    """

    id: str
    name: str
    group: str
    kind: Literal["quantitative", "qualitative"]
    weight: DecimalText
    indicator: str = ""
    unit: str = ""
    direction: Direction = "higher"
    low: DecimalText | None = None
    high: DecimalText | None = None


class ScoreTable(CatalogEntry):
    """A 城考-like score: items by group; ``false_data_cut`` is the share lost by false data."""

    id: str
    name: str
    document: str
    reference_only: bool = False
    false_data_cut: DecimalText = "0"
    items: tuple[ScoreItem, ...]
    source: str
    confidence: Confidence
    note: str = ""


AssessmentRule = Literal["verdict", "step", "share", "completion", "linear", "hand"]
ExtraKind = Literal["bonus", "deduction", "veto"]


class AssessmentGroup(CatalogEntry):
    """A group of a score sheet of districts (环境质量) with its full marks."""

    name: str
    full: DecimalText


class AssessmentItem(CatalogEntry):
    """One item of a score sheet: full marks and how they are lost.

    Attributes:
        rule: ``verdict``: all when met, none when missed. ``step``: ``points`` off for each begun
            ``step`` (in ``unit``) beyond the limit. ``share``: off by the share of the limit that
            the figure is beyond it. ``completion``: by what is done of the quota. ``linear``:
            between ``low`` (none) and ``high`` (all), the other way round where ``direction`` is
            ``lower``. ``hand``: a mark that somebody gives from a paper. Never below 0.
        line: which line judges; empty: the first of target, scheme, standard that there is.
    """

    id: str
    name: str
    group: str
    full: DecimalText
    rule: AssessmentRule
    indicator: str = ""
    line: Literal["", "standard", "scheme", "target"] = ""
    unit: str = ""
    step: DecimalText | None = None
    points: DecimalText | None = None
    low: DecimalText | None = None
    high: DecimalText | None = None
    direction: Direction = "higher"


class AssessmentExtra(CatalogEntry):
    """What is given or taken beside the items: bonus, deduction (at most ``most``), veto."""

    id: str
    name: str
    kind: ExtraKind
    most: DecimalText | None = None


class AssessmentGrade(CatalogEntry):
    """A grade from ``least`` points on; the last one has none and takes the rest."""

    name: str
    least: DecimalText | None = None


class AssessmentSheet(CatalogEntry):
    """The score sheet by which a city assesses its districts (考核) from a year to a year.

    Attributes:
        areas: the districts that are assessed; empty: all of the city.
        grades: best first; ``veto_grade`` is that of a district with a veto (一票否决), whatever
            its points.
        digits: decimals of every mark, the one rounding.
        mark: ``invented`` of a sheet for demonstration.
    """

    id: str
    name: str
    document: str
    from_year: int
    to_year: int | None = None
    areas: tuple[str, ...] = ()
    groups: tuple[AssessmentGroup, ...]
    items: tuple[AssessmentItem, ...]
    extras: tuple[AssessmentExtra, ...] = ()
    grades: tuple[AssessmentGrade, ...]
    veto_grade: str
    digits: int = 2
    mark: Literal["", "invented"] = ""
    source: str
    confidence: Confidence
    note: str = ""

    def covers(self, year: int) -> bool:
        """Whether the sheet assesses a year."""
        return self.from_year <= year and (self.to_year is None or year <= self.to_year)


class HandMark(CatalogEntry):
    """What somebody enters of a score sheet from a paper: a mark, a bonus, a deduction, a veto.

    ``points`` is empty of a veto; ``by`` and ``at`` (UTC) tell who entered it and when.
    """

    sheet: str
    item: str
    area: str
    year: int
    points: DecimalText | None = None
    document: str
    note: str = ""
    by: str
    at: str
