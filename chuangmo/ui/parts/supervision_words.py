"""An item of 督办 in words: its address and its state."""

from datetime import date
from urllib.parse import urlencode

from chuangmo.assess.verdict_types import AT_RISK, MET, MISSED, ON_COURSE
from chuangmo.service.decisions.supervision.items import (
    ANSWERED,
    CLOSED,
    HANDLING,
    VERIFIED,
    SupervisionItem,
)
from chuangmo.service.decisions.supervision.sheet import STATE_WORD, number_words
from chuangmo.ui.parts.html import Safe, status_text

_LOOK = {HANDLING: ON_COURSE, ANSWERED: AT_RISK, VERIFIED: ON_COURSE, CLOSED: MET}


def item_link(item: SupervisionItem) -> str:
    """The address of the page with this item open."""
    return "supervision?" + urlencode({"item": number_words(item)})


def state_text(item: SupervisionItem, on: date) -> Safe:
    """The state with its glyph; past the deadline the days stand beside it."""
    if item.is_overdue(on):
        days = (on - item.deadline).days
        return status_text(MISSED, f"{STATE_WORD[item.state]}，逾期 {days} 天")
    return status_text(_LOOK[item.state], STATE_WORD[item.state])
