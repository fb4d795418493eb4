"""The one board of this process and its access control, shared by pages, routes and middleware."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
#: How often the board was replaced by one of another city.
_replaced = [0]
#: What a page or command is told that still works with the former board.
_MOVED_ON = "本看板刚刚设置了城市，这一页还是原来的数据，这一步没有写入。请刷新本页后再做。"


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


@contextmanager
def replacing(held: Board) -> Iterator[Callable[[], Board]]:
    """Close a board and open its home anew, which may be another city's by then.

    Whoever asks for the board meanwhile waits; whoever still holds the former one is told so.

    Args:
        held: the board of this process, or that of a command alone: then the new one is closed
            at the end.

    Yields:
        What closes the board, opens the home and gives the new board; raises as ``open_board``.
    """
    with _opening:
        ours = _opened.cache_info().currsize > 0 and _opened() is held
        alone: list[Board] = []

        def again() -> Board:
            held.close(_MOVED_ON)
            if ours:
                _opened.cache_clear()
                _replaced[0] += 1
                return _opened()
            alone.append(open_board(load_settings(held.settings.home)))
            return alone[0]

        try:
            yield again
        finally:
            for fresh in alone:
                fresh.close()


def replaced() -> int:
    """How often the board was replaced; a page that knows another number holds old choices."""
    return _replaced[0]


def close() -> None:
    """Close the board of this process, if one is open."""
    with _opening:
        if _opened.cache_info().currsize:
            _opened().close()


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
