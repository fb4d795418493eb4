"""Numbers inside published texts: the number a cell of a file holds, and its digits."""

import re
from decimal import Decimal

from chuangmo.wording import THIN

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def number_in(text: str) -> Decimal | None:
    """The number a published text is, with its digits (``1 080``, ``−0.0010``); else ``None``."""
    plain = text.strip().replace(THIN, "").replace("−", "-")
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


def decimals(number: Decimal) -> int:
    """How many decimals the number was published with."""
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def plain(number: Decimal) -> str:
    """The number in decimal notation without sign of plus or grouping."""
    return format(number, "f")
