"""A part above its whole at one place and period: PM2.5 above PM10, ammonia above all nitrogen."""

from collections.abc import Iterator

from loaders.checking.readings.compared import Compared, compared
from loaders.checking.staged import Staged
from loaders.model.finding import Finding, at_reading

SWAPPED_SHARE = 0.2
#: Indicators of which the first is a part of the second.
PARTS = (
    ("pm25", "pm10"), ("pm10", "tsp"), ("pm25", "tsp"), ("bod5", "cod"), ("codmn", "cod"),
    ("nh3n", "tn"),
)  # fmt: skip


def check(staged: Staged) -> Iterator[Finding]:
    """One warning a sheet and pair; over a fifth of the rows the columns are probably swapped."""
    for sheet in staged.sheets:
        chunks = [chunk for chunk in staged.chunks_of(sheet) if not chunk.dust]
        statistics = dict.fromkeys(chunk.statistic for chunk in chunks)
        for part, whole in PARTS:
            for statistic in statistics:
                of = [chunk for chunk in chunks if chunk.statistic == statistic]
                finer = [c for c in of if c.indicator.id == part]
                coarse = [c for c in of if c.indicator.id == whole]
                code = "pm25-over-pm10" if (part, whole) == PARTS[0] else "part-above-whole"
                yield from told(code, compared(finer, coarse), staged, (part, whole))


def told(
    code: str,
    both: Compared,
    staged: Staged,
    names: tuple[str, str],
    statistics: tuple[str, str] = ("", ""),
) -> Iterator[Finding]:
    """What is said of two columns of which the first must not be above the second, if it is."""
    if both.first is None:
        return
    pairs, over = both.pairs, both.over
    swapped = over > SWAPPED_SHARE * pairs
    reading, fine, large = both.first
    advice = (
        f"{pairs} 组中有 {over} 组如此，疑似两列颠倒，请核对；确认无误请填写理由。"
        if swapped
        else f"{pairs} 组中有 {over} 组如此，请核对。"
    )
    shown = f"{fine:f} > {large:f} {reading.chunk.unit}"
    part, whole = (staged.catalog.indicator(name).label for name in names)
    low, high = statistics
    yield at_reading(
        code, reading, shown, confirm=swapped, advice=advice, part=part, whole=whole, low=low,
        high=high,
    )  # fmt: skip
