"""Files in the catalog folder of a home that nobody reads: misnamed, misplaced, left over."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from pathlib import Path

from chuangmo.catalog.faults import Fault
from chuangmo.catalog.sources import (
    CITY_FILES,
    COMMON_FILES,
    FOLDERS,
    FORMS_FOLDER,
    layers,
    overlay_folder,
    shown_path,
)
from chuangmo.catalog.toml_text import UnfitText, parsed
from chuangmo.settings import Settings

#: Written by commands alone, read beside the catalog.
CORRECTIONS_FILE = "corrections.toml"
_CITIES = "cities"
_MEANT = {
    "城市": "city", "本市": "city", "区县": "districts", "区划": "districts", "点位": "sites",
    "断面": "sites", "测点": "sites", "站点": "sites", "目标": "targets", "任务": "targets",
    "报送": "duties", "沙尘": "dust", "沙尘日": "dust",
    "考核": "assessments", "定性指标": "items", "指标": "indicators", "等级": "grades",
}  # fmt: skip
#: Beside the data by custom: nobody takes them for data.
_BESIDE = ("readme", "license", "licence", "notice", "copying", "说明", "boundaries-license")
_LEFT_BY_PROGRAMS = (".writing", ".new", ".md")
_NEAR = 0.7


def stray_faults(settings: Settings) -> list[Fault]:
    """Every file and folder of the home's catalog that nobody reads, with what it may be."""
    top = overlay_folder(settings)
    if not top.is_dir():
        return []
    found = [*_of_folder(top, {*COMMON_FILES, CORRECTIONS_FILE}, settings)]
    for path in sorted(top.iterdir()):
        if not path.is_dir() or path.name.startswith("."):
            continue
        if path.name == _CITIES:
            found += _of_cities(path, settings)
        elif path.name in (*FOLDERS, FORMS_FOLDER):
            own = {one.name for one in path.iterdir() if one.suffix == ".toml"}
            found += _of_folder(path, own, settings)
        elif any(path.iterdir()):
            found.append(_stray(path, _folder_words(path, settings)))
    return found


def _of_cities(top: Path, settings: Settings) -> Iterator[Fault]:
    yield from _of_folder(top, set(), settings)
    for path in sorted(one for one in top.iterdir() if one.is_dir()):
        own = {*CITY_FILES, *_outline_files(path.name, settings)}
        yield from _of_folder(path, own, settings)


def _outline_files(city: str, settings: Settings) -> set[str]:
    """The file of outlines that a city names."""
    named = set()
    for layer in layers(settings):
        try:
            raw = parsed((layer / _CITIES / city / "city.toml").read_bytes())
        except (OSError, UnfitText):
            continue
        named.add(str(raw.get("boundaries", "")))
    return named


def _of_folder(folder: Path, known: Collection[str], settings: Settings) -> Iterator[Fault]:
    for path in sorted(folder.iterdir()):
        name = path.name
        if not path.is_file() or name in known or name.startswith((".", "~")):
            continue
        if name.endswith((*_LEFT_BY_PROGRAMS, "~")) or name.lower().startswith(_BESIDE):
            continue
        yield _stray(path, _file_words(path, known, settings))


def _stray(path: Path, words: str) -> Fault:
    return Fault(shown_path(path), "", "", f"没有人读这个{words}")


def _file_words(path: Path, known: Collection[str], settings: Settings) -> str:
    """What becomes of a file: its right name, its right place, or away with it."""
    stem = _stem(path.name)
    names = {Path(name).stem: name for name in sorted(known)}
    near = get_close_matches(stem, names, 1, _NEAR)
    meant = names.get(stem) or names.get(_MEANT.get(stem, "")) or (names[near[0]] if near else "")
    if meant and meant != path.name:
        there = (path.parent / meant).exists()
        todo = f"把内容并进 {meant} 后移走它" if there else f"把文件名改成 {meant}"
        return f"文件，像是 {meant}：请{todo}。"
    place = _place_of(_MEANT.get(stem, stem), settings)
    if place:
        return f"文件，这里不该放它：请移到 {place}。"
    if path.suffix in (".json", ".geojson"):
        return (
            "文件：界线文件请用 city boundaries 命令登记，或把文件名写进 city.toml 的 boundaries。"
        )
    here = f"这里只读 {'、'.join(names.values())}；" if names else "这里不放文件；"
    return f"文件：{here}不用的请移走。"


def _place_of(stem: str, settings: Settings) -> str:
    """Where a file of this name is read, below the catalog folder."""
    name = f"{stem}.toml"
    if name in CITY_FILES:
        return f"catalog/{_CITIES}/{settings.city}/{name}"
    return f"catalog/{name}" if name in COMMON_FILES else ""


def _folder_words(path: Path, settings: Settings) -> str:
    kinds = (*FOLDERS, FORMS_FOLDER, _CITIES)
    if path.name == "words":
        return "文件夹：词表不能在数据目录里改；要补词请告诉维护人员。请移走。"
    if any((path / name).exists() for name in CITY_FILES):
        return f"文件夹，像是一个城市的：请移到 catalog/{_CITIES}/ 下（本市的是 {settings.city}）。"
    if near := get_close_matches(path.name.lower(), kinds, 1, _NEAR):
        return f"文件夹，像是 {near[0]}：请把文件夹改名为 {near[0]}。"
    return f"文件夹：这里只读 {'、'.join(kinds)}；不用的请移走。"


def _stem(name: str) -> str:
    """``目标`` of ``目标.toml.txt``, ``city`` of ``City (1).toml``."""
    stem = name.lower()
    for ending in (".bak", ".txt", ".toml"):
        stem = stem.removesuffix(ending)
    return stem.split(" ")[0].split("(")[0].split("（")[0].removesuffix("-副本").strip()
