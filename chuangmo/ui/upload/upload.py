"""What 上传 shows: the staged file step by step; nothing is written before 确认导入."""

from dataclasses import asdict, dataclass

import streamlit as st

from chuangmo.access.actor import Forbidden
from chuangmo.assess.verdict_types import MET, ON_COURSE
from chuangmo.catalog.faults import UnfitEntry, UnknownId
from chuangmo.service.imports import importing, layouts
from chuangmo.service.imports.review_setting import must_submit
from chuangmo.service.target_import import chosen
from chuangmo.store.errors import BaseMoved, StoreFault, StoreRefusal
from chuangmo.store.moves import told
from chuangmo.store.rows import BatchInfo
from chuangmo.ui import reads
from chuangmo.ui.blocks.cell_marks import SEVERITY
from chuangmo.ui.blocks.import_log import batch_words
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import Step
from chuangmo.ui.parts.seen import never_seen, seen_before
from chuangmo.ui.upload.effect import effect_mark
from chuangmo.ui.upload.findings import layout_words
from chuangmo.ui.upload.fixes import register_fixes
from chuangmo.ui.upload.forms import offer_marked
from chuangmo.ui.upload.queue import next_file
from chuangmo.ui.upload.staging import Picked, fixes_of, keep_result, keep_said, said_of
from chuangmo.ui.upload.targets import register_targets, tell
from loaders.model.form import ProposedForm
from loaders.model.staged import ERROR, NOTICE, WARNING, StagedBatch

SETTLED = (importing.COMMITTED, importing.PENDING, importing.SUBMITTED)
#: What became of the same file before, by the state of its batch.
_BEFORE = {"withdrawn": "导入后撤回", "submitted": "提交，还在等审核", "returned": "提交后退回"}
_LEARNED = "layouts_learned"
_NOT_SHOWN = (
    "没有导入：按下时，这一份的差异还没有在这一页上显示过（与看板的连接断过，或刚换了文件）。"
    "文件、回答和更正都在草稿里，已重新核对；请看过上面的差异，再点确认导入。"
)


@dataclass(frozen=True)
class Decision:
    """What stands in the inputs.

    Attributes:
        reason: for the warnings; set_aside: whether faulty cells are left out.
        remember: whether the answers are kept for the next workbook of this form.
    """

    reason: str
    set_aside: bool
    remember: bool = False


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


def show_head(staged: StagedBatch, picked: Picked) -> None:
    """Verdict sentence and stepper of the staged file."""
    st.html(html.verdict_block(["上传", picked.label], _headline(staged), _second(staged)))
    st.html(html.stepper(_steps(staged)))


def _headline(staged: StagedBatch) -> str:
    if staged.rejected is not None:
        return "这个文件不能读取，没有写入任何数据。"
    if staged.settled and staged.same_as is not None:
        return (
            f"这个文件已经导入过（批次 {staged.same_as.batch}），各数都与现在的相同，不必再导入。"
        )
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
    if staged.restorable:
        return f"同一文件曾作为批次 {staged.restorable} 导入后撤回，可在下方“导入记录”中恢复。"
    if staged.same_as is not None and not staged.settled and not staged.diff.nothing:
        state = _BEFORE.get(staged.same_as.state, "导入过")
        return (
            f"同一文件曾作为批次 {staged.same_as.batch} {state}，现有数据与它已不相同；"
            "不同之处列在下面，确认后按本文件改。"
        )
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


