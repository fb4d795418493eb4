"""Grades, classes and scores through the service: the names of the time, the worst item, 参考."""

from datetime import date
from pathlib import Path
from typing import Any

from chuangmo.period import parse_period
from chuangmo.service.figures.assessing import assess
from chuangmo.service.scoring import gradings
from tests.stored_rows import ACTOR, board_with

LATE = date(2100, 1, 1)
SITES = """
[[site]]
id = "甲桥"
name = "甲桥"
district = "安宁区"
indicators = ["ph", "dissolved_oxygen", "codmn", "nh3n", "tp", "tn"]
in_city_mean = true
klass = "Ⅲ类"
source = "测试"
confidence = "C"

[[site]]
id = "丁水库"
name = "丁水库"
district = "安宁区"
indicators = ["tp", "tn"]
in_city_mean = true
role = "湖库"
klass = "Ⅲ类"
source = "测试"
confidence = "C"
"""


def listed(home: Path) -> Path:
    folder = home / "catalog" / "cities" / "lanzhou"
    folder.mkdir(parents=True)
    (folder / "sites.toml").write_text(SITES, encoding="utf-8")
    return home


def samples(site: str, indicator: str, values: list[str], year: int = 2008) -> list[dict[str, Any]]:
    """One sample a month; with L below detection."""
    return [
        {
            "indicator": indicator, "area": "安宁区", "site": site, "value": text.rstrip("L"),
            "period": f"{year}-{month:02d}", "qualifier": "below" if text.endswith("L") else "",
        }
        for month, text in enumerate(values, 1)
    ]  # fmt: skip


def noise(year: int, value: str, indicator: str = "noise_regional", **more: str) -> dict[str, Any]:
    return {"indicator": indicator, "area": "安宁区", "period": str(year), "value": value, **more}


def test_noise_grades_carry_the_names_of_their_time(tmp_path: Path) -> None:
    rows = [noise(2008, "55.1"), noise(2013, "55.1"), noise(2013, "68.04", "noise_traffic")]
    with board_with(tmp_path, "lanzhou", rows) as board:
        early = gradings.noise_grades(board, ACTOR, parse_period("2008"), LATE, area="安宁区")
        late = gradings.noise_grades(board, ACTOR, parse_period("2013"), LATE, area="安宁区")
    assert [(one.name, one.rank, one.published) for one in early] == [("轻度污染", 3, "55.1")]
    assert [(one.indicator, one.name, one.published) for one in late] == [
        ("noise_regional", "三级（一般）", "55.1"),
        ("noise_traffic", "一级（好）", "68.0"),
    ]


def test_night_noise_has_its_own_grade_and_stays_out_of_the_day(tmp_path: Path) -> None:
    grids = [
        noise(2013, value, site=f"网格{n}", statistic=part)
        for part, values in (("day", ("54", "56")), ("night", ("44", "47")))
        for n, value in enumerate(values)
    ]
    with board_with(tmp_path, "lanzhou", grids) as board:
        found = gradings.noise_grades(board, ACTOR, parse_period("2013"), LATE, area="安宁区")
    assert [(one.part, one.published, one.name, one.points) for one in found] == [
        ("day", "55.0", "二级（较好）", 2),
        ("night", "45.5", "三级（一般）", 2),
    ]


def test_a_section_is_as_bad_as_its_worst_item_and_held_against_its_class(tmp_path: Path) -> None:
    rows = [
        *samples("甲桥", "codmn", ["3.0"] * 12),
        *samples("甲桥", "nh3n", ["1.2"] * 12),
        *samples("甲桥", "tn", ["5.0"] * 12),
    ]
    with board_with(listed(tmp_path), "lanzhou", rows) as board:
        (found,) = gradings.section_grades(board, ACTOR, parse_period("2008"), LATE)
    assert (found.site, found.area, found.klass, found.body) == ("甲桥", "安宁区", "Ⅲ类", "river")
    assert (found.found, found.worst, found.complies) == ("Ⅳ类", ("nh3n",), False)
    items = {one.indicator: (one.found, one.complies) for one in found.items}
    assert items == {"codmn": ("Ⅱ类", True), "nh3n": ("Ⅳ类", False), "tn": ("", None)}


