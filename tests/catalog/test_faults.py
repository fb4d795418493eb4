"""One mistake a case, each found with file, entry and field; all of them at once."""

import pytest

from chuangmo.catalog.check import check_catalog
from chuangmo.catalog.faults import CatalogError
from chuangmo.catalog.load import load_catalog
from chuangmo.settings import Settings

INDICATOR = """
[[indicator]]
id = "odour"
name = "恶臭"
unit = "级"
digits = { "级" = 0 }
combine = "latest"
direction = "lower"
group = "air"
basis = "臭气强度。"
source = "GB 14554-93"
confidence = "C"
"""
STANDARD = """
id = "db99"
name = "地方标准"
family = "air"
document = "DB99"
from = 1990-01-01
to = 1990-12-31
unit = "mg/m³"
comparison = "full"
comparison_confidence = "C"
source = "DB99"
confidence = "C"

[[limits]]
indicator = "pm10"
averaging = "year"
klass = "二级"
value = "0.10"
unit = "mg/m³"
source = "DB99 表1"
confidence = "C"

[[validity]]
indicators = ["pm10"]
text = "不作要求。"
source = "DB99"
confidence = "C"
"""
SCHEME = """
id = "city_own"
name = "本市体系"
document = "市政办"
source = "市政办"
confidence = "C"

[[items]]
id = "x1"
name = "可吸入颗粒物"
category = "环境质量"
kind = "quantitative"
indicators = ["pm10"]
operator = "<="
threshold = "0.10"
unit = "mg/m³"
scope = "城区"
source = "市政办"
confidence = "C"
"""
INDEX = """
id = "own"
name = "本地指数"
document = "市政办"
from = 1990-01-01
to = 1990-12-31
index = [0, 50, 100]
source = "市政办"
confidence = "C"

[[breakpoints]]
indicator = "pm10"
averaging = "day"
unit = "mg/m³"
values = ["0", "0.050", "0.150"]

[[grades]]
upto = 100
name = "优良"
"""
DISTRICT = """
[[district]]
name = "新区"
group = "far"
in_city_mean = false
scope_source = "测试"
"""
SITE = """
[[site]]
id = "新站"
name = "新站"
district = "城关区"
in_city_mean = false
source = "测试"
confidence = "C"
"""
TARGET = """
[[target]]
indicator = "pm10"
area = "城关区"
year = 2009
operator = "<="
limit = "0.120"
unit = "mg/m³"
source = "测试"
confidence = "C"
"""
DUTY = """
[[duty]]
indicators = ["pm10"]
areas = ["城关区"]
every = "month"
due_day = 10
"""
ADOPTION = """
[[adoptions]]
standard = "gb3095-2012"
from = 2013-01-01
source = "测试"
confidence = "C"
"""
SEQUENCE = """
[[schemes]]
scheme = "national_2006"
from = 2007-01-01
source = "测试"
confidence = "C"

[[schemes]]
scheme = "national_2011"
from = 2011-01-18
source = "测试"
confidence = "C"

[[coverage]]
indicators = ["sewage_treatment_rate"]
areas = ["城关区"]
source = "测试"
"""
INDICATORS, LAW, PROGRAMME = "indicators.toml", "standards/db99.toml", "schemes/city_own.toml"
CITY, TABLE = "cities/lanzhou/", "indices/own.toml"


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (INDICATORS, INDICATOR),
        (LAW, STANDARD),
        (PROGRAMME, SCHEME),
        (TABLE, INDEX),
        (CITY + "districts.toml", DISTRICT),
        (CITY + "sites.toml", SITE),
        (CITY + "targets.toml", TARGET),
        (CITY + "duties.toml", DUTY),
        (CITY + "city.toml", ADOPTION),
        (CITY + "city.toml", SEQUENCE),
        (CITY + "city.toml", 'scheme = "national_2006"\n'),
        (CITY + "city.toml", "coverage_percent = 100\n"),
    ],
)
def test_the_samples_without_a_mistake_have_no_fault(faults, file, text):
    assert faults(file, text) == []


