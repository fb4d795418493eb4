"""Fixes beside the untouched cell: applied where they fit, said where they do not."""

import gzip
from decimal import Decimal

import pytest

from chuangmo.service.overlay.corrections_file import rendered
from loaders.corrections import corrected, place_of
from loaders.model.staged import Correction, StagedBatch
from loaders.staging import stage, stage_sheets
from tests.loaders.staging import EmptyStore, catalog_of, codes, found, said, sheet

FORM = """
2008年10月空气质量（单位：mg/m³）
区县|PM10|SO2
城关区|约0.1|0.05
城东区|0.12|0.06
"""
TEXT = "2008年10月,\n区县,PM10(mg/m³)\n安宁区,约0.1\n".encode()


def fix(cell: str, value: str, expect: str, name: str = "Sheet1") -> Correction:
    return Correction("f" * 64, name, cell, value, expect, "笔误", "王", "2008-11-01T00:00:00Z")


def staged(*fixes: Correction, form: str = FORM) -> StagedBatch:
    hints = said(corrections=fixes)
    return stage_sheets([sheet(form)], b"b", "表.xlsx", catalog_of(), EmptyStore(), hints)


def test_a_value_is_read_as_corrected_and_its_raw_text_kept() -> None:
    batch = staged(fix("B3", "0.123", "约0.1"), fix("A4", "安宁区", "城东区"))
    assert found(batch)["pm10", "城关区", "2008-10-01", "month"] == "123"
    row = batch.observations.filter(_at(batch, "B3")).to_pylist()[0]
    assert (row["raw"], row["value"]) == ("约0.1", Decimal(123))
    assert batch.errors == []
    line = next(d for d in batch.diagnostics if d.code == "corrected")
    assert (line.severity, line.cell, line.found) == ("notice", "B3", "约0.1")
    assert "0.123" in line.message and "笔误" in line.message


def _at(batch: StagedBatch, cell: str) -> list[bool]:
    return [address == cell for address in batch.observations["cell"].to_pylist()]


def test_a_district_is_corrected_without_a_question() -> None:
    assert staged(fix("B3", "0.1", "约0.1")).questions != ()
    batch = staged(fix("B3", "0.1", "约0.1"), fix("A4", "安宁区", "城东区"))
    assert (batch.questions, found(batch)["so2", "安宁区", "2008-10-01", "month"]) == ((), "60")


def test_a_unit_is_corrected_in_its_own_cell() -> None:
    form = FORM.replace("约0.1", "0.1").replace("城东区", "安宁区")
    title = "2008年10月空气质量（单位：mg/m³）"
    batch = staged(fix("A1", "2008年10月空气质量（单位：μg/m³）", title), form=form)
    assert batch.observations["value"].to_pylist()[0] == Decimal("0.1")


def test_a_cell_that_holds_another_text_is_left_alone_and_said() -> None:
    batch = staged(fix("B3", "0.123", "0.1约"))
    assert "unreadable-value" in codes(batch)
    line = next(d for d in batch.diagnostics if d.code == "correction-stale")
    assert (line.severity, line.confirm, line.found) == ("warning", False, "约0.1")
    assert "0.1约" in line.message


@pytest.mark.parametrize(
    "one",
    [fix("B3", "1", "约0.1", "别的表"), fix("XYZW3", "1", "约0.1"), fix("R3C2", "1", "约0.1")],
)
def test_a_cell_that_is_not_there_is_said(one: Correction) -> None:
    assert "correction-stale" in codes(staged(one))


def test_text_files_name_their_physical_line() -> None:
    hints = said(corrections=(fix("R3C2", "0.1", "约0.1", ""),))
    for data, name in ((TEXT, "月报.csv"), (gzip.compress(TEXT), "月报.csv.gz")):
        batch = stage(data, name, catalog_of(), EmptyStore(), hints)
        assert (batch.errors, batch.observations["raw"].to_pylist()) == ([], ["约0.1"])
        assert batch.observations["value"].to_pylist() == [Decimal(100)]


def test_a_ledger_keeps_the_raw_text_of_its_cells() -> None:
    form = """
兰州市2008年锅炉改造台账（截至2008年12月31日）
区县|使用单位|锅炉型号|台数|改造方式|完成情况
安宁区|某厂|DZL2|约2|煤改气|已完成
"""
    item = staged(fix("D3", "2", "约2"), form=form).ledger.to_pylist()[0]
    assert item["count"] == 2
    assert '"count": ["D3", "约2"]' in item["cells"]


def test_the_sheet_given_stays_untouched() -> None:
    given = sheet(FORM)
    done = corrected([given], [fix("B3", "0.1", "约0.1")])
    assert (given.value(2, 1), done.sheets[0].value(2, 1)) == ("约0.1", 0.1)


def test_the_file_of_corrections_is_repeatable() -> None:
    both = [fix("B3", "0.1", "约0.1"), fix("A4", '引"号', "换\n行")]
    assert rendered(both) == rendered(both[::-1])


def test_addresses() -> None:
    book = sheet(FORM)
    assert (place_of(book, "B3"), place_of(book, "3B"), place_of(book, "")) == ((2, 1), None, None)
