"""Shapes of a map as DrawingML that slides, documents and sheets share: outlines, fills, pens."""

from chuangmo.exports.map_drawing import Leader, Region
from chuangmo.exports.styles import HATCH, HATCH_GROUND, SECONDARY, WHITE

EMU = 360_000  # to the centimetre


def emu(length: float) -> int:
    """Centimetres as DrawingML counts them."""
    return int(length * EMU)


def frame(left: float, top: float, wide: float, high: float, flip: str = "") -> str:
    """``a:xfrm`` of a box in centimetres."""
    return (
        f'<a:xfrm{flip}><a:off x="{emu(left)}" y="{emu(top)}"/>'
        f'<a:ext cx="{emu(wide)}" cy="{emu(high)}"/></a:xfrm>'
    )


def group_frame(wide: float, high: float, left: int = 0, top: int = 0) -> str:
    """``a:xfrm`` of a group whose children count from its own corner; left and top in EMU."""
    size = f'cx="{emu(wide)}" cy="{emu(high)}"'
    return (
        f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext {size}/>'
        f'<a:chOff x="0" y="0"/><a:chExt {size}/></a:xfrm>'
    )


def custom_geometry(region: Region, namespaces: str = "") -> str:
    """``a:custGeom``: the rings of a district, from the corner of its own box."""
    left, top, wide, high = region.box

    def at(x: float, y: float) -> str:
        return f'<a:pt x="{emu(x - left)}" y="{emu(y - top)}"/>'

    paths = "".join(
        f"<a:moveTo>{at(*ring[0])}</a:moveTo>"
        + "".join(f"<a:lnTo>{at(*point)}</a:lnTo>" for point in ring[1:])
        + "<a:close/>"
        for ring in region.rings
    )
    return (
        f"<a:custGeom {namespaces}><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        '<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{emu(wide)}" h="{emu(high)}">{paths}</a:path></a:pathLst></a:custGeom>'
    )


def solid(fill: str) -> str:
    """``a:solidFill``."""
    return f'<a:solidFill><a:srgbClr val="{fill}"/></a:solidFill>'


def hatch(namespaces: str = "") -> str:
    """``a:pattFill``: the strokes of a district without usable data."""
    return (
        f'<a:pattFill {namespaces} prst="ltUpDiag"><a:fgClr><a:srgbClr val="{HATCH}"/></a:fgClr>'
        f'<a:bgClr><a:srgbClr val="{HATCH_GROUND}"/></a:bgClr></a:pattFill>'
    )


def region_look(region: Region) -> str:
    """What stands in ``spPr`` of a district."""
    fill = solid(region.fill) if region.fill else hatch()
    pen = f'<a:ln w="9525">{solid(WHITE)}</a:ln>'
    return frame(*region.box) + custom_geometry(region) + fill + pen


def leader_look(leader: Leader) -> str:
    """What stands in ``spPr`` of a leader: a thin line, round at the district."""
    (x0, y0), (x1, y1) = leader.start, leader.end
    flip = (' flipH="1"' if x1 < x0 else "") + (' flipV="1"' if y1 < y0 else "")
    place = frame(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0), flip)
    pen = f'<a:ln w="9525">{solid(SECONDARY)}<a:headEnd type="oval" w="sm" len="sm"/></a:ln>'
    return f'{place}<a:prstGeom prst="line"><a:avLst/></a:prstGeom>{pen}'


def key_look(left: float, top: float, wide: float, high: float, fill: str) -> str:
    """What stands in ``spPr`` of a colour of the key."""
    paint = solid(fill) if fill else hatch()
    shape = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    return frame(left, top, wide, high) + shape + paint + "<a:ln><a:noFill/></a:ln>"


def bare_look(left: float, top: float, wide: float, high: float) -> str:
    """What stands in ``spPr`` of a text alone."""
    shape = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    return frame(left, top, wide, high) + shape + "<a:noFill/><a:ln><a:noFill/></a:ln>"
