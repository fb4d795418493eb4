"""The command line: the same functions as the pages, also while the board is up."""

import argparse
import json
import logging
import re
import secrets
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from chuangmo.access.actor import Actor, Forbidden, local_person
from chuangmo.catalog.check import check_catalog
from chuangmo.catalog.faults import CatalogError, UnfitEntry, UnknownId, UnknownPlace
from chuangmo.commands import COMMANDS as BASE_COMMANDS
from chuangmo.commands import UsageError
from chuangmo.commands_change import CHANGE_COMMANDS
from chuangmo.commands_clerk import CLERK_COMMANDS, add_parsers
from chuangmo.period import PeriodError
from chuangmo.plain_text import as_text
from chuangmo.service.board import Board, open_board
from chuangmo.service.changing import RESULTS
from chuangmo.service.handover import hand_over
from chuangmo.service.overlay_journal import check_overlay
from chuangmo.settings import Settings, load_settings, login_name
from chuangmo.store.errors import StoreFault, StoreHeld, StoreRefusal
from chuangmo.store.rebuild import rebuild
from chuangmo.store.verify import verify

DONE, FAULT, USAGE, HELD, FOUND = 0, 1, 2, 5, 6
COMMANDS = BASE_COMMANDS | CHANGE_COMMANDS | CLERK_COMMANDS
_WRONG_USE = (
    UnknownId, UnknownPlace, UnfitEntry, PeriodError, UsageError, StoreRefusal, Forbidden,
)  # fmt: skip
_STORE_FREE = ("catalog", "verify", "rebuild")


@dataclass(frozen=True)
class Printed:
    """What a command prints and how it exits."""

    out: str
    err: str
    code: int


