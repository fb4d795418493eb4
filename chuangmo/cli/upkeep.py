"""Commands of the person who looks after the server: backup, its way back, measuring."""

import importlib
import os
from argparse import Namespace
from pathlib import Path
from typing import Any

from chuangmo.access.actor import Actor, local_person
from chuangmo.cli.commands import Answer
from chuangmo.service.auditing import note_backup_checked
from chuangmo.service.board import Board
from chuangmo.service.decisions.audit_trail import restart_audit
from chuangmo.service.decisions.backing_up import back_up
from chuangmo.service.decisions.moving_store import move_store, tidy_store
from chuangmo.service.decisions.overlay_checks import overlay_checks
from chuangmo.service.decisions.recovering import (
    rebuild_database,
    rebuild_open,
    recover_journal,
)
from chuangmo.settings import Settings, login_name, recorded_cities
from chuangmo.store.copies.moving import show_place
from chuangmo.store.copies.restoring import restore_backup
from chuangmo.store.copies.verify import HOME, Check, verify
from chuangmo.store.errors import StoreHeld, StoreRefusal

FOUND = 6


def backup_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """``backup DIR``: may run while the board is up."""
    return vars(back_up(board, actor, Path(args.cwd, args.folder))), 0


def restore_backup_on_board(board: Board, actor: Actor, args: Namespace) -> Answer:
    """``restore-backup DIR`` handed to a running board: its home is not empty and is in use.

    Raises:
        StoreHeld: always.
    """
    raise StoreHeld(os.getpid())


def restore_backup_command(settings: Settings, args: Namespace) -> Answer:
    """``restore-backup DIR`` into a home that is empty or lost lines of its journal."""
    return vars(restore_backup(settings, Path(args.cwd, args.folder))), 0


def rebuild_command(settings: Settings, actor: Actor, args: Namespace) -> Answer:
    """``rebuild``: the database anew; with ``--recover`` first the journal made whole."""
    if args.recover:
        return vars(recover_journal(settings, actor, args.reason or "")), 0
    return vars(rebuild_database(settings, actor)), 0


def rebuild_on_board(board: Board, actor: Actor, args: Namespace) -> Answer:
    """``rebuild`` handed to a running board.

    Raises:
        StoreHeld: with ``--recover``: the board has the home in use.
    """
    if args.recover:
        raise StoreHeld(os.getpid())
    return vars(rebuild_open(board, actor)), 0


def verify_command(settings: Settings, args: Namespace) -> Answer:
    """``verify [DIR]`` of a home or backup that nobody has open.

    What a look at a backup of the home found stands in the audit of the home.
    """
    folder = args.directory
    target = _at(Path(args.cwd, folder).resolve(), settings.city) if folder else settings
    checks = verify(target, deep=args.deep)
    if checks[0].name != HOME:
        checks += overlay_checks(target)
    if folder:
        by = local_person(getattr(args, "by", None) or login_name(), "cli")
        faults = [one.detail for one in checks if not one.ok]
        note_backup_checked(settings, by, target.home, faults, args.deep)
    return _found(checks)


def _at(home: Path, city: str) -> Settings:
    """A home seen as its own city, else as the one given."""
    return Settings(home, recorded_cities(home)[0] or city)


def verify_on_board(board: Board, actor: Actor, args: Namespace) -> Answer:
    """``verify`` handed to a running board."""
    with board.changing:
        overlay = overlay_checks(board.settings, board.store)
    return _found([*verify(board.settings, board.store, args.deep), *overlay])


def _found(checks: list[Check]) -> Answer:
    ok = all(check.ok for check in checks)
    return {"ok": ok, "checks": [vars(check) for check in checks]}, 0 if ok else FOUND


def store_command(settings: Settings, actor: Actor, args: Namespace) -> Answer:
    """``store show``, ``store tidy``, ``store move --to URL`` of a home that nobody has open."""
    if args.action == "show":
        return show_place(settings), 0
    if args.action == "tidy":
        return vars(tidy_store(settings, actor)), 0
    archive = Path(args.cwd, args.archive).resolve() if args.archive else settings.archive
    lake = args.lake or settings.lake
    if args.lake and "://" not in args.lake:
        lake = str(Path(args.cwd, args.lake).resolve())
    return vars(move_store(settings, actor, args.to, archive, lake)), 0


