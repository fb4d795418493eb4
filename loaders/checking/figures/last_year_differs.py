"""Figures of the same period last year that the store holds otherwise."""

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from chuangmo.store.rows import Selection
from loaders.checking.past_months import PastValues
from loaders.checking.staged import Staged
from loaders.model.finding import Finding, Reading, at_reading
from loaders.model.readings import Chunk
from loaders.words.values import parse_value, split_pair

_DECIMALS = re.compile(r"\d+\.(\d+)")
_Key = tuple[str, str | None, datetime, datetime, str, str, str]


def check(staged: Staged) -> Iterator[Finding]:
    """Each figure of last year beside what holds of that period; those without any told once."""
    for chunk in staged.beside:
        stored = _stored(chunk, staged.store)
        alone = []
        for i, value in enumerate(chunk.values):
            if value is None:
                continue
            held = stored.get(_key(chunk, i))
            if held is None:
                alone.append(Reading(chunk, i))
            elif abs(held - value) > _half_digit(chunk, i, value):
                period = chunk.periods[i].text
                yield at_reading(
                    "last-year-differs", Reading(chunk, i), _printed(chunk, i),
                    period=period, stored=_as_printed(chunk, i, value, held),
                )  # fmt: skip
        if alone:
            first = alone[0]
            period = chunk.periods[first.position].text
            yield at_reading(
                "last-year-kept", first, _printed(*first), count=len(alone), period=period
            )


def _key(chunk: Chunk, i: int) -> _Key:
    (area, site), period = chunk.places[i], chunk.periods[i]
    return area, site, period.start, period.end, period.kind, chunk.statistic, chunk.dust


def _stored(chunk: Chunk, store: PastValues) -> dict[_Key, Decimal]:
    """Current values of the places and the span of a column; days of hours are left out."""
    found = store.day_sums(
        Selection(
            indicators=(chunk.indicator.id,),
            areas=tuple({area for area, _ in chunk.places}),
            start=min(period.start for period in chunk.periods),
            end=max(period.end for period in chunk.periods),
        )
    )
    return {
        (
            row["area"], row["site"], row["start"], row["end"], row["kind"], row["statistic"],
            row["dust"],
        ): row["total"]
        for row in found.to_pylist()
        if row["kind"] != "hour" and row["n"] and not row["qualifier"]
    }  # fmt: skip


def _printed(chunk: Chunk, i: int) -> str:
    """The figure as written; of 3.25(3.76) the one in brackets."""
    pair = split_pair(chunk.raws[i])
    return pair[1] if pair else chunk.raws[i]


def _scale(chunk: Chunk, i: int, value: Decimal) -> Decimal:
    """Stored units in one unit as printed; 1 of a zero."""
    printed = parse_value(_printed(chunk, i)).value
    return value / printed if printed else Decimal(1)


def _half_digit(chunk: Chunk, i: int, value: Decimal) -> Decimal:
    """Half of the last printed digit, in stored units: the printed figure may be rounded."""
    places = _DECIMALS.search(_printed(chunk, i))
    return _scale(chunk, i, value) / (2 * 10 ** (len(places[1]) if places else 0))


def _as_printed(chunk: Chunk, i: int, value: Decimal, held: Decimal) -> str:
    """The stored value in the printed unit with at least as many digits as printed."""
    text = format((held / _scale(chunk, i, value)).normalize(), "f")
    places = _DECIMALS.search(_printed(chunk, i))
    whole, _, rest = text.partition(".")
    rest = rest.ljust(len(places[1]) if places else 0, "0")
    return f"{whole}.{rest}" if rest else whole