class _Parser(argparse.ArgumentParser):
    """argparse with Chinese errors raised instead of printed."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"命令行：{message}。用 --help 查看写法。")


def parser() -> argparse.ArgumentParser:
    """All commands and options of the contract."""
    shared = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--home", help="数据目录（默认 data/store 或 CHUANGMO_HOME）")
    shared.add_argument("--city", help="城市（默认 lanzhou 或 CHUANGMO_CITY）")
    shared.add_argument("--json", action="store_true", help="标准输出只有一个 JSON 对象")
    shared.add_argument("--by", help="以谁的名义（默认登录名）")
    top = _Parser(prog="python -m chuangmo", description="创模看板命令行", parents=[shared])
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _import_parser(commands, shared)
    _look_parsers(commands, shared)
    _change_parsers(commands, shared)
    add_parsers(commands, shared)
    return top


def _import_parser(commands: Any, shared: argparse.ArgumentParser) -> None:
    found = commands.add_parser("import", parents=[shared], help="导入文件或文件夹")
    found.add_argument("files", nargs="+", metavar="FILE")
    for option in ("--name", "--area", "--site", "--indicator", "--unit", "--period", "--reason"):
        found.add_argument(option)
    found.add_argument("--answer", action="append", default=[], metavar="KEY=VALUE")
    found.add_argument("--set-aside-errors", action="store_true")
    found.add_argument("--dry-run", action="store_true")


def _look_parsers(commands: Any, shared: argparse.ArgumentParser) -> None:
    dust = {"choices": ("keep", "remove"), "default": "keep"}
    found = commands.add_parser("mean", parents=[shared], help="一个地区或点位的均值")
    found.add_argument("--indicator", required=True)
    found.add_argument("--area")
    found.add_argument("--site")
    found.add_argument("--period", required=True)
    found.add_argument("--grain", choices=("auto", "hour", "day", "month"), default="auto")
    found.add_argument("--dust", **dust)
    found.add_argument("--unit")
    found.add_argument("--as-of")
    found = commands.add_parser("assess", parents=[shared], help="达标判断")
    found.add_argument("--period", required=True)
    for option in ("--as-of", "--scheme", "--standard", "--area", "--indicator"):
        found.add_argument(option)
    found.add_argument("--dust", **dust)
    found = commands.add_parser("outlook", parents=[shared], help="达标推演")
    for option in ("--indicator", "--period", "--as-of"):
        found.add_argument(option, required=True)
    found.add_argument("--area")
    found.add_argument("--line", choices=("standard", "scheme", "target"))
    found = commands.add_parser("attribute", parents=[shared], help="差距来自哪些月份和区县")
    found.add_argument("--indicator", required=True)
    found.add_argument("--period", required=True)
    for option in ("--area", "--as-of"):
        found.add_argument(option)
    found.add_argument("--line", choices=("standard", "scheme", "target"))
    found = commands.add_parser("rank", parents=[shared], help="区县排名")
    found.add_argument("--indicator", required=True)
    found.add_argument("--period", required=True)
    found.add_argument("--group")
    found.add_argument("--as-of")
    found = commands.add_parser("scheme", parents=[shared], help="创模体系逐项对照")
    found.add_argument("--period", required=True, help="年份")
    found.add_argument("--scheme")
    found.add_argument("--as-of")
    found = commands.add_parser("trace", parents=[shared], help="一个数来自哪些单元格")
    found.add_argument("--indicator", required=True)
    found.add_argument("--area")
    found.add_argument("--site")
    found.add_argument("--period", required=True)
    found = commands.add_parser("observations", parents=[shared], help="监测值明细")
    for option in ("--indicator", "--area", "--site", "--period", "--kind"):
        found.add_argument(option)
    commands.add_parser("batches", parents=[shared], help="批次")
    found = commands.add_parser("catalog", parents=[shared], help="检查目录数据")
    found.add_argument("action", choices=("check",))


def _change_parsers(commands: Any, shared: argparse.ArgumentParser) -> None:
    for name, words in (("withdraw", "撤回批次"), ("restore", "恢复批次")):
        found = commands.add_parser(name, parents=[shared], help=words)
        found.add_argument("batch", type=int)
        found.add_argument("--reason", required=True)
    commands.add_parser("rebuild", parents=[shared], help="由存档和日志重建数据库")
    found = commands.add_parser("verify", parents=[shared], help="核对存档、日志和数据库")
    found.add_argument("directory", nargs="?")
    commands.add_parser("demo", parents=[shared], help="装入演示数据")
    _decision_parsers(commands, shared)


def _decision_parsers(commands: Any, shared: argparse.ArgumentParser) -> None:
    def actions(name: str, words: str) -> Any:
        found = commands.add_parser(name, help=words)
        below = found.add_subparsers(dest="action", required=True, metavar="ACTION")
        below.add_parser("list", parents=[shared], help="列出")
        return below

    found = actions("target", "本地目标").add_parser("set", parents=[shared], help="登记目标")
    for option in ("--indicator", "--area", "--limit", "--document"):
        found.add_argument(option, required=True)
    found.add_argument("--year", type=int, required=True)
    found.add_argument("--operator", choices=("<=", ">=", "<", ">", "=="))
    found.add_argument("--unit")
    found = actions("item", "创模体系的人工项").add_parser(
        "set", parents=[shared], help="登记一项的结果及其文件"
    )
    for option in ("--scheme", "--item", "--document"):
        found.add_argument(option, required=True)
    found.add_argument("--year", type=int, required=True)
    found.add_argument("--result", choices=RESULTS, required=True)
    found.add_argument("--value", default="")
    found.add_argument("--note", default="")
    dust = actions("dust", "沙尘日")
    found = dust.add_parser("add", parents=[shared], help="登记一天或首日..末日")
    found.add_argument("--period", required=True)
    found.add_argument("--document", default="")
    found.add_argument("--note", default="")
    found = dust.add_parser("remove", parents=[shared], help="撤销登记")
    found.add_argument("--period", required=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command: handed to the running server if there is one, else done here."""
    words = list(sys.argv[1:] if argv is None else argv)
    printed = _run_here_or_there(words)
    sys.stdout.write(printed.out)
    sys.stderr.write(printed.err)
    return printed.code


