"""Places named above a table, by its sheet or by its file: a station is never the city around it."""

import pytest

from loaders.model.answers import IS_SITE, NO_SITE
from loaders.model.staged import StagedBatch
from tests.loaders.reading_lists import read
from tests.loaders.staging import codes, sheet, staged

TITLE = "2008年10月兰州市环境空气（µg/m³）"
DAYS = "日期|PM10\n2008-10-01|61\n2008-10-02|62\n2008-10-03|64"


def named(name: str, title: str = TITLE, file: str = "表.xlsx", **hints: object) -> StagedBatch:
    """Three days in a sheet of a name, under a title."""
    return staged([sheet(f"{title}\n{DAYS}", name)], name=file, **hints)


def places(batch: StagedBatch) -> set[str]:
    """Sites, else areas, of all readings."""
    return {key.split("@")[1] for key in read(batch)}


def asked(batch: StagedBatch) -> list[str]:
    """Topics of the questions."""
    return [question.topic for question in batch.questions]


@pytest.mark.parametrize(
    ("name", "site"),
    [
        ("甲站", "甲站"), ("甲站10月", "甲站"), ("甲断面水质", "甲断面"), ("东郊降尘点", "东郊降尘点"),
        ("大气甲站", "甲站"), ("张掖路噪声", "张掖路"), ("Alpha Road", "Alpha Road"), ("雁滩", "雁滩"),
    ],
)  # fmt: skip
def test_a_sheet_named_like_a_station_holds_its_figures(name: str, site: str) -> None:
    batch = named(name)
    assert places(batch) == {site} and not batch.questions
    told = {"unlisted-site", "reading-chosen"} & set(codes(batch))
    assert bool(told) == (site != "雁滩")


@pytest.mark.parametrize(
    "name",
    [
        "Sheet1", "10月", "PM10", "10月PM10", "数据", "汇总", "大气", "附件1", "原始数据", "空气质量日报", "工作表1", "表1", "Data",
        "市站", "环境监测站", "自动站", "国控点", "所有站点", "重点断面", "饮用水源地", "地表水断面", "功能区噪声", "功能区", "郊区", "全市", "兰州市",
    ],
)  # fmt: skip
def test_a_sheet_of_another_name_is_no_station(name: str) -> None:
    assert places(named(name)) == {"兰州市"}


@pytest.mark.parametrize("name", ["城关区", "城关"])
def test_a_sheet_named_after_a_district_is_the_district(name: str) -> None:
    assert places(named(name)) == {"城关区"}


@pytest.mark.parametrize("name", ["东郊", "甲", "东岗镇", "气象局"])
def test_a_name_that_may_be_a_station_is_one_question(name: str) -> None:
    batch = named(name)
    assert asked(batch) == ["site-name"] and not read(batch)
    key = batch.questions[0].key
    assert places(named(name, answers={key: IS_SITE})) == {name}
    assert places(named(name, answers={key: NO_SITE})) == {"兰州市"}
    assert places(named(name, answers={key: "东郊站"})) == {"东郊站"}


def test_a_name_that_is_no_station_is_remembered_with_the_form_and_another_is_asked() -> None:
    key = named("东郊").questions[0].key
    form = named("东郊", answers={key: NO_SITE}).layouts[0].layout
    assert places(named("东郊", layouts=(form,))) == {"兰州市"}
    assert asked(named("西岗", layouts=(form,))) == ["site-name"]


@pytest.mark.parametrize(
    "title",
    [
        "甲站2008年10月环境空气（µg/m³）", "兰州市甲站2008年10月PM10日均值（µg/m³）", "2008年10月城关区甲站空气月报（µg/m³）",
    ],
)  # fmt: skip
def test_a_title_that_says_nothing_unknown_but_a_station_is_its_own(title: str) -> None:
    batch = named("Sheet1", title, area="兰州市")
    assert places(batch) == {"甲站"} and not batch.questions and "unlisted-site" in codes(batch)


@pytest.mark.parametrize(
    "title",
    [
        "关于报送甲站2008年10月结果（µg/m³）",
        "东郊监测站2008年10月（µg/m³）",
        "甲站、乙站2008年10月（µg/m³）",
    ],
)
def test_a_station_inside_a_title_is_asked(title: str) -> None:
    batch = named("Sheet1", title, area="兰州市")
    assert asked(batch) == ["site-name"] and not read(batch)
    told = named("Sheet1", title, area="兰州市", answers={batch.questions[0].key: IS_SITE})
    assert len(read(told)) == 3 and not places(told) & {"兰州市", "城关区"}


