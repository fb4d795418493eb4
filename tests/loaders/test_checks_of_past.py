"""What the store says against a file: tenfold figures, swapped columns, days, missing sheets."""

from collections.abc import Collection
from dataclasses import replace

import pyarrow as pa
import pytest

from chuangmo.store.reading import ARRIVALS, SHEETS
from chuangmo.store.rows import Selection
from loaders.model.sheet import Sheet
from loaders.model.staged import StagedBatch
from tests.loaders.staging import EmptyStore, sheet
from tests.loaders.test_checks_history import AREAS, Remembering, monthly, staged

SO2 = (60, 65, 70, 58, 62, 55, 50, 66)
NO2 = (30, 33, 36, 28, 31, 27, 26, 32)


class Batches(Remembering):
    """A store that says what came with which batch: one a month."""

    def __init__(self, held: list[tuple]) -> None:
        super().__init__(*held)

    def arrivals(self, selection: Selection) -> pa.Table:
        names = tuple({row["indicator"] for row in self.held})
        found = super().arrivals(replace(selection, indicators=names)).to_pylist()
        rows = [row | {"batch": row["month"].month} for row in found]
        return pa.Table.from_pylist(rows, schema=ARRIVALS)


def told(batch: StagedBatch, code: str) -> list[tuple[str | None, str]]:
    return [(d.cell, d.message) for d in batch.diagnostics if d.code == code]


def held(indicator: str, month: str, values: tuple[int, ...]) -> list[tuple]:
    return [(indicator, a, None, month, str(v)) for a, v in zip(AREAS, values, strict=False)]


def pairs(first: tuple[int, ...], second: tuple[int, ...]) -> str:
    rows = [f"{a}|{x}|{y}" for a, x, y in zip(AREAS, first, second, strict=False)]
    return "2008年10月空气质量（µg/m³）\n区县|SO2|NO2\n" + "\n".join(rows)


# -- tenfold --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("last", "count"), [("12", 1), ("13", 1), ("40", 0), ("110", 0)])
def test_ten_times_the_month_before(last: str, count: int) -> None:
    batch = staged(monthly(("121",)), ("pm10", "城关区", None, "2008-09", last))
    assert len(told(batch, "tenfold")) == count


def test_the_season_explains_ten_times() -> None:
    before = ("pm10", "城关区", None, "2008-09", "12")
    batch = staged(monthly(("121",)), before, ("pm10", "城关区", None, "2007-10", "100"))
    assert not told(batch, "tenfold")


TASK = "2008年1—{}月餐饮业治理\n区县|餐饮业治理户数(户)\n城关区|{}"


@pytest.mark.parametrize(
    ("month", "value", "count"), [(10, 280, 1), (10, 31, 0), (10, 60, 0), (10, 2800, 0)]
)
def test_ten_times_the_last_count_of_the_year(month: int, value: int, count: int) -> None:
    held = ("catering_treated_units", "城关区", None, "2008-01..2008-09", "28")
    batch = staged(TASK.format(month, value), held)
    assert len(told(batch, "tenfold")) == count


# -- swapped --------------------------------------------------------------------------------------

PAST = [*held("so2", "2007-10", SO2), *held("no2", "2007-10", NO2)]


def test_columns_exchanged_against_their_rank_order() -> None:
    found = [d for d in staged(pairs(NO2, SO2), *PAST).to_confirm if d.code == "columns-swapped"]
    assert len(found) == 1 and "SO2、NO2 2008-10在 8 个地点" in found[0].message


def test_columns_in_their_order_say_nothing() -> None:
    assert not told(staged(pairs(SO2, NO2), *PAST), "columns-swapped")
    assert not told(staged(pairs(NO2, SO2)), "columns-swapped")


def test_one_place_in_its_order_is_enough_to_say_nothing() -> None:
    mixed = (*NO2[:-1], SO2[-1]), (*SO2[:-1], NO2[-1])
    assert not told(staged(pairs(*mixed), *PAST), "columns-swapped")


def one_place(*months: str) -> list[tuple]:
    return [
        row
        for month in months
        for row in (*held("so2", month, SO2[:1]), *held("no2", month, NO2[:1]))
    ]


