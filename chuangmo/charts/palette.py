"""The one table of colours, glyphs and words: statuses, neutrals and the three kinds of line."""

from dataclasses import dataclass

from chuangmo.assess.verdict_types import (
    AT_RISK,
    INSUFFICIENT,
    MET,
    MISSED,
    NO_TARGET,
    NOT_APPLICABLE,
    NOT_ASSESSABLE,
    NOT_YET_DUE,
    ON_COURSE,
    REFERENCE,
    SCHEME,
    STANDARD,
    TARGET,
)
from chuangmo.wording import LINE_WORD, STATUS_WORD

LIGHT, DARK = "light", "dark"


@dataclass(frozen=True)
class Pair:
    """One colour in the light and in the dark theme, as ``#RRGGBB``."""

    light: str
    dark: str

    def of(self, theme: str) -> str:
        """The colour for ``light`` or ``dark``."""
        return self.dark if theme == DARK else self.light


@dataclass(frozen=True)
class StatusStyle:
    """How a status looks: glyph, word and colour always stand together.

    Attributes:
        glyph: a character of GB 2312, so that every Chinese font has it.
        word: the Chinese word.
        fg, tint, solid: text, background of a cell, mark.
        css: the suffix of the CSS class; statuses that look alike share one.
    """

    glyph: str
    word: str
    fg: Pair
    tint: Pair
    solid: Pair
    css: str


NEUTRAL = {
    "bg": Pair("#FFFFFF", "#10161C"),
    "panel": Pair("#F4F6F8", "#192129"),
    "text": Pair("#17212B", "#E4EAEF"),
    "mute": Pair("#55616D", "#9DAAB6"),
    "line": Pair("#DCE2E7", "#29343E"),
    "strong": Pair("#B9C3CC", "#465461"),
    "ref": Pair("#8793A0", "#7F8D9A"),
    "season": Pair("#F1F3F5", "#182028"),
    "primary": Pair("#1D4F7C", "#7DB1E3"),
}

_QUIET = (Pair("#55616D", "#9DAAB6"), NEUTRAL["bg"], Pair("#7C8894", "#66737F"))
_GREY = (Pair("#48535E", "#B4C0CB"), Pair("#E6EAED", "#26303A"), Pair("#7C8894", "#74818D"))

STATUS = {
    MISSED: StatusStyle(
        "■",
        STATUS_WORD[MISSED],
        Pair("#97201A", "#FFA69B"),
        Pair("#F7D3CD", "#4A1F1C"),
        Pair("#C2352A", "#E8665A"),
        "missed",
    ),
    AT_RISK: StatusStyle(
        "▲",
        STATUS_WORD[AT_RISK],
        Pair("#744900", "#F1C469"),
        Pair("#FBEAC3", "#3A2C10"),
        Pair("#C27D00", "#DFA02E"),
        "risk",
    ),
    ON_COURSE: StatusStyle(
        "◎",
        STATUS_WORD[ON_COURSE],
        Pair("#1B5590", "#93C2F0"),
        Pair("#EAF1F9", "#15293E"),
        Pair("#3C7FC4", "#5B9BDA"),
        "course",
    ),
    MET: StatusStyle(
        "●",
        STATUS_WORD[MET],
        Pair("#0A5A51", "#7FD3C6"),
        Pair("#EAF4F2", "#13302E"),
        Pair("#0B685E", "#62D6C5"),
        "met",
    ),
    INSUFFICIENT: StatusStyle("◇", STATUS_WORD[INSUFFICIENT], *_GREY, "lack"),
    NOT_YET_DUE: StatusStyle("○", STATUS_WORD[NOT_YET_DUE], *_QUIET, "quiet"),
    NO_TARGET: StatusStyle("－", STATUS_WORD[NO_TARGET], *_QUIET, "quiet"),
    REFERENCE: StatusStyle("□", STATUS_WORD[REFERENCE], *_QUIET, "quiet"),
    NOT_ASSESSABLE: StatusStyle("◇", STATUS_WORD[NOT_ASSESSABLE], *_GREY, "lack"),
    NOT_APPLICABLE: StatusStyle("－", STATUS_WORD[NOT_APPLICABLE], *_QUIET, "quiet"),
}

#: Statuses that are a judgement, worst first; the others are silences.
JUDGED = (MISSED, AT_RISK, ON_COURSE, MET)


@dataclass(frozen=True)
class LineStyle:
    """How one kind of line is drawn and called.

    Attributes:
        dash: a Plotly dash.
    """

    word: str
    colour: Pair
    dash: str


LINE = {
    STANDARD: LineStyle(LINE_WORD[STANDARD], Pair("#6A3D8F", "#C9A3EA"), "solid"),
    SCHEME: LineStyle(LINE_WORD[SCHEME], NEUTRAL["text"], "dashdot"),
    TARGET: LineStyle(LINE_WORD[TARGET], NEUTRAL["primary"], "4px,3px"),
}

FONT = (
    "'Noto Sans SC','Noto Sans SC Rare','Source Han Sans SC','Noto Sans CJK SC','PingFang SC',"
    "'Microsoft YaHei',sans-serif"
)
MONO = "'Noto Sans Mono CJK SC',Consolas,'Microsoft YaHei',monospace"


def ink(name: str, theme: str) -> str:
    """The neutral colour ``name`` in the given theme."""
    return NEUTRAL[name].of(theme)
