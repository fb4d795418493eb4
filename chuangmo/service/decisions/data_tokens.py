"""Tokens for the data addresses on behalf of a person: own ones, for 安全管理 all."""

from chuangmo.access.accounts.accounts import Accounts
from chuangmo.access.accounts.database import DatabaseFault
from chuangmo.access.accounts.faults import UnfitAccount
from chuangmo.access.accounts.tokens import DataToken, DataTokens
from chuangmo.access.actor import SECURITY, VIEWER, Actor
from chuangmo.service.auditing import audited
from chuangmo.service.board import require
from chuangmo.settings import Settings
from chuangmo.store.errors import StoreFault

_ACTION = "account"


def list_tokens(settings: Settings, actor: Actor) -> list[DataToken]:
    """The person's own tokens, newest first; revoked ones too.

    Raises:
        StoreFault: the accounts cannot be read.
    """
    require(actor, VIEWER)
    return _listed(settings, actor.name)


def list_all_tokens(settings: Settings, actor: Actor) -> list[DataToken]:
    """The tokens of everybody, as ``list_tokens``; for 安全管理."""
    require(actor, SECURITY)
    return _listed(settings, None)


def _listed(settings: Settings, name: str | None) -> list[DataToken]:
    try:
        return DataTokens(settings.home).all(name)
    except DatabaseFault as fault:
        raise StoreFault(str(fault)) from fault


def make_token(settings: Settings, actor: Actor, label: str) -> tuple[DataToken, str]:
    """A token for the person's own account, and its text: to be shown once, it is kept nowhere.

    Raises:
        UnfitAccount: the person has no account, the label does not do, or there are too many.
        StoreFault: accounts or audit cannot be written.
    """
    with audited(settings, actor, _ACTION, f"数据令牌 {actor.name}", VIEWER) as outcome:
        accounts = Accounts(settings.home)
        if not accounts.any() or accounts.find(actor.name) is None:
            raise UnfitAccount(
                f"“{actor.name}”没有账号，不能生成令牌。没有账号的看板只对本机开放，取数不要令牌。"
            )
        made, text = DataTokens(settings.home).make(actor.name, label)
        outcome.detail = f"生成 {made.id}：{made.label}"
        return made, text


def revoke_token(settings: Settings, actor: Actor, identity: str) -> DataToken:
    """End a token of one's own, at once and for good.

    Raises:
        UnfitAccount: the person has none of that id. StoreFault: as ``make_token``.
    """
    return _ended(settings, actor, identity, VIEWER)


def revoke_any_token(settings: Settings, actor: Actor, identity: str) -> DataToken:
    """End anybody's token, as ``revoke_token``; for 安全管理."""
    return _ended(settings, actor, identity, SECURITY)


def _ended(settings: Settings, actor: Actor, identity: str, right: str) -> DataToken:
    with audited(settings, actor, _ACTION, f"数据令牌 {identity}", right) as outcome:
        tokens = DataTokens(settings.home)
        found = tokens.find(identity)
        if found is None or (right == VIEWER and found.name != actor.name):
            raise UnfitAccount(f"{actor.name} 没有令牌“{identity}”。请用 user token list 查看。")
        tokens.revoke(identity)
        outcome.detail = f"作废 {found.name} 的“{found.label}”"
        return found
