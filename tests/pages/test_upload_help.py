"""上传 helps the clerk: marked workbook, blank forms, fixes, questions, lists, hand entry."""

import io
from pathlib import PurePath

import pytest
from openpyxl import Workbook, load_workbook
from streamlit.testing.v1 import AppTest

from chuangmo.period import parse_period
from chuangmo.service.board import Board
from chuangmo.service.imports import clerk, importing
from chuangmo.service.imports.clerk import enter_by_hand
from chuangmo.service.imports.corrections import corrections
from chuangmo.service.imports.layouts import list_layouts
from chuangmo.store.rows import Selection
from chuangmo.ui.upload import forms, hand, questions
from chuangmo.ui.upload.findings import split_message
from chuangmo.ui.upload.fixes import place_typed
from loaders.model.staged import ClerkQuestion, Hints
from loaders.returning.hand_form import HandRow
from tests.pages.conftest import ACTOR, ROOT, opened, words

pytestmark = pytest.mark.long

NAME = "2008年12月兰州市环境空气质量监测日报.xlsx"


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def faulty(address: str = "D6", text: str = "0.1O8") -> bytes:
    book = load_workbook(ROOT / "data" / "samples" / "lanzhou" / NAME)
    book.worksheets[0][address].value = text
    return saved(book)


