"""Workbooks composed at random from the axes of a table, with the readings that they hold."""

import random
from dataclasses import dataclass, field
from itertools import product

from loaders.model.sheet import CellValue, Merge, Sheet

PLACES = ("城关区", "安宁区", "西固区", "七里河区", "榆中县")
INDICATORS = {"pm10": "PM10", "so2": "SO2", "no2": "二氧化氮"}
_TITLES = ("环境空气质量月报", "空气监测结果", "空气质量状况", "主要污染物浓度统计表")


@dataclass
class Composed:
    """One workbook: its sheets, its file name, what it says, and how it was made."""

    sheets: list[Sheet]
    file: str
    readings: dict[str, str]
    recipe: dict[str, object] = field(default_factory=dict)


@dataclass
class _Plan:
    dice: random.Random
    roles: dict[str, str]
    members: dict[str, list[str]]
    year: int
    unit: str
    unit_at: str
    year_at: str
    merged: bool
    month_style: str
    total: bool
    serial: bool
    noise: bool
    values: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def axes(self, role: str) -> list[str]:
        return [axis for axis in ("place", "indicator", "month") if self.roles[axis] == role]


def compose(seed: int) -> Composed:
    """The workbook of one seed."""
    plan = _plan(random.Random(seed))
    keys = list(product(*(plan.members[a] for a in ("place", "indicator", "month"))))
    for key in keys:
        low = {"pm10": 60, "so2": 30, "no2": 25}[key[1]]
        number = plan.dice.randint(low, low * 4)
        plan.values[key] = str(number) if plan.unit == "µg/m³" else f"0.{number:03d}"
    readings = {}
    for (place, indicator, month), text in plan.values.items():
        stored = text if plan.unit == "µg/m³" else str(int(text[2:]))
        readings[f"{indicator}@{place}@{plan.year}-{int(month):02d}"] = stored
    outer = plan.axes("sheet")
    groups = plan.members[outer[0]] if outer else [""]
    sheets = [_sheet(plan, outer[0] if outer else "", member) for member in groups]
    if plan.unit_at == "help":
        sheets.append(Sheet("填表说明", [["说明"], [f"浓度单位：{plan.unit}"]]))
    file = f"{plan.year}年空气.xlsx" if plan.year_at == "file" else "空气.xlsx"
    recipe = {k: v for k, v in vars(plan).items() if k not in ("dice", "values")}
    return Composed(sheets, file, readings, recipe)


def _plan(dice: random.Random) -> _Plan:
    while True:
        roles = {
            a: dice.choice(("key", "header", "sheet", "title", "band", "beside"))
            for a in ("place", "indicator", "month")
        }
        count = list(roles.values()).count
        if count("key") in (1, 2) and count("header") in (1, 2) and count("sheet") < 2:
            if count("band") + count("beside") > 1:
                continue
            break
    sizes = {
        a: 1 if r == "title" else dice.randint(2, 4 if a == "place" else 3)
        for a, r in roles.items()
    }
    first = dice.randint(1, 9)
    members = {
        "place": dice.sample(PLACES, sizes["place"]),
        "indicator": dice.sample(sorted(INDICATORS), sizes["indicator"]),
        "month": [str(first + n) for n in range(sizes["month"])],
    }
    unit_at = dice.choice(("title", "row", "help", "none", "indicator"))
    return _Plan(
        dice, roles, members, dice.randint(2005, 2012), dice.choice(("mg/m³", "µg/m³")), unit_at,
        dice.choice(("title", "file", "month")), dice.random() < 0.5,
        dice.choice(("月", "月份", "padded")), dice.random() < 0.3, dice.random() < 0.2,
        dice.random() < 0.3,
    )  # fmt: skip


def _name(plan: _Plan, axis: str, member: str) -> str:
    if axis == "indicator":
        text = INDICATORS[member]
        in_table = plan.roles["indicator"] in ("key", "header")
        return f"{text}({plan.unit})" if plan.unit_at == "indicator" and in_table else text
    if axis == "place":
        return member
    year = f"{plan.year}年" if plan.year_at == "month" else ""
    number = f"{int(member):02d}" if plan.month_style == "padded" else member
    return f"{year}{number}月" + ("份" if plan.month_style == "月份" else "")


def _title(plan: _Plan) -> list[list[CellValue]]:
    text = f"{plan.year}年" if plan.year_at == "title" else ""
    for axis in plan.axes("title"):
        name = _name(plan, axis, plan.members[axis][0])
        text = text + name if axis != "month" or plan.year_at != "month" else name + text
    unit = f"（单位：{plan.unit}）" if plan.unit_at == "title" or _unit_homeless(plan) else ""
    lines: list[list[CellValue]] = [[text + plan.dice.choice(_TITLES) + unit]]
    if plan.noise:
        lines.append(["填报单位：兰州市环境监测站", None, None, "填报日期：2013年1月5日"])
    if plan.unit_at == "row":
        lines.append([None, None, f"单位：{plan.unit}"])
    return lines


