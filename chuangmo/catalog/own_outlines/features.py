"""Bytes of a boundary file to its features: encoding, format, whose outline each is."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: Bytes above which a file is not looked at; that of a whole province has about two million.
LARGEST = 60_000_000
_CODES = ("adcode", "code", "ADCODE", "CODE", "区划代码", "代码", "gb", "GB", "PAC", "pac", "id")
_NAMES = ("name", "NAME", "名称", "区县", "Name", "NL_NAME_3", "fullname")
_MAGIC = (
    (b"PK\x03\x04", "压缩包（zip、kmz 或 xlsx）"), (b"\x00\x00\x27\x0a", "Shapefile（shp）"),
    (b"SQLite", "GeoPackage"), (b"<?xml", "XML（KML 等）"), (b"<kml", "KML"),
    (b"\x89PNG", "图片"), (b"\xff\xd8\xff", "图片"), (b"%PDF", "PDF"), (b"fgb", "FlatGeobuf"),
)  # fmt: skip
_KINDS = {"Point": "点", "MultiPoint": "点", "LineString": "线", "MultiLineString": "线"}


class UnfitOutlines(ValueError):
    """A file that holds no outlines at all; the text says what it is and what to give instead."""


@dataclass(frozen=True)
class Feature:
    """One feature as its file has it.

    Attributes:
        number: from 1, in the order of the file.
        code: six digits, 0 where it has none.
        polygons: rings of (longitude, latitude) as written, the outer one first.
        fault: why the geometry can not be read; empty as a rule.
    """

    number: int
    code: int
    name: str
    polygons: tuple[tuple[tuple[tuple[float, float], ...], ...], ...]
    fault: str = ""

    @property
    def words(self) -> str:
        """How a person finds it in the file."""
        called = self.name or (str(self.code) if self.code else "没有名称")
        return f"第 {self.number} 个要素（{called}）"


def read_features(data: bytes) -> tuple[list[Feature], list[str]]:
    """The features of a file, and what was accepted of it that is not as it should be.

    Raises:
        UnfitOutlines: it is no GeoJSON with outlines.
    """
    text, notices = _text(data)
    content = _json(text)
    if not isinstance(content, dict):
        raise UnfitOutlines("文件是 JSON，但不是 GeoJSON。请给 FeatureCollection。")
    if content.get("type") == "Topology" or "arcs" in content:
        raise UnfitOutlines("文件是 TopoJSON，不是 GeoJSON。请在导出时选 GeoJSON，或转换后再给。")
    if content.get("type") == "Feature":
        content = {"features": [content]}
    features = content.get("features")
    if not isinstance(features, list):
        found = content.get("type", "没有 type")
        raise UnfitOutlines(
            f"文件不是 FeatureCollection（写的是 {found}），没有 features。请给 GeoJSON。"
        )
    if not features:
        raise UnfitOutlines("文件里没有要素（features 是空的）。请检查导出时是否选了区县图层。")
    if system := _system(content):
        raise UnfitOutlines(
            f"文件写明坐标系是 {system}，不是经纬度（WGS-84 或 CGCS2000）。请按经纬度重新导出。"
        )
    return [_feature(n, one) for n, one in enumerate(features, start=1)], notices


def _text(data: bytes) -> tuple[str, list[str]]:
    if not data.strip():
        raise UnfitOutlines("文件是空的。请给 GeoJSON 文件。")
    if len(data) > LARGEST:
        raise UnfitOutlines(
            f"文件有 {len(data) // 1_000_000} MB，超过 {LARGEST // 1_000_000} MB。"
            "请简化界线后再给。"
        )
    for magic, kind in _MAGIC:
        if data.lstrip()[:64].startswith(magic):
            raise UnfitOutlines(f"文件是{kind}，不是 GeoJSON。请用制图软件导出为 GeoJSON。")
    for encoding, words in (("utf-8-sig", ""), ("utf-16", "UTF-16"), ("gb18030", "GBK")):
        if encoding == "utf-16" and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text, [f"文件是 {words} 编码，登记时改写为 UTF-8。"] if words else []
    raise UnfitOutlines("文件不是 UTF-8 编码的文本。请用制图软件导出为 UTF-8 的 GeoJSON。")


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        ends = error.pos >= len(text.rstrip()) - 1 or error.msg.startswith("Unterminated")
        part = "可能没有下载完" if ends else "写法不对"
        raise UnfitOutlines(
            f"第 {error.lineno} 行第 {error.colno} 列起不是 JSON（{part}）。请重新导出。"
        ) from error
    except RecursionError as error:
        raise UnfitOutlines("文件不是 GeoJSON：括号套得太深。请重新导出。") from error


def _system(content: Mapping[str, Any]) -> str:
    """The coordinate system that a file names, unless it is one of degrees."""
    crs = content.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    plain = name.upper().replace(":", "")
    degrees = ("CRS84", "4326", "4490", "CRS83")
    return "" if not name or plain.endswith(degrees) else name


def _feature(number: int, raw: Any) -> Feature:
    properties = raw.get("properties") if isinstance(raw, dict) else None
    geometry = raw.get("geometry") if isinstance(raw, dict) else None
    code, name = identity(properties if isinstance(properties, dict) else {})
    if not isinstance(geometry, dict):
        return Feature(number, code, name, (), "没有界线（geometry 是空的）")
    kind, parts = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        what = _KINDS.get(str(kind), f"“{kind}”")
        return Feature(number, code, name, (), f"是{what}，不是面（Polygon 或 MultiPolygon）")
    if not isinstance(parts, list):
        return Feature(number, code, name, (), "没有坐标")
    try:
        polygons = [parts] if kind == "Polygon" else parts
        made = tuple(
            tuple(tuple((float(p[0]), float(p[1])) for p in ring) for ring in polygon)
            for polygon in polygons
        )
    except (TypeError, ValueError, IndexError, KeyError):
        return Feature(number, code, name, (), "坐标不是成对的数")
    if not made or any(not polygon for polygon in made):
        return Feature(number, code, name, (), "没有坐标")
    return Feature(number, code, name, made)


def identity(properties: Mapping[str, Any]) -> tuple[int, str]:
    """Code (0 without one) and name of a feature, under whichever key its maker wrote them."""
    code = 0
    for key in _CODES:
        digits = "".join(filter(str.isdigit, str(properties.get(key, ""))))
        digits = digits.removeprefix("156") if len(digits) == 9 else digits
        if len(digits) in (6, 9, 12):
            code = int(digits[:6])
            break
    name = next((str(properties[key]) for key in _NAMES if properties.get(key)), "")
    return code, name.strip()
