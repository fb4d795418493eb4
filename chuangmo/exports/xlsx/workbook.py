"""The workbook of a view: 结论, 数据, 图表, 口径, 来源."""

from datetime import datetime

from chuangmo.exports.contents import Contents
from chuangmo.exports.xlsx.basis import basis_page
from chuangmo.exports.xlsx.conclusion import conclusion_page
from chuangmo.exports.xlsx.months import months_page
from chuangmo.exports.xlsx.origin import has_second_file, origin_page, origin_pages
from chuangmo.exports.xlsx.pages import Book, Header
from chuangmo.exports.xlsx.pictures import pictures_page, with_pictures
from chuangmo.exports.xlsx.scope import scope_of
from chuangmo.service.questions import Questions


def workbook(reader: Questions, contents: Contents) -> bytes:
    """The bytes of the .xlsx file: no browser, no macro, no link, formulas only of our own.

    The same figures give the same bytes: the file tells the last day of its data as its date.
    """
    scope = scope_of(reader, contents)
    header, book = _header(contents), _book(contents, contents.title)
    conclusion_page(book, reader, contents, header)
    months_page(book, reader, contents, scope, header)
    placed = pictures_page(book, contents, header)
    basis_page(book, contents, scope, header)
    origin_page(book, reader, contents, scope, header)
    return with_pictures(book.close(), placed)


def sources_workbook(reader: Questions, contents: Contents) -> bytes | None:
    """The second file: every row behind the figures, where they are too many for one sheet."""
    scope = scope_of(reader, contents)
    if not has_second_file(reader, contents, scope):
        return None
    book = _book(contents, f"{contents.title}：数据来源")
    origin_pages(book, reader, contents, scope, _header(contents))
    return book.close()


def _book(contents: Contents, title: str) -> Book:
    """An empty workbook, dated by the last day of its data."""
    book = Book()
    book.file.set_properties(
        {
            "title": f"{title} {contents.subtitle}",
            "author": "创模看板",
            "created": datetime.combine(contents.request.month.as_of, datetime.min.time()),
        }
    )
    return book


def _header(contents: Contents) -> Header:
    foot = contents.exhibits[0].foot
    demo = any(exhibit.demo for exhibit in contents.exhibits)
    source = foot.source or "来源：已导入的月报与台账"
    mark = "" if not demo or "演示" in source else "演示数据　"
    return Header(f"{contents.title}　{contents.subtitle}", foot.through, f"{mark}{source}")
