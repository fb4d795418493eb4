"""The commands: each takes the board, the acting person and its arguments, and answers a dict."""

from argparse import Namespace
from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from typing import Any

from chuangmo.access.actor import REVIEWER, Actor
from chuangmo.assess.lines import answer_unit
from chuangmo.assess.rounding import decimal_text, in_unit, publish_safe
from chuangmo.assess.verdict_types import Statistic, Verdict
from chuangmo.assess.verdicts.attribution import GapShare
from chuangmo.assess.verdicts.display import displayed, displayed_figure
from chuangmo.assess.verdicts.evidence import STATUS_OF
from chuangmo.assess.verdicts.outlook import Outlook
from chuangmo.assess.verdicts.verdict import digits_of, published
from chuangmo.catalog.entry import CatalogEntry
from chuangmo.catalog.models import DustPeriod, Indicator
from chuangmo.cli.input_files import UsageError
from chuangmo.period import Period, parse_period, today
from chuangmo.service.board import Board
from chuangmo.service.decisions import changing
from chuangmo.service.decisions.demonstration import (
    load_demo_items,
    load_demo_marks,
    load_demo_scheme_items,
)
from chuangmo.service.figures import assessing
from chuangmo.service.figures.attributing import attribute
from chuangmo.service.figures.observations import list_observations
from chuangmo.service.figures.ranking import NotRankable, rank
from chuangmo.service.figures.trace import trace
from chuangmo.service.imports import importing
from chuangmo.service.imports.demo_submissions import load_demo_submissions
from chuangmo.store.rows import BatchInfo

Answer = tuple[dict[str, Any], int]
Command = Callable[[Board, Actor, Namespace], Answer]

EXIT_ORDER = (1, 5, 3, 4)


def mean_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """The figure of one indicator, place and period."""
    period = parse_period(args.period)
    figure = assessing.mean(
        board,
        actor,
        args.indicator,
        period,
        area=args.area,
        site=args.site,
        grain=args.grain,
        dust=args.dust,
        as_of=_as_of(args),
    )
    found = board.catalog.indicator(args.indicator)
    unit = args.unit or answer_unit(board.catalog, found, period.last_day)
    shown = displayed_figure(figure, found, unit, args.rounding)
    return _figure(figure, found, unit) | {"rounding": args.rounding, "shown": shown}, 0


def _figure(figure: Statistic, indicator: Indicator, unit: str) -> dict[str, Any]:
    shown = published(figure, indicator, unit) if figure.valid else None
    return {
        "indicator": figure.indicator,
        "area": figure.area,
        "site": figure.site,
        "period": figure.period.text,
        "kind": figure.period.kind,
        "grain": figure.grain,
        "statistic": figure.statistic,
        "value": _text(figure.value, figure.unit, unit),
        "published": shown,
        "unit": unit,
        "n_valid": figure.n_valid,
        "n_expected": figure.n_expected,
        "n_required": figure.n_required,
        "n_unit": figure.n_unit,
        "valid": figure.valid,
        "reason": figure.reason_code or None,
        "explanation": figure.reason or None,
        "rule": figure.rule,
        "dust": figure.dust,
        "n_dust": figure.n_dust,
        "from": figure.origin or None,
        "sites": list(figure.sites),
        "coverage": figure.coverage.counts if figure.coverage else None,
        "demo": figure.demo,
        "unaudited": figure.unaudited,
        "note": figure.note or None,
    }


def _text(value: Fraction | None, unit: str, wanted: str) -> str | None:
    return None if value is None else decimal_text(in_unit(value, unit, wanted))


def _as_of(args: Namespace) -> Any:
    return parse_period(args.as_of).last_day if args.as_of else today()


def assess_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """Verdicts of a period against all three lines."""
    period = parse_period(args.period)
    found = assessing.assess(
        board,
        actor,
        period,
        _as_of(args),
        scheme=args.scheme,
        standard=args.standard,
        dust=args.dust,
        area=args.area,
        indicator=args.indicator,
    )
    answer = {
        "period": period.text,
        "as_of": found.as_of.isoformat(),
        "scheme": found.scheme,
        "schemes_in_force": [
            one.id for one in board.catalog.schemes_in_force(period.last_day.year).shown
        ],
        "dust": found.dust,
        "generation": found.generation,
        "counts": found.counts,
        "rounding": args.rounding,
        "rows": [_shown_row(board, row, args.rounding) for row in found.rows],
        "sections": [_shown_row(board, row, args.rounding) for row in found.sections],
    }
    return answer, 0


