"""The sentences: every number in them is found in the row that produced it."""

import re
from dataclasses import replace

import pytest

from chuangmo.catalog.models import Indicator
from chuangmo.exhibits.counts import counts_sentence
from chuangmo.wording import (
    change_words,
    figure,
    indicator_sentence,
    lines_sentence,
    rest_words,
)
from tests.charts.test_matrix import PM10, ROW

STANDARD = replace(ROW, area="兰州市", value="0.1186", published="0.119", status="missed")
TARGET = replace(STANDARD, line="target", limit="0.120", status="at_risk")
TASK = PM10.model_copy(
    update={
        "id": "boilers", "name": "锅炉改造", "symbol": "", "unit": "台", "digits": {"台": 0},
        "combine": "ledger", "group": "task", "direction": "higher",
    }
)  # fmt: skip


def numbers(sentence: str) -> set[str]:
    return set(re.findall(r"(?<![PMNOS\d.])\d+(?:\.\d+)?", sentence))


def sentence(rows: list[object], indicator: Indicator = PM10) -> str:
    return indicator_sentence(rows, indicator, "1—10月")  # type: ignore[arg-type]


def test_the_sentence_compares_with_every_line() -> None:
    text = sentence([STANDARD, TARGET])
    assert text == (
        "1—10月PM10均值为0.119 mg/m³，低于年度目标0.120 mg/m³，高于国家标准0.10 mg/m³。"
    )
    assert numbers(text) - {"1", "10"} == {"0.119", "0.120", "0.10"}


def test_equal_limits_are_said_once() -> None:
    scheme = replace(STANDARD, line="scheme")
    assert "高于创模指标和国家标准0.10 mg/m³" in sentence([STANDARD, scheme])


def test_insufficient_data_is_not_judged() -> None:
    lacking = replace(STANDARD, published=None, status="insufficient_data")
    text = sentence([lacking])
    assert "数据不足，不作判断" in text
    assert "高于" not in text
    empty = replace(lacking, value=None, reason="2008年没有数据。")
    assert sentence([empty]) == "1—10月PM10均值：2008年没有数据。"


@pytest.mark.parametrize("indicator", [PM10, TASK])
def test_a_city_with_too_few_districts_says_who_is_missing_and_no_number(
    indicator: Indicator,
) -> None:
    short = replace(
        STANDARD, published=None, done=None, status="insufficient_data",
        reason_code="too_few_districts", reason="2008年应计入的 4 个区县中只有 1 个有数据；缺城关区。",
    )  # fmt: skip
    text = sentence([short], indicator)
    assert text.endswith("：2008年应计入的 4 个区县中只有 1 个有数据；缺城关区。")
    assert "0.119" not in text and "未报" not in text


def test_a_task_says_done_and_quota() -> None:
    row = replace(
        TARGET, indicator="boilers", value="169", published="169", done="169", quota="213",
        limit="213", unit="台", completion="79.342723004695",
    )  # fmt: skip
    assert sentence([row], TASK) == "1—10月锅炉改造完成169台，占任务213台的79.3%。"
    unasked = replace(row, quota=None, limit=None, completion=None, status="no_target")
    assert sentence([unasked], TASK) == "1—10月锅炉改造完成169台，未下达任务。"


def test_status_words_name_their_line() -> None:
    assert lines_sentence([STANDARD, TARGET]) == (
        "对国家标准（≤0.10）：未达标。对年度目标（≤0.120）：有风险。"
    )


def test_counts_leave_out_what_has_no_line() -> None:
    rows = [
        replace(STANDARD, indicator="so2", status="met"),
        STANDARD,
        replace(STANDARD, indicator="no2", status="no_target", limit=None),
        replace(STANDARD, indicator="co", status="met"),
    ]
    assert counts_sentence("全市", rows) == "全市3项指标：对国家标准3项，1项未达标、2项达标。"


def test_numbers_are_set_in_chinese_manner() -> None:
    assert figure("2391") == "2\u2009391"
    assert figure("-0.5") == "−0.5"
    assert figure("100.0", "%") == "100"
    assert figure("0.060") == "0.060"
    assert figure(None) == "—"


def test_changes_and_remaining_months() -> None:
    assert change_words({"value": "-8.3", "unit": "%"}) == "下降8.3%"
    assert change_words({"value": "1.2", "unit": "pt"}) == "上升1.2个百分点"
    assert change_words({"value": "0.0", "unit": "%"}) == "持平"
    assert change_words(None) == ""
    assert (rest_words(10), rest_words(11), rest_words(12)) == ("11—12月", "12月", "")
