"""Columns of places: any heading that the grammar composes, and unknown ones, which are asked."""

import random
from pathlib import Path

import openpyxl
import pytest

from loaders.binding.unclear_places import DISTRICTS, SITES, WITHIN
from loaders.model.answers import LEAVE_OUT
from loaders.model.staged import Hints, StagedBatch
from loaders.staging import stage
from loaders.words import lists
from loaders.words.headings import PlaceGrammar
from tests.demo_store import ROOT
from tests.loaders.reading_lists import read
from tests.loaders.staging import EmptyStore, catalog_of, codes, shipped, staged

GRAMMAR = PlaceGrammar()
CASES = ROOT.parent / "shared" / "cases"
SITE_HEADINGS = (
    "监测点名称", "监测点位名称", "监测站点名称", "自动站名称", "监测子站", "测站名称", "采样点名称", "监测断面名称", "站点编号", "点位代码", "空气站",
    "国控监测点位编号", "DWNAME", "STNAME", "portName", "WatchPoint", "station_name", "siteName", "测点编码", "路段", "水源地名称", "网格编号",
    "监测点位\n（国控）", "企业名称", "dwmc",
)  # fmt: skip
DISTRICT_HEADINGS = (
    "区县", "县（市、区）", "县市区", "市（区）", "所在区", "所属辖区", "区（县）", "所属区县", "县(区)", "旗县区", "行政区划名称", "管辖区县", "District Name",
)  # fmt: skip
NO_HEADINGS = (
    "市区", "监测点位数", "点位数", "项目名称", "污染物名称", "单位", "编号", "备注", "PM10", "监测单位", "名次", "站数", "道路长度", "水平位置",
    "断面水质类别",
)  # fmt: skip
#: Headings that the vocabulary does not have.
UNKNOWN = (
    "某某栏",
    "归属",
    "Qwx",
    "甲乙丙",
    "ZZ_LABEL",
    "监测对象们",
    "所测之处",
    "被测单位",
    "编号",
    "",
)


def days(heading: str, names: tuple[str, ...] = ("甲站", "乙站")) -> str:
    """A table of days with a column of names between date and value."""
    lines = [
        f"2008-10-0{day}|{name}|{60 + 10 * n + day}"
        for n, name in enumerate(names)
        for day in range(1, 6)
    ]
    return "\n".join(
        ["2008年10月城关区环境空气（µg/m³）", f"日期|{heading.replace(chr(10), '')}|PM10", *lines]
    )


def asked(batch: StagedBatch) -> list[str]:
    """Topics of the questions."""
    return [question.topic for question in batch.questions]


def answered(text: str, answer: str) -> StagedBatch:
    """The table again with its question about a place column answered."""
    keys = [q.key for q in staged(text).questions if q.topic == "place-column"]
    return staged(text, answers=dict.fromkeys(keys, answer))


@pytest.mark.parametrize("heading", SITE_HEADINGS)
def test_the_figures_under_a_heading_of_sites_are_those_of_the_sites(heading: str) -> None:
    batch = staged(days(heading))
    assert len(read(batch)) == 10 and not batch.questions
    assert {key.split("@")[1] for key in read(batch)} == {"甲站", "乙站"}


@pytest.mark.parametrize("heading", DISTRICT_HEADINGS)
def test_a_heading_of_districts_names_the_districts(heading: str) -> None:
    table = staged(f"2008年10月兰州市（µg/m³）\n{heading}|PM10\n城关区|61\n安宁区|62")
    assert read(table) == {"pm10@城关区@2008-10": "61", "pm10@安宁区@2008-10": "62"}
    head = "序号|{}|使用单位|锅炉型号|台数|吨位（蒸吨）|改造方式|完成时间"
    ledger = staged(
        "2008年兰州市燃煤锅炉改造台账（截至2008年10月底）\n"
        + head.format(heading)
        + "\n1|城关区|甲厂|DZL4|1|4|拆除|2008-10-05\n2|安宁区|乙厂|DZL4|2|4|拆除|2008-10-06"
    )
    assert ledger.ledger.column("area").to_pylist() == ["城关区", "安宁区"]


@pytest.mark.parametrize("text", NO_HEADINGS)
def test_other_headings_name_no_places(text: str) -> None:
    assert GRAMMAR.heading(text) is None


