"""A programme item by item: AND, OR (陕西), silences, entered results, what counts as entered."""

import itertools

import pytest

from chuangmo.assess import verdict_types as vt
from chuangmo.assess.verdict_types import Verdict
from chuangmo.assess.verdicts import schemes
from chuangmo.assess.verdicts.schemes import (
    all_of,
    any_of,
    by_item,
    grouped,
    held,
    outcome,
    part_of,
    requirement,
    whole,
)
from chuangmo.catalog.load import load_catalog
from chuangmo.catalog.models import ItemEntry
from chuangmo.settings import Settings

YEAR = 2008


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    return load_catalog(Settings(tmp_path_factory.mktemp("home"), "lanzhou"))


def verdict(indicator, status, value="1", line=vt.SCHEME, **more):
    fields = dict.fromkeys(Verdict.__dataclass_fields__)
    fields |= {
        "indicator": indicator, "area": "兰州市", "line": line, "status": status, "value": value,
        "published": value, "unit": "%", "reason": f"{indicator}：{status}", "reason_code": "",
        "document": "文件", "demo": False, "limit_id": f"x/{indicator}",
    }  # fmt: skip
    return Verdict(**(fields | more))


def entry(item, result, scheme="national_2006", **more):
    raw = {
        "scheme": scheme,
        "item": item.id,
        "year": YEAR,
        "result": result,
        "document": "甘环发1号",
    }
    return ItemEntry(**(raw | {"by": "王", "at": "2009-01-05T00:00:00Z"} | more))


def group(catalog, scheme, member):
    return next(
        items for items in grouped(catalog.scheme(scheme)) if member in {i.id for i in items}
    )


def row(catalog, scheme, member, **statuses):
    """The outcome of a row whose indicators have these statuses."""
    items = group(catalog, scheme, member)
    found = by_item(
        catalog.scheme(scheme), [verdict(name, status) for name, status in statuses.items()]
    )
    return outcome(items, [part_of(i, found.get(i.id, []), None, YEAR) for i in items], YEAR)


# -- the two rules


@pytest.mark.parametrize(
    ("statuses", "both", "either"),
    [
        ((vt.MET, vt.MET), vt.MET, vt.MET),
        ((vt.MET, vt.MISSED), vt.MISSED, vt.MET),
        ((vt.MISSED, vt.MISSED), vt.MISSED, vt.MISSED),
        ((vt.MET, vt.INSUFFICIENT), vt.INSUFFICIENT, vt.MET),
        ((vt.MISSED, vt.INSUFFICIENT), vt.MISSED, vt.INSUFFICIENT),
        ((vt.INSUFFICIENT, vt.INSUFFICIENT), vt.INSUFFICIENT, vt.INSUFFICIENT),
        ((vt.ON_COURSE, vt.AT_RISK), vt.AT_RISK, vt.ON_COURSE),
        ((vt.ON_COURSE, vt.UNDECIDED), vt.UNDECIDED, vt.ON_COURSE),
        ((vt.AT_RISK, vt.UNDECIDED), vt.AT_RISK, vt.UNDECIDED),
        ((vt.UNDECIDED, vt.INSUFFICIENT), vt.INSUFFICIENT, vt.INSUFFICIENT),
        ((vt.MET, vt.UNDECIDED), vt.UNDECIDED, vt.MET),
        ((vt.ON_COURSE, vt.INSUFFICIENT), vt.INSUFFICIENT, vt.ON_COURSE),
        ((vt.AT_RISK, vt.INSUFFICIENT), vt.INSUFFICIENT, vt.INSUFFICIENT),
        ((vt.MISSED, vt.AT_RISK), vt.MISSED, vt.AT_RISK),
        ((vt.NOT_APPLICABLE, vt.MISSED), vt.MISSED, vt.MISSED),
        ((vt.NOT_APPLICABLE, vt.MET), vt.MET, vt.MET),
        ((vt.NOT_APPLICABLE, vt.NOT_APPLICABLE), vt.NOT_APPLICABLE, vt.NOT_APPLICABLE),
        ((vt.NOT_YET_DUE, vt.MET), vt.NOT_YET_DUE, vt.MET),
        ((), vt.NOT_APPLICABLE, vt.NOT_APPLICABLE),
    ],
)
def test_and_and_or(statuses, both, either):
    for order in itertools.permutations(statuses):
        assert (all_of(order), any_of(order)) == (both, either)


