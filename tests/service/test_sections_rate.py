"""Sections through the service: rate, reminder, trace, grades, with classes that sheets print."""

from datetime import date
from pathlib import Path
from typing import Any

from chuangmo.period import parse_period
from chuangmo.service.figures.assessing import assess
from chuangmo.service.figures.trace import trace
from chuangmo.service.imports.completeness import completeness
from chuangmo.service.scoring import gradings
from tests.stored_rows import ACTOR, board_with

LATE = date(2100, 1, 1)
RATE, MONTH = "surface_water_compliance", parse_period("2008-01")
Row = dict[str, Any]


def sampled(site: str = "甲桥", klass: str = "3", area: str = "安宁区", **values: str) -> list[Row]:
    """Samples of a section in January, and the class that the sheet prints beside them."""
    place = {"area": area, "site": site, "period": "2008-01"}
    items = [{"indicator": item, "value": value, **place} for item, value in values.items()]
    printed = {"indicator": "water_target_class", "statistic": "value", "value": klass, **place}
    return [*items, printed] if klass else items


def test_samples_make_the_rate_of_district_and_city(tmp_path: Path) -> None:
    rows = [*sampled(codmn="7"), *sampled("乙桥", codmn="6", nh3n="0.5")]
    enough = [row for area in ("城关区", "七里河区", "西固区")
              for row in sampled(f"{area}桥", area=area, codmn="5")]  # fmt: skip
    with board_with(tmp_path, "lanzhou", [*rows, *enough]) as board:
        found = assess(board, ACTOR, MONTH, LATE, indicator=RATE).rows
    told = {(row.area, row.published) for row in found if row.value is not None}
    assert told >= {("安宁区", "50.0"), ("兰州市", "80.0")}
    note = next(row.note for row in found if row.area == "安宁区" and row.value is not None)
    assert "达标 1 次/监测 2 次" in note and "最好情形" in note


def test_samples_of_too_few_districts_make_no_rate_of_the_city(tmp_path: Path) -> None:
    with board_with(tmp_path, "lanzhou", sampled(codmn="7")) as board:
        found = assess(board, ACTOR, MONTH, LATE, indicator=RATE, area="兰州市").rows
    row = next(row for row in found if row.line == "scheme")
    assert (row.published, row.status) == (None, "insufficient_data")
    assert row.reason_code == "too_few_districts" and row.coverage is not None


def test_a_district_that_sent_samples_is_not_reminded_of_them(tmp_path: Path) -> None:
    with board_with(tmp_path, "lanzhou", sampled(codmn="7")) as board:
        found = completeness(board, ACTOR, MONTH, date(2008, 2, 20))
    states = {r.area: r.state for r in found.rows if r.indicator == RATE}
    assert states["安宁区"] in ("reported", "late") and states["西固区"] == "missing"
    letter = next(one.text for one in found.reminders if one.area == "安宁区")
    assert "地表水" not in letter and "集中式饮用水" in letter


def test_samples_without_a_class_are_no_fault_of_the_report(tmp_path: Path) -> None:
    with board_with(tmp_path, "lanzhou", sampled(klass="", codmn="7")) as board:
        found = completeness(board, ACTOR, MONTH, date(2008, 2, 20))
        row = next(
            one
            for one in assess(board, ACTOR, MONTH, LATE, area="安宁区", indicator=RATE).rows
            if one.line == "scheme"
        )
    states = {r.area: r.state for r in found.rows if r.indicator == RATE}
    assert states["安宁区"] in ("reported", "late")
    assert (row.status, row.reason_code) == ("insufficient_data", "no_section_class")


def test_the_rate_leads_back_to_samples_and_to_the_cell_of_the_class(tmp_path: Path) -> None:
    with board_with(tmp_path, "lanzhou", sampled(codmn="7")) as board:
        cells = trace(board, ACTOR, RATE, MONTH, area="安宁区", as_of=LATE)["cells"]
    assert {(cell["indicator"], cell["site"], cell["used"]) for cell in cells} == {
        ("codmn", "甲桥", True), ("water_target_class", "甲桥", True),
    }  # fmt: skip


def test_fewer_items_than_the_plan_are_a_best_case(tmp_path: Path) -> None:
    rows = [*sampled(codmn="3"), *sampled("乙桥", codmn="7"), *sampled("丙桥", "", codmn="16")]
    with board_with(tmp_path, "lanzhou", rows) as board:
        found = gradings.section_grades(board, ACTOR, MONTH, LATE)
    told = {one.name: (one.klass, one.found, one.best_case, one.state, one.status) for one in found}
    assert told == {
        "甲桥": ("Ⅲ类", "Ⅱ类", True, "", "insufficient_data"),
        "乙桥": ("Ⅲ类", "Ⅳ类", True, "", "missed"),
        "丙桥": ("", "劣Ⅴ类", False, "重度污染", "no_target"),
    }
    assert {(one.measured, one.planned) for one in found} == {(1, 21)}
    assert all(one.reason.startswith("21项测了1项，未测") for one in found)


def test_a_printed_class_is_shown_where_no_item_was_sent(tmp_path: Path) -> None:
    place = {"area": "安宁区", "site": "甲桥", "period": "2008-01", "statistic": "value"}
    rows = [
        {"indicator": "water_target_class", "value": "2", **place},
        {"indicator": "water_reported_class", "value": "3", **place},
    ]
    with board_with(tmp_path, "lanzhou", rows) as board:
        (found,) = gradings.section_grades(board, ACTOR, MONTH, LATE)
        listed = {row.indicator for row in assess(board, ACTOR, MONTH, LATE, area="安宁区").rows}
    assert (found.klass, found.found, found.status) == ("Ⅱ类", "Ⅲ类", "missed")
    assert found.reason == gradings.AS_PRINTED
    assert not {one for one in listed if one.endswith("_class")}


def test_the_catalog_goes_before_the_class_that_a_sheet_prints(tmp_path: Path) -> None:
    folder = tmp_path / "catalog" / "cities" / "lanzhou"
    folder.mkdir(parents=True)
    (folder / "sites.toml").write_text(
        '[[site]]\nid = "甲桥"\nname = "甲桥"\ndistrict = "安宁区"\nindicators = ["codmn"]\n'
        'in_city_mean = true\nklass = "Ⅱ类"\nsource = "测试"\nconfidence = "C"\n',
        encoding="utf-8",
    )
    with board_with(tmp_path, "lanzhou", sampled(codmn="5")) as board:
        (found,) = gradings.section_grades(board, ACTOR, MONTH, LATE)
    assert (found.klass, found.status, found.planned) == ("Ⅱ类", "missed", 1)
    assert "表上所印目标类别为Ⅲ类，与点位目录的Ⅱ类不同" in found.reason
