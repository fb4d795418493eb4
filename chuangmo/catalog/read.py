"""Files to drafts: TOML of the shipped catalog and its overlay, merged entry by entry, typed.

Nothing is raised for a mistake in a file: every one becomes a ``Fault`` and reading goes on, so
that a person sees all of them at once.
"""

import tomllib
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from chuangmo.catalog.faults import Fault, UnfitEntry
from chuangmo.catalog.models import (
    City,
    District,
    DustPeriod,
    Duty,
    Entry,
    Indicator,
    ItemEntry,
    Scheme,
    Site,
    Standard,
    Target,
)
from chuangmo.catalog.tables import CompositeTable, GradeScale, IndexTable, ScoreTable
from chuangmo.settings import CATALOG_DIR, ROOT, Settings

Raw = dict[str, Any]
T_co = TypeVar("T_co", covariant=True)
E = TypeVar("E", bound=Entry)
COMMON_FILES = ("indicators.toml", "grades.toml")
CITY_FILES = (
    "city.toml", "districts.toml", "sites.toml", "targets.toml", "items.toml", "dust.toml",
    "duties.toml",
)  # fmt: skip


@dataclass(frozen=True)
class Located(Generic[T_co]):
    """An entry with where it was read: the file as shown to people, and the entry's key there."""

    value: T_co
    file: str
    entry: str


