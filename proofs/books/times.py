"""Kinds of bad times: titles, columns of dates, heads of months."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from proofs.books.book import (
    CLEAR,
    DOUBT,
    EITHER,
    Book,
    Cell,
    Kind,
    Rows,
    across,
    changed,
    daily,
    key,
    monthly,
    with_rows,
)

GROUP = "时间"
_CHINESE = "〇一二三四五六七八九"
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def _title(words: Callable[[int, int], str], read: bool) -> Callable[[random.Random], Book]:
    """Another title over a month of concentrations; ``read``: whether that is still its month."""

    def made(dice: random.Random) -> Book:
        drawn = monthly(dice)
        year, month = int(drawn.month[:4]), int(drawn.month[5:7])
        title = words(year, month) + "环境空气质量（mg/m³）"
        gone = () if read else tuple(drawn.book.truth)
        return with_rows(drawn, changed(drawn.book.rows, 0, 0, title), *gone)

    return made


def _spanned(
    words: Callable[[int, int], str], start: Callable[[int, int], str], kind: str
) -> Callable[[random.Random], Book]:
    """A title of another period: the values are that one's."""

    def made(dice: random.Random) -> Book:
        drawn = monthly(dice)
        year, month = int(drawn.month[:4]), int(drawn.month[5:7])
        title = words(year, month) + "环境空气质量（mg/m³）"
        book = with_rows(drawn, changed(drawn.book.rows, 0, 0, title), *drawn.book.truth)
        for (indicator, place, _, _), value in drawn.book.truth.items():
            book.truth[key(indicator, place, start(year, month), kind)] = value
        return book

    return made


#: A title, the first day of the period that it says, the kind of period.
_SPANS: tuple[tuple[str, Callable[[int, int], str], Callable[[int, int], str], str], ...] = (
    ("年份", lambda y, m: f"{y}年度", lambda y, m: f"{y}-01-01", "year"),
    ("季度", lambda y, m: f"{y}年第四季度", lambda y, m: f"{y}-10-01", "quarter"),
    ("上半年", lambda y, m: f"{y}年上半年", lambda y, m: f"{y}-01-01", "half"),
    ("上旬", lambda y, m: f"{y}年{m}月上旬", lambda y, m: f"{y}-{m:02d}-01", "days"),
    ("下旬", lambda y, m: f"{y}年{m}月下旬", lambda y, m: f"{y}-{m:02d}-21", "days"),
    ("一月至十月", lambda y, m: f"{y}年1-10月", lambda y, m: f"{y}-01-01", "cumulative"),
)


def _in_chinese(year: int, month: int) -> str:
    written = "".join(_CHINESE[int(digit)] for digit in str(year))
    tens = ("" if month < 10 else "十") + (_CHINESE[month % 10] if month % 10 else "")
    return f"{written}年{tens}月"


_TITLES: tuple[tuple[str, Callable[[int, int], str], bool, str], ...] = (
    ("中文数字的年月", _in_chinese, True, CLEAR),
    ("年月用点隔开", lambda y, m: f"{y}.{m:02d}", True, EITHER),
    ("年月用斜线隔开", lambda y, m: f"{y}/{m:02d}", True, EITHER),
    ("全角数字的年月", lambda y, m: f"{y}年{m}月".translate(_FULL), True, CLEAR),
    ("年月之间有空格", lambda y, m: f"{y} 年 {m} 月", True, CLEAR),
    ("两位的年份", lambda y, m: f"{y % 100:02d}年{m}月", True, EITHER),
    ("没有年份", lambda y, m: f"{m}月", False, DOUBT),
    ("没有年月", lambda y, m: "", False, DOUBT),
    ("十三月", lambda y, m: f"{y}年13月", False, DOUBT),
    ("零月", lambda y, m: f"{y}年0月", False, DOUBT),
    ("将来的年份", lambda y, m: "2099年1月", False, DOUBT),
    ("很早的年份", lambda y, m: "1008年1月", False, DOUBT),
    ("周", lambda y, m: f"{y}年第12周", False, EITHER),
    ("两个月份", lambda y, m: f"{y}年{m}月（{m % 12 + 1}月补报）", True, EITHER),
    ("民国纪年", lambda y, m: f"民国{y - 1911}年{m}月", True, EITHER),
    ("干支纪年", lambda y, m: f"戊子年{m}月", False, DOUBT),
    ("农历", lambda y, m: f"{y}年农历{m}月", False, EITHER),
    ("英文月份", lambda y, m: f"{_ENGLISH[m - 1]} {y} ", True, EITHER),
)  # fmt: skip


def _day(write: Callable[[datetime], Cell], read: bool) -> Callable[[random.Random], Book]:
    """One date of a daily form written otherwise; the other days leave one gap."""

    def made(dice: random.Random) -> Book:
        drawn = daily(dice)
        row = dice.randrange(1, 5)
        day = drawn.book.rows[drawn.top + row][0]
        assert isinstance(day, datetime)
        rows = changed(drawn.book.rows, drawn.top + row, 0, write(day))
        gone = [one for one in drawn.book.truth if one[2] == f"{day:%Y-%m-%d}"]
        return with_rows(drawn, rows, *(() if read else gone))

    return made


