"""The files of one sitting on 上传: uploaded ones and hand-made ones, one at work at a time."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from chuangmo.status import (
    AT_RISK,
    INSUFFICIENT,
    MET,
    MISSED,
    NOT_YET_DUE,
    ON_COURSE,
    STATUS,
)
from chuangmo.ui.parts import html
from chuangmo.ui.upload.staging import Picked, result_of, stage_file
from loaders.model.staged import StagedBatch

TYPES = ["xlsx", "xlsm", "xls", "et", "ods", "csv", "tsv", "gz"]
_AT, _HASHES, _STATES, _BOOKS = "upload_at", "upload_hashes", "upload_states", "hand_books"
_LISTED = 8
#: The marks of statuses say how far a file is, worst first.
_ERROR, _ASK, _READY, _DONE, _SAME, _NEW = (
    STATUS[status].glyph for status in (MISSED, AT_RISK, ON_COURSE, MET, INSUFFICIENT, NOT_YET_DUE)
)


@dataclass(frozen=True)
class Waiting:
    """One entry of the list: its key, name, fingerprint, and how to get at the file."""

    key: str
    label: str
    sha256: str
    get: Callable[[], Picked]


def pick_file() -> Picked | None:
    """The uploader, and with several files the list with the state of each."""
    files = st.file_uploader(
        "选择月报或台账（可一次选多个，逐个核对）",
        type=TYPES,
        accept_multiple_files=True,
        key="workbooks",
    )
    waiting = _waiting(files or [])
    if not waiting:
        return None
    if st.session_state.get(_AT) not in {one.key for one in waiting}:
        st.session_state[_AT] = waiting[0].key
    picked = next(one for one in waiting if one.key == st.session_state[_AT]).get()
    if result_of(picked.key) is None:
        note_state(picked, stage_file(picked))
    if len(waiting) > 1:
        _list(waiting)
    if picked.by_hand:
        st.button("移出这份手工录入", on_click=drop_book, args=(picked.sha256,), key="drop_book")
    return picked


def _waiting(files: list[UploadedFile]) -> list[Waiting]:
    """Uploaded files first, then what was typed by hand.

    Of those still to do each content once; what was imported and is uploaded again is there anew.
    """
    books: list[Picked] = st.session_state.get(_BOOKS, [])
    found: dict[str, Waiting] = {}
    for one in chain(map(_uploaded, files), map(_typed, books)):
        found.setdefault(one.key if result_of(one.key) else one.sha256, one)
    return list(found.values())


def _uploaded(file: UploadedFile) -> Waiting:
    hashes = st.session_state.setdefault(_HASHES, {})
    if file.file_id not in hashes:
        hashes[file.file_id] = hashlib.sha256(file.getvalue()).hexdigest()
    sha256 = hashes[file.file_id]

    def get() -> Picked:
        return Picked(file.name, file.getvalue(), sha256, file.name, upload=file.file_id)

    return Waiting(file.file_id, file.name, sha256, get)


def _typed(book: Picked) -> Waiting:
    return Waiting(book.sha256, book.label, book.sha256, lambda: book)


def _list(waiting: list[Waiting]) -> None:
    """Which file is at work, with the state of each; a long list folds into a selector."""
    keys = [one.key for one in waiting]
    names = {one.key: f"{n}. {one.label}" for n, one in enumerate(waiting, 1)}
    states = {one.key: state_of(one.key) for one in waiting}
    done = sum(result_of(one.key) is not None for one in waiting)
    st.html(html.title(f"{len(keys)} 个文件，已导入 {done} 个", "逐个核对、逐个确认；点名称切换"))
    if len(keys) > _LISTED:
        st.selectbox(
            "正在核对的文件", keys, key=_AT, format_func=lambda k: f"{names[k]}（{states[k]}）"
        )
    else:
        st.radio(
            "正在核对的文件",
            keys,
            key=_AT,
            format_func=names.__getitem__,
            captions=[states[key] for key in keys],
            label_visibility="collapsed",
        )


def state_of(key: str) -> str:
    """The state of an entry of the list, in words."""
    done = result_of(key)
    if done is not None:
        return f"{_DONE} 已导入为批次 {done.batch}"
    known: dict[str, str] = st.session_state.get(_STATES, {})
    return known.get(key, f"{_NEW} 还没有核对")


def note_state(picked: Picked, staged: StagedBatch) -> None:
    """Keep the state of the file at work for the list."""
    st.session_state.setdefault(_STATES, {})[picked.key] = state_words(staged)


def state_words(staged: StagedBatch) -> str:
    """What stands between the staged file and its import, worst first."""
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


def next_file(picked: Picked) -> None:
    """A button to the next file that is not imported yet, where there is one."""
    files = st.session_state.get("workbooks") or []
    left = [w for w in _waiting(files) if w.key != picked.key and result_of(w.key) is None]
    if left:
        words = f"核对下一个：{left[0].label}（还剩 {len(left)} 个）"
        st.button(words, type="primary", on_click=work_on, args=(left[0].key,), key="next_file")


def work_on(key: str) -> None:
    """Put another file of the list to work (before the list is drawn)."""
    st.session_state[_AT] = key


def add_book(book: Picked) -> None:
    """Add a hand-made book to the list and put it to work."""
    books: list[Picked] = st.session_state.get(_BOOKS, [])
    st.session_state[_BOOKS] = [*(b for b in books if b.sha256 != book.sha256), book]
    work_on(book.sha256)


def drop_book(sha256: str) -> None:
    """Take a hand-made book off the list; nothing was written for it."""
    books: list[Picked] = st.session_state.get(_BOOKS, [])
    st.session_state[_BOOKS] = [book for book in books if book.sha256 != sha256]
