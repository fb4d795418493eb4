"""A presentation that is being made: on the board's own template or on that of the office."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pptx.util import Cm, Pt

from chuangmo.exports.pptx.fitting import fit_shapes
from chuangmo.exports.pptx.own_template import SMALLEST, SlideTemplate, box_of
from chuangmo.exports.pptx.template import FOOT_INDEX, SUBLINE_INDEX
from chuangmo.exports.pptx.text_and_fill import one_line
from chuangmo.exports.sentences import FOOT_UNITS
from chuangmo.exports.styles import SECONDARY, width_cm

#: Centimetres of the board's own template; on another one the width is that of its body.
LEFT_EDGE, WIDE = 1.5, 30.87
BODY_TOP, BODY_END = 4.15, 17.55
_TITLES, _TITLE = (24.0, 22.0, 20.0), 30.3  # points a title is set in, cm it has
#: Points that titles and words of the office's own places may be set in.
_OWN_SIZES = (44.0, 40.0, 36.0, 32.0, 28.0, 24.0, 22.0, 20.0, 18.0, 16.0, 14.0, 12.0, 10.0)
_MOST = 28.0  # points of a sentence as a title
_LINE = 0.0353 * 1.25  # cm of a line for each point of its type
_SUBLINE, _FOOT = (3.3, 0.7, 14.0), (17.65, 0.62, 10.0)  # top, height, points, on others' slides
_SOURCE = 12.0  # points of the last line of a cover
_SLACK = 0.93  # of a line, for faces that stand in and are wider
_HAND = 16.0  # points down to which a title keeps the breaks set by hand
_BESIDE_KEY = 18.0  # cm of a sub-line beside a key; a longer one has the whole width
_TITLE_INDEX = 0


@dataclass(frozen=True)
class SlideDeck:
    """A presentation and how its slides are laid out.

    Attributes:
        made: the library's presentation.
        own: the office's own template; ``None`` for the board's.
    """

    made: Any
    own: SlideTemplate | None = None

    @property
    def wide(self) -> float:
        """The width of a body in the centimetres that bodies are laid out in."""
        return self.own.wide if self.own else WIDE

    @property
    def foot_units(self) -> float:
        """How long a foot line may be, in full-width units."""
        return FOOT_UNITS if self.own is None else FOOT_UNITS * _SLACK * self.wide / WIDE

    @property
    def least(self) -> float:
        """Points that type is laid out in at least."""
        return self.own.least if self.own else SMALLEST

    def cover(self, title: str, words: Mapping[int, str]) -> None:
        """The first slide; ``words`` by the places of the board's own template."""
        own = self.own
        if own is None:
            self._shipped(0, title, words)
        else:
            _two_places(self._slide(own.cover), title, list(words.values()))

    def divider(self, title: str, words: Mapping[int, str]) -> None:
        """The slide before a part of a long deck; ``words`` as of a cover."""
        own = self.own
        if own is None:
            self._shipped(2, title, words)
            return
        slide = self._slide(own.section)
        _two_places(slide, title, list(words.values()))
        _footers(slide)

    def content(self, title: Sequence[str], sub: str, foot: str) -> Any:
        """A slide with a title of one or two lines, sub-line and foot line.

        An empty sub-line leaves its place out.
        """
        if self.own is not None:
            return self._own_content(self.own, title, sub, foot)
        slide = self._slide(1)
        size = next((s for s in _TITLES if max(width_cm(w, s) for w in title) <= _TITLE), 20.0)
        _write_title(slide.shapes.title, title, None if size == _TITLES[0] else size)
        fill_places(slide, {FOOT_INDEX: foot, SUBLINE_INDEX: sub})
        for place in slide.placeholders:
            long = width_cm(sub, _SUBLINE[2]) > _BESIDE_KEY
            if place.placeholder_format.idx == SUBLINE_INDEX and long:
                left, top, high = place.left, place.top, place.height
                place.left, place.top, place.width, place.height = left, top, Cm(WIDE), high
        return slide

    def fit(self) -> None:
        """Bring what stands on the slides into the room of the office's template."""
        if self.own is not None:
            for slide in self.made.slides:
                fit_shapes(slide, self.own)

    def _slide(self, layout: int) -> Any:
        return self.made.slides.add_slide(self.made.slide_layouts[layout])

    def _shipped(self, layout: int, title: str, words: Mapping[int, str]) -> None:
        slide = self._slide(layout)
        slide.shapes.title.text_frame.text = title
        fill_places(slide, words)

    def _own_content(self, own: SlideTemplate, title: Sequence[str], sub: str, foot: str) -> Any:
        slide = self._slide(own.content)
        for place in list(slide.placeholders):
            if place.placeholder_format.idx != _TITLE_INDEX:
                place._element.getparent().remove(place._element)
        _footers(slide)
        place = slide.shapes.title
        place.left, place.top, place.width, place.height = (Cm(value) for value in own.title)
        _, _, wide, high = own.title
        room = wide - own.insets[0], high - own.insets[1]
        size = _fitting_size(title, room, _MOST, wrapped=False)
        if size < _HAND:
            title = ["".join(title)]
            size = _fitting_size(title, room, _MOST)
        _write_title(place, title, size)
        for name, text, (top, deep, points) in (("副题", sub, _SUBLINE), ("脚注", foot, _FOOT)):
            if text:
                box = (LEFT_EDGE, top, self.wide, deep)
                one_line(slide.shapes, box, text, points, SECONDARY, name=name)
        return slide


