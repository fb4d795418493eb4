"""考核 of districts: a made year with a veto, a tie and a district without data; marks by hand."""

import json
from datetime import date
from pathlib import Path

import pytest

from chuangmo.access.actor import UPLOADER, VIEWER, Actor, Forbidden
from chuangmo.catalog.check import check_catalog
from chuangmo.catalog.faults import UnfitEntry, UnknownId
from chuangmo.cli.main import main
from chuangmo.period import parse_period
from chuangmo.service.decisions import changing
from chuangmo.service.figures.trace import trace
from chuangmo.service.imports.importing import import_file
from chuangmo.service.scoring.assessment import assessment
from chuangmo.settings import Settings
from loaders.model.staged import Hints
from tests.made_assessment import (
    END,
    PAPER,
    REPORTED,
    REVIEW,
    SHEET,
    made_board,
    made_home,
    mark,
    mark_all,
)
from tests.service.conftest import saved_book
from tests.stored_rows import board_with

LOOK = Actor("看", VIEWER, "page")
UPLOAD = Actor("王上传", UPLOADER, "page")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return made_home(tmp_path / "home")


@pytest.fixture
def board(home: Path):
    with made_board(home) as found:
        yield found


@pytest.fixture
def marked(board):
    return mark_all(board)


def test_a_made_year_with_a_veto_a_tie_and_a_district_without_data(marked):
    found = assessment(marked, LOOK, 2010, END)
    told = [(d.area, d.total, d.rank, d.grade) for d in found.districts]
    assert told == [
        ("城关区", "90.00", 1, "优秀"), ("西固区", "90.00", 1, "优秀"),
        ("七里河区", "89.00", 3, "合格"), ("红古区", "100.00", 4, "不合格"),
        ("安宁区", None, 0, ""),
    ]  # fmt: skip
    assert [d.area for d in found.districts if d.tied] == ["城关区", "西固区"]
    assert [d.area for d in found.districts if d.last] == ["红古区"]
    assert found.full == "100.00" and found.district("红古区").vetoed
    lacking = found.district("安宁区")
    assert lacking.open_items == ("餐饮治理",) and (lacking.entered, lacking.possible) == (
        "40.00", "40.00",
    )  # fmt: skip


def test_every_deduction_has_its_rule_and_the_verdicts_sentence(marked):
    found = assessment(marked, LOOK, 2010, END).district("七里河区")
    catering, by_hand = found.lines
    assert (catering.points, catering.lost) == ("48.00", "12.00")
    assert catering.rule == "完成任务得满分；未完成按完成率计分"
    assert "完成80户，未达到任务数100户，少20户" in catering.reason
    assert (by_hand.points, by_hand.document, by_hand.by) == ("36.00", PAPER, "李审核")
    assert [(g.name, g.points) for g in found.groups] == [("减排", "48.00"), ("管理", "36.00")]
    assert [(e.name, e.points) for e in found.extras] == [("表彰", "5.00")]


def test_reported_scores_stand_beside_the_own_ones_each_traced_to_its_cell(marked, tmp_path):
    path = Path(saved_book(tmp_path / "得分.xlsx", *map(list, REPORTED)))
    done = import_file(marked, REVIEW, path.read_bytes(), path.name, Hints())
    assert done.status == "committed", done.staged.diagnostics
    found = assessment(marked, LOOK, 2010, END)
    told = {one.area: one.reported for one in found.districts}
    assert {a: (r.total, r.rank, r.grade) for a, r in told.items() if r} == {
        "城关区": ("91", 1, "优秀"), "七里河区": ("88", 2, "合格"), "西固区": ("85", 3, "合格"),
        "安宁区": ("85", 3, "合格"),
    }  # fmt: skip
    assert told["红古区"] is None and found.district("城关区").total == "90.00"
    assert [(p.name, p.value, p.cell) for p in told["城关区"].parts] == [
        ("减排", "55.5", "B3"), ("管理", "36.5", "C3"), ("加分", "1", "D3"), ("扣分", "2", "E3"),
        ("名次", "1", "G3"), ("等次", "优秀", "H3"),
    ]  # fmt: skip
    year = parse_period("2010")
    (cell,) = trace(marked, LOOK, "responsibility_score", year, area="城关区")["cells"]
    assert (cell["cell"], cell["raw"], cell["used"]) == ("F3", "91", True)


def test_reported_scores_alone_are_ordered_by_their_rank(tmp_path):
    with board_with(tmp_path / "beijing", "beijing", []) as board:
        book = saved_book(tmp_path / "a.xlsx", [REPORTED[0][0].replace("兰州", "北京")],
                          list(REPORTED[1]), ["朝阳区", 50, 35, 0, 0, 85, 2, "合格"],
                          ["海淀区", 55.5, 36.5, 1, 2, 91, 1, "优秀"])  # fmt: skip
        done = import_file(board, REVIEW, Path(book).read_bytes(), "a.xlsx", Hints())
        assert done.status == "committed", done.staged.diagnostics
        found = assessment(board, LOOK, 2010, END)
    assert found.sheet is None and [one.area for one in found.districts] == ["海淀区", "朝阳区"]
    assert [one.total for one in found.districts] == [None, None]


