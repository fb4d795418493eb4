"""Arrangements of a bureau's tables: each is read whole, by words only."""

import pytest

from loaders.model.sheet import Sheet
from tests.loaders.staging import codes, found, keys, sheet, staged

MONTH = ("2008-10-01", "month")


def test_plain_table_with_title_unit_and_sender() -> None:
    batch = staged("""
2008年10月兰州市空气质量月报
填报单位（盖章）：城关区环境保护局|||报送日期：2008年11月5日
单位：mg/m³
区县|PM10|SO2|NO2
城关区|0.123|0.058|0.052
安宁区|0.126|0.0596|—
注：2007年数据另报。
""")
    assert found(batch)["pm10", "城关区", *MONTH] == "123"
    assert found(batch)["so2", "安宁区", *MONTH] == "59.6"
    assert found(batch)["no2", "安宁区", *MONTH] == ""
    assert batch.sheets[0].readings == 6 and not batch.questions and not batch.errors


def test_two_row_merged_header_and_merged_keys() -> None:
    lines = """
2008年10月日报
监测日期|区县|点位|日均浓度（mg/m³）||
|||可吸入颗粒物(PM10)|二氧化硫(SO2)|二氧化氮(NO2)
2008-10-01|城关区|市监测站|0.1|0.05|0.04
||雁滩|0.2|0.06|缺测
"""
    merged = sheet(lines, merges="1,0,2,0; 1,1,2,1; 1,2,2,2; 1,3,1,5; 3,0,4,0; 3,1,4,1")
    batch = staged([merged])
    assert found(batch)["pm10", "雁滩", "2008-10-01", "day"] == "200"
    assert {r["area"] for r in batch.observations.to_pylist()} == {"城关区"}
    assert batch.sheets[0].readings == 6


def test_unmerged_group_header_reaches_right() -> None:
    batch = staged("""
2008年10月
区县|浓度(mg/m³)||单位名称
|PM10|SO2|
城关区|0.1|0.05|甲
安宁区|0.2|0.06|乙
""")
    assert found(batch)["so2", "安宁区", *MONTH] == "60"


def test_unit_row_below_the_header() -> None:
    batch = staged("""
2008年10月
区县|PM10|CO
|μg/m3|mg/m3
城关区|123|1.2
安宁区|126|0.9
""")
    assert found(batch)["pm10", "城关区", *MONTH] == "123"
    assert found(batch)["co", "安宁区", *MONTH] == "0.9"


def test_unit_rule_with_exception() -> None:
    batch = staged("""
2008年10月（单位：除CO为毫克/立方米外，其余均为微克/立方米）
区县|PM10|CO
城关区|123|1.2
""")
    assert found(batch) == {("pm10", "城关区", *MONTH): "123", ("co", "城关区", *MONTH): "1.2"}


def test_stacked_blocks_each_with_its_title() -> None:
    batch = staged("""
2008年9月 PM10（mg/m³）
区县|均值
城关区|0.11
安宁区|0.12

2008年10月 PM10（mg/m³）
区县|均值
城关区|0.13
安宁区|0.14
""", name="空气.xlsx")  # fmt: skip
    assert found(batch)["pm10", "安宁区", "2008-09-01", "month"] == "120"
    assert found(batch)["pm10", "安宁区", *MONTH] == "140"


def test_sub_title_reuses_the_header_above() -> None:
    batch = staged("""
2008年10月（mg/m³）
一、PM10
区县|均值
城关区|0.11
二、SO2
城关区|0.05
""")
    assert found(batch) == {("pm10", "城关区", *MONTH): "110", ("so2", "城关区", *MONTH): "50"}


def test_long_form_with_indicator_and_unit_columns() -> None:
    batch = staged("""
年|月|区县|项目|单位|数值
2008|10|城关区|PM10|mg/m³|0.123
2008|10|城关区|一氧化碳|mg/m³|1.5
2008|10|安宁区|PM10|µg/m³|126
""")
    assert found(batch) == {
        ("pm10", "城关区", *MONTH): "123",
        ("co", "城关区", *MONTH): "1.5",
        ("pm10", "安宁区", *MONTH): "126",
    }


