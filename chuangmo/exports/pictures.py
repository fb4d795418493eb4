"""A figure as a picture that can stand alone: verdict above, source and date of the data below."""

from chuangmo.exhibit import Exhibit
from chuangmo.exports.drawing import Framed, Words
from chuangmo.exports.sentences import foot_line
from chuangmo.exports.styles import INK, SECONDARY, width

_TITLE, _SUB, _FOOT = 22.0, 14.0, 13.0
_ROOM = 24  # pixels left and right together


def framed(exhibit: Exhibit, wide: int) -> Framed:
    """The exhibit's figure between its words, broken to ``wide`` pixels."""
    assert exhibit.figure is not None
    units = (wide - _ROOM) / _TITLE
    demo = "（演示数据）" if exhibit.demo and "演示" not in exhibit.foot.source else ""
    above = [Words(line, _TITLE, 700, INK) for line in broken(exhibit.verdict, units)]
    above += [Words(line, _SUB, 400, SECONDARY)
              for line in broken(exhibit.subtitle, (wide - _ROOM) / _SUB)]  # fmt: skip
    room = (wide - _ROOM) / _FOOT
    foot = foot_line(exhibit.foot, exhibit.demo, 2 * room) + demo
    below = tuple(Words(line, _FOOT, 400, SECONDARY) for line in broken(foot, room))
    return Framed(exhibit.figure, tuple(above), below)


def broken(text: str, units: float) -> list[str]:
    """The text on lines of at most ``units`` full widths, after a mark where there is one."""
    lines: list[str] = []
    while width(text) > units:
        fits = next(n for n in range(len(text), 0, -1) if width(text[:n]) <= units)
        marks = [n + 1 for n in range(fits // 2, fits) if text[n] in "；，。、　"]
        cut = marks[-1] if marks else fits
        lines.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*lines, text] if text else lines
