"""The commands of the catalog's own lines: targets, item results, dust days, and the scorecard."""

from argparse import Namespace
from dataclasses import asdict
from typing import Any

from chuangmo.access.actor import Actor
from chuangmo.catalog.target_models import FormSaid
from chuangmo.cli.commands import Answer, Command, changed_json, entry_json
from chuangmo.cli.input_files import UsageError, period_given
from chuangmo.period import DAY, MONTH, YEAR, parse_period, today
from chuangmo.service.board import Board
from chuangmo.service.decisions import changing
from chuangmo.service.imports import layouts
from chuangmo.service.scoring.scorecard import ScoreRow, YearResult, scorecard


def target_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """Set a target of the city, or list them all."""
    if args.action == "list":
        found = [_listed(listed) for listed in changing.list_targets(board, actor)]
        return {"count": len(found), "targets": found}, 0
    change = changing.set_target(
        board,
        actor,
        indicator=args.indicator,
        area=args.area,
        year=args.year,
        limit=args.limit,
        operator=args.operator,
        unit=args.unit,
        document=args.document,
        said=_form_said(args),
    )
    return changed_json("target", change), 0


def _form_said(args: Namespace) -> FormSaid:
    """The form of a target and its own fields, as the options give them."""
    wanted = "请写一天（2008-10-31）或一个月（2008-10，到月底）。"
    due = period_given("--due", args.due, (DAY, MONTH), wanted) if args.due else None
    return FormSaid(
        form=args.form or "", start_year=args.start_year, start_value=args.start_value,
        steps=tuple(args.step), years=args.years, due=due.last_day if due else None,
    )  # fmt: skip


def item_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """Enter the result of a scheme item with its document, or list all entered."""
    if args.action == "list":
        found = [_listed(listed) for listed in changing.list_items(board, actor)]
        return {"count": len(found), "items": found}, 0
    change = changing.set_item(
        board,
        actor,
        scheme=args.scheme,
        item=args.item,
        year=args.year,
        result=args.result,
        value=args.value,
        document=args.document,
        note=args.note,
    )
    return changed_json("item", change), 0


def dust_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """Declare sand-dust days, take a declaration back, or list them."""
    if args.action == "list":
        found = [_listed(listed) for listed in changing.list_dust(board, actor)]
        return {"count": len(found), "days": len(board.catalog.dust_days()), "dust": found}, 0
    if args.action == "remove":
        return changed_json("dust", changing.remove_dust(board, actor, args.period)), 0
    change = changing.add_dust(board, actor, args.period, args.document, args.note)
    return changed_json("dust", change), 0


def scheme_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """The scorecard of a programme for a year and the two before it."""
    period = period_given(
        "--period", args.period, (YEAR,), "创模体系按年评价，请写年份，例如 2008。"
    )
    as_of = parse_period(args.as_of).last_day if args.as_of else today()
    found = scorecard(board, actor, args.scheme, period.start.year, as_of)
    answer = {
        "scheme": found.scheme.id,
        "name": found.scheme.name,
        "document": found.scheme.document,
        "period": period.text,
        "as_of": found.as_of.isoformat(),
        "generation": found.generation,
        "entered": found.entered,
        "total": found.total,
        "official_total": found.official_total or None,
        "held": found.held,
        "judging": found.judging,
        "in_force": list(found.in_force),
        "summary": f"已录入 {found.entered}/{found.total}",
        "counts": found.counts,
        "notes": list(found.notes),
        "rows": [_row(row) for row in found.rows],
    }
    return answer, 0


def _row(row: ScoreRow) -> dict[str, Any]:
    return {
        "item": row.item, "name": row.name, "requirement": row.requirement,
        **_year(row.now),
        "category": row.category, "kind": row.kind, "scope": row.scope, "office": row.office,
        "source": row.source, "confidence": row.confidence, "rule": row.rule or None,
        "members": list(row.members), "note": row.note, "missing": row.missing or None,
        "beside": list(row.beside),
        "years": [{"year": year.year, **_year(year)} for year in row.years],
    }  # fmt: skip


def _year(result: YearResult) -> dict[str, Any]:
    return {
        "status": result.status, "value": result.value or None, "reason": result.reason or None,
        "evidence": result.evidence or None, "document": result.document or None,
        "judging": result.judging, "entered": result.entered, "demo": result.demo,
        "values": list(result.values),
    }  # fmt: skip


def _listed(listed: changing.Listed) -> dict[str, Any]:
    return (entry_json(listed.entry) or {}) | {"by": listed.by or None, "at": listed.at or None}


def layout_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """Remember the form of an imported workbook, or list the remembered forms."""
    if args.action == "list":
        found = layouts.list_layouts(board, actor)
        listed = [{"fingerprint": mark, "answers": found[mark]} for mark in sorted(found)]
        return {"count": len(listed), "layouts": listed}, 0
    columns = _columns_said(args.column)
    accepted = layouts.accept_layout(board, actor, args.fingerprint, columns)
    return {"layout": asdict(accepted), "changed": accepted.seq is not None}, 0


def _columns_said(texts: list[str]) -> dict[str, str]:
    pairs = {}
    for text in texts:
        title, sign, indicator = text.rpartition("=")
        if not sign:
            raise UsageError(f"--column “{text}”：请写成 表头=指标；不读的列写成 表头=。")
        pairs[title] = indicator
    return pairs


CHANGE_COMMANDS: dict[str, Command] = {
    "layout": layout_command,
    "target": target_command,
    "item": item_command,
    "dust": dust_command,
    "scheme": scheme_command,
}
