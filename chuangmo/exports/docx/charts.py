"""Native charts in Word: the same chart XML as on slides, with its workbook inside the file."""

from typing import Any
from xml.sax.saxutils import quoteattr

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, nsmap

from chuangmo.exports.chart_package import ChartPackage, package
from chuangmo.exports.docx.page_setup import CENTRE, TEXT_WIDE
from chuangmo.exports.native import Chart

_HIGH, _TYPE = 6.0, 9.0  # cm, points
_EMU = 360_000
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_URI = nsmap["c"]


def place_chart(
    made: Any, chart: Chart, alt: str, high: float = _HIGH, wide: float = TEXT_WIDE
) -> ChartPackage:
    """A paragraph with the chart, as wide as the text; ``high`` and ``wide`` in centimetres."""
    ready = package(chart, wide, high, _TYPE)
    number = sum(1 for part in made.part.package.iter_parts() if "/charts/" in part.partname) + 1
    relation = made.part.relate_to(_part(made, ready, number), RELATIONSHIP_TYPE.CHART)
    paragraph = made.add_paragraph()
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.line_spacing = 1.0
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run()._r.append(_drawing(relation, number, (wide, ready.high), alt))
    return ready


def _part(made: Any, ready: ChartPackage, number: int) -> Part:
    package_ = made.part.package
    book = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), _BOOK, ready.workbook, package_)
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART, b"", package_)
    relation = part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    part._blob = _with_workbook(ready.xml, relation)
    return part


def _with_workbook(xml: bytes, relation: str) -> bytes:
    """The chart told where its workbook is; the element comes last but for user shapes."""
    end = b"</c:chartSpace>"
    told = f'<c:externalData r:id="{relation}"><c:autoUpdate val="0"/></c:externalData>'
    return xml.replace(end, told.encode() + end)


def _drawing(relation: str, number: int, size: tuple[float, float], alt: str) -> Any:
    wide, tall = (int(length * _EMU) for length in size)
    return parse_xml(
        f"<w:drawing {nsdecls('w', 'wp', 'a', 'r')}>"
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{tall}"/>'
        f'<wp:docPr id="{1000 + number}" name="图表 {number}" descr={quoteattr(alt)}/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_URI}">'
        f'<c:chart xmlns:c="{_URI}" r:id="{relation}"/></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing>"
    )
