"""What can be done on 督办: take up a proposal, open an item, feed back, close, take up again."""

from collections.abc import Callable
from datetime import date, timedelta

import streamlit as st

from chuangmo.access.actor import ADMIN, REVIEWER, VIEWER, Forbidden
from chuangmo.assess.verdict_types import AT_RISK
from chuangmo.catalog.faults import UnfitEntry, UnknownId, UnknownPlace
from chuangmo.service.decisions import supervision
from chuangmo.service.decisions.supervision import (
    CLOSED,
    DAYS_GIVEN,
    USUAL_MEASURE,
    Proposal,
    SupervisionItem,
)
from chuangmo.service.decisions.supervision_sheet import finding_words, number_words
from chuangmo.status import LOST_WORDS, STATUS_WORD
from chuangmo.store.errors import StoreFault, StoreRefusal
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import bold, chip, joined
from chuangmo.ui.parts.state import indicator_words
from chuangmo.ui.reads import PAGE
from chuangmo.ui.supervision.supervision import ALL, Desk
from chuangmo.wording import limit_words, shown_value, unit_after

_REFUSALS = (UnfitEntry, UnknownId, UnknownPlace, Forbidden, StoreRefusal, StoreFault)
_SAID = "supervision_said"
_SHOWN = 9


def tell_result() -> None:
    """What the last action came to; said once."""
    said = st.session_state.pop(_SAID, None)
    if said:
        st.success(said)


def _try(action: Callable[[], SupervisionItem], word: str) -> None:
    """Do it, then draw the page anew; a refusal stays on the page as one line."""
    try:
        item = action()
    except _REFUSALS as refusal:
        st.error(str(refusal))
        return
    st.session_state[_SAID] = f"{number_words(item)}{word}。"
    st.rerun()


def may_review() -> bool:
    """Whether the person may open and close items."""
    return reads.actor().role in (REVIEWER, ADMIN)


def show_proposals(desk: Desk) -> None:
    """Cards of what is behind, worst first, each with one button; at risk only when asked."""
    too = st.toggle(f"连同{STATUS_WORD[AT_RISK]}的（还可能达到，平时不列）", key="proposed_at_risk")
    found = PAGE.proposals(desk.month.period, True) if too and desk.month else desk.proposals
    if not found or desk.month is None:
        words = LOST_WORDS + (f"、{STATUS_WORD[AT_RISK]}" if too else "")
        st.html(html.note([f"没有可立项的：本月没有{words}的指标，或都已在督办。"]))
        return
    areas = dict.fromkeys(one.verdict.area for one in found)
    area = st.pills(
        "区县", [ALL, *areas], default=ALL, key="proposed_area", label_visibility="collapsed"
    )
    shown = [one for one in found if area in (None, ALL, one.verdict.area)]
    days = f"责任单位为当地人民政府，办结时限 {DAYS_GIVEN} 天；要改的请用“新立项”"
    st.html(html.title(f"{desk.month.words} {len(shown)} 项待立项", days))
    _cards(shown[:_SHOWN])
    if shown[_SHOWN:]:
        with st.expander(f"其余 {len(shown) - _SHOWN} 项"):
            _cards(shown[_SHOWN:])


def _cards(found: list[Proposal]) -> None:
    for start in range(0, len(found), 3):
        for place, one in zip(st.columns(3, gap="small"), found[start : start + 3], strict=False):
            with place, st.container(border=True, height="stretch"):
                _card(one)


