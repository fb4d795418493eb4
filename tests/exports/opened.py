"""Exported files opened again, for all tests of exports."""

import io
import zipfile
from typing import Any

from docx import Document
from lxml import etree
from openpyxl import load_workbook

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def book(data: bytes, *, values: bool = True) -> Any:
    return load_workbook(io.BytesIO(data), data_only=values)


def word_document(data: bytes) -> Any:
    return Document(io.BytesIO(data))


def cached_points(xml: bytes, kind: str = "numCache") -> list[list[str]]:
    """The values (or names) kept in a chart, a list a series."""
    return [
        [point.findtext(f"{C}v") or "" for point in cache.iter(f"{C}pt")]
        for cache in etree.fromstring(xml).iter(f"{C}{kind}")
    ]


def bare_chart_runs(xml: bytes) -> int:
    """Runs and defaults of a chart without an East-Asian face."""
    bare = 0
    for element in etree.fromstring(xml).iter(f"{A}r", f"{A}defRPr"):
        look = element if element.tag == f"{A}defRPr" else element.find(f"{A}rPr")
        bare += look is None or look.find(f"{A}ea") is None
    return bare


def points_outside(data: bytes) -> list[str]:
    """Parts that point outside of the file."""
    return [name for name, body in parts(data).items() if b'TargetMode="External"' in body]
