"""The monthly air workbook: form of 2007 (one header row) and form of 2008 (merged header)."""

from calendar import monthrange
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from tests.demo.demo_air import INDICATORS, SITES, AirYear, enough
from tests.demo.demo_exact import DISTRICTS, NOTE, half_even
from tests.demo.demo_sheet import (
    Value,
    band,
    down,
    head_lines,
    new_book,
    notes,
    save,
    widths,
    write,
)

OFFICE = "兰州市环境监测站"
WORDS = {"pm10": "可吸入颗粒物(PM10)", "so2": "二氧化硫(SO2)", "no2": "二氧化氮(NO2)"}
ORDER = {2007: ("so2", "no2", "pm10"), 2008: ("pm10", "so2", "no2")}
WIDTH = 6
LOST_SUPERSCRIPT = (2008, 11)  # this month prints mg/m, as one of the two district reports did
_NOTES = (
    NOTE,
    "说明：1. “—”“缺测”“停电”表示当日无有效数据，不参加平均。",
    "2. 区县日均值为有效点位的算术平均，有效点位不足75%的日不计；月均值为有效日的算术平均。",
    "3. 2008年城关区、安宁区三项年均值与两区2008年工作报告一致。",
)


def _cell(value: int | str) -> tuple[Value, str]:
    if isinstance(value, str):
        return value, "text"
    return value / 10000, "n4" if value % 10 else "n3"


def month_mean(air: AirYear, district: str, indicator: str, days: range) -> Fraction | None:
    """Mean of the valid days in mg/m³; ``None`` with fewer days than GB 3095-1996 asks for."""
    sums = []
    for day in days:
        values = air.day(district, indicator, day)
        if enough(values):
            there = [value for value in values if isinstance(value, int)]
            sums.append(Fraction(sum(there), 10000 * len(there)))
    if len(sums) < (5 if indicator == "pm10" else 12):
        return None
    return sum(sums, Fraction()) / len(sums)


def _header(sheet: Worksheet, year: int, month: int) -> int:
    """Write the header; the number of the first data row."""
    words = [WORDS[indicator] for indicator in ORDER[year]]
    if year == 2007:
        band(sheet, 3, 1, WIDTH, "单位：毫克/立方米", "meta")
        write(sheet, 4, ["日期", "区县", "测点名称", *words], ["head"] * WIDTH)
        return 5
    unit = "mg/m" if (year, month) == LOST_SUPERSCRIPT else "mg/m³"
    write(sheet, 3, ["监测日期", "区县", "点位", None, None, None], ["head"] * WIDTH)
    write(sheet, 4, [None, None, None, *words], ["head"] * WIDTH)
    band(sheet, 3, 4, WIDTH, f"日均浓度（{unit}）", "head")
    for column in (1, 2, 3):
        down(sheet, column, 3, 4)
    return 5


def _day(sheet: Worksheet, row: int, air: AirYear, day: date) -> int:
    """One day, a row a site; the row after it."""
    number = (day - date(air.year, 1, 1)).days
    old = air.year == 2007
    shown: Value = (
        f"{day.year}年{day.month}月{day.day}日" if old else datetime(*day.timetuple()[:3])
    )
    top = row
    for district in DISTRICTS:
        start = row
        for site in SITES[district]:
            cells = [_cell(air.values[district, site, i][number]) for i in ORDER[air.year]]
            first = old or row == top
            keys: list[Value] = [shown if first else None]
            keys += [district if old or row == start else None, site]
            styles = ["text" if old else "date", "text", "text", *(style for _, style in cells)]
            write(sheet, row, [*keys, *(value for value, _ in cells)], styles)
            row += 1
        if not old:
            down(sheet, 2, start, row - 1)
    if not old:
        down(sheet, 1, top, row - 1)
    return row


def _means(sheet: Worksheet, row: int, air: AirYear, days: range) -> int:
    """The block of monthly means, a row a district; the row after it."""
    for district in DISTRICTS:
        cells: list[Value] = []
        for indicator in ORDER[air.year]:
            mean = month_mean(air, district, indicator, days)
            cells.append("—" if mean is None else float(half_even(mean, 3)))
        write(sheet, row, ["月均值", district, "平均", *cells], ["text"] * 3 + ["n3"] * 3)
        row += 1
    return row


def _month_notes(year: int, month: int) -> list[str]:
    lines = [line for line in _NOTES if year == 2008 or not line.startswith("3.")]
    if (year, month) == (2008, 3):
        lines.append("4. 皋兰县石洞点位二氧化硫、二氧化氮监测仪3月10日起送检，当月有效日9天。")
    if (year, month) == (2008, 2):
        lines.append("4. 红古区窑街点位颗粒物监测仪2月9日起故障。")
    return lines


def write_air(air: AirYear, folder: Path) -> list[Path]:
    """The twelve workbooks of a year."""
    assert set(ORDER[air.year]) == set(INDICATORS)
    paths = []
    for month in range(1, 13):
        title = f"{air.year}年{month}月兰州市环境空气质量监测日报"
        book = new_book(title, f"{month}月")
        sheet = book.worksheets[0]
        sent = date(air.year + month // 12, month % 12 + 1, 5)
        head_lines(sheet, WIDTH, title, OFFICE, f"{sent.year}年{sent.month}月{sent.day}日")
        row = _header(sheet, air.year, month)
        sheet.freeze_panes = f"D{row}"
        first = (date(air.year, month, 1) - date(air.year, 1, 1)).days
        days = range(first, first + monthrange(air.year, month)[1])
        for number in range(len(days)):
            row = _day(sheet, row, air, date(air.year, month, number + 1))
        row = _means(sheet, row, air, days)
        notes(sheet, row, WIDTH, _month_notes(air.year, month))
        widths(sheet, (15, 12, 15, 20, 18, 22))
        paths.append(folder / f"{title}.xlsx")
        save(book, paths[-1])
    return paths
