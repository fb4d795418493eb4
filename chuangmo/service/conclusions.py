"""Changed conclusions: since last month, since the last upload, or by a staged file."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from chuangmo.access.actor import REVIEWER, UPLOADER, VIEWER, Actor
from chuangmo.assess import verdict_types as vt
from chuangmo.assess.stretches import WITH_DUST
from chuangmo.assess.verdict_types import Verdict
from chuangmo.period import Period, month_period, year_period
from chuangmo.service.board import Board, require
from chuangmo.service.figure_rows import RowSource
from chuangmo.service.figures.assessing import areas_judged, verdict_rows
from chuangmo.service.figures.figures import Figures
from chuangmo.store.journal import APPROVE, IMPORT, RESTORE, WITHDRAW
from chuangmo.store.rows import Selection
from loaders.model.staged import StagedBatch

#: Lines that make the values of a batch count, or stop counting.
_MOVES = (IMPORT, APPROVE, RESTORE, WITHDRAW)
SINCE_MONTH, SINCE_UPLOAD = "month", "upload"
NEW_YEAR, NO_UPLOAD, NO_ROWS = "new_year", "no_upload", "no_rows"
#: From bad to good; silences and 尚难判断 stand apart and count as neither better nor worse.
_GRADE = {vt.MISSED: 0, vt.AT_RISK: 1, vt.ON_COURSE: 2, vt.MET: 3}
_TOLD = (*_GRADE, vt.UNDECIDED, vt.INSUFFICIENT)


@dataclass(frozen=True)
class ConclusionChange:
    """One verdict (indicator, area, line) that is another one now.

    Attributes:
        then: the verdict before; ``None`` where there was none.
        now: the verdict after; ``None`` where there is none any more.
        batch: the newest batch behind it; ``None`` where only time has passed, or for a file
            that is not imported yet.
    """

    then: Verdict | None
    now: Verdict | None
    batch: int | None = None

    @property
    def row(self) -> Verdict:
        """The newer of the two, for indicator, area and line."""
        found = self.now or self.then
        assert found is not None
        return found

    @property
    def direction(self) -> int:
        """-1 worse, 1 better, 0 where one of the two is no judgement."""
        if self.then is None or self.now is None:
            return 0
        before, after = _GRADE.get(self.then.status), _GRADE.get(self.now.status)
        return 0 if before is None or after is None else (after > before) - (after < before)


@dataclass(frozen=True)
class Changes:
    """Changed conclusions, the gravest first.

    Attributes:
        then_as_of, as_of: the data time of the two sides.
        reason: why there is nothing to compare (``NEW_YEAR``, ``NO_UPLOAD``, ``NO_ROWS``), or "".
        batch: of ``SINCE_UPLOAD`` the last imported batch.
    """

    rows: tuple[ConclusionChange, ...]
    then_as_of: date | None
    as_of: date
    reason: str = ""
    batch: int | None = None

    def count(self, direction: int) -> int:
        """How many got worse (-1), better (1), or became or stopped being a judgement (0)."""
        return sum(1 for row in self.rows if row.direction == direction)


def changed_conclusions(
    board: Board, actor: Actor, month: Period, since: str = SINCE_MONTH, dust: str = WITH_DUST
) -> Changes:
    """What the year of ``month`` concludes by its last day, against what it concluded before.

    Args:
        since: ``month``: by the last day of the month before; ``upload``: with the values that
            held before the newest import (withdrawals since then count as changes too), judged
            up to the last day that those values covered.
    """
    require(actor, VIEWER)
    if since == SINCE_UPLOAD:
        return _since_upload(board, month, dust)
    if month.start.month == 1:
        return Changes((), None, month.last_day, NEW_YEAR)
    year, before = year_period(month.start.year), _month_before(month).last_day
    then = _verdicts(Figures(board, year, before, dust=dust), year)
    figures = Figures(board, year, month.last_day, dust=dust)
    behind = board.store.carriers(Selection(start=month.start, end=month.end))
    rows = _with_batches(_changes(then, _verdicts(figures, year)), figures, behind)
    return Changes(rows, before, month.last_day)


def _month_before(month: Period) -> Period:
    last = month.start.date() - timedelta(days=1)
    return month_period(last.year, last.month)


def _since_upload(board: Board, month: Period, dust: str) -> Changes:
    imports = [e for e in board.store.entries() if e.type in (IMPORT, APPROVE)]
    if not imports:
        return Changes((), None, month.last_day, NO_UPLOAD)
    before, year = imports[-1].seq - 1, year_period(month.start.year)
    moved = {e.body["batch"] for e in board.store.entries() if e.seq > before and e.type in _MOVES}
    behind = board.store.carriers(Selection(), tuple(sorted(moved)))
    figures = Figures(board, year, month.last_day, dust=dust)
    names = _touched(figures, {name for name, _ in behind})
    view = board.store.earlier(before)
    reached = view.last_day()
    cut = None if reached is None else min(reached, month.last_day)
    then = _then(board, view, year, cut, names, dust)
    rows = _with_batches(_changes(then, _verdicts(figures, year, names)), figures, behind)
    return Changes(rows, cut, month.last_day, batch=imports[-1].body["batch"])


def effect_of(board: Board, actor: Actor, staged: StagedBatch) -> Changes:
    """Which verdicts of the newest year in a staged file would be others after its import.

    Both sides are judged up to the last day that their values cover; nothing is written.
    """
    require(actor, UPLOADER)
    if staged.rejected is not None:
        return Changes((), None, date.min, NO_ROWS)
    rows = staged.observations, staged.ledger
    return _effect(board, *rows, board.store.supposing(*rows))


def effect_of_waiting(board: Board, actor: Actor, batch: int) -> Changes:
    """Which verdicts of its newest year would be others if a submitted batch were approved.

    As ``effect_of``; nothing is written.
    """
    require(actor, REVIEWER)
    view = board.store.supposing_approved(batch)
    return _effect(board, *board.store.carried(batch), view)


def _effect(board: Board, observations: pa.Table, ledger: pa.Table, view: RowSource) -> Changes:
    through = _reach(observations, ledger)
    if through is None:
        return Changes((), None, date.min, NO_ROWS)
    year = year_period(through.year)
    known = board.store.extent()["last"]
    reached = None if known is None else (known - timedelta(microseconds=1)).date()
    as_of = min(max(through, reached or through), year.last_day)
    cut = None if reached is None else min(reached, year.last_day)
    held = Figures(board, year, cut or as_of)
    names = _touched(held, {
        *pc.unique(observations["indicator"]).to_pylist(),
        *pc.unique(ledger["kind"]).to_pylist(),
    })  # fmt: skip
    then = _verdicts(held, year, names) if cut and cut >= year.start.date() else {}
    figures = Figures(board, year, as_of, indicators=names, source=view)
    return Changes(_changes(then, _verdicts(figures, year, names)), cut, as_of)


def _reach(observations: pa.Table, ledger: pa.Table) -> date | None:
    """The last day that the values cover; ``None`` without any."""
    ends = [pc.max(observations["end"]).as_py(), pc.max(ledger["as_of"]).as_py()]
    days = [(ends[0] - timedelta(microseconds=1)).date() if ends[0] else None, ends[1]]
    return max((day for day in days if day is not None), default=None)


# -- comparing ------------------------------------------------------------------------------------


def _touched(figures: Figures, names: set[str]) -> tuple[str, ...]:
    """Indicators whose figures rest on any of ``names`` (indicators or kinds of ledger)."""
    return tuple(
        entry.id
        for entry in figures.catalog.indicators.values()
        if names & rests_on(figures, entry.id)
    )


def rests_on(figures: Figures, indicator: str) -> set[str]:
    """Indicators and kinds of lists whose values the figure of ``indicator`` is made of."""
    ledger = figures.catalog.indicator(indicator).ledger
    return {indicator, *figures.made_of(indicator), *([ledger.kind] if ledger else [])}


def _then(
    board: Board, view: RowSource, year: Period, cut: date | None, names: tuple[str, ...], dust: str
) -> dict[tuple[str, str, str], Verdict]:
    """Verdicts over an earlier state; none where it did not reach into the year."""
    if cut is None or cut < year.start.date():
        return {}
    return _verdicts(
        Figures(board, year, cut, dust=dust, indicators=names, source=view), year, names
    )


def _verdicts(
    figures: Figures, year: Period, names: tuple[str, ...] = ()
) -> dict[tuple[str, str, str], Verdict]:
    """By indicator, area and line."""
    catalog = figures.catalog
    areas = areas_judged(catalog, figures)
    rows = verdict_rows(figures, areas, year, names)
    return {(row.indicator, row.area, row.line): row for row in rows}


def _changes(
    then: dict[tuple[str, str, str], Verdict], now: dict[tuple[str, str, str], Verdict]
) -> tuple[ConclusionChange, ...]:
    found = [
        ConclusionChange(then.get(key), now.get(key))
        for key in dict.fromkeys([*now, *then])
        if _told(then.get(key)) != _told(now.get(key))
    ]
    return tuple(sorted(found, key=_gravity))


def _told(row: Verdict | None) -> str | None:
    """The status where it says something about the figure; the silences are all one."""
    return row.status if row is not None and row.status in _TOLD else None


def _gravity(change: ConclusionChange) -> tuple[int, int, bool]:
    """Worse before new before better; the worst status first; the city before its districts."""
    order = {-1: 0, 0: 1, 1: 2}[change.direction]
    return order, _GRADE.get(change.row.status, 9), change.row.area_kind != "city"


def _with_batches(
    changes: Iterable[ConclusionChange], figures: Figures, behind: dict[tuple[str, str], int]
) -> tuple[ConclusionChange, ...]:
    return tuple(replace(one, batch=_batch(one, figures, behind)) for one in changes)


def _batch(
    change: ConclusionChange, figures: Figures, behind: dict[tuple[str, str], int]
) -> int | None:
    row = change.row
    members = figures.members(figures.catalog.indicator(row.indicator))
    areas = (row.area, *(members if row.area_kind == "city" else ()))
    names = rests_on(figures, row.indicator)
    return max((behind[n, a] for n in names for a in areas if (n, a) in behind), default=None)
