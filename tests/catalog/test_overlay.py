"""Item results and dust days in files: one mistake a case; the overlay is written repeatably."""

from datetime import date
from pathlib import Path

import pytest

from chuangmo.catalog.faults import CatalogError
from chuangmo.catalog.load import load_catalog
from chuangmo.catalog.models import DustPeriod
from chuangmo.catalog.overlay import DUST, TARGETS, entries_in
from chuangmo.settings import Settings

ITEM = """
[[item]]
scheme = "national_2006"
item = "n06_b1"
year = 2008
result = "met"
document = "甘环发2号"
by = "李"
at = "2009-01-05T00:00:00Z"
"""
DAYS = """
[[dust]]
start = 2008-02-28
end = 2008-03-01
document = "甘环函"
"""
CITY = "cities/lanzhou/"


def test_the_samples_are_sound_and_seen(faults, settings, write):
    write(CITY + "dust.toml", DAYS)
    assert faults(CITY + "items.toml", ITEM) == []
    catalog = load_catalog(settings)
    assert catalog.item_entry("national_2006", "n06_b1", 2008).result == "met"
    assert catalog.dust_days() == {date(2008, 2, 28), date(2008, 2, 29), date(2008, 3, 1)}


#: file, sample, what is written wrongly, entry, field, a word of the reason
MISTAKES = [
    ("items.toml", ITEM, ("national_2006", "national_2007"), "national_2007/n06_b1/2008", "scheme",
     "national_2006"),
    ("items.toml", ITEM, ("n06_b1", "n06_b8"), "national_2006/n06_b8/2008", "item", "n06_b1"),
    ("items.toml", ITEM, ('"met"', '"passed"'), "national_2006/n06_b1/2008", "result", "passed"),
    ("items.toml", ITEM, ("n06_b1", "n06_q4"), "national_2006/n06_q4/2008", "result", "定量项目"),
    ("items.toml", ITEM, ("甘环发2号", ""), "national_2006/n06_b1/2008", "document", "出处"),
    ("items.toml", ITEM, ("year = 2008", "year = 2008\nscore = 1"), "national_2006/n06_b1/2008",
     "score", "未知的键"),
    ("dust.toml", DAYS, ("2008-03-01", "2008-02-01"), "2008-02-28/2008-02-01", "end", "早于"),
    ("dust.toml", DAYS, ("start = 2008-02-28\n", ""), "2008-03-01", "start", "缺少"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "sample", "change", "entry", "field", "word"), MISTAKES)
def test_one_mistake_is_found_with_file_entry_and_field(
    faults, tmp_path, file, sample, change, entry, field, word
):
    assert change[0] in sample
    found = faults(CITY + file, sample.replace(*change, 1))
    assert [(f.file, f.entry, f.field) for f in found] == [
        (str(tmp_path / "catalog" / CITY / file), entry, field)
    ]
    assert word in found[0].reason


def test_writing_does_not_depend_on_the_order_and_reads_back():
    days = [DustPeriod(start=date(2008, m, 1), end=date(2008, m, 2)) for m in (3, 4, 10)]
    data = DUST.render(days)
    assert data == DUST.render(reversed(days))
    assert list(entries_in(DUST, data, Path("dust.toml")).values()) == days
    assert DUST.names(CITY + "dust.toml") and not DUST.names("dust.toml")


def test_a_file_that_cannot_be_read_is_named():
    data = b'# x\n[[target]]\nindicator = "pm10"\n'
    with pytest.raises(CatalogError, match=r"targets\.toml 第 2 行"):
        entries_in(TARGETS, data, Path("targets.toml"))


def test_an_empty_file_has_no_entries():
    assert entries_in(DUST, b"", Path("dust.toml")) == {}


def test_a_file_of_forms_that_is_wrong_is_named_with_its_line(faults, tmp_path):
    (found,) = faults("layouts/a1.toml", "# x\n[[layout]\n")
    assert (found.file, found.line) == (str(tmp_path / "catalog/layouts/a1.toml"), 2)


def test_the_imprint_of_a_briefing_is_set_field_by_field(settings, write):
    write(CITY + "city.toml", '[briefing]\nissued_by = "兰州市环境保护局"\ncopies = 30\n')
    told = load_catalog(settings).city.briefing
    assert (told.issued_by, told.copies) == ("兰州市环境保护局", 30)
    assert (told.recipients, told.signed_by) == ((), "")


def test_an_unknown_field_of_the_imprint_is_a_fault(faults):
    found = faults(CITY + "city.toml", '[briefing]\nissuer = "兰州市环境保护局"\n')
    assert [one.field for one in found] == ["briefing.issuer"]


def test_a_city_file_in_the_old_form_takes_the_place_of_the_sequence(settings, write):
    write("cities/lanzhou/city.toml", 'scheme = "prov_shaanxi"\n')
    found = load_catalog(settings)
    assert [one.scheme for one in found.scheme_sequence] == ["prov_shaanxi"]
    assert {found.schemes_in_force(year).judging.id for year in (1999, 2008, 2026)} == {
        "prov_shaanxi"
    }


def test_a_national_list_in_the_old_form_stands_for_all_by_their_own_dates(settings, write):
    write("cities/lanzhou/city.toml", 'scheme = "national_2006"\n')
    found = load_catalog(settings)
    judging = {year: found.schemes_in_force(year).judging for year in (2007, 2008, 2010, 2012)}
    assert {year: one and one.id for year, one in judging.items()} == {
        2007: "national_2006", 2008: None, 2010: "national_2008", 2012: "national_2011",
    }  # fmt: skip


@pytest.mark.parametrize("city", ["lanzhou", "beijing", "open"])
def test_shipped_cities_follow_the_national_lists_by_their_dates(city, tmp_path):
    found = load_catalog(Settings(tmp_path, city))
    doubted = found.schemes_in_force(2008)
    assert doubted.in_doubt
    assert [one.id for one in doubted.shown] == ["national_2006", "national_2008"]
    assert not found.schemes_in_force(2006).shown
    for year in range(2011, 2031):
        assert found.schemes_in_force(year).judging.id == "national_2011"
