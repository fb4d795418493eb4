"""Many files at once on 上传: all are checked, those without faults are confirmed by one press."""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from chuangmo.access.actor import Forbidden
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.service.imports import importing
from chuangmo.store.errors import BaseMoved, StoreFault, StoreRefusal
from chuangmo.ui import reads
from chuangmo.ui.upload.checked import Checked, checked_of, note_fault, note_state
from chuangmo.ui.upload.queue import Waiting, to_do, work_on_next
from chuangmo.ui.upload.staging import (
    hints_of,
    keep_result,
    said_key,
    stage_file,
)
from chuangmo.ui.upload.upload import SETTLED, Decision, hindrance

_TOLD = "many_told"
_REFUSALS = (StoreRefusal, StoreFault, Forbidden, UnfitEntry)
_NAMED = 5


@dataclass(frozen=True)
class _Outcome:
    """What became of the files of one press: the batches made, and who stayed out and why."""

    batches: list[int]
    left: list[str]


def show_many() -> DeltaGenerator:
    """The button that confirms all files without faults; the place for the progress."""
    outcome: _Outcome | None = st.session_state.pop(_TOLD, None)
    if outcome is not None:
        tell = st.warning if outcome.left else st.success
        tell(outcome_words(outcome.batches, outcome.left))
    files = to_do()
    ready = {one.key: found for one in files if (found := checked_of(one.key)) and found.ready}
    place = st.empty()
    if len(files) < 2 or not ready:
        return place
    added = sum(found.added for found in ready.values())
    changed = sum(found.changed for found in ready.values())
    words = f"全部确认没有问题的 {len(ready)} 个文件（新增 {added}，替换 {changed}）"
    if st.button(words, type="primary", key="confirm_all"):
        _confirm([one for one in files if one.key in ready], place)
    return place


def check_rest(place: DeltaGenerator) -> None:
    """Look at every file of the list that was not looked at yet, then draw the list anew.

    Any other press goes first: it ends this run, and the next goes on with those that are left.
    """
    left = [one for one in to_do() if checked_of(one.key) is None]
    for number, one in enumerate(left):
        text = f"正在核对其余文件（{number + 1} / {len(left)}）：{one.label}"
        place.progress(number / len(left), text=text)
        try:
            picked = one.get()
            note_state(picked, stage_file(picked))
        except _REFUSALS as refusal:
            note_fault(one.key, refusal)
    if left:
        st.rerun()


def _confirm(files: list[Waiting], place: DeltaGenerator) -> None:
    """Import one after the other what is still as the list showed it; the rest is told.

    Each that is in has left the drafts before the next is begun: whenever this is cut short,
    nothing is done twice and nothing is lost.
    """
    outcome = _Outcome([], [])
    for number, one in enumerate(files):
        text = f"正在导入（{number + 1} / {len(files)}）：{one.label}"
        place.progress(number / len(files), text=text)
        shown = checked_of(one.key)
        if shown is not None and (why := _import_one(one, shown, outcome)):
            outcome.left.append(f"“{one.label}”：{why.rstrip('。')}")
        st.session_state[_TOLD] = outcome
    if left := to_do():
        work_on_next(left[0].key)
    st.rerun()


def _import_one(one: Waiting, shown: Checked, outcome: _Outcome) -> str:
    """Import a file whose difference is still the one shown; else why it was left."""
    try:
        picked = one.get()
        staged = stage_file(picked)
        note_state(picked, staged)
        if said_key(hints_of(picked)) != shown.said or staged.diff.difference != shown.difference:
            return "核对之后数据有了改动，差异与列表里的不同了，请再核对"
        if blocked := hindrance(staged, Decision("", False)):
            return blocked
        result = importing.commit(reads.get_board(), reads.actor(), staged)
    except BaseMoved as moved:
        return str(moved)
    except _REFUSALS as refusal:
        return str(refusal)
    if result.status not in SETTLED or result.batch is None:
        return "核对之后情况有变，请再核对"
    keep_result(picked, result.batch)
    outcome.batches.append(result.batch)
    return ""


def outcome_words(batches: list[int], left: list[str]) -> str:
    """What one press did, as a sentence or two."""
    numbers = "、".join(str(number) for number in batches)
    if len(batches) > 2 and batches == list(range(batches[0], batches[-1] + 1)):
        numbers = f"{batches[0]}—{batches[-1]}"
    done = f"已导入 {len(batches)} 个文件，批次 {numbers}。" if batches else "没有导入任何文件。"
    more = f"；另有 {len(left) - _NAMED} 个" if len(left) > _NAMED else ""
    return done + (f"没有导入的：{'；'.join(left[:_NAMED])}{more}。" if left else "")
