"""The import as a service: preview, confirm, withdraw, restore; page and command line alike."""

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from chuangmo.access.actor import REVIEWER, UPLOADER, VIEWER, Actor
from chuangmo.assess.reasons import period_words
from chuangmo.service.auditing import allow, audited, note
from chuangmo.service.board import Board, require, require_area
from chuangmo.service.imports.corrections import with_corrections
from chuangmo.service.imports.layouts import remembered
from chuangmo.service.imports.review_setting import must_submit
from chuangmo.service.publication.published import published_months
from chuangmo.settings import SAMPLES_DIR
from chuangmo.store import crash_points
from chuangmo.store.errors import BaseMoved, StoreRefusal
from chuangmo.store.rows import BatchInfo, Selection
from loaders import stage, submission
from loaders.model.answers import LABEL_TOPIC, LEAVE_CELLS, LEAVE_OUT, SLIP_TOPIC
from loaders.model.staged import ClerkQuestion, Diagnostic, Hints, StagedBatch

REJECTED, NEEDS_ANSWER, UNCHANGED, STAGED = "rejected", "needs_answer", "unchanged", "staged"
COMMITTED, PENDING, SUBMITTED = "committed", "pending", "submitted"
RETURNED = "returned"
UPLOAD = "upload"
DEMO_REASON = "演示数据"
RESTORE, KEEP_WITHDRAWN = "restore", "keep-withdrawn"
_READERS = 2
#: What ``set_aside_errors`` answers for a person, by the topic of a question.
_LEFT_OUT = {LABEL_TOPIC: LEAVE_OUT, SLIP_TOPIC: LEAVE_CELLS}
#: So often a file is read anew because others changed the same values meanwhile.
_ATTEMPTS = 3
EXIT = {
    COMMITTED: 0, UNCHANGED: 0, STAGED: 0, PENDING: 0, SUBMITTED: 0, REJECTED: 3, NEEDS_ANSWER: 4,
}  # fmt: skip


class DemoRefused(StoreRefusal):
    """Demonstration data never enter a home that has held real batches."""


@dataclass(frozen=True)
class ImportResult:
    """What became of one file. ``questions`` are those still open, a restore included."""

    status: str
    batch: int | None
    staged: StagedBatch
    questions: tuple[ClerkQuestion, ...] = ()


def hints_of(board: Board, data: bytes, hints: Hints) -> Hints:
    """What was said beside a file, with its corrections and the known forms."""
    return replace(with_corrections(board, data, hints), layouts=remembered(board))


def preview(board: Board, actor: Actor, data: bytes, name: str, hints: Hints) -> StagedBatch:
    """Read, recognise, check and compare a file; nothing is written but that it was received.

    Raises:
        Forbidden: the person may not upload, or the file holds values of other districts.
    """
    subject = _subject(name, hashlib.sha256(data).hexdigest())
    allow(board.settings, actor, UPLOAD, subject, UPLOADER)
    board.keeper.require_own()
    note(board.settings, actor, UPLOAD, subject, f"{len(data)} 字节")
    crash_points.arrow(crash_points.RECEIVED)
    hints = hints_of(board, data, hints)
    staged = stage(data, name, board.catalog, board.store, hints)
    allow(board.settings, actor, UPLOAD, subject, UPLOADER, areas_of(staged))
    crash_points.arrow(crash_points.PARSED)
    return staged


def areas_of(staged: StagedBatch) -> set[str]:
    """The areas whose values a staged file holds."""
    tables = (staged.observations, staged.ledger)
    return {area for table in tables for area in table["area"].unique().to_pylist()}


