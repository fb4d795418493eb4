"""The catalog of one city, loaded whole or refused with every mistake named."""

import hashlib
import threading
from collections.abc import Sequence
from pathlib import Path

from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.check import catalog_faults
from chuangmo.catalog.check_city import no_city
from chuangmo.catalog.faults import CatalogError, Fault
from chuangmo.catalog.sources import (
    Sources,
    city_files,
    city_ids,
    common_files,
    overlay_folder,
    sources_of,
)
from chuangmo.settings import Settings

__all__ = ["Catalog", "CatalogError", "Fault", "examined", "load_catalog", "require_city"]

#: By the city, by which files are the overlay's, by the bytes of all: not by where a home lies.
_loaded: dict[tuple[str, tuple[bool, ...], str], Catalog] = {}
_guard = threading.Lock()
_KEPT = 16


def load_catalog(settings: Settings) -> Catalog:
    """The checked catalog of ``settings.city`` with the overlay of ``settings.home``.

    Cheap to call again: the same bytes are not parsed a second time.

    Raises:
        CatalogError: with all faults of the files this city uses.
    """
    sources = sources_of(settings, [settings.city])
    catalog, faults = examined(settings, sources)
    unread = _unread(settings, sources)
    if catalog is None or unread:
        raise CatalogError([*unread, *faults])
    return catalog


def require_city(settings: Settings) -> None:
    """Let only a city through that the catalog has a folder of.

    Raises:
        CatalogError: it has none; near names are suggested.
    """
    if settings.city not in city_ids(settings):
        raise CatalogError([no_city(settings, settings.city)])


def examined(settings: Settings, sources: Sources) -> tuple[Catalog | None, list[Fault]]:
    """The catalog that these files make, or everything that is wrong with them."""
    paths = _in_order(settings, sources)
    own = tuple(path.is_relative_to(overlay_folder(settings)) for path in paths)
    key = settings.city, own, _digest(paths, sources)
    with _guard:
        if kept := _loaded.get(key):
            return kept, []
    faults, common, (draft,) = catalog_faults(settings, sources, [settings.city])
    if faults:
        return None, faults
    catalog = Catalog(
        indicators={key: located.value for key, located in common.indicators.items()},
        standards={key: located.value for key, located in common.standards.items()},
        index_tables={key: located.value for key, located in common.index_tables.items()},
        schemes={key: located.value for key, located in common.schemes.items()},
        composite_tables={key: found.value for key, found in common.composite_tables.items()},
        grade_scales={key: found.value for key, found in common.grade_scales.items()},
        score_tables={key: found.value for key, found in common.score_tables.items()},
        city=draft.assembled(),
        version=key[2],
    )
    with _guard:
        while len(_loaded) >= _KEPT:
            _loaded.pop(next(iter(_loaded)))
        _loaded[key] = catalog
    return catalog, []


def _unread(settings: Settings, sources: Sources) -> list[Fault]:
    """What cannot be read of the files that make the catalog; forms of workbooks stand apart."""
    paths = sources.faults.keys()
    ours = [*common_files(settings, paths), *city_files(settings, settings.city, paths)]
    return [sources.faults[path] for path in ours]


def _in_order(settings: Settings, sources: Sources) -> list[Path]:
    """The files that make the catalog, in reading order."""
    paths = sources.texts.keys()
    return [*common_files(settings, paths), *city_files(settings, settings.city, paths)]


def _digest(paths: Sequence[Path], sources: Sources) -> str:
    """One hash over the bytes of all files in reading order, each preceded by its length."""
    digest = hashlib.sha256()
    for path in paths:
        content = sources.texts[path]
        digest.update(f"{path.name}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()
