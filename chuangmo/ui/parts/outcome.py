"""What an act of the person came to: said once above the page drawn anew, or why it was refused."""

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
