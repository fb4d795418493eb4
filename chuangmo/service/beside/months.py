"""The months of a year, each alone."""

from datetime import date
from functools import partial

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess.stretches import WITH_DUST
from chuangmo.assess.verdict_types import Statistic
from chuangmo.period import Period, month_period, year_period
from chuangmo.service.board import Board, require
from chuangmo.service.figures.figures import Figures


def months_alone(
    board: Board,
    actor: Actor,
    indicator: str,
    area: str,
    year: int,
    as_of: date,
    dust: str = WITH_DUST,
) -> tuple[Statistic, ...]:
    """The figure of every month of a year up to ``as_of`` alone, in the stored unit.

    A month that is over is the same on every later day and is kept by itself; a task's is not, its
    ledger is read as it stood on ``as_of``.

    Raises:
        UnknownId, UnknownPlace: indicator or place do not exist.
    """
    require(actor, VIEWER)
    place, entry = board.catalog.area(area), board.catalog.indicator(indicator)
    figures = Figures(board, year_period(year), as_of, dust=dust, indicators=(indicator,))
    found: list[Statistic] = []
    for month in _months(year, as_of):
        make = partial(figures.figure, indicator, month, area=place)
        if entry.is_task or month.last_day > as_of:
            found.append(make())
        else:
            found.append(board.memo.answer(make, "month alone", indicator, place, dust, month))
    return tuple(found)


def _months(year: int, as_of: date) -> list[Period]:
    """The months that have begun by a day."""
    every = (month_period(year, number) for number in range(1, 13))
    return [month for month in every if month.start.date() <= as_of]