_DAYS: tuple[tuple[str, Callable[[datetime], Cell], bool, str], ...] = (
    ("文本的日期", lambda d: f"{d:%Y-%m-%d}", True, CLEAR),
    ("斜线的日期", lambda d: f"{d:%Y/%m/%d}", True, CLEAR),
    ("八位数字的日期", lambda d: f"{d:%Y%m%d}", True, EITHER),
    ("中文的日期", lambda d: f"{d.year}年{d.month}月{d.day}日", True, CLEAR),
    ("点隔开的日期", lambda d: f"{d.year}.{d.month}.{d.day}", True, EITHER),
    ("序列号", lambda d: (d - datetime(1899, 12, 30)).days, True, EITHER),
    ("只写月日", lambda d: f"{d.month}月{d.day}日", True, EITHER),
    ("只写日", lambda d: f"{d.day}日", False, EITHER),
    ("美国写法", lambda d: f"{d.month}/{d.day}/{d.year}", False, EITHER),
    ("两位的年份", lambda d: f"{d:%y-%m-%d}", False, EITHER),
    ("没有的日子", lambda d: f"{d.year}-02-30", False, DOUBT),
    ("三十二日", lambda d: f"{d:%Y-%m}-32", False, DOUBT),
    ("十三月", lambda d: f"{d.year}-13-01", False, DOUBT),
    ("将来的日期", lambda d: datetime(2099, d.month, d.day), False, DOUBT),
    ("一九〇〇年", lambda d: datetime(1900, 1, 5), False, DOUBT),
    ("带时刻的日期", lambda d: d + timedelta(hours=8, minutes=13), False, EITHER),
    ("两个日期", lambda d: f"{d:%Y-%m-%d}至{d + timedelta(days=1):%Y-%m-%d}", False, EITHER),
    ("日期是文字", lambda d: "星期三", False, DOUBT),
    ("日期空白", lambda d: None, False, DOUBT),
    ("日期里有字母 O", lambda d: f"{d:%Y-%m-%d}".replace("0", "O"), False, DOUBT),
    ("UTC 的时刻", lambda d: f"{d:%Y-%m-%d}T00:00:00Z", False, DOUBT),
)  # fmt: skip


def _same_day_twice(dice: random.Random) -> Book:
    drawn = daily(dice)
    row = dice.randrange(1, 5)
    before, own = drawn.book.rows[drawn.top + row - 1][0], drawn.book.rows[drawn.top + row][0]
    days = {f"{one:%Y-%m-%d}" for one in (before, own) if isinstance(one, datetime)}
    gone = [one for one in drawn.book.truth if one[2] in days]
    return with_rows(drawn, changed(drawn.book.rows, drawn.top + row, 0, before), *gone)


def _shuffled(dice: random.Random) -> Book:
    drawn = daily(dice)
    rows = list(drawn.book.rows[1:])
    dice.shuffle(rows)
    return with_rows(drawn, [drawn.book.rows[0], *rows])


def _gap(dice: random.Random) -> Book:
    drawn = daily(dice)
    row = dice.randrange(1, 5)
    day = drawn.book.rows[drawn.top + row][0]
    assert isinstance(day, datetime)
    gone = [one for one in drawn.book.truth if one[2] == f"{day:%Y-%m-%d}"]
    rows = [line for n, line in enumerate(drawn.book.rows) if n != drawn.top + row]
    return with_rows(drawn, rows, *gone)


def _head(write: Callable[[int], Cell], read: bool) -> Callable[[random.Random], Book]:
    """One head of a month written otherwise."""

    def made(dice: random.Random) -> Book:
        drawn = across(dice)
        month = dice.randint(2, 5)
        rows = changed(drawn.book.rows, 1, drawn.left + month - 1, write(month))
        start = f"{drawn.month[:4]}-{month:02d}-01"
        gone = [one for one in drawn.book.truth if one[2] == start]
        return with_rows(drawn, rows, *(() if read else gone))

    return made


_HEADS: tuple[tuple[str, Callable[[int], Cell], bool, str], ...] = (
    ("中文的月份", lambda m: f"{_CHINESE[m]}月", True, CLEAR),
    ("月字前有空格", lambda m: f"{m} 月", True, CLEAR),
    ("月份份", lambda m: f"{m}月份", True, CLEAR),
    ("只有数字的月份", lambda m: m, True, EITHER),
    ("十三月", lambda m: "13月", False, DOUBT),
    ("月份空白", lambda m: None, False, DOUBT),
    ("写成了平均", lambda m: "平均", False, EITHER),
    ("写成了合计", lambda m: "合计", False, EITHER),
    ("写成了日", lambda m: f"{m}日", False, DOUBT),
)  # fmt: skip


