"""The city of a home: set up from the shipped divisions, journalled, known from then on."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chuangmo.access.actor import ADMIN, VIEWER, Actor
from chuangmo.catalog.boundaries import load_shapes
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.divisions.city_files import city_toml, districts_toml, outlines_toml
from chuangmo.catalog.divisions.table import Division, Divisions, load_divisions
from chuangmo.catalog.load import load_catalog
from chuangmo.catalog.sources import overlay_folder
from chuangmo.catalog.toml_text import parsed
from chuangmo.service.auditing import allow, audited
from chuangmo.service.board import Board, require
from chuangmo.service.overlay.journal import EDITED, below, sha256
from chuangmo.settings import CATALOG_DIR, CITY_SET, Settings, recorded_cities
from chuangmo.store.durable import ensure_folder, write_durably
from chuangmo.store.errors import StoreRefusal
from chuangmo.store.journal import IMPORT


@dataclass(frozen=True)
class OwnCity:
    """A city as a home has it.

    Attributes:
        own: whether the home was set up for it.
        drawn: the districts that have an outline.
    """

    settings: Settings
    catalog: Catalog
    own: bool
    drawn: frozenset[str]


def own_city(board: Board, actor: Actor) -> OwnCity:
    """The city of the board.

    Raises:
        Forbidden: the person may not look.
    """
    require(actor, VIEWER)
    return _seen(board.settings, board.catalog)


def set_own_city(board: Board, actor: Actor, adcode: str) -> OwnCity:
    """Set the home up for a city: its overlay files, one journal line each, then the home's city.

    A city that stands in the overlay already is left as it is. Where the home is that city's own,
    nothing is written. Another city may be set until the first batch is in.

    Raises:
        UnknownPlace: no such city.
        StoreRefusal: the home holds batches of another city, or a board runs on it.
        CatalogError: what stands in the overlay does not make a catalog; nothing was journalled.
        Forbidden, WritingClosed, StoreFault: as for every change.
    """
    allow(board.settings, actor, "catalog", f"设置城市 {adcode}", ADMIN)
    divisions = load_divisions()
    city = divisions.city(adcode)
    settings = Settings(board.settings.home, city_id(city))
    subject = f"设置城市 {city.name}"
    with board.changing, audited(board.settings, actor, "catalog", subject, ADMIN) as outcome:
        old, _ = recorded_cities(settings.home)
        if old == settings.city:
            outcome.detail = "已是这个城市"
            return _seen(settings, load_catalog(settings))
        _refuse_unfit(board, actor, settings.city)
        with _written(settings, _files(divisions, city)) as files:
            catalog = load_catalog(settings)
            for path, data in files.items():
                edit: dict[str, Any] = {"file": below(settings, path), "before": None,
                        "after": sha256(data), "changes": []}  # fmt: skip
                board.store.record(EDITED, edit, actor.name, data)
            payload = {"city": settings.city, "old": old or None, "name": city.name}
            outcome.detail = f"日志第 {board.store.record(CITY_SET, payload, actor.name)} 行"
    return _seen(settings, catalog)


def city_id(city: Division) -> str:
    """The folder of a city: that of a shipped one with its code, else the code itself."""
    for file in sorted((CATALOG_DIR / "cities").glob("*/city.toml")):
        if parsed(file.read_bytes()).get("adcode") == city.adcode:
            return file.parent.name
    return str(city.adcode)


def _seen(settings: Settings, catalog: Catalog) -> OwnCity:
    drawn = frozenset(shape.area for shape in load_shapes(settings, catalog.city))
    return OwnCity(settings, catalog, recorded_cities(settings.home)[0] == settings.city, drawn)


def _refuse_unfit(board: Board, actor: Actor, city: str) -> None:
    if actor.origin == "server":
        raise StoreRefusal("看板正在运行，不能换城市。请先停下看板，设置后再启动。")
    others = {line.body["city"] for line in board.store.entries(IMPORT)} - {city}
    if others:
        raise StoreRefusal(
            f"这个数据目录里已有城市“{'、'.join(sorted(others))}”的批次（演示数据也算），"
            "不能改作别的城市。请用 --home 另指一个空的数据目录。"
        )


def _files(divisions: Divisions, city: Division) -> Mapping[str, bytes]:
    """What a city needs beside what ships of it, by name of file."""
    shipped = CATALOG_DIR / "cities" / city_id(city) / "city.toml"
    if shipped.is_file():
        drawn = "boundaries" in parsed(shipped.read_bytes())
        return {} if drawn else {"city.toml": outlines_toml(divisions, city)}
    found = {"city.toml": city_toml(divisions, city)}
    if divisions.children(city.adcode):
        found["districts.toml"] = districts_toml(divisions, city)
    return found


@contextmanager
def _written(settings: Settings, files: Mapping[str, bytes]) -> Iterator[Mapping[Path, bytes]]:
    """The files on disk, gone again where what follows fails; none where the city has its own."""
    folder = overlay_folder(settings) / "cities" / settings.city
    own = (folder / "city.toml").exists()
    made = {} if own else {folder / name: data for name, data in files.items()}
    ensure_folder(folder)
    try:
        for path, data in made.items():
            write_durably(path, data, path.with_name(path.name + ".new"))
        yield made
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise
