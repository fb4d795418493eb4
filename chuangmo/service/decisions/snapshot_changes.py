"""What has changed since a 会议快照 was frozen, and by which batches."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from chuangmo.access.actor import Actor
from chuangmo.period import Period
from chuangmo.service.board import Board
from chuangmo.service.conclusions import rests_on
from chuangmo.service.decisions.snapshots import (
    FrozenFigure,
    content_of,
    find_snapshot,
    frozen_figures,
    periods_of,
)
from chuangmo.service.figures.figures import Figures
from chuangmo.store.journal import APPROVE, IMPORT, RESTORE, WITHDRAW, JournalEntry
from chuangmo.store.renaming import renamed_in
from chuangmo.store.rows import Selection


@dataclass(frozen=True)
class SnapshotChange:
    """A figure that the board now gives otherwise than the meeting saw it.

    Attributes:
        then, now: ``None`` where there was, or is, no such figure.
        batches: imported, withdrawn or restored since and carrying data behind it; empty where a
            limit, a target or a correction was changed instead.
    """

    then: FrozenFigure | None
    now: FrozenFigure | None
    batches: tuple[int, ...]

    @property
    def row(self) -> FrozenFigure:
        """The newer of the two, for indicator, area, period and line."""
        found = self.now or self.then
        assert found is not None
        return found


def changed_since(board: Board, actor: Actor, name: str) -> list[SnapshotChange]:
    """The figures that the board now gives otherwise, in the order of the snapshot; new ones last.

    Judged anew are the snapshot's own periods up to its own ``as_of``.
    """
    snapshot = find_snapshot(board, actor, name)
    lines = board.store.entries()
    then = {one.key: one for one in _by_todays_names(board, actor, name, lines)}
    moved = _moved(lines, snapshot.generation)
    changes: list[SnapshotChange] = []
    for asked in periods_of(snapshot.period):
        figures = Figures(board, asked, snapshot.as_of, dust=snapshot.dust)
        now = {figure.key: figure for figure in frozen_figures(figures, asked)}
        held = {key: figure for key, figure in then.items() if key[2] == asked.text}
        pairs = [(held.get(key), now.get(key)) for key in dict.fromkeys([*held, *now])]
        turned = [pair for pair in pairs if _told(pair[0]) != _told(pair[1])]
        carried = _carried(board, moved, asked, snapshot.as_of) if turned else {}
        changes += [
            SnapshotChange(before, after, _behind(figures, before or after, carried))
            for before, after in turned
        ]
    return changes


def _by_todays_names(
    board: Board, actor: Actor, name: str, lines: Iterable[JournalEntry]
) -> list[FrozenFigure]:
    """What was frozen; a district that was renamed since is the same one."""
    generation = find_snapshot(board, actor, name).generation
    since = [names for line in lines if line.seq > generation and (names := renamed_in(line))]
    found = list(content_of(board, actor, name).figures)
    for names in since:
        found = [replace(one, area=names.get(one.area, one.area)) for one in found]
    return found


def _told(one: FrozenFigure | None) -> tuple[str | None, ...]:
    return one.told if one is not None else ()


def _moved(lines: Iterable[JournalEntry], generation: int) -> tuple[int, ...]:
    """Batches that hold now and did not then, or the other way round."""
    then: set[int] = set()
    now: set[int] = set()
    for line in lines:
        for held in (then, now) if line.seq <= generation else (now,):
            if line.type in (IMPORT, RESTORE, APPROVE):
                held.add(line.body["batch"])
            elif line.type == WITHDRAW:
                held.discard(line.body["batch"])
    return tuple(sorted(then ^ now))


def _carried(
    board: Board, moved: tuple[int, ...], period: Period, as_of: date
) -> dict[int, tuple[set[tuple[str, str]], set[tuple[str, str]]]]:
    """By batch: the (indicator or list, area) it carried within the period, and up to its end."""
    end = min(period.end, datetime.combine(as_of + timedelta(days=1), datetime.min.time()))
    return {
        batch: (
            set(board.store.carriers(Selection(start=period.start, end=end), (batch,))),
            set(board.store.carriers(Selection(end=end), (batch,))),
        )
        for batch in moved
    }


def _behind(
    figures: Figures,
    row: FrozenFigure | None,
    carried: dict[int, tuple[set[tuple[str, str]], set[tuple[str, str]]]],
) -> tuple[int, ...]:
    """Batches with data of the period itself, else of the past years it was judged by."""
    assert row is not None
    catalog = figures.catalog
    members = figures.members(catalog.indicator(row.indicator))
    areas = (row.area, *(members if catalog.area_kind(row.area) == "city" else ()))
    wanted = {(name, area) for name in rests_on(figures, row.indicator) for area in areas}
    within = tuple(batch for batch, (inside, _) in carried.items() if inside & wanted)
    return within or tuple(batch for batch, (_, upto) in carried.items() if upto & wanted)


def change_json(one: SnapshotChange) -> dict[str, Any]:
    """A change as the command line prints it."""
    row = one.row
    return {
        "indicator": row.indicator, "area": row.area, "period": row.period, "line": row.line,
        "then": _side(one.then), "now": _side(one.now), "batches": list(one.batches),
    }  # fmt: skip


def _side(one: FrozenFigure | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "published": one.published, "status": one.status, "unit": one.unit, "limit": one.limit,
        "completion": one.completion,
    }  # fmt: skip
