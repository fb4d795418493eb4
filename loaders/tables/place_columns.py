"""Which of several place columns names the places of the rows: districts, sites, groups of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from loaders.model.sheet import CellValue
from loaders.model.table import Column
from loaders.words.key_times import key_parts
from loaders.words.vocabulary import Vocabulary

PLACE_ROLES = ("district", "place", "site")
Cells = Callable[[int], list[CellValue]]


def settled_places(
    columns: Sequence["Column"], cells: Cells, vocabulary: Vocabulary
) -> list["Column"]:
    """The columns with at most one key of districts and one of sites.

    Args:
        cells: sample of the values of a column.
    """
    found = _items_as_places(columns, cells, vocabulary)
    return _one_site_column(_inner_place(found, cells), cells)


def _items_as_places(
    columns: Sequence["Column"], cells: Cells, vocabulary: Vocabulary
) -> list["Column"]:
    """Where indicators head columns, a column 项目 without any names the places of the rows."""
    valued = any(c.role == "value" and c.indicator for c in columns)
    if not valued or any(c.role == "key" and c.key in PLACE_ROLES for c in columns):
        return list(columns)
    found = []
    for c in columns:
        if c.role == "key" and c.key == "indicator":
            texts = [v for v in cells(c.index) if isinstance(v, str)]
            other = any(vocabulary.named(t) for t in texts)
            other = other or 2 * sum(_is_no_place(t, vocabulary) for t in texts) >= len(texts)
            areas = any((vocabulary.place(t) or ("",))[0] == "area" for t in texts)
            c = c if other else replace(c, key="district" if areas else "site")
        found.append(c)
    return found


def _is_no_place(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text is a time or a word that heads values."""
    said = vocabulary.facets(text)
    heads = said.generic or said.modifiers or said.is_unit
    return bool(heads) or key_parts(text, "date") is not None


def _inner_place(columns: Sequence["Column"], cells: Cells) -> list["Column"]:
    """Beside districts a place column is a group of them (远郊), or names their sites."""
    district = next((c for c in columns if c.role == "key" and c.key == "district"), None)
    if district is None:
        return list(columns)
    many = len({str(v) for v in cells(district.index)})
    found = []
    for c in columns:
        if c.role == "key" and c.key == "place":
            group = len({str(v) for v in cells(c.index)}) <= many
            ignored = replace(c, role="ignored", key="", reason="second-name")
            c = ignored if group else replace(c, key="site")
        found.append(c)
    return found


def _one_site_column(columns: Sequence["Column"], cells: Cells) -> list["Column"]:
    """Of several site columns the one that tells most rows apart is the site."""
    sites = [c for c in columns if c.key in ("site", "place") and c.role == "key"]
    if len(sites) < 2:
        return list(columns)
    best = max(sites, key=lambda c: (len({str(v) for v in cells(c.index)}), -c.index))
    return [
        replace(c, role="ignored", reason="second-name") if c in sites and c is not best else c
        for c in columns
    ]
