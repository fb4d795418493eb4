"""The one board of this process and its access control, shared by pages, routes and middleware."""

from functools import lru_cache
from pathlib import Path
from threading import Lock

from chuangmo.access.entrance import Entrance
from chuangmo.access.policy import load_policy
from chuangmo.service.board import Board, open_board
from chuangmo.settings import load_settings

_opening = Lock()
#: Where there is no server, only this computer can ask.
_address = ["127.0.0.1"]


@lru_cache(maxsize=1)
def _opened() -> Board:
    return open_board(load_settings())


def board() -> Board:
    """The board, opened on first use, for the store has one holder.

    Raises:
        As :func:`chuangmo.service.board.open_board`.
    """
    with _opening:
        return _opened()


def listen_on(address: str) -> None:
    """Say at which address the server listens; empty: at all of this computer."""
    _address[0] = address


def entrance() -> Entrance:
    """The entrance of the home that is served: accounts, sessions, who may come in.

    Raises:
        UnfitPolicy: ``server.toml`` does not do.
    """
    return _entrance(board().settings.home, _address[0])


@lru_cache(maxsize=8)
def _entrance(home: Path, listens: str) -> Entrance:
    return Entrance(home, listens, load_policy(home))