@dataclass
class Common:
    """What all cities share, with the faults met while reading it."""

    indicators: dict[str, Located[Indicator]]
    standards: dict[str, Located[Standard]]
    index_tables: dict[str, Located[IndexTable]]
    schemes: dict[str, Located[Scheme]]
    composite_tables: dict[str, Located[CompositeTable]] = field(default_factory=dict)
    grade_scales: dict[str, Located[GradeScale]] = field(default_factory=dict)
    score_tables: dict[str, Located[ScoreTable]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


@dataclass
class CityDraft:
    """One city's files; ``city`` is ``None`` where city.toml could not be read."""

    city: Located[City] | None
    districts: list[Located[District]]
    sites: list[Located[Site]]
    targets: list[Located[Target]]
    items: list[Located[ItemEntry]]
    dust: list[Located[DustPeriod]]
    duties: list[Located[Duty]]
    faults: list[Fault] = field(default_factory=list)

    def assembled(self) -> City:
        """The city with its parts; only for a draft without faults."""
        assert self.city is not None, "a draft without faults has its city"
        parts = {
            "districts": tuple(d.value for d in self.districts),
            "sites": tuple(s.value for s in self.sites),
            "targets": tuple(t.value for t in self.targets),
            "items": tuple(i.value for i in self.items),
            "dust": tuple(d.value for d in self.dust),
            "duties": tuple(d.value for d in self.duties),
        }
        return self.city.value.model_copy(update=parts)


def layers(settings: Settings) -> list[Path]:
    """The catalog folders, the later one winning: what ships, then the home's overlay."""
    return [CATALOG_DIR, settings.home / "catalog"]


def shown_path(path: Path) -> str:
    """A file as a person is told of it: relative inside the checkout, else in full."""
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


def city_ids(settings: Settings) -> list[str]:
    """The folders of ``cities/`` in either layer, in order of name."""
    folders = (layer / "cities" for layer in layers(settings))
    return sorted({f.name for top in folders if top.is_dir() for f in top.iterdir() if f.is_dir()})


def common_files(settings: Settings) -> list[Path]:
    """The files shared by all cities, shipped before overlay, that exist."""
    found: list[Path] = []
    for layer in layers(settings):
        found += [layer / name for name in COMMON_FILES if (layer / name).is_file()]
        for folder in ("standards", "indices", "schemes", "score"):
            found += sorted((layer / folder).glob("*.toml"))
    return found


def city_files(settings: Settings, city: str) -> list[Path]:
    """The files of one city, shipped before overlay, that exist."""
    folders = [layer / "cities" / city for layer in layers(settings)]
    return [folder / name for folder in folders for name in CITY_FILES if (folder / name).is_file()]


def read_common(settings: Settings) -> Common:
    """Indicators, standards, schemes and the tables of indices, grades and scores, both layers."""
    faults: list[Fault] = []
    files = common_files(settings)

    def folder(name: str) -> list[Located[Raw]]:
        paths = [f for f in files if f.parent.name == name]
        return _merge(paths, None, lambda raw: raw.get("id"), faults)

    def listed(name: str, kind: str) -> list[Located[Raw]]:
        paths = [f for f in files if f.name == name]
        return _merge(paths, kind, lambda raw: raw.get("id"), faults)

    indices = folder("indices")
    composites = [raw for raw in indices if raw.value.get("kind") == "composite"]
    daily = [raw for raw in indices if raw.value.get("kind") != "composite"]
    indicators = listed("indicators.toml", "indicator")
    scales = listed("grades.toml", "scale")
    return Common(
        indicators={i.value.id: i for i in _typed(Indicator, indicators, faults)},
        standards={s.value.id: s for s in _typed(Standard, folder("standards"), faults)},
        index_tables={t.value.id: t for t in _typed(IndexTable, daily, faults)},
        schemes={s.value.id: s for s in _typed(Scheme, folder("schemes"), faults)},
        composite_tables={t.value.id: t for t in _typed(CompositeTable, composites, faults)},
        grade_scales={t.value.id: t for t in _typed(GradeScale, scales, faults)},
        score_tables={t.value.id: t for t in _typed(ScoreTable, folder("score"), faults)},
        faults=faults,
    )


def read_city(settings: Settings, city: str) -> CityDraft:
    """One city of both layers, its places and own lines."""
    faults: list[Fault] = []
    files = city_files(settings, city)

    def merged(kind: str, key: Callable[[Raw], Hashable], name: str = "") -> list[Located[Raw]]:
        wanted = name or f"{kind}s.toml"
        return _merge([f for f in files if f.name == wanted], kind, key, faults)

    top = _city_top([f for f in files if f.name == "city.toml"], city, faults)
    cities = _typed(City, [top], faults) if top else []
    return CityDraft(
        city=cities[0] if cities else None,
        districts=_typed(District, merged("district", lambda raw: raw.get("name")), faults),
        sites=_typed(Site, merged("site", lambda raw: raw.get("id")), faults),
        targets=_typed(Target, merged("target", target_key), faults),
        items=_typed(ItemEntry, merged("item", item_key), faults),
        dust=_typed(DustPeriod, merged("dust", dust_key, "dust.toml"), faults),
        duties=_typed(Duty, merged("duty", _duty_key, "duties.toml"), faults),
        faults=faults,
    )


# -- merging raw entries ------------------------------------------------------------------------


def _load(path: Path, faults: list[Fault]) -> Raw:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        faults.append(Fault(shown_path(path), "", "", f"TOML 语法错误（{error}）。"))
    except UnicodeDecodeError as error:
        faults.append(Fault(shown_path(path), "", "", f"不是 UTF-8 编码（{error.reason}）。"))
    return {}


def _entries(path: Path, kind: str | None, faults: list[Fault]) -> list[Raw]:
    """The raw entries of a file: the tables ``[[kind]]``, or the whole file where it is one."""
    content = _load(path, faults)
    if kind is None:
        return [content] if content else []
    for stray in content.keys() - {kind}:
        faults.append(Fault(shown_path(path), "", stray, f"未知的键；这里只写 [[{kind}]]。"))
    entries = content.get(kind, [])
    if isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries):
        return entries
    faults.append(Fault(shown_path(path), "", kind, f"请写成 [[{kind}]]，一条一段。"))
    return []


def _merge(
    paths: Iterable[Path],
    kind: str | None,
    key: Callable[[Raw], Hashable],
    faults: list[Fault],
) -> list[Located[Raw]]:
    """Entries of all files in order; an overlay entry of the same key takes the earlier place."""
    found: dict[Hashable, tuple[Path, Located[Raw]]] = {}
    for path in paths:
        for number, raw in enumerate(_entries(path, kind, faults), start=1):
            known = _hashable(key(raw)) or (path, number)
            entry = _shown_key(key(raw)) or f"第{number}条"
            earlier = found.get(known)
            if earlier and _layer(earlier[0]) == _layer(path):
                faults.append(Fault(shown_path(path), entry, "", "同一条目写了两次，请删去一条。"))
                continue
            found[known] = (path, Located(raw, shown_path(path), entry))
    return [located for _, located in found.values()]


