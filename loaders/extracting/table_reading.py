"""One table from cells to readings: by the first known form that explains it, or by its words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from chuangmo.period import MONTH
from loaders.binding.asking import ask_open, is_sound_level, label_topic, places_question
from loaders.binding.audit import by_rows, without_audit
from loaders.binding.class_columns import CLASS, with_classes
from loaders.binding.context import Context
from loaders.binding.declared_units import without_foreign
from loaders.binding.file_context import FileContext
from loaders.binding.keys import KeyReader
from loaders.binding.media import medium_of_rows, without_other_media
from loaders.binding.part_rows import rates_in_parts, with_kinds, with_rate_parts
from loaders.binding.places import Places, aliases_said, foreign_cities, nearest_sites
from loaders.binding.row_keys import RowKeys
from loaders.binding.sub_counts import SUB_COUNT, kinds_told, with_sub_counts
from loaders.extracting.accounting import Claim
from loaders.extracting.column_unit import MAGNITUDE
from loaders.extracting.extract import Extract
from loaders.extracting.leaving_out import set_aside_left, without_left
from loaders.extracting.other_figures import as_scores, as_targets
from loaders.extracting.reader import BlockReader
from loaders.extracting.result import SheetResult
from loaders.forms.corrected_columns import SAID_OUT
from loaders.forms.framing import Frame, frames, proposed
from loaders.forms.instead import SILENT, instead, other_figures_titled, seen, titled_targets
from loaders.model.answers import KEEP_ROWS
from loaders.model.finding import Finding, at_cell, at_sheet
from loaders.model.form import ProposedForm
from loaders.model.readings import Chunk
from loaders.model.staged import ClerkQuestion
from loaders.model.table import NOTHING, Block, Column
from loaders.tables.columns import sample
from loaders.tables.finding import TableFinder
from loaders.tables.place_columns import UNCLEAR
from loaders.tables.printed_twice import UNCLEAR_HEADERS, without_twice
from loaders.tables.time_columns import BESIDE_TIME
from loaders.words.labels import (
    TARGET,
    UNKNOWN_LABEL,
    meaning,
)
from loaders.words.modifiers import is_beside
from loaders.words.normalise import label
from loaders.words.periods import to_period
from loaders.words.values import parse_value, split_pair

_TOLD_ELSEWHERE = (UNKNOWN_LABEL, UNCLEAR, BESIDE_TIME, SAID_OUT, SUB_COUNT, *UNCLEAR_HEADERS)
_AXES = {"place": "地点", "period": "时段", "indicator": "指标", "unit": "单位"}
_SOURCES = {
    "key": "数据列", "title": "标题", "sheet": "工作表名", "name": "文件名或表名",
    "answer": "补充说明",
    "parts": "同表的分子分母列", MAGNITUDE: "数值大小", "header": "表头",
}  # fmt: skip
_LOOKED_THROUGH = 20_000
_SITES_NAMED = 5


def read_table(block: Block, layout: TableFinder, file: FileContext) -> SheetResult:
    """One table by the first known form whose axes read clean.

    Else by the first that fits, unless words alone leave fewer values without place or time.
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
    asks_more = len(one.extract.questions) > len(other.extract.questions)
    return not (worse or same or asks_more) and one.extract.taken >= other.extract.taken


