"""The deck: cover, one or more slides an exhibit, the method; and the set for a monthly meeting."""

from collections.abc import Sequence
from datetime import date

from pptx.util import Pt

from chuangmo.access.actor import Actor
from chuangmo.exhibit import Exhibit, Foot
from chuangmo.exhibits.monthly.meeting_set import TOGETHER, meeting_set
from chuangmo.exports.pptx.bodies import body_slides
from chuangmo.exports.pptx.own_template import own_slides
from chuangmo.exports.pptx.sections import parts_of, section_slide
from chuangmo.exports.pptx.slide_deck import BODY_END, LEFT_EDGE, SlideDeck
from chuangmo.exports.pptx.slides import content_slide
from chuangmo.exports.pptx.template import FOOT_INDEX, SUBLINE_INDEX, blank_deck
from chuangmo.exports.pptx.text_and_fill import finished, text_box, write
from chuangmo.exports.pptx.together import together_slide
from chuangmo.exports.sentences import foot_line
from chuangmo.exports.styles import INK, width_cm
from chuangmo.period import Period, day_words
from chuangmo.service.board import Board
from chuangmo.service.questions import Questions
from chuangmo.status import OVER_STANDARD

_TYPES, _AFTER = (16, 15, 14), 8  # points: types of the method, space after a sentence
_SMALLER = (*_TYPES, 13, 12)  # of a method that has one slide
_AROUND, _LONG = 2, 20  # cover and method; from so many slides on parts are divided


def deck(
    exhibits: Sequence[Exhibit],
    title: str,
    office: str = "",
    *,
    subtitle: str = "",
    day: date | None = None,
    sections: bool = False,
    template: bytes | None = None,
) -> bytes:
    """A presentation of the exhibits in their order, behind a cover, before the method.

    Args:
        office: who presents, on the cover; a place for it is left where it is empty.
        day: of the meeting; left out where it is ``None``.
        sections: whether it is the material of a meeting: then each part of a long one begins with
            a slide of its own, and one that is not long keeps to a slide an exhibit.
        template: the office's own .pptx; the board's where it is ``None``.

    Raises:
        UnfitTemplate: the template does not do any more.

    Returns:
        The bytes of the .pptx file. Charts are native and hold their workbooks; no browser is
        used and nothing in the file links to anything outside of it.
    """
    made = SlideDeck(blank_deck()) if template is None else SlideDeck(*own_slides(template))
    pages = [page for _, inside in parts_of(exhibits) for page in _pages_of(inside)]
    divided = sections and len(pages) + _AROUND >= _LONG
    foot = exhibits[0].foot if exhibits else Foot("", "", "", "")
    demo = any(exhibit.demo for exhibit in exhibits)
    _cover(made, title, subtitle, office, day, foot_line(foot, demo, 80))
    for number, part in enumerate(parts_of(exhibits), 1):
        if divided:
            section_slide(made, number, part)
        for page in _pages_of(part[1]):
            if len(page) > 1:
                together_slide(made, page)
            else:
                body_slides(made, page[0], few=sections and not divided)
    if exhibits:
        _method(made, exhibits, most=1 if sections and not divided else None)
    made.fit()
    return finished(made.made, title, made.own)


def meeting_exhibits(board: Board, actor: Actor, period: Period) -> list[Exhibit]:
    """The standard set of a month, in meeting order; what has no data is left out."""
    return meeting_set(Questions(board, actor), period)


def _pages_of(exhibits: Sequence[Exhibit]) -> list[list[Exhibit]]:
    """One list a slide or run of slides: what is told together in one."""
    pages: list[list[Exhibit]] = []
    for exhibit in exhibits:
        about = exhibit.extra.get(TOGETHER)
        if about and pages and pages[-1][0].extra.get(TOGETHER) == about:
            pages[-1].append(exhibit)
        else:
            pages.append([exhibit])
    return pages


def _cover(
    made: SlideDeck, title: str, subtitle: str, office: str, day: date | None, foot: str
) -> None:
    when = day_words(day) if day else ""
    presenter = "　".join(part for part in (office, when) if part)
    made.cover(title, {SUBLINE_INDEX: subtitle, 16: presenter, FOOT_INDEX: foot})


def _method(made: SlideDeck, exhibits: Sequence[Exhibit], most: int | None) -> None:
    """口径: how the figures were worked out, each sentence once, over as many slides as needed.

    Args:
        most: slides; what does not stand on them is in the other files of the set: that is said.
    """
    lines = list(
        dict.fromkeys(
            f"{exhibit.extra['place']}：{note}" if exhibit.extra.get("place") else note
            for exhibit in exhibits
            if exhibit.kind != "cards"
            for note in exhibit.notes
            if note and note != exhibit.extra.get("remark") and OVER_STANDARD not in note
        )
    )
    box = (LEFT_EDGE, 3.7, made.wide, BODY_END - 3.7)
    size, pieces = _filled(lines, box[2:], most) if lines else (0, [])
    for n, piece in enumerate(pieces, 1):
        count = f"（{n} / {len(pieces)}）" if len(pieces) > 1 else ""
        slide = content_slide(made, exhibits[0], f"数据口径与说明{count}", "")
        frame = text_box(slide.shapes, box, "口径", "top")
        for m, line in enumerate(piece):
            paragraph = frame.paragraphs[0] if m == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(_after(size))
            write(paragraph, f"· {line}", size, INK)


def _filled(
    lines: Sequence[str], room: tuple[float, float], most: int | None
) -> tuple[float, list[list[str]]]:
    """The sentences on as few slides as hold them, in the largest type that needs no more."""
    tried = [(size, _pages(lines, room, size)) for size in (_TYPES if most is None else _SMALLER)]
    fewest = min(len(pages) for _, pages in tried)
    size, pages = next((size, pages) for size, pages in tried if len(pages) == fewest)
    if most is None or fewest <= most:
        return size, pages
    kept = pages[:most]
    left = sum(len(page) for page in pages[most:]) + 1
    kept[-1][-1] = f"另有 {left} 条口径见简报的附件和数据表的“口径”一页。"
    return size, kept


def _after(size: float) -> float:
    """Space after a sentence in points."""
    return _AFTER if size >= _TYPES[-1] else _AFTER / 2


def _pages(lines: Sequence[str], room: tuple[float, float], size: float) -> list[list[str]]:
    """Sentences by slide, by the lines each takes."""
    pages: list[list[str]] = [[]]
    used, (wide, high) = 0.0, room
    for line in lines:
        rows = int(width_cm(f"· {line}", size) / wide) + 1
        need = (rows * size * 1.2 + _after(size)) * 0.0353
        if used + need > high and pages[-1]:
            pages.append([])
            used = 0.0
        pages[-1].append(line)
        used += need
    return pages
