"""上传 shows the targets of a file beside those registered and registers them on 确认导入."""

import io

import pytest
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from chuangmo.service.board import Board
from tests.pages.conftest import opened, words

TITLE = "2009年度目标任务{}（mg/m³）（兰政发〔2009〕3号）"
PLAN = [[TITLE.format("分解表")], ["区县", "PM10"], ["城关区", 0.105], ["安宁区", 0.098]]
PROGRESS = [
    [TITLE.format("完成情况")], ["区县", "PM10目标值", "PM10"], ["城关区", 0.105, 0.11],
    ["安宁区", 0.098, 0.09],
]  # fmt: skip


def _answered(rows: list[list[object]], option: str) -> AppTest:
    """The page after the question of targets is answered."""
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(out)
    app = opened("upload.py")
    app.file_uploader[0].upload("目标.xlsx", out.getvalue())
    app.run()
    assert "表里有 2 个目标" in words(app) and "0.105 mg/m³" in words(app)
    next(r for r in app.radio if r.key and r.key.endswith("/targets")).set_value(option)
    next(b for b in app.button if b.label == "用这些回答重新核对").click()
    app.run()
    assert not app.exception, app.exception
    return app


@pytest.mark.parametrize("rows", [PLAN, PROGRESS], ids=["targets alone", "beside results"])
def test_one_confirmation_registers_them(full: Board, rows: list[list[object]]) -> None:
    assert full.catalog.target("pm10", "城关区", 2009) is None
    app = _answered(rows, "登记为目标")
    assert "确认导入后登记 2 个" in words(app)
    assert full.catalog.target("pm10", "城关区", 2009) is None
    app.button(key="confirm").click().run()
    assert not app.exception, app.exception
    assert "已登记 2 个目标" in words(app)
    target = full.catalog.target("pm10", "城关区", 2009)
    assert target and (target.limit, target.document) == ("0.105", "兰政发〔2009〕3号")


def test_left_out_they_are_neither_targets_nor_measured(full: Board) -> None:
    before = full.store.journal_seq()
    app = _answered(PLAN, "不读这一列")
    assert "不登记" in words(app) and app.button(key="confirm").disabled
    assert full.catalog.target("pm10", "城关区", 2009) is None
    assert full.store.journal_seq() == before
