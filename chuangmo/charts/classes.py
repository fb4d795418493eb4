"""Five classes of a map: round breaks, and the limit is one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from chuangmo.status import SIGN

_WITHIN, _BEYOND = 3, 2  # classes on the good side of the limit, and on the bad side
_ROUND = (1, 1.5, 2, 2.5, 3, 5, 10)


@dataclass(frozen=True)
class Classes:
    """Four breaks between five classes, from best to worst.

    Attributes:
        breaks: rising where low is good, falling where high is good.
        higher: whether high is good.
        limit: the break that divides good from bad; ``None`` where nothing does.
    """

    breaks: tuple[float, float, float, float]
    higher: bool
    limit: float | None

    def number(self, value: float) -> int:
        """0 (best) to 4 (worst); a value on a break belongs to the better class."""
        sign = -1 if self.higher else 1
        return sum(1 for edge in self.breaks if sign * value > sign * edge + 1e-12)


def build_classes(values: Sequence[float], limit: float | None, higher: bool) -> Classes:
    """Classes for values: equal round steps, anchored at the limit.

    Args:
        values: everything the map may show while the slider moves, so that colours keep their
            meaning from month to month.
        limit: the third break; without one the breaks divide the range of the values evenly.
        higher: whether high values are good.
    """
    sign = -1 if higher else 1
    low = min((sign * value for value in values), default=0.0)
    high = max((sign * value for value in values), default=1.0)
    if limit is None:
        step = _round_step((high - low) / 5)
        first = (floor(low / step) + 1) * step
        edges = tuple(sign * _clean(first + step * n, step) for n in range(4))
        return Classes(edges, higher, None)  # type: ignore[arg-type]
    anchor = sign * limit
    within = _round_step(max((anchor - low) / _WITHIN, 0.0) or abs(limit) * 0.1)
    beyond = _round_step(max((high - anchor) / _BEYOND, 0.0) or within)
    edges = (anchor - 2 * within, anchor - within, anchor, anchor + beyond)
    clean = tuple(sign * _clean(edge, min(within, beyond)) for edge in edges)
    return Classes((clean[0], clean[1], limit, clean[3]), higher, limit)


def _round_step(size: float) -> float:
    """The nearest round number: 1, 1.5, 2, 2.5, 3 or 5 times a power of ten."""
    if size <= 0:
        return 1.0
    power = 10.0 ** floor(log10(size))
    return min((factor * power for factor in _ROUND), key=lambda step: abs(step - size))


def _clean(value: float, step: float) -> float:
    return float(f"{value:.{max(0, 2 - floor(log10(step)))}f}")


def class_words(classes: Classes, digits: int, best: float | None = None) -> tuple[str, ...]:
    """``≤ 0.080``, ``0.080–0.100`` … ``＞ 0.130``, best first.

    Args:
        digits: decimals of the printed values.
        best: the best value possible (100 for rates); classes beyond it are empty texts.
    """
    edges = [_edge(edge, digits) for edge in classes.breaks]
    first, last = (SIGN[sign] for sign in ((">=", "<") if classes.higher else ("<=", ">")))
    between = [f"{edges[n]}–{edges[n + 1]}" for n in range(3)]
    words = [f"{first} {edges[0]}", *between, f"{last} {edges[3]}"]
    if best is not None:
        sign = -1 if classes.higher else 1
        out = [sign * edge < sign * best for edge in classes.breaks]
        words = ["" if n < 4 and out[n] else word for n, word in enumerate(words)]
        if any(out) and sum(out) < 4:
            words[sum(out)] = f"{first} {edges[sum(out)]}"
    return tuple(words)


def _edge(value: float, digits: int) -> str:
    """A break with as few decimals as it needs, at most two more than the values have."""
    near = (n for n in range(digits + 3) if abs(float(f"{value:.{n}f}") - value) < 1e-9)
    return f"{value:.{next(near, digits)}f}".replace("-", "−")
