"""The map as native shapes: one freeform a district, labels inside or led outside, a key."""

from typing import Any

import pandas as pd
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Cm, Pt

from chuangmo.charts.labels import spread_out
from chuangmo.exhibit import Exhibit
from chuangmo.exports.looks import (
    HATCH,
    HATCH_GROUND,
    INK,
    SECONDARY,
    STATUS,
    WHITE,
    width_cm,
)
from chuangmo.exports.pptx.ink import (
    CENTRE,
    LEFT,
    RIGHT,
    block,
    colour,
    describe,
    one_line,
    unstyled,
)
from chuangmo.exports.pptx.shapes import Outline, outlines

#: From well within the limit to far beyond it: three of one hue, two warm ones.
CLASSES = ("D5E8EA", "9CCAD0", "4F9DA8", "D08A3E", "B4661A")
PLAIN = ("E9F2F3", "D5E8EA", "9CCAD0", "6FB3BC", "4F9DA8")
_ROOMY, _FITS = 1.0, 0.75  # cm: radius for 14 pt, for 12 pt
_MANY = 20
_SIDE = 3.4  # cm at both sides for names led outside
Box = tuple[float, float, float, float]


def place_map(shapes: Any, exhibit: Exhibit, box: Box) -> None:
    """Draw the districts of a map exhibit in a box (left, top, width, height) in centimetres."""
    left, top, wide, high = box
    found = outlines(exhibit.figure, wide - 2 * _SIDE, high)
    rows = {str(row["area"]): row for _, row in exhibit.frame.iterrows()}
    colours = class_colours(exhibit)
    group = shapes.add_group_shape()
    group.name = "区县地图"
    describe(group, f"{exhibit.verdict}。{exhibit.subtitle}")
    for outline in found:
        _freeform(group.shapes, outline, rows.get(outline.area), colours, (left + _SIDE, top))
    _labels(shapes, found, rows, (left + _SIDE, top), box, _named(exhibit.frame))


def class_colours(exhibit: Exhibit) -> tuple[str, ...]:
    """The five colours; warm ones only where a limit divides."""
    return CLASSES if "为界" in exhibit.subtitle else PLAIN


def _named(frame: pd.DataFrame) -> set[str]:
    """Who is labelled: all, or with 20 and more those beyond the limit and the best."""
    if len(frame) < _MANY:
        return set(frame["area"])
    worst = frame[frame["class"] >= 3]
    best = frame[frame["class"] >= 0].sort_values(["class", "area"]).head(1)
    return {*worst["area"], *best["area"]}


def _freeform(
    shapes: Any, outline: Outline, row: Any, colours: tuple[str, ...], corner: tuple[float, float]
) -> None:
    xs = [x for ring in outline.rings for x, _ in ring]
    ys = [y for ring in outline.rings for _, y in ring]
    if not xs:
        return
    from_x, from_y = min(xs), min(ys)
    wide, high = max(xs) - from_x, max(ys) - from_y
    shape = block(shapes, (corner[0] + from_x, corner[1] + from_y, wide, high), WHITE, outline.area)
    properties = shape._element.spPr
    old = properties.find(".//{*}prstGeom")
    properties.replace(old, _geometry(outline, from_x, from_y, wide, high))
    number = -1 if row is None else int(row["class"])
    if number < 0:
        _hatch(properties)
    else:
        shape.fill.fore_color.rgb = colour(colours[number])
    shape.line.color.rgb, shape.line.width = colour(WHITE), Pt(1)
    describe(shape, f"{outline.area}：{_said(row)}")


def _said(row: Any) -> str:
    if row is None:
        return "没有数据"
    status = str(row["status"])
    return f"{row['shown']} {STATUS[status].word}" if status else str(row["shown"])


def _geometry(outline: Outline, from_x: float, from_y: float, wide: float, high: float) -> Any:
    def at(x: float, y: float) -> str:
        return f'<a:pt x="{int(Cm(x - from_x))}" y="{int(Cm(y - from_y))}"/>'

    paths = "".join(
        f"<a:moveTo>{at(*ring[0])}</a:moveTo>"
        + "".join(f"<a:lnTo>{at(*point)}</a:lnTo>" for point in ring[1:])
        + "<a:close/>"
        for ring in outline.rings
    )
    return parse_xml(
        f"<a:custGeom {nsdecls('a')}><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        '<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{int(Cm(wide))}" h="{int(Cm(high))}">{paths}</a:path></a:pathLst></a:custGeom>'
    )


