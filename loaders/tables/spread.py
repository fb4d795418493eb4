"""Header words written over several rows (二|氧|化|硫): the rows that only together make words."""

from collections.abc import Callable

from loaders.model.sheet import CellValue, Sheet
from loaders.words.vocabulary import Vocabulary

_LOOKED = 40
_TALLEST = 6


def spread_rows(
    sheet: Sheet, vocabulary: Vocabulary, is_value: Callable[[CellValue], bool]
) -> frozenset[int]:
    """Rows of the first forty that belong to such a header; empty for most sheets."""
    found: set[int] = set()
    rows = sheet.rows[:_LOOKED]
    for below in range(2, len(rows)):
        if not _has_text_only(rows[below - 1], is_value) or _has_text_only(rows[below], is_value):
            continue
        top = below - 1
        while top > max(0, below - _TALLEST) and _has_text_only(rows[top - 1], is_value):
            top -= 1
        counts = [(_joined_words(sheet, a, below, vocabulary), a) for a in range(top, below - 1)]
        if counts and (best := max(counts, key=lambda pair: (pair[0], pair[1])))[0]:
            found.update(range(best[1], below))
    return frozenset(found)


def _has_text_only(row: list[CellValue], is_value: Callable[[CellValue], bool]) -> bool:
    cells = [c for c in row if c is not None and (not isinstance(c, str) or c.strip())]
    return bool(cells) and all(isinstance(c, str) and not is_value(c) for c in cells)


def _joined_words(sheet: Sheet, top: int, below: int, vocabulary: Vocabulary) -> int:
    """How many columns give a header word joined that none of their cells gives alone."""
    count = 0
    for column in range(min(sheet.width, 60)):
        cells = [str(v).strip() for r in range(top, below) if (v := sheet.value(r, column))]
        if len(cells) < 2 or any(vocabulary.facets(c).is_header_word for c in cells):
            continue
        whole = vocabulary.facets("".join(cells))
        count += bool((whole.indicators or whole.keys) and whole.cover >= 0.8)
    return count


_DITTO = ("〃", "同上", "″", "〞", '"', "々")


def is_ditto(value: CellValue) -> bool:
    """Whether a cell only says that the one above it holds here too."""
    return isinstance(value, str) and value.strip() in _DITTO


def merge_anchors(sheet: Sheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Each cell under a merge but its first one -> the first one."""
    return {
        (row, column): (merge.top, merge.left)
        for merge in sheet.merges
        for row in range(merge.top, merge.bottom + 1)
        for column in range(merge.left, merge.right + 1)
        if (row, column) != (merge.top, merge.left)
    }
