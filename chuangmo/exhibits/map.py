"""One indicator in all districts: values, classes with the limit as a break, the sentence."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from chuangmo.assess.reasons import DETECTION_LIMIT
from chuangmo.assess.rounding import convertible, in_unit, publish
from chuangmo.assess.verdict_types import (
    INSUFFICIENT,
    NOT_APPLICABLE,
    Statistic,
    Verdict,
)
from chuangmo.catalog.boundaries import Shape
from chuangmo.catalog.models import Indicator
from chuangmo.charts.classes import Classes, build_classes, class_words
from chuangmo.charts.map import Plot, number_of, panels_figure, scale
from chuangmo.charts.matrix import COMBINED, chosen
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table
from chuangmo.exhibits.month import Month, data_through
from chuangmo.service.questions import Questions
from chuangmo.status import LINE_WORD, STATUS
from chuangmo.wording import (
    ABSENT,
    closed_up,
    counted_value,
    digits_of,
    figure,
    limit_words,
    share_words,
    shown_value,
    unit_after,
    value_name,
)


@dataclass(frozen=True)
class MapView:
    """One indicator in all districts up to a month, or in that month alone.

    Attributes:
        rows: the row that counts, by place (the city among them).
        limit: value and words of the class break; ``None`` where nothing divides.
        members: all districts of a city with a map, those without an outline among them.
    """

    indicator: Indicator
    month: Month
    dust: str
    single: bool
    city: str
    rows: dict[str, Verdict]
    limit: tuple[float, str] | None
    shapes: tuple[Shape, ...]
    members: tuple[str, ...]

    @property
    def districts(self) -> list[Verdict]:
        """The districts' rows, worst value first, those without a judgeable value last."""
        sign = -1 if self.higher else 1
        kind = "city" if self.undivided else "district"
        rows = [row for row in self.rows.values() if row.area_kind == kind]
        return sorted(rows, key=lambda row: (not self.counts(row), -sign * self.value(row)))

    @property
    def undivided(self) -> bool:
        """Whether the city has no districts and is drawn alone."""
        return [shape.area for shape in self.shapes] == [self.city]

    @property
    def absent(self) -> list[str]:
        """Districts without any row: nothing was measured or asked of them."""
        return [area for area in self.members if area not in self.rows]

    @property
    def higher(self) -> bool:
        """Whether high is good."""
        return self.indicator.direction == "higher" or self.indicator.is_task

    @property
    def as_share(self) -> bool:
        """Whether a task is drawn as a share of its quota."""
        return self.indicator.is_task and any(r.completion for r in self.rows.values())

    @property
    def unit(self) -> str:
        """The unit of the values drawn."""
        first = next(iter(self.rows.values()), None)
        return "%" if self.as_share else first.unit if first else self.indicator.unit

    @property
    def statistic(self) -> str:
        """What is drawn: that of the city's row, else of the first place."""
        first = self.rows.get(self.city) or next(iter(self.rows.values()), None)
        return first.statistic if first else "mean"

    def counts(self, row: Verdict) -> bool:
        """Whether the row has a value that may be coloured and ranked."""
        present = row.completion if self.as_share else row.value
        thin = row.status == INSUFFICIENT and row.published is None
        unfit = thin or row.reason_code == DETECTION_LIMIT
        return present is not None and not row.below and not unfit

    def value(self, row: Verdict) -> float:
        """The drawn value; 0 without one."""
        text = row.completion if self.as_share else row.published or row.value
        return float(Fraction(text or 0))

    def words(self, row: Verdict) -> str:
        """The drawn value as printed."""
        if self.as_share:
            return share_words(row) or f"完成 {shown_value(row, self.indicator)}"
        return shown_value(row, self.indicator)


def load_map(
    reader: Questions, month: Month, indicator: Indicator, dust: str, single: bool
) -> MapView:
    """The rows of every place, and the limit that becomes a class break."""
    period = month.period if single else month.year_period
    judged = not indicator.is_class  # what figures are judged by has no verdict of its own
    found: dict[str, list[Verdict]] = {}
    for row in reader.verdicts_on(indicator.id, period, month.as_of, dust) if judged else ():
        found.setdefault(row.area, []).append(row)
    picked = {area: chosen(rows, COMBINED) for area, rows in found.items()}
    rows = {area: row for area, row in picked.items() if row is not None}
    city = reader.catalog.city.name
    limit = _break(indicator, rows, city, month)
    shapes = reader.shapes()
    members = tuple(one.name for one in reader.catalog.city.districts) if shapes else ()
    return MapView(indicator, month, dust, single, city, rows, limit, shapes, members)


