"""Which city a session looks at, where one board shows several: said in one place.

The address says it (``?city=``); a session holds what the address said last, and every link of a
page carries it on. Where there is one city, nothing is said and nothing carried.
"""

from urllib.parse import parse_qsl, urlencode, urlsplit

import streamlit as st

from chuangmo.service import process
from chuangmo.service.board import Board
from chuangmo.store.errors import StoreRefusal

#: Of the query parameter, and of what the session holds.
KEY = "city"


def board() -> Board:
    """The board of the city that this session looks at.

    Raises:
        StoreRefusal: the session has chosen none yet: no other city's figures stand in for it.
    """
    if not process.several():
        return process.board()
    found = process.board_of(st.session_state.get(KEY, ""))
    if found is None:
        raise StoreRefusal("这一页还没有选城市。请刷新本页。")
    return found


def boards() -> tuple[Board, ...]:
    """The boards of all cities of this process, in the order of the setting."""
    return process.boards() if process.several() else (process.board(),)


def said() -> dict[str, str]:
    """What an address must say so that it stays with the city; nothing where there is one alone."""
    return {KEY: board().settings.city} if process.several() else {}


def within(href: str) -> str:
    """An address of the board, which stays with the city; one that names a city is left."""
    more, asked = said(), dict(parse_qsl(urlsplit(href).query))
    if not more or KEY in asked:
        return href
    return f"{href}{'&' if asked else '?'}{urlencode(more)}"
