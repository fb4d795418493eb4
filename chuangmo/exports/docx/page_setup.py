"""The page of a 公文 by GB/T 9704: margins, grid, faces by name with fallbacks, page numbers."""

from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Mm, Pt
from lxml import etree

from chuangmo.exports.docx.own_template import (
    PaperTemplate,
    add_style,
    dress,
    has_words,
    is_own,
    opened,
)
from chuangmo.exports.file_dates import undated
from chuangmo.exports.styles import FACE

TITLE_FACE, HEAD_FACE, SUB_FACE = "方正小标宋简体", "黑体", "楷体_GB2312"
BODY_FACE, NUMBER_FACE, DIGIT_FACE = "仿宋_GB2312", "宋体", "Times New Roman"
#: What a reader without the face is told to take instead, by commas: as Windows, WPS and macOS
#: name it, then as 麒麟 and 统信 do (方正 …_GBK, 思源, 文泉驿).
FALLBACK = {
    TITLE_FACE: "华文中宋,STZhongsong,方正小标宋_GBK,小标宋,思源宋体,Noto Serif CJK SC",
    SUB_FACE: "楷体,KaiTi,方正楷体_GBK,华文楷体,STKaiti",
    BODY_FACE: "仿宋,FangSong,方正仿宋_GBK,华文仿宋,STFangsong",
    HEAD_FACE: "SimHei,方正黑体_GBK,思源黑体,Noto Sans CJK SC,文泉驿微米黑",
    NUMBER_FACE: "SimSun,方正书宋_GBK,思源宋体,Noto Serif CJK SC",
    FACE: "Microsoft YaHei,方正黑体_GBK,思源黑体,Noto Sans CJK SC,文泉驿微米黑",
}
RED = "C00000"
LINE = 28.95  # points; 22 lines of 28 characters a page
TEXT_WIDE = 15.6  # cm between the margins
CENTRE, LEFT, RIGHT = (
    WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT,
)  # fmt: skip
_USUAL = PaperTemplate(TITLE_FACE, HEAD_FACE, SUB_FACE, BODY_FACE, DIGIT_FACE, None)
_THEME = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


def new_document(
    title: str, day: datetime, *, numbered: bool = True, template: bytes | None = None
) -> Any:
    """An empty document set up as a 公文; its date is that of the data, so it can be repeated.

    Args:
        numbered: whether pages are numbered; a template's own footer stays as it is.
        template: the office's own .docx: its page, header, footer, faces and colours.
    """
    made = Document() if template is None else opened(template)
    made.core_properties.title = title
    made.core_properties.author = made.core_properties.last_modified_by = "创模看板"
    made.core_properties.comments = ""
    made.core_properties.created = made.core_properties.modified = day
    _without_thumbnail(made)
    if template is None:
        _official_page(made, numbered=numbered)
    else:
        _office_page(made, numbered=numbered)
    _fallbacks(made)
    return made


def _official_page(made: Any, *, numbered: bool) -> None:
    """The page of GB/T 9704."""
    _normal(made)
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    _grid(section)
    if numbered:
        _page_numbers(made, section)


def _office_page(made: Any, *, numbered: bool) -> None:
    """The page of the office's template; its text as wide as tables and charts are at least."""
    add_style(made, LINE)
    section = made.sections[0]
    spare = section.page_width.cm - TEXT_WIDE
    if spare < section.left_margin.cm + section.right_margin.cm:
        section.left_margin = section.right_margin = Cm(spare / 2)
    if numbered and not has_words(section.footer):
        _number(section.footer, "center", "")


def _without_thumbnail(made: Any) -> None:
    """Drop the picture of the library's own template that would travel with every file."""
    relations = made.part.package.rels
    for name in [n for n, one in relations.items() if one.reltype.endswith("/thumbnail")]:
        del relations[name]


def finished(made: Any) -> bytes:
    """The bytes of the .docx file."""
    if is_own(made):
        dress(made, _USUAL)
    _zoom(made)
    out = BytesIO()
    made.save(out)
    return undated(out.getvalue())


