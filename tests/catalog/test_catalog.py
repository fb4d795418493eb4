"""Asking the catalog: places, the standard of a date, limits, validity, items, overlay, cache."""

import os
from datetime import date

import pytest

from chuangmo.catalog.faults import UnknownId, UnknownPlace
from chuangmo.catalog.load import load_catalog
from chuangmo.settings import CATALOG_DIR

PM10_2009 = """
[[target]]
indicator = "pm10"
area = "城关区"
year = 2008
operator = "<="
limit = "0.120"
unit = "mg/m³"
document = "兰政发〔2008〕0号"
source = "测试"
confidence = "A"
"""


@pytest.mark.parametrize(
    ("city", "on", "indicator", "standard"),
    [
        ("lanzhou", date(1996, 9, 30), "pm10", None),
        ("lanzhou", date(2000, 1, 5), "no2", "gb3095-1996-original"),
        ("lanzhou", date(2000, 1, 6), "no2", "gb3095-1996"),
        ("lanzhou", date(2008, 10, 5), "pm10", "gb3095-1996"),
        ("lanzhou", date(2008, 10, 5), "pm25", None),
        ("lanzhou", date(2012, 12, 31), "pm10", "gb3095-1996"),
        ("lanzhou", date(2013, 1, 1), "pm10", "gb3095-2012"),
        ("beijing", date(2014, 1, 1), "pm10", "gb3095-2012"),
        ("beijing", date(2014, 1, 1), "pm25", "gb3095-2012"),
        ("open", date(2014, 1, 1), "pm10", "gb3095-1996"),
        ("open", date(2016, 1, 1), "pm10", "gb3095-2012"),
        ("beijing", date(2026, 2, 28), "pm10", "gb3095-2012"),
        ("beijing", date(2026, 3, 1), "pm10", "gb3095-2026"),
        ("beijing", date(2026, 3, 1), "tsp", None),
        ("beijing", date(2031, 1, 1), "pm10", "gb3095-2031"),
        ("lanzhou", date(2008, 9, 30), "noise_functional", "gb3096-1993"),
        ("lanzhou", date(2008, 10, 1), "noise_functional", "gb3096-2008"),
        ("lanzhou", date(2008, 10, 5), "catering_treated_units", None),
    ],
)
def test_standard_by_date_and_city(catalog_of, city, on, indicator, standard):
    found = catalog_of(city).standard_for(indicator, on)
    assert (found.id if found else None) == standard


def test_a_reference_only_standard_is_never_the_rule(settings, write):
    text = (CATALOG_DIR / "standards" / "gb3095-1996.toml").read_text("utf-8")
    write("standards/gb3095-1996.toml", text.replace("from =", "reference_only = true\nfrom =", 1))
    assert load_catalog(settings).standard_for("pm10", date(2008, 10, 5)) is None


def test_limit_is_as_printed_and_of_the_citys_class(catalog_of):
    catalog = catalog_of("lanzhou")
    standard = catalog.standards["gb3095-1996"]
    limit = catalog.limit(standard, "pm10", "year")
    assert limit and (limit.value, limit.unit, limit.klass) == ("0.10", "mg/m³", "二级")
    first = catalog.limit(standard, "pm10", "year", "一级")
    assert first and first.value == "0.04"
    assert catalog.limit(standard, "co", "year") is None


def test_noise_has_no_class_of_its_own(catalog_of):
    catalog = catalog_of("lanzhou")
    standard = catalog.standards["gb3096-2008"]
    assert catalog.limit(standard, "noise_functional", "daytime") is None
    night = catalog.limit(standard, "noise_functional", "night", "2类")
    assert night and (night.value, night.unit) == ("50", "dB(A)")


