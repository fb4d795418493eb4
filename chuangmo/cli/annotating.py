"""The commands of what stands beside figures: notes of the responsible unit, dated events."""

from argparse import Namespace
from datetime import date
from typing import Any

from chuangmo.access.actor import Actor
from chuangmo.cli.commands import Answer, Command
from chuangmo.cli.input_files import period_given
from chuangmo.period import DAY, parse_period
from chuangmo.service.annotations import marks, notes
from chuangmo.service.annotations.marks import EventMark
from chuangmo.service.annotations.notes import FigureNote
from chuangmo.service.board import Board
from chuangmo.service.decisions.supervision.proposals import responsible


def note_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """Write the word on a figure, take the newest back, or list them with their history."""
    if args.action == "list":
        found = notes.list_notes(
            board, actor, indicator=args.indicator, area=args.area, period=args.period
        )
        return {"count": len(found), "notes": [note_json(board, one) for one in found]}, 0
    before, period = board.store.journal_seq(), parse_period(args.period)
    if args.action == "set":
        made = notes.set_note(board, actor, args.indicator, args.area, period, args.text)
    else:
        made = notes.undo_note(board, actor, args.indicator, args.area, period)
    changed = board.store.journal_seq() > before
    return {"note": note_json(board, made), "changed": changed}, 0


def note_json(board: Board, one: FigureNote) -> dict[str, Any]:
    """A note as the command line prints it; ``text`` is null where all were taken back."""
    held = one.current
    return {
        "indicator": one.indicator, "area": one.area, "period": one.period.text,
        "responsible": responsible(board.catalog, one.area, one.indicator),
        "text": held.text if held else None, "by": held.by if held else None,
        "at": held.at if held else None,
        "history": [
            {
                "seq": text.seq, "text": text.text, "by": text.by, "at": text.at,
                "undone_by": text.undone_by or None, "undone_at": text.undone_at or None,
            }
            for text in one.texts
        ],
    }  # fmt: skip


def mark_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """Enter a dated event, take one off the trends, or list them."""
    if args.action == "list":
        found = marks.list_marks(board, actor, area=args.area, indicator=args.indicator)
        return {"count": len(found), "marks": [mark_json(one) for one in found]}, 0
    if args.action == "remove":
        return {"mark": mark_json(marks.remove_mark(board, actor, args.number, args.reason))}, 0
    made = marks.add_mark(
        board, actor, first=_day("--from", args.first),
        last=_day("--to", args.last) if args.last else None,
        text=args.text, area=args.area or "", indicator=args.indicator or "",
    )  # fmt: skip
    return {"mark": mark_json(made)}, 0


def mark_json(one: EventMark) -> dict[str, Any]:
    """A mark as the command line prints it; ``from`` and ``to`` both inclusive, as entered."""
    return {
        "number": one.number, "from": one.first.isoformat(), "to": one.last.isoformat(),
        "text": one.text, "area": one.area or None, "indicator": one.indicator or None,
        "by": one.by, "at": one.at, "stands": one.stands,
        "removed_by": one.removed_by or None, "removed_at": one.removed_at or None,
        "removed_reason": one.removed_reason or None,
    }  # fmt: skip


def _day(option: str, text: str) -> date:
    return period_given(option, text, (DAY,), "请写一天，例如 2008-11-01。").last_day


def add_annotation_parsers(commands: Any, shared: Any) -> None:
    """The options of these commands."""
    found = commands.add_parser("note", help="责任单位对一个数的说明")
    actions = found.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, words in (("set", "写说明（后写的代替先写的）"), ("undo", "撤销最后一次写的")):
        one = actions.add_parser(name, parents=[shared], help=words)
        for option in ("--indicator", "--area", "--period"):
            one.add_argument(option, required=True)
        if name == "set":
            one.add_argument("--text", required=True)
    one = actions.add_parser("list", parents=[shared], help="列出，连同历次写的")
    for option in ("--indicator", "--area", "--period"):
        one.add_argument(option)
    found = commands.add_parser("mark", help="大事记：画在走势上的事件")
    actions = found.add_subparsers(dest="action", required=True, metavar="ACTION")
    one = actions.add_parser("add", parents=[shared], help="登记一件")
    one.add_argument("--from", dest="first", required=True, metavar="DAY")
    one.add_argument("--to", dest="last", metavar="DAY", help="截止日（含），不写为当天一天")
    one.add_argument("--text", required=True)
    one.add_argument("--area", help="区县（不写为全市，各区县的图上都画）")
    one.add_argument("--indicator", help="指标（不写为各项指标）")
    one = actions.add_parser("remove", parents=[shared], help="撤去一件")
    one.add_argument("number", type=int)
    one.add_argument("--reason", required=True)
    one = actions.add_parser("list", parents=[shared], help="列出，连同已撤去的")
    one.add_argument("--area")
    one.add_argument("--indicator")


ANNOTATION_COMMANDS: dict[str, Command] = {"note": note_command, "mark": mark_command}
