"""Paragraphs and runs of a document: every run with an East-Asian face, marks kept Chinese."""

import re
from collections.abc import Sequence
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from chuangmo.exports.docx.page_setup import (
    BODY_FACE,
    CENTRE,
    HEAD_FACE,
    LEFT,
    LINE,
    RED,
    RIGHT,
    SUB_FACE,
    TEXT_WIDE,
    TITLE_FACE,
    faces,
)
from chuangmo.wording import closed_up

#: Signs that Word takes from the Latin face unless told otherwise.
_CHINESE_MARKS = re.compile("([“”‘’…—·×÷]+)")
_NUMERALS = "一二三四五六七八九十"


def put(
    paragraph: Any, text: str, face: str = BODY_FACE, size: float = 16, ink: str = "",
    *, bold: bool = False,
) -> None:  # fmt: skip
    """Add a text to a paragraph: plain text, whatever it looks like, set as an office sets it."""
    for n, piece in enumerate(_CHINESE_MARKS.split(closed_up(_printable(text)))):
        if not piece:
            continue
        run = paragraph.add_run(piece)
        run.font.size, run.font.bold = Pt(size), bold
        if ink:
            run.font.color.rgb = RGBColor.from_string(ink)
        properties = run._r.get_or_add_rPr()
        properties.insert(0, faces(face, hint=bool(n % 2)))


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")


def sentence(made: Any, text: str, *, indent: bool = True, align: Any = None) -> Any:
    """A paragraph of the body, its first line two characters in."""
    paragraph = made.add_paragraph()
    put(paragraph, text)
    if align is not None:
        paragraph.alignment = align
    if indent:
        _indent(paragraph)
    return paragraph


def _indent(paragraph: Any) -> None:
    properties = paragraph._p.get_or_add_pPr()
    for old in properties.findall(qn("w:ind")):
        properties.remove(old)
    paragraph.paragraph_format.first_line_indent = Pt(32)
    properties.find(qn("w:ind")).set(qn("w:firstLineChars"), "200")


def heading(made: Any, number: int, text: str) -> Any:
    """``一、`` in 黑体, a heading for the outline too."""
    paragraph = made.add_paragraph()
    put(paragraph, f"{numeral(number)}、{text}", HEAD_FACE)
    _indent(paragraph)
    _outline(paragraph, 0)
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def subheading(made: Any, number: int, text: str) -> Any:
    """``（一）`` in 楷体."""
    paragraph = made.add_paragraph()
    put(paragraph, f"（{numeral(number)}）{text}", SUB_FACE)
    _indent(paragraph)
    _outline(paragraph, 1)
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def _outline(paragraph: Any, level: int) -> None:
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{level}"/>')
    )


def numeral(number: int) -> str:
    """1 to 99 as 一 to 九十九."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _NUMERALS[ones - 1]
    head = "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return head + (_NUMERALS[ones - 1] if ones else "")


def title(made: Any, text: str) -> Any:
    """The title: 小标宋 22, centred, never cut inside a word by hand."""
    paragraph = made.add_paragraph()
    paragraph.alignment = CENTRE
    put(paragraph, text, TITLE_FACE, 22)
    paragraph.paragraph_format.line_spacing = Pt(34)
    paragraph.paragraph_format.space_before = Pt(LINE)
    paragraph.paragraph_format.space_after = Pt(LINE / 2)
    return paragraph


def blank(what: str) -> str:
    """A place that a person has to fill, marked so that nobody overlooks it."""
    return f"【待填：{what}】"


def masthead(made: Any, name: str, issue: str, left: str, right: str) -> None:
    """报头: the name in red, the issue, who issues and who signs above a red rule."""
    paragraph = made.add_paragraph()
    paragraph.alignment = CENTRE
    put(paragraph, name, TITLE_FACE, 44, RED)
    paragraph.paragraph_format.line_spacing = Pt(64)
    sentence(made, issue, indent=False, align=CENTRE)
    line = made.add_paragraph()
    put(line, f"{left}\t{right}")
    line.paragraph_format.tab_stops.add_tab_stop(Cm(TEXT_WIDE), RIGHT)
    rule(line, 18, RED)


def rule(paragraph: Any, eighths: int, ink: str) -> None:
    """A rule below a paragraph, in eighths of a point."""
    properties = paragraph._p.get_or_add_pPr()
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="{eighths}" w:space="4" '
        f'w:color="{ink}"/></w:pBdr>'
    )
    before = [
        child for child in properties
        if child.tag
        in (qn("w:tabs"), qn("w:snapToGrid"), qn("w:spacing"), qn("w:ind"), qn("w:jc"))
    ]  # fmt: skip
    if before:
        before[0].addprevious(border)
    else:
        properties.append(border)


def imprint(made: Any, lines: Sequence[tuple[str, str]]) -> None:
    """版记: lines of 14 points between rules, what stands left and what at the right margin."""
    for n, (left, right) in enumerate(lines):
        line = made.add_paragraph()
        put(line, f"{left}\t{right}" if right else left, BODY_FACE, 14)
        line.paragraph_format.tab_stops.add_tab_stop(Cm(TEXT_WIDE), RIGHT)
        line.paragraph_format.keep_with_next = n + 1 < len(lines)
        rule(line, 6, "000000")


def new_page(made: Any) -> None:
    """What follows begins on a page of its own."""
    made.add_paragraph().paragraph_format.page_break_before = True


def caption(made: Any, text: str, *, above: bool) -> Any:
    """``表 1`` above a table, ``图 1`` below a chart: 黑体 14, centred."""
    paragraph = made.add_paragraph()
    paragraph.alignment = CENTRE
    put(paragraph, text, HEAD_FACE, 14)
    paragraph.paragraph_format.keep_with_next = above
    return paragraph


def off_grid(paragraph: Any) -> None:
    """Let the lines of a paragraph be as close as their type asks, not one a line of the page."""
    properties = paragraph._p.get_or_add_pPr()
    told = parse_xml(f'<w:snapToGrid {nsdecls("w")} w:val="0"/>')
    after = (qn("w:spacing"), qn("w:ind"), qn("w:jc"), qn("w:outlineLvl"))
    later = next((child for child in properties if child.tag in after), None)
    if later is None:
        properties.append(told)
    else:
        later.addprevious(told)


def small(made: Any, text: str, size: float = 12) -> Any:
    """A remark below a table or at the end."""
    paragraph = made.add_paragraph()
    paragraph.alignment = LEFT
    put(paragraph, text, BODY_FACE, size)
    off_grid(paragraph)
    paragraph.paragraph_format.line_spacing = Pt(size * 1.6)
    return paragraph
