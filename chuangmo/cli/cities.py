"""The commands of cities: find one, set the home up for it, show how it is set up."""

from argparse import Namespace
from typing import Any

from chuangmo.access.actor import Actor
from chuangmo.catalog.divisions.table import Division, Divisions, load_divisions
from chuangmo.catalog.models import Adoption, District
from chuangmo.catalog.words import plain_word
from chuangmo.cli.commands import Answer, Command
from chuangmo.service.board import Board
from chuangmo.service.decisions.own_city import OwnCity, own_city, set_own_city


def city_list_command(args: Namespace) -> dict[str, Any]:
    """``city list``: what ships, whatever home there is."""
    divisions = load_divisions()
    found = [one for one in divisions.cities() if _is_like(one, args.like or "")]
    return {"count": len(found), "cities": [_listed(divisions, one) for one in found]}


def _is_like(one: Division, text: str) -> bool:
    """Whether the name contains the text, or the code begins with it."""
    wanted = plain_word(text)
    return wanted in one.name or str(one.adcode).startswith(wanted)


def _listed(divisions: Divisions, one: Division) -> dict[str, Any]:
    return {
        "adcode": str(one.adcode),
        "name": one.name,
        "province": divisions.province(one).name,
        "districts": [below.name for below in divisions.children(one.adcode)],
    }


def city_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """``city new`` and ``city show``."""
    if args.action == "new":
        return _made(set_own_city(board, actor, args.adcode)), 0
    return _shown(own_city(board, actor)), 0


def _made(found: OwnCity) -> dict[str, Any]:
    districts = [one.name for one in found.catalog.city.districts]
    return {
        "city": found.settings.city,
        "name": found.catalog.city.name,
        "districts": districts,
        "boundaries": bool(found.drawn),
        "without_boundary": [name for name in districts if name not in found.drawn],
    }


def _shown(found: OwnCity) -> dict[str, Any]:
    city = found.catalog.city
    return {
        "city": city.id,
        "name": city.name,
        "adcode": str(city.adcode) if city.adcode else None,
        "own": found.own,
        "aliases": list(city.aliases),
        "air_class": city.air_class,
        "scope_note": city.scope_note or None,
        "boundaries": bool(found.drawn),
        "sites": len(city.sites),
        "targets": len(city.targets),
        "duties": len(city.duties),
        "districts": [_district(found, one) for one in city.districts],
        "schemes": [one.scheme for one in city.schemes] or [city.scheme],
        "adoptions": [_adoption(one) for one in city.adoptions],
    }


def _district(found: OwnCity, one: District) -> dict[str, Any]:
    return {
        "name": one.name,
        "adcode": str(one.adcode) if one.adcode else None,
        "aliases": list(one.aliases),
        "group": found.catalog.city.groups.get(one.group),
        "in_city_mean": one.in_city_mean,
        "boundary": one.name in found.drawn,
    }


def _adoption(one: Adoption) -> dict[str, Any]:
    return {
        "standard": one.standard,
        "from": one.from_.isoformat(),
        "source": one.source,
        "confidence": one.confidence,
    }


def add_city_parsers(commands: Any, shared: Any) -> None:
    """The options of these commands."""
    actions = commands.add_parser("city", help="城市").add_subparsers(
        dest="action", required=True, metavar="ACTION"
    )
    one = actions.add_parser("list", parents=[shared], help="列出可以设为本市的城市（不联网）")
    one.add_argument("--like", metavar="TEXT", help="名称中的字，或代码开头的数字")
    one = actions.add_parser("new", parents=[shared], help="把数据目录设为这个城市的（先停下看板）")
    one.add_argument("adcode", metavar="ADCODE", help="区划代码，六位数字，见 city list")
    actions.add_parser("show", parents=[shared], help="本市的设置")


CITY_COMMANDS: dict[str, Command] = {"city": city_command}
