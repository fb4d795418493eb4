"""An exhibit's table laid flat: one value a cell, so that a program can read every column."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Table
from chuangmo.exports.numbers import number_in
from chuangmo.status import STATUS
from chuangmo.wording import ABSENT

Value = Decimal | str | None


@dataclass(frozen=True)
class Grid:
    """Names and rows of values: numbers, texts, ``None`` where nothing is known."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def is_number_column(exhibit: Exhibit, place: int) -> bool:
    """Whether a column of the exhibit's table holds figures; names never do."""
    assert exhibit.table is not None
    return exhibit.table.heads[place].numeric or (exhibit.kind == "matrix" and place > 0)


def grid_of(exhibit: Exhibit) -> Grid:
    """The table of an exhibit as columns of one value each.

    ``33 / 61`` becomes two columns (Excel would read a day of the year), a status and a second
    line of a cell get columns of their own.
    """
    table = exhibit.table or Table((ColumnHead("结论"),), ((Cell(exhibit.verdict),),))
    columns: list[tuple[str, list[Value]]] = []
    for place, head in enumerate(table.heads):
        cells = [row[place] for row in table.rows]
        figures = exhibit.table is not None and is_number_column(exhibit, place)
        columns += _columns(head, cells, figures)
    return Grid(
        tuple(name for name, _ in columns),
        tuple(zip(*(values for _, values in columns), strict=True)),
    )


def side_by_side(one: Grid, other: Grid) -> Grid:
    """Two grids as one, row by row of the same first cell; a row of only one of them is kept."""
    known = {row[0]: row[1:] for row in other.rows}
    mine = {row[0] for row in one.rows}
    lone = [row for row in other.rows if row[0] not in mine]
    here, there = (None,) * (len(one.heads) - 1), (None,) * (len(other.heads) - 1)
    rows = [(*row, *known.get(row[0], there)) for row in one.rows]
    rows += [(row[0], *here, *row[1:]) for row in lone]
    return Grid((*one.heads, *other.heads[1:]), tuple(rows))


def _columns(
    head: ColumnHead, cells: Sequence[Cell], figures: bool
) -> list[tuple[str, list[Value]]]:
    name = f"{head.name}（{head.small}）" if head.small else head.name
    found = _split(head, cells)
    if not found and (any(cell.text for cell in cells) or not any(c.status for c in cells)):
        found = [(name, [_value(cell.text, figures) for cell in cells])]
    if any(cell.status for cell in cells):
        own = head.name if not found else f"{head.name}：状态"
        found.append((own, [_word(cell) for cell in cells]))
    if any(cell.small for cell in cells):
        found.append((f"{head.name}：附注", [cell.small or None for cell in cells]))
    return found


def _value(text: str, figures: bool) -> Value:
    if text in ("", ABSENT):
        return None
    return (number_in(text) if figures else None) or text


def _word(cell: Cell) -> str | None:
    return (cell.word or STATUS[cell.status].word) if cell.status else None


def _split(head: ColumnHead, cells: Sequence[Cell]) -> list[tuple[str, list[Value]]]:
    """Columns of a column of fractions; empty where the cells are no fractions."""
    parts = [
        [number_in(part) for part in cell.text.split("/")] if "/" in cell.text else None
        for cell in cells
    ]
    known = [part for part in parts if part]
    sizes = {len(part) for part in known}
    rest = [c.text for c, part in zip(cells, parts, strict=True) if part is None]
    plain = all(text in ("", ABSENT) or number_in(text) is not None for text in rest)
    if len(sizes) != 1 or not plain or any(number is None for part in known for number in part):
        return []
    size = sizes.pop()
    filled = [
        part or [number_in(cell.text), *[None] * (size - 1)]
        for cell, part in zip(cells, parts, strict=True)
    ]
    names = _names(head, size)
    return [(names[n], [part[n] for part in filled]) for n in range(size)]


def _names(head: ColumnHead, size: int) -> list[str]:
    for text, before in ((head.name, ""), (head.small, f"{head.name}：")):
        words = [word.strip() for word in text.split(" / ")]
        if len(words) == size:
            return [f"{before}{word}" for word in words]
    return (
        [head.name, f"{head.name}（共）"]
        if size == 2
        else [f"{head.name} {n}" for n in range(1, size + 1)]
    )
