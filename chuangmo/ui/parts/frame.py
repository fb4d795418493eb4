"""The frame of every page: title, icon, logo, style, and the notices for no data and faults."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import streamlit as st
import streamlit.emojis

from chuangmo.access.accounts.belonging import AccountsLost
from chuangmo.access.actor import ROLES, UPLOADER, Forbidden
from chuangmo.settings import recorded_cities
from chuangmo.store.errors import StoreRefusal
from chuangmo.ui import which_city
from chuangmo.ui.parts.html import verdict_block
from chuangmo.ui.parts.page_style import ASSETS, dark_element, style_element
from chuangmo.ui.parts.person import may
from chuangmo.ui.parts.state import theme

_log = logging.getLogger(__name__)


def dress_page(title: str) -> None:
    """Set the browser's title and icon, and the logo and colours of the theme."""
    st.set_page_config(
        page_title=f"{title} · 创模看板",
        page_icon=str(ASSETS / "icon.png"),
        layout="wide",
    )
    st.logo(str(ASSETS / f"logo-{theme()}.png"), size="large", link=None)
    st.html(style_element())
    if theme() == "dark":
        st.html(dark_element())


@contextmanager
def first_picture(page: str, height: int) -> Iterator[None]:
    """A skeleton of the final height while a page computes for the first time in a session.

    Later runs keep the old picture until the new one is there. Its place stays: what follows would
    else be another element on the second run, and tabs would fall back to the first.
    """
    key, place = f"seen-{page}", st.empty()
    with nullcontext() if st.session_state.get(key) else place.skeleton(height=height):
        yield
    st.session_state[key] = True


def tell_fault(fault: Exception) -> bool:
    """A fault of ours as one line with a number that stands in the log; no trace on the page."""
    if isinstance(fault, Forbidden | StoreRefusal | AccountsLost):
        st.error(str(fault))
        return True
    number = secrets.token_hex(3)
    _log.error("page fault %s", number, exc_info=fault)
    st.error(f"看板出了故障，编号 {number}。数据没有受影响；请把编号告诉管理员，日志里有详情。")
    return True


def empty_store(kicker: str) -> None:
    """The sentence in place of the verdict when nothing was imported yet, and what comes next."""
    own, _ = recorded_cities(which_city.board().settings.home)
    look = "" if own else "想先看样子，可在命令行运行 python -m chuangmo demo 装入演示数据。"
    uploads = may(UPLOADER)
    way = "到“上传”页选一份月报；读表、核对之后由您确认，确认前不写入任何数据。"
    if not uploads:
        way = f"请有“{ROLES[UPLOADER]}”权限的人导入一份月报，之后这里就有数字。"
    st.html(verdict_block([kicker], "还没有导入任何数据。", way + look))
    if uploads and st.button("去上传", type="primary"):
        st.switch_page("upload.py")
