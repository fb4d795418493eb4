"""Ordinary workbooks of bureaus that once put a wrong figure in, or a true one out, without a word."""

import pytest

from loaders.binding.unclear_places import A_SITE, A_VALUE
from loaders.model.sheet import Sheet
from loaders.model.staged import StagedBatch
from tests.loaders.reading_lists import read
from tests.loaders.staging import codes, keys, sheet, staged

_ITEMS = (
    ("集中式饮用水源水质达标率", "%", "100", "water_source_compliance"),
    ("区域环境噪声平均值", "dB(A)", "56.1", "noise_regional"),
    ("交通干线噪声平均值", "dB(A)", "69.4", "noise_traffic"),
    ("生活污水集中处理率", "%", "68", "sewage_treatment_rate"),
    ("机动车环保定期检测率", "%", "83.5", "vehicle_inspection_rate"),
    ("建成区绿化覆盖率", "%", "33.8", "green_coverage"),
    ("生活垃圾无害化处理率", "%", "99", "household_waste_treatment"),
)


def _limits(batch: StagedBatch) -> dict[str, str]:
    return {f"{t.indicator}@{t.area}@{t.year}": f"{t.limit}{t.unit}" for t in batch.targets}


@pytest.mark.parametrize("serial", ["序号", "编号", "项次", "代码", ""])
@pytest.mark.parametrize("beside", ["备注", "达标与否"])
def test_numbers_of_lines_are_no_months(serial: str, beside: str) -> None:
    rows = [f"{n}|{name}|{unit}|{value}|达标" for n, (name, unit, value, _) in enumerate(_ITEMS, 1)]
    head = f"七里河区创模指标进展情况（2008年）\n{serial}|考核指标|单位|现状值|{beside}\n"
    batch = staged(head + "\n".join(rows))
    assert not batch.errors and not batch.questions
    assert read(batch) == {f"{i}@七里河区@2008": value for _, _, value, i in _ITEMS}


def test_numbers_of_points_are_no_months() -> None:
    head = "2008年城关区区域环境噪声 dB(A)\n"
    across = staged(f"{head}网格号|1|2|3|4|5\n昼间|55|56|57|54|53")
    assert read(across)["noise_regional@2@2008/day"] == "56" and not across.questions
    down = staged(f"{head}网格编号|Leq\n1|55\n2|56\n3|57\n4|54\n5|53")
    assert read(down)["noise_regional@2@2008"] == "56" and not down.questions


def test_a_word_over_figures_is_no_site() -> None:
    rows = "\n锅炉改造|台|50\n餐饮业治理|项|298"
    for word in ("数量", "总数", "实有数"):
        batch = staged(f"城关区2008年工作统计表\n项目|单位|{word}{rows}")
        wanted = {
            "boiler_retrofit_units@城关区@2008": "50",
            "catering_treated_items@城关区@2008": "298",
        }
        assert read(batch) == wanted, word
    for word in ("发生数", "办理情况", "某某某"):
        text = f"城关区2008年工作统计表\n项目|单位|{word}{rows}"
        (question,) = staged(text).questions
        assert question.options[:2] == (A_VALUE, A_SITE), word
        batch = staged(text, answers={question.key: A_VALUE})
        assert set(read(batch)) == set(wanted), word
    two = staged(
        "城关区2008年工作统计表\n项目|单位|上报数|核定数\n锅炉改造|台|50|48\n餐饮业治理|项|298|297"
    )
    assert not read(two) and len(two.questions) == 2


def test_sites_across_stay_sites() -> None:
    rows = "\nPM10(mg/m3)|0.1|0.11|0.12\nSO2(mg/m3)|0.03|0.04|0.05"
    batch = staged(f"城关区2008年空气质量\n项目|甲|乙|丙{rows}")
    assert read(batch)["pm10@乙@2008"] == "110" and not batch.questions
    coded = staged("城关区2008年空气质量\n项目|1001A\nPM10(mg/m3)|0.1\nSO2(mg/m3)|0.03")
    assert read(coded) == {"pm10@1001A@2008": "100", "so2@1001A@2008": "30"}


