"""A boundary file of one's own: every way in which it may be wrong is told, all at once."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chuangmo.catalog.boundaries import (
    boundary_faults,
    boundary_report,
    load_shapes,
    shipped_features,
)
from chuangmo.catalog.check import check_catalog
from chuangmo.catalog.divisions.city_files import city_toml, districts_toml
from chuangmo.catalog.divisions.table import load_divisions
from chuangmo.catalog.load import load_catalog
from chuangmo.catalog.models import City
from chuangmo.catalog.own_outlines.coordinates import as_gcj
from chuangmo.catalog.own_outlines.examine import written
from chuangmo.catalog.own_outlines.rings import crossing, inner_point, is_within
from chuangmo.settings import Settings

CODES = {321202, 321203, 321204, 321281, 321282, 321283}
Features = list[dict[str, Any]]


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    """A home of 泰州市 that names a boundary file."""
    divisions = load_divisions()
    folder = tmp_path / "catalog" / "cities" / "321200"
    folder.mkdir(parents=True)
    one = divisions.by_code[321200]
    text = city_toml(divisions, one).decode().replace('"shipped"', '"own.geojson"')
    (folder / "city.toml").write_text(text, "utf-8")
    (folder / "districts.toml").write_bytes(districts_toml(divisions, one))
    return Settings(tmp_path, "321200")


@pytest.fixture
def city(home: Settings) -> City:
    return load_catalog(home).city


@pytest.fixture
def features() -> Features:
    """The shipped outlines of 泰州市 as somebody else's file would have them."""
    found = sorted(shipped_features(CODES), key=lambda one: one["properties"]["adcode"])
    return json.loads(json.dumps(found))


def collection(features: Features, **more: Any) -> bytes:
    body = {"type": "FeatureCollection", "features": features} | more
    return json.dumps(body, ensure_ascii=False).encode()


def moved(features: Features, change: Callable[[float, float], list[float]]) -> Features:
    """The features with every point changed."""

    def walk(part: Any) -> Any:
        if isinstance(part[0], int | float):
            return change(*part[:2])
        return [walk(one) for one in part]

    for one in features:
        one["geometry"]["coordinates"] = walk(one["geometry"]["coordinates"])
    return features


def ring_of(feature: dict[str, Any]) -> list[list[float]]:
    parts = feature["geometry"]["coordinates"]
    return parts[0] if feature["geometry"]["type"] == "Polygon" else parts[0][0]


def test_a_sound_file_stands_up_and_is_kept_the_same(city: City, features: Features) -> None:
    report = boundary_report(collection(features), city)
    assert report.ok and report.notices == () and report.lacking == ()
    assert list(report.outlines) == [one.name for one in city.districts]
    again = boundary_report(written(report, city), city)
    assert again.ok and {a: f.polygons for a, f in again.outlines.items()} == {
        a: f.polygons for a, f in report.outlines.items()
    }


def _crossed(features: Features) -> None:
    ring = ring_of(features[0])
    n = len(ring) // 3
    ring[n], ring[n + 4] = ring[n + 4], ring[n]


def _codes_exchanged(features: Features) -> None:
    codes = [one["properties"]["adcode"] for one in features]
    for one, code in zip(features, [*codes[1:], codes[0]], strict=True):
        one["properties"] = {"adcode": code}
    moved([features[0]], lambda x, y: [x + 1.5, y])


def _geometry(kind: str, coordinates: Any) -> Callable[[Features], Any]:
    shape = {"type": kind, "coordinates": coordinates}
    return lambda features: features[0].update(geometry=shape)


