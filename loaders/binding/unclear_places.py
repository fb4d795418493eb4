"""Text columns under headings that nobody knows and that may name the places of the rows: asked.

Such a column is one where the rows have no other place of their own, where it names what looks
like sites, or where only it tells the rows apart. Its figures are never those of the area around.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from loaders.binding.file_context import FileContext
from loaders.model.answers import LEAVE_OUT
from loaders.model.sheet import CellValue
from loaders.model.staged import ClerkQuestion
from loaders.model.table import TIME_ROLES, Block, Column
from loaders.tables.columns import sample
from loaders.tables.place_columns import (
    PLACE_ROLES,
    UNCLEAR,
    WITHIN_SITE,
    is_site_name,
    place_column,
)
from loaders.words import lists
from loaders.words.key_times import key_parts
from loaders.words.normalise import label
from loaders.words.values import parse_value
from loaders.words.vocabulary import Vocabulary

TOPIC = "place-column"
SITES, DISTRICTS, WITHIN = "点位名称", "区县名称", "和点位合为一个名称"
A_SITE = "是一个点位"
A_VALUE = "是各行的数，不是地点"
_KEYS = {SITES: "site", DISTRICTS: "district", WITHIN: WITHIN_SITE}
_LONGEST_NAME = 20
_LOOKED_AT = 2000
_BESIDE = tuple(label(word) for word in lists.BESIDE)


def with_unclear_places(
    columns: Sequence[Column], block: Block, file: FileContext, known: Collection[int] = ()
) -> list[Column]:
    """The columns, those that may name places as a person said, else marked as unclear.

    Args:
        known: indexes of the columns that a known form describes: none of them is unclear.
    """
    found = [_as_said(c, file.answer(block.sheet, f"{TOPIC}-{_of(c)}")) for c in columns]
    if any(c.key == "site" and old.key != "site" for c, old in zip(found, columns, strict=True)):
        found = [place_column(c, "district") if c.key == "place" else c for c in found]
    open_ones = [
        c for c in found if c.index not in known and _may_be_places(c, block, file.vocabulary)
    ]
    unclear = [c for c in open_ones if _is_needed(c, found, block)]
    return [replace(c, reason=UNCLEAR) if c in unclear else c for c in found]


def questions(columns: Sequence[Column], block: Block, file: FileContext) -> list[ClerkQuestion]:
    """One question for each column that is unclear."""
    with_site = any(c.role == "key" and c.key == "site" for c in columns)
    options = (WITHIN, LEAVE_OUT) if with_site else (SITES, DISTRICTS, LEAVE_OUT)
    found = []
    for c in columns:
        if c.reason != UNCLEAR:
            continue
        names = list(dict.fromkeys(str(v).strip() for v in sample(block, c.index)))
        shown = "、".join(names[:3]) + ("等" if len(names) > 3 else "")
        title = "".join(c.title.split())
        if c.places:
            beside = any(o.role == "value" for o in columns)
            found.append(_of_a_header(c, title, block, file, beside=beside))
            continue
        prompt = (
            f"“{block.sheet.name}”的“{title}”一列（{shown}）像是地点，但这个列名不认得。它是什么？"
            "不读的话，这些数都算上面写明的地点的。"
        )
        found.append(file.question(block.sheet, TOPIC, prompt, options, of=_of(c)))
    return found


def _of_a_header(
    column: Column, title: str, block: Block, file: FileContext, *, beside: bool
) -> ClerkQuestion:
    """What to ask of a name over numbers: beside columns of sites, or alone beside indicators."""
    told = "旁边几列都是点位。它也是一个点位吗？" if beside else "它是点位的名称，还是各行的数？"
    prompt = f"“{block.sheet.name}”的表头“{title}”不认得，{told}都不是的话，请不读。"
    options = (A_SITE, LEAVE_OUT) if beside else (A_VALUE, A_SITE, LEAVE_OUT)
    return file.question(block.sheet, TOPIC, prompt, options, of=_of(column))


def _of(column: Column) -> str:
    return label(column.title).replace("=", "")


def _as_said(column: Column, said: str | None) -> Column:
    if said is None:
        return column
    if said == A_SITE and column.places:
        return replace(column, role="value", reason="")
    if said == A_VALUE and column.places:
        return replace(column, role="value", reason="", places=())
    if said in _KEYS:
        return place_column(column, _KEYS[said])
    return replace(column, role="ignored", key="", reason="left-out")


def _may_be_places(column: Column, block: Block, vocabulary: Vocabulary) -> bool:
    """Whether a column under an unknown heading holds short texts that say nothing else."""
    if column.role != "ignored" or column.reason not in ("unknown", "serial"):
        return False
    values = sample(block, column.index)
    if column.reason == "serial" and all(isinstance(v, int) for v in values):
        return len(set(values)) < len(values)  # numbers that come again are codes
    texts = [v for v in values if isinstance(v, str) and _is_name(v)]
    if not texts or len(texts) <= 0.9 * len(values):
        return False
    if _is_explained(column) and not _are_sites(texts):
        return False
    said = [vocabulary.facets(text) for text in set(texts)]
    other = [
        f for f in said
        if f.indicators or f.statistic or f.quantities or f.modifiers or f.generic or f.is_unit
        or f.total or f.keys
    ]  # fmt: skip
    return 2 * len(other) < len(said)


def _are_sites(names: Sequence[str]) -> bool:
    return bool(names) and sum(map(is_site_name, names)) >= 0.8 * len(names)


def _is_explained(column: Column) -> bool:
    """Whether a heading says that its texts are no places (备注, 天气)."""
    texts = [label(text) for text in column.header]
    return any(
        word == text if word.isascii() else word in text for text in texts for word in _BESIDE
    )


def _is_name(text: str) -> bool:
    kind = parse_value(text).kind
    short = len(text.strip()) <= _LONGEST_NAME
    return short and kind == "unreadable" and key_parts(text, "date") is None


def _is_needed(column: Column, columns: Sequence[Column], block: Block) -> bool:
    keys = [c for c in columns if c.role == "key" and c.key not in ("unit", "statistic")]
    placed = any(c.key in PLACE_ROLES for c in keys)
    values = [c for c in columns if c.role == "value"]
    if not placed and not (values and all(c.places for c in values)):
        return True
    names = [v for v in sample(block, column.index) if isinstance(v, str)]
    sites = any(c.key == "site" for c in keys) or any(c.places for c in values)
    if not sites and _are_sites(names):
        return True
    return _tells_apart(column, keys, block)


def _tells_apart(column: Column, keys: Sequence[Column], block: Block) -> bool:
    """Whether rows have the same keys without a column and hardly any with it."""
    if not any(c.key in TIME_ROLES for c in keys) and not keys:
        return False
    rows = [r for r in block.body[:_LOOKED_AT] if block.sheet.value(r, column.index) is not None]
    cells = [_filled(c, rows, block) for c in keys]
    without = set(zip(*cells, strict=True))
    own = [block.sheet.value(row, column.index) for row in rows]
    with_it = set(zip(*cells, own, strict=True))
    return len(without) < 0.95 * len(rows) <= len(with_it)


def _filled(column: Column, rows: Sequence[int], block: Block) -> list[CellValue]:
    """The cells of a key column, blank ones with what stands above."""
    found: list[CellValue] = []
    for row in rows:
        value = block.sheet.value(row, column.index)
        found.append(found[-1] if value is None and found else value)
    return found