def test_months_across_as_words() -> None:
    batch = staged("""
2008年PM10月均值（mg/m³）
区县|1月|2月|3月
城关区|0.11|0.12|0.13
安宁区|0.14|—|0.16
""")
    assert found(batch)["pm10", "安宁区", "2008-03-01", "month"] == "160"
    assert batch.sheets[0].readings == 6


def test_months_across_as_integers() -> None:
    months = "|".join(str(m) for m in range(1, 13))
    values = "|".join(f"0.1{m:02d}" for m in range(1, 13))
    batch = staged(f"""
2008年PM10月均值（mg/m³）
区县|{months}
城关区|{values}
安宁区|{values}
""")
    assert found(batch)["pm10", "安宁区", "2008-12-01", "month"] == "112"
    assert batch.sheets[0].readings == 24


def test_districts_across() -> None:
    batch = staged("""
2008年PM10（mg/m³）
月份|城关区|安宁区
1月|0.11|0.12
1-3|0.13|0.14
""")
    assert found(batch)["pm10", "城关区", "2008-01-01", "month"] == "110"
    assert found(batch)["pm10", "安宁区", "2008-01-01", "cumulative"] == "140"


def test_one_sheet_a_month() -> None:
    def month(name: str, value: str) -> Sheet:
        return sheet(f"2008年空气（mg/m³）\n区县|PM10\n城关区|{value}\n安宁区|0.2", name)

    batch = staged([month("9月", "0.11"), month("10月", "0.13")], name="2008年空气.xlsx")
    assert found(batch)["pm10", "城关区", "2008-09-01", "month"] == "110"
    assert found(batch)["pm10", "城关区", *MONTH] == "130"


def test_the_file_name_gives_the_period() -> None:
    batch = staged("区县|PM10(mg/m³)\n城关区|0.123\n安宁区|0.1", name="2008年10月.xlsx")
    assert found(batch)["pm10", "城关区", *MONTH] == "123"


def test_station_column_at_the_end_gives_the_district() -> None:
    batch = staged("日期|PM10(µg/m³)|站点\n2014-01-02|101|Dongsi\n2014-01-03|99|Dongsi", "beijing")
    rows = batch.observations.to_pylist()
    assert {(r["area"], r["site"]) for r in rows} == {("东城区", "Dongsi")}


def test_rate_keeps_its_parts() -> None:
    batch = staged("""
2008年10月饮用水源水质
水源地|所在区县|取水量(万吨)|达标水量(万吨)|达标率(%)
甲水源|城关区|200.8|180.5|89.9
合 计||200.8|180.5|89.9
""")
    row = batch.observations.to_pylist()[0]
    assert (row["indicator"], row["site"]) == ("water_source_compliance", "甲水源")
    assert (str(row["numerator"]), str(row["denominator"])) == (
        "180.500000000000",
        "200.800000000000",
    )
    assert batch.sheets[0].readings == 2 and batch.sheets[0].set_aside == 1
    assert "total-row" in codes(batch)


def test_rate_from_its_parts_alone() -> None:
    batch = staged("""
2008年10月断面水质
断面名称|区县|监测次数|达标次数
甲桥|城关区|3|2
""")
    row = batch.observations.to_pylist()[0]
    assert (row["indicator"], row["statistic"]) == ("surface_water_compliance", "rate")
    assert str(row["value"]) == "66.666666666667"


def test_road_length_is_the_weight_in_metres() -> None:
    batch = staged("""
2008年道路交通噪声监测结果
路段名称|区县|路段长度(km)|昼间等效声级Leq dB(A)
东宁路|城关区|1.19|68.2
""")
    row = batch.observations.to_pylist()[0]
    assert (row["indicator"], row["statistic"], row["site"]) == ("noise_traffic", "day", "东宁路")
    assert str(row["weight"]) == "1190.000000000000" and row["kind"] == "year"


def test_cumulative_tasks_by_district() -> None:
    batch = staged("""
2008年1—9月任务进展
区县|餐饮业治理（户）|其中：油烟|餐饮业治理（项）
城关区|287|186|298
安宁区|115|80|120
合 计|402|266|418
""")
    assert found(batch)["catering_treated_units", "安宁区", "2008-01-01", "cumulative"] == "115"
    assert batch.sheets[0].readings == 6 and batch.sheets[0].set_aside == 2
    assert not batch.errors


