"""What stands on a slide, by the kind of the exhibit: cards, matrix, charts, map, tables."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from chuangmo.charts.calendar import NO_VALUE
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Table
from chuangmo.exports.map_drawing import boundary_remark
from chuangmo.exports.native import OWN, Chart, ChartSeries, chart_of
from chuangmo.exports.pptx.bars import place_bars
from chuangmo.exports.pptx.cards import CardLine, CardLook, place_card
from chuangmo.exports.pptx.charts import ChartLook, end_room, place_chart, with_words
from chuangmo.exports.pptx.maps import place_key, place_map
from chuangmo.exports.pptx.marked_days import draw_days, marked_days
from chuangmo.exports.pptx.matrix import matrix
from chuangmo.exports.pptx.slide_deck import BODY_END, BODY_TOP, LEFT_EDGE, WIDE, SlideDeck
from chuangmo.exports.pptx.slides import content_slide, remark, status_key, table_slides
from chuangmo.exports.pptx.tables import TableLook, place_table
from chuangmo.exports.pptx.text_and_fill import block, one_line
from chuangmo.exports.sentences import untold
from chuangmo.exports.styles import DEEP, INK, RULE, SEASON, SECONDARY, width, width_cm
from chuangmo.status import STATUS

_WIDE_COLUMNS, _MANY = 10, 16  # columns at 14 pt, at 12 pt; more become bars
_CARDS, _CARD_HIGH, _GAP = 4, 6.3, 0.7  # beside each other; cm
_CARD_LOOK = CardLook(
    bar=0.14, side=0.5, label=CardLine(0.4, 0.8, 16), value=CardLine(1.25, 1.9, 40, 40),
    status=CardLine(3.2, 0.85, 18), say=CardLine(4.15, 2.0, 14, 12), unit=13, unit_room=0.0,
    says=3,
)  # fmt: skip
_NARROW_UNIT = 11.0  # points of a unit where cards are narrower
_MONTH_WIDE, _DAY_HIGH, _OVER = 1.6, 0.93, "超"  # cm of the calendar; the sign of a day beyond
_MATTERS = 5  # below the cards
_MAP_SIDE, _NEEDED = 10.77, 13.5  # cm of what stands beside a map, of the table beside a chart
_LONG_NAME, _OWN_LIMIT = 6, 2  # units of a name, the column of limits beside a map


def body_slides(deck: SlideDeck, exhibit: Exhibit, *, few: bool = False) -> None:
    """Add the slide or slides of one exhibit.

    Args:
        few: one slide of it; what does not stand there is counted on it.
    """
    if few and exhibit.kind == "matrix":
        matrix(deck, exhibit, whole=False)
    elif few and exhibit.kind not in _BODIES:
        table_slides(deck, exhibit, most=1)
    else:
        _BODIES.get(exhibit.kind, table_slides)(deck, exhibit)


def cards(deck: SlideDeck, exhibit: Exhibit) -> None:
    """结论: the key figures as cards, what else must be known below them."""
    slide = content_slide(deck, exhibit, sub="")
    assert exhibit.table is not None
    one = (deck.wide - (_CARDS - 1) * _GAP) / _CARDS
    shown = exhibit.table.rows[:_CARDS]
    look = _CARD_LOOK if deck.own is None else _narrow_cards(shown, one)
    for n, row in enumerate(shown):
        place_card(slide.shapes, row, (LEFT_EDGE + n * (one + _GAP), 3.6, one, _CARD_HIGH), look)
    told = [part for note in exhibit.notes for part in note.split("。") if part]
    matters = [*untold(exhibit.verdict), *told][:_MATTERS]
    step = min(1.95, 6.1 / max(len(matters), 1))
    if matters:
        one_line(
            slide.shapes, (LEFT_EDGE, 10.45, deck.wide, 0.9), "需要说明", 18, DEEP, bold=True,
            name="小标题",
        )  # fmt: skip
    for n, matter in enumerate(matters):
        top = 11.45 + n * step
        block(slide.shapes, (LEFT_EDGE, top, deck.wide, 0.025), RULE, "分隔线")
        one_line(
            slide.shapes, (LEFT_EDGE + 0.2, top, 1.0, step), "一二三四五"[n], 18, DEEP, bold=True,
            name="序号",
        )  # fmt: skip
        one_line(
            slide.shapes, (LEFT_EDGE + 1.4, top + 0.05, deck.wide - 1.6, step - 0.1),
            f"{matter}。", 16 if step > 1.6 else 14 if step > 1.3 else 13, name="说明",
        )  # fmt: skip


def _narrow_cards(rows: Sequence[tuple[Cell, ...]], wide: float) -> CardLook:
    """The cards with values of one size, at which every value and its unit stand on a line."""
    room = wide - 2 * _CARD_LOOK.side
    size = next(
        (
            size
            for size in (40.0, 36.0, 32.0, 28.0, 24.0)
            if all(
                width_cm(row[1].text, size) + width_cm(f" {row[2].text}", _NARROW_UNIT) <= room
                for row in rows
            )
        ),
        20.0,
    )
    value = replace(_CARD_LOOK.value, size=size, least=size)
    return replace(_CARD_LOOK, value=value, unit=_NARROW_UNIT)


def trend(deck: SlideDeck, exhibit: Exhibit) -> None:
    """趋势: months as columns, running figures as lines, limits in steps, 采暖期 as bands."""
    chart = chart_of(exhibit)
    if chart is None:
        table_slides(deck, exhibit)
        return
    slide = content_slide(deck, exhibit, sub=exhibit.subtitle.partition("；断点")[0])
    box = (LEFT_EDGE, BODY_TOP, deck.wide, BODY_END - BODY_TOP - 0.1)
    days, look = marked_days(chart, box, ChartLook(foot=1.7))
    _seasons(slide.shapes, chart, box, look)
    place_chart(slide.shapes, chart, box, look, "走势图", _alt(exhibit))
    draw_days(slide.shapes, chart, box, look, days)


def _seasons(
    shapes: Any, chart: Chart, box: tuple[float, float, float, float], look: ChartLook
) -> None:
    wide = box[2] - look.left - end_room(chart, look)
    one = wide / len(chart.categories)
    high = box[3] - look.top - look.foot
    for first, last in chart.bands:
        left = box[0] + look.left + first * one
        area = (left, box[1] + look.top, (last - first + 1) * one, high)
        block(shapes, area, SEASON, "采暖期")
        if last - first >= 2:
            one_line(
                shapes, (left + 0.15, box[1] + look.top, 2.5, 0.6), "采暖期", 12, SECONDARY,
                name="采暖期文字",
            )  # fmt: skip


def _alt(exhibit: Exhibit) -> str:
    return f"{exhibit.verdict}。{exhibit.subtitle}"


def columns(deck: SlideDeck, exhibit: Exhibit) -> None:
    """排名与任务: columns in the colour of their status with limit lines, high to low."""
    chart = chart_of(exhibit)
    if chart is None:
        table_slides(deck, exhibit)
        return
    chart = high_to_low(chart)
    sub = columns_subtitle(exhibit)
    fits = fit_columns(chart, wide=deck.wide)
    if not fits:
        sub = sub.replace("；横杠为本区县限值", "")
    slide = content_slide(deck, exhibit, sub=sub)
    own = chart.role(OWN)[0]
    judged = [s for s, v in zip(own.statuses, own.values, strict=True) if v is not None]
    status_key(slide, judged, deck.wide)
    if not fits:
        place_bars(slide.shapes, chart, (LEFT_EDGE, BODY_TOP, deck.wide, 13.3), _alt(exhibit))
        return
    size = 14.0 if len(chart.categories) <= _WIDE_COLUMNS else 12.0
    look = ChartLook(axis=size, label=size + 2, foot=1.5)
    below = exhibit.kind == "shares" and len(chart.categories) <= _WIDE_COLUMNS
    high = 10.2 if below else BODY_END - BODY_TOP
    if below:
        look = ChartLook(axis=size, label=size + 2, left=2.6, foot=0.8)
    box = (LEFT_EDGE, BODY_TOP, deck.wide, high)
    place_chart(slide.shapes, with_words(chart), box, look, "柱形图", _alt(exhibit))
    if below:
        _below(slide, exhibit, chart, (look, deck.wide))


def fit_columns(chart: Chart, size: float | None = None, wide: float = WIDE) -> bool:
    """Whether every name stands on one line under its column; else bars have the room.

    Args:
        size: of the names in points; by their number where not given. wide: of the chart.
    """
    count = len(chart.categories)
    size = size or (14 if count <= _WIDE_COLUMNS else 12)
    step = (wide - 5.5) / max(count, 1)
    return count <= _MANY and all(width_cm(name, size) <= step for name in chart.categories)


def columns_subtitle(exhibit: Exhibit) -> str:
    """The subtitle as it fits columns from high to low with a dash for each limit."""
    sub = exhibit.subtitle.replace("；竖线为本区县任务", "").replace("竖线", "横杠")
    return sub.replace("从低到高", "由高到低").replace("从高到低", "由高到低")


def high_to_low(chart: Chart) -> Chart:
    """The categories by falling value, those without one last."""
    own = chart.role(OWN)[0]
    order = sorted(
        range(len(own.values)), key=lambda n: (own.values[n] is None, -(own.values[n] or 0.0))
    )

    def moved(series: ChartSeries) -> ChartSeries:
        def pick(items: tuple[Any, ...]) -> tuple[Any, ...]:
            return tuple(items[n] for n in order) if items else ()

        return ChartSeries(
            series.name, series.role, series.shape, pick(series.values), pick(series.texts),
            pick(series.statuses),
        )  # fmt: skip

    names = tuple(chart.categories[n] for n in order)
    series = tuple(moved(one) for one in chart.series)
    remarks = tuple(chart.remarks[n] for n in order) if chart.remarks else ()
    return replace(chart, categories=names, series=series, remarks=remarks)


def _below(slide: Any, exhibit: Exhibit, chart: Chart, drawn: tuple[ChartLook, float]) -> None:
    """完成数, 任务 and distance under the columns they belong to; ``drawn``: look, width in cm."""
    look, body = drawn
    rows = {str(row["area"]): row for _, row in exhibit.frame.iterrows()}
    own = chart.role(OWN)[0]
    found = [rows[name] for name in chart.categories]
    lines = (
        ("完成 / 任务", [Cell(str(row["shown"])) for row in found]),
        ("状态", [Cell("", status) for status in own.statuses]),
        ("与时序", [Cell(str(row["behind"])) for row in found]),
    )
    wide = body - look.left - end_room(chart, look)
    step, top = wide / len(found), BODY_TOP + 10.3
    for n, (name, cells) in enumerate(lines):
        y = top + n * 0.92
        block(slide.shapes, (LEFT_EDGE, y, look.left + wide, 0.025), RULE, "分隔线")
        one_line(slide.shapes, (LEFT_EDGE, y, 2.5, 0.92), name, 12, DEEP, bold=True, name="行名")
        for m, cell in enumerate(cells):
            style = STATUS.get(cell.status)
            text = f"{style.glyph} {style.word}" if style else cell.text
            size = next((s for s in (14, 12, 10.5, 9) if width_cm(text, s) < step), 8)
            frame = one_line(
                slide.shapes, (LEFT_EDGE + look.left + m * step, y, step, 0.92), text, size,
                style.paper.ink if style else INK, bold=bool(style), name=f"{name}值",
            )  # fmt: skip
            frame.paragraphs[0].alignment = 2


def one_chart(deck: SlideDeck, exhibit: Exhibit) -> None:
    """逐月对照、进度、两年对照: columns and lines over the whole slide, with the events."""
    chart = chart_of(exhibit)
    if chart is None:
        table_slides(deck, exhibit)
        return
    slide = content_slide(deck, exhibit)
    box = (LEFT_EDGE, BODY_TOP, deck.wide, BODY_END - BODY_TOP)
    foot = 1.6 if any("\n" in name for name in chart.categories) else 1.0
    days, look = marked_days(chart, box, ChartLook(label=14, foot=foot))
    place_chart(slide.shapes, chart, box, look, "图", _alt(exhibit))
    draw_days(slide.shapes, chart, box, look, days)


def gap(deck: SlideDeck, exhibit: Exhibit) -> None:
    """差距与改善: bars around zero; of a gap the whole of it last."""
    chart = chart_of(exhibit)
    if chart is None:
        return
    slide = content_slide(deck, exhibit)
    box = (LEFT_EDGE, BODY_TOP, deck.wide, BODY_END - BODY_TOP)
    place_bars(slide.shapes, chart, box, _alt(exhibit))


def calendar(deck: SlideDeck, exhibit: Exhibit) -> None:
    """日历: a row a month and a column a day, shaded by class; 超 beyond the limit, ◇ no figure."""
    slide = content_slide(deck, exhibit)
    look = TableLook(11, _DAY_HIGH, 0.7, grid=True)
    table = _days_across(exhibit)
    widths = [_MONTH_WIDE, *[(deck.wide - _MONTH_WIDE) / 31] * 31]
    sizes = (widths, [_DAY_HIGH] * len(table.rows))
    place_table(slide.shapes, table, (LEFT_EDGE, BODY_TOP, deck.wide), look, "日历", sizes)
    top = BODY_TOP + 0.7 + _DAY_HIGH * len(table.rows) + 0.25
    words, shades = (exhibit.extra[name].split("|") for name in ("classes", "shades"))
    for n, (word, shade) in enumerate(zip(words, shades, strict=True)):
        if word:
            left = LEFT_EDGE + n * deck.wide / 7
            block(slide.shapes, (left, top + 0.1, 0.5, 0.5), shade, "图例")
            one_line(slide.shapes, (left + 0.65, top, 3.5, 0.7), word, 12, INK, name="图例文字")
    said = f"{_OVER}：超过日均限值；{exhibit.notes[0]}"
    remark(slide, said, deck.wide, min(top + 0.75, BODY_END - 0.55))


def _days_across(exhibit: Exhibit) -> Table:
    """The calendar's table turned, with a sign in place of each figure."""
    assert exhibit.table is not None
    over = {day for day, beyond in zip(exhibit.frame["date"], exhibit.frame["over"], strict=True)
            if beyond}  # fmt: skip
    days = exhibit.table.rows[exhibit.table.leading :]
    year = exhibit.frame["date"].iloc[0].year

    def sign(month: int, day: int, cell: Cell) -> Cell:
        if not cell.text:
            return cell
        beyond = (year, month, day) in {(one.year, one.month, one.day) for one in over}
        return Cell(_OVER if beyond else "" if cell.shade else NO_VALUE, shade=cell.shade)

    rows = tuple(
        (Cell(head.name), *(sign(int(head.name[:-1]), int(row[0].text), row[n]) for row in days))
        for n, head in enumerate(exhibit.table.heads)
        if n
    )
    heads = (ColumnHead("月"), *(ColumnHead(str(day)) for day in range(1, 32)))
    return Table(heads, rows)


