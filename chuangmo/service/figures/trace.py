"""The way back: for one figure every cell that made it, and every cell left out with the reason."""

import json
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess.aggregate import summarise
from chuangmo.assess.air.good_days import day_indices
from chuangmo.assess.figure_request import FigureRequest
from chuangmo.assess.figures.ledgers import is_finished
from chuangmo.assess.figures.means import valid_days
from chuangmo.assess.lines import answer_unit
from chuangmo.assess.rounding import decimal_text, in_unit
from chuangmo.assess.verdict_types import Statistic
from chuangmo.assess.verdicts.verdict import published, undetected
from chuangmo.catalog.models import Indicator
from chuangmo.period import CUMULATIVE, DAY, HOUR, Period, today
from chuangmo.service.board import Board, require
from chuangmo.service.figure_rows import ledger_item
from chuangmo.service.figures.assessing import resolve_place
from chuangmo.service.figures.figures import YEARS_BACK, Figures
from chuangmo.service.figures.observations import outside_rows
from chuangmo.service.figures.row_parts import fix_at, fixes_of, parts_at, parts_of
from chuangmo.store.rows import UNAUDITED, Selection

_LINE = re.compile(r"R(\d+)C\d+")
WITHDRAWN = "批次已撤回"
SUPERSEDED = "已被批次 {batch} 的数值替代"
UNAUDITED_LEFT = "未审核，批次 {batch} 另有审核后（或没有说未审核）的数值"
MISSING = "缺测，不参与计算"
REMOVED = "本批次的表里已没有这个值，经确认删除"
DAY_INVALID = "当日有效小时数或有效点位不足，该日不参与计算"
OF_BACKGROUND = "对照点，不计入区县和全市的均值"
NOT_LISTED = "点位不在城区评价范围内"
REPORTED_FIRST = "该地区已有直接上报的数值，点位数值不参与"
OF_DISTRICT = "区县自己报的数，不平均成全市的"
OTHER_GRAIN = "已有更细的有效数值，不重复计算"
TOO_FEW = "逐日（逐时）数据不足，采用报表直接给出的数值，该值不参与"
#: Of these a city has what it reports itself or its sites give, never a mean of its districts.
_NEVER_OF_DISTRICTS = ("mean_of_valid_days", "mean_of_samples")
#: A page lists so many cells; of more it shows the last day.
MOST_CELLS = 2_000
LISTED = "有台账，按台账逐条计，报表数只作比对"
LATER_KNOWN = "已有到得更远的累计数值，累计不相加"


def trace(
    board: Board,
    actor: Actor,
    indicator: str,
    period: Period,
    *,
    area: str | None = None,
    site: str | None = None,
    as_of: date | None = None,
) -> dict[str, Any]:
    """The figure and its cells, as ``trace`` of the command line prints them.

    ``others``: cells of other cities beside the board's own, counted nowhere.
    Raises ``UnknownId``, ``UnknownPlace``: indicator or place do not exist.
    """
    require(actor, VIEWER)
    catalog = board.catalog
    found = catalog.indicator(indicator)
    place, key = resolve_place(board, area, site)
    figures = Figures(board, period, as_of or today(), indicators=(found.id,), years_back=0)
    request = figures.request(found.id, period, area=place, site=key)
    figure = figures.figure(found.id, period, area=place, site=key)
    unit = answer_unit(catalog, found, period.last_day)
    value = None if figure.value is None else in_unit(figure.value, figure.unit, unit)
    others = outside_rows(board, found.id, period, of=(place, key))
    return {
        **{"indicator": found.id, "area": place, "site": key, "period": period.text},
        "value": None if value is None else decimal_text(value),
        "published": published(figure, found, unit),
        "below": undetected(figure, found, unit),
        "statistic": figure.statistic,
        "unaudited": figure.unaudited,
        "unit": unit,
        "rule": figure.rule,
        "cells": _cells(board, found, request, figure),
        **({"others": others} if others else {}),
    }


