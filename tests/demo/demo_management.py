"""Management, facilities and projects by district, and the city's own scheme figures; mostly invented."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.demo.demo_exact import DISTRICTS, NOTE, half_even, shares
from tests.demo.demo_sheet import Value, head_lines, new_book, notes, save, widths, write
from tests.demo.demo_tasks import OFFICE

PERIODS = ((2007, 12), (2008, 6), (2008, 12))
_SHARE = {(2007, 12): 92, (2008, 6): 46, (2008, 12): 100}  # per cent of the year 2008
_WEIGHTS = (30, 16, 17, 9, 6, 9, 5, 8)


@dataclass(frozen=True)
class Count:
    """A count of the year 2008, shared out to the districts; ``own`` are figures of the reports."""

    head: str
    total: int
    own: tuple[tuple[str, int], ...] = ()

    def of(self, district: str) -> int:
        """The figure of a district in 2008."""
        known = dict(self.own)
        rest = [name for name in DISTRICTS if name not in known]
        weights = [_WEIGHTS[DISTRICTS.index(name)] for name in rest]
        parts = shares(self.total - sum(known.values()), weights)
        return known.get(district, dict(zip(rest, parts, strict=True)).get(district, 0))


@dataclass(frozen=True)
class Rate:
    """A rate with its parts: of so many ``behind`` per cent are missing.

    ``own`` are numerator and denominator whose quotient a report prints.
    """

    numerator: str
    denominator: str
    head: str
    total: int
    behind: int
    own: tuple[tuple[str, int, int], ...] = ()
    flow: bool = False  # what comes in over the year, not what stands there

    def of(self, district: str, share: int) -> tuple[int, int]:
        """Numerator and denominator of a district at some share of the year."""
        for name, part, whole in self.own:
            if name == district:
                return (part, whole) if share == 100 else self._early(part, whole, share)
        whole = max(1, Count("", self.total).of(district))
        return self._early(whole - whole * self.behind // 100, whole, share)

    def _early(self, part: int, whole: int, share: int) -> tuple[int, int]:
        if self.flow:
            whole = max(1, whole * share // 100)
            return min(whole, part * share // 100 + 1), whole
        return (part if share == 100 else part - part * 2 // 100), whole


SHEETS: tuple[tuple[str, tuple[Count | Rate, ...]], ...] = (
    ("减排与机动车", (
        Count("总量减排项目完成数（个）", 52), Count("二氧化硫减排量（吨）", 4600),
        Count("化学需氧量减排量（吨）", 2350), Count("烟尘削减量（吨）", 1900),
        Count("机动车环保检测数（辆）", 135000),
        Rate("检测达标机动车数（辆）", "", "机动车检测达标率(%)", 135000, 9),
        Count("机动车尾气路检抽检数（辆）", 6200, (("城关区", 1500),)),
        Count("重点污染源在线监测安装家数（家）", 46),
    )),
    ("环境管理", (
        Rate("环境信访办结件数（件）", "环境信访受理件数（件）", "环境信访办结率(%)", 870, 2,
             (("安宁区", 90, 90),), flow=True),
        Rate("议案提案办结件数（件）", "人大议案、政协提案件数（件）", "人大议案、政协提案办结率(%)", 34, 0,
             (("安宁区", 2, 2),), flow=True),
        Rate("执行环评项目数（个）", "应执行环评项目数（个）", "建设项目环境影响评价执行率(%)", 640, 0, flow=True),
        Rate("执行三同时项目数（个）", "应执行三同时项目数（个）", "建设项目“三同时”执行率(%)", 410, 3,
             (("城关区", 120, 120), ("安宁区", 36, 36)), flow=True),
        Rate("结案件数（件）", "立案件数（件）", "环境违法案件结案率(%)", 310, 6, flow=True),
        Rate("查处违法建设项目数（个）", "发现违法建设项目数（个）", "违法建设项目查处率(%)", 130, 7, flow=True),
        Rate("行政处罚执行数（件）", "应处罚案件数（件）", "环境行政处罚率(%)", 290, 5, flow=True),
        Rate("数字化城管结案数（件）", "数字化城管立案数（件）", "数字化城管结案率(%)", 36000, 2, flow=True),
        Count("环境行政处罚件数（件）", 280), Count("排污费征收额（万元）", 3100, (("安宁区", 177),)),
        Count("排污费开征户数（户）", 1460, (("安宁区", 132),)), Count("危险废物转移联单份数（份）", 520),
    )),
    ("设施与保洁", (
        Rate("污水处理设施正常运行数（套）", "污水处理设施数（套）", "污水处理设施正常运行率(%)", 180, 6,
             (("城关区", 38, 40),)),
        Rate("脱硫设施正常运行数（套）", "脱硫设施数（套）", "脱硫设施正常运行率(%)", 90, 8),
        Rate("达标固定声源数（个）", "固定声源总数（个）", "固定声源达标率(%)", 300, 7, (("城关区", 96, 100),)),
        Rate("烟尘达标台数（台）", "锅炉炉窑总台数（台）", "烟尘排放达标率(%)", 900, 6, (("安宁区", 147, 153),)),
        Rate("黑度达标台数（台）", "", "烟气黑度达标率(%)", 900, 8, (("安宁区", 149, 153),)),
        Rate("垃圾密闭清运量（万吨）", "垃圾清运总量（万吨）", "垃圾密闭清运率(%)", 96, 14, (("城关区", 25, 27),)),
        Rate("机械化清扫面积（万平方米）", "道路清扫面积（万平方米）", "道路机械化清扫率(%)", 1500, 62,
             (("城关区", 180, 500),)),
    )),
    ("绿色创建", (
        Rate("绿色学校数（所）", "学校总数（所）", "绿色学校达标率(%)", 620, 77,
             (("城关区", 21, 100), ("安宁区", 12, 40))),
        Count("环保知识普及学校数（所）", 40, (("城关区", 2),)), Count("绿色社区（小区）数（个）", 30, (("城关区", 3),)),
        Count("安静小区数（个）", 18), Count("达标办事处数（个）", 40), Count("达标社区数（个）", 260),
        Count("达标村数（个）", 310), Count("环保重点项目投资额（万元）", 64000),
    )),
)  # fmt: skip
#: Of the city alone: name, unit, 2007, 2008.
CITY = (
    ("环境保护投资指数", "%", 1.72, 1.78), ("人均GDP", "万元", 2.21, 2.56),
    ("人口与计划生育年度计划完成率", "%", 100, 100), ("受保护地区占国土面积比例", "%", 10.6, 10.9),
    ("建成区绿化覆盖率", "%", 25.8, 27.1), ("重点工业企业污染物排放稳定达标率", "%", 96.4, 98.2),
    ("城市清洁能源使用率", "%", 47.5, 51.3), ("城市集中供热普及率", "%", 62.1, 66.4),
    ("机动车环保定期检测率", "%", 78.2, 82.6), ("生活垃圾无害化处理率", "%", 74.3, 86.0),
    ("工业固体废物处置利用率", "%", 86.9, 91.2), ("危险废物处置率", "%", 100, 100),
    ("建设项目环评、三同时和规划环评综合执行率", "%", 98.6, 100),
    ("总量控制计划和国家重点环保项目落实率", "%", 78.0, 84.0),
    ("中小学环境教育普及率", "%", 88.0, 91.5), ("公众对城市环境保护的满意率", "%", 80.6, 82.4),
    ("环保投资占项目总投资的比例", "%", 3.9, 4.4), ("城市环境综合整治定量考核得分", "分", 66.31, 68.92),
    ("城市环境综合整治定量考核名次", "名", "第5名/共14", "第4名/共14"),
)  # fmt: skip
#: A city outside the board, as its own report prints it; beside 兰州市, counted nowhere.
BESIDE = {2007: (("葫芦岛市", "城市环境综合整治定量考核得分", "分", 72.82),)}


def _columns(one: Count | Rate) -> list[str]:
    if isinstance(one, Count):
        return [one.head]
    return [head for head in (one.denominator, one.numerator, one.head) if head]


def _cells(one: Count | Rate, district: str, share: int) -> list[Value]:
    if isinstance(one, Count):
        return [one.of(district) * share // 100]
    part, whole = one.of(district, share)
    if not one.denominator and one.head.startswith("机动车"):
        whole = Count("", one.total).of(district) * share // 100
        part = whole - whole * one.behind // 100
    rate = float(half_even(Fraction(100 * part, whole), 1))
    return [whole, part, rate] if one.denominator else [part, rate]


def _fill(sheet: Worksheet, kinds: Sequence[Count | Rate], year: int, month: int) -> None:
    heads = ["区县", *(head for one in kinds for head in _columns(one))]
    styles = ["text", *("n1" if "(%)" in head else "n0" for head in heads[1:])]
    _head(sheet, len(heads), year, month)
    write(sheet, 3, heads, ["head"] * len(heads))
    for row, district in enumerate(DISTRICTS, start=4):
        share = _SHARE[year, month]
        cells = [cell for one in kinds for cell in _cells(one, district, share)]
        write(sheet, row, [district, *cells], styles)
    notes(sheet, 4 + len(DISTRICTS), len(heads), [NOTE, "说明：本表为当年1月起累计数或期末数。"])
    widths(sheet, [14] * len(heads))


def _head(sheet: Worksheet, width: int, year: int, month: int) -> None:
    sent = f"{year + month // 12}年{month % 12 + 1}月12日"
    title = f"{year}年1—{month}月兰州市环境管理与建设情况表（{sheet.title}）"
    head_lines(sheet, width, title, OFFICE, sent)


def _fill_city(sheet: Worksheet, year: int) -> None:
    _head(sheet, 4, year, 12)
    write(sheet, 3, ["区县", "指标", "单位", "完成值"], ["head"] * 4)
    own: list[tuple[str, str, str, Value]] = [
        ("兰州市", name, unit, values[year - 2007]) for name, unit, *values in CITY
    ]
    rows = [*own, *BESIDE.get(year, ())]
    for row, cells in enumerate(rows, start=4):
        write(sheet, row, list(cells), ["text"] * 4)
    notes(sheet, 4 + len(rows), 4, [NOTE])
    widths(sheet, [10, 44, 10, 12])


def book_of(year: int, month: int) -> tuple[str, Workbook]:
    """Name and workbook of one period."""
    title = f"{year}年1—{month}月兰州市环境管理与建设情况表"
    names = [name for name, _ in SHEETS] + (["全市"] if month == 12 else [])
    book = new_book(title, *names)
    for sheet, (_, kinds) in zip(book.worksheets, SHEETS, strict=False):
        _fill(sheet, kinds, year, month)
    if month == 12:
        _fill_city(book.worksheets[-1], year)
    return title, book


def write_management(folder: Path) -> list[Path]:
    """The three workbooks."""
    paths = []
    for year, month in PERIODS:
        title, book = book_of(year, month)
        paths.append(folder / f"{title}.xlsx")
        save(book, paths[-1])
    return paths
