"""Lost journal lines and the database made whole on behalf of a person: an administrator alone."""

from chuangmo.access.actor import SYSTEM, Actor
from chuangmo.service.auditing import audited, witness_journal
from chuangmo.service.board import Board
from chuangmo.settings import Settings
from chuangmo.store.copies.recovering import Recovered, recover, require_home
from chuangmo.store.rebuild import RebuildResult, rebuild

_REBUILD = "重建数据库"


def recover_journal(settings: Settings, actor: Actor, reason: str) -> Recovered:
    """Make the journal of a home that is not open whole again.

    Raises:
        Forbidden: the person is no administrator.
        StoreRefusal: nothing is missing, or nothing is left to recover from.
        StoreHeld: a board has the home open. StoreFault: the audit cannot be written.
    """
    require_home(settings)
    with audited(settings, actor, "operate", "补回登记簿", SYSTEM) as outcome:
        found = recover(settings, actor.name, reason)
        outcome.detail = f"{found.lines} 行，取自 {found.source}；{reason.strip()}"
        witness_journal(settings, actor, 0)
        return found


def rebuild_database(settings: Settings, actor: Actor) -> RebuildResult:
    """Make the database of a home that is not open anew.

    Raises:
        Forbidden: the person is no administrator. StoreRefusal: the folder holds no home.
        As :func:`chuangmo.store.rebuild.rebuild`.
    """
    require_home(settings)
    with audited(settings, actor, "operate", _REBUILD, SYSTEM) as outcome:
        found = rebuild(settings)
        outcome.detail = f"{found.batches} 批"
        return found


def rebuild_open(board: Board, actor: Actor) -> RebuildResult:
    """Make the database of the open board anew; readers wait.

    Raises:
        Forbidden: the person is no administrator. WritingClosed: nothing may be written.
    """
    with audited(board.settings, actor, "operate", _REBUILD, SYSTEM) as outcome:
        found = board.store.rebuild()
        outcome.detail = f"{found.batches} 批"
        return found
