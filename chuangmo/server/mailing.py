"""A background thread that sends the digests of the day; nothing leaves where no server is set."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from chuangmo.service.board import Board
from chuangmo.service.notices.mail import PATIENCE, local_now, send_digests

LOG = logging.getLogger(__name__)
#: Seconds between two looks at the clock.
PAUSE = 60.0


@contextmanager
def mailing(board: Callable[[], Board]) -> Iterator[None]:
    """A thread of its own, for a mail server may keep one waiting; ended with the context.

    Args:
        board: gives the open board; it may be replaced by one of another city.
    """
    stop = threading.Event()
    thread = threading.Thread(target=_keep_sending, args=(board, stop), name="mailing", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(PATIENCE)


def _keep_sending(board: Callable[[], Board], stop: threading.Event) -> None:
    while not stop.wait(PAUSE):
        try:
            send_digests(board(), local_now())
        except Exception:  # no page waits for it: the log has it, the next look tries again
            LOG.exception("sending the digests failed")
