"""What can be done with an item: feed back and prove, inspect, extend, close, take up again."""

from collections.abc import Callable
from datetime import date, timedelta

import streamlit as st

from chuangmo.access.actor import UPLOADER
from chuangmo.period import today
from chuangmo.service.decisions.supervision import acts
from chuangmo.service.decisions.supervision.acts import EVIDENCE_TYPES
from chuangmo.service.decisions.supervision.items import (
    CLOSED,
    FEEDBACK,
    VERIFIED,
    SupervisionItem,
)
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.supervision.acts import attempt, may_review

_PASSED, _FAILED = "通过", "未通过，退回整改"


def act_on(item: SupervisionItem) -> None:
    """The forms below an item, by role and state: only what the person may do now."""
    if not reads.actor().may(UPLOADER):
        return
    if item.state == CLOSED:
        if may_review():
            _reason_form(item, "恢复督办", "恢复的理由", acts.reopen, "已恢复督办")
        return
    left, right = st.columns(2, gap="medium")
    with left:
        _feedback_form(item)
    if not may_review():
        return
    with right:
        why = acts.why_not_close(reads.get_board(), reads.actor().name, item)
        if why:
            st.html(html.note([why]))
        else:
            _reason_form(item, "销号", "销号的理由", acts.close_item, "已销号")
        answered = any(event.kind == FEEDBACK for event in item.since_opened)
        if answered and item.state != VERIFIED:
            _inspection_form(item)
        with st.expander("延期"):
            _extension_form(item)


def _feedback_form(item: SupervisionItem) -> None:
    with st.form(f"feedback-{item.number}", border=True):
        text = st.text_area("反馈办理情况", max_chars=1000, placeholder="做了什么，结果如何")
        document = st.text_input("依据（可空）", placeholder="例如：西政函〔2009〕6号")
        files = st.file_uploader(
            "佐证材料（可空）", accept_multiple_files=True,
            type=[suffix.lstrip(".") for suffix in EVIDENCE_TYPES],
        )  # fmt: skip
        sent = st.form_submit_button("提交反馈")
    if not sent:
        return
    board, who = reads.get_board(), reads.actor()

    def answer() -> SupervisionItem:
        for file in files:
            acts.check_evidence(file.name, file.getvalue())
        found = acts.add_feedback(board, who, item.number, text, document)
        for file in files:
            found = acts.add_evidence(board, who, item.number, file.name, file.getvalue())
        return found

    attempt(answer, "已反馈")


def _inspection_form(item: SupervisionItem) -> None:
    with st.form(f"inspect-{item.number}", border=True):
        text = st.text_area("核查情况", max_chars=1000, placeholder="何日到何处，看到什么")
        result = st.segmented_control(
            "核查结果", (_PASSED, _FAILED), default=_PASSED, required=True
        )
        sent = st.form_submit_button("登记核查")
    if sent:
        board, who, passed = reads.get_board(), reads.actor(), result == _PASSED
        attempt(lambda: acts.inspect(board, who, item.number, text, passed=passed), "已登记核查")


def _extension_form(item: SupervisionItem) -> None:
    with st.form(f"extend-{item.number}", border=False):
        until = st.date_input(
            "延至", value=max(item.deadline, today()) + timedelta(days=1),
            min_value=item.deadline + timedelta(days=1), format="YYYY-MM-DD",
        )  # fmt: skip
        reason = st.text_area("延期的理由", max_chars=1000, placeholder="写明依据，它会长期保存")
        sent = st.form_submit_button("批准延期")
    if sent and isinstance(until, date):
        board, who = reads.get_board(), reads.actor()
        attempt(lambda: acts.extend(board, who, item.number, until, reason), "已延期")


def _reason_form(
    item: SupervisionItem, name: str, label: str, action: Callable[..., SupervisionItem], done: str
) -> None:
    with st.form(f"{action.__name__}-{item.number}", border=True):
        reason = st.text_area(label, max_chars=1000, placeholder="写明依据，它会长期保存")
        sent = st.form_submit_button(name, type="primary")
    if sent:
        attempt(lambda: action(reads.get_board(), reads.actor(), item.number, reason), done)
