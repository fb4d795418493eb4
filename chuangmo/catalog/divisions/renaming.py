"""Districts that go by another name from a day on: what names them still, under today's name."""

from collections.abc import Iterable, Mapping
from typing import Any

from chuangmo.catalog.city_parts import former_name
from chuangmo.catalog.models import District
from chuangmo.catalog.toml_text import Raw

#: Of entries that name districts: the kind, and which of its keys does.
REFERENCES: Mapping[str, str] = {
    "site": "district", "target": "area", "duty": "areas", "office": "areas",
    "hand_mark": "area", "assessment": "areas", "coverage": "areas",
}  # fmt: skip


def present_names(districts: Iterable[District]) -> dict[str, str]:
    """Every former name to the name of today; a name that a district has now is none."""
    listed = list(districts)
    now = {one.name for one in listed}
    return {
        former.name: one.name
        for one in listed
        for former in one.former_names
        if former.name not in now
    }


def renamed_between(base: Iterable[District], wanted: Iterable[District]) -> dict[str, str]:
    """Which districts go by another name in ``wanted``: the old one to the new one.

    A name that goes and is a former one of a district that comes was renamed; a name that goes and
    has a former one that comes back gets that back.
    """
    before, after = ({one.name: one for one in some} for some in (base, wanted))
    came = [one for name, one in after.items() if name not in before]
    found = {
        former.name: one.name
        for one in came
        for former in one.former_names
        if former.name in before and former.name not in after
    }
    for name, one in before.items():
        had = [former.name for former in reversed(one.former_names)]
        back = next((old for old in had if old in after and old not in before), "")
        if name not in after and name not in found and back:
            found[name] = back
    return found


def renamed_by(changes: Iterable[tuple[District | None, District | None]]) -> dict[str, str]:
    """As ``renamed_between``, of single entries of a file: what each was, what it is.

    The other layer of the catalog may hold what the new entry takes the place of, so that every
    former name that an entry did not have before counts.
    """
    listed = list(changes)
    now = {new.name for _, new in listed if new is not None}
    found = {}
    for old, new in listed:
        had = {one.name for one in old.former_names} if old else set()
        for one in new.former_names if new else ():
            if one.name not in had | now:
                found[one.name] = new.name if new else ""
    for old, _ in listed:
        if old is not None and old.former and old.name not in now | found.keys():
            found[old.name] = old.former_names[-1].name
    return found


def raw_present_names(raws: Iterable[Raw]) -> dict[str, str]:
    """``present_names`` of districts as read, of which some may be wrong."""
    listed = [raw for raw in raws if isinstance(raw.get("name"), str)]
    now = {raw["name"] for raw in listed}
    return {name: raw["name"] for raw in listed for name in _raw_former(raw) if name not in now}


def takes_place_of(raw: Raw) -> tuple[str, ...]:
    """The former names of a district as read; none where they are not written as they should."""
    return tuple(_raw_former(raw))


def _raw_former(raw: Raw) -> list[str]:
    written = raw.get("former")
    try:
        return [former_name(text).name for text in written or ()]
    except (TypeError, ValueError):  # told where the entry is typed
        return []


def following(kind: str, raw: Raw, names: Mapping[str, str]) -> Raw:
    """An entry that names districts, as read, with the names of today."""
    key = REFERENCES.get(kind, "")
    if not names or key not in raw:
        return raw
    return raw | {key: named(raw[key], names)}


def named(value: Any, names: Mapping[str, str]) -> Any:
    """A name, or several of them each once, with the names of today."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list | tuple):
        told = [names.get(one, one) if isinstance(one, str) else one for one in value]
        return told if len(set(map(str, told))) == len(told) else list(dict.fromkeys(told))
    return value
