"""Tables of a whole district: each line by its own unit, counts and rates as what they are."""

import pytest

from loaders.model.answers import REGISTER
from loaders.model.staged import StagedBatch
from tests.loaders.staging import codes, keys, staged
from tests.loaders.test_sub_counts import told

DONE = """城关区2008年创模指标完成情况表
填报单位：城关区环保局||||2008年11月24日
序号|指标名称|单位|年度目标|完成值|完成率|备注
1|可吸入颗粒物年日均值|mg/m3||0.123||市监测站
2|燃煤锅炉改造|台|61|50|82.0%
3|燃煤锅炉改造|家|45|35|77.8%
4|餐饮业污染整治|家|400|287|71.8%
5|餐饮业污染整治|项|414|298|72.0%
6|削减二氧化硫|吨||460.1|
7|削减烟尘|吨||287.4|
8|垃圾密闭清运率|%||92.6|
9|道路机械化清扫覆盖率|%||36|
10|污水处理设施正常运行率|%|90|95|
11|固定声源达标率|%|95|96|
12|机动车尾气路检抽检|辆|2000|1500|75.0%
13|绿色小区创建|个|3|3|100%
14|环保知识普及学校|所|2|2|100%
15|环境影响评价率|%|100|100|
16|“三同时”执行率|%|100|100|
17|污染源普查|个||3508|
18|COD减排量|吨|5|0|0%
19|排污费征收|万元||177|"""
HALF = """2008年上半年环境保护目标任务完成情况
指标|单位|年度任务|上半年完成|完成比例|去年同期|同比
环境空气优良天数|天||177|97.7%||提高3.2个百分点
环境空气超标天数|天||4|||
总量减排项目|项|64|30|47%||
总量减排（COD）|吨||1533|||
机动车检测|辆|14000|9128|65.2%||
机动车检测达标率|%||90|||"""


def values(batch: StagedBatch) -> dict[str, str]:
    """``indicator@area`` -> value in the stored unit, without trailing zeros."""
    return {
        f"{row['indicator']}@{row['area']}": format(round(row["value"], 2).normalize(), "f")
        for row in batch.observations.to_pylist()
    }


def targets(batch: StagedBatch) -> dict[str, str]:
    return {f"{t.indicator}@{t.year}": f"{t.operator} {t.limit} {t.unit}" for t in batch.targets}


def test_every_line_of_a_district_by_its_own_unit() -> None:
    asked = staged(DONE, period="2008-01-01..2008-11-24")
    assert keys(asked) == ["targets"] and "not-an-input" in codes(asked)
    batch = staged(
        DONE, period="2008-01-01..2008-11-24", answers={asked.questions[0].key: REGISTER}
    )
    assert values(batch) == {
        "pm10@城关区": "123", "boiler_retrofit_units@城关区": "50",
        "boiler_retrofit_owners@城关区": "35", "catering_treated_units@城关区": "287",
        "catering_treated_items@城关区": "298", "so2_reduction@城关区": "460.1",
        "dust_reduction@城关区": "287.4", "sealed_waste_transport@城关区": "92.6",
        "mechanical_sweeping@城关区": "36", "sewage_plant_running@城关区": "95",
        "fixed_noise_compliance@城关区": "96", "vehicle_road_checks@城关区": "1500",
        "green_communities@城关区": "3", "env_education_schools@城关区": "2",
        "eia_rate@城关区": "100", "three_simultaneities_rate@城关区": "100",
        "pollution_census_units@城关区": "3508", "cod_reduction@城关区": "0",
        "pollution_fees@城关区": "177",
    }  # fmt: skip
    assert {row["end"].isoformat()[:10] for row in batch.observations.to_pylist()} == {"2008-11-25"}
    assert targets(batch) == {
        "boiler_retrofit_units@2008": ">= 61 台", "boiler_retrofit_owners@2008": ">= 45 家",
        "catering_treated_units@2008": ">= 400 户", "catering_treated_items@2008": ">= 414 项",
        "sewage_plant_running@2008": ">= 90 %", "fixed_noise_compliance@2008": ">= 95 %",
        "vehicle_road_checks@2008": ">= 2000 辆", "green_communities@2008": ">= 3 个",
        "env_education_schools@2008": ">= 2 所", "eia_rate@2008": ">= 100 %",
        "three_simultaneities_rate@2008": ">= 100 %", "cod_reduction@2008": ">= 5 吨",
    }  # fmt: skip


def test_a_wrong_rate_of_completion_is_told_at_its_cell() -> None:
    batch = staged(DONE.replace("82.0%", "81.0%"), period="2008-01-01..2008-11-24")
    assert [d.cell for d in batch.diagnostics if d.code == "completion-differs"] == ["F5"]


