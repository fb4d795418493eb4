"""Changed conclusions as cells of a table: which, on what line, from what to what."""

from chuangmo.assess.verdict_types import NO_TARGET, Verdict
from chuangmo.service.conclusions import Changes, ConclusionChange
from chuangmo.status import LINE_WORD
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import Safe, joined, status_text
from chuangmo.wording import shown_value, unit_after


def counted_words(found: Changes) -> str:
    """``3 项变差，1 项变好``; empty where nothing changed."""
    words = ((-1, "项变差"), (1, "项变好"), (0, "项其他变化"))
    return "，".join(f"{n} {word}" for way, word in words if (n := found.count(way)))


def change_name(change: ConclusionChange) -> str:
    """Place and indicator."""
    row = change.row
    return f"{row.area} {reads.get_board().catalog.indicator(row.indicator).label}"


def change_cells(change: ConclusionChange) -> list[object]:
    """The line, the statuses and the values before and after."""
    return [LINE_WORD[change.row.line], _turn(change), _values(change)]


def _turn(change: ConclusionChange) -> Safe:
    arrow = Safe('<span class="arrow">→</span>')
    sides = [
        status_text(side.shown_as) if side and side.status != NO_TARGET else html.text("没有判断")
        for side in (change.then, change.now)
    ]
    return Safe(f'<span class="cm-turn">{joined([sides[0], arrow, sides[1]])}</span>')


def _values(change: ConclusionChange) -> Safe:
    now = change.row
    shown = [_shown(side) for side in (change.then, change.now)]
    words = shown[1] if shown[0] == shown[1] else f"{shown[0]} → {shown[1]}"
    return html.text(f"{words}{unit_after(now.unit)}")


def _shown(side: Verdict | None) -> str:
    if side is None:
        return "—"
    return shown_value(side, reads.get_board().catalog.indicator(side.indicator))