def decide(staged: StagedBatch, picked: Picked) -> Decision:
    """Reason box, the choice to leave faulty cells out, and whether to remember the form."""
    reason, aside, remember = "", False, False
    said = said_of(picked.key)
    for name in ("aside", "reason", "remember"):
        if name in said:
            st.session_state.setdefault(f"{name}-{picked.short}", said[name])
    if staged.errors:
        aside = st.checkbox(
            f"不改了：把这 {len(staged.errors)} 处错误的单元格留在库外，其余照常导入",
            key=f"aside-{picked.short}",
        )
    if staged.to_confirm:
        reason = st.text_input(
            f"{len(staged.to_confirm)} 处提醒的理由（与批次一起保存，以后看图时能看到）",
            placeholder="例如：已与监测站核对，数据无误",
            key=f"reason-{picked.short}",
        )
    elif corrected_months(staged):
        reason = st.text_input(
            "更正已发布月份的理由（与批次一起保存，发布以后的更正里能看到）",
            placeholder="例如：监测站来函更正",
            key=f"reason-{picked.short}",
        )
    if learnable(staged) and not staged.questions:
        remember = st.checkbox(
            "记住这种表样：以后同样表头的表照此读，不再问这些问题（地点和时段每次照问）",
            key=f"remember-{picked.short}",
        )
    given = {"reason": reason, "aside": aside, "remember": remember}
    keep_said(picked.key, **{name: value for name, value in given.items() if value or name in said})
    return Decision(reason.strip(), aside, remember)


def learnable(staged: StagedBatch) -> list[ProposedForm]:
    """The forms that are not known yet, or were answered or corrected anew, each once."""
    if not staged.observations.num_rows:
        return []  # a form is kept with a batch that was read by it
    found = {one.fingerprint: one for one in staged.layouts if one.said or not one.known}
    return list(found.values())


def hindrance(staged: StagedBatch, decision: Decision) -> str:
    """Why 确认导入 is disabled, as one phrase; empty when nothing stands against it."""
    if staged.rejected is not None:
        return "文件不能读取"
    registers = bool(chosen(staged))
    if staged.settled and not registers:
        return "内容与已导入的批次相同"
    if staged.errors and not decision.set_aside:
        return f"改完 {len(staged.errors)} 处错误后可确认，或勾选留在库外"
    if staged.questions:
        return f"回答 {len(staged.questions)} 个问题后可确认"
    if staged.stores_nothing:
        return "文件里没有可以入库的数"
    if staged.diff.nothing and not registers:
        return "与现有数据完全相同，没有要写入的"
    if staged.restorable:
        return f"请在导入记录中恢复批次 {staged.restorable}"
    if staged.to_confirm and not decision.reason:
        return f"写明 {len(staged.to_confirm)} 处提醒的理由后可确认"
    if corrected_months(staged) and not decision.reason:
        return "会更正已发布的月份，写明理由后可确认"
    return ""


def corrected_months(staged: StagedBatch) -> bool:
    """Whether the import corrects published figures at once, which needs the person's word."""
    board, who = reads.get_board(), reads.actor()
    if staged.rejected is not None or must_submit(board, who):
        return False
    return bool(importing.publication_questions(board, who, staged))


@dataclass(frozen=True)
class Shown:
    """What a confirmation is bound to, as it stood on the screen.

    Attributes:
        difference: fingerprint of which values change from what to what.
        effect: which conclusions turn from what to what.
        base: the end of the journal then.
    """

    difference: str
    effect: str
    base: int


def moved_words(staged: StagedBatch, before: Shown, now: Shown) -> str:
    """Why a press on 确认导入 writes nothing: other things stood on the screen; empty if not."""
    since = told(reads.get_board().store.entries()[before.base :])
    if before.difference != now.difference:
        return str(BaseMoved(staged.diff, since))
    if before.effect != now.effect:
        why = since or "数据或目录有了改动"
        return (
            f"没有导入：核对之后，{why}；要改的数没有变，但导入后的判断与先前看到的不同了。"
            "请再核对一遍，无误再确认。"
        )
    return ""


