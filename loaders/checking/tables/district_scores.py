"""Printed scores of districts (考核): marks against full marks, ranks and grades against totals."""

from collections.abc import Iterator
from fractions import Fraction

from chuangmo.assess.compare import competition_ranks
from chuangmo.assess.verdicts.assessment_marks import grade_of
from chuangmo.assess.zone_classes import GRADE_REPORTED, RANK_REPORTED, SCORE_REPORTED, class_name
from chuangmo.catalog.tables import AssessmentSheet
from loaders.binding.sub_counts import SUB_COUNT, full_marks, part_name
from loaders.checking.staged import Staged
from loaders.extracting.accounting import Claim
from loaders.model.finding import Finding, Reading, at_cell, at_reading
from loaders.model.readings import Chunk
from loaders.words.values import parse_value


def check(staged: Staged) -> Iterator[Finding]:
    """What a table says beside its totals that these do not bear out; nothing is left out."""
    for chunk in staged.chunks:
        if chunk.indicator.id != SCORE_REPORTED:
            continue
        totals = _by_row(chunk)
        for other in staged.chunks_of(chunk.sheet):
            if other.indicator.id == RANK_REPORTED:
                yield from _ranks(chunk, other)
            elif other.indicator.id == GRADE_REPORTED:
                yield from _grades(staged, other, totals)
    for table in staged.tables:
        yield from _over_full(table)


def _by_row(chunk: Chunk) -> dict[int, Fraction]:
    """Row of the sheet to the value read there."""
    pairs = zip(chunk.rows, chunk.values, strict=True)
    return {row: Fraction(value) for row, value in pairs if value is not None}


def _ranks(scores: Chunk, ranks: Chunk) -> Iterator[Finding]:
    """Ranks within the table; a table of one year only, where all ranked stand in it."""
    totals, printed = _by_row(scores), _by_row(ranks)
    both = {str(row): totals[row] for row in totals if row in printed}
    if not _alone(scores) or len(both) != len(totals) or min(printed.values(), default=0) != 1:
        return
    due = competition_ranks(both, "higher")
    for position, row in enumerate(ranks.rows):
        if str(row) in due and printed[row] != due[str(row)][0]:
            place = ranks.places[position][0]
            rank = str(due[str(row)][0])
            yield at_reading("rank-differs", Reading(ranks, position), place=place, rank=rank)


def _alone(chunk: Chunk) -> bool:
    return len({(period.start, period.end) for period in chunk.periods}) == 1


def _grades(staged: Staged, grades: Chunk, totals: dict[int, Fraction]) -> Iterator[Finding]:
    for position, row in enumerate(grades.rows):
        value, year = grades.values[position], grades.periods[position].start.year
        sheet = staged.catalog.assessment_sheet(year)
        if value is None or sheet is None or row not in totals:
            continue
        printed, due = class_name(Fraction(value), "score"), grade_of(sheet, totals[row])
        if printed in _names(sheet) and printed != due:
            total = f"{float(totals[row]):g}"
            yield at_reading(
                "grade-differs", Reading(grades, position), place=grades.places[position][0],
                total=total, rules=sheet.name, grade=due,
            )  # fmt: skip


def _names(sheet: AssessmentSheet) -> set[str]:
    return {grade.name for grade in sheet.grades}


def _over_full(table: Claim) -> Iterator[Finding]:
    """Marks beyond the full marks that the heading of their column gives."""
    block = table.block
    kinds = [c for c in table.columns or () if c.reason == SUB_COUNT]
    district = next((c for c in table.columns or () if c.key in ("district", "place")), None)
    for column in kinds:
        full = full_marks([column]).get(column.index)
        for row in block.body if full is not None else ():
            value = parse_value(block.sheet.value(row, column.index)).value
            if value is not None and full is not None and value > full:
                place = str(block.sheet.value(row, district.index)) if district else ""
                yield at_cell(
                    "mark-over-full", block.sheet, (row, column.index), format(value, "f"),
                    place=place, part=part_name(column.title), full=format(full, "f"),
                )  # fmt: skip
