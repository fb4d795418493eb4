"""Titles of at most two lines, foot lines that keep the day and the batch."""

import pytest

from chuangmo.exhibit import Foot
from chuangmo.exports.sentences import LINE_UNITS, foot_line, title_lines
from chuangmo.exports.styles import width

LONG = (
    "全市 12 项指标，2 项未达标，8 项有风险，2 项未到考核期。优良天数比例最紧：11—12月已无法补回。"
)


def test_a_short_sentence_stays_on_one_line() -> None:
    assert title_lines("6 个区县落后于时序进度。") == ["6 个区县落后于时序进度"]


def test_a_long_sentence_is_cut_where_a_part_ends() -> None:
    first, second = title_lines(LONG)
    assert first.endswith("2 项未到考核期；")
    assert second == "优良天数比例最紧：11—12月已无法补回"


@pytest.mark.parametrize(
    "sentence",
    [LONG, LONG * 3, "甲" * 90, "、".join(["积石山保安族东乡族撒拉族自治县"] * 9), "，" * 80],
)
def test_no_title_line_is_wider_than_the_slide(sentence: str) -> None:
    lines = title_lines(sentence)
    assert len(lines) <= 2
    assert all(width(line) <= LINE_UNITS + 1 for line in lines)


def test_the_foot_gives_up_words_of_the_source_first() -> None:
    papers = "标准：" + "、".join(f"GB 3095-{n}；环办〔{n}〕40号" for n in range(2000, 2006))
    foot = Foot(
        "来源：已导入的监测月报与任务台账", "数据截至 2008-10-31（批次 60）", "有效 9 / 9", papers
    )
    line = foot_line(foot, True, 60)
    assert "数据截至 2008-10-31（批次 60）" in line
    assert "演示数据" in line
    assert width(line) <= 60
