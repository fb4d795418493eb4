"""On the 上传 page a corrected month goes in, is withdrawn with a reason and comes back."""

import io

from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from chuangmo.service.board import Board
from tests.pages.conftest import ROOT, opened, words

NAME = "2008年12月兰州市环境空气质量监测日报.xlsx"


def corrected() -> bytes:
    book = load_workbook(ROOT / "data" / "samples" / "lanzhou" / NAME)
    (sheet,) = book.worksheets
    cell = next(c for row in sheet.iter_rows(min_row=5) for c in row if isinstance(c.value, float))
    cell.value = float(f"{cell.value + 0.004:.3f}")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def form(app: AppTest, reason: str) -> AppTest:
    box = next(b for b in app.selectbox if b.label == "批次")
    box.select(box.options[0])
    next(t for t in app.text_input if t.label == "理由").input(reason)
    next(b for b in app.button if "撤回" in b.label).click()
    return app.run()


def test_a_corrected_month_goes_in_and_out_and_back(full: Board) -> None:
    before = full.store.batches()
    app = opened("upload.py")
    app.file_uploader[0].upload(NAME, corrected()).run()
    text = words(app)
    assert "替换 1" in text
    assert "确认前不写入任何数据" in text
    assert full.store.batches() == before

    app.button(key="confirm").click().run()
    assert not app.exception
    assert f"已导入为批次 {len(before) + 1}" in words(app)
    assert full.store.batches()[-1].counts["changed"] == 1

    form(app, "")
    assert full.store.batches()[-1].state == "active"
    form(app, "区县更正")
    assert full.store.batches()[-1].state == "withdrawn"
    assert "已撤回" in words(app)
    form(app, "更正无误")
    assert full.store.batches()[-1].state == "active"


def test_a_faulty_cell_blocks_until_it_is_left_out(full: Board) -> None:
    book = load_workbook(io.BytesIO(corrected()))
    sheet = book.worksheets[0]
    cell = next(c for row in sheet.iter_rows(min_row=6) for c in row if isinstance(c.value, float))
    cell.value = "0.1O8"
    out = io.BytesIO()
    book.save(out)
    app = opened("upload.py")
    app.file_uploader[0].upload(NAME, out.getvalue()).run()
    assert "0.1O8" in words(app)
    assert app.button(key="confirm").disabled
    app.checkbox[0].check().run()
    assert not app.button(key="confirm").disabled
