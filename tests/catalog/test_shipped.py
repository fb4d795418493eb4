"""What ships is sound and complete: ids, aliases, sources, sites, targets of the two reports."""

import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from chuangmo.catalog.check import check_catalog
from chuangmo.catalog.words import indicator_words, plain_word
from chuangmo.settings import CATALOG_DIR, Settings

#: The ids promised by the command line.
PROMISED = [
    "pm10",
    "pm25",
    "so2",
    "no2",
    "co",
    "o3",
    "tsp",
    "dustfall",
    "good_air_days",
    "noise_regional",
    "noise_traffic",
    "noise_functional",
    "noise_zone_area",
    "water_source_compliance",
    "surface_water_compliance",
    "boiler_retrofit_units",
    "boiler_retrofit_owners",
    "boiler_retrofit_tonnage",
    "boiler_retrofit_so2",
    "boiler_retrofit_dust",
    "catering_treated_units",
    "catering_treated_items",
    "smoke_control_coverage",
    "sewage_treatment_rate",
    "pollution_census_units",
    "complaints_handled",
    "eia_compliance",
    "urban_assessment_score",
]
SCHEMES = ["national_2006", "national_2008", "national_2011", "prov_sichuan", "prov_shaanxi"]
AIR = ["pm10", "so2", "no2", "pm25", "co", "o3", "tsp", "dustfall"]


def test_shipped_catalog_has_no_fault(settings):
    assert check_catalog(settings) == []


@pytest.mark.parametrize("city", ["lanzhou", "beijing", "open"])
def test_every_shipped_city_loads(catalog_of, city):
    assert catalog_of(city).city.id == city


@pytest.mark.parametrize("indicator", PROMISED)
def test_every_promised_indicator_exists(catalog_of, indicator):
    assert catalog_of("lanzhou").indicator(indicator).id == indicator


def test_no_word_names_two_indicators(catalog_of):
    owner: dict[str, str] = {}
    for indicator in catalog_of("lanzhou").indicators.values():
        for word in indicator_words(indicator):
            assert owner.setdefault(plain_word(word), indicator.id) == indicator.id, word


@pytest.mark.parametrize(
    ("word", "indicator"),
    [
        ("可吸入颗粒物(PM10)", "pm10"),
        ("ＰＭ１０", "pm10"),
        ("颗粒物（PM10）", "pm10"),
        ("二氧化硫（SO₂）", "so2"),
        ("O3_8h", "o3"),
        ("落尘", "dustfall"),
        ("地面水水质达标率", "surface_water_compliance"),
        ("水域功能区水质达标率", "surface_water_compliance"),
        ("生活饮用水源水质达标率", "water_source_compliance"),
        ("餐饮业治理（户）", "catering_treated_units"),
        ("餐饮业治理（项）", "catering_treated_items"),
        ("污染源普查单位数（家）", "pollution_census_units"),
        ("环境噪声达标区面积(km²)", "noise_zone_area"),
    ],
)
def test_words_of_real_headers_are_known(catalog_of, word, indicator):
    words = {
        plain_word(known): one.id
        for one in catalog_of("lanzhou").indicators.values()
        for known in indicator_words(one)
    }
    assert words[plain_word(word)] == indicator


def test_every_limit_rule_item_and_target_has_a_source(catalog_of):
    catalog = catalog_of("lanzhou")
    parts = [
        part
        for s in catalog.standards.values()
        for part in (*s.limits, *s.validity, *s.percentiles)
    ]
    parts += [item for s in catalog.schemes.values() for item in s.items]
    assert len(parts) > 250
    for part in (
        *parts,
        *catalog.index_tables.values(),
        *catalog.city.targets,
        *catalog.city.sites,
    ):
        assert part.source.strip(), part


#: Words of a source that say the official text itself was not read.
SECOND_HAND = ("转引", "公开程序", "报道", "未读", "未核", "比照", "待核", "目标责任书", "一般了解")


def entries_of(table: Any) -> Iterator[dict[str, Any]]:
    """Every table of a catalog file that carries a confidence, at any depth."""
    for value in table.values() if isinstance(table, dict) else table:
        if isinstance(value, (dict, list)):
            yield from entries_of(value)
    if isinstance(table, dict) and "confidence" in table:
        yield table


def test_what_was_not_read_in_the_official_text_is_not_a():
    """A means read in an official text: a source that says otherwise never carries it."""
    found = [
        (path.name, one["source"])
        for path in CATALOG_DIR.rglob("*.toml")
        for one in entries_of(tomllib.loads(path.read_text("utf-8")))
        if one["confidence"] == "A" and any(word in one["source"] for word in SECOND_HAND)
    ]
    assert found == []


def test_every_quantitative_item_has_an_indicator_and_a_requirement(catalog_of):
    catalog = catalog_of("lanzhou")
    assert list(catalog.schemes) == sorted(SCHEMES)
    for scheme in catalog.schemes.values():
        for item in scheme.items:
            if item.kind == "quantitative":
                assert item.indicators, item.id
                asked = bool(item.threshold) + (item.limit_from == "standard")
                assert asked + bool(item.missing) == 1, item.id


