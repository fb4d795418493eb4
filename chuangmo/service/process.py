"""The boards of this process and its access control, shared by pages, routes and middleware.

There is one board as a rule. With ``CHUANGMO_CITIES`` there is one a city, each with a home, a
catalog and a memo of its own; the accounts of the first hold for all.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import Lock

from chuangmo.access.entrance import Entrance
from chuangmo.access.policy import load_policy
from chuangmo.service.board import Board, open_board
from chuangmo.settings import all_settings, load_settings

_opening = Lock()
#: Where there is no server, only this computer can ask.
_address = ["127.0.0.1"]
#: How often the board was replaced by one of another city.
_replaced = [0]
#: What a page or command is told that still works with the former board.
_MOVED_ON = "本看板刚刚设置了城市，这一页还是原来的数据，这一步没有写入。请刷新本页后再做。"


@lru_cache(maxsize=1)
def _opened() -> list[Board]:
    """The board of every city, the first one's accounts holding for all."""
    found: list[Board] = []
    try:
        for settings in all_settings():
            found.append(open_board(settings))
    except BaseException:
        for board in found:
            board.close()
        raise
    return found


def board() -> Board:
    """The board, opened on first use, for the store has one holder; of several cities the first.

    Raises:
        As :func:`chuangmo.service.board.open_board`.
    """
    return boards()[0]


def boards() -> tuple[Board, ...]:
    """The boards of all cities, in the order of ``CHUANGMO_CITIES``; raises as :func:`board`."""
    with _opening:
        return tuple(_opened())


@contextmanager
def side_by_side(held: Board) -> Iterator[tuple[Board, ...]]:
    """The boards of all cities for a command on one of them, in the order of the setting.

    In a server those that it has open; else the others are opened, and closed again at the end.

    Raises:
        As :func:`chuangmo.service.board.open_board`.
    """
    if _opened.cache_info().currsize and held in _opened():
        yield boards()
        return
    found: list[Board] = []
    try:
        for settings in all_settings():
            own = settings.home == held.settings.home
            found.append(held if own else open_board(settings))
        yield tuple(found) if held in found else (held,)
    finally:
        for one in found:
            if one is not held:
                one.close()


def several() -> bool:
    """Whether this process has opened the boards of several cities."""
    return _opened.cache_info().currsize > 0 and len(_opened()) > 1


def board_of(city: str | None) -> Board | None:
    """The board of a city by its id or its name; ``None``: this process shows no such city.

    Args:
        city: ``None``: none is named, and the first one answers.
    """
    if city is None:
        return board()
    if not several():
        one = board()
        return one if city in (one.settings.city, one.catalog.city.name) else None
    found = (b for b in boards() if city in (b.settings.city, b.catalog.city.name))
    return next(found, None)


@contextmanager
def replacing(held: Board) -> Iterator[Callable[[], Board]]:
    """Close a board and open its home anew, which may be another city's by then.

    Of several cities none is replaced (``decisions.own_city`` refuses it). Whoever asks for the
    board meanwhile waits; whoever still holds the former one is told so.

    Args:
        held: the board of this process, or that of a command alone: then the new one is closed
            at the end.

    Yields:
        What closes the board, opens the home and gives the new board; raises as ``open_board``.
    """
    with _opening:
        ours = _opened.cache_info().currsize > 0 and _opened()[0] is held
        alone: list[Board] = []

        def again() -> Board:
            held.close(_MOVED_ON)
            if ours:
                _opened.cache_clear()
                _replaced[0] += 1
                return _opened()[0]
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
    """Close the boards of this process, if any is open."""
    with _opening:
        for one in _opened() if _opened.cache_info().currsize else ():
            one.close()


def listen_on(address: str) -> None:
    """Say at which address the server listens; empty: at all of this computer."""
    _address[0] = address


def entrance() -> Entrance:
    """The entrance of the home that is served: accounts, sessions, who may come in.

    Of several homes the first one's is that of all.

    Raises:
        UnfitPolicy: ``server.toml`` does not do.
    """
    return _entrance(board().settings.home, _address[0])


@lru_cache(maxsize=8)
def _entrance(home: Path, listens: str) -> Entrance:
    return Entrance(home, listens, load_policy(home))
