"""Which months are published, as the journal tells it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.period import Period, parse_period
from chuangmo.service.board import Board, require
from chuangmo.store.journal import JournalEntry

#: Type of journal line.
PUBLISH: Final = "publish_month"


@dataclass(frozen=True)
class Publication:
    """A month that was made public.

    Attributes:
        at: UTC; by: who stands for it. snapshot: name of the 会议快照 that froze it.
    """

    month: Period
    at: str
    by: str
    reason: str
    snapshot: str


def publications(board: Board, actor: Actor) -> list[Publication]:
    """Every publication of the city, oldest first; a month may be published anew."""
    require(actor, VIEWER)
    city = board.settings.city
    lines = board.store.entries(PUBLISH)
    return [_publication(line) for line in lines if line.body["payload"]["city"] == city]


def in_force(board: Board, actor: Actor) -> dict[Period, Publication]:
    """The last publication of every published month, the newest month first."""
    found = {one.month: one for one in publications(board, actor)}
    return dict(sorted(found.items(), key=lambda pair: pair[0].start, reverse=True))


def published_months(
    board: Board, actor: Actor, observations: pa.Table, ledger: pa.Table
) -> list[Period]:
    """Published months whose figures, those of their year so far too, rest on such rows.

    Args:
        observations: columns of ``rows.OBSERVATIONS``; ledger: of ``rows.LEDGER``.
    """
    require(actor, VIEWER)
    ends = {_last_day(end) for end in pc.unique(observations["end"]).to_pylist()}
    days = {*ends, *pc.unique(ledger["as_of"]).to_pylist()}
    return [
        month
        for month in in_force(board, actor)
        if any(day.year == month.start.year and day <= month.last_day for day in days)
    ]


def _last_day(end: datetime) -> date:
    return (end - timedelta(microseconds=1)).date() if end.time() == time() else end.date()


def _publication(line: JournalEntry) -> Publication:
    said = line.body["payload"]
    return Publication(
        parse_period(said["month"]), line.at, line.actor, said["reason"], said["snapshot"]
    )