def _same_month_twice(dice: random.Random) -> Book:
    drawn = across(dice)
    month = dice.randint(2, 5)
    rows = changed(drawn.book.rows, 1, drawn.left + month - 1, f"{month - 1}月")
    gone = [one for one in drawn.book.truth if one[2][5:7] in (f"{month:02d}", f"{month - 1:02d}")]
    return with_rows(drawn, rows, *gone)


def _columns_exchanged(dice: random.Random) -> Book:
    """The months stand in another order: nothing wrong with that."""
    drawn = across(dice)
    order = list(range(1, 7))
    dice.shuffle(order)
    rows: Rows = [list(drawn.book.rows[0])]
    rows += [[row[0], *(row[month] for month in order)] for row in drawn.book.rows[1:]]
    return with_rows(drawn, rows)


def _mean_column(dice: random.Random) -> Book:
    """A mean beside the months is no month."""
    drawn = across(dice)
    rows: Rows = [list(drawn.book.rows[0]), [*drawn.book.rows[1], "平均"]]
    for row in drawn.book.rows[2:]:
        numbers = [one for one in row[1:] if isinstance(one, float)]
        rows.append([*row, round(sum(numbers) / len(numbers), 4)])
    return with_rows(drawn, rows)


def _another_month_on_the_sheet(dice: random.Random) -> Book:
    """The sheet's name says another month than the title."""
    drawn = monthly(dice)
    month = int(drawn.month[5:7]) % 12 + 1
    return replace(drawn.book, sheet=f"{month}月")


def _another_year_on_the_file(dice: random.Random) -> Book:
    drawn = monthly(dice)
    return replace(
        drawn.book, name=f"{int(drawn.month[:4]) - 1}年{int(drawn.month[5:7])}月空气.xlsx"
    )


def _month_from_the_file(dice: random.Random) -> Book:
    """The title is silent; the file's name says the month."""
    drawn = monthly(dice)
    year, month = drawn.month[:4], int(drawn.month[5:7])
    rows = changed(drawn.book.rows, 0, 0, "环境空气质量（mg/m³）")
    return replace(drawn.book, rows=rows, name=f"{year}年{month}月空气.xlsx")


def _months_as_days(dice: random.Random) -> Book:
    """Months that a spreadsheet made into the first day of each."""
    year = dice.choice((2007, 2008))
    rows: Rows = [["日期", "区县", "PM10(µg/m³)"]]
    rows += [[datetime(year, m, 1), "城关区", dice.randint(80, 160)] for m in range(1, 9)]
    return Book(rows)


def _hours_25(dice: random.Random) -> Book:
    rows: Rows = [["日期", "时", "区县", "SO2(µg/m³)"]]
    day = datetime(2008, dice.randint(1, 12), dice.randint(1, 28))
    rows += [[day, hour, "城关区", dice.randint(20, 80)] for hour in (22, 23, 24, 25)]
    return Book(rows)


def _mixed(dice: random.Random) -> Book:
    """A day and a month in one column of dates."""
    drawn = daily(dice)
    year, month = drawn.month[:4], int(drawn.month[5:7])
    start = f"{drawn.month[:8]}03"
    gone = [one for one in drawn.book.truth if one[2] == start]
    made = with_rows(drawn, changed(drawn.book.rows, drawn.top + 2, 0, f"{year}年{month}月"), *gone)
    line = drawn.book.rows[drawn.top + 2]
    for indicator, value in zip(("pm10", "so2"), line[2:], strict=True):
        old = drawn.book.truth[key(indicator, drawn.places[0], start, "day")]
        assert old == value
        made.truth[key(indicator, drawn.places[0], drawn.month)] = old
    return made


TIMES = (
    *(Kind(f"标题：{n}", GROUP, _title(w, r), v) for n, w, r, v in _TITLES),
    *(Kind(f"标题：{n}", GROUP, _spanned(w, s, k), EITHER) for n, w, s, k in _SPANS),
    *(Kind(f"日期：{n}", GROUP, _day(w, r), v) for n, w, r, v in _DAYS),
    *(Kind(f"月份表头：{n}", GROUP, _head(w, r), v) for n, w, r, v in _HEADS),
    Kind("月份表头：一个月两列", GROUP, _same_month_twice),
    Kind("月份表头：次序打乱", GROUP, _columns_exchanged, CLEAR),
    Kind("月份表头：末列是平均", GROUP, _mean_column, EITHER),
    Kind("日期：同一天两行", GROUP, _same_day_twice),
    Kind("日期：次序打乱", GROUP, _shuffled, CLEAR),
    Kind("日期：缺一天", GROUP, _gap, EITHER),
    Kind("日期：月份存成了每月一日", GROUP, _months_as_days),
    Kind("日期：二十五时", GROUP, _hours_25),
    Kind("日期：日里夹一个月", GROUP, _mixed, EITHER),
    Kind("标题与工作表名月份不同", GROUP, _another_month_on_the_sheet, EITHER),
    Kind("标题与文件名年份不同", GROUP, _another_year_on_the_file, EITHER),
    Kind("月份只在文件名里", GROUP, _month_from_the_file, CLEAR),
)
