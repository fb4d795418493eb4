"""说明 and 大事记: written with who and when, replaced and taken back, all of it still readable."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from chuangmo.access.actor import ADMIN, REVIEWER, UPLOADER, VIEWER, Actor, Forbidden
from chuangmo.access.audit import acts
from chuangmo.catalog.faults import UnfitEntry, UnknownId, UnknownPlace
from chuangmo.exhibits.beside.notes import note_words
from chuangmo.period import month_period, parse_period, today
from chuangmo.service.annotations.marks import (
    LONGEST_MARK,
    add_mark,
    list_marks,
    marks_on,
    remove_mark,
    replayed_marks,
)
from chuangmo.service.annotations.notes import (
    LONGEST_NOTE,
    list_notes,
    notes_in_force,
    replayed_notes,
    set_note,
    undo_note,
)
from chuangmo.service.board import Board, open_board
from chuangmo.settings import Settings
from chuangmo.store.copies.verify import verify
from chuangmo.store.errors import StoreRefusal
from chuangmo.store.journal import next_line
from tests.service.conftest import Command

BOSS = Actor("主管", ADMIN, "page")
CHECKER = Actor("qian", REVIEWER, "page")
CLERK = Actor("li", UPLOADER, "page", districts=("安宁区",))
LOOKER = Actor("看", VIEWER, "page")
OCTOBER = parse_period("2008-10")
NOTE = ("pm10", "安宁区", OCTOBER)


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    held = open_board(Settings(tmp_path / "home", "lanzhou"))
    yield held
    held.close()


def test_a_later_text_replaces_and_the_earlier_stays_readable(board: Board) -> None:
    set_note(board, CLERK, "pm10", "安宁", OCTOBER, "供暖提前。")
    made = set_note(board, CHECKER, *NOTE, "供暖提前，\n年底前改造 6 台锅炉。")
    assert made.text == "供暖提前，年底前改造 6 台锅炉。"
    assert [(one.by, one.text) for one in made.texts] == [
        ("li", "供暖提前。"), ("qian", "供暖提前，年底前改造 6 台锅炉。"),
    ]  # fmt: skip
    assert list_notes(board, LOOKER) == [made]
    before = board.store.journal_seq()
    assert set_note(board, CLERK, *NOTE, "供暖提前，年底前改造 6 台锅炉。") == made
    assert board.store.journal_seq() == before
    assert [line.act.action for line in acts(board.settings.home)].count("note") >= 3


def test_a_text_is_taken_back_one_by_one_and_a_rebuild_gives_the_same(board: Board) -> None:
    set_note(board, CLERK, *NOTE, "甲")
    set_note(board, CLERK, *NOTE, "乙")
    assert undo_note(board, CHECKER, *NOTE).text == "甲"
    gone = undo_note(board, CHECKER, *NOTE)
    assert gone.current is None and gone.text == "" and [t.undone_by for t in gone.texts] == [
        "qian", "qian",
    ]  # fmt: skip
    with pytest.raises(StoreRefusal, match="无可撤销"):
        undo_note(board, CHECKER, *NOTE)
    assert notes_in_force(list_notes(board, LOOKER), OCTOBER) == []
    assert set_note(board, CLERK, *NOTE, "丙").text == "丙"
    summary = board.store.summary()
    assert board.store.rebuild() == summary
    assert [one.text for one in list_notes(board, LOOKER)] == ["丙"]
    assert all(check.ok for check in verify(board.settings, board.store))


def test_figures_stand_when_somebody_writes(board: Board) -> None:
    before = board.data_version().figures
    set_note(board, CLERK, *NOTE, "甲")
    add_mark(board, CHECKER, first=date(2008, 11, 1), text="供暖开始")
    assert board.data_version().figures == before


@pytest.mark.parametrize(
    ("who", "area", "allowed"),
    [(CLERK, "安宁区", True), (CLERK, "西固区", False), (CLERK, "兰州市", False),
     (CHECKER, "兰州市", True), (LOOKER, "安宁区", False)],
)  # fmt: skip
def test_who_writes_on_what(board: Board, who: Actor, area: str, allowed: bool) -> None:
    if allowed:
        assert set_note(board, who, "pm10", area, OCTOBER, "甲").text == "甲"
        assert add_mark(board, who, first=date(2008, 11, 1), text="停产", area=area).by == who.name
        return
    with pytest.raises(Forbidden):
        set_note(board, who, "pm10", area, OCTOBER, "甲")
    with pytest.raises(Forbidden):
        add_mark(board, who, first=date(2008, 11, 1), text="停产", area=area)
    assert list_notes(board, LOOKER) == [] and list_marks(board, LOOKER) == []


def test_what_does_not_fit_is_refused_in_a_sentence(board: Board) -> None:
    ahead = month_period(today().year + 1, 1)
    for period, text in ((OCTOBER, " \n "), (OCTOBER, "长" * (LONGEST_NOTE + 1)),
                         (parse_period("2008-10-05"), "甲"), (ahead, "甲")):  # fmt: skip
        with pytest.raises(UnfitEntry):
            set_note(board, CHECKER, "pm10", "安宁区", period, text)
    with pytest.raises(UnknownId, match="pm10"):
        set_note(board, CHECKER, "pm1", "安宁区", OCTOBER, "甲")
    with pytest.raises(UnknownPlace):
        set_note(board, CHECKER, "pm10", "火星区", OCTOBER, "甲")
    day = date(2008, 11, 1)
    for first, last, text in ((day, day - timedelta(1), "甲"), (date(1949, 1, 1), None, "甲"),
                              (day, None, ""), (day, None, "长" * (LONGEST_MARK + 1))):  # fmt: skip
        with pytest.raises(UnfitEntry):
            add_mark(board, CHECKER, first=first, last=last, text=text)
    assert board.store.journal_seq() == 0


def test_who_wrote_meanwhile_is_not_overwritten_unseen(board: Board) -> None:
    first = set_note(board, CLERK, *NOTE, "甲", seen=0)
    assert first.current is not None
    set_note(board, CHECKER, *NOTE, "乙")
    with pytest.raises(StoreRefusal, match="qian 于"):
        set_note(board, CLERK, *NOTE, "丙", seen=first.current.seq)
    assert list_notes(board, LOOKER)[0].text == "乙"


def test_a_note_of_a_longer_period_stands_at_its_last_month(board: Board) -> None:
    made = set_note(board, CHECKER, "pm10", "安宁区", parse_period("2008"), "全年说明")
    assert made.on(parse_period("2008-12")) and not made.on(parse_period("2008-11"))
    so_far = set_note(board, CHECKER, "pm10", "安宁区", parse_period("2008-01..2008-10"), "累计")
    assert so_far.on(OCTOBER)


def test_a_city_takes_the_words_of_its_districts_where_it_said_nothing(board: Board) -> None:
    set_note(board, CLERK, *NOTE, "改造锅炉。")
    set_note(board, CHECKER, "pm10", "西固区", OCTOBER, "停产整治。")
    notes, districts = list_notes(board, LOOKER), ("西固区", "安宁区", "城关区")
    assert note_words(notes, "pm10", "兰州市", districts) == "西固区：停产整治；安宁区：改造锅炉"
    set_note(board, CHECKER, "pm10", "兰州市", OCTOBER, "全市调度。")
    notes = list_notes(board, LOOKER)
    assert note_words(notes, "pm10", "兰州市", districts) == "全市调度"
    set_note(board, CHECKER, "pm10", "兰州市", OCTOBER, "很长的说明，" * 30)
    long = note_words(list_notes(board, LOOKER), "pm10", "兰州市", ())
    assert len(long) <= 90 and long.endswith("……")


def test_marks_stand_on_the_trends_they_concern(board: Board) -> None:
    city = add_mark(board, CHECKER, first=date(2008, 11, 1), last=date(2009, 3, 31), text="供暖")
    own = add_mark(board, CLERK, first=date(2008, 6, 1), text="点位调整", area="安宁区",
                   indicator="pm10")  # fmt: skip
    year = parse_period("2008")
    found = list_marks(board, LOOKER)
    assert marks_on(found, "pm10", "安宁区", year) == (own, city)
    assert marks_on(found, "so2", "安宁区", year) == (city,)
    assert marks_on(found, "pm10", "兰州市", year) == (city,)
    assert marks_on(found, "pm10", "安宁区", parse_period("2009")) == (city,)
    assert marks_on(found, "pm10", "安宁区", parse_period("2010")) == ()
    assert city.words == "2008年11月1日至2009年3月31日供暖" and own.label == "6月1日点位调整"
    with pytest.raises(StoreRefusal, match="第 1 条"):
        add_mark(board, CHECKER, first=date(2008, 11, 1), last=date(2009, 3, 31), text="供暖",
                 area="兰州市")  # fmt: skip


def test_a_mark_is_taken_away_with_a_reason_and_its_number_is_not_given_again(
    board: Board,
) -> None:
    add_mark(board, CHECKER, first=date(2008, 11, 1), text="供暖开始")
    with pytest.raises(Forbidden):
        remove_mark(board, CLERK, 1, "误记")
    with pytest.raises(UnfitEntry):
        remove_mark(board, CHECKER, 1, " ")
    gone = remove_mark(board, CHECKER, 1, "误记")
    assert (gone.stands, gone.removed_by, gone.removed_reason) == (False, "qian", "误记")
    with pytest.raises(StoreRefusal, match="qian 撤去"):
        remove_mark(board, CHECKER, 1, "误记")
    with pytest.raises(StoreRefusal, match="没有第 7 条"):
        remove_mark(board, CHECKER, 7, "误记")
    assert marks_on(list_marks(board, LOOKER), "pm10", "兰州市", parse_period("2008")) == ()
    assert add_mark(board, CHECKER, first=date(2008, 11, 1), text="供暖开始").number == 2
    assert board.store.rebuild() == board.store.summary()


def test_a_renamed_district_keeps_what_was_written_of_it(board: Board) -> None:
    set_note(board, CLERK, *NOTE, "甲")
    add_mark(board, CLERK, first=date(2008, 11, 1), text="停产", area="安宁区")
    lines = board.store.entries()
    renamed = {"payload": {"renamed": [{"old": "安宁区", "new": "新安区"}]}}
    lines.append(next_line(lines, "settings", "2009-01-01T00:00:00Z", "x", renamed))
    (note,), (mark,) = replayed_notes(lines, "lanzhou"), replayed_marks(lines, "lanzhou")
    assert note.area == mark.area == "新安区" and note.text == "甲"
    assert replayed_notes(lines, "beijing") == []


def test_the_commands(say: Command) -> None:
    about = ("--by", "li", "--indicator", "pm10", "--area", "安宁区", "--period", "2008-10")
    code, made = say("note", "set", *about, "--text", "供暖提前")
    assert code == 0 and made["changed"] and made["note"]["responsible"] == "安宁区人民政府"
    assert say("note", "set", *about, "--text", "供暖提前")[1]["changed"] is False
    code, found = say("note", "list", "--area", "安宁")
    (told,) = found["notes"]
    assert (found["count"], told["text"], told["by"]) == (1, "供暖提前", "li")
    assert say("note", "undo", *about)[1]["note"]["text"] is None
    stretch = ("--from", "2008-11-01", "--to", "2009-03-31")
    code, made = say("mark", "add", *stretch, "--text", "供暖", "--area", "安宁区")
    assert code == 0 and (made["mark"]["from"], made["mark"]["to"]) == stretch[1::2]
    assert say("mark", "add", "--from", "2008-11", "--text", "x")[0] == 2
    assert say("mark", "remove", "1", "--reason", "误记")[0] == 0
    assert say("mark", "list")[1]["marks"][0]["stands"] is False
