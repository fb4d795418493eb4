"""The files of the catalog as bytes: what there is on disk, read once, in the order of reading."""

import os
import stat
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from chuangmo.catalog.faults import Fault
from chuangmo.settings import CATALOG_DIR, ROOT, Settings

COMMON_FILES = ("indicators.toml", "grades.toml")
FOLDERS = ("standards", "indices", "schemes", "score")
FORMS_FOLDER = "layouts"
CITY_FILES = (
    "city.toml", "districts.toml", "sites.toml", "targets.toml", "items.toml", "dust.toml",
    "duties.toml", "offices.toml", "assessments.toml", "hand_marks.toml",
)  # fmt: skip


#: Name, modification time, size and inode of every file: another stamp, perhaps other bytes.
Stamp = tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True)
class Sources:
    """Files of the catalog as they were read.

    Attributes:
        texts: bytes by path; a file that could not be read is missing here.
        faults: what could not be read, and why, by path.
    """

    texts: Mapping[Path, bytes]
    faults: Mapping[Path, Fault] = field(default_factory=dict)


def layers(settings: Settings) -> list[Path]:
    """The catalog folders, the later one winning: what ships, then the home's overlay."""
    return [CATALOG_DIR, overlay_folder(settings)]


def overlay_folder(settings: Settings) -> Path:
    """The folder of the home whose files go before the shipped ones."""
    return settings.home / "catalog"


def shown_path(path: Path) -> str:
    """A file as a person is told of it: relative inside the checkout, else in full."""
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


def city_ids(settings: Settings) -> list[str]:
    """The folders of ``cities/`` in either layer, in order of name."""
    folders = (layer / "cities" for layer in layers(settings))
    return sorted({f.name for top in folders if top.is_dir() for f in top.iterdir() if f.is_dir()})


def present_files(settings: Settings, cities: Iterable[str], more: Iterable[Path] = ()) -> Stamp:
    """What stands where a file of the catalog is looked for: files, and whatever has their name.

    Args:
        cities: whose files are wanted beside those that all cities share.
        more: further files that are looked at where there are any.
    """
    found: list[tuple[str, int, int, int]] = []
    named = set(COMMON_FILES)
    for top in layers(settings):
        found += _listed(top, named)
        for folder in (*FOLDERS, FORMS_FOLDER):
            found += _listed(top / folder, None)
        for city in cities:
            found += _listed(top / "cities" / city, set(CITY_FILES))
    for path in more:
        found += _listed(path.parent, {path.name})
    return tuple(found)


def read_sources(stamp: Stamp) -> Sources:
    """Read the files of a stamp; what is no file, or cannot be opened, becomes a fault."""
    texts: dict[Path, bytes] = {}
    faults: dict[Path, Fault] = {}
    for path in (Path(name) for name, *_ in stamp):
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                reason = "这里应是一个文件，却是文件夹或别的东西，请移开它。"
                faults[path] = Fault(shown_path(path), "", "", reason)
            else:
                texts[path] = path.read_bytes()
        except FileNotFoundError:
            continue  # gone since it was listed
        except OSError as error:
            reason = f"打不开（{error.strerror}），请检查权限和磁盘。"
            faults[path] = Fault(shown_path(path), "", "", reason)
    return Sources(texts, faults)


def sources_of(settings: Settings, cities: Iterable[str]) -> Sources:
    """The files of these cities, and those that all cities share, as they stand now."""
    return read_sources(present_files(settings, cities))


def common_files(settings: Settings, paths: Collection[Path]) -> list[Path]:
    """Those of ``paths`` that all cities share, shipped before overlay."""
    found: list[Path] = []
    for layer in layers(settings):
        found += [layer / name for name in COMMON_FILES if layer / name in paths]
        for folder in FOLDERS:
            found += sorted(path for path in paths if path.parent == layer / folder)
    return found


def city_files(settings: Settings, city: str, paths: Collection[Path]) -> list[Path]:
    """Those of ``paths`` that belong to one city, shipped before overlay."""
    folders = [layer / "cities" / city for layer in layers(settings)]
    return [folder / name for folder in folders for name in CITY_FILES if folder / name in paths]


def layout_files(settings: Settings, paths: Collection[Path]) -> list[Path]:
    """Those of ``paths`` that hold forms of workbooks: the home's, then the shipped ones."""
    folders = [layer / FORMS_FOLDER for layer in reversed(layers(settings))]
    return [path for folder in folders for path in sorted(p for p in paths if p.parent == folder)]


def _listed(folder: Path, names: set[str] | None) -> list[tuple[str, int, int, int]]:
    """The TOML files of a folder, hidden ones left out; all of them where no names are given."""
    try:
        with os.scandir(folder) as entries:
            chosen = sorted(
                entry.name
                for entry in entries
                if (entry.name in names if names is not None else _is_ours(entry.name))
            )
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError:
        chosen = sorted(names or ())
    return [_stamped(folder / name) for name in chosen]


def _is_ours(name: str) -> bool:
    return name.endswith(".toml") and not name.startswith(".")


def _stamped(path: Path) -> tuple[str, int, int, int]:
    try:
        found = path.stat()
    except OSError:
        return str(path), 0, 0, 0
    return str(path), found.st_mtime_ns, found.st_size, found.st_ino
