"""Times in headers and labels beside those of the title: read by the nearer one, never in silence."""

from datetime import datetime

import pytest

from loaders.model.sheet import Sheet
from tests.loaders.reading_lists import read
from tests.loaders.staging import codes, keys, staged

OCTOBER, YEAR = "2008年10月空气质量（mg/m³）", "2008年空气质量（mg/m³）"


def answered(lines: str, **answers: str) -> dict[str, str]:
    """What is read after the one question."""
    (question,) = staged(lines).questions
    return read(staged(lines, answers={question.key: answers[question.topic.replace("-", "_")]}))


@pytest.mark.parametrize(
    ("lines", "options"),
    [
        (f"{OCTOBER}\n区县|2007年PM10\n城关区|0.1\n安宁区|0.2", ("2007-10", "2008-10", "2007")),
        (f"{OCTOBER}\n区县|9月PM10\n城关区|0.1\n安宁区|0.2", ("2008-09", "2008-10")),
        (f"{YEAR}\n区县|月份|2007年PM10\n城关区|1|0.1\n安宁区|1|0.2", ("2007", "2008")),
        (
            "2008年9月PM10（mg/m³）\n区县|10-1|10-2|平均\n城关区|0.1|0.2|0.15",
            ("以表头写的时段为准",),
        ),
    ],
)
def test_a_header_of_another_period_alone_is_asked(lines: str, options: tuple[str, ...]) -> None:
    batch = staged(lines)
    assert keys(batch) == ["header-period"] and batch.questions[0].options == options
    assert not batch.observations.num_rows


def test_the_answer_says_which_period_it_is() -> None:
    lines = f"{OCTOBER}\n区县|2007年PM10\n城关区|0.1"
    assert answered(lines, header_period="2007-10") == {"pm10@城关区@2007-10": "100"}
    assert answered(lines, header_period="2008-10") == {"pm10@城关区@2008-10": "100"}
    months = f"{YEAR}\n区县|月份|2007年PM10\n城关区|1|0.1"
    assert answered(months, header_period="2007") == {"pm10@城关区@2007-01": "100"}
    assert answered(months, header_period="2008") == {"pm10@城关区@2008-01": "100"}


@pytest.mark.parametrize(
    "lines",
    [
        f"{OCTOBER}\n区县|2007年PM10|2008年PM10\n城关区|0.1|0.2",
        f"{OCTOBER}\n区县|PM10|2007年PM10\n城关区|0.1|0.2",
        "2008年与2007年空气质量（mg/m³）\n区县|2007年PM10\n城关区|0.1",
        f"{YEAR}\n区县|1月PM10|2月PM10\n城关区|0.1|0.2",
        f"{YEAR}\n区县|2006年PM10|2007年PM10\n城关区|0.1|0.2",
    ],
)
def test_nothing_is_asked_where_the_title_is_answered_for(lines: str) -> None:
    assert not staged(lines).questions and read(staged(lines))


def test_labels_of_rows_say_their_period_and_last_year() -> None:
    head = "2008年10月空气质量（mg/m³）\n指标|城关区|安宁区\n"
    both = read(staged(f"{head}PM10|0.1|0.2\n2007年PM10|0.3|0.4"))
    assert both["pm10@城关区@2008-10"] == "100" and both["pm10@城关区@2007-10"] == "300"
    alone = staged(f"{head}2007年PM10|0.1|0.2\n2007年SO2|0.05|0.06")
    assert keys(alone) == ["period"]
    key, options = alone.questions[0].key, alone.questions[0].options
    assert options == ("以数据行的日期为准", "2008-10")
    lines = f"{head}2007年PM10|0.1|0.2\n2007年SO2|0.05|0.06"
    years = [{k.split("@")[2] for k in read(staged(lines, answers={key: o}))} for o in options]
    assert years == [{"2007"}, {"2008-10"}]
    last = staged(f"{head}PM10|0.1|0.2\nPM10上年同期|0.3|0.4")
    assert read(last) == {"pm10@城关区@2008-10": "100", "pm10@安宁区@2008-10": "200"}
    assert codes(last) == ["last-year-kept"]


