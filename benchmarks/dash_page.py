"""The same page in Dash; run as ``python dash_page.py TABLE PORT`` where Dash is installed."""

import sys

import pandas as pd
import plotly.graph_objects as go
from dash import Dash, Input, Output, callback, dcc, html

from benchmarks.plain_figures import chosen, daily, ranking, trend


def page(table: pd.DataFrame) -> html.Div:
    months = pd.period_range(table["start"].min(), table["start"].max(), freq="M")[::-1]
    options = {
        "month": [str(one) for one in months],
        "indicator": sorted(table["indicator"].unique()),
        "area": sorted(table["area"].unique()),
    }
    selectors = [dcc.Dropdown(all_, all_[0], id=key) for key, all_ in options.items()]
    return html.Div([*selectors, dcc.Graph(id="trend"), dcc.Graph(id="ranking")])


def main(path: str, port: int) -> None:
    table = pd.read_parquet(path)
    app = Dash(__name__)
    app.layout = page(table)

    def draw(month: str, indicator: str, area: str) -> tuple[go.Figure, go.Figure]:
        days, year = daily(chosen(table, indicator, month)), int(month[:4])
        own = days[days["area"] == area]
        return trend(own, year), ranking(days[days["start"].dt.year == year])

    outputs = [Output(name, "figure") for name in ("trend", "ranking")]
    callback(*outputs, *(Input(name, "value") for name in ("month", "indicator", "area")))(draw)
    app.run(host="127.0.0.1", port=port, debug=False)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
