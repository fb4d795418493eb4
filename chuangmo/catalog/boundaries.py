"""The outlines of a city's districts, from its own GeoJSON file or those that ship by province."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chuangmo.catalog.faults import Fault
from chuangmo.catalog.models import City, District
from chuangmo.catalog.own_outlines.coordinates import system_fault
from chuangmo.catalog.own_outlines.examine import OutlineReport, examine, features_by_district
from chuangmo.catalog.own_outlines.features import Feature, UnfitOutlines, read_features
from chuangmo.catalog.own_outlines.rings import area_of, inner_point, is_within, middle_of
from chuangmo.catalog.sources import layers, overlay_folder, shown_path
from chuangmo.settings import DIVISIONS_DIR, Settings

#: ``boundaries`` of a city that takes the outlines shipped for the whole country.
SHIPPED = "shipped"
_CODE = re.compile(r'"adcode":(\d{6})')
Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Shape:
    """One district: closed rings of (longitude, latitude) in degrees, and where its name stands.

    Attributes:
        central: whether it counts for the 城区 mean, and so belongs to the enlarged panel.
    """

    area: str
    rings: tuple[Ring, ...]
    label: tuple[float, float]
    central: bool

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east and north end in degrees."""
        xs = [x for ring in self.rings for x, _ in ring]
        ys = [y for ring in self.rings for _, y in ring]
        return min(xs), min(ys), max(xs), max(ys)


def load_shapes(settings: Settings, city: City) -> tuple[Shape, ...]:
    """The districts of the city that have an outline, in catalog order.

    The file of the home's overlay wins over the shipped one. Features are matched by
    administrative code, else by name; holes are left out (they belong to a neighbour drawn on top).
    """
    if not city.boundaries:
        return ()
    if city.boundaries != SHIPPED:
        return _own_shapes(settings, city)
    units = units_of(city)
    features = shipped_features({code for one in units for code in one.codes})
    by_key: dict[object, dict[str, Any]] = {}
    for one in features:
        by_key[one["properties"].get("adcode")] = one
        by_key[one["properties"].get("name")] = one
    shapes = []
    for district in units:
        feature = next((by_key[key] for key in _keys_of(district) if key in by_key), None)
        if feature is None:
            continue
        rings = _rings(feature["geometry"])
        label = district.label or _inside(feature)
        shapes.append(Shape(district.name, rings, label, district.in_city_mean))
    return tuple(shapes)


def _keys_of(district: District) -> tuple[object, ...]:
    """By what its outline is found: the code of today and its name, then what it was before."""
    had = tuple(one.name for one in reversed(district.former_names))
    return (district.adcode, district.name, *district.codes, *had)


def units_of(city: City) -> tuple[District, ...]:
    """What has an outline: the districts, or the city itself where it has none."""
    whole = District(
        name=city.name, adcode=city.adcode, aliases=city.aliases, in_city_mean=True,
        scope_source="",
    )  # fmt: skip
    return city.districts or (whole,)


def own_file(settings: Settings, city: City) -> Path | None:
    """The file that a city names for its outlines; ``None`` where there is none."""
    if city.boundaries in ("", SHIPPED):
        return None
    files = [folder / "cities" / city.id / city.boundaries for folder in layers(settings)]
    return next((file for file in reversed(files) if file.is_file()), None)


def _own_shapes(settings: Settings, city: City) -> tuple[Shape, ...]:
    """What can be drawn of a file of one's own; nothing of one that holds no outlines.

    What is wrong with it is told by ``boundary_faults``, and never takes a page down.
    """
    path = own_file(settings, city)
    try:
        features, _ = read_features(path.read_bytes()) if path else ([], [])
    except (OSError, UnfitOutlines):
        return ()
    if system_fault(features):
        return ()
    drawn = city.model_copy(update={"districts": units_of(city)})
    return shapes_of(features_by_district(features, drawn), city)