def test_what_the_grammar_composes_is_a_heading_of_its_last_noun() -> None:
    rng = random.Random(20240301)
    forms = [("", False), *((n, False) for n in lists.PLACES["names"])]
    forms += [(c, True) for c in lists.PLACES["codes"] if c not in ("bh", "bm", "dm")]
    for _ in range(500):
        noun = rng.choice([n for n in lists.PLACE_NOUNS if n.words])
        word = rng.choice(noun.words)
        alike = [
            w for w in lists.PLACES["qualifiers"] if w.isascii() == word.isascii() and len(w) > 1
        ]
        form, code = rng.choice([f for f in forms if not f[0] or f[0].isascii() == word.isascii()])
        text = rng.choice(alike) + word + form
        found = GRAMMAR.heading(text)
        assert found is not None and found.role in ("district", "place", "site"), text
        if found.kind == noun.kind:
            assert found.role == noun.role
            assert found.is_code == code or not code, text


@pytest.mark.parametrize("heading", UNKNOWN)
@pytest.mark.parametrize("names", [("甲站", "乙站"), ("甲站",), ("甲", "乙")])
def test_a_station_column_nobody_knows_is_asked_and_never_the_area(
    heading: str, names: tuple[str, ...]
) -> None:
    text = days(heading, names)
    batch = staged(text)
    assert asked(batch) == ["place-column"] and not read(batch)
    assert batch.questions[0].options == (SITES, DISTRICTS, LEAVE_OUT)
    sites = {key.split("@")[1] for key in read(answered(text, SITES))}
    assert sites == set(names)


def test_numbers_of_a_serial_column_that_come_again_are_codes() -> None:
    lines = [f"{code}|2008-10-0{d}|{60 + d}" for code in (1001, 1002) for d in (1, 2, 3)]
    head = "2008年10月城关区（µg/m³）\n编号|日期|PM10\n"
    assert asked(staged(head + "\n".join(lines))) == ["place-column"]
    numbered = [f"{n}|2008-10-0{n}|{60 + n}" for n in range(1, 7)]
    assert len(read(staged(head + "\n".join(numbered)))) == 6


def test_an_unknown_column_of_names_that_is_left_out_leaves_the_area() -> None:
    batch = answered(days("某某栏", ("甲",)), LEAVE_OUT)
    assert {key.split("@")[1] for key in read(batch)} == {"城关区"} and not batch.questions


def test_a_column_beside_districts_that_names_sites_or_tells_rows_apart_is_asked() -> None:
    for rows in ("城关区|甲站|61\n安宁区|乙站|62", "城关区|甲|61\n城关区|乙|63\n安宁区|丙|62"):
        text = f"2008年10月（µg/m³）\n区县|某某栏|PM10\n{rows}"
        batch = staged(text)
        assert asked(batch) == ["place-column"] and not read(batch)
        assert not {key.split("@")[1] for key in read(answered(text, SITES))} & {"城关区", "安宁区"}


def test_an_unknown_column_of_known_districts_is_the_district() -> None:
    batch = staged("2008年10月（µg/m³）\n某某栏|PM10\n城关区|61\n安宁区|62")
    assert set(read(batch)) == {"pm10@城关区@2008-10", "pm10@安宁区@2008-10"}
    head = "2008年兰州市锅炉改造台账（截至2008年10月底）\n某某栏|使用单位|锅炉型号|台数|改造方式"
    ledger = staged(f"{head}\n城关区|甲厂|DZL4|1|拆除\n安宁区|乙厂|DZL4|2|拆除")
    assert ledger.ledger.column("area").to_pylist() == ["城关区", "安宁区"]


@pytest.mark.parametrize(
    "heading", ["备注", "天气状况", "仪器型号", "采样人", "首要污染物", "空气质量等级", "Status"]
)
def test_a_column_that_says_something_else_is_not_asked(heading: str) -> None:
    batch = staged(days(heading, ("晴好",)))
    assert not batch.questions and {key.split("@")[1] for key in read(batch)} == {"城关区"}


def test_what_tells_values_of_one_site_apart_becomes_part_of_its_name() -> None:
    rows = "\n".join(
        f"2008-10-05|甲断面|{at}|{value}" for at, value in zip("左中右", (7, 8, 9), strict=True)
    )
    text = f"2008年10月城关区地表水\n日期|断面|水平位置|溶解氧(mg/L)\n{rows}"
    batch = staged(text)
    assert asked(batch) == ["place-column"]
    assert set(read(answered(text, WITHIN))) == {
        f"dissolved_oxygen@甲断面{at}@2008-10-05" for at in "左中右"
    }


