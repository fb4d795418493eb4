"""The catalog of one city, loaded whole or refused with every mistake named."""

import hashlib
import threading
from pathlib import Path

from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.check import common_faults
from chuangmo.catalog.check_city import city_faults
from chuangmo.catalog.faults import CatalogError, Fault
from chuangmo.catalog.read import city_files, common_files, read_city, read_common
from chuangmo.settings import Settings

__all__ = ["Catalog", "CatalogError", "Fault", "load_catalog"]

Stamp = tuple[tuple[str, int, int, int], ...]

_loaded: dict[Settings, tuple[Stamp, Catalog]] = {}
_guard = threading.Lock()
_KEPT = 16


def load_catalog(settings: Settings) -> Catalog:
    """The checked catalog of ``settings.city`` with the overlay of ``settings.home``.

    Cheap to call again: files are read anew only when a name, size, inode or modification time
    changed.

    Raises:
        CatalogError: with all faults of the files this city uses.
    """
    files = [*common_files(settings), *city_files(settings, settings.city)]
    stamp = _stamp(files)
    with _guard:
        if (kept := _loaded.get(settings)) and kept[0] == stamp:
            return kept[1]
    catalog = _read(settings, files)
    with _guard:
        while len(_loaded) >= _KEPT:
            _loaded.pop(next(iter(_loaded)))
        _loaded[settings] = (stamp, catalog)
    return catalog


def _read(settings: Settings, files: list[Path]) -> Catalog:
    common, draft = read_common(settings), read_city(settings, settings.city)
    faults = [
        *common_faults(common),
        *city_faults(common, draft, settings, settings.city),
    ]
    if faults:
        raise CatalogError(faults)
    return Catalog(
        indicators={key: located.value for key, located in common.indicators.items()},
        standards={key: located.value for key, located in common.standards.items()},
        index_tables={key: located.value for key, located in common.index_tables.items()},
        schemes={key: located.value for key, located in common.schemes.items()},
        composite_tables={key: found.value for key, found in common.composite_tables.items()},
        grade_scales={key: found.value for key, found in common.grade_scales.items()},
        score_tables={key: found.value for key, found in common.score_tables.items()},
        city=draft.assembled(),
        version=_digest(files),
    )


def _stamp(files: list[Path]) -> Stamp:
    stats = ((str(path), path.stat()) for path in files)
    return tuple((name, s.st_mtime_ns, s.st_size, s.st_ino) for name, s in stats)


def _digest(files: list[Path]) -> str:
    """One hash over the bytes of all files in reading order, each preceded by its length."""
    digest = hashlib.sha256()
    for path in files:
        content = path.read_bytes()
        digest.update(f"{path.name}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()
