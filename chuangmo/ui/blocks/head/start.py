"""The page that a person starts on: a district's staff on their district, all others on 总览."""

import streamlit as st

from chuangmo.access.actor import VIEWER
from chuangmo.ui import reads

_STARTED = "started"


def own_district(path: str) -> str:
    """The district to go on to: once a session, from the bare address; empty to stay.

    An address that says anything is a link that somebody followed, and is shown as it says.

    Args:
        path: the address of the page asked for; empty for the first.
    """
    if st.session_state.get(_STARTED):
        return ""
    st.session_state[_STARTED] = True
    if path or st.query_params.to_dict():
        return ""
    person = reads.actor()
    theirs = person.districts if person.may(VIEWER) else ()
    if not theirs or not reads.PAGE.extent().months:
        return ""
    known = [one.name for one in reads.PAGE.catalog.city.districts]
    return next((name for name in known if name in theirs), "")
