"""The parts of an .xlsx package that say what sheets, styles and comments there are."""

import io
import posixpath
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.cell import coordinate_to_tuple

# Date formats of the zh-CN number format table (ECMA-376 part 1, 18.8.30) that files use by
# number alone; openpyxl knows only the language-neutral numbers and would leave bare serials.
CHINESE_FORMATS: dict[int, str] = {
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
}
BUILTIN_FORMATS.update(CHINESE_FORMATS)


@dataclass(frozen=True)
class SheetPart:
    """A worksheet of the package: its name, whether it is hidden, its member, its place."""

    name: str
    hidden: bool
    path: str
    index: int


@lru_cache(maxsize=4096)
def telling_format(code: str) -> str | None:
    """The number format when it changes a value's meaning (per cent, date), else ``None``."""
    return code if "%" in code or is_date_format(code) else None


def parse(package: zipfile.ZipFile, path: str) -> Element:
    """The root element of an XML member; ``KeyError`` where the member is absent."""
    root: Element = fromstring(package.read(path), forbid_dtd=True)
    return root


def relations(package: zipfile.ZipFile, path: str) -> dict[str, tuple[str, str]]:
    """Relation id to (type's last word, member path) of the member ``path``."""
    folder, base = posixpath.split(path)
    rels = f"{folder}/_rels/{base}.rels".lstrip("/")
    if rels not in package.namelist():
        return {}
    found = {}
    for item in parse(package, rels).iterfind("{*}Relationship"):
        target = item.get("Target", "")
        member = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        kind = item.get("Type", "").rsplit("/", 1)[-1]
        found[item.get("Id", "")] = (kind, posixpath.normpath(member))
    return found


def sheet_parts(package: zipfile.ZipFile) -> list[SheetPart]:
    """The worksheets in the workbook's order; chart and macro sheets left out."""
    links = relations(package, "xl/workbook.xml")
    parts = []
    for index, item in enumerate(parse(package, "xl/workbook.xml").iterfind("{*}sheets/{*}sheet")):
        key = next((text for name, text in item.attrib.items() if name.endswith("}id")), "")
        kind, path = links.get(key, ("", ""))
        if kind == "worksheet":
            hidden = item.get("state", "visible") != "visible"
            parts.append(SheetPart(item.get("name", ""), hidden, path, index))
    return parts


@dataclass(frozen=True)
class SheetXml:
    """The XML of one worksheet, and how many values are written in it, empty ones left out."""

    text: bytes
    values: int


@lru_cache(maxsize=1)
def sheet_xml(data: bytes, path: str) -> SheetXml:
    """A worksheet's XML; the last one is kept, since both readers of a file look at it."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        xml = package.read(path)
    return SheetXml(xml, xml.count(b"</v>") - xml.count(b"<v></v>") + xml.count(b"<is>"))


def counts_from_1904(package: zipfile.ZipFile) -> bool:
    """Whether the workbook's serial days count from 1904-01-01."""
    facts = parse(package, "xl/workbook.xml").find("{*}workbookPr")
    return facts is not None and facts.get("date1904", "0") in ("1", "true")


def cell_formats(package: zipfile.ZipFile) -> dict[int, str]:
    """Style number to number format, for the formats that change a value's meaning."""
    if "xl/styles.xml" not in package.namelist():
        return {}
    root = parse(package, "xl/styles.xml")
    codes = dict(BUILTIN_FORMATS)
    for item in root.iterfind("{*}numFmts/{*}numFmt"):
        codes[int(item.get("numFmtId", "0"))] = item.get("formatCode", "General")
    found = {}
    for index, style in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        code = telling_format(codes.get(int(style.get("numFmtId", "0")), "General"))
        if code:
            found[index] = code
    return found


def comments(package: zipfile.ZipFile, part: SheetPart) -> dict[tuple[int, int], str]:
    """Comment text by zero-based (row, column)."""
    notes = {}
    for kind, path in relations(package, part.path).values():
        if kind != "comments":
            continue
        for item in parse(package, path).iterfind("{*}commentList/{*}comment"):
            text = item.find("{*}text")
            row, column = coordinate_to_tuple(item.get("ref", "A1"))
            runs = [] if text is None else text.iterfind(".//{*}t")
            notes[row - 1, column - 1] = "".join(run.text or "" for run in runs)
    return notes
