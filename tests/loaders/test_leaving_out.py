"""A place that nobody knows: named by an answer, or its rows left out, counted and told."""

import pytest

from loaders.model.staged import StagedBatch
from tests.loaders.staging import codes, keys, staged

AIR = """
2008年10月（mg/m³）
区县|PM10|SO2
城关区|0.1|0.05
城东区|0.2|0.06
城南区|0.3|—
合计|0.6|0.11
"""
BOILERS = """
截至2008年9月30日锅炉改造台账
序号|区县|使用单位|型号|台数|蒸吨|改造方式|完成情况|{more}
1|城关区|甲厂|SZL|1|4|煤改气|已完成|8123
2|城东区|乙厂|SZL|2|4|煤改气|已完成|8124
"""


def answered(lines: str, answer: str) -> StagedBatch:
    asked = staged(lines)
    assert keys(asked) == ["place-names"]
    return staged(lines, answers={asked.questions[0].key: answer})


def test_rows_left_out_are_set_aside_counted_and_named() -> None:
    batch = answered(AIR, "城东区=；城南区=")
    assert not batch.errors and not batch.questions
    assert [(s.readings, s.set_aside) for s in batch.sheets] == [(8, 6)]
    told = next(d for d in batch.diagnostics if d.code == "left-out-row")
    assert (told.severity, told.cell, told.count, told.found) == ("notice", "B4", 4, "城东区")


def test_a_row_left_out_does_not_stop_the_named_one() -> None:
    batch = answered(AIR, "城东区=安宁区;城南区=")
    areas = batch.observations["area"].to_pylist()
    assert sorted(set(areas)) == ["城关区", "安宁区"] and len(areas) == 4


def test_a_name_that_was_not_answered_is_asked_again() -> None:
    batch = answered(AIR, "城东区=")
    assert keys(batch) == ["place-names"] and "城南区" in batch.questions[0].prompt
    assert "城东区" not in batch.questions[0].prompt and batch.observations.num_rows == 0


def test_a_site_of_a_district_left_out_goes_with_it() -> None:
    lines = "2008年10月（mg/m³）\n区县|点位|PM10\n城关区|甲|0.1\n城东区|乙|0.2"
    batch = answered(lines, "城东区=")
    assert batch.observations["site"].to_pylist() == ["甲"] and "left-out-row" in codes(batch)


@pytest.mark.parametrize(
    ("answer", "areas", "aside"),
    [("城东区=安宁区", ["城关区", "安宁区"], 0), ("城东区=", ["城关区"], 1)],
)
def test_a_ledger_honours_the_answer(answer: str, areas: list[str], aside: int) -> None:
    batch = answered(BOILERS.format(more="备注"), answer)
    assert batch.ledger["area"].to_pylist() == areas and not batch.errors
    assert [(s.readings, s.set_aside) for s in batch.sheets] == [(2, aside)]
    assert ("left-out-row" in codes(batch)) == bool(aside)


@pytest.mark.parametrize(
    ("more", "code"), [("联系电话号码", "ignored-column"), ("", "stray-number"), ("备注", "")]
)
def test_numbers_of_a_ledger_outside_its_fields_are_told(more: str, code: str) -> None:
    batch = answered(BOILERS.format(more=more), "城东区=安宁区")
    assert codes(batch) == ([code] if code else [])


def test_numbers_above_a_ledger_are_asked_about() -> None:
    lines = "1.5|2.5\n" + BOILERS.format(more="备注").lstrip("\n").replace("城东区", "安宁区")
    assert keys(staged(lines)) == ["coverage-rows"]


def test_a_table_of_other_things_below_a_ledger_is_told() -> None:
    lines = BOILERS.format(more="备注").replace("城东区", "安宁区")
    batch = staged(lines + "\n区县|气温|湿度\n城关区|10.5|30\n安宁区|11|31")
    assert "unread-table" in keys(batch)
