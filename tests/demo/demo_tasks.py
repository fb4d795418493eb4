"""The other tasks: cumulative figures of the districts, a workbook a quarter."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from tests.demo.demo_exact import DISTRICTS, NOTE, half_even
from tests.demo.demo_sheet import (
    Value,
    band,
    down,
    head_lines,
    new_book,
    notes,
    save,
    widths,
    write,
)

OFFICE = "兰州市环境保护局"
PERIODS = ((2007, 12), (2008, 3), (2008, 6), (2008, 9), (2008, 12))
_SHARE = {3: 18, 6: 46, 9: 74, 12: 100}  # per cent of the year's work done
_BEHIND = {3: 5, 6: 3, 9: 1, 12: 0}  # per cent of the areas not yet built


@dataclass(frozen=True)
class Tasks:
    """A district's year 2008. Areas in 0.01 km², water in 0.1 万吨 a day, rate in %."""

    owners: int  # 户
    ways: tuple[int, int, int] | None  # of these 治理达标 关停 其他整治
    items: tuple[int, int, int, int] | None  # 项: 油烟 污水 清洁能源 噪声
    smoke: int
    built: int
    quiet: int
    water: tuple[int, int, int]  # used, discharged, treated
    census: tuple[int, int, int, int]  # 工业源 生活源 其他 集中式


#: 城关区 and 安宁区 after the district reports (areas and water of 城关区 invented).
YEAR = {
    "城关区": Tasks(287, None, (186, 70, 41, 1), 5540, 5600, 3860, (240, 168, 126),
                 (460, 2788, 258, 2)),
    "七里河区": Tasks(129, (96, 21, 12), (74, 31, 22, 6), 3260, 3400, 2240, (118, 83, 59),
                  (312, 846, 0, 1)),
    "西固区": Tasks(94, (71, 14, 9), (52, 26, 18, 4), 2940, 3250, 1980, (131, 92, 66),
                  (287, 602, 0, 2)),
    "安宁区": Tasks(115, (78, 22, 15), None, 1550, 1550, 1095, (60, 39, 33), (127, 499, 0, 2)),
    "红古区": Tasks(32, (23, 5, 4), (18, 9, 4, 1), 610, 840, 420, (21, 15, 8), (96, 203, 0, 1)),
    "永登县": Tasks(24, (17, 4, 3), (14, 6, 3, 0), 420, 680, 260, (14, 10, 5), (143, 268, 0, 1)),
    "皋兰县": Tasks(13, (9, 2, 2), (8, 4, 1, 0), 260, 450, 170, (7, 5, 2), (88, 121, 0, 1)),
    "榆中县": Tasks(20, (14, 3, 3), (12, 5, 2, 1), 340, 600, 210, (12, 8, 4), (121, 236, 0, 1)),
}  # fmt: skip
_GROUPS = (
    ("其中（户）", 3, 3), ("其中（项）", 7, 4), ("其中（家）", 20, 4),
)  # fmt: skip
_HEAD = (
    "区县", "餐饮业治理（户）", "治理达标", "关停", "其他整治", "餐饮业治理（项）", "油烟治理",
    "污水治理", "清洁能源改造", "噪声治理", "烟控区面积(km²)", "建成区面积(km²)", "烟尘控制区覆盖率(%)",
    "环境噪声达标区面积(km²)", "用水量(万吨/日)", "生活污水排放量(万吨/日)", "污水处理量(万吨/日)",
    "城市生活污水集中处理率(%)", "污染源普查单位数（家）", "工业源", "生活源", "其他", "集中式",
)  # fmt: skip
_STYLES = ["text", *["n0"] * 9, "n2", "n2", "n1", "n2", "n1", "n1", "n1", "n1", *["n0"] * 5]
_CENSUS = 17  # where the census figures begin; the form of 2007 does not have them
Numbers = list[Fraction | None]


