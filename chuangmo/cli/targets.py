"""The command that registers the targets of a workbook."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from chuangmo.access.actor import Actor
from chuangmo.catalog.target_models import FORM_WORD
from chuangmo.cli.commands import Answer, Command
from chuangmo.cli.importing_files import answer_pairs
from chuangmo.cli.input_files import file_bytes
from chuangmo.service import target_import
from chuangmo.service.board import Board
from chuangmo.service.imports.importing import (
    EXIT,
    NEEDS_ANSWER,
    REJECTED,
    diagnostic_json,
)
from loaders.model.staged import Hints


def targets_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """Register the targets that a workbook prints; its results are not imported."""
    path = Path(args.cwd, args.file)
    hints = Hints(
        area=args.area, document=args.document, answers=answer_pairs(args.answer),
        period=str(args.year) if args.year else None,
    )  # fmt: skip
    name = args.name or path.name
    done = target_import.import_targets(
        board, actor, file_bytes(path), name, hints, dry_run=args.dry_run
    )
    answer: dict[str, Any] = {
        "targets": [target_import.as_json(one) for one in done.registered.targets],
        "registered": len(done.registered.seqs),
        "diagnostics": [diagnostic_json(line) for line in done.registered.diagnostics],
    }
    if done.questions:
        answer["questions"] = [
            {"key": q.key, "prompt": q.prompt, "options": list(q.options)} for q in done.questions
        ]
        return answer, EXIT[NEEDS_ANSWER]
    return answer, EXIT[REJECTED] if done.rejected else 0


def add_parsers(commands: Any, shared: Any) -> None:
    """The options of the command."""
    actions = commands.add_parser("targets", help="表里的目标").add_subparsers(
        dest="action", required=True, metavar="ACTION"
    )
    found = actions.add_parser("import", parents=[shared], help="把一份目标表登记为目标")
    found.add_argument("file", metavar="FILE")
    found.add_argument("--year", type=int, help="表里没有写明的年份")
    found.add_argument("--document", help="文号或文件名称；不写则取表里印的")
    for option in ("--area", "--name"):
        found.add_argument(option)
    found.add_argument("--answer", action="append", default=[], metavar="KEY=VALUE")
    found.add_argument("--dry-run", action="store_true")


def add_form_options(parser: Any) -> None:
    """The options of ``target set`` for targets that ask for more than a number of one year."""
    forms = "、".join(f"{form} {word}" for form, word in FORM_WORD.items() if form)
    parser.add_argument("--form", choices=[form for form in FORM_WORD if form], help=forms)
    parser.add_argument("--start-year", type=int, help="规划的起点年（数值自年末起，任务自年初起）")
    parser.add_argument("--start-value", help="规划起点的数；任务为起点以前已完成的数")
    parser.add_argument(
        "--step", action="append", default=[], metavar="YEAR=VALUE", help="规划某一年末应达的数"
    )
    parser.add_argument("--years", type=int, help="连续（逐年）看几年，含当年；不写为 3")
    parser.add_argument("--due", help="完成期限，一天或一个月（到月底）")


TARGET_COMMANDS: dict[str, Command] = {"targets": targets_command}
