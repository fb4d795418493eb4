"""Files to drafts: TOML of the shipped catalog and its overlay, merged entry by entry, typed.

Nothing is raised for a mistake in a file: every one becomes a ``Fault`` and reading goes on, so
that a person sees all of them at once.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from chuangmo.catalog.city_parts import Duty, Office
from chuangmo.catalog.divisions.renaming import (
    following,
    raw_present_names,
    takes_place_of,
)
from chuangmo.catalog.entry import CatalogEntry
from chuangmo.catalog.faults import Fault, Place, UnfitEntry
from chuangmo.catalog.keys import (
    dust_key,
    duty_content,
    duty_key,
    hand_mark_key,
    hashable,
    item_key,
    shown_key,
    target_key,
)
from chuangmo.catalog.mistakes.reasons import reason_of
from chuangmo.catalog.mistakes.spelling import plain_entry
from chuangmo.catalog.models import (
    City,
    District,
    DustPeriod,
    Indicator,
    ItemEntry,
    Site,
    Standard,
)
from chuangmo.catalog.scheme_models import Scheme
from chuangmo.catalog.sources import Sources, city_files, common_files, layers, shown_path
from chuangmo.catalog.tables import (
    AssessmentSheet,
    CompositeTable,
    GradeScale,
    HandMark,
    IndexTable,
    ScoreTable,
)
from chuangmo.catalog.target_models import Target
from chuangmo.catalog.toml_text import Raw, UnfitText, line_of, parsed
from chuangmo.settings import CATALOG_DIR, Settings

T_co = TypeVar("T_co", covariant=True)
E = TypeVar("E", bound=CatalogEntry)


@dataclass(frozen=True)
class Located(Generic[T_co]):
    """An entry with where it was read: the file as shown to people, and the entry's key there."""

    value: T_co
    file: str
    entry: str


@dataclass
class Common:
    """What all cities share."""

    indicators: dict[str, Located[Indicator]]
    standards: dict[str, Located[Standard]]
    index_tables: dict[str, Located[IndexTable]]
    schemes: dict[str, Located[Scheme]]
    composite_tables: dict[str, Located[CompositeTable]] = field(default_factory=dict)
    grade_scales: dict[str, Located[GradeScale]] = field(default_factory=dict)
    score_tables: dict[str, Located[ScoreTable]] = field(default_factory=dict)


@dataclass
class CityDraft:
    """One city's files; ``city`` is ``None`` where city.toml could not be read.

    Attributes:
        district_names: as written, of entries too that are wrong in another field.
        unread: whether a mistake was met up to here, which may be why there is no city.
    """

    city: Located[City] | None
    districts: list[Located[District]]
    sites: list[Located[Site]]
    targets: list[Located[Target]]
    items: list[Located[ItemEntry]]
    dust: list[Located[DustPeriod]]
    duties: list[Located[Duty]]
    offices: list[Located[Office]]
    assessments: list[Located[AssessmentSheet]]
    hand_marks: list[Located[HandMark]]
    unread: bool = False
    district_names: tuple[str, ...] = ()

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
            "offices": tuple(o.value for o in self.offices),
            "assessments": tuple(a.value for a in self.assessments),
            "hand_marks": tuple(m.value for m in self.hand_marks),
        }
        return self.city.value.model_copy(update=parts)


@dataclass
class CatalogReading:
    """Reading under way: the bytes of the files, and what was met in them.

    Attributes:
        faults: every mistake so far.
        places: by file as shown and entry, where the entry stands: its path, its table.
        broken: files of which nothing could be read; what refers to them is not their fault.
    """

    sources: Sources
    faults: list[Fault] = field(default_factory=list)
    places: dict[tuple[str, str], tuple[Path, Place]] = field(default_factory=dict)
    broken: set[Path] = field(default_factory=set)

    def fault(self, path: Path, entry: str, name: str, reason: str) -> None:
        """Note a mistake in a file."""
        self.faults.append(Fault(shown_path(path), entry, name, reason))

    def with_lines(self, faults: Iterable[Fault]) -> list[Fault]:
        """The faults with the lines on which they stand, where these can be told."""
        return [self._with_line(fault) for fault in faults]

    def _with_line(self, fault: Fault) -> Fault:
        path, place = self.places.get((fault.file, fault.entry), (None, ()))
        if fault.line or path is None:
            return fault
        return replace(fault, line=line_of(self.sources.texts[path], place, fault.field))


