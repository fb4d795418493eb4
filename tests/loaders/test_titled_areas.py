"""A city that takes places as written: the area that the title names; what a line above states."""

import pytest

from loaders.binding.places import titled_area
from loaders.words.vocabulary import Vocabulary
from tests.loaders.cases.case import found
from tests.loaders.staging import catalog_of, keys, sheet, staged

VOCABULARY = Vocabulary(catalog_of("open"))
NAMED = {
    "2019年3月海淀区环境空气质量日报": "海淀区", "某某市2024年3月空气质量（µg/m³）": "某某市",
    "兰州市城关区2008年10月PM10": "城关区", "2008年上半年兰州市区域环境噪声": "兰州市",
    "江苏省泰州市2020年": "泰州市", "沛县2020年1月空气": "沛县", "西城区空气质量": "西城区",
    "内蒙古自治区2020年空气质量": "内蒙古自治区",
}  # fmt: skip
UNNAMED = (
    "苏州工业园区2020年空气", "功能区噪声监测", "区域环境噪声", "城市环境综合整治", "城关区、安宁区2008年PM10", "城关区及安宁区2008年",
    "各县区2020年", "市区空气质量", "重点城市空气质量", "环境噪声达标区建设", "Sheet1", "2008年污水",
)  # fmt: skip
DAYS = "日期|PM10(µg/m³)\n2019-03-01|61\n2019-03-02|62"


@pytest.mark.parametrize(("title", "area"), NAMED.items())
def test_the_area_that_a_title_begins_with(title: str, area: str) -> None:
    assert titled_area(title, VOCABULARY) == area


@pytest.mark.parametrize("title", UNNAMED)
def test_titles_that_name_none_or_several(title: str) -> None:
    assert titled_area(title, VOCABULARY) == ""


def test_nothing_is_asked_that_title_sheet_or_file_name_say() -> None:
    for batch in (
        staged(f"2019年3月海淀区环境空气质量日报\n{DAYS}", city="open"),
        staged([sheet(DAYS, "海淀区")], city="open"),
        staged(DAYS, city="open", name="海淀区2019年3月日报.xlsx"),
        staged([sheet(f"北京市空气质量\n{DAYS}", "海淀区")], city="open"),
    ):
        assert not batch.questions
        assert {key.split("@")[1] for key in found(batch)} == {"海淀区"}
    assert keys(staged(DAYS, city="open")) == ["area"]


def test_what_a_person_says_goes_before_the_title() -> None:
    batch = staged(f"海淀区空气质量\n{DAYS}", city="open", area="北京市")
    assert {key.split("@")[1] for key in found(batch)} == {"北京市"}


@pytest.mark.parametrize("area", [None, "某某市"])
def test_names_across_are_areas_or_sites_by_how_they_end(area: str | None) -> None:
    areas = "某某市2024年3月（µg/m³）\n项目|甲区|乙区\nSO2|11|13\nNO2|31|37\nPM10|62|58"
    batch = staged(areas, city="open", area=area)
    assert not batch.questions and "so2@甲区@2024-03" in found(batch)
    sites = "某某市2024年3月地表水（mg/L）\n项目|甲断面|乙断面\n氨氮|0.31|0.44\n总磷|0.1|0.12"
    batch = staged(sites, city="open", area=area)
    assert not batch.questions and "nh3n@某某市·甲断面@2024-03" in found(batch)


def test_lines_of_a_word_and_a_value_above_a_table_say_where_it_is_of() -> None:
    text = (
        "Site Name|Alpha Road\nLatitude|55.1\nDate|Time|Nitrogen dioxide|Status\n"
        "2024-03-25|'01:00|8.7|V ugm-3\n2024-03-25|'02:00|9.4|V ugm-3\n2024-03-25|'03:00|No data|V ugm-3"
    )
    batch = staged(text, city="open", area="某某市")
    assert not batch.questions
    assert {key.split("@")[1] for key in found(batch)} == {"某某市·Alpha_Road"}
    assert not any("没有写单位" in d.message for d in batch.diagnostics)


def test_two_columns_of_names_and_numbers_are_a_table() -> None:
    text = "2024年3月某某市（µg/m³）\n点位|PM10\n甲站|61\n乙站|62"
    assert len(found(staged(text, city="open"))) == 2
