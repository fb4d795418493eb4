"""The command line: the same functions as the pages, also while the board is up."""

import json
import logging
import re
import secrets
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from chuangmo.access.accounts.belonging import AccountsLost
from chuangmo.access.accounts.database import DatabaseFault
from chuangmo.access.accounts.faults import UnfitAccount
from chuangmo.access.actor import Actor, Forbidden
from chuangmo.access.operator import beginning_anew, city_actor, command_actor
from chuangmo.catalog.faults import CatalogError, UnfitEntry, UnknownId, UnknownPlace
from chuangmo.cli.annotating import ANNOTATION_COMMANDS
from chuangmo.cli.changing import CHANGE_COMMANDS
from chuangmo.cli.cities import CITY_COMMANDS, city_list_command
from chuangmo.cli.clerk import CLERK_COMMANDS
from chuangmo.cli.commands import COMMANDS as BASE_COMMANDS
from chuangmo.cli.data import DATA_COMMANDS
from chuangmo.cli.district_assessment import ASSESSMENT_COMMANDS
from chuangmo.cli.exporting import EXPORT_COMMANDS
from chuangmo.cli.grading import GRADE_COMMANDS
from chuangmo.cli.importing_files import IMPORT_COMMANDS
from chuangmo.cli.input_files import UsageError
from chuangmo.cli.parser import parser
from chuangmo.cli.plain_text import as_text
from chuangmo.cli.province import PROVINCE_COMMANDS
from chuangmo.cli.reviewing import REVIEW_COMMANDS
from chuangmo.cli.snapshots import SNAPSHOT_COMMANDS
from chuangmo.cli.supervising import SUPERVISION_COMMANDS
from chuangmo.cli.targets import TARGET_COMMANDS
from chuangmo.cli.upkeep import (
    UPKEEP_COMMANDS,
    bench_command,
    rebuild_command,
    restore_backup_command,
    store_command,
    verify_command,
)
from chuangmo.cli.users import user_command
from chuangmo.period import PeriodError
from chuangmo.service.board import Board, open_board
from chuangmo.service.city.values import SettingsMoved
from chuangmo.service.decisions.overlay_checks import all_faults
from chuangmo.service.handover import Interrupted, hand_over
from chuangmo.service.overlay.keeper import notice_words
from chuangmo.settings import Settings, UnfitHome, load_settings, login_name
from chuangmo.store.errors import BaseMoved, StoreFault, StoreHeld, StoreRefusal, WritingClosed

DONE, FAULT, USAGE, HELD, FOUND = 0, 1, 2, 5, 6
COMMANDS = (
    BASE_COMMANDS
    | IMPORT_COMMANDS
    | TARGET_COMMANDS
    | CHANGE_COMMANDS
    | CLERK_COMMANDS
    | UPKEEP_COMMANDS
    | SUPERVISION_COMMANDS
    | SNAPSHOT_COMMANDS
    | GRADE_COMMANDS
    | EXPORT_COMMANDS
    | DATA_COMMANDS
    | ASSESSMENT_COMMANDS
    | CITY_COMMANDS
    | REVIEW_COMMANDS
    | ANNOTATION_COMMANDS
    | PROVINCE_COMMANDS
)
_WRONG_USE = (
    UnknownId, UnknownPlace, UnfitEntry, PeriodError, UsageError, StoreRefusal, Forbidden,
    UnfitAccount, UnfitHome,
)  # fmt: skip
_STORE_FREE = ("catalog", "verify", "rebuild", "restore-backup", "bench", "user", "store")

#: What is wrong with the catalog, and why nothing can be written; each empty as a rule.
Told = tuple[str, str]


