"""图表: native charts beside the figures they draw, and the map, the same as on the slides."""

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

from chuangmo.exhibit import Exhibit
from chuangmo.exports.chart_package import ChartPackage, drawable, package
from chuangmo.exports.contents import Contents
from chuangmo.exports.sentences import foot_line
from chuangmo.exports.styles import DEEP
from chuangmo.exports.xlsx.maps import PlacedMap, place_map, with_maps
from chuangmo.exports.xlsx.pages import Book, Header, Page

_WIDE, _HIGH, _TYPE = 27.0, 8.7, 11.0  # cm, cm, points
_COLUMNS, _COLUMN = 14, 9.5  # that a chart lies over, characters each
_DATA = _COLUMNS + 1  # first column of the figures, right of what is printed
_MOST = 5  # pages on paper; more pictures are printed smaller
_PIXELS = 96 / 2.54
_ROW_CM = 21 * 0.03528
_REFERENCE = re.compile(r"'数据'!\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?")


@dataclass(frozen=True)
class Placed:
    """A chart and where its figures begin: row and column, from 0."""

    made: ChartPackage
    row: int
    column: int


@dataclass
class Pictures:
    """What the sheet shows, each list in the order it was put there."""

    charts: list[Placed]
    maps: list[PlacedMap]


def pictures_page(book: Book, contents: Contents, header: Header) -> Pictures:
    """A sheet with one picture below the other; no sheet where nothing can be drawn."""
    placed = Pictures([], [])
    drawn = [(one, drawable(one)) for one in contents.exhibits]
    drawn = [(one, chart) for one, chart in drawn if chart is not None or _is_map(one)]
    if not drawn:
        return placed
    page = book.page("图表", header, [_COLUMN] * _COLUMNS, high=0 if len(drawn) <= _MOST else _MOST)
    for exhibit, chart in drawn:
        if page.row:
            breaks = [*getattr(page.sheet, "hbreaks", []), page.row]
            page.sheet.set_h_pagebreaks(breaks)
        if chart is not None:
            placed.charts.append(_place(page, exhibit, package(chart, _WIDE, _HIGH, _TYPE)))
        else:
            placed.maps.append(place_map(page, exhibit, _said(exhibit), len(placed.maps)))
    page.sheet.print_area(0, 0, page.row, _COLUMNS - 1)
    return placed


def _is_map(exhibit: Exhibit) -> bool:
    return exhibit.kind == "map" and exhibit.figure is not None


def _said(exhibit: Exhibit) -> str:
    about = exhibit.extra.get("place", "")
    return exhibit.verdict if about in exhibit.verdict else f"{about}：{exhibit.verdict}"


def _place(page: Page, exhibit: Exhibit, made: ChartPackage) -> Placed:
    said = _said(exhibit)
    page.sentence(said, 14, DEEP, bold=True)
    page.quiet(made.told(exhibit))
    top = page.row
    holder = page.book.file.add_chart({"type": "column"})
    holder.add_series({"values": [page.name, top, _DATA, top, _DATA]})
    holder.set_size({"width": _WIDE * _PIXELS, "height": made.high * _PIXELS})
    page.sheet.insert_chart(top, 0, holder, {"description": said, "object_position": 2})
    rows = _figures(page, made, top)
    page.row = top + int(made.high / _ROW_CM) + 2
    page.quiet(foot_line(exhibit.foot, exhibit.demo, 110))
    page.row = max(page.row + 1, top + rows)
    return Placed(made, top, _DATA)


def _figures(page: Page, made: ChartPackage, top: int) -> int:
    """The figures of a chart right of it, laid out as in a chart's own workbook; rows used."""
    chart, book = made.chart, page.book
    names = 2 if chart.groups else 1
    sheet = page.sheet
    head = book.look(bold=True, font_size=9, text_wrap=True)
    body, number = book.look(font_size=9), _format(book, chart.digits)
    for n, series in enumerate(chart.series):
        sheet.write_string(top, _DATA + names + n, series.name, head)
        for m, value in enumerate(series.values):
            if value is not None:
                sheet.write_number(top + 1 + m, _DATA + names + n, value, number)
    last = ""
    for m, name in enumerate(chart.categories):
        if chart.groups and chart.groups[m] != last:
            last = chart.groups[m]
            sheet.write_string(top + 1 + m, _DATA, last, body)
        sheet.write_string(top + 1 + m, _DATA + names - 1, name, body)
    sheet.set_column(_DATA, _DATA + names + len(chart.series), 13, body)
    return len(chart.categories) + 2


def _format(book: Book, digits: int) -> Any:
    return book.look(font_size=9, num_format=f"0.{'0' * digits}" if digits else "#,##0")


def with_pictures(data: bytes, placed: Pictures) -> bytes:
    """The workbook with its place-holders replaced by the charts and maps, in order."""
    if not placed.charts and not placed.maps:
        return data
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            new.writestr(entry, _replaced(entry.filename, old.read(entry), placed))
    return out.getvalue()


def _replaced(name: str, body: bytes, placed: Pictures) -> bytes:
    if found := re.fullmatch(r"xl/charts/chart(\d+)\.xml", name):
        return _moved(placed.charts[int(found.group(1)) - 1])
    if placed.maps and re.fullmatch(r"xl/drawings/drawing\d+\.xml", name):
        return with_maps(body.decode(), placed.maps).encode()
    return body


def _moved(one: Placed) -> bytes:
    """The chart's XML with its references on the figures of this workbook."""

    def here(match: re.Match[str]) -> str:
        first, row, last, end = match.groups()
        text = f"'图表'!${_shifted(first, one.column)}${int(row) + one.row}"
        if last is None:
            return text
        return f"{text}:${_shifted(last, one.column)}${int(end) + one.row}"

    return _REFERENCE.sub(here, one.made.xml.decode()).encode()


def _shifted(letters: str, by: int) -> str:
    """The column ``by`` columns to the right; two letters at most."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    number += by
    first, second = divmod(number - 1, 26)
    return (chr(64 + first) if first else "") + chr(65 + second)
