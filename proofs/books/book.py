"""Honest books, what a person reads in them, and the file that they become."""

import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

#: What stands in a cell.
Cell = str | int | float | bool | datetime | date | time | None
Rows = list[list[Cell]]
#: Indicator, place, first day, kind of period; of another statistic than the usual ``kind/max``.
Key = tuple[str, str, str, str]
#: A value in the unit that it is stored in; ``None``: no value, or none at all.
Truth = dict[Key, Decimal | None]

#: The book leaves doubt: it must be refused, asked about or warned of.
DOUBT = "doubt"
#: A person reads the book without doubt: what is taken is complete and equal to that.
CLEAR = "clear"
#: Either may be said; whatever is taken must be what a person reads.
EITHER = "either"

DISTRICTS = ("城关区", "七里河区", "西固区", "安宁区", "红古区", "永登县", "皋兰县", "榆中县")


@dataclass(frozen=True)
class Book:
    """One workbook and what it says.

    Attributes:
        rows: of the first sheet. sheet: its name. name: of the file.
        truth: what a person reads in it; a value that is in doubt and stands there literally is
            in it, one that nobody can read is not.
        others: further sheets.
        finish: what lines cannot say: merges, hidden rows, number formats.
        data: the bytes, where they are not made of ``rows``.
    """

    rows: Rows
    truth: Truth = field(default_factory=dict)
    sheet: str = "Sheet1"
    name: str = "表.xlsx"
    others: tuple[tuple[str, Rows], ...] = ()
    finish: Callable[[Worksheet], None] | None = None
    data: bytes | None = None

    def bytes(self) -> bytes:
        """The file."""
        if self.data is not None:
            return self.data
        book = openpyxl.Workbook()
        first = book.active
        assert isinstance(first, Worksheet)
        first.title = self.sheet
        _fill(first, self.rows)
        for title, rows in self.others:
            _fill(book.create_sheet(title), rows)
        if self.finish:
            self.finish(first)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


@dataclass(frozen=True)
class Kind:
    """A kind of bad (or odd but readable) book.

    Attributes:
        name: in Chinese, once. group: where it stands in the table.
        make: a book from a seed. verdict: ``DOUBT``, ``CLEAR`` or ``EITHER``.
    """

    name: str
    group: str
    make: Callable[[random.Random], Book]
    verdict: str = DOUBT


def _fill(sheet: Worksheet, rows: Rows) -> None:
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"


def key(indicator: str, place: str, start: str, kind: str = "month") -> Key:
    """The key of one value."""
    return (indicator, place, start, kind)


def micro(text: str) -> Decimal:
    """A concentration written in mg/m³, in µg/m³."""
    return (Decimal(text) * 1000).normalize()


# -- honest forms ---------------------------------------------------------------------------------

POLLUTANTS = {"pm10": ("PM10", 80, 160), "so2": ("SO2", 30, 80), "no2": ("NO2", 25, 60)}


@dataclass(frozen=True)
class Drawn:
    """A book with where its cells are; rows and columns count from 0.

    Attributes:
        top: row of the first values. left: column of the first values.
    """

    book: Book
    month: str
    places: tuple[str, ...]
    indicators: tuple[str, ...]
    top: int
    left: int

    def put(self, row: int, column: int, value: Cell) -> Rows:
        """The rows with another value in the cell of a place and an indicator."""
        return changed(self.book.rows, self.top + row, self.left + column, value)

    def cell(self, row: int, column: int) -> Key:
        """The key of the cell of a place and an indicator."""
        return key(self.indicators[column], self.places[row], self.month)


def changed(rows: Rows, row: int, column: int, value: Cell) -> Rows:
    """Rows with one other cell."""
    copy = [list(line) for line in rows]
    while len(copy[row]) <= column:
        copy[row].append(None)
    copy[row][column] = value
    return copy


def without(truth: Truth, *gone: Key) -> Truth:
    """What is read, without some of it."""
    return {one: value for one, value in truth.items() if one not in gone}