def read_common(settings: Settings, reading: CatalogReading) -> Common:
    """Indicators, standards, schemes and the tables of indices, grades and scores, both layers."""
    files = common_files(settings, reading.sources.texts.keys())

    def folder(name: str) -> list[Located[Raw]]:
        paths = [f for f in files if f.parent.name == name]
        return _merge(paths, None, lambda raw: raw.get("id"), reading)

    def listed(name: str, kind: str) -> list[Located[Raw]]:
        paths = [f for f in files if f.name == name]
        return _merge(paths, kind, lambda raw: raw.get("id"), reading)

    indices = folder("indices")
    composites = [raw for raw in indices if raw.value.get("kind") == "composite"]
    daily = [raw for raw in indices if raw.value.get("kind") != "composite"]
    indicators, scales = listed("indicators.toml", "indicator"), listed("grades.toml", "scale")
    faults = reading.faults
    return Common(
        indicators={i.value.id: i for i in _typed(Indicator, indicators, faults)},
        standards={s.value.id: s for s in _typed(Standard, folder("standards"), faults)},
        index_tables={t.value.id: t for t in _typed(IndexTable, daily, faults)},
        schemes={s.value.id: s for s in _typed(Scheme, folder("schemes"), faults)},
        composite_tables={t.value.id: t for t in _typed(CompositeTable, composites, faults)},
        grade_scales={t.value.id: t for t in _typed(GradeScale, scales, faults)},
        score_tables={t.value.id: t for t in _typed(ScoreTable, folder("score"), faults)},
    )


def read_city(settings: Settings, city: str, reading: CatalogReading) -> CityDraft:
    """One city of both layers, its places and own lines; a district by its name of today."""
    files = city_files(settings, city, reading.sources.texts.keys())
    faults, before = reading.faults, len(reading.faults)
    names: dict[str, str] = {}

    def merged(kind: str, key: Callable[[Raw], Hashable], name: str = "") -> list[Located[Raw]]:
        wanted = name or f"{kind}s.toml"
        return _merge([f for f in files if f.name == wanted], kind, key, reading, names)

    districts = _in_their_places(merged("district", lambda raw: raw.get("name")))
    names |= raw_present_names(one.value for one in districts)
    top = _city_top([f for f in files if f.name == "city.toml"], city, reading)
    if top and isinstance(scopes := top.value.get("coverage"), list):
        top.value["coverage"] = [
            following("coverage", one, names) if isinstance(one, dict) else one for one in scopes
        ]
    cities = _typed(City, [top], faults) if top else []
    return CityDraft(
        city=cities[0] if cities else None,
        districts=_typed(District, districts, faults),
        sites=_typed(Site, merged("site", lambda raw: raw.get("id")), faults),
        targets=_typed(Target, merged("target", target_key), faults),
        items=_typed(ItemEntry, merged("item", item_key), faults),
        dust=_typed(DustPeriod, merged("dust", dust_key, "dust.toml"), faults),
        duties=_typed(Duty, _unreplaced(merged("duty", duty_key, "duties.toml")), faults),
        offices=_typed(Office, merged("office", lambda raw: raw.get("name")), faults),
        assessments=_typed(
            AssessmentSheet, merged("assessment", lambda raw: raw.get("id")), faults
        ),
        hand_marks=_typed(HandMark, merged("hand_mark", hand_mark_key), faults),
        district_names=tuple(str(one.value.get("name", "")) for one in districts),
        unread=len(faults) > before
        or any(f in reading.sources.faults for f in _of(settings, city)),
    )


def _of(settings: Settings, city: str) -> list[Path]:
    """The files of a city that are there and cannot be read are faults of the sources."""
    return [layer / "cities" / city / "city.toml" for layer in layers(settings)]


# -- merging raw entries ------------------------------------------------------------------------


def _load(path: Path, reading: CatalogReading) -> Raw:
    try:
        return parsed(reading.sources.texts[path])
    except UnfitText as error:
        reading.faults.extend(error.faults(shown_path(path)))
        reading.broken.add(path)
        return error.mended


def _entries(path: Path, kind: str | None, reading: CatalogReading) -> list[Raw]:
    """The raw entries of a file: the tables ``[[kind]]``, or the whole file where it is one."""
    content = _load(path, reading)
    reading.places.setdefault((shown_path(path), ""), (path, ()))
    if kind is None:
        return [content] if content else []
    for stray in content.keys() - {kind}:
        reading.fault(path, "", stray, f"未知的键；这里只写 [[{kind}]]。")
    entries = content.get(kind, [])
    if isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries):
        return entries
    reading.fault(path, "", kind, f"请写成 [[{kind}]]，一条一段。")
    return []


