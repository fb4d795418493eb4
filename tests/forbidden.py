"""A native reader's list of words and forms that no sentence, page, slide or paper may hold."""

import re
import tomllib
from functools import cache
from pathlib import Path

_LIST = Path(__file__).with_name("forbidden.toml")
_ROOM = 12  # letters shown around what was found


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str, bool], ...]:
    listed = tomllib.loads(_LIST.read_text(encoding="utf-8"))["form"]
    return tuple(
        (re.compile(one["form"]), one["why"], one.get("papers_only", False)) for one in listed
    )


def forbidden(text: str, *, paper: bool = False) -> list[str]:
    """What of the list stands in a text: the place, and why it must not."""
    found = []
    for form, why, papers_only in _forms():
        if papers_only and not paper:
            continue
        for hit in form.finditer(text):
            place = text[max(0, hit.start() - _ROOM) : hit.end() + _ROOM]
            found.append(f"{place!r}：{why}")
    return found
