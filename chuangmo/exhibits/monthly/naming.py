"""Places with their indicators, named instead of counted: the sentences below a headline."""

from collections.abc import Sequence

from chuangmo.assess.verdict_types import MISSED
from chuangmo.charts.matrix import Matrix, MatrixRow
from chuangmo.status import STATUS_WORD

#: A piece of a sentence and whether it is a key word, set bold where there is bold.
Run = tuple[str, bool]
_PLACES, _LABELS = 4, 3  # named before 等


def named(matrix: Matrix, places: Sequence[MatrixRow], status: str, lead: str = "") -> list[Run]:
    """``区县未达标5项：西固区（优良天数比例）、…。`` with the places set bold."""
    shown = {
        row.area: [cell is not None and cell.shown_as == status for cell in row.cells]
        for row in places
    }
    return _listed(matrix, shown, f"区县{lead}{STATUS_WORD[status]}{matrix.counts[status]}项：")


def over_standard(matrix: Matrix, places: Sequence[MatrixRow]) -> list[Run]:
    """The cells of districts that miss the national standard while another line is shown."""
    flagged = {row.area: list(row.over_standard) for row in places}
    count = sum(sum(flags) for flags in flagged.values())
    start = f"区县另对国家标准{STATUS_WORD[MISSED]}{count}项："
    return _listed(matrix, flagged, start) if count else []


def _listed(matrix: Matrix, flagged: dict[str, list[bool]], start: str) -> list[Run]:
    """``西固区（PM10、SO2）、…等8个区县。`` after a beginning, with the places set bold."""
    known = {area: flags for area, flags in flagged.items() if any(flags)}
    runs: list[Run] = [(start, False)]
    for n, (area, flags) in enumerate(list(known.items())[:_PLACES]):
        labels = [c.indicator.label for c, on in zip(matrix.columns, flags, strict=True) if on]
        more = "等" if len(labels) > _LABELS else ""
        runs += [("、" if n else "", False), (area, True)]
        runs.append((f"（{'、'.join(labels[:_LABELS])}{more}）", False))
    return [*runs, (f"等{len(known)}个区县。" if len(known) > _PLACES else "。", False)]
