"""Habits of real monthly tables: rows of marks and means, stated statistics, names among sites."""

import pytest

from loaders.model.answers import LEAVE_OUT
from tests.loaders.cases.case import found
from tests.loaders.staging import codes, keys, staged

DAYS = "日期|铁路设计院|职工医院|{}\n2009-04-01|101|111|91\n2009-04-02|102|112|92"
TITLE = "兰州市2009年4月PM10日均值（μg/m³）\n"


def test_a_name_nobody_knows_among_sites_is_asked_and_never_left_out_in_silence() -> None:
    text = TITLE + DAYS.format("生物制品所")
    batch = staged(text)
    assert [q.topic for q in batch.questions] == ["place-column"] and not found(batch)
    (question,) = batch.questions
    assert "生物制品所" in question.prompt
    site = staged(text, answers={question.key: question.options[0]})
    assert found(site)["pm10@兰州市·生物制品所@2009-04-01"] == "91" and len(found(site)) == 6
    assert "unlisted-site" in codes(site)
    later = staged(
        text.replace("2009年4月", "2009年5月").replace("-04-", "-05-"),
        layouts=(site.layouts[0].layout,),
    )
    assert not later.questions and len(found(later)) == 6
    assert len(found(staged(text, answers={question.key: LEAVE_OUT}))) == 4


def test_a_name_that_ends_like_a_site_is_one() -> None:
    batch = staged(TITLE + DAYS.format("东郊子站"))
    assert not batch.questions and "unlisted-site" in codes(batch)
    assert found(batch)["pm10@兰州市·东郊子站@2009-04-02"] == "92"


def test_the_mean_of_the_city_beside_its_sites_is_said_to_be_one() -> None:
    batch = staged(TITLE + DAYS.format("全市"))
    assert len(found(batch)) == 4 and not batch.questions
    assert any("由旁边各列算出" in d.message for d in batch.diagnostics)


@pytest.mark.parametrize("word", ["1-4月累计", "1-4月累计均值", "1～4月累计值"])
def test_a_row_added_up_below_months_is_the_stretch(word: str) -> None:
    months = "\n".join(f"{m}月|0.1{m}" for m in range(1, 5))
    batch = staged(f"城关区2009年（mg/m³）\n月份|PM10\n{months}\n{word}|0.125\n去年同期|0.13")
    values = found(batch)
    assert values["pm10@城关区@2009-01..2009-04"] == "125" and len(values) == 5
    said = {d.cell: d.message for d in batch.diagnostics}
    assert "上年同期的数" in said["B8"] and not batch.errors


@pytest.mark.parametrize("word", ["月均", "月平均", "月均值", "平均"])
def test_a_row_of_means_below_days_is_one_whatever_its_word(word: str) -> None:
    batch = staged(
        f"{TITLE}日期|铁路设计院|职工医院\n2009-04-01|101|111\n2009-04-02|103|113\n{word}|102|112"
    )
    assert not batch.errors and len(found(batch)) == 4 and "total-row" in codes(batch)


def test_a_statistic_that_a_note_states_by_name_is_that_of_the_figures() -> None:
    batch = staged(
        "2014年1月各城市空气质量\n城市|SO2|CO|O3\n甲市|17|1.2|121\n乙市|20|1.6|112\n"
        "注：SO2浓度单位为μg/m³，O3为μg/m³，CO浓度单位为mg/m³。CO为第95百分位数，O3为日最大8小时均值第90百分位数。",
        city="open",
    )
    assert set(found(batch)) == {
        f"{i}@{city}@2014-01{s}"
        for city in ("甲市", "乙市") for i, s in (("so2", ""), ("co", "/p95"), ("o3", "/p90"))
    }  # fmt: skip


def test_a_statistic_of_the_title_is_that_of_its_columns() -> None:
    batch = staged(
        "2009年各区县PM10最大日均值（mg/m³）\n区县|1月|2月\n城关区|0.31|0.29\n安宁区|0.28|0.27"
    )
    assert set(found(batch)) == {
        f"pm10@{area}@2009-0{m}/max" for area in ("城关区", "安宁区") for m in (1, 2)
    }


