"""Noise once a year: the grid of regional noise and the sections of the trunk roads."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from random import Random

from openpyxl.worksheet.worksheet import Worksheet

from tests.demo.demo_exact import NEAR, NOTE, bell, half_even, mean_of, pick, shares
from tests.demo.demo_sheet import Value, head_lines, new_book, notes, save, widths, write

OFFICE = "兰州市环境监测站"
LETTER = {"城关区": "C", "七里河区": "Q", "西固区": "X", "安宁区": "A"}
#: Grid points and the mean of each year in 0.1 dB(A).
GRID = {"城关区": (203, 554, 550), "七里河区": (48, 566, 563), "西固区": (40, 575, 571),
        "安宁区": (36, 543, 541)}  # fmt: skip
#: Points, roads and the length-weighted mean of each year in 0.01 dB(A).
ROADS = {"城关区": (87, 34, 6930, 6890), "七里河区": (24, 10, 7080, 7040),
         "西固区": (20, 8, 6990, 6970), "安宁区": (18, 8, 6984, 6958)}  # fmt: skip
_ZONES = (("1类", -35), ("2类", 0), ("2类", 0), ("3类", 25), ("4类", 55))
_FIRST = {
    "城关区": "东静南中甘金皋庆",
    "七里河区": "西建武敦",
    "西固区": "玉公福",
    "安宁区": "安银长",
}
_SECOND = ("宁", "岗", "泉", "川", "陵", "平")


@dataclass
class Section:
    """One road section: length in 0.01 km, level in 0.1 dB(A), vehicles an hour."""

    name: str
    ends: str
    length: int
    level: int
    flow: int


def grid(year: int, district: str) -> list[tuple[str, str, int]]:
    """Grid number, functional class, daytime level in 0.1 dB(A)."""
    rng = Random(f"grid-{year}-{district}")
    count, *means = GRID[district]
    target = means[year - 2007]
    zones = [pick(rng, _ZONES) for _ in range(count)]
    levels = mean_of([target + add + int(18 * bell(rng)) for _, add in zones], target, rng)
    letter = LETTER[district]
    return [(f"{letter}{n + 1:03d}", zones[n][0], level) for n, level in enumerate(levels)]


def _names(district: str) -> list[str]:
    _, roads, *_ = ROADS[district]
    pairs = [f"{a}{b}路" for b in _SECOND for a in _FIRST[district] if a != b]
    return pairs[:roads]


def _draw(year: int, district: str, target: int) -> list[Section]:
    rng = Random(f"road-{district}")  # the same sections every year
    points, roads, *_ = ROADS[district]
    counts = [1 + extra for extra in shares(points - roads, [1.0] * roads)]
    level = Random(f"level-{year}-{district}")
    out = []
    for road, count in zip(_names(district), counts, strict=True):
        for n in range(count):
            ends = f"{n + 1}号路口—{n + 2}号路口"
            length = 45 + int(95 * rng.random())
            flow = 700 + 10 * int(160 * rng.random())
            value = target // 10 + (flow - 1500) // 50 + int(8 * bell(level))
            out.append(Section(f"{road}{n + 1}#", ends, length, value, flow))
    return out


def _gap(sections: list[Section], target: int) -> int:
    return sum(one.length * (10 * one.level - target) for one in sections)


def roads(year: int, district: str) -> list[Section]:
    """The sections, their length-weighted mean being the figure exactly."""
    target = ROADS[district][year - 2005]
    sections = _draw(year, district, target)
    sections[0].length += -sum(one.length for one in sections) % 10
    turn = 0
    while abs(gap := _gap(sections, target)) > 600:  # whole tenths first, one section after another
        sections[turn % len(sections)].level += 1 if gap < 0 else -1
        turn += 7
    louder, quieter = next(  # one section up and one down by 0.1 dB(A) close the rest
        (a, b) for a in sections for b in sections if 10 * (b.length - a.length) == gap
    )
    louder.level += 1
    quieter.level -= 1
    return sections


def weighted(sections: list[Section]) -> Fraction:
    """Length-weighted mean in dB(A)."""
    length = sum(one.length for one in sections)
    return Fraction(sum(one.length * one.level for one in sections), 10 * length)


def _grid_sheet(sheet: Worksheet, year: int) -> None:
    head_lines(sheet, 4, f"{year}年兰州市区域环境噪声监测结果", OFFICE, f"{year}年11月20日")
    write(sheet, 3, ["网格编号", "区县", "功能区类别", "昼间等效声级Leq dB(A)"], ["head"] * 4)
    row, means = 4, []
    for district in NEAR:
        points = grid(year, district)
        for number, zone, level in points:
            write(sheet, row, [number, district, zone, level / 10], ["text"] * 3 + ["n1"])
            row += 1
        means.append((district, len(points), Fraction(sum(p[2] for p in points), 10 * len(points))))
    for district, count, mean in means:
        cells: list[Value] = ["平均", district, f"{count}个网格", float(half_even(mean, 1))]
        write(sheet, row, cells, ["text"] * 3 + ["n1"])
        row += 1
    more = "说明：1. 区域环境噪声平均值为各网格昼间等效声级的算术平均。"
    real = "2. 2008年城关区203个网格平均55.0分贝与该区2008年工作报告一致。"
    notes(sheet, row, 4, [NOTE, more, real] if year == 2008 else [NOTE, more])
    widths(sheet, (26, 20, 20, 30))
    sheet.freeze_panes = "A4"


def _road_sheet(sheet: Worksheet, year: int) -> None:
    metres = year == 2007
    words = ["序号", "路段名称", "区县", "起止点", f"路段长度({'m' if metres else 'km'})"]
    words += ["车流量(辆/h)", "昼间等效声级Leq dB(A)"]
    head_lines(sheet, 7, f"{year}年兰州市道路交通噪声监测结果", OFFICE, f"{year}年11月20日")
    write(sheet, 3, words, ["head"] * 7)
    styles = ["n0", "text", "text", "text", "n0" if metres else "n2", "n0", "n1"]
    row, means = 4, []
    for district in NEAR:
        sections = roads(year, district)
        for one in sections:
            length = one.length * 10 if metres else one.length / 100
            keys: list[Value] = [row - 3, one.name, district, one.ends]
            write(sheet, row, [*keys, length, one.flow, one.level / 10], styles)
            row += 1
        means.append((district, sections))
    for district, sections in means:
        total = sum(one.length for one in sections)
        flow = int(half_even(Fraction(sum(one.flow for one in sections), len(sections)), 0))
        mean = float(half_even(weighted(sections), 2))
        line: list[Value] = ["平均", f"{len(sections)}个路段", district, None]
        line += [total * 10 if metres else total / 100, flow, mean]
        write(sheet, row, line, ["text", *styles[1:6], "n2"])
        row += 1
    more = "说明：1. 道路交通噪声平均值按路段长度加权；平均行的路段长度为合计。"
    real = "2. 2008年城关区34条道路87个测点平均68.9分贝、安宁区平均69.58分贝与两区报告一致。"
    notes(sheet, row, 7, [NOTE, more, real] if year == 2008 else [NOTE, more])
    widths(sheet, (10, 18, 14, 22, 16, 16, 26))
    sheet.freeze_panes = "A4"


def write_noise(year: int, folder: Path) -> list[Path]:
    """The noise workbook of a year."""
    title = f"{year}年兰州市声环境质量监测结果"
    book = new_book(title, "区域环境噪声", "道路交通噪声")
    _grid_sheet(book.worksheets[0], year)
    _road_sheet(book.worksheets[1], year)
    path = folder / f"{title}.xlsx"
    save(book, path)
    return [path]