def _hatch(properties: Any) -> None:
    fill = properties.find(".//{*}solidFill")
    properties.replace(
        fill,
        parse_xml(
            f'<a:pattFill {nsdecls("a")} prst="ltUpDiag"><a:fgClr><a:srgbClr val="{HATCH}"/>'
            f'</a:fgClr><a:bgClr><a:srgbClr val="{HATCH_GROUND}"/></a:bgClr></a:pattFill>'
        ),
    )


def _labels(
    shapes: Any, found: list[Outline], rows: dict[str, Any], corner: tuple[float, float],
    box: Box, named: set[str],
) -> None:  # fmt: skip
    outside = []
    for outline in found:
        if outline.area not in named or not outline.rings:
            continue
        size = 14 if outline.radius >= _ROOMY else 12
        need = width_cm(outline.area, size) / 2
        if outline.radius >= _FITS and need <= outline.radius * 1.5:
            _inside_label(shapes, outline, rows.get(outline.area), corner, size)
        else:
            outside.append(outline)
    middle = corner[0] + (box[2] - 2 * _SIDE) / 2
    for right in (False, True):
        side = [o for o in outside if (corner[0] + o.centre[0] > middle) == right]
        _led_outside(shapes, side, rows, corner, box, right)


def _inside_label(
    shapes: Any, outline: Outline, row: Any, corner: tuple[float, float], size: float
) -> None:
    x, y = corner[0] + outline.centre[0], corner[1] + outline.centre[1]
    ink = WHITE if row is not None and int(row["class"]) == 4 else INK
    value = "没有数据" if row is None else str(row["shown"])
    for text, shift in ((outline.area, -0.55), (value, 0.0)):
        one_line(
            shapes, (x - 2.2, y + shift, 4.4, 0.55), text, size, ink, bold=True, align=CENTRE,
            name=f"{outline.area}标注",
        )  # fmt: skip


def _led_outside(
    shapes: Any, side: list[Outline], rows: dict[str, Any], corner: tuple[float, float], box: Box,
    right: bool,
) -> None:  # fmt: skip
    """Names of small districts at the side, in the order of their heights, with a line each."""
    side = sorted(side, key=lambda outline: outline.centre[1])
    wanted = [corner[1] + outline.centre[1] for outline in side]
    lowest = box[1] + box[3] - 0.4
    placed = [min(y, lowest) for y in spread_out(wanted, 0.85)]
    edge = box[0] + box[2] - _SIDE + 0.1 if right else box[0] + _SIDE - 0.1
    for outline, y in zip(side, placed, strict=True):
        x0, y0 = corner[0] + outline.centre[0], corner[1] + outline.centre[1]
        line = shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Cm(x0), Cm(y0), Cm(edge), Cm(y))
        line.name = f"{outline.area}引线"
        line.line.color.rgb, line.line.width = colour(SECONDARY), Pt(0.75)
        _dot(line)
        row = rows.get(outline.area)
        value = "没有数据" if row is None else str(row["shown"])
        start = edge + 0.1 if right else edge - _SIDE
        one_line(
            shapes, (start, y - 0.35, _SIDE - 0.1, 0.7), f"{outline.area} {value}", 12, INK,
            bold=True, align=LEFT if right else RIGHT, name=f"{outline.area}标注",
        )  # fmt: skip


def _dot(line: Any) -> None:
    """A round end of a leader inside its district; the theme's style of the line goes."""
    pen = line.line._get_or_add_ln()
    pen.append(parse_xml(f'<a:headEnd {nsdecls("a")} type="oval" w="sm" len="sm"/>'))
    unstyled(line)


def place_key(shapes: Any, exhibit: Exhibit, left: float, top: float, wide: float) -> float:
    """The classes with their colours, best first; returns where it ends in centimetres."""
    colours = class_colours(exhibit)
    words = [exhibit.extra.get(f"class{n}", "").partition(" ")[2] for n in range(5)]
    for fill, word in zip(colours, words, strict=True):
        if word:
            block(shapes, (left, top + 0.08, 1.2, 0.5), fill, "图例")
            one_line(shapes, (left + 1.5, top, wide - 1.5, 0.66), word, 12, INK, name="图例文字")
            top += 0.72
    if (exhibit.frame["class"] < 0).any():
        shape = block(shapes, (left, top + 0.08, 1.2, 0.5), HATCH_GROUND, "图例")
        _hatch(shape._element.spPr)
        one_line(shapes, (left + 1.5, top, wide - 1.5, 0.66), "没有数据或数据不足", 12, INK)
        top += 0.72
    return top
