"""整改事项: problems that are no indicator, from 立项 to 销号 by a second person, in and out."""

import io
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from chuangmo.access.actor import ADMIN, REVIEWER, UPLOADER, Actor, Forbidden
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.exports.supervision import circular_file, items_file, reminder_file
from chuangmo.period import parse_period, today
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions.people import add_user
from chuangmo.service.decisions.supervision import acts, book, book_rows, circular, items, tally
from chuangmo.settings import Settings
from chuangmo.store.errors import StoreRefusal
from tests.exports.opened import word_document

FIRST = Actor("甲", REVIEWER, "page")
SECOND = Actor("乙", REVIEWER, "page")
CLERK = Actor("西固经办", UPLOADER, "page", districts=("西固区",))
OTHER = Actor("安宁经办", UPLOADER, "page", districts=("安宁区",))
SOON = today() + timedelta(days=10)
PDF = b"%PDF-1.4 a picture of the covered yard"


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    held = open_board(Settings(tmp_path / "home", "lanzhou"))
    yield held
    held.close()


@pytest.fixture
def with_accounts(board: Board) -> Board:
    boss = Actor("主管", ADMIN, "cli")
    add_user(board.settings, boss, "zhuguan", role=ADMIN, password="Long-enough-2026")
    return board


def opened(board: Board, **more: object) -> items.SupervisionItem:
    said = {
        "area": "西固区", "unit": "西固区人民政府", "problem": "砂石场物料未覆盖。",
        "measure": "覆盖物料，安装喷淋。", "deadline": SOON, "source": "信访", "medium": "大气",
        "site": "某砂石场",
    }  # fmt: skip
    return acts.open_free(board, FIRST, **(said | more))  # type: ignore[arg-type]


def test_a_free_item_goes_its_whole_way_with_two_people(with_accounts: Board) -> None:
    board = with_accounts
    item = opened(board)
    assert (item.state, item.is_free, item.source) == (items.HANDLING, True, "信访")
    with pytest.raises(StoreRefusal, match="核查通过后才能销号"):
        acts.close_item(board, SECOND, 1, "好了。")
    with pytest.raises(StoreRefusal, match="还没有反馈"):
        acts.inspect(board, FIRST, 1, "看过。", passed=True)
    assert acts.add_feedback(board, CLERK, 1, "已覆盖。").state == items.ANSWERED
    assert acts.inspect(board, FIRST, 1, "喷淋没有装。", passed=False).state == items.HANDLING
    acts.add_feedback(board, CLERK, 1, "喷淋已装。")
    assert acts.inspect(board, FIRST, 1, "现场已覆盖。", passed=True).state == items.VERIFIED
    with pytest.raises(StoreRefusal, match="由另一人办理"):
        acts.close_item(board, FIRST, 1, "好了。")
    done = acts.close_item(board, SECOND, 1, "完成整改。")
    assert (done.state, done.closed_on) == (items.CLOSED, today())
    again = acts.reopen(board, SECOND, 1, "复查反弹。")
    assert again.state == items.HANDLING
    with pytest.raises(StoreRefusal, match="核查通过后才能销号"):
        acts.close_item(board, SECOND, 1, "好了。")


def test_who_fed_back_does_not_close_an_item_of_an_indicator_either(with_accounts: Board) -> None:
    acts.open_item(
        with_accounts, FIRST, indicator="pm10", area="西固区", unit="区政府", measure="整改。",
        deadline=SOON,
    )  # fmt: skip
    acts.add_feedback(with_accounts, FIRST, 1, "已办。")
    with pytest.raises(StoreRefusal, match="由另一人办理"):
        acts.close_item(with_accounts, FIRST, 1, "好了。")
    assert acts.close_item(with_accounts, SECOND, 1, "核实。").state == items.CLOSED


def test_where_there_are_no_accounts_one_person_does_it_all(board: Board) -> None:
    opened(board)
    acts.add_feedback(board, FIRST, 1, "已办。")
    acts.inspect(board, FIRST, 1, "看过。", passed=True)
    assert acts.close_item(board, FIRST, 1, "好了。").state == items.CLOSED


