"""Kinds of bad labels: units, names of indicators and of places."""

import random
from collections.abc import Callable
from decimal import Decimal

from proofs.books.book import (
    CLEAR,
    DOUBT,
    EITHER,
    POLLUTANTS,
    Book,
    Cell,
    Kind,
    Rows,
    changed,
    key,
    monthly,
    with_rows,
    without,
)

UNITS, NAMES, PLACES = "单位", "指标名", "地名"
_SAME, _UNREAD = "same", "unread"


def _titled(unit: str, reads: str, factor: str = "1") -> Callable[[random.Random], Book]:
    """A form with another unit in its title; its values are as many micrograms as they say."""

    def made(dice: random.Random) -> Book:
        drawn = monthly(dice, f"（{unit}）" if unit else "")
        rows, truth = drawn.book.rows, dict(drawn.book.truth)
        if factor != "1":
            for row in range(len(drawn.places)):
                for column in range(3):
                    value = drawn.book.truth[drawn.cell(row, column)]
                    assert value is not None
                    shown = float(value / 1000 / Decimal(factor))
                    rows = changed(rows, drawn.top + row, drawn.left + column, shown)
        return with_rows(drawn, rows, *(truth if reads == _UNREAD else ()))

    return made


_TITLES = (
    ("mg/m3 不带上标", "mg/m3", _SAME, "1", CLEAR),
    ("毫克每立方米", "毫克/立方米", _SAME, "1", CLEAR),
    ("全角斜线的单位", "mg／m³", _SAME, "1", EITHER),
    ("大写的单位", "MG/M3", _SAME, "1", EITHER),
    ("标准立方米", "mg/Nm³", _SAME, "1", EITHER),
    ("微克每立方米", "微克/立方米", _SAME, "0.001", CLEAR),
    ("希腊字母 μ 的另一写法", "μg/m³", _SAME, "0.001", CLEAR),
    ("u 代替 µ", "ug/m3", _SAME, "0.001", CLEAR),
    ("单位像差一千倍（印 mg、值是 µg）", "mg/m³", _UNREAD, "0.001", DOUBT),
    ("单位像差一千倍（印 µg、值是 mg）", "µg/m³", _UNREAD, "1", DOUBT),
    ("水的单位", "mg/L", _UNREAD, "1", DOUBT),
    ("面积的单位", "mg/m²", _UNREAD, "1", DOUBT),
    ("体积比", "ppm", _UNREAD, "1", DOUBT),
    ("十的负三次方", "×10⁻³mg/m³", _SAME, "0.001", EITHER),
    ("吨", "吨", _UNREAD, "1", DOUBT),
    ("百分比", "%", _UNREAD, "1", DOUBT),
    ("没有见过的单位", "mg/斤", _UNREAD, "1", DOUBT),
    ("两个单位", "mg/m³或µg/m³", _SAME, "1", EITHER),
    ("只写了毫克", "mg", _SAME, "1", EITHER),
    ("没有写单位", "", _SAME, "1", EITHER),
)  # fmt: skip


def _heads(dice: random.Random, column: int, head: str, *, read: bool) -> Book:
    """A form with another head over one column."""
    drawn = monthly(dice)
    gone = () if read else tuple(drawn.cell(row, column) for row in range(len(drawn.places)))
    return with_rows(drawn, changed(drawn.book.rows, 1, drawn.left + column, head), *gone)


def _other(column: int, head: str, indicator: str, kind: str) -> Callable[[random.Random], Book]:
    """A head that names another quantity: the values are that one's, and no longer the column's."""

    def made(dice: random.Random) -> Book:
        drawn = monthly(dice)
        rows = changed(drawn.book.rows, 1, drawn.left + column, head)
        gone = [drawn.cell(row, column) for row in range(len(drawn.places))]
        book = with_rows(drawn, rows, *gone)
        for one in gone:
            book.truth[key(indicator, one[1], one[2], kind)] = drawn.book.truth[one]
        return book

    return made


def _named(column: int, head: str, read: bool = False) -> Callable[[random.Random], Book]:
    return lambda dice: _heads(dice, column, head, read=read)