def test_half_a_year_of_a_city() -> None:
    batch = staged(HALF, city="open", area="某市")
    assert values(batch) == {
        "good_air_days@某市": "97.79", "reduction_projects@某市": "30", "cod_reduction@某市": "1533",
        "vehicle_tests@某市": "9128", "vehicle_test_pass_rate@某市": "90",
    }  # fmt: skip
    assert told(batch) == [
        ("某市", "numerator", "环境空气优良天数", "177", "D3"),
        ("某市", "denominator", "环境空气优良天数＋环境空气超标天数", "181", "D4"),
    ]
    (row,) = [r for r in batch.observations.to_pylist() if r["indicator"] == "good_air_days"]
    assert (row["numerator"], row["denominator"], row["cell"]) == (177, 181, "D3")
    assert targets(batch) == {
        "reduction_projects@2008": ">= 64 个", "vehicle_tests@2008": ">= 14000 辆",
    }  # fmt: skip
    (said,) = [d for d in batch.diagnostics if "97.7%" in d.message]
    assert said.cell == "E3" and "97.7%" in said.message and "97.8%" in said.message


def test_a_printed_rate_that_its_rows_give_says_nothing() -> None:
    batch = staged(HALF.replace("97.7%", "97.8%"), city="open", area="某市")
    assert not [d for d in batch.diagnostics if d.severity == "warning"]


def test_days_over_without_good_days_are_days() -> None:
    batch = staged(
        HALF.replace("环境空气优良天数|天||177|97.7%", "某指标|天||1|"), city="open", area="某市"
    )
    assert "good_air_days@某市" not in values(batch)


def test_days_over_a_limit_of_one_pollutant_are_no_part_of_good_days() -> None:
    batch = staged(
        "2008年10月环境空气\n区县|PM10||\n|月均值(mg/m3)|达标天数|超标天数\n城关区|0.132|23|8",
    )
    assert values(batch) == {"pm10@城关区": "132"}


def test_rows_of_cases_are_parts_of_the_rate_in_another_row() -> None:
    batch = staged(
        "某区2006年创建任务完成情况（截至2006年12月31日）\n项目|单位|目标|完成|完成率\n"
        "达标社区|个|17|12|70%\n数字化城管结案率|%||98.31%|\n数字化城管立案数|宗||24922|\n"
        "结案数|宗||24501|\n生态区重点项目投资|亿元|3.3|3.0044|91%",
        city="open", area="某区",
    )  # fmt: skip
    assert values(batch) == {
        "compliant_communities@某区": "12", "urban_management_settlement@某区": "98.31",
        "key_project_investment@某区": "30044",
    }  # fmt: skip
    assert told(batch) == [
        ("某区", "denominator", "数字化城管立案数", "24922", "D5"),
        ("某区", "numerator", "结案数", "24501", "D6"),
    ]
    assert targets(batch)["key_project_investment@2006"] == ">= 3.3 亿元"
    (said,) = [d for d in batch.diagnostics if d.code == "completion-differs"]
    assert said.cell == "E3" and "70.6%" in said.message


def test_cases_without_the_name_of_their_rate_make_none() -> None:
    """立案数 and 结案数 belong to several rates: whose they are, nobody knows."""
    batch = staged("2008年案件查处\n区县|立案数|结案数|排污费(万元)\n城关区|20|19|177")
    assert values(batch) == {"pollution_fees@城关区": "177"}


def test_a_count_is_itself_and_the_numerator_of_a_rate() -> None:
    batch = staged(
        "2008年环境信访办理情况\n区县|信访受理数（件）|信访办结数（件）|环境信访办结率(%)\n城关区|320|318|99.4"
    )
    assert values(batch) == {
        "complaints_received@城关区": "320", "complaints_settled@城关区": "318",
        "complaints_handled@城关区": "99.4",
    }  # fmt: skip
    assert {(role, cell) for _, role, _, _, cell in told(batch)} == {
        ("denominator", "B3"), ("numerator", "C3"),
    }  # fmt: skip


def test_areas_are_themselves_and_parts_of_two_coverages() -> None:
    batch = staged(
        "2008年烟尘控制区与噪声达标区\n"
        "区县|烟尘控制区面积(km²)|建成区面积(km²)|烟尘控制区覆盖率(%)|环境噪声达标区面积(km²)\n"
        "安宁区|15.5|15.5|100|10.95"
    )
    assert values(batch) == {
        "smoke_control_area@安宁区": "15.5", "smoke_control_coverage@安宁区": "100",
        "noise_zone_area@安宁区": "10.95", "noise_zone_coverage@安宁区": "70.65",
    }  # fmt: skip


def test_both_definitions_of_sewage_treatment() -> None:
    batch = staged(
        "2008年城市生活污水集中处理率\n"
        "区县|用水量(万吨/日)|污水处理量(万吨/日)|污水排放量(万吨/日)|污水集中处理率(%)\n安宁区|6|3.3|3.9|70"
    )
    assert values(batch) == {
        "sewage_treatment_rate@安宁区": "70", "sewage_treatment_of_use@安宁区": "55",
    }  # fmt: skip
    assert "rate-differs" in codes(batch)


