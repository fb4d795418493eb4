"""Figures of one indicator in the wrong order: means above maxima, without dust above with it."""

from collections.abc import Iterator

from loaders.checking.readings.compared import compared
from loaders.checking.readings.finer_over_coarser import told
from loaders.checking.staged import Staged
from loaders.model.finding import Finding
from loaders.words.modifiers import DUSTY

_NAMES = {
    "min": "最小值", "mean": "均值", "mda8": "日最大8小时均值", "median": "中位数", "max": "最大值",
}  # fmt: skip
_MIDDLE = ("mean", "mda8", "median")
_RATES = ("noise_functional_night_rate", "noise_functional_day_rate")


def check(staged: Staged) -> Iterator[Finding]:
    """One warning a sheet and pair; over a fifth of the rows the columns are probably swapped."""
    for sheet in staged.sheets:
        chunks = staged.chunks_of(sheet)
        for name in dict.fromkeys(chunk.indicator.id for chunk in chunks):
            here = [chunk for chunk in chunks if chunk.indicator.id == name]
            for low, high in _pairs([chunk.statistic for chunk in here]):
                lower = [chunk for chunk in here if chunk.statistic == low]
                upper = [chunk for chunk in here if chunk.statistic == high]
                both, names = compared(lower, upper), (_named(low), _named(high))
                yield from told("statistics-order", both, staged, (name, name), names)
        for name in DUSTY:
            here = [c for c in chunks if c.indicator.id == name and c.statistic == "mean"]
            left, whole = ([c for c in here if bool(c.dust) == gone] for gone in (True, False))
            words = ("扣沙后的值", "扣沙前的值")
            yield from told("statistics-order", compared(left, whole), staged, (name, name), words)
        night, day = ([c for c in chunks if c.indicator.id == name] for name in _RATES)
        yield from told("part-above-whole", compared(night, day), staged, _RATES)


def _pairs(statistics: list[str]) -> Iterator[tuple[str, str]]:
    """Pairs of statistics that stand in a column, the first of which is never the larger one."""
    here = dict.fromkeys(statistics)
    ranks = sorted((rank, one) for one in here if (rank := _rank(one)) is not None)
    for n, (rank, low) in enumerate(ranks):
        yield from ((low, high) for other, high in ranks[n + 1 :] if other > rank)


def _rank(statistic: str) -> int | None:
    """The place of a statistic between minimum and maximum; means and medians are not compared."""
    if statistic in ("min", "max"):
        return 0 if statistic == "min" else 1000
    if statistic in _MIDDLE:
        return 500
    percent = statistic.removeprefix("p")
    high = percent.isdecimal() and int(percent) >= 90
    return 500 + int(percent) if high else None


def _named(statistic: str) -> str:
    return _NAMES.get(statistic) or f"第{statistic.removeprefix('p')}百分位数"
