"""One sheet from cells to readings: blocks, columns, bindings, chunks, tally and reasons."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from loaders.binding.asking import ask_lost
from loaders.binding.file_context import FileContext
from loaders.diagnostics import folded
from loaders.extracting.accounting import Claim, account_rest, unread_questions
from loaders.extracting.extract import Extract, added
from loaders.extracting.ledgers import LedgerReader, ledger_fields
from loaders.extracting.orientation import TOPIC, nearer_in_time, readings_of, views
from loaders.extracting.result import SheetResult
from loaders.extracting.table_reading import doubles, read_table
from loaders.model.answers import ABOVE, LEFT, SLIP_TOPIC
from loaders.model.encoded import column_cells
from loaders.model.evidence import Alternative, choice, sentence, settled
from loaders.model.finding import Finding, at_cell, at_sheet
from loaders.model.readings import Chunk
from loaders.model.sheet import Sheet
from loaders.model.staged import SheetAccount
from loaders.model.table import Block
from loaders.tables.columns import columns_of
from loaders.tables.finding import TableFinder
from loaders.tables.place_columns import is_no_place
from loaders.tables.views import MOST_COLUMNS, table_rows, turned, windows
from loaders.words.labels import what_it_is
from loaders.words.values import parse_value


def read_sheet(sheet: Sheet, file: FileContext) -> list[SheetResult]:
    """Read every table of one sheet, each seen in the way that accounts for it best."""
    layout = TableFinder(sheet, file.vocabulary)
    blocks = layout.blocks()
    columns = [(b, columns_of(b, file.vocabulary)) for b in blocks]
    seen = [sheet]
    if not any(ledger_fields(b, file)[0] for b in blocks):
        seen = windows(sheet, columns, file.vocabulary)
    if len(seen) > 1:
        return [_best(view, TableFinder(view, file.vocabulary), file) for view in seen]
    return [_best(sheet, layout, file, blocks)]


def accounts(results: Sequence[SheetResult], left: Sequence[Chunk]) -> tuple[SheetAccount, ...]:
    """One account for each sheet, its tables side by side added up.

    Args:
        left: the readings that the checks leave; the others are set aside.
    """
    found: dict[str, SheetAccount] = {}
    for one in (_account(result, left) for result in results):
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


def _account(result: SheetResult, left: Sequence[Chunk]) -> SheetAccount:
    """The counts and reasons of a view of a sheet."""
    read = result.extract
    own = [chunk for chunk in left if chunk.sheet is result.sheet]
    taken = replace(read, chunks=tuple(own)).taken
    layout = "+".join(dict.fromkeys(result.forms)) or "无表格"
    reasons = tuple(dict.fromkeys(result.reasons))
    return SheetAccount(result.sheet.name, layout, read.readings, read.readings - taken, reasons)


def _best(
    sheet: Sheet, layout: TableFinder, file: FileContext, blocks: list[Block] | None = None
) -> SheetResult:
    """The sheet as it stands, or turned where only that gives readings without a doubt.

    Two ways that both read without a doubt and read differently are asked, never chosen.
    """
    blocks = layout.blocks() if blocks is None else blocks
    straight = _read_view(sheet, layout, file, blocks)
    if sheet.width > MOST_COLUMNS or len(sheet.rows) > MOST_COLUMNS or straight.extract.ledgers:
        return straight
    small = sheet.width <= _SMALL_TABLE and len(sheet.rows) <= _SMALL_TABLE
    if straight.derived and not straight.measured and all(c.explained for c in straight.claims):
        return straight  # 区县 | 完成率: every header says that it is no monitored value
    if straight.doubt == 0 and (not small or _is_known(straight) or straight.extract.asks):
        return straight
    table = table_rows(sheet, blocks)
    if table is None:
        return straight
    other = turned(sheet, *table)
    across = _read_view(other, TableFinder(other, file.vocabulary), file)
    if across.extract.ledgers or not across.measured or (across.doubt and not across.results):
        return straight
    if _asks_no_places(across, file):
        return straight
    return _of_both(straight, across, file)


def _asks_no_places(result: SheetResult, file: FileContext) -> bool:
    """Whether a view takes for places what are dates or headings: it stands the wrong way.

    So does one whose columns name known places already.
    """
    asked = [q for q in result.extract.questions if q.topic == "place-names"]
    columns = [c for claim in result.claims for c in claim.columns or () if c.role == "value"]
    placed = bool(columns) and all(c.places and c.places[0][0] == "area" for c in columns)
    names = [name for q in asked for name in q.names]
    return bool(asked) and (placed or any(is_no_place(n, file.vocabulary) for n in names))


def _is_known(result: SheetResult) -> bool:
    return bool(result.layouts) and all(found.known for found in result.layouts)


def _of_both(straight: SheetResult, across: SheetResult, file: FileContext) -> SheetResult:
    """One of two views: as answered, as a known form has it, as the clearly better one reads."""
    said = file.answer(straight.sheet, TOPIC)
    if said in (ABOVE, LEFT):
        return straight if said == ABOVE else across
    if _is_known(across) and across.doubt == 0:
        return across
    if straight.doubt or across.doubt:
        better = across.doubt < straight.doubt and across.taken >= straight.taken
        return across if better else straight
    if readings_of(across) <= readings_of(straight):
        return straight
    for one, other in ((straight, across), (across, straight)):
        if nearer_in_time(one, other):
            return one
    found = views(straight, across)
    best = settled(found)
    if best is None:
        return _asked(straight, found, file)
    result = straight if best.option == ABOVE else across
    told = at_sheet("reading-chosen", result.sheet, sentence("这张表", best, found))
    return replace(result, extract=result.extract + Extract(findings=(told,)))


def _asked(straight: SheetResult, found: list[Alternative], file: FileContext) -> SheetResult:
    """The view as it stands without its readings, and the question which way the table stands."""
    prompt = f"“{straight.sheet.name}”横着看、竖着看都读得通，读出的数不同，以哪种为准？"
    question = file.question(straight.sheet, TOPIC, *choice(prompt, found))
    questions = (*straight.extract.questions, question)
    result = replace(straight, extract=Extract(questions=questions))
    return replace(result, doubt=_doubt(result))


def _read_view(
    sheet: Sheet, layout: TableFinder, file: FileContext, blocks: list[Block] | None = None
) -> SheetResult:
    """Read every block of one view; a view with an open question gives no readings."""
    blocks = layout.blocks() if blocks is None else blocks
    result = _together(sheet, [_read_block(block, layout, file) for block in blocks])
    if not blocks:
        result = _without_values(result, layout, file)
    read = result.extract
    if result.measured:
        lost = ask_lost(sheet, layout.lost, file)
        asked = (*lost, *unread_questions(result.claims, file, result.form_answers))
        rest = tuple(account_rest(sheet, layout, result.claims, file, asked))
        read += Extract(questions=asked, findings=rest)
    taken = read.taken + len(read.targets)
    read = replace(read, questions=tuple(dict.fromkeys(read.questions)))
    if read.asks:
        read = replace(read, chunks=(), beside=(), ledgers=(), set_aside=0)
    findings = (*read.findings, *_text_numbers(sheet, read.chunks), *_inferred(sheet, read))
    findings = folded(findings, "total-row", "left-out-row")
    if sheet.hidden and result.measured:
        findings = (*findings, at_sheet("hidden-sheet", sheet, sheet.name))
    result = replace(
        result,
        extract=replace(read, findings=findings),
        words=result.words or tuple(layout.all_texts(8)),
        taken=taken,
    )
    return replace(result, doubt=_doubt(result))


def _without_values(result: SheetResult, layout: TableFinder, file: FileContext) -> SheetResult:
    """A sheet without any value: an empty form, or a table of classes and judgements in words."""
    if words := tuple(layout.blank_form_words()):
        return replace(result, words=words, measured=True)
    told = {text: file.vocabulary.facets(text) for text in layout.all_texts()}
    kinds = {text: said.derived[-1] for text, said in told.items() if said.derived}
    named = {t: k for t, k in kinds.items() if not told[t].rest}
    words = tuple(f"{text}是{what_it_is(kind)}" for text, kind in named.items())
    return replace(result, words=words, derived=bool(words))


def _read_block(block: Block, layout: TableFinder, file: FileContext) -> SheetResult:
    """A ledger or a table of readings."""
    fields, known = ledger_fields(block, file)
    if not fields:
        return read_table(block, layout, file)
    reader = LedgerReader(block, fields, layout, file)
    return SheetResult(
        block.sheet,
        reader.read(),
        forms=("ledger-boilers",),
        reasons=(f"已知版式“{known}”",) if known else (),
        measured=True,
        claims=(Claim(block, reader.claimed()),),
    )


def _together(sheet: Sheet, tables: Sequence[SheetResult]) -> SheetResult:
    """What the tables of a sheet give."""
    return SheetResult(
        sheet,
        added(table.extract for table in tables),
        forms=tuple(form for table in tables for form in table.forms),
        layouts=tuple(found for table in tables for found in table.layouts),
        reasons=tuple(reason for table in tables for reason in table.reasons),
        words=tuple(word for table in tables for word in table.words),
        measured=any(table.measured for table in tables),
        results=any(table.results for table in tables),
        derived=any(table.derived for table in tables),
        claims=tuple(claim for table in tables for claim in table.claims),
        months=tuple(dict.fromkeys(month for table in tables for month in table.months)),
        form_answers=tuple(topic for table in tables for topic in table.form_answers),
        listed=tuple(word for table in tables for word in table.listed)
        if all(table.listed for table in tables)
        else (),
    )


_SMALL_TABLE = 60


def _doubt(result: SheetResult) -> int:
    """How far a view is from a clean reading: nothing found, faults of keys, questions, units."""
    read = result.extract
    if not result.measured or not (result.taken or read.asks or read.clashing):
        return 4
    if any(not q.default and q.topic != SLIP_TOPIC for q in read.questions):
        return 2
    if read.keyless or doubles(read.chunks):
        return 3
    return 1 if read.clashing else 0


def _inferred(sheet: Sheet, read: Extract) -> Iterator[Finding]:
    """One notice for each unit that was taken from the magnitude of the values."""
    units: dict[str, list[str]] = {}
    for unit, label in read.inferred:
        units.setdefault(unit, []).append(label)
    for unit, labels in units.items():
        names = "、".join(dict.fromkeys(labels))
        yield at_sheet("unit-inferred", sheet, indicator=names, unit=unit)


def _text_numbers(sheet: Sheet, chunks: Sequence[Chunk]) -> Iterator[Finding]:
    """One notice for all numbers that a workbook keeps as text."""
    hits = []
    for chunk in () if sheet.is_text else chunks:
        texts = column_cells(sheet, chunk.column, chunk.rows).where(lambda v: isinstance(v, str))
        numbers = chunk.raws.where(lambda raw: parse_value(raw).kind == "number")
        here = np.flatnonzero(texts & numbers).tolist()
        hits += [(chunk.rows[n], chunk.column, chunk.raws[n]) for n in here]
    if hits:
        row, column, raw = min(hits)
        yield at_cell("text-number", sheet, (row, column), raw, count=len(hits))
