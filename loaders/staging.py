"""Bytes of a file to a staged batch: read, recognised, checked, compared; nothing is written."""

import gc
import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Protocol

import pyarrow as pa

from chuangmo.catalog.catalog import Catalog
from chuangmo.period import Period
from chuangmo.store import rows
from chuangmo.store.rows import BatchInfo, Diff, Selection, Submission
from loaders.binding.file_context import FileContext
from loaders.checking.checks import checked
from loaders.checking.staged import Staged
from loaders.corrections import Fixed, corrected
from loaders.diagnostics import condensed, diagnose, diagnostics_table, told, told_of_sheet
from loaders.extracting.accounting import unread
from loaders.extracting.extract import Extract
from loaders.extracting.result import SheetResult
from loaders.extracting.sheet_reading import accounts, read_sheet
from loaders.model.finding import Finding
from loaders.model.sheet import Sheet, cell_text
from loaders.model.staged import (
    ERROR,
    ClerkQuestion,
    Diagnostic,
    Hints,
    SameFile,
    SheetAccount,
    StagedBatch,
)
from loaders.opening.workbook import Refused, has_macros, read_workbook
from loaders.parts import parts_table
from loaders.removals import Removals, removals
from loaders.tables.side_texts import side_texts
from loaders.targets import settled_targets, target_questions
from loaders.words.vocabulary import Vocabulary

PARSER = "loaders 0.1.0"
PREVIEW_ROWS = 40
_NAMED = 12
_LOOKED_THROUGH = 200
#: Two figures, or one with its unit, in the words of a cell: 50/61, 完成50台.
_FIGURES = re.compile(r"\d\s*[/／]\s*\d|\d\s*(?:[台家户项件吨辆所个天万%％]|蒸吨)")
_NO_DIFF = Diff(0, 0, 0, 0, 0)


class Compares(Protocol):
    """What staging asks of the store."""

    def diff(self, observations: pa.Table, ledger: pa.Table, parts: pa.Table) -> Diff:
        """What the rows would do to the current values."""
        ...

    def holds(self, batch: int) -> bool:
        """Whether everything that a batch carries is what holds now."""
        ...

    def restores(
        self, batch: int, observations: pa.Table, ledger: pa.Table, parts: pa.Table
    ) -> bool:
        """Whether a withdrawn batch, restored, would show these rows and no others."""
        ...

    def absent(self, observations: pa.Table, months: Collection[Period]) -> pa.Table:
        """Current values that the same form gave before and now leaves out."""
        ...

    def day_sums(self, selection: Selection) -> pa.Table:
        """Current values condensed to days."""
        ...

    def outranked(self, observations: pa.Table) -> Sequence[int]:
        """Rows not yet audited for which another value is held; their numbers from 0."""
        ...

    def arrivals(self, selection: Selection) -> pa.Table:
        """Which months hold anything."""
        ...

    def sheets(self, forms: Collection[str]) -> pa.Table:
        """Sheets that came with tables of these forms."""
        ...

    def batches_of_file(self, sha256: str) -> list[BatchInfo]:
        """Batches of exactly these bytes."""
        ...


def stage(
    data: bytes, name: str, catalog: Catalog, store: Compares, hints: Hints | None = None
) -> StagedBatch:
    """Read one file as it would be imported; nothing is written.

    Args:
        data: the bytes of the file.
        name: the name it was uploaded under; says the period where the sheets do not.
        hints: what the person says beside the file, and answers to earlier questions.

    Returns:
        A batch with ``rejected`` set when nothing of the file can be loaded.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    with _uncollected():
        try:
            sheets = read_workbook(data, name)
        except Refused as refusal:
            return _rejected(data, name, sha256, refusal.diagnostic, {})
        batch = stage_sheets(sheets, data, name, catalog, store, hints or Hints())
    return _with_macros(batch) if has_macros(data) and not batch.rejected else batch


@contextmanager
def _uncollected() -> Iterator[None]:
    """Python's collector of cycles held off: what a file is made into has none, and much of it."""
    ran = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if ran:
            gc.enable()


def _with_macros(batch: StagedBatch) -> StagedBatch:
    """The batch with the notice that macros were not run."""
    told = diagnose("macros", None, None)
    found = (*batch.uncondensed, told)
    return replace(batch, diagnostics=(*batch.diagnostics, told), uncondensed=found)


