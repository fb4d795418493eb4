"""The command that describes without judging: noise grades, section classes, the trial score."""

from argparse import Namespace
from dataclasses import asdict
from typing import Any

from chuangmo.access.actor import Actor
from chuangmo.cli.commands import Answer, Command
from chuangmo.period import parse_period, today
from chuangmo.service.board import Board
from chuangmo.service.scoring.gradings import (
    ScoreSheet,
    noise_grades,
    score_sheet,
    section_grades,
)

NOISE, WATER, SCORE = "noise", "water", "score"
KINDS = (NOISE, WATER, SCORE)


def grade_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """Grades with the names of their time; the score only when asked for, and as reference."""
    period = parse_period(args.period)
    as_of = parse_period(args.as_of).last_day if args.as_of else today()
    wanted = (args.kind,) if args.kind else (NOISE, WATER)
    answer: dict[str, Any] = {"period": period.text, "as_of": as_of.isoformat()}
    if NOISE in wanted:
        grades = noise_grades(board, actor, period, as_of, area=args.area)
        answer["noise"] = [asdict(one) for one in grades]
    if WATER in wanted:
        sections = section_grades(board, actor, period, as_of, area=args.area)
        answer["sections"] = [asdict(one) for one in sections]
    if SCORE in wanted:
        answer |= _score(score_sheet(board, actor, period, as_of, area=args.area))
    return answer, 0


def _score(sheet: ScoreSheet) -> dict[str, Any]:
    """The sum with where the table comes from, and its items apart."""
    found = asdict(sheet) | {"period": sheet.period.text, "missing": list(sheet.missing)}
    items = list(found.pop("lines"))
    return {"score": found, "items": items}


GRADE_COMMANDS: dict[str, Command] = {"grade": grade_command}
