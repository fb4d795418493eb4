"""What a session remembers of a home that the board no longer shows is forgotten, and told."""

import streamlit as st

from chuangmo.service import process

_KNOWN, _TOLD = "home_number", "home_told"


def forget_former_home() -> None:
    """Once after the board was set up for a city: choices of the former data go."""
    number = process.replaced()
    if st.session_state.get(_KNOWN, number) != number:
        begin_session_anew()
        st.session_state[_TOLD] = True
    st.session_state[_KNOWN] = number


def tell_of_new_home(city: str) -> None:
    """Say so once to whoever had the former data open.

    Args:
        city: the name of the city that the board shows now.
    """
    place = st.empty()  # stays: the whole page below would else be other elements on the next run
    if st.session_state.pop(_TOLD, False):
        place.info(f"看板刚刚换成了{city}的数据，这里原来的选择已经清除。")


def begin_session_anew() -> None:
    """Forget at once, untold: for whoever did it and goes on.

    What an address still says of the former data names no option any more and is passed over.
    """
    st.session_state.clear()
    st.session_state[_KNOWN] = process.replaced()