def _break(
    indicator: Indicator, rows: dict[str, Verdict], city: str, month: Month
) -> tuple[float, str] | None:
    """The city's own limit, else the commonest; for tasks the share of the year gone by."""
    if indicator.is_task:
        if not any(row.completion for row in rows.values()):
            return None
        share = publish(Fraction(100 * month.month, 12), 1)
        return float(share), f"时序进度 {share}%"
    limits = Counter((r.line, r.limit) for r in rows.values() if r.limit is not None)
    if not limits or indicator.direction == "none":
        return None
    own = rows.get(city)
    if own is not None and own.limit is not None:
        return float(own.limit), f"全市{LINE_WORD[own.line]} {own.limit}"
    (line, limit), _ = limits.most_common(1)[0]
    return float(limit or 0), f"{LINE_WORD[line]} {limit}"


def classes_of(reader: Questions, view: MapView) -> Classes:
    """Classes over all months of the year, so that a colour means the same while sliding."""
    values = [view.value(row) for row in view.districts if view.counts(row)]
    if view.as_share:
        values.append(100.0)
    elif not view.indicator.is_task and values:
        last = view.month.year_period.last_day
        for row in view.districts:
            points = reader.monthly(
                view.indicator.id, row.area, (view.month.year,), last, view.dust
            )
            figures = [point.single if view.single else point.cumulative for point in points]
            found = (_in_unit(figure, view.statistic, view.unit) for figure in figures)
            values += [value for value in found if value is not None]
    return build_classes(values, view.limit[0] if view.limit else None, view.higher)


def _in_unit(found: Statistic, statistic: str, unit: str) -> float | None:
    value = counted_value(found, statistic)
    if value is None or not convertible(found.unit, unit):
        return None
    return float(in_unit(value, found.unit, unit))


def headline(view: MapView) -> str:
    """The worst and the best district and how many are beyond the limit; also the alt text."""
    rows = [row for row in view.districts if view.counts(row)]
    name = value_name(view.indicator, view.statistic)
    when = f"{view.month.year}年{view.month.month}月" if view.single else view.month.span
    what = "完成比例" if view.as_share else ""
    if not rows:
        whose = "" if view.undivided else "各区县"
        short = bool(view.districts)
        return f"{when}{name}{whose}{'的数据都不足，图上不上色' if short else '没有数据'}。"
    if view.undivided:
        text = f"{when}{view.city}{name}{what}为{_with_unit(view, rows[0])}"
        return closed_up(f"{text}；{_beyond(view, rows)}。")
    worst, best = ("最低", "最高") if view.higher else ("最高", "最低")
    text = f"{when}各区县{name}{what}以{_ends(view, rows, 0, worst)}"
    if view.value(rows[0]) == view.value(rows[-1]):
        text = f"{when}各区县{name}{what}同为{_with_unit(view, rows[0])}"
    elif len(rows) > 1:
        text += f"，{_ends(view, rows, -1, best)}"
    return closed_up(f"{text}；{_beyond(view, rows)}。")


def _with_unit(view: MapView, row: Verdict) -> str:
    """``0.140 mg/m³``, ``79.3%``."""
    return view.words(row) + ("" if view.as_share else unit_after(view.unit))


def _ends(view: MapView, rows: Sequence[Verdict], end: int, word: str) -> str:
    """``西固区最高，为0.140 mg/m³``: all places at one end of the list."""
    same = [row.area for row in rows if view.value(row) == view.value(rows[end])]
    names = "、".join(same[:2]) + (f"等{len(same)}个区县" if len(same) > 2 else "")
    return f"{names}{word}，为{_with_unit(view, rows[end])}"


def _beyond(view: MapView, rows: Sequence[Verdict]) -> str:
    if view.limit is None:
        return "没有统一的限值，只按数值分级"
    sign = -1 if view.higher else 1
    inside = [row for row in rows if row.status != NOT_APPLICABLE]
    outside = len(rows) - len(inside)
    rest = f"，另有{outside}个区县不在考核范围" if outside else ""
    beyond = [row for row in inside if sign * view.value(row) > sign * view.limit[0]]
    side = "低于" if view.higher else "高于"
    unit = "" if view.as_share else unit_after(view.unit)
    if view.undivided:
        return f"{'' if beyond else '不'}{side}{view.limit[1]}{unit}"
    if not beyond:
        return f"各区县都不{side}{view.limit[1]}{unit}{rest}"
    named = f"（{'、'.join(row.area for row in beyond)}）" if len(beyond) <= 3 else ""
    return f"{len(beyond)}个区县{named}{side}{view.limit[1]}{unit}{rest}"


def plot_of(view: MapView, row: Verdict) -> Plot:
    """What the map says of one district."""
    counts = view.counts(row)
    value = view.value(row) if counts else None
    style = STATUS[row.shown_as]
    return Plot(value, view.words(row), row.shown_as, style.word, not counts)


