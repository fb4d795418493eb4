"""Is a ring a ring: closed, with an area, not crossing itself; and the point well inside of it."""

from collections.abc import Sequence
from itertools import pairwise
from math import cos, hypot, radians

Point = tuple[float, float]
Ring = tuple[Point, ...]
_ROWS = 15  # heights at which a place for a name is looked for


def closed(ring: Ring) -> tuple[Ring, bool]:
    """The ring with its end at its beginning, and whether it was so.

    A gap that is no longer than the longest side is closed; a longer one is left open.
    """
    if len(ring) < 2 or ring[0] == ring[-1]:
        return ring, True
    longest = max(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(ring))
    gap = hypot(ring[0][0] - ring[-1][0], ring[0][1] - ring[-1][1])
    return ((*ring, ring[0]), False) if gap <= longest else (ring, False)


def area_of(ring: Ring) -> float:
    """The area in square degrees, whichever way it runs."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise((*ring, ring[0])))) / 2


def middle_of(rings: Sequence[Ring]) -> Point:
    """The centre of gravity of the largest ring."""
    ring = max(rings, key=area_of)
    x0, y0 = ring[0]
    whole = x = y = 0.0
    for (ax, ay), (bx, by) in pairwise(((px - x0, py - y0) for px, py in (*ring, ring[0]))):
        cross = ax * by - bx * ay
        whole += cross
        x += (ax + bx) * cross
        y += (ay + by) * cross
    return (x0 + x / (3 * whole), y0 + y / (3 * whole)) if whole else (x0, y0)


def crossing(ring: Ring) -> Point | None:
    """A point at which a ring crosses itself; ``None`` where it does not.

    Sides that only touch are no crossing. The sides are swept from west to east, so that only
    those that stand above one another are compared.
    """
    sides = [(a, b) for a, b in pairwise(ring) if a != b]
    order = sorted(range(len(sides)), key=lambda n: min(sides[n][0][0], sides[n][1][0]))
    active: list[int] = []
    for n in order:
        a, b = sides[n]
        west = min(a[0], b[0])
        active = [m for m in active if max(sides[m][0][0], sides[m][1][0]) >= west]
        for m in active:
            c, d = sides[m]
            apart = max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1])
            if not apart and (found := _meeting(a, b, c, d)):
                return found
        active.append(n)
    return None


def _meeting(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """Where two sides cross between their ends."""
    one, two = _turn(a, b, c), _turn(a, b, d)
    three, four = _turn(c, d, a), _turn(c, d, b)
    if one * two >= 0 or three * four >= 0:
        return None
    share = three / (three - four)
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def is_within(point: Point, rings: Sequence[Ring]) -> bool:
    """Whether a point lies inside, by how often a ray to the east crosses the rings."""
    x, y = point
    cuts = [cut for ring in rings for a, b in pairwise((*ring, ring[0])) for cut in _cut(a, b, y)]
    return sum(cut > x for cut in cuts) % 2 == 1


def inner_point(rings: Sequence[Ring]) -> Point:
    """A place for a name: the middle of the widest part of the largest ring."""
    ring = max(rings, key=area_of)
    south, north = min(y for _, y in ring), max(y for _, y in ring)
    best, wide = middle_of(rings), 0.0
    for row in range(1, _ROWS):
        y = south + (north - south) * row / _ROWS
        cuts = sorted(cut for a, b in pairwise((*ring, ring[0])) for cut in _cut(a, b, y))
        for left, right in zip(cuts[::2], cuts[1::2], strict=False):
            fit = (right - left) * (1 - abs(2 * row / _ROWS - 1) / 2)
            if fit > wide:
                best, wide = ((left + right) / 2, y), fit
    return best


def _cut(a: Point, b: Point, y: float) -> list[float]:
    if (a[1] > y) == (b[1] > y):
        return []
    return [a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])]


def metres(one: Point, other: Point) -> Point:
    """From one point to another, eastwards and northwards, in metres; good for some degrees."""
    lat = radians((one[1] + other[1]) / 2)
    return (other[0] - one[0]) * 111_320 * cos(lat), (other[1] - one[1]) * 110_574