def test_the_title_says_the_indicator_before_a_column_of_days_does() -> None:
    batch = staged(
        "2009年4月各区县PM10监测结果统计（µg/m³）\n区县|监测天数|最小值|最大值|平均值|超标天数\n"
        "城关区|30|40|300|120|5\n安宁区|30|41|301|121|6"
    )
    assert not batch.questions and {key.split("@")[0] for key in found(batch)} == {"pm10"}
    assert len(found(batch)) == 6


def test_days_that_are_points_are_not_said_to_be_days() -> None:
    batch = staged(
        "2009年兰州市区域环境噪声监测结果\n区县|网格数（个）|平均等效声级dB(A)\n城关区|102|54.6\n安宁区|36|53.9"
    )
    assert len(found(batch)) == 2 and "days-as-valid" not in codes(batch)


def test_a_count_below_a_limit_may_stand_before_its_rank() -> None:
    batch = staged(
        "2009年4月各区县二氧化硫（mg/m³，括号内为排名）\n区县|SO2\n城关区|0.052(3)\n安宁区|0.047(2)\n榆中县|<0.007(1)"
    )
    assert found(batch)["so2@榆中县@2009-04"] == "7!below" and not batch.errors


def test_a_row_of_marks_that_goes_on_a_column_of_names_is_data() -> None:
    batch = staged(
        "Station|Date|Parameter|Conc. (ug/m3)|QC Name\nUS Embassy|2019-03-01|PM2.5|35|Valid\n"
        "US Embassy|2019-03-02|PM2.5|-999|Missing\nUS Embassy|2019-03-03|PM2.5|37|Valid",
        city="open", area="某某市",
    )  # fmt: skip
    assert found(batch) == {
        "pm25@某某市·US_Embassy@2019-03-01": "35", "pm25@某某市·US_Embassy@2019-03-02": "!missing",
        "pm25@某某市·US_Embassy@2019-03-03": "37",
    }  # fmt: skip


def test_a_file_name_with_a_date_in_digits_names_the_indicator() -> None:
    batch = staged(
        "Time|Conc(mg/m3)\n2021-05-13|0.035\n2021-05-14|0.038", city="open", area="某某市",
        name="BAM1020_PM2.5_20210513.xlsx",
    )  # fmt: skip
    assert {key.split("@")[0] for key in found(batch)} == {"pm25"}


def test_an_indicator_is_asked_only_among_those_of_its_unit() -> None:
    text = "2021年5月城关区\n点位|Conc(mg/m3)\n铁路设计院|0.035"
    batch = staged(text, name="PM2.5羊毛.xlsx")
    (question,) = batch.questions
    assert "pm10" in question.options and "noise_traffic" not in question.options


@pytest.mark.parametrize("unit", ["×10⁻³mg/m³", "10-3mg/m3"])
def test_a_thousandth_of_a_unit_is_a_unit(unit: str) -> None:
    batch = staged(f"2009年4月各区县PM10（{unit}）\n区县|PM10\n城关区|121\n安宁区|118")
    assert found(batch)["pm10@城关区@2009-04"] == "121" and not batch.questions


def test_the_other_period_is_offered_whole() -> None:
    from tests.loaders.staging import sheet

    batch = staged([sheet("2009年4月（mg/m³）\n区县|PM10\n城关区|0.12\n安宁区|0.11", "3月")])
    assert keys(batch) == ["period"] and batch.questions[0].options == ("2009-04", "2009-03")


def test_a_line_of_a_part_alone_is_said_to_be_one_once() -> None:
    head = "2009年4月兰州市\n项目|城关区|安宁区\nPM10（mg/m³）|0.121|0.118\n优良天数（天）|25|26"
    told = [d for d in staged(head).diagnostics if "优良天数" in d.found]
    assert len(told) == 1 and told[0].count == 2 and "分子或分母" in told[0].message
    beside = staged(f"{head}\n优良率（%）|83.3|86.7")
    assert not beside.diagnostics and beside.parts.num_rows == 2


