"""What others did meanwhile: whether a decision still means what was shown when it was made."""

from collections.abc import Sequence
from datetime import datetime

import pyarrow.compute as pc

from chuangmo.period import LOCAL_ZONE
from chuangmo.store.errors import BaseMoved, StoreRefusal
from chuangmo.store.journal import (
    APPROVE,
    IMPORT,
    RESTORE,
    SEND_BACK,
    WITHDRAW,
    JournalEntry,
)
from chuangmo.store.renaming import renamed_in
from chuangmo.store.rows import BatchInfo, Diff, Submission

_MOST_TOLD = 3
_NOT_WITHDRAWN = "没有被撤回，无需恢复"
_REVIEWED = {
    "active": "已经入库，不用再审", "withdrawn": "已经撤回，不能再审",
    "returned": "已经退回，不能再审；请改好后重新提交",
}  # fmt: skip
#: Why a batch in a state is not withdrawn, restored or reviewed; what is not listed may be done.
_REFUSED = {
    WITHDRAW: {
        "withdrawn": "已经撤回，不能再撤回", "submitted": "还在等审核，没有生效；不收的请退回",
        "returned": "已经退回，没有生效，不用撤回",
    },
    RESTORE: {
        "active": _NOT_WITHDRAWN, "pending": _NOT_WITHDRAWN,
        "submitted": "还在等审核，没有被撤回；请审核",
        "returned": "已经退回，不能恢复；请改好后重新提交",
    },
    APPROVE: _REVIEWED,
    SEND_BACK: _REVIEWED,
}  # fmt: skip
_MOVES = {WITHDRAW: "撤回", RESTORE: "恢复", APPROVE: "审核通过"}


def require_same(submission: Submission, fresh: Diff, entries: Sequence[JournalEntry]) -> None:
    """Let a submission through whose rows would still change what they did when it was made.

    Args:
        fresh: the comparison with the values as they are now.
        entries: the journal, of which ``submission.base`` lines stood when it was made.

    Raises:
        BaseMoved: they would change other values, or from other values, or a district of theirs
            goes by another name since.
    """
    since = entries[submission.base :]
    named = {name for entry in since for name in renamed_in(entry)}
    there = {*pc.unique(submission.observations["area"]).to_pylist(),
             *pc.unique(submission.ledger["area"]).to_pylist()}  # fmt: skip
    if fresh.difference != submission.difference or named & there:
        raise BaseMoved(fresh, told(since))


def require_shown(shown: Diff, fresh: Diff, entries: Sequence[JournalEntry]) -> None:
    """Let an approval through that would still change what was shown; raises as above."""
    if fresh.difference != shown.difference:
        raise BaseMoved(fresh, told(entries[shown.base :]))


def require_changeable(known: Sequence[BatchInfo], batch: int, kind: str) -> None:
    """Let a withdrawal of an active batch through, a restoring of a withdrawn one, a review.

    Raises:
        StoreRefusal: no such batch, or it is in the state that is asked for already.
    """
    info = next((one for one in known if one.batch == batch), None)
    if info is None:
        raise StoreRefusal(f"批次 {batch}：没有这个批次。请先查看批次列表。")
    if why := _REFUSED[kind].get(info.state):
        raise StoreRefusal(f"批次 {batch}（{info.file}）：{why}。")


def told(entries: Sequence[JournalEntry]) -> str:
    """Who imported, withdrew or restored what in these lines of the journal, the newest last."""
    moves = [words for entry in entries if (words := _move(entry))]
    shown = "；".join(moves[-_MOST_TOLD:])
    return f"{shown}（之前还有 {len(moves) - _MOST_TOLD} 次）" if len(moves) > _MOST_TOLD else shown


def _move(entry: JournalEntry) -> str:
    if names := renamed_in(entry):
        pairs = "、".join(f"{old}改为{new}" for old, new in names.items())
        return f"{_who(entry)}改了区县名称（{pairs}）"
    if entry.type == IMPORT:
        return f"{_who(entry)}导入了“{entry.body['file']}”（批次 {entry.body['batch']}）"
    if word := _MOVES.get(entry.type):
        return f"{_who(entry)}{word}了批次 {entry.body['batch']}"
    return ""


def _who(entry: JournalEntry) -> str:
    at = datetime.fromisoformat(entry.at).astimezone(LOCAL_ZONE)
    return f"{entry.actor} 于 {at:%Y-%m-%d %H:%M} "
