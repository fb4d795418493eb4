"""Commands of the person who looks after the server: backup, its way back, measuring."""

import importlib
import os
from argparse import Namespace
from pathlib import Path
from typing import Any

from chuangmo.access.actor import Actor
from chuangmo.commands import Answer
from chuangmo.service.backing_up import back_up
from chuangmo.service.board import Board
from chuangmo.settings import Settings
from chuangmo.store.backup import restore_backup
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
    """``restore-backup DIR`` into an empty home."""
    return vars(restore_backup(settings, Path(args.cwd, args.folder))), 0


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


UPKEEP_COMMANDS = {"backup": backup_command, "restore-backup": restore_backup_on_board}


def add_upkeep_parsers(commands: Any, shared: Any) -> None:
    """The options of these commands."""
    for name, words in (
        ("backup", "备份到一个目录"),
        ("restore-backup", "由备份恢复到空的数据目录"),
    ):
        found = commands.add_parser(name, parents=[shared], help=words)
        found.add_argument("folder", metavar="DIR")
    found = commands.add_parser("bench", parents=[shared], help="测量性能比值")
    found.add_argument("names", nargs="*", metavar="NAME")
