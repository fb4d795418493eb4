"""消息: what the person should know, unread first; each leads to where it is dealt with."""

import streamlit as st

from chuangmo.ui.messages import messages
from chuangmo.ui.parts import html

listed = messages.load()
messages.show_verdict(listed)
messages.show_list(listed)
messages.offer_read(listed)
st.html(html.foot(messages.messages_foot()))
