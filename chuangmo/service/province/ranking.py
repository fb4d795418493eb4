"""Cities ranked on one indicator: only on figures that are alike; ties share the better rank."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from chuangmo.assess.compare import competition_ranks
from chuangmo.assess.rounding import publish
from chuangmo.assess.verdict_types import STANDARD, TARGET, Verdict
from chuangmo.catalog.models import Indicator
from chuangmo.period import YEAR, Period
from chuangmo.service.figures.ranking import (
    COMPLETION,
    NotRankable,
    Ranked,
    Ranking,
    Unranked,
)
from chuangmo.service.province.standings import CityStanding
from chuangmo.service.questions import Questions

_SHARE_DIGITS = 1
_NO_ROW = "没有这一项数据。"
_BELOW = "各次均未检出，没有可以排名的数值。"
_NO_QUOTA = "没有下达任务，或没有报进度。"


@dataclass(frozen=True)
class _Figure:
    """What one city shows, and what must be alike for figures to compare."""

    row: Verdict
    shown: str
    months: tuple[int, ...]

    @property
    def kind(self) -> tuple[str, str, str, tuple[int, ...]]:
        return self.row.unit, self.row.statistic, self.row.document, self.months


def rank_cities(
    readers: Sequence[Questions],
    standings: Sequence[CityStanding],
    indicator: Indicator,
    period: Period,
    as_of: date,
    dust: str,
) -> Ranking:
    """The cities best first on what each has published; whose figures are not alike has no rank.

    Alike are figures of one unit, one statistic, one standard and, in a year, the same months;
    where they differ, what most cities have is ranked. Tasks are ranked by what is done of each
    quota.

    Args:
        readers, standings: of the same cities in the same order.

    Raises:
        NotRankable: the indicator has no better or worse, or is an amount that grows with a city.
    """
    if indicator.direction == "none":
        raise NotRankable(f"“{indicator.name}”没有优劣方向（按范围评价），不能排名。")
    if indicator.is_count and not indicator.is_task and indicator.group != "score":
        raise NotRankable(f"“{indicator.name}”随城市大小而不同，不能排名。")
    found: dict[str, _Figure] = {}
    left: list[Unranked] = []
    for reader, one in zip(readers, standings, strict=True):
        row = _row(one, indicator)
        if why := _lacking(row, indicator):
            left.append(
                Unranked(one.name, why, *((row.n_valid, row.n_required) if row else (0, 0)))
            )
        elif row is not None:
            months = _months(reader, indicator, one.name, period, as_of, dust)
            found[one.name] = _Figure(row, _shown(row, indicator), months)
    alike, unlike = _alike(found, indicator)
    ranks = competition_ranks(
        {name: one.shown for name, one in alike.items()},
        "higher" if indicator.is_task else indicator.direction,
    )
    rows = [
        Ranked(
            *ranks[name], name, _value(one.row, indicator), one.shown,
            "%" if indicator.is_task else one.row.unit, None, None, unaudited=one.row.unaudited,
        )
        for name, one in sorted(alike.items(), key=lambda pair: ranks[pair[0]][0])
    ]  # fmt: skip
    statistic = (
        COMPLETION if indicator.is_task else next((r.row.statistic for r in alike.values()), "mean")
    )
    return Ranking(tuple(rows), (*unlike, *left), statistic)


def _row(one: CityStanding, indicator: Indicator) -> Verdict | None:
    line = TARGET if indicator.is_task else STANDARD
    return next((r for r in one.rows if (r.indicator, r.line) == (indicator.id, line)), None)


def _lacking(row: Verdict | None, indicator: Indicator) -> str:
    if row is None:
        return _NO_ROW
    if row.below:
        return _BELOW
    if indicator.is_task:
        return _NO_QUOTA if row.completion is None else ""
    return (row.reason or _NO_ROW) if row.published is None else ""


def _shown(row: Verdict, indicator: Indicator) -> str:
    if indicator.is_task:
        return publish(Fraction(row.completion or 0), _SHARE_DIGITS)
    return row.published or ""


def _value(row: Verdict, indicator: Indicator) -> str:
    return (row.completion if indicator.is_task else row.value) or ""


def _months(
    reader: Questions, indicator: Indicator, name: str, period: Period, as_of: date, dust: str
) -> tuple[int, ...]:
    """The months of the year that have a figure of their own."""
    if indicator.is_task or period.kind != YEAR:
        return ()
    alone = reader.months_alone(indicator.id, name, period.start.year, as_of, dust)
    return tuple(one.period.start.month for one in alone if one.value is not None)


def _alike(
    found: Mapping[str, _Figure], indicator: Indicator
) -> tuple[dict[str, _Figure], list[Unranked]]:
    """The figures of the kind that most cities have, and why the others are not among them."""
    if indicator.is_task or not found:
        return dict(found), []
    usual = Counter(one.kind for one in found.values()).most_common(1)[0][0]
    alike = {name: one for name, one in found.items() if one.kind == usual}
    return alike, [
        Unranked(name, _unlike(one, usual), one.row.n_valid, one.row.n_required)
        for name, one in found.items()
        if name not in alike
    ]


def _unlike(one: _Figure, usual: tuple[str, str, str, tuple[int, ...]]) -> str:
    unit, statistic, document, months = usual
    if one.row.unit != unit:
        return f"单位不同（这里是 {one.row.unit}，参加排名的是 {unit}）。"
    if one.row.statistic != statistic:
        return f"统计项目不同（这里是 {one.row.statistic}，参加排名的是 {statistic}）。"
    if one.row.document != document:
        return f"所依标准不同（这里是 {one.row.document}，参加排名的是 {document}）。"
    return f"有数的月份不同（这里是{_words(one.months)}，参加排名的是{_words(months)}）。"


def _words(months: Sequence[int]) -> str:
    return "、".join(map(str, months)) + "月" if months else "没有单月的数"
