"""A quick look at the marks of a piece of XML: what it proves needs no expression any more."""

import numpy as np
from numpy.typing import NDArray

_END = 8  # zero bytes behind the piece, so that a look ahead stays inside
_BLANK, _BANG, _DOUBLE, _SINGLE, _LESS, _EQUALS, _MORE, _LETTERS = 32, 33, 34, 39, 60, 61, 62, 65
_SMALL_C, _SMALL_R = 99, 114
_DIGITS = 6  # a reference of two letters and so many digits at most is not far


class Marks:
    """Where the brackets, equals signs and quotes of a piece of XML stand."""

    def __init__(self, text: bytes) -> None:
        self._bytes: NDArray[np.uint8] = np.frombuffer(text + bytes(_END), np.uint8)
        self._opened = np.flatnonzero(self._bytes == _LESS)

    @property
    def may_declare(self) -> bool:
        """Whether a ``<!`` stands anywhere."""
        return bool((self._bytes[self._opened + 1] == _BANG).any())

    @property
    def cells(self) -> int:
        """How often ``<c `` and ``<c>`` stand in it."""
        cells = self._opened[self._bytes[self._opened + 1] == _SMALL_C]
        after = self._bytes[cells + 2]
        return int(((after == _BLANK) | (after == _MORE)).sum())

    @property
    def may_reach_far(self) -> bool:
        """``False`` only where every ``r="…"`` is short, and no attribute is written otherwise."""
        text = self._bytes
        equals = np.flatnonzero(text == _EQUALS)
        after = text[equals + 1]
        if ((after <= _BLANK) | (after == _SINGLE) | (text[equals - 1] <= _BLANK)).any():
            return True
        quotes = np.flatnonzero(text == _DOUBLE)
        place = np.flatnonzero(text[quotes - 1] == _EQUALS)
        place = place[text[quotes[place] - 2] == _SMALL_R]
        place = place[text[quotes[place] - 3] <= _BLANK]
        first = quotes[place] + 1
        last = np.append(quotes, len(text) - 1)[place + 1]
        length = last - first
        million = (length > _DIGITS) & (text[last - _DIGITS - 1] < _LETTERS)
        return bool((million | (length > _DIGITS + 2) | (text[first + 2] >= _LETTERS)).any())
