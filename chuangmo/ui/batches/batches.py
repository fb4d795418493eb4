"""What 批次与溯源 shows: imported files and their events, the cells of a number, who owes what."""

from collections.abc import Callable, Sequence

import streamlit as st

from chuangmo.catalog.models import Indicator
from chuangmo.exhibit import Foot
from chuangmo.exhibits.month import Month
from chuangmo.period import Period, months_period
from chuangmo.service.figures.answers import Extent
from chuangmo.service.questions import Row
from chuangmo.store.rows import BatchInfo
from chuangmo.ui import reads
from chuangmo.ui.blocks.made_of import made_of
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, Safe, bold, code, joined
from chuangmo.ui.parts.state import choose_switch
from chuangmo.ui.parts.times import local_time
from chuangmo.ui.reads import PAGE
from chuangmo.wording import figure, parts_words, unit_after, value_name

_EVENT = {
    "committed": "导入", "withdrawn": "撤回", "restored": "恢复",
    "submitted": "提交", "approved": "审核通过", "returned": "退回",
}  # fmt: skip
#: Events that stand in the list of files already.
_CAME = (_EVENT["committed"], _EVENT["submitted"])
_OTHERS = {"pending": "待入库", "submitted": "待审核", "returned": "已退回"}
_SHOWN_EVENTS = 12
_SHOWN_CELLS = 12
SPANS = {"year": "当年累计", "month": "当月"}


def show_verdict(known: Sequence[BatchInfo]) -> None:
    """How many files hold, how many were withdrawn, and the last thing that happened."""
    active = sum(1 for batch in known if batch.state == "active")
    gone = sum(1 for batch in known if batch.state == "withdrawn")
    text = f"共导入 {len(known)} 个批次，{active} 个有效"
    text += f"，{gone} 个已撤回" if gone else "，没有撤回的"
    for state, word in _OTHERS.items():
        if number := sum(1 for batch in known if batch.state == state):
            text += f"，{number} 个{word}"
    tags = [html.demo_tag(any(batch.demo for batch in known))]
    st.html(html.verdict_block(["批次与溯源", "全部批次"], f"{text}。", _latest(known), tags))


def _latest(known: Sequence[BatchInfo]) -> Safe:
    when, what, batch, by, reason = _events(known)[0]
    words = [f"最近一次：{when} {by} {what}了", bold(f"批次 {batch.batch}"), f"（{batch.file}）"]
    return joined([*words, f"，理由：{reason}。" if reason else "。"])


Happened = tuple[str, str, BatchInfo, str, str]


def _events(known: Sequence[BatchInfo]) -> list[Happened]:
    """Everything that happened to any batch, newest first."""
    found = [(event.at, batch.batch, batch, event) for batch in known for event in batch.events]
    found.sort(key=lambda one: (one[0], one[1]), reverse=True)
    return [
        (
            local_time(at),
            _EVENT.get(event.event, event.event),
            batch,
            event.by,
            event.reason,
        )
        for at, _, batch, event in found
    ]


def show_events(known: Sequence[BatchInfo]) -> None:
    """What became of batches: which one, by whom and why (imports stand above)."""
    happened = [one for one in _events(known) if one[1] not in _CAME]
    reviewed = any("submitted" in {e.event for e in one.events} for one in known)
    what = "审核、撤回与恢复" if reviewed else "撤回与恢复"
    st.html(html.title(f"{what}的经过", "每次都留痕，新的在上；原件一直留在归档里"))
    if not happened:
        st.html(html.note([f"还没有{what.replace('与', '或')}过任何批次。"]))
        return
    columns = [
        HtmlColumn("时间（北京）", css="cm-nowrap"),
        HtmlColumn("事项", css="cm-nowrap"),
        HtmlColumn("批次", numeric=True),
        HtmlColumn("文件"),
        HtmlColumn("经手", css="cm-hide-phone"),
        HtmlColumn("理由"),
    ]
    st.html(html.table(columns, [_event_row(one) for one in happened[:_SHOWN_EVENTS]]))
    if older := happened[_SHOWN_EVENTS:]:
        with st.expander(f"更早的 {len(older)} 条"):
            st.html(html.table(columns, [_event_row(one) for one in older]))


def _event_row(one: Happened) -> list[object]:
    when, what, batch, by, reason = one
    return [when, bold(what), str(batch.batch), batch.file, by, reason or "—"]


def show_nothing() -> None:
    """What stands in a part that needs figures while no active batch holds any."""
    st.html(html.title("没有可用的数据"))
    st.html(html.note(["这个月份没有有效批次的数据。请换一个月份，或在“批次”中恢复一个批次。"]))


def trace_period(month: Month, span: str) -> Period:
    """January to the month, or the month alone."""
    if span == "month":
        return month.period
    return months_period((month.year, 1), (month.year, month.month))


def choose_span() -> str:
    """Whether the number of the year so far or of the month alone is traced."""
    return choose_switch("时段", "span", SPANS, "year")


