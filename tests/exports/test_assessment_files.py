"""考核 as a sheet and as a paper: ranks, grades, every deduction with its reason."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.exhibits.views import ASSESSMENT, ViewRequest
from chuangmo.exports.files import ExportFile, ExportRequest, export
from chuangmo.period import year_period
from chuangmo.service.board import Board
from chuangmo.service.imports.importing import import_file
from loaders.model.staged import Hints
from tests.made_assessment import PAPER, REPORTED, REVIEW, made_board, made_home, mark_all
from tests.service.conftest import saved_book

LOOK = Actor("看", VIEWER, "page")
HEADLINE = "2010年考核：城关区、西固区90.00分排名第一，红古区100.00分排名最后（一票否决），优秀2个、合格1个、不合格1个。"


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    with made_board(made_home(tmp_path_factory.mktemp("files") / "home")) as found:
        yield mark_all(found)


def made(board: Board, form: str, area: str | None = None) -> ExportFile:
    asked = ViewRequest(year_period(2010), area=area)
    return export(board, LOOK, ExportRequest(form, ASSESSMENT, asked))


def test_the_sheet_ranks_and_names_every_deduction(board: Board) -> None:
    book = load_workbook(io.BytesIO(made(board, "xlsx").data))
    rows = [
        [str(cell) for cell in row if cell is not None]
        for row in book["结论"].iter_rows(values_only=True)
    ]
    text = "\n".join("|".join(row) for row in rows)
    assert HEADLINE in text and "兰州市区县考核（2010年度）" in text
    assert [row[0] for row in rows if row and row[0] in ("城关区", "安宁区")] == [
        "城关区",
        "安宁区",
    ]
    assert "完成80户，未达到任务数100户，少20户；完成任务得满分；未完成按完成率计分。" in text
    assert f"{PAPER}，李审核登记" in text and "安宁区有1项未评（餐饮治理），没有总分。" in text


def test_the_paper_says_who_is_not_ranked_and_why(board: Board) -> None:
    paper = Document(io.BytesIO(made(board, "docx").data))
    said = "\n".join(one.text for one in paper.paragraphs)
    cells = {cell.text for table in paper.tables for row in table.rows for cell in row.cells}
    assert HEADLINE in said and "没有排名：安宁区的餐饮治理未评。" in said
    assert "2010年度兰州市区县考核情况" in said
    assert {"−12.00", "4\n一票否决", "+5.00"} <= cells


def test_reported_scores_and_their_cells_go_along(tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("reported")
    path = Path(saved_book(place / "得分.xlsx", *map(list, REPORTED)))
    with made_board(made_home(place / "home")) as board:
        import_file(mark_all(board), REVIEW, path.read_bytes(), path.name, Hints())
        book = load_workbook(io.BytesIO(made(board, "xlsx").data))
    rows = ["|".join(map(str, row)) for row in book["结论"].iter_rows(values_only=True)]
    (first,) = (row for row in rows if row.startswith("城关区|1"))
    assert "91" in first
    origin = ["|".join(map(str, row)) for row in book["来源"].iter_rows(values_only=True)]
    assert any("F3" in row and "91" in row for row in origin)
    assert any("B3" in row and "55.5" in row for row in origin)


def test_one_district_alone(board: Board) -> None:
    one = made(board, "csv", "七里河区")
    text = one.data.decode("utf-8-sig")
    assert one.name == "2010-12_七里河区_考核.csv" and "少20户" in text and "西固" not in text
