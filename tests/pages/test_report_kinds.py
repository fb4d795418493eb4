"""Kinds of figure of a report from the workbook to the page, the exported file and the cell."""

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
from chuangmo.service.figures.assessing import assess
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
    assert (
        "须不低于" not in page and "即使最好" not in page
    )  # a year on the way is no year's target
    assert said in texts_of(empty, "indicator", "green_school_share")
    outlook = words(
        opened("outlook.py", month="2008-06", area="城关区", indicator="green_school_share")
    )
    assert "须不低于" not in outlook and "即使最好" not in outlook
    assert cell_of(empty, "green_school_share") == "D3"


LIST = (
    ["2007年度城市环境综合整治定量考核得分及排名"],
    ["城市", "得分", "排名"], ["兰州市", 72.82, "第7名/共14"], ["西宁市", 80.1, "第3名/共14"],
    ["兴城市", 42.53, "第13名/共14"],
)  # fmt: skip


def file_of(board: Board, form: str, indicator: str, area: str) -> bytes:
    asked = ViewRequest(parse_period("2007-12"), indicator=indicator, area=area)
    return export(board, ACTOR, ExportRequest(form, "indicator", asked)).data


def all_texts(data: bytes) -> str:
    book = openpyxl.load_workbook(BytesIO(data))
    return " ".join(
        str(v) for sheet in book for row in sheet.iter_rows(values_only=True) for v in row if v
    )


def test_s10_other_cities_stand_beside_the_score_and_count_nowhere(
    empty: Board, tmp_path: Path
) -> None:
    put(empty, tmp_path, "城考.xlsx", *LIST)
    page = words(
        opened("indicator.py", month="2007-12", area="兰州市", indicator="urban_assessment_score")
    )
    said = "2007年城考得分：兰州市72.82分，表中列有2个外市：1个好于本市、1个不如本市"
    assert said in page and "80.10" in page and "不计入本市" in page
    texts = all_texts(file_of(empty, "xlsx", "urban_assessment_score", "兰州市"))
    assert said in texts and "兴城市" in texts and "42.53" in texts
    year = parse_period("2007")
    found = trace(empty, ACTOR, "urban_assessment_score", year, area="兰州市")
    assert (found["published"], [c["cell"] for c in found["cells"]]) == ("72.82", ["B3"])
    assert [(o["area"], o["value"], o["cell"]) for o in found["others"]] == [
        ("兴城市", "42.53", "B5"), ("西宁市", "80.1", "B4"),
    ]  # fmt: skip
    rows = assess(empty, ACTOR, year, year.last_day).rows
    assert {row.area for row in rows if row.indicator.startswith("urban")} == {"兰州市"}


def test_s10_a_rank_is_shown_with_how_many_are_ranked(empty: Board, tmp_path: Path) -> None:
    put(empty, tmp_path, "城考.xlsx", *LIST)
    page = words(
        opened("indicator.py", month="2007-12", area="兰州市", indicator="urban_assessment_rank")
    )
    assert "城考名次为7/14名" in page and "3/14" in page
    texts = all_texts(file_of(empty, "xlsx", "urban_assessment_rank", "兰州市"))
    assert "7/14" in texts and "参加排名的个数" in texts
    (cell,) = trace(empty, ACTOR, "urban_assessment_rank", parse_period("2007"), area="兰州市")[
        "cells"
    ]
    assert (cell["cell"], cell["raw"], cell["denominator"]) == ("C3", "第7名/共14", "14")


def test_s7_both_definitions_stand_side_by_side(empty: Board, tmp_path: Path) -> None:
    put(
        empty, tmp_path, "污水.xlsx", ["2007年城市生活污水集中处理率"],
        ["区县", "用水量(万吨/日)", "污水处理量(万吨/日)", "污水排放量(万吨/日)", "污水集中处理率(%)"],
        ["安宁区", 6, 3.3, 3.9, 70], ["城关区", None, 12.6, 16.8, 75],
    )  # fmt: skip
    said = "安宁区全年污水集中处理率（÷生活污水排放量）70.0%，污水处理占用水量（÷用水量）55.0%"
    for indicator in ("sewage_treatment_rate", "sewage_treatment_of_use"):
        page = words(opened("indicator.py", month="2007-12", area="安宁区", indicator=indicator))
        assert said in page and "上报；3.3 ÷ 3.9 = 84.6%" in page and "3.3 ÷ 6" in page
        assert said in all_texts(file_of(empty, "xlsx", indicator, "安宁区"))
    other = words(
        opened("indicator.py", month="2007-12", area="城关区", indicator="sewage_treatment_rate")
    )
    assert "两种口径" not in other  # it has one of them only
