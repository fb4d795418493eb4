"""Preparing in the background what the pages ask for first, after a start and after a change."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess.question import KEEP
from chuangmo.period import Period, year_period
from chuangmo.service.board import Board
from chuangmo.service.judged import judged, verdicts_on

LOG = logging.getLogger(__name__)
WHO = Actor("warming", VIEWER, "page")
YEARS = 2
#: Seconds between two looks at whether anything has changed.
PAUSE = 2.0


def questions(board: Board) -> Iterator[tuple[str, Period, date]]:
    """Every indicator with verdicts in the newest years, as of the last day with data."""
    last = board.store.extent()["last"]
    for year in () if last is None else range(last.year, last.year - YEARS, -1):
        period = year_period(year)
        as_of = min(last.date(), period.last_day)
        yield from ((name, period, as_of) for name in judged(board, WHO, period, as_of, KEEP))


def warm(board: Board, stop: threading.Event) -> None:
    """Have the rows and day books of the newest years at hand; ends early at ``stop``."""
    for name, period, as_of in questions(board):
        if stop.is_set():
            return
        verdicts_on(board, WHO, name, period, as_of, KEEP)


@contextmanager
def warming(board: Board) -> Iterator[None]:
    """A thread that warms whenever the store has become another one; ended with the context."""
    stop = threading.Event()
    thread = threading.Thread(target=_keep_warm, args=(board, stop), name="warming", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _keep_warm(board: Board, stop: threading.Event) -> None:
    done: int | None = None
    while not stop.is_set():
        try:
            now = board.store.generation()
            if now != done:
                warm(board, stop)
            done = now
        except Exception:  # the pages compute for themselves and tell what is wrong
            LOG.exception("preparing for the pages failed")
            done = None
            stop.wait(60)
        stop.wait(PAUSE)
