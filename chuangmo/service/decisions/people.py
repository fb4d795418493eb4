"""Accounts on behalf of a person: listed and changed by administrators, every change recorded.

Where 三员分立 holds, the system administrator makes accounts and sets passwords, and the security
administrator enables them and gives roles; neither alone lets somebody in.
"""

from collections.abc import Sequence

from chuangmo.access.accounts.accounts import FILE, Account, Accounts
from chuangmo.access.accounts.database import DatabaseFault
from chuangmo.access.accounts.faults import UnfitAccount
from chuangmo.access.accounts.lockout import Lockout
from chuangmo.access.accounts.password_age import PasswordAge
from chuangmo.access.accounts.second_factor import SecondFactors
from chuangmo.access.actor import (
    ACCOUNTS,
    ADMIN,
    ROLES,
    SECURITY,
    SYSTEM,
    THREE,
    Actor,
    Forbidden,
)
from chuangmo.identity import ensure_identity
from chuangmo.service.auditing import audited
from chuangmo.service.board import require
from chuangmo.service.overlay.last_good import looked_at, require_own
from chuangmo.settings import Settings
from chuangmo.store.durable import set_aside
from chuangmo.store.errors import StoreFault

_ACTION = "account"
_WAITS = "，停用，待安全管理员启用"


def list_users(settings: Settings, actor: Actor) -> list[Account]:
    """Every account, disabled ones too, by name.

    Raises:
        Forbidden: the person is no administrator. StoreFault: the accounts cannot be read.
    """
    require(actor, ACCOUNTS)
    try:
        return Accounts(settings.home).all()
    except DatabaseFault as fault:
        raise StoreFault(str(fault)) from fault


def waiting_for_change(settings: Settings, actor: Actor) -> frozenset[str]:
    """Names of the accounts whose password an administrator set and the owner did not change.

    Raises:
        As ``list_users``.
    """
    ages = {one.name: _age(settings, one.name) for one in list_users(settings, actor)}
    return frozenset(name for name, age in ages.items() if age and age.given)


def _age(settings: Settings, name: str) -> PasswordAge | None:
    try:
        return Accounts(settings.home).password_age(name)
    except DatabaseFault as fault:
        raise StoreFault(str(fault)) from fault


def is_divided(found: Sequence[Account]) -> bool:
    """Whether 三员分立 holds: the three administer the board, and nobody may do all."""
    roles = {one.role for one in found if not one.disabled}
    return ADMIN not in roles and roles.issuperset(THREE)


def _may_give(actor: Actor, role: str, account: Account | None = None) -> None:
    """Let nobody but who may do all make somebody who may; nobody change the own role, or two."""
    if actor.may(ADMIN):
        return
    if role == ADMIN:
        raise Forbidden(
            "三员分立时不设“管理”。确要撤销三员分立，由数据目录的属主在服务器上运行 user role。"
        )
    if account is not None and account.name == actor.name:
        raise Forbidden("不能改自己的角色。")
    if account is not None and account.role != role and {account.role, role} <= set(THREE):
        raise Forbidden(
            f"{account.name} 已是“{ROLES[account.role]}”，三员不能由一人兼任或换任。"
            "请另建一个账号，再停用原来的。"
        )


def _leave_the_three(account: Account) -> None:
    """The system administrator has no hand in the accounts of those who look after them."""
    if account.role in (*THREE, ADMIN):
        raise Forbidden(
            f"{account.name} 是“{ROLES[account.role]}”，系统管理员不能停用这个账号、重设密码。"
            "停用由安全管理员做；忘记密码，由数据目录的属主在服务器上运行 user passwd。"
        )


def add_user(
    settings: Settings,
    actor: Actor,
    name: str,
    *,
    role: str,
    password: str,
    districts: Sequence[str] = (),
    display: str = "",
    anew: bool = False,
) -> Account:
    """Make an account.

    Args:
        anew: begin anew: what is left of lost accounts goes to ``quarantine/``.
        districts: names or aliases of the catalog; none means all.

    Raises:
        Forbidden: the person is no administrator. UnknownPlace: no such district.
        UnfitAccount: name, role, districts or password do not do.
        StoreFault: accounts or audit cannot be written; nothing was changed.
    """
    ensure_identity(settings.home)
    with audited(settings, actor, _ACTION, name, SYSTEM) as outcome:
        _may_give(actor, role)
        places, waits = _places(settings, districts), not actor.may(SECURITY)
        outcome.detail = f"新建，{_rights(role, places)}" + (_WAITS if waits else "")
        if anew:
            outcome.detail = f"账号库丢失后重建，{_rights(role, places)}"
            _set_lost_accounts_aside(settings)
        accounts = Accounts(settings.home)
        return accounts.add(
            name, role, password, districts=places, display=display, anew=anew,
            given=not anew and accounts.any(), disabled=waits,
        )  # fmt: skip


