"""Targets of several years and with a day: entered on 创模清单, shown where their figures are."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from chuangmo.access.actor import local_person
from chuangmo.catalog.target_models import FormSaid
from chuangmo.exhibits.views import ViewRequest, build
from chuangmo.period import parse_period
from chuangmo.service import questions
from chuangmo.service.board import Board
from chuangmo.service.decisions.changing import set_target
from tests.demo_store import copy_of
from tests.pages.conftest import _served, opened, words

WHO = local_person("测试", "page")
PLAN = FormSaid("plan", start_year=2006, start_value="60")
PLACE, RATE, TASK = "安宁区", "sewage_treatment_rate", "catering_treated_units"


@pytest.fixture(scope="module")
def planned(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """Some of the demonstration with a plan, a year beside another, and a task with a day."""
    with pytest.MonkeyPatch.context() as patch:
        for board in _served(copy_of(demo_home, tmp_path_factory.mktemp("p") / "home"), patch):
            entries = (
                (RATE, 2010, "90", PLAN), ("no2", 2008, "", FormSaid("not_above_last_year")),
                (TASK, 2008, "400", FormSaid("by_date", due=date(2008, 10, 31))),
            )  # fmt: skip
            for indicator, year, limit, said in entries:
                set_target(board, WHO, indicator=indicator, area=PLACE, year=year, limit=limit,
                           document="兰政发〔2006〕9号", said=said)  # fmt: skip
            yield board


def test_the_district_shows_them_all_with_their_sentences(planned: Board) -> None:
    text = words(opened("district.py", month="2008-12", area=PLACE))
    assert "由2006年末60%到2010年末≥90%" in text
    assert "缺2007年" in text  # not_above_last_year: no figure of last year in this home
    assert "没有按期完成任务400" in text and "逾期61天" in text
    assert "未达标" not in text.split("规划、逐年和限期目标")[1].split("</table>")[0]


def test_the_indicator_shows_its_plan_year_by_year(planned: Board) -> None:
    text = words(opened("indicator.py", month="2008-12", area=PLACE, indicator=RATE))
    assert "规划进度落后：按直线2008年末应达75.0%" in text
    table = text.split("离现在还要", 1)[1]
    assert all(f"{year}年" in table for year in range(2006, 2011))
    assert "67.5" in table and "82.5" in table


def test_a_page_of_one_indicator_judges_no_other(
    planned: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The verdicts on all indicators take the time of a whole page, and are not prepared."""
    planned.memo.forget()
    judged, assess = [], questions._assess
    monkeypatch.setattr(questions, "_assess", lambda *a: judged.append(a) or assess(*a))
    text = words(opened("indicator.py", month="2008-12", area=PLACE, indicator=RATE))
    assert "规划进度落后" in text
    assert not judged


def test_the_task_page_counts_to_the_day_and_not_to_the_year(planned: Board) -> None:
    app = opened("tasks.py", month="2008-12", area=PLACE, indicator=TASK)
    text = words(app)
    assert "期限2008年10月31日" in text and "落后时序进度" not in text.split("cm-verdict")[1][:600]


@pytest.mark.parametrize(("view", "kind"), [("district", "targets"), ("indicator", "plan")])
def test_files_hold_the_same_sentences(view: str, kind: str, planned: Board) -> None:
    asked = ViewRequest(parse_period("2008-12"), area=PLACE, indicator=RATE)
    exhibit = next(e for e in build(view, planned, WHO, asked) if e.kind == kind)
    said = exhibit.frame.to_string()
    assert "75.0" in said
    assert kind != "targets" or "规划进度落后：按直线2008年末应达75.0%" in said


@pytest.mark.parametrize(
    ("task", "row"),
    [
        (TASK, ["12月", "115", "400", "落后285户", "—"]),
        ("boiler_retrofit_so2", ["12月", "189.07", "100.00", "超前89.07吨", "—"]),
    ],
)
def test_a_task_by_month_stands_beside_its_pace_in_its_own_unit(
    task: str, row: list[str], planned: Board
) -> None:
    asked = ViewRequest(parse_period("2008-12"), area=PLACE, indicator=task)
    burnup = next(e for e in build("tasks", planned, WHO, asked) if e.kind == "burnup")
    assert burnup.frame.iloc[-1].tolist() == row


def test_a_form_is_entered_on_the_page(full: Board) -> None:
    app = opened("scheme.py", month="2008-10")
    app.selectbox(key="target_form").select("falling").run()
    app.selectbox(key="form_area").select(PLACE)

    def send(document: str) -> None:
        app.text_input(key="form_document").input(document)
        next(b for b in app.button if b.label == "写入这一条").click()
        app.run()

    seq = full.store.journal_seq()
    send("")
    assert "没有写文件依据" in app.error[0].value and full.store.journal_seq() == seq
    send("兰政发〔2008〕9号")
    written = full.catalog.target("pm10", PLACE, 2008)
    assert written is not None and (written.form, written.words) == ("falling", "近三年逐年下降")
    assert "近三年逐年下降" in words(app) and app.success
