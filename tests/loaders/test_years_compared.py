"""Years that stand beside each other under a title of some months are those months."""

from tests.loaders.staging import found, staged


def test_years_across_under_a_title_of_months() -> None:
    text = (
        "2023年1-10月PM10（μg/m³）\n区县|2022年|2023年|同比\n城关区|75|70|-6.7%\n安宁区|76|71|-6.6%"
    )
    rows = staged(text).observations.to_pylist()
    seen = {(r["start"].year, r["start"].month, r["end"].month, int(r["value"])) for r in rows}
    assert (2022, 1, 11, 75) in seen and (2023, 1, 11, 70) in seen and len(rows) == 4


def test_years_down_under_a_title_of_months() -> None:
    batch = staged("城关区2023年1-10月PM10（μg/m³）\n年份|PM10\n2021|80\n2022|75\n2023|70")
    rows = batch.observations.to_pylist()
    assert not batch.questions
    assert {(r["start"].year, r["end"].month) for r in rows} == {
        (y, 11) for y in (2021, 2022, 2023)
    }


def test_whole_years_stay_whole() -> None:
    batch = staged("2023年10月PM10（μg/m³）\n区县|2021年|2022年\n城关区|80|75\n安宁区|81|76")
    assert ("pm10", "城关区", "2022-01-01", "year") in found(batch)


def test_a_year_that_says_it_is_whole_stays_whole() -> None:
    text = (
        "2023年1-10月PM10（μg/m³）\n区县|2022年全年|2023年|2022年\n城关区|75|70|74\n安宁区|76|71|75"
    )
    values = found(staged(text))
    assert values["pm10", "城关区", "2022-01-01", "year"] == "75"
