"""Targets of a workbook are registered by import (when asked) and by ``targets import``."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from chuangmo.access.actor import REVIEWER, UPLOADER, VIEWER, Actor, Forbidden
from chuangmo.period import parse_period, today
from chuangmo.service import target_import
from chuangmo.service.board import Board, open_board
from chuangmo.service.figures.assessing import assess
from chuangmo.settings import load_settings
from loaders.model.answers import LEAVE_OUT, REGISTER
from loaders.model.staged import Hints
from tests.service.conftest import Command

NUMBER = "兰政发〔2019〕3号"
PLAN = (
    (f"2019年度环境质量目标任务分解表（{NUMBER}）",),
    ("区县", "PM10年均浓度（mg/m³）", "优良天数比例（%）"),
    ("全市", 0.1, 85),
    ("城关区", 0.105, 82),
    ("安宁区", 0.098, 84),
)
PROGRESS = (
    (f"2019年PM10目标任务完成情况（mg/m³）（{NUMBER}）",),
    ("区县", "年度目标", "1—10月完成", "完成率", "责任单位"),
    ("城关区", 0.105, 0.110, 95, "区环保局"),
    ("安宁区", 0.098, 0.090, 109, "区环保局"),
)


def book(*rows: tuple[Any, ...]) -> bytes:
    sheet = openpyxl.Workbook()
    page = sheet.worksheets[0]
    page.title = "表"
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    sheet.save(out)
    return out.getvalue()


@pytest.fixture
def plan(tmp_path: Path) -> str:
    path = tmp_path / "分解表.xlsx"
    path.write_bytes(book(*PLAN))
    return str(path)


@pytest.fixture
def progress(tmp_path: Path) -> str:
    path = tmp_path / "完成情况.xlsx"
    path.write_bytes(book(*PROGRESS))
    return str(path)


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    board = open_board(load_settings(tmp_path / "home", "lanzhou"))
    yield board
    board.close()


def limits(home: Path, run: Command) -> dict[tuple[str, str], str]:
    found = run(home, "target", "list")[1]["targets"]
    return {(t["indicator"], t["area"]): t["limit"] for t in found if t["year"] == 2019}


def test_targets_import_previews_registers_and_then_has_nothing_to_do(
    tmp_path: Path, run: Command, plan: str
) -> None:
    home = tmp_path / "home"
    code, looked = run(home, "targets", "import", plan, "--dry-run")
    assert code == 0 and len(looked["targets"]) == 6 and not limits(home, run)
    first = next(t for t in looked["targets"] if t["area"] == "城关区")
    assert first == {
        "indicator": "pm10", "area": "城关区", "year": 2019, "operator": "<=", "limit": "0.105",
        "unit": "mg/m³", "document": NUMBER, "cell": "B4", "status": "new", "sheet": "表",
    }  # fmt: skip
    code, done = run(home, "targets", "import", plan)
    assert code == 0 and done["targets"] == looked["targets"] and done["registered"] == 6
    assert limits(home, run) == {
        ("pm10", "兰州市"): "0.1", ("pm10", "城关区"): "0.105", ("pm10", "安宁区"): "0.098",
        ("good_air_days", "兰州市"): "85", ("good_air_days", "城关区"): "82",
        ("good_air_days", "安宁区"): "84",
    }  # fmt: skip
    code, again = run(home, "targets", "import", plan)
    assert code == 0 and {t["status"] for t in again["targets"]} == {"unchanged"}
    assert again["registered"] == 0
    code, paper = run(home, "targets", "import", plan, "--document", "兰政发〔2019〕9号")
    assert code == 0 and {t["status"] for t in paper["targets"]} == {"changed"}
    assert run(home, "observations")[1]["count"] == 0


def test_year_and_area_answer_what_the_table_does_not_say(tmp_path: Path, run: Command) -> None:
    home, path = tmp_path / "home", tmp_path / "目标.xlsx"
    path.write_bytes(book(("环境质量目标",), ("指标", "单位", "目标值"), ("PM10", "mg/m³", 0.105)))
    code, answer = run(home, "targets", "import", str(path))
    assert code == 4 and answer["questions"] and not answer["targets"]
    words = ("--year", "2019", "--area", "城关区")
    code, answer = run(home, "targets", "import", str(path), *words)
    assert code == 0 and limits(home, run) == {("pm10", "城关区"): "0.105"}
    assert answer["targets"][0]["document"] is None  # the file's own name is no number


def test_a_table_without_targets_is_refused(tmp_path: Path, run: Command) -> None:
    path = tmp_path / "2019年.xlsx"
    path.write_bytes(book(("2019年空气",), ("区县", "PM10（mg/m³）"), ("城关区", 0.1)))
    code, answer = run(tmp_path / "home", "targets", "import", str(path))
    assert code == 3 and answer["targets"] == []
    assert answer["diagnostics"][0]["code"] == "no-targets"
    assert run(tmp_path / "home", "targets", "import", str(tmp_path / "nil.xlsx"))[0] == 2


def test_import_asks_and_registers_after_the_results(
    tmp_path: Path, run: Command, progress: str
) -> None:
    home = tmp_path / "home"
    code, answer = run(home, "import", progress)
    (question,) = answer["files"][0]["questions"]
    assert code == 4 and question["key"].endswith("/表/targets")
    assert question["options"] == [REGISTER, LEAVE_OUT] and not limits(home, run)
    said = ("--answer", f"{question['key']}={REGISTER}")
    code, answer = run(home, "import", progress, *said, "--dry-run")
    assert code == 0 and not limits(home, run)
    code, answer = run(home, "import", progress, *said)
    found = answer["files"][0]
    assert (code, found["status"], found["targets_registered"]) == (0, "committed", 2)
    assert found["observations"]["added"] == 2
    assert limits(home, run) == {("pm10", "城关区"): "0.105", ("pm10", "安宁区"): "0.098"}
    rows = run(home, "observations")[1]["rows"]
    assert {r["printed_value"]: r["period"] for r in rows} == dict.fromkeys(
        ("0.11", "0.09"), "2019-01..2019-10"
    )
    code, answer = run(home, "import", progress)
    assert (code, answer["files"][0]["status"]) == (0, "unchanged")


def test_a_file_of_targets_alone_is_never_measured(tmp_path: Path, run: Command, plan: str) -> None:
    home = tmp_path / "home"
    code, answer = run(home, "import", plan)
    assert code == 4
    key = answer["files"][0]["questions"][0]["key"]
    code, answer = run(home, "import", plan, "--answer", f"{key}={LEAVE_OUT}")
    found = answer["files"][0]
    assert (code, found["status"], found["targets_registered"]) == (0, "unchanged", 0)
    assert {d["code"] for d in found["diagnostics"]} == {"not-an-input", "nothing-stored"}
    (sheet,) = found["sheets"]
    assert sheet["readings"] == sheet["set_aside"] == 6 and not limits(home, run)
    code, answer = run(home, "import", plan, "--answer", f"{key}={REGISTER}")
    assert code == 0 and answer["files"][0]["targets_registered"] == 6
    assert run(home, "observations")[1]["count"] == 0


def test_an_uploader_gets_the_results_in_and_is_told(board: Board) -> None:
    data, who = book(*PROGRESS), Actor("li", UPLOADER, "page")
    (question,) = target_import.import_file(board, who, data, "a.xlsx", Hints())[0].questions
    hints = Hints(answers={question.key: REGISTER})
    result, registered = target_import.import_file(board, who, data, "a.xlsx", hints)
    assert result.status == "committed" and not registered.seqs
    (line,) = registered.diagnostics
    assert line.code == "targets-not-registered" and "没有登记目标" in line.message
    assert board.catalog.target("pm10", "城关区", 2019) is None
    reviewer = Actor("qian", REVIEWER, "page")
    assert len(target_import.register_chosen(board, reviewer, result.staged).seqs) == 2
    judged = assess(board, reviewer, parse_period("2019"), today(), indicator="pm10", area="城关区")
    assert [r.limit for r in judged.rows if r.line == "target"] == ["105"]  # µg/m³, as GB 3095-2012


def test_who_may_not_register_cannot_import_targets(board: Board) -> None:
    for role in (UPLOADER, VIEWER):
        with pytest.raises(Forbidden):
            target_import.import_targets(
                board, Actor("li", role, "page"), book(*PLAN), "a.xlsx", Hints()
            )
    assert board.catalog.target("pm10", "城关区", 2019) is None


def test_a_limit_that_cannot_be_is_told_and_the_rest_registered(
    tmp_path: Path, run: Command
) -> None:
    path = tmp_path / "目标.xlsx"
    rows = (("2019年目标分解表",), ("区县", "PM10（mg/m³）"), ("城关区", 105), ("安宁区", 0.1))
    path.write_bytes(book(*rows))
    code, answer = run(tmp_path / "home", "targets", "import", str(path))
    assert code == 0 and [t["area"] for t in answer["targets"]] == ["安宁区"]
    told = {d["code"]: d for d in answer["diagnostics"]}
    assert told["target-unfit"]["cell"] == "B3"
    assert "超出合理范围" in told["target-unfit"]["message"]
