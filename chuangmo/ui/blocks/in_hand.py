"""What the person at the page has in hand: kept on the server, for every tab and another day.

Where the home cannot be written it is kept in the session alone, and :func:`tell_if_not_kept` says
so.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from chuangmo.service.drafts import drafts
from chuangmo.store.errors import StoreRefusal
from chuangmo.store.home.drafts import Draft, TooManyDrafts
from chuangmo.ui import reads

_ALONE, _WHY = "drafts_alone", "drafts_why"
_Alone = dict[tuple[str, str], tuple[Draft, bytes | None]]


def load(kind: str, key: str) -> Draft | None:
    """What is kept under this kind and key."""
    if found := _alone().get((kind, key)):
        return found[0]
    return drafts.load_draft(reads.get_board(), reads.actor(), kind, key)


def kept(kind: str) -> list[Draft]:
    """All that is in hand of a kind, by key."""
    found = {one.key: one for one in drafts.list_drafts(reads.get_board(), reads.actor(), kind)}
    found |= {key: one for (of, key), (one, _) in _alone().items() if of == kind}
    return [found[key] for key in sorted(found)]


def save(kind: str, key: str, said: Mapping[str, Any], data: bytes | None = None) -> None:
    """Keep what was given; nothing is written where nothing has changed.

    Raises:
        Forbidden: the person may not. TooManyDrafts: more than a person may keep.
    """
    before, alone = load(kind, key), _alone().get((kind, key))
    if data is None and before is not None and dict(before.said) == dict(said) and not alone:
        return
    bytes_kept = data if data is not None or alone is None else alone[1]
    try:
        drafts.save_draft(reads.get_board(), reads.actor(), kind, key, said, bytes_kept)
    except TooManyDrafts:
        raise
    except StoreRefusal as refusal:
        content = hashlib.sha256(bytes_kept).hexdigest() if bytes_kept is not None else ""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        draft = Draft(
            kind, key, dict(said), content or (before.content if before else ""),
            before.begun if before else at, at,
        )  # fmt: skip
        st.session_state[_ALONE] = _alone() | {(kind, key): (draft, bytes_kept)}
        st.session_state[_WHY] = str(refusal)
        return
    _forget_alone(kind, key)


def drop(kind: str, key: str) -> None:
    """Throw it away."""
    _forget_alone(kind, key)
    try:
        drafts.drop_draft(reads.get_board(), reads.actor(), kind, key)
    except StoreRefusal as refusal:
        st.session_state[_WHY] = str(refusal)


def content(draft: Draft) -> bytes:
    """The bytes of a chosen file.

    Raises:
        StoreRefusal: they are gone or damaged.
    """
    alone = _alone().get((draft.kind, draft.key))
    if alone and alone[1] is not None:
        return alone[1]
    return drafts.content_of_draft(reads.get_board(), reads.actor(), draft.content)


def tell_if_not_kept() -> None:
    """Say it where what is in hand is in this session alone."""
    if _alone():
        why = str(st.session_state.get(_WHY, "")).rstrip("。")
        st.warning(f"手头的东西没有存到服务器上：{why}。换页还在，刷新或关闭本页就没有了。")


def _alone() -> _Alone:
    found: _Alone = st.session_state.get(_ALONE, {})
    return found


def _forget_alone(kind: str, key: str) -> None:
    if (kind, key) in _alone():
        st.session_state[_ALONE] = {k: v for k, v in _alone().items() if k != (kind, key)}
