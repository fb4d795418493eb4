"""The checks of a file, in the order in which they run, and what becomes of their findings."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from heapq import merge

from loaders.checking.figures import (
    column_slip,
    columns_swapped,
    districts_missing,
    far_from_history,
    last_year_differs,
    month_as_day,
    night_over_day,
    period_skipped,
    repeats_of_month,
    repeats_of_sites,
    reported_beside_days,
    sheets_missing,
    span_gaps,
    stuck_value,
    tenfold,
)
from loaders.checking.parts import (
    part_over_whole,
    rate_against_parts,
    too_few_days,
    valid_days_over,
)
from loaders.checking.readings import (
    doubles,
    finer_over_coarser,
    fraction_of_count,
    fraction_of_share,
    future_date,
    hidden_values,
    merged_value,
    negative_value,
    odd_marks,
    out_of_range,
    statistics_order,
    unaudited,
)
from loaders.checking.staged import Staged
from loaders.checking.tables import (
    change_differs,
    completion,
    district_scores,
    headers_out_of_turn,
    mean_outside_parts,
    sub_counts,
    sub_indices,
)
from loaders.model.finding import Finding

Check = Callable[[Staged], Iterable[Finding]]

#: A line is one or more checks; each sees the readings without those that an earlier one left out.
#: What the checks of one line find is told column by column, and month by month beside the store.
CHECKS: tuple[tuple[Check, ...], ...] = (
    (out_of_range.check, future_date.check),
    (unaudited.check,),
    (doubles.check,),
    (finer_over_coarser.check, statistics_order.check),
    (valid_days_over.check, part_over_whole.check),
    (negative_value.check, fraction_of_count.check, fraction_of_share.check),
    (rate_against_parts.check,),
    (too_few_days.check, odd_marks.check),
    (hidden_values.check,),
    (merged_value.check,),
    (sub_counts.check, completion.check, district_scores.check),
    (headers_out_of_turn.check, change_differs.check, sub_indices.check),
    (column_slip.check, stuck_value.check),
    (repeats_of_sites.check,),
    (night_over_day.check,),
    (mean_outside_parts.check,),
    (districts_missing.check,),
    (span_gaps.check, month_as_day.check),
    (repeats_of_month.check, far_from_history.check),
    (tenfold.check, columns_swapped.check, reported_beside_days.check),
    (period_skipped.check, sheets_missing.check),
    (last_year_differs.check,),
)


def checked(staged: Staged) -> tuple[Staged, list[Finding]]:
    """Run all checks: readings at fault leave the file.

    Returns:
        What is left of the file, and what is found, in the order in which it is told.
    """
    findings: list[Finding] = []
    for line in CHECKS:
        of_line: list[list[tuple[int, datetime, Finding]]] = []
        for check in line:
            columns = {id(chunk): n for n, chunk in enumerate((*staged.chunks, *staged.beside))}
            found = list(check(staged))
            of_line.append([(*_turn(finding, columns), finding) for finding in found])
            staged = _without(staged, found)
        findings += [one[-1] for one in merge(*of_line, key=lambda one: one[:2])]
    return staged, findings


def _turn(finding: Finding, columns: dict[int, int]) -> tuple[int, datetime]:
    column = -1 if finding.chunk is None else columns[id(finding.chunk)]
    return column, finding.month or datetime.min


def _without(staged: Staged, findings: list[Finding]) -> Staged:
    """The file without the readings that findings leave out; every column keeps its place."""
    gone: dict[int, set[int]] = defaultdict(set)
    for finding in findings:
        for chunk, position in finding.left_out:
            gone[id(chunk)].add(position)
    if not gone:
        return staged
    left = (chunk.without(gone[id(chunk)]) for chunk in staged.chunks)
    return replace(staged, chunks=tuple(left))
