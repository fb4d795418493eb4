"""Whether a figure is made from data that nobody has audited yet (未审核、实况)."""

from collections.abc import Iterable

from chuangmo.assess.figure_request import FigureRequest
from chuangmo.assess.stretches import Stretch
from chuangmo.assess.verdict_types import Statistic
from chuangmo.period import DAY, HOUR


def made_of_unaudited(request: FigureRequest, found: Statistic) -> bool:
    """Whether any row that the figure is made of is unaudited."""
    parts = _parts(request)
    if found.value is None or not any(one.day_book().unaudited for one in (request, *parts)):
        return False
    own = _valued(request.own_rows())
    if parts and not own:
        behind = (_valued(one.own_rows()) or _valued(one.part_rows()) for one in parts)
        return any(row.unaudited for rows in behind for row in rows)
    return any(row.unaudited for row in _behind(request, found, own))


def _parts(request: FigureRequest) -> tuple[FigureRequest, ...]:
    """The requests of the pollutants or stations that a derived figure is made of."""
    if request.index is not None:
        return request.index.requests
    if request.composite is not None:
        return request.composite.requests
    return (request.functional.levels,) if request.functional is not None else ()


def _behind(request: FigureRequest, found: Statistic, own: list[Stretch]) -> list[Stretch]:
    """The rows of the source and the grain that the figure names."""
    rows = own
    if found.origin == "sites" and request.site is None:
        sites = set(found.sites)
        rows = [r for r in _valued(request.part_rows()) if not sites or r.site in sites]
    if not rows:
        span = request.elapsed
        inside = (r for r in request.rows if span.start <= r.start and r.end <= span.end)
        rows = _valued(inside)
    kinds = (HOUR, DAY) if found.grain in (HOUR, DAY) else (found.grain,)
    return [row for row in rows if row.kind in kinds] or rows


def _valued(rows: Iterable[Stretch]) -> list[Stretch]:
    return [row for row in rows if row.has_value or row.numerator is not None]
