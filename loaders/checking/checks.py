"""The checks of a file, in the order in which they run, and what becomes of their findings."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from heapq import merge

from loaders.checking.figures import (
    districts_missing,
    far_from_history,
    last_year_differs,
    night_over_day,
    period_skipped,
    repeats_of_month,
    repeats_of_sites,
)
from loaders.checking.finding import Finding
from loaders.checking.readings import (
    doubles,
    finer_over_coarser,
    fraction_of_count,
    future_date,
    hidden_values,
    merged_value,
    negative_value,
    out_of_range,
    part_over_whole,
    valid_days_over,
)
from loaders.checking.staged import Staged
from loaders.diagnostics import diagnose
from loaders.model.staged import Diagnostic
from loaders.tally import Tally

Check = Callable[[Staged], Iterable[Finding]]

#: A line is one or more checks; each sees the readings without those that an earlier one left out.
#: What the checks of one line find is told column by column, and month by month beside the store.
CHECKS: tuple[tuple[Check, ...], ...] = (
    (out_of_range.check, future_date.check),
    (doubles.check,),
    (finer_over_coarser.check,),
    (valid_days_over.check, part_over_whole.check),
    (negative_value.check, fraction_of_count.check),
    (hidden_values.check,),
    (merged_value.check,),
    (repeats_of_sites.check,),
    (night_over_day.check,),
    (districts_missing.check,),
    (repeats_of_month.check, far_from_history.check),
    (period_skipped.check,),
    (last_year_differs.check,),
)


def checked(staged: Staged, tallies: dict[int, Tally]) -> tuple[Staged, list[Diagnostic]]:
    """Run all checks: readings at fault leave the file and count as set aside.

    Args:
        tallies: tally of each sheet by ``id(sheet)``; gets what is found at its readings.

    Returns:
        What is left of the file, and what is found of its figures.
    """
    of_file: list[Diagnostic] = []
    for line in CHECKS:
        turns = {id(chunk): n for n, chunk in enumerate((*staged.chunks, *staged.beside))}
        found: list[list[Finding]] = []
        for check in line:
            found.append(list(check(staged)))
            staged = _without(staged, found[-1], tallies)
        for finding in merge(*found, key=lambda one: _turn(one, turns)):
            said = diagnose(
                finding.code, finding.sheet, finding.cell, finding.found,
                count=finding.count, confirm=finding.confirm, **finding.words,
            )  # fmt: skip
            if finding.chunk is None:
                of_file.append(said)
            else:
                tallies[id(finding.chunk.sheet)].diagnostics.append(said)
    return staged, of_file


def _turn(finding: Finding, turns: dict[int, int]) -> tuple[int, datetime]:
    column = -1 if finding.chunk is None else turns[id(finding.chunk)]
    return column, finding.month or datetime.min


def _without(staged: Staged, found: list[Finding], tallies: dict[int, Tally]) -> Staged:
    """The file without the readings that findings leave out."""
    gone: dict[int, set[int]] = defaultdict(set)
    for finding in found:
        for chunk, position in finding.left_out:
            gone[id(chunk)].add(position)
    if not gone:
        return staged
    for chunk in staged.chunks:
        if positions := gone.get(id(chunk)):
            tallies[id(chunk.sheet)].set_aside += len(positions)
            chunk.without(positions)
    return replace(staged)
