"""Classes of functional areas: of noise (1类区, 4a类) and of water (Ⅲ类, 劣Ⅴ类)."""

import re

from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator
from loaders.model.table import Place
from loaders.words.normalise import label

_CHINESE = dict(zip("零一二三四", "01234", strict=True))
_ZONE = re.compile(
    r"(?:功能区)?([0-4零一二三四])([ab]?)类(?:标准|适用|声环境|功能)*区?(?:域)?(?:\([^()]*\))?"
)
_ROMAN = {"i": "Ⅰ", "ii": "Ⅱ", "iii": "Ⅲ", "iv": "Ⅳ", "v": "Ⅴ"}
_NUMBERS = dict(zip("12345一二三四五", "ⅠⅡⅢⅣⅤⅠⅡⅢⅣⅤ", strict=True))
_WATER = re.compile(
    r"(?:gb/?t?3838(?:-\d+)?)?(?:地表水|地面水|执行|标准)*(劣?)(i{1,3}|iv|v|[1-5一二三四五])"
    r"类?(?:水质|水体|水域|标准|区)*"
)


def zone_of(text: str) -> str:
    """``2类区`` for every spelling of that class as a whole text; empty for any other text."""
    found = _ZONE.fullmatch(label(text))
    return f"{_CHINESE.get(found[1], found[1])}{found[2]}类区" if found else ""


def water_class_of(text: str) -> str:
    """``Ⅲ类`` for every spelling of that class as a whole text (III类, 地表水三类); else empty."""
    found = _WATER.fullmatch(label(text))
    name = (_ROMAN.get(found[2]) or _NUMBERS[found[2]]) if found else ""
    if not found or (found[1] and name != "Ⅴ"):
        return ""
    return f"{found[1]}{name}类"


def in_zone(place: "Place", zone: str, indicator: Indicator, catalog: Catalog) -> "Place":
    """A place with the class of the column as part of its site's name.

    A site of the catalog that is of this very class keeps its name; classes say something of
    noise only.
    """
    if not indicator.unit.startswith("dB"):
        return place
    area, site = place
    known = catalog.site(site) if site else None
    if known and known.klass and known.klass == zone.removesuffix("区"):
        return place
    return area, f"{site} {zone}" if site else zone
