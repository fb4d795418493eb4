"""用户与权限: the accounts, and the forms that make and change them; for administrators."""

from collections.abc import Callable

import streamlit as st

from chuangmo.access.accounts.accounts import Account
from chuangmo.access.accounts.faults import UnfitAccount
from chuangmo.access.actor import (
    ADMIN,
    AUDITOR,
    REVIEWER,
    ROLES,
    SECURITY,
    SYSTEM,
    UPLOADER,
    Forbidden,
)
from chuangmo.catalog.faults import UnknownPlace
from chuangmo.service import auditing, process
from chuangmo.service.decisions import people
from chuangmo.store.errors import StoreFault
from chuangmo.ui import reads
from chuangmo.ui.admin.audit import show_backups
from chuangmo.ui.parts import html
from chuangmo.ui.parts.times import beijing_time

_ADD, _ROLE, _PASSWORD, _STATE = "新建账号", "改角色", "重设密码", "停用或启用"
_UNLOCK, _FACTOR = "解锁", "重设动态口令"
_DONE = "user_change_done"
_WORDS = {name: role for role, name in ROLES.items()}
_WHAT = {
    "查看": "看全部页面，不能改动",
    "上传": "导入报表、登记更正；可限定区县",
    "审核": "另可撤回、恢复批次，登记目标与评价结果",
    "管理": "另可设置城市、管账号、备份、看审计",
    "三员分立时不设“管理”，由四个角色分担": (
        "业务管理可审核、设置城市；系统管理建账号、设密码、备份；"
        "安全管理启用账号、给角色；审计管理只看审计。后三个看不到业务数据"
    ),
}


def show_users() -> None:
    """The verdict, the accounts, the forms; refused to all but administrators."""
    settings = process.board().settings
    found = people.list_users(settings, reads.actor())
    active = [account for account in found if not account.disabled]
    st.html(html.verdict_block(["用户与权限"], _headline(found, active), _second(found)))
    if reads.actor().may(SYSTEM) and not reads.actor().may(AUDITOR):  # whose page shows it too
        show_backups(auditing.checked_backups(settings, reads.actor()))
    done, place = st.session_state.pop(_DONE, ""), st.empty()  # the forms below do not move
    if done:
        place.success(done)
    if found:
        waiting = people.waiting_for_change(settings, reads.actor())
        st.html(_table(found, waiting, people.with_second_factor(settings, reads.actor())))
    _forms(found)
    st.html(html.note([f"{name}：{what}。" for name, what in _WHAT.items()]))


def _headline(found: list[Account], active: list[Account]) -> str:
    if not found:
        return "还没有账号，看板是单机模式，只对本机开放。"
    stopped = len(found) - len(active)
    return f"共 {len(found)} 个账号，{len(active)} 个在用" + (
        f"，{stopped} 个已停用。" if stopped else "。"
    )


def _second(found: list[Account]) -> str:
    if not found:
        return (
            "建立第一个管理员账号后，请刷新页面登录；此后本机打开看板也要登录。"
            "别的电脑要访问，再用 --address 启动。"
        )
    divided = "三员分立：系统、安全、审计各有其人。" if people.is_divided(found) else ""
    return f"{divided}账号只停用、不删除；改角色、停用、重设密码后，本人在各处的登录立即失效。"


def _table(found: list[Account], waiting: frozenset[str], by_code: frozenset[str]) -> str:
    columns = [html.HtmlColumn(h) for h in ("用户名", "姓名", "角色", "区县", "状态", "最近改动")]
    rows = [
        [
            a.name, a.display, ROLES[a.role], "、".join(a.districts or ()) or "不限",
            _state(a, waiting, by_code), beijing_time(a.changed),
        ]
        for a in found
    ]  # fmt: skip
    off = frozenset(n for n, a in enumerate(found) if a.disabled)
    return html.table(columns, rows, off, fold=True)


def _state(account: Account, waiting: frozenset[str], by_code: frozenset[str]) -> str:
    said = ["已停用" if account.disabled else "在用"]
    said += ["密码待本人修改"] if account.name in waiting else []
    said += ["用动态口令"] if account.name in by_code else []
    return "，".join(said)


def _forms(found: list[Account]) -> None:
    system, security = reads.actor().may(SYSTEM), reads.actor().may(SECURITY)
    offered = [(_ADD, system), (_ROLE, security), (_PASSWORD, system), (_UNLOCK, system)]
    offered.append((_FACTOR, system))
    kinds = [kind for kind, may in [*offered, (_STATE, True)] if may] if found else [_ADD]
    kind = st.segmented_control("要做什么", kinds, default=kinds[0], key="user_act")
    with st.form("user_form", clear_on_submit=True, border=True, width=640):
        if kind == _ADD:
            _add_form(first=not found)
        elif kind is not None:
            _change_form(kind, found)
        else:
            st.form_submit_button("提交", disabled=True)