def subtitle(view: MapView) -> str:
    """What is drawn, its unit and the break."""
    break_words = f"；底色以{view.limit[1]} 为界" if view.limit else ""
    unit = view.unit if view.unit not in ("", "无量纲") else ""
    so_far = "当年累计" if view.indicator.group in ("air", "task") else "当年数值"
    alone = "月均值" if view.statistic in ("mean", "mda8") else "当月数值"
    what = "占任务比例" if view.as_share else (alone if view.single else so_far)
    return f"{what}{'，' + unit if unit else ''}{break_words}；界线为示意"


def key_words(view: MapView, classes: Classes) -> tuple[str, ...]:
    """The words of the five classes, best first; empty for one beyond what is possible."""
    digits = 1 if view.as_share else digits_of(view.indicator, view.unit)
    best = 100.0 if view.unit == "%" and not view.as_share else None
    return class_words(classes, digits, best)


def key_note(view: MapView) -> str:
    """What warm colours and hatching mean."""
    side = f"暖色：劣于{view.limit[1]}。" if view.limit else "没有统一的限值，深浅只表示数值。"
    return f"{side}斜线：没有数据或数据不足。"


def map_table(view: MapView) -> Table:
    """Districts from worst to best with their own limit or quota, those without any row last."""
    unit = view.unit if view.unit not in ("", "无量纲") else ""
    heads = (
        ColumnHead("区县"),
        ColumnHead("占任务" if view.as_share else "数值", unit, True),
        ColumnHead("完成 / 任务" if view.as_share else "本区县限值", "", True),
        ColumnHead("状态"),
    )
    rows = [_table_row(view, row) for row in view.districts]
    rows += [(Cell(area), Cell(ABSENT), Cell(ABSENT), Cell("没有数据")) for area in view.absent]
    return Table(heads, tuple(rows))


def _table_row(view: MapView, row: Verdict) -> tuple[Cell, ...]:
    own = limit_words(row) or ABSENT
    if view.as_share:
        own = f"{shown_value(row, view.indicator)} / {figure(row.quota)}"
    return Cell(row.area), Cell(view.words(row)), Cell(own), Cell("", row.shown_as)


def map_exhibit(reader: Questions, view: MapView, foot: Foot) -> Exhibit:
    """All districts and the enlarged 城区 in one figure, with the words of the classes.

    The frame has one row a district on the map: area, value (NaN where hatched), shown, status,
    class (0 best to 4, -1 hatched), x and y of the label in degrees.
    """
    classes = classes_of(reader, view)
    plots = {row.area: plot_of(view, row) for row in view.districts}
    words = key_words(view, classes)
    drawn = panels_figure(view.shapes, plots, classes, words) if view.shapes else None
    colours = [colour.light for colour in scale(classes)]
    note = reader.catalog.city.boundary_note
    return Exhibit(
        key=f"map-{view.indicator.id}-{view.month.period.text}",
        verdict=headline(view),
        subtitle=subtitle(view),
        figure=drawn,
        frame=_map_frame(view, plots, classes),
        foot=foot,
        notes=tuple(part for part in (key_note(view), note) if part),
        demo=any(row.demo for row in view.districts),
        extra={
            "unit": view.unit,
            "place": view.indicator.label,
            "remark": note,
            "brief": headline(view).rpartition("；")[2],
            **{
                f"class{n}": f"{c} {w}" for n, (c, w) in enumerate(zip(colours, words, strict=True))
            },
        },
        kind="map",
        table=map_table(view),
    )


def _map_frame(view: MapView, plots: dict[str, Plot], classes: Classes) -> pd.DataFrame:
    rows = []
    for shape in view.shapes:
        plot = plots.get(shape.area)
        number = number_of(plot, classes)
        rows.append(
            {
                "area": shape.area,
                "value": plot.value if plot and plot.value is not None else float("nan"),
                "shown": plot.shown if plot else "没有数据",
                "status": plot.status if plot else "",
                "class": -1 if number is None else number,
                "x": shape.label[0],
                "y": shape.label[1],
            }
        )
    return pd.DataFrame(rows)


def map_foot(reader: Questions, view: MapView) -> Foot:
    """The foot line."""
    rows = view.districts
    documents = list(dict.fromkeys(row.document for row in rows if row.document))
    demo = "（演示数据）" if any(row.demo for row in rows) else ""
    usable = sum(1 for row in rows if view.counts(row))
    return Foot(
        source=f"来源：已导入的月报与台账{demo}",
        through=data_through(
            reader,
            view.month.as_of,
            [(row.indicator, row.area) for row in rows],
            unaudited=any(row.unaudited for row in rows),
        ),
        valid=f"有效区县 {usable} / {len(rows) + len(view.absent)}",
        standard=f"标准：{'、'.join(documents)}" if documents else "",
    )
