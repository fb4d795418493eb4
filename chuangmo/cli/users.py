"""The command ``user``: accounts and roles; works whether or not the board is up."""

import getpass
import sys
from argparse import Namespace
from datetime import UTC, datetime
from typing import Any

from chuangmo.access.accounts.accounts import Account
from chuangmo.access.actor import ROLES, Actor
from chuangmo.cli.commands import Answer
from chuangmo.cli.input_files import UsageError
from chuangmo.service.decisions import people
from chuangmo.settings import Settings


def user_command(settings: Settings, actor: Actor, args: Namespace) -> Answer:
    """``user add|disable|enable|passwd|unlock|role|list``; a password is never taken from argv.

    Raises:
        Forbidden: no administrator. UnfitAccount: name, role, districts or password do not do.
    """
    if args.action == "list":
        found = people.list_users(settings, actor)
        return {"count": len(found), "users": [_as_json(account) for account in found]}, 0
    return {"user": _as_json(_changed(settings, actor, args))}, 0


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
    words = {
        "add": "新建账号（密码从键盘或标准输入读）", "role": "改角色", "passwd": "重设密码并解锁",
        "unlock": "解锁（密码错得太多而须等待的账号）", "disable": "停用", "enable": "重新启用",
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