def _layer(path: Path) -> bool:
    return path.is_relative_to(CATALOG_DIR)


def _hashable(value: object) -> Hashable:
    if isinstance(value, list | tuple):
        return tuple(_hashable(part) for part in value)
    return value if isinstance(value, Hashable) else repr(value)


def _shown_key(key: object) -> str:
    if isinstance(key, list | tuple):
        return "/".join(_shown_key(part) for part in key if part is not None)
    return "" if key is None else str(key)


def target_key(raw: Raw) -> Hashable:
    """A target is told from others by indicator, area and year."""
    return (raw.get("indicator"), raw.get("area"), raw.get("year"))


def item_key(raw: Raw) -> Hashable:
    """A result entered by hand is told from others by scheme, item and year."""
    return (raw.get("scheme"), raw.get("item"), raw.get("year"))


def dust_key(raw: Raw) -> Hashable:
    """A dust period is told from others by its first and last day."""
    return (raw.get("start"), raw.get("end"))


def _duty_key(raw: Raw) -> Any:
    return (raw.get("indicators"), raw.get("every"), raw.get("areas"))


def _city_top(paths: list[Path], city: str, faults: list[Fault]) -> Located[Raw] | None:
    """The keys of city.toml; an overlay wins key by key, adoptions standard by standard."""
    merged: Raw = {"id": city}
    file = ""
    for path in paths:
        raw = _load(path, faults)
        for key, value in raw.items():
            merged[key] = _joined(key, merged.get(key), value)
        file = shown_path(path) if raw else file
    return Located(merged, file, city) if file else None


def _joined(key: str, earlier: Any, value: Any) -> Any:
    if isinstance(earlier, dict) and isinstance(value, dict):
        return earlier | value
    if key == "adoptions" and isinstance(earlier, list) and isinstance(value, list):
        named = {raw.get("standard"): raw for raw in (*earlier, *value) if isinstance(raw, dict)}
        return list(named.values())
    return value


# -- typing them --------------------------------------------------------------------------------


def typed_entry(model: type[E], raw: Raw) -> E:
    """One entry from its keys.

    Raises:
        UnfitEntry: a key is missing, unknown or of the wrong kind; all of them are named.
    """
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise UnfitEntry(
            "".join(f"{_field(detail['loc'])}：{_reason(detail)}" for detail in details)
        ) from error


def _typed(model: type[E], raws: list[Located[Raw]], faults: list[Fault]) -> list[Located[E]]:
    """The valid entries; every pydantic error of the others as a fault."""
    found: list[Located[E]] = []
    for raw in raws:
        try:
            found.append(Located(model.model_validate(raw.value), raw.file, raw.entry))
        except ValidationError as error:
            faults.extend(
                Fault(raw.file, raw.entry, _field(detail["loc"]), _reason(detail))
                for detail in error.errors(include_url=False)
            )
    return found


def _field(path: tuple[int | str, ...]) -> str:
    """``("limits", 3, "value")`` as ``limits[4].value``: people count from one."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _reason(detail: ErrorDetails) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "missing":
        return "缺少必填项。"
    if kind == "extra_forbidden":
        return "未知的键，多余或拼写有误。"
    if kind == "literal_error":
        return f"“{detail['input']}”不是允许的取值，应为 {_either(str(context['expected']))}。"
    if kind == "value_error":
        return f"{context['error']}。"
    wanted = next((word for start, word in _WANTED if kind.startswith(start)), "规定格式的值")
    return f"“{detail['input']}”不对，应为{wanted}。"


def _either(expected: str) -> str:
    return expected.replace(" or ", "、").replace(", ", "、").replace("'", "")


_WANTED = (
    ("string", "带引号的文字"),
    ("date", "日期，例如 2016-01-01"),
    ("int", "整数"),
    ("bool", "true 或 false"),
    ("tuple", "方括号列表"),
    ("float", "数"),
    ("dict", "表"),
    ("model", "表"),
)