def _read_frame(frame: Frame, block: Block, layout: TableFinder) -> SheetResult:
    """One table as a frame has it."""
    classed = with_classes(frame.columns, block, frame.file)
    ours = without_foreign(without_other_media(classed, block, frame.file), block, frame.file)
    columns = as_targets(as_scores(ours, block, frame.file), block, frame.file)
    frame = replace(frame, columns=columns)
    if frame.layout is None and not _measures(frame.columns, block, frame.file):
        other = instead(block, frame.columns, frame.file)
        claim = Claim(block, None, explained=other.explained)
        return SheetResult(
            block.sheet, words=other.words, derived=other.derived, claims=(claim,),
            listed=other.listed,
        )  # fmt: skip
    file, context = frame.file, frame.context
    columns = [replace(c, period=context.headed.get(c.index, c.period)) for c in frame.columns]
    columns = without_twice(columns, block, context.period)
    counted = context.indicator or _task_of_rows(columns, block, file)
    columns = with_sub_counts(columns, block, file.catalog, counted)
    said = file.answer(block.sheet, "place-names")
    places = Places(file.catalog, file.vocabulary, aliases_said(said, file.catalog))
    medium = medium_of_rows(columns, block, file)
    keys = KeyReader(block, columns, layout, context, file.vocabulary, medium)
    rows = with_kinds(keys, without_left(keys, keys.read(places), frame.layout))
    rows = with_rate_parts(keys, rows)
    titled = to_period(context.titled) if context.titled else None
    open_questions, asked = ask_open(block, columns, frame.run, rows, file)
    questions = [*context.questions, *_unknown_places(places, block, file)]
    questions += [*_title_question(context, rows, block, file), *open_questions]
    open_axes = _open_axes(frame, rows, places)
    reader = BlockReader(block, columns, keys, rows, context, file, layout, frame.form, open_axes)
    read = reader.read() + set_aside_left(reader) + _twice_aside(columns, block, rows)
    read = replace(read, chunks=tuple(by_rows(read.chunks, columns, block)))
    frame = _with_unit_source(frame, read)
    findings = [
        *_moved_sites(places, block), *read.findings, *_changed_form(frame, block),
        *_chosen(block, (*context.chosen, *read.chosen, *rows.chosen)),
        *_notices(block, _not_asked(without_audit(columns, block), questions, block, file), rows),
        *_days_told(columns, read.used, block, file),
        *_unlisted(read.chunks, block, file),
        *_foreign_cities(block, file), *_other_cities(places, block, file),
    ]  # fmt: skip
    known = f"已知版式“{frame.layout.title}”；" if frame.layout else ""
    reasons = _reason(frame.context, columns)
    unused = tuple(c for c in columns if c.role == "part" and c.index not in read.used)
    return SheetResult(
        block.sheet,
        replace(read, findings=tuple(findings), questions=_asked_once(questions, read.questions)),
        forms=(frame.form,),
        layouts=(_found_layout(frame, block, reasons),),
        reasons=(known + reasons,),
        words=tuple(seen(block, columns)),
        measured=True,
        results=any(c.role in ("value", "part") for c in columns),
        claims=(Claim(block, columns, unused, asked),),
        faults=read.keyless + doubles(read.chunks),
        open_axes=len(open_axes & {"place", "period"}),
        months=(titled,) if titled and titled.kind == MONTH else (),
        form_answers=tuple(frame.layout.answers) if frame.layout else (),
    )


def _task_of_rows(columns: Sequence[Column], block: Block, file: FileContext) -> str:
    """One of the counts that the labels of all rows name; empty where they name others or none."""
    column = next((c for c in columns if c.role == "key" and c.key == "indicator"), None)
    cells = sample(block, column.index) if column else []
    named = [i for cell in cells for i in file.vocabulary.named(str(cell))]
    tasks = [i for i in named if file.catalog.indicator(i).is_task]
    return tasks[0] if tasks and len(tasks) == len(named) else ""


def _asked_once(
    first: Sequence[ClerkQuestion], more: Sequence[ClerkQuestion]
) -> tuple[ClerkQuestion, ...]:
    """The questions of a table, each once; of its columns only the first with a key."""
    asked = list(dict.fromkeys(first))
    keys = {question.key for question in asked}
    for question in more:
        if question.key not in keys:
            asked.append(question)
            keys.add(question.key)
    return tuple(asked)


def _with_unit_source(frame: Frame, read: Extract) -> Frame:
    """The frame with where the unit was read: from the values, else as the first column has it."""
    sources = read.unit_sources
    if not sources:
        return frame
    where = MAGNITUDE if MAGNITUDE in sources else sources[0]
    context = replace(frame.context, sources=frame.context.sources | {"unit": where})
    return replace(frame, context=context)


def _open_axes(frame: Frame, rows: RowKeys, places: Places) -> frozenset[str]:
    """The axes whose keys wait for the answer to a question of this block."""
    found = set(frame.context.open)
    found |= {"place"} if places.unknown else set()
    undated = rows.open_month or rows.open_order or len(frame.run.options) > 1
    return frozenset(found | ({"period"} if undated else set()))


def _found_layout(frame: Frame, block: Block, reasons: str) -> ProposedForm:
    """The form that the block was read with."""
    known = frame.layout.title if frame.layout else ""
    read = [c for c in frame.columns if c.role in ("value", "key", "part")]
    titles = tuple(dict.fromkeys((c.title, c.indicator or c.key) for c in read))
    return ProposedForm(
        frame.form, block.sheet.name, proposed(frame, block), known, frame.differs, frame.said,
        reasons, titles,
    )  # fmt: skip


