"""The board's own 16:9 template by code: theme, master, layouts (封面, 标题与内容, 章节)."""

from functools import lru_cache
from io import BytesIO
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Cm

from chuangmo.exports.styles import DEEP, FACE, INK, LIGHT, MID, RULE, SECONDARY, WHITE

WIDE, HIGH = 33.867, 19.05
COVER, CONTENT, SECTION, PAGE = "封面", "标题与内容", "章节", "一页纸"
FOOT_INDEX, SUBLINE_INDEX, NUMBER_INDEX = 14, 15, 17
_SCHEME = {
    "dk1": INK, "lt1": "FFFFFF", "dk2": DEEP, "lt2": "F4F8F8", "accent1": DEEP, "accent2": MID,
    "accent3": LIGHT, "accent4": "9A5900", "accent5": "9B1C1C", "accent6": "1B7346",
    "hlink": DEEP, "folHlink": SECONDARY,
}  # fmt: skip
_FIELD = "{6C1F0B5E-2F0A-4C55-9C53-6D2B7E0B3A11}"
Box = tuple[float, float, float, float]


@lru_cache(maxsize=1)
def _bytes() -> bytes:
    deck = Presentation()
    deck.slide_width, deck.slide_height = Cm(WIDE), Cm(HIGH)
    master = deck.slide_master
    _theme(master)
    _keep_three_layouts(deck)
    _tree(master, _master_shapes())
    cover, content, section = deck.slide_layouts
    _layout(cover, COVER, _cover_shapes(), bare=True)
    _layout(content, CONTENT, _content_shapes(), bare=False)
    _layout(section, SECTION, _section_shapes(), bare=True)
    out = BytesIO()
    deck.save(out)
    return out.getvalue()


def blank_deck() -> Any:
    """A presentation of the template without slides; layouts are 封面, 标题与内容 and 章节."""
    return Presentation(BytesIO(_bytes()))


def blank_page(wide: float, high: float) -> Any:
    """A presentation of upright pages with one layout, 一页纸: a title above, a foot line below.

    Args:
        wide, high: of the page in centimetres.
    """
    deck = blank_deck()
    deck.slide_width, deck.slide_height = Cm(wide), Cm(high)
    for layout in list(deck.slide_layouts)[1:]:
        deck.slide_layouts.remove(layout)
    title, foot = (1.4, 1.1, wide - 2.8, 1.0), (1.4, high - 1.7, wide - 2.8, 0.6)
    head = _placeholder(3, "标题", 'type="title"', title, 16, DEEP, bold=True)
    line = f'type="body" sz="quarter" idx="{FOOT_INDEX}"'
    _tree(deck.slide_master, head)
    shapes = head + _placeholder(4, "脚注", line, foot, 8, SECONDARY)
    shapes += _bar(5, "脚注线", (1.4, high - 1.75, wide - 2.8, 0.025), RULE)
    _layout(deck.slide_layouts[0], PAGE, shapes, bare=True)
    return deck


def _theme(master: Any) -> None:
    """Our colours, and one face for Latin, East-Asian and complex script, major and minor."""
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(part.blob)
    for scheme in root.iter(qn("a:clrScheme")):
        scheme.set("name", "创模看板")
        for entry in scheme:
            for old in list(entry):
                entry.remove(old)
            value = _SCHEME[etree.QName(entry).localname]
            etree.SubElement(entry, qn("a:srgbClr")).set("val", value)
    for fonts in [*root.iter(qn("a:majorFont")), *root.iter(qn("a:minorFont"))]:
        for face in fonts:
            if face.get("script") in (None, "Hans"):
                face.set("typeface", FACE)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _keep_three_layouts(deck: Any) -> None:
    layouts = deck.slide_layouts
    for layout in list(layouts)[3:]:
        layouts.remove(layout)


def _tree(page: Any, shapes: str) -> None:
    """Replace all shapes of a master or layout."""
    tree = page._element.find(qn("p:cSld")).find(qn("p:spTree"))
    for child in list(tree):
        if child.tag not in (qn("p:nvGrpSpPr"), qn("p:grpSpPr")):
            tree.remove(child)
    for child in parse_xml(f"<p:spTree {nsdecls('p', 'a', 'r')}>{shapes}</p:spTree>"):
        tree.append(child)


def _layout(layout: Any, name: str, shapes: str, *, bare: bool) -> None:
    layout._element.find(qn("p:cSld")).set("name", name)
    layout._element.attrib.pop("type", None)
    layout._element.set("preserve", "1")
    if bare:
        layout._element.set("showMasterSp", "0")
    _tree(layout, shapes)


def _place(box: Box) -> str:
    left, top, wide, high = (int(Cm(value)) for value in box)
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'


