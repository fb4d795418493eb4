"""Total and mean rows: set aside, and checked against the rows that they sum up."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from chuangmo.assess.rounding import publish
from loaders.extracting.extract import EMPTY, Extract
from loaders.extracting.scope import BlockScope
from loaders.model.finding import Finding, at_cell
from loaders.model.table import Column
from loaders.words.labels import what_it_is
from loaders.words.modifiers import LAST_YEAR

_SUM = re.compile("合计|总计|小计|全市|全区")
_PART = re.compile("小计")
_MEAN = re.compile("平均|均值|全市")
_TOLERANCE = Decimal("0.02")


def set_aside_totals(scope: BlockScope, column: Column) -> Extract:
    """The total rows of one column, left out after a look at whether they add up."""
    hits = [
        (row, parsed.text)
        for row in scope.rows.totals
        if (parsed := scope.parsed(row, column)).kind in ("number", "missing", "below")
    ]
    if not hits:
        return EMPTY
    checked = [finding for row, text in hits for finding in _check(scope, column, row, text)]
    told = Extract(findings=tuple(checked))
    if column.role != "value":
        return told
    for reason, rows in _by_kind(scope, [row for row, _ in hits]).items():
        first = scope.rows.totals[rows[0]]
        if reason:
            told += scope.aside("not-an-input", column, rows, first, what=what_it_is(reason))
        else:
            told += scope.aside("total-row", column, rows, first)
    return told


def _by_kind(scope: BlockScope, rows: list[int]) -> dict[str, list[int]]:
    """Total rows by the kind of figure that their label says: 目标, 同比, 上年同期, else none."""
    found: dict[str, list[int]] = {}
    for row in rows:
        said = scope.file.vocabulary.facets(scope.rows.totals[row])
        beside = (LAST_YEAR,) if LAST_YEAR in said.modifiers else ()
        found.setdefault("".join((*beside, *said.derived)[-1:]), []).append(row)
    return found


def _check(scope: BlockScope, column: Column, row: int, text: str) -> Iterator[Finding]:
    """One total or mean row of a column against the rows that it sums up."""
    word = "".join(scope.rows.totals[row].split())
    printed = scope.parsed(row, column).value
    if printed is None:
        return
    if _adds(scope, column):
        if _SUM.search(word):
            total = sum(_above(scope, column, row, part=bool(_PART.search(word))), Decimal(0))
            if printed != total:
                cell = row, column.index
                yield at_cell("total-differs", scope.block.sheet, cell, text, sum=f"{total:f}")
    elif _MEAN.search(word) and column.role == "value" and not column.modifiers:
        yield from _check_mean(scope, column, row, text, printed)


def _adds(scope: BlockScope, column: Column) -> bool:
    """Whether the column holds counts, or parts of a rate, that add up over the rows."""
    known = column.indicator and scope.file.catalog.indicator(column.indicator)
    if column.part:
        days = bool(known and known.count_unit == "day")  # of every place the same days
        return column.part in ("numerator", "denominator") and not days
    return bool(known and column.role == "value" and known.is_task)


def _above(scope: BlockScope, column: Column, row: int, *, part: bool) -> list[Decimal]:
    """Values of the rows over a total; of a 小计 only those since the total before it."""
    earlier = [r for r in scope.rows.totals if r < row]
    whole = [r for r in earlier if not _PART.search("".join(scope.rows.totals[r].split()))]
    start = max(earlier if part else whole, default=-1)
    rows = [r for r in scope.rows.rows if start < r < row]
    if not rows and not earlier:
        rows = list(scope.rows.rows)
    return [v for r in rows if (v := scope.parsed(r, column).value) is not None]


def _check_mean(
    scope: BlockScope, column: Column, row: int, text: str, printed: Decimal
) -> Iterator[Finding]:
    """A printed mean against the plain mean of its group and of all rows, in the printed digits."""
    exponent = printed.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    groups = [_above(scope, column, row, part=True), _above(scope, column, row, part=False)]
    own = _own_area(scope, row)
    groups = [_of_areas(scope, column, row, {own})] if own else groups
    if not own:
        city = {d.name for d in scope.file.catalog.city.districts if d.in_city_mean}
        groups.append(_of_areas(scope, column, row, city))
    means = [sum(g, Decimal(0)) / len(g) for g in groups if len(g) > 1]
    if not means or any(abs(m - printed) <= max(step, abs(m) * _TOLERANCE) for m in means):
        return
    shown = publish(Fraction(means[0]), max(0, -int(step.adjusted())))
    yield at_cell("mean-differs", scope.block.sheet, (row, column.index), text, mean=shown)


def _own_area(scope: BlockScope, row: int) -> str:
    """The district that a mean row names for itself, empty where it names none."""
    column = scope.keys.column("district", "place")
    text = scope.layout.shown(row, column.index) if column else None
    place = scope.file.vocabulary.place(str(text)) if text is not None else None
    return place[1] if place and place[0] == "area" else ""


def _of_areas(scope: BlockScope, column: Column, row: int, areas: set[str]) -> list[Decimal]:
    """Values over a mean row of the rows in some districts."""
    pairs = zip(scope.rows.rows, scope.rows.places, strict=True)
    rows = [r for r, place in pairs if r < row and place and place[0] in areas]
    return [v for r in rows if (v := scope.parsed(r, column).value) is not None]
