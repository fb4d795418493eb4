"""Everything that is wrong with a boundary file, at once, and the outlines it has for a city."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from chuangmo.catalog.models import City, District
from chuangmo.catalog.own_outlines.coordinates import place_faults, system_fault
from chuangmo.catalog.own_outlines.features import Feature, UnfitOutlines, read_features
from chuangmo.catalog.own_outlines.rings import Point, area_of, closed, crossing, inner_point
from chuangmo.catalog.words import area_words, plain_word

_SHOWN = 8
_SMALLEST = 1e-9  # square degrees: about ten square metres


@dataclass(frozen=True)
class OutlineReport:
    """What a boundary file is worth.

    Attributes:
        faults: why it can not be taken, each a sentence that says where and what to do.
        notices: what was accepted or only may be wrong.
        outlines: the feature of every district that has one, in the order of the catalog.
        lacking: the districts without one.
    """

    faults: tuple[str, ...]
    notices: tuple[str, ...]
    outlines: Mapping[str, Feature] = field(default_factory=dict)
    lacking: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether it stands up."""
        return not self.faults


def examine(data: bytes, city: City, known: Mapping[str, Point]) -> OutlineReport:
    """Look a boundary file over for a city.

    Args:
        known: the middles of the shipped outlines by district, where there are any.
    """
    every = tuple(one.name for one in city.districts)
    try:
        features, notices = read_features(data)
    except UnfitOutlines as error:
        return OutlineReport((str(error),), (), {}, every)
    if fault := system_fault(features):
        return OutlineReport((fault,), tuple(notices), {}, every)
    own, faults, others = _matched(features, city)
    sound: dict[str, Feature] = {}
    for area, feature in own.items():
        mended, wrong, told = _ringed(feature)
        faults += wrong
        notices += told
        sound[area] = mended
    elsewhere, shifted = place_faults({a: f for a, f in sound.items() if f.polygons}, known)
    lacking = tuple(name for name in every if name not in own)
    if others:
        notices.append(f"不是{city.name}的，不取：{_listed(others)}。")
    if lacking and own:
        notices.append(f"没有界线、只列在表里的区县：{_listed(lacking)}。")
    ordered = {name: sound[name] for name in every if name in sound}
    return OutlineReport(
        (*faults, *elsewhere), tuple(dict.fromkeys([*notices, *shifted])), ordered, lacking
    )


def _matched(
    features: Sequence[Feature], city: City
) -> tuple[dict[str, Feature], list[str], list[str]]:
    """The features by district, what is wrong with that, and whose features are left."""
    district_of = _finder(city)
    found: dict[str, Feature] = {}
    faults: list[str] = []
    others: list[str] = []
    for feature in features:
        district = district_of(feature)
        if district is None:
            others.append(feature.name or str(feature.code or f"第 {feature.number} 个"))
        elif district.name in found:
            first = found[district.name].words
            faults.append(f"{district.name}有两个：{first}和{feature.words}。请只留一个。")
        else:
            found[district.name] = feature
    if not found:
        names = _listed([one.name for one in city.districts]) or "没有区县"
        faults.append(
            f"没有一个要素是{city.name}的区县：文件里是{_listed(others)}；{city.name}有{names}。"
            "请检查是不是别的城市的文件，要素的属性里要有 adcode 或 name。"
        )
        others = []
    return found, faults, others


def _finder(city: City) -> Callable[[Feature], District | None]:
    """Finds the district of a feature: by its code, else by its name."""
    by_code = {code: one for one in city.districts for code in one.codes}
    by_code |= {one.adcode: one for one in city.districts if one.adcode}
    by_name = {plain_word(word): one for one in city.districts for word in area_words(one)}
    return lambda feature: by_code.get(feature.code) or by_name.get(plain_word(feature.name))


def features_by_district(features: Sequence[Feature], city: City) -> dict[str, Feature]:
    """The features of a city's districts, by name."""
    district_of = _finder(city)
    found = ((district_of(feature), feature) for feature in features)
    return {district.name: feature for district, feature in found if district}


def _ringed(feature: Feature) -> tuple[Feature, list[str], list[str]]:
    """The feature with closed rings, what is wrong with its rings, and what was mended."""
    if feature.fault:
        return feature, [f"{feature.words}{feature.fault}。请改正后再给。"], []
    faults: list[str] = []
    notices: list[str] = []
    polygons = []
    for polygon in feature.polygons:
        rings = []
        for ring in polygon:
            whole, was = closed(ring)
            if whole[0] != whole[-1]:
                faults.append(f"{feature.words}的界线首尾不相接，中间像是缺了一段。请补全后再给。")
            elif not was:
                notices.append(f"{feature.words}的界线首尾不相接，已连上。")
            if len(set(whole)) < 3 or area_of(whole) < _SMALLEST:
                faults.append(
                    f"{feature.words}有一圈界线围不成面（不足三个点或没有面积）。请删去它。"
                )
            elif point := crossing(whole):
                faults.append(
                    f"{feature.words}的界线在（{point[0]:.4f}, {point[1]:.4f}）与自己相交。"
                    "请用制图软件修复几何后再给。"
                )
            rings.append(whole)
        polygons.append(tuple(rings))
    return replace(feature, polygons=tuple(polygons)), list(dict.fromkeys(faults)), notices


def _listed(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 个" if len(names) > _SHOWN else ""
    return "、".join(names[:_SHOWN]) + more


def written(report: OutlineReport, city: City) -> bytes:
    """The outlines as the board keeps them: UTF-8, a feature a line, with a place for its name."""
    codes = {city.name: city.adcode} | {one.name: one.adcode for one in city.districts}
    lines = []
    for area, feature in report.outlines.items():
        x, y = inner_point([polygon[0] for polygon in feature.polygons])
        body = {
            "type": "Feature",
            "properties": {
                "adcode": codes[area],
                "name": area,
                "label": [float(f"{x:.6f}"), float(f"{y:.6f}")],
            },
            "geometry": {"type": "MultiPolygon", "coordinates": feature.polygons},
        }
        lines.append(json.dumps(body, ensure_ascii=False, separators=(",", ":")))
    return ('{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n").encode()
