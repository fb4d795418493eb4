"""An office's own .docx: its page, header and footer, faces and colours; what it lacks."""

from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from chuangmo.exports.pptx.text_and_fill import recolour, set_faces
from chuangmo.exports.styles import FACE
from chuangmo.exports.templates.theme import Theme, read_theme

#: The style of every paragraph that the board writes into an office's own document.
STYLE = "ChuangmoBody"
_A4, _SLACK = (21.0, 29.7), 0.5  # cm
_LEAST_HIGH, _HIGHEST_HEAD = 20.0, 6.0  # cm of text a page, of a header or footer
_TEXT_LINE = 0.56  # cm of a line of a header
_CM = 360_000
#: What belongs to the text that came with the template and leaves with it.
_OF_TEXT = ("/image", "/chart", "/hyperlink", "/comments", "/commentsExtended", "/oleObject")
_FACES = ("ascii", "hAnsi", "cs")


@dataclass(frozen=True)
class PaperTemplate:
    """How documents look by an office's template.

    Attributes:
        title, head, sub, body: East-Asian faces of titles, of headings and of the text.
        digits: the face of Latin letters and digits.
        theme: ``None`` where the file has none; then colours stay the board's.
    """

    title: str
    head: str
    sub: str
    body: str
    digits: str
    theme: Theme | None


def opened(data: bytes) -> Any:
    """The document without its text: header, footer, page and styles of its first section."""
    made = Document(BytesIO(data))
    body = made.element.body
    sections = list(body.iter(qn("w:sectPr")))
    first = deepcopy(sections[0]) if sections else None
    for child in list(body):
        body.remove(child)
    if first is None:
        body.get_or_add_sectPr()
    else:
        for name in ("w:cols", "w:docGrid", "w:lnNumType", "w:type"):
            for old in first.findall(qn(name)):
                first.remove(old)
        body.append(first)
    text = etree.tostring(made.element, encoding="unicode")
    for name, relation in list(made.part.rels.items()):
        if relation.reltype.endswith(_OF_TEXT) and f'"{name}"' not in text:
            del made.part.rels[name]
    return made


def paper_template(made: Any, usual: PaperTemplate) -> PaperTemplate:
    """What the styles of a document say; as ``usual`` where they say nothing."""
    part = next(
        (r.target_part for r in made.part.rels.values() if r.reltype == RELATIONSHIP_TYPE.THEME),
        None,
    )
    theme = None if part is None else read_theme(part.blob)

    def face(style: str, tag: str = "eastAsia") -> str:
        return _face(made, style, tag, theme)

    body = face("Normal") or usual.body
    head = face("heading 1") or body
    return PaperTemplate(
        face("Title") or head, head, face("heading 2") or head, body,
        face("Normal", "ascii") or usual.digits, theme,
    )  # fmt: skip


def add_style(made: Any, line: float) -> None:
    """The paragraph style of what the board writes; ``line``: points from line to line."""
    made.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" w:styleId="{STYLE}">'
            '<w:name w:val="创模正文"/><w:basedOn w:val="'
            f'{made.styles["Normal"].style_id}"/><w:pPr><w:widowControl/>'
            f'<w:spacing w:before="0" w:beforeAutospacing="0" w:after="0" w:afterAutospacing="0" '
            f'w:line="{int(line * 20)}" w:lineRule="exact"/><w:ind w:left="0" w:right="0" '
            'w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/></w:pPr></w:style>'
        )
    )


def is_own(made: Any) -> bool:
    """Whether a document is made on an office's own template."""
    return any(style.style_id == STYLE for style in made.styles)


def dress(made: Any, usual: PaperTemplate) -> None:
    """Style, faces and colours of the template on everything the board has written."""
    own = paper_template(made, usual)
    places = {
        usual.title: own.title, usual.head: own.head, usual.sub: own.sub, usual.body: own.body,
        usual.digits: own.digits, FACE: own.body,
    }  # fmt: skip
    body = made.element.body
    for paragraph in body.iter(qn("w:p")):
        properties = paragraph.get_or_add_pPr() if hasattr(paragraph, "get_or_add_pPr") else None
        if properties is not None and properties.find(qn("w:pStyle")) is None:
            properties.insert(0, parse_xml(f'<w:pStyle {nsdecls("w")} w:val="{STYLE}"/>'))
    for fonts in body.iter(qn("w:rFonts")):
        for name in ("eastAsia", *_FACES):
            if (found := places.get(fonts.get(qn(f"w:{name}"), ""))) is not None:
                fonts.set(qn(f"w:{name}"), found)
    if own.theme is None:
        return
    colours = own.theme.in_words
    for tag, names in (("w:color", ("val",)), ("w:shd", ("fill",)), ("w:bottom", ("color",))):
        for one in body.iter(qn(tag)):
            for name in names:
                if (found := colours.get(one.get(qn(f"w:{name}"), ""))) is not None:
                    one.set(qn(f"w:{name}"), found)
    recolour(body, colours)
    for part in made.part.package.iter_parts():
        if "/charts/" in part.partname:
            root = etree.fromstring(part.blob)
            set_faces(root, (own.digits, own.body))
            recolour(root, colours)
            part._blob = etree.tostring(
                root, xml_declaration=True, encoding="UTF-8", standalone=True
            )


