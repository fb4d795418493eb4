"""Settings as entries of the overlay: what must be written where, and what cannot be."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chuangmo.catalog.divisions.renaming import renamed_between
from chuangmo.catalog.faults import CatalogError, Fault
from chuangmo.catalog.keys import shown_key
from chuangmo.catalog.load import examined
from chuangmo.catalog.overlay import (
    CITY,
    DISTRICTS,
    DUTIES,
    HAND_MARKS,
    OFFICES,
    SITES,
    TARGETS,
    Kind,
    changed,
)
from chuangmo.catalog.sources import Sources
from chuangmo.service.city.present import SettingsFiles, city_keys
from chuangmo.service.city.renaming import (
    files_followed,
    followed,
    marks_followed,
    names_for,
)
from chuangmo.service.city.values import CitySettings
from chuangmo.service.overlay.journal import as_plain
from chuangmo.settings import Settings

#: Of a settings file: the entries that shall hold, the keys of those that shall not.
FileChange = tuple[list[Any], list[Hashable]]


@dataclass(frozen=True)
class EntryStep:
    """One entry of an overlay file set (``new``) or taken out.

    ``old`` is what held before, shipped or not; of an entry taken out what the file held.
    """

    kind: Kind[Any]
    file: str
    old: Any
    new: Any

    @property
    def line(self) -> dict[str, Any]:
        """The step as the journal has it."""
        return {"file": self.file, "old": as_plain(self.old), "new": as_plain(self.new)}


def steps(base: CitySettings, wanted: CitySettings, files: SettingsFiles) -> list[EntryStep]:
    """Every entry that must be written so that the wanted settings hold."""
    found = list(_key_steps(base, wanted, files))
    files = files_followed(files, wanted)
    renamed = renamed_between(base.districts, wanted.districts)
    for kind, before, now in _parts(base, wanted):
        found += _entry_steps(kind, files, before, now, renamed)
    for file, old, new in marks_followed(files, renamed):
        found += [EntryStep(HAND_MARKS, file, old, None), EntryStep(HAND_MARKS, file, old, new)]
    return found


def shipped_losses(
    base: CitySettings, wanted: CitySettings, files: SettingsFiles
) -> Iterator[tuple[Kind[Any], Any]]:
    """Entries that shall go and cannot: they ship with the program."""
    files = files_followed(files, wanted)
    for kind, before, now in _parts(followed(base, names_for(base, wanted)), wanted):
        for key, entry in before.items():
            if key not in now and key in files.shipped[files.file(kind)]:
                yield kind, entry


def shipped_adoptions_lost(
    base: CitySettings, wanted: CitySettings, files: SettingsFiles
) -> Iterator[str]:
    """The standards whose day of the city shall go and ships with the program."""
    standing = {one.standard for one in wanted.facts.adoptions}
    shipped = files.shipped[files.file(CITY)].get("adoptions")
    named = {raw["standard"] for raw in shipped.value} if shipped else set()
    for one in base.facts.adoptions:
        if one.standard in named - standing:
            yield one.standard


def file_changes(found: list[EntryStep]) -> dict[str, FileChange]:
    """The steps by file, as the keeper writes them."""
    changes: dict[str, FileChange] = {}
    for step in found:
        set_, removed = changes.setdefault(step.file, ([], []))
        if step.new is not None:
            set_.append(step.new)
        else:
            removed.append(step.kind.key(step.old))
    return changes


def faults_of(settings: Settings, files: SettingsFiles, found: list[EntryStep]) -> list[Fault]:
    """Everything wrong with the catalog as it would be after the steps."""
    kinds = {step.file: step.kind for step in found}
    texts = dict(files.texts)
    try:
        for file, (set_, removed) in file_changes(found).items():
            path = files.top / file
            texts[path] = changed(kinds[file], texts.get(path, b""), path, set_, removed)
    except CatalogError as error:
        return error.faults
    return examined(settings, Sources(texts))[1]


def place_of(kind: Kind[Any], entry: Any) -> tuple[str, str]:
    """How a fault names an entry: the name of its file, and its key."""
    return Path(kind.file).name, shown_key(kind.key(entry))


def _parts(
    base: CitySettings, wanted: CitySettings
) -> Iterator[tuple[Kind[Any], Mapping[Hashable, Any], Mapping[Hashable, Any]]]:
    pairs: tuple[tuple[Kind[Any], Any, Any], ...] = (
        (DISTRICTS, base.districts, wanted.districts), (SITES, base.sites, wanted.sites),
        (TARGETS, base.targets, wanted.targets), (DUTIES, base.duties, wanted.duties),
        (OFFICES, base.offices, wanted.offices),
    )  # fmt: skip
    for kind, before, now in pairs:
        yield kind, {kind.key(e): e for e in before}, {kind.key(e): e for e in now}


def _entry_steps(
    kind: Kind[Any],
    files: SettingsFiles,
    before: Mapping[Hashable, Any],
    now: Mapping[Hashable, Any],
    renamed: Mapping[str, str],
) -> Iterator[EntryStep]:
    file = files.file(kind)
    shipped, own = files.shipped[file], files.own[file]
    was = {new: old for old, new in renamed.items()} if kind is DISTRICTS else {}
    for key in dict.fromkeys([*before, *now]):
        old, new = before.get(key), now.get(key)
        if old is None and key in was:  # the same district under another name
            old = before.get(was[str(key)])
        if old == new or (new is None and key not in own):
            continue
        if new == shipped.get(key) and key not in own:  # reads so by the names of today
            continue
        if new is None or (new == shipped.get(key) and key in own):
            yield EntryStep(kind, file, own[key], None)
        else:
            yield EntryStep(kind, file, old, new)


def _key_steps(
    base: CitySettings, wanted: CitySettings, files: SettingsFiles
) -> Iterator[EntryStep]:
    file = files.file(CITY)
    shipped, own = files.shipped[file], files.own[file]
    before, now = city_keys(base.facts), city_keys(wanted.facts)
    for key, new in now.items():
        if new == before[key]:
            continue
        if new == shipped.get(key) and key in own:
            yield EntryStep(CITY, file, own[key], None)
        else:
            yield EntryStep(CITY, file, before[key], new)
        if key == "schemes" and "scheme" in own:  # the old form of the same decision
            yield EntryStep(CITY, file, own["scheme"], None)
