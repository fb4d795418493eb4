"""Rows copied from a workbook: lines with tabs between the cells."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Pasted:
    """What a pasted text holds.

    Attributes:
        rows: texts of the cells by heading.
        problem: why nothing was taken, one sentence; else empty.
    """

    rows: tuple[dict[str, str], ...] = ()
    problem: str = ""


def pasted_rows(text: str, headings: Sequence[str], shown: Sequence[str]) -> Pasted:
    """The rows of a text. A first line that names columns says their order, else the table does.

    Args:
        headings: of the table, all of them. shown: those that the page shows, in their order.
    """
    lines = [[cell.strip() for cell in line.split("\t")] for line in text.splitlines()]
    lines = [line for line in lines if any(line)]
    if not lines:
        return Pasted()
    order = list(shown)
    if len(set(lines[0]) & set(headings)) > 1 or lines[0] == [shown[0]]:
        order = lines.pop(0)
        if unknown := [cell for cell in order if cell and cell not in headings]:
            names = "、".join(unknown)
            known = "、".join(headings)
            return Pasted(problem=f"不认识“{names}”这几列；有的是{known}。没有加入任何一行。")
    for number, line in enumerate(lines, 1):
        if len(line) > len(order):
            return Pasted(
                problem=f"第 {number} 行有 {len(line)} 格，这里只有 {len(order)} 列："
                f"{'、'.join(order)}。没有加入任何一行；可以连表头一起复制。"
            )
    return Pasted(
        tuple(
            {heading: cell for heading, cell in zip(order, line, strict=False) if heading}
            for line in lines
        )
    )