def _merge(
    paths: Iterable[Path],
    kind: str | None,
    key: Callable[[Raw], Hashable],
    reading: CatalogReading,
    names: Mapping[str, str] | None = None,
) -> list[Located[Raw]]:
    """Entries of all files in order; an overlay entry of the same key takes the earlier place.

    Args:
        names: former names of districts to those of today.
    """
    found: dict[Hashable, tuple[Path, Located[Raw]]] = {}
    for path in paths:
        for number, raw in enumerate(map(plain_entry, _entries(path, kind, reading)), start=1):
            raw = following(kind or "", raw, names or {})
            known = hashable(key(raw)) or (path, number)
            entry = shown_key(key(raw)) or f"第{number}条"
            place = () if kind is None else (kind, number - 1)
            earlier = found.get(known)
            if earlier and _layer(earlier[0]) == _layer(path):
                line = line_of(reading.sources.texts[path], place, "")
                reason = "同一条目写了两次，请删去一条。"
                reading.faults.append(Fault(shown_path(path), entry, "", reason, line))
                continue
            reading.places[shown_path(path), entry] = path, place
            found[known] = (path, Located(raw, shown_path(path), entry))
    return [located for _, located in found.values()]


def _in_their_places(districts: list[Located[Raw]]) -> list[Located[Raw]]:
    """The districts, each in the place of the one of the program that had a former name of it."""
    places = {one.value.get("name"): number for number, one in enumerate(districts)}
    found: dict[int, Located[Raw]] = dict(enumerate(districts))
    for number, one in enumerate(districts):
        for name in takes_place_of(one.value):
            place = places.get(name)
            if place is not None and districts[place].file != one.file and number in found:
                found[place] = found.pop(number)
    return [found[number] for number in sorted(found)]


def _layer(path: Path) -> bool:
    return path.is_relative_to(CATALOG_DIR)


def _unreplaced(duties: list[Located[Raw]]) -> list[Located[Raw]]:
    """Without those that have an id and say what one without an id says: it was written later."""
    plain = {duty_content(one.value) for one in duties if not one.value.get("id")}
    return [
        one for one in duties if not one.value.get("id") or duty_content(one.value) not in plain
    ]


def _city_top(paths: list[Path], city: str, reading: CatalogReading) -> Located[Raw] | None:
    """The keys of city.toml; an overlay wins key by key, adoptions standard by standard.

    The lists a city follows are one decision, in whichever of their two forms.
    """
    merged: Raw = {"id": city}
    file = ""
    for path in paths:
        raw = plain_entry(_load(path, reading))
        for key, other in (("scheme", "schemes"), ("schemes", "scheme")):
            if key in raw and other not in raw:  # the later file decides which lists, in its form
                merged.pop(other, None)
        for key, value in raw.items():
            merged[key] = _joined(key, merged.get(key), value)
        file = shown_path(path) if raw else file
        reading.places[shown_path(path), city] = path, ()
    return Located(merged, file, city) if file else None


def _joined(key: str, earlier: Any, value: Any) -> Any:
    if isinstance(earlier, dict) and isinstance(value, dict):
        return earlier | value
    if key == "adoptions" and isinstance(earlier, list) and isinstance(value, list):
        both = (*earlier, *value)
        named = {hashable(raw.get("standard")): raw for raw in both if isinstance(raw, dict)}
        return list(named.values())
    return value


# -- typing them --------------------------------------------------------------------------------


def typed_entry(model: type[E], raw: Raw) -> E:
    """One entry from its keys.

    Raises:
        UnfitEntry: a key is missing, unknown or of the wrong kind; all of them are named.
    """
    try:
        return model.model_validate(plain_entry(raw))
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise UnfitEntry(
            "".join(f"{_field(detail['loc'])}：{reason_of(detail, model)}" for detail in details)
        ) from error


def entry_faults(model: type[E], raw: Raw) -> tuple[E | None, list[tuple[str, str]]]:
    """The entry of its keys, or (field, what is wrong with it) of every key that does not do."""
    try:
        return model.model_validate(plain_entry(raw)), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, [(str(detail["loc"][0]), reason_of(detail, model)) for detail in details]


def _typed(model: type[E], raws: list[Located[Raw]], faults: list[Fault]) -> list[Located[E]]:
    """The valid entries; every pydantic error of the others as a fault."""
    found: list[Located[E]] = []
    for raw in raws:
        try:
            found.append(Located(model.model_validate(raw.value), raw.file, raw.entry))
        except ValidationError as error:
            faults.extend(
                Fault(raw.file, raw.entry, _field(detail["loc"]), reason_of(detail, model))
                for detail in error.errors(include_url=False)
            )
    return found


def _field(path: tuple[int | str, ...]) -> str:
    """``("limits", 3, "value")`` as ``limits[4].value``: people count from one."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text
