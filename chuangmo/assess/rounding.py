"""The one place that rounds: GB/T 8170 on exact fractions, once, at the end.

Half to even (四舍六入五成双) works on the exact value, so neither binary floats nor a second
rounding can move a digit. Units are changed exactly, before rounding.
"""

from decimal import Decimal
from fractions import Fraction

HALF_EVEN, HALF_UP, TRUNCATE = "half_even", "half_up", "truncate"
_TO_MICROGRAM = {"µg/m³": 1, "mg/m³": 1000}
FULL_DIGITS = 12
_FINEST = 6  # decimals of a difference


def round_fraction(value: Fraction, digits: int, mode: str = HALF_EVEN) -> Fraction:
    """``value`` to ``digits`` decimals by GB/T 8170 3.2, or by a display convention.

    Args:
        value: the exact value.
        digits: decimals kept; negative digits round before the point.
        mode: ``half_even`` (the rule), ``half_up`` (四舍五入) or ``truncate`` for display only.
    """
    return _of_units(_units(value, digits, mode), digits)


def _units(value: Fraction, digits: int, mode: str) -> int:
    """``value`` as a number of units of the last place, rounded."""
    over, under = value.numerator * 10 ** max(digits, 0), value.denominator * 10 ** max(-digits, 0)
    whole, rest = divmod(abs(over), under)
    up = 2 * rest > under or (2 * rest == under and (mode == HALF_UP or whole % 2 == 1))
    if mode != TRUNCATE and up:
        whole += 1
    return whole if over >= 0 else -whole


def _of_units(units: int, digits: int) -> Fraction:
    return Fraction(units * 10 ** max(-digits, 0), 10 ** max(digits, 0))


def publish(value: Fraction, digits: int, mode: str = HALF_EVEN) -> str:
    """``value`` as published: rounded once, zeros kept, in decimal notation (``0.060``)."""
    return _fixed(_units(value, digits, mode), digits)


def publish_safe(value: Fraction, digits: int, operator: str) -> str:
    """``value`` rounded so that keeping it keeps the limit: down under <=, up under >=."""
    scaled = value * Fraction(10) ** digits
    down = scaled.numerator // scaled.denominator
    up = down if down == scaled else down + 1
    return _fixed(down if operator in ("<=", "<") else up, digits)


def decimal_text(value: Fraction) -> str:
    """``value`` unrounded in decimal notation; endless fractions carry twelve decimals."""
    text = _fixed(_units(value, FULL_DIGITS, HALF_EVEN), FULL_DIGITS)
    return text.rstrip("0").rstrip(".") if "." in text else text


def publish_difference(value: Fraction, digits: int) -> str:
    """A difference rounded once, with more decimals where a true one would read as none.

    Zero is printed for equal numbers only: two figures that differ are never ``0.0000`` apart.
    """
    text = publish(value, digits)
    while value and not Fraction(text) and digits < _FINEST:
        digits += 1
        text = publish(value, digits)
    return text


def in_unit(value: Fraction, unit: str, wanted: str) -> Fraction:
    """``value`` changed from ``unit`` to ``wanted``, exactly.

    Raises:
        ValueError: the two units do not measure the same thing.
    """
    if unit == wanted:
        return value
    if unit in _TO_MICROGRAM and wanted in _TO_MICROGRAM:
        return value * _TO_MICROGRAM[unit] / _TO_MICROGRAM[wanted]
    raise ValueError(f"单位“{unit}”不能换算成“{wanted}”。")


def convertible(unit: str, wanted: str) -> bool:
    """Whether ``in_unit`` can change one into the other."""
    return unit == wanted or (unit in _TO_MICROGRAM and wanted in _TO_MICROGRAM)


def as_fraction(value: Decimal | str | int) -> Fraction:
    """The exact value of a decimal."""
    return Fraction(value)


def _fixed(units: int, digits: int) -> str:
    """Units of the last place in decimal notation."""
    sign = "-" if units < 0 else ""
    if digits <= 0:
        return f"{sign}{abs(units) * 10**-digits}"
    figures = str(abs(units)).rjust(digits + 1, "0")
    return f"{sign}{figures[:-digits]}.{figures[-digits:]}"
