"""What 上传 shows: the staged file step by step; nothing is written before 确认导入."""

import hashlib
from dataclasses import dataclass

import streamlit as st

from chuangmo.access.actor import Forbidden
from chuangmo.assess.verdict_types import MET, ON_COURSE
from chuangmo.service import importing
from chuangmo.store.errors import BaseMoved, StoreFault, StoreRefusal
from chuangmo.ui import cached, html
from chuangmo.ui.findings import SEVERITY, layout_words
from chuangmo.ui.html import Step
from chuangmo.ui.log import batch_words
from loaders.batch_types import (
    ERROR,
    NOTICE,
    WARNING,
    Question,
    StagedBatch,
)

TYPES = ["xlsx", "xlsm", "xls", "et", "ods", "csv", "tsv", "gz"]
_SETTLED = (importing.COMMITTED, importing.PENDING)


@dataclass(frozen=True)
class Picked:
    """The chosen file; its bytes stay with Streamlit's uploader, the session keeps the hash."""

    name: str
    data: bytes
    sha256: str


@dataclass(frozen=True)
class Decision:
    """What stands in the inputs: the reason, and whether faulty cells are set aside."""

    reason: str
    set_aside: bool


def pick_file() -> Picked | None:
    """The uploader and, with several files, which of them is at work."""
    files = st.file_uploader(
        "选择月报或台账（可一次选多个，逐个核对）",
        type=TYPES,
        accept_multiple_files=True,
        key="workbooks",
    )
    if not files:
        return None
    names = [f"{n}. {file.name}" for n, file in enumerate(files, 1)]
    at = 0
    if len(files) > 1:
        chosen = st.selectbox("正在核对的文件", names, key="workbook_at")
        at = names.index(chosen or names[0])
    data = files[at].getvalue()
    return Picked(files[at].name, data, hashlib.sha256(data).hexdigest())


def stage_file(picked: Picked) -> StagedBatch:
    """The file staged with the answers given so far."""
    answers = dict(st.session_state.get(f"answers-{picked.sha256}", {}))
    return cached.staged(picked.sha256, picked.data, picked.name, answers)


def show_start() -> None:
    """The page before a file was chosen."""
    st.html(
        html.verdict_block(
            ["上传"],
            "选一份月报，先核对、后导入；确认之前不写入任何数据。",
            "合并表头、多张工作表、合计行、“未检出”和 mg/m³ 都能读；每个数都记下所在的单元格。",
        )
    )
    names = ("选文件", "识别", "对应", "校验", "确认差异")
    st.html(html.stepper([Step(name, "", "now" if not n else "") for n, name in enumerate(names)]))


def show_head(staged: StagedBatch) -> None:
    """Verdict sentence and stepper of the staged file."""
    st.html(html.verdict_block(["上传", staged.name], _headline(staged), _second(staged)))
    st.html(html.stepper(_steps(staged)))


def _headline(staged: StagedBatch) -> str:
    if staged.rejected is not None:
        return "这个文件不能读取，没有写入任何数据。"
    if staged.same_as is not None and staged.same_as[1] == "active":
        return f"这个文件已经导入过（批次 {staged.same_as[0]}），内容没有变化，不必再导入。"
    readings = sum(sheet.readings for sheet in staged.sheets)
    errors, confirm = len(staged.errors), len(staged.to_confirm)
    parts = [
        f"{len(staged.questions)} 个问题须先回答" if staged.questions else "",
        f"{errors} 处错误须先改" if errors else "",
        f"{confirm} 处提醒须说明理由" if confirm else "",
    ]
    todo = "，".join(part for part in parts if part) or "没有须先处理的问题"
    return f"读出 {readings} 个数：{todo}；确认前不写入任何数据。"


def _second(staged: StagedBatch) -> str:
    if staged.rejected is not None:
        return staged.rejected.message
    if staged.same_as is not None and staged.same_as[1] == "withdrawn":
        return f"同一文件曾作为批次 {staged.same_as[0]} 导入后撤回，可在下方“导入记录”中恢复。"
    aside = sum(sheet.set_aside for sheet in staged.sheets)
    return f"其中 {aside} 个不入库（合计、指数等），每一个都在问题清单里写明原因。" if aside else ""


def _steps(staged: StagedBatch) -> list[Step]:
    diff, at = staged.diff, _current_step(staged)
    layouts = list(dict.fromkeys(layout_words(sheet) for sheet in staged.sheets))
    counts = {s: sum(1 for d in staged.diagnostics if d.severity == s) for s in SEVERITY}
    results = [
        ("选文件", f"{staged.name}，{_size(len(staged.data))}"),
        ("识别", f"{'、'.join(layouts[:2]) or '没有认出'}，{len(staged.sheets)} 张工作表"),
        (
            "对应",
            f"待回答 {len(staged.questions)} 问" if staged.questions else "指标、地点全部对上",
        ),
        ("校验", f"错误 {counts[ERROR]}　提醒 {counts[WARNING]}　说明 {counts[NOTICE]}"),
        (
            "确认差异",
            f"新增 {diff.added}　替换 {diff.changed}　不变 {diff.unchanged}　缺少 {diff.removed}",
        ),
    ]
    return [
        Step(name, result if n <= at else "", "now" if n == at else "done" if n < at else "")
        for n, (name, result) in enumerate(results)
    ]


