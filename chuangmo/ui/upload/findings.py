"""Problems, the sheet as found and the differences of a staged file, for the 上传 page."""

import re
from collections.abc import Sequence

import streamlit as st

from chuangmo.ui.blocks.cell_marks import SEVERITY, marks_of
from chuangmo.ui.blocks.value_changes import change_table
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, code, status_text
from chuangmo.ui.parts.state import on_phone
from loaders.model.staged import Diagnostic, SheetAccount, StagedBatch

_FINGERPRINT = re.compile(r"[0-9a-f]{8,64}")
_SHOWN = 40


def layout_words(sheet: SheetAccount) -> str:
    """The layout by its name; a bare fingerprint means it was recognised by content."""
    if not sheet.layout:
        return "未识别"
    return "按内容识别" if _FINGERPRINT.fullmatch(sheet.layout) else sheet.layout


def show_findings(staged: StagedBatch) -> None:
    """问题清单 beside the sheet as found."""
    left, right = st.columns([1.2, 1], gap="medium")
    with left:
        _problem_list(staged)
    with right:
        if on_phone():
            with st.expander("查看原表"):
                _sheet_preview(staged)
        else:
            _sheet_preview(staged)


def _problem_list(staged: StagedBatch) -> None:
    found = list(staged.diagnostics)
    counts = {s: sum(1 for d in found if d.severity == s) for s in SEVERITY}
    st.html(html.title("问题清单", "先改错误；提醒须说明理由；说明无需处理"))
    if not found:
        st.html(html.note(["没有发现问题。"]))
        return
    names = {"all": f"全部 {len(found)}"} | {
        s: f"{word} {counts[s]}" for s, (_, word) in SEVERITY.items() if counts[s]
    }
    wanted = st.segmented_control(
        "级别",
        list(names),
        format_func=lambda key: names[key],
        default="all",
        required=True,
        key="severity",
        label_visibility="collapsed",
    )
    order = list(SEVERITY)
    shown = sorted(
        (d for d in found if wanted in ("all", None, d.severity)),
        key=lambda d: order.index(d.severity),
    )
    st.html(html.table(*_problem_rows(shown[:_SHOWN])))
    if len(shown) > _SHOWN:
        st.html(html.note([f"另有 {len(shown) - _SHOWN} 条，按级别筛选查看。"]))


def _problem_rows(found: Sequence[Diagnostic]) -> tuple[list[HtmlColumn], list[list[object]]]:
    columns = [
        HtmlColumn("级别", width="64px"),
        HtmlColumn("单元格", width="22%"),
        HtmlColumn("发现"),
        HtmlColumn("怎么办", width="26%", css="cm-hide-phone"),
    ]
    rows: list[list[object]] = []
    for problem in found:
        status, word = SEVERITY[problem.severity]
        what, todo = split_message(problem.message)
        many = problem.count > 1 and "共" not in problem.message
        more = f"（共 {problem.count} 处）" if many else ""
        where = "!".join(part for part in (problem.sheet, problem.cell) if part)
        said = f"{what}{more}。{todo}" if todo and on_phone() else what + more
        rows.append([status_text(status, word), code(where) if where else "全文件", said, todo])
    return columns, rows


def split_message(message: str) -> tuple[str, str]:
    """``where：what was found。what to do。`` into what and what to do."""
    rest = message.partition("：")[2] or message
    what, _, todo = rest.partition("。")
    if todo.startswith("（"):  # how many cells the line stands for: no advice
        return what + todo, ""
    return what, todo.rstrip("。")


def _sheet_preview(staged: StagedBatch) -> None:
    names = list(staged.preview)
    st.html(html.title("原表预览", "底色为问题所在，表内数字未作改动"))
    if not names:
        st.html(html.note(["这个文件没有可预览的工作表。"]))
        return
    name = _choose_sheet(names, staged.sha256[:12])
    rows = [row[:14] for row in staged.preview[name][:16]]
    st.html(html.sheet(rows, marks_of(staged.diagnostics, name)))
    account = next((s for s in staged.sheets if s.sheet == name), None)
    if account is not None:
        st.html(
            html.note(
                [
                    f"版式：{layout_words(account)}；读出 {account.readings} 个数，"
                    f"不入库 {account.set_aside} 个。",
                    f"识别依据：{'；'.join(account.reasons)}。" if account.reasons else "",
                ]
            )
        )


def _choose_sheet(names: list[str], key: str) -> str:
    if len(names) == 1:
        return names[0]
    if len(names) > 4:
        return st.selectbox("工作表", names, key=f"sheet-{key}", label_visibility="collapsed")
    chosen = st.segmented_control(
        "工作表",
        names,
        default=names[0],
        required=True,
        key=f"sheet-{key}",
        label_visibility="collapsed",
    )
    return chosen or names[0]


def show_diff(staged: StagedBatch) -> None:
    """The values that would be replaced, and how many are new or unchanged."""
    diff = staged.diff
    counts = f"新增 {diff.added}，替换 {diff.changed}，不变 {diff.unchanged}"
    lost = f"，原有而本次没有 {diff.removed}（保留原值，除非您回答要删除）" if diff.removed else ""
    st.html(html.title("与现有数据的差异", f"{counts}{lost}；只替换下列各数，其余月份不动"))
    if not diff.changes:
        st.html(html.note(["没有要替换的数。"]))
        return
    st.html(change_table(diff.changes[:_SHOWN]))
    if diff.changed + diff.removed > _SHOWN:
        st.html(html.note([f"另有 {diff.changed + diff.removed - _SHOWN} 个替换未列出。"]))
