"""Accepting a form of workbook: it is stored by its fingerprint in the home's catalog."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pyarrow.compute as pc

from chuangmo.access.actor import REVIEWER, VIEWER, Actor
from chuangmo.catalog.faults import UnknownId
from chuangmo.catalog.layouts import Layout
from chuangmo.catalog.overlay import FORMS
from chuangmo.catalog.sources import overlay_folder
from chuangmo.service.auditing import audited
from chuangmo.service.board import Board, require
from chuangmo.service.overlay.journal import ACCEPT
from chuangmo.store.journal import BATCH_LINES
from chuangmo.store.rows import BatchInfo, Selection
from loaders import stage
from loaders.model.form import CORRECTED, ProposedForm
from loaders.model.staged import Hints


@dataclass(frozen=True)
class AcceptedForm:
    """An accepted form; ``seq`` is its journal line, ``None`` if it was accepted before."""

    fingerprint: str
    path: str
    answers: dict[str, str]
    batch: int
    seq: int | None


def remembered(board: Board) -> tuple[Layout, ...]:
    """All known forms: those confirmed in the home, then the shipped ones."""
    return board.keeper.held().layouts


def list_layouts(board: Board, actor: Actor) -> dict[str, dict[str, str]]:
    """The forms confirmed in this home with their answers, by fingerprint."""
    require(actor, VIEWER)
    return {_mark(one): one.answers for one in board.keeper.held().own_layouts}


def accept_layout(
    board: Board, actor: Actor, fingerprint: str, columns: Mapping[str, str] | None = None
) -> AcceptedForm:
    """Remember the form of an imported workbook with the answers and corrections given for it.

    The next workbook of this form is read by it and asks none of these again; place and period are
    never remembered.

    Args:
        fingerprint: as ``layout`` of an imported sheet shows it.
        columns: header of a column -> the indicator that it holds, empty to leave it out; what
            the form says from the next workbook on. Batches already imported stay as they are.

    Raises:
        Forbidden: below reviewer. UnknownId: no active batch holds a table of this form, or no
            such indicator or column. StoreFault: the file cannot be written.
    """
    subject = f"表样 {fingerprint}"
    with audited(board.settings, actor, "catalog", subject, REVIEWER), board.changing:
        board.keeper.require_own()
        board.keeper.catch_up()
        batch = _batch_of(board, fingerprint)
        layout = _layout_of(board, batch, fingerprint, columns or {})
        file, seq = FORMS.file.replace("*", fingerprint), None
        if layout not in board.keeper.held().own_layouts:
            payload = {
                "fingerprint": fingerprint, "batch": batch.batch, "layout": FORMS.write(layout),
            }  # fmt: skip
            seq = board.keeper.write(
                file, lambda: board.store.record(ACCEPT, payload, actor.name), [layout]
            )
    path = overlay_folder(board.settings) / file
    return AcceptedForm(fingerprint, str(path), layout.answers, batch.batch, seq)


def _mark(layout: Layout) -> str:
    return layout.fingerprint[0] if layout.fingerprint else layout.id


def _batch_of(board: Board, fingerprint: str) -> BatchInfo:
    """The newest active batch with a value of this form."""
    current = board.store.current(Selection())
    rows = current.filter(pc.equal(current["form"], fingerprint))
    numbers = set(rows["batch"].to_pylist())
    known = [info for info in board.store.batches() if info.batch in numbers]
    if not known:
        raise UnknownId(
            f"没有已导入的表是版式“{fingerprint}”。请先导入一份这种表，再确认它的版式。"
        )
    return known[-1]


def _layout_of(
    board: Board, batch: BatchInfo, fingerprint: str, columns: Mapping[str, str]
) -> Layout:
    """The form as its workbook is read with the answers and corrections that were given for it."""
    imports = [e for e in board.store.entries() if e.type in BATCH_LINES]
    bodies = [e.body for e in imports if _payload(e.body).get("batch") == batch.batch]
    given = _payload(bodies[-1]).get("answers") if bodies else None
    answers = {str(k): str(v) for k, v in given.items()} if isinstance(given, dict) else {}
    staged = _staged_layout(board, batch, fingerprint, answers)
    if not columns:
        return staged.layout
    unknown = [title for title in columns if title not in dict(staged.titles)]
    if unknown:
        titles = "、".join(title for title, _ in staged.titles)
        raise UnknownId(
            f"版式“{fingerprint}”没有“{'、'.join(unknown)}”这一列。可用的有：{titles}。"
        )
    key = f"{batch.sha256[:8]}/{staged.sheet}/{CORRECTED}"
    named = [answers.get(key, ""), *(f"{title}={text}" for title, text in columns.items())]
    more = answers | {key: ";".join(text for text in named if text)}
    return _staged_layout(board, batch, fingerprint, more).layout


def _staged_layout(
    board: Board, batch: BatchInfo, fingerprint: str, answers: dict[str, str]
) -> ProposedForm:
    data = board.store.original(batch.sha256)
    hints = Hints(answers=answers, layouts=remembered(board))
    staged = stage(data, batch.file, board.catalog, board.store, hints)
    for found in staged.layouts:
        if found.fingerprint == fingerprint:
            name = found.layout.name or f"照“{batch.file}”记住的表样"
            return replace(found, layout=found.layout.model_copy(update={"name": name}))
    raise UnknownId(
        f"批次 {batch.batch} 的表现在读出的版式与“{fingerprint}”不同。请重新导入后再确认。"
    )


def _payload(body: dict[str, object]) -> dict[str, object]:
    inner = body.get("payload", body)
    return inner if isinstance(inner, dict) else body
