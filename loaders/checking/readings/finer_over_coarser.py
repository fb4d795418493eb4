"""Fine dust above all dust of one place and period: PM2.5 is a part of PM10."""

from collections.abc import Iterator

from loaders.checking.readings.compared import Compared, compared
from loaders.checking.staged import Staged
from loaders.model.finding import Finding, at_reading

_SWAPPED_SHARE = 0.2


def check(staged: Staged) -> Iterator[Finding]:
    """One warning a sheet; over a fifth of the rows the two columns are probably swapped."""
    for sheet in staged.sheets:
        chunks = [chunk for chunk in staged.chunks_of(sheet) if not chunk.dust]
        coarse = [c for c in chunks if c.indicator.id == "pm10"]
        finer = [c for c in chunks if c.indicator.id == "pm25"]
        yield from _told(compared(finer, coarse))


def _told(both: Compared) -> Iterator[Finding]:
    if both.first is None:
        return
    pairs, over = both.pairs, both.over
    swapped = over > _SWAPPED_SHARE * pairs
    reading, fine, large = both.first
    advice = (
        f"{pairs} 组中有 {over} 组如此，疑似两列颠倒，请核对；确认无误请填写理由。"
        if swapped
        else f"{pairs} 组中有 {over} 组如此，请核对。"
    )
    shown = f"{fine:f} > {large:f} {reading.chunk.unit}"
    yield at_reading("pm25-over-pm10", reading, shown, confirm=swapped, advice=advice)
