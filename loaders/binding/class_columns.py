"""Columns that say which class a section or a station is to keep, or what class it was found to be.

A header says so (水质目标, 功能区类别, 执行标准, 水质类别) and most of its cells are classes (Ⅱ类,
2类区, 4a类). They are read as classes of the site of their row, each traced to its cell. The grades
of districts beside their scores (等次: 优秀, 合格) are read alike, of the district of their row.
"""

from array import array
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np

from chuangmo.assess.zone_classes import (
    GRADE_REPORTED,
    NOISE_ZONE,
    SCORE_REPORTED,
    WATER_REPORTED,
    WATER_TARGET,
    class_code,
)
from chuangmo.period import Period
from loaders.binding.file_context import FileContext
from loaders.model.encoded import Encoded, column_cells, present, repeated
from loaders.model.readings import Chunk
from loaders.model.sheet import CellValue, cell_text
from loaders.model.table import Block, Column, Place
from loaders.tables.columns import sample
from loaders.words import lists
from loaders.words.normalise import label
from loaders.words.zones import water_class_of, zone_of

CLASS = "class"
_MOST = 0.8
_EARLIER = {"last_month", "last_year"}  # 上月水质 is none of the period of its row
_SITED = ("site", "place")
#: Without one of these in the header bare numbers are no classes.
_OF_CLASSES = ("类", "功能区")


def with_classes(columns: list[Column], block: Block, file: FileContext) -> list[Column]:
    """The columns, those of classes with the role ``class`` and the indicator they are kept as."""
    kind_of = _kind if any(c.role == "key" and c.key in _SITED for c in columns) else _grade
    found = {c.index: kind for c in columns if (kind := kind_of(c, columns, block, file))}
    if not found:
        return columns
    return [
        replace(c, role=CLASS, indicator=found[c.index], reason="", part="")
        if c.index in found
        else c
        for c in columns
    ]


def class_in(cell: CellValue, indicator: str) -> str:
    """The number that the class in a cell is kept as (``zone_classes``); empty of any other."""
    if cell is None or isinstance(cell, bool):
        return ""
    if indicator == GRADE_REPORTED:
        return class_code(label(str(cell)))
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    if indicator == NOISE_ZONE:
        body = f"{text}类" if text.strip()[-1:].isdigit() or text.strip()[-1:] in "abAB" else text
        return class_code(zone_of(body).removesuffix("区"))
    return class_code(water_class_of(text))


def class_chunk(
    column: Column,
    block: Block,
    rows: "array[int]",
    keys: tuple[Encoded[Place | None], Encoded[Period | None]],
    form: str,
    file: FileContext,
) -> Chunk:
    """The classes of a column as readings; rows without place, time or class have none.

    Args:
        keys: place and period of each row.
    """
    indicator = file.catalog.indicator(column.indicator)
    cells = column_cells(block.sheet, column.index, rows)
    codes = cells.map(lambda cell: class_in(cell, indicator.id))
    places, periods = keys
    of_area = indicator.id == GRADE_REPORTED
    sited = places.where(lambda place: place is not None and (of_area or place[1] is not None))
    here = np.flatnonzero(sited & periods.filled & codes.where(bool))
    return Chunk(
        block.sheet, column.index, indicator, "value", indicator.unit, "", form,
        rows=array("I", np.asarray(rows, np.uint32)[here].tobytes()),
        places=present(places.taken(here)),
        periods=present(periods.taken(here)),
        values=codes.taken(here).map(Decimal),
        qualifiers=repeated("", len(here)),
        raws=cells.taken(here).map(cell_text),
    )  # fmt: skip


def _kind(column: Column, columns: Sequence[Column], block: Block, file: FileContext) -> str:
    """Which class a column holds (an indicator); empty of any other column."""
    if column.role not in ("ignored", "derived") or not column.header:
        return ""
    sense = _sense(column)
    if sense == "grade" or _EARLIER & set(column.modifiers):
        return ""
    values = sample(block, column.index) if sense else []
    bare = any(not isinstance(v, str) or v.strip().isdigit() for v in values)
    if not values or (bare and not any(word in column.title for word in _OF_CLASSES)):
        return ""  # numbers under 目标 may be anything
    noise, found = _noises(columns, block, file), sense == "found"
    if not noise and any("噪声" in text for text in column.header):
        noise = {"energy_mean"}  # 噪声功能区代码
    if noise and (found or noise != {"energy_mean"}):
        return ""  # grids and roads are judged by no class
    kind = NOISE_ZONE if noise else WATER_REPORTED if found else WATER_TARGET
    told = sum(bool(class_in(value, kind)) for value in values)
    return kind if told >= _MOST * len(values) else ""


def _grade(column: Column, columns: Sequence[Column], block: Block, file: FileContext) -> str:
    """The grade of districts, where a column holds it beside their scores; empty of any other."""
    scored = any(c.role == "value" and c.indicator == SCORE_REPORTED for c in columns)
    if not scored or _sense(column) != "grade":
        return ""
    values = sample(block, column.index)
    told = sum(bool(class_in(value, GRADE_REPORTED)) for value in values)
    return GRADE_REPORTED if values and told >= _MOST * len(values) else ""


def _sense(column: Column) -> str:
    """``target`` or ``found`` as the header says, the longest word of it deciding."""
    body = label("".join(column.header[-1:]))
    words = [
        (len(word), sense)
        for sense, spelled in lists.CLASSES.items()
        for word in spelled
        if label(word) in body
    ]
    return max(words)[1] if words else ""


def _noises(columns: Sequence[Column], block: Block, file: FileContext) -> set[str]:
    """How the levels of sound of a table combine, by what stands in it, else over it."""
    named = {c.indicator for c in columns if c.role in ("value", "part") and c.indicator}
    titles = (*block.titles, block.sheet.name, file.name)
    said = file.answer(block.sheet, "indicator") or file.hints.indicator
    named |= {said} if said in file.catalog.indicators else set()
    texts = () if named else titles
    named |= next((set(ids) for text in texts if (ids := file.vocabulary.named(text))), set())
    known = [file.catalog.indicator(one) for one in named]
    return {one.combine for one in known if one.group == "noise"}
