"""督办: proposed from verdicts, opened and closed by people, kept in the journal and nowhere else."""

import shutil
from collections.abc import Iterator
from dataclasses import MISSING, fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from chuangmo.access.actor import ADMIN, REVIEWER, UPLOADER, VIEWER, Actor, Forbidden
from chuangmo.assess.verdict_types import AT_RISK, MISSED, Verdict
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.period import parse_period, today
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions.supervision import acts, items
from chuangmo.service.decisions.supervision.proposals import proposals
from chuangmo.service.decisions.supervision.sheet import finding_words, number_words, sheet_of
from chuangmo.service.figures.assessing import assess
from chuangmo.settings import Settings
from chuangmo.store.errors import StoreRefusal
from tests.demo_store import copy_of, shared_demo_home

BOSS = Actor("主管", ADMIN, "page")
CHECKER = Actor("审核员", REVIEWER, "page")
CLERK = Actor("西固经办", UPLOADER, "page", districts=("西固区",))
OTHER = Actor("安宁经办", UPLOADER, "page", districts=("安宁区",))
LOOKER = Actor("查看员", VIEWER, "page")
OCTOBER = parse_period("2008-10")
SOON = today() + timedelta(days=10)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    home = copy_of(shared_demo_home(tmp_path_factory), tmp_path_factory.mktemp("sv") / "home")
    board = open_board(Settings(home, "lanzhou"))
    yield board
    board.close()


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Board]:
    board = open_board(Settings(tmp_path / "home", "lanzhou"))
    yield board
    board.close()


def opened(board: Board, area: str = "西固区", indicator: str = "pm10") -> items.SupervisionItem:
    return acts.open_item(
        board, CHECKER, indicator=indicator, area=area, unit="西固区人民政府", measure="限期整改。",
        deadline=SOON,
    )  # fmt: skip


def test_proposals_are_the_missed_verdicts_of_the_month_and_at_risk_when_asked(full: Board) -> None:
    rows = assess(full, LOOKER, parse_period("2008"), OCTOBER.last_day).rows
    behind = {(r.indicator, r.area) for r in rows if r.status in (MISSED, AT_RISK)}
    missed = {(r.indicator, r.area) for r in rows if r.status == MISSED}
    usual = proposals(full, LOOKER, OCTOBER)
    assert {(p.verdict.indicator, p.verdict.area) for p in usual} == missed < behind
    assert all(one.verdict.status == MISSED for one in usual)
    found = proposals(full, LOOKER, OCTOBER, at_risk=True)
    keys = [(one.verdict.indicator, one.verdict.area) for one in found]
    assert set(keys) == behind and len(keys) == len(behind)
    assert {k for k, one in zip(keys, found, strict=True) if one.verdict.status == MISSED} == missed
    states = [one.verdict.status for one in found]
    assert states == sorted(states, key=[MISSED, AT_RISK].index)


def test_an_open_item_is_not_proposed_again_until_it_is_closed(full: Board) -> None:
    one = next(p for p in proposals(full, LOOKER, OCTOBER) if p.verdict.indicator == "pm10")
    key = (one.verdict.indicator, one.verdict.area)
    item = opened(full, one.verdict.area, "pm10")

    def proposed() -> bool:
        found = proposals(full, LOOKER, OCTOBER)
        return key in [(p.verdict.indicator, p.verdict.area) for p in found]

    assert not proposed()
    with pytest.raises(StoreRefusal, match="尚未销号"):
        opened(full, one.verdict.area, "pm10")
    acts.close_item(full, BOSS, item.number, "已完成。")
    assert proposed()


def test_the_life_of_an_item_is_its_history(bare: Board) -> None:
    item = opened(bare)
    assert (item.state, item.number, item.opened.by) == (items.HANDLING, 1, "审核员")
    item = acts.add_feedback(bare, CLERK, 1, "已拆除 3 台锅炉。", "西政函〔2009〕6号")
    assert item.state == items.ANSWERED
    item = acts.close_item(bare, CHECKER, 1, "现场核实。")
    assert item.state == items.CLOSED and not item.is_overdue(date(2999, 1, 1))
    item = acts.reopen(bare, CHECKER, 1, "复查反弹。")
    assert item.state == items.HANDLING
    assert [event.kind for event in item.events] == [
        items.OPEN,
        items.FEEDBACK,
        items.CLOSE,
        items.REOPEN,
    ]
    assert [event.by for event in item.events] == ["审核员", "西固经办", "审核员", "审核员"]


def test_roles_decide_who_may_do_what(bare: Board) -> None:
    with pytest.raises(Forbidden):
        acts.open_item(
            bare, CLERK, indicator="pm10", area="西固区", unit="区政府", measure="整改。",
            deadline=SOON,
        )  # fmt: skip
    opened(bare)
    for act in (
        lambda: acts.add_feedback(bare, LOOKER, 1, "好了"),
        lambda: acts.add_feedback(bare, OTHER, 1, "好了"),
        lambda: acts.close_item(bare, CLERK, 1, "好了"),
    ):
        with pytest.raises(Forbidden):
            act()
    assert len(items.list_items(bare, LOOKER)[0].events) == 1


def test_nothing_is_done_without_words_or_in_the_wrong_state(bare: Board) -> None:
    opened(bare)
    with pytest.raises(UnfitEntry):
        acts.close_item(bare, CHECKER, 1, "  ")
    with pytest.raises(UnfitEntry, match="已经过去"):
        acts.open_item(
            bare, CHECKER, indicator="so2", area="西固区", unit="区政府", measure="整改。",
            deadline=today() - timedelta(days=1),
        )  # fmt: skip
    with pytest.raises(StoreRefusal, match="没有销号"):
        acts.reopen(bare, CHECKER, 1, "再来")
    with pytest.raises(StoreRefusal, match="没有第 9 件"):
        acts.close_item(bare, CHECKER, 9, "好了")
    acts.close_item(bare, CHECKER, 1, "好了。")
    with pytest.raises(StoreRefusal, match="已经销号"):
        acts.add_feedback(bare, CLERK, 1, "又好了")
    assert len(items.list_items(bare, LOOKER)[0].events) == 2


