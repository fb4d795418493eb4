"""The commands of 考核: show a year, enter or take back what papers give, list it."""

from argparse import Namespace
from dataclasses import asdict
from typing import Any

from chuangmo.access.actor import Actor
from chuangmo.cli.commands import Answer, Command, changed_json
from chuangmo.cli.input_files import period_given
from chuangmo.period import YEAR, parse_period, today
from chuangmo.service.board import Board
from chuangmo.service.decisions import changing
from chuangmo.service.scoring.assessment import AssessmentYear, DistrictScore, assessment


def assessment_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """One action of 考核."""
    return _ACTIONS[args.action](board, actor, args), 0


def _show(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    as_of = parse_period(args.as_of).last_day if args.as_of else today()
    area = board.catalog.area(args.area) if args.area else None
    return year_json(assessment(board, actor, _year(args.period), as_of), area)


def year_json(found: AssessmentYear, area: str | None = None) -> dict[str, Any]:
    """A year of 考核 as the command line prints it.

    Args:
        area: one district; without it all.
    """
    sheet = found.sheet
    shown = [one for one in found.districts if area in (None, one.area)]
    return {
        "year": found.year, "as_of": found.as_of.isoformat(), "closed": found.closed,
        "sheet": sheet.id if sheet else None, "name": sheet.name if sheet else None,
        "document": sheet.document if sheet else None, "full": found.full or None,
        "note": sheet.note if sheet else None, "demo": found.demo,
        "generation": found.generation, "count": len(shown),
        "districts": [_district(one) for one in shown],
    }  # fmt: skip


def _district(one: DistrictScore) -> dict[str, Any]:
    told = one.reported
    return {
        "area": one.area, "total": one.total, "grade": one.grade or None,
        "rank": one.rank or None, "tied": one.tied, "last": one.last, "vetoed": one.vetoed,
        "entered": one.entered, "possible": one.possible, "bonus": one.bonus,
        "deduction": one.deduction, "open": list(one.open_items), "before": one.before,
        "change": one.change, "rank_before": one.rank_before or None,
        "groups": [asdict(group) for group in one.groups],
        "items": [asdict(line) for line in one.lines],
        "extras": [asdict(extra) for extra in one.extras],
        "reported": asdict(told) if told else None,
        "reported_before": one.reported_before.total if one.reported_before else None,
        "demo": one.demo,
    }  # fmt: skip


def _mark(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    change = changing.set_hand_mark(
        board, actor, item=args.item, area=args.area, year=_year(args.period),
        points=args.points, document=args.document, note=args.note,
    )  # fmt: skip
    return changed_json("mark", change)


def _unmark(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    change = changing.remove_hand_mark(
        board, actor, item=args.item, area=args.area, year=_year(args.period)
    )
    return changed_json("mark", change)


def _list(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    year = _year(args.period) if args.period else None
    found = changing.list_hand_marks(board, actor, year)
    return {"count": len(found), "marks": [one.entry.model_dump(mode="json") for one in found]}


def _year(text: str) -> int:
    return period_given("--period", text, (YEAR,), "考核按年，请写年份，例如 2008。").start.year


def add_assessment_parsers(commands: Any, shared: Any) -> None:
    """The options of these commands."""
    found = commands.add_parser("assessment", help="区县考核")
    actions = found.add_subparsers(dest="action", required=True, metavar="ACTION")
    one = actions.add_parser("show", parents=[shared], help="一年的得分、名次、等次与扣分原因")
    one.add_argument("--period", required=True, help="年份，例如 2008")
    one.add_argument("--area")
    one.add_argument("--as-of")
    one = actions.add_parser("list", parents=[shared], help="列出按文件登记的得分")
    one.add_argument("--period")
    for name, words in (("mark", "按文件登记得分、加分、扣分或一票否决"), ("unmark", "撤销登记")):
        one = actions.add_parser(name, parents=[shared], help=words)
        for option in ("--item", "--area", "--period"):
            one.add_argument(option, required=True)
        if name == "mark":
            one.add_argument("--points", default="", help="分数；一票否决不写")
            one.add_argument("--document", required=True, help="文号或文件名称")
            one.add_argument("--note", default="")


_ACTIONS = {"show": _show, "mark": _mark, "unmark": _unmark, "list": _list}
ASSESSMENT_COMMANDS: dict[str, Command] = {"assessment": assessment_command}
