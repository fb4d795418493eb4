"""Heating seasons: the SO2 of each, and the boilers retrofitted by the year in which it began."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess.compare import state_note
from chuangmo.assess.lines import answer_unit
from chuangmo.assess.stretches import WITH_DUST
from chuangmo.assess.verdicts.verdict import published
from chuangmo.period import Period, months_period, year_period
from chuangmo.service.beside.same_spans import span_figure
from chuangmo.service.board import Board, require
from chuangmo.service.figures.assessing import extent
from chuangmo.service.figures.figures import Figures

SO2, BOILERS = "so2", "boiler_retrofit_units"
_FIRST, _LAST = 11, 3  # months of a season, as charts shade it
_UNLIKE = "浓度状态与最近一个采暖期不同"


@dataclass(frozen=True)
class Winter:
    """One heating season, or the same part of it in every year.

    Attributes:
        year: in which it begins.
        span: its months.
        published: the SO2 mean in ``Winters.unit``; ``None`` where it may not be printed.
        left_out: why it is not put beside the others; empty where it is.
        retrofitted: boilers finished from ``Winters.since`` to the end of the year in which it
            begins, as far as reported by now; ``None`` where a year between has no report.
    """

    year: int
    span: Period
    published: str | None
    n_valid: int
    left_out: str
    retrofitted: Fraction | None


@dataclass(frozen=True)
class Winters:
    """All seasons with anything to tell, the oldest first.

    Attributes:
        unit: of SO2. since: the first year whose retrofits are counted; ``None`` without any.
        whole: whether whole seasons are shown, not only as far as the present one has come.
    """

    rows: tuple[Winter, ...]
    unit: str
    since: int | None
    whole: bool


def winters(
    board: Board, actor: Actor, area: str, as_of: date, dust: str = WITH_DUST
) -> Winters | None:
    """Seasons up to a day; ``None`` where the catalog has no SO2 or no boilers.

    While a season runs, the same months of the earlier ones stand beside it: like with like.

    Args:
        as_of: the last day of a month.

    Raises:
        UnknownPlace: the place does not exist.
    """
    require(actor, VIEWER)
    catalog = board.catalog
    if SO2 not in catalog.indicators or BOILERS not in catalog.indicators:
        return None
    place, entry = catalog.area(area), catalog.indicator(SO2)
    last = _last_month(as_of)
    unit, first = answer_unit(catalog, entry, as_of), extent(board, actor).first or as_of
    newest = as_of.year if as_of.month >= _FIRST else as_of.year - 1
    since, done = _retrofits(board, place, range(first.year, newest + 1), as_of)
    found: list[Winter] = []
    now = _span(newest, last)
    for year in range(first.year - 1, newest + 1):
        span = _span(year, last)
        figure = span_figure(board, SO2, place, span, dust)
        text = published(figure, entry, unit)
        if text is None and not found:
            continue
        why = _UNLIKE if state_note(catalog, entry, now, span) else ""
        why = (figure.reason or "没有公布值").rstrip("。") if text is None else why
        found.append(Winter(year, span, text, figure.n_valid, why, done.get(year)))
    return Winters(tuple(found), unit, since, last == _LAST)


def _last_month(as_of: date) -> int:
    """The month up to which every season is told."""
    return as_of.month if as_of.month >= _FIRST or as_of.month < _LAST else _LAST


def _span(year: int, last: int) -> Period:
    return months_period((year, _FIRST), (year if last >= _FIRST else year + 1, last))


def _retrofits(
    board: Board, area: str, years: range, as_of: date
) -> tuple[int | None, dict[int, Fraction | None]]:
    """Since when retrofits are reported, and what was done from then to the end of each year."""
    total: Fraction | None = Fraction(0)
    since: int | None = None
    found: dict[int, Fraction | None] = {}
    for year in years:
        year_end = min(as_of, year_period(year).last_day)
        figures = Figures(board, year_period(year), year_end, indicators=(BOILERS,), years_back=0)
        whole = figures.figure(BOILERS, year_period(year), area=area).value
        if since is None and whole is None:
            continue
        since = since or year
        total = None if total is None or whole is None else total + whole
        found[year] = total
    return since, found
