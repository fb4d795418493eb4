"""The sliders of 年度推演: assumed means of the months to come, the year-end result at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import streamlit as st

from chuangmo.assess.lines import LimitLine, holds
from chuangmo.assess.rounding import publish, publish_difference, publish_safe
from chuangmo.assess.stretches import WITH_DUST
from chuangmo.assess.verdict_types import MISSED, ON_COURSE
from chuangmo.assess.verdicts.projection import Rest
from chuangmo.charts.path import Path, PathLimit, PathLook, PathYear, path_figure
from chuangmo.exhibits.outlook import OutlookView
from chuangmo.service.figures.assessing import LimitStep, MonthPoint
from chuangmo.status import LINE_WORD
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, bold, joined
from chuangmo.ui.parts.picture import show_picture
from chuangmo.ui.parts.state import on_phone, theme
from chuangmo.ui.reads import PAGE
from chuangmo.wording import figure, reaching, rest_words, unit_after

_SAME, _EACH = "各月相同", "逐月设定"
_YEARS = 3


@dataclass(frozen=True)
class Scene:
    """The view with the months of this and of earlier years, and the year's lines."""

    view: OutlookView
    rest: Rest
    points: tuple[MonthPoint, ...]
    steps: tuple[LimitStep, ...]

    def past_month(self, year: int, month: int) -> Fraction | None:
        """The valid figure of one month, in the stored unit."""
        for point in self.points:
            if (point.month.start.year, point.month.start.month) == (year, month):
                return point.single.value if point.single.valid else None
        return None

    @property
    def past(self) -> list[tuple[int, list[Fraction]]]:
        """Earlier years with a valid figure in every remaining month, newest first."""
        found = []
        for year in range(self.view.month.year - 1, self.view.month.year - 1 - _YEARS, -1):
            values = [self.past_month(year, m) for m, _ in self.rest.months]
            known = [value for value in values if value is not None]
            if len(known) == len(values):
                found.append((year, known))
        return found


def show_what_if(view: OutlookView, first_year: int) -> None:
    """The sliders, the result and the path; nothing where no month is left."""
    if view.rest is None or view.ahead is None or view.ahead.needed is None:
        _show_path_only(view)
        return
    _what_if(_scene(view, view.rest, first_year))


def _scene(view: OutlookView, rest: Rest, first_year: int) -> Scene:
    year, place = view.month.year, view.place
    years = tuple(range(max(first_year, year - _YEARS), year + 1))
    points = PAGE.monthly(view.indicator.id, place.area, years, view.month.as_of, WITH_DUST)
    steps = PAGE.limit_steps(view.indicator.id, place.area, (year,))
    return Scene(view, rest, tuple(points), tuple(steps))


def _show_path_only(view: OutlookView) -> None:
    """The year's path without a continuation: it is over, or nothing adds up."""
    scene = _scene(view, Rest(Fraction(0), Fraction(0), ()), view.month.year)
    path = _path(scene, [])
    if len(path.so_far) < 3:
        st.html(html.note(["这个指标没有逐月数据，不画路径。"]))
        return
    ends = (path.so_far[0][0], path.so_far[-1][0])
    first, last = (view.text(_running(scene, month)) for month in ends)
    _draw(scene, path, f"{view.month.year}年累计从 {first} 走到 {last}", [])


def _running(scene: Scene, month: int) -> Fraction | None:
    wanted = (scene.view.month.year, month)
    return next(
        point.cumulative.value
        for point in scene.points
        if (point.month.start.year, point.month.start.month) == wanted
    )


@st.fragment
def _what_if(scene: Scene) -> None:
    left, right = st.columns([1, 2], gap="medium")
    with left:
        values = _sliders(scene)
        ends = scene.rest.path(values)
        _result(scene, values, ends)
    with right:
        path = _path(scene, ends)
        _draw(scene, path, sentence(scene.view, values, ends[-1], scene.rest), values)


def _keys(scene: Scene) -> list[str]:
    view = scene.view
    stem = f"{view.indicator.id}-{view.place.area}-{view.month.period.text}"
    return [f"assume-{stem}-{m}" for m, _ in scene.rest.months]


