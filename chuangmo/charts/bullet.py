"""Bullet rows as values: where each place stands against one limit, left always better."""

from collections.abc import Mapping
from dataclasses import dataclass

LIMIT_AT = 50.0
_REACH = 46.0  # the farthest value of a row stands this far from its limit


@dataclass(frozen=True)
class BulletRow:
    """One row of the figure in per cent of the track's width; the limit stands at ``LIMIT_AT``.

    Attributes:
        own, city: the chosen district and the whole city; ``None`` without a value.
        others: the remaining districts.
        low, high: ends of the range of all districts; equal with a single one.
        best, worst: (district, its printed value) at both ends; ``None`` without districts.
    """

    own: float | None
    city: float | None
    others: tuple[float, ...]
    low: float | None
    high: float | None
    best: tuple[str, str] | None
    worst: tuple[str, str] | None


def bullet_row(
    area: str,
    own: float | None,
    values: Mapping[str, float],
    city: float | None,
    limit: float,
    higher_is_better: bool,
    texts: Mapping[str, str],
) -> BulletRow:
    """Place the values of one indicator around its limit.

    Args:
        area: the district whose page it is.
        own: its value, drawn even where it is too doubtful to stand in ``values``.
        values: district to value, those without a usable value left out; any one unit.
        city: the city's value in the same unit.
        limit: of the district whose page it is.
        higher_is_better: mirrors the row, so that left stays better.
        texts: district to the value as printed.
    """
    sign = -1.0 if higher_is_better else 1.0
    known = [*values.values(), *(value for value in (own, city) if value is not None)]
    span = max((abs(value - limit) for value in known), default=0.0) or 1.0

    def place(value: float) -> float:
        return LIMIT_AT + sign * (value - limit) / span * _REACH

    ordered = sorted(values, key=lambda name: sign * values[name])
    ends = (ordered[0], ordered[-1]) if ordered else None
    return BulletRow(
        own=None if own is None else place(own),
        city=None if city is None else place(city),
        others=tuple(place(value) for name, value in values.items() if name != area),
        low=place(values[ends[0]]) if ends else None,
        high=place(values[ends[1]]) if ends else None,
        best=(ends[0], texts[ends[0]]) if ends else None,
        worst=(ends[1], texts[ends[1]]) if ends else None,
    )


def spoken(row: BulletRow, area: str, own: str, city: str, limit: str) -> str:
    """The row as a sentence for those who cannot see it."""
    parts = [f"{area} {own}", f"限值 {limit}", f"全市 {city}"]
    if row.best and row.worst:
        parts += [f"最好 {row.best[0]} {row.best[1]}", f"最差 {row.worst[0]} {row.worst[1]}"]
    return "，".join(parts)
