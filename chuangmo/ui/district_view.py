"""One district in the year of a month, with the figures of all others beside it."""

from dataclasses import dataclass

from chuangmo.assess.verdict_types import Verdict
from chuangmo.catalog.models import Indicator
from chuangmo.charts.matrix import COMBINED, chosen
from chuangmo.service.reading import Assessment, OutlookAnswer
from chuangmo.ui import cached, cached_places
from chuangmo.ui.state import Month


@dataclass(frozen=True)
class DistrictView:
    """One district in the year of a month: its cells, and those of all others beside them.

    Attributes:
        cells: indicator and the row that counts (target, else scheme, else standard).
        assessment: of all places.
        ahead: the outlook of each indicator that has a limit.
    """

    month: Month
    area: str
    city: str
    dust: str
    cells: tuple[tuple[Indicator, Verdict], ...]
    assessment: Assessment
    ahead: dict[str, OutlookAnswer]

    @property
    def rows(self) -> list[Verdict]:
        """Every verdict of the district, all lines."""
        return [row for row in self.assessment.rows if row.area == self.area]

    def others(self, indicator: str) -> dict[str, Verdict]:
        """The counting row of every place on one indicator."""
        found: dict[str, list[Verdict]] = {}
        for row in self.assessment.rows:
            if row.indicator == indicator:
                found.setdefault(row.area, []).append(row)
        picked = {area: chosen(rows, COMBINED) for area, rows in found.items()}
        return {area: row for area, row in picked.items() if row is not None}


def districts_of(month: Month, dust: str) -> list[str]:
    """Districts with at least one verdict row, in the order of the catalog."""
    rows = cached.assess(month.year_period, month.as_of, dust).rows
    return list(dict.fromkeys(row.area for row in rows if row.area_kind == "district"))


def load_district(month: Month, area: str, dust: str) -> DistrictView:
    """Assess the year of the month and pick what concerns the district."""
    catalog = cached.get_board().catalog
    assessment = cached.assess(month.year_period, month.as_of, dust)
    cells = []
    for indicator in catalog.indicators.values():
        own = [r for r in assessment.rows if r.area == area and r.indicator == indicator.id]
        if row := chosen(own, COMBINED):
            cells.append((indicator, row))
    limited = tuple(i.id for i, row in cells if row.limit is not None)
    ahead = (
        cached_places.outlooks(limited, area, month.year_period, month.as_of)
        if month.month < 12
        else {}
    )
    return DistrictView(month, area, catalog.city.name, dust, tuple(cells), assessment, ahead)
