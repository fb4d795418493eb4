"""考核得分表 of 2008 as a bureau prints it: all invented, near what the board makes itself."""

from pathlib import Path

from tests.demo.demo_exact import NOTE
from tests.demo.demo_sheet import band, head_lines, new_book, notes, save, widths, write

OFFICE = "兰州市环境保护局"
#: Marks by group, bonus, deduction; the total is their sum.
MARKS = {
    "安宁区": (40, 30, 26.5, 0, 0), "七里河区": (39, 30, 26, 0, 0),
    "西固区": (36.5, 28, 26.5, 0, 1), "城关区": (40, 21.5, 27.5, 1, 2),
}  # fmt: skip
_HEAD = (
    "区县", "环境质量（40分）", "总量减排（30分）", "环境管理（30分）", "加分", "扣分", "总分", "名次",
    "等次",
)  # fmt: skip


def write_assessment(folder: Path) -> list[Path]:
    """The one workbook of the year."""
    title = "兰州市2008年度各区县环保目标责任制考核得分表"
    book = new_book(title, "考核得分")
    sheet = book.worksheets[0]
    head_lines(sheet, len(_HEAD), title, OFFICE, "2009年1月20日")
    write(sheet, 3, _HEAD, ["head"] * len(_HEAD))
    totals = {area: sum(marks[:4]) - marks[4] for area, marks in MARKS.items()}
    for row, (area, marks) in enumerate(MARKS.items(), start=4):
        rank = 1 + sum(other > totals[area] for other in totals.values())
        grade = "优秀" if totals[area] >= 90 else "合格"
        styles = ["text", *["n1"] * 6, "n0", "text"]
        write(sheet, row, (area, *marks, totals[area], rank, grade), styles)
    band(sheet, 4 + len(MARKS), 1, len(_HEAD), "", "note")
    notes(sheet, 5 + len(MARKS), len(_HEAD), [NOTE])
    widths(sheet, (12, 16, 16, 16, 8, 8, 10, 8, 10))
    path = folder / "兰州市2008年度环保目标责任制考核得分表.xlsx"
    save(book, path)
    return [path]
