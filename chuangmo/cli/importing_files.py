"""``import``: files to batches, targets they print, answers given beside them."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from chuangmo.access.actor import Actor
from chuangmo.cli.commands import EXIT_ORDER, Answer, Command
from chuangmo.cli.input_files import UsageError, file_bytes, files_under
from chuangmo.service import target_import
from chuangmo.service.board import Board
from chuangmo.service.imports import importing
from chuangmo.service.imports.answering import answers_matched
from loaders.model.staged import Hints


def import_command(board: Board, actor: Actor, args: Namespace) -> Answer:
    """Import files; each is its own import."""
    hints = Hints(
        area=args.area,
        site=args.site,
        indicator=args.indicator,
        unit=args.unit,
        period=args.period,
        answers=answer_pairs(args.answer),
    )
    results = []
    paths = [path for text in args.files for path in files_under(Path(args.cwd, text))]
    names = [args.name if args.name and len(paths) == 1 else path.name for path in paths]
    named = list(zip(paths, names, strict=True))
    notes = _require_questions(board, named, hints) if hints.answers else []
    for path, name in named:
        results.append(
            target_import.import_file(
                board,
                actor,
                file_bytes(path),
                name,
                hints,
                reason=args.reason or "",
                set_aside_errors=args.set_aside_errors,
                dry_run=args.dry_run,
            )
        )
    exits = {importing.EXIT[result.status] for result, _ in results}
    code = next((number for number in EXIT_ORDER if number in exits), 0)
    files = [_imported(result, registered) for result, registered in results]
    return {"files": files} | ({"notes": notes} if notes else {}), code


def _require_questions(board: Board, files: list[tuple[Path, str]], hints: Hints) -> list[str]:
    """Refuse answers to questions that none of the files has, before anything is written.

    Returns:
        One sentence for each answer that the known form had given already.

    Raises:
        UsageError: a key is no question's; it names the nearest thing to do.
    """
    found = answers_matched(board, ((file_bytes(path), name) for path, name in files), hints)
    if found.unknown:
        keys = "、".join(f"“{key}”" for key in found.unknown)
        raise UsageError(
            f"--answer {keys}：所给的文件没有这个问题，没有写入任何数据。"
            "先用 --dry-run --json 看问题的 key。"
        )
    return [f"{key}：已知版式记住了答案，这次以命令里给的为准。" for key in found.by_form]


def _imported(result: importing.ImportResult, registered: target_import.Registered) -> Any:
    """One file of ``import``; where it prints targets, these and what became of them."""
    answer = importing.as_json(result)
    answer["diagnostics"] += [importing.diagnostic_json(line) for line in registered.diagnostics]
    if result.staged.targets:
        answer["targets"] = [target_import.as_json(one) for one in result.staged.targets]
        answer["targets_registered"] = len(registered.seqs)
    return answer


def answer_pairs(texts: list[str]) -> dict[str, str]:
    """``--answer KEY=VALUE`` as a dict; UsageError where the sign is missing."""
    pairs = {}
    for text in texts:
        key, sign, value = text.partition("=")
        if not sign:
            raise UsageError(f"--answer “{text}”：请写成 KEY=VALUE。")
        pairs[key] = value
    return pairs


IMPORT_COMMANDS: dict[str, Command] = {"import": import_command}
