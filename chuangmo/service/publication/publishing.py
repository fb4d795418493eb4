"""Publishing a month: somebody stands for its figures, which are frozen and compared ever after."""

from chuangmo.access.actor import REVIEWER, VIEWER, Actor
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.period import MONTH, Period
from chuangmo.service.auditing import allow, audited
from chuangmo.service.board import Board, require
from chuangmo.service.decisions.snapshot_changes import SnapshotChange, changed_since
from chuangmo.service.decisions.snapshots import find_snapshot, list_snapshots
from chuangmo.service.figures.assessing import extent
from chuangmo.service.publication.published import PUBLISH, Publication, in_force, publications
from chuangmo.store.errors import StoreRefusal

_ACTION = "publish"


def snapshot_name(board: Board, actor: Actor, month: Period) -> str:
    """The name under which a month would be frozen to publish it now.

    Raises:
        Forbidden: no reviewer of the whole city. UnfitEntry: it is no month.
        StoreRefusal: there are no figures of it, or it is published and nothing changed since.
    """
    allow(board.settings, actor, _ACTION, month.text, REVIEWER, [board.catalog.city.name])
    if month.kind != MONTH:
        raise UnfitEntry(f"“{month.text}”不是一个月。发布按月，例如 2008-10。")
    if month not in extent(board, actor).months:
        raise StoreRefusal(f"{month.text}：还没有这个月的数据，无从发布。")
    before = in_force(board, actor).get(month)
    if before is not None and not changed_since(board, actor, before.snapshot):
        raise StoreRefusal(f"{month.text}：已经发布，其后没有更正，不用再发布。")
    taken = {one.name for one in list_snapshots(board, actor)}
    name = f"发布 {month.text}"
    numbered = (f"{name} 第{n}次" for n in range(2, len(taken) + 3))
    return next(one for one in (name, *numbered) if one not in taken)


def publish(board: Board, actor: Actor, month: Period, snapshot: str, reason: str) -> Publication:
    """Make a frozen month the one that viewers open on.

    Args:
        snapshot: what ``snapshot_name`` said, frozen meanwhile.

    Raises:
        Forbidden: no reviewer of the whole city. StoreRefusal: no such snapshot of the month.
    """
    city = board.catalog.city.name
    with audited(board.settings, actor, _ACTION, month.text, REVIEWER, [city]) as outcome:
        board.keeper.require_own()
        found = find_snapshot(board, actor, snapshot)
        if found.period != month:
            raise StoreRefusal(f"快照“{snapshot}”是 {found.period.text} 的，不是 {month.text} 的。")
        outcome.detail = f"{found.count} 个数，{found.sha256[:12]}"
        said = {
            "city": board.settings.city, "month": month.text, "snapshot": found.name,
            "sha256": found.sha256, "reason": reason.strip(),
        }  # fmt: skip
        board.store.record(PUBLISH, said, actor.name)
        return publications(board, actor)[-1]


def corrections_since(board: Board, actor: Actor, month: Period) -> list[SnapshotChange] | None:
    """What the board gives otherwise than a month was published; ``None`` where it never was."""
    require(actor, VIEWER)
    found = in_force(board, actor).get(month)
    return None if found is None else changed_since(board, actor, found.snapshot)
