"""One table as CSV that Excel opens rightly: UTF-8 with BOM, nothing ever taken for a formula.

A text that begins with ``= + - @``, TAB, CR, LF or a full-width twin of these gets a ``'`` before
it; numbers stay numbers, with the digits they were published with. Whoever reads such a file by a
program takes one leading ``'`` off a text that continues with one of these signs.
"""

import csv
import io
from decimal import Decimal

from chuangmo.exhibit import Exhibit
from chuangmo.exports.grid import Value, grid_of, side_by_side
from chuangmo.exports.numbers import plain

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: Blanks and signs without width that a spreadsheet may drop before it looks at a text.
_BLANKS = " \u00a0\u3000\ufeff\u200b\u200c\u200d\u2060\x0b\x0c"


def csv_bytes(exhibit: Exhibit, beside: Exhibit | None = None) -> bytes:
    """The exhibit's table; the first line names the columns, CRLF ends every line.

    Args:
        beside: another whose table has the same places in its first column; its columns follow.
    """
    grid = grid_of(exhibit)
    if beside is not None:
        grid = side_by_side(grid, grid_of(beside))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_text(name) for name in grid.heads])
    writer.writerows([_cell(value) for value in row] for row in grid.rows)
    return out.getvalue().encode("utf-8-sig")


def safe_text(text: str) -> str:
    """A text that a spreadsheet shows instead of computing it; blanks before a sign count not."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) or _hidden(text) else text


def _hidden(text: str) -> bool:
    return text.lstrip(_BLANKS).startswith(FORMULA_STARTS)


def _cell(value: Value) -> str:
    if value is None:
        return ""
    return plain(value) if isinstance(value, Decimal) else safe_text(value)
