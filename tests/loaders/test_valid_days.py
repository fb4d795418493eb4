"""有效天数 beside one pollutant, once for the row, by groups of time; and as a denominator."""

import pytest

from tests.loaders.staging import codes, staged

TOP = "2008年10月（mg/m³）\n"
FORMS: dict[str, tuple[str, dict[str, int | None]]] = {
    "the only pollutant": ("区县|PM10|有效天数\n城关区|0.1|30", {"pm10": 30}),
    "beside each": ("区县|PM10|有效天数|SO2|有效天数\n城关区|0.1|30|0.05|29", {"pm10": 30, "so2": 29}),
    "before each": ("区县|有效天数|PM10|有效天数|SO2\n城关区|30|0.1|29|0.05", {"pm10": 30, "so2": 29}),
    "once at the end": ("区县|PM10|SO2|有效监测天数\n城关区|0.1|0.05|28", {"pm10": 28, "so2": 28}),
    "once at the front": ("区县|有效天数(天)|PM10|SO2\n城关区|28|0.1|0.05", {"pm10": 28, "so2": 28}),
    "beside one of two": ("区县|PM10|有效天数|SO2\n城关区|0.1|30|0.05", {"pm10": 30, "so2": None}),
    "in groups": (
        "区县|PM10||SO2|\n|均值|有效天数|均值|有效天数\n城关区|0.1|30|0.05|29", {"pm10": 30, "so2": 29}),
    "and the days that are good": (
        "区县|PM10|有效天数|优良天数\n城关区|0.1|30|27", {"pm10": 30, "good_air_days": None}),
    "a word of its own": ("区县|PM10|SO2有效天数|SO2\n城关区|0.1|27|0.05", {"pm10": None, "so2": 27}),
    "another word": ("区县|PM10|SO2|有效日数\n城关区|0.1|0.05|28", {"pm10": 28, "so2": 28}),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_attached(name: str) -> None:
    lines, expected = FORMS[name]
    batch = staged(TOP + lines)
    assert not batch.errors and not batch.questions
    rows = batch.observations.to_pylist()
    assert {row["indicator"]: row["n_valid"] for row in rows} == expected
    for row in rows:
        if row["indicator"] == "good_air_days":
            assert (row["numerator"], row["denominator"]) == (27, 30)


def test_never_of_another_year() -> None:
    batch = staged(TOP + "区县|PM10本月|PM10上年同期|有效天数\n城关区|0.1|0.2|30")
    days = {row["start"].year: row["n_valid"] for row in batch.observations.to_pylist()}
    assert days == {2008: 30}


def test_the_title_names_the_pollutant() -> None:
    batch = staged("2008年10月PM10（mg/m³）\n区县|月均值|有效天数\n城关区|0.1|30\n安宁区|0.2|29")
    rows = batch.observations.to_pylist()
    assert [(r["indicator"], r["n_valid"]) for r in rows] == [("pm10", 30), ("pm10", 29)]


def test_more_than_the_month_has() -> None:
    batch = staged(TOP + "区县|PM10|SO2|有效天数\n城关区|0.1|0.05|32\n安宁区|0.2|0.06|31")
    assert codes(batch) == ["valid-days-over"] and batch.errors[0].cell == "D3"
    assert batch.observations.num_rows == 2
