"""Opening items on 督办: take up a proposal, open one of an indicator or a free one by hand."""

from collections.abc import Callable
from datetime import date, timedelta

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from chuangmo.access.actor import REVIEWER
from chuangmo.assess.verdict_types import AT_RISK
from chuangmo.service.decisions.supervision import acts
from chuangmo.service.decisions.supervision.items import MEDIA, SOURCES, SupervisionItem
from chuangmo.service.decisions.supervision.proposals import (
    DAYS_GIVEN,
    USUAL_MEASURE,
    Proposal,
    responsible,
)
from chuangmo.service.decisions.supervision.sheet import finding_words, number_words
from chuangmo.status import LOST_WORDS, STATUS_WORD
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import bold, chip, joined
from chuangmo.ui.parts.outcome import REFUSALS, say_and_rerun
from chuangmo.ui.parts.person import may
from chuangmo.ui.parts.state import indicator_words
from chuangmo.ui.reads import PAGE
from chuangmo.ui.supervision.supervision import ALL, Desk
from chuangmo.wording import limit_words, shown_value, unit_after

_SHOWN = 9
_FREE, _OF_INDICATOR = "整改事项", "指标督办"


def attempt(action: Callable[[], SupervisionItem], word: str) -> None:
    """Do it, then draw the page anew; a refusal stays on the page as one line."""
    try:
        item = action()
    except REFUSALS as refusal:
        st.error(str(refusal))
        return
    say_and_rerun(f"{number_words(item)}{word}。")


def may_review() -> bool:
    """Whether the person may open and close items."""
    return may(REVIEWER)


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
    if not may_review():
        return
    key, hint = f"open-{row.indicator}-{row.area}", f"{value}，限值 {limit_words(row) or '—'}"
    if st.button("立项", key=key, help=hint):
        attempt(lambda: _take_up(one, finding), "已立项")


def _take_up(one: Proposal, finding: str) -> SupervisionItem:
    row = one.verdict
    return acts.open_item(
        reads.get_board(), reads.actor(), indicator=row.indicator, area=row.area, unit=one.unit,
        measure=one.measure, deadline=one.deadline, month=one.month.text, line=row.line,
        status=row.status, finding=finding,
    )  # fmt: skip


def show_form(desk: Desk) -> None:
    """Open an item by hand: of an indicator, or a free one."""
    if not may_review():
        st.html(html.note(["立项须由审核或管理人员办理；您可以查看和反馈。"]))
        return
    sort = st.segmented_control(
        "种类", (_FREE, _OF_INDICATOR), default=_FREE, required=True, key="supervision_sort",
        label_visibility="collapsed",
    )  # fmt: skip
    if sort == _OF_INDICATOR:
        _indicator_form(desk)
    else:
        _free_form(desk)


def _indicator_form(desk: Desk) -> None:
    catalog = reads.get_board().catalog
    by_words = {indicator_words(found): found for found in catalog.indicators.values()}
    with st.form("supervision_open", border=True, width=720):
        left, right = st.columns(2)
        words = left.selectbox("指标", list(by_words), index=None, placeholder="请选择指标")
        area = right.selectbox("区县", catalog.areas(), index=None, placeholder="请选择区县")
        unit, deadline = _charge(left, right, desk)
        measure = st.text_area("督办要求", value=USUAL_MEASURE, max_chars=1000)
        sent = st.form_submit_button("立项", type="primary")
    if not sent:
        return
    if not words or not area or not isinstance(deadline, date):
        st.warning("没有立项：请先选指标、区县和办结时限。")
        return
    attempt(
        lambda: acts.open_item(
            reads.get_board(), reads.actor(), indicator=by_words[words].id, area=area,
            unit=unit or responsible(catalog, area, by_words[words].id),
            measure=measure, deadline=deadline,
        ),
        "已立项",
    )  # fmt: skip


def _free_form(desk: Desk) -> None:
    """A problem that is no indicator: what, where, from whom, who sets it right by when."""
    with st.form("supervision_free", border=True, width=720):
        problem = st.text_area(
            "存在问题", max_chars=1000, placeholder="何处、何事，例如：某砂石场物料未覆盖，扬尘扰民"
        )
        left, right = st.columns(2)
        area = left.selectbox(
            "区县", reads.get_board().catalog.areas(), index=None, placeholder="请选择区县"
        )
        site = right.text_input("地点（可空）", placeholder="企业、路段、点位")
        source = left.selectbox("问题来源", SOURCES)
        medium = right.selectbox("类别", MEDIA)
        unit, deadline = _charge(left, right, desk)
        measure = st.text_area("整改措施", value=USUAL_MEASURE, max_chars=1000)
        sent = st.form_submit_button("立项", type="primary")
    if not sent:
        return
    if not area or not isinstance(deadline, date):
        st.warning("没有立项：请先选区县和办结时限。")
        return
    attempt(
        lambda: acts.open_free(
            reads.get_board(), reads.actor(), area=area,
            unit=unit or responsible(reads.get_board().catalog, area),
            problem=problem, measure=measure, deadline=deadline, source=source, medium=medium,
            site=site,
        ),
        "已立项",
    )  # fmt: skip


def _charge(left: DeltaGenerator, right: DeltaGenerator, desk: Desk) -> tuple[str, object]:
    unit = left.text_input(
        "责任单位", placeholder="不填则为“设置”里的责任单位，没有的为当地人民政府"
    )
    deadline = right.date_input(
        "办结时限", value=desk.on + timedelta(days=DAYS_GIVEN), min_value=desk.on,
        format="YYYY-MM-DD",
    )  # fmt: skip
    return unit, deadline