#: file, sample, what is written wrongly, entry, field, a word of the reason
MISTAKES = [
    (INDICATORS, INDICATOR, ('name = "恶臭"\n', ""), "odour", "name", "缺少"),
    (INDICATORS, INDICATOR, ('id = "odour"\n', ""), "第1条", "id", "缺少"),
    (INDICATORS, INDICATOR, ("basis", 'colour = "red"\nbasis'), "odour", "colour", "未知的键"),
    (INDICATORS, INDICATOR, ('"latest"', '"average"'), "odour", "combine", "不是允许的取值"),
    (INDICATORS, INDICATOR, ('"级" = 0', '"度" = 0'), "odour", "digits", "级"),
    (INDICATORS, INDICATOR, ('"latest"', '"ledger"'), "odour", "ledger", "ledger"),
    (INDICATORS, INDICATOR, ("basis", 'aliases = ["PM１０"]\nbasis'), "odour", "aliases", "pm10"),
    (INDICATORS, INDICATOR, ("basis", 'parts = { weight = ["臭氧"] }\nbasis'), "odour", "parts",
     "o3"),
    (INDICATORS, INDICATOR, ("basis", 'other_definition = "pm01"\nbasis'), "odour",
     "other_definition", "pm01"),
    (INDICATORS, INDICATOR, ("basis", 'plausible = { low = "9", high = "1" }\nbasis'), "odour",
     "plausible", "大于"),
    (INDICATORS, INDICATOR, ("basis", 'plausible = { low = "many", high = "1" }\nbasis'), "odour",
     "plausible.low", "不是十进制数"),
    (LAW, STANDARD, ('"0.10"', "0.10"), "db99", "limits[1].value", "带引号"),
    (LAW, STANDARD, ('"pm10"', '"pm100"'), "db99", "limits[1].indicator", "pm10"),
    (LAW, STANDARD, ('["pm10"]', '["pm1"]'), "db99", "validity[1].indicators", "pm10"),
    (LAW, STANDARD, ('"DB99 表1"', '""'), "db99", "limits[1].source", "出处"),
    (LAW, STANDARD, ('source = "DB99 表1"\n', ""), "db99", "limits[1].source", "缺少"),
    (LAW, STANDARD, ('unit = "mg/m³"\nsource', 'unit = "mg"\nsource'), "db99", "limits[1].unit",
     "mg/m³"),
    (LAW, STANDARD, ("1990-12-31", "1989-12-31"), "db99", "to", "早于"),
    (LAW, STANDARD, ("1990-12-31", "1996-10-01"), "db99", "to", "gb3095-1996-original"),
    (LAW, STANDARD, ("from = 1990-01-01", 'from = "去年"'), "db99", "from", "日期"),
    (PROGRAMME, SCHEME, ('["pm10"]', '["pm9"]'), "city_own", "items[1].indicators", "pm9"),
    (PROGRAMME, SCHEME, ('indicators = ["pm10"]\n', ""), "city_own", "items[1].indicators", "没有写"),
    (PROGRAMME, SCHEME, ('threshold = "0.10"\n', ""), "city_own", "items[1].threshold", "之一"),
    (PROGRAMME, SCHEME, ("scope", 'group = "g"\nscope'), "city_own", "items[1].group_rule", "一起"),
    (TABLE, INDEX, ('"pm10"', '"pm12"'), "own", "breakpoints[1].indicator", "pm12"),
    (TABLE, INDEX, ('"0.050"', '"0.500"'), "own", "breakpoints[1].values", "增大"),
    (TABLE, INDEX, ("mg/m³", "ppm"), "own", "breakpoints[1].unit", "ppm"),
    (TABLE, INDEX, ("1990-12-31", "2000-12-31"), "own", "to", "api-1996"),
    (LAW, STANDARD, ("[[validity]]", '[[percentiles]]\nindicator = "pm7"\npercent = 95\n'
     'averaging = "day"\nwith_mean = true\nsource = "x"\nconfidence = "C"\n\n[[validity]]'),
     "db99", "percentiles[1].indicator", "pm7"),
    (CITY + "districts.toml", DISTRICT, ('"far"', '"middle"'), "新区", "group", "middle"),
    (CITY + "districts.toml", DISTRICT, ("group", 'aliases = ["安宁"]\ngroup'), "新区", "aliases",
     "安宁区"),
    (CITY + "sites.toml", SITE, ('"城关区"', '"城东区"'), "新站", "district", "城关区"),
    (CITY + "sites.toml", SITE, ("source", 'aliases = ["雁滩"]\nsource'), "新站", "aliases", "雁滩"),
    (CITY + "targets.toml", TARGET, ('"pm10"', '"pm11"'), "pm11/城关区/2009", "indicator", "pm10"),
    (CITY + "targets.toml", TARGET, ('"城关区"', '"城关"'), "pm10/城关/2009", "area", "城关区"),
    (CITY + "targets.toml", TARGET, ('"mg/m³"', '"吨"'), "pm10/城关区/2009", "unit", "吨"),
    (CITY + "targets.toml", TARGET, ("2009", '"2009年"'), "pm10/城关区/2009年", "year", "整数"),
    (CITY + "duties.toml", DUTY, ('["城关区"]', '["城东区"]'), "pm10/month/城东区", "areas", "城关区"),
    (CITY + "duties.toml", DUTY, ("10\n", "31\n"), "pm10/month/城关区", "due_day", "28"),
    (CITY + "city.toml", ADOPTION, ("gb3095-2012", "gb3095-2013"), "lanzhou",
     "adoptions.standard", "gb3095-2012"),
    (CITY + "city.toml", ADOPTION, ("[[adop", 'scheme = "national_2007"\n[[adop'), "lanzhou",
     "scheme", "national_2006"),
    (CITY + "city.toml", ADOPTION, ("[[adop", 'boundaries = "none.json"\n[[adop'), "lanzhou",
     "boundaries", "none.json"),
    (CITY + "city.toml", SEQUENCE, ("national_2011", "national_2012"), "lanzhou",
     "schemes[2].scheme", "national_2011"),
    (CITY + "city.toml", SEQUENCE, ("2011-01-18", "2006-01-18"), "lanzhou", "schemes[2]", "先后"),
    (CITY + "city.toml", SEQUENCE, ("2007-01-01", "2007-01-01\nto = 2011-01-18"), "lanzhou",
     "schemes[1].to", "同时施行"),
    (CITY + "city.toml", SEQUENCE, ("2007-01-01", "2007-01-01\nto = 2006-12-31"), "lanzhou",
     "schemes[1].to", "早于"),
    (CITY + "city.toml", SEQUENCE, ("2007-01-01", "2007-01-01\nnot_before = 2006-01-01"),
     "lanzhou", "schemes[1].from", "not_before"),
    (CITY + "city.toml", SEQUENCE, ("from = 2007-01-01",
     "not_before = 2007-01-01\nnot_after = 2006-01-01"), "lanzhou", "schemes[1].not_after", "早于"),
    (CITY + "city.toml", SEQUENCE, ("\n[[schemes]]", 'scheme = "national_2006"\n[[schemes]]'),
     "lanzhou", "scheme", "只写一样"),
    (CITY + "city.toml", SEQUENCE, ('"城关区"', '"城东区"'), "lanzhou", "coverage[1].areas",
     "城关区"),
    (CITY + "city.toml", SEQUENCE, ('["城关区"]', "[]"), "lanzhou", "coverage[1].areas", "没有写"),
    (CITY + "city.toml", SEQUENCE, ("sewage_treatment_rate", "sewage_rate"), "lanzhou",
     "coverage[1].indicators", "sewage_treatment_rate"),
    (CITY + "city.toml", SEQUENCE, ("\n[[schemes]]", "coverage_percent = 0\n[[schemes]]"),
     "lanzhou", "coverage_percent", "100"),
    (PROGRAMME, SCHEME, ('"0.10"', '"0.10"\nmissing = "没有查到"'), "city_own",
     "items[1].missing", "写了要求"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "sample", "change", "entry", "field", "word"), MISTAKES)
