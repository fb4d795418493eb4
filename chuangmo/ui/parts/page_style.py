"""The style of our own HTML: palette colours, plain first and by ``light-dark()`` after.

The sheet itself is ``assets/board.css``; this module writes the custom properties in front of it.
Streamlit keeps a piece of a page that a browser already has, so a rerun does not send it again.
"""

from functools import cache
from pathlib import Path

from chuangmo.charts.palette import FONT, MONO, NEUTRAL
from chuangmo.status import LINE, STATUS, Pair

ASSETS = Path(__file__).resolve().parents[2] / "assets"


_BOTH = "(color:light-dark(#000,#fff))"


@cache
def style_element() -> str:
    """The complete ``<style>`` element of the page."""
    both = "".join(
        f"--cm-{name}:light-dark({pair.light},{pair.dark});" for name, pair in _tokens().items()
    )
    sheet = (ASSETS / "board.css").read_text(encoding="utf-8")
    return (
        f"<style>:root,.stApp{{{_plain('light')}--cm-font:{FONT};--cm-mono:{MONO}}}"
        f"@supports {_BOTH}{{:root,.stApp{{{both}}}}}{sheet}{_status_rules()}</style>"
    )


@cache
def dark_element() -> str:
    """The dark colours for browsers without ``light-dark()``, which do not know the theme."""
    return f"<style>@supports not {_BOTH}{{:root,.stApp{{{_plain('dark')}}}}}</style>"


def _plain(theme: str) -> str:
    return "".join(f"--cm-{name}:{pair.of(theme)};" for name, pair in _tokens().items())


def _tokens() -> dict[str, Pair]:
    tokens = dict(NEUTRAL)
    for style in STATUS.values():
        tokens |= {
            f"{style.css}-fg": style.fg,
            f"{style.css}-tint": style.tint,
            f"{style.css}-solid": style.solid,
        }
    return tokens | {f"line-{key}": line.colour for key, line in LINE.items()}


def _status_rules() -> str:
    names = {style.css for style in STATUS.values()}
    return "".join(
        f".cm-s-{n}{{--fg:var(--cm-{n}-fg);--tint:var(--cm-{n}-tint);--solid:var(--cm-{n}-solid)}}"
        for n in sorted(names)
    )
