"""One scan of a sheet's XML for what a fast reader does not tell: errors, formulas, hidden parts.

The scan searches rare marks and steps back to the cell they stand in, so that ordinary cells cost
nothing. It trusts the plain form all office programs write; ``is_plain`` tells any other form.
"""

import html
import re
from dataclasses import dataclass, field

from openpyxl.formula.translate import Translator
from openpyxl.utils.cell import column_index_from_string

from loaders.model.sheet import ErrorText, Merge, UncachedFormula

REFERENCE = re.compile(rb' r="([A-Z]+)(\d+)"')
RANGE = re.compile(rb'<mergeCell [^<>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
ROW_HIDDEN = re.compile(rb'<row (?=[^<>]* hidden="(?:1|true)")[^<>]*\br="(\d+)"')
COLUMN = re.compile(rb"<col ([^<>]*)>")
ERROR = re.compile(rb' t="e"')
FORMULA = re.compile(rb"<f(?: ([^<>]*?))?(?:/>|>([^<]*)</f>)")
VALUE = re.compile(rb"<v(?: [^>]*)?>([^<]*)</v>")
SHARED = re.compile(rb'\bsi="(\d+)"')


@dataclass
class Audit:
    """Facts of one sheet by zero-based (row, column).

    ``special`` holds error cells and formulas without a cached value; ``styles`` the style numbers
    that :func:`note_styles` was asked for.
    ``packable``: whether the sheet may be handed on column by column.
    """

    special: dict[tuple[int, int], ErrorText | UncachedFormula] = field(default_factory=dict)
    styles: dict[tuple[int, int], int] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    packable: bool = False


def is_plain(xml: bytes) -> bool:
    """Whether the XML is written the common way: no prefix, ``r`` first, no comments or CDATA."""
    if b"<sheetData" not in xml or b"<!" in xml or b"='" in xml:
        return False
    bare = xml.count(b"<c>") + xml.count(b"<row>") + xml.count(b"<c\n") + xml.count(b"<c\t")
    return bare == 0 and xml.count(b"<c ") == xml.count(b'<c r="')


def audit(xml: bytes) -> Audit:
    """The facts of a plain sheet XML, without its styles."""
    found = Audit()
    for match in ERROR.finditer(xml):
        _note_error(xml, match.start(), found)
    _note_formulas(xml, found)
    for left, top, right, bottom in RANGE.findall(xml):
        corners = int(top) - 1, _column(left), int(bottom) - 1, _column(right)
        if corners[:2] != corners[2:]:
            found.merges.append(Merge(*corners))
    if b' hidden="' in xml:
        found.hidden_rows = {int(row) - 1 for row in ROW_HIDDEN.findall(xml)}
        for attributes in COLUMN.findall(xml):
            _note_column(attributes, found)
    return found


def _column(letters: bytes) -> int:
    return column_index_from_string(letters.decode()) - 1


def _cell(xml: bytes, at: int) -> tuple[int, bytes, tuple[int, int]] | None:
    """(start, opening tag, place) of the cell around ``at``; ``None`` inside another element."""
    start = xml.rfind(b"<c ", max(0, at - 40_000), at + 1)
    tag = xml[start : xml.find(b">", start) + 1]
    reference = REFERENCE.search(tag) if start >= 0 else None
    if reference is None:
        return None
    return start, tag, (int(reference[2]) - 1, _column(reference[1]))


def _body(xml: bytes, start: int, tag: bytes) -> bytes:
    """What stands inside the cell."""
    if tag.endswith(b"/>"):
        return b""
    return xml[start + len(tag) : xml.find(b"</c>", start)]


def _note_error(xml: bytes, at: int, found: Audit) -> None:
    cell = _cell(xml, at)
    if cell is None or not cell[0] <= at < cell[0] + len(cell[1]):
        return
    value = VALUE.search(_body(xml, cell[0], cell[1]))
    if value:
        found.special[cell[2]] = ErrorText(html.unescape(value[1].decode()))


def _note_formulas(xml: bytes, found: Audit) -> None:
    """Formulas whose cell holds no value; a cached empty text (``t="str"``) is a value."""
    masters: dict[bytes, tuple[str, tuple[int, int]]] = {}
    for match in FORMULA.finditer(xml):
        attributes, text = match[1] or b"", html.unescape((match[2] or b"").decode())
        shared = SHARED.search(attributes)
        value = VALUE.match(xml, match.end())
        if not shared and value and value[1]:
            continue
        cell = _cell(xml, match.start())
        if cell is None:
            continue
        _, tag, place = cell
        if shared and text:
            masters[shared[1]] = (text, place)
        if (value and value[1]) or b' t="str"' in tag:
            continue
        if shared and not text and shared[1] in masters:
            text = _translated(*masters[shared[1]], place)
        found.special[place] = UncachedFormula(f"={text}")


def _translated(text: str, origin: tuple[int, int], place: tuple[int, int]) -> str:
    """A shared formula as it stands at ``place``."""
    down, right = place[0] - origin[0], place[1] - origin[1]
    translated = Translator(f"={text}", origin="A1").translate_formula(
        row_delta=down, col_delta=right
    )
    return str(translated).removeprefix("=")


def note_styles(xml: bytes, styles: frozenset[int], found: Audit) -> None:
    """Add the cells of the style numbers worth reporting."""
    if not styles:
        return
    wanted = b"|".join(str(style).encode() for style in sorted(styles))
    cell = re.compile(
        rb'<c r="([A-Z]+)(\d+)"(?: (?:t|cm|vm|ph)="[^"]*")* s="(' + wanted + rb')"[^>/]*>'
    )
    columns: dict[bytes, int] = {}
    for letters, row, style in cell.findall(xml):
        if letters not in columns:
            columns[letters] = _column(letters)
        found.styles[int(row) - 1, columns[letters]] = int(style)


def _note_column(attributes: bytes, found: Audit) -> None:
    if not re.search(rb'\bhidden="(?:1|true)"', attributes):
        return
    first, last = re.search(rb'\bmin="(\d+)"', attributes), re.search(rb'\bmax="(\d+)"', attributes)
    if first and last:
        found.hidden_columns.append((int(first[1]) - 1, int(last[1]) - 1))
