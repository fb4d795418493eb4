"""Corrections of cells: journalled, stored in the home's catalog, applied at every staging."""

import hashlib
from dataclasses import asdict, replace

from chuangmo.access.actor import UPLOADER, VIEWER, Actor
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.service.auditing import allow, audited
from chuangmo.service.board import Board, require
from chuangmo.service.imports.layouts import remembered
from chuangmo.service.overlay.corrections_file import FILE_NAME
from chuangmo.service.overlay.journal import ADD_CORRECTION, REMOVE_CORRECTION, correction_key
from chuangmo.store.journal import now_text
from loaders import Refused, read_workbook, stage, text_at
from loaders.model.staged import Correction, Hints

_ACTION = "correction"


def corrections(board: Board, actor: Actor) -> list[Correction]:
    """All corrections that hold, by file, sheet and cell."""
    require(actor, VIEWER)
    return list(board.keeper.held().corrections)


def add_correction(
    board: Board,
    actor: Actor,
    *,
    file: str,
    sheet: str,
    cell: str,
    value: str,
    reason: str,
    expect: str | None = None,
    data: bytes | None = None,
) -> Correction:
    """Keep a fix of one cell; it is applied whenever this file is staged.

    Args:
        file: SHA-256 of the workbook; sheet: empty for a text file.
        expect: the text the cell holds now; read from ``data`` or the archive where not given.

    Raises:
        Forbidden: below uploader, or the workbook holds values of other districts.
        UnfitEntry: no reason, no such cell, the cell holds another text, or nothing to change.
    """
    allow(board.settings, actor, _ACTION, file, UPLOADER, _areas(board, actor, file, data))
    if not reason.strip():
        raise UnfitEntry("没有写理由。请用一句话说明为什么改，它会与更正一起保存。")
    original = _cell_text(board, file, sheet, cell, data)
    if expect is None and original is None:
        raise UnfitEntry(
            "这个文件没有存档，看不到原文。请给出原文件，或用 --expect 写明单元格的原文。"
        )
    if expect is not None and original is not None and expect.strip() != original:
        raise UnfitEntry(f"{sheet}!{cell} 的原文是“{original}”，不是“{expect}”。请核对后再登记。")
    replaced = original if original is not None else str(expect)
    if replaced == value.strip():
        raise UnfitEntry(f"{sheet}!{cell} 的原文就是“{value}”，不用更正。")
    new = Correction(
        file, sheet, cell.upper(), value.strip(), replaced, reason.strip(), actor.name, now_text()
    )
    _record(board, actor, ADD_CORRECTION, new)
    return new


def remove_correction(
    board: Board, actor: Actor, *, file: str, sheet: str, cell: str, reason: str
) -> Correction:
    """Take a correction back; its journal lines stay.

    Raises:
        Forbidden: below uploader, or the workbook holds values of other districts.
        UnfitEntry: no reason, or no correction of this cell.
    """
    allow(board.settings, actor, _ACTION, file, UPLOADER, _areas(board, actor, file, None))
    if not reason.strip():
        raise UnfitEntry("没有写理由。请用一句话说明为什么撤销更正。")
    key = (file, sheet, cell.upper())
    old = next((one for one in corrections(board, actor) if correction_key(one) == key), None)
    if old is None:
        raise UnfitEntry(f"{sheet}!{cell} 没有登记过更正。")
    _record(board, actor, REMOVE_CORRECTION, replace(old, reason=reason.strip()))
    return old


def with_corrections(board: Board, data: bytes, hints: Hints) -> Hints:
    """Hints with the corrections kept for this file."""
    sha256 = hashlib.sha256(data).hexdigest()
    kept = [one for one in board.keeper.held().corrections if one.file == sha256]
    return replace(hints, corrections=(*hints.corrections, *kept)) if kept else hints


def _record(board: Board, actor: Actor, kind: str, one: Correction) -> None:
    board.keeper.require_own()
    subject = f"{one.sheet}!{one.cell} SHA-256 {one.file}"
    with audited(board.settings, actor, _ACTION, subject, UPLOADER) as outcome, board.changing:
        outcome.detail = f"{kind} “{one.expect}”→“{one.value}”"
        board.keeper.write(
            FILE_NAME,
            lambda: board.store.record(kind, {"correction": asdict(one)}, actor.name),
            [one] if kind == ADD_CORRECTION else [],
            [] if kind == ADD_CORRECTION else [correction_key(one)],
        )


def _areas(board: Board, actor: Actor, file: str, data: bytes | None) -> set[str | None]:
    """Areas of the values in the workbook; ``{None}``, nobody's own, where they are not known."""
    if actor.districts is None:
        return set()
    known = board.store.batches_of_file(file)
    if data is None and known:
        data = board.store.original(file)
    if data is None:
        return {None}
    name = known[-1].file if known else "原件.xlsx"
    staged = stage(data, name, board.catalog, board.store, Hints(layouts=remembered(board)))
    found = {*staged.observations["area"].to_pylist(), *staged.ledger["area"].to_pylist()}
    return found or {None}


def _cell_text(board: Board, file: str, sheet: str, cell: str, data: bytes | None) -> str | None:
    """The text of the cell now; ``None`` where the workbook is not at hand."""
    name = "原件.xlsx"
    if data is None:
        known = board.store.batches_of_file(file)
        if not known:
            return None
        data, name = board.store.original(file), known[-1].file
    try:
        found = text_at(read_workbook(data, name), sheet, cell.upper())
    except Refused as refusal:
        raise UnfitEntry(refusal.diagnostic.message) from refusal
    if found is None:
        raise UnfitEntry(f"文件里没有 {sheet}!{cell}。请核对工作表名和单元格地址。")
    return found
