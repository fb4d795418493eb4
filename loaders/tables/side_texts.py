"""What stands beside tables: pages of explanations and covers, lines that say where it is of."""

from loaders.model.sheet import Sheet
from loaders.model.table import TimeParts
from loaders.words.normalise import label
from loaders.words.periods import periods_in
from loaders.words.values import parse_value

_HELP = ("说明", "填表", "填报", "注释", "备注", "readme", "notes", "help", "封面", "首页", "cover")
_COVER = ("封面", "首页", "cover")
_LOOKED = 60


def side_texts(sheets: list[Sheet]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(texts of explaining sheets, texts of cover sheets), in the order of the file."""
    explained: list[str] = []
    cover: list[str] = []
    for sheet in sheets:
        if len(sheets) < 2 or not _is_side(sheet):
            continue
        texts = [v for row in sheet.rows[:_LOOKED] for v in row if isinstance(v, str) and v.strip()]
        explained.extend(texts)
        if any(word in label(sheet.name) for word in _COVER):
            cover.extend(texts)
    return tuple(explained), tuple(cover)


def _is_side(sheet: Sheet) -> bool:
    """Whether a sheet is named as an explanation and holds no row of two numbers."""
    if not any(word in label(sheet.name) for word in _HELP):
        return False
    return not any(
        sum(parse_value(v).kind == "number" for v in row) >= 2 for row in sheet.rows[:_LOOKED]
    )


def with_outer(titles: list[str], outer: tuple[str, ...]) -> tuple[str, ...]:
    """Own titles from near to far, then those of the block above that they do not replace."""
    own = tuple(reversed(titles))
    rest = outer[len(own) :] if len(outer) > len(own) else outer
    stated = [parts for text in own for parts in periods_in(text)[:1]]
    if stated:
        dated = any(parts.year is not None for parts in stated)
        rest = tuple(t for t in rest if not periods_in(t) or (not dated and _year_only(t)))
    return (*own, *rest)


def _year_only(text: str) -> bool:
    """Whether the first period of a title is a bare year, to which an inner title adds a month."""
    parts = periods_in(text)[0]
    return parts == TimeParts(year=parts.year)
