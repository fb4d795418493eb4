"""设置: nothing is written before the confirmation, what was shown is what is written, undone."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from chuangmo.access.accounts.accounts import Accounts
from chuangmo.access.entrance import PROXY
from chuangmo.service.board import Board
from chuangmo.service.city.changing_settings import apply_settings, preview_settings_book
from chuangmo.service.city.changing_settings import settings_book as book_of
from chuangmo.service.imports.review_setting import review_is_on
from chuangmo.service.overlay.journal import SETTINGS
from chuangmo.ui.parts import person
from tests.exports.office_templates import narrow_template
from tests.pages.conftest import opened, words
from tests.service.settings_of_cities import BOSS, row_of, texts_of, with_cells

PASSWORD = "Zhong-Shan9-Qiao"


def uploaded(app: AppTest, data: bytes) -> AppTest:
    app.file_uploader[0].upload("设置.xlsx", data).run()
    assert not app.exception
    return app


def lines(board: Board) -> list[int]:
    return [line.seq for line in board.store.entries(SETTINGS)]


def test_differences_are_shown_written_on_one_press_and_undone_on_another(empty: Board) -> None:
    data = book_of(empty, BOSS)[1]
    office = {"责任单位!A4": "市环境监测站", "责任单位!B4": "张三"}
    app = uploaded(opened("settings.py"), with_cells(data, {"区县!C4": "城关旧名"} | office))
    text = words(app)
    assert "确认后改动 2 处" in text and "城关旧名" in text and "市环境监测站" in text
    assert lines(empty) == [] and empty.catalog.city.offices == ()
    app.button(key="settings_confirm").click().run()
    assert "已写入 2 处改动" in app.success[0].value
    assert empty.catalog.area("城关旧名") == "城关区" and len(lines(empty)) == 1
    assert "改动过 1 次" in words(app)
    app = opened("settings.py", settings_table="改动记录")
    (seq,) = lines(empty)
    app.button(key=f"settings_undo_{seq}").click().run()
    assert "确认后改动 2 处" in words(app) and lines(empty) == [seq]
    app.button(key="settings_confirm").click().run()
    assert texts_of(book_of(empty, BOSS)[1]) == texts_of(data) and len(lines(empty)) == 2
    assert app.button(key=f"settings_undo_{seq}").disabled


def test_every_table_is_shown(empty: Board) -> None:
    for table, text in (
        ("点位", "盐场堡"), ("断面", "还没有"), ("目标", "0.130"), ("报送", "每季"),
        ("责任单位", "还没有"), ("体系", "口径说明"), ("改动记录", "还没有改动过"),
    ):  # fmt: skip
        assert text in words(opened("settings.py", settings_table=table)), table


def test_mistakes_are_listed_and_bar_the_button(empty: Board) -> None:
    data = with_cells(book_of(empty, BOSS)[1], {"区县!E4": "也许", "点位!C4": "海林区"})
    app = uploaded(opened("settings.py"), data)
    text = words(app)
    assert "有 2 处要改" in text and "区县!E4" in text and "没有区县“海林区”" in text
    assert app.button(key="settings_confirm").disabled and lines(empty) == []


def test_the_same_settings_and_a_foreign_file_cannot_be_confirmed(empty: Board) -> None:
    app = uploaded(opened("settings.py"), book_of(empty, BOSS)[1])
    assert "完全相同" in words(app) and app.button(key="settings_confirm").disabled
    app = uploaded(opened("settings.py"), b"PK\x03\x04 nothing")
    assert "有 1 处要改" in words(app) and app.button(key="settings_confirm").disabled


def test_a_press_on_what_is_no_longer_so_writes_nothing(empty: Board) -> None:
    data = book_of(empty, BOSS)[1]
    row = row_of(data, "点位", "雁滩")
    app = uploaded(opened("settings.py"), with_cells(data, {f"点位!G{row}": "对照点"}))
    other = preview_settings_book(empty, BOSS, with_cells(data, {"区县!C4": "甲"}), "b.xlsx")
    apply_settings(empty, BOSS, other)
    app.button(key="settings_confirm").click().run()
    assert "重新核对" in app.warning[0].value and len(lines(empty)) == 1


def test_the_page_is_for_administrators(empty: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    Accounts(empty.settings.home).add("wang", "admin", PASSWORD)
    Accounts(empty.settings.home).add("li", "reviewer", PASSWORD)
    monkeypatch.setattr(person, "_login", lambda: PROXY + "wang")
    assert "兰州市现有区县 8 条" in words(opened("settings.py"))
    monkeypatch.setattr(person, "_login", lambda: PROXY + "li")
    for page in ("settings.py", "setup.py", "users.py", "audit.py"):
        app = opened(page)
        assert "要“管理”权限才能打开" in words(app) and "li 没有这个权限" in words(app)
        assert not app.exception and not app.button and not app.file_uploader and not app.selectbox


def test_an_older_workbook_is_taken_only_on_a_word(empty: Board) -> None:
    old = book_of(empty, BOSS)[1]
    newer = with_cells(old, {"责任单位!A4": "市环境监测站"})
    apply_settings(empty, BOSS, preview_settings_book(empty, BOSS, newer, "b.xlsx"))
    app = uploaded(opened("settings.py"), old)
    assert "又改过：责任单位“市环境监测站”" in words(app)
    assert app.button(key="settings_confirm").disabled
    asked = next(one for one in app.text_input if "照旧表写入" in one.label)
    asked.input("照旧表写入").run()
    app.button(key="settings_confirm").click().run()
    assert "已写入 1 处改动" in app.success[0].value and empty.catalog.city.offices == ()


def test_a_district_is_renamed_and_merged_from_the_page(empty: Board) -> None:
    app = opened("settings.py")
    app.selectbox(key="district_old").set_value("皋兰县")
    app.text_input(key="district_new").set_value("皋兰区")
    pressed = next(one for one in app.button if one.label == "看看会怎样")
    pressed.click().run()
    assert "请写上新名称" in app.warning[0].value and lines(empty) == []
    app.date_input(key="district_since").set_value(date(2026, 5, 1))
    next(one for one in app.button if one.label == "看看会怎样").click().run()
    assert "皋兰县改名为皋兰区" in words(app) and "皋兰县=2026-05-01" in words(app)
    app.button(key="settings_confirm").click().run()
    assert empty.catalog.area("皋兰县") == "皋兰区" and len(lines(empty)) == 1
    app.radio(key="district_change").set_value("并入别的区县").run()
    app.selectbox(key="district_ended").set_value("安宁区")
    app.multiselect(key="district_into").set_value(["七里河区"])
    app.date_input(key="district_until").set_value(date(2027, 1, 1))
    next(one for one in app.button if one.label == "看看会怎样").click().run()
    assert "从 2027-01-01 起并入七里河区" in words(app)
    app.button(key="settings_confirm").click().run()
    assert "安宁区" not in empty.catalog.areas(date(2027, 1, 1))
    assert "安宁区" in empty.catalog.areas(date(2026, 12, 31))


def test_whether_uploads_wait_for_a_review_is_turned_with_one_press(empty: Board) -> None:
    app = opened("settings.py")
    assert "即刻生效" in words(app)
    app.button(key="settings_review").click().run()
    assert not app.exception and "要经过审核" in app.success[0].value
    assert review_is_on(empty, BOSS) and "谁也不能通过自己提交的" in words(app)
    app.button(key="settings_review").click().run()
    assert not review_is_on(empty, BOSS)


def test_a_template_is_given_on_the_page_and_taken_back(empty: Board) -> None:
    app = opened("settings.py")
    assert "现在用看板自带的" in app.expander[-1].label
    app.file_uploader[1].upload("窄.pptx", b"hello").run()
    app.button(key="template_give").click().run()
    assert "不是 Office 文件" in app.error[0].value
    app = opened("settings.py")
    app.file_uploader[1].upload("窄.pptx", narrow_template()).run()
    app.button(key="template_give").click().run()
    assert "以后导出的用 窄.pptx" in app.success[0].value
    assert "窄.pptx" in words(app)
    app.button(key="template_back_pptx").click().run()
    assert "已改回看板自带的" in app.success[0].value