def test_of_names_and_codes_the_name_is_the_key() -> None:
    text = (
        "STCODE|STNAME|YYYY|MM|DD|HH|DWCODE|DWNAME|PM10(µg/m³)\n"
        "9999|某某区|2024|3|5|1|1001|甲站|61\n9999|某某区|2024|3|5|2|1001|甲站|62\n"
        "9999|某某区|2024|3|5|1|1002|乙站|63\n9999|某某区|2024|3|5|2|1002|乙站|64"
    )
    batch = staged(text, city="open")
    assert len(read(batch)) == 4 and not batch.questions
    rows = batch.observations.to_pylist()
    assert {(row["area"], row["site"]) for row in rows} == {("某某区", "甲站"), ("某某区", "乙站")}


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 1, 0, 2), (2, 3, 1, 0)])
@pytest.mark.parametrize(
    "words",
    [
        ("YYYY", "MM", "DD", "HH"),
        ("yyyy", "mm", "dd", "hh"),
        ("ye", "mon", "da", "hor"),
        ("年", "月", "日", "时"),
    ],
)
def test_parts_of_a_time_belong_together(order: tuple[int, ...], words: tuple[str, ...]) -> None:
    parts = ("2024", "3", "5", "7")
    head = "|".join(words[i] for i in order)
    text = f"{head}|点位|PM10(µg/m³)\n" + "|".join(parts[i] for i in order) + "|甲站|61"
    assert read(staged(text, area="城关区")) == {"pm10@甲站@2024-03-05T07": "61"}


def test_a_quarter_beside_its_year_is_part_of_the_time() -> None:
    batch = staged("年|季度|点位|PM10(µg/m³)\n2008|1|甲站|61\n2008|2|甲站|62", area="城关区")
    assert read(batch) == {"pm10@甲站@2008Q1": "61", "pm10@甲站@2008Q2": "62"}
    finer = staged("年|季度|月|PM10(µg/m³)\n2008|1|1|61\n2008|1|2|62", area="城关区")
    assert read(finer) == {"pm10@城关区@2008-01": "61", "pm10@城关区@2008-02": "62"}


def test_letters_alone_are_no_part_of_a_time() -> None:
    batch = staged("2008年10月5日城关区（µg/m³）\n点位|MM|PM10\n甲站|3|61")
    assert read(batch) == {"pm10@甲站@2008-10-05": "61"}


def test_a_beginning_and_an_end_of_a_month_are_the_month() -> None:
    head = "年|点位编码|开始月|开始日|开始时|结束月|结束日|结束时|降尘量"
    batch = staged(f"{head}\n2024|J1|3|1|9|4|1|9|7.1\n2024|J2|3|1|9|4|1|9|8.1", area="城关区")
    assert read(batch) == {"dustfall@J1@2024-03": "7.1", "dustfall@J2@2024-03": "8.1"}
    other = staged(f"{head}\n2024|J1|3|1|9|3|8|9|7.1\n2024|J2|3|1|9|3|8|9|8.1", area="城关区")
    assert asked(other) == ["period"] and not read(other)


def test_hours_to_24_under_a_word_for_times() -> None:
    rows = "\n".join(f"2008-10-05|{hour}|{50 + hour}" for hour in range(1, 25))
    values = read(staged(f"2008年10月5日安宁区PM10（µg/m³）\n日期|时间|PM10\n{rows}"))
    assert len(values) == 24 and values["pm10@安宁区@2008-10-05T00"] == "51"
    alone = "\n".join(f"{hour}|{50 + hour}" for hour in range(1, 25))
    assert read(staged(f"2008年10月5日安宁区PM10（µg/m³）\n时间|PM10\n{alone}")) == values


def test_dates_without_a_year_are_of_the_month_of_the_title() -> None:
    def values(*dates: str) -> dict[str, str]:
        rows = "\n".join(f"{day}|{61 + n}" for n, day in enumerate(dates))
        return read(staged(f"2008年10月安宁区（µg/m³）\n监测日期|PM10\n{rows}"))

    text = [f"'10.{day:02d}" for day in range(1, 32)]
    assert set(values(*text)) == {f"pm10@安宁区@2008-10-{day:02d}" for day in range(1, 32)}
    assert values(*(f"10.{day:02d}" for day in range(1, 32))) == values(*text)
    assert values(*(f"10.{day}" for day in range(1, 32))) == values(*text)
    assert values("'1.10", "'2.10")["pm10@安宁区@2008-10-02"] == "62"


def test_dates_outside_the_month_of_the_title_are_one_question() -> None:
    text = "2008年11月安宁区\n采样日|PM10(µg/m³)\n1.1|61\n2.1|62"
    batch = staged(text)
    assert asked(batch) == ["period"] and "日.月" in batch.questions[0].options
    told = staged(text, answers={batch.questions[0].key: "日.月"})
    assert set(read(told)) == {"pm10@安宁区@2008-01-01", "pm10@安宁区@2008-01-02"}


