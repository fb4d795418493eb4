"""数据: places and months, one row a place and year, as published; filter, frozen heads."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from chuangmo.assess.rounding import convertible, in_unit
from chuangmo.assess.verdict_types import INSUFFICIENT
from chuangmo.catalog.models import Indicator
from chuangmo.exhibits.place import Place, place_of
from chuangmo.exhibits.trend import trend_frame
from chuangmo.exports.contents import Contents
from chuangmo.exports.numbers import number_in
from chuangmo.exports.styles import DEEP
from chuangmo.exports.xlsx.pages import Book, Header, Page
from chuangmo.exports.xlsx.scope import Scope
from chuangmo.service.figures.assessing import MonthPoint
from chuangmo.service.questions import Questions
from chuangmo.status import LINE_WORD, STATUS
from chuangmo.wording import ABSENT, counted_value, limit_words

_NAMES = (
    "指标", "单位", "地区", "年", *(f"{month}月" for month in range(1, 13)),
    "本年累计", "累计（未修约）", "有效数", "应有数", "限值", "对照的线", "状态",
)  # fmt: skip
_WIDTHS = (14, 9, 13, 7, *(8.5 for _ in range(12)), 11, 13, 8, 8, 11, 11, 12)
_FIRST_MONTH, _TOTAL = 4, 16
_PRINTED = 5  # pages of the sheet on paper
_ROUNDED = "数值为公布值，按 GB/T 8170 只修约一次；灰底为数据不足的月份，仅供参考。"
Series = tuple[Place, pd.DataFrame, Sequence[MonthPoint]]


def months_page(
    book: Book, reader: Questions, contents: Contents, scope: Scope, header: Header
) -> None:
    """One table over all indicators with months; the year before stands below each year."""
    page = book.page("数据", header, _WIDTHS)
    month = contents.request.month
    page.sentence(f"各地区逐月数值（{month.year - 1}年、{month.year}年）", 16, DEEP, bold=True)
    told = (page.row, _ROUNDED)
    page.quiet(_ROUNDED)
    top = page.row
    page.heads(_NAMES, repeat=True)
    page.sheet.freeze_panes(page.row, _FIRST_MONTH)
    for indicator in scope.by_month:
        found = [_series(reader, contents, indicator, area) for area in scope.areas]
        _rows(page, [one for one in found if one is not None])
    page.sheet.autofilter(top, 0, max(page.row - 1, top), len(_NAMES) - 1)
    page.print_pages(_PRINTED, told, top + 1)


def _series(
    reader: Questions, contents: Contents, indicator: Indicator, area: str
) -> Series | None:
    """The months of one indicator in one place; ``None`` where nothing is judged there."""
    request, month = contents.request, contents.request.month
    assessment = reader.assess(month.year_period, month.as_of, request.dust)
    place = place_of(assessment, indicator, area, month, request.dust)
    if not place.rows:
        return None
    years = (month.year - 1, month.year)
    points = reader.monthly(indicator.id, area, years, month.as_of, request.dust)
    frame = trend_frame(points, place)
    return None if frame.empty else (place, frame, points)


def _rows(page: Page, found: list[Series]) -> None:
    """A row a place and year; a place without data stays empty where others have some."""
    both = dict.fromkeys(year for place, _, _ in found for year in _years(place))
    years = [year for year in both if any(_known(frame, year) for _, frame, _ in found)]
    for place, frame, points in found:
        for year in years:
            own = [point for point in points if point.month.start.year == year]
            _row(page, place, year, frame[frame["year"] == year], own)


def _years(place: Place) -> tuple[int, int]:
    return place.month.year, place.month.year - 1


def _known(frame: pd.DataFrame, year: int) -> bool:
    own = frame["year"] == year
    return any(bool(frame.loc[own, name].notna().any()) for name in ("single", "cumulative"))


def _row(
    page: Page, place: Place, year: int, frame: pd.DataFrame, points: Sequence[MonthPoint]
) -> None:
    now = year == place.month.year
    look = page.leading() if now and place.rows[0].area_kind == "city" else page.body()
    words = (place.indicator.label, place.unit, place.area)
    for n, word in enumerate(words):
        page.text(n, word, page.book.look(**(look | {"align": "left" if n != 1 else "center"})))
    page.sheet.write_number(page.row, 3, year, page.book.look(**look, num_format="0"))
    for n, (text, valid) in enumerate(_months(frame)):
        grey = {} if valid or text in ("", ABSENT) else _grey()
        _figure(page, _FIRST_MONTH + n, text, look | grey)
    _running(page, place, points, frame, look)
    _line(page, place, look, now=now)
    page.row += 1


def _grey() -> dict[str, Any]:
    style = STATUS[INSUFFICIENT]
    return {"bg_color": style.paper.tint, "font_color": style.paper.ink}


def _months(frame: pd.DataFrame) -> Iterator[tuple[str, bool]]:
    for text, valid in zip(frame["single_text"], frame["valid"], strict=True):
        yield (text if isinstance(text, str) else "", bool(valid))


def _figure(page: Page, place: int, text: str, look: dict[str, Any]) -> None:
    number = number_in(text)
    if number is None:
        page.text(place, "" if text == ABSENT else text, page.book.look(**look))
    else:
        page.number(place, number, **look)


def _running(
    page: Page,
    place: Place,
    points: Sequence[MonthPoint],
    frame: pd.DataFrame,
    look: dict[str, Any],
) -> None:
    """January to the last month: as published, exact, with how much data carries it."""
    texts = [text for text in frame["cumulative_text"] if isinstance(text, str)]
    for n in range(4):
        page.text(_TOTAL + n, "", page.book.look(**look))
    if not points or not texts:
        return
    _figure(page, _TOTAL, texts[-1], look | {"bold": True})
    last = points[-1].cumulative
    value = counted_value(last, place.statistic)
    if value is not None and convertible(last.unit, place.unit):
        exact = float(in_unit(value, last.unit, place.unit))
        page.sheet.write_number(
            page.row, _TOTAL + 1, exact, page.book.look(**look, num_format="0.000000")
        )
    for n, count in enumerate((last.n_valid, last.n_expected)):
        if last.n_expected:
            page.sheet.write_number(page.row, _TOTAL + 2 + n, count, page.book.look(**look))


def _line(page: Page, place: Place, look: dict[str, Any], *, now: bool) -> None:
    """The line that counts and the verdict, of the year asked for only."""
    main, style = place.main if now else None, None
    if main is not None:
        style = STATUS[main.shown_as]
    words = (
        limit_words(main) if main else "",
        LINE_WORD[main.line] if main and main.limit is not None else "",
        f"{style.glyph} {style.word}" if style else "",
    )
    for n, word in enumerate(words):
        ink = (
            {"font_color": style.paper.ink, "bg_color": style.paper.tint}
            if style and n == 2
            else {}
        )
        page.text(_TOTAL + 4 + n, word, page.book.look(**(look | ink)))