@dataclass(frozen=True)
class Printed:
    """What a command prints and how it exits."""

    out: str
    err: str
    code: int


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
        if args.command == "city" and args.action == "list":
            return _guarded(lambda: (city_list_command(args), DONE), as_json)
        settings = load_settings(getattr(args, "home", None), getattr(args, "city", None))
    except UsageError as error:
        return _failure("usage", str(error), "用 --help 查看写法", USAGE, as_json)
    except UnfitHome as error:
        return _failure("unfit-home", str(error), "请按提示修改后重试", USAGE, as_json)
    if args.command not in ("catalog", "bench", "user") and not getattr(args, "directory", None):
        name = getattr(args, "by", None) or login_name()
        try:
            answer = hand_over(settings, [*words, "--by", name], str(Path.cwd()))
        except Interrupted as error:
            return _failure("interrupted", str(error), "按提示核对后再决定", FAULT, as_json)
        if answer is not None:
            return Printed(*answer)
    told: list[Told] = []
    return _told(_guarded(lambda: _alone(args, settings, told), as_json), told)


def _alone(args: Namespace, settings: Settings, told: list[Told]) -> tuple[dict[str, Any], int]:
    """The answer and the exit; ``told`` takes what standard error is told beside them."""
    if args.command in _STORE_FREE:
        return _without_store(args, settings)
    board = open_board(settings)
    told.append(_told_of(board))
    try:
        return COMMANDS[args.command](board, _actor(settings, args, "cli"), args)
    finally:
        board.close()


def _without_store(args: Namespace, settings: Settings) -> tuple[dict[str, Any], int]:
    if args.command == "catalog":
        faults = all_faults(settings)
        return {"ok": not faults, "faults": [vars(f) for f in faults]}, FOUND if faults else DONE
    if args.command == "rebuild":
        return rebuild_command(settings, _actor(settings, args, "cli"), args)
    if args.command == "restore-backup":
        return restore_backup_command(settings, args)
    if args.command == "bench":
        return bench_command(args)
    if args.command == "store":
        return store_command(settings, _actor(settings, args, "cli"), args)
    if args.command == "user":
        anew = getattr(args, "anew", False)
        actor = (beginning_anew if anew else command_actor)(
            settings.home, getattr(args, "by", None), "cli"
        )
        return user_command(settings, actor, args)
    return verify_command(settings, args)


def run_on_server(board: Board, words: list[str], cwd: str) -> Printed:
    """Run a handed-over command on the server's own board."""
    as_json = "--json" in words

    def work() -> tuple[dict[str, Any], int]:
        args = _arguments(words, cwd)
        return COMMANDS[args.command](board, _actor(board.settings, args, "server"), args)

    told = _told_of(board)
    return _told(_guarded(work, as_json), [told])


def _told_of(board: Board) -> Told:
    return notice_words(board.keeper.held()), board.store.writing_closed


def _told(printed: Printed, told: list[Told]) -> Printed:
    """With what standard error is told.

    Which files of the catalog are wrong, and, beside what only looked, why nothing can be written.
    """
    for catalog, closed in told:
        said = f"{closed}\n" if closed and not printed.code else ""
        printed = replace(printed, err=catalog + said + printed.err)
    return printed


def _arguments(words: list[str], cwd: str) -> Namespace:
    args = parser().parse_args(words)
    args.cwd = cwd
    return args


def _actor(settings: Settings, args: Namespace, origin: str) -> Actor:
    return city_actor(settings, getattr(args, "by", None), origin)


def _guarded(work: Any, as_json: bool) -> Printed:
    try:
        answer, code = work()
    except WritingClosed as error:
        return _failure("writing-closed", str(error), "按提示改好后重试", HELD, as_json)
    except AccountsLost as error:
        return _failure("accounts-lost", str(error), "按提示取回或重建账号", HELD, as_json)
    except _WRONG_USE as error:
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(error).__name__).lower()
        return _failure(name, str(error), "请按提示修改后重试", USAGE, as_json)
    except (StoreHeld, BaseMoved, SettingsMoved) as error:
        return _failure("held", str(error), "稍后重试，或通过正在运行的看板操作", HELD, as_json)
    except CatalogError as error:
        return _failure("catalog", str(error), "运行 catalog check 查看全部问题", FAULT, as_json)
    except (StoreFault, DatabaseFault) as error:
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