def test_several_free_items_stand_in_one_district(board: Board) -> None:
    assert [opened(board).ordinal for _ in range(3)] == [1, 2, 3]


def test_a_text_or_word_that_does_not_fit_is_told(board: Board) -> None:
    for more, words in (
        ({"problem": " "}, "没有写存在问题"),
        ({"source": "传闻"}, "问题来源“传闻”，应为 督查"),
        ({"medium": "光"}, "类别“光”"),
        ({"deadline": today() - timedelta(days=1)}, "早于交办日期|已经过去"),
        ({"raised": today() + timedelta(days=1)}, "还没有到"),
    ):
        with pytest.raises(UnfitEntry, match=words):
            opened(board, **more)
    assert items.list_items(board, FIRST) == []


def test_an_extension_moves_the_deadline_and_keeps_the_first(board: Board) -> None:
    opened(board)
    with pytest.raises(UnfitEntry, match="不晚于"):
        acts.extend(board, FIRST, 1, SOON, "资金未到。")
    later = SOON + timedelta(days=30)
    item = acts.extend(board, FIRST, 1, later, "资金未到。")
    assert item.deadline == later and item.opened.deadline == SOON
    assert not item.is_overdue(SOON + timedelta(days=1)) and item.is_overdue(
        later + timedelta(days=1)
    )
    assert item.happened(items.EXTEND)


def test_evidence_is_kept_with_the_item_and_only_what_it_says_it_is(
    board: Board, tmp_path: Path
) -> None:
    opened(board)
    acts.add_evidence(board, CLERK, 1, "整改照片.pdf", PDF)
    event = items.item_numbered(board, 1).events[-1]
    assert acts.evidence_file(board, OTHER, 1, event.seq) == ("整改照片.pdf", PDF)
    for name, data in (("a.exe", b"MZ"), ("a.pdf", b"<html>"), ("a.pdf", b"")):
        with pytest.raises(UnfitEntry):
            acts.add_evidence(board, CLERK, 1, name, data)
    with pytest.raises(UnfitEntry, match="大于"):
        acts.add_evidence(board, CLERK, 1, "a.pdf", b"%PDF" + bytes(acts.MOST_EVIDENCE))
    with pytest.raises(Forbidden):
        acts.add_evidence(board, OTHER, 1, "b.pdf", PDF)
    with pytest.raises(StoreRefusal, match="没有这份材料"):
        acts.evidence_file(board, OTHER, 1, event.seq - 1)


# -- counted at the end of a day ------------------------------------------------------------------


def told(kind: str, day: str, text: str = "办。") -> dict[str, str]:
    return {"kind": kind, "day": day, "text": text}


def year_of_items(board: Board) -> None:
    steps = [
        told(items.FEEDBACK, "2008-03-20"), told(items.INSPECT, "2008-03-25"),
        told(items.CLOSE, "2008-03-31"),
    ]  # fmt: skip
    late = told(items.EXTEND, "2008-04-01") | {"until": "2008-05-31"}
    for unit, deadline, history in (
        ("西固区人民政府", date(2008, 4, 1), steps),
        ("西固区人民政府", date(2008, 4, 10), [late]),
        ("城关区人民政府", date(2008, 4, 10), []),
    ):
        opened(board, unit=unit, deadline=deadline, raised=date(2008, 3, 1), told=history)


def test_counts_are_of_the_day_that_is_asked_for(board: Board) -> None:
    year_of_items(board)
    held = items.list_items(board, FIRST)
    assert tally.progress(held, date(2008, 2, 29)).items == ()
    march = tally.progress(held, date(2008, 3, 30)).whole
    assert (march.raised, march.closed, march.overdue, march.share) == (3, 0, 0, "0.0")
    april = tally.progress(held, date(2008, 4, 11))
    assert [(t.name, t.overdue, t.closed) for t in april.by_unit] == [
        ("城关区人民政府", 1, 0), ("西固区人民政府", 0, 1),
    ]  # fmt: skip
    assert april.whole.share == "33.3" and april.whole.extended == 1
    assert tally.progress(held, date(2008, 4, 10)).whole.overdue == 0
    assert tally.progress(held, date(2008, 6, 1)).whole.overdue == 2


