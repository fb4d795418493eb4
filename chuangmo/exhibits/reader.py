"""What exhibits ask of the board: one face for pages (cached) and for files (straight)."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from chuangmo.access.actor import Actor
from chuangmo.catalog.boundaries import Shape, load_shapes
from chuangmo.catalog.catalog import Catalog
from chuangmo.period import Period
from chuangmo.service import attributing, reading
from chuangmo.service.attributing import Attribution
from chuangmo.service.board import Board
from chuangmo.service.reading import Assessment, Extent, LimitStep, MonthPoint, OutlookAnswer
from chuangmo.service.scorecard import Scorecard, scorecard


class Reader(Protocol):
    """The reads an exhibit needs; each answers like the service function of the same name."""

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

    def limit_steps(self, indicator: str, area: str, years: tuple[int, ...]) -> list[LimitStep]:
        """The limits in force over the years."""

    def look_ahead(self, indicator: str, area: str, period: Period, as_of: date) -> OutlookAnswer:
        """What the rest of the period must average."""

    def attribute(self, indicator: str, area: str, period: Period, as_of: date) -> Attribution:
        """The gap to the line that counts, by month and by district."""

    def scheme_card(self, scheme: str | None, year: int, as_of: date) -> Scorecard:
        """The programme's items for a year and the two before it."""

    def shapes(self) -> tuple[Shape, ...]:
        """The outlines of the districts."""


@dataclass(frozen=True)
class ServiceReader:
    """Reads straight from the service, for files and the command line."""

    board: Board
    actor: Actor

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
        return reading.monthly(self.board, self.actor, indicator, area, years, as_of, dust)

    def limit_steps(self, indicator: str, area: str, years: tuple[int, ...]) -> list[LimitStep]:
        """The limits in force over the years."""
        return reading.limit_steps(self.board, self.actor, indicator, area, years)

    def look_ahead(self, indicator: str, area: str, period: Period, as_of: date) -> OutlookAnswer:
        """What the rest of the period must average."""
        return reading.look_ahead(self.board, self.actor, indicator, area, period, as_of)

    def attribute(self, indicator: str, area: str, period: Period, as_of: date) -> Attribution:
        """The gap to the line that counts, by month and by district."""
        return attributing.attribute(self.board, self.actor, indicator, area, period, as_of)

    def scheme_card(self, scheme: str | None, year: int, as_of: date) -> Scorecard:
        """The programme's items for a year and the two before it."""
        return scorecard(self.board, self.actor, scheme, year, as_of)

    def shapes(self) -> tuple[Shape, ...]:
        """The outlines of the districts; none where the city has no boundary file."""
        return load_shapes(self.board.settings, self.board.catalog.city)
