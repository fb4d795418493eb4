"""One sheet from cells to readings: blocks, columns, bindings, chunks, tally and reasons."""

from dataclasses import dataclass, field, replace

import pyarrow as pa

from loaders.accounting import Claim, account_rest
from loaders.alternatives import Alternative, question, sentence, settled
from loaders.asking import ask_lost, ask_open
from loaders.batch_types import Question, SheetAccount
from loaders.bindings import KEEP_ROWS, Context, FileContext
from loaders.cells import Sheet
from loaders.coded import Coded
from loaders.columns import Column, columns_of
from loaders.diagnostics import diagnose
from loaders.extract import BlockReader
from loaders.framing import Frame, framed, proposed
from loaders.keys import KeyReader, RowKeys
from loaders.known_layouts import FoundLayout
from loaders.layouts import Block, SheetLayout
from loaders.leaving_out import set_aside_left, without_left
from loaders.ledgers import LedgerReader, ledger_fields
from loaders.orientation import ABOVE, LEFT, TOPIC, readings_of, views
from loaders.periods_in_text import to_period
from loaders.places import Places, aliases_said, foreign_cities
from loaders.readings import Chunk, Tally
from loaders.values import parse_value
from loaders.views import MOST_COLUMNS, table_rows, turned, windows

_SILENT = ("serial", "unit")
_AXES = {"place": "地点", "period": "时段", "indicator": "指标", "unit": "单位"}
_SOURCES = {
    "key": "数据列", "title": "标题", "sheet": "工作表名", "name": "文件名或表名",
    "answer": "补充说明",
    "parts": "同表的分子分母列", "magnitude": "数值大小", "header": "表头",
}  # fmt: skip


@dataclass
class SheetResult:
    """What one sheet gives.

    Attributes:
        words: header words seen, for the sentence that refuses a file.
        measured: whether any column belongs to an indicator of the catalog (or could).
        derived: whether there are columns of figures that are made from others.
        claims: its tables and what became of each.
        taken: readings kept before questions were counted.
        doubt: 0 for a clean reading, more for questions, faults of keys, nothing at all.
    """

    tally: Tally
    chunks: list[Chunk] = field(default_factory=list)
    ledgers: list[pa.Table] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    layouts: list[FoundLayout] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    measured: bool = False
    derived: bool = False
    claims: list[Claim] = field(default_factory=list)
    taken: int = 0
    doubt: int = 0

    def account(self) -> SheetAccount:
        """The counts and reasons of the sheet."""
        t = self.tally
        layout = "+".join(dict.fromkeys(self.forms)) or "无表格"
        return SheetAccount(
            t.sheet.name, layout, t.readings, t.set_aside, tuple(dict.fromkeys(self.reasons))
        )


def read_sheet(sheet: Sheet, file: FileContext) -> list[SheetResult]:
    """Read every table of one sheet, each seen in the way that accounts for it best."""
    layout = SheetLayout(sheet, file.vocabulary)
    blocks = layout.blocks()
    columns = [(b, columns_of(b, file.vocabulary)) for b in blocks]
    seen = [sheet]
    if not any(ledger_fields(b, file)[0] for b in blocks):
        seen = windows(sheet, columns, file.vocabulary)
    if len(seen) > 1:
        return [_best(view, SheetLayout(view, file.vocabulary), file) for view in seen]
    return [_best(sheet, layout, file, blocks)]


def accounts(results: list[SheetResult]) -> tuple[SheetAccount, ...]:
    """One account for each sheet, its tables side by side added up."""
    found: dict[str, SheetAccount] = {}
    for one in (result.account() for result in results):
        if known := found.get(one.sheet):
            found[one.sheet] = SheetAccount(
                one.sheet,
                "+".join(dict.fromkeys([*known.layout.split("+"), *one.layout.split("+")])),
                known.readings + one.readings,
                known.set_aside + one.set_aside,
                tuple(dict.fromkeys([*known.reasons, *one.reasons])),
            )
        else:
            found[one.sheet] = one
    return tuple(found.values())


def _best(
    sheet: Sheet, layout: SheetLayout, file: FileContext, blocks: list[Block] | None = None
) -> SheetResult:
    """The sheet as it stands, or turned where only that gives readings without a doubt.

    Two ways that both read without a doubt and read differently are asked, never chosen.
    """
    blocks = layout.blocks() if blocks is None else blocks
    straight = _read_view(sheet, layout, file, blocks)
    if sheet.width > MOST_COLUMNS or len(sheet.rows) > MOST_COLUMNS or straight.ledgers:
        return straight
    small = sheet.width <= _SMALL_TABLE and len(sheet.rows) <= _SMALL_TABLE
    if straight.doubt == 0 and (not small or _is_known(straight)):
        return straight
    table = table_rows(sheet, blocks)
    if table is None:
        return straight
    other = turned(sheet, *table)
    across = _read_view(other, SheetLayout(other, file.vocabulary), file)
    if across.ledgers or not across.measured:
        return straight
    return _of_both(straight, across, file)


