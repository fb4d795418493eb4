"""Rankings of districts: competition ranks on published figures, places without data apart."""

from dataclasses import dataclass
from datetime import date

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess.compare import competition_ranks, previous_period
from chuangmo.assess.lines import answer_unit
from chuangmo.assess.rounding import decimal_text, in_unit
from chuangmo.assess.verdict import published
from chuangmo.assess.verdict_types import Statistic
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.faults import UnknownId, suggestion
from chuangmo.catalog.models import Indicator
from chuangmo.period import Period, shifted_day
from chuangmo.service.board import Board, require
from chuangmo.service.figures import Figures


@dataclass(frozen=True)
class Ranked:
    """One place with its rank; ``change`` is positive when it moved up since the last period."""

    rank: int
    tied: bool
    area: str
    value: str
    published: str
    unit: str
    previous_rank: int | None
    change: int | None


@dataclass(frozen=True)
class Unranked:
    """A place without a valid figure: never ranked, never guessed."""

    area: str
    reason: str
    n_valid: int
    n_required: int


@dataclass(frozen=True)
class Ranking:
    """Ranked places, best first, and those that cannot be ranked."""

    rows: list[Ranked]
    unranked: list[Unranked]


def rank(
    board: Board,
    actor: Actor,
    indicator: str,
    period: Period,
    as_of: date,
    *,
    group: str | None = None,
) -> Ranking:
    """Districts (of one group, if asked) ranked on published figures; ties share the better rank.

    Raises:
        UnknownId: no such indicator or group.
    """
    require(actor, VIEWER)
    catalog = board.catalog
    found = catalog.indicator(indicator)
    figures = Figures(board, period, as_of, indicators=(found.id,))
    areas = places_of(catalog, figures, group)
    unit = answer_unit(catalog, found, period.last_day)
    now = {area: figures.figure(found.id, period, area=area) for area in areas}
    shown = _shown(now, found, unit)
    ranks = competition_ranks(shown, found.direction)
    earlier = _earlier_ranks(figures, found, period, areas, unit)
    rows = [
        _row(area, now[area], shown[area], unit, ranks[area], earlier.get(area))
        for area in sorted(shown, key=lambda place: (ranks[place][0], areas.index(place)))
    ]
    left = [_unranked(now[area]) for area in areas if area not in shown]
    return Ranking(rows, left)


def places_of(catalog: Catalog, figures: Figures, group: str | None) -> list[str]:
    """The districts of a group (by key or name); without one all districts with data.

    Raises:
        UnknownId: the city has no such group.
    """
    groups = catalog.city.groups
    key = next((k for k, name in groups.items() if group in (k, name)), None)
    if group is not None and key is None:
        names = [*groups, *groups.values()]
        raise UnknownId(f"{catalog.city.name}没有分组“{group}”。{suggestion(group, names)}")
    if catalog.city.open_places:
        return sorted({area for _, area in figures.pairs()})
    return [d.name for d in catalog.city.districts if key is None or d.group == key]


def _shown(figures: dict[str, Statistic], indicator: Indicator, unit: str) -> dict[str, str]:
    texts = {area: published(figure, indicator, unit) for area, figure in figures.items()}
    return {area: text for area, text in texts.items() if text is not None}


def _earlier_ranks(
    figures: Figures, indicator: Indicator, period: Period, areas: list[str], unit: str
) -> dict[str, int]:
    previous = previous_period(period)
    before = previous or period.shifted_years(-1)
    if not figures.comparable(indicator, period, before):
        return {}
    known_by = figures.as_of if previous else shifted_day(figures.as_of, -1)
    cut = min(known_by, before.last_day)
    found = {a: figures.figure(indicator.id, before, area=a, as_of=cut) for a in areas}
    ranks = competition_ranks(_shown(found, indicator, unit), indicator.direction)
    return {area: place for area, (place, _) in ranks.items()}


def _row(
    area: str,
    figure: Statistic,
    shown: str,
    unit: str,
    ranked: tuple[int, bool],
    earlier: int | None,
) -> Ranked:
    assert figure.value is not None
    return Ranked(
        rank=ranked[0],
        tied=ranked[1],
        area=area,
        value=decimal_text(in_unit(figure.value, figure.unit, unit)),
        published=shown,
        unit=unit,
        previous_rank=earlier,
        change=None if earlier is None else earlier - ranked[0],
    )


def _unranked(figure: Statistic) -> Unranked:
    return Unranked(figure.area, figure.reason, figure.n_valid, figure.n_required)
