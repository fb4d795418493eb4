"""A column that was read as something else is put right on 上传 and remembered with the form."""

from chuangmo.service.board import Board
from chuangmo.service.imports.layouts import remembered
from tests.pages.conftest import words
from tests.pages.test_upload_help import press, uploaded

TEXT = "城关区2009年{month}月（mg/m³）\n日期,SO2\n2009-{month:02d}-01,0.051\n2009-{month:02d}-02,0.052\n"


def test_a_corrected_column_is_imported_so_and_known_next_month(full: Board) -> None:
    app = uploaded(("日报.csv", TEXT.format(month=1).encode()))
    column = next(b for b in app.selectbox if b.label == "哪一列")
    assert [o for o in column.options if "SO2" in o and "现读作" in o]
    press(app, "按改正的含义重新核对")
    assert app.warning
    next(b for b in app.selectbox if b.label == "哪一列").select_index(0)
    next(b for b in app.selectbox if b.label == "应当是").select("no2")
    press(app, "按改正的含义重新核对")
    assert "已用您的 1 个回答" in words(app)
    next(c for c in app.checkbox if c.label.startswith("记住这种表样")).check().run()
    app.button(key="confirm").click().run()
    assert "表样已记住" in words(app)
    newest = next(one for one in remembered(full) if one.fingerprint)
    assert "no2" in {column.indicator for column in newest.column}

    again = uploaded(("日报2.csv", TEXT.format(month=2).encode()))
    known = next(b for b in again.selectbox if b.label == "哪一列")
    assert [o for o in known.options if "现读作NO2" in o]
