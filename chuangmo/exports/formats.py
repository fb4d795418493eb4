"""Contents written in one format; what a format cannot hold is said in a sentence."""

from collections.abc import Callable

from chuangmo.access.actor import Actor
from chuangmo.exhibit import Exhibit
from chuangmo.exports.contents import Contents
from chuangmo.exports.csv_file import csv_bytes
from chuangmo.exports.pptx.deck import deck
from chuangmo.exports.xlsx.workbook import workbook
from chuangmo.service.board import Board

#: Format to its media type, in the order they are offered.
FORMATS = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "csv": "text/csv; charset=utf-8",
}
#: What a file of one table shows, where a view has several: the first kind that is there.
_MAIN_TABLE = ("matrix", "lines", "scheme", "shares", "needs", "trend", "map")
Made = tuple[bytes, int]


class FormatFault(Exception):
    """The contents cannot be had in this format; the message says what can be done."""


def written(form: str, board: Board, actor: Actor, contents: Contents) -> Made:
    """The file's bytes and how many exhibits are in it.

    Raises:
        FormatFault: there is no picture to draw, or no Chromium that could.
    """
    return _WRITERS[form](board, actor, contents)


def main_table(exhibits: tuple[Exhibit, ...]) -> Exhibit:
    """The exhibit whose table tells most."""
    for kind in _MAIN_TABLE:
        for exhibit in exhibits:
            if exhibit.kind == kind:
                return exhibit
    return exhibits[0]


def _pptx(board: Board, actor: Actor, contents: Contents) -> Made:
    data = deck(contents.exhibits, contents.title, subtitle=contents.subtitle)
    return data, len(contents.exhibits)


def _csv(board: Board, actor: Actor, contents: Contents) -> Made:
    return csv_bytes(main_table(contents.exhibits)), 1


def _xlsx(board: Board, actor: Actor, contents: Contents) -> Made:
    return workbook(board, actor, contents), len(contents.exhibits)


_WRITERS: dict[str, Callable[[Board, Actor, Contents], Made]] = {
    "pptx": _pptx,
    "xlsx": _xlsx,
    "csv": _csv,
}
