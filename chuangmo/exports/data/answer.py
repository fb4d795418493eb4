"""One data view as it leaves the board, recorded in the audit with its fingerprint."""

import hashlib
from dataclasses import dataclass
from typing import Any

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.catalog.faults import UnknownId, suggestion
from chuangmo.exports.data.metadata import metadata_of, require_few_months
from chuangmo.exports.data.views import DataRequest, Row, rows_of, view_of
from chuangmo.exports.data.written import FORMATS, as_json_bytes, data_bytes
from chuangmo.service.auditing import note_export
from chuangmo.service.board import Board, require
from chuangmo.service.questions import Questions

_ATTEMPTS = 3


@dataclass(frozen=True)
class DataFile:
    """A file of a view.

    Attributes:
        name: proposed file name. metadata: what stands beside the rows.
    """

    name: str
    data: bytes
    media_type: str
    metadata: dict[str, Any]

    @property
    def metadata_bytes(self) -> bytes:
        """The metadata as a file of its own, for formats that hold none."""
        return as_json_bytes(self.metadata)


def data_file(board: Board, actor: Actor, view: str, request: DataRequest, form: str) -> DataFile:
    """The rows of a view in a format, of one state of data and catalog.

    Raises:
        UnknownId, UnknownPlace, UnfitEntry: as ``rows_of``, or there is no such format.
        Forbidden: the person may not look. StoreFault: the audit cannot be written.
    """
    require(actor, VIEWER)
    if form not in FORMATS:
        raise UnknownId(f"没有格式“{form}”。{suggestion(form, FORMATS)}")
    require_few_months(request)
    rows, metadata = _steady(board, actor, view, request)
    data = data_bytes(form, metadata, view_of(view).columns, rows)
    parts = (request.period.text, request.area, request.indicator, view_of(view).title)
    name = "_".join(part for part in parts if part) + f".{form}"
    sha256 = hashlib.sha256(data).hexdigest()
    note_export(board.settings, actor, name, sha256, f"数据地址 {view}，{len(rows)} 行")
    return DataFile(name, data, FORMATS[form], metadata)


def _steady(
    board: Board, actor: Actor, view: str, request: DataRequest
) -> tuple[list[Row], dict[str, Any]]:
    """Rows and metadata of one state; read again if it moved meanwhile."""
    reader = Questions(board, actor)
    for _ in range(_ATTEMPTS):
        version = board.data_version()
        rows = rows_of(reader, view, request)
        metadata = metadata_of(reader, view, request, rows)
        if board.data_version() == version:
            break
    return rows, metadata