def _sliders(scene: Scene) -> list[Fraction]:
    """The widgets; returns one assumed value a month in the stored unit."""
    view = scene.view
    st.html(html.title(f"假设{scene.view.rest_name}", f"{view.answer.unit}；往年同期写在旁边"))
    several = len(scene.rest.months) > 1
    mode = _SAME
    if several:
        mode = st.segmented_control(
            "设定方式", [_SAME, _EACH], default=_SAME, required=True,
            key="assume-mode", label_visibility="collapsed",
        ) or _SAME  # fmt: skip
    keys = _keys(scene)
    same = f"{keys[0]}-all"
    usual = _usual(scene)
    if mode == _SAME:
        mean = scene.rest.mean(usual)
        label = _label(scene, rest_words(view.month.month), view.ahead.past if view.ahead else ())
        chosen = _slider(scene, label, same, mean)
        values = [chosen] * len(keys)
    else:
        values = []
        for (m, _), key, value in zip(scene.rest.months, keys, usual, strict=True):
            past = [(year, months[m - scene.rest.months[0][0]]) for year, months in scene.past]
            values.append(_slider(scene, _label(scene, f"{m}月", past), key, value))
    _presets(scene, [same] if mode == _SAME else keys)
    return values


def _label(scene: Scene, name: str, past: Sequence[tuple[int, Fraction]]) -> str:
    listed = " / ".join(f"{year}年 {scene.view.said(value)}" for year, value in past)
    return f"{name}　{listed}" if listed else name


def _usual(scene: Scene) -> list[Fraction]:
    """Where the sliders start: last year's months, else the figure so far."""
    if scene.past:
        return scene.past[0][1]
    so_far = scene.view.answer.so_far.value or Fraction(0)
    return [so_far] * len(scene.rest.months)


def _bounds(scene: Scene) -> tuple[Fraction, Fraction]:
    """The ends of the sliders in the page's unit: all that was ever seen, and what is needed."""
    view = scene.view
    if view.indicator.is_rate:
        return Fraction(0), Fraction(100)
    seen = [p.single.value for p in scene.points if p.single.value is not None]
    needed = view.ahead.needed if view.ahead and view.ahead.needed else Fraction(0)
    top = view.number(max([*seen, min(needed, 3 * max(seen, default=needed))])) * Fraction(5, 4)
    return Fraction(0), Fraction(publish(top, max(view.digits - 1, 0)))


def _slider(scene: Scene, label: str, key: str, value: Fraction) -> Fraction:
    view = scene.view
    low, high = _bounds(scene)
    step = Fraction(1, 10**view.digits)
    start = min(max(Fraction(publish(view.number(value), view.digits)), low), high)
    st.session_state.setdefault(key, float(start))
    chosen = st.slider(
        label, float(low), float(high), step=float(step), format=f"%.{view.digits}f", key=key
    )
    return view.stored(Fraction(f"{chosen:.{view.digits}f}"))


def _presets(scene: Scene, keys: list[str]) -> None:
    """Buttons that set all sliders shown at once."""
    usual = _usual(scene)
    by_key = [scene.rest.mean(usual)] if len(keys) == 1 else usual
    choices: list[tuple[str, list[Fraction]]] = []
    needed = scene.view.ahead.needed if scene.view.ahead else None
    if needed is not None and 0 <= scene.view.number(needed) <= _bounds(scene)[1]:
        choices.append(("刚好达到", [needed] * len(keys)))
    if scene.past:
        choices.append(("去年同期", by_key))
        tenth = Fraction(9, 10) if scene.view.lower else Fraction(11, 10)
        word = "较去年降 10%" if scene.view.lower else "较去年升 10%"
        choices.append((word, [value * tenth for value in by_key]))
    with st.container(horizontal=True, gap="small"):
        for name, values in choices:
            st.button(name, on_click=_set, args=(scene, keys, values), key=f"preset-{name}")


def _set(scene: Scene, keys: list[str], values: list[Fraction]) -> None:
    """Put values under the sliders, rounded to the side that keeps the line."""
    low, high = _bounds(scene)
    operator = scene.view.answer.line.operator if scene.view.answer.line else "<="
    for key, value in zip(keys, values, strict=True):
        text = publish_safe(scene.view.number(value), scene.view.digits, operator)
        st.session_state[key] = float(min(max(Fraction(text), low), high))


def keeps(view: OutlookView, value: Fraction, line: LimitLine) -> bool:
    """Whether a projected figure (stored unit) holds the line, compared as the line is."""
    number = view.number(value)
    if line.rounded:
        number = Fraction(publish(number, view.digits))
    return holds(number, line.operator, line.value_in(view.answer.unit))


