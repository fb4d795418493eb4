"""Drafts of the person who acts: chosen files with what was said of them, basket, open forms.

A draft is no decision: it is not journalled and not audited; that a file was received is, when it
is previewed.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from chuangmo.access.actor import MANAGER, UPLOADER, VIEWER, Actor
from chuangmo.service.board import Board, require
from chuangmo.store.home.drafts import Draft

#: Kinds of drafts: a chosen workbook, the open form of 手工录入, the basket of 导出中心, a table of
#: the settings that is being filled in.
FILE, HAND, BASKET, TABLE = "file", "hand", "basket", "table"
_LEAST = {FILE: UPLOADER, HAND: UPLOADER, BASKET: VIEWER, TABLE: MANAGER}


def save_draft(
    board: Board, actor: Actor, kind: str, key: str, said: Mapping[str, Any],
    data: bytes | None = None,
) -> Draft:  # fmt: skip
    """Keep what the person gave, in place of what was kept under the same kind and key.

    Args:
        said: as JSON holds it. data: the bytes of a chosen file, given once.

    Raises:
        Forbidden: below viewer; for files and forms below uploader, for tables below administrator.
        TooManyDrafts: the person keeps too much already.
        StoreRefusal: no room, or the home is closed to writing.
    """
    require(actor, VIEWER)
    require(actor, _LEAST[kind])
    before = board.drafts.load(actor.name, kind, key)
    content = before.content if before else ""
    if data is not None:
        content = hashlib.sha256(data).hexdigest()
    return board.drafts.save(actor.name, Draft(kind, key, said, content), data)


def load_draft(board: Board, actor: Actor, kind: str, key: str) -> Draft | None:
    """What the person has under this kind and key; ``None`` where there is nothing."""
    require(actor, VIEWER)
    return board.drafts.load(actor.name, kind, key)


def list_drafts(board: Board, actor: Actor, kind: str) -> list[Draft]:
    """All that the person has of a kind, by key."""
    require(actor, VIEWER)
    return board.drafts.list(actor.name, kind)


def drop_draft(board: Board, actor: Actor, kind: str, key: str) -> None:
    """Throw away what the person has under this kind and key.

    Raises:
        WritingClosed: the home is closed to writing.
    """
    require(actor, VIEWER)
    board.drafts.drop(actor.name, kind, key)


def content_of_draft(board: Board, actor: Actor, sha256: str) -> bytes:
    """The bytes of a chosen file of the person.

    Raises:
        StoreRefusal: they are gone or damaged.
    """
    require(actor, VIEWER)
    return board.drafts.content(actor.name, sha256)
