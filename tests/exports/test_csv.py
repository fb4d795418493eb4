"""CSV: one table, numbers as numbers, no text that a spreadsheet would compute."""

import csv
import io
from dataclasses import replace

import pandas as pd
import pytest

from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table
from chuangmo.exports.csv_file import csv_bytes
from chuangmo.exports.grid import grid_of

HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠x", " =1")


def table_of(*rows: tuple[Cell, ...], heads: tuple[ColumnHead, ...]) -> Exhibit:
    return Exhibit(
        "k", "结论", "副题", None, pd.DataFrame(), Foot("", "", "", ""), table=Table(heads, rows)
    )


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_name_like_a_formula_stays_a_text(text: str) -> None:
    exhibit = table_of(
        (Cell(text), Cell("1.5")), heads=(ColumnHead("区县"), ColumnHead("数值", "mg/m³", True))
    )
    assert read(csv_bytes(exhibit))[1] == [f"'{text}", "1.5"]


def test_a_head_like_a_formula_stays_a_text() -> None:
    assert read(csv_bytes(table_of((Cell("甲"),), heads=(ColumnHead("=A1"),))))[0] == ["'=A1"]


def test_numbers_keep_their_digits_and_lose_their_grouping() -> None:
    cells = ("0.060", "−0.0010", "+0.0062", "1\u2009080", "100")
    rows = tuple((Cell("甲"), Cell(text)) for text in cells)
    found = read(
        csv_bytes(table_of(*rows, heads=(ColumnHead("区县"), ColumnHead("数值", "", True))))
    )
    assert [row[1] for row in found[1:]] == ["0.060", "-0.0010", "0.0062", "1080", "100"]


def test_a_fraction_is_two_columns_not_a_day_of_the_year() -> None:
    heads = (ColumnHead("区县"), ColumnHead("完成 / 任务", "", True))
    grid = grid_of(table_of((Cell("甲"), Cell("1 / 12")), (Cell("乙"), Cell("7")), heads=heads))
    assert grid.heads == ("区县", "完成", "任务")
    assert [[str(v) for v in row] for row in grid.rows] == [["甲", "1", "12"], ["乙", "7", "None"]]


def test_what_is_below_detection_stays_as_published() -> None:
    heads = (ColumnHead("区县"), ColumnHead("数值", "", True))
    assert read(csv_bytes(table_of((Cell("甲"), Cell("0.004L")), heads=heads)))[1][1] == "0.004L"


def test_a_status_is_a_word_in_a_column_of_its_own() -> None:
    heads = (ColumnHead("区县"), ColumnHead("数值", "", True))
    cells = (Cell("甲"), Cell("0.117", "at_risk"))
    found = read(csv_bytes(table_of(cells, heads=heads)))
    assert found == [["区县", "数值", "数值：状态"], ["甲", "0.117", "有风险"]]


def test_the_file_begins_with_a_mark_of_utf8_and_has_windows_line_ends(
    exhibits: list[Exhibit],
) -> None:
    data = csv_bytes(replace(exhibits[1]))
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") > 5
