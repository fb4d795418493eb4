"""Targets of several years and with a day: entered, journalled, judged from what the store holds."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from chuangmo.access.actor import REVIEWER, Actor
from chuangmo.catalog.check import check_catalog
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.catalog.target_models import FormSaid
from chuangmo.cli.main import main
from chuangmo.period import parse_period
from chuangmo.service.board import open_board
from chuangmo.service.decisions import changing
from chuangmo.service.figures.assessing import assess, limit_steps, look_ahead
from chuangmo.settings import Settings
from tests.service.conftest import saved_book
from tests.store.making import month_row, put

REVIEW = Actor("李审核", REVIEWER, "page")
RATE, TASK, AREA = "sewage_treatment_rate", "boiler_retrofit_dust", "安宁区"
PLAN = FormSaid("plan", start_year=2006, start_value="12")


@pytest.fixture
def board(tmp_path):
    found = open_board(Settings(tmp_path / "home", "lanzhou"))
    yield found
    found.close()


def rate(year, value, month=12):
    return through(year, month, value, RATE, "%")


def through(year, month, value, indicator=TASK, unit="吨"):
    """A figure from January to the end of a month."""
    row = month_row(month, value, year=year, indicator=indicator, start=datetime(year, 1, 1))
    kind = "year" if month == 12 else "cumulative"
    return row | {"kind": kind, "unit": unit, "printed_unit": unit, "raw": str(value),
                  "cell": f"B{year}"}  # fmt: skip


def enter(board, indicator=RATE, year=2010, limit="60", said=PLAN, **more):
    return changing.set_target(
        board, REVIEW, indicator=indicator, area=AREA, year=year, limit=limit,
        document="兰政发1号", said=said, **more,
    )  # fmt: skip


def row_of(board, period, as_of=None, indicator=RATE):
    span = parse_period(period)
    found = assess(board, REVIEW, span, as_of or span.last_day, area=AREA, indicator=indicator)
    return next(row for row in found.rows if row.line == "target")


def test_a_plan_is_judged_in_each_of_its_years(board):
    put(board.store, *(rate(2006 + n, v) for n, v in enumerate((12, 30, 35, 48, 60))))
    enter(board)
    years = {year: row_of(board, str(year)) for year in range(2005, 2012)}
    found = {year: (row.status, row.limit) for year, row in years.items()}
    assert found == {
        2005: ("no_target", None), 2006: ("not_yet_due", "12.0"), 2007: ("on_course", "24.0"),
        2008: ("at_risk", "36.0"), 2009: ("on_course", "48.0"), 2010: ("met", "60"),
        2011: ("no_target", None),
    }  # fmt: skip
    assert {row.form for row in years.values()} == {"", "plan"}
    assert all(row.shown_as != "met" for row in years.values())


def test_a_year_of_its_own_goes_before_the_plan_and_both_stay(board):
    put(board.store, rate(2008, 35))
    enter(board)
    enter(board, year=2008, limit="34", said=FormSaid())
    enter(board, year=2010, limit="61", said=FormSaid())
    assert (row_of(board, "2008").status, row_of(board, "2008").form) == ("met", "")
    targets = board.catalog.city.targets
    mine = [t for t in targets if (t.indicator, t.area) == (RATE, AREA)]
    assert sorted((t.year, t.form, t.limit) for t in mine if t.year > 2008) == [
        (2010, "", "61"), (2010, "plan", "60"),
    ]  # fmt: skip


def test_a_plan_is_written_again_over_itself_and_the_journal_rebuilds_it(board):
    enter(board, said=FormSaid("plan", start_year=2006, start_value="12", steps=("2008=30",)))
    change = enter(board, limit="65")
    assert change.old.limit == "60" and change.new.limit == "65" and change.new.steps == ()
    assert check_catalog(board.settings) == []
    assert board.catalog.plan(RATE, AREA, 2008) == change.new
    again = enter(board, limit="65")
    assert again.seq is None


def test_the_outlook_and_the_chart_take_the_point_of_the_year(board):
    put(board.store, rate(2008, 30, 6))
    enter(board)
    found = look_ahead(board, REVIEW, RATE, AREA, parse_period("2008"), date(2008, 6, 30))
    assert found.line is not None and found.line.text == "36.0"
    steps = [s for s in limit_steps(board, REVIEW, RATE, AREA, (2007, 2008)) if s.line == "target"]
    assert [(step.text, step.name) for step in steps] == [
        ("24.0", "规划2007年末应达"), ("36.0", "规划2008年末应达"),
    ]  # fmt: skip


def test_years_running_look_back_beyond_the_years_held_for_comparisons(board):
    put(board.store, *(rate(year, 70 + year % 10) for year in range(2004, 2009)))
    said = FormSaid("rising", years=5)
    enter(board, year=2008, limit="", said=said)
    row = row_of(board, "2008")
    assert (row.status, row.operator, row.limit) == ("met", ">", "77.0")
    enter(board, year=2008, limit="", said=FormSaid("rising", years=6))
    assert row_of(board, "2008").status == "insufficient_data"
    assert "缺2003年：2003年没有数据。" in row_of(board, "2008").reason


def test_a_plan_of_a_task_adds_up_its_years(board):
    put(board.store, through(2006, 12, 25), through(2007, 12, 15), through(2008, 6, 12))
    enter(board, TASK, limit="100", said=FormSaid("plan", start_year=2006))
    row = row_of(board, "2008", date(2008, 6, 30), TASK)
    assert (row.done, row.quota, row.status) == ("52.00", "100", "on_course")
    assert row.year_on_year is None


def test_a_task_with_a_day_is_judged_by_what_was_reported_when(board):
    quota = FormSaid("by_date", due=date(2008, 10, 31))
    enter(board, TASK, 2008, "100", quota)
    put(board.store, through(2008, 9, 90), through(2008, 10, 95), through(2008, 11, 100))

    def at(day):
        row = row_of(board, "2008", day, TASK)
        return row.status, row.overdue_days

    assert at(date(2008, 9, 30)) == ("at_risk", None) or at(date(2008, 9, 30))[0] == "on_course"
    assert at(date(2008, 10, 31)) == ("missed", 0)
    assert at(date(2008, 11, 30)) == ("met", 30)
    assert at(date(2008, 12, 31)) == at(date(2026, 11, 30)) == ("met", 30)


def test_a_task_that_is_never_done_is_overdue_to_the_last_report(board):
    enter(board, TASK, 2008, "100", FormSaid("by_date", due=date(2008, 10, 15)))
    put(board.store, through(2008, 9, 90), through(2008, 11, 95))
    assert row_of(board, "2008", date(2008, 10, 31), TASK).status == "insufficient_data"
    late = row_of(board, "2008", date(2026, 1, 1), TASK)
    assert (late.status, late.overdue_days) == ("missed", 46)
    assert "截至2008年11月30日逾期46天" in late.reason


@pytest.mark.parametrize(
    ("said", "limit", "words"),
    [
        (FormSaid("plan", start_value="12"), "60", "要写起点年"),
        (FormSaid("plan", start_year=2006), "", "要写数值"),
        (FormSaid("plan", start_year=2006, steps=("2008：40",)), "60", "2008=40"),
        (FormSaid("plan", start_year=2006, start_value="约12"), "60", "十进制数"),
        (FormSaid("falling"), "", "越高越好，不能要求“逐年下降”"),
        (FormSaid("rising"), "60", "不用 limit"),
        (FormSaid("run", years=11), "60", "看 2 到 10 年"),
        (FormSaid("by_date", due=date(2010, 10, 31)), "60", "不是任务"),
        (FormSaid("yearly"), "60", "没有“yearly”这种目标"),
    ],
)
def test_what_a_form_lacks_is_said_and_nothing_is_written(board, said, limit, words):
    with pytest.raises(UnfitEntry, match=words):
        enter(board, limit=limit, said=said)
    assert list(board.store.entries()) == []


def test_two_plans_may_not_run_in_the_same_years(board):
    enter(board)
    with pytest.raises(UnfitEntry, match="与 2006—2010 年的规划重叠"):
        enter(board, year=2012, limit="70", said=FormSaid("plan", start_year=2008))
    enter(board, year=2015, limit="70", said=FormSaid("plan", start_year=2010, start_value="60"))


def test_the_command_line_sets_every_form(tmp_path, capsys):
    def set_target(*words):
        common = ("--home", f"{Path(tmp_path, 'h')}", "target", "set", "--area", AREA)
        code = main([*common, *words, "--document", "兰政发1号", "--json"])
        return code, json.loads(capsys.readouterr().out)

    code, said = set_target("--indicator", RATE, "--year", "2010", "--limit", "60", "--form",
                            "plan", "--start-year", "2006", "--start-value", "12",
                            "--step", "2008=40")  # fmt: skip
    assert code == 0 and said["target"]["steps"] == ["2008=40"]
    code, said = set_target("--indicator", "pm10", "--year", "2008", "--form", "falling")
    assert (code, said["target"]["operator"], said["target"]["limit"]) == (0, "<", "")
    code, said = set_target("--indicator", TASK, "--year", "2008", "--limit", "100", "--form",
                            "by_date", "--due", "2008-10")  # fmt: skip
    assert (code, said["target"]["due"]) == (0, "2008-10-31")
    code, said = set_target("--indicator", TASK, "--year", "2008", "--limit", "100", "--form",
                            "by_date", "--due", "2008")  # fmt: skip
    assert (code, said["error"]["code"]) == (2, "usage-error")
    code, said = set_target("--indicator", RATE, "--year", "2008")
    assert code == 2 and "要写数值" in said["error"]["message"]


def test_a_workbook_registers_the_forms_that_it_prints(tmp_path, capsys):
    path = saved_book(
        tmp_path / "责任书.xlsx", ["安宁区2008年环境目标责任书（兰政发〔2008〕6号）"],
        ["指标", "年度目标"], ["PM10年均浓度（mg/m³）", "逐年下降"],
        ["污水集中处理率（%）", "由2006年的60%到2010年达到90%"], ["锅炉改造台数（台）", "10月底前完成"],
        ["城市生活垃圾无害化处理率（%）", "≥85"],
    )  # fmt: skip

    def targets(*words):
        code = main(["--home", f"{tmp_path / 'h'}", "targets", "import", path, *words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    code, done = targets()
    assert code == 0 and done["registered"] == 3
    said = {one["indicator"]: one.get("words") for one in done["targets"]}
    assert said == {
        "pm10": "近三年逐年下降", RATE: "由2006年末60%到2010年末≥90%", "household_waste_treatment": None,
    }  # fmt: skip
    (told,) = [line for line in done["diagnostics"] if line["code"] == "target-unfit"]
    assert told["cell"] == "B5" and "“限期完成”要写数值 limit" in told["message"]
    code, again = targets()
    assert {one["status"] for one in again["targets"]} == {"unchanged"}
    assert again["registered"] == 0