def test_the_year_s_task_is_no_result() -> None:
    for word in ("全年任务", "责任目标", "下达任务数", "应完成数"):
        rows = "\n机动车检测|辆|14000|9128\nCOD减排|吨|3200|1533\n餐饮业治理|户|400|287"
        batch = staged(f"城关区2008年上半年环保任务\n任务|单位|{word}|完成数{rows}")
        assert read(batch) == {
            "vehicle_tests@城关区@2008H1": "9128",
            "cod_reduction@城关区@2008H1": "1533",
            "catering_treated_units@城关区@2008H1": "287",
        }, word
        assert _limits(batch)["vehicle_tests@城关区@2008"] == "14000辆", word
        alone = staged(
            f"城关区2008年上半年环保任务\n项目|单位|{word}\n机动车检测|辆|14000\n锅炉改造|台|61"
        )
        assert not read(alone), word


def test_a_target_printed_with_its_unit_is_kept() -> None:
    rows = "\n绿色学校|所|10所|4\n机动车检测|辆|14000|9128"
    batch = staged(f"城关区2008年任务完成情况\n项目|单位|年度任务|完成数{rows}")
    assert _limits(batch)["green_schools@城关区@2008"] == "10所"


def test_tonnes_in_a_title_are_no_concentrations() -> None:
    head = "2008年主要污染物减排完成情况（单位：吨）\n区县|COD||SO2|\n|目标|完成|目标|完成\n"
    book = [sheet(f"{head}城关区|1200|1310|500|460.1", merges="1,0,2,0;1,1,1,2;1,3,1,4")]
    batch = staged(book)
    assert read(batch) == {
        "cod_reduction@城关区@2008": "1310",
        "so2_reduction@城关区@2008": "460.1",
    }
    assert _limits(batch) == {
        "cod_reduction@城关区@2008": "1200吨", "so2_reduction@城关区@2008": "500吨"
    }  # fmt: skip
    days = staged("2015年首要污染物天数统计（天）\n区县|PM10|O3\n城关区|80|60\n安宁区|90|65")
    assert not read(days) and codes(days) == ["nothing-stored", "not-an-input"]


@pytest.mark.parametrize(
    "lines",
    [
        "2008年10月降水监测\n区县|降水次数|pH值\n城关区|5|6.8\n安宁区|4|7.1",
        "2008年10月入黄排污口监测\n排污口|COD(mg/L)|氨氮(mg/L)\n雷坛河|120|15.2",
        "2008年第三季度污染源监督性监测\n企业名称|点位|SO2(mg/m3)\n兰州石化|1#|42\n西固热电|2#|38",
        "城关区2008年污水处理厂监测\n项目|结果\nCOD(mg/L)|48\n氨氮(mg/L)|7.9",
    ],
)
def test_other_media_are_neither_air_nor_rivers(lines: str) -> None:
    batch = staged(lines, area="兰州市")
    assert not batch.observations.num_rows and batch.rejected
    assert "别的介质" in batch.rejected.message or "排放口" in batch.rejected.message


def test_marks_are_neither_results_nor_targets() -> None:
    rows = "\n空气质量|20|18|17\n污水处理率|10|8|7.5\n锅炉改造|15|14|15"
    for title in (
        "2008年度环保目标责任书考核打分表",
        "2008年度各区考核评分情况",
        "2008年度考核汇总",
    ):
        batch = staged(f"{title}\n考核内容|分值|城关区|七里河区{rows}")
        assert not read(batch) and not batch.targets, title


def test_a_fraction_among_per_cent_is_asked() -> None:
    head = "2008年各区污水集中处理率\n区县|污水集中处理率\n"
    batch = staged(f"{head}城关区|0.705\n安宁区|64\n西固区|66.2\n七里河区|61")
    (told,) = batch.to_confirm
    assert (told.code, told.cell) == ("fraction-of-share", "B3") and "70.5%" in told.message
    assert not staged(f"{head}城关区|70.5\n安宁区|64\n西固区|66.2").to_confirm


def test_this_month_beside_january_to_now() -> None:
    head = "2008年10月空气质量统计表\n区|PM10(mg/m3)||SO2(mg/m3)|\n|本月|1-10月|本月|1-10月\n"
    book = [sheet(f"{head}城关区|0.132|0.121|0.045|0.051", merges="1,0,2,0;1,1,1,2;1,3,1,4")]
    assert read(staged(book)) == {
        "pm10@城关区@2008-10": "132", "pm10@城关区@2008-01..2008-10": "121",
        "so2@城关区@2008-10": "45", "so2@城关区@2008-01..2008-10": "51",
    }  # fmt: skip