def _changed_form(frame: Frame, block: Block) -> Iterator[Finding]:
    """Whether a known form does not fit any more."""
    if frame.differs:
        yield at_sheet("layout-changed", block.sheet, frame.differs)


def _chosen(block: Block, sentences: Iterable[str]) -> Iterator[Finding]:
    """Which of several readings was taken."""
    return (at_sheet("reading-chosen", block.sheet, sentence) for sentence in sentences)


def _foreign_cities(block: Block, file: FileContext) -> Iterator[Finding]:
    """Other cities that a title names."""
    city = file.catalog.city.name
    names = foreign_cities(block.titles, file.catalog)
    return (at_sheet("foreign-city", block.sheet, name, city=city) for name in names)


def _other_cities(places: Places, block: Block, file: FileContext) -> Iterator[Finding]:
    """Cities outside the board, whose rows stand beside those of its own."""
    if places.others:
        names, city = "、".join(places.others), file.catalog.city.name
        yield at_sheet("other-cities", block.sheet, names, city=city)


def _measures(columns: list[Column], block: Block, file: FileContext) -> bool:
    """Whether the block has a column of an indicator, or values that an indicator may explain."""
    counted = [c for c in columns if c.role == "part" and c.part != "n_valid"]
    values = [
        c
        for c in columns
        if c.reason == TARGET
        or (c.role == "value" and _this_year(c, block))
        or (c.reason == UNCLEAR and c.places)
    ]
    classes = [c for c in columns if c.role == CLASS]
    if any(c.indicator for c in (*values, *counted, *classes)):
        return True
    if any(c.reason == UNKNOWN_LABEL or is_sound_level(c) for c in columns):
        return True
    if any(_is_near(c, file) for c in columns) and not titled_targets(block, file):
        return True
    if any(c.role == "key" and c.key == "indicator" for c in columns):
        column = next(c for c in columns if c.role == "key" and c.key == "indicator")
        cells = {str(block.sheet.value(row, column.index)) for row in block.body[:500]}
        named = [meaning([file.vocabulary.facets(cell)], file.catalog) for cell in cells]
        kinds = [one.quantity.id if one.quantity else "" for one in named if one.indicators]
        told = any(kind in ("", TARGET) for kind in kinds)
        if told or rates_in_parts(iter(cells), file.vocabulary):
            return bool(values)
    if not values:
        return False
    answered = file.hints.indicator or file.answer(block.sheet, "indicator")
    if answered or not other_figures_titled(block, file):
        texts = (*block.titles, block.sheet.name, file.name)
        return bool(answered) or any(file.vocabulary.named(text) for text in texts)
    return False


def _is_near(column: Column, file: FileContext) -> bool:
    """Whether a header nearly names an indicator (高锰酸钾指数), which is asked."""
    unknown = column.role == "ignored" and column.reason == "unknown" and bool(column.header)
    return unknown and bool(file.vocabulary.near(column.header[-1]))


def _this_year(column: Column, block: Block) -> bool:
    """Whether a value column holds this year's figures, alone or before last year's."""
    return not is_beside(column) or any(map(split_pair, sample(block, column.index)))


def _moved_sites(places: Places, block: Block) -> Iterator[Finding]:
    """Sites that the catalog has in another district."""
    for site, (written, area) in places.moved.items():
        yield at_sheet("site-elsewhere", block.sheet, site, written=written, area=area)


def _unknown_places(places: Places, block: Block, file: FileContext) -> Iterator[ClerkQuestion]:
    """What to ask of names nobody knows."""
    if places.unknown:
        yield places_question(block.sheet, places.unknown, file)


def _unlisted(chunks: Sequence[Chunk], block: Block, file: FileContext) -> Iterator[Finding]:
    """Name the sites that the catalog does not list for an indicator that it lists sites for.

    They are stored, but a mean of daily values of the city is one of its listed sites alone.
    """
    catalog = file.catalog
    daily = [c for c in chunks if c.indicator.combine == "mean_of_valid_days"]
    listing = [c for c in daily if catalog.sites(indicator=c.indicator.id)]
    places = dict.fromkeys(place for chunk in listing for place in chunk.places.entries())
    unlisted = {site: area for area, site in places if site and catalog.site(site) is None}
    if not unlisted:
        return
    names = []
    for site, area in list(unlisted.items())[:_SITES_NAMED]:
        near = "、".join(nearest_sites(site, area, catalog))
        names.append(f"{site}（相近的有{near}）" if near else site)
    shown = "、".join(names) + ("等" if len(unlisted) > _SITES_NAMED else "")
    number, city = str(len(unlisted)), catalog.city.name
    yield at_sheet("unlisted-site", block.sheet, shown, city=city, number=number)