def _normal(made: Any) -> None:
    style = made.styles["Normal"]
    style.font.size = Pt(16)
    style.paragraph_format.line_spacing = Pt(LINE)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    properties = style.element.get_or_add_rPr()
    properties.insert(0, faces(BODY_FACE))
    for old in properties.findall(qn("w:rFonts"))[1:]:
        properties.remove(old)
    spacing = parse_xml(f'<w:spacing {nsdecls("w")} w:val="-5"/>')
    properties.find(qn("w:sz")).addprevious(spacing)
    for language in properties.findall(qn("w:lang")):
        properties.remove(language)
    properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN"/>'))
    defaults = made.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}")
    for name in _THEME:
        defaults.attrib.pop(qn(f"w:{name}"), None)
    for name, face in (("ascii", DIGIT_FACE), ("hAnsi", DIGIT_FACE), ("eastAsia", BODY_FACE)):
        defaults.set(qn(f"w:{name}"), face)


def faces(east_asian: str, digits: str = DIGIT_FACE, *, hint: bool = False) -> Any:
    """``w:rFonts`` with an East-Asian face and one for Latin letters and digits."""
    told = ' w:hint="eastAsia"' if hint else ""
    return parse_xml(
        f'<w:rFonts {nsdecls("w")}{told} w:ascii="{digits}" w:hAnsi="{digits}" '
        f'w:eastAsia="{east_asian}" w:cs="{digits}"/>'
    )


def _grid(section: Any) -> None:
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="579"/>'))


def _fallbacks(made: Any) -> None:
    """Name in the font table what stands in for each face."""
    parts = made.part.package.iter_parts()
    part = next((one for one in parts if one.partname.endswith("fontTable.xml")), None)
    if part is None:  # an office's own template may have none
        return
    table = etree.fromstring(part.blob)
    named = {font.get(qn("w:name")) for font in table}
    for face, other in FALLBACK.items():
        if face in named:
            continue
        font = etree.SubElement(table, qn("w:font"))
        font.set(qn("w:name"), face)
        etree.SubElement(font, qn("w:altName")).set(qn("w:val"), other)
        etree.SubElement(font, qn("w:charset")).set(qn("w:val"), "86")
    part._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)


def _page_numbers(made: Any, section: Any) -> None:
    """``— 1 —`` in 宋体 14, on odd pages at the right, on even ones at the left."""
    made.settings.odd_and_even_pages_header_footer = True
    for footer, align, side in (
        (section.footer, "right", "rightChars"),
        (section.even_page_footer, "left", "leftChars"),
    ):
        _number(footer, align, f'<w:ind w:{side}="100"/>')


def _number(footer: Any, align: str, indent: str) -> None:
    """``— 1 —`` in place of the first paragraph of a footer."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]._p
    look = f'<w:rPr>{_inner(faces(NUMBER_FACE, NUMBER_FACE))}<w:sz w:val="28"/></w:rPr>'
    made_up = parse_xml(
        f'<w:p {nsdecls("w")}><w:pPr>{indent}<w:jc w:val="{align}"/></w:pPr>'
        f'<w:r>{look}<w:t xml:space="preserve">— </w:t></w:r>'
        f'<w:fldSimple w:instr="PAGE"><w:r>{look}<w:t>1</w:t></w:r></w:fldSimple>'
        f'<w:r>{look}<w:t xml:space="preserve"> —</w:t></w:r></w:p>'
    )
    paragraph.getparent().replace(paragraph, made_up)


def _inner(element: Any) -> str:
    """An element as text without its own namespace declarations."""
    text: str = etree.tostring(element, encoding="unicode")
    return text.replace(f" {nsdecls('w')}", "")


def _zoom(made: Any) -> None:
    """The library's own template leaves out the per cent of its zoom, which the schema wants."""
    zoom = made.settings.element.find(qn("w:zoom"))
    if zoom is not None and zoom.get(qn("w:percent")) is None:
        zoom.set(qn("w:percent"), "100")
