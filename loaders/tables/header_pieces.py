"""Headers written down the rows in pieces of a character or two (氨 over 氮): one word each."""

from collections.abc import Sequence

from loaders.model.sheet import Sheet
from loaders.words.normalise import label
from loaders.words.vocabulary import Vocabulary

_PIECE, _LATIN_PIECE = 2, 4
_KNOWN = 0.8


def headers_in_pieces(
    sheet: Sheet, rows: Sequence[int], vocabulary: Vocabulary
) -> dict[int, tuple[str, ...]]:
    """Header texts by column where the rows of a header band hold pieces of words.

    A unit below stays a level of its own. Empty where the joined pieces are no words.
    """
    merged = any(m.right > m.left and m.top in rows for m in sheet.merges)
    if len(rows) < 2 or merged:
        return {}
    pieces = {c: texts for c in range(sheet.width) if (texts := _texts(sheet, rows, c))}
    words = {
        c: [t for t in texts if not vocabulary.facets(t).is_unit] for c, texts in pieces.items()
    }
    split = [texts for texts in words.values() if len(texts) > 1]
    if not split or any(_is_long(text) for texts in split for text in texts):
        return {}
    known = [t for t in split if vocabulary.facets("".join(t)).is_header_word]
    own = [t for t in split if all(vocabulary.facets(text).cover >= _KNOWN for text in t)]
    if 2 * len(known) < len(split) or own:
        return {}
    found = {}
    for column, texts in pieces.items():
        units = [t for t in texts if vocabulary.facets(t).is_unit]
        whole = "".join(words[column])
        found[column] = tuple(t for t in (whole, *units) if t)
    return found


def _texts(sheet: Sheet, rows: Sequence[int], column: int) -> list[str]:
    values = (sheet.value(row, column) for row in rows)
    return [v.strip() for v in values if isinstance(v, str) and v.strip()]


def _is_long(text: str) -> bool:
    body = label(text)
    return len(body) > (_LATIN_PIECE if body.isascii() else _PIECE)
