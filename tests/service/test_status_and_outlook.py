"""What 总览 says of a cell and what 达标推演 answers for it are one, over the demonstration."""

from collections.abc import Iterator
from datetime import date

import pytest

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess.stretches import WITH_DUST, WITHOUT_DUST
from chuangmo.assess.verdicts.evidence import BOUNDS, LEVEL, ONE_YEAR, STATUS_OF
from chuangmo.catalog.target_models import PLAN
from chuangmo.period import month_period, year_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.figures.assessing import assess, look_ahead
from chuangmo.settings import Settings
from tests.demo_store import copy_of, shared_demo_home

WHO = Actor("查看员", VIEWER, "page")
YEAR = year_period(2008)
OCTOBER = month_period(2008, 10).last_day
AREAS = ("兰州市", "城关区", "西固区", "永登县", "皋兰县")
JUDGED = ("missed", "at_risk", "undecided", "on_course")


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    home = copy_of(shared_demo_home(tmp_path_factory), tmp_path_factory.mktemp("one") / "home")
    found = open_board(Settings(home, "lanzhou"))
    yield found
    found.close()


@pytest.mark.parametrize("dust", [WITH_DUST, WITHOUT_DUST])
def test_the_outlook_of_every_line_answers_what_the_status_says(board: Board, dust: str) -> None:
    rows = [
        row
        for area in AREAS
        for row in assess(board, WHO, YEAR, OCTOBER, area=area, dust=dust).rows
        if row.limit is not None and row.status != "not_applicable"
    ]
    for row in rows:
        answer = look_ahead(board, WHO, row.indicator, row.area, YEAR, OCTOBER, row.line, dust=dust)
        ahead = answer.ahead
        if row.form == PLAN:  # judged by the plan's own line; what the rest must be says nothing
            assert ahead is None, row
            continue
        assert ahead is not None, row
        expected = STATUS_OF[ahead.answer] if ahead.answer else None
        assert expected == (row.status if row.status in JUDGED else None), row
        assert (ahead.evidence, ahead.reason_code) == (row.evidence, row.reason_code)
    assert {row.evidence for row in rows} >= {BOUNDS, ONE_YEAR, LEVEL}


def test_a_list_in_doubt_has_no_outlook_as_it_has_no_verdict(board: Board) -> None:
    rows = assess(board, WHO, YEAR, OCTOBER, area="城关区").rows
    silent = [row for row in rows if row.line == "scheme" and row.document and row.limit is None]
    assert silent and not {row.status for row in silent} & set(JUDGED)
    for row in silent:
        answer = look_ahead(board, WHO, row.indicator, row.area, YEAR, OCTOBER, row.line)
        assert (answer.line, answer.ahead) == (None, None), row


def test_october_of_the_demonstration_is_not_amber_all_over(board: Board) -> None:
    """One past year compares: what differs clearly is said, water at 100 % is on course.

    By a list that is asked for: which one holds at the end of 2008 is in doubt.
    """
    rows = assess(board, WHO, YEAR, OCTOBER, scheme="national_2006").rows
    judged = [row for row in rows if row.status in JUDGED]
    amber = [row for row in judged if row.status == "at_risk"]
    assert len(amber) < len(judged) / 2
    assert {row.status for row in judged} == set(JUDGED)
    water = [row for row in judged if row.indicator == "water_source_compliance"]
    full = [row for row in water if row.value == "100"]
    assert full and {row.status for row in full} == {"on_course"}
    assert {row.evidence for row in full} == {LEVEL}


def test_an_ended_year_names_no_evidence(board: Board) -> None:
    rows = assess(board, WHO, YEAR, date(2008, 12, 31), area="城关区").rows
    assert {row.evidence for row in rows if row.form != PLAN} == {None}
    assert "undecided" not in {row.status for row in rows}
