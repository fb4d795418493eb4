"""Columns of a block as a known form describes them, or why the form does not fit."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chuangmo.catalog.layouts import Layout, LayoutColumn
from loaders.binding.declared_units import declared_unit
from loaders.binding.file_context import FileContext
from loaders.model.table import NOTHING, TIME_ROLES, Block, Column
from loaders.tables.columns import (
    columns_of,
    header_column,
    holds_names,
    present,
    sample,
    serving,
)
from loaders.tables.place_columns import PLACE_ROLES
from loaders.tables.sites_across import NAMED
from loaders.tables.time_columns import time_role
from loaders.words.labels import BY_FORM, RUNNING_MEAN
from loaders.words.units import unit_named
from loaders.words.vocabulary import Vocabulary

Pattern = tuple[str, ...]
_READ = ("key", "value", "part")
_LONGEST_RUN = {"month": 12, "day": 31, "hour": 24}


class Misfit(ValueError):
    """A form does not fit a table; the message is a Chinese half sentence that says where."""


@dataclass(frozen=True)
class Labelled:
    """One column of a block with the pattern of its header and which of its likes it is."""

    index: int
    pattern: Pattern
    nth: int


@dataclass(frozen=True)
class Plain:
    """A block before any form is laid on it: asked for once, compared with many.

    Attributes:
        columns: by index, as its words and cells say.
        labels: the same columns in order.
    """

    columns: dict[int, Column]
    labels: list[Labelled]


def plain_of(block: Block, file: FileContext) -> Plain:
    """The columns of a block as its words and cells say, and the patterns of their headers."""
    columns = {column.index: column for column in columns_of(block, file.vocabulary)}
    return Plain(columns, labelled(block, file.vocabulary))


def pattern_of(index: int, block: Block, vocabulary: Vocabulary) -> Pattern:
    """The header of a column, periods, places and numbers of a run left open."""
    path = tuple(vocabulary.masked(text) for text in block.headers.get(index, ()))
    return (*path, "{n}") if index in block.run else path


def labelled(block: Block, vocabulary: Vocabulary) -> list[Labelled]:
    """The columns of a block in order."""
    seen: Counter[Pattern] = Counter()
    found = []
    for index in present(block):
        pattern = pattern_of(index, block, vocabulary)
        seen[pattern] += 1
        found.append(Labelled(index, pattern, seen[pattern]))
    return found


def fitted(layout: Layout, block: Block, plain: Plain, file: FileContext) -> list[Column]:
    """The columns of the block as the form has them.

    Columns that the form does not name are taken only where nothing would be read from them.

    Raises:
        Misfit: a column of the form is missing, another stands in its place, or a new one came.
    """
    rules = {(c.header, n): c for c in layout.column for n in (c.nth or (0,))}
    found, used, more = [], set(), []
    for one in plain.labels:
        rule = rules.get((one.pattern, one.nth)) or rules.get((one.pattern, 0))
        if rule is None:
            column = plain.columns[one.index]
            more += [column.title] if column.role in _READ or one.index in block.run else []
        else:
            used.add(rule)
            if _names_places(plain.columns[one.index], rule):
                more.append(plain.columns[one.index].title)
            column = _ruled(rule, header_column(one.index, block, file.vocabulary))
            _check_content(column, rule, block, file)
        found.append(column)
    gone = [
        _shown(c) for c in layout.column if c.role in _READ and c not in used and not c.optional
    ]
    if not any(c.role in ("value", "part") for c in found):
        gone.append("监测值")
    if more or gone:
        raise Misfit(_difference(more, gone))
    return serving(found, file.vocabulary)


def described(layout: Layout, block: Block, file: FileContext) -> set[int]:
    """Indexes of the columns that a form names."""
    headers = {c.header for c in layout.column}
    return {one.index for one in labelled(block, file.vocabulary) if one.pattern in headers}


def _names_places(column: Column, rule: LayoutColumn) -> bool:
    """Whether a column names places that a form passed over because nobody knew its heading."""
    passed_over = rule.role == "ignored" and rule.reason in ("", "unknown")
    return passed_over and column.role == "key" and column.key in PLACE_ROLES


def has_words(layout: Layout, block: Block, file: FileContext) -> bool:
    """Whether sheet name, titles or file name hold one of the form's words, if it has any."""
    texts = [file.vocabulary.masked(t) for t in (block.sheet.name, *block.titles, file.name)]
    return not layout.words or any(word in text for word in layout.words for text in texts)