def test_eia_and_three_simultaneities_are_two_indicators() -> None:
    batch = staged("2008年项目管理\n区县|建设项目环评执行率(%)|“三同时”执行率(%)\n城关区|100|98.5")
    assert values(batch) == {
        "eia_rate@城关区": "100", "three_simultaneities_rate@城关区": "98.5",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("title", "indicator"),
    [
        ("2008年主要污染物总量减排项目进展表", "so2_reduction"),
        ("2008年燃煤锅炉改造完成情况", "boiler_retrofit_so2"),
        ("2008年锅炉清洁能源改造完成情况", "boiler_retrofit_so2"),
    ],
)
def test_reduction_of_projects_is_not_that_of_boilers(title: str, indicator: str) -> None:
    batch = staged(f"{title}\n区县|SO2削减量（吨）\n城关区|1200\n安宁区|300")
    assert values(batch) == {f"{indicator}@城关区": "1200", f"{indicator}@安宁区": "300"}


def test_money_and_tonnes_without_their_unit_are_not_read() -> None:
    batch = staged("2008年完成情况\n区县|排污费征收额|COD减排量|绿色学校（所）\n城关区|177|5|2")
    assert values(batch) == {"green_schools@城关区": "2"}
    assert {d.cell for d in batch.diagnostics if d.code == "unit-unsaid"} == {"B3", "C3"}


def test_yuan_are_not_ten_thousands_of_yuan() -> None:
    batch = staged("2008年排污费征收情况\n区县|征收金额（元）|开征户数（户）\n安宁区|1770000|132")
    assert values(batch) == {"pollution_fees@安宁区": "177", "pollution_fee_payers@安宁区": "132"}


def test_projects_planned_and_done() -> None:
    batch = staged(
        "2008年1—6月主要污染物总量减排项目进展表\n"
        "区县|计划项目数（个）|已完成项目数（个）|完成率(%)|SO2削减量（吨）\n城关区|64|30|46.9|1200"
    )
    assert values(batch) == {"reduction_projects@城关区": "30", "so2_reduction@城关区": "1200"}
    assert targets(batch) == {"reduction_projects@2008": ">= 64 个"}


def test_vehicles_to_be_tested_and_tested() -> None:
    batch = staged(
        "2008年上半年机动车环保检测完成情况\n区县|检测任务（辆）|检测完成（辆）|完成率\n城关区|14000|9128|65.2%"
    )
    assert values(batch) == {"vehicle_tests@城关区": "9128"}
    assert targets(batch) == {"vehicle_tests@2008": ">= 14000 辆"}


def test_scores_of_an_assessment_with_what_they_are_made_of() -> None:
    batch = staged(
        "2008年度各区县环保目标责任制考核得分表\n"
        "区县|环境质量（40分）|总量减排（30分）|环境管理（30分）|加分|扣分|总分|名次|等次\n"
        "城关区|36.5|28|27.5|1|2|91|1|优秀\n西固区|33|27|26|0|1|85|3|合格"
    )
    assert values(batch) == {
        "responsibility_score@城关区": "91", "responsibility_score@西固区": "85",
        "responsibility_rank@城关区": "1", "responsibility_rank@西固区": "3",
        "responsibility_grade@城关区": "1", "responsibility_grade@西固区": "3",
    }  # fmt: skip
    assert [f"{name} {value}" for _, role, name, value, _ in told(batch)][:5] == [
        "环境质量 36.5", "总量减排 28", "环境管理 27.5", "加分 1", "扣分 2",
    ]  # fmt: skip
    assert "sub-counts-differ" not in codes(batch)


def test_a_total_score_that_its_items_do_not_give_is_told() -> None:
    batch = staged(
        "2008年度各区县环保目标责任制考核得分表\n"
        "区县|环境质量（40分）|环境管理（60分）|扣分|总分\n城关区|36|50|2|84\n西固区|33|50|1|83"
    )
    assert [d.cell for d in batch.diagnostics if d.code == "sub-counts-differ"] == ["E4"]


def test_scores_and_ranks_of_two_years() -> None:
    batch = staged(
        "2007年度城市环境综合整治定量考核得分及排名\n城市|2007年得分|2006年得分|增减分|2007年排名|2006年排名\n"
        "葫芦岛市|72.82|68.08|4.74|7|7\n兴城市|42.53|39.72|2.81|15|14",
        city="open",
    )
    read = {
        (r["indicator"], r["area"], r["start"].year): f"{r['value'].normalize():f}"
        for r in batch.observations.to_pylist()
    }
    assert read["urban_assessment_score", "葫芦岛市", 2007] == "72.82"
    assert read["urban_assessment_rank", "葫芦岛市", 2007] == "7"
    assert read["urban_assessment_rank", "兴城市", 2006] == "14"


def test_targets_carry_the_date_of_their_paper() -> None:
    batch = staged(DONE, period="2008-01-01..2008-11-24")
    assert {t.dated for t in batch.targets} == {"2008-11-24"}
    assert {t.dated for t in staged(HALF, city="open", area="某市").targets} == {""}