def test_change_to_last_year_only_where_both_years_have_a_total(marked):
    found = assessment(marked, LOOK, 2010, END)
    city = found.district("城关区")
    assert (city.before, city.change, city.rank_before) == ("98.00", "-8.00", 1)
    assert found.district("西固区").change is None


def test_nothing_is_marked_by_figures_before_the_year_has_ended(marked):
    found = assessment(marked, LOOK, 2010, date(2010, 12, 30))
    assert not found.closed and not found.ranked
    assert {line.reason for d in found.districts for line in d.lines if line.indicator} == {
        "2010年还没有结束，未评。"
    }
    assert all(d.grade == ("不合格" if d.vetoed else "") for d in found.districts)


def test_a_year_without_a_score_sheet_has_no_districts(marked):
    found = assessment(marked, LOOK, 2001, END)
    assert found.sheet is None and found.districts == ()


def test_a_mark_by_hand_is_journalled_with_paper_and_person(board):
    change = mark(board, "城关区", "hand", "36.5")
    assert change.new.by == "李审核" and change.new.document == PAPER
    last = list(board.store.entries())[-1]
    assert (last.type, last.actor) == ("hand_mark_set", "李审核")
    assert mark(board, "城关区", "hand", "36.5").seq is None  # stands already
    assert mark(board, "城关区", "hand", "30").old.points == "36.5"
    gone = changing.remove_hand_mark(board, REVIEW, item="hand", area="城关区", year=2010)
    assert gone.new is None and changing.list_hand_marks(board, LOOK) == []


@pytest.mark.parametrize(
    ("item", "points", "said"),
    [
        ("hand", "40.5", "0 到 40 之间"), ("hand", "-1", "0 到 40 之间"),
        ("hand", "1.234", "多于 2 位小数"), ("hand", "", "没有写分数"),
        ("award", "6", "0 到 5 之间"), ("accident", "3", "不写分数"),
        ("catering", "50", "由监测数据评分"), ("nothing", "1", "没有项目"),
    ],
)  # fmt: skip
def test_a_mark_that_does_not_fit_the_sheet_is_refused(board, item, points, said):
    with pytest.raises(UnfitEntry, match=said):
        mark(board, "城关区", item, points)
    assert changing.list_hand_marks(board, LOOK) == []


def test_who_may_mark_and_where(board):
    with pytest.raises(Forbidden):
        changing.set_hand_mark(
            board, UPLOAD, item="hand", area="城关区", year=2010, points="1", document=PAPER
        )
    with pytest.raises(UnfitEntry, match="不考核榆中县"):
        mark(board, "榆中县", "hand", "1")
    with pytest.raises(UnknownId, match="没有适用于 2001 年"):
        mark(board, "城关区", "hand", "1", year=2001)
    with pytest.raises(UnfitEntry, match="没有登记过"):
        changing.remove_hand_mark(board, REVIEW, item="hand", area="城关区", year=2010)


def test_the_catalog_says_what_is_wrong_with_a_score_sheet(home):
    path = home / "catalog" / "cities" / "lanzhou" / "assessments.toml"
    wrong = (
        SHEET.replace('full = "60" }, {', 'full = "61" }, {')
        .replace('indicator = "catering_treated_units"', 'indicator = "pm10"')
        .replace('least = "75"', 'least = "95"')
        .replace("to_year = 2008", "to_year = 2009")
    )
    path.write_text(wrong, encoding="utf-8")
    said = [fault.reason for fault in check_catalog(Settings(home, "lanzhou"))]
    for words in ("各项满分之和是 60 分", "不是任务", "逐等减小", "都适用于 2009 年"):
        assert any(words in one for one in said), words


def test_the_command_shows_marks_and_takes_back(home, capsys):
    def say(*words):
        code = main(["--home", str(home), "--city", "lanzhou", "assessment", *words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    given = ("--item", "hand", "--area", "城关", "--period", "2010")
    code, answer = say("mark", *given, "--points", "36", "--document", PAPER)
    assert code == 0 and answer["mark"]["area"] == "城关区" and answer["changed"]
    code, answer = say("show", "--period", "2010", "--area", "城关", "--as-of", "2010-12-31")
    (one,) = answer["districts"]
    assert (one["total"], one["open"]) == (None, ["餐饮治理"])
    assert [item["points"] for item in one["items"]] == [None, "36.00"]
    assert say("list", "--period", "2010")[1]["count"] == 1
    assert say("unmark", *given)[1]["mark"] is None
    assert say("show", "--period", "2010-10")[0] == 2
