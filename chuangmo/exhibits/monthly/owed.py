"""What a running month lacks and who owes it: one file of one district empties no matrix."""

from collections.abc import Sequence

from chuangmo.assess.verdict_types import INSUFFICIENT, MET, NOT_YET_DUE
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator
from chuangmo.charts.matrix import Matrix
from chuangmo.exhibits.month import Month
from chuangmo.service.imports.completeness import LATE, REPORTED, SUBMITTED
from chuangmo.service.questions import Questions
from chuangmo.status import STATUS_WORD

_NAMED, _PLACES = 6, 4  # indicators and places named in a sentence
_CLOSES = {"month": 1, "quarter": 3, "year": 12}


def due_indicators(catalog: Catalog, month: Month) -> frozenset[str]:
    """The indicators that the city's duties ask for with a month; they stay in its matrix."""
    return frozenset(
        name
        for duty in catalog.city.duties
        if month.month % _CLOSES[duty.every] == 0
        for name in duty.indicators
    )


def completeness_word(
    reader: Questions, month: Month, total: int, lack: int, wait: int
) -> tuple[str, str]:
    """Status and word for the cells of districts; 齐全 only where every report is in too.

    Args:
        total, lack, wait: all cells, those with too little data, those that are not due yet.
    """
    if lack:
        return INSUFFICIENT, f"{STATUS_WORD[INSUFFICIENT]} {lack}"
    if wait:
        return MET, f"{STATUS_WORD[NOT_YET_DUE]} {wait}"
    rows = reader.completeness(month.period).rows
    owed = any(row.due is not None and row.state not in (REPORTED, LATE) for row in rows)
    return (MET, "齐全") if total and not owed else (INSUFFICIENT, "未报齐")


def owing_words(reader: Questions, month: Month, matrix: Matrix) -> str:
    """Who owes the columns without any figure: ``SO2（城关区、西固区未报）``; empty without any."""
    lacking = [
        column.indicator
        for n, column in enumerate(matrix.columns)
        if all((cell := row.cells[n]) is None or cell.value is None for row in matrix.rows)
    ]
    if not lacking:
        return ""
    rows = [row for row in reader.completeness(month.period).rows if row.due is not None]

    def said(indicator: Indicator) -> str:
        mine = [row for row in rows if row.indicator == indicator.id]
        owe = [row.area for row in mine if row.state not in (REPORTED, LATE, SUBMITTED)]
        wait = [row.area for row in mine if row.state == SUBMITTED]
        parts = [part for part in (_places(owe, "未报"), _places(wait, "待审核")) if part]
        return f"{indicator.label}（{'；'.join(parts) or '没有登记由谁报'}）"

    more = f"等 {len(lacking)} 项" if len(lacking) > _NAMED else ""
    return f"本期没有数、作数据不足列出的指标：{'、'.join(map(said, lacking[:_NAMED]))}{more}。"


def _places(areas: Sequence[str], word: str) -> str:
    shown = "、".join(areas[:_PLACES]) + (f"等 {len(areas)} 处" if len(areas) > _PLACES else "")
    return f"{shown}{word}" if areas else ""
