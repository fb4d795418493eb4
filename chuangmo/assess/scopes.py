"""Whether a place lies inside the scope of a programme's item, and what is entered of it."""

from chuangmo.assess.verdict_types import MET, MISSED
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.scheme_models import Scheme, SchemeItem
from chuangmo.period import Period


def in_scope(catalog: Catalog, area: str, scope: str) -> bool:
    """城区 and 建成区 items leave out the districts that the catalog keeps out of the city mean.

    市辖区 items leave out the counties (十二五城考: 城区 and 郊区, no 县, no 县级市).
    """
    if catalog.area_kind(area) == "city" or catalog.city.open_places:
        return True
    if scope in ("市辖区", "城市辖区", "市区"):
        return not _is_county(catalog, area)
    if scope not in ("城区", "建成区"):
        return True
    return catalog.district(area).in_city_mean


def _is_county(catalog: Catalog, area: str) -> bool:
    """By the last two digits of the code (GB/T 2260: 01-20 and 51-70 市辖区), else by its name."""
    code = catalog.district(area).adcode
    if code is None:
        return area.endswith("县")
    return not (1 <= code % 100 <= 20 or 51 <= code % 100 <= 70)


def fulfilled(
    catalog: Catalog, scheme: Scheme, item: SchemeItem, area: str, period: Period
) -> bool | None:
    """What is entered of an item's condition in words; it speaks of the city as a whole.

    What the city keeps each of its districts keeps; what the city fails, one of them fails.
    """
    entry = catalog.item_entry(scheme.id, item.id, period.last_day.year)
    if entry is None or entry.result not in (MET, MISSED):
        return None
    if entry.result == MISSED and catalog.area_kind(area) != "city":
        return None
    return entry.result == MET
