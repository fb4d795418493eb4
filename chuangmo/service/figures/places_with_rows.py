"""Verdicts on one indicator only, equal to its rows in ``assess``; which places have rows there."""

from datetime import date

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess.stretches import WITH_DUST
from chuangmo.assess.verdict_types import Verdict
from chuangmo.period import Period
from chuangmo.service.board import Board, require
from chuangmo.service.figures.assessing import areas_judged, verdict_rows
from chuangmo.service.figures.figures import Figures


def places_with_rows(
    board: Board, actor: Actor, period: Period, as_of: date, dust: str = WITH_DUST
) -> dict[str, tuple[str, ...]]:
    """Indicators that ``assess`` has verdicts on, in catalog order, each with its places."""
    require(actor, VIEWER)
    return _places(board, period, as_of, dust)


def _places(board: Board, period: Period, as_of: date, dust: str) -> dict[str, tuple[str, ...]]:
    def find() -> tuple[tuple[str, tuple[str, ...]], ...]:
        catalog = board.catalog
        figures = Figures(board, period, as_of, dust=dust)
        year, places = period.last_day.year, areas_judged(catalog, figures)
        found = (
            (name, tuple(a for a in places if figures.concerns(name, a, year)))
            for name in catalog.indicators
        )
        return tuple((name, areas) for name, areas in found if areas)

    return dict(board.memo.answer(find, "indicators with rows", period, as_of, dust))


def verdicts_on(
    board: Board, actor: Actor, indicator: str, period: Period, as_of: date, dust: str = WITH_DUST
) -> tuple[Verdict, ...]:
    """The rows of ``assess`` on one indicator: its places in order, each against all three lines.

    Raises:
        UnknownId: no such indicator.
    """
    require(actor, VIEWER)
    name = board.catalog.indicator(indicator).id

    areas = _places(board, period, as_of, dust).get(name, ())
    figures = Figures(board, period, as_of, dust=dust, indicators=(name,))
    return tuple(verdict_rows(figures, list(areas), period, (name,)))
