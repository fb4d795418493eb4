"""Values in hidden rows and columns."""

from collections.abc import Iterator

from loaders.checking.staged import Staged
from loaders.model.finding import Finding, Reading, at_reading


def check(staged: Staged) -> Iterator[Finding]:
    """One warning a sheet: people who look at it do not see these values."""
    for sheet in staged.sheets:
        if not sheet.hidden_rows and not sheet.hidden_columns:
            continue
        unseen = [
            Reading(chunk, i)
            for chunk in staged.chunks_of(sheet)
            for i, row in enumerate(chunk.rows)
            if chunk.column in sheet.hidden_columns or row in sheet.hidden_rows
        ]
        if unseen:
            yield at_reading("hidden-values", unseen[0], count=len(unseen))
