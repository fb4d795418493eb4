"""Periods as people write them and as commands do."""

import pytest

from chuangmo.period import PeriodError, parse_period


@pytest.mark.parametrize(
    ("written", "notation"),
    [
        ("2009年2月", "2009-02"),
        ("2009年 12 月份", "2009-12"),
        ("２００９年２月", "2009-02"),
        ("2009-2", "2009-02"),
        ("2009/2/3", "2009-02-03"),
        ("2009年2月3日", "2009-02-03"),
        ("2009年", "2009"),
        ("2009年度", "2009"),
        ("2009年第二季度", "2009Q2"),
        ("2009年3季度", "2009Q3"),
        ("2009年下半年", "2009H2"),
        ("2008-10-05 13", "2008-10-05T13"),
        (" 2008W33 ", "2008W33"),
    ],
)
def test_a_written_period_is_the_one_of_the_notation(written: str, notation: str) -> None:
    assert parse_period(written) == parse_period(notation)
    assert parse_period(notation).text == notation


@pytest.mark.parametrize(
    "text",
    ["2009.2", "09年2月", "2009年2", "2月", "2009 2", "20092", "2009年五季度", "去年2月", ""],
)
def test_what_is_no_period_is_refused_with_the_forms(text: str) -> None:
    with pytest.raises(PeriodError, match="2008年10月"):
        parse_period(text)


@pytest.mark.parametrize("text", ["2009年13月", "2009-02-30", "2009年2月29日", "2009W60"])
def test_a_day_that_never_was_is_told_in_chinese(text: str) -> None:
    with pytest.raises(PeriodError, match="不存在") as told:
        parse_period(text)
    assert not any(char.isascii() and char.isalpha() and char != "W" for char in str(told.value))
