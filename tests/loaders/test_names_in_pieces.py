"""Indicators that a label names only together with its unit, its title or the row below it."""

import pytest

from tests.loaders.cases.case import found
from tests.loaders.staging import codes, keys, staged

TALLY = "城关区2008年任务完成情况\n填报单位：城关区环保局|||{}\n指标|单位|年度目标|完成值\n"
LINES = (
    "燃煤锅炉改造|台|61|50\n燃煤锅炉改造|家|45|35\n餐饮业污染整治|家|400|287\n餐饮业污染整治|项|414|298\n"
    "污染源普查|个||3508\n削减烟尘|吨||287.4"
)
VALUES = {
    "boiler_retrofit_units": "50", "boiler_retrofit_owners": "35", "catering_treated_units": "287",
    "catering_treated_items": "298", "pollution_census_units": "3508", "dust_reduction": "287.4",
}  # fmt: skip


def read(text: str, **hints: object) -> dict[str, str]:
    """Indicator, area and period with the value."""
    return found(staged(text, **hints))


def test_each_line_of_a_tally_is_the_indicator_of_its_own_unit() -> None:
    batch = staged(TALLY.format("2009年1月8日") + LINES)
    assert found(batch) == {f"{i}@城关区@2008": value for i, value in VALUES.items()}
    assert not batch.questions and not batch.errors
    limits = {t.indicator: f"{t.limit} {t.unit}" for t in batch.targets}
    assert limits == {
        "boiler_retrofit_units": "61 台", "boiler_retrofit_owners": "45 家",
        "catering_treated_units": "400 户", "catering_treated_items": "414 项",
    }  # fmt: skip


def test_a_bare_cut_of_dust_is_not_that_of_the_boilers() -> None:
    values = read(TALLY.format("2009年1月8日") + LINES)
    assert "boiler_retrofit_dust@城关区@2008" not in values


@pytest.mark.parametrize(
    "header",
    [
        "区县|锅炉改造(台)|锅炉改造(家)", "区县|锅炉改造|\n|台|家", "区县|台数|家数",
        "区县|完成数（台）|完成数（家）", "区县|改造台数|改造单位数",
    ],
)  # fmt: skip
def test_units_and_titles_tell_columns_apart(header: str) -> None:
    values = read(f"2008年1-11月燃煤锅炉改造完成情况\n{header}\n城关区|50|35\n安宁区|28|20")
    assert values == {
        "boiler_retrofit_units@城关区@2008-01..2008-11": "50",
        "boiler_retrofit_units@安宁区@2008-01..2008-11": "28",
        "boiler_retrofit_owners@城关区@2008-01..2008-11": "35",
        "boiler_retrofit_owners@安宁区@2008-01..2008-11": "20",
    }


def test_tonnes_cut_are_the_boilers_under_their_title_alone() -> None:
    columns = "区县|削减SO2(吨)|削减烟尘(吨)\n城关区|460.1|287.4\n安宁区|189.07|90.2"
    values = read(f"2008年燃煤锅炉改造完成情况\n{columns}")
    assert values["boiler_retrofit_so2@城关区@2008"] == "460.1" and len(values) == 4
    other = read(f"2008年总量减排项目进展\n{columns}")
    assert other["so2_reduction@城关区@2008"] == "460.1"
    assert {key.split("@")[0] for key in other} == {"so2_reduction", "dust_reduction"}


def test_a_rate_of_completion_is_never_part_of_a_name() -> None:
    batch = staged("2008年总量减排项目进展\n区县|完成率(%)\n城关区|46.9\n安宁区|60")
    assert not found(batch) and batch.rejected is not None


def test_scores_under_their_title_are_the_score_of_each_year() -> None:
    text = (
        "2007年度城市环境综合整治定量考核得分及排名\n城市|2007年得分|2006年得分|增减分|2007年排名\n"
        "甲市|72.8|68.0|4.8|7\n乙市|42.5|39.7|2.8|15"
    )
    assert read(text, city="open") == {
        "urban_assessment_score@甲市@2007": "72.8", "urban_assessment_score@甲市@2006": "68",
        "urban_assessment_score@乙市@2007": "42.5", "urban_assessment_score@乙市@2006": "39.7",
        "urban_assessment_rank@甲市@2007": "7", "urban_assessment_rank@乙市@2007": "15",
    }  # fmt: skip


