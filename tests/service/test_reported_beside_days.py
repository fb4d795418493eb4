"""A reported rate of good days beside the rate that the days themselves give."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.service.conftest import saved_book


def days(folder: Path, bad: int) -> str:
    """October with so many days of PM10 over 0.15 mg/m³."""
    rows = [
        [datetime(2008, 10, d), "安宁区", 0.05 + d / 1000, 0.04 + d / 1000,
         (0.2 if d <= bad else 0.1) + d / 1000]
        for d in range(1, 32)
    ]  # fmt: skip
    head = ["日期", "区县", "SO2(mg/m³)", "NO2(mg/m³)", "PM10(mg/m³)"]
    return saved_book(folder / "日报.xlsx", head, *rows)


def rate(folder: Path, good: int, printed: float) -> str:
    head = [["2008年10月环境空气质量优良天数"], ["区县", "优良天数", "监测天数", "达标率(%)"]]
    return saved_book(folder / "优良天数.xlsx", *head, ["安宁区", good, 31, printed])


@pytest.mark.parametrize(("good", "printed", "differs"), [(27, 87.1, False), (26, 83.9, True)])
def test_the_days_say_something_else(
    say: Any, tmp_path: Path, good: int, printed: float, differs: bool
) -> None:
    assert say("import", days(tmp_path, bad=4))[0] == 0
    assert say("import", rate(tmp_path, good, printed))[0] == 0
    words = ("--indicator", "good_air_days", "--period", "2008-10", "--area", "安宁区")
    figure = say("mean", *words)[1]
    assert ("按日值计算为 87.1%（27/31 天）" in (figure["note"] or "")) == differs
    cells = say("trace", *words)[1]["cells"]
    told = [(c["numerator"], c["denominator"]) for c in cells if c["used"]]
    assert told == [(str(good), "31")]