def _require_known(board: Board, staged: StagedBatch) -> None:
    """Refuse a file that was read before a district of it was renamed or taken out.

    Raises:
        StoreRefusal: it names a place that the board does not have any more.
    """
    observed, outside = staged.observations["area"], staged.observations["outside"]
    own = observed.filter(pc.invert(pc.fill_null(outside, False)))
    names = {*own.unique().to_pylist(), *staged.ledger["area"].unique().to_pylist()} - {None}
    if gone := sorted(name for name in names if board.catalog.is_outside(name)):
        raise StoreRefusal(
            f"这份表核对之后区县有变动，现在没有{'、'.join(gone)}，没有写入任何数据。"
            "请重新上传，按现在的区县再读一遍。"
        )


def _subject(name: str, sha256: str) -> str:
    return f"{name} SHA-256 {sha256}"


def outcome_of(
    staged: StagedBatch, *, reason: str = "", set_aside_errors: bool = False
) -> tuple[str, tuple[ClerkQuestion, ...]]:
    """What would become of the staged file if it were confirmed now, and what must be answered."""
    if staged.rejected is not None:
        return REJECTED, ()
    if staged.settled:
        return UNCHANGED, ()
    if staged.errors and not set_aside_errors:
        return REJECTED, ()
    asked = tuple(q for q in staged.questions if not (q.default and reason.strip()))
    if asked:
        return NEEDS_ANSWER, asked
    if staged.diff.nothing:
        return UNCHANGED, ()
    if staged.restorable is not None:
        return NEEDS_ANSWER, (restore_question(staged),)
    if staged.to_confirm and not reason.strip():
        return NEEDS_ANSWER, tuple(_confirmation(found) for found in staged.to_confirm)
    return STAGED, ()


def restore_question(staged: StagedBatch) -> ClerkQuestion:
    """The same bytes were withdrawn before: restore that batch instead of importing anew?"""
    return ClerkQuestion(
        key=f"{staged.sha256[:8]}/restore",
        prompt=f"这个文件就是已撤回的批次 {staged.restorable}。要恢复该批次吗？",
        options=(RESTORE, KEEP_WITHDRAWN),
        topic="restore",
    )


def _confirmation(found: Diagnostic) -> ClerkQuestion:
    key = f"reason/{found.code}/{found.cell}"
    return ClerkQuestion(key=key, prompt=found.message + "请说明理由。", topic="reason")


def commit(
    board: Board,
    actor: Actor,
    staged: StagedBatch,
    *,
    reason: str = "",
    set_aside_errors: bool = False,
    demo: bool = False,
) -> ImportResult:
    """Write a staged file if nothing stands against it: all of it, or nothing.

    Where the person's imports wait for a reviewer, it is submitted and counts nowhere yet.

    Raises:
        Forbidden: the person may not upload, or not for these districts.
        BaseMoved: what it would change is no longer what was shown; the fresh diff is in it.
    """
    subject = _subject(staged.name, staged.sha256)
    allow(board.settings, actor, "commit", subject, UPLOADER, areas_of(staged))
    board.keeper.require_own()
    _require_known(board, staged)
    status, questions = outcome_of(staged, reason=reason, set_aside_errors=set_aside_errors)
    if status != STAGED:
        return ImportResult(status, None, staged, questions)
    waits = not demo and must_submit(board, actor)
    if waits and (same := _waiting_already(board, staged)):
        return ImportResult(SUBMITTED, same, staged)
    if not waits and not reason.strip() and (asked := publication_questions(board, actor, staged)):
        return ImportResult(NEEDS_ANSWER, None, staged, asked)
    action = "submit" if waits else "commit"
    with audited(board.settings, actor, action, subject, UPLOADER) as outcome:
        write = board.store.submit if waits else board.store.commit
        answer = write(submission(staged, actor.name, reason, demo, board.catalog))
        outcome.detail = f"批次 {answer.batch}"
    return ImportResult(answer.state, answer.batch, staged)


def publication_questions(
    board: Board, actor: Actor, staged: StagedBatch
) -> tuple[ClerkQuestion, ...]:
    """What must be said before published figures are corrected: why, once a published month."""
    require(actor, VIEWER)
    return tuple(
        ClerkQuestion(
            key=f"reason/published/{month.text}",
            prompt=f"{period_words(month)}已发布，导入会更正已公布的数。请说明理由。",
            topic="reason",
        )
        for month in published_months(board, actor, staged.observations, staged.ledger)
    )


