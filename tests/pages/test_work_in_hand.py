"""Work in hand outlives the session: files, answers, reasons, the open form; many files at once."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from chuangmo.access.actor import ADMIN, Actor, local_person
from chuangmo.service.board import Board
from chuangmo.service.drafts.drafts import FILE, list_drafts, save_draft
from chuangmo.service.imports import importing
from chuangmo.settings import login_name
from chuangmo.store.rows import Selection
from chuangmo.ui.upload.many import outcome_words
from loaders.model.staged import Hints
from tests.pages.conftest import opened, words
from tests.pages.test_two_people import confirm, daily, held, send

PERSON = local_person(login_name(), "page")
LI = Actor("李", ADMIN, "page")
NAME = "日报.csv"


def chosen(*files: tuple[str, bytes]) -> AppTest:
    app = opened("upload.py")
    for one in files:
        app.file_uploader[0].upload(*one)
    app.run()
    assert not app.exception, app.exception
    return app


def told(app: AppTest) -> str:
    return " ".join(one.value for one in app.info)


def drafts(board: Board) -> list[dict[str, Any]]:
    return [dict(one.said) for one in list_drafts(board, PERSON, FILE)]


def months(*numbers: int) -> list[tuple[str, bytes]]:
    return [(f"2008年{n}月.csv", daily({1: 100 + n, 2: 110 + n}, month=n)) for n in numbers]


def test_a_chosen_file_outlives_the_session_and_is_confirmed_once(empty: Board) -> None:
    chosen((NAME, daily({1: 101, 2: 102})))
    later = opened("upload.py")
    assert "接着上次的草稿" in told(later) and "此后没有人改动过" in told(later)
    assert "新增 2" in words(later) and not held(empty)
    confirm(later)
    assert held(empty) == {1: 101, 2: 102} and drafts(empty) == []
    assert "还没有导入" not in told(opened("upload.py"))


def test_answers_and_reasons_outlive_it_too(empty: Board) -> None:
    text = "2009年1月\n区县,PM10\n城关区,0.125\n西固区,120\n".encode()
    app = chosen(("汇总.csv", text))
    (draft,) = list_drafts(empty, PERSON, FILE)
    said = dict(draft.said) | {"answers": {"k": "v"}, "reason": "已核对"}
    save_draft(empty, PERSON, FILE, draft.key, said)
    app = opened("upload.py")
    assert "已用您的 1 个回答" in words(app)
    reasons = [one.value for one in app.text_input if one.key and one.key.startswith("reason-")]
    assert reasons in ([], ["已核对"])


def test_a_reason_typed_once_stands_in_the_next_session(empty: Board) -> None:
    month = {day: 100 + day * 7 % 31 for day in range(1, 29)}  # the next month has the same
    send(empty, daily(month, month=9), "九月.csv")
    app = chosen((NAME, daily(month, month=10)))
    box = next(one for one in app.text_input if one.key and one.key.startswith("reason-"))
    box.input("监测站核对过").run()
    again = opened("upload.py")
    box = next(one for one in again.text_input if one.key and one.key.startswith("reason-"))
    assert box.value == "监测站核对过" and not again.button(key="confirm").disabled


def test_the_draft_says_that_figures_have_moved_since(empty: Board) -> None:
    send(empty, daily({1: 101, 2: 108}))
    chosen((NAME, daily({1: 101, 2: 212})))
    send(empty, daily({1: 101, 2: 121}), "赵的表.csv")
    app = opened("upload.py")
    assert "导入了“赵的表.csv”（批次 2）" in told(app) and "121" in words(app)
    confirm(app)
    assert held(empty)[2] == 212


def test_nobody_else_sees_it(empty: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen((NAME, daily({1: 101})))
    monkeypatch.setattr("chuangmo.ui.reads.current_person", lambda: LI)
    other = opened("upload.py")
    assert not other.info and NAME not in words(other) and not list_drafts(empty, LI, FILE)


def test_a_button_throws_it_away(empty: Board) -> None:
    app = chosen((NAME, daily({1: 101})))
    app.button(key="remove_file").click().run()
    assert drafts(empty) == [] and "先核对、后导入" in words(app)
    assert empty.store.journal_seq() == 0


def test_what_is_typed_by_hand_outlives_the_session(empty: Board) -> None:
    app = opened("upload.py")
    app.selectbox(key="hand_indicator").select("PM10 可吸入颗粒物").run()
    app.selectbox(key="hand_area").select("安宁区")
    app.text_input(key="hand_value").input("0.131").run()
    later = opened("upload.py")
    assert later.text_input(key="hand_value").value == "0.131"
    assert later.selectbox(key="hand_indicator").value == "PM10 可吸入颗粒物"
    assert later.selectbox(key="hand_area").value == "安宁区"


def test_twelve_clean_files_are_two_presses(empty: Board) -> None:
    app = chosen(*months(*range(1, 13)))
    assert "12 个文件，已导入 0 个" in words(app) and "还没有核对" not in words(app)
    button = app.button(key="confirm_all")
    assert button.label == "全部确认没有问题的 12 个文件（新增 24，替换 0）"
    button.click().run()
    assert not app.exception and "已导入 12 个文件，批次 1—12。" in app.success[0].value
    assert len(empty.store.batches()) == 12 and drafts(empty) == []


def test_those_with_faults_stay_and_come_one_after_the_other(empty: Board) -> None:
    faulty = "日期,区县,PM10(mg/m³)\n2008-05-01,安宁区,0.1O1\n2008-05-02,安宁区,0.102\n".encode()
    app = chosen(*months(1, 2), ("五月.csv", faulty))
    assert app.button(key="confirm_all").label.startswith("全部确认没有问题的 2 个")
    app.button(key="confirm_all").click().run()
    assert [one["name"] for one in drafts(empty)] == ["五月.csv"]
    assert len(empty.store.batches()) == 2 and app.button(key="confirm").disabled


def test_one_that_moved_under_the_list_is_left_and_named(empty: Board) -> None:
    send(empty, daily({1: 100}, month=2), "旧.csv")
    app = chosen(*months(1, 2))
    send(empty, daily({1: 155}, month=2), "赵的表.csv")
    app.button(key="confirm_all").click().run()
    (said,) = [one.value for one in app.warning]
    assert "已导入 1 个文件" in said and "“2008年2月.csv”" in said and "请再核对" in said
    rows = empty.store.current(Selection(indicators=("pm10",))).to_pylist()
    assert {int(row["value"]) for row in rows if row["start"].month == 2} == {155}


def test_a_queue_is_taken_up_where_it_was_left(empty: Board) -> None:
    files = months(*range(12, 0, -1))
    app = chosen(*files)
    app.button(key="confirm_all").click().run()
    for number, (name, data) in enumerate(months(1, 2, 3)):
        said = {"name": name, "label": name, "by_hand": False}
        save_draft(empty, PERSON, FILE, f"{number:023d}", said, data)
    later = opened("upload.py")
    assert "共有 3 个文件还没有导入" in told(later)
    assert later.get("html") and "已导入过（批次" in str(
        later.radio(key="upload_at").proto.captions
    )
    assert not [one for one in later.button if one.key == "confirm_all"]
    later.button(key="remove_all").click().run()
    assert drafts(empty) == [] and len(empty.store.batches()) == 12


def test_the_same_file_is_not_listed_twice(empty: Board) -> None:
    app = chosen((NAME, daily({1: 101})))
    app.file_uploader[0].upload("又一份.csv", daily({1: 101})).run()
    assert len(drafts(empty)) == 1 and "内容相同" in app.warning[0].value


def test_a_file_of_another_district_does_not_bar_the_others(
    empty: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = Actor("张", "uploader", "page", ("城关区",))
    monkeypatch.setattr("chuangmo.ui.reads.current_person", lambda: who)
    own = daily({1: 101}, month=3).replace("安宁区".encode(), "城关区".encode())
    app = chosen(("别区.csv", daily({1: 101})), ("本区.csv", own))
    assert any("只能处理城关区" in one.value for one in app.error)
    app.radio(key="upload_at").set_value(app.radio(key="upload_at").options[1]).run()
    confirm(app)
    assert len(importing.batches(empty, LI)) == 1


def test_a_home_that_cannot_be_written_keeps_it_for_the_session(
    empty: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object) -> None:
        raise importing.StoreRefusal("磁盘只读，没有任何改动。")

    monkeypatch.setattr(empty.drafts, "save", closed)
    app = chosen((NAME, daily({1: 101})))
    assert "新增 1" in words(app) and "没有存到服务器上：磁盘只读" in app.warning[0].value
    assert importing.preview(empty, LI, daily({1: 101}), NAME, Hints()).diff.added == 1


def test_what_one_press_did_is_said_in_a_sentence() -> None:
    assert outcome_words([4], []) == "已导入 1 个文件，批次 4。"
    assert outcome_words([4, 6], ["“甲”：有错"]) == (
        "已导入 2 个文件，批次 4、6。没有导入的：“甲”：有错。"
    )
    assert "另有 2 个" in outcome_words([], [str(n) for n in range(7)])