@pytest.mark.parametrize(
    "line",
    [
        "监测点位：甲站", "监测站：甲站", "点位:甲站  单位：µg/m³", "断面名称|甲断面", "点位：城关区甲站", "地点：甲站", "监测点位：1#",
        "监测点位|甲站|监测时间|2008年10月", "Site Name|Alpha Road\nLatitude|36.1",
    ],
)  # fmt: skip
def test_a_line_that_states_a_station_is_one(line: str) -> None:
    batch = named("Sheet1", f"{TITLE}\n{line}")
    assert not batch.questions and len(read(batch)) == 3
    assert places(batch) <= {"甲站", "甲断面", "1#", "Alpha Road"}


@pytest.mark.parametrize(
    "line",
    [
        "兰州市环境监测站2008年10月", "监测点位：市监测站、雁滩等4个点位", "监测点位：5", "监测点位：5个", "监测点位：全部", "填报单位：甲站",
        "空气自动站日报", "污染防治重点", "国控、省控断面",
    ],
)  # fmt: skip
def test_a_line_about_stations_names_none(line: str) -> None:
    assert places(named("Sheet1", f"{TITLE}\n{line}", area="兰州市")) == {"兰州市"}


def test_the_header_of_two_columns_states_no_station() -> None:
    text = "2008年10月城关区（µg/m³）\n监测点|某某栏\n甲站|61\n乙站|62"
    assert not read(staged(text)) and staged(text).rejected
    header = "2008年10月城关区（µg/m³）\n监测点|PM10\n甲站|61\n乙站|62"
    assert places(staged(header)) == {"甲站", "乙站"}


def test_a_file_named_after_a_station_asks() -> None:
    batch = named("Sheet1", file="甲站2008年10月.xlsx")
    assert asked(batch) == ["site-name"] and not read(batch)


def test_districts_in_a_sheet_of_a_station_are_where_it_stands() -> None:
    rows = "2008年10月（µg/m³）\n区县|日期|PM10\n城关区|2008-10-01|61\n城关区|2008-10-02|62"
    batch = staged([sheet(rows, "甲站")])
    assert {(r["area"], r["site"]) for r in batch.observations.to_pylist()} == {("城关区", "甲站")}
    assert places(staged([sheet(rows, "雁滩")])) == {"雁滩"}
    assert places(staged([sheet(rows, "东郊")])) == {"城关区"}


def test_counts_of_tasks_are_those_of_areas_whatever_the_sheet_is_called() -> None:
    rows = "2008年1-9月兰州市\n指标|完成数\n餐饮业治理（户）|61"
    assert places(staged([sheet(rows, "甲站")])) == {"兰州市"}


def test_where_areas_are_open_the_line_that_states_one_is_enough() -> None:
    text = f"城市：某某市  点位：甲站\n2008年10月（µg/m³）\n{DAYS}"
    batch = staged(text, city="open")
    assert {(r["area"], r["site"]) for r in batch.observations.to_pylist()} == {("某某市", "甲站")}


@pytest.mark.parametrize(
    ("name", "title"), [("成关区", TITLE), ("Sheet1", f"{TITLE}\n区县：成关区")]
)
def test_an_unknown_area_is_asked_with_the_nearest(name: str, title: str) -> None:
    batch = named(name, title)
    assert asked(batch) == ["area"] and not read(batch)
    assert "是不是城关区" in batch.questions[0].prompt and batch.questions[0].options[0] == "城关区"
    assert places(named(name, title, answers={batch.questions[0].key: "城关区"})) == {"城关区"}


@pytest.mark.parametrize(
    "heads",
    ["达标数|总数|达标率(%)", "本月数|累计数", "10-1|10-2|10-3", "第一次|第二次", "上旬|中旬|下旬"],
)
def test_headers_that_say_something_else_are_no_sites_across(heads: str) -> None:
    values = "|".join("98" for _ in heads.split("|"))
    other = "|".join("97" for _ in heads.split("|"))
    batch = staged(f"2008年10月城关区（µg/m³）\n项目|{heads}\nPM10|{values}\nSO2|{other}")
    assert not places(batch) - {"城关区"}
