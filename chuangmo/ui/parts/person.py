"""The person at the page: the gate's identity, looked up anew in every run."""

from urllib.parse import unquote

import streamlit as st

from chuangmo.access.actor import MANAGER, ROLES, Actor, local_person, may_see
from chuangmo.access.entrance import PROXY, WITHOUT_PASSWORD
from chuangmo.service import process
from chuangmo.settings import login_name
from chuangmo.ui import which_city
from chuangmo.ui.parts import html


def current_person() -> Actor:
    """Who sits at the page; in 单机模式 the one person of this computer, with all rights.

    A login that has ended meanwhile stops the page here, whatever it was about to do; so does one
    that may not look at the city of the session.
    """
    found = somebody()
    if not may_see(found, which_city.board().settings):
        st.html(html.wrap("这个城市不是给您看的，请联系管理员。"))
        st.stop()
    return found


def somebody() -> Actor:
    """Who sits there, whatever city the session looks at; stops the page for nobody."""
    entrance = process.entrance()
    if entrance.standalone():
        return local_person(login_name(), "page")
    found = entrance.person(_login())
    if found is None:
        # the address of this very page: asked for without a login, it leads to the door and back
        st.html(html.wrap('登录已失效，请<a href="" target="_self">重新登录</a>。'))
        st.stop()
    return found


def administers() -> bool:
    """Whether the person sets what the board measures: city, targets, its own entries."""
    return may(MANAGER)


def is_alone() -> bool:
    """Whether nobody has an account: 单机模式."""
    return process.entrance().standalone()


def may(right: str) -> bool:
    """Whether the person has a right; the service asks again."""
    return current_person().may(right)


def show_not_theirs(title: str, right: str) -> None:
    """In place of a page: which right it needs, to whoever opened it by its address."""
    person = current_person()
    st.html(
        html.verdict_block(
            [title],
            f"“{title}”要“{person.name_of(right)}”权限才能打开。",
            f"{person.name} 没有这个权限，请联系管理员。其他各页照常可用。",
        )
    )


def show_person() -> None:
    """The line of every page: 单机模式, or who is logged in, with the ways to the door."""
    person = current_person()
    if process.entrance().standalone():
        badge = '<span class="demo">单机模式</span>'
        words = f"<span>本机用户 {html.text(person.name)}，拥有全部权限</span>"
        st.html(html.wrap(badge + words, "cm-person"), width="content")
        return
    rights = ROLES[person.role]
    if person.districts is not None:
        rights += f"，限{'、'.join(person.districts)}"
    login = _login()
    ways = [_PASSWORD] if not login.startswith(WITHOUT_PASSWORD) else []
    door = "".join(ways + ([] if login.startswith(PROXY) else [_LOGOUT]))
    words = f"<span>{html.text(person.name)}（{html.text(rights)}）</span>"
    st.html(html.wrap(words + door, "cm-person"), width="content")


_PASSWORD = '<a href="/password" target="_self">修改密码</a>'
_LOGOUT = '<a href="/logout" target="_self">退出</a>'


def _login() -> str:
    """The login that the gate wrote into the connection; empty where there is none."""
    found = st.user.to_dict().get("login")
    return unquote(found) if isinstance(found, str) else ""
