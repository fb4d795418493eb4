"""Source rows of the figures of a year to date: observations, kinds, counted items of a ledger."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator
from chuangmo.period import SEASON, Period, months_period, year_period
from chuangmo.service.board import Board, require
from chuangmo.service.figures.observations import list_observations
from chuangmo.service.figures.trace import trace
from chuangmo.store.rows import OF_WHICH, Selection


@dataclass(frozen=True)
class SourcePart:
    """A part of a value as it was read: role, heading, decimal text, unit as printed, cell."""

    role: str
    name: str
    value: str
    unit: str
    cell: str


@dataclass(frozen=True)
class SourceRow:
    """One value as it was read, with the cell it stands in.

    Attributes:
        site: its name, or "". printed, printed_unit: as in the workbook.
        value: decimal text in ``unit`` (the stored unit); ``None`` where it is missing.
        qualifier: ``missing``, ``below``, another mark, or "".
        numerator, denominator: decimal text, or ``None``.
        parts: numerator, denominator and kinds of a count, those whose cells are known.
        audit: ``unaudited`` or ``audited`` where the workbook says it, or "".
    """

    indicator: str
    area: str
    site: str
    period: str
    printed: str
    printed_unit: str
    value: str | None
    unit: str
    qualifier: str
    batch: int
    file: str
    sheet: str
    cell: str
    numerator: str | None = None
    denominator: str | None = None
    parts: tuple[SourcePart, ...] = ()
    audit: str = ""


def source_rows(
    board: Board, actor: Actor, indicator: Indicator, areas: Iterable[str], month: Period
) -> list[SourceRow]:
    """Observations from January to the month, place by place in the order asked.

    Of an indicator that is counted from a ledger: the items counted for the first place.

    Raises:
        UnknownPlace: an area does not exist.
    """
    require(actor, VIEWER)
    asked, catalog = tuple(areas), board.catalog
    if indicator.ledger:
        return _ledger(board, actor, indicator, asked[0], month) if asked else []
    span = Period(year_period(month.start.year).start, month.end, SEASON)
    by_area: dict[str, list[SourceRow]] = {area: [] for area in asked}
    for row in list_observations(board, actor, indicator=indicator.id, period=span):
        if row["area"] in by_area:
            by_area[row["area"]].append(_observation(catalog, row))
    return [row for area in asked for row in by_area[area]]


def _observation(catalog: Catalog, row: dict[str, Any]) -> SourceRow:
    site = catalog.site(row["site"]) if row["site"] else None
    name = site.name if site else row["site"] or ""
    return _row(row, row["area"], name, row["period"], row["printed_value"])


def _ledger(
    board: Board, actor: Actor, indicator: Indicator, area: str, month: Period
) -> list[SourceRow]:
    """Finished items of the ledger that the task counts, each once."""
    year = year_period(month.start.year)
    found = trace(board, actor, indicator.id, year, area=area, as_of=month.last_day)
    return [
        _row({**cell, "indicator": indicator.id}, area, "", year.text, cell["raw"])
        for cell in found["cells"]
        if cell["used"]
    ]


def _row(row: dict[str, Any], area: str, site: str, period: str, printed: Any) -> SourceRow:
    return SourceRow(
        row["indicator"], area, site, period, str(printed or ""), str(row["printed_unit"] or ""),
        row["value"], row["unit"], row["qualifier"] or "", row["batch"], str(row["file"] or ""),
        str(row["sheet"] or ""), str(row["cell"] or ""), row["numerator"], row["denominator"],
        tuple(SourcePart(p["role"], p["name"], p["value"], p["unit"], p["cell"])
              for p in row.get("parts", ())),
        str(row["audit"] or ""),
    )  # fmt: skip


def sub_counts(
    board: Board, actor: Actor, area: str, month: Period, as_of: date
) -> dict[str, tuple[dict[str, Any], ...]]:
    """The counts of January to the month that were given with their kinds (其中).

    Returns:
        Indicator -> the cells used for its figure that have kinds, as ``trace`` gives them. Kinds
        are shown beside the count and never added to anything.

    Raises:
        UnknownPlace: the area does not exist.
    """
    require(actor, VIEWER)
    catalog, place = board.catalog, board.catalog.area(area)
    tasks = tuple(i.id for i in catalog.indicators.values() if i.is_task)
    span = months_period((month.start.year, 1), (month.start.year, month.start.month))
    places = () if place == catalog.city.name else (place,)  # the city's are its districts' too
    asked = Selection(tasks, areas=places, start=span.start, end=span.end)
    known = board.store.parts(asked).to_pylist()
    told = dict.fromkeys(part["indicator"] for part in known if part["role"] == OF_WHICH)
    found: dict[str, tuple[dict[str, Any], ...]] = {}
    for name in told:
        cells = trace(board, actor, name, span, area=area, as_of=as_of)["cells"]
        kept = tuple(cell for cell in cells if cell["used"] and kinds_in(cell))
        found |= {name: kept} if kept else {}
    return found


def kinds_in(cell: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The kinds of a count among the parts of a traced cell."""
    return [part for part in cell["parts"] if part["role"] == OF_WHICH]