def asking(second: str = "安宁新区") -> bytes:
    """A month whose brackets, one place name and a rate are not explained."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "空气"
    for line in (
        ["2009年1月各区县空气质量"],
        ["区县", "PM10(mg/m3)", "SO2(mg/m3)"],
        ["城关区", "0.125(0.130)", 0.060],
        [second, "0.120(0.131)", 0.055],
    ):
        sheet.append(line)
    other = book.create_sheet("供热")
    for row in (
        ["2009年1月供热"],
        ["区县", "城市集中供热普及率"],
        ["城关区", 0.91],
        ["西固区", 0.88],
    ):
        other.append(row)
    return saved(book)


def uploaded(*files: tuple[str, bytes]) -> AppTest:
    app = opened("upload.py")
    app.file_uploader[0].upload(*files[0])
    for one in files[1:]:
        app.file_uploader[0].upload(*one)
    app.run()
    assert not app.exception, app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    next(b for b in app.button if b.label.startswith(label)).click()
    app.run()
    assert not app.exception, app.exception
    return app


def fix(app: AppTest, value: str, reason: str, place: str = "") -> AppTest:
    """Write the value into the first row of a fault, or the cell and its value below the rows."""
    if place:
        next(t for t in app.text_input if t.label == "别的单元格").input(place)
        next(t for t in app.text_input if t.label == "它的正确值").input(value)
    else:
        next(t for t in app.text_input if t.label.endswith("的正确值")).input(value)
    next(t for t in app.text_input if t.label.startswith("理由（这一次")).input(reason)
    return press(app, "改正并重新核对")


def test_a_fix_needs_a_reason_and_is_kept_only_with_the_import(full: Board) -> None:
    app, before = uploaded((NAME, faulty())), full.store.journal_seq()
    assert app.button(key="confirm").disabled
    fix(app, "0.108", "")
    assert app.warning and "理由" in app.warning[0].value
    fix(app, "0.108", "已电话核实")
    assert not app.button(key="confirm").disabled and "连同 1 处更正" in words(app)
    assert full.store.journal_seq() == before and corrections(full, ACTOR) == []

    app.button(key="confirm").click().run()
    assert "已导入为批次" in words(app)
    (kept,) = corrections(full, ACTOR)
    assert (kept.cell, kept.expect, kept.value, kept.reason) == (
        "D6", "0.1O8", "0.108", "已电话核实",
    )  # fmt: skip
    rows = full.store.current(Selection(indicators=("pm10",))).to_pylist()
    newest = full.store.batches()[-1].batch
    (row,) = [r for r in rows if (r["batch"], r["cell"]) == (newest, "D6")]
    assert (row["raw"], row["value"]) == ("0.1O8", 108)


def test_the_same_fault_in_a_column_is_mended_in_one_go(empty: Board) -> None:
    lines = [f"2008-10-{day:02d},安宁区,0.{100 + day}" for day in range(1, 6)]
    wrong = ["2008-10-06,安宁区,约0.1", "2008-10-07,安宁区,约0.1", "2008-10-08,安宁区,0.1O8"]
    text = "\n".join(["日期,区县,PM10(mg/m³)", *lines, *wrong, ""])
    app = uploaded(("日报.csv", text.encode()))
    rows = [t.label for t in app.text_input if t.label.endswith("的正确值") and t.label[0] == "R"]
    assert rows == ["R7C3、R8C3 的正确值", "R9C3 的正确值"]
    for label, value in zip(rows, ("0.100", "0.108"), strict=True):
        next(t for t in app.text_input if t.label == label).input(value)
    next(t for t in app.text_input if t.label.startswith("理由（这一次")).input("已核实")
    press(app, "改正并重新核对")
    assert "连同 3 处更正" in words(app)
    app.button(key="confirm").click().run()
    kept = {(one.cell, one.value) for one in corrections(empty, ACTOR)}
    assert kept == {("R7C3", "0.100"), ("R8C3", "0.100"), ("R9C3", "0.108")}


def test_a_fix_can_be_taken_back(full: Board) -> None:
    app = fix(uploaded((NAME, faulty())), "0.108", "已电话核实")
    press(app, "不改 12月!D6")
    assert app.button(key="confirm").disabled and "“0.1O8”不是数值" in words(app)


def test_a_fix_may_name_another_cell(full: Board) -> None:
    app = fix(uploaded((NAME, faulty())), "0.300", "核实", place="12月!D7")
    assert "12月!D7" in words(app) and "不是数值" in words(app)
    assert place_typed("空气！a6", ["x"]) == ("空气", "A6") and place_typed("b2", ["x"]) == (
        "x",
        "B2",
    )


def test_the_marked_workbook_has_the_faults(full: Board) -> None:
    app = uploaded((NAME, faulty()))
    (button,) = [b for b in app.get("download_button") if "标注" in b.proto.label]
    assert button is not None
    marked, staged = clerk.marked_up(full, ACTOR, faulty(), NAME, Hints())
    assert marked.marked == len(staged.errors) == 1
    assert forms.marked_name(NAME) == f"{PurePath(NAME).stem}（标注）.xlsx"
    assert forms.marked_name("a.XLSM") == "a（标注）.xlsm"
    assert forms.marked_name("a.csv.gz") == "a（标注）.xlsx"


@pytest.mark.parametrize("kind", list(forms.KIND_WORDS))
def test_a_blank_form_is_offered_for_the_month_that_is_due(kind: str, full: Board) -> None:
    app = opened("upload.py")
    app.selectbox(key="blank_kind").select(kind).run()
    assert not app.exception and not app.warning
    assert app.number_input(key="blank_year").value == 2009
    assert "2009年" in words(app) and app.get("download_button")


def test_all_questions_are_answered_at_once_and_the_form_is_remembered(full: Board) -> None:
    app, before = uploaded(("汇总.xlsx", asking())), full.store.journal_seq()
    next(b for b in app.selectbox if b.label == "“安宁新区”是").select("安宁区")
    brackets, rate = [r for r in app.radio if r.key and r.key.startswith("q-")]
    brackets.set_value("上年同期")
    rate.set_value("小数，乘以100")
    press(app, "用这些回答重新核对")
    assert "已用您的 3 个回答" in words(app) and full.store.journal_seq() == before
    next(c for c in app.checkbox if c.label.startswith("记住这种表样")).check().run()
    assert not app.button(key="confirm").disabled
    app.button(key="confirm").click().run()
    assert "表样已记住" in words(app)
    assert {"paren": "上年同期"} in list_layouts(full, ACTOR).values()

    again = uploaded(("又一份.xlsx", asking("七里河区")))
    assert not [r for r in again.radio if r.key and r.key.startswith("q-")]


def test_partial_answers_are_kept_and_can_be_given_anew(full: Board) -> None:
    app = uploaded(("汇总.xlsx", asking()))
    press(app, "用这些回答重新核对")
    assert app.warning
    next(b for b in app.selectbox if b.label == "“安宁新区”是").select("安宁区")
    press(app, "用这些回答重新核对")
    assert "2 个问题须先回答" in words(app)
    press(app, "重新回答")
    assert "3 个问题须先回答" in words(app)


def test_every_topic_is_known_and_a_period_is_checked() -> None:
    asked = ClerkQuestion("ab/1月/period", "请填写时段", topic="period")
    assert questions.fault_of(asked, "二〇〇八") and not questions.fault_of(asked, "2008-10")
    gone = ClerkQuestion(
        "ab/removed", "保留（keep）还是删除（remove）？", ("keep", "remove"), topic="removed"
    )
    assert questions.prompt_words(gone) == "保留还是删除？"


def test_several_files_are_listed_and_done_in_turn(full: Board) -> None:
    app = uploaded((NAME, faulty(text="0.111")), ("汇总.xlsx", asking()))
    assert "2 个文件，已导入 0 个" in words(app)
    app.button(key="confirm").click().run()
    assert "2 个文件，已导入 1 个" in words(app)
    press(app, "核对下一个：汇总.xlsx")
    assert "3 个问题须先回答" in words(app)
    assert list(app.radio(key="upload_at").proto.captions) == [
        f"● 已导入为批次 {full.store.batches()[-1].batch}", "▲ 待回答 3 问",
    ]  # fmt: skip


def test_a_hand_entry_is_a_file_like_any_other(full: Board) -> None:
    app, before = opened("upload.py"), full.store.journal_seq()
    press(app, "生成表格并核对")
    assert app.warning
    app.selectbox(key="hand_indicator").select("PM10 可吸入颗粒物").run()
    app.selectbox(key="hand_area").select("安宁区")
    app.text_input(key="hand_period").input("2009-01")
    app.text_input(key="hand_value").input("0.131")
    app.text_input(key="hand_document").input("兰环监〔2009〕2号")
    assert app.selectbox(key="hand_unit-pm10").value == "mg/m³"
    press(app, "生成表格并核对")
    assert "读出 1 个数" in words(app) and full.store.journal_seq() == before
    app.button(key="confirm").click().run()
    assert "已导入为批次" in words(app)
    rows = full.store.current(Selection(indicators=("pm10",), areas=("安宁区",))).to_pylist()
    (row,) = [r for r in rows if r["batch"] == full.store.batches()[-1].batch]
    assert (row["value"], row["area"]) == (131, "安宁区")


def test_the_hand_made_book_is_the_one_the_service_makes(
    full: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[bytes] = []
    monkeypatch.setattr(clerk, "import_file", lambda board, who, data, *a, **k: made.append(data))
    given = {
        "indicator": "PM10 可吸入颗粒物", "area": "安宁区", "period": "2009-01", "value": "0.131",
        "unit": "mg/m³", "document": "兰环监〔2009〕2号",
    }  # fmt: skip
    book = hand.book_of(full, ACTOR, given)
    row = HandRow("pm10", "安宁区", parse_period("2009-01"), "0.131", unit="mg/m³")
    enter_by_hand(full, ACTOR, [row], document=given["document"])
    assert made == [book.data]


def test_a_count_is_no_advice() -> None:
    assert split_message("A!B1：是合计行，不读入。（共 24 处）") == (
        "是合计行，不读入（共 24 处）",
        "",
    )


def test_the_states_of_the_list(full: Board) -> None:
    assert importing.batches(full, ACTOR)
    app = uploaded(("坏.xlsx", b"not a workbook"), (NAME, faulty()))
    assert list(app.radio(key="upload_at").proto.captions) == ["■ 不能读取", "■ 错误 1"]
