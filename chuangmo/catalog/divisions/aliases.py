"""Other names by which workbooks may call the districts of a city: whole strings only."""

from collections import Counter

from chuangmo.catalog.divisions.succession import GENERAL, goes_on
from chuangmo.catalog.divisions.table import Division, Divisions, FormerDivision


def city_aliases(divisions: Divisions, city: Division) -> tuple[str, ...]:
    """The short name of a city, unless a province or one of its districts is called so."""
    taken = {one.name for one in divisions.children(city.adcode)} | {city.name, ""}
    if city.level != "province":
        taken |= _provinces(divisions)
    return (city.short,) if city.short not in taken else ()


def district_aliases(divisions: Divisions, city: Division) -> dict[str, tuple[str, ...]]:
    """For every district of a city its other names, by its name.

    These are its short name, and names of units that became it alone: that kept the stem
    (大兴县), or were renamed (新市区, today 竞秀区).
    Never the city's own name or stem, a province's, one that two districts share, or a name of a
    unit that went elsewhere too: those must be asked for.
    """
    districts = divisions.children(city.adcode)
    taken = {city.name, city.short} | {one.name for one in districts} | _provinces(divisions)
    wanted = {one.name: {one.short} for one in districts if one.short}
    for one in districts:
        for former in divisions.predecessors(one):
            alone = len(divisions.successors(former)) == 1
            kept = former.short and former.short == one.short
            if alone and (kept or _is_renamed(divisions, former, one)):
                wanted.setdefault(one.name, set()).add(former.name)
            else:
                taken.add(former.name)
    times = Counter(word for words in wanted.values() for word in words)
    fit = {word for word, count in times.items() if count == 1} - taken
    return {one.name: tuple(sorted(wanted.get(one.name, set()) & fit)) for one in districts}


def _is_renamed(divisions: Divisions, former: FormerDivision, one: Division) -> bool:
    """Whether a unit that ended is one of today under another name and nothing else is in it."""
    together = [f for f in divisions.predecessors(one) if f.until_year == former.until_year]
    own = goes_on(former, one.name, one.adcode, ())
    return own and len(together) == 1 and former.name not in GENERAL


def _provinces(divisions: Divisions) -> set[str]:
    provinces = (one for one in divisions.by_code.values() if one.level == "province")
    return {name for one in provinces for name in (one.name, one.short)}