def test_who_reports_is_a_place_and_the_year_stands_beside_its_quarters() -> None:
    head = "2008年城市生活污水集中处理率（%）\n单位|一季度|二季度|三季度|四季度|全年\n"
    batch = staged(f"{head}城关区|65.2|66.1|68.4|70.3|67.5\n安宁区|60|61.5|62.8|64|62.1")
    assert not batch.questions and not batch.errors
    assert read(batch)["sewage_treatment_rate@安宁区@2008"] == "62.1"
    assert read(batch)["sewage_treatment_rate@城关区@2008Q4"] == "70.3"


def test_until_a_month_of_the_year_in_brackets() -> None:
    head = "截至10月底各区优良天数（2008年）\n区县|优良天数|年度目标|优良率\n"
    batch = staged(f"{head}城关区|215|310|70.5%\n安宁区|232|315|76.1%")
    assert read(batch)["good_air_days@城关区@2008-01..2008-10"] == "70.5"
    assert not batch.targets and "target-unfit" in codes(batch)  # 310 days are no 310 %


def test_milligrams_of_a_standard_cubic_metre() -> None:
    batch = staged(
        [Sheet("表", [["2008年10月（毫克/标立方米）"], ["区县", "SO2"], ["城关区", 0.061]])]
    )
    assert read(batch) == {"so2@城关区@2008-10": "61"}


def test_years_under_a_part_of_the_year_are_that_part() -> None:
    years = "\n区县|2008年|2007年\n城关区|132|140\n安宁区|128|120"
    for title, kind in (("10月份", "-10"), ("上半年", "H1"), ("1-10月", "-01..{y}-10")):
        found = read(staged(f"各区{title}PM10比较(μg/m3){years}"))
        assert found[f"pm10@城关区@2007{kind.format(y=2007)}"] == "140", title
        assert len(found) == 4, title
    above = "各区PM10比较(μg/m3)\n区县|10月|||\n|2008年|2007年|变化率%\n城关区|132|140|-5.7"
    book = [sheet(above, merges="1,0,2,0;1,1,1,3")]
    assert read(staged(book)) == {"pm10@城关区@2008-10": "132", "pm10@城关区@2007-10": "140"}
    rows = staged("10月份PM10(μg/m3)\n年份|城关区|安宁区\n2007年|132|140\n2008年|128|120")
    assert read(rows)["pm10@安宁区@2008-10"] == "120"
    yearly = staged(f"各区PM10年均值(μg/m3){years}", name="年均值10月更新.xlsx")
    assert read(yearly)["pm10@城关区@2008"] == "132"


def test_a_heating_season_is_no_year() -> None:
    for title in ("2008年采暖期PM10(μg/m3)", "各区非采暖期PM10(μg/m3)"):
        batch = staged(f"{title}\n年份|城关区\n2007年|232\n2008年|228")
        assert not read(batch) and keys(batch) == ["period"], title
    batch = staged("2008年采暖期PM10(μg/m3)\n月份|城关区\n1月|232\n2月|228")
    assert read(batch)["pm10@城关区@2008-02"] == "228"


def test_a_total_beside_its_kinds_is_the_count() -> None:
    head = "2008年绿色创建统计\n区县|绿色学校(所)||||绿色社区(个)\n|合计|国家级|省级|市级|\n"
    book = [sheet(f"{head}城关区|25|2|8|15|12", merges="1,0,2,0;1,1,1,4;1,5,2,5")]
    batch = staged(book)
    assert read(batch) == {"green_schools@城关区@2008": "25", "green_communities@城关区@2008": "12"}
    assert {row["name"] for row in batch.parts.to_pylist()} == {"国家级", "省级", "市级"}
    places = "2008年SO2减排量（吨）\n指标|SO2减排量||\n|城关区|安宁区|合计\n减排|460|189|649"
    assert "649" not in read(staged([sheet(places, merges="1,0,2,0;1,1,1,3")])).values()


def test_sections_with_nothing_but_classes() -> None:
    head = "2008年11月兰州市地表水水质状况\n断面|功能区类别|本月水质|上月水质\n"
    batch = staged(f"{head}新城桥|Ⅱ|Ⅱ|Ⅲ\n包兰桥|Ⅲ|Ⅳ|Ⅲ")
    assert read(batch) == {
        "water_target_class@新城桥@2008-11": "2", "water_reported_class@新城桥@2008-11": "2",
        "water_target_class@包兰桥@2008-11": "3", "water_reported_class@包兰桥@2008-11": "4",
    }  # fmt: skip