def _add_form(first: bool) -> None:
    name = st.text_input("用户名", max_chars=32)
    display = st.text_input("姓名", max_chars=32)
    role, districts = _rights(["管理"] if first else list(_WORDS))
    password = st.text_input("初始密码", type="password", autocomplete="new-password")
    if st.form_submit_button("新建账号", type="primary"):
        _try(
            f"已新建账号 {name}。{_HANDED}{_waits()}",
            lambda: people.add_user(
                process.board().settings, reads.actor(), name, role=role, password=password,
                districts=districts, display=display,
            ),
        )  # fmt: skip


def _change_form(kind: str, found: list[Account]) -> None:
    by_words = {f"{a.name}（{ROLES[a.role]}{'，已停用' if a.disabled else ''}）": a for a in found}
    picked = by_words[str(st.selectbox("账号", list(by_words)))]
    forms = {
        _ROLE: _role_form, _PASSWORD: _password_form, _UNLOCK: _unlock_form, _STATE: _state_form,
        _FACTOR: _factor_form,
    }  # fmt: skip
    forms[kind](picked)


def _role_form(picked: Account) -> None:
    role, districts = _rights(list(_WORDS))
    if st.form_submit_button("改角色", type="primary"):
        settings, who = process.board().settings, reads.actor()
        _try(
            f"{picked.name} 的角色已改为“{ROLES[role]}”。",
            lambda: people.set_role(settings, who, picked.name, role=role, districts=districts),
        )


def _password_form(picked: Account) -> None:
    password = st.text_input("新密码", type="password", autocomplete="new-password")
    if st.form_submit_button("重设密码", type="primary"):
        settings, who = process.board().settings, reads.actor()
        _try(
            f"{picked.name} 的密码已重设，{_unlocked(picked)}{_HANDED}{_waits()}",
            lambda: people.reset_password(settings, who, picked.name, password),
        )


_HANDED = "请把密码当面交给本人，登录后会先请其改成自己的。"


def _waits() -> str:
    """What is still to be done where 三员分立 holds."""
    return "" if reads.actor().may(SECURITY) else "账号现在停用，请安全管理员启用。"


def _unlocked(picked: Account) -> str:
    return "账号已解锁，但仍停用，启用后才能登录。" if picked.disabled else "账号已解锁。"


def _unlock_form(picked: Account) -> None:
    st.caption("密码错得太多、登录页要求等待时用；密码不变。")
    if st.form_submit_button("解锁", type="primary"):
        settings, who = process.board().settings, reads.actor()
        _try(
            f"{picked.name} 的{_unlocked(picked)}",
            lambda: people.unlock_user(settings, who, picked.name),
        )


def _factor_form(picked: Account) -> None:
    st.caption("手机丢了、恢复码也没有时用；此后只凭密码登录，本人要重新开通。先当面核实是本人。")
    if st.form_submit_button("重设动态口令", type="primary"):
        settings, who = process.board().settings, reads.actor()
        _try(
            f"{picked.name} 的动态口令已重设，各处的登录已失效。请其重新开通。",
            lambda: people.reset_second_factor(settings, who, picked.name),
        )


def _state_form(picked: Account) -> None:
    st.caption("在用的账号将停用，已停用的将重新启用。")
    if st.form_submit_button("停用或启用", type="primary"):
        settings, who = process.board().settings, reads.actor()
        act = people.enable_user if picked.disabled else people.disable_user
        done = f"{picked.name} 已{'启用' if picked.disabled else '停用'}。"
        _try(done, lambda: act(settings, who, picked.name))


def _rights(offered: list[str]) -> tuple[str, list[str]]:
    """The role and districts as chosen; districts count for uploaders and reviewers."""
    shown = [name for name in offered if _WORDS[name] != ADMIN or reads.actor().may(ADMIN)]
    role = _WORDS[str(st.selectbox("角色", shown))]
    areas = process.board().catalog.areas()
    districts = st.multiselect("限定区县（上传、审核可选；不选为不限）", areas, placeholder="不限")
    return role, districts if role in (UPLOADER, REVIEWER) else []


def _try(done: str, change: Callable[[], Account]) -> None:
    try:
        change()
    except (UnfitAccount, UnknownPlace, Forbidden, StoreFault) as refusal:
        st.error(str(refusal))
        return
    st.session_state[_DONE] = done
    st.rerun()
