"""The figures of the two district reports come out of the workbooks, read by openpyxl alone."""

import re
from collections import defaultdict
from datetime import date, datetime
from fractions import Fraction
from functools import cache

import pytest
from openpyxl import load_workbook

from tests.demo.demo_exact import half_even
from tests.demo.make_workbooks import FOLDER

NEAR = ("城关区", "七里河区", "西固区", "安宁区")
Row = tuple[object, ...]
Days = dict[tuple[date, str, str], list[Fraction | None]]


def exact(value: object) -> Fraction:
    """The decimal that a cell shows, not the double behind it."""
    assert isinstance(value, int | float), value
    return Fraction(format(value, ".15g"))


@cache
def rows(name: str, sheet: str) -> list[Row]:
    """All rows of a sheet."""
    return list(load_workbook(FOLDER / name)[sheet].iter_rows(values_only=True))


def lines(name: str, sheet: str, first: int) -> list[dict[str, object]]:
    """The data rows under a one-row header in row ``first`` (from 1), totals and notes left out."""
    table = rows(name, sheet)
    head = [str(word) for word in table[first - 1]]
    out = []
    for row in table[first:]:
        if re.match(r"平均|小 计|合 计|注：|说明", str(row[0])):
            continue
        if row[1] is not None:
            out.append(dict(zip(head, row, strict=True)))
    return out


def _day(text: object) -> date | None:
    if isinstance(text, datetime):
        return text.date()
    found = re.fullmatch(r"(\d+)年(\d+)月(\d+)日", str(text))
    return date(int(found[1]), int(found[2]), int(found[3])) if found else None


@cache
def air(year: int) -> Days:
    """(day, district, indicator) -> the values of the sites; ``None`` a missing mark."""
    out: Days = defaultdict(list)
    for month in range(1, 13):
        table = rows(f"{year}年{month}月兰州市环境空气质量监测日报.xlsx", f"{month}月")
        words = [str(word) for word in table[3][3:]]
        day, district = None, ""
        for row in table[4:]:
            if row[0] is not None:
                day = _day(row[0])
                if day is None:
                    break
            assert day is not None and (day.year, day.month) == (year, month)
            district = str(row[1] or district)
            for word, value in zip(words, row[3:], strict=True):
                lost = value in ("—", "缺测", "停电")
                out[day, district, word].append(None if lost else exact(value))
    return out


def annual(year: int, district: str, word: str) -> tuple[Fraction, dict[int, int]]:
    """Mean of valid days in mg/m³ and the number of valid days of each month."""
    means, months = [], dict.fromkeys(range(1, 13), 0)
    for (day, where, what), values in air(year).items():
        there = [value for value in values if value is not None]
        if (where, what) == (district, word) and 4 * len(there) >= 3 * len(values):
            means.append(sum(there, Fraction()) / len(there))
            months[day.month] += 1
    return sum(means, Fraction()) / len(means), months


PM10, SO2, NO2 = "可吸入颗粒物(PM10)", "二氧化硫(SO2)", "二氧化氮(NO2)"


@pytest.mark.parametrize(
    ("district", "word", "figure"),
    [
        ("安宁区", PM10, "0.126"),
        ("安宁区", SO2, "0.0596"),
        ("安宁区", NO2, "0.052"),
        ("城关区", PM10, "0.123"),
        ("城关区", SO2, "0.058"),
        ("城关区", NO2, "0.052"),
        ("西固区", PM10, "0.136"),
        ("西固区", SO2, "0.066"),
    ],
)
def test_air_of_2008(district: str, word: str, figure: str) -> None:
    mean, months = annual(2008, district, word)
    assert mean == Fraction(figure)
    assert min(months.values()) >= 24


@pytest.mark.parametrize("word", [PM10, SO2, NO2])
@pytest.mark.parametrize("district", NEAR)
def test_2007_a_little_worse(district: str, word: str) -> None:
    ratio = annual(2007, district, word)[0] / annual(2008, district, word)[0]
    assert Fraction(101, 100) < ratio < Fraction(105, 100)


def test_every_day_has_every_site() -> None:
    for year, days in ((2007, 365), (2008, 366)):
        assert len(air(year)) == days * 8 * 3
        assert sum(map(len, air(year).values())) == days * 18 * 3


def test_gaolan_has_too_few_days_in_march() -> None:
    for word in (SO2, NO2):
        months = annual(2008, "皋兰县", word)[1]
        assert months.pop(3) == 9
        assert min(months.values()) >= 12
    assert min(annual(2008, "皋兰县", PM10)[1].values()) >= 5


def test_winter_is_worse_than_summer() -> None:
    for year in (2007, 2008):
        means: dict[int, list[Fraction]] = defaultdict(list)
        for (day, where, what), values in air(year).items():
            if where in NEAR and what == SO2:
                means[day.month] += [value for value in values if value is not None]
        winter = sum(means[1] + means[12], Fraction()) / len(means[1] + means[12])
        summer = sum(means[6] + means[7], Fraction()) / len(means[6] + means[7])
        assert winter > 3 * summer