def sentence(view: OutlookView, values: Sequence[Fraction], end: Fraction, rest: Rest) -> str:
    """``若11—12月均值为0.162 mg/m³，则全年为0.126 mg/m³，可以完成年度目标0.128 mg/m³``."""
    line = view.answer.line
    assert line is not None
    unit = unit_after(view.answer.unit)
    if len(set(values)) == 1:
        assumed = f"{view.rest_name}为{view.text(values[0])}"
    else:
        pairs = zip(rest.months, values, strict=True)
        assumed = "、".join(f"{m}月为{view.text(value)}" for (m, _), value in pairs)
    done = "可以" if keeps(view, end, line) else "不能"
    reached = reaching(line, view.answer.unit)
    return f"若{assumed}{unit}，则全年为{view.text(end)}{unit}，{done}{reached}"


def _result(scene: Scene, values: Sequence[Fraction], ends: Sequence[Fraction]) -> None:
    view, line = scene.view, scene.view.answer.line
    assert line is not None
    good = keeps(view, ends[-1], line)
    rows: list[list[object]] = [
        ["推演全年", bold(view.text(ends[-1]))],
        [f"照此假设，{reaching(line, view.answer.unit)}", bold("可以" if good else "不能")],
    ]
    for step in scene.steps:
        gap = view.number(ends[-1]) - Fraction(step.value)
        text = publish_difference(gap, view.digits)
        signed = figure(text) if Fraction(text) < 0 else f"+{text}" if Fraction(text) else "0"
        rows.append(
            [joined([f"距{LINE_WORD[step.line]} {figure(step.text)} ",
                     html.unverified(step.confidence)]), signed]
        )  # fmt: skip
    st.html(html.table([HtmlColumn("推演结果"), HtmlColumn(view.answer.unit, numeric=True)], rows))


def _path(scene: Scene, ends: Sequence[Fraction]) -> Path:
    view, year = scene.view, scene.view.month.year
    so_far = tuple(
        (point.month.start.month, float(view.number(point.cumulative.value)))
        for point in scene.points
        if point.month.start.year == year and point.cumulative.value is not None
    )
    past = tuple(
        PathYear(earlier, tuple(float(view.number(v)) for v in run), view.text(run[-1]))
        for earlier, months in scene.past
        if scene.rest.months
        for run in [scene.rest.path(months)]
    )
    limits = tuple(
        PathLimit(step.line, LINE_WORD[step.line], figure(step.text), float(step.value))
        for step in scene.steps
    )
    line = view.answer.line
    good = bool(ends) and line is not None and keeps(view, ends[-1], line)
    return Path(
        so_far=so_far,
        assumed=tuple(float(view.number(value)) for value in ends),
        assumed_text=view.text(ends[-1]) if ends else "",
        status=(ON_COURSE if good else MISSED) if ends else "",
        past=past,
        limits=limits,
    )


def _draw(scene: Scene, path: Path, finding: str, values: Sequence[Fraction]) -> None:
    view = scene.view
    look = PathLook(
        year=view.month.year, unit=view.answer.unit, digits=view.digits, theme=theme(),
        phone=on_phone(), heating=view.indicator.group == "air", height=400,
    )  # fmt: skip
    sub = f"1月起累计，{view.answer.unit}"
    if values:
        sub += "；虚点线为本次假设，灰线为按往年同期各月推到年底"
    twin = html.table(*_twin(scene, path, values))
    show_picture("path", finding, sub, path_figure(path, look), twin)


def _twin(
    scene: Scene, path: Path, values: Sequence[Fraction]
) -> tuple[list[HtmlColumn], list[list[object]]]:
    view = scene.view
    columns = [
        HtmlColumn("月份"),
        HtmlColumn("当月", numeric=True),
        HtmlColumn("1月起累计", numeric=True),
    ]
    rows: list[list[object]] = [
        [
            f"{point.month.start.month}月",
            view.text(point.single.value),
            view.text(point.cumulative.value),
        ]
        for point in scene.points
        if point.month.start.year == view.month.year
    ]
    ends = scene.rest.path(values) if values else []
    for (m, _), value, end in zip(scene.rest.months if values else (), values, ends, strict=True):
        rows.append([f"{m}月（假设）", view.text(value), view.text(end)])
    rows += [[f"全年（按{one.year}年同期）", "—", one.text] for one in path.past]
    return columns, rows
