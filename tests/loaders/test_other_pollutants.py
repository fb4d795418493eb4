"""NOx, lead, benzo[a]pyrene and fluoride of air: as concentrations only, never as emissions."""

import pytest

from tests.loaders.staging import codes, found, staged


def read(lines: str, city: str = "lanzhou") -> dict[str, str]:
    return {indicator: value for (indicator, *_), value in found(staged(lines, city)).items()}


@pytest.mark.parametrize("word", ["NOx", "NOX", "氮氧化物", "氮氧化物（NOx）", "氮氧化物(以NO2计)"])
def test_nox_is_read_beside_no2(word: str) -> None:
    lines = f"2014年10月（µg/m³）\n区县|NO2|{word}\n城关区|41|66\n安宁区|38|57"
    assert read(lines) == {"no2": "38", "nox": "57"}
    rows = found(staged(lines))
    assert rows["nox", "城关区", "2014-10-01", "month"] == "66"


@pytest.mark.parametrize(
    "word", ["氮氧化物排放量（吨）", "氮氧化物减排量（吨）", "NOx削减量（吨）", "氮氧化物排放浓度（mg/m³）", "NOx去除率（%）"]
)  # fmt: skip
def test_emissions_and_reductions_are_not_nox(word: str) -> None:
    lines = f"2014年10月\n区县|PM10（µg/m³）|{word}\n城关区|110|66\n安宁区|120|57"
    assert read(lines) == {"pm10": "120"}


def test_tonnes_of_nox_are_no_concentration() -> None:
    batch = staged("2014年10月\n区县|PM10（µg/m³）|氮氧化物（吨）\n城关区|110|66\n安宁区|120|57")
    assert "unit-conflict" in codes(batch)
    assert {row["indicator"] for row in batch.observations.to_pylist()} == {"pm10"}


def test_lead_and_benzopyrene_of_air_in_small_units() -> None:
    lines = (
        "2014年第1季度\n区县|空气中铅（μg/m³）|环境空气苯并[a]芘（ng/m³）|大气氟化物（μg/m³）\n"
        "城关区|0.210|1.2|3.5\n安宁区|0.180|0.9|2.8"
    )
    assert read(lines) == {"lead_air": "0.18", "bap_air": "0.0009", "fluoride_air": "2.8"}


@pytest.mark.parametrize(
    "lines",
    [
        "2014年第1季度\n区县|铅（μg/m³）|苯并[a]芘（μg/m³）\n城关区|0.210|0.0012\n安宁区|0.180|0.0009",
        "2014年第1季度环境空气质量（μg/m³）\n区县|PM10|Pb|BaP\n城关区|110|0.210|0.0012\n安宁区|120|0.180|0.0009",
    ],
)
def test_a_shared_word_is_of_air_where_unit_or_neighbours_say_so(lines: str) -> None:
    got = read(lines)
    assert (got["lead_air"], got["bap_air"]) == ("0.18", "0.0009")


def test_of_water_it_is_not_of_air() -> None:
    lines = "2014年3月\n断面|高锰酸盐指数（mg/L）|铅（mg/L）\n甲桥|3.1|0.004\n乙桥|2.8|0.005"
    rows = staged(lines, area="城关区").observations.to_pylist()
    assert {row["indicator"] for row in rows} == {"codmn", "water_lead"}


def test_where_air_or_water_cannot_be_told_it_is_asked() -> None:
    batch = staged("2014年3月\n区县|铅\n城关区|0.210\n安宁区|0.180")
    assert batch.observations.num_rows == 0 and any("铅" in q.prompt for q in batch.questions)


def test_a_letter_f_is_no_fluoride() -> None:
    assert read("2014年10月（µg/m³）\n区县|PM10|F\n城关区|110|3\n安宁区|120|4") == {"pm10": "120"}
