"""Spellings accepted without doubt: units, blanks in Chinese names, names of indicators for ids."""

import re
from functools import cache
from typing import Any

from chuangmo.catalog.toml_text import parsed
from chuangmo.catalog.words import plain_word
from chuangmo.settings import CATALOG_DIR

Raw = dict[str, Any]
_UNITS = {"unit", "rate_part_unit", "same_units"}
_PLACES = {"area", "areas", "district"}
_ID = re.compile(r"[a-z][a-z0-9_]*")
_BLANK = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_MICRO = re.compile(r"^[uμ](?=g\b)")


def plain_unit(text: str) -> str:
    """A unit as the catalog writes it: ``ug/m3`` and ``μg/m³`` (U+03BC) as ``µg/m³`` (U+00B5)."""
    unit = "".join(text.split()).replace("％", "%").replace("（", "(").replace("）", ")")
    unit = _MICRO.sub("µ", unit.replace("\u03bc", "\u00b5"))
    return re.sub(r"(?<=/m)3$", "³", unit)


def plain_place(text: str) -> str:
    """A Chinese name without the blanks that set it wide."""
    return _BLANK.sub("", text.strip())


def plain_entry(raw: Raw) -> Raw:
    """The keys of an entry with its units, places and indicators in their one spelling."""
    return {key: _plain(key, value, raw) for key, value in raw.items()}


def _plain(key: str, value: Any, raw: Raw) -> Any:
    if isinstance(value, dict):
        if key == "digits":
            return {plain_unit(unit): digits for unit, digits in value.items()}
        return plain_entry(value)
    if isinstance(value, list):
        return [_plain(key, one, raw) for one in value]
    if not isinstance(value, str):
        return value
    if key in _UNITS:
        return plain_unit(value)
    if key in _PLACES or (key == "name" and "in_city_mean" in raw):
        return plain_place(value)
    return _indicator(value) if key in ("indicator", "indicators") else value


def _indicator(text: str) -> str:
    """The id of a shipped indicator that a word names alone; any other text as it is."""
    return text if _ID.fullmatch(text) else shipped_names().get(plain_word(text), text)


@cache
def shipped_names() -> dict[str, str]:
    """Every word that names one of the shipped indicators and no other, with the id of it."""
    owners: dict[str, set[str]] = {}
    for raw in parsed((CATALOG_DIR / "indicators.toml").read_bytes()).get("indicator", []):
        own = (raw["id"], raw["name"], raw.get("short", ""), raw.get("symbol", ""))
        for word in (*own, *raw.get("aliases", []), *raw.get("shared", [])):
            owners.setdefault(plain_word(word), set()).add(raw["id"])
        for words in raw.get("parts", {}).values():
            for word in words:
                owners.setdefault(plain_word(word), set()).add("")
    owners.pop("", None)
    return {word: ids.pop() for word, ids in owners.items() if len(ids) == 1 and "" not in ids}
