"""What every check is given: the readings of one file, the figures they make, what is known."""

from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from chuangmo.catalog.catalog import Catalog
from loaders.checking.day_figures import DayFigure, FigureSeries, day_figures, series
from loaders.checking.past_months import PastMonths, PastValues, past_months
from loaders.extracting.accounting import Claim
from loaders.model.observations import observations
from loaders.model.readings import Chunk
from loaders.model.sheet import Sheet

_CONCENTRATIONS = frozenset(
    ("mean_of_valid_days", "mean_of_points", "length_weighted_mean", "mean_of_samples")
)


@dataclass(frozen=True)
class Staged:
    """One file as far as it is read; a check reads it and changes nothing.

    What is made of the readings is made when first asked for. After readings are left out the
    next check is given another value.

    Attributes:
        chunks: the readings that are still to be loaded, column by column.
        sheets: the sheets they stand in, each once.
        tables: the tables of the sheets with all their columns, read or not.
        beside: figures of the same period last year, which are compared and not loaded.
    """

    chunks: tuple[Chunk, ...]
    sheets: tuple[Sheet, ...]
    catalog: Catalog
    store: PastValues
    tables: tuple[Claim, ...] = ()
    beside: tuple[Chunk, ...] = ()

    def chunks_of(self, sheet: Sheet) -> list[Chunk]:
        """The readings of one sheet."""
        return [chunk for chunk in self.chunks if chunk.sheet is sheet]

    @cached_property
    def table(self) -> pa.Table:
        """The readings as ``rows.OBSERVATIONS``."""
        return observations(list(self.chunks), self.catalog.is_outside)

    @cached_property
    def figures(self) -> list[DayFigure]:
        """One figure a day (or longer stretch) and place; classes are none."""
        found = day_figures(self.table) if self.table.num_rows else []
        classes = {i.id for i in self.catalog.indicators.values() if i.is_class}
        return [figure for figure in found if figure.key.indicator not in classes]

    @cached_property
    def concentrations(self) -> list[DayFigure]:
        """The figures that are means of something measured, not counts or rates."""
        means = {i.id for i in self.catalog.indicators.values() if i.combine in _CONCENTRATIONS}
        return [figure for figure in self.figures if figure.key.indicator in means]

    @cached_property
    def lines(self) -> dict[FigureSeries, list[DayFigure]]:
        """The concentrations by what they belong to, each line in order of time."""
        return series(self.concentrations)

    @cached_property
    def months(self) -> list[PastMonths]:
        """Each month of the concentrations beside what the store holds of earlier ones."""
        return past_months(self.concentrations, self.store)