def _shown_row(board: Board, row: Verdict, rounding: str) -> dict[str, Any]:
    """The row, and its figure in the display convention asked for."""
    shown = displayed(row, board.catalog.indicator(row.indicator), rounding)
    return vars(row) | {"shown": shown.text, "shown_note": shown.note or None}


def outlook_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """What the rest of the year must average."""
    period = parse_period(args.period)
    found = assessing.look_ahead(
        board,
        actor,
        args.indicator,
        args.area or board.catalog.city.name,
        period,
        parse_period(args.as_of).last_day,
        args.line,
    )
    return _outlook(found), 0


def _outlook(found: assessing.OutlookAnswer) -> dict[str, Any]:
    line, unit, stored = found.line, found.unit, found.indicator.unit
    return {
        "indicator": found.indicator.id,
        "area": found.area,
        "period": found.period.text,
        "as_of": found.as_of.isoformat(),
        "line": line.line if line else None,
        "limit": line.text_in(unit) if line else None,
        "operator": line.operator if line else None,
        "unit": unit,
        "so_far": _text(found.so_far.value, stored, unit),
        "n_valid": found.so_far.n_valid,
        **(_ahead(found, found.ahead) if found.ahead else _nothing_ahead(found)),
        "rule": found.so_far.rule,
    }


def _nothing_ahead(found: assessing.OutlookAnswer) -> dict[str, Any]:
    """The outlook of a closed period, or without a line: no figure, and why."""
    absent = (
        "needed", "needed_published", "past_min", "past_median", "past_max", "achieved",
        "allowed_left", "still_needed", "season_share", "needed_days", "answer", "evidence",
        "status",
    )  # fmt: skip
    return {
        "days_left": max(0, (found.period.last_day - found.as_of).days),
        **dict.fromkeys(absent),
        "past": [],
        "of_years": 0,
        "reason": "closed" if found.line else "no_target",
    }


def _ahead(found: assessing.OutlookAnswer, ahead: Outlook) -> dict[str, Any]:
    stored, unit, values = found.indicator.unit, found.unit, ahead.past_values
    return {
        "days_left": ahead.days_left,
        "needed": _text(ahead.needed, stored, unit),
        "needed_published": _needed_published(found, ahead.needed),
        "past": [{"year": year, "value": _text(v, stored, unit)} for year, v in ahead.past],
        "past_min": _text(min(values, default=None), stored, unit),
        "past_median": _text(ahead.past_median, stored, unit),
        "past_max": _text(max(values, default=None), stored, unit),
        "achieved": ahead.achieved,
        "of_years": len(values),
        "allowed_left": ahead.allowed_left,
        "still_needed": _text(ahead.still_needed, stored, unit),
        "season_share": _share(ahead),
        "needed_days": _needed_days(ahead),
        "answer": ahead.answer,
        "evidence": ahead.evidence,
        "status": STATUS_OF[ahead.answer] if ahead.answer and ahead.evidence else None,
        "reason": ahead.reason_code or None,
    }


def _needed_days(ahead: Outlook) -> str | None:
    """By which days of the year so far the needed figure weighs; ``None`` where it needs none."""
    if ahead.needed is None:
        return None
    return "calendar" if ahead.by_calendar else "valid"


def _needed_published(found: assessing.OutlookAnswer, needed: Fraction | None) -> str | None:
    """The needed mean rounded to the safe side of the line."""
    if needed is None or found.line is None:
        return None
    exact = in_unit(needed, found.indicator.unit, found.unit)
    return publish_safe(exact, digits_of(found.indicator, found.unit), found.line.operator)


def _share(ahead: Outlook | None) -> str | None:
    return decimal_text(ahead.season_share) if ahead and ahead.season_share else None


def attribute_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """Which months and districts make the gap."""
    period, city = parse_period(args.period), board.catalog.city.name
    found = attribute(
        board, actor, args.indicator, args.area or city, period, _as_of(args), args.line
    )

    def shown(value: Fraction | None) -> str | None:
        return _text(value, found.stored_unit, found.unit)

    def parts(rows: tuple[GapShare, ...]) -> list[dict[str, Any]]:
        return [
            {"name": p.name, "gap": shown(p.gap), "mean": shown(p.mean),
             "weight": decimal_text(p.weight)}
            for p in rows
        ]  # fmt: skip

    line = found.line
    return {
        "indicator": found.indicator, "area": found.area, "period": period.text,
        "line": line.line if line else None,
        "limit": line.text_in(found.unit) if line else None,
        "unit": found.unit, "value": shown(found.value), "gap": shown(found.gap),
        "months": parts(found.months), "districts": parts(found.districts),
    }, 0  # fmt: skip


