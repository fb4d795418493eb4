"""What files of a 会议快照 tell beyond its exhibits: asked when it is frozen, kept for good."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from pydantic import TypeAdapter

from chuangmo.assess.question import KEEP
from chuangmo.catalog.catalog import Catalog
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.reader import ServiceReader
from chuangmo.exhibits.tasks import tasks_of
from chuangmo.exhibits.views import Question
from chuangmo.period import Period
from chuangmo.service.reading import Assessment, Extent, MonthPoint, OutlookAnswer
from chuangmo.service.scorecard import Scorecard
from chuangmo.service.source_rows import SourceRow
from chuangmo.store.rows import BatchInfo

T = TypeVar("T")


@dataclass(frozen=True)
class Kept:
    """Answers of the board for one month, as they were.

    Attributes:
        assessments: of the year so far; also with dust days kept, where the meeting left them out.
        months: indicator, place, the months of this year and the one before; of the tasks only
            of the first, as files show no other by month.
        ahead: of every needed value that the meeting saw.
        sources: indicator, place, the rows behind it.
    """

    extent: Extent
    assessments: tuple[Assessment, ...]
    months: tuple[tuple[str, str, list[MonthPoint]], ...]
    ahead: tuple[OutlookAnswer, ...]
    card: Scorecard
    sources: tuple[tuple[str, str, list[SourceRow]], ...]
    batches: tuple[BatchInfo, ...]


_JSON = TypeAdapter(Kept)


def to_json(kept: Kept) -> bytes:
    """The answers as JSON; exact numbers stay exact."""
    return _JSON.dump_json(kept, by_alias=True)


def from_json(data: bytes) -> Kept:
    """What ``to_json`` was given.

    Raises:
        ValueError: these are no such answers.
    """
    return _JSON.validate_json(data)


def keep(reader: ServiceReader, question: Question, outlooks: Iterable[tuple[str, str]]) -> Kept:
    """Ask the board whatever a file about the question's month may tell.

    Args:
        outlooks: indicator and place of every needed value that an exhibit shows.
    """
    month = question.month
    found = tuple(
        reader.assess(month.year_period, month.as_of, dust)
        for dust in dict.fromkeys((question.dust, KEEP))
    )
    pairs = list(dict.fromkeys((row.indicator, row.area) for row in found[0].rows))
    by_month = {one.id for one in tasks_of(reader, month)[:1]}
    by_month |= {one.id for one in reader.catalog.indicators.values() if not one.is_task}
    years = (month.year - 1, month.year)
    return Kept(
        extent=reader.extent(),
        assessments=found,
        months=tuple(
            (name, area, reader.monthly(name, area, years, month.as_of, question.dust))
            for name, area in pairs
            if name in by_month
        ),
        ahead=tuple(
            reader.look_ahead(name, area, month.year_period, month.as_of)
            for name, area in dict.fromkeys(outlooks)
        ),
        card=reader.scheme_card(question.scheme, month.year, month.as_of),
        sources=tuple(_sources(reader, month, pairs)),
        batches=tuple(reader.batches()),
    )


def _sources(
    reader: ServiceReader, month: Month, pairs: list[tuple[str, str]]
) -> list[tuple[str, str, list[SourceRow]]]:
    """Of every place its own rows; each indicator is read once, a ledger place by place."""
    found = []
    for name in dict.fromkeys(indicator for indicator, _ in pairs):
        areas = tuple(area for indicator, area in pairs if indicator == name)
        if reader.catalog.indicator(name).ledger:
            found += [(name, area, reader.sources(name, (area,), month.period)) for area in areas]
            continue
        rows = reader.sources(name, areas, month.period)
        found += [(name, area, [row for row in rows if row.area == area]) for area in areas]
    return found


@dataclass(frozen=True)
class KeptReader:
    """Answers files from what was kept; names and digits are those of the catalog."""

    kept: Kept
    catalog: Catalog

    def extent(self) -> Extent:
        """How far the data reached."""
        return self.kept.extent

    def assess(self, period: Period, as_of: date, dust: str) -> Assessment:
        """The verdicts of the year up to the meeting's day."""
        return next(one for one in self.kept.assessments if one.dust == dust)

    def monthly(
        self, indicator: str, area: str, years: tuple[int, ...], as_of: date, dust: str
    ) -> list[MonthPoint]:
        """The months of this year and the one before; none for a place that was not judged."""
        return _of(self.kept.months, indicator, area)

    def look_ahead(self, indicator: str, area: str, period: Period, as_of: date) -> OutlookAnswer:
        """What the rest of the year had to average."""
        return next(
            one for one in self.kept.ahead if (one.indicator.id, one.area) == (indicator, area)
        )

    def scheme_card(self, scheme: str | None, year: int, as_of: date) -> Scorecard:
        """The programme's items as they stood."""
        return self.kept.card

    def sources(self, indicator: str, areas: tuple[str, ...], month: Period) -> list[SourceRow]:
        """The rows that were behind an indicator; of a ledger those of the first place."""
        asked = areas[:1] if self.catalog.indicator(indicator).ledger else areas
        return [row for area in asked for row in _of(self.kept.sources, indicator, area)]

    def batches(self) -> list[BatchInfo]:
        """The files that were imported by then."""
        return list(self.kept.batches)


def _of(listed: Iterable[tuple[str, str, list[T]]], indicator: str, area: str) -> list[T]:
    return next((found for name, place, found in listed if (name, place) == (indicator, area)), [])
