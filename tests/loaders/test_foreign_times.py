"""Times as programs and other countries write them: read on their own clock, or refused."""

import pytest

from loaders.model.table import TimeParts
from loaders.words.key_times import key_parts
from loaders.words.periods import periods_in
from tests.loaders.staging import codes, found, staged

READ = {
    "2023-10-13T05:00:00+08:00": TimeParts(2023, 10, 13, 5),
    "2019-01-13 03:00:00 +01:00": TimeParts(2019, 1, 13, 3),
    "2023-10-13 1:00 PM": TimeParts(2023, 10, 13, 13),
    "2023-10-13 12:00:00 AM": TimeParts(2023, 10, 13, 0),
    "2023-10-01 00:00~01:00": TimeParts(2023, 10, 1, 0),
    "202310130500": TimeParts(2023, 10, 13, 5),
    "1 Jan 2023": TimeParts(2023, 1, 1),
    "January 2, 2023": TimeParts(2023, 1, 2),
    "03-Jan-23": TimeParts(2023, 1, 3),
    "Feb-23": TimeParts(2023, 2),
    "2023年10月1日(星期日)": TimeParts(2023, 10, 1),
    "112年3月": TimeParts(2023, 3),
    "民國112年3月": TimeParts(2023, 3),
}
HOURS = {"0500": 5, "05:00:00": 5, "18.00.00": 18, "2400": 24, "1:00 PM": 13, "5时": 5}


@pytest.mark.parametrize("text", READ)
def test_a_moment_is_read_on_its_own_clock(text: str) -> None:
    assert key_parts(text, "date") == READ[text]


@pytest.mark.parametrize("text", HOURS)
def test_an_hour_of_the_clock(text: str) -> None:
    assert key_parts(text, "hour") == TimeParts(hour=HOURS[text])


@pytest.mark.parametrize("text", ["2023-01-13T00:00:00Z", "2023-01-13 00:00 UTC"])
def test_a_time_in_utc_is_never_taken_for_local(text: str) -> None:
    batch = staged(f"datetime|PM10(ug/m3)\n{text}|50\n{text.replace('13', '14')}|51", area="城关区")
    assert codes(batch)[0] == "key-in-utc" and not found(batch)


@pytest.mark.parametrize("text", ["2023-10-13 05:30", "2023-10-01 00:00~03:00", "13:59:59"])
def test_what_is_no_whole_hour_is_not_read(text: str) -> None:
    assert key_parts(text, "date") is None


def test_a_stretch_of_one_day_is_that_day() -> None:
    assert periods_in("时间：2023-10-01 00:00 至 2023-10-01 23:00") == (TimeParts(2023, 10, 1),)


def test_the_hour_begins_where_begin_and_end_both_stand() -> None:
    rows = "\n".join(
        f"'2023-10-13 {h:02d}:00|'2023-10-13 {h + 1:02d}:00|{50 + h}" for h in range(5)
    )
    batch = staged(f"雁滩PM10（μg/m³）\n开始时间|结束时间|PM10\n{rows}")
    hours = {row["start"].hour: int(row["value"]) for row in batch.observations.to_pylist()}
    assert hours == {h: 50 + h for h in range(5)}


def test_numbers_under_a_date_are_days_where_the_title_says_the_month() -> None:
    batch = staged("2023年10月城关区PM10（μg/m³）\n日期|PM10\n1|71\n2|72\n3|73")
    assert ("pm10", "城关区", "2023-10-02", "day") in found(batch)


def test_a_date_in_digits_in_the_file_name_dates_an_undated_table() -> None:
    text = "点位|PM10(ug/m3)\n雁滩|70\n西站|71"
    assert ("pm10", "雁滩", "2023-10-13", "day") in found(staged(text, name="日报20231013.xlsx"))


def test_a_date_in_digits_in_the_file_name_yields_to_the_title() -> None:
    text = "2023年10月（μg/m³）\n区县|PM10\n城关区|70\n安宁区|71"
    batch = staged(text, name="月报_20231115.xlsx")
    assert ("pm10", "城关区", "2023-10-01", "month") in found(batch) and not batch.questions
