"""What waits for a review: the list, and the two decisions for many at once."""

from dataclasses import dataclass

import streamlit as st

from chuangmo.access.actor import REVIEWER
from chuangmo.exhibit import Foot
from chuangmo.service.board import require
from chuangmo.service.imports import review_setting, reviewing
from chuangmo.service.imports.reviewing import WaitingBatch
from chuangmo.store.errors import BaseMoved
from chuangmo.store.rows import Diff
from chuangmo.ui import reads
from chuangmo.ui.blocks.import_log import span_words
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn
from chuangmo.ui.parts.outcome import REFUSALS, say_and_rerun
from chuangmo.ui.parts.seen import seen_before
from chuangmo.ui.parts.times import local_time

_COLUMNS = (
    HtmlColumn("批次", numeric=True, width="48px"), HtmlColumn("文件"), HtmlColumn("区县"),
    HtmlColumn("数据时段"), HtmlColumn("新增", numeric=True), HtmlColumn("替换", numeric=True),
    HtmlColumn("提交人"), HtmlColumn("时间（北京）"), HtmlColumn("不能由您审的原因"),
)  # fmt: skip


@dataclass(frozen=True)
class ReviewDesk:
    """What waits, with what each would change if it were approved now."""

    files: tuple[WaitingBatch, ...]
    changes: dict[int, Diff]
    on: bool

    @property
    def decidable(self) -> list[WaitingBatch]:
        """What the person at the page may decide on."""
        return [one for one in self.files if not one.refusal]


def load_desk() -> ReviewDesk:
    """What waits now; stops the page for whoever may not review."""
    board, who = reads.get_board(), reads.actor()
    try:
        require(who, REVIEWER)
    except REFUSALS as refusal:
        st.html(
            html.verdict_block(["审核"], str(refusal), "您交的文件在“上传”的导入记录里看结果。")
        )
        st.stop()
    files = tuple(reviewing.waiting(board, who))
    numbers = [one.info.batch for one in files]
    changes = {number: reviewing.difference(board, who, number) for number in numbers}
    return ReviewDesk(files, changes, review_setting.review_is_on(board, who))


def show_verdict(desk: ReviewDesk) -> None:
    """How many files wait, and what the rule is."""
    count = len(desk.files)
    text = f"{count} 个文件等审核，通过以前不计入任何数。" if count else "没有等审核的文件。"
    rule = "上传权限的人交的文件先在这里等，由别人通过或退回；自己交的不能自己审。"
    if not desk.on:
        rule = "现在没有要求审核：上传的文件直接入库。第一个上传权限的账号建立后自动要求。"
    st.html(html.verdict_block(["审核"], text, rule))


def show_list(desk: ReviewDesk) -> None:
    """One row a file, oldest first."""
    if desk.files:
        st.html(html.table(_COLUMNS, [_row(desk, one) for one in desk.files], fold=True))


def _row(desk: ReviewDesk, one: WaitingBatch) -> list[object]:
    info, change = one.info, desk.changes[one.info.batch]
    return [
        str(info.batch), info.file, "、".join(one.areas) or "—", span_words(info) or "—",
        str(change.added), str(change.changed), info.by, local_time(info.at), one.refusal or "—",
    ]  # fmt: skip


def label_of(one: WaitingBatch) -> str:
    """``批次 5　安宁区　10月.xlsx`` for the lists to choose from."""
    return f"批次 {one.info.batch}　{'、'.join(one.areas)}　{one.info.file}"


def decide(desk: ReviewDesk) -> None:
    """Approve or return what was chosen; each file is a decision of its own."""
    if not desk.decidable:
        return
    shown = seen_before("review_shown", dict(desk.changes))
    several = len(desk.decidable) > 1
    with st.form("review_decision", border=False):
        everything = several and st.checkbox(f"以下 {len(desk.decidable)} 个全部", key="review_all")
        numbers = [
            one.info.batch
            for one in desk.decidable
            if st.checkbox(label_of(one), value=not several, key=f"review-{one.info.batch}")
            or everything
        ]
        numbers = [number for number in numbers if number in shown]  # not what came meanwhile
        reason = st.text_input(
            "理由", placeholder="退回必须写明；更正已发布的月份，通过也要写明", key="review_reason"
        )
        with st.container(horizontal=True):
            approved = st.form_submit_button("通过所选", type="primary")
            returned = st.form_submit_button("退回所选")
    if not (approved or returned):
        return
    if not numbers:
        st.warning("请先选择要审的批次。")
        return
    _decide(numbers, reason, shown if approved else None)


def _decide(numbers: list[int], reason: str, shown: dict[int, Diff] | None) -> None:
    """Each in turn; what was done before a refusal stays done and is told.

    Args:
        shown: what each would change, as it stood on the screen; ``None``: they are returned.
    """
    board, who, done = reads.get_board(), reads.actor(), list[str]()
    word = "退回" if shown is None else "通过"
    try:
        for number in numbers:
            if shown is None:
                reviewing.send_back(board, who, number, reason)
            else:
                reviewing.approve(board, who, number, reason, shown=shown.get(number))
            done.append(str(number))
    except (*REFUSALS, BaseMoved) as refusal:
        before = f"批次 {'、'.join(done)} 已{word}；其余没有改动。" if done else ""
        st.error(f"{before}{refusal}")
        return
    say_and_rerun(f"批次 {'、'.join(done)} 已{word}。")


def review_foot() -> Foot:
    """The foot line of the page."""
    return Foot("来源：登记簿、提交的原件", "", "每次审核都记入登记簿和审计", "")
