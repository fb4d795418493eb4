"""The month that a page opens on, and what is told about it under the bar."""

import streamlit as st

from chuangmo.access.actor import UPLOADER
from chuangmo.assess.reasons import period_words
from chuangmo.period import Period
from chuangmo.service.board import require
from chuangmo.service.publication.opening import OpeningMonth
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.outcome import REFUSALS
from chuangmo.ui.parts.person import is_alone
from chuangmo.ui.parts.state import month_words
from chuangmo.ui.reads import PAGE

_KEY = "month"
#: Titles of the pages whose figures are of a chosen month.
_OF_A_MONTH = ("总览", "指标", "区县", "任务", "地图", "年度推演")


def is_at_least(role: str) -> bool:
    """Whether the person at the page has the role."""
    try:
        require(reads.actor(), role)
    except REFUSALS:
        return False
    return True


def open_on_month() -> None:
    """Let the month selector begin with the month that the board opens on, if none was chosen.

    Staff with an account begin with the running month, for that is their work; whoever is alone
    or only looks, with the published or full one. Called before the page draws it; an address
    that names a month goes before it.
    """
    if _KEY in st.session_state or _KEY in st.query_params:
        return
    found = PAGE.opening_month()
    if found is not None and found.running is not None and not _works_on_it():
        st.session_state[_KEY] = month_words(found.month)


def _works_on_it() -> bool:
    """Whether the person fills, reviews or manages the running month."""
    return not is_alone() and is_at_least(UPLOADER)


def show_standing(title: str) -> None:
    """Of the month on the screen: published and corrected since, or still running (for staff)."""
    opens = PAGE.opening_month() if title in _OF_A_MONTH else None
    if opens is None:
        return
    months = PAGE.extent().months
    chosen = {month_words(month): month for month in months}.get(st.session_state.get(_KEY, ""))
    if words := _standing(chosen or months[0], opens):
        st.html(html.note([words]))


def _standing(month: Period, opens: OpeningMonth) -> str:
    if month in {one.month for one in PAGE.published()}:
        changed = PAGE.corrections_since(month)
        return (
            f"本月已发布，其后更正 {len(changed)} 项。" if changed else "本月已发布，其后没有更正。"
        )
    if opens.running is None or not (opens.running == month or is_at_least(UPLOADER)):
        return ""
    came = f"应报 {opens.owed} 项，已报 {opens.came} 项"
    what = "本月" if opens.running == month else f"{period_words(opens.running)}（可在月份里选）"
    return f"{what}在报，还没有发布：{came}。"
