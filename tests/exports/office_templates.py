"""Templates of three offices, made for tests: wide, 4:3, with pictures on the master; and a .docx."""

import io
from typing import Any

from docx import Document
from docx.shared import Mm
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Cm

#: What each office's theme says: accent, title and body faces ("": left to the language).
WIDE_LOOK = ("7B1E3A", "华文中宋", "华文楷体")
NARROW_LOOK = ("F2B705", "", "")
PICTURE_LOOK = ("1F5FA8", "方正小标宋简体", "仿宋_GB2312")
OFFICE = "示例市生态环境局"


def picture(wide: int, high: int, colour: tuple[int, int, int]) -> io.BytesIO:
    """A plain picture in one colour."""
    out = io.BytesIO()
    Image.new("RGB", (wide, high), colour).save(out, "PNG")
    out.seek(0)
    return out


def wide_template() -> bytes:
    """16:9, a bar at the side of the master, East-Asian faces named by the theme."""
    made = _widened()
    _theme(made, *WIDE_LOOK)
    return _saved(made)


def narrow_template() -> bytes:
    """4:3, a light accent, East-Asian faces left to the language."""
    made = Presentation()
    _theme(made, *NARROW_LOOK)
    return _saved(made)


def picture_template() -> bytes:
    """16:9 with a ground, a logo over the title's corner and a band over the body's end."""
    made = _widened()
    _theme(made, *PICTURE_LOOK)
    layout = made.slide_layouts[1]
    for at, (wide, high, left, top), colour in (
        (0, (33.867, 19.05, 0, 0), (250, 250, 246)),
        (1, (3.4, 1.7, 29.6, 0.6), (200, 30, 30)),
        (2, (33.867, 0.7, 0, 16.4), (31, 95, 168)),
    ):
        _, relation = made.slide_master.part.get_or_add_image_part(picture(120 + at, 60, colour))
        tree = made.slide_master.shapes._spTree
        pic = tree.add_pic(
            900 + at, ("底图", "标志", "色带")[at], "图片", relation,
            Cm(left), Cm(top), Cm(wide), Cm(high),
        )  # fmt: skip
        tree.remove(pic)
        tree.insert(2 + at, pic)
    for place in layout.placeholders:
        if place._element.ph.get("type") == "ftr":
            place.text_frame.text = OFFICE
    return _saved(made)


def paper_template(margin: float = 32.0) -> bytes:
    """A4 with a logo and the office's name in the header, a footer, 楷体 text, red headings."""
    made = Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(margin)
    header = section.header.paragraphs[0]
    header.add_run().add_picture(picture(120, 60, (200, 30, 30)), height=Mm(9))
    header.add_run(f"　{OFFICE}")
    section.footer.paragraphs[0].text = "地址：示例路 1 号　电话：0000-0000000"
    _style_face(made, "Normal", "华文楷体")
    _style_face(made, "Heading 1", "华文中宋")
    made.add_paragraph("模板里原有的字")
    part = next(
        r.target_part for r in made.part.rels.values() if r.reltype == RELATIONSHIP_TYPE.THEME
    )
    part._blob = _themed(part.blob, "8C2A2A", "华文中宋", "华文楷体")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, body: bytes) -> bytes:
    """The package with one more part, or with another in its place."""
    import zipfile

    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        new.writestr(name, body)
    return out.getvalue()


def _widened() -> Any:
    """The library's 4:3 presentation with everything on masters and layouts drawn out to 16:9."""
    made = Presentation()
    share = Cm(33.867) / made.slide_width
    for page in (made.slide_master, *made.slide_layouts):
        for frame in page._element.iter(qn("a:xfrm")):
            for child in frame:
                for name in ("x", "cx"):
                    if child.get(name):
                        child.set(name, str(int(int(child.get(name)) * share)))
    made.slide_width = Cm(33.867)
    return made


def _theme(made: Any, accent: str, title: str, body: str) -> None:
    part = made.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    part._blob = _themed(part.blob, accent, title, body)


def _themed(xml: bytes, accent: str, title: str, body: str) -> bytes:
    root = etree.fromstring(xml)
    for entry in root.iter(qn("a:accent1")):
        entry.clear()
        entry.append(parse_xml(f'<a:srgbClr {nsdecls("a")} val="{accent}"/>'))
    for tag, face in (("a:majorFont", title), ("a:minorFont", body)):
        for fonts in root.iter(qn(tag)):
            fonts.find(qn("a:ea")).set("typeface", face)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _style_face(made: Any, name: str, face: str) -> None:
    properties = made.styles[name].element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, parse_xml(
        '<w:rFonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        f'w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="{face}"/>'
    ))  # fmt: skip


def _saved(made: Any) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
