"""Units as workbooks print them: spellings, dimensions, exact factors to the stored unit."""

import re
from decimal import Decimal
from functools import lru_cache

from chuangmo.catalog.models import Indicator
from loaders.model.table import Unit
from loaders.words.normalise import label

_AIR = "concentration"
_ALIKE = ("家", "户")
_NAMES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("µg/m³", _AIR, "1", ("ug/m3", "ug/nm3", "ug/m^3", "ug/mg3", "微克/立方米", "微克/标准立方米", "微克/标立方米", "ug/标m3", "微克每立方米", "ugm-3", "ug·m-3", "ugm3", "micrograms/cubicmeter", "microgramspercubicmeter", "10-3mg/m3", "×10-3mg/m3", "x10-3mg/m3", "*10-3mg/m3", "10^-3mg/m3", "×10^-3mg/m3")),
    ("ng/m³", _AIR, "0.001", ("ng/m3", "纳克/立方米")),
    ("g/m³", _AIR, "1000000", ("g/m3", "克/立方米")),
    ("mg/m³", _AIR, "1000", ("mg/m3", "mg/nm3", "mg/m^3", "毫克/立方米", "毫克/标准立方米", "毫克/标立方米", "mg/标m3", "毫克每立方米", "mgm-3", "mg·m-3", "mgm3", "milligrams/cubicmeter")),
    ("ppb", "mixing", "1", ("ppb", "ppbv", "partsperbillion")),
    ("ppm", "mixing", "1000", ("ppm", "ppmv", "partspermillion")),
    ("mg/L", "dissolved", "1", ("mg/l", "毫克/升", "mgl-1")),
    ("µg/L", "dissolved", "0.001", ("ug/l", "微克/升", "ugl-1")),
    ("ng/L", "dissolved", "0.000001", ("ng/l", "纳克/升")),
    ("个/L", "bacteria", "1", ("个/l", "个/升", "mpn/l", "cfu/l")),
    ("℃", "temperature", "1", ("℃", "°c", "摄氏度")),
    ("dB(A)", "sound", "1", ("db(a)", "db", "dba", "分贝", "分贝(a)")),
    ("%", "share", "1", ("%", "百分比")),
    ("t/(km²·月)", "fall", "1", ("t/(km2·月)", "t/km2·月", "t/km2.月", "吨/平方公里·月", "吨/(平方公里·月)", "t/km2·30d")),
    ("蒸吨", "steam", "1", ("蒸吨", "蒸吨/时", "t/h", "吨/时")),
    ("万吨", "mass", "10000", ("万吨", "万t")),
    ("吨", "mass", "1", ("吨", "t")),
    ("台", "台", "1", ("台", "台套", "台(套)")),
    ("户", "家", "1", ("户",)),  # 家、户、个是一回事
    ("家", "家", "1", ("家", "个单位", "户(家)", "家(户)")),
    ("项", "项", "1", ("项",)),
    ("件", "件", "1", ("件",)),
    ("次", "次", "1", ("次",)),
    ("天", "天", "1", ("天", "d")),
    ("分", "分", "1", ("分",)),
    ("km²", "area", "1", ("km2", "平方公里", "平方千米")),
    ("hm²", "area", "0.01", ("hm2", "公顷")),
    ("km", "length", "1000", ("km", "公里", "千米")),
    ("m", "length", "1", ("m", "米")),
    ("万立方米", "volume", "10000", ("万m3", "万立方米", "万方")),
    ("元", "money", "0.0001", ("元",)),
    ("万元", "money", "1", ("万元",)),
    ("亿元", "money", "10000", ("亿元",)),
    ("个", "家", "1", ("个", "处", "座")),
    ("所", "家", "1", ("所",)),
    ("辆", "辆", "1", ("辆", "辆次", "台次")),
    ("万辆", "辆", "10000", ("万辆", "万辆次", "万台次")),
    ("宗", "件", "1", ("宗", "起")),
    ("份", "份", "1", ("份",)),
    ("名", "名", "1", ("名", "位")),
    ("套", "套", "1", ("套",)),
    ("人", "人", "1", ("人",)),
    ("万人", "人", "10000", ("万人",)),
)  # fmt: skip
_DAMAGED = {"mg/m": "mg/m³", "ug/m": "µg/m³"}
_BY_SPELLING: dict[str, Unit] = {
    spelling: Unit(name, dimension, Decimal(size))
    for name, dimension, size, spellings in _NAMES
    for spelling in spellings
}
_BY_SPELLING |= {
    spelling: Unit(name, _AIR, Decimal(1000 if name[0] == "m" else 1), damaged=True)
    for spelling, name in _DAMAGED.items()
}
_LONG = sorted((s for s in _BY_SPELLING if len(s) > 2 or s in ("db", "%")), key=len, reverse=True)
_SPELLINGS = "(?:" + "|".join(re.escape(s) for s in _LONG) + r")(?![a-z0-9/])"
_ANYWHERE = re.compile(rf"(?:(?<![a-z])|(?<=leq)|(?<=ld)|(?<=ln)){_SPELLINGS}")
#: A unit of several characters wherever it stands alone in a normalised text.
MENTION = _ANYWHERE
_AT_ONCE = re.compile(_SPELLINGS)
_UNKNOWN = re.compile(
    r"(?:(?:[munk]?g|t|[mu]?mol|毫克|微克|纳克|千克|公斤|克|吨)/[^()0-9]{1,4}[23]?|[mun]g|毫克|微克|纳克)"
)
#: Behind a unit: the method or the state of the gas (``ug/m3 LC``, ``ugm-3 (TEOM FDMS)``).
_METHOD = re.compile(r"(?:\([^()]*\)|(?<=[0-9])(?:lc|std|stp))$")
_WITH_UNIT = re.compile(r"([<>≤≥＜]?\d[\d.,．，]*)\s?([^\s\d.,%％]\S*)")
_LONGEST = 40  # characters of a cell with a number and its unit
_LATIN = re.compile(r"[a-z0-9]")
_BRACKET = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)?)\)")
_DECLARED = re.compile(r"(?:计量)?单位[::]?(?:均?为)?([^,;,;。()]+(?:\(a\))?)")