@dataclass(frozen=True)
class Excerpt:
    """Cells behind a figure, for a page.

    Attributes:
        total: how many cells there are.
        cells: all of them, or those of ``day`` alone; keys as in ``trace``.
        day: the last day, where there are more cells than a page shows; else ``None``.
    """

    total: int
    cells: list[dict[str, Any]]
    day: date | None = None


def excerpt(
    board: Board,
    actor: Actor,
    indicator: str,
    period: Period,
    area: str,
    *,
    within: Period | None = None,
    as_of: date | None = None,
    most: int = MOST_CELLS,
) -> Excerpt:
    """The cells that ``trace`` gives; of hours and years of them only those of the last day.

    Args:
        within: a period around ``period`` whose rows are at hand already (the year).
    """
    require(actor, VIEWER)
    found, request, figure = _asked(board, indicator, period, area, within, as_of)
    total = _count(board, found, request)
    if total <= most:
        cells = _cells(board, found, request, figure)
        return Excerpt(len(cells), cells)
    day = _last_day(request)
    return Excerpt(total, _cells(board, found, request, figure, since=day), day)


def count_cells(
    board: Board,
    actor: Actor,
    indicator: str,
    period: Period,
    area: str,
    *,
    within: Period | None = None,
    as_of: date | None = None,
) -> int:
    """How many cells ``excerpt`` is about, of all batches; of a ledger those of its tables."""
    require(actor, VIEWER)
    found, request, _ = _asked(board, indicator, period, area, within, as_of)
    return _count(board, found, request)


def _asked(
    board: Board,
    indicator: str,
    period: Period,
    area: str,
    within: Period | None,
    as_of: date | None,
) -> tuple[Indicator, FigureRequest, Statistic]:
    found, place = board.catalog.indicator(indicator), board.catalog.area(area)
    alike = within is not None and _same_tables(board, period, within)
    window, back = (within, YEARS_BACK) if within and alike else (period, 0)
    figures = Figures(board, window, as_of or today(), indicators=(found.id,), years_back=back)
    figure = figures.figure(found.id, period, area=place)
    return found, figures.request(found.id, period, area=place), figure


def _count(board: Board, indicator: Indicator, request: FigureRequest) -> int:
    return sum(_count_stored(board, one) for one in _selections(indicator, request))


def _count_stored(board: Board, selection: Selection) -> int:
    """Rows of a selection; counted for the year at once where it ends with a month."""
    start, end = selection.start, selection.end
    if start is None or end is None or end != datetime(end.year, end.month, 1):
        return sum(count for _, count in board.store.stored(selection))
    whole = replace(selection, end=max(end, datetime(start.year + 1, 1, 1)))
    known = board.memo.answer(lambda: board.store.stored(whole), "stored", whole)
    return sum(count for month, count in known if month < end.date())


def _same_tables(board: Board, period: Period, other: Period) -> bool:
    """Whether derived figures of both are made of the same indicators."""
    tables = (board.catalog.index_table, board.catalog.composite_table)
    return all(on(period.last_day) is on(other.last_day) for on in tables)


def _selections(indicator: Indicator, request: FigureRequest) -> list[Selection]:
    """What ``_cells`` reads of the observations."""
    if indicator.ledger:
        return [_selection(request)]
    return [_selection(one) for one in (() if _told(request) else _parts(request)) or (request,)]


def _last_day(request: FigureRequest) -> date:
    """The last day that any row behind the figure covers."""
    asked = (() if _told(request) else _parts(request)) or (request,)
    span = request.elapsed
    ends = [row.end for one in asked for row in one.rows if row.end <= span.end]
    return (max(ends) - timedelta(microseconds=1)).date() if ends else span.last_day


def _told(request: FigureRequest) -> bool:
    """Whether the place itself reported the figure; then no parts stand behind it."""
    return any(row.has_value or row.numerator is not None for row in request.own_rows())