def test_one_mistake_is_found_with_file_entry_and_field(
    faults, tmp_path, file, sample, change, entry, field, word
):
    assert change[0] in sample
    found = faults(file, sample.replace(*change, 1))
    assert [(f.file, f.entry, f.field) for f in found] == [
        (str(tmp_path / "catalog" / file), entry, field)
    ]
    assert word in found[0].reason


def test_an_unknown_mistake_in_the_syntax_names_the_file_and_line(faults, tmp_path):
    found = faults(INDICATORS, "[[indicator]]\nid = \n")
    assert [f.file for f in found] == [str(tmp_path / "catalog" / INDICATORS)]
    assert "TOML 语法错误" in found[0].reason and found[0].line == 2


def test_a_file_in_another_encoding_is_named(settings, tmp_path):
    path = tmp_path / "catalog" / INDICATORS
    path.parent.mkdir(parents=True)
    path.write_bytes(INDICATOR.encode("gb18030"))
    found = check_catalog(settings)
    assert [(f.file, f.reason[:8]) for f in found] == [(str(path), "不是 UTF-8")]


def test_an_entry_written_twice_is_a_fault(faults):
    found = faults(CITY + "targets.toml", TARGET + TARGET)
    assert [(f.entry, f.field) for f in found] == [("pm10/城关区/2009", "")]
    assert "两次" in found[0].reason