def show_trace(indicator: Indicator, area: str, month: Month, span: str) -> None:
    """The number, its rule, its cells, and the original files to take away."""
    found = PAGE.trace(indicator.id, trace_period(month, span), area)
    cells = found["cells"]
    when = f"{month.year}年{month.month}月" if span == "month" else month.words
    st.html(html.title(_trace_title(found, indicator, area, when), _trace_rule(found)))
    if not cells:
        why = "没有直接上报的单元格：该数由其他指标推算，或尚未报送。"
        st.html(html.note([why, "请换一个指标、区县或月份。"]))
        return
    _cells_table(cells)
    _originals(cells)


def _trace_title(found: Row, indicator: Indicator, area: str, when: str) -> str:
    cells = found["cells"]
    used = sum(1 for cell in cells if cell["used"])
    number = found["published"] or found["value"]
    name = value_name(indicator, str(found["statistic"])).strip()
    if number is None:
        return f"{area}{when} {name}没有数值；找到 {len(cells)} 个单元格"
    shown = found["below"] or figure(str(number), str(found["unit"]))
    value = f"{shown}{unit_after(str(found['unit']))}"
    left = f"，另有 {len(cells) - used} 个未采用" if len(cells) > used else ""
    return f"{area}{when} {name} {value}，来自 {used} 个单元格{left}"


def _trace_rule(found: Row) -> str:
    raw = found["value"]
    exact = f"修约前 {raw}；" if raw is not None and raw != found["published"] else ""
    if found["below"]:
        exact = f"各次均未检出，{found['below']} 表示低于检出限；"
    return f"{exact}{found['rule']}".rstrip("；")


def _cells_table(cells: Sequence[Row]) -> None:
    columns = [
        HtmlColumn("批次", numeric=True),
        HtmlColumn("单元格"),
        HtmlColumn("原文", numeric=True),
        HtmlColumn("入库值", numeric=True, css="cm-hide-phone"),
        HtmlColumn("文件"),
        HtmlColumn("是否采用"),
    ]
    first = sorted(cells, key=lambda cell: bool(cell["used"]))[:_SHOWN_CELLS]
    off = frozenset(n for n, cell in enumerate(first) if not cell["used"])
    st.html(html.table(columns, [_cell_row(cell) for cell in first], off))
    if parts := made_of(cells):
        st.html(parts)
    if len(cells) > len(first):
        st.html(html.note([f"未采用的列在前；此处 {len(first)} 个，全部在下面。"]))
        with st.expander(f"全部 {len(cells)} 个单元格"):
            _all_cells(cells)


def _cell_row(cell: Row) -> list[object]:
    unit = unit_after(cell["unit"])
    stored = "—" if cell["value"] is None else f"{figure(cell['value'], cell['unit'])}{unit}"
    fixed = cell.get("corrected")
    note = f"（已更正为 {fixed['value']}：{fixed['reason']}）" if fixed else ""
    return [
        str(cell["batch"]), code(address(cell)), cell["raw"] or "—", stored, cell["file"],
        html.use_words(cell) + note,
    ]  # fmt: skip


def address(cell: Row) -> str:
    """``空气!C8``; text files have no sheet."""
    return f"{cell['sheet']}!{cell['cell']}" if cell["sheet"] else str(cell["cell"])


def _all_cells(cells: Sequence[Row]) -> None:
    rows = [
        {
            "批次": cell["batch"],
            "单元格": address(cell),
            "原文": cell["raw"],
            "入库值": cell["value"],
            "单位": cell["unit"],
            "文件": cell["file"],
            "是否采用": html.use_words(cell),
            "组成": parts_words(cell["parts"]),
        }
        for cell in cells
    ]
    st.dataframe(rows, hide_index=True, row_height=33, height=360, placeholder="—")


def _originals(cells: Sequence[Row]) -> None:
    """One file at a time; its bytes are read from the archive when the button is pressed."""
    files = {cell["sha256"]: cell["file"] for cell in cells}
    names = list(files.values())
    labels = {
        sha: name if names.count(name) == 1 else f"{name}（{sha[:8]}）"
        for sha, name in files.items()
    }
    st.html(html.title("原始文件", f"这个数用到 {len(files)} 个文件；下载的与上传时逐字节相同"))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        sha = st.selectbox(
            "原始文件",
            list(labels),
            format_func=lambda key: labels[key],
            key="original",
            label_visibility="collapsed",
            width=420,
        )
        if sha:
            st.download_button("下载原件", data=original(sha), file_name=files[sha], key="take")


def original(sha256: str) -> Callable[[], bytes]:
    """Reads the file from the archive only when it is asked for."""
    board = reads.get_board()
    return lambda: board.store.original(sha256)


def batches_foot(known: Sequence[BatchInfo], extent: Extent) -> Foot:
    """The foot line of the page."""
    demo = "（演示数据）" if any(batch.demo for batch in known) else ""
    readings = sum(batch.counts.get("readings", 0) for batch in known if batch.state == "active")
    return Foot(
        source=f"来源：导入记录与归档原件{demo}",
        through=f"数据截至 {extent.last:%Y-%m-%d}（最新有效批次 {extent.batch}）"
        if extent.last
        else "",
        valid=f"有效批次共读取 {figure(str(readings))} 个值",
        standard="",
    )
