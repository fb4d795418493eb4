"""Exhibits of the 指标 page: frames, figures and sentences assembled from the service's values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from chuangmo.assess.verdict_types import INSUFFICIENT, MISSED, NOT_APPLICABLE, Verdict
from chuangmo.catalog.models import Indicator
from chuangmo.charts.matrix import COMBINED, chosen
from chuangmo.charts.ranking import ranking_figure
from chuangmo.charts.trend import LimitLine, TrendLook, trend_figure
from chuangmo.exhibit import Exhibit, Foot
from chuangmo.service.reading import Assessment, LimitStep, MonthPoint
from chuangmo.ui.state import Month
from chuangmo.wording import (
    DUST_WORD,
    LINE_WORD,
    MARK_WORD,
    STATUS_WORD,
    change_words,
    digits_of,
    exact,
    figure,
    indicator_sentence,
    shown_value,
    value_name,
)

_SOURCE_LENGTH = 20
_FEWEST_MONTHS = 3  # a figure measured once a year has no trend by month


@dataclass(frozen=True)
class Place:
    """One indicator in one place up to a month, with everything its exhibits need.

    Attributes:
        rows: its verdicts against all lines.
        district_rows: the verdicts of all places on the same indicator.
    """

    indicator: Indicator
    area: str
    month: Month
    dust: str
    rows: list[Verdict]
    district_rows: list[Verdict]

    @property
    def main(self) -> Verdict | None:
        """The row that counts: target, else scheme, else standard."""
        return chosen(self.rows, COMBINED)

    @property
    def unit(self) -> str:
        """The unit everything on the page is shown in."""
        return self.rows[0].unit if self.rows else self.indicator.unit

    @property
    def sentence(self) -> str:
        """The verdict sentence: title and alternative text alike."""
        return indicator_sentence(self.rows, self.indicator, self.month.span)


def place_of(
    assessment: Assessment, indicator: Indicator, area: str, month: Month, dust: str
) -> Place:
    """Pick the rows of one indicator and place."""
    of_indicator = [row for row in assessment.rows if row.indicator == indicator.id]
    own = [row for row in of_indicator if row.area == area]
    return Place(indicator, area, month, dust, own, of_indicator)


def trend_frame(points: Sequence[MonthPoint], place: Place) -> pd.DataFrame:
    """One row a month: year, month, single, valid, cumulative in the page's unit, and the texts."""
    rows = []
    for point in points:
        single = exact(point.single.value, point.single.unit, place.unit, place.indicator)
        running = exact(point.cumulative.value, point.cumulative.unit, place.unit, place.indicator)
        rows.append(
            {
                "year": point.month.start.year,
                "month": point.month.start.month,
                "single": float(single) if single is not None else float("nan"),
                "cumulative": float(running) if running is not None else float("nan"),
                "valid": point.single.valid,
                "single_text": figure(single, place.unit),
                "cumulative_text": figure(running, place.unit),
                "n_valid": point.single.n_valid,
                "reason": "" if point.single.valid else point.single.reason,
            }
        )
    return _whole_years(pd.DataFrame(rows))


def _whole_years(frame: pd.DataFrame) -> pd.DataFrame:
    """Add the months still to come, so that a year always has twelve places."""
    if frame.empty:
        return frame
    grid = pd.DataFrame(
        [{"year": y, "month": m} for y in sorted(frame["year"].unique()) for m in range(1, 13)]
    )
    full = grid.merge(frame, on=["year", "month"], how="left")
    full["valid"] = full["valid"].fillna(False).astype(bool)
    return full


def _one_year(frame: pd.DataFrame, year: int) -> pd.DataFrame:
    """The year's twelve months with the month a year earlier beside each, for phones."""
    own = frame[frame["year"] == year].reset_index(drop=True)
    earlier = frame[frame["year"] == year - 1].set_index("month")["single"]
    return own.assign(before=[earlier.get(month, float("nan")) for month in own["month"]])


def limit_lines(steps: Sequence[LimitStep]) -> list[LimitLine]:
    """The limits as the chart draws them; an invented target says so in its source."""
    return [
        LimitLine(
            line=step.line,
            name=LINE_WORD[step.line],
            value=float(step.value),
            text=step.text,
            start=step.start,
            end=step.end,
            source=_source(step),
            mark=MARK_WORD.get(step.mark, "") or ("待核" if step.confidence in ("B", "C") else ""),
        )
        for step in steps
    ]


def _source(step: LimitStep) -> str:
    text = re.split("[；;]", step.document or step.name)[0]
    return text if len(text) <= _SOURCE_LENGTH else text[: _SOURCE_LENGTH - 1] + "…"


