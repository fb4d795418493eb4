"""Water once a month: drinking-water sources by volume, river sections by times sampled."""

from calendar import monthrange
from fractions import Fraction
from pathlib import Path
from random import Random

from openpyxl.worksheet.worksheet import Worksheet

from tests.demo.demo_exact import NOTE, half_even
from tests.demo.demo_sheet import Value, band, head_lines, new_book, notes, save, widths, write

OFFICE = "兰州市环境监测站"
#: Source, district, 0.01 万吨 a day.
SOURCES = (
    ("雁滩备用水源地", "城关区", 620), ("迎门滩水源地", "城关区", 2150),
    ("崔家大滩水源地", "七里河区", 3380), ("马滩水源地", "七里河区", 1240),
    ("西柳沟水源地", "西固区", 14650), ("安宁堡水源地", "安宁区", 1430),
    ("海石湾水源地", "红古区", 760), ("庄浪河水源地", "永登县", 540),
    ("石洞水源地", "皋兰县", 230), ("龙泉水源地", "榆中县", 310),
)  # fmt: skip
#: Section, district, river, functional class, times a month.
SECTIONS = (
    ("中山桥", "城关区", "黄河", "Ⅲ类", 3), ("包兰桥", "城关区", "黄河", "Ⅲ类", 3),
    ("七里河桥", "七里河区", "黄河", "Ⅲ类", 3), ("新城桥", "西固区", "黄河", "Ⅱ类", 3),
    ("西固下游", "西固区", "黄河", "Ⅲ类", 3), ("银滩大桥", "安宁区", "黄河", "Ⅲ类", 3),
    ("湟水桥", "红古区", "湟水河", "Ⅲ类", 3), ("庄浪河口", "永登县", "庄浪河", "Ⅲ类", 2),
    ("蔡家河口", "皋兰县", "蔡家河", "Ⅳ类", 2), ("宛川河口", "榆中县", "宛川河", "Ⅳ类", 2),
)  # fmt: skip
#: Per cent of the volume that complied, where it was not all.
SOURCE_LOSS = {(2007, 7, "海石湾水源地"): 81, (2007, 8, "海石湾水源地"): 76,
               (2007, 5, "龙泉水源地"): 88, (2008, 7, "海石湾水源地"): 85,
               (2008, 8, "海石湾水源地"): 90, (2008, 5, "龙泉水源地"): 92}  # fmt: skip
#: Times that failed and what exceeded.
SECTION_LOSS = {
    (2007, 1, "湟水桥"): (1, "氨氮"), (2007, 2, "湟水桥"): (1, "氨氮"),
    (2007, 3, "西固下游"): (1, "石油类"), (2007, 6, "宛川河口"): (1, "化学需氧量"),
    (2007, 12, "宛川河口"): (2, "氨氮、化学需氧量"), (2007, 12, "包兰桥"): (1, "氨氮"),
    (2008, 1, "湟水桥"): (1, "氨氮"), (2008, 2, "湟水桥"): (2, "氨氮、五日生化需氧量"),
    (2008, 2, "西固下游"): (1, "石油类"), (2008, 11, "宛川河口"): (1, "化学需氧量"),
    (2008, 12, "宛川河口"): (1, "氨氮"),
}  # fmt: skip


def _rate(part: int, whole: int) -> float:
    return float(half_even(Fraction(100 * part, whole), 1))


def volumes(year: int, month: int) -> list[tuple[str, str, int, int]]:
    """Source, district, volume drawn and volume that complied, in 0.01 万吨."""
    out = []
    for name, district, daily in SOURCES:
        rng = Random(f"source-{year}-{month}-{name}")
        drawn = int(daily * monthrange(year, month)[1] * (0.94 + 0.12 * rng.random()))
        good = drawn * SOURCE_LOSS.get((year, month, name), 100) // 100
        out.append((name, district, drawn, good))
    return out


def _source_sheet(sheet: Worksheet, year: int, month: int, sent: str) -> None:
    head_lines(sheet, 5, f"{year}年{month}月兰州市集中式饮用水水源地水质达标情况", OFFICE, sent)
    words = ["水源地", "所在区县", "取水量(万吨)", "达标水量(万吨)", "达标率(%)"]
    write(sheet, 3, words, ["head"] * 5)
    styles = ["text", "text", "n2", "n2", "n1"]
    rows = volumes(year, month)
    for row, (name, district, drawn, good) in enumerate(rows, start=4):
        cells: list[Value] = [name, district, drawn / 100, good / 100, _rate(good, drawn)]
        write(sheet, row, cells, styles)
    drawn, good = sum(row[2] for row in rows), sum(row[3] for row in rows)
    last = 4 + len(rows)
    write(sheet, last, ["合 计", None, drawn / 100, good / 100, _rate(good, drawn)], styles)
    notes(sheet, last + 1, 5, [NOTE, "说明：达标率按水量计算，为达标水量与取水量之比。"])
    widths(sheet, (22, 16, 18, 18, 24))


def _section_sheet(sheet: Worksheet, year: int, month: int, sent: str) -> None:
    head_lines(sheet, 8, f"{year}年{month}月兰州市地表水断面水质达标情况", OFFICE, sent)
    words = ["断面名称", "所在区县", "河流", "功能类别", "监测次数", "达标次数", "达标率(%)"]
    write(sheet, 3, [*words, "主要超标项目"], ["head"] * 8)
    styles = ["text"] * 4 + ["n0", "n0", "n1", "text"]
    all_times, all_good = 0, 0
    for row, (name, district, river, zone, times) in enumerate(SECTIONS, start=4):
        failed, why = SECTION_LOSS.get((year, month, name), (0, "/"))
        good = times - failed
        cells: list[Value] = [name, district, river, zone, times, good, _rate(good, times), why]
        write(sheet, row, cells, styles)
        all_times, all_good = all_times + times, all_good + good
    row = 4 + len(SECTIONS)
    total: list[Value] = ["合 计", None, None, None, all_times, all_good]
    write(sheet, row, [*total, _rate(all_good, all_times), None], styles)
    band(sheet, row, 1, 4, "合 计", "text")
    notes(sheet, row + 1, 8, [NOTE, "说明：“/”表示无超标项目；合计行达标率按次数计算。"])
    widths(sheet, (16, 14, 12, 12, 14, 14, 14, 24))


def write_water(year: int, folder: Path) -> list[Path]:
    """The twelve water workbooks of a year."""
    paths = []
    for month in range(1, 13):
        title = f"{year}年{month}月兰州市饮用水源与断面水质月报"
        book = new_book(title, "饮用水源", "断面水质")
        sent = f"{year + month // 12}年{month % 12 + 1}月8日"
        _source_sheet(book.worksheets[0], year, month, sent)
        _section_sheet(book.worksheets[1], year, month, sent)
        paths.append(folder / f"{title}.xlsx")
        save(book, paths[-1])
    return paths
