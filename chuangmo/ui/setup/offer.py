"""Whether the board opens on the page that sets it up."""

import os

import streamlit as st

from chuangmo.service import process
from chuangmo.service.decisions.own_city import is_untouched
from chuangmo.ui import reads
from chuangmo.ui.parts.person import administers

_OFFERED = "setup_offered"


def is_offered() -> bool:
    """Whether the bar names the page: to whoever may set the city, until the first month is in.

    Where there are several cities, each was set up before it was listed.
    """
    return not process.several() and administers() and not reads.PAGE.extent().months


def begins_here(path: str) -> bool:
    """Whether to go on to 设置我的城市: once a session, from the first page of an untouched home.

    Not where a script has named the city, nor where nothing can be written.

    Args:
        path: the address of the page asked for; empty for the first.
    """
    if path or st.session_state.get(_OFFERED) or os.environ.get("CHUANGMO_CITY"):
        return False
    st.session_state[_OFFERED] = True
    board = reads.get_board()
    return not board.store.writing_closed and is_offered() and is_untouched(board)
