"""Kinds of a count (其中), numerators and denominators: read with their own cells, never as readings."""

import pytest

from loaders.model.staged import Correction, StagedBatch
from tests.loaders.staging import codes, staged

Told = list[tuple[str, str, str, str, str]]
CATERING = (
    "2008年1-11月餐饮业污染整治完成情况\n"
    "区县|餐饮业治理(家)|餐饮业治理(项)|油烟治理(项)|污水治理(项)|清洁能源改造(项)|噪声治理(项)\n"
)
BOILERS = "2008年锅炉改造情况表\n区县|锅炉改造台数（台）|"


def told(batch: StagedBatch) -> Told:
    """Area, role, name, value and cell of every part."""
    return [
        (p["area"], p["role"], p["name"], f"{p['value'].normalize():f}", p["cell"])
        for p in batch.parts.to_pylist()
    ]


def kinds(batch: StagedBatch) -> list[str]:
    return [f"{name} {value}" for _, role, name, value, _ in told(batch) if role == "of_which"]


def test_columns_of_the_unit_that_add_up_are_kinds_of_the_count() -> None:
    batch = staged(f"{CATERING}城关区|287|298|186|70|41|1\n安宁区|115")
    assert told(batch) == [
        ("城关区", "of_which", "油烟治理", "186", "D3"),
        ("城关区", "of_which", "污水治理", "70", "E3"),
        ("城关区", "of_which", "清洁能源改造", "41", "F3"),
        ("城关区", "of_which", "噪声治理", "1", "G3"),
    ]
    values = {(r["indicator"], r["area"]): int(r["value"]) for r in batch.observations.to_pylist()}
    assert values == {
        ("catering_treated_units", "城关区"): 287, ("catering_treated_units", "安宁区"): 115,
        ("catering_treated_items", "城关区"): 298,
    }  # fmt: skip
    assert codes(batch) == ["sub-counts-read"] and batch.sheets[0].readings == 3


def test_columns_that_do_not_add_up_are_no_kinds() -> None:
    batch = staged(f"{CATERING}城关区|287|320|186|70|41|1\n西固区|20|19|4|4|4|4")
    assert not told(batch) and "ignored-column" in codes(batch)


def test_kinds_before_the_count() -> None:
    batch = staged(
        "2008年污染源普查\n区县|工业源(家)|生活源(家)|农业源(家)|集中式(家)|普查单位数(家)\n"
        "城关区|460|2788|258|2|3508\n安宁区|127|499||2|628"
    )
    assert kinds(batch)[4:] == ["工业源 127", "生活源 499", "集中式 2"]


@pytest.mark.parametrize(
    ("head", "line", "found"),
    [
        ("其中：煤改气|其中：拆除", "20|20", ["煤改气 20", "拆除 20"]),
        ("其中：煤改气|拆除|联片", "20|20|10", ["煤改气 20", "拆除 20", "联片 10"]),
        ("其中：煤改气|备注", "20|", ["煤改气 20"]),
        ("其中：城区（台）", "40", ["城区 40"]),
        ("其中：市区锅炉改造（台）", "40", ["市区锅炉改造 40"]),
        ("其中：涉及单位（家）", "35", []),  # another unit: no kinds of 台
        ("完成率|其中：煤改气", "82%|20", ["煤改气 20"]),
        ("其中：煤改气", "—", []),
    ],
)
def test_what_follows_the_count_under_of_which(head: str, line: str, found: list[str]) -> None:
    batch = staged(f"{BOILERS}{head}\n城关区|50|{line}")
    assert kinds(batch) == found and not batch.questions and not batch.errors
    assert [int(r["value"]) for r in batch.observations.to_pylist()] == [50]


def test_each_count_has_its_own_kinds() -> None:
    batch = staged(
        "2008年1—9月任务进展\n区县|餐饮业治理（户）|其中（户）||餐饮业治理（项）|其中（项）|\n"
        "||治理达标|关停||油烟治理|清洁能源\n城关区|20|15|5|30|21|9"
    )
    of = {(p["indicator"], p["name"]): int(p["value"]) for p in batch.parts.to_pylist()}
    assert not batch.questions
    assert of == {
        ("catering_treated_units", "治理达标"): 15, ("catering_treated_units", "关停"): 5,
        ("catering_treated_items", "油烟治理"): 21, ("catering_treated_items", "清洁能源"): 9,
    }  # fmt: skip


