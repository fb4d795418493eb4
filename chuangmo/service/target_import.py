"""Targets that workbooks print, registered as ``target set`` does: journalled, by a reviewer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from chuangmo.access.actor import REVIEWER, UPLOADER, Actor, Forbidden
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.faults import UnfitEntry, UnknownId, UnknownPlace
from chuangmo.service.auditing import allow
from chuangmo.service.board import Board, require
from chuangmo.service.decisions.changing import set_target
from chuangmo.service.decisions.target_entries import target_entry
from chuangmo.service.imports import importing
from chuangmo.service.imports.importing import ImportResult
from loaders.model.answers import REGISTER
from loaders.model.staged import ERROR, WARNING, ClerkQuestion, Diagnostic, Hints, StagedBatch
from loaders.model.targets import UNCHANGED, FoundTarget

_SETTLED = (
    importing.COMMITTED, importing.PENDING, importing.SUBMITTED, importing.UNCHANGED,
)  # fmt: skip
#: What must be known before targets can be told: where, when, which way the table stands.
_AXES = ("area", "period", "place-names", "axis", "orientation", "month-number")


@dataclass(frozen=True)
class Registered:
    """Targets of one file.

    Attributes:
        targets: those that can be registered, each with its status before.
        diagnostics: what is said of the others, and why nothing was registered.
        seqs: journal lines that were written.
    """

    targets: tuple[FoundTarget, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    seqs: tuple[int, ...] = ()


@dataclass(frozen=True)
class TargetImport:
    """What ``targets import`` did with one file; ``questions`` are those that stand in the way."""

    registered: Registered
    questions: tuple[ClerkQuestion, ...] = ()
    rejected: bool = False


def import_file(
    board: Board, actor: Actor, data: bytes, name: str, hints: Hints, *,
    reason: str = "", set_aside_errors: bool = False, dry_run: bool = False,
) -> tuple[ImportResult, Registered]:  # fmt: skip
    """``importing.import_file``, and then the targets that were to be registered.

    Who may import but not register gets the results in and is told so.
    """
    result = importing.import_file(
        board, actor, data, name, hints,
        reason=reason, set_aside_errors=set_aside_errors, dry_run=dry_run,
    )  # fmt: skip
    if dry_run or result.status not in _SETTLED:
        return result, Registered()
    return result, register_chosen(board, actor, result.staged)


def chosen(staged: StagedBatch) -> tuple[FoundTarget, ...]:
    """The targets that a person said to register and that would change something."""
    return tuple(t for t in staged.targets if t.answer == REGISTER and t.status != UNCHANGED)


def register_chosen(board: Board, actor: Actor, staged: StagedBatch) -> Registered:
    """Register the chosen targets of a file whose results are imported; a refusal is told.

    Raises:
        Forbidden: the person may not even import.
    """
    require(actor, UPLOADER)
    if not chosen(staged):
        return Registered()
    try:
        return register(board, actor, chosen(staged), staged.name)
    except Forbidden as refusal:
        said = f"没有登记目标：{refusal}请由有审核权限的人用“targets import”或在上传页登记。"
        return Registered(diagnostics=(_told("targets-not-registered", WARNING, None, said),))


def register(
    board: Board, actor: Actor, targets: Sequence[FoundTarget], name: str, *, dry_run: bool = False
) -> Registered:
    """Register targets of one file, all that fit; those that stand already write nothing.

    Args:
        name: of the file; with its date the source of a target where the file names no document,
            never the document itself.

    Raises:
        Forbidden: below reviewer, or not for one of the districts; nothing is registered.
    """
    if dry_run:
        require(actor, UPLOADER)
    else:
        areas = [target.area for target in targets]
        allow(board.settings, actor, "catalog", f"{name} 目标", REVIEWER, areas)
    fitting, told = _fitting(board.catalog, targets, name)
    seqs = []
    for target in fitting if not dry_run else ():
        if target.status != UNCHANGED:
            change = set_target(board, actor, **_said(target, name))
            seqs += [] if change.seq is None else [change.seq]
    return Registered(tuple(fitting), tuple(told), tuple(seqs))


def import_targets(
    board: Board, actor: Actor, data: bytes, name: str, hints: Hints, *, dry_run: bool = False
) -> TargetImport:
    """The targets of a file alone; its results are not imported.

    Raises:
        Forbidden: below reviewer; looking alone takes an uploader.
    """
    staged = importing.preview(board, actor, data, name, hints)
    asked = tuple(q for q in staged.questions if q.topic in _AXES)
    if asked:
        return TargetImport(Registered(), asked)
    told = () if staged.rejected else staged.diagnostics
    if not staged.targets:
        why = staged.rejected or _told(
            "no-targets", ERROR, None,
            f"“{name}”里没有认出目标值。列名或标题要写明“目标”“任务数”等，并有指标、地区和年份。",
        )  # fmt: skip
        return TargetImport(Registered(diagnostics=(why, *told)), rejected=True)
    done = register(board, actor, staged.targets, name, dry_run=dry_run)
    return TargetImport(replace(done, diagnostics=(*told, *done.diagnostics)))


def as_json(target: FoundTarget) -> dict[str, Any]:
    """One entry of ``targets`` as the command line prints it."""
    keys = ("indicator", "area", "year", "operator", "limit", "unit", "document", "cell", "status")
    return {key: getattr(target, key) for key in keys} | {
        "document": target.document or None, "sheet": target.sheet,
        **({"form": target.said.form, "words": target.words} if target.said.form else {}),
    }  # fmt: skip


def _fitting(
    catalog: Catalog, targets: Iterable[FoundTarget], name: str
) -> tuple[list[FoundTarget], list[Diagnostic]]:
    """Those that ``target set`` would take, as it would write them, and why not of the others."""
    fitting, told = [], []
    for target in targets:
        try:
            entry = target_entry(catalog, **_said(target, name))
        except (UnfitEntry, UnknownId, UnknownPlace) as why:
            where = "!".join(part for part in (target.sheet, target.cell) if part)
            said = f"{where}：没有登记为目标：{why}"
            told.append(_told("target-unfit", WARNING, target, said))
        else:
            fitting.append(replace(target, document=entry["document"]))
    return fitting, told


def _said(target: FoundTarget, name: str) -> dict[str, Any]:
    dated = f"（{target.dated}）" if target.dated else ""
    return {
        "indicator": target.indicator, "area": target.area, "year": target.year,
        "limit": target.limit, "operator": target.operator, "unit": target.unit,
        "document": target.document, "said": target.said, "file": f"{PurePath(name).stem}{dated}",
    }  # fmt: skip


def _told(code: str, severity: str, target: FoundTarget | None, message: str) -> Diagnostic:
    sheet, cell, found = (target.sheet, target.cell, target.limit) if target else (None, None, "")
    return Diagnostic(code, severity, sheet, cell, found, message)
