"""The page in which Chromium draws figures: plotly.js, type and data inside, nothing fetched."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from math import ceil
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

RESULT, FAULT, SEPARATOR = "result", "fault", "|"
FONTS = Path(__file__).resolve().parents[2] / "data" / "fonts"
_FAMILY, _RARE = "Noto Sans SC", "Noto Sans SC Rare"
_FACES = ((_FAMILY, 400, "NotoSansSC-Regular.woff2"), (_FAMILY, 700, "NotoSansSC-Bold.woff2"))
_RARE_FACE = (_RARE, 400, "NotoSansSC-Rare.woff2")
#: The page may use what stands in it, and nothing else, whatever a figure says.
POLICY = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:\">"
)
_GROUND = "#ffffff"
_HEIGHT = 450
_AIR = 8  # pixels more at both sides than on a page, which has its own margin
_MARGIN, _LEAD = 12, 1.45  # pixels around the words; their line height

#: Draws one figure after the other; an SVG becomes a picture with its faces inside, for a picture
#: inside a page does not see the faces of the page.
_SCRIPT = """
let drawn = 1;  // Plotly names parts at random: the same figure shall be the same file
Math.random = () => (drawn = (drawn * 16807) % 2147483647) / 2147483647;
const told = (id, text) => {
  const place = document.createElement('pre');
  place.id = id; place.textContent = text; document.body.appendChild(place);
};
const framed = (one, svg) => !one.above && !one.below ? svg :
  `<svg ${svg.match(/xmlns="[^"]+"/)[0]} width="${one.width}" height="${one.whole}"` +
  ` viewBox="0 0 ${one.width} ${one.whole}"><rect width="100%" height="100%" fill="#ffffff"/>` +
  `${one.above}<g transform="translate(0,${one.top})">${svg}</g>${one.below}</svg>`;
