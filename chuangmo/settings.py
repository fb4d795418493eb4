"""Where things are: the checkout, the shipped catalog, the HOME of one city's data."""

import getpass
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOG_DIR = ROOT / "data" / "catalog"
SAMPLES_DIR = ROOT / "data" / "samples"
DEFAULT_HOME = ROOT / "data" / "store"
DEFAULT_CITY = "lanzhou"


@dataclass(frozen=True)
class Settings:
    """One home (journal, archive, database, overlay) seen as one city.

    Attributes:
        home: folder that holds journal, archive, database, catalog overlay.
        city: folder name in ``data/catalog/cities``.
    """

    home: Path
    city: str


def load_settings(
    home: str | Path | None = None,
    city: str | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Settings:
    """Settings from the arguments, else CHUANGMO_HOME and CHUANGMO_CITY, else the defaults."""
    chosen_home = Path(home or environ.get("CHUANGMO_HOME") or DEFAULT_HOME).expanduser()
    return Settings(chosen_home.resolve(), city or environ.get("CHUANGMO_CITY") or DEFAULT_CITY)


def login_name() -> str:
    """The operating system's name of the person at the keyboard; used where none was given."""
    return getpass.getuser()