def test_a_unit_that_does_not_convert_is_told_and_never_makes_a_place_of_its_header() -> None:
    batch = staged("2008年污染源普查\n区县|普查单位数（台）\n城关区|3508\n安宁区|628")
    assert codes(batch) == ["unit-conflict"] and not batch.questions


def test_hours_of_no_day_are_asked_which_day_they_are_of() -> None:
    hours = "\n".join(f"{hour}:00|{45 + hour % 3}" for hour in range(24))
    text = f"2009年第二季度城关区功能区噪声24小时监测\n测点名称：省博物馆\n时间|Leq\n{hours}"
    batch = staged(text)
    assert keys(batch) == ["period"] and "哪一天" in batch.questions[0].prompt
    told = found(staged(text, answers={batch.questions[0].key: "2009-05-12"}))
    assert len(told) == 24 and told["noise_functional@城关区·省博物馆@2009-05-12T00"] == "45"


def test_whole_numbers_under_an_unknown_word_are_no_dates() -> None:
    batch = staged(
        "2009年燃煤锅炉改造情况\n区县|改造前燃煤量|改造台数（台）\n城关区|52000|50\n安宁区|21000|28"
    )
    assert set(found(batch)) == {
        "boiler_retrofit_units@城关区@2009", "boiler_retrofit_units@安宁区@2009",
    }  # fmt: skip
    assert not batch.questions


def test_a_day_of_hours_with_its_own_figure_behind_is_read_whole() -> None:
    hours = "|".join(f"{hour}时" for hour in range(24))
    values = "|".join(str(40 + hour) for hour in range(24))
    batch = staged(
        f"2015年4月1日城关区臭氧小时浓度（μg/m³）\n点位|{hours}|日最大8小时平均\n铁路设计院|{values}|59"
    )
    assert not batch.questions and len(found(batch)) == 25
    assert found(batch)["o3@城关区·铁路设计院@2015-04-01/mda8"] == "59"


def test_the_change_in_brackets_that_a_header_declares_is_set_aside() -> None:
    batch = staged(
        "2009年4月各区县（mg/m³）\n区县|PM10（同比）\n城关区|0.121（-7.6%）\n安宁区|0.118（-6.2%）"
    )
    assert found(batch) == {"pm10@城关区@2009-04": "121", "pm10@安宁区@2009-04": "118"}
    assert any("与往期相比的变化" in d.message for d in batch.diagnostics)


def test_a_file_that_gives_nothing_to_store_or_ask_is_refused() -> None:
    batch = staged(
        "2009年各区县国民经济\n区县|地区生产总值（亿元）|人口（万人）\n城关区|410|95\n安宁区|60|20"
    )
    assert batch.rejected is not None and not found(batch)


def test_a_title_of_years_compared_names_the_indicator() -> None:
    batch = staged(
        "各区县PM10年均值对比（mg/m³）\n区县|2007年|2008年\n城关区|0.142|0.138\n安宁区|0.138|0.135"
    )
    assert len(found(batch)) == 4 and not batch.questions


@pytest.mark.parametrize(
    ("note", "dust"),
    [
        ("注：4月23日沙尘天气已扣除。", "removed"), ("注：已扣除沙尘影响", "removed"), ("注：未扣除沙尘", ""),
        ("注：带*的为扣除沙尘后的值", ""), ("注：4月23日有沙尘天气", ""),
    ],
)  # fmt: skip
def test_a_note_on_the_whole_table_takes_sand_dust_out(note: str, dust: str) -> None:
    batch = staged(f"2009年4月（mg/m³）\n区县|PM10\n城关区|0.121\n安宁区|0.118\n{note}")
    assert {row["dust"] for row in batch.observations.to_pylist()} == {dust}
    days = staged(
        f"2009年4月城关区（mg/m³）\n日期|PM10\n2009-04-22|0.121\n2009-04-23|0.118\n{note}"
    )
    assert {row["dust"] for row in days.observations.to_pylist()} == {""}
