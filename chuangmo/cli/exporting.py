"""The command ``export``: a view as a file of an office.

What draws and writes is brought in only when a file is made: no other command waits for it.
"""

from argparse import Namespace
from datetime import date
from typing import TYPE_CHECKING, Any

from chuangmo.access.actor import Actor
from chuangmo.cli.commands import Answer, Command
from chuangmo.cli.input_files import UsageError
from chuangmo.cli.output_file import saved
from chuangmo.period import parse_period
from chuangmo.service.board import Board

if TYPE_CHECKING:
    from chuangmo.exports.files import ExportRequest

FORMATS = ("pptx", "xlsx", "docx", "pdf", "png", "svg", "csv")
VIEWS = (
    "overview", "indicator", "district", "tasks", "scheme", "assessment", "map", "outlook",
    "briefing", "dossier", "onepage",
)  # fmt: skip


def export_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """Write a view to ``--out``: a file, or a folder in which it gets its usual name."""
    from chuangmo.exhibits.views import ViewRequest
    from chuangmo.exports.files import ExportRequest

    if args.snapshot:
        return _from_snapshot(board, actor, args)
    if args.period is None:
        raise UsageError(
            "命令行：缺少 --period（或用 --snapshot 指明会议快照）。用 --help 查看写法。"
        )
    try:
        as_of = date.fromisoformat(args.as_of) if args.as_of else None
    except ValueError as error:
        raise UsageError(f"--as-of “{args.as_of}”：请写成 2008-10-31 这样的日期。") from error
    asked = ViewRequest(parse_period(args.period), as_of, indicator=args.indicator, area=args.area)
    return _made(board, actor, args, ExportRequest(args.format, args.view, asked))


def _from_snapshot(board: Board, actor: Actor, args: Namespace) -> Answer:
    """The frozen exhibits of a view, or all of them for 简报, with the snapshot's own period."""
    from chuangmo.exhibits.frozen import exhibits_of
    from chuangmo.exhibits.views import SCHEME, ViewRequest
    from chuangmo.exports.contents import BRIEFING, DOSSIER
    from chuangmo.exports.files import ExportRequest
    from chuangmo.service.decisions.snapshot_changes import change_json, changed_since
    from chuangmo.service.decisions.snapshots import find_snapshot

    one = find_snapshot(board, actor, args.snapshot)
    view = {BRIEFING: None, DOSSIER: SCHEME}.get(args.view, args.view)
    found = tuple(exhibit for _, exhibit in exhibits_of(board, actor, one.name, view))
    if not found:
        raise UsageError(f"快照“{one.name}”里没有视图“{args.view}”的内容。请改用 briefing。")
    asked = ViewRequest(one.period, one.as_of, dust=one.dust)
    request = ExportRequest(args.format, args.view, asked, "", found, one.name)
    answer, code = _made(board, actor, args, request)
    changed = [change_json(change) for change in changed_since(board, actor, one.name)]
    return {**answer, "snapshot": one.name, "changed": changed}, code


def _made(board: Board, actor: Actor, args: Namespace, request: "ExportRequest") -> Answer:
    """The file made and saved, and what is printed about it."""
    from chuangmo.exports.files import FormatFault, as_json, export

    try:
        made = export(board, actor, request)
    except FormatFault as fault:
        raise UsageError(str(fault)) from fault
    out, beside = saved(args, made.data, made.name), ""
    if made.beside is not None:
        ending = made.beside.name.rpartition("_")[2]
        place = Namespace(cwd=args.cwd, out=str(out.with_name(f"{out.stem}_{ending}")))
        beside = str(saved(place, made.beside.data))
    return as_json(made, request, str(out), beside), 0


def add_export_parsers(commands: Any, shared: Any) -> None:
    """The options of the command."""
    found = commands.add_parser("export", parents=[shared], help="导出文件")
    found.add_argument("--format", choices=FORMATS, required=True)
    found.add_argument("--view", choices=VIEWS, required=True)
    found.add_argument("--period", help="时段；用 --snapshot 时不写")
    found.add_argument("--snapshot", metavar="NAME", help="按会议快照导出，内容与定稿时相同")
    found.add_argument("--out", required=True, help="文件，或已有的文件夹")
    for option in ("--indicator", "--area", "--as-of"):
        found.add_argument(option)


EXPORT_COMMANDS: dict[str, Command] = {"export": export_command}
