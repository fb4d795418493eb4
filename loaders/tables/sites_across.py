"""Sites that head columns by a code nobody knows (1001A) beside a column of indicators."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from loaders.model.sheet import CellValue
from loaders.model.table import Column
from loaders.tables.place_columns import is_no_place
from loaders.words.values import parse_value
from loaders.words.vocabulary import Vocabulary

#: Kind of a place that a header names and the catalog does not: a site of the table's own area.
NAMED = "named"
_KINDS = ("number", "missing", "below", "invalid", "blank")
_PLACES = ("district", "place", "site")


def with_sites_across(
    columns: Sequence["Column"], cells: Callable[[int], list[CellValue]], vocabulary: Vocabulary
) -> list["Column"]:
    """The columns, those of numbers behind an indicator column as values of the site they name.

    Only where nothing else is a value and no row names a place; otherwise they stay as they are.

    Args:
        cells: sample of the values of a column.

    Where places are open names without a digit are places by themselves (cities across).
    """
    open_places = vocabulary.catalog.city.open_places
    keys = [c for c in columns if c.role == "key"]
    named = [c for c in keys if c.key == "indicator"]
    if not named or any(c.key in _PLACES for c in keys) or any(c.role == "value" for c in columns):
        return list(columns)

    def place(column: "Column") -> tuple[str, str]:
        text = column.header[-1].strip()
        own = open_places and not any(letter.isdigit() for letter in text)
        return ("area" if own else NAMED, text)

    return [
        replace(c, role="value", reason="", places=(place(c),))
        if c.role == "ignored" and c.reason == "unknown" and c.header
        and c.index > named[0].index and _numbers(cells(c.index))
        and not is_no_place(c.header[-1], vocabulary)
        else c
        for c in columns
    ]  # fmt: skip


def _numbers(values: list[CellValue]) -> bool:
    kinds = [parse_value(value).kind for value in values]
    return "number" in kinds and sum(kind in _KINDS for kind in kinds) >= 0.9 * len(kinds)
