"""One district in one month: where it stands on every indicator, what the year still needs."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from chuangmo.assess.compare import competition_ranks
from chuangmo.assess.verdict_types import AT_RISK, INSUFFICIENT, MISSED, TARGET, Verdict
from chuangmo.assess.verdicts.evidence import OUT_OF_REACH
from chuangmo.assess.verdicts.evidence_words import BY_CALENDAR, days_note, evidence_words
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator
from chuangmo.charts.matrix import COMBINED, chosen
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table, text_frame
from chuangmo.exhibits.counts import counts_sentence
from chuangmo.exhibits.month import Month, data_through
from chuangmo.service.figures.assessing import Assessment, OutlookAnswer
from chuangmo.service.questions import Questions
from chuangmo.status import LINE_WORD, side_sign
from chuangmo.wording import (
    ABSENT,
    DUST_WORD,
    against_words,
    exact,
    figure,
    limit_words,
    needed_sentence,
    needed_text,
    rest_words,
    share_words,
    shown_value,
    task_words,
    unit_after,
)


@dataclass(frozen=True)
class DistrictView:
    """One district in the year of a month: its cells, and those of all others beside them.

    Attributes:
        cells: indicator and the row that counts (target, else scheme, else standard).
        assessment: of all places.
        ahead: the outlook of each indicator that has a limit.
    """

    month: Month
    area: str
    city: str
    dust: str
    cells: tuple[tuple[Indicator, Verdict], ...]
    assessment: Assessment
    ahead: dict[str, OutlookAnswer]

    @property
    def rows(self) -> list[Verdict]:
        """Every verdict of the district, all lines."""
        return [row for row in self.assessment.rows if row.area == self.area]

    @property
    def demo(self) -> bool:
        """Whether any figure is a demonstration."""
        return any(row.demo for row in self.rows)

    def others(self, indicator: str) -> dict[str, Verdict]:
        """The counting row of every place on one indicator."""
        found = self._by_indicator.get(indicator, {})
        picked = {area: chosen(rows, COMBINED) for area, rows in found.items()}
        return {area: row for area, row in picked.items() if row is not None}

    @cached_property
    def _by_indicator(self) -> dict[str, dict[str, list[Verdict]]]:
        """All rows by indicator and place."""
        found: dict[str, dict[str, list[Verdict]]] = {}
        for row in self.assessment.rows:
            found.setdefault(row.indicator, {}).setdefault(row.area, []).append(row)
        return found


def districts_of(reader: Questions, month: Month, dust: str) -> list[str]:
    """Districts with at least one verdict row, in the order of the catalog."""
    rows = reader.assess(month.year_period, month.as_of, dust).rows
    return list(dict.fromkeys(row.area for row in rows if row.area_kind == "district"))


def load_district(reader: Questions, month: Month, area: str, dust: str) -> DistrictView:
    """Assess the year of the month and pick what concerns the district."""
    catalog = reader.catalog
    assessment = reader.assess(month.year_period, month.as_of, dust)
    cells = cells_of(catalog, assessment, area)
    limited = [i.id for i, row in cells if row.limit is not None] if month.month < 12 else []
    ahead = {
        name: reader.look_ahead(name, area, month.year_period, month.as_of, dust)
        for name in limited
    }
    return DistrictView(month, area, catalog.city.name, dust, cells, assessment, ahead)


def cells_of(
    catalog: Catalog, assessment: Assessment, area: str
) -> tuple[tuple[Indicator, Verdict], ...]:
    """The indicators of a place in catalog order, each with the row that counts."""
    own: dict[str, list[Verdict]] = {}
    for row in assessment.rows:
        if row.area == area:
            own.setdefault(row.indicator, []).append(row)
    found = ((one, chosen(own.get(one.id, ()), COMBINED)) for one in catalog.indicators.values())
    return tuple((indicator, row) for indicator, row in found if row)


def headline(view: DistrictView) -> str:
    """How the district stands, and its tightest indicator."""
    return counts_sentence(view.area, view.rows) + _tightest(view)


def _tightest(view: DistrictView) -> str:
    bad = [pair for pair in view.cells if pair[1].status in (MISSED, AT_RISK)]
    if not bad:
        return ""
    indicator, row = max(bad, key=lambda pair: (pair[1].status == MISSED, distance(*pair)))
    answer = view.ahead.get(indicator.id)
    word = "差距最大" if row.status == MISSED else "压力最大"
    if indicator.is_task:
        return f"{indicator.label}{word}：{task_words(row, indicator)}。"
    if answer and answer.ahead and answer.line and answer.ahead.answer:
        month, line = view.month.month, answer.line
        if words := needed_sentence(answer.ahead, line, indicator, answer.unit, month):
            return f"{indicator.label}{word}：{words}。"
    return f"{indicator.label}{word}：{against_words(row, indicator, view.month.span)}。"


def distance(indicator: Indicator, row: Verdict) -> float:
    """How far beyond the limit, as a share of it; better than the limit is negative."""
    if row.completion is not None:
        return 1 - float(Fraction(row.completion)) / 100
    if row.value is None or row.limit is None or not Fraction(row.limit):
        return -1.0
    over = float(Fraction(row.value) / Fraction(row.limit) - 1)
    return -over if indicator.direction == "higher" else over


def plain(row: Verdict) -> float:
    """The published value, else the value, as a number."""
    return float(Fraction(row.published or row.value or 0))


def rank_words(area: str, places: dict[str, Verdict], indicator: Indicator) -> str:
    """``3 / 8`` among the places with a published value; — without one."""
    printed = {
        name: row.published
        for name, row in places.items()
        if row.published is not None and row.status != INSUFFICIENT
    }
    if area not in printed or len(printed) < 2:
        return "—"
    return f"{competition_ranks(printed, indicator.direction)[area][0]} / {len(printed)}"


def stand_exhibit(view: DistrictView, foot: Foot) -> Exhibit:
    """Every indicator of the district: value, limit, rank among districts, status."""
    heads = (
        ColumnHead("指标"), ColumnHead(view.month.span, "", True), ColumnHead("限值", "", True),
        ColumnHead("限值来源"),
        ColumnHead("位次", "", True), ColumnHead("全市", "", True), ColumnHead("状态"),
    )  # fmt: skip
    rows = tuple(_stand_row(view, indicator, row) for indicator, row in view.cells)
    return Exhibit(
        key=f"district-{view.area}-{view.month.period.text}",
        verdict=headline(view),
        subtitle=f"{view.area}{view.month.words}各项指标，{DUST_WORD[view.dust]}",
        figure=None,
        frame=text_frame(rows, heads),
        foot=foot,
        notes=tuple(f"{i.label}：{row.reason}" for i, row in view.cells if _doubtful(row)),
        demo=view.demo,
        extra={"place": view.area},
        kind="lines",
        table=Table(heads, rows),
    )


def _doubtful(row: Verdict) -> bool:
    return row.status == INSUFFICIENT and bool(row.reason)


def _stand_row(view: DistrictView, indicator: Indicator, row: Verdict) -> tuple[Cell, ...]:
    found = view.others(indicator.id)
    places = {a: r for a, r in found.items() if r.area_kind == "district" and r.value is not None}
    city = found.get(view.city)
    value, limit = shown_value(row, indicator), limit_words(row)
    if indicator.is_task:
        value, limit = f"{value} / {figure(row.quota)}", share_words(row)
    doubt = "待核" if row.confidence in ("B", "C") and row.limit is not None else ""
    known = row.value is not None and row.unit not in ("", "无量纲")
    return (
        Cell(indicator.label),
        Cell(value, small=row.unit if known else ""),
        Cell(limit or ABSENT, small=doubt),
        Cell(LINE_WORD[row.line]),
        Cell(ABSENT if indicator.is_task else rank_words(view.area, places, indicator)),
        Cell(shown_value(city, indicator) if city else ABSENT),
        Cell("", row.shown_as),
    )


def year_end_exhibit(view: DistrictView, foot: Foot) -> Exhibit | None:
    """What must happen by year end; ``None`` where nothing can be worked out."""
    rest = rest_words(view.month.month)
    rows = tuple(row for pair in view.cells if (row := _need_row(view, *pair)) is not None)
    if not rows:
        return None
    heads = (
        ColumnHead("指标"), ColumnHead("全年限值", "", True), ColumnHead(view.month.span, "", True),
        ColumnHead(f"{rest}须", "", True), ColumnHead("往年同期"), ColumnHead("判断"),
    )  # fmt: skip
    return Exhibit(
        key=f"district-needs-{view.area}-{view.month.period.text}",
        verdict=f"{view.area}有{len(rows)}项指标可以推算年底前须达到的数值",
        subtitle=f"{rest}；{weighed(view)}，往年为同月份实际",
        figure=None,
        frame=text_frame(rows, heads),
        foot=foot,
        demo=view.demo,
        extra={"place": view.area},
        kind="needs",
        table=Table(heads, rows),
    )


def weighed(view: DistrictView) -> str:
    """By which days the needed means weigh; those of the calendar are marked one by one."""
    marked = any(one.ahead is not None and one.ahead.by_calendar for one in view.ahead.values())
    return "均值按有效日折算" + (f"（{BY_CALENDAR}的注明）" if marked else "")


def to_do(view: DistrictView, indicator: Indicator, row: Verdict) -> OutlookAnswer | None:
    """What the indicator still needs on the line of ``row``; ``None`` where nothing can be told."""
    answer = view.ahead.get(indicator.id)
    if answer is None or answer.ahead is None or answer.line is None:
        return None
    known = indicator.is_task or answer.ahead.needed is not None
    return answer if known and answer.line.line == row.line else None


def _need_row(view: DistrictView, indicator: Indicator, row: Verdict) -> tuple[Cell, ...] | None:
    answer = to_do(view, indicator, row)
    if answer is None or answer.line is None:
        return None
    past = past_words(indicator, answer)
    return (
        Cell(indicator.label),
        Cell(limit_words(row), small=LINE_WORD[answer.line.line]),
        Cell(shown_value(row, indicator)),
        Cell(need_words(indicator, answer)),
        Cell(past or ABSENT),
        Cell(basis_words(indicator, answer), row.shown_as),
    )


def past_words(indicator: Indicator, answer: OutlookAnswer) -> str:
    """``2007年 0.178``, one a year; empty without past years."""
    assert answer.ahead is not None
    return "，".join(
        f"{year}年 {exact(value, indicator.unit, answer.unit, indicator)}"
        for year, value in answer.ahead.past
    )


def basis_words(indicator: Indicator, answer: OutlookAnswer) -> str:
    """By what the status was found; empty where nothing is judged."""
    return evidence_words(indicator, answer.ahead) if answer.ahead else ""


def need_words(indicator: Indicator, answer: OutlookAnswer) -> str:
    """``≤ 0.125 mg/m³``, ``再完成 12 台``, 再好也不能达到."""
    ahead, line = answer.ahead, answer.line
    assert ahead is not None and line is not None
    if ahead.answer == OUT_OF_REACH:
        return "再好也不能达到"
    if indicator.is_task:
        still = exact(ahead.still_needed, indicator.unit, answer.unit, indicator)
        done = ahead.still_needed is None or ahead.still_needed <= 0
        return "已完成" if done else f"再完成 {figure(still)}{unit_after(answer.unit)}"
    if ahead.needed is None:
        return "—"
    needed = needed_text(ahead.needed, line.operator, indicator, answer.unit)
    return f"{side_sign(line.operator)} {needed}{unit_after(answer.unit)}{days_note(ahead)}"


def district_foot(reader: Questions, view: DistrictView, *beside: str) -> Foot:
    """The foot line of the page; ``beside``: other districts shown with it."""
    places = (view.area, *beside)
    shown = [(row.indicator, row.area) for row in view.assessment.rows if row.area in places]
    judged = [row for _, row in view.cells if row.n_expected]
    documents = list(
        dict.fromkeys(r.document for _, r in view.cells if r.document and r.line != TARGET)
    )
    demo = "（演示数据）" if any(row.demo for row in view.rows) else ""
    enough = sum(1 for row in judged if row.status != INSUFFICIENT)
    return Foot(
        source=f"来源：已导入的月报与台账{demo}",
        through=data_through(
            reader, view.month.as_of, shown, unaudited=any(row.unaudited for row in view.rows)
        ),
        valid=f"数据足够 {enough} / {len(judged)} 项" if judged else "",
        standard=f"标准：{'、'.join(documents)}" if documents else "",
    )