def map_slide(deck: SlideDeck, exhibit: Exhibit) -> None:
    """地图: freeforms with labels, the classes and the figures beside them, the remark below."""
    if exhibit.figure is None:
        table_slides(deck, exhibit)
        return
    slide = content_slide(deck, exhibit, sub="")
    wide = _MAP_SIDE * deck.wide / WIDE
    left = LEFT_EDGE + deck.wide - wide
    place_map(slide.shapes, exhibit, (LEFT_EDGE, 3.6, left - LEFT_EDGE - 0.5, 13.1))
    one_line(
        slide.shapes, (left, 3.5, wide, 0.7), exhibit.subtitle.partition("；")[0], 14, INK,
        bold=True, name="图例标题",
    )  # fmt: skip
    top = place_key(slide.shapes, exhibit, left, 4.35, wide) + 0.25
    assert exhibit.table is not None
    rows = exhibit.table.rows
    most = int((16.9 - top - 0.8) / 0.62)
    shown = _beside_map(exhibit.table, most)
    look = TableLook(12, 0.62, 0.78, fit=True)
    place_table(slide.shapes, shown, (left, top, wide), look, "各区县数值")
    more = f"；另有 {len(rows) - most} 个区县未列" if len(rows) > most else ""
    remark(slide, f"{boundary_remark(exhibit)}{more}。", deck.wide, 17.1)


def _beside_map(table: Table, most: int) -> Table:
    """The first rows without small print; where names are long, their own limits are left out."""
    long = any(width(row[0].text) > _LONG_NAME for row in table.rows[:most])
    kept = [n for n in range(len(table.heads)) if not (long and n == _OWN_LIMIT)]
    heads = tuple(ColumnHead(table.heads[n].name, "", table.heads[n].numeric) for n in kept)
    return Table(heads, tuple(tuple(row[n] for n in kept) for row in table.rows[:most]))


def needed(deck: SlideDeck, exhibit: Exhibit) -> None:
    """余下各月: the small table; with several past years also the columns beside it."""
    chart = chart_of(exhibit)
    if chart is None or len(chart.categories) < 2:
        table_slides(deck, exhibit, size=16)
        return
    slide = content_slide(deck, exhibit)
    assert exhibit.table is not None
    wide = _NEEDED * deck.wide / WIDE
    look = TableLook(14, 1.4, 1.3)
    place_table(slide.shapes, exhibit.table, (LEFT_EDGE, BODY_TOP, wide), look, "需要值")
    left = wide + 0.8
    box = (LEFT_EDGE + left, BODY_TOP, deck.wide - left, BODY_END - BODY_TOP)
    place_chart(slide.shapes, chart, box, ChartLook(), "往年同期图", _alt(exhibit))


_BODIES: dict[str, Callable[[Any, Exhibit], None]] = {
    "cards": cards,
    "matrix": matrix,
    "trend": trend,
    "ranking": columns,
    "shares": columns,
    "years": one_chart,
    "burnup": one_chart,
    "slope": one_chart,
    "long_trend": one_chart,
    "winters": one_chart,
    "gap": gap,
    "improvement": gap,
    "calendar": calendar,
    "map": map_slide,
    "needed": needed,
}
