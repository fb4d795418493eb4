"""Who acts on the command line: an account, or the operator to whom the home belongs."""

from pathlib import Path

from chuangmo.access.accounts.accounts import Accounts
from chuangmo.access.accounts.database import DatabaseFault
from chuangmo.access.accounts.faults import UnfitAccount
from chuangmo.access.actor import Actor, Forbidden, local_person, may_see
from chuangmo.operating_system import is_owned, owner_of
from chuangmo.settings import Settings, login_name


def city_actor(settings: Settings, named: str | None, origin: str) -> Actor:
    """The actor of a command on a city, whose accounts another home may hold.

    Raises:
        As ``command_actor``; Forbidden also: the account may not see the city.
    """
    found = command_actor(settings.accounts_home, named, origin)
    if not may_see(found, settings):
        raise Forbidden(f"{found.name} 不能看城市“{settings.city}”。请联系管理员。")
    return found


def command_actor(home: Path, named: str | None, origin: str) -> Actor:
    """The actor of a command.

    Before any account exists the login name has all rights. Afterwards a name that is an account
    acts with the rights of that account; the operator (the owner of HOME, or root), who can read
    and write every file of the home anyway, keeps all rights under the login name.

    Args:
        named: the name given with ``--by``; ``None``: the login name.

    Raises:
        Forbidden: the account is disabled, or the name is neither an account nor the operator.
        DatabaseFault: the accounts cannot be read.
    """
    name, accounts = named or login_name(), Accounts(home)
    if not accounts.any():
        return local_person(name, origin)
    account = accounts.find(name)
    if account is not None:
        if account.disabled:
            raise Forbidden(f"用户“{account.name}”已停用。请联系管理员。")
        return Actor(account.name, account.role, origin, account.districts)
    if not _is_operator(home, name):
        raise Forbidden(f"没有用户“{name}”。请用 --by 写明自己的用户名，或由数据目录的属主运行。")
    return local_person(name, origin)


def beginning_anew(home: Path, named: str | None, origin: str) -> Actor:
    """The operator, who may make accounts anew where those of the home are lost.

    Raises:
        UnfitAccount: the accounts are not lost. Forbidden: the name is not the operator's.
    """
    name = named or login_name()
    try:
        Accounts(home).any()
    except DatabaseFault:
        if _is_operator(home, name):
            return local_person(name, origin)
        raise Forbidden(f"“{name}”不是数据目录的属主，不能重建账号。请由属主运行。") from None
    raise UnfitAccount("账号库好好的，不必重建。请去掉 --anew。")


def _is_operator(home: Path, name: str) -> bool:
    return name in _operators(home) and is_owned(home)


def _operators(home: Path) -> set[str]:
    return {login_name(), "root", owner_of(home)}
