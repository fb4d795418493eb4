"""The matrix of places and indicators as a value: judging line of a cell, order of the rows."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from chuangmo.assess.verdict_types import (
    AT_RISK,
    MET,
    MISSED,
    NO_TARGET,
    NOT_APPLICABLE,
    NOT_ASSESSABLE,
    NOT_YET_DUE,
    ON_COURSE,
    PRECEDENCE,
    REFERENCE,
    STANDARD,
    Verdict,
)
from chuangmo.catalog.models import Indicator
from chuangmo.status import LOST, STATUS_WORD
from chuangmo.wording import limit_words, shown_value

COMBINED = "combined"
_SILENT = (NO_TARGET, NOT_APPLICABLE)
#: Groups of indicators that many a city reports as a whole alone (绿化覆盖率, 人均GDP).
_OF_A_CITY = ("build", "manage", "economy", "score")
_GOOD = (MET, ON_COURSE)
_UNJUDGED = (*_SILENT, REFERENCE, NOT_ASSESSABLE)


@dataclass(frozen=True)
class MatrixColumn:
    """One indicator with the limit most of its cells are judged by.

    ``head`` is the row whose line, limit, unit and confidence the column head shows.
    """

    indicator: Indicator
    head: Verdict


@dataclass(frozen=True)
class MatrixRow:
    """One place: its verdicts in column order (``None`` where there is no row at all).

    ``over_standard`` marks cells whose figure misses the national standard although the line
    shown does not say so: both are true, and the second must not hide the first.
    """

    area: str
    is_city: bool
    cells: tuple[Verdict | None, ...]
    over_standard: tuple[bool, ...] = ()

    def count(self, *statuses: str) -> int:
        """How many cells are shown as one of these."""
        return sum(1 for cell in self.cells if cell and cell.shown_as in statuses)


@dataclass(frozen=True)
class Matrix:
    """Columns, rows (city first, then worst first) and the indicators left out.

    ``without_data`` have no figure at all; ``few_targets`` have a limit neither for the city nor
    for half of the places; ``city_only`` have a figure of the city and of no other place.
    """

    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]
    without_data: tuple[Indicator, ...]
    few_targets: tuple[Indicator, ...]
    city_only: tuple[Indicator, ...] = ()

    @property
    def counts(self) -> Counter[str]:
        """Cells by how they are shown, the city's own row left out."""
        return Counter(c.shown_as for r in self.rows if not r.is_city for c in r.cells if c)

    @property
    def city(self) -> MatrixRow | None:
        """The city's own row."""
        return next((row for row in self.rows if row.is_city), None)

    def frame(self) -> pd.DataFrame:
        """One row a place: 区县, then per indicator ``状态 值（限值）``."""
        return pd.DataFrame(
            [
                {"区县": row.area}
                | {
                    column.indicator.label: _cell_words(cell, column.indicator)
                    for column, cell in zip(self.columns, row.cells, strict=True)
                }
                for row in self.rows
            ]
        )


def chosen(rows: Sequence[Verdict], line: str) -> Verdict | None:
    """The row that stands in the cell.

    Args:
        rows: the lines of one place and indicator.
        line: one of the lines, or ``COMBINED`` for the first with a limit in ``PRECEDENCE``; what
            keeps that and misses the national standard is shown by the standard, so that nothing
            good stands over a figure that misses the law.
    """
    by_line = {row.line: row for row in rows}
    if line != COMBINED:
        return by_line.get(line)
    ordered = [by_line[name] for name in PRECEDENCE if name in by_line]
    for barred in (_UNJUDGED, _SILENT, (NO_TARGET,)):
        able = (row for row in ordered if row.limit is not None or barred is not _UNJUDGED)
        if found := next((row for row in able if row.status not in barred), None):
            law = by_line.get(STANDARD)
            hidden = law is not None and law.status == MISSED and found.status in _GOOD
            return law if hidden else found
    return ordered[0] if ordered else None


