"""A published figure beside that of another period: 同比, 环比, or why the two do not compare."""

from dataclasses import dataclass
from datetime import date

from chuangmo.assess.compare import change, previous_period, state_note
from chuangmo.assess.verdict_types import Statistic
from chuangmo.assess.verdicts.verdict import published
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator
from chuangmo.period import Period, shifted_day
from chuangmo.service.figure_scope import same_tables
from chuangmo.service.figures.figures import Figures

OTHER_TABLES = "与{other}的指数办法不同，不作比较。"
OTHER_STATISTIC = "与{other}的统计项目不同，不作比较。"
OTHER_SITES = "两期点位不同（{differs}），变化含点位变动的影响"
OTHER_LAND = "区划有调整（{changes}），两期范围可能不同"
LAST_YEAR, PREVIOUS = "上年同期", "上一期"


@dataclass(frozen=True)
class Comparison:
    """One comparison.

    Attributes:
        change: ``{"value", "unit"}`` with a note where the two sides are of different reference
            states; ``None`` without one.
        before: the other side as published, in the same unit; ``None`` where it is not published.
        earlier: the other side's statistic.
        withheld: why both sides are published and yet not compared; empty otherwise.
    """

    change: dict[str, str] | None
    before: str | None
    earlier: Statistic
    withheld: str


def year_on_year(
    figures: Figures,
    indicator: Indicator,
    area: str,
    period: Period,
    unit: str,
    percent: int | None = None,
) -> Comparison:
    """The figure beside that of the same time last year, cut at the same day.

    Args:
        unit: in which both sides are published.
        percent: the percentile that is published instead of the mean, where one is.
    """
    last_year = period.shifted_years(-1)
    cut = min(shifted_day(figures.as_of, -1), last_year.last_day)
    return _beside(figures, indicator, area, (period, last_year), cut, unit, percent, LAST_YEAR)


def alike(figures: Figures, indicator: Indicator, period: Period, past: Period) -> bool:
    """Whether a period may be judged by a past one.

    Both are made by the same index tables, and the reference state of concentrations does not
    change between the first day of the one and the last of the other.
    """
    known, asked = figures.known_alike, (indicator.id, period, past)
    if asked not in known:
        same = figures.comparable(indicator, period, past)
        known[asked] = same and not state_note(figures.catalog, indicator, period, past)
    return known[asked]


def on_previous(
    figures: Figures,
    indicator: Indicator,
    area: str,
    period: Period,
    unit: str,
    percent: int | None = None,
) -> Comparison | None:
    """The figure beside that of the period before; ``None`` where 环比 has no meaning."""
    previous = previous_period(period)
    if previous is None:
        return None
    return _beside(figures, indicator, area, (period, previous), None, unit, percent, PREVIOUS)


def _beside(
    figures: Figures,
    indicator: Indicator,
    area: str,
    periods: tuple[Period, Period],
    cut: date | None,
    unit: str,
    percent: int | None,
    name: str,
) -> Comparison:
    period, other = periods
    figure = figures.figure(indicator.id, period, area=area)
    earlier = figures.figure(indicator.id, other, area=area, as_of=cut)
    return comparison_of(figures.catalog, indicator, (figure, earlier), unit, percent, name)


def comparison_of(
    catalog: Catalog,
    indicator: Indicator,
    sides: tuple[Statistic, Statistic],
    unit: str,
    percent: int | None = None,
    name: str = LAST_YEAR,
) -> Comparison:
    """Two figures of one place beside each other, by what is published of both.

    Args:
        sides: the figure and the earlier one, each with its period.
        unit, percent: as for ``year_on_year``.
        name: what the earlier one is called.
    """
    figure, earlier = sides
    period, other = figure.period, earlier.period
    now = published(figure, indicator, unit, percent)
    before = published(earlier, indicator, unit, percent)
    withheld = ""
    if now is not None and before is not None:
        if not same_tables(catalog, indicator, period, other):
            withheld = OTHER_TABLES.format(other=name)
        elif figure.statistic != earlier.statistic:
            withheld = OTHER_STATISTIC.format(other=name)
    marks = (
        state_note(catalog, indicator, period, other),
        _sites_note(catalog, indicator, figure, earlier, name),
        _land_note(catalog, figure.area, period, other) if name == LAST_YEAR else "",
    )
    note = "；".join(mark for mark in marks if mark)
    found = None if withheld else change(now, before, indicator, note)
    return Comparison(found, before, earlier, withheld)


def _land_note(catalog: Catalog, area: str, period: Period, other: Period) -> str:
    """That land of former districts came to a district between two years; empty as a rule.

    The table has years only, so that both years of a comparison may be of two extents.
    """
    years = range(other.start.year, period.last_day.year + 1)
    changes = [one.words for one in catalog.land_changes(area) if one.year in years]
    return OTHER_LAND.format(changes="，".join(changes)) if changes else ""


def _sites_note(
    catalog: Catalog, indicator: Indicator, figure: Statistic, earlier: Statistic, name: str
) -> str:
    """Which sites made only one of two means of air; empty where they are the same or unknown."""
    if indicator.group != "air" or not figure.sites or not earlier.sites:
        return ""
    gone = _only(catalog, earlier.sites, figure.sites)
    new = _only(catalog, figure.sites, earlier.sites)
    parts = [f"本期没有{gone}" if gone else "", f"{name}没有{new}" if new else ""]
    differs = "，".join(part for part in parts if part)
    return OTHER_SITES.format(differs=differs) if differs else ""


def _only(catalog: Catalog, some: tuple[str, ...], others: tuple[str, ...]) -> str:
    """The sites of the one side that are not of the other, by name."""
    names = ((catalog.site(site), site) for site in some if site not in others)
    return "、".join(found.name if found else site for found, site in names)
