"""Units that one sentence states for some indicators and others: ``μg/m³（CO为mg/m³）``."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from loaders.model.table import Unit
from loaders.words.normalise import LONGEST_CELL, label
from loaders.words.units import MENTION, unit_spelled

Names = Callable[[str], tuple[str, ...]]
_IN = re.compile(r"\bin\s+(?=\d|[µμumn]?g/|pp[bm])", re.IGNORECASE)
#: A blank between a formula and its unit (``CO mg/m³``), which would be lost with the others.
_BESIDE = re.compile(r"([A-Za-z][A-Za-z0-9.]{0,6})\s{1,5}(?=[µμumn]?g\s?/|pp[bm])")
_CLAUSE = re.compile(r"[,;。()]")
_SCALE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?\*?$")
_LIMIT = re.compile(r"标准|限值|目标|低于|高于|不超过|达到|以[上下内]")
_SAYING = re.compile(r"(?:单位|[:=为是用])$")
_REST = re.compile(r"其[余它他]|各|(?<![日月年])均")
_TITLE = re.compile(r"[表报年月]")
_APART = re.compile(r"(?<!\s)\s{1,20}(?=[（(]?单位)")


@dataclass(frozen=True)
class UnitClause:
    """One unit of a sentence: the words of its own clause, all words since the unit before."""

    near: str
    before: str
    unit: Unit


@dataclass(frozen=True)
class UnitRule:
    """The units of one sentence and the words behind the last of them."""

    clauses: tuple[UnitClause, ...]
    tail: str

    def units(self, names: Names) -> tuple[dict[str, Unit], Unit | None]:
        """Indicator id -> its own unit, and the unit of all others; ``None`` where none is said.

        Args:
            names: ids of the indicators that a piece of text names.
        """
        scopes = self._scopes(names)
        open_units = {
            clause.unit.name: clause.unit
            for clause, scope in zip(self.clauses, scopes, strict=True)
            if not scope
        }
        special = {
            indicator: clause.unit
            for clause, scope in zip(self.clauses, scopes, strict=True)
            for indicator in scope
        }
        if len(open_units) == 1:
            return special, next(iter(open_units.values()))
        return special, None

    def _scopes(self, names: Names) -> list[tuple[str, ...]]:
        near = [() if _is_rest(c.near) else names(c.near) for c in self.clauses]
        if len(self.clauses) == 1:
            return [()] if _TITLE.search(self.clauses[0].near) else near
        if any(near):
            return near
        whole = [names(c.before) for c in self.clauses]
        if any(whole):
            return whole
        return [*([()] * (len(self.clauses) - 1)), names(self.tail)]


def _is_rest(words: str) -> bool:
    """Whether the words speak of all others: 其余, and the half behind 除CO为…外."""
    return bool(_REST.search(words)) or words.startswith(("外", "以外"))


@lru_cache(maxsize=20_000)
def unit_rule(text: str) -> UnitRule | None:
    """The units that a title or note states in words; ``None`` where it states none in words.

    A number before a unit (``10 µg/m3``) makes another unit, unless it is a limit.
    """
    body = label(_BESIDE.sub(r"\1为", _APART.sub("；", _IN.sub("=", text[:LONGEST_CELL]))))
    clauses, end = [], 0
    for start, stop, unit in _mentions(body):
        before = body[end:start]
        near = _CLAUSE.split(before.rstrip("("))[-1]
        clauses.append(UnitClause(near, before, unit))
        end = stop
    if not clauses or (len(clauses) == 1 and not _SAYING.search(clauses[0].near)):
        return None
    return UnitRule(tuple(clauses), body[end:])


def _mentions(body: str) -> Iterator[tuple[int, int, Unit]]:
    """(start, end, unit) of every unit spelled in the text, limits left out."""
    for found in MENTION.finditer(body):
        start, unit = found.start(), unit_spelled(found.group())
        if unit is None:
            continue
        if scale := _SCALE.search(body[:start]):
            start = scale.start()
            words = _CLAUSE.split(body[:start])[-1]
            if _LIMIT.search(words) or not _SAYING.search(words):
                continue
            name = f"{scale.group()} {unit.name}"
            unit = Unit(name, f"? {name}", Decimal(1))
        yield start, found.end(), unit