def _title_question(
    context: Context, rows: RowKeys, block: Block, file: FileContext
) -> Iterator[ClerkQuestion]:
    """What to ask where dated rows lie outside the period that the title states."""
    title = to_period(context.titled) if context.titled else None
    if title is None or file.answer(block.sheet, "period"):
        return
    periods = [to_period(parts) for parts in rows.parts.entries() if parts]
    within = any(period and title.contains(period) for period in periods)
    if rows.labelled and (within or NOTHING in rows.parts.entries()):
        return
    for row, parts in zip(rows.rows, rows.parts, strict=True):
        period = to_period(parts) if parts else None
        alike = parts and parts._replace(year=title.start.year) == context.titled
        if period and (rows.labelled or not alike) and not title.contains(period):
            where = f"第{row + 1}行是{period.text}"
            prompt = f"“{block.sheet.name}”的标题写的是{title.text}，{where}，以哪个为准？"
            options = (KEEP_ROWS, title.text) if rows.labelled else (KEEP_ROWS,)
            yield file.question(block.sheet, "period", prompt, options)
            return


def _reason(context: Context, columns: list[Column]) -> str:
    indicators = [c.title for c in columns if c.role == "value" and c.indicator]
    parts = [f"指标：表头 {'、'.join(indicators[:6])}"] if indicators else []
    keys = [c.title for c in columns if c.role == "key"]
    parts += [f"{_AXES[a]}：{_SOURCES.get(s, s)}" for a, s in context.sources.items()]
    return "；".join([*parts, f"关键列：{'、'.join(keys)}" if keys else "没有关键列"])


def _days_told(
    columns: Sequence[Column], used: Sequence[int], block: Block, file: FileContext
) -> Iterator[Finding]:
    """Say that days of monitoring are read as the valid days of the mean beside them."""
    for c in columns:
        days = any(word in c.title for word in ("天", "日")) and "有效" not in c.title
        if c.index in used and c.part == "n_valid" and c.indicator and days:
            name = file.catalog.indicator(c.indicator).label
            yield at_sheet("days-as-valid", block.sheet, c.title, indicator=name)


def _twice_aside(columns: Sequence[Column], block: Block, rows: RowKeys) -> Extract:
    """One error for all unclear columns under one header; their values are set aside."""
    groups: dict[tuple[str, str], list[Column]] = {}
    for c in columns:
        if c.reason in UNCLEAR_HEADERS:
            groups.setdefault((c.reason, label(c.title)), []).append(c)
    extract = Extract()
    for (code, _), group in groups.items():
        held = sum(
            parse_value(block.sheet.value(row, c.index)).is_figure
            for c in group
            for row in rows.rows
        )
        top = block.header_rows[-1] if block.header_rows else block.body[0]
        where = "、".join(block.sheet.address(top, c.index) for c in group)
        title = "".join(group[0].title.split())
        cell = top, group[0].index
        told = at_cell(code, block.sheet, cell, title, where=where)
        extract += Extract(set_aside=held, findings=(told,))
    return extract


def _not_asked(
    columns: list[Column], questions: Sequence[ClerkQuestion], block: Block, file: FileContext
) -> list[Column]:
    """The columns without those whose label is asked."""
    asked = {question.key for question in questions}
    return [c for c in columns if file.key(block.sheet, label_topic(c.title)) not in asked]


def _notices(block: Block, columns: list[Column], rows: RowKeys) -> Iterator[Finding]:
    sheet, silent = block.sheet, (*SILENT, *_TOLD_ELSEWHERE)
    ignored = [c for c in columns if c.role == "ignored" and c.reason not in silent and c.header]
    if ignored:
        names = "、".join(c.title.replace("\n", "") for c in ignored)
        yield at_sheet("ignored-column", sheet, names)
    yield from kinds_told(columns, sheet)
    across = 24 in block.run.values() and any(c.period.hour is not None for c in columns)
    if across or rows.hour_ending:
        yield at_sheet("hours-to-24", sheet, "1～24")
    if hidden := rows.hidden_characters:
        key = next(c for c in columns if c.role == "key")
        cell = hidden[0], key.index
        yield at_cell("invisible-character", sheet, cell, "U+FEFF", count=len(hidden))


def doubles(chunks: Sequence[Chunk]) -> int:
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
