"""A figure for the hall: every size doubled, the drawing and the original untouched."""

import plotly.graph_objects as go

from chuangmo.charts.enlarge import enlarged


def figure() -> go.Figure:
    drawn = go.Figure(layout={"font": {"size": 13}, "margin": {"l": 8, "r": 150}, "height": 400})
    drawn.add_bar(x=[1, 2], y=[3.0, 4.0], width=0.68)
    drawn.add_scatter(x=[1, 2], y=[3.0, 4.0], line={"width": 2.5}, marker={"size": 7})
    drawn.add_annotation(x=1, y=3, text="限值", xshift=8, font={"size": 12})
    return drawn


def test_type_pens_and_margins_grow() -> None:
    big = enlarged(figure(), 2, 620)
    assert (big.layout.font.size, big.layout.margin.r, big.layout.height) == (26, 300, 620)
    assert (big.data[1].line.width, big.data[1].marker.size) == (5, 14)
    assert (big.layout.annotations[0].font.size, big.layout.annotations[0].xshift) == (24, 16)


def test_values_and_widths_on_the_axis_stay() -> None:
    first, big = figure(), enlarged(figure(), 2, 620)
    assert list(big.data[0].y) == list(first.data[0].y)
    assert big.data[0].width == 0.68
    assert (big.layout.annotations[0].x, big.layout.annotations[0].y) == (1, 3)
