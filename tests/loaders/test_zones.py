"""Functional-area noise by class: classes over day and night, day over classes, classes down."""

import pytest

from loaders.words.zones import zone_of
from tests.loaders.staging import staged

TITLE = "2008年城关区功能区噪声监测结果 dB(A)\n"
PAIRS = {("1类区", "day"): 53, ("1类区", "night"): 43, ("2类区", "day"): 55, ("2类区", "night"): 44}
FORMS = {
    "classes over day and night": "区县|1类||2类|\n|昼|夜|昼|夜\n城关区|53|43|55|44",
    "with a corner": "功能区类别|1类||2类|\n区县|昼间|夜间|昼间|夜间\n城关区|53|43|55|44",
    "day over classes": "区县|昼间||夜间|\n|1类区|2类区|1类区|2类区\n城关区|53|55|43|44",
    "without a place column": "功能区类别|昼间|夜间\n1类|53|43\n二类区|55|44",
    "place and class down": "区县|功能区类别|昼间|夜间\n城关区|1类|53|43\n城关区|2类|55|44",
}


@pytest.mark.parametrize("name", FORMS)
def test_read_without_a_double(name: str) -> None:
    batch = staged(TITLE + FORMS[name])
    assert not batch.errors and not batch.questions
    rows = batch.observations.to_pylist()
    assert {(r["site"], r["statistic"]): r["value"] for r in rows} == PAIRS
    assert {(r["area"], r["indicator"]) for r in rows} == {("城关区", "noise_functional")}


def test_points_with_classes_across() -> None:
    batch = staged(
        "2008年功能区噪声 dB(A)\n测点|区县|1类||4a类|\n||昼|夜|昼|夜\n甲点|城关区|53|43||\n乙点|安宁区|||68|54"
    )
    rows = batch.observations.to_pylist()
    assert not batch.errors
    assert {r["site"] for r in rows} == {"甲点 1类区", "乙点 4a类区"} and len(rows) == 4


def test_hours_down() -> None:
    lines = "2008年第3季度城关区功能区噪声 dB(A)\n时间|1类区||2类区|\n|昼间|夜间|昼间|夜间\n7月|53|43|55|44\n8月|52|42|54|45"
    batch = staged(lines)
    assert not batch.errors and batch.observations.num_rows == 8


@pytest.mark.parametrize(
    "text", ["1类", "一类区", "１类标准适用区", "1类(居住文教区)", "1类声环境功能区"]
)
def test_spellings(text: str) -> None:
    assert zone_of(text) == "1类区"


@pytest.mark.parametrize("text", ["Ⅱ类", "5类", "1类区面积", "12类", "劣五类"])
def test_other_texts(text: str) -> None:
    assert zone_of(text) == ""
