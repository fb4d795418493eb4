"""The catalog files of a city that is set up from the shipped divisions."""

from typing import Any

import tomli_w

from chuangmo.catalog.boundaries import SHIPPED, shipped_features
from chuangmo.catalog.divisions.aliases import city_aliases, district_aliases
from chuangmo.catalog.divisions.table import AdoptionDate, Division, Divisions, adoption_date
from chuangmo.catalog.toml_text import parsed
from chuangmo.settings import CATALOG_DIR

_URBAN, _RURAL = "urban", "county"
_GROUPS = {_URBAN: "城区", _RURAL: "郊县"}
_HEAD = "# 由 city new 按随程序发行的行政区划写入，可手工修改，改动会登记。\n\n"
_SCOPE = "{}（设置城市时的默认，是否符合本市口径请核对后改写）"
_BY_DISTRICTS = "市辖区计入城区均值，县（市、旗）单列"
_ALL = "没有市辖区，各县（市、旗）都计入"
#: The remark under maps that are drawn with the shipped outlines.
SKETCH = (
    "区县边界为示意图，不作为划界依据；界线取自公开发布的全国行政区划数据（约 2023 年春，"
    "来源的使用条款没有核对）；未经审图，无审图号；公开使用前请换用有审图号的底图。"
)
#: Standards that come into force together, city by city.
_BY_CITY = ("gb3095-2012", "aqi-2012")


def city_toml(divisions: Divisions, city: Division) -> bytes:
    """``city.toml``: name, scope, groups, outlines, lists of 创模, dates of the air standard."""
    districts = divisions.children(city.adcode)
    used = {_group(one) for one in districts}
    content: dict[str, Any] = {
        "name": city.name,
        "adcode": city.adcode,
        "aliases": list(city_aliases(divisions, city)),
        "air_class": "二级",
        "scope_note": _scope_note(districts),
        **_outline_keys(districts or (city,)),
        "groups": {key: name for key, name in _GROUPS.items() if key in used},
        "schemes": _schemes(),
        "adoptions": _adoptions(adoption_date(city.adcode)),
    }
    kept = {key: value for key, value in content.items() if value not in ("", [], {})}
    return (_HEAD + tomli_w.dumps(kept)).encode()


def districts_toml(divisions: Divisions, city: Division) -> bytes:
    """``districts.toml``: every unit below the city with its other names."""
    districts = divisions.children(city.adcode)
    aliases = district_aliases(divisions, city)
    entries = [
        {
            "name": one.name,
            "adcode": one.adcode,
            "aliases": list(aliases[one.name]),
            "group": _group(one),
            "in_city_mean": _is_in_mean(one, districts),
            "scope_source": _SCOPE.format(_rule(districts)),
        }
        for one in districts
    ]
    return (_HEAD + tomli_w.dumps({"district": entries})).encode()


def outlines_toml(divisions: Divisions, city: Division) -> bytes:
    """``city.toml`` beside a shipped one that has no outlines: the shipped ones of the country."""
    return (
        _HEAD + tomli_w.dumps(_outline_keys(divisions.children(city.adcode) or (city,)))
    ).encode()


def _outline_keys(districts: tuple[Division, ...]) -> dict[str, str]:
    """The keys that give a city the shipped outlines; units without one are named."""
    drawn = {one["properties"]["adcode"] for one in shipped_features({d.adcode for d in districts})}
    if not drawn:
        return {}
    lacking = [one.name for one in districts if one.adcode not in drawn]
    more = f"{'、'.join(lacking)}没有界线，只列在表里。" if lacking else ""
    return {"boundaries": SHIPPED, "boundary_note": SKETCH + more}


def _group(one: Division) -> str:
    return _URBAN if one.name.endswith("区") else _RURAL


def _is_in_mean(one: Division, districts: tuple[Division, ...]) -> bool:
    return _group(one) == _URBAN or all(_group(other) == _RURAL for other in districts)


def _rule(districts: tuple[Division, ...]) -> str:
    return _BY_DISTRICTS if any(_group(one) == _URBAN for one in districts) else _ALL


def _scope_note(districts: tuple[Division, ...]) -> str:
    if not districts:
        return "没有下辖的县级区划，全市的数按全市自己报的。"
    return f"城区空气均值：{_SCOPE.format(_rule(districts))}。"


def _schemes() -> list[Any]:
    """The national lists one after another, as the shipped cities follow them."""
    content = parsed((CATALOG_DIR / "cities" / "open" / "city.toml").read_bytes())
    return list(content["schemes"])


def _adoptions(known: AdoptionDate | None) -> list[dict[str, Any]]:
    """Without a known day the standards' own dates hold."""
    if known is None:
        return []
    source = f"{known.source}；日期待核"
    return [
        {"standard": one, "from": known.from_, "source": source, "confidence": known.confidence}
        for one in _BY_CITY
    ]
