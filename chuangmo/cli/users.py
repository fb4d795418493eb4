"""The command ``user``: accounts and roles; works whether or not the board is up."""

import getpass
import sys
from argparse import Namespace
from datetime import UTC, datetime
from typing import Any

from chuangmo.access.accounts.accounts import Account
from chuangmo.access.accounts.tokens import DataToken
from chuangmo.access.actor import ROLES, SECURITY, Actor
from chuangmo.cli.commands import Answer
from chuangmo.cli.input_files import UsageError
from chuangmo.service.decisions import data_tokens, people
from chuangmo.settings import Settings


def user_command(settings: Settings, actor: Actor, args: Namespace) -> Answer:
    """``user add|disable|enable|passwd|unlock|reset-factor|role|list|token``.

    No password is taken from the command line.

    Raises:
        Forbidden: no administrator. UnfitAccount: name, role, districts or password do not do.
    """
    if args.action == "token":
        return _token_answer(settings, actor, args), 0
    if args.action == "list":
        found = people.list_users(settings, actor)
        by_code = people.with_second_factor(settings, actor)
        users = [_as_json(one) | {"second_factor": one.name in by_code} for one in found]
        return {"count": len(found), "users": users}, 0
    return {"user": _as_json(_changed(settings, actor, args))}, 0


def _token_answer(settings: Settings, actor: Actor, args: Namespace) -> dict[str, Any]:
    """Make, list or revoke a token of the data addresses; its text is printed this once."""
    if args.act == "make":
        made, text = data_tokens.make_token(settings, actor, args.label)
        return {"token": text, "id": made.id, "user": made.name, "label": made.label}
    if args.act == "revoke":
        end = data_tokens.revoke_token
        if actor.may(SECURITY):
            end = data_tokens.revoke_any_token
        return {"revoked": end(settings, actor, args.id).id}
    look = data_tokens.list_all_tokens if args.all else data_tokens.list_tokens
    found = [_token_json(one) for one in look(settings, actor)]
    return {"count": len(found), "tokens": found}


def _token_json(one: DataToken) -> dict[str, Any]:
    return {
        "id": one.id, "user": one.name, "label": one.label, "created": _moment(one.created),
        "used": one.used and _moment(one.used), "revoked": one.revoked and _moment(one.revoked),
    }  # fmt: skip


def _changed(settings: Settings, actor: Actor, args: Namespace) -> Account:
    if args.action == "add":
        return people.add_user(
            settings, actor, args.name, role=args.role, password=_password(),
            districts=args.district, display=args.display, anew=args.anew,
        )  # fmt: skip
    if args.action == "role":
        return people.set_role(settings, actor, args.name, role=args.role, districts=args.district)
    if args.action == "passwd":
        return people.reset_password(settings, actor, args.name, _password())
    changes = {
        "disable": people.disable_user, "enable": people.enable_user, "unlock": people.unlock_user,
        "reset-factor": people.reset_second_factor,
    }  # fmt: skip
    return changes[args.action](settings, actor, args.name)


def _password() -> str:
    """From the keyboard, typed twice; else the first line of standard input."""
    if not sys.stdin.isatty():
        line = sys.stdin.readline().rstrip("\r\n")
        if not line:
            raise UsageError("标准输入里没有密码。请在终端里运行，或把密码写在标准输入的第一行。")
        return line
    first = getpass.getpass("密码：")
    if getpass.getpass("再输一次：") != first:
        raise UsageError("两次输入的密码不一样。请重新运行。")
    return first


def _as_json(account: Account) -> dict[str, Any]:
    return {
        "name": account.name, "display": account.display, "role": account.role,
        "districts": None if account.districts is None else list(account.districts),
        "disabled": account.disabled, "created": _moment(account.created),
        "changed": _moment(account.changed),
    }  # fmt: skip


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def add_user_parsers(commands: Any, shared: Any) -> None:
    """The options of ``user``."""
    actions = commands.add_parser("user", help="账号与角色").add_subparsers(
        dest="action", required=True, metavar="ACTION"
    )
    actions.add_parser("list", parents=[shared], help="列出全部账号")
    _add_token_parsers(actions, shared)
    words = {
        "add": "新建账号（密码从键盘或标准输入读）", "role": "改角色", "passwd": "重设密码并解锁",
        "unlock": "解锁（密码错得太多而须等待的账号）", "disable": "停用", "enable": "重新启用",
        "reset-factor": "重设动态口令（手机丢了的；此后要重新开通）",
    }  # fmt: skip
    for name, help_words in words.items():
        found = actions.add_parser(name, parents=[shared], help=help_words)
        found.add_argument("name", metavar="NAME")
        if name in ("add", "role"):
            found.add_argument("--role", choices=tuple(ROLES), required=True)
            found.add_argument("--district", action="append", default=[], metavar="区县")
        if name == "add":
            found.add_argument("--display", default="", help="姓名")
            found.add_argument("--anew", action="store_true", help="账号库丢失后，由属主重建")


def _add_token_parsers(actions: Any, shared: Any) -> None:
    """``user token make|list|revoke``."""
    found = actions.add_parser("token", help="数据地址的令牌（--by 写明谁的）")
    acts = found.add_subparsers(dest="act", required=True, metavar="ACT")
    one = acts.add_parser("make", parents=[shared], help="生成一个，只显示这一次")
    one.add_argument("--label", required=True, help="用途，例如：省平台取数")
    one = acts.add_parser("list", parents=[shared], help="自己的令牌")
    one.add_argument("--all", action="store_true", help="全部人的（要安全管理权限）")
    one = acts.add_parser("revoke", parents=[shared], help="作废")
    one.add_argument("id", metavar="ID")