def test_of_one_place_two_past_months_must_agree() -> None:
    wrong = pairs(NO2[:1], SO2[:1])
    past = one_place("2007-10", "2006-10")
    assert told(staged(wrong, *past), "columns-swapped")
    assert not told(staged(pairs(SO2[:1], NO2[:1]), *past), "columns-swapped")
    assert not told(staged(wrong, *one_place("2007-10")), "columns-swapped")
    crossed = [
        *one_place("2007-10"),
        *held("so2", "2006-10", NO2[:1]),
        *held("no2", "2006-10", SO2[:1]),
    ]
    assert not told(staged(wrong, *crossed), "columns-swapped")


# -- days of the store ----------------------------------------------------------------------------


@pytest.mark.parametrize(("mean", "count"), [("112", 0), ("114", 0), ("140", 1)])
def test_a_reported_mean_beside_its_days(mean: str, count: int) -> None:
    days = [("pm10", "城关区", None, f"2008-10-{d:02d}", str(100 + d)) for d in range(1, 25)]
    found = told(staged(monthly((mean,)), *days), "mean-beside-days")
    assert len(found) == count and all("24 天的日值计算是 112.5" in text for _, text in found)
    assert not told(staged(monthly((mean,)), *days[:19]), "mean-beside-days")


# -- missing sheets -------------------------------------------------------------------------------


def test_an_indicator_that_always_came_and_is_missing() -> None:
    both = [*held("pm10", "2008-09", SO2), *held("so2", "2008-09", SO2)]
    both += [*held("pm10", "2008-08", SO2), *held("so2", "2008-08", SO2)]
    assert "还报SO2" in told(staged(monthly(), store=Batches(both)), "indicators-missing")[0][1]
    assert not told(staged(pairs(SO2, NO2), store=Batches(both)), "indicators-missing")


def test_what_came_once_is_not_missed() -> None:
    once = [*held("pm10", "2008-09", SO2), *held("pm10", "2008-08", SO2)]
    once += held("so2", "2008-08", SO2)
    assert not told(staged(monthly(), store=Batches(once)), "indicators-missing")


class Books(EmptyStore):
    """A store to which books came, each as its sheets with their names, forms and indicators."""

    def __init__(self, *books: list[tuple[str, str, str]]) -> None:
        self.books = books

    def sheets(self, forms: Collection[str]) -> pa.Table:
        rows = [
            dict(zip(SHEETS.names, (number, *line), strict=True))
            for number, book in reversed(list(enumerate(self.books, 1)))
            if any(form in forms for _, form, _ in book)
            for line in book
        ]
        return pa.Table.from_pylist(rows, schema=SHEETS)


AIR, WATER = (
    "2008年10月（µg/m³）\n区县|PM10\n城关区|61",
    "2008年10月（mg/L）\n断面|区县|氨氮\n甲断面|安宁区|0.2",
)


def book(**sheets: str) -> list[Sheet]:
    return [sheet(text, name) for name, text in sheets.items()]


def known(sheets: list[Sheet]) -> list[tuple[str, str, str]]:
    """Its sheets as a store knows them once the book is imported."""
    rows = staged(sheets).observations.to_pylist()
    return [(row["sheet"], row["form"], row["indicator"]) for row in rows]


def test_a_sheet_that_every_earlier_book_had_is_missed_by_name() -> None:
    whole = known(book(空气=AIR, 水质=WATER))
    (message,) = [m for _, m in told(staged(book(空气=AIR), store=Books(whole)), "sheets-missing")]
    assert "都有工作表“水质”，这次没有" in message
    assert not told(staged(book(空气=AIR, 水质=WATER), store=Books(whole)), "sheets-missing")
    once = staged(book(空气=AIR), store=Books(whole, known(book(空气=AIR))))
    assert not told(once, "sheets-missing")


def test_sheets_of_districts_and_of_months_are_told_apart() -> None:
    districts = book(
        城关区="2008年10月（µg/m³）\n日期|PM10\n2008-10-05|61",
        安宁区="2008年10月（µg/m³）\n日期|PM10\n2008-10-05|71",
    )
    store = Books(known(districts))
    assert "“安宁区”" in told(staged(districts[:1], store=store), "sheets-missing")[0][1]
    months = known([sheet(AIR, "10月空气"), sheet(WATER, "10月水")])
    november = [sheet(AIR.replace("10月", "11月"), "11月空气")]
    assert "“10月水”" in told(staged(november, store=Books(months)), "sheets-missing")[0][1]


def test_another_book_with_a_sheet_of_the_same_form_is_not_its_past() -> None:
    other = known(book(空气=AIR, 水质=WATER))
    assert not told(staged(book(大气=AIR), store=Books(other)), "sheets-missing")