def stage_sheets(
    sheets: list[Sheet], data: bytes, name: str, catalog: Catalog, store: Compares, hints: Hints
) -> StagedBatch:
    """``stage`` after reading: from sheets to the staged batch."""
    sha256 = hashlib.sha256(data).hexdigest()
    fixed = corrected(sheets, hints.corrections)
    aside, cover = side_texts(fixed.sheets)
    words = Vocabulary(catalog)
    file = FileContext(_stem(name), sha256[:8], hints, catalog, words, aside, cover)
    results = [result for sheet in fixed.sheets for result in read_sheet(sheet, file)]
    if any(result.measured for result in results):
        results = [result if result.measured else _told_unread(result) for result in results]
    preview = {sheet.name: _preview(sheet) for sheet in sheets}
    if refusal := _refusal(results, sheets, _names_indicator(file, sheets)):
        return _rejected(data, name, sha256, refusal, preview)
    read = _checked(results, fixed, catalog, store)
    whole = all(q.default for q in read.asked) and not any(d.severity == ERROR for d in read.found)
    months = {month for result in results for month in result.months}
    gone = Removals()
    if whole:
        gone = removals(read.table, store, file.sha8, hints.answers, months)
    printed = (target for result in results for target in result.extract.targets)
    targets, of_targets = settled_targets(printed, catalog)
    found = [*read.found, *gone.diagnostics, *of_targets]
    table = pa.concat_tables([read.table, gone.tombstones])
    batch = StagedBatch(
        name=name,
        sha256=sha256,
        data=data,
        sheets=read.accounts,
        observations=table,
        ledger=read.ledger,
        parts=read.parts,
        diagnostics=condensed(found),
        uncondensed=tuple(found),
        questions=(*read.asked, *gone.questions, *target_questions(targets, catalog)),
        targets=targets,
        absent=gone.absent,
        layouts=tuple(layout for result in results for layout in result.layouts),
        answers=dict(hints.answers),
        diff=store.diff(table, read.ledger, read.parts),
        preview=preview,
    )
    batch = replace(batch, same_as=_same_file(batch, store, hints))
    return _with_nothing(batch) if batch.stores_nothing and not batch.errors else batch


def _with_nothing(batch: StagedBatch) -> StagedBatch:
    """The batch with the sentence that it would store nothing, before what its figures are."""
    seen = sum(sheet.readings for sheet in batch.sheets)
    told = diagnose("nothing-stored", None, None, str(seen))
    found = (told, *batch.uncondensed)
    return replace(batch, diagnostics=condensed(found), uncondensed=found)


def _told_unread(result: SheetResult) -> SheetResult:
    """A sheet without any indicator, in a file that has some elsewhere: its tables are told."""
    told_of = tuple(finding for claim in result.claims for finding in unread(claim))
    return replace(result, extract=result.extract + Extract(findings=told_of))


def _same_file(staged: StagedBatch, store: Compares, hints: Hints) -> SameFile | None:
    """Which batch the bytes became before, and whether that leaves anything to import."""
    known = store.batches_of_file(staged.sha256)[::-1]
    active = [info for info in known if info.state == "active"]
    nothing = staged.diff.nothing
    if active and nothing and _read_before(staged, store, hints, active):
        return SameFile(active[0].batch, "active", enough=True)
    withdrawn = [info for info in known if info.state == "withdrawn" and not nothing]
    for info in withdrawn:
        if store.restores(info.batch, staged.observations, staged.ledger, staged.parts):
            return SameFile(info.batch, info.state, enough=True)
    newest = next(iter(active or known), None)
    return SameFile(newest.batch, newest.state, enough=False) if newest else None


def _read_before(
    staged: StagedBatch, store: Compares, hints: Hints, active: Sequence[BatchInfo]
) -> bool:
    """Whether nothing is open about the file, or what is was decided by an import that holds."""
    if not staged.questions and not staged.errors:
        return True
    if staged.errors or any(not question.default for question in staged.questions):
        words = (hints.area, hints.site, hints.indicator, hints.unit, hints.period)
        mine = [key for key in hints.answers if key.startswith(staged.sha256[:8])]
        if any(words) or mine:  # something is to be read otherwise than it was
            return False
    return any(store.holds(info.batch) for info in active)


@dataclass(frozen=True)
class _Checked:
    """What all sheets say together, after all checks."""

    accounts: tuple[SheetAccount, ...]
    table: pa.Table
    ledger: pa.Table
    parts: pa.Table
    found: list[Diagnostic]
    asked: list[ClerkQuestion]


def _checked(
    results: list[SheetResult], fixed: Fixed, catalog: Catalog, store: Compares
) -> _Checked:
    chunks = tuple(chunk for result in results for chunk in result.extract.chunks)
    sheets = tuple(result.sheet for result in results)
    tables = tuple(claim for result in results for claim in result.claims)
    beside = tuple(chunk for result in results for chunk in result.extract.beside)
    left, findings = checked(Staged(chunks, sheets, catalog, store, tables, beside))
    at_readings: dict[int, list[Finding]] = defaultdict(list)
    for one in findings:
        if one.chunk is not None:
            at_readings[id(one.chunk.sheet)].append(one)
    of_sheets = [
        line
        for result in results
        for line in told_of_sheet([*result.extract.findings, *at_readings[id(result.sheet)]])
    ]
    of_file = [told(one) for one in findings if one.chunk is None]
    return _Checked(
        accounts=accounts(results, left.chunks),
        table=fixed.with_raw(left.table),
        ledger=fixed.with_raw_cells(_ledger(results)),
        parts=fixed.with_raw(parts_table(left.chunks)),
        found=[*fixed.diagnostics, *of_sheets, *of_file],
        asked=list(dict.fromkeys(q for r in results for q in r.extract.questions)),
    )


