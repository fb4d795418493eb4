"""Which of several place columns names the places of the rows: districts, sites, groups of them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from loaders.model.sheet import CellValue, Sheet, cell_text
from loaders.model.table import Column
from loaders.words import lists
from loaders.words.key_times import key_parts
from loaders.words.normalise import label
from loaders.words.values import parse_value
from loaders.words.vocabulary import Vocabulary

PLACE_ROLES = ("district", "place", "site")
#: Key of a column that tells apart values of one site (水平位置): part of the site's name.
WITHIN_SITE = "within-site"
#: Reason of a column that may name places and is asked.
UNCLEAR = "place-unclear"
#: Rows that are no rows of places wherever they stand: totals, limits.
_ROWS_ASIDE = re.compile(f"{lists.TOTAL}|^(?:{lists.LIMIT_ROWS})$")
_TURN = re.compile("第.{1,3}[次批组]|样品|平行|其中|.?旬$")
_ABOVE = 8  # rows between what is stated of a table and its header
Cells = Callable[[int], list[CellValue]]


def settled_places(
    columns: Sequence["Column"], cells: Cells, vocabulary: Vocabulary
) -> list["Column"]:
    """The columns with at most one key of districts and one of sites.

    Args:
        cells: sample of the values of a column.
    """
    found = _exchanged(_items_as_places(columns, cells, vocabulary), cells, vocabulary)
    found = _areas_of_sites(found, cells, vocabulary)
    found = _one_district(found, cells, vocabulary)
    return _one_site_column(_inner_place(found, cells), cells, vocabulary)


def _exchanged(columns: Sequence["Column"], cells: Cells, vocabulary: Vocabulary) -> list["Column"]:
    """Areas under the word for sites beside other names under the word for areas: by content."""
    keys = [c for c in columns if c.role == "key"]
    sites, areas = ([c for c in keys if c.key == key] for key in ("site", "district"))
    if len(sites) != 1 or len(areas) != 1:
        return list(columns)
    kinds = [
        [(vocabulary.place(text) or ("",))[0] for text in cells(c.index) if isinstance(text, str)]
        for c in (sites[0], areas[0])
    ]
    if not all(kinds) or set(kinds[0]) != {"area"} or "area" in kinds[1]:
        return list(columns)
    other = {sites[0].index: "district", areas[0].index: "site"}
    return [place_column(c, other[c.index]) if c.index in other else c for c in columns]


def is_area_name(text: str) -> bool:
    """Whether a name ends like that of an administrative area (某某区)."""
    return text.strip().endswith(lists.PLACES["areas_end"])


def is_site_name(text: str) -> bool:
    """Whether a name ends like that of a site (甲站, 某某断面)."""
    return text.strip().endswith(lists.PLACES["sites_end"])


def names_areas(values: list[CellValue], vocabulary: Vocabulary) -> bool:
    """Whether most of a column's cells are areas of the catalog."""
    known = [
        v for v in values if isinstance(v, str) and (vocabulary.place(v) or ("",))[0] == "area"
    ]
    return bool(known) and 2 * len(known) > len(values)


