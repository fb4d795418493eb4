"""The one place that rounds: GB/T 8170 on exact fractions, once, at the end.

Half to even (四舍六入五成双) works on the exact value, so neither binary floats nor a second
rounding can move a digit. Units are changed exactly, before rounding.
"""

from decimal import Decimal
from fractions import Fraction

HALF_EVEN, HALF_UP, TRUNCATE = "half_even", "half_up", "truncate"
_TO_MICROGRAM = {"µg/m³": 1, "mg/m³": 1000}
FULL_DIGITS = 12


def round_fraction(value: Fraction, digits: int, mode: str = HALF_EVEN) -> Fraction:
    """``value`` to ``digits`` decimals by GB/T 8170 3.2, or by a display convention.

    Args:
        value: the exact value.
        digits: decimals kept; negative digits round before the point.
        mode: ``half_even`` (the rule), ``half_up`` (四舍五入) or ``truncate`` for display only.
    """
    scale = Fraction(10) ** digits
    scaled = abs(value) * scale
    whole, rest = divmod(scaled, 1)
    half = Fraction(1, 2)
    up = rest > half or (rest == half and (mode == HALF_UP or whole % 2 == 1))
    if mode != TRUNCATE and up:
        whole += 1
    return (Fraction(whole) if value >= 0 else -Fraction(whole)) / scale


def publish(value: Fraction, digits: int, mode: str = HALF_EVEN) -> str:
    """``value`` as published: rounded once, zeros kept, in decimal notation (``0.060``)."""
    return _fixed(round_fraction(value, digits, mode), digits)


def publish_safe(value: Fraction, digits: int, operator: str) -> str:
    """``value`` rounded so that keeping it keeps the limit: down under <=, up under >=."""
    scaled = value * Fraction(10) ** digits
    down = Fraction(scaled.numerator // scaled.denominator)
    up = down if down == scaled else down + 1
    return _fixed((down if operator in ("<=", "<") else up) / Fraction(10) ** digits, digits)


def decimal_text(value: Fraction) -> str:
    """``value`` unrounded in decimal notation; endless fractions carry twelve decimals."""
    text = _fixed(round_fraction(value, FULL_DIGITS), FULL_DIGITS)
    return text.rstrip("0").rstrip(".") if "." in text else text


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


def _fixed(value: Fraction, digits: int) -> str:
    places = max(digits, 0)
    units = value * 10**places
    sign = "-" if units < 0 else ""
    figures = str(abs(units.numerator // units.denominator)).rjust(places + 1, "0")
    if not places:
        return sign + figures
    return f"{sign}{figures[:-places]}.{figures[-places:]}"
