"""Classes of functional areas (1类区, 4a类) as they head columns or rows of a noise table."""

import re

from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator
from loaders.model.table import Place
from loaders.words.normalise import label

_CHINESE = dict(zip("零一二三四", "01234", strict=True))
_ZONE = re.compile(
    r"(?:功能区)?([0-4零一二三四])([ab]?)类(?:标准|适用|声环境|功能)*区?(?:域)?(?:\([^()]*\))?"
)


def zone_of(text: str) -> str:
    """``2类区`` for every spelling of that class as a whole text; empty for any other text."""
    found = _ZONE.fullmatch(label(text))
    return f"{_CHINESE.get(found[1], found[1])}{found[2]}类区" if found else ""


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
