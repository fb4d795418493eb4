"""A week's work of a bureau: due, uploaded, returned, corrected, approved, published, corrected
after publication, exported; an administrator, two reviewers, eight districts and a leader."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from chuangmo.access.accounts.accounts import Accounts
from chuangmo.access.actor import ADMIN, REVIEWER, UPLOADER, VIEWER, Actor, Forbidden
from chuangmo.exhibits.frozen import publish_month
from chuangmo.exhibits.views import ViewRequest
from chuangmo.exports.files import ExportRequest, export
from chuangmo.period import parse_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.imports import clerk, importing, reviewing
from chuangmo.service.imports.completeness import completeness
from chuangmo.service.imports.duties import ReportTask, tasks_in
from chuangmo.service.notices.messages import messages
from chuangmo.service.notices.notice import PUBLISHED, RETURNED, WAITING
from chuangmo.service.publication.opening import opening_month
from chuangmo.service.publication.publishing import corrections_since
from chuangmo.settings import Settings
from chuangmo.store.errors import StoreRefusal
from loaders.model.staged import Hints

OCTOBER = parse_period("2008-10")
PASSWORD = "Huanghe-Tieqiao-09"
BOSS, LEADER = Actor("boss", ADMIN, "page"), Actor("lead", VIEWER, "page")
CHECKER, SECOND = Actor("qian", REVIEWER, "page"), Actor("sun", REVIEWER, "page")
DISTRICTS = ("城关区", "七里河区", "西固区", "安宁区", "红古区", "永登县", "皋兰县", "榆中县")
CLERKS = {
    area: Actor(f"clerk{n}", UPLOADER, "page", districts=(area,))
    for n, area in enumerate(DISTRICTS)
}


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    held = open_board(Settings(tmp_path / "home", "lanzhou"))
    accounts = Accounts(held.settings.home)
    for who in (BOSS, LEADER, CHECKER, SECOND, *CLERKS.values()):
        accounts.add(who.name, who.role, PASSWORD, districts=who.districts)
    on(monkeypatch, "2008-11-03")
    yield held
    held.close()


def on(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """Everything that is written now is written on that day."""
    monkeypatch.setattr("chuangmo.store.journal.now_text", lambda: f"{day}T03:00:00Z")


def air_of(board: Board, area: str, day: str) -> ReportTask:
    """The report of the air that a district owes of October, as of a day."""
    found = completeness(board, CLERKS[area], OCTOBER, date.fromisoformat(day))
    (task, *_) = tasks_in(board.catalog, found, area)
    return task


def filled(board: Board, area: str, pm10: float) -> bytes:
    """The district's own blank form with likely figures in it."""
    form = clerk.blank_form(board, CLERKS[area], "air-monthly", OCTOBER, area)
    book = load_workbook(io.BytesIO(form.data))
    sheet = book[form.sheets[0]]
    heads = [str(cell.value) for cell in sheet[3]]
    for cell, head in zip(sheet[4], heads, strict=True):
        if cell.value is None:
            high = "PM10" in head
            cell.value = (
                31 if "天数" in head else pm10 if high else 0.052 if "SO2" in head else 0.043
            )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def hand_in(board: Board, area: str, pm10: float, reason: str = "") -> importing.ImportResult:
    who, data = CLERKS[area], filled(board, area, pm10)
    return importing.import_file(board, who, data, f"{area}10月.xlsx", Hints(), reason=reason)


def told(board: Board, who: Actor, kind: str) -> list[str]:
    return [one.text for one in messages(board, who) if one.kind == kind]


def exported(board: Board, who: Actor) -> str:
    """PM10 of 安宁区 in the file that a person takes away."""
    asked = ViewRequest(OCTOBER, indicator="pm10", area="安宁区")
    made = export(board, who, ExportRequest("csv", "indicator", asked))
    rows = list(csv.reader(io.StringIO(made.data.decode("utf-8-sig"))))
    return next(",".join(row) for row in rows if row and "10月" in row[0] or "2008-10" in row[0])


@pytest.mark.long
def test_a_weeks_work_of_a_bureau(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    # Monday: everything is owed, nothing is late
    assert {air_of(board, area, "2008-11-03").state for area in DISTRICTS} == {"not_due"}
    sent = {area: hand_in(board, area, 0.101 + n / 1000) for n, area in enumerate(DISTRICTS[:-1])}
    assert {one.status for one in sent.values()} == {importing.SUBMITTED}
    assert air_of(board, "安宁区", "2008-11-04").state == "submitted"
    assert len(told(board, CHECKER, WAITING)) == 7 and opening_month(board, LEADER) is None

    # Tuesday: a reviewer returns one with a reason; the district reads it and corrects
    on(monkeypatch, "2008-11-04")
    wrong = sent["安宁区"].batch
    assert wrong is not None
    with pytest.raises(Forbidden):
        reviewing.approve(board, CLERKS["城关区"], wrong)
    reviewing.send_back(board, CHECKER, wrong, "与监测站的报告不符，请核对")
    (back,) = told(board, CLERKS["安宁区"], RETURNED)
    assert "与监测站的报告不符" in back and not told(board, CLERKS["城关区"], RETURNED)
    again = hand_in(board, "安宁区", 0.112)
    assert again.status == importing.SUBMITTED and again.batch != wrong

    # Wednesday: the other reviewer approves all that wait
    on(monkeypatch, "2008-11-05")
    for one in reviewing.waiting(board, SECOND):
        reviewing.approve(board, SECOND, one.info.batch)
    assert reviewing.waiting(board, SECOND) == []
    states = Counter(air_of(board, area, "2008-11-11").state for area in DISTRICTS)
    assert states == {"reported": 7, "missing": 1}
    found = completeness(board, BOSS, OCTOBER, date(2008, 11, 11))
    reminder = next(one.text for one in found.reminders if one.area == "榆中县")
    assert "可吸入颗粒物：2008年10月未报，应于2008年11月10日前报送。" in reminder

    # after the day, the last one comes: late
    on(monkeypatch, "2008-11-12")
    late = hand_in(board, "榆中县", 0.097)
    assert late.batch is not None
    reviewing.approve(board, CHECKER, late.batch)
    assert air_of(board, "榆中县", "2008-11-12").state == "late"

    # Thursday: published; the leader opens on it
    published = publish_month(board, CHECKER, OCTOBER, "经局务会审定")
    opened = opening_month(board, LEADER)
    assert opened is not None and (opened.month, opened.published) == (OCTOBER, True)
    assert told(board, LEADER, PUBLISHED) == ["2008年10月已由 qian 发布：经局务会审定。"]
    before = exported(board, LEADER)
    assert "0.112" in before

    # Friday: a correction after publication needs the reviewer's word
    more = hand_in(board, "安宁区", 0.118, reason="监测站来函更正")
    assert more.status == importing.SUBMITTED and more.batch is not None
    assert exported(board, LEADER) == before and not corrections_since(board, LEADER, OCTOBER)
    with pytest.raises(StoreRefusal, match="已发布"):
        reviewing.approve(board, SECOND, more.batch)
    reviewing.approve(board, SECOND, more.batch, "已核对来函")
    changed = corrections_since(board, LEADER, OCTOBER)
    assert changed and {one.batches for one in changed} == {(more.batch,)}
    assert "0.118" in exported(board, LEADER)
    frozen = importing.batches(board, BOSS)
    assert Counter(one.state for one in frozen) == {"active": 9, "returned": 1}
    assert published.snapshot == "发布 2008-10"