def confirm(staged: StagedBatch, picked: Picked, decision: Decision) -> None:
    """The last row: the marked workbook, why not yet, and the one button that writes."""
    blocked = hindrance(staged, decision)
    pressed = bool(st.session_state.get("confirm"))  # also where the button is barred by now
    first = never_seen(picked.key)
    fixes = len(fixes_of(picked))
    free = f"核对无误即可导入，连同 {fixes} 处更正" if fixes else "核对无误即可导入"
    with st.container(horizontal=True, vertical_alignment="center", key="actions"):
        offer_marked(staged, picked)
        st.space("stretch")
        st.html(
            html.wrap(f'<span class="mute">{html.text(blocked or free)}</span>'),
            width="content",
        )
        word = "提交审核" if must_submit(reads.get_board(), reads.actor()) else "确认导入"
        pressed |= st.button(word, type="primary", disabled=bool(blocked), key="confirm")
    now = Shown(staged.diff.difference, effect_mark(staged, picked), staged.diff.base)
    before = seen_before(picked.key, now)
    keep_said(picked.key, seen=asdict(now))
    if pressed and first:
        st.warning(_NOT_SHOWN)
    elif pressed and (moved := moved_words(staged, before, now)):
        st.warning(moved)
    elif pressed and blocked:
        st.warning(f"没有导入：核对之后情况有变。{blocked}。")
    elif pressed:
        _commit(staged, picked, decision)


def _commit(staged: StagedBatch, picked: Picked, decision: Decision) -> None:
    try:
        with st.spinner("正在归档、登记、入库……"):
            register_fixes(picked)
            result = importing.commit(
                reads.get_board(),
                reads.actor(),
                staged,
                reason=decision.reason,
                set_aside_errors=decision.set_aside,
            )
    except (StoreRefusal, StoreFault, Forbidden, UnfitEntry) as refusal:
        st.error(str(refusal))
        return
    except BaseMoved as moved:
        st.warning(str(moved))
        return
    if result.status == importing.UNCHANGED and chosen(staged):
        tell(register_targets(staged))
        st.rerun()
    if result.status not in SETTLED or result.batch is None:
        st.warning("没有写入：核对之后情况有变，请再看一遍上面的问题和差异。")
        return
    keep_result(picked, result.batch)
    st.session_state[_LEARNED] = register_targets(staged)
    if decision.remember:
        st.session_state[_LEARNED] += _learn(staged, result.status)
    st.rerun()


def _learn(staged: StagedBatch, status: str) -> str:
    """Keep the answers with the form, now that a batch of it stands; one sentence on it."""
    if status == importing.SUBMITTED:
        return "表样没有记住：要等这个批次通过审核。"
    if status == importing.PENDING:
        return "数据还在入库，表样没有记住；下次导入同样的表时再勾选。"
    try:
        for layout in learnable(staged):
            layouts.accept_layout(reads.get_board(), reads.actor(), layout.fingerprint)
    except (StoreRefusal, StoreFault, Forbidden, UnfitEntry, UnknownId) as refusal:
        return f"数据已导入，但表样没有记住：{refusal}"
    return "表样已记住，以后同样的表不再问。"


_RESULT = {"pending": "已登记，正在入库", "submitted": "已提交审核"}


def show_result(picked: Picked, info: BatchInfo) -> None:
    """The answer to the confirmation, and where to see the new figures."""
    state = _RESULT.get(info.state, "已导入")
    learned = st.session_state.pop(_LEARNED, "")
    now = "总览和指标页已按新数据重算；如有差错，可在下方导入记录中撤回，原文件长期保存。"
    if info.state == "submitted":
        now = "审核通过以前不计入任何数；结果在下方导入记录里看，退回的写有理由。"
    st.html(
        html.verdict_block(
            ["上传", picked.label or picked.name],
            f"{state}为批次 {info.batch}。{batch_words(info)}",
            f"{learned}{now}",
            [html.chip(ON_COURSE if info.state in _RESULT else MET, state)],
        )
    )
    with st.container(horizontal=True):
        next_file(picked)
        if st.button("看总览"):
            st.switch_page("overview.py")


def staged_foot(staged: StagedBatch) -> str:
    """The foot line of the staged file."""
    parts = [
        f"文件指纹 SHA-256 {staged.sha256[:4]}…{staged.sha256[-4:]}",
        f"上传人 {reads.actor().name}",
        "确认后可撤回，原文件长期保存",
    ]
    return html.wrap("".join(f"<span>{html.text(part)}</span>" for part in parts), "cm-foot")
