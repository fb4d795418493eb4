"""Means of a long period that are outside the means of all its parts in the same file."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from chuangmo.period import Period
from loaders.checking.day_figures import DayFigure, FigureSeries, at_figure, plain, series
from loaders.checking.staged import Staged
from loaders.model.finding import Finding

_ROUNDED = Decimal("0.02")  # of the value, for figures that were rounded before
_SHORTEST = 28  # days: a day beside its hours is looked at elsewhere


def check(staged: Staged) -> Iterator[Finding]:
    """A mean of a half-year lies between those of its quarters, whatever the number of valid days.

    Told where the parts are the whole period; one warning a place and indicator.
    """
    daily = {i.id for i in staged.catalog.indicators.values() if i.combine == "mean_of_valid_days"}
    places: dict[FigureSeries, dict[str, list[DayFigure]]] = defaultdict(dict)
    means = [f for f in staged.concentrations if f.indicator in daily]
    for key, line in series([f for f in means if f.key.statistic == "mean"]).items():
        places[key._replace(kind="")][key.kind] = line
    for kinds in places.values():
        found = (one for kind in kinds for one in _of_kind(kind, kinds, staged))
        yield from list(found)[:1]


def _of_kind(kind: str, kinds: dict[str, list[DayFigure]], staged: Staged) -> Iterator[Finding]:
    for whole in kinds[kind]:
        if whole.total is None or not whole.n or (whole.end - whole.start).days < _SHORTEST:
            continue
        mean = whole.total / whole.n
        for other in kinds:
            parts = [] if other == kind else _parts(whole, kinds[other])
            values = [part.total / part.n for part in parts if part.total is not None and part.n]
            slack = mean * _ROUNDED
            if values and not min(values) - slack <= mean <= max(values) + slack:
                yield at_figure(
                    "mean-outside-parts", whole, plain(mean), place=whole.place,
                    indicator=staged.catalog.indicator(whole.indicator).label,
                    period=Period(whole.start, whole.end, kind).text,
                    low=plain(min(values)), high=plain(max(values)),
                )  # fmt: skip
                return


def _parts(whole: DayFigure, others: Sequence[DayFigure]) -> list[DayFigure]:
    """The figures of another kind that together are the whole period; else none."""
    inside = [f for f in others if whole.start <= f.start and f.end <= whole.end]
    joined = all(a.end == b.start for a, b in pairwise(inside))
    known = all(f.total is not None and f.n for f in inside)
    ends = bool(inside) and (inside[0].start, inside[-1].end) == (whole.start, whole.end)
    return inside if len(inside) > 1 and joined and known and ends else []
