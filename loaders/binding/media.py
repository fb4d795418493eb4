"""Which medium figures are of: for labels that surface water and air both have (铅, 氟化物)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from chuangmo.catalog.catalog import Catalog
from loaders.binding.file_context import FileContext
from loaders.model.table import Block, Column, Unit
from loaders.words import lists
from loaders.words.labels import OTHER_MEDIUM, UNKNOWN_LABEL
from loaders.words.normalise import label
from loaders.words.units import unit_named
from loaders.words.vocabulary import Facets, Vocabulary

WATER, AIR, WASTE = "water", "air", "waste"
_BY_DIMENSION = {"dissolved": WATER, "bacteria": WATER, "concentration": AIR, "mixing": AIR}
_WASTE_HEADS = frozenset(map(label, lists.WASTE_HEADS))
#: Kinds of places that a heading names where water is sampled.
_SAMPLED = ("section", "river", "water")
_WORDS = sorted(
    ((label(word), medium) for medium, words in lists.MEDIA.items() for word in words),
    key=lambda pair: -len(pair[0]),
)


def with_media(columns: list[Column], block: Block, file: FileContext) -> list[Column]:
    """The columns, those of a shared word as the indicator of the table's own medium.

    What its own unit says goes before what stands beside it; where nothing says it the column is
    asked (``unknown-label``), and it is none of ours where the medium has no such indicator.
    """
    if not any(shared_by(column, file.vocabulary) for column in columns):
        return columns
    return [_told(column, columns, block, file) for column in columns]


def _told(column: Column, columns: list[Column], block: Block, file: FileContext) -> Column:
    ids = shared_by(column, file.vocabulary)
    if not ids:
        return column
    medium = _of_unit(column.unit) or medium_of(columns, (), block, file)
    if known := of_medium(ids, medium, file.catalog):
        return replace(column, indicator=known)
    if medium:
        return replace(column, role="ignored", indicator="", reason="unknown")
    return replace(column, role="ignored", reason=UNKNOWN_LABEL)


def without_other_media(columns: list[Column], block: Block, file: FileContext) -> list[Column]:
    """The columns, concentrations of a table of waste water, chimneys, rain as no figures of ours.

    Its titles or names say so, or the heading of its places (排污口, 企业名称).
    """
    texts = (*block.titles, *(() if block.sheet.is_text else (block.sheet.name,)), file.name)
    heads = [text for c in columns for text in c.header[-1:]]
    titled = next((medium for text in texts if (medium := _of_text(text))), "")
    if titled != WASTE and not any(label(head) in _WASTE_HEADS for head in heads):
        return columns
    catalog, found = file.catalog, []
    labels = [file.vocabulary.named(text) for text in _cells(columns, "indicator", block)]
    rows = [i for ids in labels for i in ids]
    for c in columns:
        own = [c.indicator] if c.indicator else rows
        measured = bool(own) and all(_BY_DIMENSION.get(_dimension(i, catalog)) for i in own)
        aside = measured and c.role in ("value", "part")
        found.append(replace(c, role="derived", part="", reason=OTHER_MEDIUM) if aside else c)
    return found


def _dimension(indicator: str, catalog: Catalog) -> str:
    """The dimension of an indicator's unit; of water also that of what has none (pH)."""
    one = catalog.indicator(indicator)
    unit = unit_named(one.unit)
    return unit.dimension if unit else "dissolved" if one.group == WATER and not one.is_rate else ""


def shared_by(column: Column, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Ids of the indicators that share the word of a column's header; none where it has its own."""
    if not column.indicator or column.role not in ("value", "ignored"):
        return ()
    shared = (vocabulary.facets(text).shared for text in reversed(column.header))
    return next((ids for ids in shared if column.indicator in ids), ())


def of_medium(ids: Sequence[str], medium: str, catalog: Catalog) -> str:
    """The indicator of a medium among those that share a word; empty where there is none."""
    return next((one for one in ids if catalog.indicator(one).group == medium), "")


def medium_of(
    columns: Sequence[Column], labels: Iterable[str], block: Block, file: FileContext
) -> str:
    """The medium of a table: by its headings of places, what stands beside, its titles, its name.

    Args:
        labels: labels of rows that name indicators.
    """
    headings = (file.vocabulary.place_heading(c.header) for c in columns if c.role == "key")
    if any(heading is not None and heading.kind in _SAMPLED for heading in headings):
        return WATER
    texts = [*(text for c in columns for text in c.header if c.indicator), *labels]
    facets = [file.vocabulary.facets(text) for text in texts]
    beside = {one for f in facets for one in f.indicators if one not in f.shared}
    groups = {file.catalog.indicator(one).group for one in beside}
    units = {_of_unit(f.unit) for f in facets if f.shared} - {""}
    for said in (groups, units):
        if len(said) == 1 and said <= {WATER, AIR}:
            return said.pop()
    titles = (_of_text(text) for text in (*block.titles, block.sheet.name, file.name))
    return next((medium for medium in titles if medium), "")


def medium_of_rows(columns: Sequence[Column], block: Block, file: FileContext) -> str:
    """The medium of a table whose rows name indicators; empty where no label needs it."""
    labels = _cells(columns, "indicator", block)
    if not any(file.vocabulary.facets(text).shared for text in labels):
        return ""
    units = {_of_unit(unit_named(text)) for text in _cells(columns, "unit", block)} & {WATER, AIR}
    return units.pop() if len(units) == 1 else medium_of(columns, labels, block, file)


def _cells(columns: Sequence[Column], key: str, block: Block) -> set[str]:
    """The texts of the first key column of a role."""
    index = next((c.index for c in columns if c.role == "key" and c.key == key), None)
    cells = [block.sheet.value(row, index) for row in block.body[:500]] if index is not None else []
    return {text for text in cells if isinstance(text, str)}


def of_row(facets: Facets, medium: str, catalog: Catalog) -> str:
    """The indicator of a row label that several share, by its unit, else by the table's medium."""
    return of_medium(facets.shared, _of_unit(facets.unit) or medium, catalog)


def _of_unit(unit: Unit | None) -> str:
    """The medium whose figures stand in such a unit (mg/L of water, µg/m³ of air)."""
    return _BY_DIMENSION.get(unit.dimension, "") if unit else ""


def _of_text(text: str) -> str:
    """The one medium that a title speaks of; empty where it says none or several."""
    body, found = label(text), set()
    for word, medium in _WORDS:
        if word in body:
            found.add(medium)
            body = body.replace(word, " ")
    return found.pop() if len(found) == 1 else ""