def _unit_homeless(plan: _Plan) -> bool:
    return plan.unit_at == "indicator" and plan.roles["indicator"] not in ("key", "header")


def _sheet(plan: _Plan, outer: str, member: str) -> Sheet:
    rows = _title(plan)
    merges: list[Merge] = []
    said = {outer: member} if outer else {}
    if band := plan.axes("band"):
        for n, inner in enumerate(plan.members[band[0]]):
            rows.append([_name(plan, band[0], inner)])
            whole = n == 0 or plan.merged
            table, own = _table(plan, said | {band[0]: inner}, with_header=whole)
            merges += _shifted(own, len(rows), 0)
            rows += [*table, []] if whole else table
    elif beside := plan.axes("beside"):
        left = 0
        tables: list[list[list[CellValue]]] = []
        for inner in plan.members[beside[0]]:
            table, own = _table(plan, said | {beside[0]: inner}, with_header=True)
            table = [[_name(plan, beside[0], inner)], *table]
            merges += _shifted(own, len(rows) + 1, left)
            width = max(map(len, table)) + 1
            tables.append([[*row, *[None] * (width - len(row))] for row in table])
            left += width
        rows += [[cell for row in line for cell in row] for line in zip(*tables, strict=True)]
    else:
        table, own = _table(plan, said, with_header=True)
        merges += _shifted(own, len(rows), 0)
        rows += table
    if plan.noise:
        rows.append(["注：本表数据未经审核，2004年数据另报。"])
    name = _name(plan, outer, member).replace("/", "") if outer else "Sheet1"
    return Sheet(name, rows, merges=merges)


def _shifted(merges: list[Merge], down: int, right: int) -> list[Merge]:
    return [Merge(m.top + down, m.left + right, m.bottom + down, m.right + right) for m in merges]


def _table(
    plan: _Plan, said: dict[str, str], *, with_header: bool
) -> tuple[list[list[CellValue]], list[Merge]]:
    """Header and body of one table, from its own row 0 and column 0."""
    stub, head = plan.axes("key"), plan.axes("header")
    order = plan.dice.sample(head, len(head)) if not plan.axes("band") else head
    columns = list(product(*(plan.members[a] for a in order)))
    rows, merges = _header(plan, stub, order, columns) if with_header else ([], [])
    lines = list(product(*(plan.members[a] for a in stub)))
    if plan.axes("beside"):
        plan.dice.shuffle(lines)
    for n, combination in enumerate(lines):
        names: list[CellValue] = []
        for level, axis in enumerate(stub):
            same = n and lines[n - 1][: level + 1] == combination[: level + 1]
            hide = same and level < len(stub) - 1 and plan.merged
            names.append(None if hide else _name(plan, axis, combination[level]))
        here = said | dict(zip(stub, combination, strict=True))
        cells = [_value(plan, here | dict(zip(order, c, strict=True))) for c in columns]
        rows.append([*([n + 1] if plan.serial else []), *names, *cells])
    if plan.total and stub == ["place"]:
        rows.append([*([None] if plan.serial else []), "平均", *[0.05] * len(columns)])
    return rows, merges


def _header(
    plan: _Plan, stub: list[str], order: list[str], columns: list[tuple[str, ...]]
) -> tuple[list[list[CellValue]], list[Merge]]:
    rows: list[list[CellValue]] = []
    merges: list[Merge] = []
    lead = len(stub) + plan.serial
    words = {"place": "区县", "indicator": "项目", "month": "月份"}
    for level, axis in enumerate(order):
        line: list[CellValue] = [None] * lead
        if level == 0:
            line = [*(["序号"] if plan.serial else []), *(words[a] for a in stub)]
        inner = level == len(order) - 1
        for n, combination in enumerate(columns):
            same = n and columns[n - 1][: level + 1] == combination[: level + 1]
            line.append(None if same and not inner else _name(plan, axis, combination[level]))
            if plan.merged and same and not inner:
                merges.append(Merge(level, lead + n, level, lead + n))
        rows.append(line)
    merges = _grown(merges)
    if plan.merged and len(order) == 2:
        merges += [Merge(0, c, 1, c) for c in range(lead)]
    return rows, merges


def _grown(merges: list[Merge]) -> list[Merge]:
    """Neighbouring one-cell marks as merges that begin at the labelled cell."""
    grown: list[Merge] = []
    for m in merges:
        if grown and grown[-1].top == m.top and grown[-1].right == m.left - 1:
            grown[-1] = Merge(m.top, grown[-1].left, m.top, m.right)
        else:
            grown.append(Merge(m.top, m.left - 1, m.top, m.right))
    return grown


def _value(plan: _Plan, said: dict[str, str]) -> CellValue:
    whole = said | {axis: plan.members[axis][0] for axis in plan.axes("title")}
    text = plan.values[whole["place"], whole["indicator"], whole["month"]]
    return float(text) if "." in text else int(text)