def _is_known(result: SheetResult) -> bool:
    return bool(result.layouts) and all(found.known for found in result.layouts)


def _of_both(straight: SheetResult, across: SheetResult, file: FileContext) -> SheetResult:
    """One of two views: as answered, as a known form has it, as the clearly better one reads."""
    said = file.answer(straight.tally.sheet, TOPIC)
    if said in (ABOVE, LEFT):
        return straight if said == ABOVE else across
    if _is_known(across) and across.doubt == 0:
        return across
    if straight.doubt or across.doubt:
        better = across.doubt < straight.doubt and across.taken >= straight.taken
        return across if better else straight
    if readings_of(straight) == readings_of(across):
        return straight
    found = views(straight, across)
    best = settled(found)
    if best is None:
        return _asked(straight, found, file)
    result = straight if best.option == ABOVE else across
    result.tally.report("reading-chosen", None, 0, sentence("这张表", best, found))
    return result


def _asked(straight: SheetResult, found: list[Alternative], file: FileContext) -> SheetResult:
    """The view as it stands without its readings, and the question which way the table stands."""
    tally = straight.tally
    prompt = f"“{tally.sheet.name}”横着看、竖着看都读得通，读出的数不同，以哪种为准？"
    tally.questions.append(question(file.key(tally.sheet, TOPIC), prompt, found))
    straight.chunks, tally.diagnostics = [], []
    tally.readings = tally.set_aside = 0
    straight.doubt = _doubt(straight)
    return straight


def _read_view(
    sheet: Sheet, layout: SheetLayout, file: FileContext, blocks: list[Block] | None = None
) -> SheetResult:
    """Read every block of one view; a view with an open question gives no readings."""
    result = SheetResult(Tally(sheet))
    blocks = layout.blocks() if blocks is None else blocks
    if not blocks:
        result.words = layout.blank_form_words()
        result.measured = bool(result.words)
    for block in blocks:
        fields, known = ledger_fields(block, file)
        if fields:
            reader = LedgerReader(block, fields, layout, file, result.tally)
            result.ledgers.append(reader.read())
            result.claims.append(Claim(block, reader.claimed()))
            result.forms.append("ledger-boilers")
            result.reasons.extend([f"已知版式“{known}”"] if known else [])
            result.measured = True
        else:
            _read_block(block, layout, file, result)
    if result.measured:
        ask_lost(sheet, layout.lost, file, result.tally)
        account_rest(sheet, layout, result.claims, file, result.tally)
    result.words = result.words or layout.all_texts(8)
    result.taken = result.tally.readings - result.tally.set_aside
    if result.tally.questions:
        result.chunks, result.ledgers = [], []
        result.tally.readings = result.tally.set_aside = 0
    result.doubt = _doubt(result)
    _text_numbers(result)
    result.tally.consolidate()
    if sheet.hidden and result.measured:
        result.tally.report("hidden-sheet", None, 0, sheet.name)
    return result


_LOOKED_THROUGH = 20_000
_SMALL_TABLE = 60
_UNSURE = ("key-missing", "key-unreadable", "key-in-utc", "unit-conflict")


def _doubt(result: SheetResult) -> int:
    """How far a view is from a clean reading: nothing found, questions, faults of keys, doubles."""
    if not result.measured or (not result.taken and not result.tally.questions):
        return 4
    if result.tally.questions:
        return 2
    if any(d.code in _UNSURE for d in result.tally.diagnostics) or _has_doubles(result.chunks):
        return 3
    return 0


def _has_doubles(chunks: list[Chunk]) -> bool:
    """Whether two readings have one key; a table too long to be turned is not looked through."""
    keys: set[tuple[object, ...]] = set()
    count = sum(map(len, chunks))
    if count > _LOOKED_THROUGH:
        return False
    for c in chunks:
        keys |= {
            (c.indicator.id, c.statistic, c.dust, place, period)
            for place, period in zip(c.places, c.periods, strict=True)
        }
    return len(keys) < count


def _read_block(block: Block, layout: SheetLayout, file: FileContext, result: SheetResult) -> None:
    frame = framed(block, layout, file)
    result.words.extend(_seen(block, frame.columns))
    if frame.layout is None and not _measures(frame.columns, block, file):
        result.derived |= any(c.role == "derived" for c in frame.columns)
        result.claims.append(Claim(block, None))
        return
    result.measured = True
    _read_framed(frame, block, layout, result)