def _waiting_already(board: Board, staged: StagedBatch) -> int | None:
    """The batch of the same bytes and the same values that waits for a reviewer."""
    rows = staged.observations, staged.ledger, staged.parts
    for info in board.store.batches_of_file(staged.sha256):
        if info.state == SUBMITTED and board.store.restores(info.batch, *rows):
            return info.batch
    return None


def import_file(
    board: Board,
    actor: Actor,
    data: bytes,
    name: str,
    hints: Hints,
    *,
    reason: str = "",
    set_aside_errors: bool = False,
    dry_run: bool = False,
    demo: bool = False,
) -> ImportResult:
    """Preview and commit in one go, as the command line does; ``dry_run`` stops before writing.

    Raises:
        BaseMoved: others changed the same values between preview and commit, time and again.
    """
    once = partial(
        _import_once, board, actor, data, name, hints, reason, set_aside_errors, dry_run, demo
    )
    for _ in range(_ATTEMPTS - 1):
        try:
            return once()
        except BaseMoved:
            continue
    return once()


def _import_once(
    board: Board, actor: Actor, data: bytes, name: str, hints: Hints,
    reason: str, set_aside_errors: bool, dry_run: bool, demo: bool,
) -> ImportResult:  # fmt: skip
    staged = preview(board, actor, data, name, hints)
    leave = {q.key: _LEFT_OUT[q.topic] for q in staged.questions if q.topic in _LEFT_OUT}
    if set_aside_errors and leave:
        left_out = replace(hints, answers=hints.answers | leave)
        staged = stage(data, name, board.catalog, board.store, hints_of(board, data, left_out))
    status, asked = outcome_of(staged, reason=reason, set_aside_errors=set_aside_errors)
    back = staged.restorable if asked and hints.answers.get(asked[0].key) == RESTORE else None
    if dry_run:
        status, asked = (status, asked) if back is None else (STAGED, ())
        return ImportResult(status, None, staged, asked)
    if back is not None:
        info = restore(board, actor, back, reason or "重新导入同一文件")
        return ImportResult(COMMITTED, info.batch, staged)
    return commit(board, actor, staged, reason=reason, set_aside_errors=set_aside_errors, demo=demo)


def withdraw(board: Board, actor: Actor, batch: int, reason: str) -> BatchInfo:
    """Take a batch out of the current figures; nothing is deleted, it can be restored."""
    with audited(board.settings, actor, "withdraw", f"批次 {batch}", REVIEWER) as outcome:
        _check_batch(board, actor, batch, reason)
        outcome.detail = reason.strip()
        return board.store.withdraw(batch, actor.name, reason.strip())


def restore(board: Board, actor: Actor, batch: int, reason: str) -> BatchInfo:
    """Bring a withdrawn batch back; the figures return exactly."""
    with audited(board.settings, actor, "restore", f"批次 {batch}", REVIEWER) as outcome:
        _check_batch(board, actor, batch, reason)
        outcome.detail = reason.strip()
        return board.store.restore(batch, actor.name, reason.strip())


def _check_batch(board: Board, actor: Actor, batch: int, reason: str) -> None:
    """The person may change all areas of the batch, and said why."""
    if actor.districts is not None:
        require_area(actor, batch_areas(board, batch))
    if not reason.strip():
        raise StoreRefusal("理由：没有填写。请用一句话说明原因，它会与批次一起保存。")


def batch_areas(board: Board, batch: int) -> set[str]:
    """The areas whose values a batch holds, withdrawn or not."""
    return {area for _, area in board.store.carriers(Selection(), (batch,))}


def batches(board: Board, actor: Actor) -> list[BatchInfo]:
    """All batches that the person may see, oldest first, with their events."""
    require(actor, VIEWER)
    return [info for info in board.store.batches() if is_seen_by(actor, info)]


