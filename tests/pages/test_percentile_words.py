"""A percentile is never called a mean, and 未检出 never a number, on any page that shows it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from chuangmo.assess.verdicts.verdict import undetected
from chuangmo.period import year_period
from chuangmo.service.board import Board
from chuangmo.service.figures.figures import Figures
from chuangmo.service.imports.importing import import_file
from chuangmo.wording import change_words, counted_value, shown_value, statistic_text
from loaders.model.staged import Hints
from tests.charts.test_matrix import PM10, ROW
from tests.pages.conftest import ACTOR, _served, opened, words

AREA = "安宁区"


@pytest.fixture
def carbon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    """A year of CO of one district: 1.0 on most days, 3.0 on the last of each month."""
    first = date(2017, 1, 1)
    days = [first + timedelta(days=n) for n in range(365)]
    lines = [f"{day},{AREA},{'3.0' if day.day > 26 else '1.0'}" for day in days]
    sheet = "日期,区县,CO(mg/m³)\n" + "\n".join(lines) + "\n"
    for board in _served(tmp_path / "home", monkeypatch):
        import_file(board, ACTOR, sheet.encode(), "一氧化碳.csv", Hints())
        yield board


@pytest.mark.parametrize("page", ["overview.py", "indicator.py", "map.py", "outlook.py"])
def test_a_percentile_is_called_by_its_name(page: str, carbon: Board) -> None:
    app = opened(page, month="2017-12", indicator="co", area=AREA)
    text = words(app)
    assert "CO均值" not in text and "CO累计均值" not in text
    if page in ("indicator.py", "map.py"):
        assert "CO第95百分位数" in text and "3.0" in text


def test_the_months_beside_a_percentile_are_percentiles(carbon: Board) -> None:
    figures = Figures(carbon, year_period(2017), date(2017, 12, 31), indicators=("co",))
    found = figures.figure("co", year_period(2017), area=AREA)
    entry = carbon.catalog.indicator("co")
    assert counted_value(found, "p95") == 3 and counted_value(found, "mean") == found.value
    assert statistic_text(found, "p95", "mg/m³", entry) == "3.0"


def test_below_detection_is_shown_with_its_limit(carbon: Board) -> None:
    figures = Figures(carbon, year_period(2017), date(2017, 12, 31), indicators=("co",))
    known = figures.figure("co", year_period(2017), area=AREA)
    entry = carbon.catalog.indicator("co")
    none = replace(known, value=Fraction("0.15"), all_below=True, detection_limit=Fraction("0.3"))
    assert (
        undetected(none, entry, "mg/m³") == "0.3L" == statistic_text(none, "mean", "mg/m³", entry)
    )
    row = replace(ROW, value="0.15", published=None, below="0.3L")
    assert shown_value(row, PM10) == "0.3L"
    assert shown_value(replace(row, below=""), PM10) == "0.150"


def test_changes_are_said_in_what_they_are_measured_in() -> None:
    assert change_words({"value": "0.7", "unit": "dB"}, "dB(A)") == "上升0.7 dB(A)"
    assert change_words({"value": "-4.74", "unit": ""}, "分") == "下降4.74分"
    marked = {"value": "-12.5", "unit": "%", "note": "状态不同"}
    assert change_words(marked, "µg/m³") == "下降12.5%（状态不同）"
