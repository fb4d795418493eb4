"""The reads of exhibits on a page: the same questions as in a file, answered from the caches."""

from datetime import date

from chuangmo.catalog.boundaries import Shape
from chuangmo.catalog.catalog import Catalog
from chuangmo.exhibits.reader import Reader
from chuangmo.period import Period
from chuangmo.service.attributing import Attribution
from chuangmo.service.ranking import Ranking
from chuangmo.service.reading import Assessment, Extent, LimitStep, MonthPoint, OutlookAnswer
from chuangmo.service.scorecard import Scorecard
from chuangmo.ui import cached, cached_more, cached_places


class PageReader:
    """Asks the cached reads, for the person at the page."""

    @property
    def catalog(self) -> Catalog:
        """The catalog in force."""
        return cached.get_board().catalog

    def extent(self) -> Extent:
        """How far the data reach."""
        return cached.extent()

    def assess(self, period: Period, as_of: date, dust: str) -> Assessment:
        """All verdicts of a period as of a day."""
        return cached.assess(period, as_of, dust)

    def monthly(
        self, indicator: str, area: str, years: tuple[int, ...], as_of: date, dust: str
    ) -> list[MonthPoint]:
        """Single and cumulative figures of every month of the years."""
        return cached.monthly(indicator, area, years, as_of, dust)

    def limit_steps(self, indicator: str, area: str, years: tuple[int, ...]) -> list[LimitStep]:
        """The limits in force over the years."""
        return cached.limit_steps(indicator, area, years)

    def look_ahead(self, indicator: str, area: str, period: Period, as_of: date) -> OutlookAnswer:
        """What the rest of the period must average."""
        return cached.look_ahead(indicator, area, period, as_of)

    def attribute(self, indicator: str, area: str, period: Period, as_of: date) -> Attribution:
        """The gap to the line that counts, by month and by district."""
        return cached_more.attribute(indicator, area, period, as_of)

    def scheme_card(self, scheme: str | None, year: int, as_of: date) -> Scorecard:
        """The programme's items for a year and the two before it."""
        chosen = cached.get_board().catalog.scheme(scheme)
        return cached_more.scheme_card(chosen.id, year, as_of)

    def improvement(
        self, indicator: str, period: Period, as_of: date, dust: str, group: str | None
    ) -> Ranking:
        """The districts (of a group) by improvement against the same time last year."""
        return cached_more.improvement(indicator, period, as_of, dust, group)

    def shapes(self) -> tuple[Shape, ...]:
        """The outlines of the districts."""
        return cached_places.shapes()


PAGE: Reader = PageReader()
