"""S13 and S14 of a district's report: workbook in, verdict on a page, exported file, cell."""

from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl

from chuangmo.catalog.target_models import YEARLY_LINE, FormSaid
from chuangmo.exhibits.views import ViewRequest
from chuangmo.exports.files import ExportRequest, export
from chuangmo.period import parse_period
from chuangmo.service.board import Board
from chuangmo.service.decisions.changing import set_target
from chuangmo.service.figures.trace import trace
from chuangmo.service.imports.importing import import_file
from loaders.model.staged import Hints
from tests.pages.conftest import ACTOR, opened, words
from tests.service.conftest import saved_book

JUNE = date(2008, 6, 30)


def put(board: Board, folder: Path, name: str, *rows: list[object]) -> None:
    path = Path(saved_book(folder / name, *rows))
    found = import_file(board, ACTOR, path.read_bytes(), name, Hints())
    assert found.status == "committed", found


def aim(board: Board, indicator: str, year: int, limit: str, said: FormSaid = YEARLY_LINE) -> None:
    set_target(
        board, ACTOR, indicator=indicator, area="城关区", year=year, limit=limit,
        document="兰政发〔2006〕9号", said=said,
    )  # fmt: skip


def texts_of(board: Board, view: str, indicator: str) -> str:
    asked = ViewRequest(parse_period("2008-06"), indicator=indicator, area="城关区")
    made = export(board, ACTOR, ExportRequest("xlsx", view, asked))
    book = openpyxl.load_workbook(BytesIO(made.data))
    return " ".join(
        str(v) for sheet in book for row in sheet.iter_rows(values_only=True) for v in row if v
    )


def cell_of(board: Board, indicator: str) -> str:
    found = trace(board, ACTOR, indicator, parse_period("2008H1"), area="城关区", as_of=JUNE)
    (cell,) = [cell for cell in found["cells"] if cell["used"]]
    return str(cell["cell"])


def test_s13_a_mid_year_task_stands_beside_its_pace(empty: Board, tmp_path: Path) -> None:
    put(
        empty, tmp_path, "检测.xlsx", ["2008年上半年机动车环保检测完成情况"],
        ["区县", "检测完成（辆）"], ["城关区", 9128],
    )  # fmt: skip
    aim(empty, "vehicle_tests", 2008, "14000")
    page = words(opened("tasks.py", month="2008-06", area="城关区", indicator="vehicle_tests"))
    said = "占任务14 000辆的65.2%，超前时序进度15.5个百分点"
    assert said in page.replace("\u2009", " ")
    assert "65.2" in texts_of(empty, "tasks", "vehicle_tests")
    assert cell_of(empty, "vehicle_tests") == "B3"


def test_s14_a_share_stands_beside_its_plan_of_several_years(empty: Board, tmp_path: Path) -> None:
    put(
        empty, tmp_path, "绿色学校.xlsx", ["2008年1—6月兰州市绿色学校创建进展表"],
        ["区县", "学校总数（所）", "绿色学校数（所）", "绿色学校达标率(%)"], ["城关区", 100, 21, 21],
    )  # fmt: skip
    plan = FormSaid("plan", start_year=2006, start_value="12")
    aim(empty, "green_school_share", 2010, "60", plan)
    page = words(
        opened("indicator.py", month="2008-06", area="城关区", indicator="green_school_share")
    )
    said = "规划进度落后：按直线6月30日应达30.0%，低9.0个百分点，年末应达36.0%"
    assert said in page and "未完成" not in page.split(said)[1][:200]
    assert said in texts_of(empty, "indicator", "green_school_share")
    assert cell_of(empty, "green_school_share") == "D3"
