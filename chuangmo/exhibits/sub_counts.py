"""What the counts of a task are made of (其中): kinds by place, each with the cell it stands in."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from chuangmo.catalog.models import Indicator
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table, text_frame
from chuangmo.exhibits.tasks import Tasks
from chuangmo.service.figures.source_rows import kinds_in
from chuangmo.service.questions import Questions
from chuangmo.wording import ABSENT, figure, unit_after

_Count = Mapping[str, Any]


def sub_counts_exhibit(reader: Questions, view: Tasks, foot: Foot) -> Exhibit | None:
    """The kinds of the count by place; ``None`` where no report gives any.

    Kinds are shown as reported; nothing is added up over places or counted in any figure.
    """
    month = view.month
    found = reader.sub_counts(view.area, month.period, month.as_of).get(view.indicator.id, ())
    if not found:
        return None
    turn = {row.area: n for n, row in enumerate(view.districts)}
    found = tuple(sorted(found, key=lambda cell: turn.get(cell["area"], -1)))
    names = list(dict.fromkeys(kind["name"] for cell in found for kind in kinds_in(cell)))
    unit = view.indicator.unit
    heads = (
        ColumnHead("区县"), ColumnHead(view.indicator.label, unit, True),
        *(ColumnHead(name, "", True) for name in names),
    )  # fmt: skip
    table = Table(heads, tuple(_row(cell, names) for cell in found))
    return Exhibit(
        key=f"sub-counts-{view.indicator.id}-{month.period.text}",
        verdict=_said(view, found),
        subtitle=f"{unit}；每个数后面是它所在的单元格；分项只供查看，不另计数",
        figure=None,
        frame=text_frame(table.rows, heads),
        foot=foot,
        notes=tuple(_files(found)),
        demo=view.demo,
        extra={"unit": unit, "place": view.indicator.label},
        kind="sub_counts",
        table=table,
    )


def kinds_words(indicator: Indicator, cell: _Count) -> str:
    """``餐饮治理项数 298 项：油烟治理 186、污水治理 70、清洁能源改造 41、噪声治理 1``."""
    kinds = "、".join(f"{kind['name']} {figure(kind['value'])}" for kind in kinds_in(cell))
    return f"{indicator.label} {figure(cell['value'])}{unit_after(indicator.unit)}：{kinds}"


def _said(view: Tasks, found: Sequence[_Count]) -> str:
    if len(found) == 1:
        return f"{found[0]['area']}{kinds_words(view.indicator, found[0])}"
    return f"{len(found)} 个地区报的{view.indicator.label}写明了其中各项"


def _row(cell: _Count, names: Sequence[str]) -> tuple[Cell, ...]:
    kinds = {
        kind["name"]: Cell(figure(kind["value"]), small=kind["cell"]) for kind in kinds_in(cell)
    }
    whole = Cell(figure(cell["value"]), small=cell["cell"])
    return (Cell(cell["area"]), whole, *(kinds.get(name, Cell(ABSENT)) for name in names))


def _files(found: Sequence[_Count]) -> list[str]:
    """Where the cells stand, and counts whose kinds come to more."""
    files = dict.fromkeys(
        f"{cell['file']}{' ' + cell['sheet'] if cell['sheet'] else ''}（批次 {cell['batch']}）"
        for cell in found
    )
    sums = [(cell, sum(Decimal(kind["value"]) for kind in kinds_in(cell))) for cell in found]
    more = [
        f"{cell['area']}各项之和 {figure(str(total))} 大于所报的 {figure(cell['value'])}，请核对"
        for cell, total in sums
        if total > Decimal(cell["value"] or "0")
    ]
    return [f"单元格所在：{'、'.join(files)}", *more]
