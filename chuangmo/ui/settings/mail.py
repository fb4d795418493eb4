"""邮件 on 设置: the office's own server, whose digest goes where, a trial, what was not sent."""

import streamlit as st

from chuangmo.access.accounts.accounts import Accounts
from chuangmo.access.actor import VIEWER, Actor
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.service.notices.mail import last_digests, send_trial
from chuangmo.service.notices.mail_settings import (
    PASSWORD_FILE,
    PASSWORD_VARIABLE,
    SECRECY,
    MailSettings,
    mail_password,
    mail_settings,
    set_address,
    set_mail,
)
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn
from chuangmo.ui.parts.outcome import REFUSALS, attempt, say_and_rerun

_FORMS = "mail_forms"


def offer_mail() -> None:
    """The settings of mail; closed as a rule, for most offices send none."""
    board, who = reads.get_board(), reads.actor()
    found = mail_settings(board, who)
    state = f"经 {found.host}，{len(found.to)} 人" if found.host else "没有设，什么也不发出"
    with st.expander(f"每日邮件（{state}）"):
        st.html(
            html.note([
                "每天早上 7 点以后，把各人没有读过的消息用本单位的邮件服务器发给本人，一天一封；"
                "没有未读的不发，没有发出去的第二天再发。",
                f"口令不在这里填：放进数据目录的 {PASSWORD_FILE}（只有属主可读写），"
                f"或环境变量 {PASSWORD_VARIABLE}。{_password_words()}",
            ])
        )  # fmt: skip
        _server_form(found)
        if found.host:
            _address_form(found)
            _trial_form()
            _show_last()


def _password_words() -> str:
    try:
        return (
            "现在有口令。" if mail_password(reads.get_board().settings.home) else "现在没有口令。"
        )
    except UnfitEntry as fault:
        return str(fault)


def _round() -> int:
    return int(st.session_state.get(_FORMS, 0))


def _server_form(found: MailSettings) -> None:
    with st.form(f"mail-server-{_round()}", border=False):
        left, middle, right = st.columns([2, 1, 2])
        host = left.text_input(
            "邮件服务器（留空就不发）", found.host, placeholder="mail.example.gov.cn"
        )
        port = middle.number_input("端口", 1, 65535, found.port)
        kinds = list(SECRECY)
        secrecy = right.selectbox(
            "加密", kinds, kinds.index(found.secrecy), format_func=SECRECY.__getitem__
        )
        left, middle, right = st.columns(3)
        sender = left.text_input("发件地址", found.sender, placeholder="board@example.gov.cn")
        login = middle.text_input("服务器上的用户名（不用登录的留空）", found.login)
        board = right.text_input("看板地址（写进信里，可以留空）", found.board)
        pressed = st.form_submit_button("保存")
    if pressed:
        wanted = MailSettings(
            host.strip(), int(port), secrecy or found.secrecy, sender.strip(), login.strip(),
            board.strip(), found.to,
        )  # fmt: skip
        said = "邮件服务器已保存。" if wanted.host else "以后不再发邮件。"
        attempt(lambda: set_mail(reads.get_board(), reads.actor(), wanted), said, _FORMS)


def _address_form(found: MailSettings) -> None:
    home = reads.get_board().settings.home
    people = [
        one.name
        for one in Accounts(home).all()
        if not one.disabled and Actor(one.name, one.role, "page").may(VIEWER)
    ]
    if not people:
        st.html(html.note(["还没有账号：建了账号，才有人可以收邮件。"]))
        return
    with st.form(f"mail-address-{_round()}", border=False):
        left, right = st.columns(2)
        person = left.selectbox("谁", people)
        address = right.text_input("发到（留空就不发给他）", placeholder="zhang@example.gov.cn")
        pressed = st.form_submit_button("保存邮箱")
    if pressed and person:
        attempt(
            lambda: set_address(reads.get_board(), reads.actor(), person, address),
            f"{person} 的邮箱已保存。" if address.strip() else f"不再给 {person} 发邮件。", _FORMS,
        )  # fmt: skip
    if found.to:
        columns = [HtmlColumn("谁"), HtmlColumn("发到")]
        st.html(html.table(columns, [[name, to] for name, to in sorted(found.to.items())]))


def _trial_form() -> None:
    with st.form(f"mail-trial-{_round()}", border=False):
        address = st.text_input("试发到", placeholder="zhang@example.gov.cn")
        pressed = st.form_submit_button("试发一封")
    if not pressed or not address.strip():
        return
    try:
        with st.spinner("正在发……"):
            send_trial(reads.get_board(), reads.actor(), address.strip())
    except REFUSALS as refusal:
        st.error(str(refusal))
        return
    say_and_rerun(f"试发的邮件已交给邮件服务器，请到 {address.strip()} 看看收到没有。")


def _show_last() -> None:
    last = last_digests(reads.get_board(), reads.actor())
    if not last:
        return
    columns = [HtmlColumn("谁"), HtmlColumn("哪一天", css="cm-nowrap"), HtmlColumn("结果")]
    rows = [[one.person, one.day, one.fault or "已交给邮件服务器，或没有未读的"] for one in last]
    st.html(html.table(columns, rows, fold=True))