def store_on_board(board: Board, actor: Actor, args: Namespace) -> Answer:
    """``store show`` and ``store tidy`` handed to a running board.

    Raises:
        StoreHeld: ``store move``: the board has the home in use.
    """
    if args.action == "move":
        raise StoreHeld(os.getpid())
    if args.action == "tidy":
        return vars(tidy_store(board.settings, actor)), 0
    return show_place(board.settings), 0


def bench_command(args: Namespace) -> Answer:
    """``bench [NAME...]``: 6 when a ratio misses its gate.

    Raises:
        StoreRefusal: this installation came without the measurements or what they need.
    """
    try:
        measured = importlib.import_module("benchmarks.__main__").measured
    except ImportError as error:
        raise StoreRefusal(
            f"bench：这里没有装测量所需的部件（{error.name}）。请在源码目录里用 ./run bench。"
        ) from error
    try:
        found = measured(args.names)
    except ValueError as error:
        raise StoreRefusal(str(error)) from error
    return found, 0 if all(row["holds"] for row in found["rows"]) else FOUND


def audit_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """``audit restart --reason TEXT``: the trail goes on although lines of it are lost."""
    return vars(restart_audit(board, actor, args.reason)), 0


UPKEEP_COMMANDS = {
    "audit": audit_command,
    "backup": backup_command,
    "restore-backup": restore_backup_on_board,
    "rebuild": rebuild_on_board,
    "store": store_on_board,
    "verify": verify_on_board,
}


def add_upkeep_parsers(commands: Any, shared: Any) -> None:
    """The options of these commands."""
    for name, words in (
        ("backup", "备份到一个目录"),
        ("restore-backup", "由备份恢复到空的、或登记簿已残缺的数据目录"),
    ):
        found = commands.add_parser(name, parents=[shared], help=words)
        found.add_argument("folder", metavar="DIR")
    found = commands.add_parser("rebuild", parents=[shared], help="由存档和日志重建数据库")
    found.add_argument("--recover", action="store_true", help="先由副本或数据库补回登记簿缺的行")
    found.add_argument("--reason", metavar="TEXT", help="补回的理由")
    found = commands.add_parser("verify", parents=[shared], help="核对存档、日志和数据库")
    found.add_argument("directory", nargs="?", metavar="DIR")
    found.add_argument("--deep", action="store_true", help="逐个文件、逐行核对")
    found = commands.add_parser("audit", help="审计").add_subparsers(
        dest="action", required=True, metavar="ACTION"
    )
    words = "审计缺了记录、补不回时，登记下来，从此接着记"
    found.add_parser("restart", parents=[shared], help=words).add_argument(
        "--reason", metavar="TEXT", required=True, help="审计是怎么缺的"
    )
    _add_store_parsers(commands, shared)
    found = commands.add_parser("bench", parents=[shared], help="测量性能比值")
    found.add_argument("names", nargs="*", metavar="NAME")


def _add_store_parsers(commands: Any, shared: Any) -> None:
    actions = commands.add_parser("store", help="登记簿和档案放在哪里").add_subparsers(
        dest="action", required=True, metavar="ACTION"
    )
    actions.add_parser("show", parents=[shared], help="现在在哪里")
    found = actions.add_parser("move", parents=[shared], help="搬到 PostgreSQL，或搬回数据目录")
    actions.add_parser("tidy", parents=[shared], help="整理湖里的文件（表在 DuckLake 时）")
    words = "postgres:service=服务名，ducklake:postgres:service=服务名，或 file"
    found.add_argument("--to", required=True, metavar="URL", help=words)
    found.add_argument("--archive", metavar="DIR", help="各服务器共用的档案目录")
    found.add_argument("--lake", metavar="DIR", help="各服务器共用的表的目录（DuckLake）")
