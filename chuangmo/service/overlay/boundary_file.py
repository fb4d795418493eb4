"""The boundary file that a home was given: put back where it is gone, from what was archived."""

import logging
from pathlib import Path

from chuangmo.catalog.sources import overlay_folder
from chuangmo.settings import Settings
from chuangmo.store.durable import ensure_folder, write_durably
from chuangmo.store.errors import ArchiveDamaged
from chuangmo.store.store import Store

#: Type of the journal line of a boundary file; what was given is archived with it.
BOUNDARIES_SET = "boundaries_set"
#: How the file is called in the folder of its city.
OWN_BOUNDARIES = "boundaries-own.geojson"
LOG = logging.getLogger(__name__)


def boundary_file(settings: Settings) -> Path:
    """Where the boundary file of the home's city stands."""
    return overlay_folder(settings) / "cities" / settings.city / OWN_BOUNDARIES


def restore_boundaries(settings: Settings, store: Store) -> list[str]:
    """Write the file that was given last where it is gone; what stands there is never replaced."""
    lines = [
        line
        for line in store.entries(BOUNDARIES_SET)
        if line.body["payload"]["city"] == settings.city
    ]
    path = boundary_file(settings)
    if not lines or not lines[-1].body["payload"]["own"] or path.exists() or store.writing_closed:
        return []
    try:
        data = store.attached(lines[-1])
        if data is None:
            return []
        ensure_folder(path.parent)
        write_durably(path, data, path.with_name(path.name + ".new"))
    except (ArchiveDamaged, OSError):
        LOG.exception("%s is lost and cannot be written", path)
        return []
    return [f"{path.name}：界线文件不见了，已补写。"]
