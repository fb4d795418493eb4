"""The commands of 督办: from 立项 to 销号, the workbook of 整改事项, the papers."""

from argparse import Namespace
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chuangmo.access.actor import Actor
from chuangmo.cli.commands import Answer, Command
from chuangmo.cli.input_files import UsageError, file_bytes, period_given
from chuangmo.cli.output_file import saved
from chuangmo.period import DAY, MONTH, Period, today
from chuangmo.service.board import Board
from chuangmo.service.decisions.supervision import acts
from chuangmo.service.decisions.supervision.book import import_book, preview_book
from chuangmo.service.decisions.supervision.items import (
    INSPECT,
    MEDIA,
    SOURCES,
    STATES,
    SupervisionEvent,
    SupervisionItem,
    list_items,
)
from chuangmo.service.decisions.supervision.proposals import (
    USUAL_MEASURE,
    proposals,
    responsible,
)
from chuangmo.service.decisions.supervision.sheet import finding_words, number_words
from chuangmo.service.imports.importing import EXIT, REJECTED

if TYPE_CHECKING:
    from chuangmo.exports.files import ExportFile


def supervision_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """One action on the items of 督办."""
    if args.action == "import":
        return _import(board, actor, args)
    return _ACTIONS[args.action](board, actor, args), 0


