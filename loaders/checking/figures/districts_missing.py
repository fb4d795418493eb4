"""Districts that owe an indicator and are absent from the form."""

from collections import defaultdict
from collections.abc import Iterator

from loaders.checking.day_figures import DayFigure
from loaders.checking.staged import Staged
from loaders.model.finding import Finding


def check(staged: Staged) -> Iterator[Finding]:
    """Districts that owe an indicator (duties.toml) and are absent from a form with most others."""
    owed: dict[str, dict[str, None]] = defaultdict(dict)
    for duty in staged.catalog.city.duties:
        for indicator in duty.indicators:
            owed[indicator].update(dict.fromkeys(duty.areas))
    told: dict[tuple[str | None, tuple[str, ...]], list[DayFigure]] = {}
    groups: dict[tuple[str, str | None], list[DayFigure]] = defaultdict(list)
    for figure in staged.figures:
        groups[figure.indicator, figure.sheet].append(figure)
    for (indicator, sheet), mine in groups.items():
        present = {figure.area for figure in mine}
        expected = owed.get(indicator, {})
        absent = tuple(area for area in expected if area not in present)
        if absent and len(present & expected.keys()) * 2 > len(expected):
            told.setdefault((sheet, absent), []).append(mine[0])
    for (sheet, absent), firsts in told.items():
        names = "、".join(staged.catalog.indicator(figure.indicator).label for figure in firsts)
        yield Finding("districts-missing", sheet, None, "、".join(absent), {"indicator": names})
