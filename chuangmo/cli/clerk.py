"""The commands that help the clerk: who owes what, ledgers, blank forms, marked-up workbooks."""

import hashlib
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Any

from chuangmo.access.actor import Actor
from chuangmo.cli.commands import Answer, Command
from chuangmo.cli.importing_files import answer_pairs
from chuangmo.cli.input_files import file_bytes
from chuangmo.cli.output_file import saved
from chuangmo.period import parse_period, today
from chuangmo.service.board import Board
from chuangmo.service.figures.ledger import list_ledger
from chuangmo.service.imports import clerk, corrections
from chuangmo.service.imports.completeness import completeness
from chuangmo.service.imports.importing import diagnostic_json
from loaders import KINDS
from loaders.model.staged import Hints


def completeness_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """Who has reported which month, and the reminders to copy."""
    period = parse_period(args.period)
    as_of = parse_period(args.as_of).last_day if args.as_of else today()
    found = completeness(board, actor, period, as_of)
    answer = {
        "period": period.text,
        "as_of": found.as_of.isoformat(),
        "counts": found.counts,
        "rows": [asdict(row) for row in found.rows],
        "reminders": [asdict(reminder) for reminder in found.reminders],
    }
    return answer, 0


def ledger_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """The items of a ledger."""
    period = parse_period(args.period) if args.period else None
    rows = list_ledger(board, actor, args.kind, area=args.area, period=period)
    return {"count": len(rows), "rows": rows}, 0


def template_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """A blank form with places and time filled in."""
    form = clerk.blank_form(board, actor, args.kind, parse_period(args.period), args.area)
    out = saved(args, form.data)
    answer = {
        "out": str(out), "kind": form.kind, "period": form.period.text,
        "sheets": list(form.sheets), "sha256": form.sha256,
    }  # fmt: skip
    return answer, 0


def mark_up_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """The sender's workbook with its faulty cells marked."""
    path = Path(args.cwd, args.file)
    hints = Hints(
        area=args.area, site=args.site, indicator=args.indicator, unit=args.unit,
        period=args.period, answers=answer_pairs(args.answer),
    )  # fmt: skip
    marked, staged = clerk.marked_up(board, actor, file_bytes(path), path.name, hints)
    out = saved(args, marked.data)
    found = [staged.rejected] if staged.rejected else staged.diagnostics
    answer = {
        "out": str(out), "marked": marked.marked,
        "diagnostics": [diagnostic_json(line) for line in found],
        "questions": [
            {"key": q.key, "prompt": q.prompt, "options": list(q.options)}
            for q in staged.questions
        ],
    }  # fmt: skip
    return answer, 0


def correction_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """Keep a fix of one cell, take it back, or list all."""
    if args.action == "list":
        kept = [asdict(one) for one in corrections.corrections(board, actor)]
        return {"count": len(kept), "corrections": kept}, 0
    path = Path(args.cwd, args.file)
    data = file_bytes(path) if path.is_file() else None
    sha256 = hashlib.sha256(data).hexdigest() if data is not None else args.file.lower()
    place = {"file": sha256, "sheet": args.sheet, "cell": args.cell}
    if args.action == "remove":
        old = corrections.remove_correction(board, actor, **place, reason=args.reason)
        return {"correction": None, "old": asdict(old)}, 0
    new = corrections.add_correction(
        board, actor, **place, value=args.value, reason=args.reason, expect=args.expect, data=data
    )
    return {"correction": asdict(new)}, 0


def add_parsers(commands: Any, shared: Any) -> None:
    """The options of these commands."""
    found = commands.add_parser("completeness", parents=[shared], help="谁还没有报")
    found.add_argument("--period", required=True)
    found.add_argument("--as-of")
    found = commands.add_parser("ledger", parents=[shared], help="台账明细")
    found.add_argument("--kind", required=True)
    found.add_argument("--area")
    found.add_argument("--period")
    found = commands.add_parser("template", parents=[shared], help="空白报表")
    found.add_argument("--kind", choices=KINDS, required=True)
    found.add_argument("--period", required=True)
    found.add_argument("--area", help="只给一个区县填的")
    found.add_argument("--out", required=True)
    found = commands.add_parser("mark-up", parents=[shared], help="把有错的单元格标出来")
    found.add_argument("file", metavar="FILE")
    found.add_argument("--out", required=True)
    for option in ("--area", "--site", "--indicator", "--unit", "--period"):
        found.add_argument(option)
    found.add_argument("--answer", action="append", default=[], metavar="KEY=VALUE")
    _correction_parsers(commands, shared)


def _correction_parsers(commands: Any, shared: Any) -> None:
    found = commands.add_parser("correction", help="单元格的更正")
    actions = found.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", parents=[shared], help="列出")
    for name, words in (("add", "登记更正"), ("remove", "撤销更正")):
        one = actions.add_parser(name, parents=[shared], help=words)
        one.add_argument("--file", required=True, help="文件的 SHA-256，或文件本身的路径")
        one.add_argument("--sheet", default="", help="工作表；文本文件不写")
        one.add_argument("--cell", required=True)
        one.add_argument("--reason", required=True)
        if name == "add":
            one.add_argument("--value", required=True)
            one.add_argument("--expect", help="单元格的原文；文件已存档的可不写")


CLERK_COMMANDS: dict[str, Command] = {
    "completeness": completeness_command,
    "ledger": ledger_command,
    "template": template_command,
    "mark-up": mark_up_command,
    "correction": correction_command,
}