def fill_places(slide: Any, words: Mapping[int, str]) -> None:
    """Write the placeholders by their index; one that is given no words leaves the slide."""
    for place in list(slide.placeholders):
        text = words.get(place.placeholder_format.idx)
        if text:
            place.text_frame.text = text
        elif text is not None:
            place._element.getparent().remove(place._element)


def _write_title(shape: Any, lines: Sequence[str], size: float | None) -> None:
    """The lines with breaks set by hand; at the size of the layout where none is given."""
    paragraph = shape.text_frame.paragraphs[0]
    for n, line in enumerate(lines):
        if n:
            paragraph.add_line_break()
        run = paragraph.add_run()
        run.text = line
        if size is not None:
            run.font.size = Pt(size)


def _two_places(slide: Any, title: str, lines: Sequence[str]) -> None:
    """A title and one place below it, which holds all else that is said."""
    said = [line for line in lines if line]
    head, below, *others = slide.placeholders
    for place, words, most in ((head, [title], 44.0), (below, said, 24.0)):
        _, _, wide, high = box_of(place) or (0.0, 0.0, 20.0, 3.0)
        place.text_frame.text = "\n".join(words)
        size = _fitting_size(words, (wide - 0.6, high - 0.3), most)
        paragraphs = place.text_frame.paragraphs
        for n, paragraph in enumerate(paragraphs):
            last = place is below and n and n == len(paragraphs) - 1
            for run in paragraph.runs:
                run.font.size = Pt(min(size, _SOURCE) if last else size)
    for place in others:
        place._element.getparent().remove(place._element)


def _fitting_size(
    lines: Sequence[str], room: tuple[float, float], most: float, *, wrapped: bool = True
) -> float:
    """The largest type at which the lines fit a place of so many centimetres.

    Args:
        wrapped: whether a line that is too long may go on in the next.
    """
    wide, high = room[0] * _SLACK, room[1]
    for size in (one for one in _OWN_SIZES if one <= most):
        rows = [max(1, -(-width_cm(line, size) // wide)) for line in lines]
        if sum(rows) * size * _LINE <= high and (wrapped or max(rows) == 1):
            return size
    return _OWN_SIZES[-1]


def _footers(slide: Any) -> None:
    """The words of the footer and the page number, as the layout has them."""
    tree = slide.shapes._spTree
    for place in slide.slide_layout.placeholders:
        kind = place._element.ph.get("type")
        if kind == "sldNum" or (kind == "ftr" and place.text_frame.text.strip()):
            copied = deepcopy(place._element)
            copied.nvSpPr.cNvPr.set("id", str(slide.shapes._next_shape_id))
            tree.append(copied)
