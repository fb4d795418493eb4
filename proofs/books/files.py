"""Kinds of bad files: damaged, disguised, hostile, or text in an odd encoding."""

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import replace

import openpyxl

from proofs.books.book import CLEAR, EITHER, Book, Kind, monthly

FILE = "文件"
Make = Callable[[random.Random], Book]


def _file(change: Callable[[bytes, random.Random], bytes], name: str = "表.xlsx") -> Make:
    def made(dice: random.Random) -> Book:
        book = monthly(dice).book
        return replace(book, data=change(book.bytes(), dice), name=name, truth={})

    return made


def _text(encoding: str, between: str = ",", reads: bool = True, name: str = "表.csv") -> Make:
    """The form as a text file."""

    def made(dice: random.Random) -> Book:
        book = monthly(dice).book
        lines = [between.join("" if v is None else str(v) for v in row) for row in book.rows]
        data = "\r\n".join(lines).encode(encoding)
        return replace(book, data=data, name=name, truth=book.truth if reads else {})

    return made


def _cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randint(10, len(data) - 30)]


def _flipped(data: bytes, dice: random.Random) -> bytes:
    spoiled = bytearray(data)
    for _ in range(40):
        spoiled[dice.randrange(len(spoiled))] ^= 1 << dice.randrange(8)
    return bytes(spoiled)


def _without(member: str) -> Callable[[bytes, random.Random], bytes]:
    def change(data: bytes, dice: random.Random) -> bytes:
        return _repacked(data, lambda name, body: None if name == member else body)

    return change


def _with_doctype(data: bytes, dice: random.Random) -> bytes:
    bomb = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'

    def change(name: str, body: bytes) -> bytes:
        return body.replace(b"<worksheet", bomb + b"<worksheet", 1) if "sheet1" in name else body

    return _repacked(data, change)


def _repacked(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            body = change(name, source.read(name))
            if body is not None:
                target.writestr(name, body)
    return out.getvalue()


def _far_cell(data: bytes, dice: random.Random) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.active is not None
    book.active["XFD1048576"] = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _doubled_member(data: bytes, dice: random.Random) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as target:
        target.writestr("xl/worksheets/sheet1.xml", b"<worksheet/>")
    return out.getvalue()


FILES = (
    Kind("空文件", FILE, _file(lambda data, dice: b"")),
    Kind("截断的工作簿", FILE, _file(_cut)),
    Kind("翻转了几十位", FILE, _file(_flipped), EITHER),
    Kind("图片改名", FILE, _file(lambda data, dice: b"\x89PNG\r\n\x1a\n" + data[:400])),
    Kind("网页改名", FILE, _file(lambda data, dice: b"<html><body>404</body></html>")),
    Kind("缺工作表部件", FILE, _file(_without("xl/worksheets/sheet1.xml"))),
    Kind("缺目录部件", FILE, _file(_without("xl/workbook.xml"))),
    Kind("带 DOCTYPE", FILE, _file(_with_doctype)),
    Kind("最远的一格有数", FILE, _file(_far_cell), EITHER),
    Kind("同名部件两份", FILE, _file(_doubled_member)),
    Kind("xlsx 改名为 xls", FILE, lambda d: replace(monthly(d).book, name="表.xls"), EITHER),
    Kind("xlsx 改名为 csv", FILE, lambda d: replace(monthly(d).book, name="表.csv"), EITHER),
    Kind("GBK 文本", FILE, _text("gb18030"), CLEAR),
    Kind("UTF-8 带标记文本", FILE, _text("utf-8-sig"), CLEAR),
    Kind("UTF-16 文本", FILE, _text("utf-16"), CLEAR),
    Kind("制表符文本", FILE, _text("utf-8", "\t", name="表.tsv"), CLEAR),
    Kind("分号文本", FILE, _text("utf-8", ";"), CLEAR),
    Kind("竖线文本", FILE, _text("utf-8", "|"), EITHER),
    Kind("UTF-32 文本", FILE, _text("utf-32"), EITHER),
)
