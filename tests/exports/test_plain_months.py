"""Months without 有效天数: the needed mean weighs by days of the calendar, and says so everywhere."""

from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO

import pytest
from openpyxl import Workbook

from chuangmo.access.actor import Actor, local_person
from chuangmo.assess.verdicts.evidence_words import BY_CALENDAR
from chuangmo.exhibits.views import DISTRICT, OUTLOOK, ViewRequest, build
from chuangmo.period import month_period, parse_period, year_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.figures.assessing import assess, look_ahead
from chuangmo.service.imports.importing import import_file
from chuangmo.settings import Settings
from loaders.model.staged import Hints

WHO: Actor = local_person("测试", "cli")
YEAR, OCTOBER = year_period(2008), month_period(2008, 10).last_day


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["月份", "区县", "PM10月均值(mg/m³)"])
    for month in range(1, 11):
        sheet.append([f"2008年{month}月", "城关区", 0.119])
    out = BytesIO()
    book.save(out)
    found = open_board(Settings(tmp_path_factory.mktemp("plain") / "home", "lanzhou"))
    made = import_file(found, WHO, out.getvalue(), "城关区2008年PM10月均值.xlsx", Hints())
    assert made.status == "committed", made
    yield found
    found.close()


def test_what_is_needed_is_weighed_by_the_calendar_and_nothing_is_judged(board: Board) -> None:
    answer = look_ahead(board, WHO, "pm10", "城关区", YEAR, OCTOBER)
    ahead, line = answer.ahead, answer.line
    assert ahead is not None and line is not None and ahead.needed is not None
    whole = (Fraction(119) * 305 + ahead.needed * 61) / 366
    assert whole == line.value_in("µg/m³") and ahead.by_calendar and ahead.answer is None
    rows = assess(board, WHO, YEAR, OCTOBER, area="城关区", indicator="pm10").rows
    target = next(row for row in rows if row.line == "target")
    assert (target.status, target.evidence) == ("insufficient_data", None)


@pytest.mark.parametrize("view", [OUTLOOK, DISTRICT])
def test_the_mark_stands_wherever_the_needed_mean_does(board: Board, view: str) -> None:
    asked = ViewRequest(parse_period("2008-10"), indicator="pm10", area="城关区")
    found = [one for one in build(view, board, WHO, asked) if one.kind in ("needed", "needs")]
    assert found
    for exhibit in found:
        assert exhibit.table is not None
        needed = [c for row in exhibit.table.rows for c in row if "0.155" in f"{c.text}{c.small}"]
        assert needed
        told = [f"{c.text}{c.small}" for row in exhibit.table.rows for c in row]
        assert any(BY_CALENDAR in text for text in told), exhibit.key
        assert "0.155" not in exhibit.verdict or BY_CALENDAR in exhibit.verdict
