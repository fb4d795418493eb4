"""Which conclusions are others than at the end of the month before, as an exhibit."""

from chuangmo.assess.verdict_types import NO_TARGET, Verdict
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table, text_frame
from chuangmo.exhibits.month import Month
from chuangmo.service.conclusions import SINCE_MONTH, Changes, ConclusionChange
from chuangmo.service.questions import Questions
from chuangmo.status import LINE_WORD
from chuangmo.wording import ABSENT, shown_value, unit_after

_HEADS = (
    ColumnHead("区县与指标"), ColumnHead("对照"), ColumnHead("上月末"), ColumnHead("本月末"),
    ColumnHead("数值", "", True), ColumnHead("变化"),
)  # fmt: skip
_WAY = {-1: "变差", 1: "变好", 0: "其他变化"}
_NOTE = "变化：各项年内判断截至本月末与截至上月末相比；尚难判断、数据不足与其他判断之间不分好坏。"


def changes_exhibit(reader: Questions, month: Month, dust: str, foot: Foot) -> Exhibit | None:
    """The changed verdicts, the gravest first; ``None`` where none is another one."""
    found = reader.changes(month.period, SINCE_MONTH, dust)
    if not found.rows:
        return None
    rows = tuple(_row(reader, change) for change in found.rows)
    return Exhibit(
        key=f"changes-{month.period.text}",
        verdict=f"与上月末相比，{counted_words(found)}",
        subtitle=f"截至 {found.then_as_of:%Y-%m-%d} 的判断，对照截至 {found.as_of:%Y-%m-%d} 的判断",
        figure=None,
        frame=text_frame(rows, _HEADS),
        foot=foot,
        notes=(_NOTE,),
        demo=any(change.row.demo for change in found.rows),
        kind="changes",
        table=Table(_HEADS, rows),
    )


def counted_words(found: Changes) -> str:
    """``3项变差，1项变好``."""
    return "，".join(f"{n}项{word}" for way, word in _WAY.items() if (n := found.count(way)))


def _row(reader: Questions, change: ConclusionChange) -> tuple[Cell, ...]:
    row, indicator = change.row, reader.catalog.indicator(change.row.indicator)
    shown = [shown_value(side, indicator) if side else ABSENT for side in (change.then, change.now)]
    words = shown[1] if shown[0] == shown[1] else f"{shown[0]} → {shown[1]}"
    return (
        Cell(f"{row.area} {indicator.label}"), Cell(LINE_WORD[row.line]), _side(change.then),
        _side(change.now), Cell(f"{words}{unit_after(row.unit)}"), Cell(_WAY[change.direction]),
    )  # fmt: skip


def _side(verdict: Verdict | None) -> Cell:
    if verdict is None or verdict.status == NO_TARGET:
        return Cell("没有判断")
    return Cell("", verdict.shown_as)
