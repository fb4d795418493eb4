"""说明 beside the figure on 指标 and 区县: shown to everybody, written by whose figure it is."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from chuangmo.access.actor import UPLOADER, VIEWER, Actor
from chuangmo.period import parse_period
from chuangmo.service.annotations.marks import list_marks
from chuangmo.service.annotations.notes import list_notes, set_note
from chuangmo.service.board import Board
from chuangmo.ui import reads
from chuangmo.ui.parts import person
from tests.pages.conftest import ACTOR, opened, words

DECEMBER = parse_period("2008-12")
CLERK = Actor("li", UPLOADER, "page", ("西固区",))


def pressed(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception, app.exception
    return app


def test_a_word_is_written_replaced_and_taken_back_where_the_figure_stands(full: Board) -> None:
    app = opened("indicator.py", indicator="pm10", area="西固区")
    app.text_area[0].set_value("受采暖期影响。")
    assert "说明已保存" in pressed(app, "保存说明").success[0].value
    (note,) = list_notes(full, ACTOR)
    assert (note.indicator, note.area, note.period, note.text) == (
        "pm10", "西固区", DECEMBER, "受采暖期影响。",
    )  # fmt: skip
    assert "受采暖期影响。" in words(app) and "责任单位作了1条说明" in words(app)
    assert app.text_area[0].value == "受采暖期影响。"
    app.text_area[0].set_value("已停产整治。")
    pressed(app, "保存说明")
    assert "已停产整治。" in words(app) and "已被代替" in words(app)
    pressed(app, "撤销这条说明")
    assert list_notes(full, ACTOR)[0].text == app.text_area[0].value == "受采暖期影响。"


def test_a_district_page_has_all_words_of_it_and_asks_for_which_figure(full: Board) -> None:
    set_note(full, ACTOR, "so2", "西固区", DECEMBER, "脱硫设施检修。")
    set_note(full, ACTOR, "so2", "城关区", DECEMBER, "别的区的话。")
    app = opened("district.py", area="西固区")
    assert "脱硫设施检修。" in words(app) and "别的区的话。" not in words(app)
    picked = next(box for box in app.selectbox if box.key == "note-on-西固区")
    picked.set_value(next(o for o in picked.options if "NO2" in o or "二氧化氮" in o)).run()
    app.text_area[0].set_value("机动车增加。")
    pressed(app, "保存说明")
    assert {one.indicator for one in list_notes(full, ACTOR)} == {"so2", "no2"}


@pytest.mark.parametrize(
    ("who", "area", "offered"),
    [(CLERK, "西固区", True), (CLERK, "城关区", False), (CLERK, "兰州市", False),
     (Actor("kan", VIEWER, "page"), "西固区", False)],
)  # fmt: skip
def test_the_form_is_there_for_whose_figure_it_is(
    full: Board, monkeypatch: pytest.MonkeyPatch, who: Actor, area: str, offered: bool
) -> None:
    set_note(full, ACTOR, "pm10", "西固区", DECEMBER, "停产整治。")
    for module in (person, reads):
        monkeypatch.setattr(module, "current_person", lambda: who)
    app = opened("indicator.py", indicator="pm10", area=area)
    assert bool(app.text_area) is offered
    assert ("停产整治。" in words(app)) is (area != "城关区")


def test_an_event_is_entered_drawn_and_taken_away(full: Board) -> None:
    app = opened("indicator.py", indicator="pm10", area="兰州市")
    pressed(app, "登记大事记")
    assert "请先选日期" in app.warning[0].value and list_marks(full, ACTOR) == []
    app.date_input[0].set_value(date(2008, 11, 1))
    next(box for box in app.text_input if box.label == "事项").set_value("供暖开始")
    assert "大事记已登记" in pressed(app, "登记大事记").success[0].value
    (mark,) = list_marks(full, ACTOR)
    assert (mark.area, mark.indicator, mark.label) == ("", "pm10", "11月1日供暖开始")
    assert "大事记：2008年11月1日供暖开始。" in words(app)
    next(box for box in app.text_input if box.label == "撤去的理由").set_value("误记")
    pressed(app, "撤去这一条")
    assert not list_marks(full, ACTOR)[0].stands and "供暖开始" not in words(app)