def set_role(
    settings: Settings, actor: Actor, name: str, *, role: str, districts: Sequence[str] = ()
) -> Account:
    """Give an account another role; its sessions end at once.

    Raises:
        As ``add_user``.
    """
    with audited(settings, actor, _ACTION, name, SECURITY) as outcome:
        places = _places(settings, districts)
        accounts = Accounts(settings.home)
        before = accounts.find(name)
        _may_give(actor, role, before)
        was = _rights(before.role, before.districts) if before else ""
        outcome.detail = f"角色由 {was} 改为 {_rights(role, places)}"
        return accounts.set_role(name, role, places)


def disable_user(settings: Settings, actor: Actor, name: str) -> Account:
    """Stop an account; its sessions end at once. It is never deleted.

    Raises:
        As ``add_user``.
    """
    with audited(settings, actor, _ACTION, name, ACCOUNTS) as outcome:
        outcome.detail = "停用"
        accounts = Accounts(settings.home)
        if not actor.may(SECURITY):
            _leave_the_three(accounts.known(name))
        return accounts.set_disabled(name, True)


def enable_user(settings: Settings, actor: Actor, name: str) -> Account:
    """Reopen a stopped account; tries made meanwhile do not keep its owner out.

    Raises:
        As ``add_user``.
    """
    with audited(settings, actor, _ACTION, name, SECURITY) as outcome:
        outcome.detail = "启用并解锁"
        account = Accounts(settings.home).set_disabled(name, False)
        Lockout(settings.home).unlock(name)
        return account


def reset_password(settings: Settings, actor: Actor, name: str, password: str) -> Account:
    """Set a new password for somebody who forgot theirs, and unlock; their sessions end.

    Raises:
        As ``add_user``.
    """
    with audited(settings, actor, _ACTION, name, SYSTEM) as outcome:
        outcome.detail = "重设密码并解锁"
        accounts = Accounts(settings.home)
        account, waits = accounts.known(name), not actor.may(SECURITY)
        if waits:
            _leave_the_three(account)
        own = account.name == actor.name
        account = accounts.set_password(name, password, given=not own)
        Lockout(settings.home).unlock(name)
        if not waits:
            return account
        outcome.detail += _WAITS
        return accounts.set_disabled(name, True)


def with_second_factor(settings: Settings, actor: Actor) -> frozenset[str]:
    """Names of the accounts that log in with a code besides the password.

    Raises:
        As ``list_users``.
    """
    require(actor, ACCOUNTS)
    try:
        return SecondFactors(settings.home).users()
    except DatabaseFault as fault:
        raise StoreFault(str(fault)) from fault


def reset_second_factor(settings: Settings, actor: Actor, name: str) -> Account:
    """Forget the second factor of somebody who lost the telephone; they are logged out.

    The password stays, and is all that is asked for until they turn it on anew.

    Raises:
        As ``add_user``.
    """
    with audited(settings, actor, _ACTION, name, SYSTEM) as outcome:
        outcome.detail = "重设动态口令（须重新开通）"
        accounts = Accounts(settings.home)
        account = accounts.known(name)
        if not actor.may(SECURITY):
            _leave_the_three(account)
        factors = SecondFactors(settings.home)
        if not factors.is_on(account.name):
            raise UnfitAccount(f"{account.name} 没有开通动态口令，不用重设。")
        factors.end(account.name)
        accounts.end_sessions(account.name)
        Lockout(settings.home).unlock(account.name)
        return account


def unlock_user(settings: Settings, actor: Actor, name: str) -> Account:
    """Forget the wrong tries that keep somebody out, whose password stays.

    Raises:
        As ``add_user``.
    """
    with audited(settings, actor, _ACTION, name, SYSTEM) as outcome:
        outcome.detail = "解锁"
        account = Accounts(settings.home).known(name)
        Lockout(settings.home).unlock(name)
        return account


def _set_lost_accounts_aside(settings: Settings) -> None:
    for name in (FILE, f"{FILE}-wal", f"{FILE}-shm", f"{FILE}-journal"):
        set_aside(settings.home / name, settings.home / "quarantine")


def _places(settings: Settings, districts: Sequence[str]) -> tuple[str, ...] | None:
    if not districts:
        return None
    found = looked_at(settings)
    require_own(found)
    catalog = found.catalog
    return tuple(dict.fromkeys(catalog.area(text) for text in districts)) or None


def _rights(role: str, districts: tuple[str, ...] | None) -> str:
    return role if districts is None else f"{role}（{'、'.join(districts)}）"
