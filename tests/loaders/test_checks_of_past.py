"""What the store says against a file: tenfold figures, swapped columns, days, missing sheets."""

from dataclasses import replace

import pyarrow as pa
import pytest

from chuangmo.store.reading import ARRIVALS
from chuangmo.store.rows import Selection
from loaders.model.staged import StagedBatch
from tests.loaders.test_checks_history import AREAS, Remembering, monthly, staged

SO2 = (60, 65, 70, 58, 62, 55, 50, 66)
NO2 = (30, 33, 36, 28, 31, 27, 26, 32)


class Batches(Remembering):
    """A store that says what came with which batch: one a month."""

    def __init__(self, held: list[tuple]) -> None:
        super().__init__(*held)

    def arrivals(self, selection: Selection) -> pa.Table:
        names = tuple({row["indicator"] for row in self.rows})
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
