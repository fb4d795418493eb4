"""Columns of valid days under a plain word: beside one pollutant, or once for all of the row."""

import re
from collections.abc import Sequence
from dataclasses import replace

from chuangmo.catalog.models import Indicator
from loaders.model.table import Column
from loaders.words import lists
from loaders.words.labels import VALID_DAYS
from loaders.words.modifiers import time_words
from loaders.words.normalise import label

_WORDS = {
    label(word) for word in lists.QUANTITIES[VALID_DAYS].words if word.startswith("有效")
}  # 监测天数 alone is the denominator of good days
_UNIT = re.compile(r"\((?:天|日|d)\)$")


def is_valid_days(text: str) -> bool:
    """Whether a header text is 有效天数 or a like word and nothing else."""
    return _UNIT.sub("", label(text)) in _WORDS


def same_time(part: "Column", value: "Column") -> bool:
    """Whether a part column speaks of the same time as a value column (not of 上年同期)."""
    alike = not part.period or part.period == value.period
    return alike and time_words(part.modifiers) == time_words(value.modifiers)


def with_valid_days(columns: list["Column"], counted: frozenset[str]) -> list["Column"]:
    """The columns, those of valid days with the value columns that they serve.

    Args:
        counted: ids of the indicators whose readings are counted in days.

    A single column between values belongs to the one on its left, at either end to all. Of several
    each belongs to the values between it and the one before; these are no denominators.
    """
    found = []
    for c in columns:
        if not (c.role == "part" and c.header and is_valid_days(c.header[-1])):
            found.append(c)
            continue
        values = [v for v in columns if _counts(v, counted) and same_time(c, v)]
        plain = [o for o in columns if _is_plain(o, counted) and _alike(o, c)]
        if c.indicator in counted:
            values = [v for v in values if v.indicator == c.indicator]
            plain = [c]
        mine = values if c.indicator in counted else _served(c, plain, values)
        if len(plain) > 1:
            c = replace(c, part="n_valid", indicator="")
        found.append(replace(c, serves=tuple(v.index for v in mine)))
    return found


def _counts(column: "Column", counted: frozenset[str]) -> bool:
    return column.role == "value" and (not column.indicator or column.indicator in counted)


def _is_plain(column: "Column", counted: frozenset[str]) -> bool:
    own = column.role == "part" and column.indicator not in counted
    return own and bool(column.header) and is_valid_days(column.header[-1])


def _alike(one: "Column", other: "Column") -> bool:
    return (one.period, time_words(one.modifiers)) == (other.period, time_words(other.modifiers))


def _served(
    column: "Column", plain: Sequence["Column"], values: Sequence["Column"]
) -> list["Column"]:
    """The values that one column of valid days serves, by where they stand."""
    left = [v for v in values if v.index < column.index]
    right = [v for v in values if v.index > column.index]
    if len(plain) == 1:
        return left[-1:] if left and right else [*left, *right]
    first, last = plain[0].index, plain[-1].index
    before = max((o.index for o in plain if o.index < column.index), default=-1)
    after = min((o.index for o in plain if o.index > column.index), default=1 << 30)
    if not any(v.index > last for v in values):
        return [v for v in left if v.index > before]
    if not any(v.index < first for v in values):
        return [v for v in right if v.index < after]
    return []


def owned_parts(columns: list["Column"]) -> list["Column"]:
    """A part column whose word belongs to several indicators takes the one read in this block."""
    values = {c.indicator for c in columns if c.role == "value" and c.indicator}
    here = values | {c.indicator for c in columns if c.role == "part" and c.indicator}

    def owned(column: Column) -> Column:
        mine = values & {of for _, of in column.also} if column.also else here
        return replace(column, indicator=next(iter(mine))) if len(mine) == 1 else column

    return [owned(c) if c.role == "part" and not c.indicator else c for c in columns]


def owners_of_parts(columns: Sequence["Column"]) -> frozenset[str]:
    """Ids of the indicators that a column is a part of and of no other.

    A word that several rates share (结案数) does not tell whose it is.
    """
    owners = [{o for _, o in c.also} if c.also else {c.indicator} for c in columns if _is_part(c)]
    return frozenset(one for own in owners if len(own) == 1 for one in own if one)


def _is_part(column: "Column") -> bool:
    return column.role == "part" or (column.role == "value" and bool(column.also))


def parts_of(
    columns: Sequence["Column"], indicator: "Indicator", value: "Column | None"
) -> dict[str, "Column"]:
    """Part role -> column of an indicator, of those that speak of the time of its value column."""
    found: dict[str, Column] = {}
    for column in columns:
        if column.role != "part" or (value and not same_time(column, value)):
            continue
        part = column.part
        if value and value.index in column.serves and indicator.count_unit == "day":
            found.setdefault("n_valid", column)
        elif column.indicator == indicator.id and (part != "n_valid" or not column.serves):
            found.setdefault(part, column)
    for column in columns:
        itself = value and column.index == value.index and value.indicator == indicator.id
        if value is None or (same_time(column, value) and not itself):
            mine = (role for role, owner in column.also if owner == indicator.id)
            for role in mine if _is_part(column) else ():
                found.setdefault(role, column)
    return found
