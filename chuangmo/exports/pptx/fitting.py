"""What was laid out in the board's own room, brought into the room of another template.

Bodies are drawn at the height of the board's own slides and at the width that the other room has
for that height; then everything is moved and scaled by one factor, type with it.
"""

from typing import Any

from lxml import etree
from pptx.oxml.ns import qn

from chuangmo.exports.pptx.own_template import (
    DESIGN_LEFT,
    DESIGN_TOP,
    SMALLEST,
    SlideTemplate,
)

_EMU = 360_000
_TYPES = tuple(qn(f"a:{name}") for name in ("rPr", "defRPr", "endParaRPr"))
_MARGINS = ("marL", "marR", "marT", "marB")


def fit_shapes(slide: Any, own: SlideTemplate) -> None:
    """Move and scale every shape of a slide that is not a placeholder."""
    for shape in slide.shapes:
        if shape.is_placeholder:
            continue
        element = shape._element
        _place(element, own)
        _scale_type(element, own.scale)
        _scale_table(element, own.scale)
        if getattr(shape, "has_chart", False):
            _scale_type(shape.chart._chartSpace, own.scale)


def _place(element: Any, own: SlideTemplate) -> None:
    """The outer frame; what is inside a group follows it."""
    frame = element.xfrm if hasattr(element, "xfrm") else element.grpSpPr.find(qn("a:xfrm"))
    if frame is None:
        frame = element.spPr.find(qn("a:xfrm"))
    offset, extent = frame.find(qn("a:off")), frame.find(qn("a:ext"))
    left, top, scale = own.body[0] * _EMU, own.body[1] * _EMU, own.scale
    offset.set("x", _whole(left + (int(offset.get("x")) - DESIGN_LEFT * _EMU) * scale))
    offset.set("y", _whole(top + (int(offset.get("y")) - DESIGN_TOP * _EMU) * scale))
    for side in ("cx", "cy"):
        extent.set(side, _whole(int(extent.get(side)) * scale))


def _scale_type(root: etree._Element, scale: float) -> None:
    for look in root.iter(*_TYPES):
        if size := look.get("sz"):
            points = int(size) / 100
            look.set("sz", _whole(max(points * scale, min(points, SMALLEST)) * 100))
    for exact in root.iter(qn("a:spcPts")):
        exact.set("val", _whole(int(exact.get("val")) * scale))


def _scale_table(root: etree._Element, scale: float) -> None:
    for tag, names in (("a:gridCol", ("w",)), ("a:tr", ("h",)), ("a:tcPr", _MARGINS)):
        for one in root.iter(qn(tag)):
            for name in names:
                if value := one.get(name):
                    one.set(name, _whole(int(value) * scale))


def _whole(value: float) -> str:
    """A length or a size in the whole units that files hold."""
    return str(int(value + 0.5))
