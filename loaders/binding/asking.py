"""Questions that a table leaves open: of which area, indicator and time it is, axis, gas state."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from chuangmo.catalog.divisions.succession import what_became
from loaders.binding import unclear_places
from loaders.binding.file_context import FileContext, labels_said
from loaders.binding.media import shared_by
from loaders.binding.places import nearest_area
from loaders.binding.row_keys import RowKeys
from loaders.model.answers import LABEL_TOPIC, LEAVE_OUT, LEAVE_ROWS
from loaders.model.evidence import choice
from loaders.model.sheet import Sheet, cell_text
from loaders.model.staged import ClerkQuestion
from loaders.model.table import Block, Column
from loaders.tables.finding import TableFinder
from loaders.tables.runs import AXIS_WORDS, RunReading
from loaders.words import lists
from loaders.words.labels import TARGET, UNKNOWN_LABEL
from loaders.words.normalise import label
from loaders.words.periods import periods_in, to_period
from loaders.words.units import fits
from loaders.words.values import parse_value

SOUND_UNIT = "dB(A)"
ROWS_TOPIC = "coverage-rows"
_NAMES = 8
_FIGURES = re.compile(r"\d+(?:\.\d+)?(?:\s?[/／、(（]\s?\d+(?:\.\d+)?[)）]?)?")
_STATES = {"standard_state": "标况", "actual_state": "实况"}


def ask_open(
    block: Block,
    columns: list[Column],
    run: RunReading,
    rows: RowKeys,
    file: FileContext,
) -> tuple[list[ClerkQuestion], bool]:
    """What is undecided.

    Returns:
        The questions, and whether it is asked what becomes of a column of numbers without a
        header.
    """
    coverage = _coverage(block, columns, rows, file)
    asked = [
        _axis(block, run, file),
        _month(block, rows, file),
        _order(block, rows, file),
        _state(block, columns, file),
        coverage,
        _several(block, columns, rows, file),
    ]
    asked += _labels(block, columns, rows, file)
    asked += unclear_places.questions(columns, block, file)
    return [one for one in asked if one], coverage is not None


def _labels(
    block: Block, columns: list[Column], rows: RowKeys, file: FileContext
) -> list[ClerkQuestion | None]:
    """Labels that name an indicator and more that nobody knows: never read as that indicator."""
    found: dict[str, tuple[str, ...]] = {}
    for c in columns:
        ids: tuple[str, ...] = ()
        if c.reason == UNKNOWN_LABEL:
            ids = shared_by(c, file.vocabulary) or (c.indicator,)
        if c.role == "ignored" and c.reason == "unknown" and c.header:
            ids = file.vocabulary.near(c.header[-1])
        if ids and _holds_numbers(block, c, rows.rows):
            found[c.title] = ids
    said = labels_said(file, block.sheet)
    return [
        _label_question(text, ids, block, file)
        for text, ids in {**found, **rows.unexplained}.items()
        if label(text) not in said
    ]


def _label_question(
    text: str, ids: Sequence[str], block: Block, file: FileContext
) -> ClerkQuestion:
    names = [file.catalog.indicator(i).label for i in ids]
    why = "不全认得"
    if set(ids) & set(file.vocabulary.facets(text).shared):
        why = "没有写明是水质还是空气的项目"
    prompt = (
        f"“{block.sheet.name}”的“{text}”{why}，不能当作{'或'.join(names)}读入。它是哪个指标？"
        "都不是的话，请不读。"
    )
    key = file.key(block.sheet, label_topic(text))
    return ClerkQuestion(key, prompt, (*names, LEAVE_OUT), topic=LABEL_TOPIC)


def label_topic(text: str) -> str:
    """The last part of the key of the question what a label is."""
    return f"{LABEL_TOPIC}-{label(text).replace('=', '')}"


def _holds_numbers(block: Block, column: Column, rows: Sequence[int]) -> bool:
    return any(parse_value(block.sheet.value(row, column.index)).is_figure for row in rows)


def _axis(block: Block, run: RunReading, file: FileContext) -> ClerkQuestion | None:
    if len(run.options) < 2:
        return None
    first, last = min(block.run), max(block.run)
    row = block.header_rows[-1] if block.header_rows else 0
    where = f"{block.sheet.address(row, first)}:{block.sheet.address(row, last)}"
    names = [AXIS_WORDS[kind] for kind in run.options]
    numbers = f"{block.run[first]}…{block.run[last]}"
    prompt = f"“{block.sheet.name}”{where} 的 {numbers} 是{'还是'.join(names)}？"
    return file.question(block.sheet, "axis", prompt, names)


def _month(block: Block, rows: RowKeys, file: FileContext) -> ClerkQuestion | None:
    if not rows.open_month:
        return None
    prompt = f"“{block.sheet.name}”的时间写作 {rows.open_month}，是1月还是10月？"
    return file.question(block.sheet, "month-number", prompt, ("1月", "10月"))


def _order(block: Block, rows: RowKeys, file: FileContext) -> ClerkQuestion | None:
    if not rows.open_order:
        return None
    prompt = f"“{block.sheet.name}”的日期没有写明年月日的次序，是哪一种？"
    return file.question(block.sheet, "period", *choice(prompt, rows.open_order))


def _state(block: Block, columns: list[Column], file: FileContext) -> ClerkQuestion | None:
    """Columns of both gas states: which of them is to be read."""
    here = {m for c in columns if c.role == "value" for m in c.modifiers if m in _STATES}
    if len(here) < 2 or file.answer(block.sheet, "state"):
        return None
    prompt = f"“{block.sheet.name}”同时有标况和实况的浓度，读入哪一种？"
    return file.question(block.sheet, "state", prompt, tuple(_STATES.values()))


def _coverage(
    block: Block, columns: list[Column], rows: RowKeys, file: FileContext
) -> ClerkQuestion | None:
    """Columns of numbers without any header: never left out in silence."""
    if file.answer(block.sheet, "coverage"):
        return None
    for c in columns:
        if c.role != "ignored" or c.header or c.index in block.run:
            continue
        values = [(row, parse_value(block.sheet.value(row, c.index))) for row in rows.rows]
        numbers = [(row, p) for row, p in values if p.is_figure]
        if numbers and [p.value for _, p in numbers] != list(range(1, len(numbers) + 1)):
            shown = "、".join(p.text for _, p in numbers[:3])
            where = block.sheet.address(numbers[0][0], c.index)
            prompt = (
                f"“{block.sheet.name}”从 {where} 起的一列有数值（{shown}）但没有表头，怎样处理？"
            )
            return file.question(block.sheet, "coverage", prompt, (LEAVE_OUT,))
    return None


def _several(
    block: Block, columns: list[Column], rows: RowKeys, file: FileContext
) -> ClerkQuestion | None:
    """A column whose header names two indicators: its figures belong to neither without a word."""
    if file.answer(block.sheet, "several"):
        return None
    for c in columns:
        if c.reason != "several-indicators":
            continue
        texts = [cell_text(block.sheet.value(row, c.index)) for row in rows.rows]
        if held := [text for text in texts if _FIGURES.fullmatch(text.strip())]:
            where = f"“{block.sheet.name}”的“{c.title}”一列"
            asked = f"写了两个指标，数值（{'、'.join(held[:3])}）属于哪一个？"
            prompt = f"{where}{asked}请拆成两列后重新上传，或不读这一列。"
            return file.question(block.sheet, "several", prompt, (LEAVE_OUT,))
    return None


def places_question(sheet: Sheet, unknown: Iterable[str], file: FileContext) -> ClerkQuestion:
    """Where the names are that nobody knows, the nearest known ones offered first."""
    names = list(unknown)[:_NAMES]
    former = what_became(file.catalog.city, names)
    near = {n: "" if n in former else nearest_area(n, file.catalog) for n in names}
    shown = "、".join(
        f"{n}（{former[n].words}）"
        if n in former
        else f"{n}（是不是{near[n]}？）"
        if near[n]
        else n
        for n in names
    )
    city = file.catalog.city.name
    prompt = f"“{sheet.name}”里的地名不在{city}的目录里：{shown}。它们是哪里？"
    if any(not one.renamed for one in former.values()):
        prompt += "撤并前的区县只是今天的一部分，不能代表它的，请不读（等号右边留空）。"
    offered = [area for one in former.values() for area in one.into]
    offered += [area for area in near.values() if area]
    areas = tuple(dict.fromkeys([*offered, *file.catalog.areas()]))
    return file.question(sheet, "place-names", prompt, areas, names=names)


def ask_lost(sheet: Sheet, rows: list[int], file: FileContext) -> list[ClerkQuestion]:
    """What to ask about rows of numbers of no table: they stand above the first header."""
    held = [
        (row, column, parsed.text)
        for row in rows
        for column, value in enumerate(sheet.rows[row])
        if (parsed := parse_value(value)).is_figure
    ]
    if not held or file.answer(sheet, ROWS_TOPIC):
        return []
    row, column, text = held[0]
    prompt = f"“{sheet.name}”{sheet.address(row, column)} 的数值（{text}）上方没有表头，怎样处理？"
    return [file.question(sheet, ROWS_TOPIC, prompt, (LEAVE_ROWS,))]


def chosen_state(columns: list[Column], block: Block, file: FileContext) -> list[Column]:
    """Without the columns of the gas state that was not chosen; both stay until it is asked."""
    said = file.answer(block.sheet, "state")
    other = next((m for m, word in _STATES.items() if said and said != word), None)
    here = {m for c in columns if c.role == "value" for m in c.modifiers if m in _STATES}
    if other is None or len(here) < 2:
        return columns
    return [
        replace(c, role="derived", reason="other-state")
        if c.role == "value" and other in c.modifiers
        else c
        for c in columns
    ]


def values_of(columns: list[Column]) -> list[Column]:
    """The columns of values; where there are none, those of targets."""
    targets = [c for c in columns if c.reason == TARGET]
    return [c for c in columns if c.role == "value"] or targets


def season_question(sheet: Sheet, file: FileContext, season: str) -> ClerkQuestion:
    """Of which months a season is that a title names."""
    prompt = f"“{sheet.name}”写的是{season}，没有写明是哪几个月。请填写时段，如 2007-11..2008-03。"
    return file.question(sheet, "period", prompt)


def area_question(sheet: Sheet, file: FileContext, layout: TableFinder) -> ClerkQuestion:
    """Of which area a sheet is; senders that it names are offered first."""
    senders = [s for t in layout.all_texts(10) for s in file.vocabulary.facets(t).senders]
    areas = [] if file.catalog.city.open_places else file.catalog.areas()
    first = [s for s in dict.fromkeys(senders) if s in areas]
    options = tuple(dict.fromkeys([*first, *areas]))
    prompt = f"“{sheet.name}”没有写明是哪个地区的数据。请选择地区。"
    return file.question(sheet, "area", prompt, options)


def period_question(sheet: Sheet, file: FileContext, one: str, other: str) -> ClerkQuestion:
    """Which of two texts with different periods holds."""
    options = []
    parts = [periods_in(text)[0] for text in (one, other)]
    for text, own, near in zip((one, other), parts, parts[::-1], strict=True):
        period = to_period(own._replace(as_of=False, year=own.year or near.year))
        options.append(period.text if period else text)
    prompt = f"“{one}”与“{other}”写的时段不一致，以哪个为准？"
    return file.question(sheet, "period", prompt, options)


def indicator_question(block: Block, columns: list[Column], file: FileContext) -> ClerkQuestion:
    """Ask which indicator the open value columns hold."""
    names = "、".join(c.title for c in values_of(columns) if not c.indicator)
    prompt = f"“{block.sheet.name}”的“{names}”是哪个指标？"
    known = file.catalog.indicators
    units = [c.unit for c in values_of(columns) if not c.indicator and c.unit]
    fitting = tuple(i for i, one in known.items() if all(fits(u, one) for u in units))
    levels = tuple(i for i, one in known.items() if one.unit == SOUND_UNIT)
    heard = any(is_sound_level(c) for c in values_of(columns) if not c.indicator)
    texts = (*block.titles, block.sheet.name, file.name)
    near = [i for text in texts for i in file.vocabulary.named(text) if i in fitting]
    options = levels if heard else tuple(dict.fromkeys([*near, *(fitting or known)]))
    return file.question(block.sheet, "indicator", prompt, options)


def is_sound_level(column: Column) -> bool:
    """Whether a column of values is headed as sound levels (Leq), whatever noise they are of."""
    return column.role == "value" and label("".join(column.header[-1:])) in lists.SOUND
