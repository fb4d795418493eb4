"""Place cells to canonical area and site: exact names only, everything else is asked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.divisions.other_cities import other_cities
from chuangmo.catalog.divisions.table import load_divisions
from loaders.model.sheet import CellValue, cell_text
from loaders.model.table import LEFT_OUT, OUTSIDE, Place
from loaders.words import lists
from loaders.words.normalise import plain, without_of_which
from loaders.words.vocabulary import Vocabulary
from loaders.words.zones import zone_of

#: The time and marks in front of a name in a masked title.
_BEFORE_NAME = re.compile(r"^(?:\{per\}|[\W_\d])+")
_AREA = re.compile(
    r"[\u4e00-\u9fff]{1,8}?(?:自治区|自治州|新区|开发区|地区|省|市|区(?!域)|县|旗|盟)(?!区(?!域)|[市县旗省])"
)
_AND = ("、", "及", "和", "与", "至", "/")
_NEAR = 0.5
_SHOWN = 3


@dataclass
class Places:
    """Resolves the places of one sheet and remembers the names that nobody knows.

    Attributes:
        aliases: answers to place-names questions: text -> area; empty area leaves the row out.
        unknown: district texts that are no place of the catalog, in order of appearance.
        moved: site text -> (district as written, district of the catalog) where they differ.
        others: cities outside the board, in order of appearance; their rows are compared with
            the board's own city and belong to no district.
    """

    catalog: Catalog
    vocabulary: Vocabulary
    aliases: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, None] = field(default_factory=dict)
    moved: dict[str, tuple[str, str]] = field(default_factory=dict)
    others: dict[str, None] = field(default_factory=dict)

    @cached_property
    def _other_cities(self) -> dict[str, str]:
        return other_cities(load_divisions(), self.catalog.city)

    def resolve(self, district: CellValue, site: CellValue, outer: Place | None) -> Place | None:
        """The place of a row; ``None`` when its key is blank or unknown (never the title's).

        Args:
            district: cell of the district column, ``None`` where there is no such column.
            site: cell of the site column, ``None`` where there is no such column.
            outer: the place that title or answer give, used only for a site without a district.
        """
        district_text, site_text = _clean(district), _clean(site)
        if site_text:
            return self._site(site_text, district_text, outer)
        return self._area(district_text) if district_text else None

    def _site(self, text: str, district: str, outer: Place | None) -> Place | None:
        if known := self.catalog.site(text):
            written = self._area(district) if district else (known.district, None)
            if written is None or written == LEFT_OUT:
                return written
            if written[0] not in (known.district, self.catalog.city.name):
                self.moved[text] = (written[0], known.district)
            return known.district, known.id
        whole = self.vocabulary.place(text)
        if whole and whole[0] == "area" and not district:
            return whole[1], None
        said = self.vocabulary.facets(text)
        if said.indicators and not said.rest and not whole:
            return None  # PM10 heads a row of values; a site whose name has more in it is one
        named = zone_of(text) or text
        if district:
            area = self._area(district)
            if area is None or area == LEFT_OUT:
                return area
            return OUTSIDE if self.catalog.is_outside(area[0]) else (area[0], named)
        return (outer[0], named) if outer else None

    def _area(self, text: str) -> Place | None:
        known = self.vocabulary.place(text)
        if known and known[0] == "area":
            return known[1], None
        if known:
            site = self.catalog.site(known[1])
            return (site.district, site.id) if site else None
        if text in self.aliases:
            return (self.aliases[text], None) if self.aliases[text] else LEFT_OUT
        if self.catalog.city.open_places:
            return text, None
        if city := self._other_cities.get(text):
            self.others.setdefault(city)
            return city, None
        self.unknown.setdefault(text)
        return None


def titled_area(title: str, vocabulary: Vocabulary) -> str:
    """The area whose name a title begins with, behind its time (2019年3月海淀区环境空气质量日报).

    For a city that takes places as they are written; of 某某市某某区 the inner one. Empty where the
    title names none or goes on to another.
    """
    rest = _BEFORE_NAME.sub("", vocabulary.masked(title))
    name = ""
    while not rest.startswith(_AND) and (found := _AREA.match(rest)):
        said = vocabulary.facets(found.group())
        known = said.indicators or said.quantities or said.parts or said.statistic or said.keys
        other = found.group() in lists.PLACES["no_names"]
        if known or other or found.group().endswith(lists.PLACES["no_endings"]):
            break
        name, rest = found.group(), rest[found.end() :]
    return "" if rest.startswith(_AND) else name


def is_inner(area: str) -> bool:
    """Whether an area by its name lies in a city (区 县 旗)."""
    return area.endswith(("区", "县", "旗"))


def nearest(text: str, names: Iterable[str]) -> str:
    """The one of some names that a text comes nearest to; empty where none is near."""
    return next(iter(get_close_matches(plain(text), list(names), 1, _NEAR)), "")


def nearest_area(text: str, catalog: Catalog) -> str:
    """The area that a name nobody knows comes nearest to (成关区: 城关区); empty where none is."""
    words = {word: key for word, (kind, key) in catalog.place_words().items() if kind == "area"}
    return words.get(nearest(text, words), "")


def nearest_sites(text: str, area: str, catalog: Catalog) -> list[str]:
    """The listed site that a name comes nearest to, else those of its area."""
    words = {w: s.name for s in catalog.sites() for w in (s.name, *s.aliases)}
    if near := nearest(text, words):
        return [words[near]]
    return [site.name for site in catalog.sites(area)][:_SHOWN]


def aliases_said(answer: str | None, catalog: Catalog) -> dict[str, str]:
    """Answers ``place-names``: 写法=区县; several by ; or ；; an empty right side leaves out.

    Raises:
        UnknownPlace: a right side is no place of the catalog.
    """
    pairs = [p.split("=", 1) for p in (answer or "").replace("；", ";").split(";") if "=" in p]
    return {a.strip(): catalog.area(b.strip()) if b.strip() else "" for a, b in pairs}


def _clean(cell: CellValue) -> str:
    if cell is None:
        return ""
    text = without_of_which(cell_text(cell).strip().strip("\ufeff"))
    return text if len(text) < 3 or " " not in text else _closed(text)


def _closed(text: str) -> str:
    """Blanks inside Chinese names go; those of Latin names stay."""
    return text if text.isascii() else plain(text) if text.islower() else "".join(text.split())


_CITY = re.compile(r"(?:^|(?<=[年月日度\d\W]))([^\W\d年月日度]{2,3}市)(?![区县场政级])")
_NO_CITY = re.compile(r"城市|全市|我市|本市|各市|县市|省市|都市|超市|门市|[a-z]")


def foreign_cities(titles: Iterable[str], catalog: Catalog) -> list[str]:
    """Cities that titles name and the catalog does not: the table may be somebody else's."""
    if catalog.city.open_places:
        return []
    known = catalog.place_words()
    here = [body for body in map(plain, titles) if not any(word in body for word in known)]
    found = [name for body in here for name in _CITY.findall(body)]
    return [n for n in dict.fromkeys(found) if not _NO_CITY.search(n)]
