"""Values of settings as the cells of a workbook write them, and back."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.city_parts import former_name
from chuangmo.catalog.faults import suggestion
from chuangmo.catalog.models import City, District
from chuangmo.catalog.target_models import FORM_WORD
from chuangmo.catalog.words import area_words, indicator_words, plain_word
from chuangmo.service.city.values import CitySettings
from chuangmo.status import SIGN

YES, NO = "是", "否"
EVERY = {"month": "每月", "quarter": "每季", "year": "每年"}
MARKS = {"": "", "invented": "演示", "inferred": "推算"}
ALL_AREAS, WHOLE_CITY = "全部区县", "全市"
_BETWEEN = re.compile(r"[、，,；;\n]")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_SIGNS = {plain_word(sign): operator for operator, sign in SIGN.items()} | {
    "<=": "<=", ">=": ">=", "=": "==", "==": "==", "不超过": "<=", "不低于": ">=",
}  # fmt: skip


@dataclass(frozen=True)
class SettingsWords:
    """The names by which cells call indicators, places, groups, programmes and standards."""

    catalog: Catalog
    settings: CitySettings

    def indicator(self, name: str) -> str:
        """How a cell names an indicator: by its id where the name has a mark that parts names."""
        found = self.catalog.indicators.get(name)
        return found.name if found and not _BETWEEN.search(found.name) else name

    def scheme(self, name: str) -> str:
        """How a cell names a programme."""
        found = self.catalog.schemes.get(name)
        return found.name if found else name

    def standard(self, name: str) -> str:
        """How a cell names a standard or an index."""
        found = self._standards.get(name)
        return found if found else name

    def group(self, key: str) -> str:
        """The name of a group of districts."""
        return self.settings.facts.groups.get(key, key)

    @property
    def indicators(self) -> tuple[str, ...]:
        """The names of all indicators."""
        return tuple(self.indicator(name) for name in self.catalog.indicators)

    @property
    def schemes(self) -> tuple[str, ...]:
        """The names of all programmes."""
        return tuple(self.scheme(name) for name in self.catalog.schemes)

    @property
    def standards(self) -> tuple[str, ...]:
        """The names of all standards and indices that a city adopts on a day of its own."""
        return tuple(self._standards.values())

    @property
    def districts(self) -> tuple[str, ...]:
        """The names of the districts."""
        return tuple(one.name for one in self.settings.districts)

    @property
    def areas(self) -> tuple[str, ...]:
        """The city and its districts."""
        return (self.settings.name, *self.districts)

    def indicator_of(self, text: str) -> str:
        """The id of an indicator named by id, name or any of its other words.

        Raises:
            ValueError: there is none.
        """
        if found := self._indicators.get(plain_word(text)):
            return found
        raise ValueError(f"没有指标“{text}”。{suggestion(text, self.indicators)}")

    def scheme_of(self, text: str) -> str:
        """The id of a programme named by id, name or document; ``ValueError`` where none is."""
        for one in self.catalog.schemes.values():
            if plain_word(text) in {plain_word(word) for word in (one.id, one.name, one.document)}:
                return one.id
        raise ValueError(f"没有创模体系“{text}”。{suggestion(text, self.schemes)}")

    def standard_of(self, text: str) -> str:
        """The id of a standard or an index named by id or name; ``ValueError`` where none is."""
        for key, name in self._standards.items():
            if plain_word(text) in (plain_word(key), plain_word(name)):
                return key
        raise ValueError(f"没有标准“{text}”。{suggestion(text, self.standards)}")

    def group_of(self, text: str) -> str:
        """The key of a group; a group that is new has its name for a key."""
        keys = {plain_word(name): key for key, name in self.settings.facts.groups.items()}
        return keys.get(plain_word(text), text)

    def area_of(self, text: str) -> str:
        """The full name of a place; what is not known stays, to be told when all is checked."""
        return self._areas.get(plain_word(text), text)

    def district_of(self, text: str) -> str:
        """The full name of a district; what is not known stays.

        Raises:
            ValueError: it names the city itself, which has districts.
        """
        found = self.area_of(text)
        if found == self.settings.name and self.districts and found not in self.districts:
            other = "" if plain_word(text) == plain_word(found) else f"指{found}，"
            near = suggestion(text, self.districts)
            raise ValueError(f"“{text}”{other}不是区县，请写区县全名。{near}")
        return found

    @cached_property
    def _indicators(self) -> Mapping[str, str]:
        known = self.catalog.indicators.values()
        return {plain_word(word): one.id for one in known for word in indicator_words(one)}

    @cached_property
    def _standards(self) -> Mapping[str, str]:
        standards = {one.id: one.name for one in self.catalog.standards.values()}
        return standards | {one.id: one.name for one in self.catalog.index_tables.values()}

    @cached_property
    def _areas(self) -> Mapping[str, str]:
        places: list[City | District] = [self.catalog.city, *self.settings.districts]
        words = {plain_word(word): one.name for one in places for word in area_words(one)}
        words.setdefault(plain_word(WHOLE_CITY), self.settings.name)
        return words | {str(one.adcode): one.name for one in places if one.adcode}


Show = Callable[[Any, SettingsWords], str]
Read = Callable[[str, SettingsWords], Any]


def show_text(value: Any, words: SettingsWords) -> str:
    """A text or number; nothing of nothing."""
    return "" if value is None else str(value)


def read_text(text: str, words: SettingsWords) -> str:
    """A text as it stands."""
    return text


def read_whole(text: str, words: SettingsWords) -> int | None:
    """A whole number."""
    plain = _narrow(text)
    if not re.fullmatch(r"\d{1,9}", plain):
        raise ValueError(f"“{text}”应为整数。")
    return int(plain)


def read_number(text: str, words: SettingsWords) -> str:
    """A plain decimal, its zeros kept."""
    plain = _narrow(text)
    if not re.fullmatch(r"-?\d+(\.\d+)?", plain):
        raise ValueError(f"“{text}”应为数字，例如 0.100。")
    return plain


def show_yes(value: Any, words: SettingsWords) -> str:
    """是 or 否."""
    return YES if value else NO


def read_yes(text: str, words: SettingsWords) -> bool:
    """Whether it says 是."""
    if text not in (YES, NO):
        raise ValueError(f"“{text}”应为 {YES} 或 {NO}。")
    return text == YES


def show_day(value: Any, words: SettingsWords) -> str:
    """A day as ``2013-01-01``; of a beginning that never was nothing."""
    return "" if value is None or value == date.min else str(value)


def read_day(text: str, words: SettingsWords) -> date:
    """A day, however its parts are divided."""
    if found := _DAY.fullmatch(_narrow(text)):
        try:
            return date(*(int(part) for part in found.groups()))
        except ValueError as error:
            raise ValueError(f"没有“{text}”这一天。") from error
    raise ValueError(f"“{text}”应为日期，例如 2013-01-01。")


def show_list(value: Any, words: SettingsWords) -> str:
    """Words with 、 between."""
    return "、".join(value or ())


def read_list(text: str, words: SettingsWords) -> list[str]:
    """Words between 、 commas, semicolons or line ends; each once."""
    return list(dict.fromkeys(part.strip() for part in _BETWEEN.split(text) if part.strip()))


def read_former(text: str, words: SettingsWords) -> list[str]:
    """Former names, each with the day from which the next one holds."""
    return [former_name(_dated(part)).text for part in read_list(_narrow(text), words)]


def _dated(part: str) -> str:
    """A former name with its day written out: ``旧名=2026年5月1日`` as ``旧名=2026-05-01``."""
    name, sign, day = part.replace(" ", "").partition("=")
    found = _DAY.fullmatch(day)
    if not sign or found is None:
        return part
    year, month, of_month = (int(number) for number in found.groups())
    return f"{name}={year:04d}-{month:02d}-{of_month:02d}"


def show_indicators(value: Any, words: SettingsWords) -> str:
    """Names of indicators with 、 between."""
    return "、".join(words.indicator(name) for name in value or ())


def read_indicators(text: str, words: SettingsWords) -> list[str]:
    """Ids of the indicators named."""
    return list(dict.fromkeys(words.indicator_of(part) for part in read_list(text, words)))


def read_areas(text: str, words: SettingsWords) -> list[str]:
    """Full names of places; 全部区县 stands for all districts."""
    if plain_word(text) == ALL_AREAS:
        return list(words.districts)
    return list(dict.fromkeys(words.area_of(part) for part in read_list(text, words)))


def one_of(table: Mapping[str, str]) -> tuple[Show, Read]:
    """The pair for a value that has a word of its own: key to word."""
    keys = {plain_word(word): key for key, word in table.items()}
    keys |= {plain_word(key): key for key in table}

    def show(value: Any, words: SettingsWords) -> str:
        return table.get(value or "", str(value))

    def read(text: str, words: SettingsWords) -> str:
        if plain_word(text) in keys:
            return keys[plain_word(text)]
        allowed = "、".join(word for word in table.values() if word)
        raise ValueError(f"“{text}”应为 {allowed}。")

    return show, read


def show_sign(value: Any, words: SettingsWords) -> str:
    """An operator as a sign."""
    return SIGN.get(value, "")


def read_sign(text: str, words: SettingsWords) -> str:
    """The operator of a sign."""
    if found := _SIGNS.get(plain_word(text)):
        return found
    raise ValueError(f"“{text}”应为 {'、'.join(SIGN.values())}。")


EVERY_CELL = one_of(EVERY)
MARK_CELL = one_of(MARKS)
FORM_CELL = one_of(FORM_WORD)


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
