"""Neutral colours and fonts of the screen; those of statuses and lines are in ``status``."""

from chuangmo.status import PAGE, PRIMARY, TEXT, Pair

LIGHT, DARK = "light", "dark"

NEUTRAL = {
    "bg": PAGE,
    "panel": Pair("#F4F6F8", "#192129"),
    "text": TEXT,
    "mute": Pair("#55616D", "#9DAAB6"),
    "line": Pair("#DCE2E7", "#29343E"),
    "strong": Pair("#B9C3CC", "#465461"),
    "ref": Pair("#8793A0", "#7F8D9A"),
    "season": Pair("#F1F3F5", "#182028"),
    "primary": PRIMARY,
}

FONT = (
    "'Noto Sans SC','Noto Sans SC Rare','Source Han Sans SC','Noto Sans CJK SC','PingFang SC',"
    "'Microsoft YaHei',sans-serif"
)
MONO = "'Noto Sans Mono CJK SC',Consolas,'Microsoft YaHei',monospace"


def neutral(name: str, theme: str) -> str:
    """The neutral colour ``name`` in the given theme."""
    return NEUTRAL[name].of(theme)
