"""The place that a line above a table, its sheet's name or its file's name give its figures to.

Figures of a station are never those of the area around it. A name that its form shows to be a site
(点位：甲站, a sheet 甲站) is one, listed or not; what only may be one is asked.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chuangmo.catalog.models import Combine
from loaders.binding.file_context import FileContext
from loaders.binding.places import nearest_area
from loaders.model.answers import IS_SITE, NO_SITE
from loaders.model.staged import ClerkQuestion
from loaders.model.table import Block, Column
from loaders.tables.columns import sample
from loaders.tables.place_columns import UNCLEAR, is_site_name
from loaders.words import lists
from loaders.words.labels import titled
from loaders.words.normalise import label
from loaders.words.vocabulary import Vocabulary
from loaders.words.zones import zone_of

TOPIC = "site-name"
#: What parts the statements of a line above a table.
_LINE_PARTS = re.compile(r"[，,；;]|\s{2,}|\s(?=[\u3400-\u9fff])")
_SEVERAL = re.compile(r"[、/]|^\d+\s*个|^(?:[各全多]|所有|部分|主要|重点|其他|其它)|等\d*个")
_CHINESE_NAME = re.compile(r"[\u3400-\u9fff]{1,8}")
_SHORTEST = 2
#: Kinds of headings whose names are areas as often as sites (地点：甲站).
_OPEN_KINDS = ("spot", "area")
#: How figures are combined that may be those of a single station or section.
_AT_SITES: frozenset[Combine] = frozenset(
    (
        "mean_of_valid_days", "mean_of_points", "mean_of_samples", "length_weighted_mean",
        "energy_mean", "day_compliance", "night_compliance", "share_of_good_days",
        "composite_index", "volume_share", "mean_of_zone_rates",
    )
)  # fmt: skip


@dataclass(frozen=True)
class NamedSite:
    """The site of a table, or the question whether a name is one.

    Attributes:
        told: where it was read, where that is not plain to see; empty otherwise.
    """

    name: str = ""
    told: str = ""
    question: ClerkQuestion | None = None


@dataclass(frozen=True)
class _Name:
    """A name in a text that may be a site's; ``sure`` where its form leaves no doubt."""

    name: str
    where: str
    sure: bool


def named_site(block: Block, columns: Sequence[Column], file: FileContext) -> NamedSite | None:
    """The site that the surroundings of a table name; ``None`` where they name none.

    Columns of sites, in the table or asked for, leave nothing to say.
    """
    keyed = any(c.role == "key" and c.key == "site" for c in columns)
    if keyed or any(c.reason == UNCLEAR for c in columns) or not _is_at_sites(block, columns, file):
        return None
    for text in (*block.titles, *file.cover):
        if name := titled_site(text, file.vocabulary):
            return NamedSite(name)
    listed = file.vocabulary.place(block.sheet.name)
    if listed and listed[0] == "site":
        return NamedSite(listed[1])
    placed = any(c.role == "key" and c.key in ("district", "place") for c in columns)
    for found in _names(block, file):
        if placed and not is_site_name(found.name):
            continue
        said = file.answer(block.sheet, f"{TOPIC}-{_of(found.name)}")
        if said == NO_SITE:
            continue
        if said is None and not found.sure:
            return NamedSite(question=_question(found, block, file))
        if said is not None:
            return NamedSite(found.name if said == IS_SITE else said.strip())
        told = f"{found.where}里的“{found.name}”读作点位，没有把数读作它所在地区的"
        return NamedSite(found.name, told)
    return None


def titled_site(title: str, vocabulary: Vocabulary) -> str:
    """The site that a line above a table states (监测点位：甲站), empty where it states none."""
    for head, name in _statements(title):
        heading = vocabulary.place_heading((head,))
        if heading is None or heading.is_code or _SEVERAL.search(name):
            continue
        if heading.role != "site" and not (heading.kind in _OPEN_KINDS and is_site_name(name)):
            continue
        if name.isdecimal() or vocabulary.facets(name).total or vocabulary.place(name):
            continue
        return _without_area(name, vocabulary)
    return ""