def test_either_or_and_both_are_said(catalog_of):
    rules = {
        item.id: (item.group, item.group_rule)
        for scheme in catalog_of("lanzhou").schemes.values()
        for item in scheme.items
        if item.group
    }
    assert rules["n08_08a"] == rules["n08_08b"] == ("n08_08", "all")
    assert rules["n11_08a"] == rules["n11_08b"] == ("n11_08", "all")
    assert rules["sc_08a"] == rules["sc_08b"] == ("sc_08", "all")
    assert rules["sn_q1"] == rules["sn_q1b"] == ("sn_q1", "any")


def test_ambient_air_reads_zero_as_missing_and_uses_the_micro_sign(catalog_of):
    for indicator in AIR:
        found = catalog_of("lanzhou").indicator(indicator)
        assert found.zero_means_missing
        assert all("μ" not in unit for unit in found.digits)  # U+03BC is not U+00B5
    assert catalog_of("lanzhou").indicator("pm10").unit == "\u00b5g/m³"
    assert catalog_of("lanzhou").indicator("co").unit == "mg/m³"


def test_annual_class_two_limits_by_version(catalog_of):
    catalog = catalog_of("lanzhou")
    expected = {
        "gb3095-1996-original": ("0.10", "0.06", "0.04"),
        "gb3095-1996": ("0.10", "0.06", "0.08"),
        "gb3095-2012": ("70", "60", "40"),
        "gb3095-2026": ("60", "60", "40"),
        "gb3095-2031": ("50", "20", "30"),
    }
    for standard, values in expected.items():
        limits = [
            catalog.limit(catalog.standards[standard], indicator, "year")
            for indicator in ("pm10", "so2", "no2")
        ]
        assert tuple(limit.value for limit in limits if limit) == values


def test_boundaries_match_the_districts(catalog_of):
    catalog = catalog_of("lanzhou")
    folder = CATALOG_DIR / "cities" / "lanzhou"
    features = json.loads((folder / catalog.city.boundaries).read_text("utf-8"))["features"]
    drawn = {(f["properties"]["adcode"], f["properties"]["name"]) for f in features}
    assert drawn == {(d.adcode, d.name) for d in catalog.city.districts}
    assert "MIT" in (folder / "BOUNDARIES-LICENSE.txt").read_text("utf-8")
    assert "示意图" in catalog.city.boundary_note


def test_four_districts_make_the_city_mean(catalog_of):
    catalog = catalog_of("lanzhou")
    counted = [d.name for d in catalog.city.districts if d.in_city_mean]
    assert counted == ["城关区", "七里河区", "西固区", "安宁区"]
    assert {s.district for s in catalog.city.sites if s.in_city_mean} == set(counted)
    assert len(catalog.sites("城关区")) == 4
    assert all(len(catalog.sites(area)) == 2 for area in catalog.areas()[2:])


def test_targets_of_the_reports_and_those_we_invented(catalog_of):
    catalog = catalog_of("lanzhou")
    quota = catalog.target("boiler_retrofit_so2", "安宁区", 2008)
    assert quota and (quota.limit, quota.mark, quota.confidence) == ("100", "inferred", "B")
    control = catalog.target("pm10", "城关区", 2008)
    assert control and (control.limit, control.mark, control.document) == ("0.125", "invented", "")
    assert catalog.target("boiler_retrofit_units", "安宁区", 2008) is None
    boilers = catalog.target("boiler_retrofit_units", "城关区", 2008)
    assert boilers and (boilers.limit, boilers.confidence, boilers.mark) == ("61", "A", "")
    for target in catalog.city.targets:
        assert not (target.mark == "invented" and target.document), target


def test_numbers_are_decimal_text_that_keeps_its_zeros(catalog_of):
    pm10 = catalog_of("lanzhou").target("pm10", "兰州市", 2007)
    assert pm10 and pm10.limit == "0.130"
    assert Decimal(pm10.limit) == Decimal("0.13")


def test_shipped_overlay_of_itself_is_the_same_catalog(tmp_path: Path):
    """An overlay with equal entries changes the version, nothing else."""
    shutil.copytree(CATALOG_DIR, tmp_path / "catalog", ignore=shutil.ignore_patterns("words"))
    assert check_catalog(Settings(tmp_path, "lanzhou")) == []


def test_no_foreign_prose_in_notes(catalog_of):
    """Notes and sources are shown to people: they are Chinese, not left-over English."""
    for scheme in catalog_of("lanzhou").schemes.values():
        for item in scheme.items:
            shown = f"{item.note}{item.requirement}{item.averaging}{item.scope}{item.source}"
            assert not re.search(r"[a-z]{4,} [a-z]{3,}", shown), item.id
