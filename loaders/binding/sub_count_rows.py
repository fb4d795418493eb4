"""Which rows are the kinds of a count (其中) above them, where indicators stand in rows."""

from collections.abc import Sequence
from dataclasses import replace

from loaders.binding.keys import KeyReader
from loaders.binding.row_keys import RowKeys
from loaders.binding.sub_counts import OF_WHICH_MARK, part_name, same_unit, unit_in
from loaders.model.readings import PartRow
from loaders.model.sheet import cell_text
from loaders.words.values import parse_value


def with_kinds(keys: KeyReader, rows: RowKeys) -> RowKeys:
    """The keys without the rows that tell kinds of a count; these are in ``kinds``.

    A row says 其中 under a count; rows after it that nobody knows belong to it where with them the
    kinds are the count. Their place and time are those of the count.
    """
    column = keys.column("indicator")
    if column is None or rows.indicators is None:
        return rows
    labels = [cell_text(keys.layout.shown(row, column.index)).strip() for row in rows.rows]
    if not any(map(OF_WHICH_MARK.match, labels)):
        return rows
    kinds: dict[int, tuple[PartRow, ...]] = {}
    gone: set[int] = set()
    for n, text in enumerate(labels):
        if n in gone or not n or not (OF_WHICH_MARK.match(text) and _is_count(keys, rows, n - 1)):
            continue
        found = _run(keys, rows, labels, n)
        gone |= set(found)
        kinds[rows.rows[n - 1]] = tuple(_part(rows, labels, k) for k in found)
    left = {text for n, text in enumerate(labels) if n not in gone}
    return replace(
        rows.only([n for n in range(len(labels)) if n not in gone]),
        kinds=kinds,
        unexplained={text: ids for text, ids in rows.unexplained.items() if text in left},
    )


def _is_count(keys: KeyReader, rows: RowKeys, n: int) -> bool:
    known = rows.indicators[n] if rows.indicators is not None else None
    return known is not None and keys.vocabulary.catalog.indicator(known).is_task


def _run(keys: KeyReader, rows: RowKeys, labels: Sequence[str], first: int) -> list[int]:
    """Positions of the kinds of the count before ``first``, from there on."""
    of = first - 1
    fits = []
    for n in range(first, len(labels)):
        if not _may_be_kind(rows, labels, n, of):
            break
        fits.append(n)
    marked = [n for n in fits if OF_WHICH_MARK.match(labels[n])]
    return fits if _adds_up(keys, rows, fits, of) else marked


def _may_be_kind(rows: RowKeys, labels: Sequence[str], n: int, of: int) -> bool:
    assert rows.indicators is not None
    alike = rows.places[n] in (None, rows.places[of]) and rows.parts[n] in (None, rows.parts[of])
    known = rows.indicators[n]
    again = known == rows.indicators[of] and OF_WHICH_MARK.match(labels[n])
    return alike and bool(known is None or again) and same_unit(*_units(rows, labels, n, of))


def _units(rows: RowKeys, labels: Sequence[str], n: int, of: int) -> tuple[str, str]:
    return _unit(rows, labels, n), _unit(rows, labels, of)


def _unit(rows: RowKeys, labels: Sequence[str], n: int) -> str:
    own = rows.units[n] if rows.units is not None else None
    return own.name if own else unit_in(labels[n])


def _adds_up(keys: KeyReader, rows: RowKeys, kinds: Sequence[int], of: int) -> bool:
    """Whether in any column of values the kinds are the whole count."""
    sheet = keys.block.sheet
    for column in keys.columns:
        if column.role == "value":
            whole = parse_value(sheet.value(rows.rows[of], column.index)).value
            cells = [parse_value(sheet.value(rows.rows[n], column.index)).value for n in kinds]
            if whole is not None and sum(cell for cell in cells if cell is not None) == whole:
                return True
    return False


def _part(rows: RowKeys, labels: Sequence[str], n: int) -> PartRow:
    marked = bool(OF_WHICH_MARK.match(labels[n]))
    return PartRow(rows.rows[n], part_name(labels[n]), _unit(rows, labels, n), marked)