def test_city_mean_plausible() -> None:
    values = [
        value
        for (_, where, what), sites in air(2008).items()
        for value in sites
        if where in NEAR and what == PM10 and value is not None
    ]
    assert Fraction("0.12") < sum(values, Fraction()) / len(values) < Fraction("0.13")


def test_unit_of_november_lost_its_superscript() -> None:
    assert rows("2008年11月兰州市环境空气质量监测日报.xlsx", "11月")[2][3] == "日均浓度（mg/m）"
    assert rows("2008年10月兰州市环境空气质量监测日报.xlsx", "10月")[2][3] == "日均浓度（mg/m³）"


def test_regional_noise() -> None:
    table = lines("2008年兰州市声环境质量监测结果.xlsx", "区域环境噪声", 3)
    levels = [exact(x["昼间等效声级Leq dB(A)"]) for x in table if x["区县"] == "城关区"]
    assert len(levels) == 203
    assert sum(levels) / 203 == 55
    assert len({x["网格编号"] for x in table}) == len(table)


@pytest.mark.parametrize(
    ("district", "points", "roads", "figure"),
    [("城关区", 87, 34, "68.9"), ("安宁区", 18, 8, "69.58")],
)
def test_traffic_noise(district: str, points: int, roads: int, figure: str) -> None:
    table = lines("2008年兰州市声环境质量监测结果.xlsx", "道路交通噪声", 3)
    mine = [x for x in table if x["区县"] == district]
    lengths = [exact(x["路段长度(km)"]) for x in mine]
    levels = [exact(x["昼间等效声级Leq dB(A)"]) for x in mine]
    assert len(mine) == points == len({x["路段名称"] for x in mine})
    assert len({re.sub(r"\d+#$", "", str(x["路段名称"])) for x in mine}) == roads
    weighted = sum(a * b for a, b in zip(lengths, levels, strict=True))
    assert weighted / sum(lengths) == Fraction(figure)
    assert all(55 < level < 80 for level in levels)
    assert min(lengths) > Fraction("0.2")


def test_water_of_2008() -> None:
    below = set()
    for month in range(1, 13):
        name = f"2008年{month}月兰州市饮用水源与断面水质月报.xlsx"
        for line in lines(name, "饮用水源", 3):
            drawn, good = exact(line["取水量(万吨)"]), exact(line["达标水量(万吨)"])
            assert abs(exact(line["达标率(%)"]) - 100 * good / drawn) <= Fraction("0.05")
            below |= {("源", line["所在区县"])} if good < drawn else set()
        for line in lines(name, "断面水质", 3):
            if exact(line["达标次数"]) < exact(line["监测次数"]):
                below.add(("断面", line["所在区县"]))
                assert line["主要超标项目"] != "/"
    assert below == {("源", "红古区"), ("源", "榆中县"), ("断面", "红古区"), ("断面", "榆中县"),
                     ("断面", "西固区")}  # fmt: skip


def _boilers(on: str) -> list[dict[str, object]]:
    return lines(f"兰州市{on[:4]}年锅炉改造台账（截至{on}）.xlsx", "锅炉改造台账", 3)


def _cuts(table: list[dict[str, object]], word: str) -> Fraction:
    return sum((exact(x[word]) for x in table if x[word] is not None), Fraction())


def test_boilers_of_2008() -> None:
    table = _boilers("2008年12月31日")
    anning = [x for x in table if x["区县"] == "安宁区" and x["完成情况"] == "已完成"]
    assert sum(exact(x["台数"]) for x in anning) == 28
    assert _cuts(anning, "削减SO2(吨)") == Fraction("189.07")
    listed = [x for x in table if x["区县"] == "城关区"]
    done = [x for x in listed if x["完成情况"] == "已完成"]
    assert len({x["使用单位"] for x in listed}) == 45
    assert sum(exact(x["台数"]) for x in listed) == 61
    assert len({x["使用单位"] for x in done}) == 35
    assert sum(exact(x["台数"]) for x in done) == 50
    assert _cuts(done, "削减SO2(吨)") == Fraction("460.1")
    assert _cuts(done, "削减烟尘(吨)") == Fraction("287.4")
    army = [x for x in listed if x["备注"] in ("部队单位", "铁路单位")]
    assert (len(army), sum(exact(x["台数"]) for x in army)) == (12, 16)
    sealed = [x for x in listed if x["备注"] == "已查封"]
    assert len({x["使用单位"] for x in sealed}) == 33
    assert sum(exact(x["台数"]) for x in sealed) == 45


