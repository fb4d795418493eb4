"""The commands of cities: find one, set the home up for it, show how it is set up."""

from argparse import Namespace
from typing import Any

from chuangmo.catalog.divisions.table import Division, Divisions, load_divisions
from chuangmo.catalog.words import plain_word


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


def add_city_parsers(commands: Any, shared: Any) -> None:
    """The options of these commands."""
    actions = commands.add_parser("city", help="城市").add_subparsers(
        dest="action", required=True, metavar="ACTION"
    )
    one = actions.add_parser("list", parents=[shared], help="列出可以设为本市的城市（不联网）")
    one.add_argument("--like", metavar="TEXT", help="名称中的字，或代码开头的数字")
