"""Headers that say it in pieces: characters down the rows, names begun in title or unit row."""

import re
from collections.abc import Sequence
from dataclasses import replace

from chuangmo.catalog.models import Indicator
from loaders.model.sheet import Sheet
from loaders.model.table import Block, Column, Unit
from loaders.words import lists
from loaders.words.labels import TARGET, holds, titled
from loaders.words.normalise import label
from loaders.words.units import fits, unit_named, without_unit
from loaders.words.vocabulary import Facets, Vocabulary

_PIECE, _LATIN_PIECE = 2, 4
_KNOWN = 0.8
RANK, SUM = "rank", "sum"
_DONE = re.compile(r"(?:实际|累计|已|本年|目前)*(?:完成|改造|治理)(?=.)")


def headers_in_pieces(
    sheet: Sheet, rows: Sequence[int], vocabulary: Vocabulary
) -> dict[int, tuple[str, ...]]:
    """Header texts by column where the rows of a header band hold pieces of words.

    A unit below stays a level of its own. Empty where the joined pieces are no words.
    """
    merged = any(m.right > m.left and m.top in rows for m in sheet.merges)
    if len(rows) < 2 or merged:
        return {}
    pieces = {c: texts for c in range(sheet.width) if (texts := _texts(sheet, rows, c))}
    words = {
        c: [t for t in texts if not vocabulary.facets(t).is_unit] for c, texts in pieces.items()
    }
    split = [texts for texts in words.values() if len(texts) > 1]
    if not split or any(_is_long(text) for texts in split for text in texts):
        return {}
    known = [t for t in split if vocabulary.facets("".join(t)).is_header_word]
    own = [t for t in split if all(vocabulary.facets(text).cover >= _KNOWN for text in t)]
    if 2 * len(known) < len(split) or own:
        return {}
    found = {}
    for column, texts in pieces.items():
        units = [t for t in texts if vocabulary.facets(t).is_unit]
        whole = "".join(words[column])
        found[column] = tuple(t for t in (whole, *units) if t)
    return found


def _texts(sheet: Sheet, rows: Sequence[int], column: int) -> list[str]:
    values = (sheet.value(row, column) for row in rows)
    return [v.strip() for v in values if isinstance(v, str) and v.strip()]


def _is_long(text: str) -> bool:
    body = label(text)
    return len(body) > (_LATIN_PIECE if body.isascii() else _PIECE)


def header_path(index: int, block: Block, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The header texts of a column, without 单位 at their end over a row of units beside it."""
    path = block.headers.get(index, ())
    if len(path) < 2 or label(path[-1]) not in lists.KEYS["unit"]:
        return path
    others = [p[-1] for i, p in block.headers.items() if i != index]
    return path[:-1] if all(vocabulary.facets(text).is_unit for text in others) else path


def of_title(
    own: Indicator, text: str, around: Sequence[str], unit: Unit | None, vocabulary: Vocabulary
) -> str:
    """The narrower count that a title makes of a label: SO2削减量 of boilers, under 锅炉改造.

    Args:
        own: what the label names by itself.
        unit: printed for the label, in which the narrower one must be counted too.
    """
    named = vocabulary.composed(text, around) if own.is_count else ""
    if not named or named == own.id or not fits(unit, vocabulary.catalog.indicator(named)):
        return ""
    return named


def named_around(column: Column, inner: Facets, block: Block, vocabulary: Vocabulary) -> str:
    """The indicator that a header names only with its unit or with what stands above it."""
    around = (*column.header[:-1], *block.titles, block.sheet.name)
    open_one = not column.indicator and (inner.generic or column.reason == TARGET)
    count = f"{column.unit.name}数" if column.unit and open_one else ""  # 完成数（户）: 户数
    if named := vocabulary.composed(count, around):
        return named
    kinds = [*inner.derived, *([column.reason] if column.role == "derived" else [])]
    computed = [kind for kind, one in lists.QUANTITIES.items() if one.computed]
    made = any(kind in ("sum", *computed) for kind in kinds)
    if inner.serial or inner.meta or inner.keys or inner.parts:
        return ""
    if made:
        ranked = vocabulary.composed(inner.text, around) if inner.derived == (RANK,) else ""
        return ranked if ranked and holds(RANK, vocabulary.catalog.indicator(ranked)) else ""
    unit, named = column.unit, column.indicator if column.role == "value" else ""
    if named:
        own = vocabulary.catalog.indicator(named)
        if unit and unit_named(own.unit) and not fits(unit, own):
            return vocabulary.in_unit(inner.text, unit)
        return of_title(own, inner.text, around, unit, vocabulary)
    named = vocabulary.composed(inner.text, around)
    if not named and inner.generic and (done := _DONE.match(inner.text)):
        return vocabulary.composed(inner.text[done.end() :], around)  # 完成台数
    says = {i for text in around for i in titled(text, vocabulary)}
    alone = inner.generic and not inner.rest  # the title names it
    return "" if alone and named in says else named or vocabulary.in_unit(inner.text, unit)


def target_around(column: Column, inner: Facets, block: Block, vocabulary: Vocabulary) -> str:
    """The indicator whose targets a header tells in a name that the title begins (计划项目数)."""
    if column.indicator or TARGET not in inner.derived or not inner.rest:
        return ""
    bare = without_unit(inner.text)
    for word in sorted(lists.QUANTITIES[TARGET].words, key=len, reverse=True):
        if word in bare:
            bare = bare.replace(word, "", 1)
            break
    named = vocabulary.composed(bare, (*column.header[:-1], *block.titles, block.sheet.name))
    if not named or not fits(column.unit, vocabulary.catalog.indicator(named)):
        return ""
    return named


def with_totals_of_kinds(
    columns: list[Column], block: Block, vocabulary: Vocabulary
) -> list[Column]:
    """The columns, 合计 or 小计 under a count beside its kinds as the count itself.

    Under 绿色学校（所） the columns 合计, 国家级, 省级 are the schools and two kinds of them;
    beside districts or months a 合计 is their sum.
    """
    return [
        replace(c, role="value", reason="", indicator=named)
        if c.reason == SUM and (named := _count_of_kinds(c, columns, block, vocabulary))
        else c
        for c in columns
    ]


def _count_of_kinds(
    column: Column, columns: Sequence[Column], block: Block, vocabulary: Vocabulary
) -> str:
    """The count of whose kinds a column of sums is the total; empty of any other sum."""
    *group, _ = column.header
    kinds = [c for c in columns if c is not column and group and c.header[:-1] == tuple(group)]
    apart = any(c.places or c.period or c.role in ("key", "part") for c in kinds)
    if not kinds or apart or len({c.indicator for c in kinds}) > 1:
        return ""
    said = vocabulary.facets(group[-1])
    named = said.indicators[0] if len(said.indicators) == 1 and not said.rest else ""
    named = named or vocabulary.in_unit(group[-1], said.unit)
    named = named or vocabulary.composed(group[-1], (*group[:-1], *block.titles, block.sheet.name))
    return named if named and vocabulary.catalog.indicator(named).is_count else ""