@lru_cache(maxsize=20_000)
def unit_named(text: str) -> Unit | None:
    """The unit whose spelling is the whole text; ``None`` when it is not a unit."""
    found = label(text).strip(":;,。")
    if found.startswith("(") and found.endswith(")"):
        found = found[1:-1]
    return unit_spelled(found) or unit_spelled(_METHOD.sub("", found)) or _unknown_unit(found)


def unit_spelled(found: str) -> Unit | None:
    """The unit of a normalised spelling."""
    return _BY_SPELLING.get(found)


def spellings(unit: Unit) -> list[str]:
    """The unit's own spellings, then those of the unit that counts the same (家 and 户)."""
    same = (unit.name, *(_ALIKE if unit.name in _ALIKE else ()))
    return [spelled for name in same for n, *_, words in _NAMES if n == name for spelled in words]


def starts_with_unit(body: str, position: int) -> bool:
    """Whether a unit of several characters begins there (``pm10ug/m3`` behind ``pm10``)."""
    return _AT_ONCE.match(body, position) is not None


def is_whole(body: str, position: int, word: str) -> bool:
    """Latin words stand alone: ``co`` is not in ``control``, ``pm1`` is not in ``pm10``."""
    before, end = body[position - 1] if position else "", position + len(word)
    joined = before.isalpha() or (word[0].isdigit() and before.isdigit())
    if _LATIN.match(word[0]) and before.isascii() and joined:
        return False
    if end >= len(body) or not (_LATIN.match(word[-1]) and _LATIN.match(body[end])):
        return True
    return starts_with_unit(body, end)


def _unknown_unit(found: str) -> Unit | None:
    """A text that can be nothing but a unit, yet is none we know: it converts into no other.

    Left out, the magnitude of the values would choose a unit against what is printed.
    """
    return Unit(found, f"? {found}", Decimal(1)) if _UNKNOWN.fullmatch(found) else None


@lru_cache(maxsize=20_000)
def unit_in(text: str) -> Unit | None:
    """The unit a label names: the whole text, in brackets, after 单位, or a long spelling."""
    found = label(text)
    if whole := _BY_SPELLING.get(found):
        return whole
    for inside in (*_BRACKET.findall(found), *_DECLARED.findall(found)):
        candidate = inside.removeprefix("单位").lstrip(":")
        if unit := _BY_SPELLING.get(candidate.strip("()")) or _BY_SPELLING.get(candidate):
            return unit
        if unit := _unknown_unit(candidate.strip("()")):
            return unit
    inside_text = _ANYWHERE.search(found)
    return _BY_SPELLING[inside_text.group()] if inside_text else None


@lru_cache(maxsize=20_000)
def number_with_unit(text: str) -> tuple[str, Unit] | None:
    """The number and the unit of a cell that holds both (0.126mg/m³, 35台)."""
    hit = _WITH_UNIT.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    unit = unit_spelled(label(hit[2])) if hit else None
    return (hit[1], unit) if hit and unit else None


def factor(source: Unit, stored: Unit) -> Decimal | None:
    """By what a value is multiplied to stand in ``stored``; ``None`` across dimensions."""
    if source.dimension != stored.dimension:
        return None
    return source.size / stored.size


def stored_unit(indicator: Indicator) -> Unit:
    """The indicator's stored unit as a ``Unit``."""
    return unit_named(indicator.unit) or Unit(indicator.unit, indicator.unit, Decimal(1))


def to_stored(unit: Unit, indicator: Indicator) -> Decimal | None:
    """By what a value in a unit is multiplied for the store; ``None`` where the unit is foreign."""
    if unit.name in indicator.same_units:
        return Decimal(1)
    return factor(unit, stored_unit(indicator))


def fits(unit: Unit | None, indicator: Indicator) -> bool:
    """Whether values of an indicator may be in a unit; where none is printed they may."""
    return unit is None or to_stored(unit, indicator) is not None


def without_unit(body: str) -> str:
    """A header without the unit in brackets at its end (总吨位(t/h))."""
    head, bracket, unit = body.rstrip(")").rpartition("(")
    return head if bracket and body.endswith(")") and unit_named(unit) else body


def without_unit_mention(found: re.Match[str]) -> str:
    """A bracket, empty where it holds a unit."""
    return "" if unit_in(found.group()) else found.group()
