"""本月例会材料: the exhibits of the standard set, in the order of the meeting.

The details follow the headline: what is told in full is what is worst by the headline's own
ranking, not what comes first in the catalog.
"""

from collections.abc import Sequence
from dataclasses import replace

from chuangmo.assess.stretches import WITH_DUST
from chuangmo.assess.verdict_types import Verdict
from chuangmo.catalog.models import Indicator
from chuangmo.charts.matrix import COMBINED
from chuangmo.exhibit import Exhibit
from chuangmo.exhibits import map as maps
from chuangmo.exhibits import needs, outlook, overview, tasks
from chuangmo.exhibits.matrix import matrix_exhibit
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.monthly.burnup import burnup_exhibit
from chuangmo.exhibits.monthly.changes import changes_exhibit
from chuangmo.exhibits.monthly.matters import matters_exhibit
from chuangmo.exhibits.monthly.task_list import task_list_exhibit
from chuangmo.exhibits.monthly.years import years_exhibit
from chuangmo.exhibits.overview import Overview
from chuangmo.exhibits.place import Place, place_of
from chuangmo.exhibits.ranking import earlier_verdicts, ranking_exhibit
from chuangmo.exhibits.trend import trend_marks
from chuangmo.period import Period
from chuangmo.service.questions import Questions
from chuangmo.status import BEHIND

#: The field of ``extra`` that says which exhibits are told together; on one slide, of one part.
TOGETHER = "together"
TOLD_IN_FULL = 2
#: Kinds of exhibits of one indicator in a place, and of tasks, in the order in which they are told.
OF_A_PLACE = (
    "trend", "long_trend", "years", "calendar", "ranking", "improvement", "slope", "definitions",
    "other_cities", "map",
)  # fmt: skip
OF_TASKS = ("shares", "burnup", "winters", "task_list", "sub_counts", "plan", "targets")


def meeting_set(reader: Questions, period: Period, dust: str = WITH_DUST) -> list[Exhibit]:
    """Conclusion, matrix, the two worst, tasks, map, changes, problems; without what has no data.

    Args:
        period: the month.
    """
    month = Month(period)
    view = overview.load_overview(reader, month, dust, COMBINED)
    foot = overview.overview_foot(view)
    ranked = overview.worst_first(view)
    found: list[Exhibit | None] = [
        overview.cards_exhibit(view, foot, fully=True), matrix_exhibit(view, foot)
    ]  # fmt: skip
    for indicator, _ in told_in_full(ranked):
        found += details(view, indicator)
    behind = [pair for pair in ranked if pair[1].status in BEHIND]
    found += [
        task_list_exhibit(reader, month),
        _map(view, ranked),
        changes_exhibit(reader, month, dust, foot),
        matters_exhibit(reader, month, behind, foot),
    ]
    return [one for one in found if one is not None and _tells(one)]


def told_in_full(ranked: Sequence[tuple[Indicator, Verdict]]) -> list[tuple[Indicator, Verdict]]:
    """The two worst; a second count of the same ledger tells nothing that the first did not."""
    found: list[tuple[Indicator, Verdict]] = []
    ledgers: set[str] = set()
    for indicator, row in ranked:
        kind = indicator.ledger.kind if indicator.ledger else ""
        if kind not in ledgers or not kind:
            found.append((indicator, row))
        ledgers.add(kind)
    return found[:TOLD_IN_FULL]


def details(view: Overview, indicator: Indicator) -> list[Exhibit | None]:
    """The year over the last, the districts, what is needed; of a task its own three."""
    made = _task(view, indicator) if indicator.is_task else _measured(view, indicator)
    return [
        replace(one, extra=one.extra | {TOGETHER: indicator.id}) for one in made if one is not None
    ]


def _task(view: Overview, indicator: Indicator) -> list[Exhibit | None]:
    city = view.reader.catalog.city.name
    if not tasks.is_reported(view.reader, view.month, indicator, city):
        return []
    task = tasks.load_tasks(view.reader, view.month, indicator, city)
    foot = tasks.tasks_foot(view.reader, task)
    drawn = burnup_exhibit(task, foot)
    said = {"headline": tasks.headline(task), "second": tasks.second(task)}
    first = replace(drawn, extra=drawn.extra | said) if drawn else None
    return [first, tasks.shares_exhibit(task, foot)]


def _measured(view: Overview, indicator: Indicator) -> list[Exhibit | None]:
    reader, month = view.reader, view.month
    city = reader.catalog.city.name
    place = place_of(view.assessment, indicator, city, month, view.dust)
    foot, years = place.foot(reader), (month.year - 1, month.year)
    points = reader.monthly(indicator.id, city, years, month.as_of, view.dust)
    steps = reader.limit_steps(indicator.id, city, years)
    marks = trend_marks(reader, place, 1)
    drawn = years_exhibit(reader.catalog, place, points, steps, foot, marks=marks)
    first = replace(drawn, extra=drawn.extra | _said(view, place)) if drawn else None
    ahead = outlook.load_view(reader, month, indicator, city)
    return [
        first, ranking_exhibit(place, foot, "light", False, earlier_verdicts(reader, place)),
        needs.needs_exhibit(reader, ahead, foot),
    ]  # fmt: skip


def _said(view: Overview, place: Place) -> dict[str, str]:
    """The sentence over the details of an indicator: how it stands, what the rest must be."""
    ahead = outlook.load_view(view.reader, view.month, place.indicator, place.area)
    known = ahead.ahead is not None and view.month.month < 12
    return {
        "headline": outlook.headline(ahead) if known else place.sentence,
        "second": outlook.second(ahead) if known else "",
    }


def _map(view: Overview, ranked: Sequence[tuple[Indicator, Verdict]]) -> Exhibit | None:
    """The worst indicator of the air; without any, of whatever is judged."""
    of_air = [indicator for indicator, _ in ranked if indicator.group == "air"]
    chosen = next(iter([*of_air, *(indicator for indicator, _ in ranked)]), None)
    if chosen is None:
        return None
    drawn = maps.load_map(view.reader, view.month, chosen, view.dust, False)
    return maps.map_exhibit(view.reader, drawn, maps.map_foot(view.reader, drawn))


def _tells(exhibit: Exhibit) -> bool:
    """Whether there is anything to look at: a figure, or a table with rows."""
    return exhibit.figure is not None or bool(exhibit.table and exhibit.table.rows)
