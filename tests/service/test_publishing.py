"""发布: a month is frozen, the board opens on it, and a correction of it needs a word."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chuangmo.access.accounts.accounts import Accounts
from chuangmo.access.actor import ADMIN, REVIEWER, UPLOADER, VIEWER, Actor, Forbidden
from chuangmo.exhibits.frozen import publish_month
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.monthly.owed import completeness_word
from chuangmo.exhibits.overview import load_overview, notes_of
from chuangmo.period import parse_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions.snapshots import content_of
from chuangmo.service.imports import clerk, importing, reviewing
from chuangmo.service.imports.completeness import reports_by_month, reports_in
from chuangmo.service.publication.opening import opening_month
from chuangmo.service.publication.published import in_force
from chuangmo.service.publication.publishing import corrections_since
from chuangmo.service.questions import Questions
from chuangmo.settings import Settings
from chuangmo.store.errors import StoreRefusal
from loaders.returning.hand_form import HandRow
from tests.demo_store import copy_of, shared_demo_home
from tests.service.conftest import Command

BOSS = Actor("主管", ADMIN, "page")
CHECKER = Actor("qian", REVIEWER, "page")
CLERK = Actor("li", UPLOADER, "page", districts=("安宁区",))
LOOKER = Actor("看", VIEWER, "page")
OCTOBER, NOVEMBER = parse_period("2008-10"), parse_period("2008-11")


@pytest.fixture
def board(bare: Board) -> Board:
    """Three months of one district, October published."""
    for month, value in (("2008-09", "0.100"), ("2008-10", "0.110"), ("2008-12", "0.120")):
        enter(bare, BOSS, value, "核对过", month)
    publish_month(bare, CHECKER, OCTOBER, "经局务会审定")
    return bare


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Board]:
    held = open_board(Settings(tmp_path / "home", "lanzhou"))
    yield held
    held.close()


def enter(
    board: Board, who: Actor, value: str, reason: str = "", month: str = "2008-10"
) -> importing.ImportResult:
    row = HandRow("pm10", "安宁区", parse_period(month), value, unit="mg/m³")
    return clerk.enter_by_hand(board, who, [row], document="来函", reason=reason)


def test_a_published_month_is_what_the_board_opens_on(board: Board) -> None:
    found = opening_month(board, LOOKER)
    assert found is not None
    assert (found.month, found.published, found.running) == (OCTOBER, True, parse_period("2008-12"))
    one = in_force(board, LOOKER)[OCTOBER]
    assert (one.by, one.reason) == ("qian", "经局务会审定")
    assert content_of(board, LOOKER, one.snapshot).figures
    assert corrections_since(board, LOOKER, OCTOBER) == []
    assert corrections_since(board, LOOKER, NOVEMBER) is None


def test_a_correction_of_a_published_month_needs_a_word_and_is_listed(board: Board) -> None:
    refused = enter(board, BOSS, "0.001")
    assert refused.status == importing.NEEDS_ANSWER
    assert [q.key for q in refused.questions if "published" in q.key] == [
        "reason/published/2008-10"
    ]
    assert enter(board, BOSS, "0.199", "监测站来函更正").status == importing.COMMITTED
    changed = corrections_since(board, LOOKER, OCTOBER)
    assert changed is not None
    months = [(c.row.indicator, c.row.area) for c in changed if c.row.period == "2008-10"]
    assert ("pm10", "安宁区") in months
    assert all(c.batches for c in changed)
    publish_month(board, CHECKER, OCTOBER, "更正后重新发布")
    assert corrections_since(board, LOOKER, OCTOBER) == []
    assert in_force(board, LOOKER)[OCTOBER].snapshot == "发布 2008-10 第2次"


def test_a_submitted_correction_needs_the_reviewers_word(board: Board) -> None:
    Accounts(board.settings.home).add("boss", ADMIN, "Huanghe-Tieqiao-09")
    Accounts(board.settings.home).add("li", UPLOADER, "Huanghe-Tieqiao-09")
    sent = enter(board, CLERK, "0.199", "核对过")
    assert sent.status == importing.SUBMITTED and sent.batch is not None
    assert corrections_since(board, LOOKER, OCTOBER) == []
    with pytest.raises(StoreRefusal, match="已发布"):
        reviewing.approve(board, CHECKER, sent.batch)
    reviewing.approve(board, CHECKER, sent.batch, "来函更正")
    assert corrections_since(board, LOOKER, OCTOBER)


def test_a_month_after_the_published_one_is_entered_without_a_word(bare: Board) -> None:
    assert enter(bare, BOSS, "0.110", "核对过").status == importing.COMMITTED
    publish_month(bare, BOSS, OCTOBER, "")
    assert enter(bare, BOSS, "0.115", month="2008-11").status == importing.COMMITTED
    assert enter(bare, BOSS, "0.112", month="2008-09").status == importing.NEEDS_ANSWER


def test_only_a_reviewer_of_the_whole_city_publishes_what_there_is(board: Board) -> None:
    own = Actor("zhou", REVIEWER, "page", districts=("安宁区",))
    for who in (LOOKER, CLERK, own):
        with pytest.raises(Forbidden):
            publish_month(board, who, NOVEMBER, "")
    with pytest.raises(StoreRefusal, match="没有更正"):
        publish_month(board, CHECKER, OCTOBER, "")
    with pytest.raises(StoreRefusal, match="还没有这个月的数据"):
        publish_month(board, CHECKER, parse_period("2009-05"), "")


def test_months_asked_together_are_counted_as_each_alone(board: Board) -> None:
    """Once a year of figures is asked for; what a month has and owes does not depend on it."""
    months = Questions(board, LOOKER).extent().months
    together = list(reports_by_month(board, LOOKER, months))
    assert together == [reports_in(board, LOOKER, month) for month in months]
    assert len({came for came, _ in together}) > 1


def test_one_file_of_one_district_does_not_move_the_month(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    home = copy_of(shared_demo_home(tmp_path_factory), tmp_path / "home")
    board = open_board(Settings(home, "lanzhou"))
    december = parse_period("2008-12")
    before = opening_month(board, LOOKER)
    assert before is not None and (before.month, before.running) == (december, None)
    enter(board, BOSS, "0.110", "核对过", "2009-01")
    after = opening_month(board, LOOKER)
    assert after is not None and after.month == december and not after.published
    assert after.running == parse_period("2009-01")
    assert (after.came, after.owed) == reports_in(board, LOOKER, parse_period("2009-01"))
    assert 0 < after.came < after.owed / 4
    # nor does it empty the matrix of the month: what lacks stays, with who owes it
    reader, january = Questions(board, LOOKER), Month(parse_period("2009-01"))
    view = load_overview(reader, january, "keep", "combined")
    shown = {column.indicator.id for column in view.matrix.columns}
    assert {"pm10", "so2", "no2"} <= shown
    so2 = [one.indicator.id for one in view.matrix.columns].index("so2")
    cells = [row.cells[so2] for row in view.matrix.rows]
    assert {cell.status for cell in cells if cell} == {"insufficient_data"}
    (said,) = [note for note in notes_of(view) if "作数据不足列出" in note]
    assert "SO2（" in said and "未报" in said and "PM10" not in said
    assert completeness_word(reader, january, 8, 0, 0) == ("insufficient_data", "未报齐")
    assert completeness_word(reader, january, 0, 0, 0)[1] == "未报齐"
    board.close()


def test_where_no_month_is_full_enough_the_newest_is_shown(bare: Board) -> None:
    assert opening_month(bare, LOOKER) is None
    enter(bare, BOSS, "0.110", "核对过")
    found = opening_month(bare, LOOKER)
    assert found is not None and (found.month, found.published) == (OCTOBER, False)


def test_the_commands_publish_and_list(say: Command) -> None:
    assert say("publish", "2008-10", "--by", "主管")[0] == 2  # nothing to publish yet
    assert say("publish", "2008", "--by", "主管")[0] == 2
    assert say("publish", "list") == (0, {"publications": []})
    assert say("settings", "show")[1] == {
        "review": "off", "opens_on": None, "month_rule": "three_quarters", "city": "lanzhou",
        "store": "file", "licence": None, "pack_folder": None,
        "templates": {"pptx": None, "docx": None},
    }  # fmt: skip
