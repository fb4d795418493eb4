"""What was on the screen when a button was pressed, since Streamlit reruns before it acts on it."""

from typing import TypeVar, cast

import streamlit as st

T = TypeVar("T")
_SEEN = "seen-"


def seen_before(key: str, now: T) -> T:
    """What was drawn under ``key`` in the run before, and keep ``now`` for the next one.

    A press is answered by a run that reads everything anew; what the person saw when pressing is
    what the run before drew. To be asked once a run, where it is drawn.

    Returns:
        ``now`` itself where nothing was drawn before.
    """
    before = cast(T, st.session_state.get(_SEEN + key, now))
    st.session_state[_SEEN + key] = now
    return before


def never_seen(key: str) -> bool:
    """Whether this session has drawn nothing under ``key`` yet; to be asked before it is drawn.

    A button that was pressed all the same stood on a page of a session that is gone.
    """
    return _SEEN + key not in st.session_state