def test_an_item_is_overdue_the_day_after_its_deadline(bare: Board) -> None:
    item = opened(bare)
    assert not item.is_overdue(SOON)
    late = SOON + timedelta(days=1)
    assert [i.number for i in items.list_items(bare, LOOKER, overdue_on=late)] == [1]
    assert items.list_items(bare, LOOKER, overdue_on=SOON) == []
    assert items.list_items(bare, LOOKER, area="安宁区") == []
    assert len(items.list_items(bare, LOOKER, state=items.HANDLING)) == 1


def test_items_survive_a_rebuild_and_a_copy_of_the_journal(bare: Board, tmp_path: Path) -> None:
    opened(bare)
    acts.add_feedback(bare, CLERK, 1, "已办。")
    before = items.list_items(bare, LOOKER)
    bare.store.rebuild()
    assert items.list_items(bare, LOOKER) == before
    other = tmp_path / "restored"
    other.mkdir()
    shutil.copy(bare.settings.home / "journal.jsonl", other)
    copied = open_board(Settings(other, "lanzhou"))
    assert items.list_items(copied, LOOKER) == before
    copied.close()


def test_the_sheet_says_everything_in_words(full: Board) -> None:
    one = next(p for p in proposals(full, LOOKER, OCTOBER) if p.verdict.area.endswith("区"))
    row, indicator = one.verdict, full.catalog.indicator(one.verdict.indicator)
    item = acts.open_item(
        full, CHECKER, indicator=row.indicator, area=row.area, unit=one.unit, measure=one.measure,
        deadline=one.deadline, month="2008-10", line=row.line, status=row.status,
        finding=finding_words(row, indicator, one.month),
    )  # fmt: skip
    sheet = sheet_of(item, full.catalog)
    said = dict(sheet.rows)
    assert sheet.number == number_words(item) and sheet.number.startswith(f"督办〔{item.year}〕")
    assert said["责任单位"] == f"{row.area}人民政府" and said["当前状态"] == "办理中"
    assert (row.published or row.done or "") in said["立项依据"]
    assert sheet.history[0][1:3] == ("立项", "审核员")


def verdict_of(indicator: str, **known: Any) -> Verdict:
    """A verdict about nothing in particular but what is said."""
    absent = {one.name: None for one in fields(Verdict) if one.default is MISSING}
    plain = {
        "area": "西固区", "area_kind": "district", "line": "standard", "status": "at_risk",
        "statistic": "mean", "operator": "<=", "unit": "mg/m³", "n_valid": 300, "n_expected": 366,
        "n_required": 60, "reason": "", "reason_code": "", "rule": "", "source": "", "demo": False,
    }  # fmt: skip
    return Verdict(**{**absent, **plain, **known, "indicator": indicator})


SO2 = {"value": "0.058", "published": "0.058", "limit": "0.06"}
PM10 = {"value": "0.127", "published": "0.127", "limit": "0.10", "status": "missed"}
BOILERS = {
    "line": "target", "unit": "台", "operator": ">=", "value": "100", "published": "100",
    "done": "100", "quota": "190", "limit": "190", "completion": "52.63",
}  # fmt: skip


@pytest.mark.parametrize(
    ("indicator", "known", "said"),
    [
        ("so2", SO2 | {"evidence": "one_year"}, "，11—12月须达到的数比可比的一年同期严10%以上。"),
        ("so2", SO2 | {"evidence": "past_years"}, "，11—12月须达到的数难于往年同期的中位数。"),
        ("so2", SO2 | {"evidence": "level"}, "低于国家标准0.06 mg/m³。"),
        ("pm10", PM10 | {"evidence": "bounds"}, "0.10 mg/m³，余下月份再好，全年亦不能达到。"),
        ("boiler_retrofit_units", BOILERS | {"evidence": "level"}, "52.6%，低于时序进度83.3%。"),
    ],
)
def test_a_finding_says_why_an_open_year_is_taken_up(
    full: Board, indicator: str, known: dict[str, Any], said: str
) -> None:
    text = finding_words(verdict_of(indicator, **known), full.catalog.indicator(indicator), OCTOBER)
    assert text.startswith("2008年1—10月") and text.endswith(said)


def test_the_sheet_names_the_rule_and_the_day_in_words(full: Board) -> None:
    item = items.SupervisionItem(
        1, 1, "so2", "西固区", "西固区人民政府", "整改", date(2009, 3, 5), "2008-10", "standard",
        "at_risk", "依据", (items.SupervisionEvent(items.OPEN, "审核员", "2009-01-05T00:00:00+00:00", "依据"),
        items.SupervisionEvent(items.FEEDBACK, "填报员", "2009-02-05T00:00:00+00:00", "已整改。", "甲〔2009〕1号")),
    )  # fmt: skip
    sheet = sheet_of(item, full.catalog)
    said = dict(sheet.rows)
    assert (
        said["对照"]
        == "环境空气质量标准（1996，含2000年修改单） 二级，GB 3095-1996；环发〔2000〕1号"
    )
    assert (said["立项时判断"], said["办结时限"]) == ("有风险", "2009年3月5日")
    assert [row[0] for row in sheet.history] == ["2009年1月5日", "2009年2月5日"]
    assert [row[3] for row in sheet.history] == ["见立项依据", "已整改（甲〔2009〕1号）。"]
