"""The month that the board opens on: one file of one district never moves it."""

from dataclasses import dataclass
from fractions import Fraction

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.period import Period
from chuangmo.service.board import Board, require
from chuangmo.service.figures.assessing import extent
from chuangmo.service.imports.completeness import reports_by_month, reports_in
from chuangmo.service.publication.published import in_force

#: So much of what is owed for a month must be in before the board opens on it.
ENOUGH = Fraction(3, 4)


@dataclass(frozen=True)
class OpeningMonth:
    """The month that somebody who chose none sees.

    Attributes:
        published: whether it is so because it is published.
        running: a later month with figures, of which too little is in or which is not published.
        came, owed: how many reports of ``running`` are in, of how many.
    """

    month: Period
    published: bool
    running: Period | None = None
    came: int = 0
    owed: int = 0


def opening_month(board: Board, actor: Actor) -> OpeningMonth | None:
    """The newest published month, else the newest with at least three quarters of its reports.

    Where no month has so much, or nothing is owed, the newest with figures; ``None`` without any.
    """
    require(actor, VIEWER)
    months = extent(board, actor).months
    if not months:
        return None
    known = [month for month in in_force(board, actor) if month in months]
    month = known[0] if known else _full_enough(board, actor, months)
    if month == months[0]:
        return OpeningMonth(month, bool(known))
    return OpeningMonth(month, bool(known), months[0], *reports_in(board, actor, months[0]))


def _full_enough(board: Board, actor: Actor, months: tuple[Period, ...]) -> Period:
    counts = reports_by_month(board, actor, months)
    for month, (came, owed) in zip(months, counts, strict=True):
        if not owed or came >= ENOUGH * owed:
            return month
    return months[0]