def _current_step(staged: StagedBatch) -> int:
    if staged.rejected is not None:
        return 1
    if staged.questions:
        return 2
    return 3 if staged.errors else 4


def _size(count: int) -> str:
    return f"{max(1, count // 1024)} KB" if count < 1024 * 1024 else f"{count / 1024 / 1024:.1f} MB"


def ask(staged: StagedBatch, picked: Picked) -> None:
    """The open questions as inputs; an answer reads the file again."""
    if not staged.questions:
        return
    st.html(html.title("须先回答的问题", "文件里没有写明；回答之后重新核对"))
    with st.form(f"questions-{picked.sha256[:12]}", border=True):
        given = {question.key: _input(question) for question in staged.questions}
        if st.form_submit_button("用这些回答重新核对", type="primary"):
            key = f"answers-{picked.sha256}"
            known = dict(st.session_state.get(key, {}))
            st.session_state[key] = known | {k: v for k, v in given.items() if v}
            st.rerun()


def _input(question: Question) -> str:
    key = f"q-{question.key}"
    if question.options:
        chosen = st.selectbox(
            question.prompt, question.options, index=None, placeholder="请选择", key=key
        )
        return chosen or ""
    return st.text_input(question.prompt, key=key).strip()


def decide(staged: StagedBatch, picked: Picked) -> Decision:
    """Reason box and the choice to leave faulty cells out."""
    reason, aside = "", False
    if staged.errors:
        aside = st.checkbox(
            f"不改了：把这 {len(staged.errors)} 处错误的单元格留在库外，其余照常导入",
            key=f"aside-{picked.sha256[:12]}",
        )
    if staged.to_confirm:
        reason = st.text_input(
            f"{len(staged.to_confirm)} 处提醒的理由（与批次一起保存，以后看图时能看到）",
            placeholder="例如：已与监测站核对，数据无误",
            key=f"reason-{picked.sha256[:12]}",
        )
    return Decision(reason.strip(), aside)


def hindrance(staged: StagedBatch, decision: Decision) -> str:
    """Why 确认导入 is disabled, as one phrase; empty when nothing stands against it."""
    if staged.rejected is not None:
        return "文件不能读取"
    if staged.same_as is not None and staged.same_as[1] == "active":
        return "内容与已导入的批次相同"
    if staged.errors and not decision.set_aside:
        return f"改完 {len(staged.errors)} 处错误后可确认，或勾选留在库外"
    if staged.questions:
        return f"回答 {len(staged.questions)} 个问题后可确认"
    if staged.same_as is not None:
        return f"请在导入记录中恢复批次 {staged.same_as[0]}"
    if staged.to_confirm and not decision.reason:
        return f"写明 {len(staged.to_confirm)} 处提醒的理由后可确认"
    if staged.diff.added + staged.diff.changed + staged.diff.removed == 0:
        return "与现有数据完全相同，没有要写入的"
    return ""


def confirm(staged: StagedBatch, decision: Decision) -> None:
    """The last row: why not yet, and the one button that writes."""
    blocked = hindrance(staged, decision)
    with st.container(horizontal=True, vertical_alignment="center", key="actions"):
        st.space("stretch")
        st.html(
            html.wrap(f'<span class="mute">{html.text(blocked or "核对无误即可导入")}</span>'),
            width="content",
        )
        pressed = st.button("确认导入", type="primary", disabled=bool(blocked), key="confirm")
    if pressed and not blocked:
        _commit(staged, decision)


def _commit(staged: StagedBatch, decision: Decision) -> None:
    try:
        with st.spinner("正在归档、登记、入库……"):
            result = importing.commit(
                cached.get_board(),
                cached.actor(),
                staged,
                reason=decision.reason,
                set_aside_errors=decision.set_aside,
            )
    except (StoreRefusal, StoreFault, Forbidden) as refusal:
        st.error(str(refusal))
        return
    except BaseMoved as moved:
        st.warning(f"{moved} 下次确认前请再看一遍差异。")
        return
    st.session_state["import_result"] = (staged.sha256, result.status, result.batch)
    st.rerun()


def is_settled(picked: Picked) -> bool:
    """Whether the chosen file is the one just confirmed."""
    sha256, status, _ = st.session_state.get("import_result", ("", "", None))
    return sha256 == picked.sha256 and status in _SETTLED


def show_result(picked: Picked) -> None:
    """The answer to the confirmation, and where to see the new figures."""
    _, status, batch = st.session_state["import_result"]
    info = next((b for b in cached.batches() if b.batch == batch), None)
    words = batch_words(info) if info else ""
    state = "已登记，正在入库" if status == importing.PENDING else "已导入"
    st.html(
        html.verdict_block(
            ["上传", picked.name],
            f"{state}为批次 {batch}。{words}",
            "总览和指标页已按新数据重算；如有差错，可在下方导入记录中撤回，原文件长期保存。",
            [html.chip(ON_COURSE if status == importing.PENDING else MET, state)],
        )
    )
    if st.button("看总览"):
        st.switch_page("overview.py")


def staged_foot(staged: StagedBatch) -> str:
    """The foot line of the staged file."""
    parts = [
        f"文件指纹 SHA-256 {staged.sha256[:4]}…{staged.sha256[-4:]}",
        f"上传人 {cached.actor().name}",
        "确认后可撤回，原文件长期保存",
    ]
    return html.wrap("".join(f"<span>{html.text(part)}</span>" for part in parts), "cm-foot")
