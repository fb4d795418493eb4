"""Typed, frozen models of ``data/catalog``: one class a kind of entry, unknown keys forbidden.

Numbers stand in TOML as strings where their zeros matter (``value = "0.10"``): a limit is shown
as its source prints it. Confidence A is read in an official text, B in one secondary source,
C from general knowledge; B and C are shown as 待核 wherever the number is shown.
"""

from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from pydantic import Field

from chuangmo.catalog.city_parts import (
    Duty,
    FormerName,
    FormerText,
    Imprint,
    Office,
    former_name,
)
from chuangmo.catalog.entry import CatalogEntry, Confidence, DecimalText, Direction, Operator
from chuangmo.catalog.scheme_models import SchemePeriod
from chuangmo.catalog.tables import AssessmentSheet, HandMark
from chuangmo.catalog.target_models import Aim, Target
from chuangmo.catalog.water_tables import SourceItem, WaterEvaluation

#: Of the districts (zones) in scope so many per cent must stand behind a city's figure, unless
#: its city.toml says otherwise: a convention of the board, not of the law.
ENOUGH_OF_A_CITY = 75
ZoneClass = Literal[
    "", "0类", "1类", "2类", "3类", "4类", "4a类", "4b类", "Ⅰ类", "Ⅱ类", "Ⅲ类", "Ⅳ类", "Ⅴ类"
]
Combine = Literal[
    "mean_of_valid_days",  # air: daily values first, then days
    "mean_of_points",  # regional noise: arithmetic over grids
    "length_weighted_mean",  # traffic noise: by road length
    "energy_mean",  # one functional-area noise station
    "day_compliance",  # functional-area noise: occasions that pass by day, pooled
    "night_compliance",  # the same by night
    "mean_of_samples",  # water: samples of a section, half the limit below detection
    "ratio_of_sums",  # rates: numerators over denominators
    "volume_share",  # drinking water: ratio of volumes, the rate by count beside it
    "mean_of_zone_rates",  # functional-area water of the 2006 scheme
    "zone_class",  # the class that a sheet prints for a site: no figure, judged by
    "share_of_good_days",  # derived from the daily index
    "composite_index",  # derived from the six pollutants (排名技术规定)
    "latest",  # a state reported once: score, rank
    "sum_of_latest",  # a state that adds up over districts: areas in km²
    "cumulative",  # a task: the latest cumulative figure of the year
    "ledger",  # a task: computed from the ledger's items
]


class Band(CatalogEntry):
    """Plausible range of single values, in the stored unit, both ends inclusive."""

    low: DecimalText
    high: DecimalText


class LedgerField(CatalogEntry):
    """Which field of which ledger a task counts (``count tonnage so2_cut dust_cut owners``)."""

    kind: str
    field: str


class PartWords(CatalogEntry):
    """Header words that name a part of the indicator instead of its value.

    ``remainder``: what makes the denominator together with the numerator; ``shared``: numerators
    that are those of a pollutant where one stands beside them. A numerator or denominator may be a
    count of its own (信访受理件数): the word then names both.
    """

    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    weight: tuple[str, ...] = ()
    n_valid: tuple[str, ...] = ()
    remainder: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