#: One thing wrong with a file, and what is said of it.
WRONG: dict[str, tuple[Callable[[Features], Any], str]] = {
    "unclosed": (lambda fs: ring_of(fs[0]).__delitem__(slice(len(ring_of(fs[0])) // 2, None)),
                 "海陵区.*首尾不相接.*缺了一段.*请"),
    "crossing": (_crossed, r"海陵区.*与自己相交.*请"),
    "twice": (lambda fs: fs.append(json.loads(json.dumps(fs[0]))),
              "海陵区有两个.*第 1 个.*第 7 个.*请"),
    "point": (_geometry("Point", [120.0, 32.0]), "海陵区.*是点，不是面.*请"),
    "line": (_geometry("LineString", [[120.0, 32.0], [120.1, 32.0]]), "是线，不是面"),
    "nothing": (lambda fs: fs[0].update(geometry=None), "没有界线"),
    "words": (_geometry("Polygon", [[["一", "二"]]]), "坐标不是成对的数"),
    "flat": (_geometry("Polygon", [[[120, 32], [120, 32], [120, 32]]]), "围不成面"),
    "codes exchanged": (_codes_exchanged, "公里.*请检查名称和代码"),
    "metres": (lambda fs: moved(fs, lambda x, y: [x * 94_000, y * 111_000]), "投影坐标.*米.*请"),
    "exchanged": (lambda fs: moved(fs, lambda x, y: [y, x]), "经度、纬度写反了.*请"),
    "abroad": (lambda fs: moved(fs, lambda x, y: [x - 100, y]), "不在中国范围内.*请"),
    "another city": (lambda fs: [one.update(properties={"name": "甲区"}) for one in fs],
                     "没有一个要素是泰州市的区县.*甲区.*海陵区.*请"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_told_with_its_place(city: City, features: Features, what: str) -> None:
    change, words = WRONG[what]
    change(features)
    report = boundary_report(collection(features), city)
    assert not report.ok
    assert any(re.search(words, fault) for fault in report.faults), report.faults


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"), (b"PK\x03\x04rest", "压缩包"), (b"\x00\x00\x27\x0a0000", "Shapefile"),
        (b"<?xml version='1.0'?><kml/>", "KML"), (b"\x89PNG1234", "图片"), (b"[1, 2]", "不是 GeoJSON"),
        (b'{"type": "Topology", "arcs": [], "objects": {}}', "TopoJSON"),
        (b'{"type": "GeometryCollection"}', "FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": []}', "features 是空的"),
        (b'{"type": "FeatureCollection", "feat', "没有下载完"), (b"{]", "第 1 行第 2 列"),
        (b'{"features": [1], "crs": {"properties": {"name": "EPSG:3857"}}}', "EPSG:3857"),
        (b"\xff\xfe\xff\xff\xd8", "UTF-8"),
    ],
)  # fmt: skip
def test_what_holds_no_outlines_is_told_what_it_is(city: City, data: bytes, words: str) -> None:
    report = boundary_report(data, city)
    assert len(report.faults) == 1 and words in report.faults[0] and "请" in report.faults[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_other_encodings_are_read(city: City, features: Features, encoding: str) -> None:
    for one in features:
        del one["properties"]["adcode"]
    report = boundary_report(collection(features).decode().encode(encoding), city)
    assert report.ok and len(report.outlines) == 6
    assert bool(report.notices) == (encoding != "utf-8-sig")


def test_a_small_gap_is_closed_and_told(city: City, features: Features) -> None:
    ring_of(features[0]).pop()
    report = boundary_report(collection(features), city)
    assert report.ok and "已连上" in report.notices[0]
    (ring, *_), *_ = report.outlines["海陵区"].polygons
    assert ring[0] == ring[-1]


def test_others_and_those_without_an_outline_are_listed(city: City, features: Features) -> None:
    features[5]["properties"] = {"adcode": 320102, "name": "玄武区"}
    report = boundary_report(collection(features), city)
    assert report.ok and report.lacking == ("泰兴市",)
    assert any("玄武区" in one for one in report.notices)
    assert any("泰兴市" in one for one in report.notices)


def test_gcj_is_only_told_as_possible(city: City, features: Features) -> None:
    shifted = boundary_report(collection(moved(features, lambda x, y: [*as_gcj((x, y))])), city)
    assert shifted.ok and "可能是 GCJ-02" in shifted.notices[0]


def test_all_faults_are_told_at_once(city: City, features: Features) -> None:
    _crossed(features)
    features[1]["geometry"] = {"type": "Point", "coordinates": [120.0, 32.0]}
    features.append(json.loads(json.dumps(features[2])))
    assert len(boundary_report(collection(features), city).faults) == 3


# -- laid into the home by hand -------------------------------------------------------------------


def test_a_wrong_file_laid_by_hand_is_told_and_the_city_stays(
    home: Settings, features: Features
) -> None:
    path = home.home / "catalog" / "cities" / "321200" / "own.geojson"
    two = b"\xef\xbb\xbf" + collection(features[:2])
    _crossed(features)
    for data, drawn, wrong in (
        (b"{", 0, True), (b"", 0, True), (collection(features), 6, True), (two, 2, False),
    ):  # fmt: skip
        path.write_bytes(data)
        city = load_catalog(home).city
        assert len(load_shapes(home, city)) == drawn
        faults = boundary_faults(home, city)
        assert {one.file for one in faults} == ({str(path)} if wrong else set())
        assert check_catalog(home) == faults
    path.unlink()
    city = load_catalog(home).city
    (fault,) = check_catalog(home)
    assert load_shapes(home, city) == () and "own.geojson" in fault.reason


# -- rings ----------------------------------------------------------------------------------------


def test_rings_that_only_touch_do_not_cross() -> None:
    assert crossing(((0, 0), (2, 0), (2, 2), (0, 2), (0, 0))) is None
    assert crossing(((0, 0), (2, 0), (1, 1), (2, 2), (0, 2), (1, 1), (0, 0))) is None
    assert crossing(((0, 0), (2, 2), (2, 0), (0, 2), (0, 0))) == (1, 1)


def test_a_name_of_a_crescent_stands_inside() -> None:
    ring = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 3.0), (3.0, 3.0), (3.0, 1.0),
            (0.0, 1.0), (0.0, 0.0))  # fmt: skip
    assert is_within(inner_point([ring]), [ring]) and not is_within((1.5, 2.0), [ring])
