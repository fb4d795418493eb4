"""The shipped divisions: complete, consistent, and other names that never point astray."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from chuangmo.catalog.boundaries import SHIPPED, Ring, load_shapes
from chuangmo.catalog.divisions.aliases import city_aliases, district_aliases
from chuangmo.catalog.divisions.succession import land_changes, what_became
from chuangmo.catalog.divisions.table import (
    Divisions,
    FormerDivision,
    adoption_date,
    load_divisions,
)
from chuangmo.catalog.faults import UnknownPlace
from chuangmo.catalog.models import City, District
from chuangmo.catalog.words import plain_word
from chuangmo.settings import DIVISIONS_DIR, Settings
from docs.make_divisions import outline_faults, tables


@pytest.fixture(scope="module")
def shipped() -> Divisions:
    return load_divisions()


def test_the_tables_are_what_the_script_makes_of_the_drafts() -> None:
    for name, data in tables().items():
        assert (DIVISIONS_DIR / name).read_bytes() == data, name


def test_the_outlines_are_one_sorted_feature_a_line() -> None:
    assert outline_faults() == []


def test_all_divisions_are_there(shipped: Divisions) -> None:
    levels = Counter(one.level for one in shipped.by_code.values())
    assert levels == {"province": 34, "prefecture": 333, "county": 2847}
    assert len(shipped.former) == 1044


def test_every_parent_exists_and_is_of_a_higher_level(shipped: Divisions) -> None:
    order = {"province": 0, "prefecture": 1, "county": 2}
    for one in shipped.by_code.values():
        if one.parent is None:
            assert one.level == "province", one
        else:
            assert order[shipped.by_code[one.parent].level] < order[one.level], one
            assert str(one.parent)[:2] == str(one.adcode)[:2], one


def test_cities_without_districts_and_units_right_below_a_province(shipped: Divisions) -> None:
    names = [one.name for one in shipped.without_districts()]
    assert names == ["东莞市", "中山市", "儋州市", "嘉峪关市"]
    direct = {one.name for one in shipped.by_code.values() if shipped.is_direct(one)}
    assert len(direct) == 33
    assert {"济源市", "仙桃市", "石河子市", "神农架林区"} <= direct
    assert "东城区" not in direct


def test_cities_are_what_a_board_can_be_set_up_for(shipped: Divisions) -> None:
    cities = {one.name for one in shipped.cities()}
    assert {"重庆市", "泰州市", "临夏回族自治州", "锡林郭勒盟", "和田地区", "兴化市"} <= cities
    assert not cities & {"江苏省", "香港特别行政区", "海陵区", "永登县"}
    assert len([one for one in shipped.cities() if one.level == "prefecture"]) == 333


@pytest.mark.parametrize("text", ["999999", "兰州", "-1", "", "321202", "320000"])
def test_what_is_no_city_is_refused_with_the_way_to_find_one(shipped: Divisions, text: str) -> None:
    with pytest.raises(UnknownPlace, match="city list"):
        shipped.city(text)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("内蒙古自治区", "内蒙古"), ("临夏回族自治州", "临夏"), ("浦东新区", "浦东"),
        ("积石山保安族东乡族撒拉族自治县", "积石山"), ("东乡族自治县", "东乡"), ("管城回族区", "管城"),
        ("沛县", ""), ("城区", ""), ("鄂托克前旗", ""), ("龙胜各族自治县", "龙胜"),
    ],
)  # fmt: skip
def test_short_names(shipped: Divisions, name: str, short: str) -> None:
    assert {one.short for one in shipped.by_code.values() if one.name == name} == {short}


# -- what became of units -------------------------------------------------------------------------


def _former(shipped: Divisions, name: str, adcode: int | None = None) -> FormerDivision:
    (one,) = [f for f in shipped.former if f.name == name and adcode in (None, f.adcode)]
    return one


@pytest.mark.parametrize(
    ("name", "years", "today"),
    [
        ("大兴县", (1981, 2001), ["大兴区"]),  # a county that became a district
        ("崇文区", (1981, 2010), ["东城区"]),  # merged into one
        ("桥东区", (1983, 2020), ["襄都区"]),  # renamed under its own code
        ("昌都县", (1981, 2014), []),  # what followed is not known
    ],
)
def test_successions_are_dated(
    shipped: Divisions, name: str, years: tuple[int, int], today: list[str]
) -> None:
    adcode = 130502 if name == "桥东区" else None
    one = _former(shipped, name, adcode)
    assert (one.from_year, one.until_year) == years
    assert [now.name for now in shipped.successors(one)] == today


def test_where_several_succeed_all_are_named(shipped: Divisions) -> None:
    several = [one for one in shipped.former if len(shipped.successors(one)) > 1]
    assert len(several) == 109
    one = _former(shipped, "市中区", 510802)
    assert [now.name for now in shipped.successors(one)] == ["利州区", "昭化区", "朝天区"]


def test_a_succession_is_followed_through_every_step(shipped: Divisions) -> None:
    steps = [
        one
        for one in shipped.former
        if any(code not in shipped.by_code for code in one.successors) and shipped.successors(one)
    ]
    assert len(steps) > 20
    assert all(now.adcode in shipped.by_code for one in steps for now in shipped.successors(one))


# -- other names ----------------------------------------------------------------------------------


def test_no_other_name_in_any_city_is_a_name_of_something_else(shipped: Divisions) -> None:
    for city in shipped.cities():
        words = [city.name, *city_aliases(shipped, city)]
        for name, aliases in district_aliases(shipped, city).items():
            words += [name, *aliases]
        plain = [plain_word(word) for word in words]
        assert len(set(plain)) == len(plain), (city, words)


def _aliases(shipped: Divisions, adcode: int) -> dict[str, tuple[str, ...]]:
    return district_aliases(shipped, shipped.by_code[adcode])


def test_a_stem_that_is_the_citys_own_name_is_never_another_name(shipped: Divisions) -> None:
    assert _aliases(shipped, 410500)["安阳县"] == ()
    assert _aliases(shipped, 622900)["临夏市"] == _aliases(shipped, 622900)["临夏县"] == ()


def test_a_stem_that_is_a_province_is_never_another_name(shipped: Divisions) -> None:
    assert _aliases(shipped, 632300)["河南蒙古族自治县"] == ()
    assert city_aliases(shipped, shipped.by_code[220200]) == ()  # 吉林市
    assert city_aliases(shipped, shipped.by_code[110000]) == ("北京",)


def test_a_former_name_is_another_name_only_of_the_one_that_kept_its_stem(
    shipped: Divisions,
) -> None:
    beijing = _aliases(shipped, 110000)
    assert beijing["大兴区"] == ("大兴", "大兴县")
    assert beijing["东城区"] == ("东城",)  # 崇文区 was a part of it


def test_a_unit_that_was_renamed_alone_gives_its_old_name(shipped: Divisions) -> None:
    assert "新市区" in _aliases(shipped, 130600)["竞秀区"]
    assert "蓟县" in _aliases(shipped, 120000)["蓟州区"]
    assert "城区" not in {name for names in _aliases(shipped, 320900).values() for name in names}


def _city(shipped: Divisions, adcode: int) -> City:
    districts = tuple(
        District(name=one.name, adcode=one.adcode, in_city_mean=True, scope_source="试")
        for one in shipped.children(adcode)
    )
    return City(id=str(adcode), name="某市", adcode=adcode, districts=districts)


@pytest.mark.parametrize(
    ("adcode", "name", "words"),
    [
        (110000, "大兴县", "2001年起称大兴区"), (110000, "崇文区", "2010年起归入东城区"),
        (130100, "桥东区", "2014年起分属长安区、桥西区"), (130600, "新市区", "2015年起称竞秀区"),
        (120000, "塘沽区", "2009年起归入滨海新区"),
    ],
)  # fmt: skip
def test_what_became_of_a_district_is_said(
    shipped: Divisions, adcode: int, name: str, words: str
) -> None:
    city = _city(shipped, adcode)
    found = what_became(city, [name, "没有区"])
    assert {key: one.words for key, one in found.items()} == {name: words}
    assert what_became(_city(shipped, 321200), [name]) == {}


def test_land_that_came_to_a_district_is_dated(shipped: Divisions) -> None:
    beijing = land_changes(_city(shipped, 110000))
    assert {key: [c.words for c in one] for key, one in beijing.items()} == {
        "东城区": ["2010年崇文区并入"], "西城区": ["2010年宣武区并入"],
    }  # fmt: skip
    assert land_changes(_city(shipped, 130100))["长安区"][-1].words == "2014年桥东区的一部分划入"
    every = sum(len(land_changes(_city(shipped, one.adcode))) for one in shipped.cities())
    assert every > 150


# -- from when by which standard ------------------------------------------------------------------


def test_each_city_starts_with_the_new_air_standard_on_its_own_day() -> None:
    chongqing, taizhou, linxia = (adoption_date(c) for c in (500000, 321200, 622900))
    assert chongqing and taizhou and linxia
    assert [str(one.from_) for one in (chongqing, taizhou, linxia)] == [
        "2013-01-01", "2013-01-01", "2015-01-01",
    ]  # fmt: skip
    assert (taizhou.confidence, linxia.confidence) == ("B", "C")
    assert adoption_date(419001) is None  # 济源: by the day of the standard itself


# -- outlines -------------------------------------------------------------------------------------

#: Units of today that the outlines of 2023 do not have.
WITHOUT_OUTLINE = {"两江新区", "岑岭县", "和康县", "和安县", "草湖市"}


def _is_inside(point: tuple[float, float], rings: tuple[Ring, ...]) -> bool:
    """By how often a ray to the east crosses the rings."""
    x, y = point
    crossed = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                crossed += 1
    return crossed % 2 == 1


def test_every_unit_has_one_outline_with_its_name_inside(shipped: Divisions) -> None:
    units = [
        one
        for one in shipped.by_code.values()
        if one.level == "county" or one in shipped.without_districts()
    ]
    districts = tuple(District(name=one.name, adcode=one.adcode, in_city_mean=True, scope_source="试")
                      for one in units)  # fmt: skip
    country = City(id="all", name="全国", boundaries=SHIPPED, districts=districts)
    shapes = load_shapes(Settings(DIVISIONS_DIR, "all"), country)
    lacking = Counter(one.name for one in units) - Counter(shape.area for shape in shapes)
    assert set(lacking) == WITHOUT_OUTLINE
    assert [one.area for one in shapes if not _is_inside(one.label, one.rings)] == []


def test_a_label_of_an_own_file_is_no_point(tmp_path: Path) -> None:
    """Only shipped outlines bring label points; others' files write what they like there."""
    square = [[100, 30], [102, 30], [102, 32], [100, 32], [100, 30]]
    feature = {
        "type": "Feature",
        "properties": {"adcode": 100001, "name": "甲区", "label": "甲"},
        "geometry": {"type": "Polygon", "coordinates": [square]},
    }
    folder = tmp_path / "catalog" / "cities" / "x"
    folder.mkdir(parents=True)
    (folder / "own.geojson").write_text(json.dumps({"features": [feature]}), encoding="utf-8")
    one = District(name="甲区", adcode=100001, in_city_mean=True, scope_source="试")
    city = City(id="x", name="某市", boundaries="own.geojson", districts=(one,))
    (shape,) = load_shapes(Settings(tmp_path, "x"), city)
    assert shape.label == (101.0, 31.0)
