"""What title, sheet, cover and file name state of one axis, and what holds if they differ."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from loaders.alternatives import Alternative

#: How much it counts that an axis is stated there; near ones count more.
POINTS = {"title": 1.0, "sheet": 0.9, "cover": 0.8, "name": 0.7}
_WORDS = {"title": "标题", "sheet": "工作表名", "cover": "封面", "name": "文件名"}


@dataclass(frozen=True)
class Stated:
    """One key of an axis as one text states it; ``where`` is a key of ``POINTS``."""

    key: str
    where: str
    text: str


def nearest(
    texts: Iterable[tuple[str, str]], keys_in: Callable[[str], Sequence[str]]
) -> list[Stated]:
    """The nearest statement of each source: the first text of it that names exactly one key."""
    found: dict[str, Stated] = {}
    for text, where in texts:
        keys = keys_in(text)
        if len(keys) == 1:
            found.setdefault(where, Stated(keys[0], where, text))
    return list(found.values())


def alternatives(found: Sequence[Stated], shown: Callable[[str], str]) -> list[Alternative]:
    """One reading for each key, the points of all texts that state it added up."""
    keys = list(dict.fromkeys(one.key for one in found))
    return [
        Alternative(
            option=key,
            score=sum(POINTS[one.where] for one in found if one.key == key),
            reason="、".join(f"{_WORDS[o.where]}“{o.text.strip()}”" for o in found if o.key == key),
            shown=shown(key),
        )
        for key in keys
    ]
