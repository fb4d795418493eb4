"""The matrix as files show it (the page: ``ui/parts/matrix.py``): an exhibit, published texts."""

import pandas as pd

from chuangmo.assess.verdict_types import (
    INSUFFICIENT,
    Verdict,
)
from chuangmo.charts.matrix import Matrix, MatrixColumn
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table
from chuangmo.exhibits.overview import Overview, notes_of
from chuangmo.status import LINE, LOST, LOST_WORDS, OVER_STANDARD, SHOWN_JUDGED, STATUS
from chuangmo.wording import figure, limit_words, shown_value, unit_after


def matrix_exhibit(view: Overview, foot: Foot) -> Exhibit:
    """Places down, indicators across: what the page shows as its matrix."""
    places = [row for row in view.matrix.rows if not row.is_city]
    return Exhibit(
        key=f"overview-{view.month.period.text}",
        verdict=_matrix_title(view, len(places)),
        subtitle=f"区县 × 指标状态，{view.month.words}",
        figure=None,
        frame=view.matrix.frame() if view.matrix.columns else pd.DataFrame(),
        foot=foot,
        notes=tuple(part for part in notes_of(view) if part),
        demo=view.demo,
        kind="matrix",
        table=matrix_cells(view.matrix),
    )


def _matrix_title(view: Overview, places: int) -> str:
    """``8个区县64项评价：…`` and where the misses are."""
    counts = view.matrix.counts
    judged = [(s, counts[s]) for s in (*SHOWN_JUDGED, INSUFFICIENT) if counts[s]]
    total = sum(count for _, count in judged)
    parts = "，".join(f"{count}项{STATUS[status].word}" for status, count in judged)
    rows = [row for row in view.matrix.rows if not row.is_city and row.count(*LOST)]
    where = f"；{LOST_WORDS}的在{'、'.join(row.area for row in rows)}" if 0 < len(rows) <= 3 else ""
    return f"{places}个区县{total}项评价：{parts}{where}" if total else "各区县没有可评价的数据"


def matrix_cells(matrix: Matrix, places: str = "区县") -> Table:
    """The matrix as published texts; a limit of its own stands small below the value.

    Args:
        places: what its rows are.
    """
    heads = (ColumnHead(places), *(_matrix_head(column) for column in matrix.columns))
    rows = tuple(
        (
            Cell("全市" if row.is_city else row.area),
            *(
                _matrix_cell(cell, column, over)
                for cell, column, over in zip(
                    row.cells, matrix.columns, row.over_standard, strict=True
                )
            ),
        )
        for row in matrix.rows
    )
    return Table(heads, rows, leading=int(matrix.city is not None))


def _matrix_head(column: MatrixColumn) -> ColumnHead:
    row = column.head
    if column.indicator.is_task:
        return ColumnHead(column.indicator.label, f"完成 / 任务 {row.unit}")
    limit = limit_words(row)
    words = [LINE[row.line].short, limit] if limit else []
    doubt = "，待核" if limit and row.confidence in ("B", "C") else ""
    unit = unit_after(row.unit) if limit else row.unit
    return ColumnHead(column.indicator.label, f"{' '.join(words)}{unit}{doubt}")


def _matrix_cell(cell: Verdict | None, column: MatrixColumn, over: bool) -> Cell:
    if cell is None:
        return Cell("")
    flag = [OVER_STANDARD] if over else []
    if column.indicator.is_task and cell.quota is not None:
        done = figure(cell.done or cell.published)
        return Cell(f"{done} / {figure(cell.quota)}", cell.shown_as, " ".join(flag))
    head = column.head
    same = (cell.line, cell.operator, cell.limit) == (head.line, head.operator, head.limit)
    own = []
    if cell.limit is not None and not same:
        line = "" if cell.line == head.line else LINE[cell.line].short + " "
        own = [line + limit_words(cell)]
    value = shown_value(cell, column.indicator)
    if cell.unit != head.unit and cell.value is not None:
        value = f"{value}{unit_after(cell.unit)}"  # the head says another one
    return Cell(value, cell.shown_as, " ".join([*own, *flag]))
