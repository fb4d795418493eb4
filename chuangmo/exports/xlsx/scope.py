"""Whose figures a workbook carries: the indicators and places that its view is about."""

from dataclasses import dataclass

from chuangmo.assess.verdict_types import Verdict
from chuangmo.assess.zone_classes import SCORE_REPORTED
from chuangmo.catalog.models import Indicator
from chuangmo.exhibits import views
from chuangmo.exhibits.tasks import tasks_of
from chuangmo.exports.contents import ONE_INDICATOR, ONE_PAGE, Contents, usual_indicator
from chuangmo.service.questions import Questions


@dataclass(frozen=True)
class Scope:
    """Indicators in catalog order and places, the city first.

    Attributes:
        rows: verdicts of the year up to the month, of these indicators and places.
        by_month: the indicators that have a figure each month.
    """

    indicators: tuple[Indicator, ...]
    areas: tuple[str, ...]
    rows: tuple[Verdict, ...]

    @property
    def by_month(self) -> list[Indicator]:
        """Those with a figure of each month; a running task has its own chart and table."""
        one = len(self.indicators) == 1
        return [i for i in self.indicators if one or not i.is_task]


def scope_of(reader: Questions, contents: Contents) -> Scope:
    """What the view is about: one indicator everywhere, or all indicators of a place."""
    request, catalog = contents.request, reader.catalog
    month = request.month
    found = reader.assess(month.year_period, month.as_of, request.dust).rows
    wanted = _indicators(reader, contents)
    own = contents.view in (views.DISTRICT, ONE_PAGE) and request.area
    areas = (catalog.area(request.area),) if own and request.area else None
    rows = tuple(
        row
        for row in found
        if (not wanted or row.indicator in wanted) and (areas is None or row.area in areas)
    )
    seen = {row.indicator for row in rows}
    return Scope(
        tuple(one for one in catalog.indicators.values() if one.id in seen),
        areas or tuple(dict.fromkeys(row.area for row in rows)),
        rows,
    )


def _indicators(reader: Questions, contents: Contents) -> set[str]:
    """Ids asked for; empty for all."""
    request = contents.request
    if contents.view in ONE_INDICATOR:
        return {usual_indicator(reader.catalog, request).id}
    if request.indicator:
        return {reader.catalog.indicator(request.indicator).id}
    if contents.view == views.ASSESSMENT:
        return _marked_by(reader, request.month.year)
    if contents.view == views.TASKS:
        return {one.id for one in tasks_of(reader, request.month)[:1]}
    return set()


def _marked_by(reader: Questions, year: int) -> set[str]:
    """The indicators that the score sheet of a year marks by, and the reported score."""
    sheet = reader.catalog.assessment_sheet(year)
    items = sheet.items if sheet else ()
    return {SCORE_REPORTED, *(item.indicator for item in items if item.indicator)}
