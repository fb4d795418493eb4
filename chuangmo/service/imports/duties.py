"""Reporting as tasks: what one district owes of one month, with the form that answers each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.city_parts import Duty
from chuangmo.period import Period, year_period
from chuangmo.service.board import Board, require
from chuangmo.service.imports.completeness import (
    INVALID,
    LATE,
    MISSING,
    NOT_DUE,
    REPORTED,
    SUBMITTED,
    Completeness,
    DutyRow,
    completeness,
)

#: What a task is in when its reports are in several states: the first that any of them is in.
WORST = (MISSING, INVALID, NOT_DUE, SUBMITTED, LATE, REPORTED)
_SITED = {
    "water_source_compliance": "water", "surface_water_compliance": "water",
    "noise_regional": "noise", "noise_traffic": "noise",
}  # fmt: skip
_TASK_GROUPS = ("task", "build", "noise")
#: A duty whose form is filled in for the whole year.
_YEARLY = "noise"


@dataclass(frozen=True)
class ReportTask:
    """One report that a district owes: one entry of ``duties.toml`` in one month.

    Attributes:
        month: in which the report closes. due: last day for sending it, ISO.
        rows: its indicators, each with its state. state: the worst of them, one of ``WORST``.
        received: last day on which something came; empty before. batches: what answers it.
        form: kind of the blank form, empty where none fits; form_period: what it is filled for.
    """

    area: str
    month: Period
    every: str
    indicators: tuple[str, ...]
    due: str
    rows: tuple[DutyRow, ...]
    state: str
    received: str
    batches: tuple[int, ...]
    contact: str
    form: str
    form_period: Period

    @property
    def came(self) -> int:
        """How many of its indicators are in, valid or not, or wait for a reviewer."""
        return sum(row.batch is not None for row in self.rows)


def report_tasks(board: Board, actor: Actor, month: Period, area: str) -> tuple[ReportTask, ...]:
    """What a district owes of a month, in the order of the city's duties, as of today."""
    require(actor, VIEWER)
    return tasks_in(board.catalog, completeness(board, actor, month), area)


def tasks_in(catalog: Catalog, found: Completeness, area: str) -> tuple[ReportTask, ...]:
    """As ``report_tasks``, of the completeness of one month."""
    rows = {r.indicator: r for r in found.rows if r.area == area and r.due is not None}
    made = [
        _task(catalog, duty, found.period, mine)
        for duty in catalog.city.duties
        if area in duty.areas and (mine := [rows[n] for n in duty.indicators if n in rows])
    ]
    return tuple(made)


def _task(catalog: Catalog, duty: Duty, month: Period, rows: Sequence[DutyRow]) -> ReportTask:
    states = {row.state for row in rows}
    form = form_of(catalog, duty.indicators, rows[0].area)
    return ReportTask(
        area=rows[0].area, month=month, every=duty.every,
        indicators=tuple(row.indicator for row in rows),
        due=rows[0].due or "",
        rows=tuple(rows),
        state=next(state for state in WORST if state in states),
        received=max((row.received or "" for row in rows), default=""),
        batches=tuple(sorted({row.batch for row in rows if row.batch is not None})),
        contact=duty.contact,
        form=form,
        form_period=year_period(month.start.year) if form == _YEARLY else month,
    )  # fmt: skip


def form_of(catalog: Catalog, indicators: Iterable[str], area: str) -> str:
    """The kind of blank form (``loaders.KINDS``) that asks for indicators; empty for none."""
    known = [catalog.indicator(name) for name in indicators]
    if any(one.ledger for one in known):
        return "boilers" if all(one.ledger for one in known) else ""
    kinds = {_SITED.get(one.id, "") for one in known}
    if kinds != {""}:
        return next(iter(kinds)) if len(kinds) == 1 else ""
    if all(one.combine == "mean_of_valid_days" for one in known):
        sited = any(site.district == area for site in catalog.sites())
        return "air-daily" if sited else "air-monthly"
    return "tasks" if all(one.group in _TASK_GROUPS for one in known) else ""
