"""The commands of 填报、审核、发布, of the setting behind them, and of 消息."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from chuangmo.access.actor import ADMIN, Actor
from chuangmo.access.operator import city_actor
from chuangmo.cli.commands import Answer, Command, batch_json, state_json
from chuangmo.cli.input_files import file_bytes, period_given
from chuangmo.period import MONTH, parse_period
from chuangmo.service.board import Board, require
from chuangmo.service.decisions.office_settings import (
    LICENCE,
    PACK_FOLDER,
    office_settings,
    set_office,
)
from chuangmo.service.decisions.snapshot_changes import change_json
from chuangmo.service.imports import review_setting, reviewing
from chuangmo.service.notices.messages import messages
from chuangmo.service.publication.opening import opening_month
from chuangmo.service.publication.packs import pack_of
from chuangmo.service.publication.published import Publication, in_force
from chuangmo.service.publication.publishing import corrections_since
from chuangmo.service.publication.templates import (
    KINDS,
    take_back_template,
    template_history,
    templates_in_force,
)

#: Action of ``settings`` to the key that it sets, and its help.
_OFFICE = {
    "licence": (LICENCE, "别人可以怎样用取走的数据"),
    "pack-folder": (PACK_FOLDER, "发布时例会材料另存到哪个文件夹"),
}  # fmt: skip


def review_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """List what waits for a review, approve or return a batch."""
    if args.action == "list":
        found = [
            batch_json(one.info) | {"areas": list(one.areas), "refusal": one.refusal or None}
            for one in reviewing.waiting(board, actor)
        ]
        return {"count": len(found), "batches": found}, 0
    act = reviewing.approve if args.action == "approve" else reviewing.send_back
    return state_json(act(board, actor, args.batch, args.reason)), 0


def publish_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """Publish a month, or list what is published with what was corrected since."""
    if args.month == "list":
        found = [
            publication_json(one) | {"changed": _changed(board, actor, one)}
            for one in in_force(board, actor).values()
        ]
        return {"publications": found}, 0
    # Plotly and pandas take a second to load; only this action needs them.
    from chuangmo.exhibits.frozen import publish_month
    from chuangmo.exports.pack import make_pack

    wanted = "发布按月，请写月份，例如 2008-10。"
    month = period_given("publish", args.month, (MONTH,), wanted)
    made = publish_month(board, actor, month, args.reason)
    make_pack(board, actor, made)
    return {"publication": publication_json(made), "changed": [], **_pack(board, actor, made)}, 0


def _pack(board: Board, actor: Actor, one: Publication) -> dict[str, Any]:
    """The files that were made, and why others were not."""
    found = pack_of(board, actor, one)
    return {
        "pack": [vars(file) for file in found.files.values()],
        "pack_missing": [
            {"format": form, "view": view, "message": reason}
            for (form, view), reason in found.faults.items()
        ],
    }


def publication_json(one: Publication) -> dict[str, Any]:
    """A publication as the command line prints it."""
    return {
        "month": one.month.text, "at": one.at, "by": one.by, "reason": one.reason,
        "snapshot": one.snapshot,
    }  # fmt: skip


def _changed(board: Board, actor: Actor, one: Publication) -> list[dict[str, Any]]:
    return [change_json(found) for found in corrections_since(board, actor, one.month) or ()]


def events_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """What the person, or somebody with an account, should know."""
    since = parse_period(args.since).start.date() if args.since else None
    who = actor if args.person is None else _somebody(board, actor, args.person)
    found = [vars(one) for one in messages(board, who, since)]
    return {"for": who.name, "count": len(found), "events": found}, 0


def _somebody(board: Board, actor: Actor, name: str) -> Actor:
    """The person of an account, whose messages an administrator may see."""
    if name != actor.name:
        require(actor, ADMIN)
    return city_actor(board.settings, name, actor.origin)


def settings_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """Turn the review on or off, set something of the office, or show how the home is set."""
    if args.action in _OFFICE:
        key = _OFFICE[args.action][0]
        return {key: args.value, "changed": set_office(board, actor, key, args.value)}, 0
    if args.action == "template":
        return _template(board, actor, args), 0
    if args.action == "review":
        changed = review_setting.set_review(board, actor, args.state == "on")
        return {"review": args.state, "changed": changed}, 0
    on = review_setting.review_is_on(board, actor)
    opens, office = opening_month(board, actor), office_settings(board, actor)
    return {
        "review": "on" if on else "off",
        "opens_on": opens.month.text if opens else None,
        "month_rule": "published" if opens and opens.published else "three_quarters",
        "city": board.settings.city,
        "store": "postgres" if board.store.shared else "file",
        "licence": office.licence or None,
        "pack_folder": office.pack_folder or None,
        "templates": _templates(board, actor),
    }, 0


def _template(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    """Give a template, take the last one of a kind back, or tell what was given."""
    if args.back:
        take_back_template(board, actor, args.back)
    elif args.file:
        # The libraries of slides and documents take a second to load; only this needs them.
        from chuangmo.exports.templates.giving import give_template

        path = Path(args.cwd, args.file)
        give_template(board, actor, path.name, file_bytes(path))
    history = [vars(one) for one in template_history(board, actor)]
    return {"templates": _templates(board, actor), "history": history}


def _templates(board: Board, actor: Actor) -> dict[str, str | None]:
    """The office's own template of each kind by its name; null: the board's own."""
    held = templates_in_force(board, actor)
    return {kind: held[kind].name if kind in held else None for kind in KINDS}


def add_review_parsers(commands: Any, shared: Any) -> None:
    """The options of these commands."""
    found = commands.add_parser("review", help="审核提交的批次")
    actions = found.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", parents=[shared], help="等审核的批次")
    for name, words in (("approve", "通过"), ("return", "退回（要写理由）")):
        one = actions.add_parser(name, parents=[shared], help=words)
        one.add_argument("batch", type=int)
        one.add_argument("--reason", default="")
    words = "发布一个月份（MONTH 写 list：列出已发布的，以及其后的更正）"
    found = commands.add_parser("publish", parents=[shared], help=words)
    found.add_argument("month", metavar="MONTH")
    found.add_argument("--reason", default="")
    found = commands.add_parser("events", parents=[shared], help="消息：应当知道的事")
    found.add_argument("--since", help="从哪一天起")
    found.add_argument("--for", dest="person", metavar="USER", help="谁的（默认自己）")
    found = commands.add_parser("settings", help="看板的设置")
    actions = found.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("show", parents=[shared], help="现在怎样设置")
    one = actions.add_parser("review", parents=[shared], help="上传要不要经过审核")
    one.add_argument("state", choices=("on", "off"))
    words = "单位自己的演示文稿或文档模板（不写文件：列出用过的）"
    one = actions.add_parser("template", parents=[shared], help=words)
    one.add_argument("file", nargs="?", metavar="FILE", help=".pptx 或 .docx，核对后换上")
    one.add_argument("--back", choices=tuple(KINDS), help="撤回这一种，改回上一份")
    for name, (_, words) in _OFFICE.items():
        one = actions.add_parser(name, parents=[shared], help=words)
        one.add_argument("value", metavar="TEXT", help='写 "" 则取消')


REVIEW_COMMANDS: dict[str, Command] = {
    "review": review_command,
    "publish": publish_command,
    "events": events_command,
    "settings": settings_command,
}
