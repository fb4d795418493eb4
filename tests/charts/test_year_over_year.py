"""Last year laid over this year: 同比 only of months that are published in both years and alike."""

from dataclasses import replace
from fractions import Fraction

import pytest

from chuangmo.assess.verdict_types import Statistic
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.load import load_catalog
from chuangmo.exhibit import Exhibit, Foot
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.monthly.years import years_exhibit
from chuangmo.exhibits.place import Place
from chuangmo.exports.native import chart_of
from chuangmo.period import month_period
from chuangmo.service.figures.answers import MonthPoint
from chuangmo.settings import load_settings

FOOT = Foot("", "", "", "")


def statistic(year: int, month: int, value: str | None, *, valid: bool = True) -> Statistic:
    return Statistic(
        indicator="pm10", area="兰州市", site=None, period=month_period(year, month), grain="day",
        statistic="mean", value=None if value is None else Fraction(value), unit="mg/m³",
        n_valid=30, n_expected=30, n_required=27, n_unit="day", valid=valid, reason_code="",
        reason="", rule="", dust="keep", n_dust=0, origin="reported", sites=(), demo=False,
    )  # fmt: skip


def laid(catalog: Catalog, year: int, values: dict[tuple[int, int], Statistic]) -> Exhibit:
    """The exhibit of the year's twelve months; what is not given has no value."""
    points = [
        MonthPoint(one.period, one, one)
        for y in (year - 1, year)
        for m in range(1, 13)
        for one in [values.get((y, m)) or statistic(y, m, None, valid=False)]
    ]
    place = Place(
        catalog.indicator("pm10"), "兰州市", Month(month_period(year, 12)), "keep", [], []
    )
    found = years_exhibit(catalog, place, points, [], FOOT)
    assert found is not None
    return found


def months(year: int, *values: str) -> dict[tuple[int, int], Statistic]:
    return {(year, n): statistic(year, n, value) for n, value in enumerate(values, 1)}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(replace(load_settings(), city="lanzhou"))


def test_months_are_compared_by_what_is_better(catalog: Catalog) -> None:
    values = months(2007, "0.200", "0.100", "0.100") | months(2008, "0.180", "0.110", "0.100")
    found = laid(catalog, 2008, values)
    assert found.verdict == "3个可比的月份中，1个月好于上年同月，1个月差于上年同月，1个月持平"
    assert list(found.frame["change"][:3]) == ["下降10.0%", "上升10.0%", "持平"]


def test_a_month_that_one_year_lacks_is_not_compared_and_is_named(catalog: Catalog) -> None:
    values = months(2007, "0.200", "0.100") | months(2008, "0.180", "0.110", "0.100")
    values[2008, 2] = statistic(2008, 2, "0.110", valid=False)
    found = laid(catalog, 2008, values)
    assert found.verdict.startswith("1个可比的月份中，1个月好于上年同月")
    assert "3月不作同比：2007年没有数。" in "".join(found.notes)
    assert "2月不作同比：2008年数据不足。" in found.notes
    assert found.table is not None and found.table.rows[2][3].text == "—"


def test_across_a_change_of_the_state_nothing_is_said(catalog: Catalog) -> None:
    """From September 2018 concentrations are of another state: months before compare no more."""
    values = months(2018, *["0.100"] * 12) | months(2019, *["0.090"] * 12)
    found = laid(catalog, 2019, values)
    compared = [n for n, words in enumerate(found.frame["change"], 1) if words]
    assert compared == [9, 10, 11, 12]
    assert any("1月" in note and "不作同比" in note for note in found.notes)


def test_files_draw_both_years(catalog: Catalog) -> None:
    values = months(2007, "0.200", "0.100", "0.100") | months(2008, "0.180", "0.110", "0.100")
    chart = chart_of(laid(catalog, 2008, values))
    assert chart is not None
    assert [(one.role, one.name) for one in chart.series[:2]] == [
        ("own", "2008年"), ("before", "2007年"),
    ]  # fmt: skip
    assert chart.series[1].values[:3] == (200.0, 100.0, 100.0)