def rank_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """Districts ranked on published figures, by level or by improvement."""
    period = parse_period(args.period)
    try:
        found = rank(
            board, actor, args.indicator, period, _as_of(args), group=args.group, by=args.order
        )
    except NotRankable as error:
        raise UsageError(str(error)) from error
    answer = {
        "indicator": args.indicator,
        "period": period.text,
        "group": args.group,
        "order": args.order,
        "statistic": found.statistic,
        "note": found.note or None,
        "rows": [vars(row) for row in found.rows],
        "unranked": [vars(row) for row in found.unranked],
    }
    return answer, 0


def trace_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """The figure and every cell behind it."""
    period = parse_period(args.period)
    return trace(board, actor, args.indicator, period, area=args.area, site=args.site), 0


def observations_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """Current observations as stored and as printed."""
    period: Period | None = parse_period(args.period) if args.period else None
    rows = list_observations(
        board,
        actor,
        indicator=args.indicator,
        area=args.area,
        site=args.site,
        period=period,
        kind=args.kind,
    )
    return {"count": len(rows), "rows": rows}, 0


def batches_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """All batches, oldest first."""
    return {"batches": [batch_json(info) for info in importing.batches(board, actor)]}, 0


def batch_json(info: BatchInfo) -> dict[str, Any]:
    """A batch with its events, as the command line prints it."""
    return {
        "batch": info.batch, "file": info.file, "sha256": info.sha256, "state": info.state,
        "by": info.by, "at": info.at, "reason": info.reason, "counts": info.counts,
        "from": info.first, "to": info.last, "demo": info.demo,
        "events": [vars(event) for event in info.events],
    }  # fmt: skip


def withdraw_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """Take a batch out of the current figures."""
    return state_json(importing.withdraw(board, actor, args.batch, args.reason)), 0


def restore_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """Bring a withdrawn batch back."""
    return state_json(importing.restore(board, actor, args.batch, args.reason)), 0


def state_json(info: BatchInfo) -> dict[str, Any]:
    """The state that a batch was brought to, and how many values it carries."""
    counts = info.counts
    total = sum(counts.get(name, 0) for name in ("added", "changed", "unchanged"))
    return {"batch": info.batch, "state": info.state, "observations": total}


def demo_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """The sample workbooks into an empty home; marks of 考核 and 整改事项 where the actor may."""
    results = importing.load_demo(board, actor)
    exits = {importing.EXIT[result.status] for result in results}
    code = next((number for number in EXIT_ORDER if number in exits), 0)
    if not code and actor.may(REVIEWER):
        load_demo_marks(board, actor)
        load_demo_scheme_items(board, actor)
        load_demo_items(board, actor)
        load_demo_submissions(board, actor)
    return {"files": [importing.as_json(result) for result in results]}, code


def changed_json(name: str, change: changing.EntryChange) -> dict[str, Any]:
    """What a change to an entry of the catalog came to; ``name`` is the key of the new one."""
    return {
        name: entry_json(change.new),
        "old": entry_json(change.old),
        "changed": change.seq is not None,
        "seq": change.seq,
    }


def entry_json(entry: CatalogEntry | None) -> dict[str, Any] | None:
    """An entry as JSON; a dust period with ``end`` exclusive, as everywhere on the command line."""
    if entry is None:
        return None
    found = entry.model_dump(mode="json")
    if isinstance(entry, DustPeriod):
        after = (entry.end + timedelta(days=1)).isoformat()
        return {"period": changing.dust_text(entry)} | found | {"end": after}
    return found


COMMANDS: dict[str, Command] = {
    "mean": mean_command,
    "assess": assess_command,
    "outlook": outlook_command,
    "attribute": attribute_command,
    "rank": rank_command,
    "trace": trace_command,
    "observations": observations_command,
    "batches": batches_command,
    "withdraw": withdraw_command,
    "restore": restore_command,
    "demo": demo_command,
}