def test_every_status_alone_is_itself():
    for status in vt.STATUSES:
        assert all_of([status]) == any_of([status]) == status


def test_and_is_never_better_than_a_member_and_or_never_worse():
    better = (vt.MET, vt.ON_COURSE)
    for pair in itertools.product(vt.STATUSES, repeat=2):
        applying = [status for status in pair if status != vt.NOT_APPLICABLE]
        if all_of(pair) in better:
            assert all(status in better for status in applying)
        if any_of(pair) == vt.MISSED:
            assert all(status == vt.MISSED for status in applying)


# -- rows of the programmes


def test_a_group_is_one_row_and_the_order_is_that_of_the_document(catalog):
    rows = [[i.id for i in items] for items in grouped(catalog.scheme("national_2011"))]
    assert ["n11_08a", "n11_08b"] in rows
    assert len(rows) == 26


@pytest.mark.parametrize(("scheme", "rows"), [("national_2006", 30), ("national_2011", 26)])
def test_a_complete_programme_has_as_many_rows_as_its_document_has_items(catalog, scheme, rows):
    found = catalog.scheme(scheme)
    assert len(grouped(found)) == found.official_items == rows


def test_the_2008_list_has_all_rows_and_says_which_requirements_it_lacks(catalog):
    found = catalog.scheme("national_2008")
    assert (len(grouped(found)), found.official_items, whole(found)) == (26, 26, 26)
    lacking = [items for items in grouped(found) if any(item.missing for item in items)]
    assert held(found) == 26 - len(lacking) == 16


def test_an_item_whose_requirement_was_not_found_is_not_assessable(catalog):
    found = row(catalog, "national_2008", "n08_14", sewage_treatment_rate=vt.MET)
    assert (found.status, found.entered) == (vt.NOT_ASSESSABLE, False)
    assert "没有查到" in found.reason


def test_shaanxi_air_holds_by_either_test(catalog):
    limits = {"pm10": vt.MISSED, "so2": vt.MET, "no2": vt.MET}
    assert row(catalog, "prov_shaanxi", "sn_q1", good_air_days=vt.MET, **limits).status == vt.MET
    missed = row(catalog, "prov_shaanxi", "sn_q1", good_air_days=vt.MISSED, **limits)
    assert missed.status == vt.MISSED
    assert "good_air_days" in missed.reason and "pm10" in missed.reason


def test_shaanxi_air_with_one_test_missed_and_the_other_unknown_is_not_judged(catalog):
    found = row(catalog, "prov_shaanxi", "sn_q1", good_air_days=vt.MISSED)
    assert found.status == vt.INSUFFICIENT
    assert not found.entered


def test_national_air_asks_for_both_tests(catalog):
    limits = {"pm10": vt.MISSED, "so2": vt.MET, "no2": vt.MET}
    found = row(catalog, "national_2008", "n08_08a", good_air_days=vt.MET, **limits)
    assert found.status == vt.MISSED
    assert found.reason == "pm10：missed"


def test_an_item_of_three_pollutants_waits_for_the_third(catalog):
    found = row(catalog, "national_2008", "n08_08a", good_air_days=vt.MET, pm10=vt.MET, so2=vt.MET)
    assert found.status == vt.INSUFFICIENT
    assert "没有数据" in found.reason
    assert not found.entered


