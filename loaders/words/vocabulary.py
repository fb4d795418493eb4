"""Facets of a text: everything one label says at once, found by the longest known word."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import product
from typing import NamedTuple

from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.words import indicator_words
from loaders.model.table import TimeParts, Unit
from loaders.words import lists, units
from loaders.words.headings import PlaceGrammar, PlaceHeading
from loaders.words.normalise import LONGEST_CELL, label, without_of_which
from loaders.words.periods import period_at
from loaders.words.unit_rules import UnitRule, unit_rule

_TOTAL = re.compile(lists.TOTAL)
_CHINESE = re.compile("[\u3400-\u9fff]")
_LONG_NAME = 4  # characters, from which one that differs is a slip of the pen
#: What may stand before and behind a character that is a word by itself.
_BEFORE_ELEMENT, _JOINING = "年月日度季和与及", "和与及"
_SHORTEST = 2  # characters of a label, and of what stands around it, that make a name together
_CORNER = re.compile(r"[\\/\n、]|\s{2,}")
_BRACKETS = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)?\)")
_PERCENTILE = re.compile(r"第?(\d{1,2})(?:th)?(?:百分位数?|分位数?|per)(?![a-z])")
#: A number in front of a heading (二、 （三） 4.).
_NUMBERED = re.compile(r"^(?:\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[).、])")
#: A class of functional areas in a heading (1类区 4a类).
_ZONE = re.compile(r"[0-4一二三四][ab]?类(?:功能)?区?")
_DIGITS = re.compile(r"(?<!\d)(?:19|20)\d{4}(?:\d{2})?(?!\d)")  # a date in a file name
_CLAUSE_END = re.compile(r"[,，。;；:：()、及和与]")
_SILENT = re.compile(r"[()（）:：,，、;；/\\\-~.·\s_*※]")
#: Blanks in front of an English word: they end the word before (``Mean PM2.5 Concentration``).
_BETWEEN_WORDS = re.compile(r"(?<=[A-Za-z0-9)>])\s{1,20}(?=[A-Za-z])")


@dataclass(frozen=True)
class Facets:
    """What a text says.

    Attributes:
        text: the normalised text.
        indicators: ids in the order of the text, each once.
        shared: those of them, and the others of the same words, that only the medium tells apart.
        parts, also: (role, indicator id) of words that name a part of an indicator; ``also`` of
            words that name another by themselves too (信访受理件数).
        remainders: ids of rates of which a word names all that is not their numerator.
        places: ("area" or "site", key) of catalog places; none from a sender's name.
        keys: roles of key columns whose header word is the whole text.
        total, meta, note, serial: whether it is a total word, a sender line, a note, a number word.
        quantities: kinds of quantity (``lists.QUANTITIES``) in the order of the text.
        derived: those of them that head a column by themselves and are no monitored values.
        modifiers: keys of ``words.MODIFIERS`` in the order of the text.
        rest: characters that no word explains.
        cover: share of characters explained, 0..1.
    """

    text: str
    indicators: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    also: tuple[tuple[str, str], ...] = ()
    remainders: tuple[str, ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    periods: tuple[TimeParts, ...] = ()
    statistic: str = ""
    keys: tuple[str, ...] = ()
    quantities: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()
    generic: bool = False
    unit: Unit | None = None
    unit_rule: UnitRule | None = None
    is_unit: bool = False
    total: bool = False
    meta: bool = False
    note: bool = False
    serial: bool = False
    foreign: bool = False
    ledger: str = ""
    senders: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    rest: str = ""
    cover: float = 0.0

    @property
    def is_header_word(self) -> bool:
        """Whether the text is a word that heads columns."""
        return bool(
            self.indicators or self.parts or self.keys or self.derived or self.generic
            or self.serial or self.ledger or self.is_unit
        )  # fmt: skip


Word = tuple[str, str, str]  # (facet, payload, extra)
Hit = tuple[str, str | TimeParts, str]


class _Piece(NamedTuple):
    """A stretch of a text: what a known word says, or a period, or a letter nobody knows."""

    text: str
    words: Sequence[Word] = ()
    period: TimeParts | None = None

    @property
    def known(self) -> bool:
        """Whether a word or a period explains it."""
        return bool(self.words) or self.period is not None


class Vocabulary:
    """All known words of one catalog; facets are computed once a distinct text."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._words: dict[str, list[Word]] = defaultdict(list)
        self._cache: dict[str, Facets] = {}
        self._masks: dict[str, str] = {}
        self._add_catalog(catalog)
        self._add_own()
        self._by_first: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._words, key=len, reverse=True):
            self._by_first[word[0]].append(word)
        self._keys = {label(w): role for role, ws in lists.key_words() for w in ws}
        self._ledger = {label(w): f for f, ws in lists.LEDGER.items() for w in ws}
        self._serial = {label(w) for w in lists.SERIAL}
        self._headings = PlaceGrammar()
        self._names = [w for w, s in self._words.items() if "indicator" in {k for k, _, _ in s}]

    def facets(self, text: str) -> Facets:
        """The facets of one text, cached."""
        found = self._cache.get(text)
        if found is None:
            own = without_of_which(text) if self.place(text) else text
            found = self._cache[text] = self._read(own)
        return found

    def named(self, text: str) -> tuple[str, ...]:
        """Ids of the indicators that a text names."""
        return self.facets(text).indicators

    def tail(self, text: str) -> str:
        """What no word explains behind the last indicator of a title, up to the next mark."""
        rest, named = "", False
        for piece in self._pieces(label(text)):
            if _is_indicator(piece):
                rest, named = "", True
            if named and _CLAUSE_END.match(piece.text):
                break
            rest += piece.text if named and not piece.known else ""
        return _SILENT.sub("", _DIGITS.sub("", units.MENTION.sub("", rest)))

    def stretches(self, text: str) -> Iterator[tuple[str, bool] | None]:
        """A text piece by piece with whether it is known; ``None`` where a name would end.

        Periods, areas and marks end a name; other known words may be part of one.
        """
        for piece in self._pieces(label(text)):
            facets = {facet if facet != "place" else extra for facet, _, extra in piece.words}
            ends = piece.period is not None or "area" in facets
            yield None if ends or _SILENT.fullmatch(piece.text) else (piece.text, piece.known)

    def near(self, text: str) -> tuple[str, ...]:
        """Ids of the indicators whose Chinese name a text misses by a character or so."""
        body = label(text)
        said = self.facets(text)
        if len(_CHINESE.findall(body)) < _LONG_NAME or not said.rest or said.indicators:
            return ()
        if set(said.quantities) - {"index"}:  # 噪声达标率 says what it is
            return ()
        close = get_close_matches(body, self._names, 1, 0.8)
        near = (word for word in close if abs(len(word) - len(body)) <= 1)
        return tuple(p for word in near for k, p, _ in self._words[word] if k == "indicator")

    def in_unit(self, text: str, unit: Unit | None) -> str:
        """Id of the indicator that a name means in one unit (锅炉改造 in 家), empty of any other.

        Names that several indicators share stand in the catalog with the unit behind them.
        """
        if unit is None:
            return ""
        names = [label(text)]
        pieces = [p for p in self._pieces(names[0]) if not p.known or _is_indicator(p)]
        names += [pieces[0].text] if len(pieces) == 1 and _is_indicator(pieces[0]) else []
        spelled = (f"{n}({word})" for n, word in product(names, units.spellings(unit)))
        return next(filter(None, map(self._one_of, ([one] for one in spelled))), "")

    def composed(self, text: str, around: Iterable[str]) -> str:
        """Id of the indicator whose name begins in a text around a label and ends with the label.

        Under 锅炉改造 the column 削减SO2(吨) is 锅炉改造削减SO2. Empty where none is, or several.
        """
        bare = units.without_unit(label(text))
        own = "".join(p.text for p in self._pieces(bare) if p.period is None)
        known = self._names if len(own) >= _SHORTEST else []
        ends = [n for n in known if n.endswith(own) and len(n) >= len(own) + _SHORTEST]
        fits = ([n for n in ends if n[: -len(own)] in label(outer)] for outer in around)
        most = ([n for n in fit if len(n) == max(map(len, fit))] for fit in fits)
        return next(filter(None, map(self._one_of, most)), "")

    def _one_of(self, words: Sequence[str]) -> str:
        """Id of the one indicator that some words name, empty of none or several."""
        ids = {p for w in words for k, p, _ in self._words.get(w, ()) if k == "indicator"}
        return ids.pop() if len(ids) == 1 else ""

    def place(self, text: str) -> tuple[str, str] | None:
        """("area"|"site", key) when the whole text is a place of the catalog (其中：城关区)."""
        return self._places.get(label(without_of_which(text)))

    def masked(self, text: str) -> str:
        """The normalised text with ``{per}`` for periods and ``{place}`` for places, cached."""
        found = self._masks.get(text)
        if found is None:
            found = self._masks[text] = self._mask(text)
        return found

    def _mask(self, text: str) -> str:
        found = ""
        for piece in self._pieces(label(text)):
            here = any(facet == "place" for facet, _, _ in piece.words)
            found += "{per}" if piece.period is not None else "{place}" if here else piece.text
        return found

    def _add(self, word: str, facet: str, payload: str, extra: str = "") -> None:
        for key in {label(word), label(_BETWEEN_WORDS.sub("_", word))}:
            if key and (facet, payload, extra) not in self._words[key]:
                self._words[key].append((facet, payload, extra))

    def _add_catalog(self, catalog: Catalog) -> None:
        for indicator in catalog.indicators.values():
            for word in indicator_words(indicator):
                self._add(word, "indicator", indicator.id)
            for word in indicator.shared:
                self._add(word, "indicator", indicator.id, f"shared {label(word)}")
            for role in ("numerator", "denominator", "weight", "n_valid", "remainder"):
                for word in getattr(indicator.parts, role):
                    self._add(word, role if role == "remainder" else "part", indicator.id, role)
        self._units = {label(i.unit) for i in catalog.indicators.values()}
        self._places: dict[str, tuple[str, str]] = {}
        for word, (kind, key) in catalog.place_words().items():
            self._places.setdefault(label(word), (kind, key))
            self._add(word, "place", key, kind)

    def _add_own(self) -> None:
        for facet, table in (("statistic", lists.STATISTICS), ("modifier", lists.MODIFIERS)):
            for payload, spelled in table.items():
                for word in spelled:
                    self._add(word, facet, payload)
        for facet, spelled in (
            ("generic", lists.GENERIC), ("filler", lists.FILLER), ("meta", lists.META),
            ("foreign", lists.FOREIGN), ("organisation", lists.ORGANISATIONS),
        ):  # fmt: skip
            for word in spelled:
                self._add(word, facet, label(word))
        for quantity in lists.QUANTITIES.values():
            for word in (*quantity.words, *quantity.inside):
                alone = word in quantity.words and word not in lists.GENERIC
                heads = alone and not quantity.measured
                self._add(word, "quantity", quantity.id, "head" if heads else "")

    def _read(self, text: str) -> Facets:
        body = label(text)
        hits, rest, spelled = self._spelled(text, body)
        facets: dict[str, list[tuple[str, str]]] = defaultdict(list)
        periods: list[TimeParts] = []
        for facet, payload, extra in hits:
            if isinstance(payload, TimeParts):
                periods.extend([payload] if payload else [])
            elif (payload, extra) not in facets[facet]:
                facets[facet].append((payload, extra))
        unit = units.unit_in(text)
        percentile = _PERCENTILE.search(body)
        unknown, cover = self._explained(spelled, rest, unit)
        statistics = [p for p, _ in facets["statistic"]]
        senders = [p for p, _ in facets["place"]] if facets["organisation"] else []
        indicators, shared = lists.told_apart(facets["indicator"])
        return Facets(
            text=body,
            indicators=indicators,
            shared=shared,
            parts=tuple((role, p) for p, role in facets["part"]),
            also=tuple((role, p) for p, role in facets["also"]),
            remainders=tuple(p for p, _ in facets["remainder"]),
            places=() if senders else tuple((kind, p) for p, kind in facets["place"]),
            periods=tuple(periods),
            statistic=(f"p{int(percentile[1])}" if percentile else lists.inner_statistic(body))
            or next((s for s in lists.STATISTICS if s in statistics), ""),
            keys=self._key_roles(body, text),
            quantities=tuple(dict.fromkeys(p for p, _ in facets["quantity"])),
            derived=tuple(dict.fromkeys(p for p, heads in facets["quantity"] if heads)),
            generic=bool(facets["generic"]),
            unit=unit,
            unit_rule=unit_rule(text),
            is_unit=units.unit_named(text) is not None
            or body.startswith(("单位:", "(单位", "计量单位:")),
            total=bool(_TOTAL.search(body)),
            meta=bool(facets["meta"]) and body.startswith(tuple(p for p, _ in facets["meta"])),
            note=text.strip().startswith(lists.NOTE) or body.startswith(lists.NOTE),
            serial=body in self._serial,
            foreign=bool(facets["foreign"]),
            ledger=self._ledger.get(body) or self._ledger.get(units.without_unit(body), ""),
            senders=tuple(senders),
            modifiers=tuple(p for p, _ in facets["modifier"]),
            rest=unknown,
            cover=cover,
        )

    def _spelled(self, text: str, body: str) -> tuple[list[Hit], str, str]:
        """Hits, rest and spelling of a text: English words apart unless they mean more joined."""
        apart = label(_BETWEEN_WORDS.sub("_", text[:LONGEST_CELL]))
        ways = [apart] if text.isascii() or apart == body else [apart, body]
        found = [(*self._scan(way), way) for way in ways]
        return min(found, key=lambda one: len(_SILENT.sub("", one[1])))

    def _explained(self, body: str, rest: str, unit: Unit | None) -> tuple[str, float]:
        """The unexplained characters and the share explained, a unit in brackets left out."""
        bare = _BRACKETS.sub("" if unit else self._without_own_unit, body)
        rests = [rest]
        if bare and bare != body:
            rests = [self._scan(bare)[1], rest] if rest else [rest]
        if rest and unit:  # a name may have brackets of its own (苯并[a]芘)
            rests.append(self._scan(_BRACKETS.sub(units.without_unit_mention, body))[1])
        plain = _NUMBERED.sub("", _PERCENTILE.sub("", _ZONE.sub("", units.MENTION.sub("", bare))))
        if any(rests) and plain != bare:
            rests.append(self._scan(plain)[1])
        unknown = min((_SILENT.sub("", one) for one in rests), key=len)
        return unknown, 1 - len(unknown) / (len(_SILENT.sub("", bare or body)) or 1)

    def _without_own_unit(self, found: re.Match[str]) -> str:
        """A bracket, empty where it holds the stored unit of an indicator of the catalog."""
        return "" if found.group()[1:-1] in self._units else found.group()

    def _key_roles(self, body: str, text: str) -> tuple[str, ...]:
        """The role of a header word; both roles of a corner (日 over 点位)."""
        if whole := self._key_role(body):
            return (whole,)
        roles = [self._key_role(label(w)) for w in _CORNER.split(text[:60]) if w.strip()]
        return tuple(roles) if len(roles) == 2 and all(roles) else ()

    def _key_role(self, body: str) -> str:
        known = self._keys.get(body) or self._keys.get(re.sub(r"\([^()]*\)$", "", body))
        heading = None if known else self._headings.heading(body)
        return known or (heading.role if heading else "")

    def place_heading(self, path: tuple[str, ...]) -> PlaceHeading | None:
        """What a header path says as the heading of a place column, the innermost text first."""
        texts = (*path[-1:], "".join(path)) if len(path) > 1 else path
        return next((h for text in texts if (h := self._headings.heading(text))), None)

    def _scan(self, body: str) -> tuple[list[Hit], str]:
        """Hits from left to right, the longest at each position; and the unexplained rest."""
        hits: list[Hit] = []
        rest = ""
        for piece in self._pieces(body):
            both = _is_indicator(piece)
            hits += [("also", *w[1:]) if both and w[0] == "part" else w for w in piece.words]
            if piece.period is not None:
                hits.append(("period", piece.period, ""))
            rest += "" if piece.known else piece.text
        return hits, rest

    def _pieces(self, body: str) -> Iterator[_Piece]:
        """A text from left to right: the longest word or period at each place, else one letter."""
        position = 0
        while position < len(body):
            word = self._word_at(body, position)
            period = period_at(body, position)
            if period and (not word or period[0] - position >= len(word)):
                end, piece = period[0], _Piece(body[position : period[0]], period=period[1])
            elif word:
                end, piece = position + len(word), _Piece(word, self._words[word])
            else:
                end, piece = position + 1, _Piece(body[position])
            yield piece
            position = end

    def _word_at(self, body: str, position: int) -> str | None:
        for word in self._by_first.get(body[position], ()):
            alone = len(word) > 1 or self._stands_alone(body, position)
            if alone and body.startswith(word, position) and units.is_whole(body, position, word):
                return word
        return None

    def _stands_alone(self, body: str, position: int) -> bool:
        """Whether a character that names an indicator is a word (铅浓度), no part of one (铁路)."""
        if not any(facet == "indicator" for facet, _, _ in self._words[body[position]]):
            return True
        before, end = body[position - 1] if position else "", position + 1
        if _CHINESE.match(before) and before not in _BEFORE_ELEMENT:
            return False
        behind = body[end] if end < len(body) else ""
        joined = _CHINESE.match(behind) and behind not in _JOINING
        return not joined or self._word_at(body, end) is not None


def _is_indicator(piece: _Piece) -> bool:
    return any(facet == "indicator" for facet, _, _ in piece.words)
