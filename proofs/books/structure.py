"""Kinds of badly built tables."""

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from openpyxl.worksheet.worksheet import Worksheet

from proofs.books.book import (
    CLEAR,
    EITHER,
    POLLUTANTS,
    Book,
    Drawn,
    Kind,
    Rows,
    across,
    changed,
    monthly,
    noise,
    sewage,
    with_rows,
)

TABLE = "表的结构"
Make = Callable[[random.Random], Book]


def _rows_of(drawn: Drawn) -> Rows:
    return [list(row) for row in drawn.book.rows]


def _arranged(change: Callable[[Rows, random.Random], Rows]) -> Make:
    """A month of concentrations whose rows are arranged otherwise; the values are the same."""

    def made(dice: random.Random) -> Book:
        drawn = monthly(dice)
        return with_rows(drawn, change(_rows_of(drawn), dice))

    return made


def _broken(change: Callable[[Rows, random.Random], Rows]) -> Make:
    """A month of concentrations of which nobody can say any more what its values are."""

    def made(dice: random.Random) -> Book:
        drawn = monthly(dice)
        return with_rows(drawn, change(_rows_of(drawn), dice), *drawn.book.truth)

    return made


def _with_line(title: str, kind: Callable[[list[float]], float]) -> Callable[..., Rows]:
    def change(rows: Rows, dice: random.Random) -> Rows:
        columns = [[v for row in rows[2:] if isinstance(v := row[c], float)] for c in (1, 2, 3)]
        return [*rows, [title, *(round(kind(one), 4) for one in columns)]]

    return change


def _turned(rows: Rows, dice: random.Random) -> Rows:
    return [rows[0], *(list(one) for one in zip(*rows[1:], strict=True))]


def _numbered(rows: Rows, dice: random.Random) -> Rows:
    body = [[n, *row] for n, row in enumerate(rows[2:], start=1)]
    return [rows[0], ["序号", *rows[1]], *body]


def _heads_again(rows: Rows, dice: random.Random) -> Rows:
    return [*rows[:4], list(rows[1]), *rows[4:]]


def _gaps(rows: Rows, dice: random.Random) -> Rows:
    return [rows[0], [], rows[1], *(line for row in rows[2:] for line in (row, []))]


def _pushed(rows: Rows, dice: random.Random) -> Rows:
    above: Rows = [[] for _ in range(5)]
    return [[None, None, None, *row] for row in [*above, *rows]]


def _shuffled_columns(rows: Rows, dice: random.Random) -> Rows:
    order = [1, 2, 3]
    dice.shuffle(order)
    return [rows[0], *([row[0], *(row[n] for n in order)] for row in rows[1:])]


def _shuffled_rows(rows: Rows, dice: random.Random) -> Rows:
    body = rows[2:]
    dice.shuffle(body)
    return [*rows[:2], *body]


def _notes(rows: Rows, dice: random.Random) -> Rows:
    return [*rows, [], ["注：1. 本月降水 12 天。"], ["填表人：张三", None, "2008年11月5日"]]


def _heads_shifted(rows: Rows, dice: random.Random) -> Rows:
    """The heads of the values have moved on by one column; the last one is lost."""
    return [rows[0], ["区县", None, "PM10", "SO2"], *rows[2:]]


def _without_heads(rows: Rows, dice: random.Random) -> Rows:
    return [rows[0], *rows[2:]]


def _without_first_column(rows: Rows, dice: random.Random) -> Rows:
    return [rows[0], *(row[1:] for row in rows[1:])]


def _one_moved(dice: random.Random) -> Book:
    """The values of one row stand one cell further to the right."""
    drawn = monthly(dice)
    row = dice.randrange(len(drawn.places))
    rows = _rows_of(drawn)
    rows[drawn.top + row].insert(1, None)
    gone = tuple(drawn.cell(row, column) for column in range(3))
    return with_rows(drawn, rows, *gone)


def _sheet_again(other: Callable[[float], float], verdict_gone: bool) -> Make:
    """A second sheet with the same month."""

    def made(dice: random.Random) -> Book:
        drawn = monthly(dice)
        rows = _rows_of(drawn)
        for row in rows[2:]:
            row[1:] = [other(value) for value in row[1:] if isinstance(value, float)]
        gone = tuple(drawn.book.truth) if verdict_gone else ()
        return with_rows(drawn, drawn.book.rows, *gone, others=(("副本", rows),))

    return made


def _empty_sheet(dice: random.Random) -> Book:
    return replace(monthly(dice).book, others=(("Sheet2", []), ("说明", [["填表说明"]])))


def _finished(finish: Callable[[Worksheet], None], *, reads: bool = True) -> Make:
    def made(dice: random.Random) -> Book:
        drawn = monthly(dice)
        return with_rows(
            drawn, drawn.book.rows, *(() if reads else drawn.book.truth), finish=finish
        )

    return made


