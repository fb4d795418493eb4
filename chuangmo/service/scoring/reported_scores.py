"""Scores of 考核 as papers print them: total, what it is made of, rank, each with its cell."""

from dataclasses import dataclass
from typing import Any

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess.compare import competition_ranks
from chuangmo.period import year_period
from chuangmo.service.board import Board, require
from chuangmo.service.figures.observations import list_observations
from chuangmo.store.rows import OF_WHICH


@dataclass(frozen=True)
class ReportedPart:
    """One printed column beside a total (环境质量, 加分) with its cell."""

    name: str
    value: str
    cell: str


@dataclass(frozen=True)
class ReportedScore:
    """A district's score as printed.

    Attributes:
        total: as printed. rank: by the printed totals, equal ones share the better rank.
        parts: marks by group, bonus, deductions, in the order of the sheet.
        file, sheet, cell: where the total stands.
    """

    area: str
    total: str
    rank: int
    tied: bool
    parts: tuple[ReportedPart, ...]
    batch: int
    file: str
    sheet: str
    cell: str
    demo: bool


def reported_scores(
    board: Board, actor: Actor, indicator: str, year: int
) -> dict[str, ReportedScore]:
    """District to its reported score of a year; empty where the catalog has no such indicator."""
    require(actor, VIEWER)
    if indicator not in board.catalog.indicators:
        return {}
    period = year_period(year)
    rows = [
        row
        for row in list_observations(board, actor, indicator=indicator, period=period)
        if row["value"] is not None and row["site"] is None and row["period"] == period.text
    ]
    ranks = competition_ranks({row["area"]: row["value"] for row in rows}, "higher")
    return {row["area"]: _score(row, ranks[row["area"]]) for row in rows}


def _score(row: dict[str, Any], rank: tuple[int, bool]) -> ReportedScore:
    parts = [
        ReportedPart(part["name"], part["value"], part["cell"])
        for part in row.get("parts", ())
        if part["role"] == OF_WHICH
    ]
    return ReportedScore(
        area=row["area"], total=row["value"], rank=rank[0], tied=rank[1], parts=tuple(parts),
        batch=row["batch"], file=str(row["file"] or ""), sheet=str(row["sheet"] or ""),
        cell=str(row["cell"] or ""), demo=bool(row["demo"]),
    )  # fmt: skip