def test_every_boiler_list_is_whole_and_grows() -> None:
    counts = []
    for on in ("2008年3月31日", "2008年6月30日", "2008年9月30日", "2008年12月31日"):
        table = _boilers(on)
        last = _day(on)
        dates = [_day(x["实际完成时间"]) for x in table if x["实际完成时间"] is not None]
        assert all(day is not None and last is not None and day <= last for day in dates)
        assert [x["使用单位"] for x in table] == [x["使用单位"] for x in _boilers("2008年12月31日")]
        counts.append(len(dates))
    assert counts == sorted(set(counts))
    assert all(count > 0 for count in counts)


@pytest.mark.parametrize("year", [2007, 2008])
def test_boiler_totals(year: int) -> None:
    name = f"兰州市{year}年锅炉改造台账（截至{year}年12月31日）.xlsx"
    table = _boilers(f"{year}年12月31日")
    total = next(row for row in rows(name, "锅炉改造台账") if row[0] == "合 计")
    assert exact(total[5]) == sum(exact(x["台数"]) for x in table)
    assert exact(total[6]) == sum(exact(x["吨位(蒸吨)"]) for x in table)
    assert exact(total[12]) == _cuts(table, "削减SO2(吨)")


def _tasks(month: int) -> dict[str, dict[str, object]]:
    """District (and 合 计) -> header word -> value; the two header rows read as one."""
    table = rows(f"2008年1—{month}月兰州市其他任务进展情况表.xlsx", "其他任务")
    words = [str(lower or upper) for upper, lower in zip(table[2], table[3], strict=True)]
    return {str(row[0]): dict(zip(words, row, strict=True)) for row in table[4:13]}


def test_tasks_of_2008() -> None:
    anning, chengguan = _tasks(12)["安宁区"], _tasks(12)["城关区"]
    assert anning["餐饮业治理（户）"] == 115
    assert [anning[w] for w in ("治理达标", "关停", "其他整治")] == [78, 22, 15]
    assert (chengguan["餐饮业治理（户）"], chengguan["餐饮业治理（项）"]) == (287, 298)
    items = [chengguan[w] for w in ("油烟治理", "污水治理", "清洁能源改造", "噪声治理")]
    assert items == [186, 70, 41, 1]
    assert [anning[w] for w in ("烟控区面积(km²)", "建成区面积(km²)")] == [15.5, 15.5]
    assert anning["烟尘控制区覆盖率(%)"] == 100
    assert anning["环境噪声达标区面积(km²)"] == 10.95
    assert anning["城市生活污水集中处理率(%)"] == 70
    water = [
        anning[w] for w in ("用水量(万吨/日)", "生活污水排放量(万吨/日)", "污水处理量(万吨/日)")
    ]
    assert water == [6, 3.9, 3.3]
    census = ("污染源普查单位数（家）", "工业源", "生活源", "其他", "集中式")
    assert [anning[w] for w in census] == [628, 127, 499, 0, 2]
    assert [chengguan[w] for w in census] == [3508, 460, 2788, 258, 2]


def test_tasks_grow_and_add_up() -> None:
    before: dict[str, Fraction] = {}
    for month in (3, 6, 9, 12):
        table = _tasks(month)
        total = table.pop("合 计")
        for word in ("餐饮业治理（户）", "餐饮业治理（项）"):
            values = {d: exact(x[word]) for d, x in table.items() if x[word] != "—"}
            assert exact(total[word]) == sum(values.values())
            assert all(value >= before.get(word + d, 0) for d, value in values.items())
            before |= {word + d: value for d, value in values.items()}


def test_every_sheet_says_demonstration() -> None:
    for path in FOLDER.glob("*.xlsx"):
        for sheet in load_workbook(path):
            texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
            assert "注：演示数据，除说明外均为虚构。" in texts, (path.name, sheet.title)
            assert any(text.startswith("填报单位（盖章）：") for text in texts), path.name


MANAGEMENT = "2008年1—12月兰州市环境管理与建设情况表.xlsx"


@pytest.mark.parametrize(
    ("sheet", "district", "head", "figure"),
    [
        ("环境管理", "安宁区", "环境信访受理件数（件）", "90"),
        ("环境管理", "安宁区", "环境信访办结率(%)", "100"),
        ("环境管理", "安宁区", "人大议案、政协提案件数（件）", "2"),
        ("环境管理", "安宁区", "排污费征收额（万元）", "177"),
        ("环境管理", "安宁区", "排污费开征户数（户）", "132"),
        ("设施与保洁", "安宁区", "烟尘排放达标率(%)", "96.1"),
        ("设施与保洁", "城关区", "垃圾密闭清运率(%)", "92.6"),
    ],
)
def test_management_of_2008(sheet: str, district: str, head: str, figure: str) -> None:
    (row,) = [one for one in lines(MANAGEMENT, sheet, 3) if one["区县"] == district]
    assert exact(row[head]) == Fraction(figure)


def test_a_rate_of_management_is_that_of_its_parts() -> None:
    for one in lines(MANAGEMENT, "环境管理", 3):
        part, whole = exact(one["结案件数（件）"]), exact(one["立案件数（件）"])
        assert exact(one["环境违法案件结案率(%)"]) == half_even(100 * part / whole, 1)