def test_only_the_scheme_line_judges_an_item(catalog):
    scheme = catalog.scheme("national_2006")
    found = by_item(
        scheme,
        [
            verdict("noise_regional", vt.MISSED, line=vt.STANDARD),
            verdict("noise_regional", vt.MET),
            verdict("noise_regional", vt.MISSED, line=vt.TARGET),
            verdict("dustfall", vt.MISSED),
        ],
    )
    assert {item: [v.status for v in given] for item, given in found.items()} == {
        "n06_q4": [vt.MET]
    }


# -- results entered by hand


def test_a_qualitative_item_without_a_result_is_open(catalog):
    (item,) = group(catalog, "national_2006", "n06_b1")
    part = part_of(item, [], None, YEAR)
    assert (part.status, part.reason_code, part.entered) == (
        vt.INSUFFICIENT,
        schemes.NOT_ENTERED,
        False,
    )


@pytest.mark.parametrize("result", ["met", "missed", "not_applicable"])
def test_a_result_with_its_document_is_the_status(catalog, result):
    (item,) = group(catalog, "national_2006", "n06_b1")
    part = part_of(item, [], entry(item, result, value="第二名"), YEAR)
    assert (part.status, part.document, part.value, part.entered) == (
        result,
        "甘环发1号",
        "第二名",
        True,
    )


def test_a_hand_never_overrules_the_data(catalog):
    (item,) = group(catalog, "national_2006", "n06_q4")
    part = part_of(item, [verdict("noise_regional", vt.MISSED)], entry(item, "met"), YEAR)
    assert part.status == vt.MISSED


def test_a_quantitative_item_can_be_declared_not_applicable(catalog):
    (item,) = group(catalog, "national_2006", "n06_c6")
    part = part_of(item, [], entry(item, "not_applicable"), YEAR)
    assert (part.status, part.entered) == (vt.NOT_APPLICABLE, True)


@pytest.mark.parametrize(
    ("number", "entered", "status"),
    [
        (vt.MET, None, vt.INSUFFICIENT),
        (vt.MISSED, None, vt.MISSED),
        (vt.INSUFFICIENT, None, vt.INSUFFICIENT),
        (vt.MET, "met", vt.MET),
        (vt.MET, "missed", vt.MISSED),
        (vt.MISSED, "met", vt.MISSED),
        (vt.INSUFFICIENT, "met", vt.INSUFFICIENT),
        (vt.INSUFFICIENT, "missed", vt.MISSED),
    ],
)
def test_a_number_with_a_condition_in_words_needs_both(catalog, number, entered, status):
    (item,) = group(catalog, "national_2006", "n06_q3")  # = 100 %, and no water worse than Ⅴ类
    given = entry(item, entered) if entered else None
    part = part_of(item, [verdict("surface_water_compliance", number)], given, YEAR)
    assert part.status == status
    assert ("无劣Ⅴ类水体" in part.reason) == (entered is not None or number == vt.MET)
    assert ("尚未录入" in part.reason) == (entered is None and number == vt.MET)


def test_a_row_with_figures_below_the_minimum_is_entered_but_not_judged(catalog):
    found = row(catalog, "national_2006", "n06_q4", noise_regional=vt.INSUFFICIENT)
    assert (found.status, found.entered) == (vt.INSUFFICIENT, True)


def test_demo_data_mark_the_row(catalog):
    (item,) = items = group(catalog, "national_2006", "n06_q4")
    part = part_of(item, [verdict("noise_regional", vt.MET, demo=True)], None, YEAR)
    assert outcome(items, [part], YEAR).demo


# -- words


def test_requirements_in_words(catalog):
    assert requirement(group(catalog, "national_2006", "n06_q3")) == "＝ 100 %；市区内无劣Ⅴ类水体"
    assert requirement(group(catalog, "national_2006", "n06_m4")) == "达标"
    either = requirement(group(catalog, "prov_shaanxi", "sn_q1"))
    assert "≥ 80 %；或 " in either and either.endswith("（按评价年所用标准的年均限值）")
    assert "；且 " in requirement(group(catalog, "national_2008", "n08_08a"))