def test_a_reservoir_is_judged_by_the_limits_of_lakes(tmp_path: Path) -> None:
    rows = [*samples("丁水库", "tp", ["0.06"] * 12), *samples("丁水库", "tn", ["0.9"] * 12)]
    with board_with(listed(tmp_path), "lanzhou", rows) as board:
        (found,) = gradings.section_grades(board, ACTOR, parse_period("2008"), LATE)
        verdicts = assess(board, ACTOR, parse_period("2008"), LATE, area="安宁区").sections
    assert (found.body, found.found, found.worst) == ("lake", "Ⅳ类", ("tp",))
    assert {row.indicator: row.status for row in verdicts} == {"tp": "missed", "tn": "met"}


def test_too_few_samples_give_no_class_and_say_which_item(tmp_path: Path) -> None:
    rows = [*samples("甲桥", "codmn", ["3.0"] * 12), *samples("甲桥", "nh3n", ["0.1"] * 7)]
    with board_with(listed(tmp_path), "lanzhou", rows) as board:
        (found,) = gradings.section_grades(board, ACTOR, parse_period("2008"), LATE)
    assert (found.found, found.complies) == ("", None)
    assert found.reason == "氨氮的数据不足，不能定类。"


def test_below_detection_a_section_shows_the_mark_never_the_number(tmp_path: Path) -> None:
    rows = samples("甲桥", "nh3n", ["0.025L"] * 12)
    with board_with(listed(tmp_path), "lanzhou", rows) as board:
        (found,) = gradings.section_grades(board, ACTOR, parse_period("2008"), LATE)
    assert (found.found, found.items[0].published) == ("Ⅰ类", "0.025L")


def test_sections_get_their_verdict_by_functional_class_beside_the_rows(tmp_path: Path) -> None:
    rows = [
        *samples("甲桥", "codmn", ["6.0"] * 12),
        *samples("甲桥", "dissolved_oxygen", ["4.9"] * 12),
        *samples("没有登记的断面", "codmn", ["3.0"] * 12),
    ]
    with board_with(listed(tmp_path), "lanzhou", rows) as board:
        found = assess(board, ACTOR, parse_period("2008"), LATE)
        of_district = assess(board, ACTOR, parse_period("2008"), LATE, area="安宁区")
    told = {
        (row.site, row.indicator): (row.status, row.operator, row.limit) for row in found.sections
    }
    assert told == {
        ("甲桥", "codmn"): ("met", "<=", "6"),
        ("甲桥", "dissolved_oxygen"): ("missed", ">=", "5"),
        ("没有登记的断面", "codmn"): ("no_target", None, None),
    }
    assert [row.reason_code for row in found.sections if row.status == "no_target"] == ["no_class"]
    assert all(row.site is None for row in found.rows)
    assert found.sections == of_district.sections


def test_the_score_table_is_marked_as_reference_and_never_guesses(tmp_path: Path) -> None:
    rows = [noise(2008, "55.0", area="兰州市")]
    with board_with(tmp_path, "lanzhou", rows) as board:
        table = next(iter(board.catalog.score_tables.values()))
        item = next(one for one in table.items if one.indicator == "noise_regional")
        done = next(one for one in table.items if one.kind == "qualitative")
        sheet = gradings.score_sheet(board, ACTOR, parse_period("2008"), LATE)
        undone = gradings.score_sheet(
            board, ACTOR, parse_period("2008"), LATE, done={done.id: False}
        )
    lines = {line.id: line for line in sheet.lines}
    assert sheet.reference and sheet.total is None
    assert item.id not in sheet.missing and lines[item.id].published == "55.0"
    assert lines[done.id].points is None and lines[done.id].reason
    assert {line.id: line for line in undone.lines}[done.id].points == f"-{done.weight}.00"
    assert float(undone.entered) == float(sheet.entered) - float(done.weight)
