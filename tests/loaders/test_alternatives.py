"""Competing readings: near ties are asked with what speaks for each, the clearly better is told."""

import pytest

from loaders.model.evidence import NEAR, Alternative, settled
from loaders.model.sheet import Sheet
from loaders.model.staged import StagedBatch
from tests.loaders.staging import codes, found, keys, sheet, staged

DAY = "2008年10月{title}（mg/m³）\n日期|PM10\n2008-10-01|0.1\n2008-10-02|0.2"
MONTHS = "2008年{title}（mg/m³）\n区县|1月|2月\n城关区|0.1|0.05"
UNITS = "2008年10月空气（{unit}）\n区县|PM10\n城关区|{one}\n安宁区|{two}"


def batch(lines: str, name: str, file: str = "表.xlsx", **more: object) -> StagedBatch:
    return staged([sheet(lines, name)], name=file, **more)


def told(one: StagedBatch) -> list[str]:
    return [d.message for d in one.diagnostics if d.code == "reading-chosen"]


def test_a_gap_of_the_scale_decides_and_less_does_not() -> None:
    best = Alternative("甲", 1.0, "")
    assert settled([Alternative("乙", 1.0 - NEAR - 0.01, ""), best]) == best
    assert settled([Alternative("乙", 1.0 - NEAR, ""), best]) is None
    assert settled([best, Alternative("乙", 1.0, "")]) is None
    assert settled([best]) == best and settled([]) is None


# -- place and indicator -----------------------------------------------------------------------------

TIES = {
    "place: title against sheet": (DAY.format(title="城关区"), "安宁区", "表.xlsx", "area"),
    "place: title against file": (DAY.format(title="城关区"), "Sheet1", "安宁区.xlsx", "area"),
    "place: sheet against file": (DAY.format(title=""), "城关区", "安宁区.xlsx", "area"),
    "indicator: title against sheet": (MONTHS.format(title="PM10"), "SO2", "表.xlsx", "indicator"),
    "indicator: sheet against file": (MONTHS.format(title=""), "SO2", "NO2.xlsx", "indicator"),
}


@pytest.mark.parametrize("name", TIES)
def test_a_near_tie_is_asked_and_each_answer_is_read(name: str) -> None:
    lines, sheet_name, file, topic = TIES[name]
    asked = batch(lines, sheet_name, file)
    assert keys(asked) == [topic] and asked.observations.num_rows == 0
    (question,) = asked.questions
    assert len(question.options) == 2 and question.prompt.count("“") >= 3
    read = []
    for option in question.options:
        answered = batch(lines, sheet_name, file, answers={question.key: option})
        assert not answered.questions and answered.observations.num_rows == 2
        column = "area" if topic == "area" else "indicator"
        read.append(answered.observations[column].to_pylist()[0])
    assert read == list(question.options)


@pytest.mark.parametrize(
    ("lines", "name", "file", "expected"),
    [
        (DAY.format(title="城关区"), "城关区", "安宁区.xlsx", ("pm10", "城关区")),
        (MONTHS.format(title="PM10"), "PM10", "SO2.xlsx", ("pm10", "城关区")),
    ],
)
def test_two_sources_outweigh_one_and_it_is_told(
    lines: str, name: str, file: str, expected: tuple[str, str]
) -> None:
    one = batch(lines, name, file)
    assert {key[:2] for key in found(one)} == {expected} and not one.questions
    assert len(told(one)) == 1 and file.removesuffix(".xlsx") in told(one)[0]


@pytest.mark.parametrize(("title", "name"), [("兰州市", "安宁区"), ("安宁区", "兰州市")])
def test_a_district_in_its_city_is_no_conflict(title: str, name: str) -> None:
    one = batch(DAY.format(title=title), name)
    assert set(one.observations["area"].to_pylist()) == {"安宁区"} and codes(one) == []


# -- unit ------------------------------------------------------------------------------------------------


def test_the_stated_unit_holds_where_the_values_speak_for_it_too() -> None:
    one = batch(UNITS.format(unit="mg/m³", one="0.1", two="0.2"), "浓度µg/m³")
    assert found(one)["pm10", "城关区", "2008-10-01", "month"] == "100" and len(told(one)) == 1


def test_a_unit_against_which_the_values_speak_is_asked() -> None:
    lines = UNITS.format(unit="mg/m³", one="100", two="200")
    asked = batch(lines, "浓度µg/m³")
    assert keys(asked) == ["unit-pm10"] and asked.observations.num_rows == 0
    (question,) = asked.questions
    assert set(question.options) == {"µg/m³", "mg/m³"} and "工作表名" in question.prompt
    answered = batch(lines, "浓度µg/m³", answers={question.key: "µg/m³"})
    assert found(answered)["pm10", "城关区", "2008-10-01", "month"] == "100"


def test_an_unstated_unit_that_both_bands_allow_is_asked_with_both_shares() -> None:
    asked = staged("2008年10月\n区县|SO2\n城关区|1.5\n安宁区|2.5")
    assert keys(asked) == ["unit-so2"] and asked.questions[0].prompt.count("100%") == 2


# -- orientation -----------------------------------------------------------------------------------------

BOTH_WAYS = (
    "2008年10月城关区PM10（mg/m³）\n项目|2007年10月|NO2|2月\n"
    "SO2|0.15|0.084|0.261\n9月|0.278|0.3|0.166"
)


def test_a_table_that_reads_both_ways_is_asked_with_an_example_of_each() -> None:
    asked = staged(BOTH_WAYS)
    assert keys(asked) == ["orientation"] and asked.observations.num_rows == 0
    (question,) = asked.questions
    assert set(question.options) == {"表头在上", "表头在左"}
    assert "C3 是城关区 2008-10 NO2" in question.prompt and "C4 是城关区 2008-09" in question.prompt


@pytest.mark.parametrize(("option", "table"), [("表头在上", "down"), ("表头在左", "turned")])
def test_the_answered_way_is_kept_with_the_form(option: str, table: str) -> None:
    key = staged(BOTH_WAYS).questions[0].key
    answered = staged(BOTH_WAYS, answers={key: option})
    layout = answered.layouts[0].layout
    assert layout.table == table and answered.observations.num_rows > 0
    again = staged(BOTH_WAYS, layouts=(layout,))
    assert not again.questions and again.observations.equals(answered.observations)


def test_both_ways_that_read_the_same_are_no_question() -> None:
    one = staged(
        [Sheet("表", [["2008年PM10（mg/m³）"], ["区县", "1月", "2月"], ["城关区", 0.1, 0.2]])]
    )
    assert codes(one) == [] and one.observations.num_rows == 2
