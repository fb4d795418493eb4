"""Targets, item results and dust days: rights, journal first, then the file; rebuilt to the byte."""

import json
import tomllib
from datetime import date, datetime, timedelta

import pytest

from chuangmo.access.actor import REVIEWER, UPLOADER, Actor, Forbidden
from chuangmo.catalog.check import check_catalog
from chuangmo.catalog.faults import UnfitEntry, UnknownId, UnknownPlace
from chuangmo.cli.main import main
from chuangmo.period import PeriodError, month_period, parse_period
from chuangmo.service.board import open_board
from chuangmo.service.decisions import changing
from chuangmo.service.figures.assessing import assess, mean
from chuangmo.settings import Settings
from tests.service.overlay import check_overlay
from tests.store.making import month_row, put

REVIEW = Actor("李审核", REVIEWER, "page")
UPLOAD = Actor("王上传", UPLOADER, "page")
TARGET = {
    "indicator": "pm10",
    "area": "安宁",
    "year": 2009,
    "limit": "0.120",
    "document": "兰政发1号",
}
ITEM = {
    "scheme": "national_2006", "item": "n06_b1", "year": 2008, "result": "met",
    "document": "甘环发2号",
}  # fmt: skip


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "home", "lanzhou")


@pytest.fixture
def board(settings):
    found = open_board(settings)
    yield found
    found.close()


def overlay(settings, name):
    path = settings.home / "catalog" / "cities" / "lanzhou" / name
    return path.read_bytes() if path.exists() else b""


def journal(board):
    return [(e.type, e.actor, e.body["payload"]) for e in board.store.entries()]