class Indicator(CatalogEntry):
    """One thing measured or counted.

    ``unit`` is the stored unit; ``digits`` gives published decimals for each unit it is shown in;
    ``aliases`` are the words of workbooks; ``shared`` those that mean it only among figures of its
    own medium (铅 of water, of air); ``basis`` is the 口径 sentence shown beside the chart.
    ``other_definition`` is the rate of the same thing by another denominator, shown beside it.
    ``same_units`` are units in which workbooks print the same count (减排项目: 个 or 项).
    ``seasonal``: the months of a year differ so much that its level so far tells little of its end.
    """

    id: str
    name: str
    short: str = ""
    symbol: str = ""
    unit: str
    digits: dict[str, int]
    combine: Combine
    direction: Direction
    group: Literal["air", "noise", "water", "task", "build", "manage", "economy", "score"]
    plausible: Band | None = None
    zero_means_missing: bool = False
    seasonal: bool = False
    aliases: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    parts: PartWords = PartWords()
    ledger: LedgerField | None = None
    count_unit: Literal["day", "hour", "sample", "point"] = "sample"
    rate_part_unit: str = ""
    same_units: tuple[str, ...] = ()
    other_definition: str = ""
    basis: str
    source: str
    confidence: Confidence

    @property
    def label(self) -> str:
        """The name a page shows: symbol where there is one, else the short name."""
        return self.symbol or self.short or self.name

    @property
    def is_task(self) -> bool:
        """Whether it is judged against a yearly quota and 时序进度."""
        return self.combine in ("cumulative", "ledger")

    @property
    def is_count(self) -> bool:
        """Whether it counts or adds up things, so that it may be a part of a rate."""
        states = self.combine in ("latest", "sum_of_latest") and not self.is_rate
        return self.is_task or states

    @property
    def is_rank(self) -> bool:
        """Whether it is a place in a ranking (第7名), out of how many where a table says it."""
        return self.unit == "名"

    @property
    def is_amount(self) -> bool:
        """Whether it adds up money or tonnes of a table, which are also printed in other units."""
        return self.combine == "cumulative" and len(self.digits) > 1

    @property
    def is_class(self) -> bool:
        """Whether it is a class that figures are judged by, not a figure."""
        return self.combine == "zone_class"

    @property
    def aim(self) -> Aim:
        """What bears on the form of a target."""
        return Aim(self.name, self.direction, self.is_task)

    @property
    def is_rate(self) -> bool:
        """Whether changes are stated in percentage points."""
        return self.unit == "%"


class Limit(CatalogEntry):
    """A dated number of the law for one indicator and averaging time.

    ``operator`` tells the direction (dissolved oxygen: ``>=``; pH has one limit each way);
    ``body`` narrows a water limit to rivers or lakes.
    """

    indicator: str
    averaging: Literal["year", "quarter", "day", "hour", "mda8", "night", "daytime", "sample"]
    klass: str
    operator: Operator = "<="
    body: Literal["", "river", "lake"] = ""
    value: DecimalText
    unit: str
    source: str
    confidence: Confidence


class ValidityRule(CatalogEntry):
    """How many days, hours or samples a mean needs; absent numbers ask for nothing.

    For ozone a day is its largest 8-hour running mean: each mean needs
    ``hours_per_eight_hour_mean`` of its eight hours, the day ``eight_hour_means_per_day`` of those
    ending at 8 to 24 o'clock, or a largest one above the limit.
    """

    indicators: tuple[str, ...]
    hours_per_day: int = 0
    hours_per_eight_hour_mean: int = 0
    eight_hour_means_per_day: int = 0
    days_per_month: int = 0
    days_in_february: int = 0
    days_per_year: int = 0
    samples_per_year: int = 0
    evenly_spread: bool = False
    text: str
    source: str
    confidence: Confidence


class PercentileTest(CatalogEntry):
    """The percentile of daily values that HJ 663 tests beside (or instead of) the annual mean.

    ``averaging`` names the limit it is compared with; ``with_mean``: the mean must hold too.
    """

    indicator: str
    percent: int
    averaging: Literal["day", "mda8"]
    with_mean: bool
    source: str
    confidence: Confidence


class ReferenceState(CatalogEntry):
    """The state of the gas that concentrations are given in, from its day on.

    ``name`` completes the sentence "以……计的浓度". Concentrations of two states do not compare.
    """

    from_: date = Field(alias="from")
    name: str
    source: str
    confidence: Confidence


class Standard(CatalogEntry):
    """A national standard in one of its dated versions.

    ``comparison``: ``full`` compares the unrounded value (全数值比较法), ``rounded`` the value
    rounded to published digits (修约值比较法). ``unit`` is the unit answers are given in.
    ``reference_only`` ships switched off: shown on request, never the rule of a verdict.
    ``states`` are the reference states of concentrations by date, oldest first.
    ``evaluation`` and ``source_items`` are those of surface water.
    """

    id: str
    name: str
    family: Literal["air", "noise", "water"]
    document: str
    from_: date = Field(alias="from")
    to: date | None = None
    unit: str
    comparison: Literal["full", "rounded"]
    comparison_confidence: Confidence
    reference_only: bool = False
    source: str
    confidence: Confidence
    note: str = ""
    limits: tuple[Limit, ...] = ()
    validity: tuple[ValidityRule, ...] = ()
    percentiles: tuple[PercentileTest, ...] = ()
    states: tuple[ReferenceState, ...] = ()
    evaluation: WaterEvaluation | None = None
    source_items: tuple[SourceItem, ...] = ()

    @cached_property
    def limits_by_class(self) -> dict[tuple[str, str], list[Limit]]:
        """The limits by indicator and class, in their order."""
        found: dict[tuple[str, str], list[Limit]] = {}
        for limit in self.limits:
            found.setdefault((limit.indicator, limit.klass), []).append(limit)
        return found