def is_seen_by(actor: Actor, info: BatchInfo) -> bool:
    """Whether the person sees a batch: what never counted only its sender and reviewers do."""
    return info.state not in (SUBMITTED, RETURNED) or info.by == actor.name or actor.may(REVIEWER)


def load_demo(board: Board, actor: Actor) -> list[ImportResult]:
    """The sample workbooks of the city into a home that holds no real batch.

    Raises:
        DemoRefused: the home has held real batches, or the city has no samples.
    """
    allow(board.settings, actor, "commit", DEMO_REASON, UPLOADER, board.catalog.areas())
    known = board.store.batches()
    if any(not batch.demo for batch in known):
        raise DemoRefused("数据目录：已有真实批次。演示数据不能与真实数据放在一起，请换一个目录。")
    folder = SAMPLES_DIR / board.settings.city
    files = sorted(folder.glob("*.xlsx"), key=_by_numbers) if folder.is_dir() else []
    if not files:
        raise DemoRefused(f"城市“{board.settings.city}”没有演示数据。可改用 --city lanzhou。")

    def read(path: Path) -> StagedBatch:
        staged = preview(board, actor, path.read_bytes(), path.name, Hints())
        kept = tuple(d for d in staged.diagnostics if not d.against_store)
        return replace(staged, diagnostics=kept)  # files before it are not committed yet

    with ThreadPoolExecutor(_READERS) as pool:
        return [_commit_demo(board, actor, staged) for staged in pool.map(read, files)]


def _commit_demo(board: Board, actor: Actor, staged: StagedBatch) -> ImportResult:
    """Commit a sample that was staged ahead; compare anew where the one before it matters."""
    try:
        return commit(board, actor, staged, reason=DEMO_REASON, demo=True)
    except BaseMoved as moved:
        fresh = replace(staged, diff=moved.diff)
        return commit(board, actor, fresh, reason=DEMO_REASON, demo=True)


def _by_numbers(path: Path) -> tuple[list[int], str]:
    return [int(digits) for digits in re.findall(r"\d+", path.stem)], path.name


def diagnostic_json(line: Diagnostic) -> dict[str, Any]:
    """A diagnostic as ``import`` prints it."""
    return {
        "code": line.code, "severity": line.severity, "confirm": line.confirm,
        "sheet": line.sheet, "cell": line.cell, "found": line.found, "message": line.message,
    }  # fmt: skip


def as_json(result: ImportResult) -> dict[str, Any]:
    """One entry of ``files`` as ``import`` of the command line prints it."""
    staged, diff = result.staged, result.staged.diff
    refusal = [staged.rejected] if staged.rejected else []
    diagnostics = dict.fromkeys([*refusal, *staged.diagnostics])
    refused = result.status == REJECTED
    counts = {
        "added": diff.added, "changed": diff.changed,
        "unchanged": diff.unchanged,
        "removed": staged.absent if result.status == NEEDS_ANSWER else diff.removed,
    }  # fmt: skip
    if staged.settled:
        unchanged = sum(s.readings - s.set_aside for s in staged.sheets)
        counts = {"added": 0, "changed": 0, "unchanged": unchanged, "removed": 0}
    return {
        "file": staged.name,
        "sha256": staged.sha256,
        "status": result.status,
        "batch": result.batch,
        "sheets": [
            {
                "sheet": sheet.sheet, "layout": sheet.layout,
                "readings": sheet.readings,
                "set_aside": sheet.readings if refused else sheet.set_aside,
            }
            for sheet in staged.sheets
        ],
        "observations": dict.fromkeys(counts, 0) if refused else counts,
        "diagnostics": [diagnostic_json(line) for line in diagnostics],
        "questions": [
            {"key": q.key, "prompt": q.prompt, "options": list(q.options)}
            for q in (result.questions or staged.questions)
        ],
    }  # fmt: skip
