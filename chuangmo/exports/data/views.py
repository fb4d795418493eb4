"""The data views: what each is about, what it may be asked, and its rows.

Rows rest on the answers that pages show; nothing is worked out here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from chuangmo.assess.rounding import convertible, decimal_text, in_unit
from chuangmo.assess.stretches import WITH_DUST
from chuangmo.assess.verdict_types import TARGET, Statistic, Verdict
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.faults import UnfitEntry, UnknownId, suggestion
from chuangmo.charts.matrix import COMBINED, chosen
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.place import Place, place_of
from chuangmo.exhibits.views import ViewRequest
from chuangmo.exports.data import columns
from chuangmo.exports.data.columns import DataColumn
from chuangmo.period import Period, today
from chuangmo.service.figures.observations import list_observations
from chuangmo.service.figures.ranking import NotRankable, rank
from chuangmo.service.imports.completeness import (
    INVALID,
    LATE,
    MISSING,
    NOT_DUE,
    REPORTED,
    SUBMITTED,
)
from chuangmo.service.questions import Questions
from chuangmo.status import STATUS_WORD
from chuangmo.wording import counted_value, exact, shown_value, statistic_text

Row = dict[str, Any]
STATE_WORD = {
    REPORTED: "已报", LATE: "迟报", INVALID: "有效数据不足", MISSING: "未报", NOT_DUE: "未到期",
    SUBMITTED: "待审核",
}  # fmt: skip
#: So many rows at most leave at once; more are refused, so that nobody takes a part for the whole.
MOST_ROWS = 200_000


@dataclass(frozen=True)
class DataRequest:
    """What a view is asked about.

    Attributes:
        as_of: the day data time is cut at; ``None``: the end of the period, at most today.
        indicator: an id. area: a name of the catalog.
    """

    period: Period
    as_of: date | None = None
    indicator: str | None = None
    area: str | None = None

    @property
    def month(self) -> Month:
        """The month up to which a year is judged: the last of the period that has begun."""
        return ViewRequest(self.period, self.as_of).month

    @property
    def until(self) -> date:
        """The day data time is cut at."""
        return min(self.as_of or today(), self.period.last_day)


@dataclass(frozen=True)
class DataView:
    """One view.

    Attributes:
        title: its name; what: one sentence that says what a row is.
        of_year: judged is the year up to the month, as pages do; else the period itself.
        needs: of ``indicator`` and ``area`` what must be said. takes: what may be said.
    """

    title: str
    what: str
    columns: tuple[DataColumn, ...]
    make: Callable[[Questions, DataRequest], Iterable[Row]]
    of_year: bool = True
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ("indicator", "area")


def view_of(name: str) -> DataView:
    """The view of a name.

    Raises:
        UnknownId: there is none.
    """
    if name not in VIEWS:
        raise UnknownId(f"没有数据视图“{name}”。{suggestion(name, VIEWS)}")
    return VIEWS[name]


def rows_of(reader: Questions, name: str, request: DataRequest) -> list[Row]:
    """The rows of a view, each with every column of it.

    Raises:
        UnknownId, UnknownPlace: no such view, indicator or area.
        UnfitEntry: what the view needs is not said, what it does not take is, or too many rows.
    """
    view = view_of(name)
    for key, words in (("indicator", "指标"), ("area", "地区")):
        said = getattr(request, key)
        if key in view.needs and not said:
            raise UnfitEntry(f"数据视图“{name}”要写明{words}（{key}）。")
        if said and key not in view.takes:
            raise UnfitEntry(f"数据视图“{name}”不按{words}筛选，请去掉 {key}。")
    heads = [column.name for column in view.columns]
    found = [{head: row.get(head) for head in heads} for row in view.make(reader, request)]
    if len(found) > MOST_ROWS:
        raise UnfitEntry(
            f"共 {len(found)} 行，一次最多给 {MOST_ROWS} 行。请缩短时段，或写明指标、地区。"
        )
    return found


# -- verdicts -------------------------------------------------------------------------------------


def _year_rows(reader: Questions, request: DataRequest) -> list[Verdict]:
    """The verdicts of the year up to the month, of the indicator and place asked for."""
    month = request.month
    found = reader.assess(month.year_period, month.as_of, WITH_DUST).rows
    return _asked(reader.catalog, found, request)


def _asked(catalog: Catalog, rows: Iterable[Verdict], request: DataRequest) -> list[Verdict]:
    name = catalog.indicator(request.indicator).id if request.indicator else None
    area = catalog.area(request.area) if request.area else None
    return [row for row in rows if name in (None, row.indicator) and area in (None, row.area)]


def _overview(reader: Questions, request: DataRequest) -> Iterable[Row]:
    """The cells of the matrix: of every place and indicator the line that counts."""
    grouped: dict[tuple[str, str], list[Verdict]] = {}
    for row in _year_rows(reader, request):
        grouped.setdefault((row.area, row.indicator), []).append(row)
    cells = (chosen(rows, COMBINED) for rows in grouped.values())
    return _of_year(reader, request, [cell for cell in cells if cell])


def _all_lines(reader: Questions, request: DataRequest) -> Iterable[Row]:
    return _of_year(reader, request, _year_rows(reader, request))


def _tasks(reader: Questions, request: DataRequest) -> Iterable[Row]:
    catalog = reader.catalog
    rows = [r for r in _year_rows(reader, request) if catalog.indicator(r.indicator).is_task]
    return _of_year(reader, request, [row for row in rows if row.line == TARGET])


def _of_year(reader: Questions, request: DataRequest, rows: list[Verdict]) -> Iterable[Row]:
    month = request.month
    return [_verdict(reader.catalog, row, month.year_period, month.as_of) for row in rows]


def _assess(reader: Questions, request: DataRequest) -> Iterable[Row]:
    """As the command ``assess`` answers for the period itself."""
    found = reader.assess(request.period, request.until, WITH_DUST).rows
    rows = _asked(reader.catalog, found, request)
    return [_verdict(reader.catalog, row, request.period, request.until) for row in rows]


def _verdict(catalog: Catalog, row: Verdict, period: Period, as_of: date) -> Row:
    indicator = catalog.indicator(row.indicator)
    return vars(row) | {
        "indicator_name": indicator.name,
        "period": period.text,
        "as_of": as_of.isoformat(),
        "status_word": STATUS_WORD[row.shown_as],
        "shown": shown_value(row, indicator),
    }


# -- months, ranks, reports, readings -------------------------------------------------------------


def _months(reader: Questions, request: DataRequest) -> Iterable[Row]:
    """The months of two years in every place that has figures, as the trend draws them."""
    month, catalog = request.month, reader.catalog
    entry = catalog.indicator(request.indicator or "")
    assessment = reader.assess(month.year_period, month.as_of, WITH_DUST)
    areas = dict.fromkeys(row.area for row in assessment.rows if row.indicator == entry.id)
    wanted = [catalog.area(request.area)] if request.area else list(areas)
    for area in wanted:
        place = place_of(assessment, entry, area, month, WITH_DUST)
        years = (month.year - 1, month.year)
        unit = place.unit if convertible(entry.unit, place.unit) else entry.unit
        for point in reader.monthly(entry.id, area, years, month.as_of, WITH_DUST):
            yield {
                "indicator": entry.id, "indicator_name": entry.name, "area": area,
                "area_kind": catalog.area_kind(area), "month": point.month.text,
                "statistic": place.statistic, "unit": unit,
                **_figure(point.single, place, unit),
                **{f"cumulative_{k}": v for k, v in _figure(point.cumulative, place, unit).items()},
                "n_valid": point.single.n_valid, "n_expected": point.single.n_expected,
                "n_required": point.single.n_required, "reason": point.single.reason or None,
                "unaudited": point.single.unaudited, "demo": point.single.demo,
            }  # fmt: skip


def _figure(found: Statistic, place: Place, unit: str) -> Row:
    value, indicator = counted_value(found, place.statistic), place.indicator
    return {
        "value": None if value is None else decimal_text(in_unit(value, found.unit, unit)),
        "published": exact(value, found.unit, unit, indicator) if found.valid else None,
        "shown": statistic_text(found, place.statistic, unit, indicator),
        "valid": found.valid,
    }


def _rank(reader: Questions, request: DataRequest) -> Iterable[Row]:
    entry = reader.catalog.indicator(request.indicator or "")
    try:
        found = rank(reader.board, reader.actor, entry.id, request.period, request.until)
    except NotRankable as refusal:
        raise UnfitEntry(str(refusal)) from refusal
    shared = {
        "indicator": entry.id, "indicator_name": entry.name, "period": request.period.text,
        "statistic": found.statistic,
    }  # fmt: skip
    yield from (shared | vars(row) for row in found.rows)
    yield from (shared | vars(row) for row in found.unranked)


def _completeness(reader: Questions, request: DataRequest) -> Iterable[Row]:
    catalog = reader.catalog
    name = catalog.indicator(request.indicator).id if request.indicator else None
    area = catalog.area(request.area) if request.area else None
    for row in reader.completeness(request.period).rows:
        if name in (None, row.indicator) and area in (None, row.area):
            yield vars(row) | {
                "indicator_name": catalog.indicator(row.indicator).name,
                "state_word": STATE_WORD[row.state],
                "reason": row.reason or None,
            }


def _observations(reader: Questions, request: DataRequest) -> Iterable[Row]:
    catalog = reader.catalog
    found = list_observations(
        reader.board, reader.actor,
        indicator=request.indicator, area=request.area, period=request.period,
    )  # fmt: skip
    return [row | {"indicator_name": catalog.indicator(row["indicator"]).name} for row in found]


#: Name of a view, as the address and the command line call it, to what it is.
VIEWS: dict[str, DataView] = {
    "overview": DataView(
        "总览", "每个地区、每项指标一行：当年到这个月为止，按综合评价线（总览矩阵里的一格）。",
        columns.VERDICT, _overview,
    ),
    "assess": DataView(
        "达标判断", "每个地区、指标、对照线一行：这个时段自己的数与三条线相比。",
        columns.VERDICT, _assess, of_year=False,
    ),
    "indicator": DataView(
        "指标各月", "每个地区、每个月一行：当月的数和当年累计，含上一年。",
        columns.MONTHS, _months, needs=("indicator",),
    ),
    "district": DataView(
        "区县", "一个地区的每项指标、每条对照线一行：当年到这个月为止。",
        columns.VERDICT, _all_lines, needs=("area",),
    ),
    "tasks": DataView(
        "任务进度", "每项任务、每个地区一行：当年到这个月为止完成多少，任务多少。",
        columns.TASK, _tasks,
    ),
    "rank": DataView(
        "区县排名", "每个区县一行，名次在前；没有名次的写明原因。",
        columns.RANK, _rank, of_year=False, needs=("indicator",), takes=("indicator",),
    ),
    "completeness": DataView(
        "报送进度", "每个地区、指标、月份一行：应报、已报、迟报、未报。",
        columns.COMPLETENESS, _completeness, of_year=False,
    ),
    "observations": DataView(
        "监测值明细", "每个读数一行，写明出自哪个文件哪一格；未换算的原文另列。",
        columns.OBSERVATION, _observations, of_year=False,
    ),
}  # fmt: skip
