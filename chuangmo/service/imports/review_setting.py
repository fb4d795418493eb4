"""Whether uploads wait for a reviewer: as an administrator said, else by who there is."""

from typing import Final

from chuangmo.access.accounts.accounts import Account, Accounts
from chuangmo.access.accounts.database import DatabaseFault
from chuangmo.access.actor import MANAGER, UPLOADER, VIEWER, Actor
from chuangmo.service.auditing import audited
from chuangmo.service.board import Board, require
from chuangmo.store.errors import StoreFault

#: Type of journal line.
REVIEW_SET: Final = "review_set"


def review_is_on(board: Board, actor: Actor) -> bool:
    """Whether what an uploader imports is submitted first.

    As it was last set; where it never was, from the first account of an uploader on.

    Raises:
        StoreFault: the accounts cannot be read.
    """
    require(actor, VIEWER)
    said = _said(board)
    return any(one.role == UPLOADER for one in _accounts(board)) if said is None else said


def set_review(board: Board, actor: Actor, on: bool) -> bool:
    """Turn the review on or off; whether that changed anything.

    Raises:
        Forbidden: the person is no administrator.
    """
    subject = f"审核{'开' if on else '关'}"
    with audited(board.settings, actor, "review", subject, MANAGER), board.changing:
        if _said(board) is on:
            return False
        board.store.record(REVIEW_SET, {"on": on}, actor.name)
        return True


def must_submit(board: Board, actor: Actor) -> bool:
    """Whether the person's imports wait for somebody else.

    Those of uploaders do. Where there are no accounts, but an administrator turned the review on,
    names are all there is to tell people apart, and everybody's do.
    """
    if not review_is_on(board, actor):
        return False
    return actor.role == UPLOADER or not _accounts(board)


def _said(board: Board) -> bool | None:
    lines = board.store.entries(REVIEW_SET)
    return bool(lines[-1].body["payload"]["on"]) if lines else None


def _accounts(board: Board) -> list[Account]:
    try:
        found = Accounts(board.settings.accounts_home)
        return found.all() if found.any() else []
    except DatabaseFault as fault:
        raise StoreFault(str(fault)) from fault
