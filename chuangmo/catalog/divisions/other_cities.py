"""The names by which tables list cities that a board is not of (西宁市 in a list of 兰州市)."""

from collections.abc import Iterator

from chuangmo.catalog.divisions.table import Division, Divisions
from chuangmo.catalog.models import City


def other_cities(divisions: Divisions, own: City) -> dict[str, str]:
    """Every name of a city outside the board, in words of a cell -> its name.

    Cities of prefecture level and municipalities also by their short name (西宁), unless two share
    it or a province has it; county-level cities by their whole name alone; those that ended since
    2000 by the name of their time (襄樊市). The board's own city and what lies below it are none.
    """
    mine = _own(divisions, own)
    cities = [one for one in divisions.cities() if one.adcode not in mine]
    names = {one.name: one.name for one in cities}
    names |= {name: name for name in _ended(divisions, mine)}
    short: dict[str, set[str]] = {}
    for one in cities:
        if one.level != "county" and one.short:
            short.setdefault(one.short, set()).add(one.name)
    taken = {word for one in divisions.by_code.values() if one.level == "province"
             and not divisions.is_municipality(one) for word in (one.name, one.short)}  # fmt: skip
    plain = {word: found.pop() for word, found in short.items() if len(found) == 1}
    return {word: name for word, name in (plain | names).items() if word not in taken}


def _own(divisions: Divisions, own: City) -> frozenset[int]:
    """The codes of the board's city and of everything right below it."""
    named = (one for one in divisions.cities() if one.name == own.name)
    city = divisions.by_code.get(own.adcode) if own.adcode else next(named, None)
    below: tuple[Division, ...] = divisions.children(city.adcode) if city else ()
    return frozenset(one.adcode for one in (*below, *([city] if city else [])))


def _ended(divisions: Divisions, mine: frozenset[int]) -> Iterator[str]:
    """Cities and prefectures that ended, those left out that became part of the board's own."""
    blocks = {code // 100 for code in mine}
    for one in divisions.former:
        is_city = one.adcode % 100 == 0 or one.name.endswith("市")
        now = {unit.adcode for unit in divisions.successors(one)}
        if is_city and one.adcode // 100 not in blocks and not now & mine:
            yield one.name
