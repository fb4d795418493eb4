"""全省 as a file: the exhibits of the page through the writers of every other view."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chuangmo.access.actor import Actor
from chuangmo.catalog.models import Indicator
from chuangmo.exhibits.province.standings import Province, province_exhibits
from chuangmo.exhibits.views import OVERVIEW, ViewRequest
from chuangmo.exports.contents import Contents
from chuangmo.exports.docx.brief import brief
from chuangmo.exports.files import ExportFile
from chuangmo.exports.formats import FORMATS
from chuangmo.exports.pptx.deck import deck
from chuangmo.exports.xlsx.basis import basis_page
from chuangmo.exports.xlsx.conclusion import conclusion_page
from chuangmo.exports.xlsx.pages import Book, Header
from chuangmo.exports.xlsx.scope import Scope
from chuangmo.service.auditing import note_export
from chuangmo.service.board import Board

_TITLE = "各城市创模进展"


def province_file(
    board: Board, actor: Actor, view: Province, form: str, indicator: Indicator | None = None
) -> ExportFile:
    """The file, with a line of the audit written before it is handed over.

    Args:
        board: whose audit takes the line.
        form: a key of ``PROVINCE_FORMATS``. indicator: whose ranking goes along.

    Raises:
        StoreFault: the audit cannot be written; nothing is handed over.
    """
    part = {"part": "各城市指标状态"}
    shown = [replace(one, extra=one.extra | part) for one in province_exhibits(view, indicator)]
    asked = ViewRequest(view.month.period, dust=view.dust)
    contents = Contents(OVERVIEW, asked, _TITLE, view.month.words, tuple(shown))
    data = PROVINCE_FORMATS[form](view, contents)
    sha256 = hashlib.sha256(data).hexdigest()
    name = f"{view.month.period.text}_全省_进展.{form}"
    note_export(board.settings, actor, name, sha256, _TITLE)
    reach = [min(one.last, view.month.as_of).isoformat() for one in view.cities if one.last]
    generation = max(one.generation for one in view.cities)
    through = max(reach, default=None)
    return ExportFile(name, data, FORMATS[form], len(shown), through, generation, sha256)


def _pptx(view: Province, contents: Contents) -> bytes:
    return deck(contents.exhibits, contents.title, subtitle=contents.subtitle)


def _docx(view: Province, contents: Contents) -> bytes:
    return brief(contents, contents.title)


def _xlsx(view: Province, contents: Contents) -> bytes:
    """结论 and 口径: the rows behind the figures are in each city's own workbook."""
    foot, book = contents.exhibits[0].foot, Book()
    made = datetime.combine(view.month.as_of, datetime.min.time())
    named = {"title": f"{contents.title} {contents.subtitle}", "author": "创模看板"}
    book.file.set_properties(named | {"created": made})
    header = Header(f"{contents.title}　{contents.subtitle}", foot.through, foot.source)
    rows = tuple(row for one in view.cities for row in one.rows)
    seen = {row.indicator for row in rows}
    indicators = tuple(one for one in view.indicators if one.id in seen)
    scope = Scope(indicators, tuple(one.name for one in view.cities), rows)
    conclusion_page(book, view.readers[0], contents, header)
    basis_page(book, contents, scope, header)
    return book.close()


#: Format to what writes it.
PROVINCE_FORMATS: dict[str, Callable[[Province, Contents], bytes]] = {
    "pptx": _pptx,
    "xlsx": _xlsx,
    "docx": _docx,
}
