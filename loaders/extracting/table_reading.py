"""One table from cells to readings: by the first known form that explains it, or by its words."""

from dataclasses import replace

from loaders.binding.asking import ask_open
from loaders.binding.context import Context
from loaders.binding.file_context import FileContext
from loaders.binding.keys import KeyReader, RowKeys
from loaders.binding.places import Places, aliases_said, foreign_cities
from loaders.extracting.accounting import Claim
from loaders.extracting.leaving_out import set_aside_left, without_left
from loaders.extracting.other_figures import as_targets
from loaders.extracting.reader import BlockReader
from loaders.extracting.result import SheetResult
from loaders.forms.framing import Frame, frames, proposed
from loaders.model.answers import KEEP_ROWS
from loaders.model.form import FoundLayout
from loaders.model.readings import Chunk
from loaders.model.table import Block, Column
from loaders.tables.columns import sample
from loaders.tables.finding import SheetLayout
from loaders.tally import Tally
from loaders.words.labels import (
    TARGET,
    UNKNOWN_LABEL,
    heads_targets,
    meaning,
    other_quantity,
    what_it_is,
)
from loaders.words.modifiers import is_beside
from loaders.words.periods import to_period
from loaders.words.values import split_pair

_SILENT = ("serial", "unit")
_AXES = {"place": "地点", "period": "时段", "indicator": "指标", "unit": "单位"}
_SOURCES = {
    "key": "数据列", "title": "标题", "sheet": "工作表名", "name": "文件名或表名",
    "answer": "补充说明",
    "parts": "同表的分子分母列", "magnitude": "数值大小", "header": "表头",
}  # fmt: skip
_LOOKED_THROUGH = 20_000


def read_table(block: Block, layout: SheetLayout, file: FileContext) -> SheetResult:
    """One table by the first known form whose axes read clean.

    Where none does, by the first that fits, unless words and cells alone leave fewer values
    without place or time.
    """
    best: SheetResult | None = None
    for frame in frames(block, layout, file):
        read = _read_frame(frame, block, layout)
        if best is None or _explains_more(read, best):
            best = read
        if not (best.faults or best.open_axes):
            break
    assert best is not None
    return best


def _explains_more(one: SheetResult, other: SheetResult) -> bool:
    """Whether a reading tells place and time of more values, asks no more and loses none."""
    worse = one.faults > other.faults or one.open_axes > other.open_axes
    same = (one.faults, one.open_axes) == (other.faults, other.open_axes)
    asks_more = len(one.tally.questions) > len(other.tally.questions)
    taken = other.tally.readings - other.tally.set_aside
    read = one.tally.readings - one.tally.set_aside
    return not (worse or same or asks_more) and read >= taken


def _read_frame(frame: Frame, block: Block, layout: SheetLayout) -> SheetResult:
    """One table as a frame has it."""
    frame = replace(frame, columns=as_targets(frame.columns, block, frame.file))
    result = SheetResult(Tally(block.sheet), words=_seen(block, frame.columns))
    if frame.layout is None and not _measures(frame.columns, block, frame.file):
        other = _of_another_quantity(block, frame.file) or _of_targets(block, frame.file)
        result.words = other or result.words
        result.derived = bool(other) or any(
            c.role in ("derived", "part") or is_beside(c) for c in frame.columns
        )
        result.claims.append(Claim(block, None))
        return result
    result.measured = True
    result.results = any(c.role in ("value", "part") for c in frame.columns)
    _read_framed(frame, block, layout, result)
    result.faults = result.tally.keyless + doubles(result.chunks)
    return result


