"""What an act of the person came to: said once above the page drawn anew, or why it was refused."""

from collections.abc import Callable

import streamlit as st

from chuangmo.access.actor import Forbidden
from chuangmo.catalog.faults import UnfitEntry, UnknownId, UnknownPlace
from chuangmo.store.errors import StoreFault, StoreRefusal

#: What entering and deciding may refuse, each with a sentence that the person can act on.
REFUSALS = (UnfitEntry, UnknownId, UnknownPlace, Forbidden, StoreRefusal, StoreFault)
_SAID = "outcome_said"


def say_and_rerun(words: str) -> None:
    """Keep what was done for ``tell_result`` and draw the page anew."""
    st.session_state[_SAID] = words
    st.rerun()


def tell_result() -> None:
    """What the last act came to; said once. Its place stays, so that tabs below do not move."""
    said, place = st.session_state.pop(_SAID, None), st.empty()
    if said:
        place.success(said)


def attempt(action: Callable[[], object], done: str, forms: str) -> None:
    """Do it, say so and draw the page anew; a refusal stays on the page, with what was typed.

    Args:
        forms: key of the session's count that the keys of these forms carry; it goes up when the
            act is done, so that they are drawn empty.
    """
    try:
        action()
    except REFUSALS as refusal:
        st.error(str(refusal))
        return
    st.session_state[forms] = st.session_state.get(forms, 0) + 1
    say_and_rerun(done)
