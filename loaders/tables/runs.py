"""Columns under a header run of numbers: months, days, hours or years by what lacks, else asked."""

from dataclasses import dataclass, replace

from loaders.model.table import Block, Column, TimeParts
from loaders.tables.header_runs import run_part
from loaders.words.normalise import label
from loaders.words.periods import hour_ending, merged

AXIS_WORDS = {"month": "月份", "day": "日", "hour": "时"}
_CORNERS = {"month": ("月",), "day": ("日",), "hour": ("时", "hour")}
_TITLED = {"day": ("日均", "逐日", "每日"), "month": ("月均", "逐月", "各月")}
_MADE = {"day": ("月均值", "月均", "月平均"), "month": ("年均值", "年均", "年平均", "全年")}
_MEANS = ("平均", "均值", "全市", "全区")
#: Headers of the mean of the columns beside it, however few they are.
_PLAIN_MEANS = ("平均", "平均值", "均值", "算术平均", "算术平均值")
_LONGEST = {"month": 12, "day": 31, "hour": 24}


@dataclass(frozen=True)
class RunReading:
    """What the numbers of a header run are.

    Attributes:
        kind: ``month day hour year ym``; empty where there is no run.
        options: the kinds that stay possible; more than one is a question.
    """

    kind: str = ""
    options: tuple[str, ...] = ()


def read_run(
    columns: list[Column], block: Block, outer: TimeParts, answer: str | None
) -> RunReading:
    """Decide between months, days and hours: by an answer, words beside, and what is unbound.

    Args:
        outer: the period that titles, sheet and file name state.
        answer: 月份, 日 or 时 as an earlier question was answered.
    """
    if not block.run or _over_other_things(columns, block):
        return RunReading()
    numbers = list(block.run.values())
    if min(numbers) >= 190000:
        return RunReading("ym")
    if min(numbers) >= 1949:
        return RunReading("year")
    for kind, word in AXIS_WORDS.items():
        if answer and answer.strip() == word:
            return RunReading(kind)
    fits = [k for k, high in _LONGEST.items() if max(numbers) <= high]
    fits = [k for k in fits if k == "hour" or min(numbers) >= 1]
    beside = _beside(columns, block)
    if worded := [k for k in fits if beside & set(_CORNERS[k])]:
        fits = worded
    fits = [k for k in fits if _lacks(k, columns, outer)] or fits
    if len(fits) > 1:
        fits = _complete(fits, columns, outer, numbers) or fits
    if len(fits) > 1:
        whole = (min(numbers), max(numbers)) == (1, 12)  # as likely the months of a year
        fits = [k for k in fits if k in _told(columns, block, titles=not whole)] or fits
    return RunReading(fits[0] if fits else "month", tuple(fits))


def _over_other_things(columns: list[Column], block: Block) -> bool:
    """Whether each number stands over another indicator: they count lines, and are no times."""
    over = [c.indicator for c in columns if c.index in block.run]
    return len(over) > 1 and all(over) and len(set(over)) == len(over)


def _beside(columns: list[Column], block: Block) -> set[str]:
    """Single words of the corner and of the groups over the run (月份, 时间(时))."""
    texts = [label(t) for c in columns if c.index in block.run for t in c.header]
    first = min(block.run)
    corner = [c for c in columns if c.index < first and c.header]
    found: set[str] = set()
    for text in texts + [label(t) for c in corner for t in c.header if _is_corner(t)]:
        for words in _CORNERS.values():
            found |= {w for w in words if w in text}
    return found


def _told(columns: list[Column], block: Block, *, titles: bool) -> set[str]:
    """What titles call the values (日均值), or whose mean stands beside them (月均值: of days)."""
    above = [label(text) for text in (*block.titles, block.sheet.name) if titles]
    beside = [label(c.header[-1]) for c in columns if c.header and c.index not in block.run]
    found = {k for k, words in _TITLED.items() if any(w in text for w in words for text in above)}
    made = {k for k, words in _MADE.items() if any(text in words for text in beside)}
    return made if len(made) == 1 else found if len(found) == 1 else set()


def _is_corner(text: str) -> bool:
    return any(mark in text for mark in "\\/、")


def _lacks(kind: str, columns: list[Column], outer: TimeParts) -> bool:
    """Whether this part of the period is not yet said by key columns."""
    keys = {c.key for c in columns if c.role == "key"}
    if kind == "hour":
        return "hour" not in keys
    if kind == "day":
        return not keys & {"day", "date"}
    return not keys & {"month", "date", "ym"}


def _complete(
    fits: list[str], columns: list[Column], outer: TimeParts, numbers: list[int]
) -> list[str]:
    """The kinds that make a whole period with what the surroundings say."""
    keys = {c.key for c in columns if c.role == "key"}
    dated = "date" in keys or {"month", "day"} <= keys or "day" in keys or outer.day is not None
    monthly = outer.month is not None or bool(keys & {"month", "ym"})
    if dated:
        return [k for k in fits if k == "hour"]
    if monthly and (min(numbers), max(numbers)) == (1, 24):
        return [k for k in fits if k in ("day", "hour")]
    if monthly and max(numbers) > 12:
        return [k for k in fits if k == "day"]
    if monthly:
        return [k for k in fits if k != "hour"]
    return [k for k in fits if k == "month"] if max(numbers) <= 12 else fits[:1]


def with_run(columns: list[Column], block: Block, reading: RunReading) -> list[Column]:
    """Columns under the run are values of the part that it counts; 1..24 are ends of hours."""
    shift = 1 if reading.kind == "hour" and 24 in block.run.values() else 0
    found = []
    for c in columns:
        if reading.kind and c.index in block.run and c.role in ("ignored", "value"):
            own = run_part(reading.kind, block.run[c.index] - shift)
            c = replace(c, role="value", period=merged(own, c.period))
        found.append(c)
    found = [_derived(c, found) for c in found]
    hours = {c.period.hour for c in found}
    if 24 in hours and 0 not in hours:
        found = [replace(c, period=hour_ending(c.period)) for c in found]
    return found


def _derived(column: Column, columns: list[Column]) -> Column:
    """A column without the time that most of its neighbours have is made from them."""
    values = [c for c in columns if c.role == "value"]
    timed = [c for c in values if c.period]
    placed = [c for c in values if c.places]
    named = any(word in label(text) for text in column.header[-1:] for word in _MEANS)
    if column.role == "value" and not column.places and len(placed) > 1 and named:
        return replace(column, role="derived", reason="made-from-neighbours")
    plain = bool(column.header) and label(column.header[-1]) in _PLAIN_MEANS
    if column.role != "value" or column.period or column.modifiers:
        return column
    if len(timed) < (2 if plain else 5):
        return column
    if column.indicator and column.indicator not in {c.indicator for c in timed}:
        return column
    if any(word in label(text) for text in column.header for word in ("年均", "全年", "年平均")):
        return column
    return replace(column, role="derived", reason="made-from-neighbours")
