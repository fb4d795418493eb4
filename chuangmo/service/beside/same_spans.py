"""The same months of every year, January to one month: what a trend over years is made of."""

import re
from dataclasses import dataclass
from datetime import date
from functools import partial

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess.compare import state_note
from chuangmo.assess.lines import answer_unit
from chuangmo.assess.stretches import WITH_DUST
from chuangmo.assess.verdict_types import Statistic
from chuangmo.assess.verdicts.verdict import published
from chuangmo.period import Period, months_period
from chuangmo.service.board import Board, require
from chuangmo.service.figure_scope import same_tables
from chuangmo.service.figures.assessing import extent
from chuangmo.service.figures.figures import Figures

MOST_YEARS = 30
_UNLIKE = "口径与最近一年不同"
_NOTHING = "没有公布值"


@dataclass(frozen=True)
class SpanFigure:
    """One year.

    Attributes:
        published: in the unit of answers; ``None`` where it may not be printed.
        left_out: why it is not put beside the other years; empty where it is.
        sites: what the figure is made from.
    """

    year: int
    published: str | None
    n_valid: int
    left_out: str
    sites: tuple[str, ...] = ()


def same_spans(
    board: Board,
    actor: Actor,
    indicator: str,
    area: str,
    as_of: date,
    statistic: str = "mean",
    dust: str = WITH_DUST,
) -> tuple[SpanFigure, ...]:
    """January to the month of ``as_of`` in every year, the oldest first, as published.

    Years that are made otherwise than the last (index tables, state of concentrations) are listed
    with the reason and are not to be compared; years before the first figure are left out.

    Args:
        as_of: the last day of a month; its year is the last one. Thirty years at most.
        statistic: what is published of it: ``mean``, or a percentile of the days (``p95``).

    Raises:
        UnknownId, UnknownPlace: indicator or place do not exist.
    """
    require(actor, VIEWER)
    catalog = board.catalog
    place, entry = catalog.area(area), catalog.indicator(indicator)
    now = months_period((as_of.year, 1), (as_of.year, as_of.month))
    unit, found = answer_unit(catalog, entry, as_of), list[SpanFigure]()
    percent = int(statistic[1:]) if re.fullmatch(r"p\d+", statistic) else None
    first = extent(board, actor).first or as_of
    for year in range(max(first.year, as_of.year - MOST_YEARS + 1), as_of.year + 1):
        span = months_period((year, 1), (year, as_of.month))
        figure = span_figure(board, entry.id, place, span, dust)
        text = published(figure, entry, unit, percent)
        if text is None and not found:
            continue
        like = same_tables(catalog, entry, now, span) and not state_note(catalog, entry, now, span)
        why = "" if like else _UNLIKE
        if text is None:
            why = (figure.reason or _NOTHING).rstrip("。")
        found.append(SpanFigure(year, text, figure.n_valid, why, figure.sites))
    return tuple(found)


def span_figure(board: Board, indicator: str, area: str, span: Period, dust: str) -> Statistic:
    """The figure of a span that is over, as known on its last day; kept by itself."""
    make = partial(_figure, board, indicator, area, span, dust)
    return board.memo.answer(make, "same span", indicator, area, dust, span)


def _figure(board: Board, indicator: str, area: str, span: Period, dust: str) -> Statistic:
    figures = Figures(board, span, span.last_day, dust=dust, indicators=(indicator,), years_back=0)
    return figures.figure(indicator, span, area=area)
