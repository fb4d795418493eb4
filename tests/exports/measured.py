"""Rendered files measured: text over the edge, pages half empty, heads left alone, type too small."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

_HEAD = re.compile(r"(（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|表\d+　)")
_BODY_END, _HALF = 0.9, 0.5  # of a page: where its footer begins, what must be filled
_SLACK = 1.0  # points


@dataclass(frozen=True)
class Line:
    """One piece of text on a page; left, top, right, bottom and size in points."""

    left: float
    top: float
    right: float
    bottom: float
    size: float
    text: str


@dataclass(frozen=True)
class Page:
    """One page of a rendered file."""

    wide: float
    high: float
    lines: tuple[Line, ...]

    @property
    def body(self) -> list[Line]:
        """What stands above the footer, from the top down."""
        inside = [line for line in self.lines if line.bottom <= _BODY_END * self.high]
        return sorted(inside, key=lambda line: line.bottom)


def pages_of(pdf: Path) -> list[Page]:
    """The pages with every piece of text, by poppler's ``pdftohtml``."""
    told = subprocess.run(
        ["pdftohtml", "-xml", "-stdout", "-i", "-hidden", "-zoom", "1", pdf],
        check=True, capture_output=True,
    ).stdout  # fmt: skip
    parser = etree.XMLParser(recover=True, load_dtd=False, resolve_entities=False)
    root = etree.fromstring(told, parser)
    sizes = {one.get("id"): float(one.get("size", "0")) for one in root.iter("fontspec")}
    return [
        Page(
            float(page.get("width", "0")), float(page.get("height", "0")),
            tuple(_line(one, sizes) for one in page.iter("text") if "".join(one.itertext()).strip()),
        )
        for page in root.iter("page")
    ]  # fmt: skip


def faults_of(pdf: Path, smallest: float, *, cover: bool = False) -> list[str]:
    """Everything wrong with a rendered file, a sentence each.

    Args:
        smallest: points that no text may be below. cover: whether the first page is one, and so
            need not be full; the last page never need.
    """
    found, pages = [], pages_of(pdf)
    for number, page in enumerate(pages, 1):
        where = f"{pdf.name} 第 {number} 页"
        for line in page.lines:
            if line.size < smallest:
                found.append(f"{where}：{line.size} 磅：{line.text}")
            if (
                min(line.left, line.top) < -_SLACK
                or line.right > page.wide + _SLACK
                or line.bottom > page.high + _SLACK
            ):
                found.append(f"{where}：越出页边：{line.text}")
        if number == len(pages) or (cover and number == 1):
            continue
        lowest = page.body[-1:]
        if not lowest or lowest[0].bottom < _HALF * page.high:
            found.append(f"{where}：不到半页")
        if lowest and _HEAD.match(_row(page, lowest[0])):
            found.append(f"{where}：标题落单：{_row(page, lowest[0])}")
    return found


def _row(page: Page, line: Line) -> str:
    """The whole line of type that a piece belongs to."""
    same = [one for one in page.body if abs(one.bottom - line.bottom) < line.size / 2]
    return "".join(one.text for one in sorted(same, key=lambda one: one.left))


def _line(one: etree._Element, sizes: dict[str | None, float]) -> Line:
    left, top, wide, high = (float(one.get(k, "0")) for k in ("left", "top", "width", "height"))
    size = sizes[one.get("font")]
    return Line(left, top, left + wide, top + high, size, "".join(one.itertext()))
