"""Data not yet audited (未审核、实况): never before audited ones, and said wherever they stand."""

import csv
import io
from pathlib import Path

import pytest

from chuangmo.assess.reasons import UNAUDITED_NOTE
from chuangmo.exhibits.scheme import value_lines
from chuangmo.service.scoring.scorecard import YearResult
from tests.loaders.staging import catalog_of
from tests.service.conftest import Command, saved_book

DAYS = 31
WORDS = ("--indicator", "pm10", "--area", "城关区", "--period", "2008-10")


def sheet(path: Path, title: str, value: str, days: int = DAYS) -> str:
    """A workbook of daily PM10 of 城关区 in October 2008 under a title."""
    lines = [[title], ["日期", "区县", "PM10(mg/m³)"]]
    lines += [[f"2008-10-{day:02d}", "城关区", value] for day in range(1, days + 1)]
    return saved_book(path, *lines)


def published(say: Command) -> tuple[str | None, bool]:
    answer = say("mean", *WORDS)[1]
    return answer["published"], answer["unaudited"]


@pytest.mark.parametrize("order", [("实况", "审核后"), ("审核后", "实况")])
def test_audited_values_hold_whatever_came_first(
    tmp_path: Path, say: Command, order: tuple[str, str]
) -> None:
    files = {
        "实况": sheet(tmp_path / "a.xlsx", "2008年10月空气质量实况（未审核）", "0.150"),
        "审核后": sheet(tmp_path / "b.xlsx", "2008年10月空气质量日报（审核后）", "0.140"),
    }
    for word in order:
        code, answer = say("import", files[word])
        assert code == 0, answer
        read = answer["files"][0]
        told = sum(s["readings"] for s in read["sheets"])
        aside = sum(s["set_aside"] for s in read["sheets"])
        changes = read["observations"]
        assert told == DAYS == aside + changes["added"] + changes["changed"] + changes["unchanged"]
    assert published(say) == ("0.140", False)
    assert say("verify", "--deep")[1]["ok"]


def test_a_value_set_aside_is_told_and_counted(tmp_path: Path, say: Command) -> None:
    say("import", sheet(tmp_path / "b.xlsx", "2008年10月空气质量日报（审核后）", "0.140"))
    code, answer = say("import", sheet(tmp_path / "a.xlsx", "2008年10月实况数据", "0.150", 10))
    read = answer["files"][0]
    assert code == 0 and read["sheets"][0]["set_aside"] == 10
    told = [d["message"] for d in read["diagnostics"] if d["code"] == "unaudited-left"]
    assert len(told) == 1 and "库里已有" in told[0] and "共 10 处" in told[0]


def test_a_figure_from_unaudited_data_says_so_wherever_it_stands(
    tmp_path: Path, say: Command
) -> None:
    say("import", sheet(tmp_path / "a.xlsx", "2008年10月空气质量实况", "0.150"))
    assert published(say) == ("0.150", True)
    row = say("assess", "--period", "2008-10", "--indicator", "pm10", "--area", "城关区")[1][
        "rows"
    ][0]
    assert row["unaudited"] and UNAUDITED_NOTE in row["note"]
    traced = say("trace", *WORDS)[1]
    assert traced["unaudited"] and {c["audit"] for c in traced["cells"]} == {"unaudited"}
    rows = say("observations", *WORDS)[1]["rows"]
    assert {one["audit"] for one in rows} == {"unaudited"}
    for view in ("indicator", "district"):
        out = tmp_path / f"{view}.csv"
        code, _ = say(
            "export", "--format", "csv", "--view", view, "--indicator", "pm10", "--area", "城关区",
            "--period", "2008-10", "--out", str(out),
        )  # fmt: skip
        cells = list(csv.reader(io.StringIO(out.read_text("utf-8-sig"))))
        assert code == 0 and any("0.150†" in cell for line in cells for cell in line), cells


def test_part_of_a_month_makes_the_month_unaudited(tmp_path: Path, say: Command) -> None:
    say("import", sheet(tmp_path / "b.xlsx", "2008年10月空气质量日报（审核后）", "0.140", 20))
    say("import", sheet(tmp_path / "a.xlsx", "2008年10月空气质量实况", "0.140"))
    assert published(say) == ("0.140", True)
    whole = say("import", sheet(tmp_path / "c.xlsx", "2008年10月日报（已审核）", "0.140"))[1]
    assert whole["files"][0]["observations"]["changed"] == 11  # equal values, audited now
    assert published(say) == ("0.140", False)


def test_a_withdrawn_audited_batch_leaves_the_unaudited_values(
    tmp_path: Path, say: Command
) -> None:
    say("import", sheet(tmp_path / "a.xlsx", "2008年10月空气质量实况", "0.150"))
    say("import", sheet(tmp_path / "b.xlsx", "2008年10月空气质量日报（审核后）", "0.140"))
    cells = say("trace", *WORDS)[1]["cells"]
    assert {c["why"] for c in cells if not c["used"]} == {"已被批次 2 的数值替代"}
    assert say("withdraw", "2", "--reason", "试")[0] == 0
    assert published(say) == ("0.150", True)
    assert say("restore", "2", "--reason", "试")[0] == 0
    assert published(say) == ("0.140", False)
    assert say("rebuild")[0] == 0 and published(say) == ("0.140", False)


def test_the_programme_marks_a_result_from_unaudited_data() -> None:
    value = {"indicator": "pm10", "value": "0.150", "unit": "mg/m³", "reason": UNAUDITED_NOTE}
    audited = value | {"reason": "高于限值。"}
    shown = []
    for one in (value, audited):
        result = YearResult(2008, "missed", "0.150 mg/m³", "", "", "", True, False, (one,))
        shown.append(value_lines(catalog_of("lanzhou"), result))
    assert shown == [["0.150† mg/m³"], ["0.150 mg/m³"]]
