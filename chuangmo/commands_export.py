"""The command ``export``: a view as a file of an office.

What draws and writes is brought in only when a file is made: no other command waits for it.
"""

from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chuangmo.access.actor import Actor
from chuangmo.commands import Answer, Command, UsageError
from chuangmo.period import parse_period
from chuangmo.service.board import Board

if TYPE_CHECKING:
    from chuangmo.exports.files import ExportFile

FORMATS = ("pptx", "xlsx", "docx", "pdf", "png", "svg", "csv")
VIEWS = (
    "overview", "indicator", "district", "tasks", "scheme", "map", "outlook", "briefing",
    "dossier",
)  # fmt: skip


def export_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """Write a view to ``--out``: a file, or a folder in which it gets its usual name."""
    from chuangmo.exhibits.views import Question
    from chuangmo.exports.files import FormatFault, Request, as_json, export

    try:
        as_of = date.fromisoformat(args.as_of) if args.as_of else None
    except ValueError as error:
        raise UsageError(f"--as-of “{args.as_of}”：请写成 2008-10-31 这样的日期。") from error
    question = Question(parse_period(args.period), as_of, indicator=args.indicator, area=args.area)
    request = Request(args.format, args.view, question)
    try:
        made = export(board, actor, request)
    except FormatFault as fault:
        raise UsageError(str(fault)) from fault
    return as_json(made, request, str(_saved(args, made))), 0


def _saved(args: Namespace, made: "ExportFile") -> Path:
    """Write the file; an unwritable place is wrong usage."""
    path = Path(args.cwd, args.out)
    path = path / made.name if path.is_dir() else path
    try:
        path.write_bytes(made.data)
    except OSError as error:
        raise UsageError(
            f"--out “{args.out}”：写不进去（{error.strerror}）。请换一个位置。"
        ) from error
    return path


def add_export_parsers(commands: Any, shared: Any) -> None:
    """The options of the command."""
    found = commands.add_parser("export", parents=[shared], help="导出文件")
    found.add_argument("--format", choices=FORMATS, required=True)
    found.add_argument("--view", choices=VIEWS, required=True)
    found.add_argument("--period", required=True)
    found.add_argument("--out", required=True, help="文件，或已有的文件夹")
    for option in ("--indicator", "--area", "--as-of"):
        found.add_argument(option)


EXPORT_COMMANDS: dict[str, Command] = {"export": export_command}
