"""Sites that head columns under a name nobody knows: codes (1001A), one among known sites."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from loaders.model.sheet import CellValue
from loaders.model.table import Column
from loaders.tables.place_columns import (
    PLACE_ROLES,
    UNCLEAR,
    is_no_place,
    is_site_name,
)
from loaders.words import lists
from loaders.words.normalise import label
from loaders.words.values import parse_value
from loaders.words.vocabulary import Vocabulary

#: Kind of a place that a header names and the catalog does not: a site of the table's own area.
NAMED = "named"
_MANY = 3  # names across that are places even where none ends like one
_KINDS = ("number", "missing", "below", "invalid", "blank")


def with_sites_across(
    columns: Sequence["Column"], cells: Callable[[int], list[CellValue]], vocabulary: Vocabulary
) -> list["Column"]:
    """The columns, those of numbers behind an indicator column as values of the site they name.

    Only where nothing else is a value and no row names a place; otherwise they stay as they are.
    Where places are known, fewer than three names that do not end like those of sites are unclear,
    to be asked; one alone that only says that there are figures (数量) holds those of the rows.

    Args:
        cells: sample of the values of a column.

    Where places are open names without a digit are places by themselves (cities across), unless
    they end like those of sites (甲断面).
    """
    keys = [c for c in columns if c.role == "key"]
    named = [c for c in keys if c.key == "indicator"]
    if (
        not named
        or any(c.key in PLACE_ROLES for c in keys)
        or any(c.role == "value" for c in columns)
    ):
        return list(columns)
    found = [
        c
        for c in columns
        if c.role == "ignored" and c.reason == "unknown" and c.header
        and c.index > named[0].index and _numbers(cells(c.index))
        and (is_counting(c) or not is_no_place(c.header[-1], vocabulary))
    ]  # fmt: skip
    if len(found) == 1 and label(found[0].header[-1]) in lists.COUNTING:
        alone = replace(found[0], role="value", reason="")
        return [alone if c is found[0] else c for c in columns]
    open_places = vocabulary.catalog.city.open_places
    told = {c.index: _across(c, open_places, len(found)) for c in found}
    return [told.get(c.index, c) for c in columns]


def is_counting(column: "Column") -> bool:
    """Whether a header only says, in words nobody needs to explain, that figures stand below."""
    text = column.header[-1].strip()
    return label(text) in lists.COUNTING or text.endswith(lists.NEVER_PLACES)


def _across(column: "Column", open_places: bool, together: int) -> "Column":
    """A column of numbers as values of the place that its header names, or unclear."""
    text = column.header[-1].strip()
    digits = any(letter.isdigit() for letter in text)
    own = open_places and not digits and not text.endswith(lists.PLACES["sites_end"])
    placed = replace(column, places=(("area" if own else NAMED, text),))
    named = own or digits or text.isascii() or is_site_name(text)
    if text.endswith(lists.NEVER_PLACES) or not (named or together >= _MANY):
        return replace(placed, reason=UNCLEAR)
    return replace(placed, role="value", reason="")


def with_unlisted_across(
    columns: Sequence["Column"], cells: Callable[[int], list[CellValue]]
) -> list["Column"]:
    """The columns, those of numbers under an unknown name among two known sites as such a site.

    A name that does not end like one of a site is marked as unclear, to be asked.

    Args:
        cells: sample of the values of a column.
    """
    sites = [c for c in columns if c.role == "value" and c.places[:1] and c.places[0][0] == "site"]
    if len(sites) < 2 or any(c.indicator for c in sites):
        return list(columns)
    first = min(c.index for c in sites)
    return [
        _unlisted(c)
        if c.role == "ignored" and c.reason == "unknown" and c.header and c.unit is None
        and c.index > first and _numbers(cells(c.index))
        else c
        for c in columns
    ]  # fmt: skip


def _unlisted(column: "Column") -> "Column":
    text = column.header[-1].strip()
    placed = replace(column, places=((NAMED, text),))
    if is_site_name(text):
        return replace(placed, role="value", reason="")
    return replace(placed, reason=UNCLEAR)


def _numbers(values: list[CellValue]) -> bool:
    kinds = [parse_value(value).kind for value in values]
    return "number" in kinds and sum(kind in _KINDS for kind in kinds) >= 0.9 * len(kinds)
