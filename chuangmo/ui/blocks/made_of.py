"""What traced figures are made of: numerator, denominator, kinds of a count, with their cells."""

from collections.abc import Mapping, Sequence
from typing import Any

from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, code
from chuangmo.wording import parts_words


def made_of(cells: Sequence[Mapping[str, Any]]) -> str:
    """One line a used cell that has parts, in a window that scrolls; empty where none has."""
    rows = [
        [code(f"{cell['sheet']}!{cell['cell']}" if cell["sheet"] else cell["cell"]),
         cell["raw"] or "—", parts_words(cell["parts"])]
        for cell in cells
        if cell["used"] and cell["parts"]
    ]  # fmt: skip
    if not rows:
        return ""
    columns = [
        HtmlColumn("单元格"),
        HtmlColumn("原文", numeric=True),
        HtmlColumn("组成（各在哪一格）"),
    ]
    return html.wrap(html.table(columns, rows, fold=True), "cm-window")
