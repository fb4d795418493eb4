"""The deck: cover, one or more slides an exhibit, the method; and the set for a monthly meeting."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from chuangmo.access.actor import Actor
from chuangmo.exhibit import Exhibit, Foot
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.views import (
    INDICATOR,
    MAP,
    OUTLOOK,
    OVERVIEW,
    TASKS,
    Question,
    build,
)
from chuangmo.exports.looks import INK
from chuangmo.exports.pptx.bodies import body_slides
from chuangmo.exports.pptx.ink import set_faces, text_box, write
from chuangmo.exports.pptx.slides import BODY_END, LEFT_EDGE, WIDE, content_slide
from chuangmo.exports.pptx.template import FOOT_INDEX, SUBLINE_INDEX, blank_deck
from chuangmo.exports.sentences import foot_line
from chuangmo.period import Period
from chuangmo.service.board import Board

_MOST = 9  # lines of method a slide holds
_MAIN = "pm10"


def deck(
    exhibits: Sequence[Exhibit],
    title: str,
    office: str = "",
    *,
    subtitle: str = "",
    day: date | None = None,
) -> bytes:
    """A presentation of the exhibits in their order, behind a cover, before the method.

    Args:
        office: who presents, on the cover; a place for it is left where it is empty.
        day: of the meeting; left out where it is ``None``.

    Returns:
        The bytes of the .pptx file. Charts are native and hold their workbooks; no browser is
        used and nothing in the file links to anything outside of it.
    """
    made = blank_deck()
    foot = exhibits[0].foot if exhibits else Foot("", "", "", "")
    demo = any(exhibit.demo for exhibit in exhibits)
    _cover(made, title, subtitle, office, day, foot_line(foot, demo, 80))
    for exhibit in exhibits:
        body_slides(made, exhibit)
    if exhibits:
        _method(made, exhibits)
    return _finished(made, title)


def meeting_deck(board: Board, actor: Actor, period: Period, office: str = "") -> bytes:
    """本月例会材料 as slides: conclusion, matrix, PM10, map, tasks, needed values, method."""
    city = board.catalog.city.name
    month = Month(period)
    exhibits = meeting_exhibits(board, actor, period)
    return deck(exhibits, f"{city}创模进展", office, subtitle=f"{month.words}")


def meeting_exhibits(board: Board, actor: Actor, period: Period) -> list[Exhibit]:
    """The standard set of a month, in meeting order; what has no data is left out."""
    found: list[Exhibit] = []
    for view, indicator in ((OVERVIEW, None), (INDICATOR, _MAIN), (MAP, _MAIN), (TASKS, None),
                            (OUTLOOK, _MAIN)):  # fmt: skip
        found += build(view, board, actor, Question(period, indicator=indicator))
    return [one for one in found if one.kind != "needed"]


def _cover(made: Any, title: str, subtitle: str, office: str, day: date | None, foot: str) -> None:
    slide = made.slides.add_slide(made.slide_layouts[0])
    slide.shapes.title.text_frame.text = title
    when = f"{day.year}年{day.month}月{day.day}日" if day else ""
    words = {SUBLINE_INDEX: subtitle, 16: "　".join(p for p in (office, when) if p),
             FOOT_INDEX: foot}  # fmt: skip
    for place in list(slide.placeholders):
        text = words.get(place.placeholder_format.idx)
        if text:
            place.text_frame.text = text
        elif text is not None:
            place._element.getparent().remove(place._element)


def _method(made: Any, exhibits: Sequence[Exhibit]) -> None:
    """口径: how the figures were worked out, each sentence once, over as many slides as needed."""
    lines = list(
        dict.fromkeys(
            f"{exhibit.extra['place']}：{note}" if exhibit.extra.get("place") else note
            for exhibit in exhibits
            if exhibit.kind != "cards"
            for note in exhibit.notes
            if note and note != exhibit.extra.get("remark")
        )
    )
    pieces = [lines[n : n + _MOST] for n in range(0, len(lines), _MOST)]
    for n, piece in enumerate(pieces, 1):
        count = f"（{n} / {len(pieces)}）" if len(pieces) > 1 else ""
        slide = content_slide(made, exhibits[0], f"数据口径与说明{count}", "")
        frame = text_box(slide.shapes, (LEFT_EDGE, 3.7, WIDE, BODY_END - 3.7), "口径", "top")
        for m, line in enumerate(piece):
            paragraph = frame.paragraphs[0] if m == 0 else frame.add_paragraph()
            paragraph.space_after = 127000
            write(paragraph, f"· {line}", 16, INK)


def _finished(made: Any, title: str) -> bytes:
    """Faces on every run of slides, notes, charts, layouts and master; then the bytes."""
    made.core_properties.title = title
    made.core_properties.author = "创模看板"
    for part in made.part.package.iter_parts():
        root = getattr(part, "_element", None)
        if root is not None and hasattr(root, "iter"):
            set_faces(root)
    out = BytesIO()
    made.save(out)
    return out.getvalue()
