"""In which system coordinates stand: degrees, metres, exchanged, or shifted as GCJ-02 is."""

from collections.abc import Mapping, Sequence
from math import cos, hypot, pi, radians, sin, sqrt
from statistics import median

from chuangmo.catalog.own_outlines.features import Feature
from chuangmo.catalog.own_outlines.rings import Point, metres, middle_of

#: West, south, east and north end of China with some room, in degrees.
CHINA = (72.0, 2.0, 137.0, 55.0)
#: Metres between the outlines and the shipped ones: not told; more than this is another place.
_EXACT, _ELSEWHERE = 250.0, 30_000.0
_DEGREES = 180.0  # no coordinate in degrees is larger, whichever way they are written
_ALIKE = 0.45  # of the shift of GCJ-02 by which the shift found may differ from it
_A, _EE = 6378245.0, 0.00669342162296594323


def system_fault(features: Sequence[Feature]) -> str:
    """Why no coordinate of the file can be a longitude and a latitude; empty as a rule."""
    points = [p for f in features for polygon in f.polygons for ring in polygon[:1] for p in ring]
    if not points:
        return ""
    if median(abs(x) for x, _ in points) > _DEGREES or median(abs(y) for _, y in points) > _DEGREES:
        x, y = points[0]
        return (
            f"坐标（如 {x:g}, {y:g}）像是投影坐标，单位是米，不是经纬度。"
            "请按 WGS-84 或 CGCS2000 的经纬度（EPSG:4326 或 4490）重新导出。"
        )
    inside = sum(_in_china(p) for p in points)
    if 2 * inside < len(points):
        x, y = points[0]
        if 2 * sum(_in_china((y, x)) for x, y in points) > len(points):
            return f"经度、纬度写反了（如 {x:g}, {y:g}）。每个点请先写经度、后写纬度。"
        return f"坐标（如 {x:g}, {y:g}）不在中国范围内。请检查坐标系后重新导出。"
    return ""


def _in_china(point: Point) -> bool:
    return CHINA[0] < point[0] < CHINA[2] and CHINA[1] < point[1] < CHINA[3]


def place_faults(
    own: Mapping[str, Feature], known: Mapping[str, Point]
) -> tuple[list[str], list[str]]:
    """What the places of districts say beside those of the shipped outlines.

    Args:
        own: the features by district. known: the middles of the shipped outlines.

    Returns:
        Districts that lie elsewhere, as faults; and a shift of all of them, as a notice.
    """
    shifts = {
        area: metres(known[area], middle_of([polygon[0] for polygon in feature.polygons]))
        for area, feature in own.items()
        if area in known
    }
    faults = [
        f"{own[area].words}离随程序发行的{area}的界线约 {hypot(*shift) / 1000:.0f} 公里，"
        "多半不是这个区县的。请检查名称和代码。"
        for area, shift in shifts.items()
        if hypot(*shift) > _ELSEWHERE
    ]
    near = [shift for shift in shifts.values() if hypot(*shift) <= _ELSEWHERE]
    if faults or not near:
        return faults, []
    east, north = median(x for x, _ in near), median(y for _, y in near)
    if hypot(east, north) < _EXACT:
        return [], []
    where = next(iter(known.values()))
    there = metres(where, as_gcj(where))
    apart = hypot(east - there[0], north - there[1])
    words = f"整体比随程序发行的界线偏{_direction(east, north)}约 {hypot(east, north):.0f} 米"
    if apart <= _ALIKE * hypot(*there):
        return [], [f"{words}，可能是 GCJ-02（火星坐标）。要与监测点位对齐，请换成 WGS-84 的。"]
    return [], [f"{words}，可能是另一种坐标系，也可能只是界线画得不同。请看图核对。"]


def _direction(east: float, north: float) -> str:
    parts = ("东" if east > 0 else "西") if abs(east) > abs(north) / 2 else ""
    return parts + (("北" if north > 0 else "南") if abs(north) > abs(east) / 2 else "")


def as_gcj(point: Point) -> Point:
    """Where GCJ-02 has a point of WGS-84, by the formula publicly known; some metres off."""
    x, y = point[0] - 105.0, point[1] - 35.0
    rad, root = radians(point[1]), sqrt(abs(x))
    wave = 20.0 * sin(6 * x * pi) + 20.0 * sin(2 * x * pi)
    north = -100.0 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + wave * 2 / 3
    north += (20.0 * sin(y * pi) + 40.0 * sin(y / 3 * pi)) * 2 / 3
    north += (160.0 * sin(y / 12 * pi) + 320.0 * sin(y * pi / 30)) * 2 / 3
    east = 300.0 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + wave * 2 / 3
    east += (20.0 * sin(x * pi) + 40.0 * sin(x / 3 * pi)) * 2 / 3
    east += (150.0 * sin(x / 12 * pi) + 300.0 * sin(x / 30 * pi)) * 2 / 3
    magic = 1 - _EE * sin(rad) ** 2
    down = north * 180 / (_A * (1 - _EE) / (magic * sqrt(magic)) * pi)
    across = east * 180 / (_A / sqrt(magic) * cos(rad) * pi)
    return point[0] + across, point[1] + down
