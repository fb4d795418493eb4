"""Where things are: the checkout, the shipped catalog, the HOME of one city's data."""

import getpass
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CATALOG_DIR = ROOT / "data" / "catalog"
SAMPLES_DIR = ROOT / "data" / "samples"
DIVISIONS_DIR = ROOT / "data" / "divisions"
DEFAULT_HOME = ROOT / "data" / "store"
DEFAULT_CITY = "lanzhou"
#: Lists the homes of the cities that one board shows.
CITIES = "CHUANGMO_CITIES"
#: Type of the journal line by which a home knows its own city.
CITY_SET = "city_set"
#: Lies in a home while its data are being moved into a home of their own (``store.home.renewal``).
RENEWING = "renewing.json"


@dataclass(frozen=True)
class Settings:
    """One home (journal, archive, database, overlay) seen as one city.

    Attributes:
        home: folder that holds journal, archive, database, catalog overlay.
        city: folder name in ``data/catalog/cities``.
        store: where the journal is, as ``CHUANGMO_STORE`` has it; empty: as the home says.
        archive: the folder that several servers keep originals in; ``None``: as the home says.
        lake: the folder that they keep tables in, as ``CHUANGMO_LAKE`` has it; empty likewise.
        door: the home whose accounts hold for this city too; ``None``: its own do.
    """

    home: Path
    city: str
    store: str = ""
    archive: Path | None = None
    lake: str = ""
    door: Path | None = None

    @property
    def accounts_home(self) -> Path:
        """The home that holds the accounts of whoever works on this one."""
        return self.door or self.home


class UnfitHome(Exception):
    """The folder named as HOME is none, or its ``home.json`` cannot be read; a Chinese sentence."""


def check_place(home: Path) -> None:
    """Whether HOME is a folder, or may be made one.

    Raises:
        UnfitHome: it is a file, a link to nothing, or the folder above it is missing.
    """
    if os.path.isdir(home):
        if not os.access(home, os.R_OK | os.X_OK):
            raise UnfitHome(f"{home}：当前用户没有读这个数据目录的权限。请由它的属主运行。")
        return
    if os.path.islink(home) and not os.path.exists(home):
        raise UnfitHome(
            f"{home}：数据目录是一个链接，指向的 {os.readlink(home)} 不存在。"
            "请检查磁盘是否已挂载，或改正链接。"
        )
    if os.path.exists(home):
        raise UnfitHome(f"{home}：这是一个文件，不是目录。请用 --home 另指数据目录。")
    above = home.absolute().parent
    if not os.path.isdir(above):
        raise UnfitHome(
            f"{home}：上级目录 {above} 不存在。请检查磁盘是否已挂载、路径有没有写错；"
            "要新建数据目录，请先建好上级目录。"
        )


def load_settings(
    home: str | Path | None = None,
    city: str | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Settings:
    """Settings from the arguments, else the environment, else the home itself, else the defaults.

    Where ``CHUANGMO_CITIES`` lists several homes and none is named, a city chooses among them.

    Raises:
        UnfitHome: HOME is no folder and cannot become one, or it is another city's own;
            ``CHUANGMO_CITIES`` does not do.
    """
    listed, named = listed_homes(environ), city or environ.get("CHUANGMO_CITY")
    if listed and not home:
        chosen_home = _home_of(listed, named) if named else next(iter(listed))
    else:
        chosen_home = Path(home or environ.get("CHUANGMO_HOME") or DEFAULT_HOME).expanduser()
    check_place(chosen_home)
    found = chosen_home.resolve()
    own, batches = recorded_cities(found)
    if own and named and named != own:
        raise UnfitHome(
            f"数据目录 {found} 的城市是“{own}”，这里要的是“{named}”："
            "请去掉 --city 和 CHUANGMO_CITY，或用 --home 另指数据目录。"
        )
    archive = environ.get("CHUANGMO_ARCHIVE")
    return Settings(
        found,
        named or own or batches or DEFAULT_CITY,
        environ.get("CHUANGMO_STORE", ""),
        Path(archive) if archive else None,
        environ.get("CHUANGMO_LAKE", ""),
        next(iter(listed)) if found in list(listed)[1:] else None,
    )


def all_settings(environ: Mapping[str, str] = os.environ) -> tuple[Settings, ...]:
    """Settings of every city that a board shows, the one whose accounts hold first.

    Raises:
        UnfitHome: as :func:`load_settings`.
    """
    listed = listed_homes(environ)
    if not listed:
        return (load_settings(environ=environ),)
    rest = {name: value for name, value in environ.items() if name != "CHUANGMO_CITY"}
    return tuple(load_settings(home, environ=rest) for home in listed)


def listed_homes(environ: Mapping[str, str] = os.environ) -> dict[Path, str]:
    """The homes of ``CHUANGMO_CITIES`` (folders with commas between) and the city of each.

    Raises:
        UnfitHome: one is no home that knows its city, two are one city's, or ``CHUANGMO_HOME``
            says another one than the first.
    """
    found: dict[Path, str] = {}
    said = environ.get(CITIES, "").strip()
    for text in said.split(",") if said else []:
        home = Path(text.strip()).expanduser().resolve() if text.strip() else None
        city = next(filter(None, recorded_cities(home)), "") if home else ""
        if home is None or not city:
            raise UnfitHome(
                f"{CITIES} 里的“{text.strip()}”不是已经设好城市的数据目录。请写成 目录,目录"
                "（用英文逗号分开）；新的目录先用 "
                "python -m chuangmo --home 目录 city new 区划代码 设好城市。"
            )
        if home in found or city in found.values():
            raise UnfitHome(f"{CITIES} 里有两个数据目录是城市“{city}”（{home}）。请只留一个。")
        found[home] = city
    own = environ.get("CHUANGMO_HOME")
    if found and own and Path(own).expanduser().resolve() != next(iter(found)):
        raise UnfitHome(
            f"CHUANGMO_HOME（{own}）不是 {CITIES} 里的第一个数据目录。账号在第一个里，"
            "请去掉 CHUANGMO_HOME，或把它写在第一个。"
        )
    return found


def _home_of(listed: Mapping[Path, str], city: str) -> Path:
    for home, known in listed.items():
        if known == city:
            return home
    raise UnfitHome(f"{CITIES} 里没有城市“{city}”。有：{'、'.join(listed.values())}。")


def recorded_cities(home: Path) -> tuple[str, str]:
    """The city that a home was set up for, and that of its first batch; empty where none is.

    Read from the journal without checking it: that is done when the home is opened. Where the
    home was being set up anew when it was last open, that is finished then: its city is the new.
    """
    if city := _renewed_for(home):
        return city, ""
    try:
        lines = (home / "journal.jsonl").read_bytes().splitlines()
    except OSError:
        return "", ""
    own = next((line["payload"]["city"] for line in _of_type(reversed(lines), CITY_SET)), "")
    if own:
        return own, ""
    return "", next((line["city"] for line in _of_type(lines, "import")), "")


def _renewed_for(home: Path) -> str:
    """The city that a home is being set up anew for; empty as a rule."""
    try:
        return str(json.loads((home / RENEWING).read_bytes())["city"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _of_type(lines: Iterable[bytes], kind: str) -> Iterator[dict[str, Any]]:
    """The lines of a type; one that is torn is none."""
    mark = f'"type":"{kind}"'.encode()
    for text in lines:
        if mark in text:
            try:
                line = json.loads(text)
            except ValueError:
                continue
            if line["type"] == kind:
                yield line


def login_name() -> str:
    """The operating system's name of the person at the keyboard; used where none was given."""
    return getpass.getuser()
