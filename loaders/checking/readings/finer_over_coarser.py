"""Fine dust above all dust of one place and period: PM2.5 is a part of PM10."""

from collections.abc import Iterator

from loaders.checking.finding import Finding, Reading, at_reading
from loaders.checking.readings.coded_pairs import Compared, compared
from loaders.checking.readings.keys import keys_of
from loaders.checking.staged import Staged
from loaders.model.readings import Chunk

_SWAPPED_SHARE = 0.2


def check(staged: Staged) -> Iterator[Finding]:
    """One warning a sheet; over a fifth of the rows the two columns are probably swapped."""
    for sheet in staged.sheets:
        chunks = [chunk for chunk in staged.chunks_of(sheet) if not chunk.dust]
        coarse = [c for c in chunks if c.indicator.id == "pm10"]
        finer = [c for c in chunks if c.indicator.id == "pm25"]
        yield from _told(compared(finer, coarse) or _compared_one_by_one(finer, coarse))


def _told(both: Compared) -> Iterator[Finding]:
    if both.first is None:
        return
    pairs, over = both.pairs, both.over
    swapped = over > _SWAPPED_SHARE * pairs
    chunk, i, fine, large = both.first
    advice = (
        f"{pairs} 组中有 {over} 组如此，疑似两列颠倒，请核对；确认无误请填写理由。"
        if swapped
        else f"{pairs} 组中有 {over} 组如此，请核对。"
    )
    shown = f"{fine:f} > {large:f} {chunk.unit}"
    yield at_reading("pm25-over-pm10", Reading(chunk, i), shown, confirm=swapped, advice=advice)


def _compared_one_by_one(fine: list[Chunk], coarse: list[Chunk]) -> Compared:
    """``compared`` for any chunks."""
    known = {
        key: value
        for c in coarse
        for key, value in zip(keys_of(c), c.values, strict=True)
        if value is not None
    }
    pairs = [
        (c, i, value, known[key])
        for c in fine
        for i, (key, value) in enumerate(zip(keys_of(c), c.values, strict=True))
        if value is not None and key in known
    ]
    over = [pair for pair in pairs if pair[2] > pair[3]]
    return Compared(len(pairs), len(over), over[0] if over else None)
