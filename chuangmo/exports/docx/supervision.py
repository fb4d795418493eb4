"""督办单: the form of one item with its history, to be printed and signed."""

from datetime import datetime

from chuangmo.exhibit import Cell, ColumnHead, Table
from chuangmo.exports.docx.page_setup import RIGHT, finished, new_document
from chuangmo.exports.docx.tables import columns, place_table
from chuangmo.exports.docx.writing import heading, sentence, small, title
from chuangmo.service.decisions.supervision_sheet import SupervisionSheet

_SIGNED = (
    ("领导批示", "\n\n\n"),
    ("承办单位签收", "\n签收人：\n　　　　年　　月　　日"),
    ("办理结果", "\n\n\n"),
)


def sheet_docx(sheet: SupervisionSheet, day: datetime, *, demo: bool = False) -> bytes:
    """The bytes of the .docx file: title and number, the form, its history, room to sign."""
    made = new_document(f"{sheet.title} {sheet.number}", day)
    title(made, sheet.title)
    sentence(made, sheet.number, indent=False, align=RIGHT)
    rows = (*sheet.rows, *_SIGNED)
    cells = tuple((Cell(label), Cell(text)) for label, text in rows)
    place_table(made, Table((ColumnHead("项目"), ColumnHead("内容")), cells), 14)
    if sheet.history:
        heading(made, 1, "办理经过")
        place_table(made, columns(sheet.history, "日期", "事项", "经办", "内容"), 12)
    small(made, "来源：创模看板督办记录。" + ("含演示数据，不作依据。" if demo else ""))
    return finished(made)