@pytest.fixture
def command(tmp_path, capsys):
    """Run a command of the command line here: (exit, answer)."""

    def _command(*words):
        code = main(["--home", str(tmp_path / "h"), *words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return _command


def day_row(day, value):
    start = datetime(2008, 4, day)
    return month_row(4, value, start=start, end=start + timedelta(days=1)) | {"kind": "day"}


# -- targets


def test_a_target_is_journalled_written_and_seen_at_once(board, settings):
    before = board.store.journal_seq(), board.catalog.version
    change = changing.set_target(board, REVIEW, **TARGET)
    found = board.catalog.target("pm10", "安宁区", 2009)
    assert found == change.new
    assert (found.limit, found.operator, found.unit) == ("0.120", "<=", "mg/m³")
    assert (found.document, found.confidence, found.mark) == ("兰政发1号", "A", "")
    ((kind, actor, payload),) = journal(board)
    assert (kind, actor) == ("target_set", "李审核")
    assert payload["old"] is None and payload["new"]["limit"] == "0.120"
    assert before[0] != board.store.journal_seq() and before[1] != board.catalog.version
    assert check_catalog(settings) == []


def test_the_verdict_changes_with_the_target(board):
    put(board.store, *(month_row(m, 126, n_valid=28) for m in range(1, 13)))

    def status():
        year, end = parse_period("2008"), date(2008, 12, 31)
        rows = assess(board, REVIEW, year, end, area="安宁区", indicator="pm10").rows
        return next((r.status, r.limit) for r in rows if r.line == "target")

    assert status() == ("met", "0.130")
    changing.set_target(board, REVIEW, **(TARGET | {"year": 2008}))
    assert status() == ("missed", "0.120")


def test_a_shipped_target_is_overlaid_and_named_as_the_old_one(board):
    shipped = board.catalog.target("pm10", "安宁区", 2008)
    assert shipped.mark == "invented"
    change = changing.set_target(board, REVIEW, **(TARGET | {"year": 2008}))
    assert change.old == shipped
    assert journal(board)[0][2]["old"]["mark"] == "invented"
    assert board.catalog.target("pm10", "安宁区", 2008).mark == ""


def test_the_same_key_is_replaced_and_others_stay(board, settings):
    changing.set_target(board, REVIEW, **TARGET)
    changing.set_target(board, REVIEW, **(TARGET | {"area": "西固区"}))
    changing.set_target(board, REVIEW, **(TARGET | {"limit": "0.115"}))
    entries = tomllib.loads(overlay(settings, "targets.toml").decode())["target"]
    assert {e["area"]: e["limit"] for e in entries} == {"安宁区": "0.115", "西固区": "0.120"}
    assert journal(board)[2][2]["old"]["limit"] == "0.120"


def test_the_same_again_writes_nothing(board, settings):
    changing.set_target(board, REVIEW, **TARGET)
    stamp = overlay(settings, "targets.toml")
    change = changing.set_target(board, REVIEW, **TARGET)
    assert change.seq is None and change.new == change.old
    assert len(journal(board)) == 1 and overlay(settings, "targets.toml") == stamp


def test_the_unit_is_that_of_the_standard_of_the_year(board):
    later = changing.set_target(board, REVIEW, **(TARGET | {"year": 2020, "limit": "70"}))
    assert later.new.unit == "µg/m³"
    task = {"indicator": "boiler_retrofit_units", "area": "安宁区", "year": 2009}
    found = changing.set_target(board, REVIEW, **task, limit="30", document="文")
    assert (found.new.unit, found.new.operator) == ("台", ">=")


@pytest.mark.parametrize(
    ("wrong", "error", "word"),
    [
        ({"indicator": "pm11"}, UnknownId, "pm10"),
        ({"area": "安东区"}, UnknownPlace, "安宁区"),
        ({"limit": "约0.1"}, UnfitEntry, "十进制数"),
        ({"limit": "-1"}, UnfitEntry, "十进制数"),
        ({"limit": "1e3"}, UnfitEntry, "十进制数"),
        ({"limit": "Infinity"}, UnfitEntry, "十进制数"),
        ({"limit": "126"}, UnfitEntry, "检查单位"),
        ({"unit": "吨"}, UnfitEntry, "mg/m³"),
        ({"operator": ">="}, UnfitEntry, "越低越好"),
        (
            {"indicator": "complaints_received", "unit": "件", "limit": "9", "operator": "<="},
            UnfitEntry,
            "目标是任务数",
        ),
        ({"year": 20009}, UnfitEntry, "年份"),
        ({"document": "  "}, UnfitEntry, "文件依据"),
        ({"document": "\ud800"}, UnfitEntry, "文字"),
    ],
)
def test_a_wrong_target_is_refused_in_chinese_and_leaves_no_trace(
    board, settings, wrong, error, word
):
    with pytest.raises(error, match=word):
        changing.set_target(board, REVIEW, **(TARGET | wrong))
    assert journal(board) == [] and overlay(settings, "targets.toml") == b""


def test_full_width_digits_and_a_common_spelling_of_the_unit_are_understood(board):
    wide = changing.set_target(board, REVIEW, **(TARGET | {"limit": "０．１２０"}))
    assert wide.new.limit == "0.120"
    other = changing.set_target(board, REVIEW, **(TARGET | {"limit": "120", "unit": "μg/m3"}))
    assert other.new.unit == "µg/m³"


# -- rights


@pytest.mark.parametrize(
    "act",
    [
        lambda board: changing.set_target(board, UPLOAD, **TARGET),
        lambda board: changing.set_item(board, UPLOAD, **ITEM),
        lambda board: changing.add_dust(board, UPLOAD, "2008-03-01"),
        lambda board: changing.remove_dust(board, UPLOAD, "2008-03-01"),
    ],
)
def test_only_a_reviewer_may_change(board, act):
    with pytest.raises(Forbidden, match="审核"):
        act(board)
    assert journal(board) == []


def test_everybody_may_look(board):
    changing.set_target(board, REVIEW, **TARGET)
    mine = [x for x in changing.list_targets(board, UPLOAD) if x.by]
    assert [(x.entry.area, x.by) for x in mine] == [("安宁区", "李审核")]
    assert mine[0].at.endswith("Z")
    assert changing.list_items(board, UPLOAD) == changing.list_dust(board, UPLOAD) == []


# -- results of scheme items


def test_an_item_is_entered_with_who_and_when(board):
    changing.set_item(board, REVIEW, **ITEM, value="第二名")
    found = board.catalog.item_entry("national_2006", "n06_b1", 2008)
    assert (found.result, found.value, found.by) == ("met", "第二名", "李审核")
    assert journal(board)[0][0] == "item_set"


@pytest.mark.parametrize(
    ("wrong", "error", "word"),
    [
        ({"scheme": "national_2007"}, UnknownId, "national_2006"),
        ({"item": "n06_b9"}, UnknownId, "n06_b1"),
        ({"result": "passed"}, UnfitEntry, "passed"),
        ({"item": "n06_q1"}, UnfitEntry, "定量项目"),
        ({"item": "n06_q1", "result": "missed"}, UnfitEntry, "定量项目"),
        ({"document": ""}, UnfitEntry, "文件依据"),
        ({"year": 0}, UnfitEntry, "年份"),
    ],
)
def test_a_wrong_item_is_refused(board, settings, wrong, error, word):
    with pytest.raises(error, match=word):
        changing.set_item(board, REVIEW, **(ITEM | wrong))
    assert journal(board) == [] and overlay(settings, "items.toml") == b""


def test_the_same_result_by_another_hand_is_no_change(board):
    changing.set_item(board, REVIEW, **ITEM)
    assert changing.set_item(board, Actor("赵", REVIEWER, "cli"), **ITEM).seq is None


# -- dust days


def test_dust_days_leave_particles_only_and_only_when_asked(board):
    put(board.store, day_row(1, 900), *(day_row(d, 100) for d in range(2, 8)))
    put(board.store, *(day_row(d, 50) | {"indicator": "so2"} for d in range(1, 8)), name="b.xlsx")
    changing.add_dust(board, REVIEW, "2008-04-01", "甘环函")
    april, end = month_period(2008, 4), date(2008, 4, 30)

    def figure(indicator, dust):
        return mean(board, REVIEW, indicator, april, area="安宁区", dust=dust, as_of=end)

    assert (figure("pm10", "remove").value, figure("pm10", "remove").n_dust) == (100, 1)
    assert figure("pm10", "remove").n_valid == 6
    kept = figure("pm10", "keep")
    assert kept.value * 7 == 1500
    assert (kept.n_valid, kept.n_dust) == (7, 0)
    gas = figure("so2", "remove")
    assert (gas.n_valid, gas.n_dust) == (7, 0)


def test_several_days_both_ends_inclusive(board):
    changing.add_dust(board, REVIEW, "2008-02-28..2008-03-01")
    assert board.catalog.dust_days() == {date(2008, 2, 28), date(2008, 2, 29), date(2008, 3, 1)}


def test_a_declaration_can_be_taken_back(board, settings):
    changing.add_dust(board, REVIEW, "2008-03-01")
    changing.add_dust(board, REVIEW, "2008-03-05")
    changing.remove_dust(board, REVIEW, "2008-03-01")
    assert board.catalog.dust_days() == {date(2008, 3, 5)}
    changing.remove_dust(board, REVIEW, "2008-03-05")
    assert board.catalog.dust_days() == frozenset()
    assert [kind for kind, _, _ in journal(board)] == ["dust_add"] * 2 + ["dust_remove"] * 2
    assert check_overlay(settings).ok
    with pytest.raises(UnfitEntry, match="没有登记过"):
        changing.remove_dust(board, REVIEW, "2008-03-05")


@pytest.mark.parametrize(
    "text", ["2008-03", "2008", "昨天", "2008-03-02..2008-03-01", "2008-03-01..2008-04-30",
             "2008-03-01T05", "2008-02-30"]
)  # fmt: skip
def test_dust_is_declared_by_days(board, text):
    with pytest.raises(PeriodError):
        changing.add_dust(board, REVIEW, text)
    assert journal(board) == []


# -- the command line


def test_the_commands_write_list_and_verify(command, tmp_path):
    home = tmp_path / "h"
    code, answer = command(
        "target", "set", "--indicator", "pm10", "--area", "安宁区", "--year", "2009",
        "--limit", "0.120", "--operator", "<=", "--unit", "mg/m³", "--document", "文", "--by", "李",
    )  # fmt: skip
    assert code == 0 and answer["changed"] and answer["target"]["limit"] == "0.120"
    _, answer = command("target", "list")
    mine = [t for t in answer["targets"] if t["by"]]
    assert [(t["area"], t["year"], t["by"]) for t in mine] == [("安宁区", 2009, "李")]
    words = ("--scheme", "national_2006", "--item", "n06_b1", "--year", "2008", "--result", "met")
    assert command("item", "set", *words, "--document", "文")[0] == 0
    assert command("item", "list")[1]["items"][0]["item"] == "n06_b1"
    assert command("dust", "add", "--period", "2008-03-01")[0] == 0
    _, answer = command("dust", "list")
    assert (answer["dust"][0]["start"], answer["dust"][0]["end"]) == ("2008-03-01", "2008-03-02")
    code, answer = command("verify")
    assert code == 0 and {c["name"]: c["ok"] for c in answer["checks"]}["overlay"]
    (home / "catalog" / "cities" / "lanzhou" / "dust.toml").unlink()
    code, answer = command("verify")
    assert code == 6 and not {c["name"]: c["ok"] for c in answer["checks"]}["overlay"]


@pytest.mark.parametrize(
    "words",
    [
        ("target", "set", "--indicator", "pm11", "--area", "安宁区"),
        ("target", "set", "--indicator", "pm10", "--area", "安东区"),
        ("target", "set", "--indicator", "pm10", "--area", "安宁区", "--unit", "吨"),
    ],
)
def test_wrong_use_is_exit_2_with_a_chinese_message(command, words):
    more = ("--year", "2009", "--limit", "0.1", "--document", "文")
    code, answer = command(*words, *more)
    assert code == 2
    assert set(answer["error"]) == {"code", "message", "todo"}
    assert any("\u4e00" <= c <= "\u9fff" for c in answer["error"]["message"])
    assert json.dumps(answer)
