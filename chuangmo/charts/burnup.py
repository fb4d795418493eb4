"""The burn-up of one task: done so far, quota, 时序进度, last year and the pace to year end."""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from chuangmo.charts.labels import EndLabel, end_labels, text_width
from chuangmo.charts.marks import MARK_ROW, DrawnMark, draw_marks
from chuangmo.charts.palette import neutral
from chuangmo.charts.template import layout

_BELOW = 36


@dataclass(frozen=True)
class Burnup:
    """The values of the chart, in the task's unit.

    Attributes:
        done: (month, cumulative done) of the months that brought a new figure.
        quota, quota_text: the yearly quota, if one was given.
        plan: (month, value) of 时序进度 by elapsed days, from 0 to December.
        ahead: (month, value) at the pace of the last three months, to December.
        ahead_text: its last value as published.
        before: the last year's (month, cumulative done); ``before_text`` its December.
        marks: events of the year.
    """

    year: int
    done: tuple[tuple[int, float], ...]
    done_text: str
    quota: float | None = None
    quota_text: str = ""
    plan: tuple[tuple[int, float], ...] = ()
    ahead: tuple[tuple[int, float], ...] = ()
    ahead_text: str = ""
    before: tuple[tuple[int, float], ...] = ()
    before_text: str = ""
    marks: tuple[DrawnMark, ...] = ()


def burnup_figure(
    burnup: Burnup, theme: str = "light", phone: bool = False, height: int = 330
) -> go.Figure:
    """Lines from zero in January's first days to December."""
    labels = _labels(burnup, theme, phone)
    wide = max(text_width(one.text.replace("<b>", "").replace("</b>", "")) for one in labels)
    figure = go.Figure(layout=layout(theme, height, int(wide) + 16))
    high = max(_values(burnup), default=1.0) * 1.1 or 1.0
    _plan(figure, burnup, theme)
    _before(figure, burnup, theme)
    _ahead(figure, burnup, theme)
    _done(figure, burnup, theme)
    months = list(range(1, 13))
    figure.update_layout(hovermode="x unified")
    figure.update_xaxes(
        range=[0, 12.4], tickvals=months, ticktext=[str(m) if phone else f"{m}月" for m in months],
        unifiedhovertitle={"text": f"{burnup.year}年%{{x}}月底"},
    )  # fmt: skip
    figure.update_yaxes(range=[0, high], rangemode="tozero", nticks=6, tickformat=",d")
    figure.update_layout(separators=". ")
    end_labels(figure, labels, high, height - _BELOW, theme)
    _marks(figure, burnup, high, (theme, phone), height)
    return figure


def _marks(
    figure: go.Figure, burnup: Burnup, high: float, look: tuple[str, bool], height: int
) -> None:
    """The events; the middle of January stands half a month after the axis begins."""
    if burnup.marks:
        points = pd.DataFrame({"year": burnup.year, "month": range(1, 13)})
        rows = draw_marks(figure, points, burnup.marks, (0.0, high), look, 0, shift=0.5)
        figure.update_layout(margin={"t": 8 + MARK_ROW * rows}, height=height + MARK_ROW * rows)


def _values(burnup: Burnup) -> list[float]:
    pairs = [*burnup.done, *burnup.ahead, *burnup.before]
    return [value for _, value in pairs] + ([burnup.quota] if burnup.quota is not None else [])


def _labels(burnup: Burnup, theme: str, phone: bool) -> list[EndLabel]:
    own, mute = neutral("primary", theme), neutral("mute", theme)
    found = []
    if burnup.quota is not None:
        word = "任务" if phone else "全年任务"
        found.append(
            EndLabel(burnup.quota, f"<b>{word} {burnup.quota_text}</b>", neutral("text", theme))
        )
    if burnup.ahead:
        word = "按现速" if phone else "按近三月速度"
        found.append(EndLabel(burnup.ahead[-1][1], f"<b>{word} {burnup.ahead_text}</b>", own))
    elif burnup.done:
        found.append(EndLabel(burnup.done[-1][1], f"<b>完成 {burnup.done_text}</b>", own))
    if burnup.before:
        found.append(
            EndLabel(burnup.before[-1][1], f"{burnup.year - 1}年 {burnup.before_text}", mute)
        )
    return found or [EndLabel(0.0, "", mute)]


def _plan(figure: go.Figure, burnup: Burnup, theme: str) -> None:
    if burnup.quota is None:
        return
    text = neutral("text", theme)
    figure.add_scatter(
        x=[0, 12.4], y=[burnup.quota] * 2, mode="lines", hoverinfo="skip",
        name=f"全年任务 {burnup.quota_text}", line={"color": text, "width": 1.5},
        meta={"limit": "target"},
    )  # fmt: skip
    figure.add_scatter(
        x=[m for m, _ in burnup.plan], y=[value for _, value in burnup.plan], mode="lines",
        name="时序进度", meta={"role": "plan"},
        line={"color": text, "width": 1.5, "dash": "4px,3px"},
        hovertemplate="%{y:.0f}",
    )  # fmt: skip
    figure.add_annotation(
        x=3.6, y=burnup.quota * 3.6 / 12, text="时序进度", showarrow=False, xanchor="right",
        xshift=-8, yshift=8, font={"size": 12, "color": text},
    )  # fmt: skip


def _before(figure: go.Figure, burnup: Burnup, theme: str) -> None:
    if burnup.before:
        figure.add_scatter(
            x=[m for m, _ in burnup.before], y=[v for _, v in burnup.before],
            mode="lines+markers" if len(burnup.before) > 1 else "markers",
            name=f"{burnup.year - 1}年", meta={"role": "before"}, hovertemplate="%{y:,}",
            cliponaxis=False,
            line={"color": neutral("strong", theme), "width": 2},
            marker={"size": 8, "color": neutral("strong", theme)},
        )  # fmt: skip


def _ahead(figure: go.Figure, burnup: Burnup, theme: str) -> None:
    if burnup.ahead:
        figure.add_scatter(
            x=[m for m, _ in burnup.ahead], y=[v for _, v in burnup.ahead], mode="lines",
            name="按近三月速度", meta={"role": "ahead"}, hovertemplate="%{y:.0f}",
            line={"color": neutral("primary", theme), "width": 2.5, "dash": "dot"},
        )  # fmt: skip


def _done(figure: go.Figure, burnup: Burnup, theme: str) -> None:
    own = neutral("primary", theme)
    figure.add_scatter(
        x=[0, *(m for m, _ in burnup.done)], y=[0, *(v for _, v in burnup.done)],
        mode="lines+markers",
        name=f"{burnup.year}年完成", meta={"role": "own"},
        line={"color": own, "width": 3}, hovertemplate="%{y:,}",
        marker={
            "size": [0, *[8] * len(burnup.done)], "color": own, "opacity": 1, "line": {"width": 0},
        },
        cliponaxis=False,
    )  # fmt: skip
    if burnup.done and burnup.ahead:
        month, value = burnup.done[-1]
        figure.add_annotation(
            x=month, y=value, text=f"<b>{burnup.done_text}</b>", showarrow=False, xanchor="left",
            yanchor="top", xshift=6, yshift=-2, font={"size": 14, "color": own},
        )  # fmt: skip
