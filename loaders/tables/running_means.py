"""Running means printed beside the hourly figures they are made of (PM10_24h, O3_8h): not read."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from loaders.model.table import Column
from loaders.words.normalise import label

_DAY = re.compile(r"24(?:h|hr|-?hour|小时)")
_EIGHT = re.compile(r"8(?:h|hr|-?hour|小时)")


def running_names(
    texts: Iterable[str], named: Callable[[str], tuple[str, ...]], hourly: bool
) -> frozenset[str]:
    """The texts that name a running mean of an indicator which another text names plainly.

    Args:
        texts: names of a key column or headers of value columns.
        named: ids of the indicators that a text names.
        hourly: the table is one of hours, where a mean of eight hours is a running one.
    """
    marks = (_DAY, _EIGHT) if hourly else (_DAY,)
    found: dict[str, tuple[str, ...]] = {}
    plain_ids: set[str] = set()
    for text in dict.fromkeys(texts):
        ids = named(text)
        if any(mark.search(label(text)) for mark in marks):
            found[text] = ids
        else:
            plain_ids.update(ids)
    return frozenset(t for t, ids in found.items() if len(ids) == 1 and ids[0] in plain_ids)


def without_running(
    columns: Sequence["Column"], named: Callable[[str], tuple[str, ...]], hourly: bool
) -> list["Column"]:
    """The columns, those of running means beside their own hours as derived ones."""
    headers = {c.index: "".join(c.header) for c in columns if c.role == "value" and c.indicator}
    made = running_names(headers.values(), named, hourly)
    return [
        replace(c, role="derived", reason="running-mean") if headers.get(c.index) in made else c
        for c in columns
    ]
