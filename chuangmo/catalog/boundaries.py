"""The outlines of a city's districts, from its own GeoJSON file or those that ship by province."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from chuangmo.catalog.models import City
from chuangmo.catalog.sources import layers
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
    if city.boundaries == SHIPPED:
        features = shipped_features({d.adcode for d in city.districts if d.adcode})
    else:
        files = [folder / "cities" / city.id / city.boundaries for folder in layers(settings)]
        present = [file for file in files if file.is_file()]
        if not present:
            return ()
        features = json.loads(present[-1].read_text(encoding="utf-8"))["features"]
    by_key: dict[object, dict[str, Any]] = {}
    for one in features:
        by_key[one["properties"].get("adcode")] = one
        by_key[one["properties"].get("name")] = one
    shapes = []
    for district in city.districts:
        feature = by_key.get(district.adcode) or by_key.get(district.name)
        if feature is None:
            continue
        rings = _rings(feature["geometry"])
        given = _inside(feature) if city.boundaries == SHIPPED else None
        label = district.label or given or _middle(rings[0])
        shapes.append(Shape(district.name, rings, label, district.in_city_mean))
    return tuple(shapes)


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
