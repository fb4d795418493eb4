"""Every view in every office format: recorded, named, equal to what the service says."""

import hashlib
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from chuangmo.access.actor import Actor
from chuangmo.catalog.faults import UnknownId
from chuangmo.cli.exporting import FORMATS as COMMAND_FORMATS
from chuangmo.cli.exporting import VIEWS as COMMAND_VIEWS
from chuangmo.cli.main import run_on_server
from chuangmo.exhibits.views import ViewRequest
from chuangmo.exports.contents import VIEWS
from chuangmo.exports.files import ExportFile, ExportRequest, FormatFault, export
from chuangmo.exports.formats import FORMATS
from chuangmo.exports.supervision import supervision_file
from chuangmo.period import parse_period, today
from chuangmo.service.auditing import audit_lines
from chuangmo.service.board import Board
from chuangmo.service.decisions.supervision import acts
from tests.exports.opened import W, parts, points_outside, word_document

OCTOBER = ViewRequest(parse_period("2008-10"))
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def made(board: Board, actor: Actor) -> dict[tuple[str, str], ExportFile]:
    asked = [("csv", view) for view in VIEWS] + [("docx", "indicator"), ("pptx", "tasks")]
    return {(f, v): export(board, actor, ExportRequest(f, v, OCTOBER)) for f, v in asked}


def test_the_command_offers_every_format_and_view() -> None:
    assert tuple(FORMATS) == COMMAND_FORMATS
    assert tuple(VIEWS) == COMMAND_VIEWS


def test_a_file_says_how_far_its_data_reach_and_carries_its_hash(
    board: Board, made: dict[tuple[str, str], ExportFile]
) -> None:
    for one in made.values():
        assert one.data_through == "2008-10-31"
        assert one.generation == board.store.journal_seq()
        assert one.sha256 == hashlib.sha256(one.data).hexdigest()


def test_file_names_tell_period_subject_and_kind(
    made: dict[tuple[str, str], ExportFile],
) -> None:
    assert made["csv", "indicator"].name == "2008-10_PM10_进展.csv"
    assert made["docx", "indicator"].name == "2008-10_PM10_进展.docx"
    assert made["csv", "overview"].name == "2008-10_全市_进展.csv"


def test_every_export_is_in_the_audit_with_its_hash(
    board: Board, actor: Actor, made: dict[tuple[str, str], ExportFile]
) -> None:
    objects = " ".join(line.act.object for line in audit_lines(board.settings, actor))
    assert all(one.sha256 in objects for one in made.values())


def test_the_same_question_gives_the_same_bytes_as_csv(
    board: Board, actor: Actor, made: dict[tuple[str, str], ExportFile]
) -> None:
    again = export(board, actor, ExportRequest("csv", "overview", OCTOBER))
    assert again.sha256 == made["csv", "overview"].sha256


def test_a_month_without_data_is_said_not_refused(board: Board, actor: Actor) -> None:
    asked = ViewRequest(parse_period("2001-03"), date(2001, 3, 31))
    one = export(board, actor, ExportRequest("csv", "tasks", asked))
    assert "没有可以展示的数据" in one.data.decode("utf-8-sig")


def test_an_unknown_format_or_view_is_refused(board: Board, actor: Actor) -> None:
    with pytest.raises(UnknownId):
        export(board, actor, ExportRequest("gif", "overview", OCTOBER))
    with pytest.raises(UnknownId):
        export(board, actor, ExportRequest("csv", "overveiw", OCTOBER))


def test_without_chromium_a_picture_is_refused_with_what_to_do(
    board: Board, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(FormatFault, match="Chromium"):
        export(board, actor, ExportRequest("png", "indicator", OCTOBER))


def test_office_files_need_no_other_program(
    board: Board, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("another program was started")

    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(subprocess, "Popen", refused)
    for form in ("docx", "xlsx"):
        data = export(board, actor, ExportRequest(form, "tasks", OCTOBER)).data
        assert data[:2] == b"PK"
        assert points_outside(data) == []


def test_a_supervision_sheet_holds_the_item_and_never_a_link(board: Board, actor: Actor) -> None:
    item = acts.open_item(
        board, actor, indicator="pm10", area="西固区", unit="=cmd()", measure="按期整改。",
        deadline=today(),
    )  # fmt: skip
    acts.add_feedback(board, actor, item.number, "http://x.invalid/ 已办")
    one = supervision_file(board, actor, item.number)
    text = " ".join(t.text or "" for t in word_document(one.data).element.iter(f"{W}t"))
    assert "西固区" in text and "=cmd()" in text and "http://x.invalid/ 已办" in text
    assert points_outside(one.data) == []
    assert b"w:hyperlink" not in parts(one.data)["word/document.xml"]


def test_the_command_writes_the_supervision_sheet(
    board: Board, actor: Actor, tmp_path: Path
) -> None:
    item = acts.open_item(
        board, actor, indicator="so2", area="西固区", unit="西固区人民政府", measure="按期整改。",
        deadline=today(),
    )  # fmt: skip
    words = ["supervision", "sheet", str(item.number), "--out", str(tmp_path), "--json"]
    printed = run_on_server(board, words, str(tmp_path))
    answer = json.loads(printed.out)
    assert printed.code == 0 and answer["number"] == item.number
    data = Path(answer["out"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == answer["sha256"]
    assert "西固区人民政府" in " ".join(
        t.text or "" for t in word_document(data).element.iter(f"{W}t")
    )
    assert any(answer["sha256"] in line.act.object for line in audit_lines(board.settings, actor))
    words[2] = "999"
    refused = run_on_server(board, words, str(tmp_path))
    assert refused.code == 2 and "没有第 999 件" in refused.out


def test_the_command_writes_into_a_folder_and_tells_the_contract(
    board: Board, tmp_path: Path
) -> None:
    words = ["export", "--format", "csv", "--view", "indicator", "--period", "2008-10", "--out",
             str(tmp_path), "--json", "--by", "测试"]  # fmt: skip
    printed = run_on_server(board, words, str(tmp_path))
    answer = json.loads(printed.out)
    assert printed.code == 0
    assert list(answer) == [
        "out", "format", "view", "bytes", "sha256", "exhibits", "data_through", "generation",
    ]  # fmt: skip
    assert Path(answer["out"]).stat().st_size == answer["bytes"]


def test_an_unwritable_place_is_wrong_usage(board: Board, tmp_path: Path) -> None:
    words = ["export", "--format", "csv", "--view", "map", "--period", "2008-10", "--out",
             "no/such/folder/x.csv", "--json", "--by", "测试"]  # fmt: skip
    printed = run_on_server(board, words, str(tmp_path))
    assert printed.code == 2
    assert "写不进去" in json.loads(printed.out)["error"]["message"]


def test_no_other_command_waits_for_what_draws() -> None:
    code = "import sys, chuangmo.cli.main; print([m for m in ('pandas', 'plotly', 'pptx') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert found.stdout.strip() == "[]"
