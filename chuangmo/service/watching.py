"""A background thread that polls the home and its catalog and logs every change."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from chuangmo.service.board import Board
from chuangmo.service.handover import Announcement, keep_announced

LOG = logging.getLogger(__name__)
#: Seconds between two looks.
PAUSE = 2.0


@contextmanager
def watching(board: Board, announced: Announcement) -> Iterator[None]:
    """A thread that polls every two seconds; ended with the context.

    A thread of its own, because a disk that hangs blocks its caller. A ``server.json`` that
    was removed is written again.
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


def _keep_watch(board: Board, announced: Announcement, stop: threading.Event) -> None:
    before = ""
    while not stop.is_set():
        now = board.store.presence.look()
        if now != before:
            LOG.warning("%s", f"closed to writing: {now}" if now else "open to writing again")
        if not now:
            try:
                keep_announced(board.settings, announced)
            except OSError:
                LOG.exception("server.json cannot be written")
        before = now
        try:
            board.keeper.held()  # so that no edit by hand waits for a visitor
        except Exception:  # told at the next page; the next look may do
            LOG.exception("looking at the catalog failed")
        stop.wait(PAUSE)
