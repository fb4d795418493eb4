"""The scorecard of the city on the demonstration data: rows, years, counts, what is behind them."""

from datetime import date
from pathlib import Path

import pytest

from chuangmo.access.actor import REVIEWER, VIEWER, Actor
from chuangmo.catalog.faults import UnknownId
from chuangmo.exhibits.scheme import headline, shown_status, status_words
from chuangmo.period import parse_period
from chuangmo.service.board import open_board
from chuangmo.service.decisions import changing
from chuangmo.service.figures.assessing import assess
from chuangmo.service.scoring.scorecard import scorecard
from chuangmo.settings import Settings
from chuangmo.status import JUDGED, STATUS_WORD
from tests.store.making import month_row, put

LOOK = Actor("看", VIEWER, "page")
REVIEW = Actor("李", REVIEWER, "page")
END = date(2008, 12, 31)


@pytest.fixture(scope="module")
def board(tmp_path_factory):
    from tests.demo_store import copy_of, shared_demo_home

    home = copy_of(shared_demo_home(tmp_path_factory), tmp_path_factory.mktemp("score") / "home")
    found = open_board(Settings(Path(home), "lanzhou"))
    yield found
    found.close()


@pytest.fixture
def empty(tmp_path):
    found = open_board(Settings(tmp_path / "home", "lanzhou"))
    yield found
    found.close()


def by_item(card):
    return {row.item: row for row in card.rows}


def test_one_row_an_item_and_three_years(board):
    card = scorecard(board, LOOK, "national_2006", 2008, END)
    assert len(card.rows) == card.total == card.official_total == 30
    assert {tuple(y.year for y in row.years) for row in card.rows} == {(2006, 2007, 2008)}
    assert sum(card.counts.values()) == 30
    assert card.generation == board.store.journal_seq()


def test_quantitative_rows_are_the_citys_verdicts(board):
    card = scorecard(board, LOOK, "national_2006", 2008, END)
    found = assess(
        board, LOOK, parse_period("2008"), END, area="兰州市", scheme="national_2006"
    ).rows
    expected = {r.limit_id: r for r in found if r.line == "scheme" and r.limit_id}
    checked = 0
    for row in card.rows:
        for value in row.now.values:
            verdict = expected[value["limit_id"]]
            assert (value["value"], value["status"]) == (verdict.published, verdict.status)
            assert verdict.limit_id.split("/")[1].startswith(row.item)  # e1b is half of e1
            checked += 1
    assert checked >= 5


def test_a_row_says_what_stands_behind_it(board):
    row = by_item(scorecard(board, LOOK, "national_2006", 2008, END))["n06_q5"]
    assert row.requirement == "≤ 70 dB(A)"
    assert (row.category, row.scope, row.confidence) == ("环境质量", "建成区", "B")
    assert row.office == "市环境监测站（演示）"
    assert row.now.status in ("met", "missed")
    assert "dB(A)" in row.now.value and row.now.evidence == "national_2006/n06_q5"
    assert row.now.document == "环办〔2006〕40号"
    assert row.now.demo and row.now.entered
    assert row.years[0].status == "insufficient_data" and not row.years[0].entered


def test_the_double_test_of_2008_is_one_row_that_misses_with_pm10(board):
    card = scorecard(board, LOOK, "national_2008", 2008, END)
    row = by_item(card)["n08_08"]
    assert (row.rule, row.members) == ("all", ("n08_08a", "n08_08b"))
    assert row.now.status == "missed"
    statuses = {v["indicator"]: v["status"] for v in row.now.values}
    assert statuses["pm10"] == "missed"
    assert "可吸入颗粒物" in row.now.value or "PM10" in row.now.value


def test_the_incomplete_list_counts_what_it_lists_and_says_so(board):
    card = scorecard(board, LOOK, "national_2008", 2008, END)
    assert (card.total, card.official_total, card.held) == (26, 26, 16)
    assert card.notes[0].startswith("清单不全16/26")
    lacking = [row for row in card.rows if row.missing]
    assert len(lacking) == 10
    assert {row.now.status for row in lacking} == {"not_assessable"}
    assert all("没有查到" in row.now.reason for row in lacking)
    assert not scorecard(board, LOOK, "national_2006", 2009, END).notes[0].startswith("清单不全")


def test_years_that_another_list_judges_are_said_to_be_for_comparison(board):
    card = scorecard(board, LOOK, "national_2006", 2008, END)
    assert not card.judging and card.in_force == ("national_2006", "national_2008")
    assert any("2006年还没有施行中的清单" in note for note in card.notes)
    assert any("2008年年末施行的是哪一份清单不能确定" in note for note in card.notes)
    assert {tuple(y.judging for y in row.years) for row in card.rows} == {(False, True, False)}
    later = scorecard(board, LOOK, "national_2006", 2012, END)
    assert any("2011年、2012年年末施行的是环办〔2011〕3号" in note for note in later.notes)


