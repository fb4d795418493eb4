"""The style block of our own HTML: palette colours, plain first and by ``light-dark()`` after.

The sheet itself is ``assets/board.css``; this module writes the custom properties in front of it.
"""

from functools import cache
from pathlib import Path

from chuangmo.charts.palette import FONT, LINE, MONO, NEUTRAL, STATUS, Pair

ASSETS = Path(__file__).resolve().parent / "assets"


@cache
def style_block(theme: str) -> str:
    """The complete ``<style>`` element for one run.

    Args:
        theme: ``light`` or ``dark``; used only by browsers without ``light-dark()``.
    """
    plain = "".join(f"--cm-{name}:{pair.of(theme)};" for name, pair in _tokens().items())
    both = "".join(
        f"--cm-{name}:light-dark({pair.light},{pair.dark});" for name, pair in _tokens().items()
    )
    sheet = (ASSETS / "board.css").read_text(encoding="utf-8")
    return (
        f"<style>:root,.stApp{{{plain}--cm-font:{FONT};--cm-mono:{MONO}}}"
        f"@supports (color:light-dark(#000,#fff)){{:root,.stApp{{{both}}}}}"
        f"{sheet}{_status_rules()}</style>"
    )


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