def _card(one: Proposal) -> None:
    row, indicator = one.verdict, reads.get_board().catalog.indicator(one.verdict.indicator)
    value = f"{shown_value(row, indicator)}{unit_after(row.unit)}"
    head = joined([chip(row.shown_as), " ", bold(f"{row.area} {indicator.label}")])
    finding = finding_words(row, indicator, one.month)
    charge = html.text(f"责任单位 {one.unit}，办结时限 {one.deadline.isoformat()}")
    body = (
        f'<div class="cm-propose">{head}<p>{html.chem(finding)}</p>'
        f'<p class="mute">{charge}</p></div>'
    )
    st.html(html.wrap(body))
    pressed = st.button(
        "立项", key=f"open-{row.indicator}-{row.area}", disabled=not may_review(),
        help=f"{value}，限值 {limit_words(row) or '—'}；只有审核、管理人员可以立项",
    )  # fmt: skip
    if pressed:
        _try(lambda: _take_up(one, finding), "已立项")


def _take_up(one: Proposal, finding: str) -> SupervisionItem:
    row = one.verdict
    return supervision.open_item(
        reads.get_board(), reads.actor(), indicator=row.indicator, area=row.area, unit=one.unit,
        measure=one.measure, deadline=one.deadline, month=one.month.text, line=row.line,
        status=row.status, finding=finding,
    )  # fmt: skip


def show_form(desk: Desk) -> None:
    """Open an item by hand."""
    if not may_review():
        st.html(html.note(["立项须由审核或管理人员办理；您可以查看和反馈。"]))
        return
    catalog = reads.get_board().catalog
    by_words = {indicator_words(found): found for found in catalog.indicators.values()}
    with st.form("supervision_open", border=True, width=720):
        left, right = st.columns(2)
        words = left.selectbox("指标", list(by_words), index=None, placeholder="请选择指标")
        area = right.selectbox("区县", catalog.areas(), index=None, placeholder="请选择区县")
        unit = left.text_input("责任单位", placeholder="不填则为当地人民政府")
        deadline = right.date_input(
            "办结时限", value=desk.on + timedelta(days=DAYS_GIVEN), min_value=desk.on,
            format="YYYY-MM-DD",
        )  # fmt: skip
        measure = st.text_area("督办要求", value=USUAL_MEASURE, max_chars=1000)
        sent = st.form_submit_button("立项", type="primary")
    if not sent:
        return
    if not words or not area or not isinstance(deadline, date):
        st.warning("没有立项：请先选指标、区县和办结时限。")
        return
    _try(
        lambda: supervision.open_item(
            reads.get_board(), reads.actor(), indicator=by_words[words].id, area=area,
            unit=unit or supervision.responsible(area), measure=measure, deadline=deadline,
        ),
        "已立项",
    )  # fmt: skip


def act_on(item: SupervisionItem) -> None:
    """The forms below an item: feedback, closing, taking it up again; by role and state."""
    if reads.actor().role == VIEWER:
        return
    if item.state == CLOSED:
        if may_review():
            _reason_form(item, "恢复督办", "恢复的理由", supervision.reopen, "已恢复督办")
        return
    left, right = st.columns(2, gap="medium")
    with left:
        _feedback_form(item)
    if may_review():
        with right:
            _reason_form(item, "销号", "销号的理由", supervision.close_item, "已销号")


def _feedback_form(item: SupervisionItem) -> None:
    with st.form(f"feedback-{item.number}", border=True):
        text = st.text_area("反馈办理情况", max_chars=1000, placeholder="做了什么，结果如何")
        document = st.text_input("依据（可空）", placeholder="例如：西政函〔2009〕6号")
        sent = st.form_submit_button("提交反馈")
    if sent:
        board, who = reads.get_board(), reads.actor()
        _try(lambda: supervision.add_feedback(board, who, item.number, text, document), "已反馈")


def _reason_form(
    item: SupervisionItem, name: str, label: str, action: Callable[..., SupervisionItem], done: str
) -> None:
    with st.form(f"{action.__name__}-{item.number}", border=True):
        reason = st.text_area(label, max_chars=1000, placeholder="写明依据，它会长期保存")
        sent = st.form_submit_button(name, type="primary")
    if sent:
        _try(lambda: action(reads.get_board(), reads.actor(), item.number, reason), done)
