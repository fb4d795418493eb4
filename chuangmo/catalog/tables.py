"""Tables that make an index, a grade or a score of figures (AQI, 综合指数, HJ 640, 城考)."""

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
