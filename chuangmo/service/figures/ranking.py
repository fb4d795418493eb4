"""Rankings of districts on published figures, by level or improvement; ties share a rank."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess.compare import (
    betterment,
    competition_ranks,
    field_note,
    previous_period,
    rank_changes,
    state_note,
)
from chuangmo.assess.lines import answer_unit, line_for
from chuangmo.assess.rounding import decimal_text, in_unit, publish
from chuangmo.assess.stretches import WITH_DUST
from chuangmo.assess.verdict_types import STANDARD, TARGET, Statistic, Verdict
from chuangmo.assess.verdicts.verdict import published
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.faults import UnknownId, suggestion
from chuangmo.catalog.models import Indicator
from chuangmo.period import Period, shifted_day
from chuangmo.service.board import Board, require
from chuangmo.service.figures.assessing import assess
from chuangmo.service.figures.comparing import Comparison, year_on_year
from chuangmo.service.figures.figures import Figures

LEVEL, IMPROVEMENT = "level", "improvement"
NO_CHANGE = "上年同期为零，没有变化幅度。"
COMPLETION = "completion"  # what tasks are ranked by: their counts do not compare
_SHARE_DIGITS = 1
_NO_QUOTA = "未下达任务，没有完成率。"
_NOT_REPORTED = "未报进度。"


class NotRankable(ValueError):
    """There is nothing to rank by: no better or worse (pH), or a task by improvement."""


@dataclass(frozen=True)
class Ranked:
    """One place with its rank.

    ``previous_rank`` is its rank in the period before as it was then, ``change`` how many places it
    moved up among the places ranked in both periods (ranking by level only).
    ``before`` and ``improvement`` are the figure published for the same time last year and the
    change against it (``{"value", "unit"}``), by improvement only. ``unaudited``: the figure is
    made from data that nobody has audited yet.
    """

    rank: int
    tied: bool
    area: str
    value: str
    published: str
    unit: str
    previous_rank: int | None
    change: int | None
    before: str | None = None
    improvement: dict[str, str] | None = None
    unaudited: bool = False


@dataclass(frozen=True)
class Unranked:
    """A place without a valid figure: never ranked, never guessed."""

    area: str
    reason: str
    n_valid: int
    n_required: int


@dataclass(frozen=True)
class Ranking:
    """Ranked places, best first, and those that cannot be ranked.

    ``statistic`` is what is ranked (``mean``, ``p95``, ``completion`` ...), ``note`` what must
    stand beside it.
    """

    rows: tuple[Ranked, ...]
    unranked: tuple[Unranked, ...]
    statistic: str = "mean"
    note: str = ""


@dataclass(frozen=True)
class _Field:
    """The figures of all places of one ranking, in one unit."""

    figures: Figures
    indicator: Indicator
    period: Period
    areas: list[str]
    unit: str
    percent: int | None

    def now(self, area: str) -> Statistic:
        return self.figures.figure(self.indicator.id, self.period, area=area)

    def shown(self, figure: Statistic) -> str | None:
        return published(figure, self.indicator, self.unit, self.percent)

    def value(self, figure: Statistic) -> Fraction:
        value = figure.value if self.percent is None else figure.percentile(self.percent)
        assert value is not None
        return in_unit(value, figure.unit, self.unit)


def rank(
    board: Board,
    actor: Actor,
    indicator: str,
    period: Period,
    as_of: date,
    *,
    group: str | None = None,
    by: str = LEVEL,
    dust: str = WITH_DUST,
) -> Ranking:
    """Districts (of one group, if asked) ranked on published figures; ties share the better rank.

    Where the standard tests only a percentile (CO, O3 under HJ 663), that is what is ranked;
    tasks are ranked by what is done of the quota, never by what is done.

    Args:
        by: ``level``, or ``improvement`` against the same time last year.

    Raises:
        UnknownId: no such indicator or group.
        NotRankable: the indicator has no better or worse, or is a task asked for by improvement.
    """
    require(actor, VIEWER)
    catalog = board.catalog
    entry = catalog.indicator(indicator)
    if entry.direction == "none":
        raise NotRankable(f"“{entry.name}”没有优劣方向（按范围评价），不能排名。")
    if entry.is_task and by == IMPROVEMENT:
        raise NotRankable(f"“{entry.name}”是任务，每年任务数不同，按完成率排名，不作同比。")
    figures = Figures(board, period, as_of, dust=dust, indicators=(entry.id,))
    areas = places_of(catalog, figures, group)
    if entry.is_task:
        rows = assess(board, actor, period, as_of, indicator=entry.id).rows
        return _by_completion([r for r in rows if r.line == TARGET and r.area in areas], areas)
    line = line_for(catalog, entry, catalog.city.name, period, STANDARD)
    percent = line.percent if line else None
    unit = answer_unit(catalog, entry, period.last_day)
    field = _Field(figures, entry, period, areas, unit, percent)
    return _by_level(field) if by == LEVEL else _by_improvement(field)


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
    since = figures.window.start.date()
    found = [d for d in catalog.city.districts if d.stands(since)]
    return [d.name for d in found if key is None or d.group == key]


def _by_level(field: _Field) -> Ranking:
    now = {area: field.now(area) for area in field.areas}
    shown = _texts(field, now)
    direction, before = field.indicator.direction, _earlier_texts(field)
    ranks, earlier = competition_ranks(shown, direction), competition_ranks(before, direction)
    changes = rank_changes(shown, before, direction)
    rows = [
        replace(
            _row(field, now[area], shown[area], ranks[area]),
            previous_rank=earlier[area][0] if area in earlier else None,
            change=changes.get(area),
        )
        for area in _best_first(field, ranks)
    ]
    left = [_unranked(field, now[area]) for area in field.areas if area not in shown]
    return Ranking(tuple(rows), tuple(left), _statistic(field), field_note(shown, before))


def _by_completion(rows: list[Verdict], areas: list[str]) -> Ranking:
    """By done of the quota in per cent, as published; without a quota or a report no place."""
    ranked = {row.area: row for row in rows if row.completion is not None}
    shown = {
        area: publish(Fraction(row.completion or 0), _SHARE_DIGITS) for area, row in ranked.items()
    }
    ranks = competition_ranks(shown, "higher")
    best_first = sorted(ranks, key=lambda area: (ranks[area][0], areas.index(area)))
    found = [
        Ranked(*ranks[area], area, ranked[area].completion or "", shown[area], "%", None, None)
        for area in best_first
    ]
    left = [
        Unranked(row.area, _NO_QUOTA if row.quota is None else _NOT_REPORTED, 0, 0)
        for row in rows
        if row.area not in ranked
    ]
    return Ranking(tuple(found), tuple(left), COMPLETION)


def _by_improvement(field: _Field) -> Ranking:
    """By the change against the same time last year, as it is published."""
    asked = (field.figures, field.indicator)
    comparisons = {
        area: year_on_year(*asked, area, field.period, field.unit, field.percent)
        for area in field.areas
    }
    changes = {
        area: comparison.change
        for area, comparison in comparisons.items()
        if comparison.change is not None
    }
    direction = field.indicator.direction
    gained = {area: str(betterment(change, direction)) for area, change in changes.items()}
    ranks = competition_ranks(gained, "higher")
    rows = []
    for area in _best_first(field, ranks):
        figure, (place, tied) = field.now(area), ranks[area]
        rows.append(
            Ranked(
                place, tied, area, decimal_text(field.value(figure)), field.shown(figure) or "",
                field.unit, None, None, comparisons[area].before, changes[area], figure.unaudited,
            )
        )  # fmt: skip
    unranked = [
        _uncompared(field, area, comparisons[area]) for area in field.areas if area not in changes
    ]
    last_year = field.period.shifted_years(-1)
    note = state_note(field.figures.catalog, field.indicator, field.period, last_year)
    return Ranking(tuple(rows), tuple(unranked), _statistic(field), note)


def _best_first(field: _Field, ranks: dict[str, tuple[int, bool]]) -> list[str]:
    return sorted(ranks, key=lambda area: (ranks[area][0], field.areas.index(area)))


def _statistic(field: _Field) -> str:
    if field.percent is not None:
        return f"p{field.percent}"
    known = (field.now(area) for area in field.areas)
    return next((figure.statistic for figure in known if figure.value is not None), "mean")


def _texts(field: _Field, figures: dict[str, Statistic]) -> dict[str, str]:
    texts = {area: field.shown(figure) for area, figure in figures.items()}
    return {area: text for area, text in texts.items() if text is not None}


def _earlier_texts(field: _Field) -> dict[str, str]:
    """The figures published of the period before, by place; none where they do not compare."""
    figures, period = field.figures, field.period
    previous = previous_period(period)
    before = previous or period.shifted_years(-1)
    if not figures.comparable(field.indicator, period, before):
        return {}
    known_by = figures.as_of if previous else shifted_day(figures.as_of, -1)
    cut = min(known_by, before.last_day)
    name = field.indicator.id
    return _texts(field, {a: figures.figure(name, before, area=a, as_of=cut) for a in field.areas})


def _row(field: _Field, figure: Statistic, shown: str, ranked: tuple[int, bool]) -> Ranked:
    return Ranked(
        rank=ranked[0],
        tied=ranked[1],
        area=figure.area,
        value=decimal_text(field.value(figure)),
        published=shown,
        unit=field.unit,
        previous_rank=None,
        change=None,
        unaudited=figure.unaudited,
    )


def _unranked(field: _Field, figure: Statistic) -> Unranked:
    """Why a place has no figure to rank: its own reason, or what is not printed of it."""
    reason = figure.reason
    if figure.all_below:
        reason = "各次均未检出，没有可以排名的数值。"
    elif field.percent is not None and _publishable(field, figure):
        reason = f"只有均值，缺日均值第{field.percent}百分位，不能排名。"
    return Unranked(figure.area, reason, figure.n_valid, figure.n_required)


def _publishable(field: _Field, figure: Statistic) -> bool:
    """Whether the mean may be printed: then only the percentile is lacking."""
    return published(figure, field.indicator, field.unit) is not None


def _uncompared(field: _Field, area: str, found: Comparison) -> Unranked:
    """Why a place has no change: this side, the other side, or the two together."""
    figure = field.now(area)
    if field.shown(figure) is None:
        return _unranked(field, figure)
    if found.before is None:
        missing = _unranked(field, found.earlier)
        return Unranked(area, f"上年同期：{missing.reason}", missing.n_valid, missing.n_required)
    return Unranked(area, found.withheld or NO_CHANGE, figure.n_valid, figure.n_required)