def edges(section: Any) -> tuple[float, float]:
    """Centimetres that header and footer of a section take from the edges of the page."""
    head = section.header_distance or 0
    foot = section.footer_distance or 0
    return head / _CM + _high(section.header), foot / _CM + _high(section.footer)


def has_words(part: Any) -> bool:
    """Whether a header or footer holds anything: words, a field, a picture."""
    root = part._element
    signs = ("w:drawing", "w:pict", "w:fldSimple", "w:instrText")
    return bool("".join(root.itertext()).strip()) or any(
        root.find(f".//{qn(sign)}") is not None for sign in signs
    )


def document_faults(data: bytes) -> list[str]:
    """Everything that stands against a .docx as a template."""
    made = Document(BytesIO(data))
    section = made.sections[0]
    wide, high, above, below = (
        (side or 0) / _CM
        for side in (
            section.page_width, section.page_height, section.top_margin, section.bottom_margin,
        )
    )  # fmt: skip
    faults = []
    if abs(wide - _A4[0]) > _SLACK or abs(high - _A4[1]) > _SLACK:
        faults.append(f"第一节的页面是 {wide:.1f} × {high:.1f} 厘米。请改为竖排的 A4。")
    head, foot = edges(section)
    for name, size in (("页眉", head), ("页脚", foot)):
        if size > _HIGHEST_HEAD:
            faults.append(f"{name}占去 {size:.1f} 厘米，至多 {_HIGHEST_HEAD:.0f} 厘米。")
    text = high - max(above, head) - max(below, foot)
    if text < _LEAST_HIGH and not faults:
        faults.append(
            f"版心只有 {text:.1f} 厘米高，至少要 {_LEAST_HIGH:.0f} 厘米。请减小上下页边距。"
        )
    if made.settings.element.find(qn("w:documentProtection")) is not None:
        faults.append("文档设了编辑限制，写不进内容。请在“审阅”里停止保护后另存。")
    return faults


def _high(part: Any) -> float:
    """About how high a header or footer is: its lines, its pictures by their own height."""
    if part.is_linked_to_previous:
        return 0.0
    high = 0.0
    for paragraph in part._element.iter(qn("w:p")):
        drawn = [int(e.get("cy", 0)) / _CM for e in paragraph.iter(qn("wp:extent"))
                 if e.getparent().tag == qn("wp:inline")]  # fmt: skip
        high += max([_TEXT_LINE, *drawn])
    return high


def _face(made: Any, style: str, tag: str, theme: Theme | None) -> str:
    """The face of a style: its own, else of those it is based on, else of the defaults."""
    by_id = {one.get(qn("w:styleId")): one for one in made.styles.element.findall(qn("w:style"))}
    found = next(
        (
            one for one in by_id.values()
            if (name := one.find(qn("w:name"))) is not None
            and name.get(qn("w:val"), "").lower() == style.lower()
        ),
        None,
    )  # fmt: skip
    if found is None and style != "Normal":
        return ""
    seen: set[str] = set()
    looks = []
    while found is not None and found.get(qn("w:styleId")) not in seen:
        seen.add(found.get(qn("w:styleId")))
        looks.append(found.find(f"{qn('w:rPr')}/{qn('w:rFonts')}"))
        based = found.find(qn("w:basedOn"))
        found = None if based is None else by_id.get(based.get(qn("w:val")))
    looks.append(made.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}"))
    for fonts in (one for one in looks if one is not None):
        named = fonts.get(qn(f"w:{tag}Theme"))
        if named and theme is not None:
            pair = theme.major if named.startswith("major") else theme.minor
            return pair[0 if tag == "ascii" else 1]
        if plain := fonts.get(qn(f"w:{tag}")):
            return str(plain)
    return ""
