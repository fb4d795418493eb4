"""Tokens on 数据地址, one's own or, for administrators, all: made, shown once, revoked."""

import streamlit as st

from chuangmo.access.accounts.faults import UnfitAccount
from chuangmo.access.accounts.tokens import DataToken
from chuangmo.access.actor import SECURITY
from chuangmo.service import process
from chuangmo.service.decisions import data_tokens
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn
from chuangmo.ui.parts.outcome import REFUSALS, say_and_rerun
from chuangmo.ui.parts.person import is_alone, may
from chuangmo.ui.parts.times import beijing_time

_FAULTS = (*REFUSALS, UnfitAccount)


def show_tokens() -> None:
    """The living tokens, a form for a new one, a button for each to end it."""
    if is_alone():
        return
    everybody = may(SECURITY)
    settings, who = process.board().settings, reads.actor()
    look = data_tokens.list_all_tokens if everybody else data_tokens.list_tokens
    found = [one for one in look(settings, who) if one.revoked is None]
    words = "全部人的；别人的也能作废" if everybody else "只有您自己和管理员看得到"
    st.html(html.title(f"有效的令牌 {len(found)} 个", words))
    if found:
        st.html(html.table(_COLUMNS, [_row(one) for one in found], fold=True))
    _offer_new()
    _offer_end(found)


_COLUMNS = [HtmlColumn(h) for h in ("编号", "谁的", "用途", "生成", "最近使用")]


def _row(one: DataToken) -> list[object]:
    used = beijing_time(one.used) if one.used else "还没有用过"
    return [one.id, one.name, one.label, beijing_time(one.created), used]


def _offer_new() -> None:
    with st.form("token_form", border=False, clear_on_submit=True):
        label = st.text_input("用途", max_chars=60, placeholder="例如：省平台取数", key="token_for")
        pressed = st.form_submit_button("生成令牌")
    if not pressed:
        return
    try:
        made, text = data_tokens.make_token(process.board().settings, reads.actor(), label)
    except _FAULTS as refusal:
        st.error(str(refusal))
        return
    st.success(f"“{made.label}”的令牌如下，只显示这一次，请现在复制；离开本页就再也看不到。")
    st.code(text, language=None)


def _offer_end(found: list[DataToken]) -> None:
    if not found:
        return
    words = {f"{one.label}（{one.name}，{one.id}）": one for one in found}
    with st.form("token_end", border=False):
        chosen = st.selectbox("令牌", list(words), key="token_chosen")
        pressed = st.form_submit_button("作废")
    if not pressed:
        return
    try:
        end = data_tokens.revoke_any_token if may(SECURITY) else data_tokens.revoke_token
        end(process.board().settings, reads.actor(), words[chosen].id)
    except _FAULTS as refusal:
        st.error(str(refusal))
        return
    say_and_rerun(f"令牌“{words[chosen].label}”已作废，立即失效。")
