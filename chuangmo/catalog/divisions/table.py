"""The divisions of today and those that ended, from the tables of ``data/divisions``.

Read when asked for, never at a start. Where the tables come from: ``data/divisions/README.md``.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal, cast

from chuangmo.catalog.entry import Confidence
from chuangmo.catalog.faults import UnknownPlace
from chuangmo.settings import DIVISIONS_DIR

Level = Literal["province", "prefecture", "county"]


@dataclass(frozen=True)
class Division:
    """A division of today.

    Attributes:
        short: the name without what kind of unit it is; empty where one character would be left.
        parent: the code of the unit above; ``None`` for provinces. Districts of municipalities and
            county-level units directly under a province have the province there.
    """

    adcode: int
    name: str
    short: str
    level: Level
    parent: int | None


@dataclass(frozen=True)
class FormerDivision:
    """A division that ended: its years (the last one exclusive) and the codes that followed."""

    adcode: int
    name: str
    short: str
    from_year: int
    until_year: int
    successors: tuple[int, ...]


@dataclass(frozen=True)
class AdoptionDate:
    """From which day the air of a place is evaluated by GB 3095-2012, and how that is known."""

    adcode: int
    from_: date
    source: str
    confidence: Confidence


@dataclass(frozen=True)
class Divisions:
    """All divisions by code, and all that ended since 2000."""

    by_code: Mapping[int, Division]
    former: tuple[FormerDivision, ...]

    @cached_property
    def _below(self) -> Mapping[int | None, list[Division]]:
        below: dict[int | None, list[Division]] = {}
        for one in self.by_code.values():
            below.setdefault(one.parent, []).append(one)
        return below

    @cached_property
    def _ended(self) -> Mapping[int, list[FormerDivision]]:
        ended: dict[int, list[FormerDivision]] = {}
        for one in self.former:
            ended.setdefault(one.adcode, []).append(one)
        return ended

    @cached_property
    def _heritage(self) -> Mapping[int, list[FormerDivision]]:
        heritage: dict[int, list[FormerDivision]] = {}
        for one in self.former:
            for now in self.successors(one):
                heritage.setdefault(now.adcode, []).append(one)
        return heritage

    def children(self, adcode: int) -> tuple[Division, ...]:
        """The units right below one, by code."""
        return tuple(self._below.get(adcode, ()))

    def predecessors(self, one: Division) -> tuple[FormerDivision, ...]:
        """The units that ended since 2000 and are, whole or in part, this one today."""
        return tuple(self._heritage.get(one.adcode, ()))

    def province(self, one: Division) -> Division:
        """The province of a unit, or the unit itself."""
        while one.parent is not None:
            one = self.by_code[one.parent]
        return one

    def is_municipality(self, one: Division) -> bool:
        """Whether it is one of the four 直辖市."""
        return one.level == "province" and one.name.endswith("市")

    def is_direct(self, one: Division) -> bool:
        """Whether it is a county-level unit right below a province or an autonomous region."""
        above = self.by_code.get(one.parent or 0)
        return one.level == "county" and above is not None and above.name[-1] != "市" and (
            above.level == "province"
        )  # fmt: skip

    def cities(self) -> list[Division]:
        """What a board can be set up for: county-level units last, of each level by code.

        Municipalities, prefectures of every kind, county-level cities, and the county-level units
        that no prefecture stands above.
        """
        found = [one for one in self.by_code.values() if self.is_city(one)]
        return sorted(found, key=lambda one: one.level == "county")

    def is_city(self, one: Division) -> bool:
        """Whether a board can be set up for it."""
        if one.level == "province":
            return self.is_municipality(one)
        return one.level == "prefecture" or one.name.endswith("市") or self.is_direct(one)

    def without_districts(self) -> list[Division]:
        """The prefecture-level cities that have no county-level units."""
        return [
            one
            for one in self.by_code.values()
            if one.level == "prefecture" and not self.children(one.adcode)
        ]

    def city(self, adcode: str) -> Division:
        """The city of a code as a person writes it.

        Raises:
            UnknownPlace: there is none.
        """
        one = self.by_code.get(int(adcode)) if adcode.isdecimal() else None
        if one is None:
            raise UnknownPlace(f"没有区划代码“{adcode}”。用 city list --like 名称 查代码。")
        if not self.is_city(one):
            raise UnknownPlace(
                f"“{adcode}”是{one.name}，不能单独作为一个城市。用 city list --like 名称 查代码。"
            )
        return one

    def successors(self, one: FormerDivision) -> tuple[Division, ...]:
        """What a unit that ended is today: one, several (the board must ask), none known."""
        found = {code for next_ in one.successors for code in self._today(next_, one.until_year)}
        if None in found:
            return ()
        return tuple(self.by_code[code] for code in sorted(cast(set[int], found)))

    def _today(self, adcode: int, year: int) -> Iterator[int | None]:
        """The codes of today of what had a code in a year; ``None``: not known."""
        ended = self._ended.get(adcode, ())
        then = next((f for f in ended if f.from_year <= year < f.until_year), None)
        if then is None:
            yield adcode if adcode in self.by_code else None
        elif not then.successors:
            yield None
        else:
            for code in then.successors:
                yield from self._today(code, then.until_year)


def load_divisions(folder: Path = DIVISIONS_DIR) -> Divisions:
    """Read the shipped tables."""
    today = (
        Division(
            int(row["adcode"]), row["name"], row["short"], cast(Level, row["level"]),
            int(row["parent"]) if row["parent"] else None,
        )
        for row in _rows(folder / "divisions.csv")
    )  # fmt: skip
    return Divisions({one.adcode: one for one in today}, former_divisions(folder))


def former_divisions(folder: Path = DIVISIONS_DIR) -> tuple[FormerDivision, ...]:
    """Read the table of divisions that ended."""
    return tuple(
        FormerDivision(
            int(row["adcode"]), row["name"], row["short"], int(row["from_year"]),
            int(row["until_year"]),
            tuple(int(code) for code in row["successors"].split(";") if code),
        )
        for row in _rows(folder / "former.csv")
    )  # fmt: skip


def adoption_date(adcode: int, folder: Path = DIVISIONS_DIR) -> AdoptionDate | None:
    """From when a city is evaluated by GB 3095-2012; ``None``: the standard's own date."""
    for row in _rows(folder / "adoptions.csv"):
        if int(row["adcode"]) == adcode:
            day, sure = date.fromisoformat(row["from"]), cast(Confidence, row["confidence"])
            return AdoptionDate(adcode, day, row["source"], sure)
    return None


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)