def _part(values: tuple[int, ...], share: int) -> Numbers:
    return [Fraction(value * share // 100) for value in values]


def _sum(parts: Numbers) -> Fraction:
    return sum((part for part in parts if part is not None), Fraction())


def _rate(part: Fraction | None, whole: Fraction | None) -> Fraction | None:
    return None if part is None or not whole else half_even(100 * part / whole, 1)


def figures(year: int, month: int, district: str) -> Numbers:
    """The figures of a district from January to the month, in the order of the form."""
    one = YEAR[district]
    share = _SHARE[month] if year == 2008 else 88
    whole = district in ("安宁区", "西固区")
    behind = 0 if whole else _BEHIND[month] if year == 2008 else 6
    ways: Numbers = _part(one.ways, share) if one.ways else [None] * 3
    owners = _sum(ways) if one.ways else Fraction(one.owners * share // 100)
    items: Numbers = _part(one.items, share) if one.items else [None] * 4
    smoke, built = Fraction(one.smoke * (100 - behind) // 100, 100), Fraction(one.built, 100)
    quiet = Fraction(one.quiet * (100 - behind) // 100, 100)
    used, sewage, treated = (Fraction(value, 10) for value in one.water)
    late = month < 12 or year == 2007
    treated -= Fraction(1, 10) if late else 0
    rate = _rate(treated, sewage)
    if district == "安宁区":  # as the report prints it, against its own components (84.6)
        rate = Fraction(68) if late else Fraction(70)
    out: Numbers = [owners, *ways, _sum(items) if one.items else None, *items]
    out += [smoke, built, _rate(smoke, built), quiet, used, sewage, treated, rate]
    if year == 2007:
        return out
    census: Numbers = [None] * 4 if month == 3 else _part(one.census, share)
    return [*out, None if month == 3 else _sum(census), *census]


def _totals(rows: list[Numbers]) -> Numbers:
    out: Numbers = [_sum([row[n] for row in rows]) for n in range(len(rows[0]))]
    if all(row[n] is None for row in rows for n in range(_CENSUS, len(row))):
        out[_CENSUS:] = [None] * (len(out) - _CENSUS)
    out[11], out[16] = _rate(out[9], out[10]), _rate(out[15], out[14])
    return out


def _shown(value: Fraction | None) -> Value:
    if value is None:
        return "—"
    return int(value) if value.denominator == 1 else float(value)


def _header(sheet: Worksheet, width: int) -> None:
    write(sheet, 3, _HEAD[:width], ["head"] * width)
    write(sheet, 4, [None] * width, ["head"] * width)
    groups = [group for group in _GROUPS if group[1] < width]
    inside = {first + step for _, first, count in groups for step in range(count)}
    for column in range(1, width + 1):
        if column not in inside:
            down(sheet, column, 3, 4)
            continue
        sheet.cell(row=4, column=column, value=_HEAD[column - 1])
        sheet.cell(row=3, column=column).value = None
    for word, first, count in groups:
        band(sheet, 3, first, first + count - 1, word, "head")


def _note_lines(year: int, month: int) -> list[str]:
    out = [NOTE, "说明：1. 本表为当年1月起累计数；“—”为未分项报送或尚未开展。"]
    out.append("2. 安宁区生活污水排放量按用水量的65%估算，集中处理率为该区上报数。")
    if (year, month) == (2008, 12):
        out.append(
            "3. 安宁区餐饮业、烟控区、噪声达标区、污水、普查数，城关区餐饮业、普查数与报告一致。"
        )
    return out


def _fill(sheet: Worksheet, year: int, month: int) -> None:
    rows = [figures(year, month, district) for district in DISTRICTS]
    width = 1 + len(rows[0])
    span = f"{year}年1—{month}月"
    sent = f"{year + month // 12}年{month % 12 + 1}月10日"
    head_lines(sheet, width, f"{span}兰州市创建环保模范城市其他任务进展情况表", OFFICE, sent)
    _header(sheet, width)
    for row, (district, numbers) in enumerate(zip(DISTRICTS, rows, strict=True), start=5):
        write(sheet, row, [district, *map(_shown, numbers)], _STYLES[:width])
    row = 5 + len(rows)
    write(sheet, row, ["合 计", *map(_shown, _totals(rows))], _STYLES[:width])
    notes(sheet, row + 1, width, _note_lines(year, month))
    widths(sheet, [12] * width)
    sheet.freeze_panes = "B5"


def write_tasks(folder: Path) -> list[Path]:
    """The five workbooks."""
    paths = []
    for year, month in PERIODS:
        title = f"{year}年1—{month}月兰州市其他任务进展情况表"
        book = new_book(title, "其他任务")
        _fill(book.worksheets[0], year, month)
        paths.append(folder / f"{title}.xlsx")
        save(book, paths[-1])
    return paths