def _cells(
    board: Board,
    indicator: Indicator,
    request: FigureRequest,
    figure: Statistic,
    since: date | None = None,
) -> list[dict[str, Any]]:
    """The cells, from a day on if one is given."""
    if indicator.ledger:
        listed = _ledger_cells(board, indicator, request)
        return [*listed, *_table_cells(board, request, figure, since)]
    parts = () if _told(request) else _parts(request)
    if parts:
        return [cell for part in parts for cell in _cells_of_part(board, request, part, since)]
    return _cells_of_place(board, request, figure, _valid_days(request, figure), since)


def _parts(request: FigureRequest) -> tuple[FigureRequest, ...]:
    """The requests that a figure is made of: pollutants, terms, levels, samples, classes."""
    if request.index is not None:
        return request.index.requests
    if request.composite is not None:
        return request.composite.requests
    if (found := request.functional) is not None:
        return tuple(part for part in (found.levels, found.printed) if part is not None)
    if (sections := request.sections) is not None:
        return (*sections.items, sections.reported, sections.printed)
    return ()


def _cells_of_part(
    board: Board, whole: FigureRequest, part: FigureRequest, since: date | None
) -> list[dict[str, Any]]:
    """Cells of one pollutant of an index: those of days that have one; of other parts as ever."""
    figure = summarise(part)
    if whole.index is None:
        return _cells_of_place(board, part, figure, _valid_days(part, figure), since)
    own = part.own_days().seen
    by_days = replace(figure, grain=DAY, origin="reported" if own else "sites")
    with_index = {one.day for one in day_indices(whole) if one.value is not None}
    days = with_index & valid_days(part).values.keys()
    return _cells_of_place(board, part, by_days, days, since)


def _selection(request: FigureRequest, since: date | None = None) -> Selection:
    """The rows of a place inside the elapsed part of the period, from a day on."""
    start = request.period.start
    return Selection(
        indicators=(request.indicator.id,),
        areas=(request.area, *request.members),
        site=request.site,
        start=max(start, datetime.combine(since, time.min)) if since else start,
        end=request.elapsed.end,
    )


def _cells_of_place(
    board: Board,
    request: FigureRequest,
    figure: Statistic,
    days: set[date] | None,
    since: date | None,
) -> list[dict[str, Any]]:
    selection = _selection(request, since)
    rows, parts = board.store.history(selection).to_pylist(), parts_of(board, selection)
    fixes = fixes_of(board)
    return [
        _cell(row, _why(row, request, figure, days))
        | {"parts": parts_at(parts, row), "corrected": fix_at(board, fixes, row)}
        for row in rows
    ]


def _valid_days(request: FigureRequest, figure: Statistic) -> set[date] | None:
    """Days that counted, where days are what counts; ``None`` where they are not."""
    if figure.grain != "day":
        return None
    if figure.origin == "sites" and request.site is None:
        return set(request.day_book().combined.within(request.elapsed).values)
    return set(request.day_book().own.within(request.elapsed).values)


def _why(
    row: dict[str, Any], request: FigureRequest, figure: Statistic, days: set[date] | None
) -> str:
    if row["state"] != "active":
        return WITHDRAWN
    if row["superseded_by"] is not None:
        outranked = row["superseded_by"] < row["batch"] and row["audit"] == UNAUDITED
        return (UNAUDITED_LEFT if outranked else SUPERSEDED).format(batch=row["superseded_by"])
    if row["qualifier"] == "removed":
        return REMOVED
    if row["value"] is None and row["numerator"] is None:
        return MISSING
    if row["site"] in request.background:
        return OF_BACKGROUND
    if request.site is None and row["site"] is not None:
        if figure.origin == "reported":
            return REPORTED_FIRST
        if request.listed_sites and row["site"] not in request.listed_sites:
            return NOT_LISTED if days is not None else ""
    apart = request.indicator.combine in _NEVER_OF_DISTRICTS
    if apart and row["site"] is None and row["area"] != request.area:
        return OF_DISTRICT
    if request.site is None and row["site"] is None and figure.origin == "sites":
        return OTHER_GRAIN
    if days is not None and row["kind"] in ("hour", "day"):
        return "" if row["start"].date() in days else DAY_INVALID
    if figure.grain in ("", row["kind"]):
        return "" if figure.grain != CUMULATIVE or _runs_on(row, request) else LATER_KNOWN
    return TOO_FEW if row["kind"] in (HOUR, DAY) and days is None else OTHER_GRAIN


