"""A share written as a fraction (0.705) among shares in per cent."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from loaders.checking.day_figures import plain
from loaders.checking.staged import Staged
from loaders.model.finding import Finding, Reading, at_reading
from loaders.model.readings import Chunk

_PER_CENT = "%"
_WHOLE = Decimal(1)
_PLAIN = 10  # per cent: no share that is written as a fraction
_FEWEST = 2  # others in per cent


def check(staged: Staged) -> Iterator[Finding]:
    """One warning a column that asks for a reason: above 0 to 1 among values of 10 and more.

    Where its own numerator and denominator stand beside it these say more.
    """
    alike: dict[tuple[str, str], list[Chunk]] = defaultdict(list)
    for chunk in staged.chunks:
        if chunk.indicator.is_rate and chunk.unit == _PER_CENT:
            alike[chunk.sheet.name, chunk.indicator.id].append(chunk)
    for chunks in alike.values():
        shares = [v for c in chunks for v in c.values if v is not None and v >= _PLAIN]
        if len(shares) < _FEWEST:
            continue
        for chunk in chunks:
            small = chunk.values.positions(lambda v: v is not None and 0 < v <= _WHOLE)
            odd = [i for i in small if chunk.parts.get("denominator") is None]
            if 2 * len(odd) >= len(shares):
                continue
            for i in odd[:1]:
                value = chunk.values[i] or Decimal(0)
                yield at_reading(
                    "fraction-of-share", Reading(chunk, i), count=len(odd),
                    indicator=chunk.indicator.label, expected=plain(value * 100),
                )  # fmt: skip
