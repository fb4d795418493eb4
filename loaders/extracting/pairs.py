"""Composite cells such as 3.25(3.76): the second number means what the form says, else is asked."""

import re
from dataclasses import dataclass, replace

from loaders.extracting.scope import BlockScope
from loaders.model.answers import IGNORE, LAST_YEAR, RANK
from loaders.model.coded import entries
from loaders.model.table import Column
from loaders.words.normalise import label
from loaders.words.periods import periods_in
from loaders.words.values import BLANK, Parsed, parse_value, split_pair

_BRACKETS = re.compile(
    r"(?:括号|括弧)(?:内|中|里|内的|里的|中的)?(?:数字|数据|数值|值|数)?(?:均)?(?:为|是|表示|指|:)?"
)
_LAST = re.compile(r"(?:上年|去年|前一年)(?:同期|同月|同季)?")
_RANKS = re.compile(r"排名|名次|位次|排序")


@dataclass(frozen=True)
class Pairs:
    """A column of composite cells as two columns; ``second`` is ``None`` where it is not read."""

    first: Column
    firsts: list[Parsed]
    second: Column | None
    seconds: list[Parsed]


def read_pairs(scope: BlockScope, column: Column, parsed: list[Parsed]) -> Pairs | None:
    """The two columns of a column most of whose cells are composite; ``None`` for any other.

    Asks (``paren``) where nothing declares the number in brackets; nothing is read till then.
    """
    if not any(p.kind == "unreadable" for p in entries(parsed)):
        return None
    pairs = [split_pair(p.text) if p.kind == "unreadable" else None for p in parsed]
    count = sum(pair is not None for pair in pairs)
    filled = sum(p.kind not in ("blank", "missing") for p in parsed)
    if count < 2 or count * 2 < filled:
        return None
    meaning = _meaning(scope, column)
    if not meaning:
        _ask(scope, column, [p.text for p, pair in zip(parsed, pairs, strict=True) if pair])
        return Pairs(column, [BLANK] * len(parsed), None, [])
    firsts = [parse_value(pair[0]) if pair else p for p, pair in zip(parsed, pairs, strict=True)]
    firsts = [replace(f, text=p.text) for f, p in zip(firsts, parsed, strict=True)]
    plain = replace(column, modifiers=tuple(m for m in column.modifiers if m != "last_year"))
    if meaning == LAST_YEAR:
        seconds = [
            replace(parse_value(pair[1]), text=p.text) if pair else BLANK
            for p, pair in zip(parsed, pairs, strict=True)
        ]
        return Pairs(
            plain, firsts, replace(plain, modifiers=(*plain.modifiers, "last_year")), seconds
        )
    hits = [(scope.rows.rows[i], pair[1]) for i, pair in enumerate(pairs) if pair]
    scope.aside("not-an-input", column, hits, "括号内的数", what=meaning)
    return Pairs(plain, firsts, None, [])


def _meaning(scope: BlockScope, column: Column) -> str:
    """上年同期, 排名 or 忽略 as header, title, note, help sheet or an answer say; else empty."""
    for text in column.header:
        for inside in re.findall(r"\(([^()]{1,20})\)", label(text)):
            if found := _of(inside):
                return found
    for text in (*scope.block.titles, *scope.block.notes, *scope.file.help):
        body = label(text)
        mark = _BRACKETS.search(body)
        if mark and (found := _of(body[mark.end() : mark.end() + 12])):
            return found
        stated = periods_in(body[mark.end() :])[:1] if mark else ()
        now = scope.context.period
        if stated and now.year and stated[0] == replace(now, year=now.year - 1):
            return LAST_YEAR
    said = scope.file.answer(scope.block.sheet, "paren") or ""
    return said.strip() if said.strip() in (LAST_YEAR, RANK, IGNORE) else ""


def _of(text: str) -> str:
    if _LAST.match(text):
        return LAST_YEAR
    return RANK if _RANKS.match(text) else ""


def _ask(scope: BlockScope, column: Column, texts: list[str]) -> None:
    shown = "、".join(texts[:3])
    prompt = f"“{scope.block.sheet.name}”的“{column.title}”列写作 {shown}，括号里的数是什么？"
    options = (LAST_YEAR, RANK, IGNORE)
    scope.ask(scope.file.question(scope.block.sheet, "paren", prompt, options))
