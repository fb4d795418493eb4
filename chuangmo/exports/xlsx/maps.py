"""The map in a workbook: native shapes in one group, over the cells of the sheet 图表."""

import re
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from chuangmo.exhibit import Exhibit
from chuangmo.exports.map_drawing import (
    KEY_ROW,
    MapLabel,
    boundary_remark,
    key_below,
    map_drawing,
)
from chuangmo.exports.map_xml import (
    bare_look,
    group_frame,
    key_look,
    leader_look,
    region_look,
    solid,
)
from chuangmo.exports.sentences import foot_line
from chuangmo.exports.styles import DEEP, FACE
from chuangmo.exports.xlsx.pages import Page

_WIDE, _HIGH, _TYPE = 20.0, 13.0, 11.0  # cm, cm, points
_IDS = 10_000  # numbers of shapes set aside for each map of a sheet
_PIXELS = 96 / 2.54
_ROW_CM = 21 * 0.03528
_HOLDER = re.compile(
    r'<xdr:sp [^>]*>(?:(?!</xdr:sp>).)*?<a:off x="(\d+)" y="(\d+)"/>(?:(?!</xdr:sp>).)*?'
    r"<a:t>地图(\d+)</a:t>.*?</xdr:sp>",
    re.DOTALL,
)


@dataclass(frozen=True)
class PlacedMap:
    """A map and the text of the box that keeps its place."""

    exhibit: Exhibit
    alt: str


def place_map(page: Page, exhibit: Exhibit, said: str, number: int) -> PlacedMap:
    """The sentence, room for the map held by a text box, the remark; ``number`` from 0."""
    page.sentence(said, 14, DEEP, bold=True)
    page.quiet(exhibit.subtitle)
    size = {"width": _WIDE * _PIXELS, "height": _HIGH * _PIXELS, "object_position": 2}
    page.sheet.insert_textbox(page.row, 0, f"地图{number}", size)
    page.row += int(_HIGH / _ROW_CM) + 2
    page.quiet(f"{boundary_remark(exhibit)}。")
    page.quiet(foot_line(exhibit.foot, exhibit.demo, 110))
    page.row += 1
    return PlacedMap(exhibit, said)


def with_maps(drawing: str, placed: list[PlacedMap]) -> str:
    """The XML of a sheet's drawing with each holder replaced by its map."""

    def drawn(match: re.Match[str]) -> str:
        number = int(match.group(3))
        corner = int(match.group(1)), int(match.group(2))
        return _group(placed[number], _IDS * (number + 1), corner)

    return _HOLDER.sub(drawn, drawing)


def _group(placed: PlacedMap, first: int, corner: tuple[int, int]) -> str:
    below = _HIGH - 2 * KEY_ROW * _TYPE
    made = map_drawing(placed.exhibit, _WIDE, below - 0.2, _TYPE)
    key = key_below(placed.exhibit, _WIDE, below, _TYPE)
    looks: list[tuple[str, str, str, MapLabel | None]] = [
        *((one.area, one.said, region_look(one), None) for one in made.regions),
        *((f"{one.area}引线", "", leader_look(one), None) for one in made.leaders),
        *(("图例", "", key_look(*entry.box, entry.fill), None) for entry in key),
    ]
    labels = (*made.labels, *(entry.label for entry in key))
    looks += [(f"{one.area}标注", "", bare_look(*one.box), one) for one in labels]
    shapes = "".join(_shape(n, *look) for n, look in enumerate(looks, first + 1))
    return (
        f'<xdr:grpSp><xdr:nvGrpSpPr><xdr:cNvPr id="{first}" name="区县地图" '
        f"descr={quoteattr(placed.alt)}/><xdr:cNvGrpSpPr/></xdr:nvGrpSpPr>"
        f"<xdr:grpSpPr>{group_frame(_WIDE, _HIGH, *corner)}</xdr:grpSpPr>{shapes}</xdr:grpSp>"
    )


def _shape(number: int, name: str, said: str, look: str, label: MapLabel | None) -> str:
    align = label.align if label else "l"
    text = _run(label) if label else '<a:endParaRPr lang="zh-CN"/>'
    return (
        f'<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="{number}" '
        f"name={quoteattr(name)} descr={quoteattr(said)}/><xdr:cNvSpPr/></xdr:nvSpPr>"
        f'<xdr:spPr>{look}</xdr:spPr><xdr:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" '
        f'rIns="0" bIns="0" anchor="ctr"/><a:lstStyle/><a:p><a:pPr algn="{align}"/>{text}</a:p>'
        "</xdr:txBody></xdr:sp>"
    )


def _run(label: MapLabel) -> str:
    faces = "".join(f'<a:{tag} typeface="{FACE}"/>' for tag in ("latin", "ea", "cs"))
    return (
        f'<a:r><a:rPr lang="zh-CN" altLang="en-US" sz="{int(label.size * 100)}" b="1">'
        f"{solid(label.ink)}{faces}</a:rPr><a:t>{escape(label.text)}</a:t></a:r>"
    )
