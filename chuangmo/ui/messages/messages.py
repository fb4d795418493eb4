"""What 消息 shows: one row a message, by kind, with the way to where it is dealt with."""

from collections import Counter

import streamlit as st

from chuangmo.exhibit import Foot
from chuangmo.service.notices.messages import messages, read_messages
from chuangmo.service.notices.notice import KINDS, Notice
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, bold, text
from chuangmo.ui.parts.outcome import REFUSALS

_NEWEST = 60


def load() -> list[Notice]:
    """The messages of the person at the page."""
    return messages(reads.get_board(), reads.actor())


def show_verdict(listed: list[Notice]) -> None:
    """How many are unread, by kind."""
    unread = Counter(one.kind for one in listed if not one.read)
    words = "，".join(f"{KINDS[kind]} {count}" for kind, count in unread.most_common())
    said = f"{sum(unread.values())} 条未读：{words}。" if unread else "没有未读的消息。"
    how = "由库里现在的数据得出；事情办完，消息自己消失。未读的在前。"
    st.html(html.verdict_block(["消息"], said, how))


def show_list(listed: list[Notice]) -> None:
    """The list; read ones are greyed."""
    if not listed:
        return
    columns = [
        HtmlColumn("日期", css="cm-nowrap"), HtmlColumn("类别", css="cm-nowrap"),
        HtmlColumn("内容"), HtmlColumn("去处理", css="cm-nowrap"),
    ]  # fmt: skip
    shown = listed[:_NEWEST]
    off = frozenset(n for n, one in enumerate(shown) if one.read)
    st.html(html.table(columns, [_row(one) for one in shown], off))
    if rest := len(listed) - len(shown):
        st.html(html.note([f"另有 {rest} 条较早的。"]))


def _row(one: Notice) -> list[object]:
    words = text(one.text) if one.read else bold(one.text)
    return [one.at, KINDS[one.kind], words, html.link("打开", one.page)]


def offer_read(listed: list[Notice]) -> None:
    """Mark everything on the screen as read."""
    unread = [one.key for one in listed[:_NEWEST] if not one.read]
    if not unread or not st.button(f"把这 {len(unread)} 条标为已读", key="messages_read"):
        return
    try:
        read_messages(reads.get_board(), reads.actor(), unread)
    except REFUSALS as refusal:
        st.error(str(refusal))
        return
    st.rerun()


def messages_foot() -> Foot:
    """The foot line of the page."""
    return Foot("来源：登记簿、报送进度、判断、督办", "", "已读与否只记您自己的", "")
