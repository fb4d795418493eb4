"""Precomputes in the background what pages ask for first, after a start and after a change."""

import gc
import logging
import os
import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess.stretches import WITH_DUST, WITHOUT_DUST
from chuangmo.period import Period, month_period, months_period, year_period
from chuangmo.service.board import Board
from chuangmo.service.figures.trace import count_cells
from chuangmo.service.memo import FIGURES
from chuangmo.service.questions import Questions
from chuangmo.settings import Settings
from chuangmo.store.errors import StoreRefusal

LOG = logging.getLogger(__name__)
WHO = Actor("warming", VIEWER, "page")
MONTHS = 24
SWITCH = "CHUANGMO_WARMING"
#: Seconds between two looks at whether anything has changed.
PAUSE = 2.0

#: Indicator, year, day up to which it is judged, treatment of sand-dust.
Ask = tuple[str, Period, date, str]


def questions(board: Board) -> Iterator[Ask]:
    """Every indicator with verdicts in the year up to each of the newest months, as pages ask."""
    asked = Questions(board, WHO)
    for month in board.store.extent()["months"][:MONTHS]:
        year, as_of = year_period(month.year), month_period(month.year, month.month).last_day
        for dust in (WITH_DUST, WITHOUT_DUST):
            found = asked.places_with_rows(year, as_of, dust)
            yield from ((name, year, as_of, dust) for name in found)


def warm(board: Board, stop: threading.Event) -> None:
    """Fill the memo with verdicts, daily and monthly figures of the newest months."""
    asked = Questions(board, WHO)
    asked.extent()
    for name, year, as_of, dust in questions(board):
        so_far = months_period((as_of.year, 1), (as_of.year, as_of.month))
        for area in dict.fromkeys(r.area for r in asked.verdicts_on(name, year, as_of, dust)):
            if stop.is_set():
                return
            asked.daily(name, area, as_of.year, as_of, dust)
            if board.catalog.indicator(name).is_task:
                continue  # a ledger is read as it stands when it is asked for
            asked.months_alone(name, area, as_of.year, as_of, dust)
            asked.monthly(name, area, (as_of.year - 1, as_of.year), as_of, dust)
            if dust == WITH_DUST:
                count_cells(board, WHO, name, so_far, area, within=year)


@contextmanager
def warming(boards: Callable[[], Sequence[Board]]) -> Iterator[None]:
    """A thread that precomputes whenever the figures have changed; ended with the context.

    Args:
        boards: gives the open boards; one may be replaced by one of another city.

    ``CHUANGMO_WARMING=off`` leaves it out: pages then compute what is asked for when it is asked.
    """
    if os.environ.get(SWITCH) == "off":
        yield
        return
    stop = threading.Event()
    thread = threading.Thread(target=_keep_warm, args=(boards, stop), name="warming", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _keep_warm(boards: Callable[[], Sequence[Board]], stop: threading.Event) -> None:
    done: dict[Settings, Hashable] = {}
    while not stop.is_set():
        try:
            for held in boards():
                now = held.data_version().of(FIGURES)
                if now != done.get(held.settings):
                    held.memo.forget()
                    with _out_of_the_collector():
                        warm(held, stop)
                done[held.settings] = now
        except StoreRefusal:  # the board was replaced meanwhile
            done.clear()
        except Exception:  # the pages compute for themselves and tell what is wrong
            LOG.exception("preparing for the pages failed")
            done.clear()
            stop.wait(60)
        stop.wait(PAUSE)
    gc.unfreeze()


@contextmanager
def _out_of_the_collector() -> Iterator[None]:
    """Objects made inside are frozen (``gc.freeze``): the collector does not scan them again.

    Python stops everything for seconds to look through the rows of ten years of hours. What was
    set aside before is looked through first; much of it has just been forgotten.
    """
    gc.unfreeze()
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