def check_words(layout: Layout, block: Block, file: FileContext) -> None:
    """Whether sheet name, titles or file name hold one of the form's words.

    Raises:
        Misfit: none of them stands there, or the header's run counts further than the form's.
    """
    if not has_words(layout, block, file):
        raise Misfit(f"标题、工作表名和文件名里都没有“{'、'.join(layout.words)}”")
    numbers = list(block.run.values())
    if bool(layout.run) != bool(numbers):
        raise Misfit("表头里的数字与已知版式不同")
    if numbers and max(numbers) > _LONGEST_RUN.get(layout.run, max(numbers)):
        raise Misfit(f"表头的数字到 {max(numbers)}，与已知版式不同")


def likeness(layout: Layout, plain: Plain) -> float:
    """Share of the columns that form and block have in common, of all that either has, 0..1."""
    known = {c.header for c in layout.column if c.role in _READ}
    here = {one.pattern for one in plain.labels if plain.columns[one.index].role in _READ}
    return len(known & here) / max(1, len(known | here))


def _ruled(rule: LayoutColumn, base: Column) -> Column:
    unit = base.unit
    if rule.unit and (unit is None or unit.name != rule.unit):
        if unit is not None:
            raise Misfit(f"“{base.title}”的单位是 {unit.name}，已知版式是 {rule.unit}")
        unit = unit_named(rule.unit)
    return replace(
        base,
        role=rule.role,
        key=rule.key,
        indicator=base.indicator if rule.role == base.role == "derived" else rule.indicator,
        part=rule.part,
        unit=unit,
        statistic=rule.statistic,
        modifiers=rule.modifiers,
        places=_places(rule, base),
        period=base.period if "period" in rule.across else NOTHING,
        zone=base.zone if "zone" in rule.across else "",
        reason=_reason(rule, base),
    )


def _places(rule: LayoutColumn, base: Column) -> tuple[tuple[str, str], ...]:
    """The place that a header names; one that nobody knows where the form has it name one."""
    if "place" not in rule.across:
        return ()
    return base.places or (((NAMED, base.header[-1]),) if base.header else ())


def _reason(rule: LayoutColumn, base: Column) -> str:
    """Why a column is not read: what its own header says, else that the form says so."""
    if rule.role == "derived":
        said = rule.reason if rule.reason == RUNNING_MEAN else BY_FORM  # its header names a mean
        return base.reason if base.role == "derived" else said
    return rule.reason


def _check_content(column: Column, rule: LayoutColumn, block: Block, file: FileContext) -> None:
    """Times still read as the form has them, values are no names, no title states another unit."""
    if column.role == "key" and column.key in TIME_ROLES:
        values = sample(block, column.index)
        if values and time_role(column.key, values) != column.key:
            raise Misfit(f"“{column.title}”一列写的时间与已知版式不同")
    if column.role == "value" and holds_names(sample(block, column.index)):
        raise Misfit(f"“{column.title}”一列现在是名称，不是数值")
    own = header_column(column.index, block, file.vocabulary).unit
    if column.role == "value" and column.indicator and rule.unit and own is None:
        indicator = file.catalog.indicator(column.indicator)
        stated = declared_unit(indicator, replace(column, unit=None), block, file)
        if stated and stated[0].name != rule.unit:
            raise Misfit(f"表里写的单位是 {stated[0].name}，已知版式是 {rule.unit}")


def _difference(more: Sequence[str], gone: Sequence[str]) -> str:
    parts = [f"多了“{'、'.join(more[:5])}”" if more else ""]
    parts.append(f"缺“{'、'.join(gone[:5])}”" if gone else "")
    return "，".join("".join(part.split()) for part in parts if part)


def _shown(rule: LayoutColumn) -> str:
    words = {"{per}": "时段", "{place}": "地点", "{n}": "数字"}
    text = "/".join(rule.header) or "没有表头的一列"
    for mark, word in words.items():
        text = text.replace(mark, word)
    return text
