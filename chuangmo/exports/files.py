"""Export: a view, a basket or a snapshot as one file, recorded with its fingerprint."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.catalog.faults import UnknownId, suggestion
from chuangmo.exhibit import Exhibit
from chuangmo.exhibits.frozen import reader_of
from chuangmo.exhibits.views import ViewRequest
from chuangmo.exports.contents import DOSSIER, VIEWS, Contents, contents_of
from chuangmo.exports.formats import FORMATS, FormatFault, written, written_beside
from chuangmo.exports.names import file_name
from chuangmo.service.auditing import note_export
from chuangmo.service.board import Board, require
from chuangmo.service.decisions.snapshots import find_snapshot
from chuangmo.service.figures.assessing import Extent
from chuangmo.service.questions import Questions

_ATTEMPTS = 3


@dataclass(frozen=True)
class ExportRequest:
    """What is to be exported.

    Attributes:
        format: a key of ``FORMATS``. view: one of ``VIEWS``; asked: what it is asked about.
        title: in place of the view's own.
        exhibits: those of a basket or a snapshot, in place of the view's own.
        snapshot: the name of the 会议快照 they are from, or ""; then everything else in the file
            is as it was frozen too.
    """

    format: str
    view: str
    asked: ViewRequest
    title: str = ""
    exhibits: tuple[Exhibit, ...] | None = None
    snapshot: str = ""


@dataclass(frozen=True)
class ExportFile:
    """A file as it leaves the board.

    Attributes:
        name: proposed file name (``2008-10_PM10_进展.pptx``).
        exhibits: how many are in it.
        data_through: last day of the data, ISO; ``None`` without data.
        generation: of the store the figures were read at.
        beside: a second file that belongs to it, where its sources do not fit into it.
    """

    name: str
    data: bytes
    media_type: str
    exhibits: int
    data_through: str | None
    generation: int
    sha256: str
    beside: "ExportFile | None" = None

    @property
    def files(self) -> "tuple[ExportFile, ...]":
        """The file, and the second one where there is one."""
        return (self, self.beside) if self.beside else (self,)


#: Bytes and number of exhibits; what the name of a second file ends with, and its bytes.
_Made = tuple[tuple[bytes, int], tuple[str, bytes] | None]
#: Generation, last day of data, contents, what was made.
_Read = tuple[int, str | None, Contents, _Made]


def export(board: Board, actor: Actor, request: ExportRequest) -> ExportFile:
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
    made = _frozen(board, actor, request) if request.snapshot else _steady(board, actor, request)
    generation, through, contents, ((data, count), more) = made
    name = file_name(board.catalog, request.view, request.asked, request.format)

    def left(name: str, data: bytes, count: int, beside: ExportFile | None) -> ExportFile:
        sha256 = hashlib.sha256(data).hexdigest()
        note_export(board.settings, actor, name, sha256, contents.title)
        media = FORMATS[request.format]
        return ExportFile(name, data, media, count, through, generation, sha256, beside)

    stem, _, extension = name.rpartition(".")
    second = left(f"{stem}_{more[0]}.{extension}", more[1], 0, None) if more else None
    return left(name, data, count, second)


def _steady(board: Board, actor: Actor, request: ExportRequest) -> _Read:
    """Contents and bytes of one state of data and catalog; read again if it moved meanwhile."""
    for attempt in range(_ATTEMPTS):
        version = board.data_version()
        contents = _contents(board, actor, request)
        reader = Questions(board, actor)
        made = _written(request.format, reader, contents)
        if board.data_version() == version or attempt == _ATTEMPTS - 1:
            break
    return (
        version.journal,
        data_through(reader.extent(), contents.request.month.as_of),
        contents,
        made,
    )


def _frozen(board: Board, actor: Actor, request: ExportRequest) -> _Read:
    """Contents and bytes from nothing but what the snapshot froze."""
    one = find_snapshot(board, actor, request.snapshot)
    kept = reader_of(board, actor, one.name)
    if kept is None and (request.format == "xlsx" or request.view == DOSSIER):
        raise FormatFault(
            f"快照“{one.name}”由较早的版本定稿，没有留存明细，导不出不变的 Excel 和迎检材料。"
            "请改用 PPT、Word 简报、PDF 或 CSV，或重新定稿。"
        )
    reader = kept or Questions(board, actor)
    contents = _contents(board, actor, request)
    made = _written(request.format, reader, contents)
    through = data_through(reader.extent(), contents.request.month.as_of)
    return one.generation, through, contents, made


def _written(form: str, reader: Questions, contents: Contents) -> _Made:
    return written(form, reader, contents), written_beside(form, reader, contents)


def _contents(board: Board, actor: Actor, request: ExportRequest) -> Contents:
    return contents_of(board, actor, request.view, request.asked, request.title, request.exhibits)


def data_through(extent: Extent, until: date) -> str | None:
    """The last day of the data up to a day, ISO; ``None`` without data."""
    return min(until, extent.last).isoformat() if extent.last else None


def as_json(made: ExportFile, request: ExportRequest, out: str, beside: str = "") -> dict[str, Any]:
    """What ``export`` of the command line prints; ``beside``: where the second file lies."""
    more = {"beside": beside} if beside else {}
    return more | {
        "out": out,
        "format": request.format,
        "view": request.view,
        "bytes": len(made.data),
        "sha256": made.sha256,
        "exhibits": made.exhibits,
        "data_through": made.data_through,
        "generation": made.generation,
    }


__all__ = ["ExportFile", "ExportRequest", "FormatFault", "as_json", "export"]
