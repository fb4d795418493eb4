"""Parts of figures come out with their cells: observations, trace, the pages' questions, files."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.service.conftest import saved_book

CATERING = (
    ["2008年1-11月餐饮业污染整治完成情况"],
    ["区县", "餐饮业治理(家)", "餐饮业治理(项)", "油烟治理(项)", "污水治理(项)", "清洁能源改造(项)", "噪声治理(项)"],
    ["城关区", 287, 298, 186, 70, 41, 1],
    ["西固区", 94, 100, 52, 26, 18, 4],
)  # fmt: skip
SEWAGE = (
    ["2008年城市生活污水集中处理率"],
    ["区县", "用水量(万吨/日)", "污水处理量(万吨/日)", "污水排放量(万吨/日)", "污水集中处理率(%)"],
    ["安宁区", 6, 3.3, 3.9, 70],
)
ITEMS = ("--indicator", "catering_treated_items", "--period", "2008-01..2008-11")
Told = list[tuple[str, str, str, str]]


def told(row: dict[str, Any]) -> Told:
    return [(p["role"], p["name"], p["value"], p["cell"]) for p in row.get("parts", [])]


KINDS = [
    ("of_which", "油烟治理", "186", "D3"), ("of_which", "污水治理", "70", "E3"),
    ("of_which", "清洁能源改造", "41", "F3"), ("of_which", "噪声治理", "1", "G3"),
]  # fmt: skip


@pytest.fixture
def catering(say: Any, tmp_path: Path) -> str:
    path = saved_book(tmp_path / "餐饮.xlsx", *CATERING)
    assert say("import", path)[0] == 0
    return path


def rows_of(say: Any, *words: str) -> dict[str, dict[str, Any]]:
    return {row["area"]: row for row in say("observations", *words)[1]["rows"]}


def test_observations_tell_the_parts_that_they_have(say: Any, catering: str) -> None:
    found = rows_of(say, *ITEMS)
    assert told(found["城关区"]) == KINDS and found["城关区"]["value"] == "298"
    units = rows_of(say, "--indicator", "catering_treated_units")
    assert "parts" not in units["城关区"]  # nothing is added where there are none


def test_trace_leads_to_the_cell_of_every_part(say: Any, catering: str) -> None:
    found = say("trace", *ITEMS, "--area", "城关区")[1]
    assert found["value"] == "298"
    (cell,) = found["cells"]
    assert (cell["cell"], cell["used"], told(cell)) == ("C3", True, KINDS)


def test_parts_count_in_nothing(say: Any, catering: str) -> None:
    assert say("mean", *ITEMS, "--area", "兰州市")[1]["value"] == "398"
    assert say("observations")[1]["count"] == 4


def test_the_same_file_is_unchanged_and_another_kind_a_change(
    say: Any, catering: str, tmp_path: Path
) -> None:
    again = say("import", catering)[1]["files"][0]
    assert again["status"] == "unchanged"
    other = [list(row) for row in CATERING]
    other[2][3:5] = [185, 71]
    code, answer = say("import", saved_book(tmp_path / "改.xlsx", *other), "--reason", "更正")
    assert code == 0 and answer["files"][0]["observations"]["changed"] == 1
    assert told(rows_of(say, *ITEMS)["城关区"])[0][2] == "185"
    say("withdraw", "2", "--reason", "错了")
    assert told(rows_of(say, *ITEMS)["城关区"]) == KINDS
    before = say("rebuild")[1]
    assert before["observations"] == 4 and told(rows_of(say, *ITEMS)["城关区"]) == KINDS
    assert say("verify", "--deep")[0] == 0


def test_both_contradicting_figures_of_a_rate_are_kept_with_their_cells(
    say: Any, tmp_path: Path
) -> None:
    code, answer = say("import", saved_book(tmp_path / "污水.xlsx", *SEWAGE))
    assert code == 0
    assert "rate-differs" in [d["code"] for d in answer["files"][0]["diagnostics"]]
    found = say(
        "trace", "--indicator", "sewage_treatment_rate", "--period", "2008", "--area", "安宁区"
    )
    (cell,) = found[1]["cells"]
    assert (cell["raw"], cell["numerator"], cell["denominator"]) == ("70", "3.3", "3.9")
    assert told(cell) == [
        ("numerator", "污水处理量", "3.3", "C3"),
        ("denominator", "污水排放量", "3.9", "D3"),
    ]


def test_the_source_sheet_has_a_row_for_every_part(say: Any, catering: str, tmp_path: Path) -> None:
    say("import", saved_book(tmp_path / "污水.xlsx", *SEWAGE))
    out = tmp_path / "区县.xlsx"
    words = ("--format", "xlsx", "--view", "tasks", "--period", "2008-11", "--out", str(out))
    assert say("export", *words, "--indicator", "catering_treated_items")[0] == 0
    book = openpyxl.load_workbook(out)
    lines = list(book["来源"].iter_rows(values_only=True))
    head = next(n for n, line in enumerate(lines) if line[0] == "指标")
    at = {name: n for n, name in enumerate(lines[head])}
    own = [line for line in lines[head + 1 :] if line[at["地区"]] == "城关区"]
    whole, *parts = [line for line in own if line[0] == "餐饮治理项数"]
    assert (whole[at["入库值"]], whole[at["单元格"]], whole[at["组成"]]) == (298, "C3", None)
    assert [
        (p[at["组成"]], p[at["组成的数"]], p[at["组成的单元格"]], p[at["入库值"]]) for p in parts
    ] == [(f"其中：{name}", int(value), cell, None) for _, name, value, cell in KINDS]
    shown = [value for line in book["结论"].iter_rows(values_only=True) for value in line]
    assert "2 个地区报的餐饮治理项数写明了其中各项" in "".join(str(v) for v in shown)


def test_csv_has_the_kinds_in_columns_of_their_own(say: Any, catering: str, tmp_path: Path) -> None:
    out = tmp_path / "任务.csv"
    words = ("--format", "csv", "--view", "tasks", "--period", "2008-11", "--out", str(out))
    assert say("export", *words, "--indicator", "catering_treated_items")[0] == 0
    lines = [line.split(",") for line in out.read_text("utf-8-sig").splitlines()]
    of = {line[0]: dict(zip(lines[0], line, strict=True)) for line in lines[1:]}
    assert of["城关区"]["油烟治理"] == "186" and of["城关区"]["油烟治理：附注"] == "D3"
