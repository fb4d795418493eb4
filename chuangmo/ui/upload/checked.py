"""What the list of 上传 knows of each file: how far it is, and what it would change."""

from dataclasses import dataclass

import streamlit as st

from chuangmo.service.imports.importing import STAGED, outcome_of
from chuangmo.status import (
    AT_RISK,
    INSUFFICIENT,
    MET,
    MISSED,
    NOT_YET_DUE,
    ON_COURSE,
    STATUS,
)
from chuangmo.ui.upload.staging import Picked, hints_of, result_of, said_key
from loaders.model.staged import StagedBatch

_CHECKED = "upload_checked"
#: The marks of statuses say how far a file is, worst first.
_ERROR, _ASK, _READY, _DONE, _SAME, _NEW = (
    STATUS[status].glyph for status in (MISSED, AT_RISK, ON_COURSE, MET, INSUFFICIENT, NOT_YET_DUE)
)


@dataclass(frozen=True)
class Checked:
    """A file as it was when the list last looked at it.

    Attributes:
        words: its state, for the list.
        ready: nothing stands against its import, and no reason is asked for.
        difference: fingerprint of what it would change; added, changed: how many values.
        said: what had been said of it.
    """

    words: str
    ready: bool = False
    difference: str = ""
    added: int = 0
    changed: int = 0
    said: tuple[object, ...] = ()


def state_of(key: str) -> str:
    """The state of an entry of the list, in words."""
    done = result_of(key)
    if done is not None:
        return f"{_DONE} 已导入为批次 {done.batch}"
    found = checked_of(key)
    return found.words if found else f"{_NEW} 还没有核对"


def checked_of(key: str) -> Checked | None:
    """What the list knows of an entry; ``None`` where this session has not looked at it."""
    known: dict[str, Checked] = st.session_state.get(_CHECKED, {})
    return known.get(key)


def note_state(picked: Picked, staged: StagedBatch) -> None:
    """Keep the state of a file for the list."""
    diff = staged.diff
    ready = outcome_of(staged)[0] == STAGED
    _note(
        picked.key,
        Checked(
            state_words(staged), ready, diff.difference, diff.added, diff.changed,
            said_key(hints_of(picked)),
        ),
    )  # fmt: skip


def note_fault(key: str, fault: Exception) -> None:
    """Keep why a file cannot be shown."""
    _note(key, Checked(f"{_ERROR} {fault}"))


def _note(key: str, found: Checked) -> None:
    st.session_state[_CHECKED] = st.session_state.get(_CHECKED, {}) | {key: found}


def state_words(staged: StagedBatch) -> str:
    """What stands between the staged file and its import, worst first, and what it changes."""
    if staged.rejected is not None:
        return f"{_ERROR} 不能读取"
    if staged.settled and staged.same_as:
        return f"{_SAME} 已导入过（批次 {staged.same_as.batch}）"
    if staged.restorable:
        return f"{_SAME} 导入后已撤回（批次 {staged.restorable}）"
    parts = [
        f"{_ERROR} 错误 {len(staged.errors)}" if staged.errors else "",
        f"{_ASK} 待回答 {len(staged.questions)} 问" if staged.questions else "",
        f"{_ASK} 须说明理由 {len(staged.to_confirm)}" if staged.to_confirm else "",
    ]
    if staged.diff.nothing:
        parts.append("" if any(parts) else f"{_SAME} 与现有数据相同")
    ready = f"{_READY} 可以确认：新增 {staged.diff.added}，替换 {staged.diff.changed}"
    return "　".join(part for part in parts if part) or ready