@pytest.mark.parametrize(
    ("indicator", "on", "numbers"),
    [
        ("so2", date(2008, 1, 1), (18, 12, 12, 144, True)),
        ("pm10", date(2008, 1, 1), (12, 5, 5, 60, True)),
        ("pm10", date(2014, 1, 1), (20, 27, 25, 324, False)),
        ("pm25", date(2027, 1, 1), (20, 27, 25, 324, False)),
    ],
)
def test_validity_numbers(catalog_of, indicator, on, numbers):
    found = catalog_of("lanzhou").validity(indicator, on)
    assert found
    rule = found[1]
    months = (rule.days_per_month, rule.days_in_february, rule.days_per_year)
    assert (rule.hours_per_day, *months, rule.evenly_spread) == numbers
    assert all(str(number) in rule.text for number in numbers[:2])


def test_no_validity_without_a_standard(catalog_of):
    assert catalog_of("lanzhou").validity("pm25", date(2008, 1, 1)) is None


@pytest.mark.parametrize("text", ["安宁区", "安宁", " 安 宁 区 ", "620105"])
def test_area_from_name_alias_and_adcode(catalog_of, text):
    assert catalog_of("lanzhou").area(text) == "安宁区"


def test_the_masked_name_is_nobodys_alias(catalog_of):
    with pytest.raises(UnknownPlace, match="城关区"):
        catalog_of("lanzhou").area("城东区")


def test_areas_and_kinds(catalog_of):
    catalog = catalog_of("lanzhou")
    assert catalog.areas()[:2] == ["兰州市", "城关区"]
    assert [catalog.area_kind(area) for area in catalog.areas()[:2]] == ["city", "district"]
    assert catalog.district("永登").name == "永登县"
    with pytest.raises(UnknownPlace):
        catalog.district("兰州市")


def test_open_city_keeps_places_as_written(catalog_of):
    catalog = catalog_of("open")
    assert catalog.area(" 臺北市 ") == "臺北市"
    assert catalog.district("臺北市").in_city_mean is False
    assert catalog.areas() == ["本表地点"]


def test_sites_by_area_indicator_and_word(catalog_of):
    beijing = catalog_of("beijing")
    assert len(beijing.sites()) == len(beijing.sites("北京市")) == 12
    assert [s.id for s in beijing.sites("昌平区")] == ["Changping", "Dingling"]
    assert beijing.sites(indicator="noise_traffic") == []
    for word in ("Dongsi", "dongsi", "东四"):
        site = beijing.site(word)
        assert site and (site.id, site.district) == ("Dongsi", "东城区")
    assert beijing.site("没有") is None
    assert [s.id for s in beijing.city.sites if not s.in_city_mean] == ["Dingling"]


def test_place_words_hold_areas_and_sites_but_no_adcode(catalog_of):
    words = catalog_of("beijing").place_words()
    assert words["昌平"] == ("area", "昌平区")
    assert words["昌平镇"] == words["Changping"] == words["changping"] == ("site", "Changping")
    assert words["北京"] == ("area", "北京市")
    assert not any(word.isdigit() for word in words)


def test_unknown_ids_are_answered_with_near_ones(catalog_of):
    catalog = catalog_of("lanzhou")
    with pytest.raises(UnknownId, match="pm10"):
        catalog.indicator("pm1o")
    with pytest.raises(UnknownId, match="pm10"):
        catalog.standard_for("pm1o", date(2008, 1, 1))
    with pytest.raises(UnknownId, match="national_2006"):
        catalog.scheme("national_2005")


def test_the_citys_scheme_and_the_item_of_an_indicator(catalog_of):
    catalog = catalog_of("lanzhou")
    scheme = catalog.schemes_in_force(2007).judging
    assert scheme and scheme.id == "national_2006"
    item = catalog.scheme_item(scheme, "noise_traffic")
    assert item and (item.operator, item.threshold, item.unit) == ("<=", "70", "dB(A)")
    assert catalog.scheme_item(scheme, "pm10") is None
    both = catalog.scheme_item(catalog.scheme("national_2011"), "pm10")
    assert both and (both.id, both.limit_from) == ("n11_08b", "standard")


