"""The workbook inside a chart: figures as numbers, names as text, nothing ever a formula."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from xlsxwriter import Workbook

from chuangmo.exports.native import Chart

_AS_TEXT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_SHEET = "数据"
_DAY = datetime(2000, 1, 1)  # of every embedded workbook: the same figures are the same bytes


def _own_sheet(reference: str) -> str:
    return reference.replace("Sheet1!", f"'{_SHEET}'!")


class _PlainWriter(CategoryWorkbookWriter):
    """Writes categories and series so that a name like ``=1+1`` stays a name."""

    @property
    def categories_ref(self) -> str:
        """Where the categories stand."""
        return _own_sheet(super().categories_ref)

    def series_name_ref(self, series: Any) -> str:
        """Where the name of a series stands."""
        return _own_sheet(super().series_name_ref(series))

    def values_ref(self, series: Any) -> str:
        """Where the values of a series stand."""
        return _own_sheet(super().values_ref(series))

    @contextmanager
    def _open_worksheet(self, xlsx_file: Any) -> Iterator[tuple[Any, Any]]:
        workbook = Workbook(xlsx_file, _AS_TEXT)
        workbook.set_properties({"created": _DAY})
        yield workbook, workbook.add_worksheet(_SHEET)
        workbook.close()


class _PlainData(CategoryChartData):
    """Chart data that embeds a workbook without formulas."""

    @property
    def _workbook_writer(self) -> _PlainWriter:
        return _PlainWriter(self)


def chart_data(chart: Chart) -> Any:
    """Categories and series of a chart for the library; months stand below their year."""
    data = _PlainData(number_format=number_format(chart.digits))
    if chart.groups:
        parent, last = None, ""
        for group, name in zip(chart.groups, chart.categories, strict=True):
            if parent is None or group != last:
                parent, last = data.add_category(group), group
            parent.add_sub_category(name)
    else:
        data.categories = chart.categories
    for series in chart.series:
        data.add_series(series.name, series.values)
    return data


def number_format(digits: int) -> str:
    """``0.000`` for three decimals; thousands grouped where there are none."""
    return f"0.{'0' * digits}" if digits else "#,##0"
