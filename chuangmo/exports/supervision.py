"""Files of 督办: the sheet of an item, the 通报 of a month, the 催办单 to a unit, the workbook."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.exports.docx.supervision import circular_docx, sheet_docx
from chuangmo.exports.files import ExportFile, data_through
from chuangmo.exports.formats import FORMATS
from chuangmo.exports.names import fit_name
from chuangmo.exports.templates.giving import templates_of
from chuangmo.exports.xlsx.supervision import items_xlsx
from chuangmo.period import Period
from chuangmo.service.auditing import note_export
from chuangmo.service.board import Board, require
from chuangmo.service.decisions.supervision.book import listed
from chuangmo.service.decisions.supervision.circular import Circular, circular, reminder
from chuangmo.service.decisions.supervision.items import (
    SupervisionEvent,
    SupervisionItem,
    item_numbered,
    list_items,
)
from chuangmo.service.decisions.supervision.sheet import number_words, sheet_of
from chuangmo.service.figures import assessing


def supervision_file(board: Board, actor: Actor, number: int) -> ExportFile:
    """The 督办单 of an item as a Word file, recorded like every export.

    Raises:
        StoreRefusal: no such item.
        StoreFault: the audit cannot be written; nothing is handed over.
    """
    require(actor, VIEWER)
    item = item_numbered(board, number)
    sheet = sheet_of(item, board.catalog)
    demo = item.demo or (not item.is_free and assessing.extent(board, actor).demo)
    # The moment of the newest event: the same item gives the same bytes.
    day = datetime.fromisoformat(_newest(item.events)).replace(tzinfo=None)
    template = templates_of(board, actor).docx
    data = sheet_docx(sheet, day, demo=demo, template=template)
    return _kept(board, actor, sheet_name(item), data, sheet.title)


def circular_file(board: Board, actor: Actor, month: Period) -> ExportFile:
    """The 通报 of a month as a Word file.

    Raises:
        StoreFault: the audit cannot be written; nothing is handed over.
    """
    told = circular(list_items(board, actor), month, board.catalog)
    data = _circular(board, actor, told)
    return _kept(board, actor, circular_name(month), data, told.title)


def reminder_file(board: Board, actor: Actor, unit: str, day: date) -> ExportFile:
    """The 催办单 to a unit as a Word file.

    Raises:
        UnfitEntry: the unit has nothing overdue or due soon.
        StoreFault: the audit cannot be written; nothing is handed over.
    """
    told = reminder(list_items(board, actor), unit, day, board.catalog)
    if told is None:
        raise UnfitEntry(f"“{unit}”没有逾期或一周内到期的督办整改事项，不必催办。")
    data = _circular(board, actor, told)
    return _kept(board, actor, reminder_name(unit), data, told.title)


def items_file(board: Board, actor: Actor) -> ExportFile:
    """All 整改事项 as a workbook that ``supervision import`` reads.

    Raises:
        StoreFault: the audit cannot be written; nothing is handed over.
    """
    items, city = list_items(board, actor), board.catalog.city.name
    last = _newest(event for item in items for event in item.events)
    data = items_xlsx(city, listed(items), f"登记至 {last[:10]}" if last else "")
    return _kept(board, actor, items_name(city), data, "整改事项台账")


def sheet_name(item: SupervisionItem) -> str:
    """The name of the file of one item."""
    return f"{fit_name(number_words(item))}.docx"


def circular_name(month: Period) -> str:
    """The name of the file of a month's 通报."""
    return f"{month.text}_督办整改通报.docx"


def reminder_name(unit: str) -> str:
    """The name of the file of a unit's 催办单."""
    return f"{fit_name(f'催办单_{unit}')}.docx"


def items_name(city: str) -> str:
    """The name of the workbook of a city's 整改事项."""
    return f"{fit_name(city)}整改事项台账.xlsx"


def _circular(board: Board, actor: Actor, told: Circular) -> bytes:
    template = templates_of(board, actor).docx
    return circular_docx(told, board.catalog.city.briefing.issued_by, template)


def _newest(events: Iterable[SupervisionEvent]) -> str:
    """When the newest was written, UTC; "" where there is none."""
    return max((event.at for event in events), default="")


def _kept(board: Board, actor: Actor, name: str, data: bytes, about: str) -> ExportFile:
    """The file with its line in the audit."""
    sha256 = hashlib.sha256(data).hexdigest()
    note_export(board.settings, actor, name, sha256, about)
    through = data_through(assessing.extent(board, actor), date.max)
    media = FORMATS[name.rpartition(".")[2]]
    return ExportFile(name, data, media, 1, through, board.store.journal_seq(), sha256)
