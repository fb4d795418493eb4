"""The map in Word: native shapes in one group, a line of text where they are not known."""

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from chuangmo.exhibit import Exhibit
from chuangmo.exports.docx.page_setup import BODY_FACE, CENTRE, TEXT_WIDE, faces
from chuangmo.exports.map_drawing import KEY_ROW, MapLabel, key_below, map_drawing
from chuangmo.exports.map_xml import (
    bare_look,
    emu,
    group_frame,
    key_look,
    leader_look,
    region_look,
)
from chuangmo.exports.styles import FACE

_HIGH, _TYPE = 10.6, 9.0  # cm, points
_IDS = 10_000  # numbers of shapes set aside for each map of a document
_OFFICE = "http://schemas.microsoft.com/office/word/2010"
_GROUP = f"{_OFFICE}/wordprocessingGroup"
_SPACES = (
    f'xmlns:wpg="{_GROUP}" xmlns:wps="{_OFFICE}/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_INSTEAD = "（地图要用 Word 2010 或更高版本查看，各区县数值见图表。）"


def place_map(made: Any, exhibit: Exhibit, alt: str) -> None:
    """A paragraph with the map and its key, as wide as the text."""
    paragraph = made.add_paragraph()
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.line_spacing = 1.0
    paragraph.paragraph_format.keep_with_next = True
    first = _IDS * (1 + len(made.element.findall(f".//{{{_GROUP}}}wgp")))
    group = _group(exhibit, first + 1)
    run = paragraph.add_run()._r
    run.get_or_add_rPr().insert(0, faces(BODY_FACE))
    run.append(parse_xml(_alternatives(group, first, alt)))


def _alternatives(group: str, number: int, alt: str) -> str:
    wide, high = emu(TEXT_WIDE), emu(_HIGH)
    return (
        f'<mc:AlternateContent {nsdecls("w", "wp", "a")} {_SPACES}><mc:Choice Requires="wpg">'
        '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:docPr id="{number}" name="区县地图" descr={quoteattr(alt)}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_GROUP}">{group}</a:graphicData></a:graphic>'
        f"</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:t>{_INSTEAD}</w:t></mc:Fallback>"
        "</mc:AlternateContent>"
    )


def _group(exhibit: Exhibit, first: int) -> str:
    below = _HIGH - 2 * KEY_ROW * _TYPE
    drawing = map_drawing(exhibit, TEXT_WIDE, below - 0.2, _TYPE)
    key = key_below(exhibit, TEXT_WIDE, below, _TYPE)
    looks = [
        *((one.area, one.said, region_look(one), "") for one in drawing.regions),
        *((f"{one.area}引线", "", leader_look(one), "") for one in drawing.leaders),
        *(("图例", "", key_look(*entry.box, entry.fill), "") for entry in key),
    ]
    labels = (*drawing.labels, *(entry.label for entry in key))
    looks += [(f"{one.area}标注", "", bare_look(*one.box), _text(one)) for one in labels]
    shapes = "".join(_shape(n, *look) for n, look in enumerate(looks, first))
    frame = group_frame(TEXT_WIDE, _HIGH)
    return f"<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr>{frame}</wpg:grpSpPr>{shapes}</wpg:wgp>"


def _shape(number: int, name: str, said: str, look: str, text: str) -> str:
    inside = f"<wps:txbx><w:txbxContent>{text}</w:txbxContent></wps:txbx>" if text else ""
    return (
        f"<wps:wsp><wps:cNvPr id={quoteattr(str(number))} name={quoteattr(name)} "
        f"descr={quoteattr(said)}/><wps:cNvSpPr/><wps:spPr>{look}</wps:spPr>{inside}"
        '<wps:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/></wps:wsp>'
    )


def _text(label: MapLabel) -> str:
    align = {"l": "left", "ctr": "center", "r": "right"}[label.align]
    half = int(label.size * 2)
    look = (
        f'<w:rPr><w:rFonts w:ascii="{FACE}" w:hAnsi="{FACE}" w:eastAsia="{FACE}" w:cs="{FACE}"/>'
        f'<w:b/><w:color w:val="{label.ink}"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
        "</w:rPr>"
    )
    spacing = f'<w:spacing w:before="0" w:after="0" w:line="{int(label.size * 24)}"'
    return (
        f'<w:p><w:pPr><w:snapToGrid w:val="0"/>{spacing} w:lineRule="exact"/>'
        f'<w:ind w:firstLine="0"/><w:jc w:val="{align}"/></w:pPr>'
        f"<w:r>{look}<w:t>{escape(label.text)}</w:t></w:r></w:p>"
    )
