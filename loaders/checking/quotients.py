"""Between which rates a quotient may be printed, by the digits of what it is made of."""

from decimal import Decimal


def bounds(printed: Decimal, part: Decimal, whole: Decimal) -> tuple[Decimal, Decimal]:
    """Least and most per cent that the printed rate may be, by its digits and those of its parts.

    A part with decimals is itself rounded; one without is a count.
    """
    slack = Decimal(1).scaleb(last_digit(printed)) / 2
    lower, upper = part - _half(part), part + _half(part)
    least, most = whole - _half(whole), whole + _half(whole)
    return lower * 100 / most - slack, upper * 100 / max(least, whole / 2) + slack


def last_digit(value: Decimal) -> int:
    """The place of the last digit that is not zero; 0 of a whole number."""
    exponent = value.normalize().as_tuple().exponent
    return min(0, exponent) if isinstance(exponent, int) else 0


def _half(part: Decimal) -> Decimal:
    digits = last_digit(part)
    return Decimal(1).scaleb(digits) / 2 if digits < 0 else Decimal(0)
