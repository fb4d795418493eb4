"""What exhibits and files ask of the board: cached on pages, straight, or as a meeting froze it."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeVar, cast

from chuangmo.access.actor import Actor
from chuangmo.catalog.boundaries import Shape, load_shapes
from chuangmo.catalog.catalog import Catalog
from chuangmo.period import Period
from chuangmo.service import attributing, importing, reading
from chuangmo.service.attributing import Attribution
from chuangmo.service.board import Board
from chuangmo.service.ranking import IMPROVEMENT, Ranking, rank
from chuangmo.service.reading import Assessment, Extent, LimitStep, MonthPoint, OutlookAnswer
from chuangmo.service.scorecard import Scorecard, scorecard
from chuangmo.service.source_rows import SourceRow, source_rows
from chuangmo.store.rows import BatchInfo

T = TypeVar("T")


class FigureReader(Protocol):
    """The reads that pages and files share; each answers like the service function of its name."""

    @property
    def catalog(self) -> Catalog:
        """The catalog in force."""

    def extent(self) -> Extent:
        """How far the data reach."""

    def assess(self, period: Period, as_of: date, dust: str) -> Assessment:
        """All verdicts of a period as of a day."""

    def monthly(
        self, indicator: str, area: str, years: tuple[int, ...], as_of: date, dust: str
    ) -> list[MonthPoint]:
        """Single and cumulative figures of every month of the years."""

    def look_ahead(self, indicator: str, area: str, period: Period, as_of: date) -> OutlookAnswer:
        """What the rest of the period must average."""

    def scheme_card(self, scheme: str | None, year: int, as_of: date) -> Scorecard:
        """The programme's items for a year and the two before it."""


class FileReader(FigureReader, Protocol):
    """What a file tells beyond its exhibits: the rows and the workbooks behind them."""

    def sources(self, indicator: str, areas: tuple[str, ...], month: Period) -> list[SourceRow]:
        """The rows behind an indicator from January to the month."""

    def batches(self) -> list[BatchInfo]:
        """All imported files, oldest first."""


class Reader(FigureReader, Protocol):
    """The reads an exhibit needs."""

    def limit_steps(self, indicator: str, area: str, years: tuple[int, ...]) -> list[LimitStep]:
        """The limits in force over the years."""

    def attribute(self, indicator: str, area: str, period: Period, as_of: date) -> Attribution:
        """The gap to the line that counts, by month and by district."""

    def improvement(
        self, indicator: str, period: Period, as_of: date, dust: str, group: str | None
    ) -> Ranking:
        """The districts (of a group) by improvement against the same time last year."""

    def shapes(self) -> tuple[Shape, ...]:
        """The outlines of the districts."""


@dataclass(frozen=True)
class ServiceReader:
    """Reads straight from the service, for files and the command line.

    What several views of one set ask for is worked out once while the store stands still.
    """

    board: Board
    actor: Actor
    _answers: dict[Hashable, object] = field(default_factory=dict, repr=False, compare=False)

    def _once(self, key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
        key = (self.board.store.generation(), self.catalog.version, *key)
        if key not in self._answers:
            self._answers[key] = make()
        return cast(T, self._answers[key])

    @property
    def catalog(self) -> Catalog:
        """The catalog in force."""
        return self.board.catalog

    def extent(self) -> Extent:
        """How far the data reach."""
        return reading.extent(self.board, self.actor)

    def assess(self, period: Period, as_of: date, dust: str) -> Assessment:
        """All verdicts of a period as of a day, kept while the store stands still."""
        key = ("exhibits", self.board.store.generation(), self.catalog.version, self.actor,
               period, as_of, dust)  # fmt: skip
        return self.board.remember(
            key, lambda: reading.assess(self.board, self.actor, period, as_of, dust=dust)
        )

    def monthly(
        self, indicator: str, area: str, years: tuple[int, ...], as_of: date, dust: str
    ) -> list[MonthPoint]:
        """Single and cumulative figures of every month of the years."""
        asked = (indicator, area, years, as_of, dust)
        return self._once(
            ("monthly", *asked), lambda: reading.monthly(self.board, self.actor, *asked)
        )

    def limit_steps(self, indicator: str, area: str, years: tuple[int, ...]) -> list[LimitStep]:
        """The limits in force over the years."""
        return reading.limit_steps(self.board, self.actor, indicator, area, years)

    def look_ahead(self, indicator: str, area: str, period: Period, as_of: date) -> OutlookAnswer:
        """What the rest of the period must average."""
        asked = (indicator, area, period, as_of)
        return self._once(
            ("ahead", *asked), lambda: reading.look_ahead(self.board, self.actor, *asked)
        )

    def attribute(self, indicator: str, area: str, period: Period, as_of: date) -> Attribution:
        """The gap to the line that counts, by month and by district."""
        return attributing.attribute(self.board, self.actor, indicator, area, period, as_of)

    def scheme_card(self, scheme: str | None, year: int, as_of: date) -> Scorecard:
        """The programme's items for a year and the two before it."""
        return scorecard(self.board, self.actor, scheme, year, as_of)

    def improvement(
        self, indicator: str, period: Period, as_of: date, dust: str, group: str | None
    ) -> Ranking:
        """The districts (of a group) by improvement against the same time last year."""
        return rank(
            self.board, self.actor, indicator, period, as_of, group=group, by=IMPROVEMENT, dust=dust
        )

    def shapes(self) -> tuple[Shape, ...]:
        """The outlines of the districts; none where the city has no boundary file."""
        return load_shapes(self.board.settings, self.board.catalog.city)

    def sources(self, indicator: str, areas: tuple[str, ...], month: Period) -> list[SourceRow]:
        """The rows behind an indicator from January to the month."""
        return source_rows(self.board, self.actor, self.catalog.indicator(indicator), areas, month)

    def batches(self) -> list[BatchInfo]:
        """All imported files, oldest first."""
        return importing.batches(self.board, self.actor)
