"""city new: any city of the country without a text editor; from then on the home knows its city."""

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from chuangmo.access.actor import ADMIN, REVIEWER, Actor, Forbidden, local_person
from chuangmo.assess.stretches import WITH_DUST
from chuangmo.catalog.boundaries import load_shapes
from chuangmo.catalog.divisions.city_files import city_toml, districts_toml
from chuangmo.catalog.divisions.table import load_divisions
from chuangmo.catalog.load import load_catalog
from chuangmo.catalog.models import City, District
from chuangmo.catalog.read import typed_entry
from chuangmo.catalog.toml_text import parsed
from chuangmo.cli.main import main
from chuangmo.exhibits.map import load_map, map_table
from chuangmo.exhibits.month import Month
from chuangmo.period import parse_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions.own_city import set_own_city
from chuangmo.service.questions import Questions
from chuangmo.settings import CITY_SET, Settings, UnfitHome, load_settings
from tests.service.conftest import saved_book

#: Unlike one another: a municipality of 37 units, county-level cities, an autonomous prefecture.
CITIES = {"500000": "重庆市", "321200": "泰州市", "622900": "临夏回族自治州"}
Say = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def say(home: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    """Run a command in the home without naming a city: (exit, answer)."""

    def command(*words: str) -> tuple[int, dict[str, Any]]:
        code = main(["--home", str(home), *words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return command


def month_of(place: Path, city: str, districts: list[str]) -> str:
    """A monthly report as the city makes one: PM10 rises by one from district to district."""
    rows = [[name, 60 + n, 20 + n] for n, name in enumerate(districts)]
    heads = ["区县", "PM10月均值（μg/m³）", "SO2月均值（μg/m³）"]
    return saved_book(place / "月报.xlsx", [f"2015年3月{city}环境空气质量月报"], heads, *rows)


@pytest.mark.parametrize("adcode", CITIES)
def test_a_city_is_set_up_and_a_month_is_ranked_mapped_and_exported(
    say: Say, home: Path, tmp_path: Path, adcode: str
) -> None:
    code, made = say("city", "new", adcode)
    divisions = load_divisions()
    districts = [one.name for one in divisions.children(int(adcode))]
    assert (code, made["city"], made["name"]) == (0, adcode, CITIES[adcode])
    assert (made["districts"], made["boundaries"]) == (districts, True)

    code, answer = say("import", month_of(tmp_path, CITIES[adcode], districts))
    assert code == 0, answer
    assert answer["files"][0]["observations"]["added"] == 2 * len(districts)

    rows = say("rank", "--indicator", "pm10", "--period", "2015-03")[1]["rows"]
    assert [(row["area"], row["value"]) for row in rows] == [
        (name, str(60 + n)) for n, name in enumerate(districts)
    ]

    heads = ["水源地", "所在区县", "取水量(万吨)", "达标水量(万吨)", "达标率(%)"]
    water = [[f"{one}水源", one, 100, 100, 100] for one in districts[:3]]
    title = f"2015年3月{CITIES[adcode]}饮用水源水质"
    code, answer = say("import", saved_book(tmp_path / "水源.xlsx", [title], heads, *water))
    assert code == 0 and answer["files"][0]["observations"]["added"] >= 3

    settings = load_settings(home)
    city = load_catalog(settings).city
    drawn = {shape.area for shape in load_shapes(settings, city)}
    lacking = set(districts) - drawn
    assert lacking == set(made["without_boundary"])
    assert lacking == ({"两江新区"} if adcode == "500000" else set())
    assert all(name in city.boundary_note for name in lacking)

    deck = tmp_path / "map.pptx"
    words = ("--view", "map", "--indicator", "pm10", "--period", "2015-03", "--out", str(deck))
    assert say("export", "--format", "pptx", *words)[0] == 0
    with zipfile.ZipFile(deck) as parts:
        text = "".join(parts.read(p).decode() for p in parts.namelist() if p.endswith(".xml"))
    assert [name for name in districts if name not in text] == []


def test_a_district_without_outline_and_figures_stands_in_the_table_beside_the_map(
    say: Say, home: Path, tmp_path: Path
) -> None:
    say("city", "new", "500000")
    assert say("import", month_of(tmp_path, "重庆市", ["万州区", "涪陵区"]))[0] == 0
    board = open_board(load_settings(home))
    try:
        reader = Questions(board, local_person("王某", "cli"))
        pm10 = board.catalog.indicator("pm10")
        view = load_map(reader, Month(parse_period("2015-03")), pm10, WITH_DUST, single=True)
        areas = [row[0].text for row in map_table(view).rows]
    finally:
        board.close()
    assert areas[:2] == ["涪陵区", "万州区"]
    assert len(areas) == 37 and "两江新区" in areas


def test_the_air_standard_holds_from_the_citys_own_day(say: Say) -> None:
    say("city", "new", "622900")
    shown = say("city", "show")[1]
    (air,) = [one for one in shown["adoptions"] if one["standard"] == "gb3095-2012"]
    assert (air["from"], air["confidence"]) == ("2015-01-01", "C")
    assert "推断" in air["source"] and "待核" in air["source"]


def test_the_home_knows_its_city_and_another_one_is_refused(
    say: Say, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say("city", "new", "321200")
    assert say("city", "show")[1]["own"] is True
    monkeypatch.setenv("CHUANGMO_CITY", "beijing")
    code, answer = say("city", "show")
    assert code == 2
    assert "321200" in answer["error"]["message"] and "beijing" in answer["error"]["message"]
    monkeypatch.setenv("CHUANGMO_CITY", "321200")
    assert say("city", "show")[0] == 0
    with pytest.raises(UnfitHome):
        load_settings(home, "lanzhou")


def test_an_empty_home_without_either_is_lanzhou(say: Say, home: Path) -> None:
    assert load_settings(home).city == "lanzhou"
    code, shown = say("city", "show")
    assert (code, shown["city"], shown["own"], shown["adcode"]) == (0, "lanzhou", False, "620100")


def test_a_home_without_a_record_takes_the_city_of_its_batches(home: Path, tmp_path: Path) -> None:
    book = month_of(tmp_path, "北京市", ["东城区", "西城区"])
    assert main(["--home", str(home), "--city", "beijing", "import", book]) == 0
    assert load_settings(home).city == "beijing"
    assert load_settings(home, "lanzhou").city == "lanzhou"  # nothing is recorded against it


def test_cities_that_ship_keep_their_names_and_their_own_files(say: Say, home: Path) -> None:
    code, made = say("city", "new", "620100")
    assert (code, made["city"], made["boundaries"]) == (0, "lanzhou", True)
    assert not (home / "catalog" / "cities" / "lanzhou" / "city.toml").exists()
    assert load_settings(home).city == "lanzhou"


def test_beijing_gets_the_outlines_it_lacks(say: Say) -> None:
    code, made = say("city", "new", "110000")
    assert (code, made["city"], made["without_boundary"]) == (0, "beijing", [])
    assert len(made["districts"]) == 16


def test_a_city_without_districts_can_be_set_up(say: Say) -> None:
    code, made = say("city", "new", "441900")
    assert (code, made["districts"], made["boundaries"]) == (0, [], True)
    assert say("assess", "--period", "2015")[0] == 0


@pytest.mark.parametrize("adcode", ["321202", "320000", "999999", "泰州"])
def test_what_is_no_city_is_refused_and_nothing_is_written(
    say: Say, home: Path, adcode: str
) -> None:
    code, answer = say("city", "new", adcode)
    assert code == 2 and "city list" in answer["error"]["message"]
    assert not (home / "catalog").exists()


# -- journalled, undoable -------------------------------------------------------------------------


@pytest.fixture
def board(home: Path) -> Iterator[Board]:
    made = open_board(Settings(home, "lanzhou"))
    yield made
    made.close()


def test_every_file_and_the_city_are_journalled_under_the_name_of_who_did_it(board: Board) -> None:
    set_own_city(board, local_person("王某", "cli"), "321200")
    lines = board.store.entries()
    assert [line.type for line in lines] == ["overlay_edited", "overlay_edited", CITY_SET]
    assert {line.actor for line in lines} == {"王某"}
    payload = lines[-1].body["payload"]
    assert payload == {"city": "321200", "old": None, "name": "泰州市"}


def test_the_same_city_again_writes_nothing(board: Board) -> None:
    actor = local_person("王某", "cli")
    set_own_city(board, actor, "321200")
    again = open_board(load_settings(board.settings.home))
    before = again.store.journal_seq()
    assert set_own_city(again, actor, "321200").own
    assert again.store.journal_seq() == before
    again.close()


def test_another_city_may_be_chosen_until_the_first_batch(say: Say, tmp_path: Path) -> None:
    say("city", "new", "321200")
    assert say("city", "new", "622900")[0] == 0
    assert say("city", "new", "321200")[0] == 0
    assert say("import", month_of(tmp_path, "泰州市", ["海陵区"]))[0] == 0
    code, answer = say("city", "new", "622900")
    assert code == 2 and "321200" in answer["error"]["message"]
    assert say("city", "show")[1]["city"] == "321200"


def test_a_home_with_batches_of_another_city_stays_that_citys(
    say: Say, home: Path, tmp_path: Path
) -> None:
    assert say("import", month_of(tmp_path, "兰州市", ["城关区"]))[0] == 0
    code, answer = say("city", "new", "321200")
    assert code == 2 and "--home" in answer["error"]["message"]
    assert load_settings(home).city == "lanzhou"
    assert not (home / "catalog" / "cities" / "321200").exists()
    assert say("city", "new", "620100")[0] == 0


def test_files_that_stand_there_already_are_kept(say: Say, home: Path) -> None:
    mine = home / "catalog" / "cities" / "321200" / "city.toml"
    mine.parent.mkdir(parents=True)
    mine.write_text('name = "泰州市"\nscheme = "national_2011"\n', encoding="utf-8")
    assert say("city", "new", "321200")[0] == 0
    assert [path.name for path in mine.parent.iterdir()] == ["city.toml"]
    assert say("city", "show")[1]["schemes"] == ["national_2011"]
    assert say("verify")[1]["ok"] is True


def test_files_that_make_no_catalog_leave_the_home_as_it_was(say: Say, home: Path) -> None:
    mine = home / "catalog" / "cities" / "321200" / "city.toml"
    mine.parent.mkdir(parents=True)
    mine.write_text("name = “泰州市”\n", encoding="utf-8")
    assert say("city", "new", "321200")[0] == 1
    assert [path.name for path in mine.parent.iterdir()] == ["city.toml"]
    assert load_settings(home).city == "lanzhou"


def test_only_an_administrator_sets_the_city(board: Board) -> None:
    with pytest.raises(Forbidden):
        set_own_city(board, Actor("李某", REVIEWER, "cli"), "321200")
    assert set_own_city(board, Actor("张某", ADMIN, "cli"), "321200").own


def test_files_that_are_lost_come_back_from_the_journal(say: Say, home: Path) -> None:
    say("city", "new", "321200")
    folder = home / "catalog" / "cities" / "321200"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    assert say("city", "show")[1]["name"] == "泰州市"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_backup_knows_its_city(
    say: Say, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    say("city", "new", "321200")
    copy, new = tmp_path / "copy", tmp_path / "new"
    assert say("backup", str(copy))[0] == 0
    assert main(["--home", str(new), "restore-backup", str(copy)]) == 0
    capsys.readouterr()
    assert load_settings(new).city == "321200"
    assert say("verify", str(copy))[1]["ok"] is True


# -- every city of the table ----------------------------------------------------------------------


def test_the_files_of_every_city_are_valid_and_name_every_unit_without_an_outline() -> None:
    divisions = load_divisions()
    without = set()
    for one in divisions.cities():
        city = typed_entry(City, {"id": str(one.adcode), **parsed(city_toml(divisions, one))})
        entries = parsed(districts_toml(divisions, one)).get("district", [])
        districts = tuple(typed_entry(District, entry) for entry in entries)
        assert all(not d.group or d.group in city.groups for d in districts)
        assert not districts or any(d.in_city_mean for d in districts)
        whole = city.model_copy(update={"districts": districts})
        drawn = {shape.area for shape in load_shapes(Settings(Path(), city.id), whole)}
        lacking = {d.name for d in districts} - drawn
        assert all(name in city.boundary_note for name in lacking), one
        without |= lacking
    assert without == {"两江新区", "岑岭县", "和康县", "和安县"}  # 草湖市 is a city itself


# -- names of other years -------------------------------------------------------------------------


def _year(place: Path, year: int, city: str, values: dict[str, int]) -> str:
    heads = ["区县", "PM10年均值（μg/m³）"]
    title = [f"{year}年{city}环境空气质量年报"]
    return saved_book(place / f"{year}.xlsx", title, heads, *[[k, v] for k, v in values.items()])


def test_reports_of_2008_and_of_2026_both_find_their_place(say: Say, tmp_path: Path) -> None:
    say("city", "new", "321200")
    for year, name in ((2008, "姜堰市"), (2026, "姜堰区")):
        code, answer = say("import", _year(tmp_path, year, "泰州市", {name: 90, "海陵区": 95}))
        assert code == 0, answer
    rows = say("observations", "--indicator", "pm10", "--area", "姜堰区")[1]["rows"]
    assert [row["period"] for row in rows] == ["2008", "2026"]


def test_where_several_succeed_it_is_asked_with_what_became_of_it(say: Say, tmp_path: Path) -> None:
    say("city", "new", "130100")
    book = _year(tmp_path, 2008, "石家庄市", {"桥东区": 120, "裕华区": 110})
    code, answer = say("import", book)
    (question,) = answer["files"][0]["questions"]
    assert code == 4 and "桥东区（2014年起分属长安区、桥西区）" in question["prompt"]
    assert "请不读" in question["prompt"]
    assert question["options"][:2] == ["长安区", "桥西区"]
    code, answer = say("import", book, "--answer", f"{question['key']}=桥东区=")
    assert code == 0, answer
    rows = say("observations", "--indicator", "pm10")[1]["rows"]
    assert [row["area"] for row in rows] == ["裕华区"]


def test_a_comparison_over_gained_land_says_so(say: Say, tmp_path: Path) -> None:
    say("city", "new", "110000")
    for year, value in ((2008, 120), (2009, 110), (2010, 100), (2012, 90), (2013, 80)):
        values = {"东城区": value, "海淀区": value}
        assert say("import", _year(tmp_path, year, "北京市", values))[0] == 0

    def notes(year: int) -> dict[str, str | None]:
        rows = say("assess", "--period", str(year), "--indicator", "pm10")[1]["rows"]
        return {
            row["area"]: (row["year_on_year"] or {}).get("note")
            for row in rows
            if row["line"] == "standard" and row["area"] in ("东城区", "海淀区")
        }

    assert "2010年崇文区并入" in (notes(2010)["东城区"] or "") and notes(2010)["海淀区"] is None
    assert notes(2009)["东城区"] is None and notes(2013)["东城区"] is None