def test_a_result_of_a_year_not_judged_is_told_and_coloured_as_reference(board):
    card = scorecard(board, LOOK, "national_2006", 2008, END)
    judged = [(row, year) for row in card.rows for year in row.years if year.status in JUDGED]
    assert {year.judging for _, year in judged} == {True, False}
    for row, year in judged:
        told = status_words(row, year), shown_status(year)
        word = STATUS_WORD[year.status]
        assert told == ((word, year.status) if year.judging else (f"参考：{word}", "reference"))
    assert "（参考，不作判断）" in headline(card) and "达标" not in headline(card)


def test_without_an_id_the_list_in_force_is_the_card(board):
    ids = {year: scorecard(board, LOOK, None, year, END).scheme.id for year in (2007, 2010, 2012)}
    assert ids == {2007: "national_2006", 2010: "national_2008", 2012: "national_2011"}
    assert scorecard(board, LOOK, None, 2007, END).judging
    doubted = scorecard(board, LOOK, None, 2008, END)
    assert (doubted.scheme.id, doubted.judging) == ("national_2006", False)


def test_what_the_other_lists_ask_stands_beside(board):
    row = by_item(scorecard(board, LOOK, "national_2011", 2012, END))["n11_09"]
    assert row.beside == ("环办〔2006〕40号：≥ 96 %", "环办〔2008〕71号：＝ 100 %")
    sewage = by_item(scorecard(board, LOOK, "national_2011", 2012, END))["n11_14"]
    assert "环办〔2008〕71号：没有查到" in sewage.beside


def test_a_provincial_list_on_the_same_data(board):
    card = scorecard(board, LOOK, "prov_shaanxi", 2008, END)
    row = by_item(card)["sn_q1"]
    statuses = {value["indicator"]: value["status"] for value in row.now.values}
    assert (statuses["good_air_days"], statuses["pm10"]) == ("missed", "missed")  # neither holds
    assert row.now.status == "missed"
    assert row.rule == "any" and " 或 " in row.name


def test_an_open_year_is_on_course_or_at_risk_never_met_too_early(board):
    card = scorecard(board, LOOK, "national_2006", 2008, date(2008, 10, 31))
    rows = [row for row in card.rows if row.kind == "quantitative" and row.now.values]
    assert rows
    assert all(row.now.status != "met" for row in rows if row.item in ("n06_q1", "n06_q2"))
    whole = scorecard(board, LOOK, "national_2006", 2007, END)
    assert by_item(card)["n06_q5"].years[1].status == by_item(whole)["n06_q5"].now.status


def test_an_unknown_programme_is_refused(empty):
    with pytest.raises(UnknownId, match="national_2006"):
        scorecard(empty, LOOK, "national_2005", 2008, END)


def test_an_empty_home_has_nothing_entered(empty):
    card = scorecard(empty, LOOK, "national_2006", 2008, END)
    assert (card.entered, card.total) == (0, 30)
    assert {row.now.status for row in card.rows} == {"insufficient_data"}


def test_entering_a_result_counts_one_more_and_carries_its_document(empty):
    words = {"scheme": "national_2006", "year": 2008, "document": "甘环发2号"}
    changing.set_item(empty, REVIEW, item="n06_b1", result="met", value="第二名", **words)
    changing.set_item(empty, REVIEW, item="n06_m4", result="missed", **words)
    changing.set_item(empty, REVIEW, item="n06_c7", result="not_applicable", **words)
    card = scorecard(empty, LOOK, "national_2006", 2008, END)
    assert card.entered == 3
    assert (card.counts["met"], card.counts["missed"], card.counts["not_applicable"]) == (1, 1, 1)
    row = by_item(card)["n06_b1"]
    assert (row.now.value, row.now.evidence, row.now.document) == (
        "第二名",
        "甘环发2号",
        "甘环发2号",
    )
    assert not row.years[1].entered


def test_a_figure_that_is_too_thin_is_entered_and_not_judged(empty):
    put(empty.store, *(month_row(m, 100, area="兰州市", n_valid=28) for m in range(1, 7)))
    row = by_item(scorecard(empty, LOOK, "national_2008", 2008, END))["n08_08"]
    assert row.now.status == "insufficient_data"
    assert not row.now.entered  # the days, SO2 and NO2 are missing


def test_the_command(run, tmp_path):
    code, answer = run(tmp_path / "h", "scheme", "--period", "2008", "--scheme", "national_2011")
    assert code == 0
    assert (answer["entered"], answer["total"], answer["summary"]) == (0, 26, "已录入 0/26")
    assert len(answer["rows"]) == 26
    assert [y["year"] for y in answer["rows"][0]["years"]] == [2006, 2007, 2008]
    assert run(tmp_path / "h", "scheme", "--period", "2008-10")[0] == 2
    assert run(tmp_path / "h", "scheme", "--period", "2008", "--scheme", "none")[0] == 2