def test_sand_dust_of_named_days_taken_out() -> None:
    lines = "2008年3月（μg/m³）\n区县|PM10|SO2\n城关区|180|60\n"
    for note in (
        "注：PM10为剔除3月18日沙尘天气后的数据",
        "注：已剔除3月18—20日共3天沙尘天气影响。",
    ):
        wanted = {"pm10@城关区@2008-03~removed": "180", "so2@城关区@2008-03": "60"}
        assert read(staged(lines + note)) == wanted, note
    kept = staged(f"{lines}注：未剔除3月18日沙尘天气影响。")
    assert read(kept)["pm10@城关区@2008-03"] == "180"


def test_units_that_tell_names_apart() -> None:
    boilers = "2008年燃煤锅炉清洁能源改造进度（截止11月底）\n区县|任务||完成|\n|台|蒸吨|台|蒸吨\n"
    batch = staged([sheet(f"{boilers}城关区|61|320|50|268", merges="1,0,2,0;1,1,1,2;1,3,1,4")])
    assert read(batch)["boiler_retrofit_tonnage@城关区@2008-01..2008-11"] == "268"
    rows = "2008年各区指标\n区县|区域噪声|餐饮治理\n|dB(A)|户\n城关区|55|287"
    assert read(staged(rows))["catering_treated_units@城关区@2008"] == "287"
    tested = staged("2008年机动车检测\n区县|检测数（万辆）\n城关区|5.81")
    assert read(tested) == {"vehicle_tests@城关区@2008": "58100"}
    money = "2008年环保重点项目投资完成情况（万元）\n区县|计划投资|完成投资\n城关区|5000|4200"
    assert read(staged(money)) == {"key_project_investment@城关区@2008": "4200"}


def test_two_figures_in_a_cell_are_told() -> None:
    batch = staged(
        "2008年任务（完成数/任务数）\n区县|锅炉改造（台）|餐饮治理（户）\n城关区|50/61|287/400"
    )
    assert batch.rejected and (batch.rejected.code, batch.rejected.cell) == (
        "no-plain-values",
        "B3",
    )
    assert "50/61" in batch.rejected.message


def test_marks_of_notes_behind_a_name() -> None:
    batch = staged("2008年10月（mg/m3）\n区县①|可吸入颗粒物②|二氧化硫*\n城关区|0.132|0.045")
    assert read(batch) == {"pm10@城关区@2008-10": "132", "so2@城关区@2008-10": "45"}


def test_the_rank_among_all_of_a_province() -> None:
    batch = staged("2008年城考得分\n城市|总分|全省排名\n兰州市|73.8|'6/14")
    assert read(batch)["urban_assessment_rank@兰州市@2008"] == "6"


@pytest.mark.parametrize(
    ("head", "indicator"),
    [
        ("污水集中处理率（占排放量）", "sewage_treatment_rate"),
        ("城市污水集中处理率（按排放量）(%)", "sewage_treatment_rate"),
        ("污水处理率（以排放量计）", "sewage_treatment_rate"),
        ("污水处理率（按用水量计）(%)", "sewage_treatment_of_use"),
        ("污水集中处理率（占用水量）", "sewage_treatment_of_use"),
    ],
)
def test_both_definitions_of_sewage_treatment_by_what_they_divide(
    head: str, indicator: str
) -> None:
    batch = staged(f"2008年各区县生活污水处理情况\n区县|{head}\n城关区|74.4\n西固区|70.7")
    assert not batch.questions
    assert read(batch) == {f"{indicator}@城关区@2008": "74.4", f"{indicator}@西固区@2008": "70.7"}


def test_both_definitions_beside_each_other_stay_apart() -> None:
    heads = "污水处理率（占排放量）|污水处理率（占用水量）"
    batch = staged(f"2008年各区县污水处理情况\n区县|{heads}\n城关区|74.4|52.1\n西固区|70.7|49.6")
    assert read(batch) == {
        "sewage_treatment_rate@城关区@2008": "74.4", "sewage_treatment_of_use@城关区@2008": "52.1",
        "sewage_treatment_rate@西固区@2008": "70.7", "sewage_treatment_of_use@西固区@2008": "49.6",
    }  # fmt: skip
