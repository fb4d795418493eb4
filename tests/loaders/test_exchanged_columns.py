"""Two headers exchanged, as far as the file's own units, ranges and pairs can tell."""

import pytest

from loaders.model.staged import StagedBatch
from tests.loaders.reading_lists import read
from tests.loaders.staging import codes, staged

AREAS = ("城关区", "七里河区", "西固区", "安宁区", "红古区")


def table(
    title: str, one: str, other: str, *pairs: tuple[object, object], key: str = "区县"
) -> str:
    """A table of two columns of values."""
    rows = [f"{area}|{a}|{b}" for area, (a, b) in zip(AREAS, pairs, strict=False)]
    return "\n".join([title, f"{key}|{one}|{other}", *rows])


def both_ways(
    title: str, one: str, other: str, *pairs: tuple[object, object]
) -> tuple[StagedBatch, StagedBatch]:
    """The table as it is, and with its two headers exchanged."""
    right = staged(table(title, one, other, *pairs))
    return right, staged(table(title, other, one, *pairs))


def loud(batch: StagedBatch) -> list[str]:
    """Codes of warnings and errors."""
    return [d.code for d in batch.diagnostics if d.severity != "notice"]


AIR, WATER = "2008年10月空气质量", "2008年10月河流水质"
PAIRS = {
    "PM2.5 is part of PM10": (AIR, "PM2.5(µg/m³)", "PM10(µg/m³)", [(40, 98), (38, 91), (45, 120)]),
    "PM10 is part of TSP": (AIR, "PM10(µg/m³)", "TSP(µg/m³)", [(98, 210), (91, 190), (120, 260)]),
    "BOD5 is part of COD": (WATER, "BOD5(mg/L)", "COD(mg/L)", [(2.1, 12), (2.4, 15), (1.9, 11)]),
    "ammonia is part of nitrogen": (WATER, "氨氮(mg/L)", "总氮(mg/L)", [(0.3, 2.1), (0.4, 2.4), (0.2, 1.9)]),
    "a mean is below its maximum": (AIR, "PM10均值(µg/m³)", "PM10最大值(µg/m³)", [(98, 210), (91, 190), (120, 260)]),
    "a minimum is below its mean": (AIR, "PM10最小值(µg/m³)", "PM10均值(µg/m³)", [(38, 98), (31, 91), (40, 120)]),
    "a mean is below its percentile": (AIR, "CO均值(mg/m³)", "CO第95百分位数(mg/m³)", [(0.8, 1.6), (0.9, 1.9), (1.1, 2.2)]),
    "CO is small in its unit": (AIR, "CO(mg/m³)", "SO2(µg/m³)", [(0.8, 12), (0.9, 15), (1.1, 22)]),
    "CO is small beside NO2": (AIR, "CO(mg/m³)", "NO2(µg/m³)", [(0.8, 42), (0.9, 45), (1.1, 39)]),
    "pH is about seven": (WATER, "pH", "氨氮(mg/L)", [(7.8, 0.3), (8.1, 0.4), (7.6, 0.2)]),
    "valid days are days": (AIR, "PM10(µg/m³)", "PM10有效天数", [(98, 31), (91, 30), (120, 31)]),
    "valid days are whole": (AIR, "PM10(µg/m³)", "PM10有效天数", [(28.4, 31), (27.9, 30), (29.6, 31)]),
}  # fmt: skip


@pytest.mark.parametrize("name", PAIRS)
def test_two_headers_exchanged_are_seen(name: str) -> None:
    title, one, other, pairs = PAIRS[name]
    right, wrong = both_ways(title, one, other, *pairs)
    assert not loud(right) and not right.questions, (loud(right), right.questions)
    assert wrong.errors or wrong.to_confirm or wrong.questions


def test_rates_by_night_above_those_by_day_are_told() -> None:
    title = "2008年功能区噪声"
    rows = [(96.1, 81.2), (95.0, 77.5), (98.0, 80.0)]
    right, wrong = both_ways(title, "功能区噪声昼间达标率(%)", "功能区噪声夜间达标率(%)", *rows)
    assert not loud(right) and "part-above-whole" in loud(wrong)


def test_a_task_and_what_is_done_of_it() -> None:
    title = "2008年1—10月餐饮业治理（户）"
    head = "任务数|完成数"
    rows = "\n".join(
        f"{a}|{t}|{d}" for a, t, d in zip(AREAS, (50, 40, 60), (20, 31, 42), strict=False)
    )
    right = staged(f"{title}\n区县|{head}\n{rows}")
    wrong = staged(f"{title}\n区县|{'|'.join(reversed(head.split('|')))}\n{rows}")
    assert "done-over-task" not in codes(right) and "done-over-task" in codes(wrong)


def test_a_task_and_what_is_done_of_it_beside_the_rate() -> None:
    title = "2008年1—10月餐饮业治理（户）"
    head = ("任务数", "完成数")
    rows = "城关区|50|20|40%\n安宁区|40|30|75%"
    right = staged(f"{title}\n区县|{'|'.join(head)}|完成率\n{rows}")
    wrong = staged(f"{title}\n区县|{'|'.join(reversed(head))}|完成率\n{rows}")
    assert "completion-differs" not in codes(right) and "completion-differs" in codes(wrong)


def test_areas_under_the_word_for_sites_are_read_by_what_they_are() -> None:
    rows = "城关区|雁滩|98\n七里河区|新点|101"
    right = staged(f"2008年10月（µg/m³）\n区县|点位|PM10\n{rows}")
    wrong = staged(f"2008年10月（µg/m³）\n点位|区县|PM10\n{rows}")
    assert read(wrong) == read(right) and len(read(right)) == 2


def test_more_good_days_than_days_are_told_as_such() -> None:
    batch = staged("2008年10月兰州市\n区县|监测天数|优良天数\n城关区|25|31\n安宁区|24|30")
    assert {d.code for d in batch.errors} == {"part-over-whole"}
