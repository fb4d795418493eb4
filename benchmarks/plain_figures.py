"""Trend and ranking the plain way: pandas over the hours, for the pages measured beside ours."""

import pandas as pd
import plotly.graph_objects as go

HOURS_A_DAY = 20  # so many make a valid day


def daily(hours: pd.DataFrame) -> pd.DataFrame:
    """Valid daily means by site, then by area."""
    day = hours["start"].dt.floor("D")
    groups = hours.groupby(["area", "site", day], observed=True)["value"].agg(["mean", "count"])
    valid = groups[groups["count"] >= HOURS_A_DAY]["mean"]
    return valid.groupby(["area", "start"], observed=True).mean().reset_index()


def trend(days: pd.DataFrame, year: int) -> go.Figure:
    months = days.groupby(days["start"].dt.to_period("M"))["mean"].mean()
    figure = go.Figure()
    figure.add_bar(x=[str(month) for month in months.index], y=months.tolist(), name="月均值")
    own = days[days["start"].dt.year == year].sort_values("start")["mean"]
    figure.add_scatter(y=own.expanding().mean().tolist(), name="累计均值")
    return figure


def ranking(days: pd.DataFrame) -> go.Figure:
    means = days.groupby("area", observed=True)["mean"].mean().sort_values()
    return go.Figure(go.Bar(x=means.tolist(), y=means.index.tolist(), orientation="h"))


def chosen(table: pd.DataFrame, indicator: str, month: str) -> pd.DataFrame:
    """The hours of the indicator from January of the year before to the month."""
    last = pd.Period(month, "M")
    first = pd.Timestamp(last.year - 1, 1, 1)
    of_indicator = table[table["indicator"] == indicator]
    return of_indicator[(of_indicator["start"] >= first) & (of_indicator["start"] <= last.end_time)]