DATES = {
    "text": "2008年10月兰州市PM10（mg/m³）\n区县|10-1|10-2\n城关区|0.1|0.2\n安宁区|0.3|0.4",
    "text under the year alone": "2008年兰州市PM10（mg/m³）\n区县|10-1|10-2\n城关区|0.1|0.2\n安宁区|0.3|0.4",
    "slashes": "2008年10月兰州市PM10（mg/m³）\n区县|10/1|10/2|平均\n城关区|0.1|0.2|0.15\n安宁区|0.3|0.4|0.35",
    "real dates": "兰州市PM10（mg/m³）\n区县|2008-10-01|2008-10-02\n城关区|0.1|0.2\n安宁区|0.3|0.4",
}  # fmt: skip
DAYS = {
    "pm10@城关区@2008-10-01": "100", "pm10@城关区@2008-10-02": "200",
    "pm10@安宁区@2008-10-01": "300", "pm10@安宁区@2008-10-02": "400",
}  # fmt: skip


@pytest.mark.parametrize("name", DATES)
def test_dates_across_the_columns(name: str) -> None:
    assert read(staged(DATES[name])) == DAYS


def test_dates_over_pairs_of_pollutants() -> None:
    lines = "2008年10月（mg/m³）\n点位|10-1||10-2|\n|PM10|SO2|PM10|SO2\n雁滩|0.1|0.05|0.3|0.06"
    assert read(staged(lines)) == {
        "pm10@雁滩@2008-10-01": "100", "so2@雁滩@2008-10-01": "50",
        "pm10@雁滩@2008-10-02": "300", "so2@雁滩@2008-10-02": "60",
    }  # fmt: skip


def test_months_to_another_are_no_days_unless_the_title_says_their_month() -> None:
    rows = "\n区县|1-2|1-3\n城关区|0.1|0.2\n安宁区|0.3|0.4"
    assert not read(staged(f"2008年兰州市PM10（mg/m³）{rows}"))
    assert "pm10@城关区@2008-01-02" in read(staged(f"2008年1月兰州市PM10（mg/m³）{rows}"))


def test_real_dates_without_a_day_in_their_format_are_months() -> None:
    moments = [datetime(2008, month, 1) for month in (1, 2)]
    formats = {(1, column): "yyyy年m月" for column in (1, 2)}
    rows = [["兰州市PM10（µg/m³）"], ["区县", *moments], ["城关区", 101, 102]]
    assert read(staged([Sheet("S", rows, formats=formats)])) == {
        "pm10@城关区@2008-01": "101", "pm10@城关区@2008-02": "102",
    }  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        "区县|10-1|10-2\n城关区|0.1|0.2\n安宁区|0.3|0.4",
        "日期|城关区|安宁区\n10月1日|0.1|0.3\n10月2日|0.2|0.4",
    ],
)
def test_dates_without_any_year_are_asked_once_and_read(rows: str) -> None:
    assert answered(f"兰州市PM10（mg/m³）\n{rows}", period="2008") == DAYS


def test_the_mean_of_a_few_months_is_no_mean_of_the_year() -> None:
    batch = staged("2008年PM10（mg/m³）\n区县|1月|2月|平均\n城关区|0.1|0.2|0.15")
    assert read(batch) == {"pm10@城关区@2008-01": "100", "pm10@城关区@2008-02": "200"}
    assert codes(batch) == ["not-an-input"]


@pytest.mark.parametrize(
    "title", ["PM10年均值", "PM10月均值", "PM10时均值", "各区县PM10年均浓度对比"]
)
def test_the_number_of_a_pollutant_is_no_time(title: str) -> None:
    table = "区县|PM10\n城关区|0.142\n安宁区|0.138"
    assert keys(staged(f"{title}（mg/m³）\n{table}")) == ["period"]
    found = read(staged(f"2008年{title}（mg/m³）\n{table}"))
    assert found == {"pm10@城关区@2008": "142", "pm10@安宁区@2008": "138"}


@pytest.mark.parametrize("words", ["8月上旬", "8月中旬", "8月份下旬", "农历8月"])
def test_ten_days_and_a_lunar_month_are_not_the_month_and_not_the_year(words: str) -> None:
    batch = staged(f"2008年{words}环境空气（mg/m³）\n区县|PM10\n城关区|0.11\n安宁区|0.12")
    assert keys(batch) == ["period"]
