"""A re-sent form that lacks values: asked, kept by default, removed only when told so."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from chuangmo.access.actor import local_person
from chuangmo.period import parse_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.figures.trace import trace
from chuangmo.service.imports import importing
from chuangmo.settings import Settings
from chuangmo.store.rows import Selection
from loaders.model.staged import Hints

WHO = local_person("张三", "cli")


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    opened = open_board(Settings(tmp_path / "home", "lanzhou"))
    yield opened
    opened.close()


def daily(days: range, skip: tuple[int, ...] = (), value: object = None) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["日期", "区县", "PM10(mg/m³)"])
    for day in days:
        if day not in skip:
            sheet.append([f"2008-10-{day:02d}", "安宁区", value or 0.1 + day / 1000])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(board: Board, data: bytes, said: str = "", reason: str = "") -> importing.ImportResult:
    sha8 = importing.preview(board, WHO, data, "日报.xlsx", Hints()).sha256[:8]
    hints = Hints(answers={f"{sha8}/removed": said} if said else {})
    return importing.import_file(board, WHO, data, "日报.xlsx", hints, reason=reason)


def days_held(board: Board) -> set[int]:
    rows = board.store.current(Selection(indicators=("pm10",))).to_pylist()
    return {row["start"].day for row in rows}


@pytest.fixture
def filled(board: Board) -> Board:
    assert send(board, daily(range(1, 11))).status == "committed"
    return board


def test_a_missing_row_is_a_question_and_nothing_is_written(filled: Board) -> None:
    done = send(filled, daily(range(1, 11), skip=(4, 5)))
    assert done.status == "needs_answer"
    answer = importing.as_json(done)
    assert answer["observations"] == {"added": 0, "changed": 0, "unchanged": 8, "removed": 2}
    (question,) = answer["questions"]
    assert question["options"] == ["keep", "remove"]
    assert "2 个" in question["prompt"] and "2008-10-04" in question["prompt"]
    assert len(filled.store.batches()) == 1


def test_kept_values_stay(filled: Board) -> None:
    assert send(filled, daily(range(1, 11), skip=(4,)), "keep").status == "unchanged"
    assert send(filled, daily(range(1, 11), skip=(4,)), reason="该日停电").status == "unchanged"
    assert days_held(filled) == set(range(1, 11))


def test_removing_needs_a_reason_and_leaves_a_trace(filled: Board) -> None:
    data = daily(range(1, 11), skip=(4,))
    waiting = send(filled, data, "remove")
    assert (waiting.status, waiting.questions[0].key) == (
        "needs_answer",
        "reason/values-removed/None",
    )
    done = send(filled, data, "remove", "该日仪器故障")
    assert (done.status, importing.as_json(done)["observations"]["removed"]) == ("committed", 1)
    assert filled.store.batches()[-1].counts["removed"] == 1
    assert days_held(filled) == set(range(1, 11)) - {4}
    cells = trace(filled, WHO, "pm10", parse_period("2008-10-04"), area="安宁区")["cells"]
    assert [(c["batch"], c["used"], c["superseded_by"]) for c in cells] == [
        (1, False, 2),
        (2, False, None),
    ]
    assert "删除" in cells[1]["why"]
    importing.withdraw(filled, WHO, 2, "误删")
    assert days_held(filled) == set(range(1, 11))


def test_a_shorter_form_and_another_form_ask_nothing(filled: Board) -> None:
    assert send(filled, daily(range(3, 8))).status == "unchanged"
    book = Workbook()
    book.worksheets[0].append(["区县", "监测日期", "PM10(mg/m³)", "SO2(mg/m³)"])
    book.worksheets[0].append(["安宁区", "2008-10-01", 0.2, 0.05])
    book.worksheets[0].append(["安宁区", "2008-10-09", 0.2, 0.05])
    out = io.BytesIO()
    book.save(out)
    assert send(filled, out.getvalue()).status == "committed"


def test_a_row_that_could_not_be_read_is_not_taken_for_missing(filled: Board) -> None:
    data = daily(range(1, 11), value="约0.1")
    done = importing.import_file(filled, WHO, data, "日报.xlsx", Hints(), set_aside_errors=True)
    assert done.staged.absent == 0
    assert not any(q.key.endswith("/removed") for q in done.questions)


@pytest.mark.parametrize("gone", [1, 31])
def test_the_first_or_last_day_of_the_month_that_the_title_names_is_seen_as_removed(
    board: Board, gone: int
) -> None:
    def sheet(days: list[int]) -> bytes:
        lines = ["2008年10月兰州市环境空气质量监测日报（mg/m³）", "日期,区县,PM10"]
        lines += [f"2008-10-{day:02},安宁区,{0.1 + day / 1000:.3f}" for day in days]
        return "\n".join(lines).encode()

    whole = list(range(1, 32))
    first = importing.import_file(board, WHO, sheet(whole), "10月.csv", Hints())
    assert first.status == "committed"
    left = [day for day in whole if day != gone]
    again = importing.import_file(board, WHO, sheet(left), "10月.csv", Hints())
    assert again.status == "needs_answer" and again.staged.absent == 1
    assert [q.topic for q in again.questions] == ["removed"]
