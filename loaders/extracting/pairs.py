"""Cells of two numbers: of 3.25(3.76) the form says what the second is; 第3名/共12 is a rank."""

import re
from dataclasses import dataclass, replace

from chuangmo.store.rows import DENOMINATOR
from loaders.extracting.extract import EMPTY, Extract
from loaders.extracting.scope import BlockScope
from loaders.model.answers import IGNORE, LAST_YEAR, RANK
from loaders.model.encoded import Encoded, repeated
from loaders.model.readings import Chunk, PartColumn
from loaders.model.staged import ClerkQuestion
from loaders.model.table import Column
from loaders.words.labels import what_it_is
from loaders.words.normalise import label
from loaders.words.periods import periods_in
from loaders.words.values import BLANK, Parsed, parse_value, rank_in, split_pair

_BRACKETS = re.compile(
    r"(?:括号|括弧)(?:内|中|里|内的|里的|中的)?(?:数字|数据|数值|值|数)?(?:均)?(?:为|是|表示|指|:)?"
)
_LAST = re.compile(r"(?:上年|去年|前一年)(?:同期|同月|同季)?")
_SHOWN = 3
#: What the count of a rank is called where no column of its own names it.
_COUNT = "参加排名的个数"
_CHANGES = re.compile(r"同比|环比|与?(?:上|去)年(?:同期)?相?比|较(?:上|去)年|增减|升降|变化")
_RANKS = re.compile(r"排名|名次|位次|排序")


@dataclass(frozen=True)
class Pairs:
    """A column of composite cells as two columns; ``second`` is ``None`` where it is not read.

    ``extract`` has what is asked of them, or the second numbers that are set aside.
    """

    first: Column
    firsts: Encoded[Parsed]
    second: Column | None
    seconds: Encoded[Parsed]
    extract: Extract = EMPTY


def read_pairs(scope: BlockScope, column: Column, parsed: Encoded[Parsed]) -> Pairs | None:
    """The two columns of a column most of whose cells are composite; ``None`` for any other.

    Asks (``paren``) where nothing declares the number in brackets; nothing is read till then.
    """
    if not any(p.kind == "unreadable" for p in parsed.entries()):
        return None
    composite = parsed.positions(_split)
    filled = parsed.count_where(lambda cell: cell.kind not in ("blank", "missing"))
    if len(composite) < 2 or len(composite) * 2 < filled:
        return None
    meaning = _meaning(scope, column)
    nothing = repeated(BLANK, len(parsed))
    if not meaning:
        asked = _question(scope, column, [parsed[n].text for n in composite[:_SHOWN]])
        return Pairs(column, nothing, None, nothing, Extract(questions=(asked,)))
    firsts = parsed.map(_first)
    plain = replace(column, modifiers=tuple(m for m in column.modifiers if m != "last_year"))
    if meaning == LAST_YEAR:
        last_year = replace(plain, modifiers=(*plain.modifiers, "last_year"))
        return Pairs(plain, firsts, last_year, parsed.map(_second))
    rows = [scope.rows.rows[n] for n in composite]
    aside = scope.aside("not-an-input", column, rows, "括号内的数", what=meaning)
    return Pairs(plain, firsts, None, nothing, aside)


def _split(cell: Parsed) -> tuple[str, str] | None:
    """The two numbers of a composite cell."""
    return split_pair(cell.text) if cell.kind == "unreadable" else None


def _first(cell: Parsed) -> Parsed:
    """The number before the brackets; any other cell as it is."""
    pair = _split(cell)
    return replace(parse_value(pair[0]), text=cell.text) if pair else cell


def _second(cell: Parsed) -> Parsed:
    """The number in the brackets; nothing in any other cell."""
    pair = _split(cell)
    return replace(parse_value(pair[1]), text=cell.text) if pair else BLANK


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
        if stated and now.year and stated[0] == now._replace(year=now.year - 1):
            return LAST_YEAR
    said = scope.file.answer(scope.block.sheet, "paren") or ""
    return said.strip() if said.strip() in (LAST_YEAR, RANK, IGNORE) else ""


def _of(text: str) -> str:
    if _LAST.match(text) and not _CHANGES.match(text):
        return LAST_YEAR
    return what_it_is("change") if _CHANGES.match(text) else RANK if _RANKS.match(text) else ""


def _question(scope: BlockScope, column: Column, texts: list[str]) -> ClerkQuestion:
    shown = "、".join(texts)
    prompt = f"“{scope.block.sheet.name}”的“{column.title}”列写作 {shown}，括号里的数是什么？"
    options = (LAST_YEAR, RANK, IGNORE)
    return scope.file.question(scope.block.sheet, "paren", prompt, options)


def ranks_in(cells: Encoded[Parsed]) -> Encoded[Parsed]:
    """The cells of a column of ranks, those in words as their number."""
    return cells.map(_rank)


def _rank(cell: Parsed) -> Parsed:
    said = rank_in(cell.text) if cell.kind == "unreadable" else None
    return replace(cell, kind="number", value=said.rank, of=said.of) if said else cell


def with_counts_of_ranks(chunk: Chunk, cells: Encoded[Parsed]) -> Chunk:
    """The readings with the counts that their own cells say (``of``), unless a column has them."""
    told = any(cell.of is not None for cell in cells.entries())
    if not told or DENOMINATOR in chunk.parts:
        return chunk
    counts = chunk.parts | {DENOMINATOR: cells.map(lambda cell: cell.of)}
    column = PartColumn(DENOMINATOR, _COUNT, "", chunk.column)
    return replace(chunk, parts=counts, part_columns=(*chunk.part_columns, column))
