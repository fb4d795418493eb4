"""One sheet from cells to readings: blocks, columns, bindings, chunks, tally and reasons."""

from dataclasses import replace

from loaders.binding.asking import ask_lost
from loaders.binding.file_context import FileContext
from loaders.diagnostics import diagnose
from loaders.extracting.accounting import Claim, account_rest
from loaders.extracting.ledgers import LedgerReader, ledger_fields
from loaders.extracting.orientation import TOPIC, readings_of, views
from loaders.extracting.result import SheetResult
from loaders.extracting.table_reading import doubles, read_table
from loaders.model.answers import ABOVE, LEFT
from loaders.model.coded import Coded
from loaders.model.evidence import Alternative, choice, sentence, settled
from loaders.model.readings import Chunk
from loaders.model.sheet import Sheet
from loaders.model.staged import SheetAccount
from loaders.model.table import Block
from loaders.tables.columns import columns_of
from loaders.tables.finding import SheetLayout
from loaders.tables.views import MOST_COLUMNS, table_rows, turned, windows
from loaders.tally import Tally
from loaders.words.values import parse_value


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
    if across.ledgers or not across.measured or (across.doubt and not across.results):
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
    tally.questions.append(file.question(tally.sheet, TOPIC, *choice(prompt, found)))
    straight.chunks, straight.beside, tally.diagnostics = [], [], []
    straight.targets = []
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
            result.add(read_table(block, layout, file))
    if result.measured:
        ask_lost(sheet, layout.lost, file, result.tally)
        account_rest(sheet, layout, result.claims, file, result.tally)
    result.words = result.words or layout.all_texts(8)
    result.taken = result.tally.readings - result.tally.set_aside + len(result.targets)
    if result.tally.questions:
        result.chunks, result.beside, result.ledgers = [], [], []
        result.tally.readings = result.tally.set_aside = 0
    result.doubt = _doubt(result)
    _text_numbers(result)
    result.tally.consolidate()
    if sheet.hidden and result.measured:
        result.tally.report("hidden-sheet", None, 0, sheet.name)
    return result


_SMALL_TABLE = 60


def _doubt(result: SheetResult) -> int:
    """How far a view is from a clean reading: nothing found, questions, faults of keys, doubles."""
    if not result.measured or (not result.taken and not result.tally.questions):
        return 4
    if result.tally.questions:
        return 2
    tally = result.tally
    if tally.keyless or tally.clashing or doubles(result.chunks):
        return 3
    return 0


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
