"""The commands of 督办: propose, list, open, feed back, close, take up again, the 督办单."""

from argparse import Namespace
from dataclasses import asdict
from datetime import date
from typing import Any

from chuangmo.access.actor import Actor
from chuangmo.cli.commands import Answer, Command
from chuangmo.cli.input_files import UsageError
from chuangmo.cli.output_file import saved
from chuangmo.period import DAY, MONTH, Period, parse_period, today
from chuangmo.service.board import Board
from chuangmo.service.decisions import supervision
from chuangmo.service.decisions.supervision import STATES, USUAL_MEASURE, SupervisionItem
from chuangmo.service.decisions.supervision_sheet import finding_words, number_words


def supervision_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """One action on the items of 督办."""
    return _ACTIONS[args.action](board, actor, args), 0


def _list(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    on = today()
    found = supervision.list_items(
        board, actor, area=args.area, state=args.state, overdue_on=on if args.overdue else None
    )
    counts = {state: sum(1 for item in found if item.state == state) for state in STATES}
    return {
        "as_of": on.isoformat(),
        "count": len(found),
        "counts": counts,
        "overdue": sum(1 for item in found if item.is_overdue(on)),
        "items": [item_json(item, on) for item in found],
    }


def _propose(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    found = supervision.proposals(board, actor, _month(args.period), at_risk=args.at_risk)
    rows = [
        {
            "indicator": one.verdict.indicator, "area": one.verdict.area,
            "line": one.verdict.line, "status": one.verdict.status,
            "published": one.verdict.published, "unit": one.verdict.unit,
            "limit": one.verdict.limit, "responsible": one.unit,
            "deadline": one.deadline.isoformat(),
        }
        for one in found
    ]  # fmt: skip
    return {"period": _month(args.period).text, "count": len(rows), "proposals": rows}


def _open(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    catalog = board.catalog
    indicator, area = catalog.indicator(args.indicator), catalog.area(args.area)
    month = _month(args.period) if args.period else None
    found = supervision.proposals(board, actor, month, at_risk=True) if month else []
    behind = next(
        (p.verdict for p in found if (p.verdict.indicator, p.verdict.area) == (indicator.id, area)),
        None,
    )
    item = supervision.open_item(
        board, actor, indicator=indicator.id, area=area,
        unit=args.responsible or supervision.responsible(area),
        measure=args.measure, deadline=_day(args.deadline), month=month.text if month else "",
        line=behind.line if behind else "", status=behind.status if behind else "",
        finding=finding_words(behind, indicator, month) if behind and month else "",
    )  # fmt: skip
    return {"item": item_json(item, today())}


def _feedback(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    item = supervision.add_feedback(board, actor, args.number, args.text, args.document)
    return {"item": item_json(item, today())}


def _close(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    return {
        "item": item_json(supervision.close_item(board, actor, args.number, args.reason), today())
    }


def _reopen(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    return {"item": item_json(supervision.reopen(board, actor, args.number, args.reason), today())}


def _sheet(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    # What writes Word documents takes a second to load; only this action needs it.
    from chuangmo.exports.files import supervision_file

    made = supervision_file(board, actor, args.number)
    return {
        "out": str(saved(args, made.data, made.name)), "number": args.number,
        "bytes": len(made.data), "sha256": made.sha256, "generation": made.generation,
    }  # fmt: skip


def item_json(item: SupervisionItem, on: date) -> dict[str, Any]:
    """An item as the command line prints it, with its history."""
    return {
        "number": item.number, "label": number_words(item), "indicator": item.indicator,
        "area": item.area, "responsible": item.unit, "measure": item.measure,
        "deadline": item.deadline.isoformat(), "state": item.state,
        "overdue": item.is_overdue(on), "month": item.month or None, "line": item.line or None,
        "status": item.status or None, "finding": item.finding or None,
        "events": [asdict(event) | {"kind": event.kind.partition("_")[2]} for event in item.events],
    }  # fmt: skip


def _month(text: str) -> Period:
    period = parse_period(text)
    if period.kind != MONTH:
        raise UsageError(f"--period “{text}”：督办按月提出，请写月份，例如 2008-10。")
    return period


def _day(text: str) -> date:
    period = parse_period(text)
    if period.kind != DAY:
        raise UsageError(f"--deadline “{text}”：办结时限请写一天，例如 2009-03-31。")
    return period.last_day


def add_parsers(commands: Any, shared: Any) -> None:
    """The options of these commands."""
    found = commands.add_parser("supervision", help="督办")
    actions = found.add_subparsers(dest="action", required=True, metavar="ACTION")
    one = actions.add_parser("list", parents=[shared], help="列出督办事项")
    one.add_argument("--area")
    one.add_argument("--state", choices=STATES)
    one.add_argument("--overdue", action="store_true", help="只列逾期的")
    one = actions.add_parser("propose", parents=[shared], help="某月应提请督办的事项")
    one.add_argument("--period", required=True)
    one.add_argument("--at-risk", action="store_true", help="连同有风险的（不写只提未达标的）")
    one = actions.add_parser("sheet", parents=[shared], help="督办单（Word）")
    one.add_argument("number", type=int)
    one.add_argument("--out", required=True, help="文件，或已有的文件夹")
    _open_parser(actions.add_parser("open", parents=[shared], help="立项"))
    one = actions.add_parser("feedback", parents=[shared], help="反馈办理情况")
    one.add_argument("number", type=int)
    one.add_argument("--text", required=True)
    one.add_argument("--document", default="")
    for name, words in (("close", "销号"), ("reopen", "恢复督办")):
        one = actions.add_parser(name, parents=[shared], help=words)
        one.add_argument("number", type=int)
        one.add_argument("--reason", required=True)


def _open_parser(one: Any) -> None:
    for option in ("--indicator", "--area", "--deadline"):
        one.add_argument(option, required=True)
    one.add_argument("--responsible", help="责任单位（默认为该区县人民政府）")
    one.add_argument("--measure", default=USUAL_MEASURE)
    one.add_argument("--period", help="据以立项的月份，例如 2008-10")


_ACTIONS = {
    "list": _list,
    "propose": _propose,
    "open": _open,
    "feedback": _feedback,
    "close": _close,
    "reopen": _reopen,
    "sheet": _sheet,
}
SUPERVISION_COMMANDS: dict[str, Command] = {"supervision": supervision_command}
