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