def _read_framed(frame: Frame, block: Block, layout: SheetLayout, result: SheetResult) -> None:
    file, columns, context = frame.file, frame.columns, frame.context
    result.tally.questions.extend(q for q in context.questions if q not in result.tally.questions)
    said = file.answer(block.sheet, "place-names")
    places = Places(file.catalog, file.vocabulary, aliases_said(said, file.catalog))
    keys = KeyReader(block, columns, layout, context, file.vocabulary)
    rows = without_left(keys, keys.read(places), frame.layout)
    _unknown_places(places, block, file, result.tally)
    _check_title(context, rows, block, file, result.tally)
    ask_open(block, columns, frame.run, rows, file, result.tally)
    reader = BlockReader(
        block, columns, keys, rows, context, file, layout, result.tally, frame.form
    )  # fmt: skip
    result.chunks.extend(reader.read())
    set_aside_left(reader)
    unused = tuple(c for c in columns if c.role == "part" and c.index not in reader.used)
    result.claims.append(Claim(block, columns, unused))
    _remember(frame, block, result)
    for chosen in (*context.chosen, *rows.chosen):
        result.tally.report("reading-chosen", None, 0, chosen)
    _notices(block, columns, rows, result.tally)
    for name in foreign_cities(block.titles, file.catalog):
        result.tally.report("foreign-city", None, 0, name, city=file.catalog.city.name)


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
    if any(c.indicator for c in columns if c.role in ("value", "part")):
        return True
    if any(c.role == "key" and c.key == "indicator" for c in columns):
        column = next(c for c in columns if c.role == "key" and c.key == "indicator")
        cells = {str(block.sheet.value(row, column.index)) for row in block.body[:500]}
        if any(file.vocabulary.facets(cell).indicators for cell in cells):
            return any(c.role == "value" for c in columns)
    if not any(c.role == "value" for c in columns):
        return False
    named = [file.vocabulary.facets(t) for t in (*block.titles, block.sheet.name, file.name)]
    answered = file.hints.indicator or file.answer(block.sheet, "indicator")
    return bool(answered) or any(f.indicators for f in named)


def _seen(block: Block, columns: list[Column]) -> list[str]:
    """What a person would say the table is about: the text after 指标：, else its headers."""
    for title in block.titles:
        for mark in ("指标：", "指标:"):
            if mark in title:
                return [title.split(mark, 1)[1].strip()]
    return [c.title for c in columns if c.role in ("ignored", "value", "derived") and c.header]


def _unknown_places(places: Places, block: Block, file: FileContext, tally: Tally) -> None:
    """Ask for names nobody knows; tell sites that the catalog has in another district."""
    for site, (written, area) in places.moved.items():
        tally.report("site-elsewhere", None, 0, site, written=written, area=area)
    if places.unknown:
        names = "、".join(list(places.unknown)[:8])
        city = file.catalog.city.name
        prompt = f"“{block.sheet.name}”里的“{names}”不是{city}目录里的地名。它们是哪里？"
        question = Question(
            file.key(block.sheet, "place-names"), prompt, tuple(file.catalog.areas())
        )
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
            key = file.key(block.sheet, "period")
            tally.questions.append(Question(key, prompt, (KEEP_ROWS,)))
            return


def _reason(context: Context, columns: list[Column]) -> str:
    indicators = [c.title for c in columns if c.role == "value" and c.indicator]
    parts = [f"指标：表头 {'、'.join(indicators[:6])}"] if indicators else []
    keys = [c.title for c in columns if c.role == "key"]
    parts += [f"{_AXES[a]}：{_SOURCES.get(s, s)}" for a, s in context.sources.items()]
    return "；".join([*parts, f"关键列：{'、'.join(keys)}" if keys else "没有关键列"])


def _notices(block: Block, columns: list[Column], rows: RowKeys, tally: Tally) -> None:
    ignored = [c for c in columns if c.role == "ignored" and c.reason not in _SILENT and c.header]
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


def _numbers_only(chunk: Chunk) -> bool:
    """Whether no cell of a packed column is a text; ``False`` says nothing."""
    packed = chunk.sheet.packed
    if not packed or not isinstance(chunk.raws, Coded):
        return False
    texts = {v for v in packed[chunk.column].values if isinstance(v, str)}
    return texts.isdisjoint(chunk.raws.entries())


def _text_numbers(result: SheetResult) -> None:
    """One notice for all numbers that a workbook keeps as text."""
    sheet = result.tally.sheet
    if sheet.is_text:
        return
    hits = [
        (chunk.rows[i], chunk.column, raw)
        for chunk in result.chunks
        if not _numbers_only(chunk)
        for i, raw in enumerate(chunk.raws)
        if isinstance(sheet.value(chunk.rows[i], chunk.column), str)
        and parse_value(raw).kind == "number"
    ]
    if hits:
        row, column, raw = min(hits)
        line = diagnose(
            "text-number", result.tally.name, sheet.address(row, column), raw, count=len(hits)
        )
        result.tally.diagnostics.append(replace(line))