def _merge_title(sheet: Worksheet) -> None:
    sheet.merge_cells("A1:D1")


def _merge_values(sheet: Worksheet) -> None:
    sheet.merge_cells("B3:B4")


def _merged_down(dice: random.Random) -> Book:
    """Two rows of one value: merged, so that the second has none of its own."""
    drawn = monthly(dice)
    made = with_rows(drawn, changed(drawn.book.rows, 3, 1, None), finish=_merge_values)
    made.truth[drawn.cell(1, 0)] = None
    return made


def _hide_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[4].hidden = True


def _hide_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["C"].hidden = True


def _hide_sheet(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    sheet.parent.create_sheet("封面")
    sheet.sheet_state = "hidden"


def _as_percent(sheet: Worksheet) -> None:
    for row in range(3, 7):
        sheet.cell(row, 2).number_format = "0.0%"


def _rounded_on_screen(sheet: Worksheet) -> None:
    for row in range(3, 7):
        sheet.cell(row, 2).number_format = "0.0"


def _formula(sheet: Worksheet) -> None:
    sheet["B3"] = "=C3*2"


def _month_before(dice: random.Random) -> Book:
    """Beside each value stands the month before, with a head that says so."""
    drawn = monthly(dice)
    rows: Rows = [drawn.book.rows[0], ["区县", "PM10", "上月", "SO2", "上月", "NO2", "上月"]]
    for row in drawn.book.rows[2:]:
        rows.append([row[0], *(v for one in row[1:] for v in (one, 0.1))])
    return with_rows(drawn, rows)


def _groups(dice: random.Random) -> Book:
    """Two heads: the pollutant above, this month and the same month last year below."""
    drawn = monthly(dice)
    rows: Rows = [drawn.book.rows[0], ["区县", "PM10", None, "SO2", None, "NO2", None]]
    rows.append([None, *(["本月", "上年同期"] * 3)])
    for row in drawn.book.rows[2:]:
        rows.append([row[0], *(v for one in row[1:] for v in (one, 0.1))])
    return with_rows(drawn, rows)


def _two_tables(dice: random.Random) -> Book:
    """A month and, below, another month with a title of its own."""
    drawn, below = monthly(dice), monthly(dice)
    if drawn.month == below.month:
        return drawn.book
    rows: Rows = [*drawn.book.rows, [], *below.book.rows]
    return replace(drawn.book, rows=rows, truth=drawn.book.truth | below.book.truth)


def _side_by_side(dice: random.Random) -> Book:
    """Half of the districts stand beside the other half, under heads of their own."""
    drawn = monthly(dice)
    rows: Rows = [drawn.book.rows[0], [*drawn.book.rows[1], None, *drawn.book.rows[1]]]
    for row in (2, 3):
        rows.append([*drawn.book.rows[row], None, *drawn.book.rows[row + 2]])
    return with_rows(drawn, rows)


def _swapped_parts(dice: random.Random) -> Book:
    """A rate whose numerator and denominator stand under each other's heads."""
    drawn = sewage(dice)
    rows = _rows_of(drawn)
    rows[1][1], rows[1][2] = rows[1][2], rows[1][1]
    return with_rows(drawn, rows, *drawn.book.truth)


def _rate_differs(dice: random.Random) -> Book:
    drawn = sewage(dice)
    row = dice.randrange(4)
    rate = drawn.book.truth[drawn.cell(row, 0)]
    assert rate is not None
    wrong = rate - 20
    made = with_rows(drawn, drawn.put(row, 0, float(wrong)))
    made.truth[drawn.cell(row, 0)] = wrong
    return made


def _fractions(dice: random.Random) -> Book:
    """Rates printed as fractions of one, with their parts beside."""
    drawn = sewage(dice)
    rows = _rows_of(drawn)
    for row in rows[2:]:
        assert isinstance(row[3], float)
        row[3] = row[3] / 100
    return with_rows(drawn, rows)


def _night_and_day(dice: random.Random) -> Book:
    """The heads of day and night are exchanged."""
    drawn = noise(dice)
    rows = _rows_of(drawn)
    rows[1] = ["区县", "夜间", "昼间"]
    made = with_rows(drawn, rows)
    for one, value in drawn.book.truth.items():
        other = "night" if one[3] == "year/day" else "day"
        made.truth[(*one[:3], f"year/{other}")] = value
    return made


def _copied_column(dice: random.Random) -> Book:
    """Two districts with the very same values of all months."""
    drawn = across(dice)
    rows = _rows_of(drawn)
    rows[3][1:] = rows[2][1:]
    gone = tuple(one for one in drawn.book.truth if one[1] == drawn.places[1])
    made = with_rows(drawn, rows, *gone)
    for one in gone:
        made.truth[one] = drawn.book.truth[(one[0], drawn.places[0], one[2], one[3])]
    return made


def _slip(dice: random.Random) -> Book:
    """One month ten times as large as its neighbours."""
    drawn = across(dice)
    row, month = dice.randrange(4), dice.randrange(6)
    value = drawn.book.rows[drawn.top + row][drawn.left + month]
    assert isinstance(value, float)
    one = (drawn.indicators[0], drawn.places[row], f"{drawn.month[:5]}{month + 1:02d}-01", "month")
    made = with_rows(drawn, drawn.put(row, month, value * 10))
    made.truth[one] = Decimal(round(value * 10_000))
    return made


def _exchanged_heads(dice: random.Random) -> Book:
    """PM2.5 stands above the values of PM10 and the other way round."""
    drawn = monthly(dice)
    rows: Rows = [drawn.book.rows[0], ["区县", "PM10", "PM2.5"]]
    for row in drawn.book.rows[2:]:
        assert isinstance(row[1], float)
        rows.append([row[0], round(row[1] * 0.6, 3), row[1]])
    return Book(rows)


def _names(dice: random.Random) -> Book:
    rows: Rows = [["2008年10月环境空气质量"], ["区县", *(v[0] for v in POLLUTANTS.values())]]
    return Book([*rows, ["城关区"], ["安宁区"]])


STRUCTURES = (
    Kind("诚实的表", TABLE, _arranged(lambda rows, dice: rows), CLEAR),
    Kind("合计行", TABLE, _arranged(_with_line("合计", sum)), EITHER),
    Kind("平均行", TABLE, _arranged(_with_line("平均", lambda v: sum(v) / len(v))), EITHER),
    Kind("最大值行", TABLE, _arranged(_with_line("最大值", max)), EITHER),
    Kind("最小值行", TABLE, _arranged(_with_line("最小值", min)), EITHER),
    Kind("标准限值行", TABLE, _arranged(_with_line("二级标准", lambda v: 0.1)), EITHER),
    Kind("上年同期行", TABLE, _arranged(_with_line("上年同期", lambda v: 0.1)), EITHER),
    Kind("行列对调", TABLE, _arranged(_turned), CLEAR),
    Kind("前面有序号列", TABLE, _arranged(_numbered), CLEAR),
    Kind("表头中途又印一次", TABLE, _arranged(_heads_again), EITHER),
    Kind("行间有空行", TABLE, _arranged(_gaps), EITHER),
    Kind("表不从左上角开始", TABLE, _arranged(_pushed), CLEAR),
    Kind("列的次序打乱", TABLE, _arranged(_shuffled_columns), CLEAR),
    Kind("行的次序打乱", TABLE, _arranged(_shuffled_rows), CLEAR),
    Kind("表下有注和填表人", TABLE, _arranged(_notes), CLEAR),
    Kind("表头右移一列", TABLE, _broken(_heads_shifted)),
    Kind("没有表头", TABLE, _broken(_without_heads)),
    Kind("没有地名列", TABLE, _broken(_without_first_column)),
    Kind("一行的数右移一格", TABLE, _one_moved),
    Kind("另一张表同月、值相同", TABLE, _sheet_again(lambda v: v, False), EITHER),
    Kind("另一张表同月、值不同", TABLE, _sheet_again(lambda v: round(v + 0.007, 3), True)),
    Kind("另有空表和说明", TABLE, _empty_sheet, CLEAR),
    Kind("标题合并单元格", TABLE, _finished(_merge_title), CLEAR),
    Kind("数值上下合并", TABLE, _merged_down),
    Kind("有隐藏的行", TABLE, _finished(_hide_row)),
    Kind("有隐藏的列", TABLE, _finished(_hide_column)),
    Kind("表是隐藏的", TABLE, _finished(_hide_sheet), EITHER),
    Kind("浓度显示成百分数", TABLE, _finished(_as_percent, reads=False)),
    Kind("屏幕上只显示一位小数", TABLE, _finished(_rounded_on_screen), EITHER),
    Kind("公式没有结果", TABLE, _finished(_formula, reads=False)),
    Kind("各列旁边有上月", TABLE, _month_before, EITHER),
    Kind("两层表头：本月、上年同期", TABLE, _groups, CLEAR),
    Kind("上下两张表、各有标题", TABLE, _two_tables, EITHER),
    Kind("左右两半并排", TABLE, _side_by_side, EITHER),
    Kind("分子、分母的表头对调", TABLE, _swapped_parts),
    Kind("率与分子、分母不符", TABLE, _rate_differs),
    Kind("率写成小数、旁有分子分母", TABLE, _fractions, EITHER),
    Kind("昼夜的表头对调", TABLE, _night_and_day),
    Kind("两个区逐月相同", TABLE, _copied_column, EITHER),
    Kind("一个月大十倍", TABLE, _slip),
    Kind("PM10 与 PM2.5 的表头对调", TABLE, _exchanged_heads),
    Kind("只有表头没有数", TABLE, _names),
)
