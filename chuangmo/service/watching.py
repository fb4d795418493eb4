"""A background thread that polls the home and its catalog and logs every change."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from chuangmo.service.board import Board
from chuangmo.service.handover import Announcement, keep_announced

LOG = logging.getLogger(__name__)
#: Seconds between two looks.
PAUSE = 2.0
#: Seconds between two sweeps of the drafts.
_SWEEP = 24 * 3600.0


@contextmanager
def watching(board: Callable[[], Board], announced: Announcement) -> Iterator[None]:
    """A thread that polls every two seconds; ended with the context.

    A thread of its own, because a disk that hangs blocks its caller. A ``server.json`` that
    was removed is written again.

    Args:
        board: gives the open board; it may be replaced by another one of the same home.
    """
    stop = threading.Event()
    words = (board, announced, stop)
    thread = threading.Thread(target=_keep_watch, args=words, name="watching", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(PAUSE)


def _keep_watch(board: Callable[[], Board], announced: Announcement, stop: threading.Event) -> None:
    before, swept = "", -_SWEEP
    while not stop.is_set():
        try:
            before = _look(board(), announced, before)
            if not before and time.monotonic() - swept >= _SWEEP:
                swept = time.monotonic()
                board().drafts.sweep()
        except Exception:  # it is being replaced, or cannot be opened: told at the next page
            LOG.exception("looking at the home failed")
        stop.wait(PAUSE)


def _look(board: Board, announced: Announcement, before: str) -> str:
    """Look once at home and catalog; why nothing can be written, empty where it can."""
    now = board.store.presence.look()
    if now != before:
        LOG.warning("%s", f"closed to writing: {now}" if now else "open to writing again")
    if not now:
        try:
            keep_announced(board.settings, announced)
        except OSError:
            LOG.exception("server.json cannot be written")
    try:
        board.store.journal_seq()  # so that what other servers wrote does not wait for a visitor
        board.keeper.held()  # nor an edit by hand
    except Exception:  # told at the next page; the next look may do
        LOG.exception("looking at the catalog failed")
    return now