#: Name of the kind, the column (0 PM10, 1 SO2, 2 NO2), what its head says, whether it is read.
_HEADS: tuple[tuple[str, int, str, bool, str], ...] = (
    ("PM 与 10 之间有空格", 0, "PM 10", True, CLEAR),
    ("下标的 PM₁₀", 0, "PM₁₀", True, CLEAR),
    ("全角的 ＰＭ１０", 0, "ＰＭ１０", True, CLEAR),
    ("小写的 pm10", 0, "pm10", True, CLEAR),
    ("可吸入颗粒物", 0, "可吸入颗粒物", True, CLEAR),
    ("可吸入颗粒物（PM10）", 0, "可吸入颗粒物（PM10）", True, CLEAR),
    ("字母 O 的 PM1O", 0, "PM1O", True, EITHER),
    ("PM100", 0, "PM100", False, EITHER),
    ("数字 0 的 S02", 1, "S02", True, EITHER),
    ("SO₂ 下标", 1, "SO₂", True, CLEAR),
    ("数字 0 的 N02", 2, "N02", True, EITHER),
    ("不认识的指标", 0, "PM2", False, EITHER),
    ("目标值", 0, "PM10目标值", False, EITHER),
    ("标准限值", 0, "PM10标准限值", False, EITHER),
    ("超标率", 0, "PM10超标率", False, EITHER),
    ("超标倍数", 0, "PM10超标倍数", False, EITHER),
    ("达标率", 0, "PM10达标率", False, EITHER),
    ("去除率", 1, "SO2去除率", False, EITHER),
    ("排放量", 1, "SO2排放量", False, EITHER),
    ("削减量", 1, "SO2削减量", False, EITHER),
    ("同比", 0, "PM10同比", False, EITHER),
    ("环比变化", 0, "PM10环比", False, EITHER),
    ("上年同期", 0, "PM10上年同期", False, EITHER),
    ("标准差", 0, "PM10标准差", False, EITHER),
    ("分指数", 0, "PM10分指数", False, EITHER),
    ("有效天数", 0, "PM10有效天数", False, EITHER),
    ("监测点数", 0, "PM10监测点数", False, EITHER),
    ("预测值", 0, "PM10预测值", False, EITHER),
    ("权重", 0, "PM10权重", False, EITHER),
    ("差值", 0, "PM10与上月差", False, EITHER),
    ("不是 PM10 的", 0, "非PM10", False, EITHER),
    ("扣除沙尘后", 0, "PM10（扣沙后）", True, EITHER),
    ("两个指标一个表头", 0, "PM10/SO2", False, DOUBT),
    ("表头空白", 0, "", False, DOUBT),
    ("表头是数字", 0, "10", False, DOUBT),
    ("与旁边同名", 0, "SO2", False, DOUBT),
)  # fmt: skip


def _place(name: Callable[[random.Random, str], Cell], read: bool) -> Callable[..., Book]:
    """One district written otherwise."""

    def made(dice: random.Random) -> Book:
        drawn = monthly(dice)
        row = dice.randrange(len(drawn.places))
        gone = tuple(drawn.cell(row, column) for column in range(3))
        rows = changed(drawn.book.rows, drawn.top + row, 0, name(dice, drawn.places[row]))
        return with_rows(drawn, rows, *(() if read else gone))

    return made


def _twin(dice: random.Random) -> Book:
    """The row of a district stands twice, with other values."""
    drawn = monthly(dice)
    row = dice.randrange(len(drawn.places))
    again: list[Cell] = [drawn.places[row], 0.2, 0.09, 0.07]
    gone = tuple(drawn.cell(row, column) for column in range(3))
    return with_rows(drawn, [*drawn.book.rows, again], *gone)


def _twin_alike(dice: random.Random) -> Book:
    drawn = monthly(dice)
    return with_rows(drawn, [*drawn.book.rows, list(drawn.book.rows[drawn.top])])


def _renamed_as(dice: random.Random) -> Book:
    """A district bears the name of another one of the table."""
    drawn = monthly(dice)
    gone = tuple(drawn.cell(row, column) for row in (0, 1) for column in range(3))
    return with_rows(drawn, changed(drawn.book.rows, drawn.top, 0, drawn.places[1]), *gone)


