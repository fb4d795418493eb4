"""The one table of statuses, lines and signs: word, glyph, colours for light, dark and paper.

Screen, slide, document, workbook and plain text take shape and word from here. A glyph is a
character of GB 2312, so that every Chinese font has it, and no two statuses that say something
share one: printed in black and white they can still be told apart.
"""

from dataclasses import dataclass, replace

MET, MISSED, ON_COURSE, AT_RISK = "met", "missed", "on_course", "at_risk"
UNDECIDED = "undecided"
INSUFFICIENT, NOT_YET_DUE, NO_TARGET = "insufficient_data", "not_yet_due", "no_target"
REFERENCE, NOT_ASSESSABLE, NOT_APPLICABLE = "reference", "not_assessable", "not_applicable"
#: Statuses that are a judgement, worst first; the others are silences.
JUDGED = (MISSED, AT_RISK, UNDECIDED, ON_COURSE, MET)
STANDARD, SCHEME, TARGET = "standard", "scheme", "target"
#: How these statuses are shown of a target: 达标 is said of a standard or a scheme only.
DONE, NOT_DONE, DONE_AHEAD = "done", "not_done", "done_ahead"
_OF_TARGET = {
    MET: (DONE, "完成"),
    MISSED: (NOT_DONE, "未完成"),
    ON_COURSE: (DONE_AHEAD, "预计完成"),
}
#: The operators of limits as they are printed.
SIGN = {"<=": "≤", ">=": "≥", "==": "＝", "<": "＜", ">": "＞"}


@dataclass(frozen=True)
class Pair:
    """One colour in the light and in the dark theme, as ``#RRGGBB``."""

    light: str
    dark: str

    def of(self, theme: str) -> str:
        """The colour for ``light`` or ``dark``."""
        return self.dark if theme == "dark" else self.light


@dataclass(frozen=True)
class Paper:
    """The colours of files, as ``RRGGBB``: text and mark, and the ground of a cell."""

    ink: str
    tint: str


@dataclass(frozen=True)
class StatusLook:
    """How a status looks: glyph, word and colour always stand together.

    Attributes:
        fg, tint, solid: on the screen: text, background of a cell, mark.
        css: the suffix of the CSS class; statuses of the same colours share one.
    """

    glyph: str
    word: str
    fg: Pair
    tint: Pair
    solid: Pair
    paper: Paper
    css: str


@dataclass(frozen=True)
class LineLook:
    """How one kind of line is called and drawn.

    Attributes:
        short: the word in the head of a column.
        dash: a Plotly dash. paper_dash: a dash of DrawingML.
    """

    word: str
    short: str
    colour: Pair
    dash: str
    paper_dash: str


PAGE, TEXT, PRIMARY = (
    Pair("#FFFFFF", "#10161C"), Pair("#17212B", "#E4EAEF"), Pair("#1D4F7C", "#7DB1E3"),
)  # fmt: skip
_QUIET = (
    Pair("#55616D", "#9DAAB6"), PAGE, Pair("#7C8894", "#66737F"), Paper("5F6B71", "FFFFFF"),
    "quiet",
)  # fmt: skip
_GREY = (
    Pair("#48535E", "#B4C0CB"), Pair("#E6EAED", "#26303A"), Pair("#7C8894", "#74818D"),
    Paper("5F6B71", "ECEFF0"), "lack",
)  # fmt: skip

_LOOKS = {
    MISSED: StatusLook(
        "■", "未达标", Pair("#97201A", "#FFA69B"), Pair("#F7D3CD", "#4A1F1C"),
        Pair("#C2352A", "#E8665A"), Paper("9B1C1C", "F9E1DE"), "missed",
    ),
    AT_RISK: StatusLook(
        "▲", "有风险", Pair("#744900", "#F1C469"), Pair("#FBEAC3", "#3A2C10"),
        Pair("#C27D00", "#DFA02E"), Paper("9A5900", "FCEFD5"), "risk",
    ),
    UNDECIDED: StatusLook(
        "△", "尚难判断", Pair("#3A2676", "#D9C8FF"), Pair("#EBE6F7", "#2E2548"),
        Pair("#3A2676", "#D9C8FF"), Paper("33206B", "ECE7F7"), "undecided",
    ),
    ON_COURSE: StatusLook(
        "◎", "预计达标", Pair("#1B5590", "#93C2F0"), Pair("#EAF1F9", "#15293E"),
        Pair("#3C7FC4", "#5B9BDA"), Paper("14708A", "E1F1F5"), "course",
    ),
    MET: StatusLook(
        "●", "达标", Pair("#0A5A51", "#7FD3C6"), Pair("#EAF4F2", "#13302E"),
        Pair("#0B685E", "#62D6C5"), Paper("1B7346", "F4FAF6"), "met",
    ),
    INSUFFICIENT: StatusLook("◇", "数据不足", *_GREY),
    NOT_YET_DUE: StatusLook("○", "未到考核期", *_QUIET),
    NO_TARGET: StatusLook("－", "无目标", *_QUIET),
    REFERENCE: StatusLook("□", "对照", *_QUIET),
    NOT_ASSESSABLE: StatusLook("☆", "无法评价", *_GREY),
    NOT_APPLICABLE: StatusLook("－", "不适用", *_QUIET),
}  # fmt: skip
#: What verdicts are; a target's are shown as ``shown_status`` says.
STATUSES = tuple(_LOOKS)
#: Every status as it is shown, worst first; the order of legends and counts.
STATUS = {
    key: look
    for status, own in _LOOKS.items()
    for key, look in (
        (status, own),
        *([(_OF_TARGET[status][0], replace(own, word=_OF_TARGET[status][1]))]
          if status in _OF_TARGET else []),
    )
}  # fmt: skip
#: What a person enters for an item that is not measured.
RESULT_WORD = {MET: "符合", MISSED: "不符合", NOT_APPLICABLE: "不考核"}
STATUS_WORD = {status: look.word for status, look in STATUS.items()}


def shown_status(status: str, line: str) -> str:
    """The key of ``STATUS`` by which a verdict of a line is shown: a target is 完成 or not."""
    return _OF_TARGET[status][0] if line == TARGET and status in _OF_TARGET else status


#: As shown: what is behind, and every judgement, worst first.
LOST = (MISSED, NOT_DONE)
BEHIND = (*LOST, AT_RISK)
SHOWN_JUDGED = tuple(key for key in STATUS if key in JUDGED or key in (DONE, NOT_DONE, DONE_AHEAD))
#: ``未达标、未完成``.
LOST_WORDS = "、".join(STATUS_WORD[status] for status in LOST)

LINE = {
    STANDARD: LineLook("国家标准", "国标", Pair("#6A3D8F", "#C9A3EA"), "solid", "sysDot"),
    SCHEME: LineLook("创模指标", "创模", TEXT, "dashdot", "lgDashDot"),
    TARGET: LineLook("年度目标", "目标", PRIMARY, "4px,3px", "dash"),
}
LINES = tuple(LINE)
LINE_WORD = {line: look.word for line, look in LINE.items()}
#: Where one line must stand for all: the city's own first, the law last.
PRECEDENCE = (TARGET, SCHEME, STANDARD)
#: The flag on a cell whose value misses the national standard besides the line shown.
OVER_STANDARD = f"{LINE[STANDARD].short}{STATUS[MISSED].glyph}"


def side_sign(operator: str) -> str:
    """``≤`` where less is better, else ``≥``: what a needed value must keep."""
    return SIGN["<="] if operator in ("<=", "<") else SIGN[">="]
