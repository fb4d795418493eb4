"""全省: cities and indicators as one matrix, what is behind, who owes, the rank of the cities."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from chuangmo.assess import reasons
from chuangmo.assess.stretches import WITH_DUST
from chuangmo.assess.verdict_types import INSUFFICIENT, Verdict
from chuangmo.catalog.models import Indicator
from chuangmo.charts.matrix import COMBINED, Matrix, MatrixRow, build_matrix
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table, text_frame
from chuangmo.exhibits.matrix import matrix_cells
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.monthly.owed import due_indicators
from chuangmo.service.figures.ranking import NotRankable, Ranked, Ranking
from chuangmo.service.imports.completeness import INVALID, DutyRow
from chuangmo.service.province.ranking import rank_cities
from chuangmo.service.province.standings import CityStanding, standing
from chuangmo.service.questions import Questions
from chuangmo.status import (
    BEHIND,
    JUDGED,
    LINE,
    LOST,
    LOST_WORDS,
    SHOWN_JUDGED,
    STATUS,
    STATUS_WORD,
)
from chuangmo.wording import DUST_WORD, figure, limit_words, shown_value, unit_after, value_name

#: The kind of place that a city is to the matrix: one of many, not the whole above them.
_ONE_OF_MANY = "district"
_NAMED = 6
_WORST_FIRST = {status: n for n, status in enumerate((*JUDGED, INSUFFICIENT))}


@dataclass(frozen=True)
class Province:
    """One state of the page.

    Attributes:
        readers, cities: of each city, in the order of the setting.
        matrix: cities down, worst first; indicators across.
        indicators: of all catalogs, each once.
    """

    month: Month
    dust: str
    readers: tuple[Questions, ...]
    cities: tuple[CityStanding, ...]
    matrix: Matrix
    indicators: tuple[Indicator, ...]

    @property
    def demo(self) -> bool:
        """Whether any figure comes from demonstration data."""
        return any(one.demo for one in self.cities)

    def city(self, name: str) -> CityStanding:
        """The city of a name, as the matrix has it."""
        return next(one for one in self.cities if one.name == name)


def load_province(readers: Sequence[Questions], month: Month, dust: str = WITH_DUST) -> Province:
    """How every city stands in the year of the month, as of the month's last day."""
    cities = tuple(
        standing(reader, month.year_period, month.as_of, dust, month.period) for reader in readers
    )
    indicators: dict[str, Indicator] = {}
    for one in cities:
        indicators = {**{entry.id: entry for entry in one.indicators}, **indicators}
    due = {name for reader in readers for name in due_indicators(reader.catalog, month)}
    rows = [replace(row, area_kind=_ONE_OF_MANY) for one in cities for row in one.rows]
    names = [one.name for one in cities]
    matrix = build_matrix(rows, list(indicators.values()), names, COMBINED, due)
    whole = _with_all(matrix, cities)
    return Province(month, dust, tuple(readers), cities, whole, tuple(indicators.values()))


def _with_all(matrix: Matrix, cities: Sequence[CityStanding]) -> Matrix:
    """With every city and every cell: where a city has nothing, 数据不足 and who owes it."""
    known = {row.area: row for row in matrix.rows}
    empty = (None,) * len(matrix.columns)
    none = tuple(False for _ in empty)
    by_name = {one.name: one for one in cities}
    rows = [*matrix.rows] + [
        MatrixRow(one.name, False, empty, none) for one in cities if one.name not in known
    ]
    return replace(
        matrix,
        rows=tuple(
            replace(
                row,
                cells=tuple(
                    cell or _lacking(by_name[row.area], column.head)
                    for cell, column in zip(row.cells, matrix.columns, strict=True)
                ),
            )
            for row in rows
        ),
    )


def _lacking(one: CityStanding, head: Verdict) -> Verdict:
    """数据不足 of a city in a column where it has no figure at all, with who owes it."""
    owes = [row for row in one.owed if row.indicator == head.indicator]
    said = f"没有数据，{_places(owes)}未报。" if owes else "没有数据，也没有登记由谁报。"
    return Verdict(
        indicator=head.indicator, area=one.name, area_kind=_ONE_OF_MANY, line=head.line,
        status=INSUFFICIENT, statistic=head.statistic, value=None, published=None, unit=head.unit,
        operator=None, limit=None, limit_id=None, ratio=None, done=None, quota=None,
        completion=None, year_on_year=None, on_previous=None, reason=said,
        reason_code=reasons.NO_DATA, rule="", source="", confidence=None, demo=False, n_valid=0,
        n_expected=0, n_required=0,
    )  # fmt: skip


def _places(rows: Iterable[DutyRow]) -> str:
    areas = list(dict.fromkeys(row.area for row in rows))
    return "、".join(areas[:_NAMED]) + (f"等 {len(areas)} 处" if len(areas) > _NAMED else "")