def test_as_of_title_is_the_running_figure() -> None:
    batch = staged("截至2008年6月30日任务进展\n区县|餐饮业治理（户）\n城关区|100\n安宁区|50")
    assert found(batch)["catering_treated_units", "城关区", "2008-01-01", "cumulative"] == "100"


def test_percent_format() -> None:
    table = sheet("2008年\n区县|烟尘控制区覆盖率(%)\n城关区|0.981")
    table.formats[(2, 1)] = "0.0%"
    assert list(found(staged([table])).values()) == ["98.1"]


def test_below_detection_in_the_stored_unit() -> None:
    batch = staged("2008年10月\n区县|SO2(mg/m³)\n城关区|0.004L\n安宁区|ND\n西固区|0.05")
    rows = {r["area"]: r for r in batch.observations.to_pylist()}
    assert (str(rows["城关区"]["value"]), rows["城关区"]["qualifier"]) == (
        "4.000000000000",
        "below",
    )
    assert (rows["安宁区"]["value"], rows["安宁区"]["qualifier"]) == (None, "below")
    assert rows["城关区"]["raw"] == "0.004L"


LEDGER = """
兰州市2008年燃煤锅炉改造台账（截至2008年9月30日）
序号|区县|使用单位|锅炉型号|台数|吨位(蒸吨)|改造方式|计划完成时限|实际完成时间|完成情况|削减SO2(吨)|削减烟尘(吨)|备注
1|安宁区|甲厂|DZL4|2|8|煤改气|2008年10月|2008-09-27|已完成|12.3|4.05|
2|安宁区|甲厂|DZL4|1|4|煤改气|2008年10月31日||已开工|||在建
合 计|||2家|3|12||||||12.3|4.05|
"""


def test_ledger_is_one_row_a_unit() -> None:
    batch = staged(LEDGER)
    first, second = batch.ledger.to_pylist()
    assert (first["area"], first["count"], str(first["so2_cut"])) == (
        "安宁区",
        2,
        "12.300000000000",
    )
    assert str(first["finished"]) == "2008-09-27" and str(first["planned"]) == "2008-10-31"
    assert (first["item"], second["item"]) == ("安宁区/甲厂/DZL4/1", "安宁区/甲厂/DZL4/2")
    assert str(first["as_of"]) == "2008-09-30" and first["year"] == 2008
    assert second["finished"] is None and '"finished"' not in second["cells"]
    assert batch.sheets[0].readings == 3 and batch.sheets[0].set_aside == 1


def test_ledger_without_a_date_asks() -> None:
    batch = staged(LEDGER.replace("2008年", "", 1).replace("（截至2008年9月30日）", ""))
    assert keys(batch) == ["period"] and batch.ledger.num_rows == 0


FORM = """
{title}
区县|PM10(mg/m³)|SO2(mg/m³)
城关区|{a}|0.05
安宁区|0.12|0.06
"""


def test_form_is_the_same_next_month_and_another_for_another_unit() -> None:
    def form(text: str) -> str:
        return staged(text).observations["form"][0].as_py()

    october = FORM.format(title="2008年10月月报", a="0.1")
    assert form(october) == form(FORM.format(title="2008年11月月报", a="0.2"))
    assert form(october) != form(
        october.replace("PM10(mg/m³)", "PM10(µg/m³)").replace("0.1", "110")
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda t: "\n" + t,
        lambda t: t.replace("城关区", "城 关 区"),
        lambda t: t.replace("0.1|", "'０．１|"),
        lambda t: t.replace("0.05", "'0.05"),
        lambda t: t + "审核人：李某|2008年12月1日\n",
        lambda t: t + "注：数据来自2007年报表\n",
        lambda t: t.replace("2008年10月月报", "月报（2008年10月）"),
        lambda t: t.replace("\n城关区", "\n\n城关区"),
    ],
)
def test_what_does_not_change_the_readings(change: object) -> None:
    text = FORM.format(title="2008年10月月报", a="0.1")
    assert found(staged(change(text))) == found(staged(text))  # type: ignore[operator]