def _elsewhere(dice: random.Random) -> Book:
    """All districts are another city's."""
    drawn = monthly(dice, count=3)
    rows: Rows = [list(row) for row in drawn.book.rows]
    for row, name in enumerate(("海淀区", "朝阳区", "丰台区")):
        rows[drawn.top + row][0] = name
    return Book(rows, without(drawn.book.truth, *drawn.book.truth))


def _of_another_city(dice: random.Random) -> Book:
    drawn = monthly(dice)
    title = str(drawn.book.rows[0][0])
    return with_rows(drawn, changed(drawn.book.rows, 0, 0, "西宁市" + title))


def _whole_city(dice: random.Random) -> Book:
    """The city stands below its districts, by its own name."""
    drawn = monthly(dice)
    line: list[Cell] = ["兰州市", 0.12, 0.05, 0.04]
    truth = dict(drawn.book.truth)
    for indicator, value in zip(POLLUTANTS, ("120", "50", "40"), strict=True):
        truth[key(indicator, "兰州市", drawn.month)] = Decimal(value)
    return Book([*drawn.book.rows, line], truth)


_PLACES: tuple[tuple[str, Callable[[random.Random, str], Cell], bool, str], ...] = (
    ("地名中间有空格", lambda d, p: f"{p[0]} {p[1:]}", True, CLEAR),
    ("地名首尾有空格", lambda d, p: f" {p}\u3000", True, CLEAR),
    ("地名里有换行", lambda d, p: f"{p[:2]}\n{p[2:]}", True, EITHER),
    ("地名前有序号", lambda d, p: f"1.{p}", True, EITHER),
    ("地名前有市名", lambda d, p: f"兰州市{p}", True, CLEAR),
    ("地名省去区、县", lambda d, p: p[:-1], True, CLEAR),
    ("地名后有注", lambda d, p: f"{p}*", True, EITHER),
    ("错别字", lambda d, p: p[0] + "官" + p[2:], False, DOUBT),
    ("没有的区", lambda d, p: "东岗新区", False, DOUBT),
    ("外地的区", lambda d, p: "海淀区", False, DOUBT),
    ("两个区写在一格", lambda d, p: f"{p}、永靖县", False, DOUBT),
    ("地名空白", lambda d, p: None, False, DOUBT),
    ("地名是数字", lambda d, p: 3, False, DOUBT),
    ("地名是问号", lambda d, p: "？", False, DOUBT),
    ("其他", lambda d, p: "其他", False, DOUBT),
    ("同上", lambda d, p: "同上", False, DOUBT),
    ("其中：某区", lambda d, p: f"其中：{p}", True, EITHER),
    ("某区（不含新区）", lambda d, p: f"{p}（不含新区）", True, EITHER),
)  # fmt: skip

LABELS = (
    *(Kind(f"单位：{n}", UNITS, _titled(u, r, f), v) for n, u, r, f, v in _TITLES),
    *(Kind(f"表头：{n}", NAMES, _named(c, h, r), v) for n, c, h, r, v in _HEADS),
    Kind("表头：氮氧化物", NAMES, _other(2, "氮氧化物", "nox", "month"), CLEAR),
    Kind("表头：最大值", NAMES, _other(0, "PM10日均最大值", "pm10", "month/max"), EITHER),
    Kind("表头：最小值", NAMES, _other(0, "PM10最小值", "pm10", "month/min"), EITHER),
    *(Kind(f"地名：{n}", PLACES, _place(w, r), v) for n, w, r, v in _PLACES),
    Kind("地名：一个区两行，值不同", PLACES, _twin),
    Kind("地名：一个区两行，值相同", PLACES, _twin_alike, EITHER),
    Kind("地名：一个区写成了另一个", PLACES, _renamed_as),
    Kind("地名：都是别的城市的区", PLACES, _elsewhere),
    Kind("地名：标题是别的城市", PLACES, _of_another_city),
    Kind("地名：区县之下有全市一行", PLACES, _whole_city, CLEAR),
)
