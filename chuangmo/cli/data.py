"""The command ``data``: a view as a plain table, as the address ``/data/VIEW`` gives it."""

import json
from argparse import Namespace
from datetime import date
from typing import Any

from chuangmo.access.actor import Actor
from chuangmo.cli.commands import Answer, Command
from chuangmo.cli.input_files import UsageError
from chuangmo.cli.output_file import saved
from chuangmo.period import parse_period
from chuangmo.service.board import Board

VIEWS = (
    "overview", "assess", "indicator", "district", "tasks", "rank", "completeness",
    "observations",
)  # fmt: skip
FORMATS = ("csv", "json", "parquet")


def data_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """Print the view, or write it to ``--out`` with the metadata of a CSV beside it."""
    from chuangmo.exports.data.answer import data_file
    from chuangmo.exports.data.views import DataRequest

    try:
        as_of = date.fromisoformat(args.as_of) if args.as_of else None
    except ValueError as error:
        raise UsageError(f"--as-of “{args.as_of}”：请写成 2008-10-31 这样的日期。") from error
    if args.format == "parquet" and not args.out:
        raise UsageError("parquet 不是文字，不能显示在屏幕上。请用 --out 写明文件。")
    asked = DataRequest(parse_period(args.period), as_of, args.indicator, args.area)
    made = data_file(board, actor, args.view, asked, args.format)
    if not args.out and args.format == "json" and getattr(args, "json", False):
        return json.loads(made.data), 0
    if not args.out:
        return {"text": made.data.decode()}, 0
    out = saved(args, made.data, made.name)
    answer = {"out": str(out), "format": args.format, "view": args.view, "bytes": len(made.data)}
    if args.format == "csv":
        beside = Namespace(**vars(args) | {"out": f"{out}-metadata.json"})
        answer["metadata"] = str(saved(beside, made.metadata_bytes))
    return answer | {"count": made.metadata["count"]}, 0


def add_data_parsers(commands: Any, shared: Any) -> None:
    """The options of the command."""
    found = commands.add_parser("data", parents=[shared], help="一个视图的数据（同 /data 地址）")
    found.add_argument("view", choices=VIEWS, metavar="VIEW", help="、".join(VIEWS))
    found.add_argument("--period", required=True)
    found.add_argument("--format", choices=FORMATS, required=True)
    found.add_argument("--out", help="文件，或已有的文件夹；不写则显示（parquet 必须写）")
    for option in ("--indicator", "--area", "--as-of"):
        found.add_argument(option)


DATA_COMMANDS: dict[str, Command] = {"data": data_command}
