"""Elements of DrawingML charts that the library has no call for, as XML in schema order."""

from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from chuangmo.exports.styles import FACE

_NS = nsdecls("c", "a")


def _pen(ink: str, points: float, dash: str = "solid") -> str:
    return (
        f'<a:ln w="{int(points * 12700)}"><a:solidFill><a:srgbClr val="{ink}"/>'
        f'</a:solidFill><a:prstDash val="{dash}"/><a:round/></a:ln>'
    )


def line_look(ink: str, points: float, dash: str = "solid") -> Any:
    """``c:spPr`` with a line."""
    return parse_xml(f"<c:spPr {_NS}>{_pen(ink, points, dash)}</c:spPr>")


def no_line() -> Any:
    """``c:spPr`` without a line."""
    return parse_xml(f"<c:spPr {_NS}><a:ln><a:noFill/></a:ln></c:spPr>")


def marker(symbol: str, size: int = 7, ink: str = "") -> Any:
    """``c:marker``: ``circle``, ``dash`` or ``none``."""
    fill = f'<a:solidFill><a:srgbClr val="{ink}"/></a:solidFill>'
    look = f'<c:size val="{size}"/><c:spPr>{fill}<a:ln>{fill}</a:ln></c:spPr>' if ink else ""
    return parse_xml(f'<c:marker {_NS}><c:symbol val="{symbol}"/>{look}</c:marker>')


def level_line(name: str, ink: str, dash: str) -> Any:
    """``c:trendline`` through equal values, half a category beyond both ends."""
    return parse_xml(
        f"<c:trendline {_NS}><c:name>{_escaped(name)}</c:name>"
        f'<c:spPr>{_pen(ink, 1.75, dash)}</c:spPr><c:trendlineType val="linear"/>'
        '<c:forward val="0.5"/><c:backward val="0.5"/><c:dispRSqr val="0"/><c:dispEq val="0"/>'
        "</c:trendline>"
    )


def point_labels(labels: list[str]) -> Any:
    """``c:dLbls`` with labels on single points only."""
    show = "".join(f'<c:show{what} val="0"/>' for what in _SHOWN)
    return parse_xml(f"<c:dLbls {_NS}>{''.join(labels)}{show}</c:dLbls>")


_SHOWN = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")


def point_label(
    index: int, ink: str, size: float, code: str, place: str,
    *, series: bool = False, value: bool = True, shift: tuple[float, float] | None = None,
) -> str:  # fmt: skip
    """One label of value or series name on a point; ``shift`` in shares of the chart."""
    layout = ""
    if shift is not None:
        layout = (
            f'<c:layout><c:manualLayout><c:x val="{shift[0]:.4f}"/><c:y val="{shift[1]:.4f}"/>'
            "</c:manualLayout></c:layout>"
        )
    flags = {"Val": value, "SerName": series}
    show = "".join(f'<c:show{what} val="{int(flags.get(what, False))}"/>' for what in _SHOWN)
    return (
        f'<c:dLbl><c:idx val="{index}"/>{layout}<c:numFmt formatCode="{_escaped(code)}" '
        f'sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
        f'{_text_look(ink, size)}<c:dLblPos val="{place}"/>{show}<c:separator> </c:separator>'
        "</c:dLbl>"
    )


def _text_look(ink: str, size: float) -> str:
    faces = "".join(f'<a:{tag} typeface="{FACE}"/>' for tag in ("latin", "ea", "cs"))
    return (
        '<c:txPr><a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0"/><a:lstStyle/><a:p>'
        f'<a:pPr><a:defRPr sz="{int(size * 100)}" b="1"><a:solidFill><a:srgbClr val="{ink}"/>'
        f'</a:solidFill>{faces}</a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def inner_plot(chart: Any, left: float, top: float, wide: float, high: float) -> None:
    """Fix the plot area itself, axes outside of it, in shares of the chart."""
    area = chart._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    sides = zip("xywh", (left, top, wide, high), strict=True)
    values = "".join(f'<c:{side} val="{value:.4f}"/>' for side, value in sides)
    area.insert(
        0,
        parse_xml(
            f'<c:layout {_NS}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
            f'<c:yMode val="edge"/>{values}</c:manualLayout></c:layout>'
        ),
    )


def lines_beside_columns(chart: Any, shapes: list[str]) -> None:
    """Move the series that are lines into a line chart on the same two axes.

    Args:
        shapes: ``column`` or ``line``, a series each, in order.
    """
    area = chart._chartSpace.chart.plotArea
    columns = area.find(qn("c:barChart"))
    axes = "".join(f'<c:axId val="{axis.get("val")}"/>' for axis in columns.findall(qn("c:axId")))
    moved = parse_xml(
        f'<c:lineChart {_NS}><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'<c:marker val="1"/>{axes}</c:lineChart>'
    )
    for series, shape in zip(columns.findall(qn("c:ser")), shapes, strict=True):
        if shape == "line":
            for name in ("c:invertIfNegative", "c:spPr"):
                for old in series.findall(qn(name)):
                    series.remove(old)
            moved.insert(len(moved) - 3, series)
    if moved.find(qn("c:ser")) is not None:
        columns.addnext(moved)
    if columns.find(qn("c:ser")) is None:
        area.remove(columns)


def dress(series: Any, *parts: Any) -> None:
    """Put look, marker, labels and trend line of a line series where the schema wants them."""
    place = series.find(qn("c:tx"))
    for part in parts:
        if part is not None:
            place.addnext(part)
            place = part
    if series.find(qn("c:smooth")) is None:
        series.append(parse_xml(f'<c:smooth {_NS} val="0"/>'))


def finish_chart(chart: Any) -> None:
    """Positive axis ids, no frame or ground, no round corners: what strict readers want."""
    space = chart._chartSpace
    ids: dict[str, str] = {}
    for element in [*space.iter(qn("c:axId")), *space.iter(qn("c:crossAx"))]:
        old = element.get("val")
        element.set("val", ids.setdefault(old, str(100000001 + len(ids))))
    for old in space.findall(qn("c:spPr")):
        space.remove(old)
    bare = parse_xml(f"<c:spPr {_NS}><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>")
    space.find(qn("c:chart")).addnext(bare)
    if space.find(qn("c:roundedCorners")) is None:
        date = space.find(qn("c:date1904"))
        corners = parse_xml(f'<c:roundedCorners {_NS} val="0"/>')
        if date is not None:
            date.addnext(corners)
        else:
            space.insert(0, corners)


def blanks(chart: Any, how: str) -> None:
    """Whether lines break at a missing value (``gap``) or go on (``span``)."""
    element = chart._chartSpace.chart.find(qn("c:dispBlanksAs"))
    if element is not None:
        element.set("val", how)
