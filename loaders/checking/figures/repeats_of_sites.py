"""One site's column copied from another site."""

from collections.abc import Iterator, Sequence
from typing import Any

from chuangmo.catalog.catalog import Catalog
from chuangmo.period import DAY, HOUR
from loaders.checking.day_figures import DayFigure, at_figure, series, worth_comparing
from loaders.checking.staged import Staged
from loaders.model.finding import Finding


def check(staged: Staged) -> Iterator[Finding]:
    """A site's daily or hourly column equal, value for value, to another site's."""
    return copies(staged.concentrations, staged.catalog)


def copies(figures: Sequence[DayFigure], catalog: Catalog) -> Iterator[Finding]:
    """Each line of figures that is equal to one before it of another place."""
    seen: dict[tuple[Any, ...], DayFigure] = {}
    for key, line in series(figures).items():
        if key.kind not in (DAY, HOUR) or not worth_comparing(line):
            continue
        values = tuple((figure.start, figure.total, figure.n) for figure in line)
        same = key._replace(area="", site=None)
        other = seen.setdefault((same, values), line[0])
        if other is not line[0]:
            yield at_figure(
                "column-repeats-site", line[0], f"{len(line)} 个",
                indicator=catalog.indicator(key.indicator).label,
                place=line[0].place, other=other.place,
            )  # fmt: skip
