"""Rows that tell parts of other rows: kinds of a count (其中), numerator, denominator of a rate."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from chuangmo.store.rows import DENOMINATOR, NUMERATOR
from loaders.binding.keys import KeyReader
from loaders.binding.row_keys import RowKeys
from loaders.binding.sub_counts import part_name, same_unit, unit_in
from loaders.model.readings import PartRow
from loaders.model.sheet import cell_text
from loaders.model.table import Place, TimeParts
from loaders.words.labels import is_unowned
from loaders.words.normalise import OF_WHICH_MARK
from loaders.words.values import parse_value
from loaders.words.vocabulary import Vocabulary

#: What a numerator and it make together is the denominator (优良天数 and 超标天数).
_REMAINDER = "remainder"
_Grain = tuple[str, Place | None, TimeParts | None]


def with_rate_parts(keys: KeyReader, rows: RowKeys) -> RowKeys:
    """The keys without the rows that tell parts of a rate; these are in ``kinds``.

    They belong to the one row of the rate of their place and time. Where it is not printed the row
    of the numerator stands for it, if the denominator is told too.
    """
    column = keys.column("indicator")
    if column is None or rows.indicators is None:
        return rows
    labels = [cell_text(keys.layout.shown(row, column.index)).strip() for row in rows.rows]
    gone: set[int] = set()
    kinds, quotients = dict(rows.kinds), dict(rows.quotients)
    known = keys.vocabulary.catalog
    beside = [known.indicator(i) for i in rows.indicators.entries() if i]
    for grain, parts in _of_rates(keys, rows, labels).items():
        rates = [n for n in range(len(labels)) if _grain(rows, n, rows.indicators[n]) == grain]
        found = [_rate_part(rows, labels, role, ns[0], parts) for role, ns in parts.items()]
        if len(rates) > 1 or any(len(ns) > 1 for ns in parts.values()):
            continue
        if (
            not rates
            and len(found) == 2
            and _is_bare(rows, parts[NUMERATOR][0])
            and not is_unowned(labels[parts[NUMERATOR][0]], known.indicator(grain[0]), beside)
        ):
            own = parts[NUMERATOR][0]
            quotients[rows.rows[own]] = grain[0]
            gone |= {n for ns in parts.values() for n in ns if n != own and _is_bare(rows, n)}
        elif rates:
            own = rates[0]
            gone |= {n for ns in parts.values() for n in ns if _is_bare(rows, n)}
        else:
            continue
        kinds[rows.rows[own]] = (*kinds.get(rows.rows[own], ()), *found)
    left = rows.only([n for n in range(len(labels)) if n not in gone])
    return replace(left, kinds=kinds, quotients=quotients)


def rates_in_parts(texts: Iterator[str], vocabulary: Vocabulary) -> bool:
    """Whether some labels of rows are numerator and denominator of one rate."""
    found: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        for role, owner in _parts_said(text, vocabulary):
            found[owner].add(role)
    return any(NUMERATOR in roles and len(roles) > 1 for roles in found.values())


def _of_rates(
    keys: KeyReader, rows: RowKeys, labels: Sequence[str]
) -> dict[_Grain, dict[str, list[int]]]:
    """Rate, place, time -> role -> positions of the rows; a remainder only with its numerator."""
    assert rows.indicators is not None
    found: dict[_Grain, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for n, text in enumerate(labels):
        counted = rows.indicators[n] is not None
        for role, owner in _parts_said(text, keys.vocabulary, counted=counted):
            found[_grain(rows, n, owner)][role].append(n)
    for parts in found.values():
        if {DENOMINATOR, _REMAINDER} <= set(parts) or NUMERATOR not in parts:
            parts.pop(_REMAINDER, None)
    told = {g: p for g, p in found.items() if p and (len(p) == 2 or g[0] in rows.indicators)}
    several = _claimed_twice(told)
    return {g: p for g, p in told.items() if not several & {n for ns in p.values() for n in ns}}


def _claimed_twice(told: dict[_Grain, dict[str, list[int]]]) -> set[int]:
    """Rows that are a part of several rates; whose they are nobody knows."""
    rows = [n for parts in told.values() for ns in parts.values() for n in ns]
    return {n for n in rows if rows.count(n) > 1}


def _is_bare(rows: RowKeys, n: int) -> bool:
    """Whether a row is read as nothing of its own."""
    return rows.indicators is None or rows.indicators[n] is None


def _grain(rows: RowKeys, n: int, indicator: str | None) -> _Grain:
    return indicator or "", rows.places[n], rows.parts[n]


def _parts_said(
    text: str, vocabulary: Vocabulary, *, counted: bool = False
) -> Iterator[tuple[str, str]]:
    """(role, rate) of a label that is wholly the name of a part of a rate.

    Args:
        counted: whether it is read as a count of its own, which may be a part as well.
    """
    said = vocabulary.facets(text)
    if said.rest or (said.indicators and not counted):
        return
    yield from ((_REMAINDER, owner) for owner in said.remainders)
    for role, owner in said.also if counted else said.parts:
        if role in (NUMERATOR, DENOMINATOR) and vocabulary.catalog.indicator(owner).is_rate:
            yield role, owner


def _rate_part(
    rows: RowKeys, labels: Sequence[str], role: str, n: int, parts: dict[str, list[int]]
) -> PartRow:
    name, unit = part_name(labels[n]), _unit(rows, labels, n)
    if role != _REMAINDER:
        return PartRow(rows.rows[n], name, unit, role=role)
    own = parts[NUMERATOR][0]
    whole = f"{part_name(labels[own])}＋{name}"
    return PartRow(rows.rows[n], whole, unit, role=DENOMINATOR, added=rows.rows[own])


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
