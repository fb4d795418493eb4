"""One sheet from cells to readings: blocks, columns, bindings, chunks, tally and reasons."""

from dataclasses import dataclass, field, replace

import pyarrow as pa

from loaders.accounting import Claim, account_rest
from loaders.asking import ask_lost, ask_open, chosen_state
from loaders.batch_types import Question, SheetAccount
from loaders.bindings import KEEP_ROWS, Context, FileContext, bind, outer_period
from loaders.cells import Sheet
from loaders.columns import Column, columns_of
from loaders.diagnostics import diagnose
from loaders.extract import BlockReader
from loaders.fingerprints import fingerprint
from loaders.keys import KeyReader, RowKeys
from loaders.known_layouts import FoundLayout, described, is_layout_topic
from loaders.layouts import Block, SheetLayout
from loaders.ledgers import LedgerReader, is_ledger
from loaders.periods_in_text import to_period
from loaders.places import Places, foreign_cities
from loaders.readings import Chunk, Tally
from loaders.runs import RunReading, read_run, with_run
from loaders.values import parse_value
from loaders.views import MOST_COLUMNS, table_rows, turned, windows

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
    if not any(is_ledger(b, file.vocabulary) for b in blocks):
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
    """The sheet as it stands, or turned where only that gives readings without a doubt."""
    blocks = layout.blocks() if blocks is None else blocks
    straight = _read_view(sheet, layout, file, blocks)
    if straight.doubt == 0 or sheet.width > MOST_COLUMNS or len(sheet.rows) > MOST_COLUMNS:
        return straight
    table = table_rows(sheet, blocks)
    if table is None:
        return straight
    other = turned(sheet, *table)
    across = _read_view(other, SheetLayout(other, file.vocabulary), file)
    if across.ledgers or not across.measured:
        return straight
    better = across.doubt < straight.doubt and across.taken >= straight.taken
    return across if better else straight


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
        if is_ledger(block, file.vocabulary):
            reader = LedgerReader(block, layout, file, result.tally)
            result.ledgers.append(reader.read())
            result.forms.append("ledger-boilers")
            result.measured = True
        else:
            _read_block(block, layout, file, result)
    if result.measured and not result.ledgers:
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
_UNSURE = ("key-missing", "key-unreadable", "unit-conflict")


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


@dataclass(frozen=True)
class _Frame:
    """A block with its columns and what surrounds it, before any key is read."""

    columns: list[Column]
    run: RunReading
    context: Context
    form: str


def _frame(block: Block, layout: SheetLayout, file: FileContext) -> _Frame:
    columns = columns_of(block, file.vocabulary)
    run = read_run(columns, block, outer_period(block, file), file.answer(block.sheet, "axis"))
    columns = with_run(columns, block, run)
    context = bind(block, columns, file, layout)
    form = fingerprint(columns, [f"{axis}={source}" for axis, source in context.sources.items()])
    return _Frame(chosen_state(columns, block, file), run, context, form)


def _found(frame: _Frame, block: Block, file: FileContext) -> FoundLayout:
    """The form of a block with the answers of layout scope that its reading uses."""
    prefix = file.key(block.sheet, "")
    answers = {
        key.removeprefix(prefix): text
        for key, text in file.hints.answers.items()
        if key.startswith(prefix) and is_layout_topic(key.removeprefix(prefix))
    }
    block_words = described(frame.columns, frame.context.sources)
    known = frame.form in file.hints.layouts
    return FoundLayout(frame.form, block.sheet.name, block_words, answers, known)


def _read_block(block: Block, layout: SheetLayout, file: FileContext, result: SheetResult) -> None:
    columns = columns_of(block, file.vocabulary)
    run = read_run(columns, block, outer_period(block, file), None)
    columns = with_run(columns, block, run)
    result.words.extend(_seen(block, columns))
    if not _measures(columns, block, file):
        result.derived |= any(c.role == "derived" for c in columns)
        result.claims.append(Claim(block, None))
        return
    result.measured = True
    frame = _frame(block, layout, file)
    if answers := file.hints.layouts.get(frame.form):
        file = file.told(block.sheet, answers)
        frame = _frame(block, layout, file)
    columns, context, form = frame.columns, frame.context, frame.form
    result.tally.questions.extend(q for q in context.questions if q not in result.tally.questions)
    places = Places(file.catalog, file.vocabulary, _aliases(block, file))
    keys = KeyReader(block, columns, layout, context, file.vocabulary)
    rows = keys.read(places)
    rows = _unknown_places(rows, places, block, file, result.tally)
    _check_title(context, rows, block, file, result.tally)
    ask_open(block, columns, frame.run, rows, file, result.tally)
    reader = BlockReader(
        block, columns, keys, rows, context, file, layout, result.tally, form
    )  # fmt: skip
    result.chunks.extend(reader.read())
    unused = tuple(c for c in columns if c.role == "part" and c.index not in reader.used)
    result.claims.append(Claim(block, columns, unused))
    found = _found(frame, block, file)
    result.layouts.append(found)
    result.forms.append(form)
    result.reasons.append(("已知版式；" if found.known else "") + _reason(context, columns))
    _notices(block, columns, rows, result.tally)
    for name in foreign_cities(block.titles, file.catalog):
        result.tally.report("foreign-city", None, 0, name, city=file.catalog.city.name)


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


def _aliases(block: Block, file: FileContext) -> dict[str, str]:
    """Answers ``place-names``: 写法=区县; several by ；; an empty right side leaves out."""
    said = file.answer(block.sheet, "place-names") or ""
    pairs = [p.split("=", 1) for p in said.replace("；", ";").split(";") if "=" in p]
    return {a.strip(): file.catalog.area(b) if b.strip() else "" for a, b in pairs}


def _unknown_places(
    rows: RowKeys, places: Places, block: Block, file: FileContext, tally: Tally
) -> RowKeys:
    """Ask for names nobody knows; rows that an answer leaves out are told apart."""
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
    return rows


def _check_title(
    context: Context, rows: RowKeys, block: Block, file: FileContext, tally: Tally
) -> None:
    """Ask where dated rows lie outside the period that the title states."""
    title = context.titled and to_period(context.titled)
    if not title or file.answer(block.sheet, "period"):
        return
    for row, parts in zip(rows.rows, rows.parts, strict=True):
        period = to_period(parts) if parts else None
        if period and not title.contains(period):
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
    ignored = [c for c in columns if c.role == "ignored" and c.reason != "serial" and c.header]
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


def _text_numbers(result: SheetResult) -> None:
    """One notice for all numbers that a workbook keeps as text."""
    sheet = result.tally.sheet
    if sheet.is_text:
        return
    hits = [
        (chunk.rows[i], chunk.column, raw)
        for chunk in result.chunks
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
