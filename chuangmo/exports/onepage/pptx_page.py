"""一页纸 as one upright page of a presentation: native table and chart, editable."""

from datetime import datetime
from typing import Any

from chuangmo.exports.contents import Contents
from chuangmo.exports.native import chart_of
from chuangmo.exports.onepage.plan import (
    CARDS,
    FOOT,
    GAP,
    HEAD,
    MARGIN,
    NAME,
    NOTES,
    PAGE_HIGH,
    PAGE_WIDE,
    REMARK,
    SENTENCE,
    SIZE,
    SMALL,
    TITLE,
    WIDE,
    PagePlan,
    plan_of,
    sentence_size,
)
from chuangmo.exports.pptx.borrowed_look import take_look
from chuangmo.exports.pptx.cards import CardLine, CardLook, place_card
from chuangmo.exports.pptx.charts import ChartLook, place_chart
from chuangmo.exports.pptx.tables import TableLook, column_widths, place_table
from chuangmo.exports.pptx.template import FOOT_INDEX, blank_page
from chuangmo.exports.pptx.text_and_fill import finished, one_line
from chuangmo.exports.sentences import notes_text
from chuangmo.exports.styles import DEEP, INK, SECONDARY, fitting

Box = tuple[float, float, float, float]
_CARD_LOOK = CardLook(
    bar=0.08, side=0.2, label=CardLine(0.12, 0.5, 10), value=CardLine(0.6, 0.85, 20),
    status=CardLine(1.42, 0.45, 10), say=CardLine(1.84, 0.72, SMALL), unit=SMALL, unit_room=1.2,
    says=2,
)  # fmt: skip


def page_pptx(contents: Contents, template: bytes | None = None) -> bytes:
    """The bytes of the .pptx file: one slide, A4 upright.

    Args:
        template: the office's own .pptx: theme, faces, colours and logo; its slides lie across.

    Raises:
        UnfitTemplate: it was taken once and does not do any more.
    """
    plan, made = plan_of(contents), blank_page(PAGE_WIDE, PAGE_HIGH)
    own = None if template is None else take_look(made, template, (MARGIN, WIDE, TITLE))
    slide = made.slides.add_slide(made.slide_layouts[0])
    slide.shapes.title.text_frame.text = plan.title
    for place in slide.placeholders:
        if place.placeholder_format.idx == FOOT_INDEX:
            place.text_frame.text = plan.foot
    said = dict.fromkeys(part for one in contents.exhibits for part in notes_text(one).split("\n"))
    slide.notes_slide.notes_text_frame.text = "\n".join(said)
    _fill(slide.shapes, plan)
    day = datetime.combine(contents.request.month.as_of, datetime.min.time())
    made.core_properties.created = made.core_properties.modified = day
    return finished(made, plan.title, own)


def _fill(shapes: Any, plan: PagePlan) -> None:
    """The parts from the top down, each where the one before ends."""
    top = MARGIN - 0.3 + TITLE
    _sentence(shapes, plan.sentence, (MARGIN, top, WIDE, SENTENCE))
    top += SENTENCE + GAP
    wide = (WIDE - 3 * GAP) / 4
    for n, row in enumerate(plan.cards):
        place_card(shapes, row, (MARGIN + n * (wide + GAP), top, wide, CARDS), _CARD_LOOK)
    top += CARDS + GAP
    _name(shapes, top, plan.table_name)
    grid = plan.is_matrix
    look = TableLook(SIZE, plan.row, plan.head, grid=grid, wordless=grid, fit=True)
    sizes = (plan.widths, [plan.row] * len(plan.table.rows))
    place_table(shapes, plan.table, (MARGIN, top + NAME, WIDE), look, "指标状态", sizes)
    top += NAME + plan.head + len(plan.table.rows) * plan.row
    one_line(shapes, (MARGIN, top, WIDE, REMARK), plan.below, SMALL, SECONDARY, name="附注")
    top += REMARK
    if plan.drawn is not None and (chart := chart_of(plan.drawn)) is not None:
        _name(shapes, top, plan.drawn.verdict)
        box = (MARGIN, top + NAME, WIDE, plan.chart - 0.1)
        said = f"{plan.drawn.verdict}。{plan.drawn.subtitle}"
        place_chart(shapes, chart, box, ChartLook(axis=SIZE, label=SIZE, foot=0.7), "图", said)
        top += NAME + plan.chart
    _name(shapes, top, plan.matters_name)
    look = TableLook(SIZE, plan.matter, HEAD)
    widths = column_widths(plan.matters, WIDE, look)
    heights = [plan.matter] * len(plan.matters.rows)
    place_table(
        shapes, plan.matters, (MARGIN, top + NAME, WIDE), look, "问题和下一步", (widths, heights)
    )
    notes = (MARGIN, PAGE_HIGH - MARGIN + 0.3 - FOOT - NOTES, WIDE, NOTES)
    one_line(shapes, notes, plan.notes, SMALL, SECONDARY, name="口径", anchor="bottom")


def _sentence(shapes: Any, text: str, box: Box) -> None:
    one_line(shapes, box, text, sentence_size(text), INK, bold=True, name="结论")


def _name(shapes: Any, top: float, words: str) -> None:
    size = fitting(words, 11, WIDE)
    one_line(shapes, (MARGIN, top, WIDE, NAME), words, size, DEEP, bold=True, name="小标题")