def _list(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    on = today()
    found = list_items(
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
    found = proposals(board, actor, _month(args.period), at_risk=args.at_risk)
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
    if bool(args.indicator) == bool(args.problem):
        raise UsageError("立项要写 --indicator（指标督办）或 --problem（整改事项），只写一个。")
    made = _open_indicator if args.indicator else _open_free
    return {"item": item_json(made(board, actor, args), today())}


def _open_free(board: Board, actor: Actor, args: Namespace) -> SupervisionItem:
    area = board.catalog.area(args.area)
    return acts.open_free(
        board, actor, area=area, problem=args.problem,
        unit=args.responsible or responsible(board.catalog, area), measure=args.measure,
        deadline=_day(args.deadline), source=args.source,
        medium=args.medium, site=args.site,
    )  # fmt: skip


def _open_indicator(board: Board, actor: Actor, args: Namespace) -> SupervisionItem:
    catalog = board.catalog
    indicator, area = catalog.indicator(args.indicator), catalog.area(args.area)
    month = _month(args.period) if args.period else None
    found = proposals(board, actor, month, at_risk=True) if month else []
    behind = next(
        (p.verdict for p in found if (p.verdict.indicator, p.verdict.area) == (indicator.id, area)),
        None,
    )
    return acts.open_item(
        board, actor, indicator=indicator.id, area=area,
        unit=args.responsible or responsible(catalog, area, indicator.id),
        measure=args.measure, deadline=_day(args.deadline), month=month.text if month else "",
        line=behind.line if behind else "", status=behind.status if behind else "",
        finding=finding_words(behind, indicator, month) if behind and month else "",
    )  # fmt: skip


def _feedback(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    item = acts.add_feedback(board, actor, args.number, args.text, args.document)
    return {"item": item_json(item, today())}


def _evidence(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    path = Path(args.cwd, args.file)
    found = acts.add_evidence(board, actor, args.number, path.name, file_bytes(path))
    return {"item": item_json(found, today())}


def _inspect(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    found = acts.inspect(
        board, actor, args.number, args.text, passed=args.result == "passed",
        document=args.document,
    )  # fmt: skip
    return {"item": item_json(found, today())}


def _extend(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    found = acts.extend(board, actor, args.number, _day(args.deadline), args.reason)
    return {"item": item_json(found, today())}


def _import(board: Board, actor: Actor, args: Namespace) -> Answer:
    """The workbook's new items; exit 3 where anything in it is wrong, and nothing is opened."""
    path = Path(args.cwd, args.file)
    data = file_bytes(path)
    opened: list[SupervisionItem] = []
    if args.dry_run:
        seen = preview_book(board, actor, data, path.name)
    else:
        seen, opened = import_book(board, actor, data, path.name)
    answer = {
        "file": path.name, "new": len(seen.new), "unchanged": len(seen.rows) - len(seen.new),
        "opened": [item.number for item in opened], "not_read": list(seen.passed_over),
        "diagnostics": [asdict(problem) for problem in seen.problems],
    }  # fmt: skip
    return answer, EXIT[REJECTED] if seen.problems else 0


def _close(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    return {"item": item_json(acts.close_item(board, actor, args.number, args.reason), today())}


def _reopen(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    return {"item": item_json(acts.reopen(board, actor, args.number, args.reason), today())}


def _sheet(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    # What writes Word documents takes a second to load; only these actions need it.
    from chuangmo.exports.supervision import supervision_file

    return _saved(args, supervision_file(board, actor, args.number)) | {"number": args.number}


def _export(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    from chuangmo.exports.supervision import items_file

    return _saved(args, items_file(board, actor))


def _circular(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    from chuangmo.exports.supervision import circular_file

    return _saved(args, circular_file(board, actor, _month(args.period)))


def _remind(board: Board, actor: Actor, args: Namespace) -> dict[str, Any]:
    from chuangmo.exports.supervision import reminder_file

    on = _day(args.as_of) if args.as_of else today()
    return _saved(args, reminder_file(board, actor, args.responsible, on))


def _saved(args: Namespace, made: "ExportFile") -> dict[str, Any]:
    return {
        "out": str(saved(args, made.data, made.name)), "bytes": len(made.data),
        "sha256": made.sha256, "generation": made.generation,
    }  # fmt: skip


def item_json(item: SupervisionItem, on: date) -> dict[str, Any]:
    """An item as the command line prints it, with its history."""
    return {
        "number": item.number, "label": number_words(item), "indicator": item.indicator or None,
        "area": item.area, "responsible": item.unit, "measure": item.measure,
        "deadline": item.deadline.isoformat(), "state": item.state,
        "overdue": item.is_overdue(on), "month": item.month or None, "line": item.line or None,
        "status": item.status or None, "finding": item.finding or None,
        "source": item.source or None, "medium": item.medium or None, "site": item.site or None,
        "raised": item.raised.isoformat(), "demo": item.demo,
        "events": [_event_json(event) for event in item.events],
    }  # fmt: skip


def _event_json(event: SupervisionEvent) -> dict[str, Any]:
    return {
        "kind": event.kind.partition("_")[2], "by": event.by, "at": event.at,
        "day": event.day.isoformat(), "text": event.text, "document": event.document,
        "passed": event.passed if event.kind == INSPECT else None,
        "deadline": event.deadline.isoformat() if event.deadline else None,
    }  # fmt: skip


def _month(text: str) -> Period:
    return period_given("--period", text, (MONTH,), "督办按月提出，请写月份，例如 2008-10。")


def _day(text: str) -> date:
    wanted = "办结时限请写一天，例如 2009-03-31。"
    return period_given("--deadline", text, (DAY,), wanted).last_day


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
    _paper_parsers(actions, shared)
    _open_parser(actions.add_parser("open", parents=[shared], help="立项"))
    one = actions.add_parser("feedback", parents=[shared], help="反馈办理情况")
    one.add_argument("number", type=int)
    one.add_argument("--text", required=True)
    one.add_argument("--document", default="")
    one = actions.add_parser("evidence", parents=[shared], help="附一份佐证材料")
    one.add_argument("number", type=int)
    one.add_argument("file")
    one = actions.add_parser("inspect", parents=[shared], help="登记核查情况")
    one.add_argument("number", type=int)
    one.add_argument("--text", required=True)
    one.add_argument("--result", choices=("passed", "failed"), required=True)
    one.add_argument("--document", default="")
    one = actions.add_parser("extend", parents=[shared], help="延期")
    one.add_argument("number", type=int)
    one.add_argument("--deadline", required=True)
    one.add_argument("--reason", required=True)
    for name, words in (("close", "销号"), ("reopen", "恢复督办")):
        one = actions.add_parser(name, parents=[shared], help=words)
        one.add_argument("number", type=int)
        one.add_argument("--reason", required=True)
    one = actions.add_parser("import", parents=[shared], help="从工作簿立项整改事项")
    one.add_argument("file")
    one.add_argument("--dry-run", action="store_true", help="只看会立项哪些，不写入")


def _paper_parsers(actions: Any, shared: Any) -> None:
    out = {"required": True, "help": "文件，或已有的文件夹"}
    one = actions.add_parser("sheet", parents=[shared], help="督办单或整改通知单（Word）")
    one.add_argument("number", type=int)
    one.add_argument("--out", **out)
    one = actions.add_parser("circular", parents=[shared], help="某月的通报（Word）")
    one.add_argument("--period", required=True)
    one.add_argument("--out", **out)
    one = actions.add_parser("remind", parents=[shared], help="给一个单位的催办单（Word）")
    one.add_argument("--responsible", required=True, help="责任单位")
    one.add_argument("--as-of", help="截至哪一天，默认今天")
    one.add_argument("--out", **out)
    one = actions.add_parser("export", parents=[shared], help="整改事项台账（Excel，可再导入）")
    one.add_argument("--out", **out)


def _open_parser(one: Any) -> None:
    one.add_argument("--indicator", help="指标督办：指标编号")
    one.add_argument("--problem", help="整改事项：存在的问题")
    for option in ("--area", "--deadline"):
        one.add_argument(option, required=True)
    one.add_argument("--responsible", help="责任单位（默认为该区县人民政府）")
    one.add_argument("--measure", default=USUAL_MEASURE)
    one.add_argument("--period", help="指标督办：据以立项的月份，例如 2008-10")
    one.add_argument("--source", choices=SOURCES, default=SOURCES[0], help="整改事项：问题来源")
    one.add_argument("--medium", choices=MEDIA, default=MEDIA[-1], help="整改事项：类别")
    one.add_argument("--site", default="", help="整改事项：地点")


_ACTIONS = {
    "list": _list,
    "propose": _propose,
    "open": _open,
    "feedback": _feedback,
    "close": _close,
    "reopen": _reopen,
    "evidence": _evidence,
    "inspect": _inspect,
    "extend": _extend,
    "sheet": _sheet,
    "export": _export,
    "circular": _circular,
    "remind": _remind,
}
SUPERVISION_COMMANDS: dict[str, Command] = {"supervision": supervision_command}
