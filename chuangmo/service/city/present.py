"""The settings of the board's city as they stand, and those of them that ship."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import City
from chuangmo.catalog.overlay import (
    CITY,
    DISTRICTS,
    DUTIES,
    HAND_MARKS,
    OFFICES,
    SITES,
    TARGETS,
    CityKey,
    Kind,
    entries_in,
)
from chuangmo.catalog.read import CatalogReading, Located, read_city
from chuangmo.catalog.sources import Sources, overlay_folder
from chuangmo.service.board import Board, require
from chuangmo.service.city.values import CityFacts, CitySettings
from chuangmo.settings import CATALOG_DIR

#: Every kind of the settings, in the order in which its file is written.
SETTING_KINDS: tuple[Kind[Any], ...] = (CITY, DISTRICTS, SITES, TARGETS, DUTIES, OFFICES)


@dataclass(frozen=True)
class SettingsFiles:
    """The entries of a city by where they stand.

    Attributes:
        texts: the bytes of all files of the catalog that hold.
        shipped, own: by name of file below ``cities/``, then by key; of marks given by hand only
            ``own``.
    """

    city: str
    top: Path
    texts: Mapping[Path, bytes]
    shipped: Mapping[str, Mapping[Hashable, Any]]
    own: Mapping[str, Mapping[Hashable, Any]]

    def file(self, kind: Kind[Any]) -> str:
        """The file of a kind, below the overlay folder."""
        return kind.file.replace("*", self.city)


def present(board: Board, actor: Actor) -> CitySettings:
    """The settings of the city as everything is judged by them now.

    Raises:
        Forbidden: the person may not look.
    """
    require(actor, VIEWER)
    return settings_of(board.catalog)


def settings_of(catalog: Catalog) -> CitySettings:
    """What a catalog says of its city."""
    city = catalog.city
    facts = CityFacts(
        aliases=city.aliases,
        air_class=city.air_class,
        scope_note=city.scope_note,
        coverage_percent=city.coverage_percent,
        groups=city.groups,
        schemes=catalog.scheme_sequence,
        adoptions=city.adoptions,
    )
    return CitySettings(
        city.id, city.name, city.adcode, facts, city.districts, city.sites, city.targets,
        city.duties, city.offices,
    )  # fmt: skip


def settings_files(board: Board) -> SettingsFiles:
    """Where the entries of the settings stand now: shipped, and in the home."""
    city, texts = board.settings.city, board.keeper.held().adopted.texts
    top = overlay_folder(board.settings)
    shipped = {path: data for path, data in texts.items() if path.is_relative_to(CATALOG_DIR)}
    draft = read_city(board.settings, city, CatalogReading(Sources(shipped)))
    parts: dict[Kind[Any], list[Located[Any]]] = {
        DISTRICTS: draft.districts, SITES: draft.sites, TARGETS: draft.targets,
        DUTIES: draft.duties, OFFICES: draft.offices,
    }  # fmt: skip
    found: dict[str, Mapping[Hashable, Any]] = {
        kind.file.replace("*", city): {kind.key(one.value): one.value for one in located}
        for kind, located in ((kind, parts[kind]) for kind in SETTING_KINDS[1:])
    }
    of_city = CATALOG_DIR / "cities" / city / "city.toml"
    found[CITY.file.replace("*", city)] = entries_in(CITY, shipped.get(of_city, b""), of_city)
    own = {
        file: entries_in(kind, texts.get(top / file, b""), top / file)
        for kind in (*SETTING_KINDS, HAND_MARKS)
        for file in [kind.file.replace("*", city)]
    }
    return SettingsFiles(city, top, texts, found, own)


def city_keys(facts: CityFacts) -> dict[str, CityKey]:
    """The facts as keys of ``city.toml``."""

    def listed(entries: Any) -> list[dict[str, Any]]:
        return [
            {k: v for k, v in one.model_dump(mode="json", by_alias=True).items() if v is not None}
            for one in entries
        ]

    values: dict[str, Any] = {
        "aliases": list(facts.aliases),
        "air_class": facts.air_class,
        "scope_note": facts.scope_note,
        "coverage_percent": facts.coverage_percent,
        "groups": dict(facts.groups),
        "schemes": listed(facts.schemes),
        "adoptions": listed(facts.adoptions),
    }
    return {key: CityKey(key, value) for key, value in values.items()}


def facts_with(facts: CityFacts, keys: Mapping[str, Any]) -> CityFacts:
    """The facts with other values of keys of ``city.toml``, as JSON has them."""
    raw = {key: one.value for key, one in city_keys(facts).items()} | dict(keys)
    city = City.model_validate({"id": "x", "name": "x"} | raw)
    return CityFacts(
        city.aliases, city.air_class, city.scope_note, city.coverage_percent, city.groups,
        city.schemes, city.adoptions,
    )  # fmt: skip