def monthly(dice: random.Random, unit: str = "（mg/m³）", count: int = 4) -> Drawn:
    """A month of concentrations: districts down, pollutants across, mg/m³ in the title."""
    year, month = dice.choice((2007, 2008)), dice.randint(1, 12)
    places = tuple(dice.sample(DISTRICTS, count))
    first = f"{year}-{month:02d}-01"
    rows: Rows = [[f"{year}年{month}月环境空气质量{unit}"]]
    rows.append(["区县", *(POLLUTANTS[one][0] for one in POLLUTANTS)])
    truth: Truth = {}
    for place in places:
        line: list[Cell] = [place]
        for one, (_, low, high) in POLLUTANTS.items():
            number = dice.randint(low, high)
            line.append(number / 1000)
            truth[key(one, place, first)] = Decimal(number)
        rows.append(line)
    return Drawn(Book(rows, truth), first, places, tuple(POLLUTANTS), 2, 1)


def daily(dice: random.Random, days: int = 6) -> Drawn:
    """Days of one district: dates down, µg/m³ in the heads; ``month`` is the first of the month."""
    year, month = dice.choice((2007, 2008)), dice.randint(1, 12)
    place = dice.choice(DISTRICTS)
    rows: Rows = [["日期", "区县", "PM10(µg/m³)", "SO2(µg/m³)"]]
    truth: Truth = {}
    for day in range(1, days + 1):
        pm10, so2 = dice.randint(80, 160), dice.randint(30, 80)
        rows.append([datetime(year, month, day), place, pm10, so2])
        start = f"{year}-{month:02d}-{day:02d}"
        truth[key("pm10", place, start, "day")] = Decimal(pm10)
        truth[key("so2", place, start, "day")] = Decimal(so2)
    return Drawn(Book(rows, truth), f"{year}-{month:02d}-01", (place,), ("pm10", "so2"), 1, 2)


def across(dice: random.Random, months: int = 6) -> Drawn:
    """PM10 of a year: districts down, months across; ``month`` is the first of January."""
    year = dice.choice((2007, 2008))
    places = tuple(dice.sample(DISTRICTS, 4))
    rows: Rows = [[f"{year}年可吸入颗粒物（PM10）月均浓度（mg/m³）"]]
    rows.append(["区县", *(f"{month}月" for month in range(1, months + 1))])
    truth: Truth = {}
    for place in places:
        line: list[Cell] = [place]
        for month in range(1, months + 1):
            number = dice.randint(80, 160)
            line.append(number / 1000)
            truth[key("pm10", place, f"{year}-{month:02d}-01")] = Decimal(number)
        rows.append(line)
    return Drawn(Book(rows, truth), f"{year}-01-01", places, ("pm10",), 2, 1)


def sewage(dice: random.Random) -> Drawn:
    """A month of a rate with both its parts: districts down."""
    year, month = dice.choice((2007, 2008)), dice.randint(1, 12)
    places = tuple(dice.sample(DISTRICTS, 4))
    rows: Rows = [[f"{year}年{month}月城市污水集中处理情况"]]
    rows.append(["区县", "污水排放量（万吨）", "污水处理量（万吨）", "污水集中处理率（%）"])
    truth: Truth = {}
    first = f"{year}-{month:02d}-01"
    for place in places:
        whole = dice.choice((200, 400, 500, 800))
        part = whole * dice.randint(55, 95) // 100
        rate = Decimal(part * 100) / whole
        rows.append([place, whole, part, float(rate)])
        truth[key("sewage_treatment_rate", place, first)] = rate.normalize()
    return Drawn(Book(rows, truth), first, places, ("sewage_treatment_rate",), 2, 3)


def noise(dice: random.Random) -> Drawn:
    """A year of noise: districts down, day and night across."""
    year = dice.choice((2007, 2008))
    places = tuple(dice.sample(DISTRICTS, 4))
    rows: Rows = [[f"{year}年区域环境噪声监测结果（dB(A)）"], ["区县", "昼间", "夜间"]]
    truth: Truth = {}
    for place in places:
        day = Decimal(dice.randint(500, 580)) / 10
        night = day - Decimal(dice.randint(60, 100)) / 10
        rows.append([place, float(day), float(night)])
        truth[key("noise_regional", place, f"{year}-01-01", "year/day")] = day.normalize()
        truth[key("noise_regional", place, f"{year}-01-01", "year/night")] = night.normalize()
    return Drawn(Book(rows, truth), f"{year}-01-01", places, ("noise_regional",), 2, 1)


def with_rows(drawn: Drawn, rows: Rows, *gone: Key, **more: object) -> Book:
    """The drawn book with other rows; the keys given are no longer read."""
    truth = without(drawn.book.truth, *gone)
    return replace(drawn.book, rows=rows, truth=truth, **more)  # type: ignore[arg-type]
