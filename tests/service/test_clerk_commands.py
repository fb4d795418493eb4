"""The clerk's commands as the contract prints them."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

ROW = {
    "indicator", "area", "site", "month", "state", "due", "received", "batch", "n_valid",
    "n_expected", "contact",
}  # fmt: skip


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    book = Workbook()
    book.worksheets[0].title = "月报"
    for line in (["2008年10月空气质量（mg/m³）"], ["区县", "PM10"], ["安宁区", "约0.1"],
                 ["城关区", 0.1], ["西固区", 0.11]):  # fmt: skip
        book.worksheets[0].append(line)
    book.save(tmp_path / "月报.xlsx")
    return tmp_path / "月报.xlsx"


def test_completeness(say: Any) -> None:
    code, answer = say("completeness", "--period", "2008-10", "--as-of", "2008-11-20")
    assert (code, answer["period"], answer["as_of"]) == (0, "2008-10", "2008-11-20")
    states = {"reported", "late", "invalid", "missing", "not_due", "submitted"}
    assert set(answer["counts"]) == states
    assert set(answer["rows"][0]) >= ROW
    assert answer["counts"]["missing"] == 40
    assert "催报" in answer["reminders"][0]["text"]


def test_ledger(say: Any) -> None:
    assert say("ledger", "--kind", "boilers") == (0, {"count": 0, "rows": []})
    code, answer = say("ledger", "--kind", "stoves")
    assert (code, set(answer)) == (2, {"error"})


def test_template(say: Any, tmp_path: Path) -> None:
    out = tmp_path / "空白表.xlsx"
    code, answer = say("template", "--kind", "tasks", "--period", "2008-09", "--out", str(out))
    assert (code, answer["kind"], answer["period"]) == (0, "tasks", "2008-09")
    assert answer["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert answer["sheets"] == load_workbook(out).sheetnames[:1]
    code, answer = say("template", "--kind", "noise", "--period", "2008-09", "--out", str(out))
    assert (code, set(answer)) == (2, {"error"})
    code, _ = say("template", "--kind", "tasks", "--period", "2008", "--out", str(tmp_path))
    assert code == 2


def test_mark_up_and_correction(say: Any, faulty: Path, tmp_path: Path) -> None:
    out = tmp_path / "标注.xlsx"
    code, answer = say("mark-up", str(faulty), "--out", str(out))
    assert (code, answer["marked"], answer["out"]) == (0, 1, str(out))
    assert [d["cell"] for d in answer["diagnostics"]] == ["B3"]
    fix = ("--file", str(faulty), "--sheet", "月报", "--cell", "B3")
    assert say("import", str(faulty))[0] == 3
    assert say("correction", "add", *fix, "--value", "0.12", "--reason", "来电")[0] == 0
    code, answer = say("import", str(faulty))
    assert (code, answer["files"][0]["observations"]["added"]) == (0, 3)
    assert say("correction", "list")[1]["count"] == 1
    assert say("correction", "remove", *fix, "--reason", "误记")[0] == 0
    assert say("correction", "list")[1]["count"] == 0
    assert say("mark-up", str(tmp_path / "没有.xlsx"), "--out", str(out))[0] == 2
