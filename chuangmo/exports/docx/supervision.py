"""Papers of 督办: the form of one item to be signed, the 通报 of a month, the 催办单 to a unit."""

from datetime import datetime

from chuangmo.exhibit import Cell, ColumnHead, Table
from chuangmo.exports.docx.page_setup import CENTRE, RIGHT, finished, new_document
from chuangmo.exports.docx.tables import columns, place_table
from chuangmo.exports.docx.writing import blank, heading, sentence, small, title
from chuangmo.service.decisions.supervision.circular import ITEM_HEADS, TALLY_HEADS, Circular
from chuangmo.service.decisions.supervision.sheet import SupervisionSheet

_SIGNED = (
    ("领导批示", "\n\n\n"),
    ("承办单位签收", "\n签收人：\n　　　　年　　月　　日"),
    ("办理结果", "\n\n\n"),
)


def sheet_docx(
    sheet: SupervisionSheet, day: datetime, *, demo: bool = False, template: bytes | None = None
) -> bytes:
    """The bytes of the .docx file: title and number, the form, its history, room to sign.

    Args:
        template: the office's own .docx; the page of a 公文 where it is ``None``.
    """
    made = new_document(f"{sheet.title} {sheet.number}", day, template=template)
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


def circular_docx(told: Circular, issued_by: str = "", template: bytes | None = None) -> bytes:
    """The bytes of the .docx file: what it comes to, counts by unit and kind, the items.

    Args:
        template: as of ``sheet_docx``.
    """
    day = datetime.combine(told.day, datetime.min.time())
    made = new_document(told.title, day, template=template)
    title(made, told.title)
    if told.demo:
        sentence(made, "（含演示数据，不作依据）", indent=False, align=CENTRE)
    sentence(made, f"{told.addressed or '各责任单位'}：", indent=False)
    for text in told.sentences:
        sentence(made, text)
    tables = (
        ("各单位办理情况", told.by_unit, TALLY_HEADS),
        ("各类事项办理情况", told.by_kind, ("类别", *TALLY_HEADS[1:])),
        ("事项清单", told.items, ITEM_HEADS),
    )
    shown = [one for one in tables if one[1]]
    for number, (name, rows, heads) in enumerate(shown, 1):
        heading(made, number, name)
        place_table(made, columns(rows, *heads), 12)
    sentence(made, told.demand)
    sentence(made, issued_by or blank("印发机关"), indent=False, align=RIGHT)
    sentence(made, blank("印发日期"), indent=False, align=RIGHT)
    return finished(made)
