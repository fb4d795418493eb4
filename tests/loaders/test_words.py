"""Texts against the vocabulary: periods, units, facets."""

import pytest

from loaders.words.key_times import key_parts
from loaders.words.normalise import label, plain
from loaders.words.periods import merged, periods_in, to_period
from loaders.words.unit_rules import unit_rule
from loaders.words.units import unit_in
from loaders.words.vocabulary import Vocabulary
from tests.loaders.staging import catalog_of


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2008年10月城关区PM10", "2008-10"), ("2008年1—12月任务", "2008"),
        ("2008年1～3月", "2008-01..2008-03"), ("二〇〇八年三月", "2008-03"), ("2008.10", "2008-10"),
        ("2018/11/14 4:00", "2018-11-14T04"), ("2018/11/15 0:00", "2018-11-15T00"),
        ("08年3月份", "2008-03"), ("2008年上半年", "2008H1"), ("2008年第三季度", "2008Q3"),
        ("2008年度", "2008"), ("2008-10-05", "2008-10-05"), ("2008年10月5日", "2008-10-05"),
        ("民国106年1月", "2017-01"), ("2008年1—3季度", "2008-01..2008-09"),
    ],
)  # fmt: skip
def test_period_words(text: str, period: str) -> None:
    found = to_period(periods_in(text)[0])
    assert found is not None and found.text == period


@pytest.mark.parametrize(
    ("raw", "role", "period"),
    [
        ("\ufeff2014-01-02", "date", "2014-01-02"), ("10601", "ym", "2017-01"),
        (200801, "ym", "2008-01"), (20081005, "date", "2008-10-05"), (39722, "date", "2008-10-01"),
        ("2008年10月", "month", "2008-10"),
    ],
)  # fmt: skip
def test_key_cells(raw: object, role: str, period: str) -> None:
    parts = key_parts(raw, role)  # type: ignore[arg-type]
    found = to_period(parts) if parts else None
    assert found is not None and found.text == period


@pytest.mark.parametrize(
    ("raw", "role"),
    [(2008.1, "date"), ("2008-13-01", "date"), (13, "month"), (24, "hour"), ("4:30", "hour"),
     ("2018/11/14 4:30", "date"), ("合计", "date"), (True, "month")],
)  # fmt: skip
def test_key_cells_that_say_nothing_certain(raw: object, role: str) -> None:
    parts = key_parts(raw, role)  # type: ignore[arg-type]
    assert parts is None or to_period(parts) is None


def test_a_range_under_month_is_cumulative_never_a_year() -> None:
    parts = key_parts("1-3", "month")
    assert parts is not None
    period = to_period(merged(parts, periods_in("2008年")[0]))
    assert period is not None and period.text == "2008-01..2008-03"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("可吸入颗粒物(mg/m³)", "mg/m³"), ("（单位：μg/m3）", "µg/m³"), ("PM10（µg/m³）", "µg/m³"),
        ("毫克/立方米", "mg/m³"), ("单位：微克／立方米", "µg/m³"), ("mg/m 3", "mg/m³"),
        ("昼间等效声级Leq dB(A)", "dB(A)"), ("取水量(万吨)", "万吨"), ("路段长度(m)", "m"),
        ("餐饮业治理（户）", "户"), ("面积(km²)", "km²"), ("达标率(%)", "%"),
    ],
)  # fmt: skip
def test_units(text: str, unit: str) -> None:
    found = unit_in(text)
    assert found is not None and found.name == unit and not found.damaged


def test_a_lost_superscript_is_known_as_such() -> None:
    found = unit_in("单位：mg/m")
    assert found is not None and found.damaged and found.name == "mg/m³"


def test_unit_rule_with_an_exception() -> None:
    rule = unit_rule("（单位：除CO为毫克/立方米外，其余均为微克/立方米）")
    assert rule is not None
    special, general = rule.units(Vocabulary(catalog_of()).named)
    assert {one: unit.name for one, unit in special.items()} == {"co": "mg/m³"}
    assert general is not None and general.name == "µg/m³"


def test_blanks_between_digits_stay() -> None:
    assert plain("2018/11/1 4:00") == "2018/11/1 4:00"
    assert label("PMl0") == "pm10" and label("S02") == "so2" and label("城 关 区") == "城关区"


def test_one_label_says_several_things() -> None:
    facets = Vocabulary(catalog_of()).facets("2008年10月城关区PM10月均值(mg/m³)")
    assert facets.indicators == ("pm10",) and facets.places == (("area", "城关区"),)
    assert facets.unit is not None and facets.unit.name == "mg/m³"
    assert len(facets.periods) == 1 and facets.statistic == "mean"


@pytest.mark.parametrize("text", ["control", "company", "PM100", "城东区"])
def test_no_word_inside_another(text: str) -> None:
    facets = Vocabulary(catalog_of()).facets(text)
    assert not facets.indicators and not facets.places


def test_a_sender_is_no_place() -> None:
    facets = Vocabulary(catalog_of()).facets("城关区环境保护局")
    assert not facets.places and facets.senders == ("城关区",)
