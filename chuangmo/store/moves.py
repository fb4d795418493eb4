"""What others did meanwhile: whether a decision still means what was shown when it was made."""

from collections.abc import Sequence
from datetime import datetime

from chuangmo.period import LOCAL_ZONE
from chuangmo.store.errors import BaseMoved, StoreRefusal
from chuangmo.store.journal import IMPORT, RESTORE, WITHDRAW, JournalEntry
from chuangmo.store.rows import BatchInfo, Diff, Submission

_MOST_TOLD = 3


def require_same(submission: Submission, fresh: Diff, entries: Sequence[JournalEntry]) -> None:
    """Let a submission through whose rows would still change what they did when it was made.

    Args:
        fresh: the comparison with the values as they are now.
        entries: the journal, of which ``submission.base`` lines stood when it was made.

    Raises:
        BaseMoved: they would change other values, or from other values.
    """
    if fresh.difference != submission.difference:
        raise BaseMoved(fresh, told(entries[submission.base :]))


def require_changeable(known: Sequence[BatchInfo], batch: int, kind: str) -> None:
    """Let a withdrawal through of a batch that is active, a restoration of a withdrawn one.

    Raises:
        StoreRefusal: no such batch, or it is in the state that is asked for already.
    """
    info = next((one for one in known if one.batch == batch), None)
    if info is None:
        raise StoreRefusal(f"批次 {batch}：没有这个批次。请先查看批次列表。")
    if kind == WITHDRAW and info.state == "withdrawn":
        raise StoreRefusal(f"批次 {batch}（{info.file}）：已经撤回，不能再撤回。")
    if kind == RESTORE and info.state != "withdrawn":
        raise StoreRefusal(f"批次 {batch}（{info.file}）：没有被撤回，无需恢复。")


def told(entries: Sequence[JournalEntry]) -> str:
    """Who imported, withdrew or restored what in these lines of the journal, the newest last."""
    moves = [words for entry in entries if (words := _move(entry))]
    shown = "；".join(moves[-_MOST_TOLD:])
    return f"{shown}（之前还有 {len(moves) - _MOST_TOLD} 次）" if len(moves) > _MOST_TOLD else shown


def _move(entry: JournalEntry) -> str:
    if entry.type == IMPORT:
        return f"{_who(entry)}导入了“{entry.body['file']}”（批次 {entry.body['batch']}）"
    if entry.type in (WITHDRAW, RESTORE):
        word = "撤回" if entry.type == WITHDRAW else "恢复"
        return f"{_who(entry)}{word}了批次 {entry.body['batch']}"
    return ""


def _who(entry: JournalEntry) -> str:
    at = datetime.fromisoformat(entry.at).astimezone(LOCAL_ZONE)
    return f"{entry.actor} 于 {at:%Y-%m-%d %H:%M} "
