"""What is confirmed is what stood on the screen: whoever was quicker is told, not overwritten."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from chuangmo.access.actor import local_person
from chuangmo.service.board import Board
from chuangmo.service.imports import importing
from chuangmo.store.rows import Selection
from chuangmo.ui.upload import upload
from loaders.model.staged import Hints
from tests.pages.conftest import opened, words

ZHAO = local_person("赵", "page")
NAME = "日报.csv"


def daily(values: dict[int, int], month: int = 10) -> bytes:
    lines = [f"2008-{month}-{day:02d},安宁区,0.{value}" for day, value in values.items()]
    return "\n".join(["日期,区县,PM10(mg/m³)", *lines, ""]).encode()


def send(board: Board, data: bytes, name: str = NAME) -> None:
    done = importing.import_file(board, ZHAO, data, name, Hints(), reason="赵的更正")
    assert done.status == "committed"


def chosen(*files: bytes) -> AppTest:
    app = opened("upload.py")
    for data in files:
        app.file_uploader[0].upload(NAME, data)
    app.run()
    assert not app.exception, app.exception
    return app


def confirm(app: AppTest) -> AppTest:
    app.button(key="confirm").click().run()
    assert not app.exception, app.exception
    return app


def held(board: Board) -> dict[int, int]:
    rows = board.store.current(Selection(indicators=("pm10",))).to_pylist()
    return {row["start"].day: int(row["value"]) for row in rows}


def warned(app: AppTest) -> str:
    return " ".join(one.value for one in app.warning)


def test_the_second_of_two_corrections_is_asked_again(empty: Board) -> None:
    send(empty, daily({1: 101, 2: 108}))
    app = chosen(daily({1: 101, 2: 212}))
    assert "替换 1" in words(app)
    send(empty, daily({1: 101, 2: 121}), "赵的表.csv")
    confirm(app)
    assert "赵 于 " in warned(app) and "导入了“赵的表.csv”（批次 2）" in warned(app)
    assert "121" in words(app) and held(empty)[2] == 121 and len(empty.store.batches()) == 2
    confirm(app)
    assert "已导入为批次 3" in words(app) and held(empty)[2] == 212


@pytest.mark.parametrize("quicker", ["the same", "withdrawn"])
def test_what_cannot_be_confirmed_any_more_says_so(empty: Board, quicker: str) -> None:
    send(empty, daily({1: 101, 2: 108}))
    app = chosen(daily({1: 101, 2: 212}))
    if quicker == "the same":
        send(empty, daily({2: 212}), "赵的表.csv")
    else:
        importing.withdraw(empty, ZHAO, 1, "存疑")
    before = empty.store.journal_seq()
    confirm(app)
    wanted = "不必再导入" if quicker == "the same" else "撤回了批次 1"
    assert wanted in warned(app) and empty.store.journal_seq() == before


def test_another_month_meanwhile_bothers_nobody(empty: Board) -> None:
    send(empty, daily({1: 101, 2: 108}))
    app = chosen(daily({1: 101, 2: 212}))
    send(empty, daily({1: 111}, month=11), "十一月.csv")
    confirm(app)
    assert not app.warning and "已导入为批次 3" in words(app)


def test_turned_conclusions_alone_are_shown_again(empty: Board) -> None:
    staged: Any = importing.preview(empty, ZHAO, daily({1: 101}), NAME, Hints())
    before = upload.Shown("d", "pm10 安宁区 standard met missed", 0)
    now = upload.Shown("d", "pm10 安宁区 standard met at_risk", 0)
    send(empty, daily({1: 111}, month=11), "十一月.csv")
    assert "赵 于 " in upload.moved_words(staged, before, now)
    assert upload.moved_words(staged, before, before) == ""


def test_right_wrong_right_in_one_sitting(empty: Board) -> None:
    right, wrong = daily({1: 101, 2: 102}), daily({1: 101, 2: 202})
    app = confirm(chosen(right))
    app.file_uploader[0].upload(NAME, wrong).run()
    confirm(app)
    assert held(empty)[2] == 202
    app.file_uploader[0].upload(NAME, right).run()
    assert "同一文件曾作为批次 1 导入过" in words(app) and "替换 1" in words(app)
    confirm(app)
    assert held(empty)[2] == 102 and empty.store.batches()[-1].counts["changed"] == 1
    again = chosen(right)
    assert "不必再导入" in words(again) and again.button(key="confirm").disabled


def test_a_batch_is_changed_only_from_the_state_that_was_shown(empty: Board) -> None:
    send(empty, daily({1: 101}))
    app = opened("upload.py")
    box = next(b for b in app.selectbox if b.label == "批次")
    box.select(box.options[0])
    next(t for t in app.text_input if t.label == "理由").input("原表作废")
    importing.withdraw(empty, ZHAO, 1, "重复")
    importing.import_file(empty, ZHAO, daily({3: 103}), "三日.csv", Hints())
    before = empty.store.journal_seq()
    next(b for b in app.button if "撤回" in b.label).click().run()
    assert "赵 已于" in warned(app) and "重复" in warned(app)
    assert empty.store.journal_seq() == before