def trend_exhibit(
    place: Place,
    points: Sequence[MonthPoint],
    steps: Sequence[LimitStep],
    foot: Foot,
    theme: str,
    phone: bool,
) -> Exhibit:
    """Monthly and cumulative values against the limits; on phones this year only."""
    frame = trend_frame(points, place)
    if phone and not frame.empty:
        frame = _one_year(frame, place.month.year)
    look = TrendLook(
        unit=place.unit,
        digits=digits_of(place.indicator, place.unit),
        theme=theme,
        phone=phone,
        bars=place.indicator.group in ("air", "task"),
        heating=place.indicator.group == "air",
        cumulative=_cumulative_word(place.indicator),
    )
    known = 0 if frame.empty else int(frame["single"].notna().sum())
    drawn = trend_figure(frame, limit_lines(steps), look) if known >= _FEWEST_MONTHS else None
    return Exhibit(
        key=f"trend-{place.indicator.id}-{place.month.period.text}",
        verdict=_trend_title(place),
        subtitle=f"{_what_is_drawn(place, look)}，{place.unit}",
        figure=drawn,
        frame=frame,
        foot=foot,
        notes=(place.indicator.basis, DUST_WORD[place.dust]),
        demo=any(row.demo for row in place.rows),
    )


def _cumulative_word(indicator: Indicator) -> str:
    if indicator.is_task:
        return "累计完成"
    return "累计均值" if indicator.group == "air" and not indicator.is_rate else "累计值"


def _what_is_drawn(place: Place, look: TrendLook) -> str:
    if place.indicator.is_task:
        return "各月完成（柱）与本年累计（线）"
    name = "月值" if place.indicator.is_rate else "月均值"
    bars = f"{name}（柱，浅色为上年）" if look.phone else f"{name}（柱）"
    return f"{bars if look.bars else '月值（点）'}与当年{look.cumulative}（线）"


def _trend_title(place: Place) -> str:
    main = place.main
    change = change_words(main.year_on_year) if main else ""
    if main is None or main.value is None:
        return f"{place.month.words}{place.indicator.label}没有数据"
    name = value_name(place.indicator, main.statistic)
    value = f"{name} {shown_value(main, place.indicator)}"
    return f"{place.month.span}{value}" + (f"，比去年同期{change}" if change else "")


def ranking_frame(place: Place) -> pd.DataFrame:
    """Districts best first; 数据不足 and places without a value last, without a rank."""
    rows = [
        row
        for area in dict.fromkeys(r.area for r in place.district_rows if r.area_kind == "district")
        if (row := chosen([r for r in place.district_rows if r.area == area], COMBINED))
    ]
    sign = -1 if place.indicator.direction == "higher" else 1
    ranked = [row for row in rows if _can_rank(row, place.indicator)]
    ranked.sort(key=lambda row: sign * _rank_value(row, place.indicator))
    others = [row for row in rows if row not in ranked]
    values = [_rank_value(row, place.indicator) for row in ranked]
    places = [str(values.index(value) + 1) for value in values] + [""] * len(others)
    return pd.DataFrame(
        [
            {
                "rank": rank,
                "area": row.area,
                "value": _rank_float(row, place.indicator),
                "shown": _rank_text(row, place.indicator),
                "status": row.status,
                "limit": _rank_limit(row, place.indicator),
            }
            for rank, row in zip(places, [*ranked, *others], strict=True)
        ]
    )


def _can_rank(row: Verdict, indicator: Indicator) -> bool:
    """Not without a valid value; a task not without a quota either."""
    if row.value is None or row.status == INSUFFICIENT:
        return False
    return not indicator.is_task or row.completion is not None


def _rank_value(row: Verdict, indicator: Indicator) -> Fraction:
    text = row.completion if indicator.is_task and row.completion else row.published or row.value
    return Fraction(text or 0)


def _rank_float(row: Verdict, indicator: Indicator) -> float:
    missing = row.value is None or (indicator.is_task and row.completion is None)
    return float("nan") if missing else float(_rank_value(row, indicator))


def _rank_limit(row: Verdict, indicator: Indicator) -> float:
    if indicator.is_task:
        return 100.0 if row.quota else float("nan")
    outside = row.limit is None or row.status == NOT_APPLICABLE
    return float("nan") if outside else float(row.limit or 0)


def _rank_text(row: Verdict, indicator: Indicator) -> str:
    if indicator.is_task and row.quota:
        return f"{shown_value(row, indicator)} / {figure(row.quota)}"
    return shown_value(row, indicator)


def ranking_exhibit(place: Place, foot: Foot, theme: str, phone: bool) -> Exhibit | None:
    """The rank list of districts; ``None`` with fewer than two values."""
    frame = ranking_frame(place)
    ranked = frame[frame["rank"] != ""] if not frame.empty else frame
    if len(ranked) < 2:
        return None
    best, last = ranked.iloc[0], ranked.iloc[-1]
    missed = list(ranked[ranked["status"] == MISSED]["area"])
    story = place.area if place.area in set(frame["area"]) else (missed or [last["area"]])[-1]
    what = "任务完成率" if place.indicator.is_task else f"{place.month.span}数值"
    order = "从高到低" if place.indicator.direction == "higher" else "从低到高"
    unit, tick = ("%", "任务") if place.indicator.is_task else (place.unit, "限值")
    return Exhibit(
        key=f"ranking-{place.indicator.id}-{place.month.period.text}",
        verdict=f"{best['area']}最好（{best['shown']}），{last['area']}居末（{last['shown']}）",
        subtitle=f"各区县{what}{order}，{unit}；竖线为本区县{tick}",
        figure=ranking_figure(frame, story, theme, phone),
        frame=frame.assign(word=[STATUS_WORD[s] for s in frame["status"]]),
        foot=foot,
        demo=any(row.demo for row in place.district_rows),
    )
