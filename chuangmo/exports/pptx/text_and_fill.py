"""Text and fill in DrawingML: runs with an East-Asian face, colours, alternative texts."""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Cm

from chuangmo.exports.file_dates import undated
from chuangmo.exports.pptx.own_template import SlideTemplate
from chuangmo.exports.styles import FACE, INK

LEFT, CENTRE, RIGHT = PP_ALIGN.LEFT, PP_ALIGN.CENTER, PP_ALIGN.RIGHT
_NS = nsdecls("a")
_END = qn("a:endParaRPr")
_PROPERTIES = tuple(qn(name) for name in ("a:rPr", "a:defRPr", "a:endParaRPr"))
_RUNS = (qn("a:r"), qn("a:fld"))
_RUN_LOOK = qn("a:rPr")
_FACES = tuple(qn(name) for name in ("a:latin", "a:ea", "a:cs"))
_BEFORE_FACE = {
    qn(f"a:{name}")
    for name in (
        "ln", "noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill", "effectLst",
        "effectDag", "highlight", "uLnTx", "uLn", "uFillTx", "uFill",
    )
}  # fmt: skip


def colour(value: str) -> RGBColor:
    """``0F4C5C`` as the library's colour."""
    return RGBColor.from_string(value)


def write(paragraph: Any, text: str, size: float, ink: str = INK, *, bold: bool = False) -> None:
    """Add a run to a paragraph; faces are set for all runs at once when the deck is finished."""
    run = parse_xml(f"<a:r {_NS}>{run_body(text, size, ink, bold=bold)}</a:r>")
    element = paragraph._p
    end = element.find(_END)
    if end is None:
        element.append(run)
    else:
        end.addprevious(run)


def run_body(text: str, size: float, ink: str, *, bold: bool) -> str:
    """What stands inside ``a:r``: its look and its text, escaped."""
    return (
        f'<a:rPr lang="zh-CN" sz="{int(size * 100)}" b="{int(bold)}"><a:solidFill>'
        f'<a:srgbClr val="{ink}"/></a:solidFill></a:rPr><a:t>{escape(_printable(text))}</a:t>'
    )


def _printable(text: str) -> str:
    """The text without control characters, which XML does not allow."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")


def text_box(
    shapes: Any, box: tuple[float, float, float, float], name: str, anchor: str = "middle"
) -> Any:
    """A text frame without insets at (left, top, width, height) in centimetres."""
    left, top, wide, high = box
    shape = shapes.add_textbox(Cm(left), Cm(top), Cm(wide), Cm(high))
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = {
        "top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM,
    }[anchor]  # fmt: skip
    return frame


def one_line(
    shapes: Any,
    box: tuple[float, float, float, float],
    text: str,
    size: float,
    ink: str = INK,
    *,
    bold: bool = False,
    align: Any = LEFT,
    name: str = "文字",
    anchor: str = "middle",
) -> Any:
    """One paragraph in a box of its own; returns the text frame."""
    frame = text_box(shapes, box, name, anchor)
    frame.paragraphs[0].alignment = align
    write(frame.paragraphs[0], text, size, ink, bold=bold)
    return frame


def block(shapes: Any, box: tuple[float, float, float, float], fill: str, name: str) -> Any:
    """A rectangle without outline, shadow or style."""
    left, top, wide, high = box
    shape = shapes.add_shape(MSO_SHAPE.RECTANGLE, Cm(left), Cm(top), Cm(wide), Cm(high))
    shape.name = name
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour(fill)
    shape.line.fill.background()
    unstyled(shape)
    return shape


def unstyled(shape: Any) -> None:
    """Drop the theme style of a shape: it would bring a shadow and a white font."""
    for style in shape._element.findall(qn("p:style")):
        shape._element.remove(style)


def describe(shape: Any, sentence: str) -> None:
    """The alternative text of a shape, for those who cannot see it."""
    for properties in shape._element.iter(qn("p:cNvPr")):
        properties.set("descr", _printable(sentence))
        return


def set_faces(root: Any, faces: tuple[str, str] = (FACE, FACE)) -> None:
    """Give every run, field and default its face and language, East-Asian ones first of all.

    Args:
        faces: for Latin letters and for East-Asian ones.
    """
    for run in root.iter(*_RUNS):
        if run.find(_RUN_LOOK) is None:
            run.insert(0, etree.SubElement(run, _RUN_LOOK))
    for properties in root.iter(*_PROPERTIES):
        _face(properties, faces)


def _face(properties: Any, faces: tuple[str, str]) -> None:
    for old in [child for child in properties if child.tag in _FACES]:
        properties.remove(old)
    place = sum(1 for child in properties if child.tag in _BEFORE_FACE)
    for offset, name in enumerate(_FACES):
        face = etree.Element(name)
        face.set("typeface", faces[1] if name.endswith("}ea") else faces[0])
        properties.insert(place + offset, face)
    properties.set("lang", "zh-CN")
    properties.set("altLang", "en-US")


def finished(made: Any, title: str, own: SlideTemplate | None = None) -> bytes:
    """Faces on every run of slides, notes, charts, layouts and master; then the bytes.

    Args:
        own: the office's own template; its layouts and masters are left as they are, and what the
            board has added takes their faces and colours.
    """
    made.core_properties.title = title
    made.core_properties.author = "创模看板"
    for part in made.part.package.iter_parts():
        root = getattr(part, "_element", None)
        if root is None or not hasattr(root, "iter"):
            continue
        if own is None:
            set_faces(root)
        elif re.match(r"/ppt/(slides|notesSlides|charts)/", part.partname):
            dress_own(root, own)
    if own is not None:
        made.core_properties.last_modified_by = "创模看板"
    out = BytesIO()
    made.save(out)
    return undated(out.getvalue())


def dress_own(root: Any, own: SlideTemplate) -> None:
    """Faces and colours of the office's template on what the board has drawn."""
    set_faces(root, own.faces)
    for place in root.iter(qn("p:sp")):
        kind = place.find(f".//{qn('p:ph')}")
        if kind is not None and kind.get("type") in ("title", "ctrTitle"):
            set_faces(place, own.title_faces)
    recolour(root, own.theme.in_place)


def recolour(root: Any, colours: Mapping[str, str]) -> None:
    """Put other colours in place: RRGGBB, or names of the theme's scheme."""
    for plain in list(root.iter(qn("a:srgbClr"))):
        found = colours.get(plain.get("val", ""))
        if found is None:
            continue
        if re.fullmatch("[0-9A-F]{6}", found):
            plain.set("val", found)
            continue
        named = etree.SubElement(plain.getparent(), qn("a:schemeClr"))
        named.set("val", found)
        named.extend(list(plain))
        plain.getparent().replace(plain, named)
