"""What became of districts that ended: under which name they go on, and who gained their land."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from chuangmo.catalog.divisions.table import (
    Divisions,
    FormerDivision,
    former_divisions,
    load_divisions,
)
from chuangmo.catalog.models import City, District
from chuangmo.catalog.words import plain_word
from chuangmo.settings import DIVISIONS_DIR

#: Names of parts of a city that are also used of no division at all.
GENERAL = ("城区", "郊区", "市区", "新区", "矿区")


@dataclass(frozen=True)
class Succession:
    """A district that ended, as somebody wrote it.

    Attributes:
        year: from which it is no division any more.
        into: the districts of today that it is, or that each have a part of it.
        renamed: whether it goes on alone under another name.
    """

    name: str
    year: int
    into: tuple[str, ...]
    renamed: bool

    @property
    def words(self) -> str:
        """``2010年起归入东城区``."""
        if self.renamed:
            return f"{self.year}年起称{self.into[0]}"
        if len(self.into) == 1:
            return f"{self.year}年起归入{self.into[0]}"
        return f"{self.year}年起分属{'、'.join(self.into)}"


@dataclass(frozen=True)
class LandChange:
    """Land that a district gained: in which year, of which former ones, all or a part of it."""

    year: int
    whole: tuple[str, ...]
    parts: tuple[str, ...]

    @property
    def words(self) -> str:
        """``2010年崇文区并入``."""
        said = [f"{'、'.join(self.whole)}并入"] if self.whole else []
        said += [f"{'、'.join(self.parts)}的一部分划入"] if self.parts else []
        return f"{self.year}年{'，'.join(said)}"


def goes_on(former: FormerDivision, name: str, adcode: int | None, others: Sequence[str]) -> bool:
    """Whether a district of today is a former one under another name or kind.

    Args:
        others: the other names that the district has.
    """
    alone = len(former.name) == 2 and former.name not in GENERAL  # 蓟县, today 蓟州区
    stem = former.short or (former.name[0] if alone else "")
    same = bool(stem) and name.startswith(stem)
    return same or former.adcode == adcode or former.name in others


def other_words(district: District) -> tuple[str, ...]:
    """What a district is called beside its name, former names too."""
    return (*district.aliases, *(one.name for one in district.former_names))


def what_became(
    city: City, names: Iterable[str], folder: Path = DIVISIONS_DIR
) -> dict[str, Succession]:
    """The names that are of districts that ended and lie in the city today, with what they are.

    A name that two of them had, at one time or another, is none: nobody can tell which is meant.
    """
    if city.adcode is None:
        return {}
    divisions = load_divisions(folder)
    districts = {one.adcode: one for one in city.districts if one.adcode}
    found: dict[str, Succession] = {}
    for name in names:
        meant = [
            (former, here)
            for former in divisions.former
            if plain_word(former.name) == plain_word(name)
            and (here := _here(divisions, former, districts))
        ]
        if len(meant) == 1:
            former, here = meant[0]
            alone = len(here) == 1 and goes_on(former, here[0].name, here[0].adcode, ())
            into = tuple(one.name for one in here)
            found[name] = Succession(name, former.until_year, into, alone)
    return found


def _here(
    divisions: Divisions, former: FormerDivision, districts: dict[int, District]
) -> list[District]:
    now = divisions.successors(former)
    return [districts[one.adcode] for one in now if one.adcode in districts]


def land_changes(city: City, folder: Path = DIVISIONS_DIR) -> dict[str, tuple[LandChange, ...]]:
    """By district, the years in which land of former districts came to it.

    As far as the table of ended districts tells: it has years, no areas and no borders that moved
    between districts that both went on.
    """
    found: dict[str, dict[int, tuple[list[str], list[str]]]] = {}
    by_code = {one.adcode: one for one in city.districts if one.adcode}
    for former in former_divisions(folder) if by_code else ():
        for code in former.successors:
            now = by_code.get(code)
            if now is None or goes_on(former, now.name, now.adcode, other_words(now)):
                continue
            whole, parts = found.setdefault(now.name, {}).setdefault(former.until_year, ([], []))
            (whole if len(former.successors) == 1 else parts).append(former.name)
    for ended in city.districts:
        for name in ended.into if ended.until else ():
            year = ended.until.year if ended.until else 0
            whole, parts = found.setdefault(name, {}).setdefault(year, ([], []))
            (whole if len(ended.into) == 1 else parts).append(ended.name)
    return {
        name: tuple(
            LandChange(year, tuple(whole), tuple(parts))
            for year, (whole, parts) in sorted(years.items())
        )
        for name, years in found.items()
    }