def headline(view: Province) -> str:
    """``2个城市24项评价：…``, and which city has most of what is missed."""
    counts = view.matrix.counts
    judged = [(s, n) for s in (*SHOWN_JUDGED, INSUFFICIENT) if (n := counts[s])]
    total = sum(n for _, n in judged)
    if not total:
        return f"{view.month.words}各城市没有可评价的数据。"
    parts = "，".join(f"{n}项{STATUS[status].word}" for status, n in judged)
    first = view.matrix.rows[0]
    lost = first.count(*LOST)
    where = f"；{LOST_WORDS}最多的是{first.area}（{lost}项）" if lost else ""
    return f"{len(view.cities)}个城市{total}项评价：{parts}{where}。"


def second(view: Province) -> str:
    """Which cities lack data, and how many reports are owed."""
    bare = [one.name for one in view.cities if not one.rows]
    owing = [(one.name, len(one.owed)) for one in view.cities if one.owed]
    lacks = f"{'、'.join(bare)}没有这个时段的数据，各项作数据不足。" if bare else ""
    owe = "，".join(f"{name} {count} 项" for name, count in owing)
    free = [one.name for one in view.cities if not one.duties]
    silent = f"{'、'.join(free)}没有登记报送责任，不知道谁欠报。" if free else ""
    return lacks + (f"本月欠报：{owe}。" if owe else "本月没有欠报。") + silent


def province_notes(view: Province) -> tuple[str, ...]:
    """What must be known to read the matrix."""
    few, empty = _labels(view.matrix.few_targets), _labels(view.matrix.without_data)
    units = {(c.unit, c.indicator) for row in view.matrix.rows for c in row.cells if c}
    mixed = len(units) > len({name for _, name in units})
    return tuple(
        part
        for part in (
            "各城市按自己的目录、标准、体系和目标判断，与各城市自己的看板相同；逐格先看年度目标，"
            "没有则看创模指标，再没有看国家标准；前两者好而对国家标准未达标的，显示国家标准的判断。",
            "限值写在列头，各城市不同的写在格内。",
            "同一项各城市单位不同的，单位写在格内。" if mixed else "",
            f"半数以上的城市没有目标、未列入表的指标：{few}。" if few else "",
            f"本期没有数据的指标：{empty}。" if empty else "",
        )
        if part
    )


def _labels(indicators: Sequence[Indicator]) -> str:
    shown = "、".join(one.label for one in indicators[:10])
    return shown + (f"等 {len(indicators)} 项" if len(indicators) > 10 else "")


def province_foot(view: Province) -> Foot:
    """Up to when each city's data reach."""
    reach = "，".join(
        f"{one.name} {min(view.month.as_of, one.last):%Y-%m-%d}（批次 {one.batch}）"
        if one.last
        else f"{one.name}没有数据"
        for one in view.cities
    )
    documents = dict.fromkeys(
        row.document for one in view.cities for row in one.rows if row.limit and row.document
    )
    return Foot(
        source="来源：各城市已导入的监测月报与任务台账" + ("（含演示数据）" if view.demo else ""),
        through=f"数据截至 {reach}",
        valid="",
        standard=f"标准：{'、'.join(list(documents)[:5])}" if documents else "",
    )


# -- exhibits -------------------------------------------------------------------------------------


def province_exhibits(view: Province, indicator: Indicator | None = None) -> list[Exhibit]:
    """Everything of the page that files take away: matrix, what is behind, who owes, one rank."""
    found = [matrix_of_cities(view), behind_exhibit(view), owed_exhibit(view)]
    ranked = ranking_of_cities(view, indicator) if indicator else None
    return [one for one in (*found, ranked) if one is not None]


def matrix_of_cities(view: Province) -> Exhibit:
    """Cities down, indicators across."""
    columns = bool(view.matrix.columns)
    return Exhibit(
        key=f"province-{view.month.period.text}",
        verdict=headline(view),
        subtitle=f"城市 × 指标状态，{view.month.words}，{DUST_WORD[view.dust]}",
        figure=None,
        frame=view.matrix.frame() if columns else text_frame((), (ColumnHead("城市"),)),
        foot=province_foot(view),
        notes=(second(view), *province_notes(view)),
        demo=view.demo,
        kind="matrix",
        table=matrix_cells(view.matrix, "城市"),
    )


def behind_of(view: Province) -> list[tuple[str, Indicator, Verdict]]:
    """(city, indicator, cell) of what is missed, undone or at risk, by city as in the matrix."""
    return [
        (row.area, column.indicator, cell)
        for row in view.matrix.rows
        for column, cell in sorted(
            ((c, v) for c, v in zip(view.matrix.columns, row.cells, strict=True) if v is not None),
            key=lambda pair: _WORST_FIRST.get(pair[1].status, 9),
        )
        if cell.shown_as in BEHIND
    ]


