"""The files in hand on 上传: uploaded ones and hand-made ones, one at work at a time.

They are drafts of the person: there after a reload, in another tab, after a restart.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from chuangmo.access.actor import Forbidden
from chuangmo.service.drafts.drafts import FILE
from chuangmo.store.errors import StoreRefusal
from chuangmo.store.home.drafts import Draft
from chuangmo.ui import reads
from chuangmo.ui.blocks import in_hand
from chuangmo.ui.parts import html
from chuangmo.ui.upload.checked import note_fault, note_state, state_of
from chuangmo.ui.upload.resumed import begin_sitting, show_resumed
from chuangmo.ui.upload.staging import (
    Imported,
    Picked,
    box_key,
    empty_box,
    forget_imported,
    imported,
    result_of,
    stage_file,
)

TYPES = ["xlsx", "xlsm", "xls", "et", "ods", "csv", "tsv", "gz"]
_AT, _NEXT, _TAKEN, _SAID = "upload_at", "upload_next", "upload_taken", "upload_said"
_LISTED = 8
_TALL = 320  # pixels of a long list


@dataclass(frozen=True)
class Waiting:
    """One entry of the list: its key, name, fingerprint, and how to get at the file."""

    key: str
    label: str
    sha256: str
    get: Callable[[], Picked]


def pick_file() -> Picked | None:
    """The uploader, what is in hand with the state of each, and the file at work.

    Returns:
        ``None`` where nothing is in hand, or the file at work may not be shown, which is said.
    """
    begin_sitting()
    files = st.file_uploader(
        "选择月报或台账（可一次选多个，逐个核对）",
        type=TYPES,
        accept_multiple_files=True,
        key=box_key(),
    )
    _take(files)
    if said := st.session_state.pop(_SAID, ""):
        st.warning(said)
    in_hand.tell_if_not_kept()
    waiting = waiting_files()
    if not waiting:
        return None
    key = _at(waiting)
    try:
        picked = next(one for one in waiting if one.key == key).get()
        staged = stage_file(picked) if result_of(key) is None else None
    except (StoreRefusal, Forbidden) as refusal:
        note_fault(key, refusal)
        _show_list(waiting, key)
        st.error(str(refusal))
        return None
    except Exception:  # whatever is wrong with one file: it can be removed, another be chosen
        _show_list(waiting, key)
        raise
    if staged is not None:
        note_state(picked, staged)
    _show_list(waiting, key)
    if staged is not None:
        show_resumed(picked, staged, len(to_do()))
    return picked


def waiting_files() -> list[Waiting]:
    """What is in hand and what this session has imported, in the order of choosing."""
    done = [one for one in imported() if result_of(one.key) is not None]
    found = {one.key: _of_draft(one) for one in in_hand.kept(FILE)}
    found |= {one.key: _of_imported(one) for one in done}
    return [found[key] for key in sorted(found)]


def to_do() -> list[Waiting]:
    """What is in hand and not imported yet."""
    return [one for one in waiting_files() if result_of(one.key) is None]


def _of_imported(one: Imported) -> Waiting:
    entry = Picked(one.name, b"", one.sha256, one.label, entry=one.key)
    return Waiting(one.key, one.label, one.sha256, lambda: entry)


def _of_draft(draft: Draft) -> Waiting:
    said = draft.said

    def get() -> Picked:
        data = in_hand.content(draft)
        return Picked(
            said["name"], data, draft.content, said["label"], bool(said["by_hand"]), draft.key
        )

    return Waiting(draft.key, str(said["label"]), draft.content, get)


def _take(files: list[UploadedFile]) -> None:
    """Put newly uploaded files into the person's drafts; the uploader still shows its own words.

    Of those still to do each content once; what was imported and is uploaded again is there anew.
    """
    taken: set[str] = st.session_state.setdefault(_TAKEN, set())
    new = [file for file in files if file.file_id not in taken]
    if not new:
        return
    if not to_do():
        forget_imported()
    known = {one.sha256: one.label for one in to_do()}
    first, refused = "", []
    with st.spinner("正在收下文件……"):
        for number, file in enumerate(new):
            data = file.getvalue()
            sha256 = hashlib.sha256(data).hexdigest()
            if sha256 in known:
                refused.append(f"“{file.name}”与列表中的“{known[sha256]}”内容相同，没有重复放入。")
                continue
            try:
                key = _keep(Picked(file.name, data, sha256, file.name), number)
            except (StoreRefusal, Forbidden) as refusal:
                refused.append(f"“{file.name}”没有收下：{refusal}")
                continue
            known[sha256], first = file.name, first or key
    more = f"另有 {len(refused) - 3} 个同样没有收下。" if len(refused) > 3 else ""
    st.session_state[_SAID] = "".join(refused[:3]) + more
    if first:  # what was just chosen is what the person wants to see
        work_on_next(first)
    taken.update(file.file_id for file in new)
    _free_memory(new)


def _keep(picked: Picked, number: int = 0) -> str:
    """A new draft of a file; its key, in the order of choosing."""
    key = f"{time.time_ns():019d}{number:04d}"
    said = {
        "name": picked.name, "label": picked.label, "by_hand": picked.by_hand,
        "seen": {"base": reads.get_board().store.journal_seq()},
    }  # fmt: skip
    in_hand.save(FILE, key, said, picked.data)
    return key


def _free_memory(files: list[UploadedFile]) -> None:
    """What is kept as a draft need not wait in the memory of the server any longer."""
    context = get_script_run_ctx()
    if context is None:
        return
    memory = context.uploaded_file_mgr
    if isinstance(memory, MemoryUploadedFileManager):
        for file in files:
            memory.remove_file(context.session_id, file.file_id)


def _at(waiting: list[Waiting]) -> str:
    """The entry at work; after a reload the one that was worked on last."""
    keys = [one.key for one in waiting]
    at = st.session_state.pop(_NEXT, None) or st.session_state.get(_AT)
    if at in keys:
        st.session_state[_AT] = at
    else:
        left = {one.key: one.changed for one in in_hand.kept(FILE)}
        at = max(left, key=lambda key: (left[key], -keys.index(key))) if left else keys[0]
        st.session_state[_AT] = at
    return str(at)


def _show_list(waiting: list[Waiting], at: str) -> None:
    """Which file is at work, with the state of each; a long list scrolls beside a selector."""
    if len(waiting) > 1:
        _list(waiting)
    if result_of(at) is None:
        label = next(one.label for one in waiting if one.key == at)
        with st.container(horizontal=True):
            st.button(f"移除“{label}”", on_click=remove, args=(at,), key="remove_file")
            if len(to_do()) > 1:
                words = f"全部移除（{len(to_do())} 个）"
                st.button(words, on_click=remove_all, key="remove_all")


def _list(waiting: list[Waiting]) -> None:
    keys = [one.key for one in waiting]
    names = {one.key: f"{n}. {one.label}" for n, one in enumerate(waiting, 1)}
    states = {one.key: state_of(one.key) for one in waiting}
    done = sum(result_of(one.key) is not None for one in waiting)
    st.html(html.title(f"{len(keys)} 个文件，已导入 {done} 个", "点名称逐个核对；离开本页也都还在"))
    if len(keys) > _LISTED:
        columns = [html.HtmlColumn("文件"), html.HtmlColumn("状态与差异")]
        with st.container(height=_TALL, key="upload_list"):
            st.html(html.table(columns, [[names[key], states[key]] for key in keys]))
        st.selectbox("正在核对的文件", keys, key=_AT, format_func=names.__getitem__)
    else:
        st.radio(
            "正在核对的文件",
            keys,
            key=_AT,
            format_func=names.__getitem__,
            captions=[states[key] for key in keys],
            label_visibility="collapsed",
        )


def next_file(picked: Picked) -> None:
    """A button to the next file that is not imported yet, where there is one."""
    left = [one for one in to_do() if one.key != picked.key]
    if left:
        words = f"核对下一个：{left[0].label}（还剩 {len(left)} 个）"
        st.button(words, type="primary", on_click=work_on, args=(left[0].key,), key="next_file")


def work_on(key: str) -> None:
    """Put another file of the list to work (before the list is drawn)."""
    st.session_state[_AT] = key


def work_on_next(key: str) -> None:
    """Put another file to work in the next run, where the list of this one is drawn already."""
    st.session_state[_NEXT] = key


def add_book(book: Picked) -> None:
    """Add a hand-made book to the list and put it to work.

    Raises:
        StoreRefusal, Forbidden: it cannot be kept.
    """
    same = next((one.key for one in to_do() if one.sha256 == book.sha256), "")
    work_on(same or _keep(book))


def remove(key: str) -> None:
    """Throw the draft of an entry away; nothing was written for it."""
    empty_box()
    in_hand.drop(FILE, key)


def remove_all() -> None:
    """Throw all drafts of files away; what was imported stays."""
    empty_box()
    for one in to_do():
        in_hand.drop(FILE, one.key)