#: The cells of one indicator by place.
_Cells = dict[str, Verdict | None]


def build_matrix(
    rows: Sequence[Verdict],
    indicators: Sequence[Indicator],
    areas: Sequence[str],
    line: str,
    due: Collection[str] = (),
) -> Matrix:
    """The matrix of an assessment.

    Args:
        rows: all verdicts of the period.
        indicators: in the order of the columns; those without any figure go to ``without_data``.
        areas: in administrative order.
        line: as in ``chosen``.
        due: ids of indicators that stay columns without any figure: they are owed.
    """
    grouped: dict[tuple[str, str], list[Verdict]] = {}
    for row in rows:
        grouped.setdefault((row.area, row.indicator), []).append(row)
    cells: dict[str, _Cells] = {}
    for (area, name), group in grouped.items():
        cells.setdefault(name, {})[area] = chosen(group, line)
    kinds = {row.area: row.area_kind for row in rows}
    present = [i for i in indicators if i.id in cells]
    figured = any(_has_figures(cells[i.id]) for i in present)
    kept = due if figured else ()
    with_data = {i.id: i for i in present if i.id in kept or _has_figures(cells[i.id])}
    alone = {n: i for n, i in with_data.items() if _of_city_alone(cells[n], i, kinds)}
    alone = alone if len(alone) < len(with_data) else {}
    others = [i for name, i in with_data.items() if name not in alone]
    shown = [i for i in others if _mostly_judged(cells[i.id], kinds)]
    named = {i.id for i in shown}
    missing = tuple(i for i in present if i.id not in with_data)
    few = tuple(i for i in others if i.id not in named)
    columns = tuple(MatrixColumn(i, _head(cells[i.id])) for i in shown)
    built = [
        MatrixRow(
            a,
            kinds[a] == "city",
            tuple(cells[i.id].get(a) for i in shown),
            tuple(_over_standard(cells[i.id].get(a), grouped.get((a, i.id), [])) for i in shown),
        )
        for a in areas
        if a in kinds
    ]
    return Matrix(
        columns, tuple(sorted(built, key=_worst_first)), missing, few, tuple(alone.values())
    )


def _over_standard(cell: Verdict | None, rows: Sequence[Verdict]) -> bool:
    if cell is None or cell.line == STANDARD or cell.shown_as == MISSED:
        return False
    return any(row.line == STANDARD and row.status == MISSED for row in rows)


def _worst_first(row: MatrixRow) -> tuple[bool, int, int]:
    return (not row.is_city, -row.count(*LOST), -row.count(AT_RISK))


def _has_figures(cells: _Cells) -> bool:
    own = (cell for cell in cells.values() if cell)
    return any(cell.value is not None or cell.status == NOT_YET_DUE for cell in own)


def _of_city_alone(cells: _Cells, indicator: Indicator, kinds: dict[str, str]) -> bool:
    """Whether only the city has a row of what is built, managed, spent or scored."""
    return indicator.group in _OF_A_CITY and all(kinds[area] == "city" for area in cells)


def _mostly_judged(cells: _Cells, kinds: dict[str, str]) -> bool:
    own = {area: cell for area, cell in cells.items() if cell}
    lined = [area for area, cell in own.items() if cell.status not in _SILENT]
    return any(kinds[area] == "city" for area in lined) or 2 * len(lined) >= len(own) > 0


def _head(cells: _Cells) -> Verdict:
    own = [cell for cell in cells.values() if cell]
    limits = Counter((c.line, c.operator, c.limit) for c in own if c.limit is not None)
    if not limits:
        return own[0]
    most = limits.most_common(1)[0][0]
    return next(c for c in own if (c.line, c.operator, c.limit) == most)


def _cell_words(cell: Verdict | None, indicator: Indicator) -> str:
    if cell is None:
        return ""
    limit = limit_words(cell)
    return f"{STATUS_WORD[cell.shown_as]} {shown_value(cell, indicator)}" + (
        f"（{limit}）" if limit else ""
    )