def shapes_of(own: Mapping[str, Feature], city: City) -> tuple[Shape, ...]:
    """What is drawn of features of one's own, in catalog order."""
    shapes = []
    for district in units_of(city):
        feature = own.get(district.name)
        if feature is None or not feature.polygons:
            continue
        rings = tuple(polygon[0] for polygon in feature.polygons if len(polygon[0]) > 2)
        if rings:
            label = district.label or _label(rings)
            shapes.append(Shape(district.name, rings, label, district.in_city_mean))
    return tuple(shapes)


def _label(rings: tuple[Ring, ...]) -> tuple[float, float]:
    """The middle of the largest ring, else a point well inside of it."""
    x, y = _middle(max(rings, key=area_of))
    return (x, y) if is_within((x, y), rings) else inner_point(rings)


def boundary_report(data: bytes, city: City) -> OutlineReport:
    """What a boundary file of one's own is worth for a city, beside the shipped outlines."""
    units = units_of(city)
    shipped = shipped_features({code for one in units for code in one.codes})
    middles = {one["properties"]["adcode"]: middle_of(_rings(one["geometry"])) for one in shipped}
    known = {
        one.name: middles[code] for one in units for code in reversed(one.codes) if code in middles
    }
    return examine(data, city.model_copy(update={"districts": units}), known)


def boundary_faults(settings: Settings, city: City) -> list[Fault]:
    """What is wrong with a boundary file that somebody laid into the home."""
    path = own_file(settings, city)
    if path is None and city.boundaries not in ("", SHIPPED):
        return [_no_file(settings, city)]
    if path is None or not path.is_relative_to(overlay_folder(settings)):
        return []
    try:
        report = boundary_report(path.read_bytes(), city)
    except OSError as error:
        return [Fault(shown_path(path), "", "", f"打不开（{error.strerror}），请检查权限和磁盘。")]
    return [Fault(shown_path(path), "", "", reason) for reason in report.faults]


def _no_file(settings: Settings, city: City) -> Fault:
    """That a file is named and is not there: the map has no outlines, the board goes on."""
    own = overlay_folder(settings) / "cities" / city.id / "city.toml"
    named = own if own.is_file() else layers(settings)[0] / "cities" / city.id / "city.toml"
    reason = (
        f"没有文件“{city.boundaries}”。请用 city boundaries 命令登记界线文件，"
        f'或写成 boundaries = "{SHIPPED}"，用随程序发行的界线。'
    )
    return Fault(shown_path(named), city.id, "boundaries", reason)


def shipped_features(adcodes: Collection[int]) -> list[dict[str, Any]]:
    """The shipped outlines of these units; those that have none are missing."""
    wanted = {str(code) for code in adcodes}
    found = []
    for province in sorted({code[:2] for code in wanted}):
        path = DIVISIONS_DIR / "boundaries" / f"{province}.geojson"
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        for line in lines:
            code = _CODE.search(line, 0, 80)
            if code and code[1] in wanted:
                found.append(json.loads(line.rstrip(",")))
    return found


def _inside(feature: dict[str, Any]) -> tuple[float, float]:
    """The label point that stands with a shipped outline."""
    x, y = feature["properties"]["label"]
    return x, y


def _rings(geometry: dict[str, Any]) -> tuple[Ring, ...]:
    parts = geometry["coordinates"]
    polygons = [parts] if geometry["type"] == "Polygon" else parts
    return tuple(tuple((p[0], p[1]) for p in polygon[0]) for polygon in polygons)


def _middle(ring: Ring) -> tuple[float, float]:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def outline_stamp(settings: Settings, city: City) -> str:
    """Changes whenever a file with the city's outlines appears, changes or goes."""
    own = city.boundaries not in ("", SHIPPED)
    files = [layer / "cities" / city.id for layer in layers(settings)] if own else []
    found = []
    for folder in files:
        try:
            stat = (folder / city.boundaries).stat()
        except OSError:
            continue
        found.append(f"{folder}:{stat.st_mtime_ns}:{stat.st_size}:{stat.st_ino}")
    return ";".join(found)
