"""口径与标准 shows every rule of the catalog, each with its source and how far it is trusted."""

import re
from datetime import date

from chuangmo.assess.compare import change_unit
from chuangmo.assess.verdicts.display import displayed
from chuangmo.catalog.target_models import FORM_WORD
from chuangmo.period import parse_period
from chuangmo.service.board import Board
from chuangmo.service.figures.assessing import assess
from tests.pages.conftest import ACTOR, opened, words

INDICES, GRADES, ARITHMETIC = "指数", "等级与评分", "修约与比较"


def plain(text: str) -> str:
    return re.sub(r"</?sub>", "", text)


def test_every_index_table_is_shown_with_all_its_breakpoints(empty: Board) -> None:
    text = plain(words(opened("rules.py", rules=INDICES)))
    for table in empty.catalog.index_tables.values():
        assert table.name in text and table.document in text and table.source in text
        for points in table.breakpoints:
            assert all(f">{value}<" in text for value in points.values)
        assert all(grade.name in text for grade in table.grades)
    for composite in empty.catalog.composite_tables.values():
        assert composite.name in text and composite.source in text
    good = next(i for i in empty.catalog.indicators.values() if i.id == "good_air_days")
    assert good.basis in text


def test_tables_switched_off_are_marked_as_reference(empty: Board) -> None:
    off = [t for t in empty.catalog.composite_tables.values() if t.reference_only]
    text = words(opened("rules.py", rules=INDICES))
    assert off and text.count('<span class="tag">参考，未启用</span>') == len(off)
    assert '<span class="tag">待核</span>' in text


def test_grades_bear_the_names_of_their_time_side_by_side(empty: Board) -> None:
    text = words(opened("rules.py", rules=GRADES))
    for scale in empty.catalog.grade_scales.values():
        assert scale.document in text and scale.source in text
        assert all(name in text for name in scale.names)
    assert "1990年1月1日起，至2013年2月28日" in text
    for table in empty.catalog.score_tables.values():
        assert all(item.name in text for item in table.items)
        assert ("参考，未启用" in text) == table.reference_only


def test_the_zone_rules_are_those_of_the_indicators(empty: Board) -> None:
    text = words(opened("rules.py", rules=GRADES))
    for name in (
        "noise_functional_day_rate",
        "water_source_compliance",
        "surface_water_compliance",
    ):
        entry = empty.catalog.indicator(name)
        assert entry.basis in text and entry.source in text


def test_rounding_comparison_and_states_come_from_the_standards(empty: Board) -> None:
    text = plain(words(opened("rules.py", rules=ARITHMETIC)))
    for standard in empty.catalog.standards.values():
        assert standard.name in text
        for state in standard.states:
            assert state.name in text and state.source in text
    assert "2018年9月1日" in text and "仅改变显示，判定仍按 GB/T 8170" in text
    for indicator in empty.catalog.indicators.values():
        assert change_unit(indicator) in ("%", "pt", "dB", "") and indicator.label in text


def test_another_rounding_is_kept_in_the_address_and_changes_no_verdict(seen: Board) -> None:
    day = date(2008, 12, 31)
    found = assess(seen, ACTOR, parse_period("2008"), day).rows
    rows = [row for row in found if row.status != "no_target"]  # the page lists what is judged
    cuts = (
        (row, displayed(row, seen.catalog.indicator(row.indicator), "truncate")) for row in rows
    )
    row, shown = next(p for p in cuts if p[1].text not in (None, p[0].published))
    query = {"month": "2008-12", "indicator": row.indicator, "area": row.area}
    even = opened("indicator.py", **query)
    cut = opened("indicator.py", **query, rounding="直接截断")
    in_even, in_cut = (words(app).partition("修约显示")[2] for app in (even, cut))
    assert f">{shown.text}<" in in_cut and f">{row.published}<" in in_cut
    assert f">{shown.text}<" not in in_even
    assert "仅改变显示，判定仍按 GB/T 8170" in words(even)
    chips = r'<span class="(?:chip|st)[^"]*">'
    assert re.findall(chips, words(even)) == re.findall(chips, words(cut))


def test_noise_is_graded_on_the_pages_of_indicator_and_district(seen: Board) -> None:
    text = words(opened("indicator.py", month="2008-12", indicator="noise_regional", area="城关区"))
    assert "噪声等级" in text and "较好" in text and "等级只描述状况" in text
    remark = words(opened("district.py", month="2008-12", area="城关区"))
    assert "区域噪声 等级" in remark and "昼间 55.0 dB(A)，较好" in remark


def test_a_change_of_noise_is_said_in_decibel(seen: Board) -> None:
    text = words(opened("indicator.py", month="2008-12", indicator="noise_regional", area="城关区"))
    assert not re.search(r"与上年同期相比(?:上升|下降)[\d.]+%", text)


def test_every_form_of_target_has_its_rule_and_what_is_not_judged(empty: Board) -> None:
    text = words(opened("rules.py", rules="年内判断"))
    table = text.split("目标的形式")[1]
    assert all(word in table for form, word in FORM_WORD.items() if form)
    assert table.count("：数据不足") == 4 and "达标" not in table.split("</table>")[0]
