"""Headings of place columns: what kind of place a column names, by name or by code.

A heading is qualifiers, nouns and a form (国控 + 监测点位 + 编号, station + name), wholly composed
of the words of ``data/catalog/words/places.toml``; its last noun says the kind.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from loaders.words import lists
from loaders.words.normalise import label

_LONGEST = 30
_MARKS = re.compile(r"[()（）、,，/\\\-_.·:：\s\"'#]")
_QUALIFIER, _NAME, _CODE = "qualifier", "name", "code"


@dataclass(frozen=True)
class PlaceHeading:
    """What the heading of a place column says.

    Attributes:
        role: ``district``, ``site``, or ``place`` that may be either.
        kind: id of its noun (district, station, section, road ...).
        is_code: the column holds codes of the places.
    """

    role: str
    kind: str
    is_code: bool = False


@dataclass(frozen=True)
class _Word:
    text: str
    sense: str  # a form, a qualifier, or the kind of a noun
    bound: bool = False


@dataclass(frozen=True)
class _State:
    """How a beginning of a heading is composed: in how few words, and what stands last."""

    words: int = 0
    kind: str = ""
    last: str = ""
    bound: bool = False


class PlaceGrammar:
    """Explains headings by the words of the catalog."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[_Word]] = defaultdict(list)
        self._roles = {noun.kind: noun.role for noun in lists.PLACE_NOUNS}
        grammar = [(_QUALIFIER, lists.PLACES["qualifiers"]), (_NAME, lists.PLACES["names"])]
        for sense, words in (*grammar, (_CODE, lists.PLACES["codes"])):
            self._add(sense, words)
        for noun in lists.PLACE_NOUNS:
            self._add(noun.kind, noun.words)
            self._add(noun.kind, noun.bound, bound=True)
        self._marked = tuple(label(word) for word in lists.PLACES["marked"])

    def heading(self, text: str) -> PlaceHeading | None:
        """What a text says as the heading of a place column; ``None`` where a word is unknown."""
        if len(text) > 2 * _LONGEST:
            return None
        body = label(text)
        for marked in self._marked:
            body = body.replace(marked, "区县")
        return self._composed(_MARKS.sub("", body)) or self._composed(
            _MARKS.sub("", re.sub(r"\([^()]*\)$", "", body))
        )

    def _add(self, sense: str, words: tuple[str, ...], *, bound: bool = False) -> None:
        for word in words:
            text = _MARKS.sub("", label(word))
            self._by_first[text[0]].append(_Word(text, sense, bound))

    def _composed(self, body: str) -> PlaceHeading | None:
        if not body or len(body) > _LONGEST or body in lists.PLACES["never"]:
            return None
        ways: list[dict[_State, None]] = [{} for _ in range(len(body) + 1)]
        ways[0][_State()] = None
        for position, states in enumerate(ways[:-1]):
            for state in states:
                for word in self._by_first.get(body[position], ()):
                    if body.startswith(word.text, position):
                        after = self._after(state, word)
                        if after is not None:
                            ways[position + len(word.text)][after] = None
        whole = [s for s in ways[-1] if s.kind and s.last and not (s.bound and s.words == 1)]
        if not whole:
            return None
        best = min(whole, key=lambda s: (s.words, s.last == _CODE))
        return PlaceHeading(self._roles[best.kind], best.kind, best.last == _CODE)

    def _after(self, state: _State, word: _Word) -> _State | None:
        """The state behind one more word; ``None`` where it cannot stand there.

        Nothing follows a form; a form stands behind a noun.
        """
        if state.last in (_NAME, _CODE):
            return None
        if word.sense in (_NAME, _CODE):
            noun = bool(state.kind) and state.last == "noun"
            return _State(state.words + 1, state.kind, word.sense) if noun else None
        if word.sense == _QUALIFIER:
            return _State(state.words + 1, state.kind)
        return _State(state.words + 1, word.sense, "noun", word.bound)