def test_a_header_in_pieces_down_the_rows_is_read_whole() -> None:
    text = (
        "|安宁区2008年10月水质\n采|采||高锰|氨\n样|样|pH|酸盐|\n点|日||指数|氮\n"
        "甲井|2008-10-05|7.6|1.3|0.12\n乙井|2008-10-06|7.4|1.1|0.15"
    )
    values = read(staged(text))
    assert len(values) == 6 and values["codmn@甲井@2008-10-05"] == "1.3"


def test_a_site_the_catalog_does_not_know_is_told_with_the_nearest() -> None:
    text = "2008年10月（µg/m³）\n区县|点位|PM10\n城关区|铁路设计|60\n七里河区|西站|63"
    batch = staged(text)
    told = [d.message for d in batch.diagnostics if d.code == "unlisted-site"]
    assert len(told) == 1 and "铁路设计院" in told[0] and "不计入兰州市的均值" in told[0]
    assert set(read(batch)) == {"pm10@铁路设计@2008-10", "pm10@西站@2008-10"}
    assert "unlisted-site" not in codes(staged(text, city="open"))


def test_a_site_above_the_table_is_the_site() -> None:
    text = "2008年10月城关区（µg/m³）\n监测点位：甲站\n日期|PM10\n2008-10-01|61\n2008-10-02|62"
    assert {key.split("@")[1] for key in read(staged(text))} == {"甲站"}


def test_a_wrong_name_proposes_the_nearest() -> None:
    batch = staged("2008年10月（µg/m³）\n区县|PM10\n成关区|60\n安宁区|63")
    assert asked(batch) == ["place-names"]
    assert "是不是城关区" in batch.questions[0].prompt and batch.questions[0].options[0] == "城关区"


def test_a_city_beside_sites_is_their_area() -> None:
    batch = staged(
        "城市|点位|日期|PM10(µg/m³)\n某某市|甲站|2024-03-01|61\n某某市|乙站|2024-03-01|62",
        city="open",
    )
    rows = batch.observations.to_pylist()
    assert {(r["area"], r["site"]) for r in rows} == {("某某市", "甲站"), ("某某市", "乙站")}
    assert not batch.questions


# -- shared cases -----------------------------------------------------------------------------


def case(name: str, **hints: object) -> StagedBatch:
    """A case staged as in a fresh home."""
    path = CASES / name
    city = "lanzhou" if _names_lanzhou(path) else "open"
    told = Hints(layouts=shipped(), **hints)  # type: ignore[arg-type]
    return stage(path.read_bytes(), path.name, catalog_of(city), EmptyStore(), told)


def _names_lanzhou(path: Path) -> bool:
    if path.suffix != ".xlsx":
        return False
    books = openpyxl.load_workbook(path, read_only=True).worksheets
    cells = [
        str(v) for ws in books for row in ws.iter_rows(max_row=20, values_only=True) for v in row
    ]
    return any(word in text for text in cells for word in ("兰州", "安宁区", "皋兰县", "城关区"))


@pytest.mark.skipif(not CASES.is_dir(), reason="../shared/cases 不在：只在开发环境中")
def test_the_shared_cases_of_places_give_what_is_right() -> None:
    for path in sorted((CASES / "site-words").glob("*.xlsx")):
        batch = case(f"site-words/{path.name}", area="某某市")
        assert {key.split("@")[1] for key in read(batch)} == {"甲站"}, path.name
    count = {
        "02-coded-hours-lower-case.xlsx": 144, "02b-coded-hours-upper-case.xlsx": 144,
        "08-coded-one-day-one-station.xlsx": 4, "17-hour-form.xlsx": 144,
        "20-dustfall-start-end.xlsx": 3, "24-city-column-with-sites.xlsx": 10,
        "24b-city-column-alone.xlsx": 5, "24d-districts-with-sites.xlsx": 10,
        "32-hours-1-24-under-time.xlsx": 24, "33-dates-written-10.01.xlsx": 62,
    }  # fmt: skip
    for name, number in count.items():
        hints = {"area": "某某市"} if int(name[:2]) <= 20 else {}
        batch = case(f"reading/{name}", **hints)
        assert (len(read(batch)), asked(batch)) == (number, []), name
    for path in sorted((CASES / "reading").glob("36-*.xlsx")):
        areas = case(f"reading/{path.name}").ledger.column("area").to_pylist()
        assert len(areas) == 14 and all(area.endswith(("区", "市")) for area in areas)
        assert "泰州市" not in areas
    assert asked(case("reading/22-water-month-two-rows.xlsx", area="某某市")) == ["place-column"]
    sites = {key.split("@")[1] for key in read(case("reading/05-watchpoint.csv", area="某某市"))}
    assert sites == {"甲站", "乙站", "丙站"}
