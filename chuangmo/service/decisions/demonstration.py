"""Decisions of the demonstration: what its papers give beside the sample workbooks."""

import tomllib
from typing import Any

from chuangmo.access.actor import REVIEWER, Actor
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.service.auditing import allow
from chuangmo.service.board import Board, require
from chuangmo.service.decisions.changing import EntryChange, set_hand_mark, set_item
from chuangmo.service.decisions.supervision.book import import_book
from chuangmo.service.decisions.supervision.items import SupervisionItem
from chuangmo.settings import SAMPLES_DIR

#: Marks of 考核 of the samples of a city; each names its invented paper.
_MARKS = "hand_marks.toml"
#: Results of scheme items without figures; each names its invented paper.
_ITEMS = "scheme_items.toml"


def load_demo_marks(board: Board, actor: Actor) -> list[EntryChange]:
    """The marks of 考核 that belong to the samples of the city, journalled like any other.

    Raises:
        Forbidden: below reviewer.
    """
    allow(board.settings, actor, "catalog", board.settings.city, REVIEWER)
    return [set_hand_mark(board, actor, **one) for one in _given(board, _MARKS, "hand_mark")]


def load_demo_scheme_items(board: Board, actor: Actor) -> list[EntryChange]:
    """The results of scheme items without figures that belong to the samples of the city.

    Raises:
        Forbidden: below reviewer.
    """
    allow(board.settings, actor, "catalog", board.settings.city, REVIEWER)
    return [set_item(board, actor, **one) for one in _given(board, _ITEMS, "item")]


def load_demo_items(board: Board, actor: Actor) -> list[SupervisionItem]:
    """The invented items of the city's demonstration, marked as such; none where it has none.

    Raises:
        Forbidden: below reviewer.
        UnfitEntry: a sample has a fault; it is a fault of the program.
    """
    require(actor, REVIEWER)
    opened = []
    for path in sorted((SAMPLES_DIR / board.settings.city / "督办").glob("*.csv")):
        seen, made = import_book(board, actor, path.read_bytes(), path.name, demo=True)
        if seen.problems:
            raise UnfitEntry(seen.problems[0].message)
        opened += made
    return opened


def _given(board: Board, name: str, key: str) -> list[dict[str, Any]]:
    path = SAMPLES_DIR / board.settings.city / name
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    found: list[dict[str, Any]] = tomllib.loads(text).get(key, [])
    return found
