"""Columns of classes: what a section is to keep, what it was found to be, the zone of a station."""

from decimal import Decimal

import pytest

from loaders.binding.class_columns import class_in
from tests.loaders.staging import staged

SAMPLES = (
    "兰州市2008年地表水断面水质监测结果\n断面名称|{head}|监测月份|溶解氧|高锰酸盐指数\n"
    "甲桥|{one}|2008年1月|7.9|2.1\n甲桥|{one}|2008年2月|7.5|2.4\n乙桥|{two}|2008年1月|7|2.5"
)


def classes(lines: str) -> dict[tuple[str, str], tuple[str, str]]:
    """(indicator, site) to (stored number, printed class) of the classes read."""
    rows = staged(lines).observations.to_pylist()
    told = [row for row in rows if row["indicator"].endswith("_class")]
    return {(r["indicator"], r["site"]): (f"{r['value'].normalize():f}", r["raw"]) for r in told}


@pytest.mark.parametrize("head", ["功能区类别", "水质目标", "目标类别", "执行标准", "水环境功能区"])
def test_the_class_to_keep_stands_with_the_section_and_its_cell(head: str) -> None:
    lines = SAMPLES.format(head=head, one="Ⅱ类", two="III")
    assert classes(lines) == {
        ("water_target_class", "甲桥"): ("2", "Ⅱ类"),
        ("water_target_class", "乙桥"): ("3", "III"),
    }
    rows = staged(lines).observations.to_pylist()
    assert sorted(r["cell"] for r in rows if r["indicator"] == "water_target_class") == [
        "B3", "B4", "B5",
    ]  # fmt: skip
    assert {r["value"] for r in rows if r["indicator"] == "codmn"} == {
        Decimal("2.1"), Decimal("2.4"), Decimal("2.5"),
    }  # fmt: skip


def test_a_table_of_classes_alone_is_read() -> None:
    lines = (
        "兰州市2008年10月地表水断面水质类别\n断面名称|所在区|水质目标|水质类别|达标情况\n"
        "甲桥|西固区|Ⅱ类|劣Ⅴ类|不达标\n乙桥|西固区|Ⅲ类|Ⅱ类|达标"
    )
    assert classes(lines) == {
        ("water_target_class", "甲桥"): ("2", "Ⅱ类"), ("water_target_class", "乙桥"): ("3", "Ⅲ类"),
        ("water_reported_class", "甲桥"): ("6", "劣Ⅴ类"),
        ("water_reported_class", "乙桥"): ("2", "Ⅱ类"),
    }  # fmt: skip


def test_a_station_of_functional_noise_has_its_zone() -> None:
    lines = (
        "城关区功能区噪声监测结果（2008年第四季度）\n测点名称|功能区|昼间Ld dB(A)|夜间Ln dB(A)\n"
        "甲点|'2类区|58.3|50.6\n乙点|'4a类|70.5|61"
    )
    assert classes(lines) == {
        ("noise_zone_class", "甲点"): ("2", "2类区"), ("noise_zone_class", "乙点"): ("4.1", "4a类"),
    }  # fmt: skip
    rows = staged(lines).observations.to_pylist()
    levels = {(r["site"], r["statistic"]): r["value"] for r in rows if r["unit"] == "dB(A)"}
    assert levels == {
        ("甲点", "day"): Decimal("58.3"), ("甲点", "night"): Decimal("50.6"),
        ("乙点", "day"): Decimal("70.5"), ("乙点", "night"): Decimal(61),
    }  # fmt: skip


def test_grids_and_roads_keep_their_classes_to_themselves() -> None:
    lines = "城关区2008年区域环境噪声\n测点|功能区|等效声级\n甲格|'2类区|55.1\n乙格|'2类区|54.2"
    assert not classes(lines)


def test_numbers_under_a_mere_target_are_no_classes() -> None:
    lines = SAMPLES.format(head="目标", one="2", two="3")
    assert not classes(lines)
    assert classes(SAMPLES.format(head="功能区类别", one="2", two="3"))


def test_a_column_that_holds_other_texts_is_none_of_classes() -> None:
    lines = SAMPLES.format(head="水质目标", one="达标", two="保持")
    assert not classes(lines)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Ⅲ类", "3"), ("III类", "3"), ("Ⅲ", "3"), ("三类", "3"), ("3类", "3"), (3, "3"),
        ("地表水Ⅲ类", "3"), ("GB3838-2002Ⅲ类标准", "3"), ("劣Ⅴ类", "6"), ("劣V", "6"),
        ("劣Ⅲ类", ""), ("Ⅵ类", ""), ("达标", ""), (None, ""), (True, ""), (3.5, ""),
    ],
)  # fmt: skip
def test_spellings_of_a_class_of_water(cell: object, code: str) -> None:
    assert class_in(cell, "water_target_class") == code  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "code"),
    [("2类", "2"), ("2类区", "2"), (2, "2"), ("4a", "4.1"), ("4B类", "4.2"), ("Ⅱ类", "")],
)
def test_spellings_of_a_zone_of_noise(cell: object, code: str) -> None:
    assert class_in(cell, "noise_zone_class") == code  # type: ignore[arg-type]
