"""Districts that are renamed or end on a date: settings that follow, and what is said of it.

A renamed district is the same one: its former name stands in ``former``, everything that names it
goes by the new one, and its figures are moved by the journal line that changes the settings. One
that ends keeps its name and its figures; ``into`` says what it is since, and nothing is added up.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from chuangmo.catalog.city_parts import FormerName
from chuangmo.catalog.divisions.renaming import REFERENCES, named, present_names, renamed_between
from chuangmo.catalog.models import District
from chuangmo.catalog.overlay import DISTRICTS, HAND_MARKS, Kind
from chuangmo.service.board import Board
from chuangmo.service.city.present import SettingsFiles
from chuangmo.service.city.values import CitySettings
from chuangmo.service.overlay.journal import kind_of
from chuangmo.store.renaming import AreaRows, rows_of_area


@dataclass(frozen=True)
class DistrictRenamed:
    """That a district has another name, and another code if it does, from a day on."""

    old: str
    new: str
    since: date
    adcode: int | None = None


@dataclass(frozen=True)
class DistrictEnded:
    """That a district is none any more from a day on, but a part of others."""

    name: str
    until: date
    into: tuple[str, ...]


def changed_district(
    settings: CitySettings, change: DistrictRenamed | DistrictEnded
) -> CitySettings:
    """The settings with a district renamed or ended."""
    if isinstance(change, DistrictEnded):
        ended = {"until": change.until, "into": change.into}
        districts = tuple(
            one.model_copy(update=ended) if one.name == change.name else one
            for one in settings.districts
        )
        return replace(settings, districts=districts)
    districts = tuple(
        _renamed(one, change) if one.name == change.old else one for one in settings.districts
    )
    return followed(replace(settings, districts=districts), {change.old: change.new})


def _renamed(district: District, change: DistrictRenamed) -> District:
    """The district under its new name; its code of before stands with the name that it had."""
    code = change.adcode or district.adcode
    had = FormerName(
        district.name, district.adcode if code != district.adcode else None, change.since
    )
    aliases = tuple(word for word in district.aliases if word not in (change.old, change.new))
    update = {
        "name": change.new, "adcode": code, "aliases": aliases,
        "former": (*(text for text in district.former), had.text),
    }  # fmt: skip
    return district.model_copy(update=update)


def followed(settings: CitySettings, names: Mapping[str, str]) -> CitySettings:
    """The settings with what names districts by other names; the districts as they are."""
    if not names:
        return settings
    return replace(
        settings,
        sites=_naming(settings.sites, "district", names),
        targets=_naming(settings.targets, "area", names),
        duties=_naming(settings.duties, "areas", names),
        offices=_naming(settings.offices, "areas", names),
        districts=_naming(settings.districts, "into", names),
    )


def _naming(entries: tuple[Any, ...], key: str, names: Mapping[str, str]) -> tuple[Any, ...]:
    return tuple(_with_names(one, key, names) for one in entries)


def _with_names(entry: Any, key: str, names: Mapping[str, str]) -> Any:
    before = getattr(entry, key)
    after = named(before, names)
    now = after if isinstance(after, str) else tuple(after)
    return entry if now == before else entry.model_copy(update={key: now})


def names_for(base: CitySettings, wanted: CitySettings) -> dict[str, str]:
    """What everything that names districts must go by in ``wanted``."""
    return present_names(wanted.districts) | renamed_between(base.districts, wanted.districts)


def files_followed(files: SettingsFiles, wanted: CitySettings) -> SettingsFiles:
    """The files with the shipped entries as the catalog will read them beside these districts."""
    names = present_names(wanted.districts)
    if not names:
        return files
    shipped = {
        file: _shipped_followed(kind_of(file), entries, names)
        for file, entries in files.shipped.items()
    }
    return replace(files, shipped=shipped)


def _shipped_followed(
    kind: Kind[Any] | None, entries: Mapping[Hashable, Any], names: Mapping[str, str]
) -> Mapping[Hashable, Any]:
    if kind is DISTRICTS:
        return {key: one for key, one in entries.items() if key not in names}
    field = REFERENCES.get(kind.table, "") if kind is not None else ""
    if kind is None or not field:
        return entries
    moved = (_with_names(one, field, names) for one in entries.values())
    return {kind.key(one): one for one in moved}


def marks_followed(
    files: SettingsFiles, names: Mapping[str, str]
) -> Iterator[tuple[str, Any, Any]]:
    """Marks given by hand that go by another name: their file, each as it was and as it is."""
    file = files.file(HAND_MARKS)
    for one in files.own.get(file, {}).values():
        now = _with_names(one, "area", names)
        if now != one:
            yield file, one, now


def told_of(board: Board, base: CitySettings, wanted: CitySettings) -> tuple[str, ...]:
    """What becomes of the figures of districts that are renamed or end, a sentence each."""
    said = [
        _renaming_words(old, new, _rows(board, old), _references(base, old))
        for old, new in renamed_between(base.districts, wanted.districts).items()
    ]
    before = {one.name: one for one in base.districts}
    for one in wanted.districts:
        had = before.get(one.name)
        if one.until and had is not None and had.until != one.until:
            into = f"并入{'、'.join(one.into)}" if one.into else "不再是区县"
            said.append(
                f"{one.name}从 {one.until} 起{into}：原有{rows_words(_rows(board, one.name))}"
                f"仍记在{one.name}名下，不与别的区县相加；从这一天起不再等它的数。"
            )
    return tuple(said)


def _renaming_words(old: str, new: str, rows: AreaRows, references: int) -> str:
    more = f"，{references} 条点位、目标、报送、责任单位随之改写" if references else ""
    return (
        f"{old}改名为{new}：历年的{rows_words(rows)}都转到{new}名下，一个不少{more}；"
        f"写旧名、新名的报表都读作{new}。"
    )


def rows_words(rows: AreaRows) -> str:
    """How much stands under a name."""
    return f" {rows.figures} 个数" + (f"、{rows.items} 条清单" if rows.items else "")


def _references(base: CitySettings, name: str) -> int:
    whole = (
        *(one.district for one in base.sites), *(one.area for one in base.targets),
        *(area for one in base.duties for area in one.areas),
        *(area for two in base.offices for area in two.areas),
    )  # fmt: skip
    return sum(area == name for area in whole)


def taken_names(
    board: Board, base: CitySettings, wanted: CitySettings
) -> Iterator[tuple[str, AreaRows]]:
    """New names of districts under which something stands already, and how much."""
    for new in renamed_between(base.districts, wanted.districts).values():
        if rows := _rows(board, new):
            yield new, rows


def _rows(board: Board, area: str) -> AreaRows:
    return board.store.ask(lambda cursor: rows_of_area(cursor, area))
