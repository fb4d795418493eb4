"""The commands of cities: find one, set the home up for it, show and change how it is set up."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from chuangmo.access.actor import Actor
from chuangmo.catalog.boundaries import shapes_of
from chuangmo.catalog.divisions.table import Division, Divisions, load_divisions
from chuangmo.catalog.models import Adoption, District
from chuangmo.catalog.own_outlines.examine import OutlineReport
from chuangmo.catalog.words import plain_word
from chuangmo.cli.commands import Answer, Command
from chuangmo.cli.importing_files import answer_pairs
from chuangmo.cli.input_files import UsageError, file_bytes
from chuangmo.cli.output_file import saved
from chuangmo.service.board import Board
from chuangmo.service.city.changing_settings import (
    apply_settings,
    preview_settings_book,
    settings_book,
    since_words,
)
from chuangmo.service.city.own_boundaries import (
    check_boundaries,
    set_boundaries,
    set_shipped_boundaries,
)
from chuangmo.service.city.values import SettingsPreview
from chuangmo.service.decisions.own_city import OwnCity, own_city, set_own_city
from chuangmo.service.imports.importing import (
    COMMITTED,
    EXIT,
    NEEDS_ANSWER,
    REJECTED,
    STAGED,
    UNCHANGED,
)

#: The question that an older workbook raises, and its answers.
OLDER, AS_THE_OLD, KEEP_NOW = "older", "照旧表写入", "不写"
#: So many changes are listed; how many there are is said beside them.
MOST_CHANGES = 1000


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
    """``city new``, ``show``, ``export``, ``import`` and ``boundaries``."""
    if args.action == "new":
        return _made(set_own_city(board, actor, args.adcode)), 0
    if args.action == "export":
        return _exported(board, actor, args), 0
    if args.action == "import":
        return _imported(board, actor, args)
    if args.action == "boundaries":
        return _bounded(board, actor, args)
    return _shown(own_city(board, actor)), 0


def _bounded(board: Board, actor: Actor, args: Namespace) -> Answer:
    city = board.catalog.city
    answer: dict[str, Any] = {"city": city.id, "name": city.name}
    if args.shipped == bool(args.file):
        raise UsageError("请给一个界线文件，或用 --shipped 改回随程序发行的界线。")
    if args.shipped:
        return answer | {"status": COMMITTED, "seq": set_shipped_boundaries(board, actor)}, 0
    path = Path(args.cwd, args.file)
    report, seq = check_boundaries(board, actor, data := file_bytes(path)), None
    answer |= _examined(report)
    if report.outlines and (args.dry_run or args.out):
        from chuangmo.charts.outline_sketch import outline_sketch  # what draws loads Plotly

        args.out = args.out or f"{path.stem}-预览.svg"
        shapes = shapes_of(report.outlines, city)
        answer["picture"] = str(saved(args, outline_sketch(shapes, f"{city.name}：{path.name}")))
    if not report.ok:
        return answer | {"status": REJECTED}, EXIT[REJECTED]
    if args.dry_run:
        return answer | {"status": STAGED}, 0
    report, seq = set_boundaries(board, actor, data, args.source or "")
    return answer | {"status": COMMITTED, "seq": seq}, 0


def _examined(report: OutlineReport) -> dict[str, Any]:
    said = [("error", words) for words in report.faults]
    said += [("notice", words) for words in report.notices]
    return {
        "with_boundary": list(report.outlines),
        "without_boundary": list(report.lacking),
        "diagnostics": [{"severity": severity, "message": words} for severity, words in said],
    }


def _exported(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    name, data = settings_book(board, actor)
    path = saved(args, data, name)
    return {"city": board.settings.city, "name": board.catalog.city.name, "file": str(path)}


def _imported(board: Board, actor: Actor, args: Namespace) -> Answer:
    path = Path(args.cwd, args.file)
    seen = preview_settings_book(board, actor, file_bytes(path), path.name)
    asked, said = _questions(seen), answer_pairs(args.answer)
    if unknown := sorted(said.keys() - {one["key"] for one in asked}):
        raise UsageError(
            f"--answer “{'”“'.join(unknown)}”：这份工作簿没有这个问题，没有写入任何数据。"
        )
    answer: dict[str, Any] = {
        "city": board.settings.city,
        "name": board.catalog.city.name,
        "status": UNCHANGED,
        "changes_total": len(seen.changes),
        "seq": None,
        "changes": [vars(change) for change in seen.changes[:MOST_CHANGES]],
        "problems": [vars(problem) for problem in seen.problems],
        "questions": [one for one in asked if said.get(one["key"]) not in one["options"]],
        "notices": [*seen.notices, *([since_words(seen.since)] if seen.since else [])],
    }
    if seen.problems:
        return answer | {"status": REJECTED}, EXIT[REJECTED]
    if args.dry_run:
        return answer | {"status": STAGED if seen.changes else UNCHANGED}, 0
    if answer["questions"]:
        return answer | {"status": NEEDS_ANSWER}, EXIT[NEEDS_ANSWER]
    if KEEP_NOW in said.values():
        return answer | {"status": UNCHANGED}, 0
    done = apply_settings(board, actor, seen)
    return answer | {"status": UNCHANGED if done.seq is None else COMMITTED, "seq": done.seq}, 0


def _questions(seen: SettingsPreview) -> list[dict[str, Any]]:
    """Whether a workbook older than the settings shall put back what was changed since."""
    if seen.since is None:
        return []
    options = [AS_THE_OLD, KEEP_NOW]
    return [{"key": OLDER, "prompt": since_words(seen.since), "options": options}]


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
    one = actions.add_parser(
        "new", parents=[shared], help="把数据目录设为这个城市的，演示数据移到旁边"
    )
    one.add_argument("adcode", metavar="ADCODE", help="区划代码，六位数字，见 city list")
    actions.add_parser("show", parents=[shared], help="本市的设置")
    one = actions.add_parser("export", parents=[shared], help="本市的设置，写成一个工作簿")
    one.add_argument("--out", required=True, metavar="FILE")
    one = actions.add_parser("import", parents=[shared], help="照工作簿改本市的设置")
    one.add_argument("file", metavar="FILE")
    one.add_argument("--dry-run", action="store_true", help="只列出差异，不写入")
    one.add_argument(
        "--answer", action="append", default=[], metavar="KEY=VALUE",
        help=f"工作簿比现在的设置旧时：{OLDER}={AS_THE_OLD} 或 {OLDER}={KEEP_NOW}",
    )  # fmt: skip
    one = actions.add_parser("boundaries", parents=[shared], help="换用自己的界线文件（GeoJSON）")
    one.add_argument("file", metavar="FILE", nargs="?")
    one.add_argument("--dry-run", action="store_true", help="只检查、画出预览图，不写入")
    one.add_argument("--out", metavar="FILE", help="预览图（svg）写到哪里")
    one.add_argument("--source", metavar="TEXT", help="界线的来源、审图号，写在地图下")
    one.add_argument("--shipped", action="store_true", help="改回随程序发行的界线")


CITY_COMMANDS: dict[str, Command] = {"city": city_command}