def _statements(title: str) -> Iterator[tuple[str, str]]:
    """(word, what it says) of each statement of a line: 监测点位：甲站  日期：10月."""
    for part in _LINE_PARTS.split(title):
        head, colon, name = part.replace(":", "：").partition("：")
        if colon and head.strip() and name.strip():
            yield head.strip(), name.strip()


def _without_area(name: str, vocabulary: Vocabulary) -> str:
    """A site's name without the area in front of it (城关区甲站)."""
    for kind, key in vocabulary.facets(name).places:
        if kind == "area" and name.startswith(key):
            return name.removeprefix(key)
    return name


def _is_at_sites(block: Block, columns: Sequence[Column], file: FileContext) -> bool:
    """Whether a table holds an indicator whose figures may be those of one site."""
    texts = [text for c in columns if c.key == "indicator" for text in sample(block, c.index)]
    ids = [c.indicator for c in columns if c.role == "value" and c.indicator]
    ids += [i for text in set(map(str, texts)) for i in file.vocabulary.named(text)]
    for text in () if ids else (*block.titles, block.sheet.name, file.name):
        ids += titled(text, file.vocabulary)
    return any(file.catalog.indicator(i).combine in _AT_SITES for i in ids)


def _names(block: Block, file: FileContext) -> Iterator[_Name]:
    """What titles, sheet and file name hold that may be a site's name, the nearest first."""
    sheet, words = block.sheet, file.vocabulary
    for text in block.titles:
        yield from _in_text(text, "标题", words)
    own = "文件名" if sheet.is_text else "工作表名"
    runs = list(_in_text(sheet.name, own, words))
    yield from runs
    if not (runs or sheet.is_text) and (name := sheet.name.strip()) and _may_be_name(name, words):
        yield _Name(name, own, sure=is_site_name(name))
    if not sheet.is_text:
        yield from (_Name(name, "文件名", sure=False) for name in _runs(file.name, words))


def _in_text(text: str, where: str, vocabulary: Vocabulary) -> Iterator[_Name]:
    """The names in a text; sure where it is one without other words and all else is known."""
    runs = _runs(text, vocabulary)
    words = [w for w in lists.SHEET_WORDS if len(w) > 1 and w not in lists.TOPICS]
    other = (*lists.ORGANISATIONS, *(w for w in words if not is_site_name(w)))
    named = len(runs) == 1 and not any(word in runs[0] for word in other)
    alone = named and _is_all(runs[0], text, vocabulary)
    yield from (_Name(name, where, sure=alone) for name in runs)


def _runs(text: str, vocabulary: Vocabulary) -> list[str]:
    """Stretches of a text that end like the name of a site and that no word explains whole."""
    found: list[list[tuple[str, bool]]] = [[]]
    for piece in vocabulary.stretches(text):
        if piece is None:
            found.append([])
        else:
            found[-1].append(piece)
    names = [_name_in("".join(part for part, _ in _trimmed(pieces))) for pieces in found]
    return [name for name in names if _is_name(name, vocabulary)]