def _runs_on(row: dict[str, Any], request: FigureRequest) -> bool:
    """Whether no cumulative figure of the place reaches further than this one."""
    since = [r.end for r in request.own_rows() if r.kind == CUMULATIVE and r.has_value]
    return row["site"] != request.site or row["end"] == max(since, default=row["end"])


def _cell(row: dict[str, Any], why: str) -> dict[str, Any]:
    line = _LINE.fullmatch(row["cell"])
    value = row["value"]
    return {
        "indicator": row["indicator"],
        "area": row["area"],
        "site": row["site"],
        "period": Period(row["start"], row["end"], row["kind"]).text,
        **{name: row[name] for name in ("batch", "file", "sha256", "sheet", "cell")},
        "line": int(line.group(1)) if line and row["sheet"] is None else None,
        "raw": row["raw"],
        "printed_unit": row["printed_unit"],
        "value": None if value is None else decimal_text(Fraction(value)),
        "unit": row["unit"],
        "numerator": _part(row["numerator"]),
        "denominator": _part(row["denominator"]),
        "qualifier": row["qualifier"],
        "audit": row["audit"] or "",
        "used": not why,
        "why": why,
        "superseded_by": row["superseded_by"],
    }


def _part(value: Any) -> str | None:
    return None if value is None else decimal_text(Fraction(value))


def _table_cells(
    board: Board, request: FigureRequest, figure: Statistic, since: date | None
) -> list[dict[str, Any]]:
    """Counts given as tables: those of places with a list only stand beside it."""
    areas = set(request.members) or {request.area}
    listed = {item.area for item in request.ledger if item.area in areas}
    cells = _cells_of_place(board, request, replace(figure, grain=""), None, since)
    for cell in cells:
        if cell["used"] and (cell["area"] in listed or (listed and cell["area"] not in areas)):
            cell |= {"used": False, "why": LISTED}
    return cells


def _ledger_cells(
    board: Board, indicator: Indicator, request: FigureRequest
) -> list[dict[str, Any]]:
    assert indicator.ledger is not None
    field = {"owners": "unit_name"}.get(indicator.ledger.field, indicator.ledger.field)
    areas = set(request.members) or {request.area}
    last = request.elapsed.last_day
    rows = board.store.ledger(indicator.ledger.kind, last).to_pylist()
    files = {batch.batch: batch for batch in board.store.batches()}
    cells = []
    for row in rows:
        if row["area"] not in areas or row["as_of"].year != request.period.start.year:
            continue
        done = is_finished(ledger_item(row), request, last)
        address, raw = json.loads(row["cells"]).get(field, ["", ""])
        batch = files[row["batch"]]
        amount = row.get(field) if field != "unit_name" else None
        cells.append(
            {
                "batch": row["batch"], "file": batch.file, "sha256": batch.sha256,
                "sheet": row["sheet"], "cell": address, "line": None, "raw": raw,
                "printed_unit": "", "unit": indicator.unit, "qualifier": "", "audit": "",
                "numerator": None, "denominator": None, "parts": [],
                "value": None if amount is None else decimal_text(Fraction(amount)),
                "used": done, "why": "" if done else "未完成，不计入", "superseded_by": None,
            }
        )  # fmt: skip
    return cells
