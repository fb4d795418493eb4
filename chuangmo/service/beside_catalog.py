"""The state of what is read beside the catalog: forms, corrections and the city's outlines."""

from pathlib import Path

from chuangmo.catalog.models import City
from chuangmo.catalog.read import layers
from chuangmo.service.correction_journal import corrections_file
from chuangmo.settings import Settings


def state_beside(settings: Settings, city: City) -> str:
    """Changes whenever a file that is no part of ``Catalog.version`` appears, changes or goes.

    Looked at are the forms (``layouts/*.toml``) and outlines of the shipped catalog and of the
    home's overlay, and the home's corrections: name, time, size and inode of each.
    """
    files = [corrections_file(settings)]
    for layer in layers(settings):
        files += sorted((layer / "layouts").glob("*.toml"))
        files += [layer / "cities" / city.id / city.boundaries] if city.boundaries else []
    return ";".join(stamp for path in files if (stamp := _stamp(path)))


def _stamp(path: Path) -> str:
    """Empty where there is no such file."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return ""
    return f"{path}:{found.st_mtime_ns}:{found.st_size}:{found.st_ino}"
