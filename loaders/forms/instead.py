"""What a table holds of which nothing can be read: said by its name in the refusal."""

from collections.abc import Iterator
from dataclasses import dataclass

from loaders.binding.file_context import FileContext
from loaders.model.sheet import CellValue
from loaders.model.table import Block, Column
from loaders.tables.columns import sample
from loaders.tables.place_columns import PLACE_ROLES, says_aside
from loaders.words.labels import (
    OTHER_MEDIUM,
    TARGET,
    heads_targets,
    meaning,
    other_quantity,
    what_it_is,
)
from loaders.words.modifiers import is_beside
from loaders.words.values import parse_value

SILENT = ("serial", "unit")


@dataclass(frozen=True)
class Instead:
    """What a table without any readable figure holds.

    Attributes:
        words: what was seen, each with what it is where that is known.
        derived: whether figures of a known kind are among it.
        explained: whether its headers leave nothing open.
        listed: headers of a list of places, which holds no figure of theirs.
    """

    words: tuple[str, ...]
    derived: bool
    explained: bool
    listed: tuple[str, ...] = ()


def instead(block: Block, columns: list[Column], file: FileContext) -> Instead:
    """What stands in a table of no indicator: by its title, by its rows, by its headers."""
    if listed := _listed(block, columns):
        return Instead(listed, derived=False, explained=True, listed=listed)
    title = tuple(other_figures_titled(block, file) or titled_targets(block, file))
    if title:
        return Instead(title, derived=True, explained=True)
    named = any(
        file.vocabulary.named(text) for c in columns if c.role != "key" for text in c.header
    )
    items = () if named else tuple(_items(block, columns, file))
    if items and (other := next((c for c in columns if c.reason == OTHER_MEDIUM), None)):
        names = "、".join(text for text, _ in items)
        return Instead((f"{names}是{what_it_is(other.reason)}",), True, _explained(columns))
    if items:
        words = tuple(f"{text}是{what}" if what else text for text, what in items)
        return Instead(words, any(what for _, what in items), _explained(columns))
    derived = any(c.role in ("derived", "part") or is_beside(c) for c in columns)
    return Instead(tuple(seen(block, columns)), derived, _explained(columns))


def _listed(block: Block, columns: list[Column]) -> tuple[str, ...]:
    """The headers of a list of places: names, and beside them addresses, coordinates, remarks."""
    named = [c for c in columns if c.role == "key" and c.key in PLACE_ROLES]
    others = [c for c in columns if c.role != "key" and c.reason not in ("serial", "second-name")]
    beside = [c for c in others if c.header and says_aside(c.header[-1])]
    held = [v for c in others if c not in beside for v in sample(block, c.index)]
    if not named or any(map(_is_number, held)) or any(c.role != "ignored" for c in others):
        return ()
    return tuple("".join(c.title.split()) for c in columns if c.header and c.reason != "serial")


def _is_number(value: CellValue) -> bool:
    return parse_value(value).is_figure


def _explained(columns: list[Column]) -> bool:
    """Whether every column with a header is a key, a serial number or of a kind that is known."""
    open_ones = [c for c in columns if c.header and c.role in ("ignored", "value")]
    return not any(c.role == "value" or c.reason not in SILENT for c in open_ones)


def other_figures_titled(block: Block, file: FileContext) -> list[str]:
    """What the title says that a table holds, where it is no monitored value."""
    for text in (*block.titles, block.sheet.name, file.name):
        if file.vocabulary.named(text):
            other = other_quantity(text, file.vocabulary)
            return [f"“{text.strip()}”是{what_it_is(other.id)}"] if other else []
    return []


def titled_targets(block: Block, file: FileContext) -> list[str]:
    """What the title says that a table holds, where these are targets."""
    texts = (*block.titles, block.sheet.name, file.name)
    if not heads_targets(texts, file.vocabulary):
        return []
    said = next(text for text in texts if heads_targets([text], file.vocabulary))
    return [f"“{said.strip()}”是{what_it_is(TARGET)}"]


def _items(block: Block, columns: list[Column], file: FileContext) -> Iterator[tuple[str, str]]:
    """The labels of the rows of a table of items, each with what its figures are if it is known."""
    column = next((c for c in columns if c.role == "key" and c.key == "indicator"), None)
    cells = [block.sheet.value(row, column.index) for row in block.body[:500]] if column else []
    for text in dict.fromkeys(cell.strip() for cell in cells if isinstance(cell, str)):
        whole = meaning([file.vocabulary.facets(text)], file.catalog)
        kinds = file.vocabulary.facets(text).derived
        kind = whole.quantity.id if whole.quantity else "".join(kinds[-1:])
        yield text, what_it_is(kind) if kind else ""


def seen(block: Block, columns: list[Column]) -> list[str]:
    """What a person would say the table is about: the text after 指标：, else its headers."""
    for title in block.titles:
        for mark in ("指标：", "指标:"):
            if mark in title:
                return [title.split(mark, 1)[1].strip()]
    return [_told(c) for c in columns if c.role != "key" and c.header]


def _told(column: Column) -> str:
    """A header, and what its figures are where they are no monitored values."""
    if column.role == "derived":
        return f"{column.title}是{what_it_is(column.reason)}"
    if is_beside(column):
        return f"{column.title}是上年同期的数"
    return f"{column.title}是有效天数" if column.part == "n_valid" else column.title