def _placeholder(
    number: int, name: str, kind: str, box: Box, size: float, ink: str,
    *, bold: bool = False, anchor: str = "ctr", spacing: int = 100, prompt: str = "",
) -> str:  # fmt: skip
    faces = "".join(f'<a:{tag} typeface="{FACE}"/>' for tag in ("latin", "ea", "cs"))
    fill = f'<a:solidFill><a:srgbClr val="{ink}"/></a:solidFill>{faces}'
    run = f'lang="zh-CN" altLang="en-US" sz="{int(size * 100)}" b="{int(bold)}"'
    style = (
        f'<a:lvl1pPr marL="0" indent="0" algn="l"><a:lnSpc><a:spcPct val="{spacing * 1000}"/>'
        f'</a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        f"<a:defRPr {run}>{fill}</a:defRPr></a:lvl1pPr>"
    )
    body = (
        f'<a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}">'
        f"<a:normAutofit/></a:bodyPr><a:lstStyle>{style}</a:lstStyle>"
        f"<a:p><a:r><a:rPr {run}>{fill}</a:rPr><a:t>{prompt or name}</a:t></a:r></a:p>"
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr>{_place(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f"<p:txBody>{body}</p:txBody></p:sp>"
    )


def _bar(number: int, name: str, box: Box, fill: str) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
        f'</p:nvSpPr><p:spPr>{_place(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{fill}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
        f"<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr/></a:p></p:txBody></p:sp>"
    )


def _page_number(number: int, ink: str = SECONDARY) -> str:
    fill = f'<a:solidFill><a:srgbClr val="{ink}"/></a:solidFill>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="页码"/><p:cNvSpPr txBox="1"/>'
        f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{_place((30.37, 18.1, 2.0, 0.6))}'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        '<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/><a:lstStyle/>'
        f'<a:p><a:pPr algn="r"/><a:fld id="{_FIELD}" type="slidenum">'
        f'<a:rPr lang="zh-CN" sz="1000">{fill}</a:rPr><a:t>‹#›</a:t></a:fld></a:p>'
        "</p:txBody></p:sp>"
    )


def _master_shapes() -> str:
    return (
        _bar(2, "标题色条", (1.5, 1.05, 0.22, 1.95), DEEP)
        + _placeholder(
            3, "标题", 'type="title"', (2.05, 0.95, 30.3, 2.15), 24, INK, bold=True, spacing=110
        )
        + _placeholder(
            4, "正文", 'type="body" idx="1"', (1.5, 3.5, 30.87, 14.1), 16, INK, anchor="t"
        )
        + _bar(5, "脚注线", (1.5, 17.95, 30.87, 0.025), RULE)
        + _page_number(6)
    )


def _content_shapes() -> str:
    title = (2.05, 0.95, 30.3, 2.15)
    return (
        _placeholder(2, "标题", 'type="title"', title, 24, INK, bold=True, spacing=110)
        + _placeholder(
            3, "副题", f'type="body" sz="quarter" idx="{SUBLINE_INDEX}"',
            (1.5, 3.3, 18.5, 0.7), 14, SECONDARY,
        )
        + _placeholder(
            4, "脚注", f'type="body" sz="quarter" idx="{FOOT_INDEX}"',
            (1.5, 18.02, 28.57, 0.78), 10, SECONDARY,
        )
    )  # fmt: skip


def _cover_shapes() -> str:
    kind = 'type="body" sz="quarter" idx="{}"'
    return (
        _bar(2, "色条", (0, 0, 1.1, HIGH), DEEP)
        + _bar(3, "细色条", (1.1, 0, 0.18, HIGH), LIGHT)
        + _placeholder(
            4, "标题", 'type="title"', (3.6, 4.6, 27.5, 3.6), 44, INK, bold=True, anchor="b"
        )
        + _placeholder(5, "副题", kind.format(SUBLINE_INDEX), (3.6, 8.7, 27.5, 1.4), 24, DEEP)
        + _placeholder(6, "单位与日期", kind.format(16), (3.6, 14.2, 27.5, 1.7), 16, SECONDARY)
        + _placeholder(7, "脚注", kind.format(FOOT_INDEX), (3.6, 17.5, 27.5, 0.8), 10, SECONDARY)
    )


def _section_shapes() -> str:
    """A new part begins: its number, its name and what follows, on the colour of the board."""
    kind = 'type="body" sz="quarter" idx="{}"'
    return (
        _bar(2, "底色", (0, 0, WIDE, HIGH), DEEP)
        + _bar(3, "分隔线", (3.6, 10.0, 4.0, 0.08), LIGHT)
        + _placeholder(
            4, "序号", kind.format(NUMBER_INDEX), (3.6, 4.6, 10.0, 1.8), 24, LIGHT,
            bold=True, anchor="b",
        )
        + _placeholder(
            5, "标题", 'type="title"', (3.6, 6.6, 26.7, 3.0), 40, WHITE, bold=True, anchor="ctr"
        )
        + _placeholder(
            6, "内容", kind.format(SUBLINE_INDEX), (3.6, 10.6, 26.7, 3.6), 18, WHITE,
            anchor="t", spacing=140,
        )
        + _placeholder(7, "脚注", kind.format(FOOT_INDEX), (3.6, 17.5, 26.7, 0.8), 10, LIGHT)
        + _page_number(8, LIGHT)
    )  # fmt: skip
