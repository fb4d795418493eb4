"""The cities of one board side by side, each judged by its own catalog, targets and rules.

Nothing is computed anew here: every figure is the city's own, as its own pages say it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chuangmo.assess.verdict_types import Verdict
from chuangmo.catalog.models import Indicator
from chuangmo.period import Period
from chuangmo.service.imports.completeness import INVALID, MISSING, DutyRow
from chuangmo.service.publication.opening import ENOUGH
from chuangmo.service.questions import Questions


@dataclass(frozen=True)
class CityStanding:
    """How one city stands in a period.

    Attributes:
        city, name: its id and its name.
        rows: the verdicts on the city as a whole, against every line that it has.
        owed: the reports of the period that are due and not there, or with too little valid data.
        duties: how many duties of reporting it has listed; without any nobody owes.
        indicators: those of its catalog, in its order.
        last, batch: the last day of its data, and the newest batch; ``None`` without data.
        generation: of its store, when this was read.
    """

    city: str
    name: str
    rows: tuple[Verdict, ...]
    owed: tuple[DutyRow, ...]
    duties: int
    indicators: tuple[Indicator, ...]
    last: date | None
    batch: int | None
    generation: int

    @property
    def demo(self) -> bool:
        """Whether any of its figures comes from demonstration data."""
        return any(row.demo for row in self.rows)


def standing(
    reader: Questions, period: Period, as_of: date, dust: str, months: Period | None = None
) -> CityStanding:
    """How a city stands in a period as of a day.

    Args:
        reader: asks the city's board.
        months: whose reports are looked for; those of the period where it is not said.

    Raises:
        Forbidden: the person may not look.
    """
    catalog, found = reader.catalog, reader.assess(period, as_of, dust)
    name, extent = catalog.city.name, reader.extent()
    owed = tuple(
        row
        for row in reader.completeness(months or period).rows
        if row.due is not None and row.state in (MISSING, INVALID)
    )
    return CityStanding(
        reader.board.settings.city,
        name,
        tuple(row for row in found.rows if row.area == name),
        owed,
        len(catalog.city.duties),
        tuple(catalog.indicators.values()),
        extent.last,
        extent.batch,
        found.generation,
    )


def months_of(readers: Sequence[Questions]) -> tuple[Period, ...]:
    """The months that any of the cities has figures of, newest first."""
    found = {month for reader in readers for month in reader.extent().months}
    return tuple(sorted(found, key=lambda month: month.start, reverse=True))


def opening_month(readers: Sequence[Questions]) -> Period | None:
    """The newest month that three quarters of the cities open on, or on a later one.

    One city that is ahead does not move it. Where too few have data, the newest month with any.
    """
    reached = [found.month for r in readers if (found := r.opening_month()) is not None]
    ahead = Counter(month for month in set(reached) for one in reached if one.start >= month.start)
    enough = [month for month, count in ahead.items() if count >= ENOUGH * len(readers)]
    return max(enough or reached, key=lambda month: month.start, default=None)
