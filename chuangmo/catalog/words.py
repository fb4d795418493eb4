"""One way to compare names: the form in which aliases of the catalog are unique."""

import unicodedata
from collections.abc import Iterator

from chuangmo.catalog.models import City, District, Indicator, Site


def plain_word(text: str) -> str:
    """``text`` for comparing: NFKC, lower case, every kind of white space removed."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def exact_word(text: str) -> str:
    """As ``plain_word`` with the case kept."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def indicator_words(indicator: Indicator) -> Iterator[str]:
    """Every word that names the indicator in a workbook by itself, as written in the catalog."""
    shared = {plain_word(word) for word in indicator.shared}
    own = (indicator.id, indicator.name, indicator.short, indicator.symbol, *indicator.aliases)
    yield from (word for word in own if word and plain_word(word) not in shared)


def part_words(indicator: Indicator) -> Iterator[str]:
    """Header words for a part of the indicator: numerator, denominator, weight, valid count."""
    parts = indicator.parts
    yield from (*parts.numerator, *parts.denominator, *parts.remainder)
    yield from (*parts.weight, *parts.n_valid)


def area_words(place: City | District) -> Iterator[str]:
    """Every word that names a district or the city itself (without its adcode), former ones too."""
    yield place.name
    yield from place.aliases
    if isinstance(place, District):
        yield from (one.name for one in place.former_names)


def site_words(site: Site) -> Iterator[str]:
    """Every word that names a site."""
    yield site.id
    yield site.name
    yield from site.aliases
