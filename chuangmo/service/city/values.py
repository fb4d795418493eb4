"""What a city is set up as, what a change would do to it, and what stands in the way."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from chuangmo.catalog.city_parts import Duty, Office
from chuangmo.catalog.models import Adoption, District, Site
from chuangmo.catalog.scheme_models import SchemePeriod
from chuangmo.catalog.target_models import Target


@dataclass(frozen=True)
class CityFacts:
    """What ``city.toml`` says of a city as a whole.

    Attributes:
        groups: the groups of districts: key to name.
        coverage_percent: how much of the places in scope a figure of the city needs.
    """

    aliases: tuple[str, ...]
    air_class: str
    scope_note: str
    coverage_percent: int
    groups: Mapping[str, str]
    schemes: tuple[SchemePeriod, ...]
    adoptions: tuple[Adoption, ...]


@dataclass(frozen=True)
class CitySettings:
    """The settings of a city. Another value made from it (``replace``) is what shall hold.

    Attributes:
        city: the folder of the city in the catalog; it and the name are never changed.
        sites: sites of air and noise, and sections of water.
    """

    city: str
    name: str
    adcode: int | None
    facts: CityFacts
    districts: tuple[District, ...] = ()
    sites: tuple[Site, ...] = ()
    targets: tuple[Target, ...] = ()
    duties: tuple[Duty, ...] = ()
    offices: tuple[Office, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of all of it, in whatever order its entries stand."""
        plain: dict[str, Any] = _plain(self)
        for name, value in plain.items():
            if isinstance(value, list):
                plain[name] = sorted(value, key=lambda one: json.dumps(one, sort_keys=True))
        text = json.dumps(plain, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class SettingsChange:
    """One thing that becomes another.

    Attributes:
        table: the sheet of the settings workbook that it stands in.
        entry: which row, by name. field: the heading; empty: a whole row comes or goes.
        before, after: as the workbook writes it; empty where there is nothing.
        cell: of the workbook, ``区县!B7``; empty where there was none.
    """

    table: str
    entry: str
    field: str
    before: str
    after: str
    cell: str = ""


@dataclass(frozen=True)
class SettingsProblem:
    """Something that keeps settings from being taken in; a cell where there is one."""

    sheet: str
    cell: str
    found: str
    message: str


@dataclass(frozen=True)
class SettingsSince:
    """Changes of a workbook that put back what was changed after it was taken home.

    Attributes:
        at: when it was taken, Beijing time.
    """

    at: str
    undone: tuple[SettingsChange, ...]


@dataclass(frozen=True)
class SettingsPreview:
    """What a change of the settings would do; with any problem nothing of it is done.

    Attributes:
        base: digest of the settings that it was compared with.
        wanted: the settings as they would be.
        workbook: where it was read from, if from a workbook: its name and its bytes.
        undoes: the journal line that it takes back, if it does.
        notices: what was not read of the workbook and which tables stay, sentences.
        since: what it would put back that was changed after it was taken home.
    """

    base: str
    wanted: CitySettings
    changes: tuple[SettingsChange, ...] = ()
    problems: tuple[SettingsProblem, ...] = ()
    workbook: tuple[str, bytes] | None = None
    undoes: int | None = None
    notices: tuple[str, ...] = ()
    since: SettingsSince | None = None


@dataclass(frozen=True)
class SettingsApplied:
    """A change that was made; ``seq`` is its journal line, ``None`` where nothing differed."""

    changes: tuple[SettingsChange, ...]
    seq: int | None


@dataclass(frozen=True)
class SettingsEvent:
    """A change of the past.

    Attributes:
        seq: its line in the journal. at: UTC. source: the workbook, empty for the page.
        undoes: the line that it took back, if it did. undone: whether a later one took it back.
    """

    seq: int
    by: str
    at: str
    source: str
    changes: tuple[SettingsChange, ...]
    undoes: int | None = None
    undone: bool = False


class SettingsMoved(ValueError):
    """The settings are no longer what was shown; nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            "本市的设置在您核对之后又有改动，没有写入任何数据。请重新核对一遍差异，无误再确认。"
        )


class UnfitSettings(ValueError):
    """Settings with problems cannot be taken in; ``problems`` are all of them."""

    def __init__(self, problems: tuple[SettingsProblem, ...]) -> None:
        self.problems = problems
        first = problems[0].message if problems else ""
        super().__init__(f"设置有 {len(problems)} 处要改，没有写入任何数据。第一处：{first}")


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
