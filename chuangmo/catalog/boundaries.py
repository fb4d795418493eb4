"""The outlines of a city's districts, read from its own GeoJSON file in the catalog."""

import json
from dataclasses import dataclass
from typing import Any

from chuangmo.catalog.models import City
from chuangmo.catalog.sources import layers
from chuangmo.settings import Settings

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
    files = [folder / "cities" / city.id / city.boundaries for folder in layers(settings)]
    present = [file for file in files if file.is_file()]
    if not present:
        return ()
    features = json.loads(present[-1].read_text(encoding="utf-8"))["features"]
    by_key: dict[object, dict[str, Any]] = {}
    for feature in features:
        by_key[feature["properties"].get("adcode")] = feature
        by_key[feature["properties"].get("name")] = feature
    shapes = []
    for district in city.districts:
        feature = by_key.get(district.adcode) or by_key.get(district.name)
        if feature is None:
            continue
        rings = _rings(feature["geometry"])
        label = district.label or _middle(rings[0])
        shapes.append(Shape(district.name, rings, label, district.in_city_mean))
    return tuple(shapes)


def _rings(geometry: dict[str, Any]) -> tuple[Ring, ...]:
    parts = geometry["coordinates"]
    polygons = [parts] if geometry["type"] == "Polygon" else parts
    return tuple(tuple((p[0], p[1]) for p in polygon[0]) for polygon in polygons)


def _middle(ring: Ring) -> tuple[float, float]:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def outline_stamp(settings: Settings, city: City) -> str:
    """Changes whenever a file with the city's outlines appears, changes or goes."""
    files = [layer / "cities" / city.id for layer in layers(settings)] if city.boundaries else []
    found = []
    for folder in files:
        try:
            stat = (folder / city.boundaries).stat()
        except OSError:
            continue
        found.append(f"{folder}:{stat.st_mtime_ns}:{stat.st_size}:{stat.st_ino}")
    return ";".join(found)
