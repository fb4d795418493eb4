"""Scores of 考核 as papers print them: total, what it is made of, rank, grade, with their cells."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess.compare import competition_ranks
from chuangmo.assess.verdicts.publishing import out_of
from chuangmo.assess.zone_classes import GRADE_REPORTED, RANK_REPORTED, SCORE_REPORTED, class_name
from chuangmo.period import year_period
from chuangmo.service.board import Board, require
from chuangmo.service.figures.observations import list_observations
from chuangmo.store.rows import OF_WHICH

Row = dict[str, Any]


@dataclass(frozen=True)
class ReportedPart:
    """One printed figure (环境质量, 加分, 名次) with its cell."""

    name: str
    value: str
    cell: str


@dataclass(frozen=True)
class ReportedScore:
    """A district's score as printed.

    Attributes:
        total: as printed. rank: as printed; ``None`` where the paper gives none.
        of: out of how many the rank is, as printed; empty where the paper does not say it.
        by_total: the place by the printed totals of the year, equal ones sharing it: computed,
            reported by nobody.
        grade: as printed; empty without one.
        parts: marks by group, bonus, deductions, in the order of the sheet, then rank and grade
            as far as they are printed.
        file, sheet, cell: where the total stands.
    """

    area: str
    total: str
    rank: int | None
    of: str
    by_total: int
    grade: str
    parts: tuple[ReportedPart, ...]
    batch: int
    file: str
    sheet: str
    cell: str
    demo: bool


def reported_scores(board: Board, actor: Actor, year: int) -> dict[str, ReportedScore]:
    """District to its reported score of a year."""
    require(actor, VIEWER)
    totals, ranks, grades = (
        _of_year(board, actor, name, year)
        for name in (SCORE_REPORTED, RANK_REPORTED, GRADE_REPORTED)
    )
    made = competition_ranks({area: row["value"] for area, row in totals.items()}, "higher")
    return {
        area: _score(row, made[area][0], ranks.get(area), grades.get(area))
        for area, row in totals.items()
    }


def _of_year(board: Board, actor: Actor, indicator: str, year: int) -> dict[str, Row]:
    """Area to the observation of a whole year."""
    period = year_period(year)
    return {
        row["area"]: row
        for row in list_observations(board, actor, indicator=indicator, period=period)
        if row["value"] is not None and row["site"] is None and row["period"] == period.text
    }


def _score(row: Row, made: int, rank: Row | None, grade: Row | None) -> ReportedScore:
    parts = [
        ReportedPart(part["name"], part["value"], part["cell"])
        for part in row.get("parts", ())
        if part["role"] == OF_WHICH
    ]
    name = class_name(Fraction(grade["value"]), "score") if grade else ""
    if rank:
        value = out_of(rank["value"], rank["denominator"] or "")
        parts.append(ReportedPart("名次", value, str(rank["cell"] or "")))
    if grade:
        parts.append(ReportedPart("等次", name, str(grade["cell"] or "")))
    return ReportedScore(
        area=row["area"],
        total=row["value"],
        rank=int(rank["value"]) if rank else None,
        of=(rank["denominator"] or "") if rank else "",
        by_total=made,
        grade=name,
        parts=tuple(parts),
        batch=row["batch"],
        file=str(row["file"] or ""),
        sheet=str(row["sheet"] or ""),
        cell=str(row["cell"] or ""),
        demo=bool(row["demo"]),
    )