def test_a_limit_written_twice_is_a_fault(faults):
    limit = STANDARD[STANDARD.index("[[limits]]") : STANDARD.index("[[validity]]")]
    found = faults(LAW, STANDARD + limit)
    assert [(f.entry, f.field) for f in found] == [("db99", "limits[2]")]


def test_a_stray_table_is_a_fault(faults):
    found = faults(INDICATORS, INDICATOR.replace("[[indicator]]", "[[indicators]]"))
    assert [(f.entry, f.field) for f in found] == [("", "indicators")]


def test_all_faults_are_told_at_once(faults):
    wrong = INDICATOR.replace("basis", "bases").replace('"latest"', '"average"')
    twice = wrong + wrong.replace('"odour"', '"odour2"').replace("恶臭", "异味")
    found = {(f.entry, f.field) for f in faults(INDICATORS, twice)}
    expected = {"basis", "bases", "combine"}
    assert found == {(entry, field) for entry in ("odour", "odour2") for field in expected}


def test_a_faulty_catalog_is_not_loaded(settings, write):
    write(CITY + "sites.toml", SITE.replace('"城关区"', '"城东区"'))
    write(INDICATORS, INDICATOR.replace("basis", "bases"))
    with pytest.raises(CatalogError) as caught:
        load_catalog(settings)
    assert {f.field for f in caught.value.faults} == {"basis", "bases", "district"}
    assert "3 处错误" in str(caught.value)


def test_another_citys_fault_is_checked_but_does_not_stop_this_one(settings, write):
    write("cities/beijing/sites.toml", SITE)
    assert [f.field for f in check_catalog(settings)] == ["district"]
    assert load_catalog(settings).city.name == "兰州市"


def test_an_unknown_city_is_named_with_those_there_are(tmp_path):
    with pytest.raises(CatalogError) as caught:
        load_catalog(Settings(tmp_path, "lanzou"))
    assert "lanzhou" in caught.value.faults[0].reason