def test_the_circular_of_a_month_says_who_is_late(board: Board) -> None:
    year_of_items(board)
    found = circular.circular(
        items.list_items(board, FIRST), parse_period("2008-04"), board.catalog
    )
    assert found.title == "关于兰州市2008年4月督办整改事项办理情况的通报"
    assert found.sentences == (
        "截至2008年4月30日，累计交办3件，已销号1件，办结率为33.3%；在办2件，其中逾期1件。",
        "2008年4月新交办0件，销号0件。",
        "有逾期事项的单位：城关区人民政府1件。",
    )
    assert [row[0] for row in found.items] == ["整改〔2008〕3号", "整改〔2008〕2号"]
    assert found.items[0][-1] == "办理中，逾期20天"
    made = circular_file(board, FIRST, parse_period("2008-04"))
    text = "\n".join(p.text for p in word_document(made.data).paragraphs)
    assert all(sentence in text for sentence in found.sentences)


def test_a_reminder_names_what_is_late_and_due_and_nothing_else(board: Board) -> None:
    year_of_items(board)
    held = items.list_items(board, FIRST)
    unit = "城关区人民政府"
    assert circular.reminder(held, unit, date(2008, 4, 2), board.catalog) is None
    due = circular.reminder(held, unit, date(2008, 4, 3), board.catalog)
    assert due and "7日内到期1件" in due.sentences[0]
    late = circular.reminder(held, unit, date(2008, 4, 11), board.catalog)
    assert late and "已逾期1件" in late.sentences[0] and late.addressed == unit
    with pytest.raises(UnfitEntry, match="不必催办"):
        reminder_file(board, FIRST, "皋兰县人民政府", date(2008, 4, 11))


# -- as a workbook --------------------------------------------------------------------------------


def workbook(rows: list[list[object]], heads: list[str]) -> bytes:
    made = Workbook()
    sheet = made.active
    sheet.title = "台账"
    sheet.append(["2008年整改事项台账"])
    sheet.append(heads)
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


HEADS = [
    "序号", "县区", "整改对象", "问题类型", "来源", "交办时间", "问题描述", "整改要求", "承办单位",
    "整改时限", "反馈时间", "整改情况", "验收日期", "验收情况", "销号时间", "销号意见", "整改状态",
]  # fmt: skip


def forty() -> list[list[object]]:
    rows: list[list[object]] = []
    for n in range(40):
        day = date(2008, 1 + n % 12, 1 + n % 28)
        steps: list[object] = [None] * 7
        if n % 3 == 0:
            done = date(2009, 1, 5)
            steps = [date(2008, 12, 30), "已整改。", done, "属实。", done, "同意。", "已完成"]
        rows.append(
            [n + 1, "西固区" if n % 2 else "城关区", f"第{n}处", "大气" if n % 2 else "水", "督查",
             day, f"问题{n}。", "限期整改。", "区生态环境分局", date(2009, 1, 20), *steps]
        )  # fmt: skip
    return rows


def test_forty_items_come_in_by_workbook_and_go_out_unchanged(board: Board) -> None:
    data = workbook(forty(), HEADS)
    seen, made = book.import_book(board, FIRST, data, "台账.xlsx")
    assert seen.problems == () and len(made) == 40
    held = items.list_items(board, FIRST)
    assert sum(item.state == items.CLOSED for item in held) == 14
    assert [book.row_texts(item)["finding"] for item in held] == [f"问题{n}。" for n in range(40)]
    out = items_file(board, FIRST).data
    assert load_workbook(io.BytesIO(out)).active.max_row == 43
    back, none = book.import_book(board, FIRST, out, "整改事项台账.xlsx")
    assert (back.problems, none) == ((), [])
    assert [row.status for row in back.rows] == [book.UNCHANGED] * 40
    again, none = book.import_book(board, FIRST, data, "台账.xlsx")
    assert (len(again.new), none) == (0, [])


