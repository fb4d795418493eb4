"""Sentences on paper: titles broken by rule, foot lines that fit, words for the notes."""

from chuangmo.exhibit import Exhibit, Foot, marks_line
from chuangmo.exports.styles import width

LINE_UNITS = 35.0
FOOT_UNITS = 74.0
_CUTS = ("；。", "，：", "、")


def title_lines(sentence: str) -> list[str]:
    """The sentence on at most two lines of 35 units, cut by hand at ；else ，： else 、.

    A sentence that fits no such cut loses its last clauses, never its size; the whole of it
    stands in the notes.
    """
    text = sentence.rstrip("。")
    if width(text) <= LINE_UNITS:
        return [text]
    for marks in _CUTS:
        cuts = [n + 1 for n, letter in enumerate(text) if letter in marks]
        fitting = [n for n in cuts if width(text[:n]) <= LINE_UNITS >= width(text[n:])]
        if fitting:
            best = min(fitting, key=lambda n: abs(width(text[:n]) - width(text[n:])))
            return [_head(text[:best]), text[best:]]
    return _shortened(text)


def untold(sentence: str) -> list[str]:
    """The sentences that a title made of this has no room for."""
    shown = "".join(title_lines(sentence)).replace("；", "。")
    parts = [part for part in sentence.split("。") if part]
    return [part for part in parts if part.replace("；", "。") not in shown]


def _head(text: str) -> str:
    """A first line keeps its mark, a full stop becomes a semicolon."""
    return text[:-1] + "；" if text.endswith("。") else text


def _shortened(text: str) -> list[str]:
    cuts = [n for n, letter in enumerate(text) if letter in "".join(_CUTS) and n]
    for cut in reversed(cuts):
        if width(text[:cut]) <= 2 * LINE_UNITS:
            lines = title_lines(text[:cut])
            if all(width(line) <= LINE_UNITS for line in lines):
                return lines
    half = next(n for n in range(len(text)) if width(text[:n]) > LINE_UNITS - 1)
    return [text[:half], text[half : 2 * half]]


def foot_line(foot: Foot, demo: bool, units: float = FOOT_UNITS) -> str:
    """Source, data through, valid data, standard and batch on one line.

    What does not fit leaves in the order: documents after the second, then the source's words;
    the day of the data and the batch never.
    """
    mark = "演示数据" if demo and "演示" not in foot.source else ""
    for source, standard in (
        (foot.source, foot.standard),
        (foot.source, _few(foot.standard)),
        ("来源：月报与台账" + ("（演示数据）" if demo else ""), _few(foot.standard)),
        ("演示数据" if demo else "", _few(foot.standard)),
    ):
        line = "　".join(
            part for part in (source, foot.through, foot.valid, standard, mark) if part
        )
        if width(line) <= units:
            return line
    return "　".join(
        part for part in ("演示数据" if demo else "", foot.through, foot.valid) if part
    )


def _few(standard: str) -> str:
    names = standard.split("、")
    return standard if len(names) < 3 else f"{'、'.join(names[:2])} 等 {len(names)} 个文件"


def notes_text(exhibit: Exhibit) -> str:
    """What the speaker should know: the whole sentence, what is drawn, the method, the figures."""
    told = [note for note in exhibit.notes if note != exhibit.extra.get("remark")]
    parts = [exhibit.verdict, exhibit.subtitle, marks_line(exhibit), *told, *_figures(exhibit)]
    parts += [exhibit.foot.text, "本页含演示数据，不作依据。" if exhibit.demo else ""]
    return "\n".join(part for part in dict.fromkeys(parts) if part)


def _figures(exhibit: Exhibit, most: int = 14) -> list[str]:
    if exhibit.table is None or exhibit.kind in ("cards", "matrix", "scheme"):
        return []
    rows = [" ".join(c.text for c in row if c.text) for row in exhibit.table.rows[:most]]
    return [f"本页数字（{'、'.join(h.name for h in exhibit.table.heads)}）：", *rows]
