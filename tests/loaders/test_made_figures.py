"""Figures made of others beside their own: indices, running means, extremes, device channels."""

from tests.loaders.reading_lists import read
from tests.loaders.staging import codes, found, keys, staged

DAY = "城关区空气质量（μg/m³）\n"


def test_an_index_of_a_pollutant_is_no_concentration() -> None:
    text = (
        "日期|SO2浓度|SO2指数|PM10浓度|PM10分指数\n2023-10-13|10|50|70|60\n2023-10-14|11|51|71|61"
    )
    batch = staged(DAY + text)
    assert sorted(found(batch).values()) == ["10", "11", "70", "71"] and not batch.errors


def test_an_index_in_a_row_is_no_concentration() -> None:
    text = "城关区2023年10月\n项目|数值\nPM10浓度（μg/m3）|70\nPM10指数|60"
    assert list(found(staged(text)).values()) == ["70"]


def test_a_running_mean_beside_its_hours_is_set_aside() -> None:
    text = "日期|小时|项目|东四|天坛\n" + "\n".join(
        f"20140101|{h}|{name}|{value + h}|{value + h + 1}"
        for h in range(3)
        for name, value in (("PM2.5", 50), ("PM2.5_24h", 52), ("AQI", 80))
    )
    batch = staged(text, city="beijing")
    assert sorted(read(batch).values()) == ["50", "51", "51", "52", "52", "53"]
    assert not batch.errors


def test_the_mean_of_a_day_without_its_hours_is_read() -> None:
    batch = staged(DAY + "日期|PM2.5 24小时平均\n2023-10-13|35\n2023-10-14|36")
    assert sorted(found(batch).values()) == ["35", "36"]


def test_a_channel_named_by_its_target_gas_is_not_that_gas() -> None:
    batch = staged(DAY + "日期|PM10|PT08.S5(O3)\n2023-10-13|70|1268\n2023-10-14|71|1272")
    assert {key[0] for key in found(batch)} == {"pm10"} and "ignored-column" in codes(batch)


def test_the_maximum_of_a_water_figure_is_not_its_value() -> None:
    text = "新城桥水质（mg/L）\n日期|氨氮|氨氮最大值\n2023-10-13|0.06|0.09\n2023-10-14|0.07|0.08"
    assert read(staged(text, area="兰州市")) == {
        "nh3n@新城桥@2023-10-13": "0.06", "nh3n@新城桥@2023-10-14": "0.07",
    }  # fmt: skip


def test_a_header_with_two_pollutants_is_asked() -> None:
    batch = staged("2023年10月（μg/m³）\n区县|PM10/PM2.5|SO2\n城关区|70/35|10\n安宁区|71/36|11")
    assert keys(batch) == ["several"]


def test_limits_below_the_header_are_no_header() -> None:
    text = (
        "2023年10月监测结果（mg/L）\n项目|溶解氧|氨氮\n标准限值（Ⅲ类）|≥5|≤1.0\n新城桥|9.2|0.063\n"
        "什川桥|8.9|0.12\n最大值|9.2|0.12"
    )
    values = found(staged(text, area="兰州市"))
    assert values["nh3n", "新城桥", "2023-10-01", "month"] == "0.063" and len(values) == 4


def test_a_comparison_row_in_brackets_is_no_place() -> None:
    text = "2023年10月（μg/m³）\n区县|PM10\n城关区|70\n安宁区|71\n2022年同期|75\n同比（%）|-6.7"
    batch = staged(text)
    assert len(found(batch)) == 2 and not batch.questions and not batch.errors
