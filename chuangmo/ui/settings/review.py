"""上传要不要经过审核 on 设置: how it is now and why, and the one button that turns it."""

import streamlit as st

from chuangmo.service.imports.review_setting import review_is_on, set_review
from chuangmo.service.imports.reviewing import waiting
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.outcome import REFUSALS, say_and_rerun
from chuangmo.ui.parts.person import is_alone

_ON = "“上传”权限的人导入的，要由“审核”权限的人通过才生效；谁也不能通过自己提交的。"
_OFF = "导入的即刻生效，不经过审核。"
_ALONE = "没有账号，只能靠名字分人：打开以后，每个人导入的都要由另一个名字的人通过。"


def offer_review() -> None:
    """The switch; turned by whoever may, written into the journal with the name."""
    board, who = reads.get_board(), reads.actor()
    on = review_is_on(board, who)
    with st.expander(f"上传要不要经过审核（现在{'要' if on else '不要'}）"):
        words = [_ON if on else _OFF]
        if not on and is_alone():
            words.append(_ALONE)
        if on and (count := len(waiting(board, who))):
            words.append(f"现有 {count} 个文件等审核；关闭以后它们仍要有人通过或退回。")
        st.html(html.note(words))
        pressed = st.button("改为不要审核" if on else "改为要审核", key="settings_review")
    if not pressed:
        return
    try:
        set_review(board, who, not on)
    except REFUSALS as refusal:
        st.error(str(refusal))
        return
    say_and_rerun("以后上传的不经过审核。" if on else "以后上传的要经过审核才生效。")
