"""Accounts on behalf of a person: listed and changed by administrators, every change recorded."""

from collections.abc import Sequence

from chuangmo.access.accounts.accounts import FILE, Account, Accounts
from chuangmo.access.accounts.database import DatabaseFault
from chuangmo.access.accounts.lockout import Lockout
from chuangmo.access.actor import ADMIN, Actor
from chuangmo.identity import ensure_identity
from chuangmo.service.auditing import audited
from chuangmo.service.board import require
from chuangmo.service.overlay.last_good import looked_at, require_own
from chuangmo.settings import Settings
from chuangmo.store.durable import set_aside
from chuangmo.store.errors import StoreFault

_ACTION = "account"


def list_users(settings: Settings, actor: Actor) -> list[Account]:
    """Every account, disabled ones too, by name.

    Raises:
        Forbidden: the person is no administrator. StoreFault: the accounts cannot be read.
    """
    require(actor, ADMIN)
    try:
        return Accounts(settings.home).all()
    except DatabaseFault as fault:
        raise StoreFault(str(fault)) from fault


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
    with audited(settings, actor, _ACTION, name, ADMIN) as outcome:
        places = _places(settings, districts)
        outcome.detail = f"新建，{_rights(role, places)}"
        if anew:
            outcome.detail = f"账号库丢失后重建，{_rights(role, places)}"
            _set_lost_accounts_aside(settings)
        return Accounts(settings.home).add(
            name, role, password, districts=places, display=display, anew=anew
        )


def set_role(
    settings: Settings, actor: Actor, name: str, *, role: str, districts: Sequence[str] = ()
) -> Account:
    """Give an account another role; its sessions end at once.

    Raises:
        As ``add_user``.
    """
    with audited(settings, actor, _ACTION, name, ADMIN) as outcome:
        places = _places(settings, districts)
        accounts = Accounts(settings.home)
        before = accounts.find(name)
        was = _rights(before.role, before.districts) if before else ""
        outcome.detail = f"角色由 {was} 改为 {_rights(role, places)}"
        return accounts.set_role(name, role, places)


def disable_user(settings: Settings, actor: Actor, name: str) -> Account:
    """Stop an account; its sessions end at once. It is never deleted.

    Raises:
        As ``add_user``.
    """
    with audited(settings, actor, _ACTION, name, ADMIN) as outcome:
        outcome.detail = "停用"
        return Accounts(settings.home).set_disabled(name, True)


def enable_user(settings: Settings, actor: Actor, name: str) -> Account:
    """Reopen a stopped account; tries made meanwhile do not keep its owner out.

    Raises:
        As ``add_user``.
    """
    with audited(settings, actor, _ACTION, name, ADMIN) as outcome:
        outcome.detail = "启用并解锁"
        account = Accounts(settings.home).set_disabled(name, False)
        Lockout(settings.home).unlock(name)
        return account


def reset_password(settings: Settings, actor: Actor, name: str, password: str) -> Account:
    """Set a new password for somebody who forgot theirs, and unlock; their sessions end.

    Raises:
        As ``add_user``.
    """
    with audited(settings, actor, _ACTION, name, ADMIN) as outcome:
        outcome.detail = "重设密码并解锁"
        account = Accounts(settings.home).set_password(name, password)
        Lockout(settings.home).unlock(name)
        return account


def unlock_user(settings: Settings, actor: Actor, name: str) -> Account:
    """Forget the wrong tries that keep somebody out, whose password stays.

    Raises:
        As ``add_user``.
    """
    with audited(settings, actor, _ACTION, name, ADMIN) as outcome:
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
