"""Checks on staged readings: impossible values, doubles, future dates, PM2.5 over PM10, sums."""

from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal

from chuangmo.period import Period, today
from loaders.coded import positions_where
from loaders.coded_checks import Compared, compared, keys_differ
from loaders.places import Place
from loaders.readings import Chunk, Tally

_SWAPPED_SHARE = 0.2
Key = tuple[Place, datetime, datetime, str]


def check(chunks: list[Chunk], tallies: dict[int, Tally]) -> None:
    """Run all checks; faulty readings leave their chunk and count as set aside.

    Args:
        chunks: all readings of the file; changed in place.
        tallies: tally of each sheet by ``id(sheet)``.
    """
    for chunk in chunks:
        tally = tallies[id(chunk.sheet)]
        _out_of_range(chunk, tally)
        _future(chunk, tally)
    _doubles(chunks, tallies)
    for tally in tallies.values():
        _pm25_over_pm10([c for c in chunks if c.sheet is tally.sheet], tally)


def _leave_out(chunk: Chunk, positions: list[int], tally: Tally) -> None:
    tally.set_aside += len(positions)
    chunk.without(positions)


def _out_of_range(chunk: Chunk, tally: Tally) -> None:
    """Beyond physical possibility: above the band, or negative where the band is not.

    Of a column whose printed unit is in doubt only what is above the band in both units.
    """
    band = chunk.indicator.plausible
    if band is None:
        return
    low, high = min(Decimal(band.low), Decimal(0)), Decimal(band.high)
    most = high if chunk.other_scale is None else max(high, high / chunk.other_scale)
    bad = positions_where(chunk.values, lambda v: v is not None and not low <= v <= most)
    for i in bad:
        over = chunk.indicator.is_rate and high == 100 and (chunk.values[i] or 0) > 100
        tally.report(
            "over-100" if over else "out-of-range",
            chunk.rows[i],
            chunk.column,
            chunk.raws[i],
            indicator=chunk.indicator.label,
            unit=chunk.printed_unit or chunk.unit,
            low=band.low,
            high=band.high,
            stored=chunk.unit,
        )
    _leave_out(chunk, bad, tally)


def _future(chunk: Chunk, tally: Tally) -> None:
    """Periods that have not begun by tomorrow; a period still running is no fault."""
    limit = today() + timedelta(days=1)
    cut = datetime(limit.year, limit.month, limit.day)
    bad = positions_where(chunk.periods, lambda period: period.start >= cut)
    for i in bad:
        tally.report("future-date", chunk.rows[i], chunk.column, chunk.periods[i].text)
    _leave_out(chunk, bad, tally)


def _key(place: Place, period: Period) -> Key:
    return place, period.start, period.end, period.kind


def _doubles(chunks: list[Chunk], tallies: dict[int, Tally]) -> None:
    """Two values for one key: equal ones are taken once, different ones are both left out."""
    groups: dict[tuple[str, str, str], list[Chunk]] = defaultdict(list)
    for chunk in chunks:
        groups[chunk.indicator.id, chunk.statistic, chunk.dust].append(chunk)
    for group in groups.values():
        if len(group) == 1 and keys_differ(group[0]):
            continue
        keys = [[_key(*pair) for pair in zip(c.places, c.periods, strict=True)] for c in group]
        if len({k for ks in keys for k in ks}) == sum(map(len, keys)):
            continue
        _one_value_a_key(group, keys, tallies)


def _one_value_a_key(group: list[Chunk], keys: list[list[Key]], tallies: dict[int, Tally]) -> None:
    first: dict[Key, tuple[int, int]] = {}
    gone: dict[int, set[int]] = defaultdict(set)
    for n, chunk in enumerate(group):
        tally = tallies[id(chunk.sheet)]
        for i, key in enumerate(keys[n]):
            if key not in first:
                first[key] = (n, i)
                continue
            m, j = first[key]
            other, cell = group[m], group[m].cell(j)
            where = cell if other.sheet.is_text else f"{other.sheet.name}!{cell}"
            same = (chunk.values[i], chunk.qualifiers[i]) == (other.values[j], other.qualifiers[j])
            gone[n].add(i)
            code = "duplicate-equal" if same else "duplicate-key"
            if not same:
                gone[m].add(j)
            tally.report(
                code, chunk.rows[i], chunk.column, chunk.raws[i], other=where, value=other.raws[j]
            )
    for n, positions in gone.items():
        _leave_out(group[n], sorted(positions), tallies[id(group[n].sheet)])


def _pm25_over_pm10(chunks: list[Chunk], tally: Tally) -> None:
    """PM2.5 is a part of PM10; over a fifth of the rows the two columns are probably swapped."""
    coarse = [c for c in chunks if c.indicator.id == "pm10" and not c.dust]
    finer = [c for c in chunks if c.indicator.id == "pm25" and not c.dust]
    both = compared(finer, coarse) or _compared_one_by_one(finer, coarse)
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
    tally.report(
        "pm25-over-pm10",
        chunk.rows[i],
        chunk.column,
        f"{fine:f} > {large:f} {chunk.unit}",
        count=1,
        confirm=swapped,
        advice=advice,
    )


def _compared_one_by_one(fine: list[Chunk], coarse: list[Chunk]) -> Compared:
    """``compared`` for any chunks."""
    known = {
        key: value
        for c in coarse
        for key, value in zip(map(_key, c.places, c.periods), c.values, strict=True)
        if value is not None
    }
    pairs = [
        (c, i, value, known[key])
        for c in fine
        for i, (key, value) in enumerate(zip(map(_key, c.places, c.periods), c.values, strict=True))
        if value is not None and key in known
    ]
    over = [pair for pair in pairs if pair[2] > pair[3]]
    return Compared(len(pairs), len(over), over[0] if over else None)
