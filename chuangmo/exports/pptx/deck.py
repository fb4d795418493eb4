"""The deck: cover, one or more slides an exhibit, the method; and the set for a monthly meeting."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from pptx.util import Pt

from chuangmo.access.actor import Actor
from chuangmo.exhibit import Exhibit, Foot
from chuangmo.exhibits.views import (
    INDICATOR,
    MAP,
    OUTLOOK,
    OVERVIEW,
    TASKS,
    ViewRequest,
    built,
)
from chuangmo.exports.file_dates import undated
from chuangmo.exports.pptx.bodies import body_slides
from chuangmo.exports.pptx.sections import parts_of, section_slide
from chuangmo.exports.pptx.slides import BODY_END, LEFT_EDGE, WIDE, content_slide, fill_places
from chuangmo.exports.pptx.template import FOOT_INDEX, SUBLINE_INDEX, blank_deck
from chuangmo.exports.pptx.text_and_fill import set_faces, text_box, write
from chuangmo.exports.sentences import foot_line
from chuangmo.exports.styles import INK, width_cm
from chuangmo.period import Period
from chuangmo.service.board import Board
from chuangmo.service.questions import Questions
from chuangmo.status import OVER_STANDARD

_TYPES, _AFTER = (16, 15, 14), 8  # points: types of the method, space after a sentence
_MAIN = "pm10"


def deck(
    exhibits: Sequence[Exhibit],
    title: str,
    office: str = "",
    *,
    subtitle: str = "",
    day: date | None = None,
    sections: bool = False,
) -> bytes:
    """A presentation of the exhibits in their order, behind a cover, before the method.

    Args:
        office: who presents, on the cover; a place for it is left where it is empty.
        day: of the meeting; left out where it is ``None``.
        sections: whether each part begins with a slide of its own.

    Returns:
        The bytes of the .pptx file. Charts are native and hold their workbooks; no browser is
        used and nothing in the file links to anything outside of it.
    """
    made = blank_deck()
    foot = exhibits[0].foot if exhibits else Foot("", "", "", "")
    demo = any(exhibit.demo for exhibit in exhibits)
    _cover(made, title, subtitle, office, day, foot_line(foot, demo, 80))
    for number, part in enumerate(parts_of(exhibits), 1):
        if sections:
            section_slide(made, number, part)
        for exhibit in part[1]:
            body_slides(made, exhibit)
    if exhibits:
        _method(made, exhibits)
    return _finished(made, title)


def meeting_exhibits(board: Board, actor: Actor, period: Period) -> list[Exhibit]:
    """The standard set of a month, in meeting order; what has no data is left out."""
    found: list[Exhibit] = []
    reader = Questions(board, actor)
    for view, indicator in ((OVERVIEW, None), (INDICATOR, _MAIN), (MAP, _MAIN), (TASKS, None),
                            (OUTLOOK, _MAIN)):  # fmt: skip
        found += built(view, reader, ViewRequest(period, indicator=indicator))
    return [one for one in found if one.kind != "needed" and _tells(one)]


def _tells(exhibit: Exhibit) -> bool:
    """Whether there is anything to look at: a figure, or a table with rows."""
    return exhibit.figure is not None or bool(exhibit.table and exhibit.table.rows)


def _cover(made: Any, title: str, subtitle: str, office: str, day: date | None, foot: str) -> None:
    slide = made.slides.add_slide(made.slide_layouts[0])
    slide.shapes.title.text_frame.text = title
    when = f"{day.year}年{day.month}月{day.day}日" if day else ""
    presenter = "　".join(part for part in (office, when) if part)
    fill_places(slide, {SUBLINE_INDEX: subtitle, 16: presenter, FOOT_INDEX: foot})


def _method(made: Any, exhibits: Sequence[Exhibit]) -> None:
    """口径: how the figures were worked out, each sentence once, over as many slides as needed."""
    lines = list(
        dict.fromkeys(
            f"{exhibit.extra['place']}：{note}" if exhibit.extra.get("place") else note
            for exhibit in exhibits
            if exhibit.kind != "cards"
            for note in exhibit.notes
            if note and note != exhibit.extra.get("remark") and OVER_STANDARD not in note
        )
    )
    size, pieces = _filled(lines, BODY_END - 3.7) if lines else (0, [])
    for n, piece in enumerate(pieces, 1):
        count = f"（{n} / {len(pieces)}）" if len(pieces) > 1 else ""
        slide = content_slide(made, exhibits[0], f"数据口径与说明{count}", "")
        frame = text_box(slide.shapes, (LEFT_EDGE, 3.7, WIDE, BODY_END - 3.7), "口径", "top")
        for m, line in enumerate(piece):
            paragraph = frame.paragraphs[0] if m == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(_AFTER)
            write(paragraph, f"· {line}", size, INK)


def _filled(lines: Sequence[str], high: float) -> tuple[float, list[list[str]]]:
    """The sentences on as few slides as hold them, in the largest type that needs no more."""
    tried = [(size, _pages(lines, high, size)) for size in _TYPES]
    fewest = min(len(pages) for _, pages in tried)
    return next((size, pages) for size, pages in tried if len(pages) == fewest)


def _pages(lines: Sequence[str], high: float, size: float) -> list[list[str]]:
    """Sentences by slide, by the lines each takes."""
    pages: list[list[str]] = [[]]
    used = 0.0
    for line in lines:
        rows = int(width_cm(f"· {line}", size) / WIDE) + 1
        need = (rows * size * 1.2 + _AFTER) * 0.0353
        if used + need > high and pages[-1]:
            pages.append([])
            used = 0.0
        pages[-1].append(line)
        used += need
    return pages


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
    return undated(out.getvalue())
