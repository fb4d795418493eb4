"""Units that a sentence states for one pollutant and for the others."""

import pytest

from tests.loaders.staging import codes, found, keys, staged

MIXED = [
    "单位：μg/m³（CO为mg/m³）",
    "单位：μg/m³，CO：mg/m³",
    "（CO:mg/m3，其他：ug/m3）",
    "注：CO单位为mg/m³，其他污染物单位为μg/m³",
    "除CO为mg/m3外均为ug/m3",
    "单位：微克/立方米（一氧化碳：毫克/立方米）",
    "污染物浓度单位：微克/立方米（CO除外，为毫克/立方米）",
    "SO2、NO2、PM10单位为μg/m³，CO单位为mg/m³",
    "单位:ug/m3,其中CO为mg/m3",
    "单位：μg/m³、mg/m³（CO）",
]


def table(head: str, foot: str = "") -> str:
    return (
        f"2023年10月环境空气\n{head}\n区县|SO2|PM10|CO\n城关区|10|70|1.2\n安宁区|11|71|0.9\n{foot}"
    )


@pytest.mark.parametrize("sentence", MIXED)
def test_each_pollutant_has_the_unit_that_is_said_for_it(sentence: str) -> None:
    note = sentence.startswith("注")
    batch = staged(table("", sentence) if note else table(sentence))
    values = found(batch)
    assert values["so2", "城关区", "2023-10-01", "month"] == "10"
    assert values["pm10", "安宁区", "2023-10-01", "month"] == "71"
    assert values["co", "安宁区", "2023-10-01", "month"] == "0.9"
    assert not batch.to_confirm and not batch.questions


def test_a_number_before_a_unit_makes_another_unit() -> None:
    batch = staged(table("单位：µg/m³，CO单位为10 µg/m³"))
    assert "unit-conflict" in codes(batch)
    assert not [key for key in found(batch) if key[0] == "co"]


def test_a_limit_in_a_title_is_no_unit() -> None:
    batch = staged(table("单位：μg/m³（CO为mg/m³），二级标准年均值0.06mg/m³"))
    assert found(batch)["so2", "城关区", "2023-10-01", "month"] == "10"


def test_a_unit_stands_behind_its_pollutant_without_a_bracket() -> None:
    batch = staged("2008年10月\n区县|PM10 mg/m3|SO2 ug/m3\n城关区|0.126|51\n安宁区|0.116|52")
    values = found(batch)
    assert values["pm10", "城关区", "2008-10-01", "month"] == "126"
    assert values["so2", "安宁区", "2008-10-01", "month"] == "52"


def test_each_value_column_has_the_unit_column_behind_it() -> None:
    rows = "\n".join(f"2023-01-{day}|{day}|V|ugm-3 (TEOM)|0.{day}|V|mgm-3" for day in range(13, 17))
    batch = staged(f"Date|PM10|status|unit|Carbon monoxide|status|unit\n{rows}", area="城关区")
    values = found(batch)
    assert values["pm10", "城关区", "2023-01-13", "day"] == "13"
    assert values["co", "城关区", "2023-01-13", "day"] == "0.13"


def test_gases_of_the_size_of_ppm_beside_particles_in_micrograms_are_asked() -> None:
    head = "2019年1月\n区县|SO2|NO2|PM10\n"
    batch = staged(head + "城关区|0.005|0.021|30\n安宁区|0.006|0.022|31")
    assert {q.key.rsplit("/", 1)[1] for q in batch.questions} == {"unit-so2", "unit-no2"}


def titled(unit: str, head: str = "PM10") -> str:
    return f"2008年10月环境空气（{unit}）\n区县|{head}|SO2\n城关区|0.11|0.05\n安宁区|0.12|0.06"


@pytest.mark.parametrize("unit", ["ppm", "吨", "mg/L", "mg/m²", "%", "mg/斤"])
def test_a_unit_in_the_title_that_fits_no_column_is_asked_about(unit: str) -> None:
    batch = staged(titled(unit))
    assert keys(batch) == ["unit-pm10", "unit-so2"]
    assert "不能换算" in batch.questions[0].prompt
    answers = {question.key: "mg/m³" for question in batch.questions}
    answered = staged(titled(unit), answers=answers)
    assert found(answered)["pm10", "城关区", "2008-10-01", "month"] == "110"


def test_a_unit_in_the_title_that_fits_another_column_says_nothing_of_the_rest() -> None:
    lines = "2008年10月（%）\n区县|污水集中处理率|PM10\n城关区|81|0.11\n安宁区|82|0.12"
    assert not staged(lines).questions
