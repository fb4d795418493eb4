"""Export: a view, a basket or a snapshot as one file, recorded with its fingerprint."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.catalog.faults import UnknownId, suggestion
from chuangmo.exhibit import Exhibit
from chuangmo.exhibits.views import Question
from chuangmo.exports.contents import VIEWS, Contents, contents_of
from chuangmo.exports.docx.supervision import sheet_docx
from chuangmo.exports.formats import FORMATS, FormatFault, written
from chuangmo.exports.names import file_name, fit_name
from chuangmo.service import reading
from chuangmo.service.auditing import note_export
from chuangmo.service.board import Board, require
from chuangmo.service.supervision import list_items
from chuangmo.service.supervision_sheet import sheet_of
from chuangmo.store.errors import StoreRefusal

_ATTEMPTS = 3


@dataclass(frozen=True)
class Request:
    """What is to be exported.

    Attributes:
        format: a key of ``FORMATS``. view: one of ``VIEWS``.
        title: in place of the view's own.
        exhibits: those of a basket or a snapshot, in place of the view's own.
    """

    format: str
    view: str
    question: Question
    title: str = ""
    exhibits: tuple[Exhibit, ...] | None = None


@dataclass(frozen=True)
class ExportFile:
    """A file as it leaves the board.

    Attributes:
        name: proposed file name (``2008-10_PM10_进展.pptx``).
        exhibits: how many are in it.
        data_through: last day of the data, ISO; ``None`` without data.
        generation: of the store the figures were read at.
    """

    name: str
    data: bytes
    media_type: str
    exhibits: int
    data_through: str | None
    generation: int
    sha256: str


def export(board: Board, actor: Actor, request: Request) -> ExportFile:
    """The file, with a line of the audit written before it is handed over.

    Raises:
        UnknownId, UnknownPlace: no such format, view, indicator or area.
        FormatFault: the view cannot be had in this format; the sentence says what can.
        Forbidden: the person may not look.
        StoreFault: the audit cannot be written; nothing is handed over.
    """
    require(actor, VIEWER)
    if request.format not in FORMATS:
        raise UnknownId(f"没有格式“{request.format}”。{suggestion(request.format, FORMATS)}")
    if request.view not in VIEWS:
        raise UnknownId(f"没有视图“{request.view}”。{suggestion(request.view, VIEWS)}")
    generation, contents, (data, count) = _steady(board, actor, request)
    name = file_name(board.catalog, request.view, request.question, request.format)
    sha256 = hashlib.sha256(data).hexdigest()
    note_export(board.settings, actor, name, sha256, contents.title)
    through = _through(board, actor, request.question.month.as_of)
    return ExportFile(name, data, FORMATS[request.format], count, through, generation, sha256)


def supervision_file(board: Board, actor: Actor, number: int) -> ExportFile:
    """The 督办单 of an item as a Word file, recorded like every export.

    Raises:
        StoreRefusal: no such item.
        StoreFault: the audit cannot be written; nothing is handed over.
    """
    found = [item for item in list_items(board, actor) if item.number == number]
    if not found:
        raise StoreRefusal(f"没有第 {number} 件督办事项。请先查看督办列表。")
    generation, sheet = board.store.generation(), sheet_of(found[0], board.catalog)
    opened = datetime.fromisoformat(found[0].events[-1].at)
    demo = reading.extent(board, actor).demo
    data = sheet_docx(sheet, opened.replace(tzinfo=None), demo=demo)
    name, sha256 = f"{fit_name(sheet.number)}.docx", hashlib.sha256(data).hexdigest()
    note_export(board.settings, actor, name, sha256, sheet.title)
    through = _through(board, actor, date.max)
    return ExportFile(name, data, FORMATS["docx"], 1, through, generation, sha256)


def _steady(
    board: Board, actor: Actor, request: Request
) -> tuple[int, Contents, tuple[bytes, int]]:
    """Contents and bytes read at one generation of the store; read again if it moved meanwhile."""
    for attempt in range(_ATTEMPTS):
        generation = board.store.generation()
        contents = contents_of(
            board, actor, request.view, request.question, request.title, request.exhibits
        )
        made = written(request.format, board, actor, contents)
        if board.store.generation() == generation or attempt == _ATTEMPTS - 1:
            break
    return generation, contents, made


def _through(board: Board, actor: Actor, until: date) -> str | None:
    extent = reading.extent(board, actor)
    return min(until, extent.last).isoformat() if extent.last else None


def as_json(made: ExportFile, request: Request, out: str) -> dict[str, Any]:
    """What ``export`` of the command line prints."""
    return {
        "out": out,
        "format": request.format,
        "view": request.view,
        "bytes": len(made.data),
        "sha256": made.sha256,
        "exhibits": made.exhibits,
        "data_through": made.data_through,
        "generation": made.generation,
    }


__all__ = ["ExportFile", "FormatFault", "Request", "as_json", "export", "supervision_file"]
