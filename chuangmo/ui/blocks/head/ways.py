"""The ways to 搜索, 审核 and 消息 in the line of every page, with how much waits there."""

import streamlit as st

from chuangmo.access.actor import REVIEWER, VIEWER
from chuangmo.service.imports.review_setting import review_is_on
from chuangmo.service.imports.reviewing import to_decide
from chuangmo.service.notices.messages import messages
from chuangmo.ui import reads
from chuangmo.ui.blocks.head.opening import is_at_least
from chuangmo.ui.parts import html
from chuangmo.ui.parts.person import is_alone


def show_ways() -> None:
    """``搜索``, ``审核 2``, ``消息 3``; a single person has nobody to wait for."""
    board, who = reads.get_board(), reads.actor()
    ways = [html.link("搜索 /", "search")] if is_at_least(VIEWER) else []
    if is_at_least(REVIEWER) and review_is_on(board, who):
        count = to_decide(board, who)
        ways.append(html.link(f"审核 {count}" if count else "审核", "/review"))
    if not is_alone():
        unread = sum(not one.read for one in messages(board, who))
        ways.append(html.link(f"消息 {unread}" if unread else "消息", "/messages"))
    if ways:
        st.html(html.wrap(html.joined(ways, "　"), "cm-person cm-ways"), width="content")
