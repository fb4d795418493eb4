"""Accepting a form: its answers are remembered under its fingerprint, in the home's catalog."""

from dataclasses import dataclass

import pyarrow.compute as pc

from chuangmo.access.actor import REVIEWER, VIEWER, Actor
from chuangmo.catalog.faults import UnknownId
from chuangmo.service.board import Board, require
from chuangmo.settings import CATALOG_DIR, Settings
from chuangmo.store.durable import ensure_folder, write_durably
from chuangmo.store.errors import StoreFault
from chuangmo.store.journal import IMPORT
from chuangmo.store.rows import BatchInfo, Selection
from loaders.batch import stage
from loaders.batch_types import Hints
from loaders.known_layouts import FoundLayout, known_answers, rendered

ACCEPT = "layout_accept"
_FOLDER = "layouts"


@dataclass(frozen=True)
class Accepted:
    """A form that is known from now on; ``seq`` is its journal line, ``None`` if it was known."""

    fingerprint: str
    path: str
    answers: dict[str, str]
    batch: int
    seq: int | None


def remembered(settings: Settings) -> dict[str, dict[str, str]]:
    """Fingerprint -> answers of every accepted form, those of the home over the shipped ones.

    Raises:
        StoreFault: a layout file cannot be read.
    """
    folders = (CATALOG_DIR / _FOLDER, settings.home / "catalog" / _FOLDER)
    try:
        return known_answers(folders)
    except ValueError as error:
        raise StoreFault(f"{error}请改正或删去该文件后重试。") from error


def list_layouts(board: Board, actor: Actor) -> dict[str, dict[str, str]]:
    """All accepted forms with their answers."""
    require(actor, VIEWER)
    return remembered(board.settings)


def accept_layout(board: Board, actor: Actor, fingerprint: str) -> Accepted:
    """Remember the form of an imported workbook together with the answers given for it.

    The next workbook of this form asks none of these again; place and period are never remembered.

    Args:
        fingerprint: as ``layout`` of an imported sheet shows it.

    Raises:
        Forbidden: below reviewer. UnknownId: no active batch holds a table of this form.
        StoreFault: the file cannot be written (the decision stands in the journal).
    """
    require(actor, REVIEWER)
    with board.changing:
        batch = _batch_of(board, fingerprint)
        layout = _layout_of(board, batch, fingerprint)
        path = board.settings.home / "catalog" / _FOLDER / f"{fingerprint}.toml"
        seq = None
        if remembered(board.settings).get(fingerprint) != layout.answers:
            payload = {
                "fingerprint": fingerprint, "answers": layout.answers, "block": layout.block,
                "batch": batch.batch,
            }  # fmt: skip
            seq = board.store.record(ACCEPT, payload, actor.name)
        if seq is not None or not path.is_file():
            ensure_folder(path.parent)
            write_durably(path, rendered(layout), path.with_name(path.name + ".writing"))
    return Accepted(fingerprint, str(path), layout.answers, batch.batch, seq)


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


def _layout_of(board: Board, batch: BatchInfo, fingerprint: str) -> FoundLayout:
    """The form as its workbook is read with the answers that were given for it."""
    imports = board.store.entries(IMPORT)
    bodies = [e.body for e in imports if _payload(e.body).get("batch") == batch.batch]
    given = _payload(bodies[-1]).get("answers") if bodies else None
    answers = {str(k): str(v) for k, v in given.items()} if isinstance(given, dict) else {}
    data = board.store.original(batch.sha256)
    hints = Hints(answers=answers, layouts=remembered(board.settings))
    staged = stage(data, batch.file, board.catalog, board.store, hints)
    known = hints.layouts.get(fingerprint, {})
    for layout in staged.layouts:
        if layout.fingerprint == fingerprint:
            return FoundLayout(
                fingerprint, layout.sheet, layout.block, known | layout.answers, layout.known
            )
    raise UnknownId(
        f"批次 {batch.batch} 的表现在读出的版式与“{fingerprint}”不同。请重新导入后再确认。"
    )


def _payload(body: dict[str, object]) -> dict[str, object]:
    inner = body.get("payload", body)
    return inner if isinstance(inner, dict) else body
