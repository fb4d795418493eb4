"""Competing readings of one table: scored; near ties are asked, else the better is taken and told.

The scale is that of the evidence: a place where something is stated counts about one point, a
share of cells that agrees up to one. Within ``NEAR`` of each other nothing is decided.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

NEAR = 0.35


@dataclass(frozen=True)
class Alternative:
    """One reading.

    Attributes:
        option: as a question offers it; shown: what it reads, where the option alone says little.
        reason: what speaks for it or against it, as half a sentence.
    """

    option: str
    score: float
    reason: str
    shown: str = ""

    @property
    def words(self) -> str:
        """The reading with its reason."""
        return f"{self.shown or self.option}（{self.reason}）"


def ranked(found: Sequence[Alternative]) -> list[Alternative]:
    """The readings, the best first; equals in the order given."""
    return sorted(found, key=lambda one: -one.score)


def settled(found: Sequence[Alternative]) -> Alternative | None:
    """The reading that is better than every other by more than ``NEAR``; ``None`` where none is."""
    order = ranked(found)
    if len(order) == 1:
        return order[0]
    clear = bool(order) and order[0].score - order[1].score > NEAR
    return order[0] if clear else None


def choice(prompt: str, found: Sequence[Alternative]) -> tuple[str, tuple[str, ...]]:
    """The prompt with what speaks for each reading, and the readings as options."""
    order = ranked(found)
    words = "；".join(one.words for one in order)
    return f"{prompt}{words}。", tuple(one.option for one in order)


def sentence(what: str, best: Alternative, found: Sequence[Alternative]) -> str:
    """Which reading was taken and why, and which were not."""
    others = "、".join(one.words for one in ranked(found) if one != best)
    return f"{what}按{best.words}读，没有按{others}读"


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