def behind_texts(indicator: Indicator, cell: Verdict) -> tuple[str, str, str]:
    """The figure with its unit, the line with its limit, and the rule that both rest on."""
    name = value_name(indicator, cell.statistic).removeprefix(indicator.label).strip()
    value = f"{shown_value(cell, indicator)}{unit_after(cell.unit)}"
    if indicator.is_task and cell.quota is not None:
        value = (
            f"{figure(cell.done or cell.published)} / {figure(cell.quota)}{unit_after(cell.unit)}"
        )
    line = f"{LINE[cell.line].short} {limit_words(cell)}".strip()
    return f"{name} {value}".strip(), line, cell.rule or cell.reason


def behind_exhibit(view: Province) -> Exhibit | None:
    """What is behind, a row each with its rule; none where nothing is."""
    found = behind_of(view)
    if not found:
        return None
    heads = tuple(map(ColumnHead, ("城市", "指标", "状态", "数值", "所依的线", "依据")))
    rows = []
    for city, indicator, cell in found:
        value, line, rule = behind_texts(indicator, cell)
        rows.append(
            (Cell(city), Cell(indicator.label), Cell("", cell.shown_as), Cell(value), Cell(line),
             Cell(rule))
        )  # fmt: skip
    cities = list(dict.fromkeys(city for city, _, _ in found))
    said = f"{len(found)}项{'、'.join(STATUS_WORD[s] for s in BEHIND)}，在{'、'.join(cities)}"
    return _listed(view, "province-behind", said, "落后的指标", heads, tuple(rows))


def owed_rows(one: CityStanding, labels: dict[str, str]) -> list[tuple[str, str, str]]:
    """(place, indicators, last day for sending) of what a city's places owe."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for row in one.owed:
        word = labels.get(row.indicator, row.indicator)
        word += "（有效数据不足）" if row.state == INVALID else ""
        grouped.setdefault((row.area, row.due or ""), []).append(word)
    return [(area, "、".join(names), due) for (area, due), names in grouped.items()]


def owed_exhibit(view: Province) -> Exhibit | None:
    """Who owes what of the month; none where nobody does."""
    labels = {one.id: one.label for one in view.indicators}
    rows = tuple(
        tuple(map(Cell, (one.name, *row))) for one in view.cities for row in owed_rows(one, labels)
    )
    if not rows:
        return None
    count = sum(len(one.owed) for one in view.cities)
    heads = tuple(map(ColumnHead, ("城市", "区县", "未报的指标", "应报日")))
    period = view.month.period
    said = f"{period.start.year}年{period.start.month}月欠报 {count} 项，共 {len(rows)} 处"
    return _listed(view, "province-owed", said, "谁欠报", heads, rows)


def rankable(view: Province) -> list[Indicator]:
    """The indicators of the matrix that have a better and a worse."""
    return [
        column.indicator for column in view.matrix.columns if column.indicator.direction != "none"
    ]


def load_ranking(view: Province, indicator: Indicator) -> Ranking:
    """The cities on one indicator; raises ``NotRankable``."""
    month = view.month
    return rank_cities(
        view.readers, view.cities, indicator, month.year_period, month.as_of, view.dust
    )


def ranking_of_cities(view: Province, indicator: Indicator) -> Exhibit | None:
    """The cities best first on one indicator, and why the others have no rank."""
    try:
        found = load_ranking(view, indicator)
    except NotRankable:
        return None
    heads = (
        ColumnHead("名次"),
        ColumnHead("城市"),
        ColumnHead("数值", "", True),
        ColumnHead("说明"),
    )
    ranked = [
        (f"{one.rank}{'（并列）' if one.tied else ''}", one.area, _said(one), "")
        for one in found.rows
    ]
    others = [("—", one.area, "—", one.reason) for one in found.unranked]
    rows = tuple(tuple(map(Cell, row)) for row in (*ranked, *others))
    said = f"{indicator.label}：{len(found.rows)}个城市有名次"
    best = [one.area for one in found.rows if one.rank == 1]
    said += f"，{'、'.join(best)}最好" if len(found.rows) > 1 else ""
    title = f"{value_name(indicator, found.statistic)}排名，{view.month.words}"
    return _listed(view, "province-ranking", said, title, heads, rows)


def _said(one: Ranked) -> str:
    return f"{figure(one.published, one.unit)}{unit_after(one.unit)}"


def _listed(
    view: Province,
    key: str,
    verdict: str,
    subtitle: str,
    heads: tuple[ColumnHead, ...],
    rows: tuple[tuple[Cell, ...], ...],
) -> Exhibit:
    return Exhibit(
        key=f"{key}-{view.month.period.text}", verdict=verdict, subtitle=subtitle, figure=None,
        frame=text_frame(rows, heads), foot=province_foot(view), demo=view.demo, kind="lines",
        table=Table(heads, rows),
    )  # fmt: skip
