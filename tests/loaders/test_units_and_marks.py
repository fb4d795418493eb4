"""A unit binds to the name beside it; a row of marks holds values; the other unit is an answer."""

import pytest

from tests.loaders.reading_lists import read
from tests.loaders.staging import staged

BODY = "区县|CO|O3|PM2.5\n城关区|0.9|120|30\n安宁区|0.8|110|35"
RIGHT = {
    "co@城关区@2019-03-05": "0.9", "co@安宁区@2019-03-05": "0.8", "o3@城关区@2019-03-05": "120",
    "o3@安宁区@2019-03-05": "110", "pm25@城关区@2019-03-05": "30", "pm25@安宁区@2019-03-05": "35",
}  # fmt: skip
STATED = (
    "单位：CO mg/m³，O3 µg/m³", "单位：μg/m³（CO为mg/m³）", "单位:CO(mg/m³),其他(µg/m³)",
    "注：CO单位mg/m³，其余µg/m³", "单位：μg/m3,CO mg/m3", "除CO为mg/m³外，单位均为μg/m³",
    "CO：mg/m³；其他污染物：μg/m³", "单位：微克/立方米（CO：毫克/立方米）",
)  # fmt: skip


@pytest.mark.parametrize("unit", STATED)
def test_a_unit_beside_a_name_is_that_indicators_own(unit: str) -> None:
    batch = staged(f"2019年3月5日\n{unit}\n{BODY}")
    assert read(batch) == RIGHT and not batch.to_confirm


MARKS = ("未监测", "—", "/", "缺测", "No data", "N/A", "停测")


@pytest.mark.parametrize("mark", MARKS)
def test_a_row_of_marks_between_others_is_missing_values(mark: str) -> None:
    batch = staged(
        f"2024年3月空气质量（µg/m³）\n项目|城关区|安宁区|西固区\nSO2|11|13|9\n"
        f"PM2.5|{mark}|{mark}|{mark}\nNO2|31|37|28\nPM10|62|58|71"
    )
    values = read(batch)
    assert not batch.questions and len(values) == 12
    assert {v for k, v in values.items() if k.startswith("pm25")} == {"!missing"}


@pytest.mark.parametrize("mark", MARKS)
def test_a_column_of_marks_is_missing_values(mark: str) -> None:
    batch = staged(
        f"2024年3月（µg/m³）\n区县|PM10|SO2\n城关区|62|{mark}\n安宁区|58|{mark}\n西固区|71|{mark}"
    )
    assert [v for k, v in read(batch).items() if k.startswith("so2")] == ["!missing"] * 3


@pytest.mark.parametrize("station", ["东郊降尘点", "SO2自动站", "噪声显示屏东", "臭氧观测楼"])
def test_a_station_named_like_an_indicator_is_a_station(station: str) -> None:
    lines = ["日期|点位|PM10(µg/m³)|SO2(µg/m³)"]
    lines += [f"2024-03-{d:02}|{station}|{60 + d}|{10 + d}" for d in range(1, 8)]
    lines += [f"2024-03-08|{station}|缺测|缺测"]
    lines += [f"2024-03-{d:02}|{station}|{60 + d}|{10 + d}" for d in range(9, 20)]
    values = read(staged("\n".join(lines), city="open", area="某某市"))
    assert len(values) == 38 and all(f"@{station}@" in key for key in values)


def test_the_other_unit_is_an_answer_and_is_remembered_with_the_form() -> None:
    lines = "2008年{}月（mg/m³）\n区县|PM10|SO2\n城关区|{}|0.05\n安宁区|{}|0.06"
    first = staged(lines.format(10, 120, 98))
    (question,) = first.questions
    assert question.topic == "unit" and question.options == ("µg/m³", "mg/m³")
    assert question.default == "mg/m³" and first.to_confirm
    assert read(first)["pm10@城关区@2008-10"] == "120000", "what is printed is shown"
    answered = staged(lines.format(10, 120, 98), answers={question.key: "µg/m³"})
    assert read(answered)["pm10@城关区@2008-10"] == "120"
    assert not answered.questions and not answered.to_confirm
    kept = staged(lines.format(10, 120, 98), answers={question.key: "mg/m³"})
    assert not kept.questions and kept.to_confirm, "what is printed needs a reason"
    known = (answered.layouts[0].layout,)
    right = staged(lines.format(11, "0.120", "0.098"), layouts=known)
    assert read(right)["pm10@城关区@2008-11"] == "120", "the answer is for figures that betray it"
