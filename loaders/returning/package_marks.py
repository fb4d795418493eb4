"""Marks cells inside an .xlsx package without re-saving it: charts, images and styles stay."""

import io
import posixpath
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter
from openpyxl.xml.constants import PKG_REL_NS as RELATIONS
from openpyxl.xml.constants import REL_NS as OFFICE
from openpyxl.xml.constants import SHEET_MAIN_NS as MAIN

from loaders.opening.xlsx_package import SheetPart, relations, sheet_parts
from loaders.returning.xml_edit import Document, Node, escaped

_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: Elements of a worksheet that come after legacyDrawing (ECMA-376 part 1, 18.3.1.99).
_AFTER_LEGACY = (
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip
_AUTHOR = "创模看板"
_FILL = (
    '<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="FFFFC7CE"/>'
    '<{p}bgColor indexed="64"/></{p}patternFill></{p}fill>'
)

Marks = Mapping[str, Mapping[str, str]]  # sheet name -> cell -> what is wrong with it


@dataclass(frozen=True)
class ListRow:
    """One line of the problem list: texts, and the cell that the line leads to."""

    texts: tuple[str, ...]
    sheet: str | None = None
    cell: str | None = None


class Package:
    """The members of an .xlsx, edited one by one; the order of the archive is kept."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            self.infos = source.infolist()
            self.members = {info.filename: source.read(info) for info in self.infos}
            self.sheets = sheet_parts(source)
            self._links = {
                part.path: relations(source, part.path) for part in self.sheets
            }  # fmt: skip
            self._book_links = relations(source, "xl/workbook.xml")

    def packed(self) -> bytes:
        """The archive with the edited and the new members."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for info in self.infos:
                target.writestr(info, self.members[info.filename], info.compress_type)
            for name in sorted(self.members.keys() - {info.filename for info in self.infos}):
                info = zipfile.ZipInfo(name, date_time=(2008, 1, 1, 0, 0, 0))
                target.writestr(info, self.members[name], zipfile.ZIP_DEFLATED)
        return out.getvalue()

    # -- sheets ---------------------------------------------------------------------------------

    def mark(self, part: SheetPart, cells: Mapping[str, str]) -> None:
        """Fill and comment cells of one sheet."""
        wanted = {str(coordinate_to_tuple(cell)[0]) for cell in cells}
        sheet = Document(self.members[part.path], lambda node: _is_plain(node, wanted))
        places = _Cells(sheet)
        styles = self._filled_styles({places.style(cell) for cell in cells})
        places.restyle({cell: styles[places.style(cell)] for cell in cells})
        self._comment(part, sheet, cells)
        self.members[part.path] = sheet.text()

    def add_list(self, name: str, heads: Sequence[str], rows: Sequence[ListRow]) -> None:
        """Append a sheet of text whose lines lead to cells."""
        path = self._free("xl/worksheets/sheet{}.xml")
        self.members[path] = _list_sheet(heads, rows).encode()
        self._declare(path, f"{_TYPES}.worksheet+xml")
        link = self._relate("xl/workbook.xml", "worksheet", path)
        book = Document(self.members["xl/workbook.xml"])
        sheets = book.root.needed("sheets")
        highest = max(int(node.attributes.get("sheetId", "0")) for node in sheets.children)
        prefix = sheets.prefix
        book.append(
            sheets,
            f'<{prefix}sheet name="{escaped(name)}" sheetId="{highest + 1}" '
            f'xmlns:rel="{OFFICE}" rel:id="{link}"/>',
        )
        self.members["xl/workbook.xml"] = book.text()

    # -- styles ---------------------------------------------------------------------------------

    def _filled_styles(self, wanted: set[int]) -> dict[int, int]:
        """For each style number the number of its twin with the marking fill."""
        path = next((p for kind, p in self._book_links.values() if kind == "styles"), "")
        if path not in self.members:
            path = "xl/styles.xml"
            self.members[path] = _plain_styles().encode()
            self._declare(path, f"{_TYPES}.styles+xml")
            self._relate("xl/workbook.xml", "styles", path)
            self._book_links["made"] = ("styles", path)
        styles = Document(self.members[path])
        fills, formats = styles.root.needed("fills"), styles.root.needed("cellXfs")
        number, prefix = len(fills.children), fills.prefix
        styles.insert(fills.close, _FILL.format(p=prefix))
        _recount(styles, fills, number + 1)
        found = {}
        for step, style in enumerate(sorted(wanted)):
            found[style] = len(formats.children) + step
            styles.insert(formats.close, _twin(styles, formats, style, number))
        _recount(styles, formats, len(formats.children) + len(wanted))
        self.members[path] = styles.text()
        return found

    # -- comments -------------------------------------------------------------------------------

    def _comment(self, part: SheetPart, sheet: Document, cells: Mapping[str, str]) -> None:
        links = self._links[part.path].values()
        notes = next((p for kind, p in links if kind == "comments"), None)
        if notes is None:
            notes = self._free("xl/comments{}.xml")
            self.members[notes] = _empty_comments().encode()
            self._declare(notes, f"{_TYPES}.comments+xml")
            self._relate(part.path, "comments", notes)
        known = self._add_comments(notes, cells)
        fresh = [cell for cell in cells if cell not in known]
        drawing = self._legacy_drawing(part, sheet)
        shapes = "".join(_shape(cell, n) for n, cell in enumerate(fresh, 1)).encode()
        head, end, tail = self.members[drawing].rpartition(b"</xml>")
        self.members[drawing] = head + shapes + end + tail

    def _add_comments(self, path: str, cells: Mapping[str, str]) -> set[str]:
        """Write the comments; the cells that had one already keep its text below ours."""
        notes = Document(self.members[path])
        authors, listed = notes.root.needed("authors"), notes.root.needed("commentList")
        p = notes.root.prefix
        author = len(authors.children)
        notes.append(authors, f"<{p}author>{_AUTHOR}</{p}author>")
        known = {node.attributes.get("ref", ""): node for node in listed.children}
        new = []
        for cell, message in cells.items():
            run = f'<{p}r><{p}t xml:space="preserve">{escaped(message)}</{p}t></{p}r>'
            text = known[cell].child("text") if cell in known else None
            if text is not None:
                notes.insert(text.open_end, run)
            else:
                new.append(
                    f'<{p}comment ref="{cell}" authorId="{author}"><{p}text>{run}</{p}text>'
                    f"</{p}comment>"
                )
        notes.append(listed, "".join(new))
        self.members[path] = notes.text()
        return set(known)

    def _legacy_drawing(self, part: SheetPart, sheet: Document) -> str:
        """The drawing that holds the boxes of comments, made where the sheet has none."""
        used = sheet.root.child("legacyDrawing")
        links = self._links[part.path]
        if used is not None:
            key = next((v for k, v in used.attributes.items() if k.endswith(":id")), "")
            if key in links and links[key][1] in self.members:
                return links[key][1]
        path = self._free("xl/drawings/vmlDrawing{}.vml")
        self.members[path] = _EMPTY_VML.encode()
        self._default("vml", _VML_TYPE)
        link = self._relate(part.path, "vmlDrawing", path)
        later = [node for node in sheet.root.children if node.name in _AFTER_LEGACY]
        place = later[0].start if later else sheet.root.close
        sheet.insert(
            place, f'<{sheet.root.prefix}legacyDrawing xmlns:rel="{OFFICE}" rel:id="{link}"/>'
        )
        return path

    # -- the package ----------------------------------------------------------------------------

    def _free(self, pattern: str) -> str:
        number = 1
        while pattern.format(number) in self.members:
            number += 1
        return pattern.format(number)

    def _declare(self, path: str, kind: str) -> None:
        types = Document(self.members["[Content_Types].xml"])
        p = types.root.prefix
        types.append(types.root, f'<{p}Override PartName="/{path}" ContentType="{kind}"/>')
        self.members["[Content_Types].xml"] = types.text()

    def _default(self, suffix: str, kind: str) -> None:
        types = Document(self.members["[Content_Types].xml"])
        listed = [node.attributes.get("Extension", "").lower() for node in types.root.children]
        if suffix not in listed:
            p = types.root.prefix
            made = f'<{p}Default Extension="{suffix}" ContentType="{kind}"/>'
            types.insert(types.root.open_end, made)
            self.members["[Content_Types].xml"] = types.text()

    def _relate(self, source: str, kind: str, target: str) -> str:
        """Add a relation of ``source`` and give its id."""
        folder, base = posixpath.split(source)
        path = f"{folder}/_rels/{base}.rels"
        empty = f'{_XML}<Relationships xmlns="{RELATIONS}"></Relationships>'
        links = Document(self.members.get(path, empty.encode()))
        taken = {node.attributes.get("Id", "") for node in links.root.children}
        number = 1
        while f"rIdMark{number}" in taken:
            number += 1
        p = links.root.prefix
        links.append(
            links.root,
            f'<{p}Relationship Id="rIdMark{number}" Type="{OFFICE}/{kind}" Target="/{target}"/>',
        )
        self.members[path] = links.text()
        return f"rIdMark{number}"


def _is_plain(node: Node, rows: set[str]) -> bool:
    """Whether nothing inside the element matters: rows without marks, what stands in a cell."""
    if node.name == "row":
        return node.attributes.get("r", next(iter(rows), "")) not in rows
    return node.name in ("c", "cols", "mergeCells", "conditionalFormatting", "dataValidations")


class _Cells:
    """The cells of a sheet's XML by address, and their style numbers."""

    def __init__(self, sheet: Document) -> None:
        self._sheet = sheet
        data = sheet.root.needed("sheetData")
        self._data = data
        self._rows: dict[int, Node] = {}
        self._cells: dict[str, Node] = {}
        row_number = 0
        for row in data.children:
            row_number = int(row.attributes.get("r", row_number + 1))
            self._rows[row_number] = row
            column = 0
            for cell in row.children:
                address = cell.attributes.get("r") or f"{get_column_letter(column + 1)}{row_number}"
                column = coordinate_to_tuple(address)[1]
                self._cells[address] = cell

    def style(self, address: str) -> int:
        """The style number of a cell; 0 where there is no such cell."""
        cell = self._cells.get(address)
        return int(cell.attributes.get("s", "0")) if cell else 0

    def restyle(self, styles: Mapping[str, int]) -> None:
        """Give cells other styles; cells and rows that are absent are made."""
        for address, style in sorted(styles.items(), key=lambda p: coordinate_to_tuple(p[0])):
            cell = self._cells.get(address)
            if cell is not None:
                self._sheet.set(cell, s=str(style))
            else:
                self._make(address, style)

    def _make(self, address: str, style: int) -> None:
        number, column = coordinate_to_tuple(address)
        p = self._data.prefix
        made = f'<{p}c r="{address}" s="{style}"/>'
        row = self._rows.get(number)
        if row is not None:
            later = [
                n.start
                for a, n in self._cells.items()
                if coordinate_to_tuple(a)[0] == number and coordinate_to_tuple(a)[1] > column
            ]
            if later:
                self._sheet.insert(min(later), made)
            else:
                self._sheet.append(row, made)
            return
        below = [node.start for n, node in self._rows.items() if n > number]
        whole = f'<{p}row r="{number}">{made}</{p}row>'
        if below:
            self._sheet.insert(min(below), whole)
        else:
            self._sheet.append(self._data, whole)


def _twin(styles: Document, formats: Node, style: int, fill: int) -> str:
    """The text of a format with another fill."""
    base = formats.children[style] if style < len(formats.children) else formats.children[0]
    one = Document(styles.xml[base.start : base.end])
    one.set(one.root, fillId=str(fill), applyFill="1")
    return one.text().decode()


def _recount(document: Document, node: Node, count: int) -> None:
    if "count" in node.attributes:
        document.set(node, count=str(count))


def _shape(cell: str, number: int) -> str:
    row, column = coordinate_to_tuple(cell)
    anchor = f"{column}, 12, {row - 1}, 2, {column + 4}, 12, {row + 4}, 2"
    return (
        f'<v:shape xmlns:v="urn:schemas-microsoft-com:vml" '
        f'xmlns:o="urn:schemas-microsoft-com:office:office" '
        f'xmlns:x="urn:schemas-microsoft-com:office:excel" id="mark{number}" '
        f'type="#_x0000_t202" style="position:absolute;width:220pt;height:80pt;'
        f'z-index:{number};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
        f'<v:fill color2="#ffffe1"/><v:textbox style="mso-direction-alt:auto"/>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )


_EMPTY_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="91"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)


def _empty_comments() -> str:
    return (
        f'{_XML}<comments xmlns="{MAIN}"><authors></authors><commentList></commentList></comments>'
    )


def _plain_styles() -> str:
    return (
        f'{_XML}<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="1"><xf xfId="0"/></cellXfs></styleSheet>'
    )


def _list_sheet(heads: Sequence[str], rows: Sequence[ListRow]) -> str:
    lines = [_line(1, heads)]
    links = []
    for number, row in enumerate(rows, start=2):
        lines.append(_line(number, row.texts))
        if row.sheet and row.cell:
            quoted = row.sheet.replace("'", "''")
            target = escaped(f"'{quoted}'!{row.cell}")
            links.append(f'<hyperlink ref="C{number}" location="{target}"/>')
    linked = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>'
        for n, w in enumerate((8, 18, 12, 20, 90), start=1)
    )
    return (
        f'{_XML}<worksheet xmlns="{MAIN}"><cols>{widths}</cols>'
        f"<sheetData>{''.join(lines)}</sheetData>{linked}</worksheet>"
    )


def _line(number: int, texts: Sequence[str]) -> str:
    cells = "".join(
        f'<c r="{get_column_letter(column)}{number}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{escaped(text)}</t></is></c>'
        for column, text in enumerate(texts, start=1)
    )
    return f'<row r="{number}">{cells}</row>'