def _read_framed(frame: Frame, block: Block, layout: SheetLayout, result: SheetResult) -> None:
    file, columns, context = frame.file, frame.columns, frame.context
    result.tally.questions.extend(q for q in context.questions if q not in result.tally.questions)
    said = file.answer(block.sheet, "place-names")
    places = Places(file.catalog, file.vocabulary, aliases_said(said, file.catalog))
    keys = KeyReader(block, columns, layout, context, file.vocabulary)
    rows = without_left(keys, keys.read(places), frame.layout)
    _unknown_places(places, block, file, result.tally)
    _check_title(context, rows, block, file, result.tally)
    asked = ask_open(block, columns, frame.run, rows, file, result.tally)
    open_axes = _open_axes(frame, rows, places)
    result.open_axes = len(open_axes & {"place", "period"})
    reader = BlockReader(
        block, columns, keys, rows, context, file, layout, result.tally, frame.form,
        open_axes=open_axes,
    )  # fmt: skip
    result.chunks.extend(reader.read())
    result.beside.extend(reader.beside)
    result.targets.extend(reader.targets)
    set_aside_left(reader)
    unused = tuple(c for c in columns if c.role == "part" and c.index not in reader.used)
    result.claims.append(Claim(block, columns, unused, asked))
    _remember(frame, block, result)
    for chosen in (*context.chosen, *rows.chosen):
        result.tally.report("reading-chosen", None, 0, chosen)
    _notices(block, columns, rows, result.tally)
    _tell_days(columns, reader.used, file, result.tally)
    for name in foreign_cities(block.titles, file.catalog):
        result.tally.report("foreign-city", None, 0, name, city=file.catalog.city.name)


def _open_axes(frame: Frame, rows: RowKeys, places: Places) -> frozenset[str]:
    """The axes whose keys wait for the answer to a question of this block."""
    found = set(frame.context.open)
    found |= {"place"} if places.unknown else set()
    undated = rows.open_month or rows.open_order or len(frame.run.options) > 1
    return frozenset(found | ({"period"} if undated else set()))


def _remember(frame: Frame, block: Block, result: SheetResult) -> None:
    """The form that the block was read with, and whether a known one does not fit any more."""
    known = frame.layout.title if frame.layout else ""
    reasons = _reason(frame.context, frame.columns)
    read = [c for c in frame.columns if c.role in ("value", "key", "part")]
    titles = tuple(dict.fromkeys((c.title, c.indicator or c.key) for c in read))
    found = FoundLayout(
        frame.form, block.sheet.name, proposed(frame, block), known, frame.differs, frame.said,
        reasons, titles,
    )  # fmt: skip
    result.layouts.append(found)
    result.forms.append(frame.form)
    result.reasons.append((f"已知版式“{known}”；" if known else "") + reasons)
    if frame.differs:
        result.tally.report("layout-changed", None, 0, frame.differs)


def _measures(columns: list[Column], block: Block, file: FileContext) -> bool:
    """Whether the block has a column of an indicator, or values that an indicator may explain."""
    counted = [c for c in columns if c.role == "part" and c.part != "n_valid"]
    values = [
        c for c in columns if c.reason == TARGET or (c.role == "value" and _this_year(c, block))
    ]
    if any(c.indicator for c in (*values, *counted)):
        return True
    if any(c.reason == UNKNOWN_LABEL for c in columns):
        return True
    if any(c.role == "key" and c.key == "indicator" for c in columns):
        column = next(c for c in columns if c.role == "key" and c.key == "indicator")
        cells = {str(block.sheet.value(row, column.index)) for row in block.body[:500]}
        named = [meaning([file.vocabulary.facets(cell)], file.catalog) for cell in cells]
        kinds = [one.quantity.id if one.quantity else "" for one in named if one.indicators]
        if any(kind in ("", TARGET) for kind in kinds):
            return bool(values)
    if not values:
        return False
    answered = file.hints.indicator or file.answer(block.sheet, "indicator")
    if answered or not _of_another_quantity(block, file):
        texts = (*block.titles, block.sheet.name, file.name)
        return bool(answered) or any(file.vocabulary.named(text) for text in texts)
    return False


def _this_year(column: Column, block: Block) -> bool:
    """Whether a value column holds this year's figures, alone or before last year's."""
    return not is_beside(column) or any(map(split_pair, sample(block, column.index)))


def _of_another_quantity(block: Block, file: FileContext) -> list[str]:
    """What the title says that a table holds, where it is no monitored value."""
    for text in (*block.titles, block.sheet.name, file.name):
        if file.vocabulary.named(text):
            other = other_quantity(text, file.vocabulary)
            return [f"“{text.strip()}”是{what_it_is(other.id)}"] if other else []
    return []


def _of_targets(block: Block, file: FileContext) -> list[str]:
    """What the title says that a table holds, where these are targets."""
    texts = (*block.titles, block.sheet.name, file.name)
    said = next((text for text in texts if heads_targets([text], file.vocabulary)), None)
    return [f"“{said.strip()}”是{what_it_is(TARGET)}"] if said else []