def test_everything_wrong_in_a_workbook_is_told_by_its_cell_and_nothing_is_opened(
    board: Board,
) -> None:
    rows = forty()[:5]
    rows[0][1] = "成关区"
    rows[1][9] = "月底"
    rows[2][4] = "传闻"
    rows[3][10] = None  # fed back without a day
    rows[4][16] = "已完成"  # closed without a day
    seen, made = book.import_book(board, FIRST, workbook(rows, HEADS), "台账.xlsx")
    assert made == [] and items.list_items(board, FIRST) == []
    said = {problem.cell: problem.message for problem in seen.problems}
    assert "城关区" in said["B3"] and "不是日期" in said["J4"] and "传闻" in said["E5"]
    assert "K6" in said and "Q7" in said
    assert all(cell in message for cell, message in said.items())


def test_a_row_that_stands_twice_and_a_missing_deadline_are_told(board: Board) -> None:
    rows = forty()[:4]
    rows[1], rows[2][9], rows[3][6] = list(rows[0]), None, "=A1"
    seen, made = book.import_book(board, FIRST, workbook(rows, HEADS), "台账.xlsx")
    said = {problem.cell: problem.message for problem in seen.problems}
    assert made == [] and said.keys() == {"A4", "J5", "G6"}
    assert "第 3 行完全相同" in said["A4"] and "没有写办结时限" in said["J5"]


def test_cells_merged_down_count_for_every_row_and_a_remark_below_for_none(board: Board) -> None:
    rows = forty()[1:3]
    for row in rows:
        row[8] = None
    rows[0][8] = "区生态环境分局"
    made = load_workbook(io.BytesIO(workbook([*rows, [None, "填表人：王某"]], HEADS)))
    made.active.merge_cells("I3:I4")
    out = io.BytesIO()
    made.save(out)
    seen, opened_ = book.import_book(board, FIRST, out.getvalue(), "台账.xlsx")
    assert seen.problems == () and [one.unit for one in opened_] == ["区生态环境分局"] * 2


def test_a_workbook_never_changes_an_item_that_is_held(board: Board) -> None:
    opened(board)
    (item,) = items.list_items(board, FIRST)
    sheet = load_workbook(io.BytesIO(items_file(board, FIRST).data))
    column = next(n for n, one in enumerate(book_rows.COLUMNS, 1) if one[0] == "measure")
    sheet.active.cell(4, column).value = "不再整改。"
    out = io.BytesIO()
    sheet.save(out)
    seen, made = book.import_book(board, FIRST, out.getvalue(), "改.xlsx")
    assert made == [] and items.list_items(board, FIRST) == [item]
    assert "请在督办页办理" in seen.problems[0].message and seen.problems[0].found == "不再整改。"


def test_a_workbook_without_such_a_table_is_refused(board: Board) -> None:
    seen, _ = book.import_book(board, FIRST, workbook([], ["区县", "PM10"]), "空气.xlsx")
    assert "没有整改事项的表" in seen.problems[0].message
    seen, _ = book.import_book(board, FIRST, b"nothing", "坏.xlsx")
    assert seen.problems


def test_an_item_survives_a_copy_of_home_with_its_evidence(board: Board, tmp_path: Path) -> None:
    opened(board)
    acts.add_evidence(board, CLERK, 1, "照片.pdf", PDF)
    before = items.list_items(board, FIRST)
    shutil.copytree(board.settings.home, tmp_path / "copy", ignore=shutil.ignore_patterns("*.lock"))
    other = open_board(Settings(tmp_path / "copy", "lanzhou"))
    try:
        assert items.list_items(other, FIRST) == before
        assert acts.evidence_file(other, FIRST, 1, before[0].events[-1].seq)[1] == PDF
    finally:
        other.close()
