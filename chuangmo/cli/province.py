"""The command ``province``: the cities of ``CHUANGMO_CITIES`` side by side, as the page 全省."""

from argparse import Namespace
from dataclasses import asdict
from typing import Any

from chuangmo.access.actor import Actor, may_see
from chuangmo.cli.commands import Answer, Command
from chuangmo.cli.input_files import UsageError
from chuangmo.cli.output_file import saved
from chuangmo.period import MONTH, parse_period, today
from chuangmo.service import process
from chuangmo.service.board import Board
from chuangmo.service.figures.ranking import NotRankable, Ranking
from chuangmo.service.province.ranking import rank_cities
from chuangmo.service.province.standings import CityStanding, standing
from chuangmo.service.questions import Questions

FORMATS = ("pptx", "xlsx", "docx")


def province_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """Every city's own verdicts on itself, who owes which report, and a rank if one is asked."""
    if (args.format is None) != (args.out is None):
        raise UsageError("--format 和 --out 要一起写。")
    if args.format:
        return _written(board, actor, args)
    period = parse_period(args.period)
    as_of = parse_period(args.as_of).last_day if args.as_of else today()
    with process.side_by_side(board) as boards:
        readers = [Questions(b, actor) for b in boards if may_see(actor, b.settings)]
        cities = [standing(reader, period, as_of, args.dust) for reader in readers]
        ranking = None
        if args.indicator:
            indicator = board.catalog.indicator(args.indicator)
            try:
                ranking = rank_cities(readers, cities, indicator, period, as_of, args.dust)
            except NotRankable as error:
                raise UsageError(str(error)) from error
    answer = {
        "period": period.text,
        "as_of": as_of.isoformat(),
        "dust": args.dust,
        "cities": [_city(one) for one in cities],
        "rows": [{"city": one.city} | vars(row) for one in cities for row in one.rows],
        "owed": [{"city": one.city} | asdict(row) for one in cities for row in one.owed],
        "indicator": args.indicator,
        "ranking": _ranking(ranking),
    }
    return answer, 0


def _written(board: Board, actor: Actor, args: Namespace) -> Answer:
    """The page 全省 of a month as a file."""
    from chuangmo.exhibits.month import Month
    from chuangmo.exhibits.province.standings import load_province
    from chuangmo.exports.province import province_file

    period = parse_period(args.period)
    if period.kind != MONTH:
        raise UsageError(f"--period “{args.period}”：写成文件时请写一个月，如 2008-10。")
    indicator = board.catalog.indicator(args.indicator) if args.indicator else None
    with process.side_by_side(board) as boards:
        readers = [Questions(b, actor) for b in boards if may_see(actor, b.settings)]
        view = load_province(readers, Month(period), args.dust)
        made = province_file(board, actor, view, args.format, indicator)
    out = saved(args, made.data, made.name)
    return {
        "out": str(out), "format": args.format, "view": "province", "bytes": len(made.data),
        "sha256": made.sha256, "exhibits": made.exhibits, "data_through": made.data_through,
        "cities": [{"city": one.city, "generation": one.generation} for one in view.cities],
    }, 0  # fmt: skip


def _city(one: CityStanding) -> dict[str, Any]:
    return {
        "city": one.city, "name": one.name, "generation": one.generation,
        "data_through": one.last.isoformat() if one.last else None, "batch": one.batch,
        "demo": one.demo, "verdicts": len(one.rows), "owed": len(one.owed),
    }  # fmt: skip


def _ranking(found: Ranking | None) -> dict[str, Any] | None:
    if found is None:
        return None
    keys = ("rank", "tied", "area", "value", "published", "unit")
    return {
        "statistic": found.statistic,
        "rows": [{key: getattr(row, key) for key in keys} for row in found.rows],
        "unranked": [asdict(one) for one in found.unranked],
    }


def add_province_parsers(commands: Any, shared: Any) -> None:
    """The options of the command."""
    found = commands.add_parser(
        "province", parents=[shared], help="几个城市并排（CHUANGMO_CITIES）"
    )
    found.add_argument("--period", required=True, help="时段")
    found.add_argument("--as-of", help="数据截至")
    found.add_argument("--dust", choices=("keep", "remove"), default="keep", help="是否扣沙")
    found.add_argument("--indicator", help="按这项指标排名")
    found.add_argument("--format", choices=FORMATS, help="写成文件：--period 写一个月")
    found.add_argument("--out", help="文件，或已有的文件夹")


PROVINCE_COMMANDS: dict[str, Command] = {"province": province_command}