def _seen(block: Block, columns: list[Column]) -> list[str]:
    """What a person would say the table is about: the text after 指标：, else its headers."""
    for title in block.titles:
        for mark in ("指标：", "指标:"):
            if mark in title:
                return [title.split(mark, 1)[1].strip()]
    return [_told(c) for c in columns if c.role != "key" and c.header]


def _told(column: Column) -> str:
    """A header, and what its figures are where they are no monitored values."""
    if column.role == "derived":
        return f"{column.title}是{what_it_is(column.reason)}"
    if is_beside(column):
        return f"{column.title}是上年同期的数"
    return f"{column.title}是有效天数" if column.part == "n_valid" else column.title


def _unknown_places(places: Places, block: Block, file: FileContext, tally: Tally) -> None:
    """Ask for names nobody knows; tell sites that the catalog has in another district."""
    for site, (written, area) in places.moved.items():
        tally.report("site-elsewhere", None, 0, site, written=written, area=area)
    if places.unknown:
        sheet, names, city = block.sheet, list(places.unknown)[:8], file.catalog.city.name
        prompt = f"“{sheet.name}”里的“{'、'.join(names)}”不是{city}目录里的地名。它们是哪里？"
        areas = file.catalog.areas()
        question = file.question(sheet, "place-names", prompt, areas, names=names)
        if question not in tally.questions:
            tally.questions.append(question)


def _check_title(
    context: Context, rows: RowKeys, block: Block, file: FileContext, tally: Tally
) -> None:
    """Ask where dated rows lie outside the period that the title states."""
    title = context.titled and to_period(context.titled)
    if not title or file.answer(block.sheet, "period"):
        return
    for row, parts in zip(rows.rows, rows.parts, strict=True):
        period = to_period(parts) if parts else None
        alike = parts and replace(parts, year=title.start.year) == context.titled
        if period and not alike and not title.contains(period):
            where = f"第{row + 1}行是{period.text}"
            prompt = f"“{block.sheet.name}”的标题写的是{title.text}，{where}，以哪个为准？"
            tally.questions.append(file.question(block.sheet, "period", prompt, (KEEP_ROWS,)))
            return


def _reason(context: Context, columns: list[Column]) -> str:
    indicators = [c.title for c in columns if c.role == "value" and c.indicator]
    parts = [f"指标：表头 {'、'.join(indicators[:6])}"] if indicators else []
    keys = [c.title for c in columns if c.role == "key"]
    parts += [f"{_AXES[a]}：{_SOURCES.get(s, s)}" for a, s in context.sources.items()]
    return "；".join([*parts, f"关键列：{'、'.join(keys)}" if keys else "没有关键列"])


def _tell_days(columns: list[Column], used: set[int], file: FileContext, tally: Tally) -> None:
    """Say that days of monitoring are read as the valid days of the mean beside them."""
    for c in columns:
        if c.index in used and c.part == "n_valid" and c.indicator and "有效" not in c.title:
            name = file.catalog.indicator(c.indicator).label
            tally.report("days-as-valid", None, 0, c.title, indicator=name)


def _notices(block: Block, columns: list[Column], rows: RowKeys, tally: Tally) -> None:
    silent = (*_SILENT, UNKNOWN_LABEL)
    ignored = [c for c in columns if c.role == "ignored" and c.reason not in silent and c.header]
    if ignored:
        names = "、".join(c.title.replace("\n", "") for c in ignored)
        tally.report("ignored-column", None, 0, names)
    across = 24 in block.run.values() and any(c.period.hour is not None for c in columns)
    if across or rows.hour_ending:
        tally.report("hours-to-24", None, 0, "1～24")
    if rows.hidden_characters:
        first = rows.hidden_characters[0]
        key = next(c for c in columns if c.role == "key")
        tally.report(
            "invisible-character", first, key.index, "U+FEFF", count=len(rows.hidden_characters)
        )


def doubles(chunks: list[Chunk]) -> int:
    """How many readings have the key of another; a table too long to be turned is not looked at."""
    keys: set[tuple[object, ...]] = set()
    count = sum(map(len, chunks))
    if count > _LOOKED_THROUGH:
        return 0
    for c in chunks:
        keys |= {
            (c.indicator.id, c.statistic, c.dust, place, period)
            for place, period in zip(c.places, c.periods, strict=True)
        }
    return count - len(keys)