const svgOf = async (one) => {
  const url = await Plotly.toImage(
    {data: one.figure.data, layout: one.figure.layout, config: {locale: 'zh-CN'}},
    {format: 'svg', width: one.width, height: one.height});
  return framed(one, decodeURIComponent(url.slice(url.indexOf(',') + 1)));
};
const base64 = (text) => {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes);
};
const pngOf = async (one, svg, faces) => {
  const dressed = svg.replace(/(<svg[^>]*>)/, '$1<style>' + faces + '</style>');
  const picture = new Image();
  picture.src = 'data:image/svg+xml;base64,' + base64(dressed);
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(one.width * one.scale);
  canvas.height = Math.round(one.whole * one.scale);
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').split(',')[1];
};
const drawAll = async (asked, form, take) => {
  const faces = document.getElementById('faces').textContent;
  await Promise.all([400, 700].map((weight) => document.fonts.load(weight + ' 16px "Noto Sans SC"', '创')));
  for (const [number, one] of asked.entries()) {
    const svg = await svgOf(one);
    take(number, form === 'png' ? await pngOf(one, svg, faces) : svg);
  }
};
"""  # noqa: E501


@dataclass(frozen=True)
class Words:
    """One line beside a drawing; ``size`` in pixels, ``ink`` as RRGGBB."""

    text: str
    size: float
    weight: int
    ink: str


@dataclass(frozen=True)
class Framed:
    """A figure between the lines that travel with it; each line must fit the width."""

    figure: go.Figure
    above: tuple[Words, ...] = ()
    below: tuple[Words, ...] = ()


def drawing_page(
    figures: Sequence[go.Figure | Framed],
    form: str,
    width: int,
    height: int | None,
    scale: float,
) -> str:
    """HTML that leaves the pictures, base64, in an element named ``RESULT``.

    Args:
        form: ``png`` or ``svg``.
    """
    asked = asked_figures(figures, width, height, scale)
    finish = (
        "const found = []; drawAll(ASKED, FORM, (number, made) => {"
        " found[number] = FORM === 'png' ? made : base64(made); })"
        f".then(() => told('{RESULT}', found.join('{SEPARATOR}')))"
        f".catch((fault) => told('{FAULT}', String(fault)));"
    )
    script = f"const ASKED = {asked}; const FORM = '{form}';{_SCRIPT}{finish}"
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">{POLICY}'
        f'<style id="faces">{faces_css(asked)}</style></head><body>'
        f"<script>{get_plotlyjs()}</script><script>{script}</script></body></html>"
    )


def inline_script(figures: Sequence[go.Figure], width: int) -> str:
    """Scripts that put each figure as SVG into the element ``figure-N`` of their page."""
    if not figures:
        return ""
    asked = asked_figures(figures, width, None, 1)
    finish = (
        f"drawAll({asked}, 'svg', (number, made) => {{"
        f" document.getElementById('figure-' + number).innerHTML = made; }})"
        ".catch((fault) => { document.body.textContent = ''; throw fault; });"
    )
    return f"<script>{get_plotlyjs()}</script><script>{_SCRIPT}{finish}</script>"


def asked_figures(
    figures: Sequence[go.Figure | Framed], width: int, height: int | None, scale: float
) -> str:
    """The figures with their sizes as JSON that may stand inside a script element."""
    framed = [one if isinstance(one, Framed) else Framed(one) for one in figures]
    asked = [_asked(one, width, height) | {"scale": scale} for one in framed]
    return json.dumps(asked, ensure_ascii=False).replace("<", "\\u003c")


def _asked(one: Framed, width: int, height: int | None) -> dict[str, Any]:
    plain = _harmless(json.loads(one.figure.to_json()))
    tall = height or plain["layout"].get("height") or _HEIGHT
    margin = plain["layout"].get("margin", {})
    airy = margin | {side: margin.get(side, _MARGIN) + _AIR for side in ("l", "r")}
    plain["layout"] |= {"width": width, "height": tall, "autosize": False, "margin": airy}
    top, bottom = _depth(one.above), _depth(one.below)
    return {
        "figure": plain, "width": width, "height": tall, "whole": tall + top + bottom, "top": top,
        "above": _set(one.above, 0), "below": _set(one.below, top + tall),
    }  # fmt: skip


def _depth(lines: Sequence[Words]) -> int:
    return ceil(_MARGIN + sum(line.size * _LEAD for line in lines)) if lines else 0


def _set(lines: Sequence[Words], top: float) -> str:
    """The lines as SVG text from ``top`` downwards."""
    texts = []
    for line in lines:
        top += line.size * _LEAD
        texts.append(
            f'<text x="{_MARGIN}" y="{top:.1f}" font-family="{_FAMILY},{_RARE},Microsoft YaHei,'
            f'sans-serif" font-size="{line.size}" font-weight="{line.weight}" '
            f'fill="#{line.ink}">{escape(line.text)}</text>'
        )
    return "".join(texts)


def _harmless(plain: dict[str, Any]) -> dict[str, Any]:
    """Without anything that would be fetched (pictures, map tiles); on white ground."""
    data = [trace | {"source": ""} if "source" in trace else trace for trace in plain["data"]]
    return {"data": data, "layout": _local(plain["layout"]) | {"paper_bgcolor": _GROUND}}


def _local(layout: dict[str, Any]) -> dict[str, Any]:
    fetched = ("images", "map", "mapbox", "geo")
    return {
        name: _local(value) if isinstance(value, dict) else value
        for name, value in layout.items()
        if name.rstrip("0123456789") not in fetched
    }


def faces_css(text: str) -> str:
    """The shipped type as rules with its bytes inside; the rare characters where one is used."""
    faces = (*_FACES, _RARE_FACE) if has_rare(text) else _FACES
    return "".join(_face(*face) for face in faces)


def has_rare(text: str) -> bool:
    """Whether a character lies outside GB 2312, which the ordinary faces hold."""
    return any(_is_rare(letter) for letter in set(text))


def _is_rare(letter: str) -> bool:
    if not "\u3400" <= letter <= "\u9fff":
        return False
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


@cache
def _face(family: str, weight: int, name: str) -> str:
    packed = base64.b64encode((FONTS / name).read_bytes()).decode()
    return (
        f"@font-face{{font-family:'{family}';font-weight:{weight};font-style:normal;"
        f"src:url(data:font/woff2;base64,{packed}) format('woff2')}}"
    )