def _trimmed(pieces: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Without known words in front, and behind what may end a name."""
    while pieces and pieces[0][1]:
        pieces = pieces[1:]
    while pieces and pieces[-1][1] and not is_site_name(pieces[-1][0]):
        last, pieces = pieces[-1][0], pieces[:-1]
        if end := next((e for e in lists.PLACES["sites_end"] if last.startswith(e)), ""):
            return [*pieces, (end, True)]  # 甲 + 断面水质
    return pieces


def _name_in(text: str) -> str:
    """A text without what it is about before and behind a name (甲断面水质)."""
    topics = lists.TOPICS
    while topic := next((t for t in topics if text.startswith(t)), ""):
        text = text.removeprefix(topic)
    while topic := next((t for t in topics if text.endswith(t) and not is_site_name(text)), ""):
        text = text.removesuffix(topic)
    return text


def _is_name(name: str, vocabulary: Vocabulary) -> bool:
    return (
        len(name) >= _SHORTEST
        and is_site_name(name)
        and name not in lists.PLACES["sites_end"]
        and not name.endswith(lists.PLACES["sites_never"])
        and not _SEVERAL.search(name)
        and vocabulary.place_heading((name,)) is None
        and not zone_of(name)
    )


def _is_all(name: str, text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text says nothing beside a name that is not known."""
    rest = label(text).replace(name, "", 1)
    return not _name_in(vocabulary.facets(rest).rest)


def _may_be_name(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a sheet's name is a name in Chinese, or one in letters that ends like a site's."""
    if text.isascii():
        return is_site_name(text) and vocabulary.place_heading((text,)) is None
    if not _CHINESE_NAME.fullmatch(text) or vocabulary.facets(text).rest != label(text):
        return False
    if text.endswith(lists.PLACES["areas_end"]) or vocabulary.place_heading((text,)):
        return False
    rest = text
    for word in sorted(lists.SHEET_WORDS, key=len, reverse=True):
        rest = rest.replace(word, "")
    return 2 * len(rest) > len(text)


def _question(found: _Name, block: Block, file: FileContext) -> ClerkQuestion:
    prompt = (
        f"“{block.sheet.name}”的{found.where}里有“{found.name}”，是点位（或断面）的名称吗？"
        "是的话，表里的数是它的，不是它所在地区的。"
    )
    return file.question(block.sheet, TOPIC, prompt, (IS_SITE, NO_SITE), of=_of(found.name))


def unknown_area(block: Block, file: FileContext) -> ClerkQuestion | None:
    """The question which area a line above a table or its sheet means, where nobody knows it."""
    if file.catalog.city.open_places:
        return None
    stated = [(name, "标题") for title in block.titles if (name := _area_stated(title, file))]
    if not block.sheet.is_text and _is_area(block.sheet.name.strip(), file.vocabulary):
        stated.append((block.sheet.name.strip(), "工作表名"))
    if not stated:
        return None
    (name, where), *_ = stated
    near = nearest_area(name, file.catalog)
    asked = f"（是不是{near}？）" if near else ""
    prompt = f"“{block.sheet.name}”的{where}写的是“{name}”，不在目录里{asked}。是哪个地区的数据？"
    options = tuple(dict.fromkeys([*([near] if near else []), *file.catalog.areas()]))
    return file.question(block.sheet, "area", prompt, options)


def open_area(block: Block, file: FileContext) -> str:
    """The area that a line above a table states where areas are as written; else empty."""
    if not file.catalog.city.open_places:
        return ""
    return next((name for title in block.titles if (name := _area_stated(title, file))), "")


def _area_stated(title: str, file: FileContext) -> str:
    """What a line states under a word for areas (区县：成关区) and nobody knows; else empty."""
    words = file.vocabulary
    for head, name in _statements(title):
        heading = words.place_heading((head,))
        if heading is None or (heading.role != "district" and heading.kind not in _OPEN_KINDS):
            continue
        said = words.facets(name)
        if not (said.places or said.total or is_site_name(name) or _SEVERAL.search(name)):
            return name
    return ""


def _is_area(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a sheet's name is one of an area (成关区) that no word explains."""
    ends = name.endswith(lists.PLACES["areas_end"])
    ends = ends and not name.endswith(lists.PLACES["areas_never"])
    if not ends or not _CHINESE_NAME.fullmatch(name) or vocabulary.place_heading((name,)):
        return False
    return vocabulary.facets(name).rest == label(name)


def _of(name: str) -> str:
    return label(name).replace("=", "")
