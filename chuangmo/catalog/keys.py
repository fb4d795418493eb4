"""What tells one entry of a kind from another, and how people are told of it."""

from collections.abc import Hashable
from typing import Any

from chuangmo.catalog.target_models import PLAN
from chuangmo.catalog.toml_text import Raw


def hashable(value: object) -> Hashable:
    """A key as read, lists as tuples."""
    if isinstance(value, list | tuple):
        return tuple(hashable(part) for part in value)
    return value if isinstance(value, Hashable) else repr(value)


def shown_key(key: object) -> str:
    """The key of an entry as faults name it."""
    if isinstance(key, list | tuple):
        return "/".join(shown_key(part) for part in key if part is not None)
    return "" if key is None else str(key)


def target_key(raw: Raw) -> Hashable:
    """A target is told from others by indicator, area and year; a plan stands beside a year's."""
    plan = (PLAN,) if raw.get("form") == PLAN else ()
    return (raw.get("indicator"), raw.get("area"), raw.get("year"), *plan)


def item_key(raw: Raw) -> Hashable:
    """A result entered by hand is told from others by scheme, item and year."""
    return (raw.get("scheme"), raw.get("item"), raw.get("year"))


def dust_key(raw: Raw) -> Hashable:
    """A dust period is told from others by its first and last day."""
    return (raw.get("start"), raw.get("end"))


def hand_mark_key(raw: Raw) -> Hashable:
    """A mark given by hand is told from others by sheet, item, district and year."""
    return (raw.get("sheet"), raw.get("item"), raw.get("area"), raw.get("year"))


def duty_key(raw: Raw) -> Any:
    """A duty is told from others by its id; without one by what it asks of whom, and how often."""
    return raw.get("id") or duty_content(raw)


def duty_content(raw: Raw) -> Hashable:
    """What a duty asks of whom, and how often."""
    return hashable((raw.get("indicators"), raw.get("every"), raw.get("areas")))
