"""督办 on its page and on 总览; changed conclusions; the calendar of days."""

from datetime import date, timedelta

import pytest

from chuangmo.period import parse_period, today
from chuangmo.service.board import Board
from chuangmo.service.decisions.supervision import acts, items
from chuangmo.service.decisions.supervision.proposals import proposals
from chuangmo.ui import reads
from chuangmo.ui.overview import changes
from chuangmo.ui.supervision import progress
from tests.pages.conftest import ACTOR, opened, words

DECEMBER = parse_period("2008-12")


def open_one(board: Board) -> items.SupervisionItem:
    return acts.open_item(
        board, ACTOR, indicator="pm10", area="西固区", unit="西固区人民政府", measure="限期整改。",
        deadline=today(),
    )  # fmt: skip


def test_one_click_takes_a_proposal_up(full: Board) -> None:
    app = opened("supervision.py", part="待立项")
    first = proposals(full, ACTOR, DECEMBER)[0].verdict
    app.button(key=f"open-{first.indicator}-{first.area}").click().run()
    assert not app.exception
    (item,) = items.list_items(full, ACTOR)
    assert (item.indicator, item.area, item.status) == (first.indicator, first.area, first.status)
    assert item.finding and item.month == "2008-12"
    assert "已立项" in app.success[0].value
    assert "在办 1 件，没有逾期的。" in words(app)


def test_an_item_is_answered_and_closed_on_the_page(full: Board) -> None:
    item = open_one(full)
    app = opened("supervision.py")
    app.selectbox(key="item").set_value(f"督办〔{item.year}〕{item.ordinal}号").run()
    app.text_area[0].set_value("已拆除锅炉。")
    next(b for b in app.button if b.label == "提交反馈").click().run()
    assert items.list_items(full, ACTOR)[0].state == items.ANSWERED
    app.text_area[1].set_value("现场核实。")
    next(b for b in app.button if b.label == "销号").click().run()
    assert items.list_items(full, ACTOR)[0].state == items.CLOSED
    assert "现场核实。" in words(app)


def test_the_overview_counts_what_is_overdue(full: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "没有逾期的督办" in words(opened("overview.py"))
    open_one(full)
    later: date = today() + timedelta(days=3)
    monkeypatch.setattr(changes, "today", lambda: later)
    text = words(opened("overview.py"))
    assert "逾期督办 1 件" in text and "逾期 3 天" in text


def test_the_overview_says_which_conclusions_changed(full: Board) -> None:
    text = words(opened("overview.py", month="2008-12"))
    assert "哪些结论变了" in text and "2008-11-30 的判断" in text
    assert "indicator?month=2008-12" in text


def test_the_calendar_stands_only_where_days_were_reported(full: Board) -> None:
    assert "个有效日" in words(opened("indicator.py", indicator="pm10"))
    assert "个有效日" not in words(opened("indicator.py", indicator="water_source_compliance"))


def test_a_workbook_of_items_is_read_once_while_nothing_changes(
    full: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def preview(board: Board, who: object, data: bytes, name: str) -> str:
        read.append(name)
        return f"{name} {len(data)}"

    monkeypatch.setattr(progress, "preview_book", preview)
    monkeypatch.setattr(reads, "get_board", lambda: full)
    monkeypatch.setattr(reads, "actor", lambda: ACTOR)
    shown = [progress.preview_of(b"12", "a.xlsx") for _ in range(3)]
    assert shown == ["a.xlsx 2"] * 3 and read == ["a.xlsx"]
    progress.preview_of(b"123", "a.xlsx")
    open_one(full)  # what is held has changed: the same file may be unchanged now
    progress.preview_of(b"12", "a.xlsx")
    assert read == ["a.xlsx"] * 3
