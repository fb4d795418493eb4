"""The boiler ledger: one full list a date, sub-totals a district, the total at the end."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from tests.demo.demo_boilers import Line, boilers
from tests.demo.demo_exact import DISTRICTS, NOTE
from tests.demo.demo_sheet import Value, band, head_lines, new_book, notes, save, widths, write

OFFICE = "兰州市环境保护局"
DATES = (date(2007, 12, 31), date(2008, 3, 31), date(2008, 6, 30), date(2008, 9, 30),
         date(2008, 12, 31))  # fmt: skip
HEAD = ("序号", "区县", "使用单位", "地址", "锅炉型号", "台数", "吨位(蒸吨)", "用途", "改造方式",
        "计划完成时限", "实际完成时间", "完成情况", "削减SO2(吨)", "削减烟尘(吨)",
        "备注")  # fmt: skip
_STYLES = ("n0", "text", "text", "text", "text", "n0", "n1", "text", "text", "text", "date", "text",
           "n2", "n2", "text")  # fmt: skip


def finished(line: Line, on: date) -> bool:
    """Whether the line is done by the list's date."""
    return line.finished is not None and line.finished <= on


def _status(line: Line, on: date) -> str:
    if finished(line, on):
        return "已完成"
    share = len(line.owner) + line.tonnage
    if on.month <= 3:
        return "未开工"
    if on.month >= 9 and share % 5 == 0:
        return "断管"
    return "已开工" if line.finished or share % 3 else "未开工"


def _row(number: int, line: Line, on: date) -> list[Value]:
    done = finished(line, on)
    when = datetime(*line.finished.timetuple()[:3]) if done and line.finished else None
    return [
        number, line.district, line.owner, line.address, line.model, line.count,
        line.tonnage / 10, line.purpose, line.method, f"{on.year}年10月31日", when,
        _status(line, on), line.so2 / 100 if done else None, line.dust / 100 if done else None,
        line.note if done or line.note != "已查封" else None,
    ]  # fmt: skip


def counted(lines: Sequence[Line]) -> tuple[int, int]:
    """Units (家) and boilers (台)."""
    return len({(line.district, line.owner) for line in lines}), sum(line.count for line in lines)


def _total(word: str, district: str | None, lines: Sequence[Line], on: date) -> list[Value]:
    done = [line for line in lines if finished(line, on)]
    owners, count = counted(lines)
    return [
        word, district, f"{owners}家", None, None, count, sum(x.tonnage for x in lines) / 10,
        None, None, None, None, f"已完成{counted(done)[1]}台", sum(x.so2 for x in done) / 100,
        sum(x.dust for x in done) / 100, None,
    ]  # fmt: skip


def _note_lines(lines: Sequence[Line], on: date) -> list[str]:
    done = [line for line in lines if finished(line, on)]
    text = f"说明：1. 列入台账{counted(lines)[0]}家{counted(lines)[1]}台，"
    out = [NOTE, text + f"已完成{counted(done)[0]}家{counted(done)[1]}台；削减量只计已完成的锅炉。"]
    if on == date(2008, 12, 31):
        out.append(
            "2. 城关区45家61台、已完成35家50台及削减量，安宁区28台及二氧化硫削减量与两区报告一致。"
        )
    return out


def _fill(sheet: Worksheet, lines: Sequence[Line], on: date) -> None:
    title = f"兰州市{on.year}年燃煤锅炉清洁能源改造台账（截至{on.year}年{on.month}月{on.day}日）"
    sent = f"{on.year + on.month // 12}年{on.month % 12 + 1}月8日"
    head_lines(sheet, len(HEAD), title, OFFICE, sent)
    write(sheet, 3, HEAD, ["head"] * len(HEAD))
    row, number = 4, 0
    totals = ("text", *_STYLES[1:])
    for district in DISTRICTS:
        mine = [line for line in lines if line.district == district]
        for line in mine:
            number += 1
            write(sheet, row, _row(number, line, on), _STYLES)
            row += 1
        write(sheet, row, _total("小 计", district, mine, on), totals)
        row += 1
    write(sheet, row, _total("合 计", None, lines, on), totals)
    band(sheet, row, 1, 2, "合 计", "text")
    notes(sheet, row + 1, len(HEAD), _note_lines(lines, on))
    widths(sheet, (7, 11, 20, 16, 17, 7, 11, 9, 10, 15, 14, 13, 18, 18, 20))
    sheet.freeze_panes = "D4"


def write_boilers(folder: Path) -> list[Path]:
    """The five lists."""
    paths = []
    for on in DATES:
        title = f"兰州市{on.year}年锅炉改造台账（截至{on.year}年{on.month}月{on.day}日）"
        book = new_book(title, "锅炉改造台账")
        _fill(book.worksheets[0], boilers(on.year), on)
        paths.append(folder / f"{title}.xlsx")
        save(book, paths[-1])
    return paths