def test_a_kind_that_cannot_be_read_is_told_and_the_count_stays() -> None:
    batch = staged(f"{BOILERS}其中：煤改气|其中：拆除\n城关区|50|约20|8")
    assert kinds(batch) == ["拆除 8"] and not batch.errors
    (unread,) = [d for d in batch.diagnostics if d.code == "sub-count-unread"]
    assert (unread.cell, unread.found) == ("C3", "约20")


def test_a_total_row_has_no_kinds_of_its_own() -> None:
    batch = staged(f"{BOILERS}其中：煤改气|其中：拆除\n城关区|50|42|8\n合计|50|42|8")
    assert [area for area, *_ in told(batch)] == ["城关区", "城关区"]


def test_the_parts_of_a_rate_have_their_cells() -> None:
    batch = staged(
        "2008年城市生活污水集中处理率\n"
        "区县|用水量(万吨/日)|污水处理量(万吨/日)|污水排放量(万吨/日)|污水集中处理率(%)\n安宁区|6|3.3|3.9|70"
    )
    assert told(batch) == [
        ("安宁区", "numerator", "污水处理量", "3.3", "C3"),
        ("安宁区", "denominator", "污水排放量", "3.9", "D3"),
        ("安宁区", "numerator", "污水处理量", "3.3", "C3"),
        ("安宁区", "denominator", "用水量", "6", "B3"),
    ]
    row, _ = batch.observations.to_pylist()
    assert (int(row["value"]), str(row["numerator"])[:3], str(row["denominator"])[:3]) == (
        70, "3.3", "3.9",
    )  # fmt: skip
    assert "rate-differs" in codes(batch)


def test_a_rate_made_of_its_parts_leads_back_to_both() -> None:
    batch = staged("2008年\n区县|污水处理量(万吨/日)|污水排放量(万吨/日)\n安宁区|3.3|3.9")
    assert [(role, cell) for _, role, _, _, cell in told(batch)] == [
        ("numerator", "B3"),
        ("denominator", "C3"),
    ]


def test_air_has_no_parts() -> None:
    batch = staged("2008年10月空气质量\n区县|PM10(µg/m³)|PM10有效天数\n城关区|98|30")
    assert batch.observations["n_valid"].to_pylist() == [30] and batch.parts.num_rows == 0


def test_a_corrected_kind_keeps_the_text_of_the_cell() -> None:
    fix = Correction("", "Sheet1", "C3", "20", "2O", "认错了字", "王", "2026-11-30T00:00:00Z")
    batch = staged(f"{BOILERS}其中：煤改气\n城关区|50|2O", corrections=(fix,))
    assert kinds(batch) == ["煤改气 20"] and batch.parts["raw"].to_pylist() == ["2O"]


ROWS = "2008年安宁区任务完成情况\n指标|单位|完成\n餐饮业治理项数|项|298\n"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("其中：油烟|项|186\n污水|项|70\n清洁能源|项|42", ["油烟 186", "污水 70", "清洁能源 42"]),
        ("其中：油烟|项|186\n其中：污水|项|70", ["油烟 186", "污水 70"]),
        ("其中：油烟|项|186\n污染源普查单位数|家|3508", ["油烟 186"]),
        ("其中：涉及单位|家|120", []),
    ],
)
def test_kinds_in_rows_below_the_count(lines: str, found: list[str]) -> None:
    batch = staged(ROWS + lines)
    assert kinds(batch) == found and not batch.errors and not batch.questions
    assert int(batch.observations["value"][0].as_py()) == 298
    assert [p["cell"] for p in batch.parts.to_pylist()] == [f"C{4 + n}" for n in range(len(found))]


def test_rows_that_do_not_add_up_are_not_taken_for_kinds() -> None:
    batch = staged(ROWS + "其中：油烟|项|186\n污水|项|70")
    assert kinds(batch) == ["油烟 186"]
    assert [d.found for d in batch.diagnostics if d.code == "unknown-label"] == ["污水"]


def test_rows_that_are_more_than_the_count_are_warned() -> None:
    batch = staged(ROWS + "其中：油烟|项|286\n其中：污水|项|70")
    (warned,) = [d for d in batch.diagnostics if d.code == "sub-counts-differ"]
    assert warned.cell == "C3" and "和为 356（286+70）" in warned.message


def test_complaints_received_and_settled_are_the_parts_of_their_rate() -> None:
    batch = staged(
        "2008年兰州市环境信访与建设项目管理情况表\n区县|信访受理数（件）|信访办结数（件）|环境信访办结率(%)\n"
        "城关区|320|318|99.4\n合计|650|640|98.5"
    )
    assert told(batch) == [
        ("城关区", "numerator", "信访办结数", "318", "C3"),
        ("城关区", "denominator", "信访受理数", "320", "B3"),
    ]
