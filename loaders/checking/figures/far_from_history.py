"""A month far from what the place usually reports."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from statistics import median

from chuangmo.catalog.catalog import Catalog
from loaders.checking.day_figures import FigureSeries, at_figure, plain
from loaders.checking.month_means import Mean, means
from loaders.checking.past_months import YEARS_BACK, PastMonths
from loaders.checking.staged import Staged
from loaders.model.finding import Finding

_JUMP_SCORE = Decimal(6)
_JUMP_RATIO = Decimal("2.5")
_MAD = Decimal("1.4826")  # scales the median deviation to a standard deviation
_NARROWEST = Decimal("0.1")  # of the median: history that hardly varies is not taken at its word
_SLIP = (Decimal(300), Decimal(3000))


def check(staged: Staged) -> Iterator[Finding]:
    """A thousandfold slip of the unit; only in a month without one, a jump over past years."""
    for past in staged.months:
        slips = list(_slips(past, staged.catalog))
        yield from slips or _jumps(past, staged.catalog)


def _slips(past: PastMonths, catalog: Catalog) -> Iterator[Finding]:
    """A month a thousand times above or below the median of what was reported."""
    usual: dict[FigureSeries, list[Decimal]] = defaultdict(list)
    for figure in (figure for span in (past.before, *past.years) for figure in span):
        if figure.total and figure.n:
            usual[figure.key._replace(kind="")].append(figure.total / figure.n)
    for key, mean in means(past.figures).items():
        middle = median(usual[key]) if key in usual else None
        if not middle or not mean.value:
            continue
        ratio = max(mean.value / middle, middle / mean.value)
        if _SLIP[0] <= ratio <= _SLIP[1]:
            yield _against("history-slip", mean, plain(middle), past, catalog)


def _jumps(past: PastMonths, catalog: Catalog) -> Iterator[Finding]:
    """A month far from the same month of at least three past years (median and MAD)."""
    earlier = [means(year) for year in past.years]
    for key, mean in means(past.figures).items():
        values = [year[key].value for year in earlier if key in year]
        if len(values) < YEARS_BACK:
            continue
        middle = median(values)
        spread = max(_MAD * median(abs(v - middle) for v in values), _NARROWEST * abs(middle))
        far = spread and abs(mean.value - middle) / spread > _JUMP_SCORE
        low, high = middle / _JUMP_RATIO, middle * _JUMP_RATIO
        if far and not low <= mean.value <= high:
            shown = "、".join(plain(value) for value in values)
            yield _against("history-jump", mean, shown, past, catalog)


def _against(code: str, mean: Mean, usual: str, past: PastMonths, catalog: Catalog) -> Finding:
    figure, indicator = mean.figure, catalog.indicator(mean.figure.indicator)
    return at_figure(
        code, figure, f"{plain(mean.value)} {indicator.unit}", told_with=past.month.start,
        month=past.month.text,
        place=figure.place, indicator=indicator.label, past=usual,
    )  # fmt: skip
