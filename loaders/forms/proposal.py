"""A table's form as recognised: the proposal that a person confirms, corrects and keeps.

Answers of layout scope (what a run of numbers is, what brackets mean, which indicator a column
holds, a unit) are given again by themselves; a place, a period or a name never is.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from chuangmo.catalog.layouts import Layout, LayoutColumn
from loaders.forms.fitting import Labelled
from loaders.model.form import CORRECTED
from loaders.model.table import Column

_TOPICS = (
    "axis",
    "paren",
    "indicator",
    "state",
    "coverage",
    "several",
    "orientation",
    "unread-table",
    "targets",
    CORRECTED,
)
_FAMILIES = ("unit-", "rate-", "label-", "place-column-", "site-name-")
_READ = ("key", "value", "part")


def is_layout_topic(topic: str) -> bool:
    """Whether the answer to a question belongs to the form, not to this one file."""
    return topic in _TOPICS or topic.startswith(_FAMILIES)


def proposal(
    mark: str,
    columns: Sequence["Column"],
    labels: Sequence["Labelled"],
    said: Mapping[str, Any],
) -> Layout:
    """The form of a block as data.

    Args:
        mark: its fingerprint.
        columns: its columns before a run is read, corrections included.
        labels: the same columns with the patterns of their headers.
        said: ``run``, ``table``, ``answers`` and the source of each axis.
    """
    patterns = {one.index: one for one in labels}
    groups: dict[tuple[str, ...], list[tuple[int, LayoutColumn]]] = defaultdict(list)
    for column in columns:
        one = patterns[column.index]
        groups[one.pattern].append((one.nth, _rule(column, one.pattern)))
    rules = tuple(rule for group in groups.values() for rule in _merged(group))
    return Layout(id=f"auto-{mark}", fingerprint=(mark,), column=rules, **said)


def _rule(column: "Column", pattern: tuple[str, ...]) -> LayoutColumn:
    bound = {"period": column.period, "place": column.places, "zone": column.zone}
    counted = pattern[-1:] == ("{n}",) and column.role == "ignored"
    role = "value" if counted else column.role
    return LayoutColumn.model_validate(
        {
            "header": pattern,
            "role": role,
            "key": column.key,
            "indicator": "" if role == "derived" else column.indicator,
            "part": column.part,
            "unit": column.unit.name if column.unit and column.role in _READ else "",
            "statistic": column.statistic,
            "modifiers": column.modifiers,
            "across": tuple(axis for axis, there in bound.items() if there),
            "reason": column.reason if role in ("ignored", "derived") else "",
        }
    )


def _merged(group: list[tuple[int, LayoutColumn]]) -> list[LayoutColumn]:
    """One rule for like columns that are all the same, else one for each kind with its numbers."""
    kinds: dict[LayoutColumn, list[int]] = defaultdict(list)
    for nth, rule in group:
        kinds[rule.model_copy(update={"across": ()})].append(nth)
    across = {axis for _, rule in group for axis in rule.across}
    whole = tuple(axis for axis in ("period", "place", "zone") if axis in across)
    if len(kinds) == 1:
        return [group[0][1].model_copy(update={"across": whole})]
    return [
        rule.model_copy(update={"across": whole, "nth": tuple(numbers)})
        for rule, numbers in kinds.items()
    ]
