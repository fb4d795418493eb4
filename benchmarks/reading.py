"""Reading a workbook: the guarded reader with its child process beside pandas with openpyxl."""

import io
from datetime import date, timedelta

import pandas as pd
from openpyxl import Workbook

from benchmarks.measure import Race
from loaders.opening.workbook import read_workbook

HEAD = ["日期", "区县", "PM10", "SO2", "NO2", "CO", "O3", "PM2.5", "风速", "湿度", "温度", "备注"]


def daily_workbook(rows: int) -> bytes:
    """A plain daily sheet of twelve columns; the same bytes on every call."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("日报")
    sheet.append(HEAD)
    first = date(1990, 1, 1)
    for number in range(rows):
        figures = [(number * step % 997) / 1000 for step in (3, 5, 7, 11, 13, 17, 19, 23, 29)]
        sheet.append([first + timedelta(number), "安宁区", *figures, None])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def reading_race(rows: int = 10_000) -> Race:
    """Bytes to cells, with everything each way needs from the file to the values."""
    data = daily_workbook(rows)
    return Race(
        name=f"read_xlsx_{rows // 1000}k_rows",
        ours=lambda: read_workbook(data, "日报.xlsx"),
        other=lambda: pd.read_excel(io.BytesIO(data), sheet_name=None, engine="openpyxl"),
        other_name="pandas + openpyxl",
        gate=1.5,
    )