def submission(
    staged: StagedBatch, actor_name: str, reason: str, demo: bool, catalog: Catalog
) -> Submission:
    """What a commit of the staged batch writes, decided and complete."""
    diff = staged.diff
    counts = {
        "readings": sum(s.readings for s in staged.sheets),
        "set_aside": sum(s.set_aside for s in staged.sheets),
        "added": diff.added,
        "changed": diff.changed,
        "unchanged": diff.unchanged,
        "removed": diff.removed,
    }
    return Submission(
        file=staged.name,
        sha256=staged.sha256,
        data=staged.data,
        observations=staged.observations,
        ledger=staged.ledger,
        parts=staged.parts,
        diagnostics=diagnostics_table(staged.diagnostics),
        counts=counts,
        base=diff.base,
        difference=diff.difference,
        actor=actor_name,
        reason=reason,
        demo=demo,
        parser=PARSER,
        catalog=catalog.version,
        city=catalog.city.id,
        answers=dict(staged.answers),
    )


def _names_indicator(file: FileContext, sheets: list[Sheet]) -> bool:
    """Whether the file's name, a sheet's name or its first lines name an indicator."""
    texts = [file.name, *(sheet.name for sheet in sheets)]
    texts += [v for s in sheets for row in s.rows[:5] for v in row[:8] if isinstance(v, str)]
    return any(file.vocabulary.facets(text).indicators for text in texts)


def _refusal(results: list[SheetResult], sheets: list[Sheet], named: bool) -> Diagnostic | None:
    """Why nothing of the file is loaded: no indicator anywhere, or headers without values."""
    name = sheets[0].name if sheets else ""
    seen = list(dict.fromkeys(w for result in results for w in result.words))
    found = "、".join(" ".join(w.split()) for w in seen[:_NAMED]) or "空表"
    found += f"等 {len(seen)} 项" if len(seen) > _NAMED else ""
    if not any(result.measured for result in results):
        if any(result.derived for result in results):
            return diagnose("only-derived", None, None, found, name=name)
        listed = [result.listed for result in results if result.listed or result.claims]
        if listed and all(listed):
            return diagnose("only-names", None, None, found, name=name)
        if named:
            return diagnose("no-header", None, None, found, name=name)
        return diagnose("no-indicator", None, None, found, name=name)
    if not any(result.has_values for result in results):
        found = "、".join(dict.fromkeys(w for result in results for w in result.words[:5]))
        if said := next(filter(None, map(_written, sheets)), None):
            cell, text = said
            return diagnose("no-plain-values", None, cell, text, name=name, heads=found)
        return diagnose("no-values", None, None, found, name=name)
    if all(map(_gives_nothing, results)):
        return diagnose("only-derived", None, None, found, name=name)
    return None


def _written(sheet: Sheet) -> tuple[str, str] | None:
    """(cell, text) of the first words with figures in a row behind its first cell."""
    for r, row in enumerate(sheet.rows[1:_LOOKED_THROUGH], 1):
        for c, cell in enumerate(row[1:], 1):
            if isinstance(cell, str) and _FIGURES.search(cell):
                return sheet.address(r, c), cell_text(cell)
    return None


def _gives_nothing(result: SheetResult) -> bool:
    """Whether a sheet with values leaves nothing to store, to ask, to count or to put right."""
    read = result.extract
    given = read.chunks or read.ledgers or read.targets or read.questions or read.set_aside
    return not given and not any(told(one).severity == ERROR for one in read.findings)


def _rejected(
    data: bytes, name: str, sha256: str, why: Diagnostic, preview: dict[str, list[list[str]]]
) -> StagedBatch:
    return StagedBatch(
        name=name,
        sha256=sha256,
        data=data,
        sheets=(),
        observations=rows.OBSERVATIONS.empty_table(),
        ledger=rows.LEDGER.empty_table(),
        diagnostics=(why,),
        questions=(),
        diff=_NO_DIFF,
        rejected=why,
        preview=preview,
    )


def _ledger(results: list[SheetResult]) -> pa.Table:
    tables = [table for result in results for table in result.extract.ledgers]
    return pa.concat_tables(tables) if tables else rows.LEDGER.empty_table()


def _stem(name: str) -> str:
    base = PurePath(name.replace("\\", "/")).name
    return base.removesuffix(".gz").rsplit(".", 1)[0]


def _preview(sheet: Sheet) -> list[list[str]]:
    return [[cell_text(value) for value in row] for row in sheet.rows[:PREVIEW_ROWS]]
