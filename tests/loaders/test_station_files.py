"""Station files of programs: keys in English, sites across, several places, decimal commas."""

import pytest

from loaders.opening import delimited
from tests.loaders.reading_lists import read
from tests.loaders.staging import codes, found, sheet, staged


def test_codes_of_sites_across_beside_a_column_of_indicators() -> None:
    text = "date|hour|type|1001A|1002A\n" + "\n".join(
        f"20140513|{h}|{name}|{value + h}|{value + h + 1}"
        for h in range(3)
        for name, value in (("PM2.5", 50), ("PM10", 90))
    )
    values = read(staged(text, city="open", area="北京市"))
    assert values["pm10@1002A@2014-05-13T02"] == "93" and len(values) == 12


def test_cities_across_are_places_where_any_place_is_taken() -> None:
    text = "date|type|北京|天津\n20140513|PM2.5|50|51\n20140513|PM10|90|91\n20140514|PM10|80|81"
    values = found(staged(text, city="open"))
    assert values["pm25", "天津", "2014-05-13", "day"] == "51" and len(values) == 6


def test_a_key_word_again_under_another_name_opens_no_second_table() -> None:
    rows = "\n".join(f"2023-01-{d}|ID1|{d}|ug/m3 LC|{d + 20}|雁滩|城关区" for d in range(13, 20))
    head = (
        "Date|Site ID|Daily Mean PM2.5 Concentration|Units|Daily AQI Value|Local Site Name|County"
    )
    values = found(staged(f"{head}\n{rows}"))
    assert values["pm25", "雁滩", "2023-01-13", "day"] == "13" and len(values) == 7


def test_a_row_with_a_clock_time_is_no_header() -> None:
    rows = "\n".join(
        f"PM10|hour|{h}.5|µg/m3|'2019-01-13 {h:02d}:00:00 +01:00|1" for h in range(13, 20)
    )
    head = "AirPollutant|AveragingTime|Concentration|UnitOfMeasurement|DatetimeBegin|Validity"
    values = read(staged(f"{head}\n{rows}", city="open", area="柏林"))
    assert values == {f"pm10@柏林@2019-01-13T{h:02d}": f"{h}.5" for h in range(13, 20)}


def test_groups_of_districts_beside_their_districts_are_no_places() -> None:
    text = (
        "2008年10月（mg/m3）\n区域|区县|PM10\n近郊四区|城关区|0.12\n|安宁区|0.11\n|小计|0.115\n"
        "远郊县区|红古区|0.10\n|永登县|0.09"
    )
    batch = staged(text)
    assert len(found(batch)) == 4 and not batch.questions


def test_the_district_of_a_city_is_the_district() -> None:
    batch = staged("兰州市城关区2023年10月（μg/m³）\n项目|数值\nPM10|70\nSO2|10")
    assert {key[1] for key in found(batch)} == {"城关区"}


def test_an_indicator_named_a_mean_is_no_total_row() -> None:
    text = "2008年安宁区\n考核指标|单位|目标值|完成值\n可吸入颗粒物年日均值|mg/m3|≤0.10|0.126\n二氧化硫年日均值|mg/m3|≤0.06|0.0596"
    assert sorted(found(staged(text)).values()) == ["126", "59.6"]


def test_until_a_month_belongs_to_the_year_of_the_title() -> None:
    text = "2008年各区县燃煤锅炉改造任务完成情况（截至10月底）\n区县|任务数（台）|完成数（台）|完成率\n城关区|61|50|82.0%\n安宁区|30|28|93.3%"
    row = staged(text).observations.to_pylist()[0]
    assert (row["start"].month, row["end"].month, int(row["value"])) == (1, 11, 50)


def test_a_day_in_the_sheet_name_refines_the_month_of_the_file() -> None:
    text = "点位|PM10(μg/m3)\n雁滩|7{}\n西站|8{}"
    sheets = [sheet(text.format(d, d), f"{d}日") for d in (1, 2)]
    values = found(staged(sheets, name="2023年10月日报.xlsx"))
    assert values["pm10", "雁滩", "2023-10-02", "day"] == "72" and len(values) == 4


def test_a_date_of_a_ledger_that_may_be_two_months_is_refused() -> None:
    text = (
        "兰州市城关区2008年燃煤锅炉改造台账（截至2008年10月31日）\n"
        "单位名称|锅炉型号|台数|总吨位（t/h）|改造方式|计划完成时间|实际完成时间\n"
        "省人民医院|DZL4|2|8|煤改气|{}|未完成"
    )
    assert codes(staged(text.format("2008.1"))) == ["unreadable-date"]
    batch = staged(text.format("2008.9"))
    item = batch.ledger.to_pylist()[0]
    assert (item["area"], int(item["tonnage"]), item["finished"]) == ("城关区", 8, None)
    assert item["planned"].month == 9


COMMAS = "Datum;PM10\n13.01.2023;50,5\n14.01.2023;1,116\n12.01.2023;49,25\n"


def test_decimal_commas_where_the_whole_text_writes_them() -> None:
    text = delimited.read(COMMAS.encode(), "a.csv")[0]
    assert [row[1] for row in text.rows] == ["PM10", "50.5", "1.116", "49.25"]


@pytest.mark.parametrize("more", ["15.01.2023;3.5\n", ""])
def test_commas_that_may_part_thousands_stay(more: str) -> None:
    text = COMMAS + more if more else COMMAS.replace("50,5", "2,500")
    assert delimited.read(text.encode(), "a.csv")[0].rows[2][1] == "1,116"
