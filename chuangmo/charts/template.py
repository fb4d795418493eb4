"""The Plotly layout all figures share, and the browser configuration with its Chinese texts."""

from typing import Any

from chuangmo.charts.palette import FONT, neutral

#: Texts of the plot's own tool bar; the key of the camera is spelt with a capital PNG.
_DICTIONARY = {
    "Download plot as a PNG": "下载图片",
    "Download plot": "下载图片",
    "Taking snapshot - this may take a few seconds": "正在生成图片……",
    "Snapshot succeeded": "图片已生成",
    "Sorry, there was a problem downloading your snapshot!": "图片没有生成，请重试。",
    "Double-click on legend to isolate one trace": "双击图例只看这一项",
}
_MONTHS = [f"{n}月" for n in range(1, 13)]
_DAYS = [f"星期{day}" for day in "日一二三四五六"]
_FORMAT = {
    "days": _DAYS,
    "shortDays": _DAYS,
    "months": _MONTHS,
    "shortMonths": _MONTHS,
    "date": "%Y-%m-%d",
}


def config(file_name: str, phone: bool = False) -> dict[str, Any]:
    """Browser options: Chinese, only the camera, a sharp picture; no tool bar on phones."""
    return {
        "locale": "zh-CN",
        "locales": {"zh-CN": {"dictionary": _DICTIONARY, "format": _FORMAT}},
        "displaylogo": False,
        "displayModeBar": False if phone else "hover",
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"scale": 3, "filename": file_name},
        "scrollZoom": False,
    }


def layout(theme: str, height: int, right: int = 8) -> dict[str, Any]:
    """The common layout.

    Args:
        theme: ``light`` or ``dark``.
        height: pixels.
        right: right margin in pixels, room for the labels of lines.
    """
    axis = {"fixedrange": True, "automargin": True, "zeroline": False}
    mute = {"color": neutral("mute", theme), "size": 12}
    return {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": neutral("text", theme)},
        "margin": {"l": 8, "r": right, "t": 8, "b": 8},
        "height": height,
        "showlegend": False,
        "dragmode": False,
        "bargap": 0.3,
        "hoverlabel": {
            "bgcolor": neutral("bg", theme),
            "bordercolor": neutral("strong", theme),
            "font": {"family": FONT, "size": 13, "color": neutral("text", theme)},
        },
        "xaxis": axis
        | {
            "showgrid": False,
            "showline": True,
            "linecolor": neutral("strong", theme),
            "ticks": "outside",
            "ticklen": 4,
            "tickcolor": neutral("strong", theme),
            "tickfont": mute,
        },
        "yaxis": axis
        | {
            "gridcolor": neutral("line", theme),
            "gridwidth": 1,
            "showline": False,
            "ticks": "",
            "tickfont": mute,
        },
    }
