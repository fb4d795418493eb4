"""The commands of 会议快照: freeze a meeting, show what has changed since, list all."""

from argparse import Namespace
from dataclasses import asdict
from typing import Any

from chuangmo.access.actor import Actor
from chuangmo.cli.commands import Answer, Command
from chuangmo.cli.input_files import UsageError
from chuangmo.period import parse_period, today
from chuangmo.service.board import Board
from chuangmo.service.decisions import snapshots
from chuangmo.service.decisions.snapshot_changes import change_json, changed_since
from chuangmo.service.decisions.snapshots import Snapshot
from chuangmo.service.figures.assessing import extent


def snapshot_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """One action on the snapshots."""
    return _ACTIONS[args.action](board, actor, args), 0


def _list(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    return {"snapshots": [snapshot_json(one) for one in snapshots.list_snapshots(board, actor)]}


def _show(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    found = snapshots.find_snapshot(board, actor, args.name)
    changed = changed_since(board, actor, args.name)
    answer: dict[str, Any] = {
        "snapshot": snapshot_json(found),
        "changed": [change_json(one) for one in changed],
    }
    if getattr(args, "json", False):  # hundreds of lines, for machines only
        figures = snapshots.content_of(board, actor, args.name).figures
        answer["rows"] = [asdict(one) for one in figures]
    return answer


def _save(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    # Plotly and pandas take a second to load; only this action needs them.
    from chuangmo.exhibits.frozen import save_meeting
    from chuangmo.exhibits.views import ViewRequest

    months = extent(board, actor).months
    if args.period is None and not months:
        raise UsageError("还没有任何数据，无从定稿。请先导入月报。")
    period = parse_period(args.period) if args.period else months[0]
    as_of = parse_period(args.as_of).last_day if args.as_of else min(today(), period.last_day)
    request = ViewRequest(period, as_of, dust=args.dust)
    saved = save_meeting(board, actor, args.name, request)
    return {"snapshot": snapshot_json(saved), "changed": []}


def snapshot_json(one: Snapshot) -> dict[str, Any]:
    """A snapshot as the command line prints it."""
    return {
        "name": one.name, "at": one.at, "by": one.by, "period": one.period.text,
        "as_of": one.as_of.isoformat(), "dust": one.dust, "generation": one.generation,
        "sha256": one.sha256, "figures": one.count,
    }  # fmt: skip


def add_snapshot_parsers(commands: Any, shared: Any) -> None:
    """The options of these commands."""
    found = commands.add_parser("snapshot", help="会议快照")
    actions = found.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", parents=[shared], help="列出会议快照")
    one = actions.add_parser("save", parents=[shared], help="为会议定稿")
    one.add_argument("name", metavar="NAME")
    one.add_argument("--period", help="默认为最近有数据的月份")
    one.add_argument("--as-of", help="数据时间，默认为该时段最后一天，不晚于今天")
    one.add_argument("--dust", choices=("keep", "remove"), default="keep")
    one = actions.add_parser("show", parents=[shared], help="快照内容，以及此后哪些数变了")
    one.add_argument("name", metavar="NAME")


_ACTIONS = {"list": _list, "save": _save, "show": _show}
SNAPSHOT_COMMANDS: dict[str, Command] = {"snapshot": snapshot_command}
