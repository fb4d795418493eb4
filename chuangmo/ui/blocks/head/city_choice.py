"""The city of the session: read from the address once a run, and named on every page."""

import streamlit as st

from chuangmo.access.actor import may_see
from chuangmo.service import process
from chuangmo.service.board import Board
from chuangmo.ui import which_city
from chuangmo.ui.parts import address, html
from chuangmo.ui.parts.former_home import begin_session_anew, forget_former_home
from chuangmo.ui.parts.person import somebody
from chuangmo.ui.which_city import KEY


def decide() -> None:
    """Let the session look at the city that the address names; to be called before all else.

    Without one it stays with the one it has, at first the first that the person may see. What was
    chosen in another city goes (districts of two cities may have one name), as does what was
    chosen in a home that the board no longer shows.
    """
    forget_former_home()
    if not process.several():
        return
    before = st.session_state.get(KEY)
    _adopt(_theirs())
    chosen = st.session_state[KEY]
    if before not in (None, chosen):
        begin_session_anew()
        st.session_state[KEY] = chosen


def keep_said() -> None:
    """Have the address say the city, and the page what the address names and is not there."""
    if process.several():
        texts = _adopt(_theirs())
        address.drawn(KEY, texts, st.session_state[KEY])


def sees_several() -> bool:
    """Whether there are several cities for the person to look at."""
    return process.several() and len(_theirs()) > 1


def show_cities() -> None:
    """Which city this is, and the ways to the others; nothing where there is one."""
    if not process.several():
        return
    now = which_city.board()
    others = [one for one in _theirs() if one is not now]
    ways = [html.bold(now.catalog.city.name), *(["换到"] if others else [])]
    ways += [html.link(one.catalog.city.name, f"/?{KEY}={one.settings.city}") for one in others]
    st.html(html.wrap(html.joined(ways, " "), "cm-person cm-cities"), width="content")


def _theirs() -> list[Board]:
    """The boards of the cities that the person may see, in their order."""
    person = somebody()
    found = [one for one in process.boards() if may_see(person, one.settings)]
    if not found:
        st.html(html.wrap("没有给您看的城市，请联系管理员。"))
        st.stop()
    return found


def _adopt(boards: list[Board]) -> dict[str, str]:
    texts = {one.settings.city: one.settings.city for one in boards}
    names = {one.catalog.city.name: one.settings.city for one in boards}
    shown = {city: name for name, city in names.items()}
    address.adopt(
        KEY,
        texts,
        names,
        lambda given, city: f"没有给您看的城市“{given}”，现在显示的是“{shown[city]}”。",
    )
    return texts