def stated_beside(sheet: Sheet, row: int, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Lines that a row above a header states cell by cell: 监测点位 | 甲站 as 监测点位：甲站.

    Empty where it states no place so, or may itself be a header.
    """
    cells = [v for v in sheet.rows[row] if v is not None]
    if len(cells) not in (2, 4, 6) or any(isinstance(v, int | float) for v in cells):
        return ()
    if not all(isinstance(v, str) for v in cells[::2]):
        return ()
    pairs = [
        (str(head).strip(), cell_text(said))
        for head, said in zip(cells[::2], cells[1::2], strict=True)
    ]
    places = [head for head, _ in pairs if vocabulary.place_heading((head,))]
    if not places or any(_is_heading(said, vocabulary) for _, said in pairs):
        return ()
    if any(head in places and vocabulary.facets(said).periods for head, said in pairs):
        return ()  # 区县 | 10月 heads columns
    if not all(h in places or vocabulary.facets(h).keys or says_aside(h) for h, _ in pairs):
        return ()
    return (
        tuple(f"{h}：{said}" for h, said in pairs) if _header_below(sheet, row, vocabulary) else ()
    )


def _is_heading(text: str, vocabulary: Vocabulary) -> bool:
    said = vocabulary.facets(text)
    heads = said.is_header_word and not is_site_name(text)
    return bool(heads or vocabulary.place_heading((text,)))


def says_aside(text: str) -> bool:
    """Whether a text heads what is neither a place nor a value (备注, Latitude)."""
    return label(text) in map(label, lists.BESIDE)


def _header_below(sheet: Sheet, row: int, vocabulary: Vocabulary) -> bool:
    """Whether a row of header words comes before any row of data."""
    for below in range(row + 1, min(row + _ABOVE, len(sheet.rows))):
        cells = [v for v in sheet.rows[below] if v is not None]
        texts = [v for v in cells if isinstance(v, str) and parse_value(v).kind == "unreadable"]
        if len(cells) < 2 or says_aside(str(cells[0])):
            continue
        return len(texts) == len(cells) and any(_is_heading(t, vocabulary) for t in texts)
    return False


def place_column(column: "Column", key: str) -> "Column":
    """A column as a key of places."""
    return replace(column, role="key", key=key, indicator="", part="", reason="")


def second_name(column: "Column") -> "Column":
    """A column that names again what another key names."""
    return replace(column, role="ignored", key="", reason="second-name")


def _areas_of_sites(
    columns: Sequence["Column"], cells: Cells, vocabulary: Vocabulary
) -> list["Column"]:
    """Beside a column of sites one of cities or areas says where they are (城市, STNAME)."""
    sites = [c for c in columns if c.role == "key" and c.key in ("site", "place")]
    areas = [c for c in sites if _holds_areas(c, cells, vocabulary)]
    inner = [c for c in sites if c not in areas and c.key == "site"]
    if not areas or not inner:
        return list(columns)
    return [place_column(c, "district") if c in areas else c for c in columns]


def _holds_areas(column: "Column", cells: Cells, vocabulary: Vocabulary) -> bool:
    texts = {v for v in cells(column.index) if isinstance(v, str)}
    known = [vocabulary.place(text) for text in texts]
    if texts and all(place and place[0] == "area" for place in known):
        return True
    heading = vocabulary.place_heading(column.header)
    named = heading is not None and heading.kind == "area" and not heading.is_code
    if texts and not vocabulary.catalog.city.open_places:  # cities, the board's own among them
        here = (place[0] == "area" if place else None for place in known)
        areas = (
            is_area_name(text) if own is None else own
            for text, own in zip(texts, here, strict=True)
        )
        return named and all(areas)
    if not texts or any(known):
        return False
    return named or all(map(is_area_name, texts))


def _one_district(
    columns: Sequence["Column"], cells: Cells, vocabulary: Vocabulary
) -> list["Column"]:
    """Of several district columns the one that tells most rows apart, names before codes.

    A column of codes alone is none where sites are named beside it. A heading that stands there
    again opens a second table beside the first.
    """
    districts = [c for c in columns if c.role == "key" and c.key == "district"]
    if len({c.header[-1:] for c in districts}) < len(districts):
        return list(columns)
    codes = [c for c in districts if _is_code(c, vocabulary)]
    sites = any(c.role == "key" and c.key == "site" for c in columns)
    named = [c for c in districts if c not in codes] or ([] if sites else districts)
    best = max(named, key=lambda c: (len(_distinct(c, cells)), -c.index), default=None)
    return [second_name(c) if c in districts and c is not best else c for c in columns]


def _is_code(column: "Column", vocabulary: Vocabulary) -> bool:
    heading = vocabulary.place_heading(column.header)
    return heading is not None and heading.is_code


def _distinct(column: "Column", cells: Cells) -> set[str]:
    return {str(v) for v in cells(column.index) if not _ROWS_ASIDE.search(label(str(v)))}


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
            named = [t for t in texts if not _ROWS_ASIDE.search(label(t))]
            other = other or 2 * sum(is_no_place(t, vocabulary) for t in named) >= len(named)
            areas = any((vocabulary.place(t) or ("",))[0] == "area" for t in texts)
            written = vocabulary.catalog.city.open_places and all(map(is_area_name, texts))
            areas = areas or (bool(texts) and written)
            if not areas and _are_strangers(texts, vocabulary, named=not other):
                c = replace(c, role="ignored", key="", reason=UNCLEAR)
            elif not other:
                c = replace(c, key="district" if areas else "site")
        found.append(c)
    return found


def _are_strangers(texts: Sequence[str], vocabulary: Vocabulary, *, named: bool) -> bool:
    """Whether names may be places as well as figures: one alone, or such as 上报数, 核定数.

    Args:
        named: whether they are taken for places otherwise.
    """
    names = {text.strip() for text in texts}
    if vocabulary.catalog.city.open_places or any(map(vocabulary.place, names)):
        return False
    if names and all(_is_open_count(name, vocabulary) for name in names):
        return True
    coded = any(any(c.isdigit() for c in name) or name.isascii() for name in names)
    return named and len(names) == 1 and not coded and not any(map(is_site_name, names))


def _is_open_count(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a text ends like the heading of figures and no word says which (应完成数)."""
    said = vocabulary.facets(name)
    ends = name.endswith(lists.NEVER_PLACES) and label(name) not in lists.COUNTING
    return ends and bool(said.rest) and not (said.quantities or said.modifiers or said.indicators)


def is_no_place(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text is a time, a number, a turn or heads values: 10-1, 第一次, 达标数."""
    said = vocabulary.facets(text)
    if text.strip().endswith(lists.NEVER_PLACES) and not said.places:
        return True
    heads = said.generic or said.modifiers or said.is_unit or said.quantities or said.total
    whole = not said.rest and not said.places
    nameless = not any(letter.isalpha() or letter in "#号" for letter in text)
    turn = _TURN.match(label(text)) is not None
    return bool(heads or whole or nameless or turn) or key_parts(text, "date") is not None


def _inner_place(columns: Sequence["Column"], cells: Cells) -> list["Column"]:
    """Beside districts a place column is a group of them (远郊), or names their sites."""
    district = next((c for c in columns if c.role == "key" and c.key == "district"), None)
    if district is None:
        return list(columns)
    many = len(_distinct(district, cells))
    found = []
    for c in columns:
        if c.role == "key" and c.key == "place":
            group = len(_distinct(c, cells)) <= many
            c = second_name(c) if group else replace(c, key="site")
        found.append(c)
    return found


def _one_site_column(
    columns: Sequence["Column"], cells: Cells, vocabulary: Vocabulary
) -> list["Column"]:
    """Of several site columns the one that tells most rows apart is the site, names first."""
    sites = [c for c in columns if c.key in ("site", "place") and c.role == "key"]
    if len(sites) < 2 or len({c.header[-1:] for c in sites}) < len(sites):
        return list(columns)
    best = max(
        sites,
        key=lambda c: (len(_distinct(c, cells)), not _is_code(c, vocabulary), -c.index),
    )
    return [second_name(c) if c in sites and c is not best else c for c in columns]