@pytest.mark.parametrize("unit", ["家", "户", "个"])
def test_firms_are_counted_in_any_of_their_words(unit: str) -> None:
    values = read(f"2008年污染源普查\n区县|普查单位数（{unit}）\n城关区|3508\n安宁区|628")
    assert values["pollution_census_units@城关区@2008"] == "3508"
    other = staged("2008年污染源普查\n区县|普查单位数（台）\n城关区|3508\n安宁区|628")
    assert "unit-conflict" in codes(other)


def test_a_row_of_units_under_the_heading_of_districts_leaves_it_one() -> None:
    text = (
        "2009年4月（mg/m³）\n区县|PM10|SO2\n单位|mg/m³|mg/m³\n城关区|0.121|0.052\n安宁区|0.118|0.047\n"
        "二级标准|0.10|0.06\n达标情况|超标|达标"
    )
    batch = staged(text)
    assert not batch.questions and len(found(batch)) == 4


def test_halves_of_a_composite_rate_are_not_the_whole() -> None:
    text = (
        "2008年环境信访与建设项目管理\n区县|环境信访办结率(%)|建设项目环评执行率(%)|“三同时”执行率(%)\n"
        "城关区|99.4|100|98.5\n安宁区|100|100|97"
    )
    batch = staged(text)
    assert found(batch) == {
        "complaints_handled@城关区@2008": "99.4", "complaints_handled@安宁区@2008": "100",
        "eia_rate@城关区@2008": "100", "eia_rate@安宁区@2008": "100",
        "three_simultaneities_rate@城关区@2008": "98.5",
        "three_simultaneities_rate@安宁区@2008": "97",
    }  # fmt: skip
    assert not batch.errors


# -- the period of a tally ------------------------------------------------------------------------


def test_a_tally_drawn_up_before_the_end_of_its_year_is_asked_and_never_the_closed_year() -> None:
    text = TALLY.format("2008年11月24日") + LINES
    batch = staged(text)
    assert keys(batch) == ["period"] and not found(batch)
    (question,) = batch.questions
    assert question.options == ("2008-01-01..2008-11-24", "2008")
    told = staged(text, answers={question.key: question.options[0]})
    assert not told.questions
    assert {key.split("@")[2] for key in found(told)} == {"2008-01-01..2008-11-24"}
    assert {t.year for t in told.targets} == {2008}
    assert {key.split("@")[2] for key in read(text, period="2008-01..2008-10")} == {
        "2008-01..2008-10"
    }


@pytest.mark.parametrize("day", ["2008年12月31日", "2009年1月8日", "2008年12月32日", ""])
def test_a_day_that_contradicts_nothing_is_not_asked(day: str) -> None:
    assert not staged(TALLY.format(day) + LINES).questions


def test_until_a_day_is_the_stretch_to_that_day() -> None:
    text = "2008年任务完成情况（截至2008年11月24日）\n区县|餐饮业治理（户）\n城关区|100\n安宁区|50"
    assert set(read(text)) == {
        f"catering_treated_units@{area}@2008-01-01..2008-11-24" for area in ("城关区", "安宁区")
    }
    assert "catering_treated_units@城关区@2008-01..2008-11" in read(text.replace("24日", "30日"))


# -- what a refusal names -------------------------------------------------------------------------


def test_the_rows_that_nobody_knows_are_named() -> None:
    batch = staged(
        "某某区2006年创建任务完成情况\n项目|单位|目标|完成|完成率\n文明社区|个|17|12|70%\n水费征收|万元||49.2|",
        name="某某区2006年创建任务.xlsx", city="open",
    )  # fmt: skip
    assert batch.rejected is not None
    assert "文明社区" in batch.rejected.message and "水费征收" in batch.rejected.message


def test_a_table_of_grades_in_words_is_named_by_its_columns() -> None:
    batch = staged("2008年10月空气质量\n区县|空气质量等级|首要污染物\n城关区|良|PM10\n安宁区|优|—")
    assert batch.rejected is not None and "等级或评价" in batch.rejected.message