class District(CatalogEntry):
    """A district or county; ``in_city_mean`` is the scope flag for 城区 means, with its source.

    ``former``: the names that it had, the oldest first; all its figures stand under ``name``.
    ``until`` is the first day on which it is no district any more, ``into`` what it then is.
    """

    name: str
    adcode: int | None = None
    aliases: tuple[str, ...] = ()
    group: str = ""
    in_city_mean: bool
    scope_source: str
    label: tuple[float, float] | None = None
    former: tuple[FormerText, ...] = ()
    until: date | None = None
    into: tuple[str, ...] = ()

    @property
    def former_names(self) -> tuple[FormerName, ...]:
        """The names that it had, the oldest first."""
        return tuple(map(former_name, self.former))

    def stands(self, since: date | None) -> bool:
        """Whether it is a district on a day or later; without one whether it ever was."""
        return self.until is None or since is None or since < self.until

    @property
    def codes(self) -> tuple[int, ...]:
        """Its code and those that it had, today's first."""
        had = (one.adcode for one in reversed(self.former_names))
        return tuple(code for code in (self.adcode, *had) if code)


class Site(CatalogEntry):
    """A monitoring site, ``id`` in observations; ``klass`` is that of its functional area."""

    id: str
    name: str
    district: str
    aliases: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    in_city_mean: bool
    role: str = ""
    klass: ZoneClass = ""
    source: str
    confidence: Confidence


class ItemEntry(CatalogEntry):
    """The result of one scheme item in one year, entered by hand from a document.

    For relative and qualitative items; a quantitative one can only be declared not applicable.
    ``value`` is free text beside the result, ``by`` and ``at`` (UTC) who entered it and when.
    """

    scheme: str
    item: str
    year: int
    result: Literal["met", "missed", "not_applicable"]
    value: str = ""
    document: str
    note: str = ""
    by: str
    at: str


class DustPeriod(CatalogEntry):
    """Days declared as 沙尘天气 (环办监测〔2016〕120号), first and last day both inclusive."""

    start: date
    end: date
    document: str = ""
    note: str = ""

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of it, in order."""
        count = (self.end - self.start).days + 1
        return tuple(self.start + timedelta(days=number) for number in range(count))


class Adoption(CatalogEntry):
    """From when a city applies a standard, if not from the standard's own date."""

    standard: str
    from_: date = Field(alias="from")
    source: str
    confidence: Confidence


class CoverageScope(CatalogEntry):
    """The places that must stand behind a city's figure of some indicators, where not all do."""

    indicators: tuple[str, ...]
    areas: tuple[str, ...]
    source: str


class City(CatalogEntry):
    """One city: its places, scheme, class of air zone, adoption dates and own lines.

    ``schemes`` are the 创模 lists that it follows one after another; ``scheme`` names one alone,
    in files written before there was a sequence.
    ``coverage_percent``: how much of the districts (zones) in scope a figure of the city made
    from them needs; ``coverage`` narrows the scope of single indicators.
    ``boundaries`` names a GeoJSON file beside it, or is ``shipped``.
    """

    id: str
    name: str
    adcode: int | None = None
    aliases: tuple[str, ...] = ()
    open_places: bool = False
    scheme: str = ""
    schemes: tuple[SchemePeriod, ...] = ()
    air_class: str = "二级"
    scope_note: str = ""
    boundary_note: str = ""
    groups: dict[str, str] = Field(default_factory=dict)
    adoptions: tuple[Adoption, ...] = ()
    coverage_percent: int = ENOUGH_OF_A_CITY
    coverage: tuple[CoverageScope, ...] = ()
    districts: tuple[District, ...] = ()
    sites: tuple[Site, ...] = ()
    targets: tuple[Target, ...] = ()
    items: tuple[ItemEntry, ...] = ()
    dust: tuple[DustPeriod, ...] = ()
    duties: tuple[Duty, ...] = ()
    offices: tuple[Office, ...] = ()
    assessments: tuple[AssessmentSheet, ...] = ()
    hand_marks: tuple[HandMark, ...] = ()
    boundaries: str = ""
    briefing: Imprint = Imprint()