def test_overlay_wins_entry_by_entry(settings, write):
    write("cities/lanzhou/targets.toml", PM10_2009)
    catalog = load_catalog(settings)
    changed = catalog.target("pm10", "城关区", 2008)
    assert changed and (changed.limit, changed.document) == ("0.120", "兰政发〔2008〕0号")
    kept = catalog.target("pm10", "安宁区", 2008)
    assert kept and kept.mark == "invented"


def test_overlay_of_an_indicator_keeps_its_place(settings, write):
    text = (CATALOG_DIR / "indicators.toml").read_text("utf-8")
    second = text.split("[[indicator]]")[2]
    write("indicators.toml", "[[indicator]]" + second.replace('low = "0.2"', 'low = "0.1"'))
    catalog = load_catalog(settings)
    assert list(catalog.indicators)[:3] == ["pm10", "so2", "no2"]
    band = catalog.indicator("so2").plausible
    assert band and band.low == "0.1"


def test_overlay_of_the_city_wins_key_by_key(settings, write):
    write("cities/lanzhou/city.toml", 'scheme = "national_2008"\ngroups = { far = "远郊县区" }\n')
    city = load_catalog(settings).city
    assert (city.scheme, city.name, city.groups["far"]) == ("national_2008", "兰州市", "远郊县区")
    assert city.groups["near"] == "四城区" and city.adoptions


def test_a_new_city_lives_in_the_overlay_alone(settings, write, tmp_path):
    write("cities/tianshui/city.toml", 'name = "天水市"\nscheme = "national_2006"\n')
    other = type(settings)(tmp_path, "tianshui")
    assert load_catalog(other).areas() == ["天水市"]


def test_loaded_once_until_a_file_changes(settings, write):
    path = write("cities/lanzhou/targets.toml", PM10_2009)
    first = load_catalog(settings)
    assert load_catalog(settings) is first
    path.write_text(PM10_2009.replace("0.120", "0.119"), encoding="utf-8")
    os.utime(path, ns=(1, 1))
    second = load_catalog(settings)
    assert second.version != first.version
    changed = second.target("pm10", "城关区", 2008)
    assert changed and changed.limit == "0.119"


def test_version_depends_on_content_only(settings, write):
    path = write("cities/lanzhou/targets.toml", PM10_2009)
    first = load_catalog(settings).version
    os.utime(path, ns=(1, 1))
    assert load_catalog(settings).version == first


@pytest.mark.parametrize(
    ("city", "on", "table"),
    [
        ("lanzhou", date(2008, 10, 5), "api-1996"),
        ("lanzhou", date(2014, 1, 1), "aqi-2012"),
        ("open", date(2014, 1, 1), "api-1996"),
        ("beijing", date(2026, 2, 28), "aqi-2012"),
        ("beijing", date(2026, 3, 1), "aqi-2026"),
        ("lanzhou", date(1999, 1, 1), None),
    ],
)
def test_daily_index_by_date_and_city(catalog_of, city, on, table):
    found = catalog_of(city).index_table(on)
    assert (found.id if found else None) == table


def test_breakpoints_of_2026_differ_in_particles_only(catalog_of):
    tables = catalog_of("lanzhou").index_tables
    old, new = (
        {points.indicator: points.values for points in tables[table].breakpoints}
        for table in ("aqi-2012", "aqi-2026")
    )
    assert {indicator for indicator in old if old[indicator] != new[indicator]} == {"pm10", "pm25"}
    assert (new["pm25"][2], new["pm10"][2]) == ("60", "120")


def test_annual_percentiles_from_2012_on(catalog_of):
    standards = catalog_of("lanzhou").standards
    found = {p.indicator: (p.percent, p.averaging) for p in standards["gb3095-2012"].percentiles}
    assert found["so2"] == found["no2"] == (98, "day")
    assert found["pm10"] == found["pm25"] == found["co"] == (95, "day")
    assert found["o3"] == (90, "mda8")
    assert standards["gb3095-1996"].percentiles == ()
