"""The map as native shapes: one freeform a district, names, leaders and a key."""

from typing import Any

from pptx.enum.shapes import MSO_CONNECTOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Cm, Pt

from chuangmo.exhibit import Exhibit
from chuangmo.exports.map_drawing import Box, Leader, MapLabel, Region, map_drawing, map_key
from chuangmo.exports.map_xml import custom_geometry, hatch
from chuangmo.exports.pptx.text_and_fill import (
    CENTRE,
    LEFT,
    RIGHT,
    block,
    colour,
    describe,
    one_line,
    unstyled,
)
from chuangmo.exports.styles import HATCH_GROUND, INK, SECONDARY, WHITE

_ALIGN = {"l": LEFT, "ctr": CENTRE, "r": RIGHT}


def place_map(shapes: Any, exhibit: Exhibit, box: Box) -> None:
    """Draw the districts of a map exhibit in a box (left, top, width, height) in centimetres."""
    left, top, wide, high = box
    drawing = map_drawing(exhibit, wide, high)
    group = shapes.add_group_shape()
    group.name = "区县地图"
    describe(group, f"{exhibit.verdict}。{exhibit.subtitle}")
    for region in drawing.regions:
        _freeform(group.shapes, region, left, top)
    for leader in drawing.leaders:
        _leader(shapes, leader, left, top)
    for label in drawing.labels:
        _label(shapes, label, left, top)


def _freeform(shapes: Any, region: Region, left: float, top: float) -> None:
    x, y, wide, high = region.box
    shape = block(shapes, (left + x, top + y, wide, high), region.fill or WHITE, region.area)
    properties = shape._element.spPr
    old = properties.find(".//{*}prstGeom")
    properties.replace(old, parse_xml(custom_geometry(region, nsdecls("a"))))
    if not region.fill:
        _hatch(properties)
    shape.line.color.rgb, shape.line.width = colour(WHITE), Pt(1)
    describe(shape, region.said)


def _hatch(properties: Any) -> None:
    fill = properties.find(".//{*}solidFill")
    properties.replace(fill, parse_xml(hatch(nsdecls("a"))))


def _leader(shapes: Any, leader: Leader, left: float, top: float) -> None:
    """A thin line with a round end inside its district; the theme's style of the line goes."""
    (x0, y0), (x1, y1) = leader.start, leader.end
    line = shapes.add_connector(
        MSO_CONNECTOR.STRAIGHT, Cm(left + x0), Cm(top + y0), Cm(left + x1), Cm(top + y1)
    )
    line.name = f"{leader.area}引线"
    line.line.color.rgb, line.line.width = colour(SECONDARY), Pt(0.75)
    pen = line.line._get_or_add_ln()
    pen.append(parse_xml(f'<a:headEnd {nsdecls("a")} type="oval" w="sm" len="sm"/>'))
    unstyled(line)


def _label(shapes: Any, label: MapLabel, left: float, top: float) -> None:
    x, y, wide, high = label.box
    one_line(
        shapes, (left + x, top + y, wide, high), label.text, label.size, label.ink, bold=True,
        align=_ALIGN[label.align], name=f"{label.area}标注",
    )  # fmt: skip


def place_key(shapes: Any, exhibit: Exhibit, left: float, top: float, wide: float) -> float:
    """The classes with their colours, best first; returns where it ends in centimetres."""
    for fill, word in map_key(exhibit):
        shape = block(shapes, (left, top + 0.08, 1.2, 0.5), fill or HATCH_GROUND, "图例")
        if not fill:
            _hatch(shape._element.spPr)
        one_line(shapes, (left + 1.5, top, wide - 1.5, 0.66), word, 12, INK, name="图例文字")
        top += 0.72
    return top
