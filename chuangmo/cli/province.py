"""The command ``province``: the cities of ``CHUANGMO_CITIES`` side by side, as the page 全省."""

from argparse import Namespace
from dataclasses import asdict
from typing import Any

from chuangmo.access.actor import Actor, may_see
from chuangmo.cli.commands import Answer, Command
from chuangmo.cli.input_files import UsageError
from chuangmo.period import parse_period, today
from chuangmo.service import process
from chuangmo.service.board import Board
from chuangmo.service.figures.ranking import NotRankable, Ranking
from chuangmo.service.province.ranking import rank_cities
from chuangmo.service.province.standings import CityStanding, standing
from chuangmo.service.questions import Questions


def province_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """Every city's own verdicts on itself, who owes which report, and a rank if one is asked."""
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


PROVINCE_COMMANDS: dict[str, Command] = {"province": province_command}