def _run_here_or_there(words: list[str]) -> Printed:
    as_json = "--json" in words
    try:
        args = _arguments(words, str(Path.cwd()))
        settings = load_settings(getattr(args, "home", None), getattr(args, "city", None))
    except UsageError as error:
        return _failure("usage", str(error), "用 --help 查看写法", USAGE, as_json)
    if args.command != "catalog" and not getattr(args, "directory", None):
        name = getattr(args, "by", None) or login_name()
        answer = hand_over(settings, [*words, "--by", name], str(Path.cwd()))
        if answer is not None:
            return Printed(*answer)
    return _guarded(lambda: _alone(args, settings), as_json)


def _alone(args: Namespace, settings: Settings) -> tuple[dict[str, Any], int]:
    if args.command in _STORE_FREE:
        return _without_store(args, settings)
    board = open_board(settings)
    try:
        return COMMANDS[args.command](board, _actor(args, "cli"), args)
    finally:
        board.close()


def _without_store(args: Namespace, settings: Settings) -> tuple[dict[str, Any], int]:
    if args.command == "catalog":
        faults = check_catalog(settings)
        return {"ok": not faults, "faults": [vars(f) for f in faults]}, FOUND if faults else DONE
    if args.command == "rebuild":
        return vars(rebuild(settings)), DONE
    folder = args.directory
    target = Settings(Path(folder).resolve(), settings.city) if folder else settings
    checks = [*verify(target), check_overlay(target)]
    ok = all(check.ok for check in checks)
    return {"ok": ok, "checks": [vars(check) for check in checks]}, DONE if ok else FOUND


def run_on_server(board: Board, words: list[str], cwd: str) -> Printed:
    """Run a handed-over command on the server's own board."""
    as_json = "--json" in words

    def work() -> tuple[dict[str, Any], int]:
        args = _arguments(words, cwd)
        if args.command == "rebuild":
            return vars(board.store.rebuild()), DONE
        if args.command == "verify":
            with board.changing:
                overlay = check_overlay(board.settings)
            checks = [*verify(board.settings, board.store), overlay]
            ok = all(check.ok for check in checks)
            return {"ok": ok, "checks": [vars(c) for c in checks]}, DONE if ok else FOUND
        return COMMANDS[args.command](board, _actor(args, "server"), args)

    return _guarded(work, as_json)


def _arguments(words: list[str], cwd: str) -> Namespace:
    args = parser().parse_args(words)
    args.cwd = cwd
    return args


def _actor(args: Namespace, origin: str) -> Actor:
    return local_person(getattr(args, "by", None) or login_name(), origin)


def _guarded(work: Any, as_json: bool) -> Printed:
    try:
        answer, code = work()
    except _WRONG_USE as error:
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(error).__name__).lower()
        return _failure(name, str(error), "请按提示修改后重试", USAGE, as_json)
    except StoreHeld as error:
        return _failure("held", str(error), "稍后重试，或通过正在运行的看板操作", HELD, as_json)
    except CatalogError as error:
        return _failure("catalog", str(error), "运行 catalog check 查看全部问题", FAULT, as_json)
    except StoreFault as error:
        return _failure("store", str(error), "运行 verify 查看详情", FAULT, as_json)
    except Exception:
        number = secrets.token_hex(4)
        logging.getLogger("chuangmo").exception("fault %s", number)
        message = f"程序内部出错（编号 {number}），未写入任何数据。"
        return _failure("fault", message, "请把编号告诉维护人员", FAULT, as_json)
    text = json.dumps(answer, ensure_ascii=False, indent=1) if as_json else as_text(answer)
    return Printed(text + "\n", "", code)


def _failure(code: str, message: str, todo: str, number: int, as_json: bool) -> Printed:
    if not as_json:
        return Printed("", message + "\n", number)
    error = {"error": {"code": code, "message": message, "todo": todo}}
    return Printed(json.dumps(error, ensure_ascii=False) + "\n", "", number)
