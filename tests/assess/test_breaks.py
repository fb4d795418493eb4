"""Every day on which figures become of another kind is a break, and no other day is."""

from datetime import date
from pathlib import Path

import pytest

from chuangmo.assess.verdicts.breaks import breaks_in
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.load import load_catalog
from chuangmo.period import parse_period
from chuangmo.settings import Settings


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    home: Path = tmp_path_factory.mktemp("breaks")
    return load_catalog(Settings(home, "lanzhou"))


def found(catalog: Catalog, indicator: str, period: str) -> list[tuple[date, str]]:
    made = breaks_in(catalog, catalog.indicator(indicator), parse_period(period))
    return [(one.day, one.label) for one in made]


STATE = (date(2018, 9, 1), "2018年9月1日起浓度状态改变")


@pytest.mark.parametrize("indicator", ["pm10", "so2", "good_air_days", "air_composite_index"])
def test_the_state_of_concentrations_breaks_them_and_what_is_made_of_them(
    catalog: Catalog, indicator: str
) -> None:
    assert found(catalog, indicator, "2018-01..2019-12") == [STATE]
    assert found(catalog, indicator, "2018-09..2019-12") == []  # begins on the day itself
    assert found(catalog, indicator, "2017-01..2018-08") == []


def test_a_change_of_the_standard_says_both_limits_as_printed(catalog: Catalog) -> None:
    span = parse_period("2012-01..2013-12")
    (one,) = breaks_in(catalog, catalog.indicator("no2"), span)
    assert one.day == date(2013, 1, 1)  # the city's own day, not 2016-01-01
    assert one.label == "2013年1月1日起改按 GB 3095-2012"
    assert "年平均限值由 0.08 mg/m³ 改为 40 µg/m³" in one.sentence


def test_a_standard_that_keeps_the_limit_does_not_say_it_changed(catalog: Catalog) -> None:
    (one,) = breaks_in(catalog, catalog.indicator("no2"), parse_period("2026"))
    assert one.day == date(2026, 3, 1) and "限值由" not in one.sentence
    (other,) = breaks_in(catalog, catalog.indicator("pm10"), parse_period("2026"))
    assert "年平均限值由 70 µg/m³ 改为 60 µg/m³" in other.sentence


def test_an_amendment_under_the_same_number_is_not_called_by_it(catalog: Catalog) -> None:
    assert found(catalog, "no2", "1999-12..2000-12") == [
        (date(2000, 1, 6), "2000年1月6日起改按修改后的标准")
    ]


def test_good_days_break_where_the_index_changes(catalog: Catalog) -> None:
    (one,) = breaks_in(
        catalog, catalog.indicator("good_air_days"), parse_period("2012-01..2013-12")
    )
    assert one.day == date(2013, 1, 1) and "AQI" in one.label and "API" in one.sentence


@pytest.mark.parametrize("indicator", ["noise_traffic", "boiler_retrofit_units", "ph"])
def test_what_is_no_concentration_has_no_break_of_state(catalog: Catalog, indicator: str) -> None:
    assert found(catalog, indicator, "2018-01..2019-12") == []
