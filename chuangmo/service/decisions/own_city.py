"""The city of a home: set up from the shipped divisions, journalled, known from then on."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chuangmo.access.actor import MANAGER, VIEWER, Actor
from chuangmo.catalog.boundaries import load_shapes
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.divisions.city_files import city_toml, districts_toml, outlines_toml
from chuangmo.catalog.divisions.table import Division, Divisions, load_divisions
from chuangmo.catalog.load import load_catalog
from chuangmo.catalog.sources import overlay_folder
from chuangmo.catalog.toml_text import parsed
from chuangmo.service import process
from chuangmo.service.auditing import allow, audited
from chuangmo.service.board import Board, open_board, require
from chuangmo.service.overlay.journal import EDITED, below, sha256
from chuangmo.settings import CATALOG_DIR, CITY_SET, DEFAULT_CITY, Settings, recorded_cities
from chuangmo.store.durable import ensure_folder, write_durably
from chuangmo.store.errors import StoreRefusal
from chuangmo.store.home.paths import Home
from chuangmo.store.home.renewal import (
    clear_fresh,
    commit_renewal,
    drop_place,
    free_beside,
    place_beside,
)
from chuangmo.store.journal import BATCH_LINES, JournalEntry


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
    """Set the home up for a city; the board given is closed, and the home opened as that city's.

    The files and the city are journalled, one line each. Where the home shows the demonstration,
    that is moved into a home of its own beside it first (``store.home.renewal``); accounts and
    audit stay. A city that stands in the overlay already is left as it is. Where the home is that
    city's own, nothing is written. Another city may be set until the first batch is in.

    Raises:
        UnknownPlace: no such city.
        StoreRefusal: the home holds batches of another city, the demonstration cannot be moved,
            or ``CHUANGMO_CITY`` says another city.
        CatalogError: what stands in the overlay does not make a catalog; nothing was journalled.
        Forbidden, WritingClosed, StoreFault: as for every change.
    """
    allow(board.settings, actor, "catalog", f"设置城市 {adcode}", MANAGER)
    divisions = load_divisions()
    city = divisions.city(adcode)
    settings = Settings(board.settings.home, city_id(city))
    _refuse_another_environment(settings.city)
    if process.several():
        raise StoreRefusal(
            "这个看板管着几个城市（CHUANGMO_CITIES），不能在这里换城市。"
            "请先停下看板，用命令 city new 设好，再启动。"
        )
    if board.store.shared and recorded_cities(settings.home)[0] != settings.city:
        raise StoreRefusal(
            "登记簿在 PostgreSQL，不能在这里换城市。请另建数据目录（去掉 CHUANGMO_STORE），"
            "设好城市，再用 store move 移过去。"
        )
    subject = f"设置城市 {city.name}"
    with process.replacing(board) as opened_anew:
        with board.changing, audited(board.settings, actor, "catalog", subject, MANAGER) as outcome:
            if is_demonstration(board):
                aside = _begin_anew(board, actor, settings.city, city)
                outcome.detail = f"演示数据移到 {aside}"
            elif recorded_cities(settings.home)[0] == settings.city:
                outcome.detail = "已是这个城市"
                return _seen(settings, board.catalog)
            else:
                _refuse_unfit(board, settings.city)
                outcome.detail = f"日志第 {_set(board, actor, settings.city, city)} 行"
        fresh = opened_anew()
        return _seen(fresh.settings, fresh.catalog)


def _imports(board: Board) -> list[JournalEntry]:
    """Lines of the batches that came into the home, submitted ones too."""
    return [line for line in board.store.entries() if line.type in BATCH_LINES]


def is_demonstration(board: Board) -> bool:
    """Whether the home holds batches, and nothing but the demonstration's."""
    imports = _imports(board)
    return bool(imports) and all(line.body.get("demo") for line in imports)


def is_settled(board: Board) -> bool:
    """Whether the home holds real batches: it stays the city's that it is."""
    return bool(_imports(board)) and not is_demonstration(board)


def aside_of(board: Board) -> Path:
    """The folder that the demonstration of a home would be moved to."""
    return free_beside(Home.of(board.settings))


def is_untouched(board: Board) -> bool:
    """Whether the home has neither a batch nor a city of its own yet."""
    return not _imports(board) and not board.store.entries(CITY_SET)


def _begin_anew(board: Board, actor: Actor, city: str, division: Division) -> Path:
    """Make the city's home ready inside the present one and bind it to take its place.

    From the return on the home is to be opened anew; that moves the demonstration to the folder
    that is returned.
    """
    home = Home.of(board.settings)
    with board.store.undisturbed():
        if not is_demonstration(board):
            raise StoreRefusal("刚刚有真实数据导入，演示数据没有移开，什么也没有改。请刷新页面。")
        aside = place_beside(home)
        try:
            clear_fresh(home)
            ready = open_board(Settings(home.fresh, DEFAULT_CITY))
            try:
                _set(ready, actor, city, division)
            finally:
                ready.close()
            commit_renewal(home, aside, city)
        except BaseException:
            clear_fresh(home)
            drop_place(aside)
            raise
    return aside


def _set(board: Board, actor: Actor, city: str, division: Division) -> int:
    """Write and journal the files of a city and that the home is its own; seq of the last line."""
    settings = Settings(board.settings.home, city)
    old, _ = recorded_cities(settings.home)
    with _written(settings, _files(load_divisions(), division)) as files:
        load_catalog(settings)
        for path, data in files.items():
            edit: dict[str, Any] = {"file": below(settings, path), "before": None,
                    "after": sha256(data), "changes": []}  # fmt: skip
            board.store.record(EDITED, edit, actor.name, data)
        payload = {"city": city, "old": old or None, "name": division.name}
        return board.store.record(CITY_SET, payload, actor.name)


def city_id(city: Division) -> str:
    """The folder of a city: that of a shipped one with its code, else the code itself."""
    for file in sorted((CATALOG_DIR / "cities").glob("*/city.toml")):
        if parsed(file.read_bytes()).get("adcode") == city.adcode:
            return file.parent.name
    return str(city.adcode)


def _seen(settings: Settings, catalog: Catalog) -> OwnCity:
    drawn = frozenset(shape.area for shape in load_shapes(settings, catalog.city))
    return OwnCity(settings, catalog, recorded_cities(settings.home)[0] == settings.city, drawn)


def _refuse_another_environment(city: str) -> None:
    named = os.environ.get("CHUANGMO_CITY")
    if named and named != city:
        raise StoreRefusal(
            f"环境变量 CHUANGMO_CITY 指定了城市“{named}”，与要设置的“{city}”不一致，没有改动。"
            "请去掉这个环境变量，重新启动看板后再设置。"
        )


def _refuse_unfit(board: Board, city: str) -> None:
    others = {line.body["city"] for line in _imports(board)} - {city}
    if others:
        raise StoreRefusal(
            f"这个数据目录里已有城市“{'、'.join(sorted(others))}”的真实数据，"
            "不能改作别的城市。请另指一个空的数据目录（--home 或 CHUANGMO_HOME），从那里开始。"
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
