"""For every shipped form of ``data/catalog/layouts`` a workbook that has it."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from chuangmo.catalog.layouts import Layout
from chuangmo.period import parse_period
from chuangmo.settings import SAMPLES_DIR
from loaders.model.sheet import Sheet
from loaders.model.staged import StagedBatch
from loaders.opening.workbook import read_workbook
from loaders.returning.templates import template
from tests.loaders.forms import FORMS
from tests.loaders.staging import catalog_of, staged

Known = tuple[Layout, ...]


@dataclass(frozen=True)
class Sample:
    """A workbook of a shipped form."""

    sheets: list[Sheet]
    file: str
    city: str = "lanzhou"

    def __call__(self, known: Known) -> StagedBatch:
        """The workbook staged with these known forms."""
        return staged(self.sheets, self.city, self.file, layouts=known)


SITES = {
    "water_source_compliance": [("安宁区", "安宁堡水源地")],
    "surface_water_compliance": [("城关区", "中山桥")],
    "noise_regional": [("安宁区", "1号网格")],
    "noise_traffic": [("安宁区", "安宁东路")],
}
BOILER = ["", "安宁区", "某厂", "", "DZL2", 2, 4, "煤改气", datetime(2008, 10, 31),
          datetime(2008, 9, 1), "已完成", 1.5, 0.5]  # fmt: skip


def demo(name: str) -> Sample:
    """A demonstration workbook."""
    data = (SAMPLES_DIR / "lanzhou" / name).read_bytes()
    return Sample(read_workbook(data, name), name)


def written(name: str) -> Sample:
    """A form of the tests, written out as text."""
    form = next(form for form in FORMS if form.name == name)
    return Sample(form.sheets(), form.file)


def blank_form(kind: str, period: str, city: str = "lanzhou") -> Sample:
    """A blank form of the board's own, with a number in every cell that is to be filled in."""
    catalog = catalog_of(city)
    form = template(kind, parse_period(period), catalog, SITES if city == "lanzhou" else {})
    book = load_workbook(io.BytesIO(form.data))
    for name in form.sheets:
        _fill(book[name])
    out = io.BytesIO()
    book.save(out)
    return Sample(read_workbook(out.getvalue(), "上报.xlsx"), "上报.xlsx", city)


def _fill(sheet: Worksheet) -> None:
    heads = [str(cell.value) for cell in sheet[3]]
    for row in sheet.iter_rows(min_row=4):
        if row[0].value is None and "使用单位" in heads and row[0].row == 4:
            for cell, value in zip(row, BOILER, strict=False):
                cell.value = value or None
        if row[0].value is None:
            continue
        for cell, head in zip(row, heads, strict=True):
            if cell.value is None:
                rate = "率" in head and "%" in head  # of equal parts
                number = 100 if rate else 40
                cell.value = 28 if "天数" in head else 0.125 if "mg/m³" in head else number


SAMPLES: dict[str, Callable[[], Sample]] = {
    "demo-air-daily": lambda: demo("2008年11月兰州市环境空气质量监测日报.xlsx"),
    "demo-noise": lambda: demo("2008年兰州市声环境质量监测结果.xlsx"),
    "demo-water": lambda: demo("2008年10月兰州市饮用水源与断面水质月报.xlsx"),
    "demo-tasks": lambda: demo("2008年1—9月兰州市其他任务进展情况表.xlsx"),
    "demo-boilers": lambda: demo("兰州市2008年锅炉改造台账（截至2008年12月31日）.xlsx"),
    "form-air-daily": lambda: blank_form("air-daily", "2008-10"),
    "form-air-daily-2012": lambda: blank_form("air-daily", "2016-02", "beijing"),
    "form-air-monthly": lambda: blank_form("air-monthly", "2008-10"),
    "form-air-monthly-2012": lambda: blank_form("air-monthly", "2020-02", "beijing"),
    "form-noise": lambda: blank_form("noise", "2008"),
    "form-water": lambda: blank_form("water", "2008-10"),
    "form-boilers": lambda: blank_form("boilers", "2008-12"),
    "form-tasks": lambda: blank_form("tasks", "2008-09"),
    "districts-by-pollutant": lambda: written("title-in-chinese-numerals"),
    "districts-by-month": lambda: written("one-sheet-an-indicator"),
    "districts-by-year": lambda: written("years-across-as-integers"),
    "districts-by-quarter": lambda: written("half-year-and-quarters-across"),
    "districts-with-last-year": lambda: written("last-year-beside"),
    "districts-with-cumulative": lambda: written("month-and-cumulative-columns"),
    "pollutants-with-last-year": lambda: written("last-year-under-each-indicator"),
    "districts-by-day": lambda: written("days-across"),
    "days-by-hour": lambda: written("hours-across-run-1-24"),
    "days-by-site": lambda: written("days-down-sites-across"),
    "years-by-month": lambda: written("year-down-months-across"),
    "days-by-pollutant": lambda: written("name-and-place-in-the-file-name"),
    "list-of-values": lambda: written("long-form-without-unit-column"),
    "list-with-units": lambda: written("indicators-down-unit-column"),
    "sites-day-and-night": lambda: written("noise-day-and-night-columns"),
    "sites-of-a-day": lambda: written("sub-totals-per-district"),
}
