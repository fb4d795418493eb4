"""Blank forms, marked workbooks, corrections and hand entry through the service."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from chuangmo.access.actor import Actor, Forbidden, local_person
from chuangmo.catalog.faults import UnfitEntry, UnknownPlace
from chuangmo.period import parse_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.figures.assessing import mean
from chuangmo.service.figures.trace import trace
from chuangmo.service.imports import clerk, corrections, importing
from chuangmo.settings import Settings
from chuangmo.store.errors import StoreRefusal
from loaders.model.staged import Hints
from loaders.returning.hand_form import HandRow

WHO = local_person("张三", "cli")
VISITOR = Actor("访客", "viewer", "page")


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    opened = open_board(Settings(tmp_path / "home", "lanzhou"))
    yield opened
    opened.close()


def monthly(value: object = 0.1, month: int = 10) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "月报"
    sheet.append([f"2008年{month}月空气质量（mg/m³）"])
    sheet.append(["区县", "PM10", "PM10有效天数"])
    sheet.append(["安宁区", value, 30])
    sheet.append(["城关区", 0.09, 30])
    sheet.append(["西固区", 0.08, 30])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def imported(board: Board, data: bytes) -> importing.ImportResult:
    return importing.import_file(board, WHO, data, "月报.xlsx", Hints())


# -- forms and marks ------------------------------------------------------------------------------


def test_a_water_form_lists_the_sites_reported_last(board: Board) -> None:
    book = Workbook()
    book.worksheets[0].append(["2008年9月地表水断面水质"])
    book.worksheets[0].append(["断面名称", "所在区县", "监测次数", "达标次数"])
    book.worksheets[0].append(["中山桥", "城关区", 3, 3])
    out = io.BytesIO()
    book.save(out)
    assert imported(board, out.getvalue()).status == "committed"
    form = clerk.blank_form(board, VISITOR, "water", parse_period("2008-10"))
    rows = list(load_workbook(io.BytesIO(form.data))["断面水质"].values)
    assert rows[3][:2] == ("中山桥", "城关区")


def test_marking_up_writes_nothing_and_says_what_is_wrong(board: Board) -> None:
    marked, staged = clerk.marked_up(board, WHO, monthly("约0.1"), "月报.xlsx", Hints())
    assert (marked.marked, [d.code for d in staged.errors]) == (1, ["unreadable-value"])
    assert board.store.journal_seq() == 0
    with pytest.raises(StoreRefusal):
        clerk.marked_up(board, WHO, b"%PDF-1.4", "月报.xlsx", Hints())


# -- corrections ----------------------------------------------------------------------------------


def add(board: Board, data: bytes, value: str = "0.123", **more: str) -> None:
    given = {"sheet": "月报", "cell": "B3", "reason": "站里来电更正"} | more
    corrections.add_correction(
        board, WHO, file=hashlib.sha256(data).hexdigest(), value=value, data=data, **given
    )


def test_a_rejected_file_passes_with_its_correction_and_the_trace_shows_both(board: Board) -> None:
    data = monthly("约0.1")
    assert imported(board, data).status == "rejected"
    add(board, data)
    assert imported(board, data).status == "committed"
    (cell,) = trace(board, WHO, "pm10", parse_period("2008-10"), area="安宁区")["cells"]
    assert (cell["raw"], cell["value"]) == ("约0.1", "123")
    assert cell["corrected"]["value"] == "0.123"
    assert (cell["corrected"]["reason"], cell["corrected"]["by"]) == ("站里来电更正", "张三")


def test_a_correction_of_an_imported_file_changes_the_figure_by_a_new_batch(board: Board) -> None:
    data = monthly(0.1)
    imported(board, data)
    add(board, data, "0.2")
    again = imported(board, data)
    assert (again.status, again.batch, again.staged.diff.changed) == ("committed", 2, 1)
    assert imported(board, data).status == "unchanged"
    cells = trace(board, WHO, "pm10", parse_period("2008-10"), area="安宁区")["cells"]
    shown = [(c["batch"], c["raw"], c["value"], bool(c["corrected"])) for c in cells]
    assert shown == [(1, "0.1", "100", False), (2, "0.1", "200", True)]


def test_a_correction_can_be_taken_back(board: Board) -> None:
    data = monthly("约0.1")
    add(board, data)
    corrections.remove_correction(
        board, WHO, file=hashlib.sha256(data).hexdigest(), sheet="月报", cell="b3", reason="误记"
    )
    assert corrections.corrections(board, WHO) == []
    assert imported(board, data).status == "rejected"
    assert len(board.store.entries()) == 2


def test_the_file_of_corrections_is_made_anew_from_the_journal(board: Board) -> None:
    add(board, monthly("约0.1"))
    path = board.settings.home / "catalog/corrections.toml"
    before = path.read_bytes()
    path.unlink()
    settings = board.settings
    board.close()
    again = open_board(settings)
    try:
        assert path.read_bytes() == before
        assert len(corrections.corrections(again, WHO)) == 1
    finally:
        again.close()


def test_a_correction_needs_a_reason_a_cell_and_the_text_that_is_there(board: Board) -> None:
    data = monthly("约0.1")
    with pytest.raises(UnfitEntry, match="理由"):
        add(board, data, reason=" ")
    with pytest.raises(UnfitEntry, match="没有"):
        add(board, data, sheet="别的表")
    with pytest.raises(UnfitEntry, match="约0"):
        add(board, data, expect="0.1")
    with pytest.raises(UnfitEntry, match="不用更正"):
        add(board, data, "约0.1")
    with pytest.raises(UnfitEntry, match="--expect"):
        corrections.add_correction(
            board, WHO, file="0" * 64, sheet="月报", cell="B3", value="1", reason="x"
        )
    with pytest.raises(Forbidden):
        corrections.add_correction(
            board, VISITOR, file="0" * 64, sheet="月报", cell="B3", value="1", reason="x"
        )
    assert board.store.journal_seq() == 0


# -- hand entry -----------------------------------------------------------------------------------


def hand(
    indicator: str = "pm10", period: str = "2008-10", value: str = "0.120", **more: str
) -> HandRow:
    return HandRow(indicator, more.pop("area", "安宁区"), parse_period(period), value, **more)


def entered(board: Board, *rows: HandRow, reason: str = "") -> importing.ImportResult:
    return clerk.enter_by_hand(board, WHO, rows, document="市站来函〔2008〕9号", reason=reason)


def test_figures_by_hand_are_a_real_workbook_that_can_be_traced(board: Board) -> None:
    done = entered(board, hand(n_valid="30"), hand("so2", value="缺测"))
    assert (done.status, done.staged.questions) == ("committed", ())
    assert done.staged.diagnostics == ()
    (cell,) = trace(board, WHO, "pm10", parse_period("2008-10"), area="安宁")["cells"]
    assert (cell["file"], cell["value"], cell["raw"]) == ("手工录入.xlsx", "120", "0.12")
    book = load_workbook(io.BytesIO(board.store.original(cell["sha256"])))
    assert "市站来函〔2008〕9号" in str(book.worksheets[0]["A2"].value)
    assert "张三" in str(book.worksheets[0]["A2"].value)
    found = mean(board, WHO, "pm10", parse_period("2008-10"), area="安宁区")
    assert (found.valid, found.n_valid) == (True, 30)


@pytest.mark.parametrize(
    ("row", "value"),
    [
        (hand("catering_treated_units", "2008-01..2008-09", "115"), 115),
        (hand("catering_treated_units", "2008", "115"), 115),
        (hand("smoke_control_coverage", "2008", "", numerator="15.5", denominator="15.5"), 100),
        (hand("sewage_treatment_rate", "2008Q3", "70.0"), 70),
        (hand("noise_traffic", "2008", "69.6"), 69),
        (hand("pm10", "2008-10-05", "0.1", site="安宁东路"), 100),
        (hand("pm25", "2008-10-05", "<2"), 2),
        (hand("co", "2008-10-05", "1.2"), 1),
        (hand("surface_water_compliance", "2008H1", "100"), 100),
    ],
    ids=lambda one: one.indicator if isinstance(one, HandRow) else "",
)
def test_every_kind_of_figure_goes_down_the_same_road(
    board: Board, row: HandRow, value: int
) -> None:
    done = entered(board, row)
    assert (done.status, done.staged.questions) == ("committed", ())
    kept = done.staged.observations.to_pylist()[-1]  # an area is a figure of its own too
    assert (kept["indicator"], kept["area"], kept["site"]) == (row.indicator, row.area, row.site)
    assert (kept["start"], kept["end"]) == (row.period.start, row.period.end)
    assert int(kept["value"]) == value


def test_the_same_figures_again_are_no_new_batch(board: Board) -> None:
    entered(board, hand())
    assert entered(board, hand()).status == "unchanged"


def test_a_wrong_figure_is_reported_as_in_any_workbook(board: Board) -> None:
    assert entered(board, hand(value="约0.1")).status == "rejected"
    assert entered(board, hand(value="120")).status in ("rejected", "needs_answer")


def test_rows_that_do_not_do_are_refused_before_anything_is_made(board: Board) -> None:
    with pytest.raises(UnfitEntry, match="两次"):
        entered(board, hand(), hand(value="0.13"))
    with pytest.raises(UnfitEntry, match="台账"):
        entered(board, hand("boiler_retrofit_units", "2008", "3"))
    with pytest.raises(UnfitEntry, match="依据"):
        clerk.enter_by_hand(board, WHO, [hand()], document=" ")
    with pytest.raises(UnfitEntry, match="没有填写"):
        entered(board)
    with pytest.raises(UnknownPlace):
        entered(board, hand(area="城东区"))
    with pytest.raises(Forbidden):
        clerk.enter_by_hand(board, VISITOR, [hand()], document="x")
    assert board.store.journal_seq() == 0
