"""Files of 督办: the sheet of an item, the 通报 of a month, the 催办单 to a unit, the workbook."""

import hashlib
from datetime import date, datetime

from chuangmo.access.actor import Actor
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.exports.docx.supervision import circular_docx, sheet_docx
from chuangmo.exports.files import ExportFile, data_through
from chuangmo.exports.formats import FORMATS
from chuangmo.exports.names import fit_name
from chuangmo.exports.xlsx.supervision import items_xlsx
from chuangmo.period import Period
from chuangmo.service.auditing import note_export
from chuangmo.service.board import Board
from chuangmo.service.decisions.supervision.book import listed
from chuangmo.service.decisions.supervision.circular import circular, reminder
from chuangmo.service.decisions.supervision.items import SupervisionItem, list_items
from chuangmo.service.decisions.supervision.sheet import sheet_of
from chuangmo.service.figures import assessing
from chuangmo.store.errors import StoreRefusal


def supervision_file(board: Board, actor: Actor, number: int) -> ExportFile:
    """The 督办单 of an item as a Word file, recorded like every export.

    Raises:
        StoreRefusal: no such item.
        StoreFault: the audit cannot be written; nothing is handed over.
    """
    found = [item for item in list_items(board, actor) if item.number == number]
    if not found:
        raise StoreRefusal(f"没有第 {number} 件督办事项。请先查看督办列表。")
    sheet, day = sheet_of(found[0], board.catalog), _last_day(found)
    demo = found[0].demo or (not found[0].is_free and assessing.extent(board, actor).demo)
    data = sheet_docx(sheet, day, demo=demo)
    return _kept(board, actor, sheet.number, "docx", data, sheet.title)


def circular_file(board: Board, actor: Actor, month: Period) -> ExportFile:
    """The 通报 of a month as a Word file.

    Raises:
        StoreFault: the audit cannot be written; nothing is handed over.
    """
    told = circular(list_items(board, actor), month, board.catalog)
    data = circular_docx(told, board.catalog.city.briefing.issued_by)
    return _kept(board, actor, f"{month.text}_督办整改通报", "docx", data, told.title)


def reminder_file(board: Board, actor: Actor, unit: str, day: date) -> ExportFile:
    """The 催办单 to a unit as a Word file.

    Raises:
        UnfitEntry: the unit has nothing overdue or due soon.
        StoreFault: the audit cannot be written; nothing is handed over.
    """
    told = reminder(list_items(board, actor), unit, day, board.catalog)
    if told is None:
        raise UnfitEntry(f"“{unit}”没有逾期或一周内到期的督办整改事项，不必催办。")
    data = circular_docx(told, board.catalog.city.briefing.issued_by)
    return _kept(board, actor, f"催办单_{unit}", "docx", data, told.title)


def items_file(board: Board, actor: Actor) -> ExportFile:
    """All 整改事项 as a workbook that ``supervision import`` reads.

    Raises:
        StoreFault: the audit cannot be written; nothing is handed over.
    """
    items, city = list_items(board, actor), board.catalog.city.name
    last = max((event.at for item in items for event in item.events), default="")
    data = items_xlsx(city, listed(items), f"登记至 {last[:10]}" if last else "")
    return _kept(board, actor, f"{city}整改事项台账", "xlsx", data, "整改事项台账")


def _last_day(items: list[SupervisionItem]) -> datetime:
    """The moment of the newest event: the same items give the same bytes."""
    at = max(event.at for item in items for event in item.events)
    return datetime.fromisoformat(at).replace(tzinfo=None)


def _kept(board: Board, actor: Actor, name: str, kind: str, data: bytes, about: str) -> ExportFile:
    """The file with its line in the audit."""
    full, sha256 = f"{fit_name(name)}.{kind}", hashlib.sha256(data).hexdigest()
    note_export(board.settings, actor, full, sha256, about)
    through = data_through(assessing.extent(board, actor), date.max)
    generation = board.store.journal_seq()
    return ExportFile(full, data, FORMATS[kind], 1, through, generation, sha256)
