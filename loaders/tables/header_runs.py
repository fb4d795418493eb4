"""Header rows made of numbers: 1..12, 0..23, years, months as decimals, runs repeated in groups."""

from collections.abc import Sequence
from itertools import pairwise

from loaders.model.encoded import encoded
from loaders.model.sheet import CellValue
from loaders.model.table import TimeParts
from loaders.words.month_numbers import month_number, resolved
from loaders.words.periods import periods_in
from loaders.words.values import parse_value
from loaders.words.vocabulary import Facets

_YEARS = range(1949, 2201)


def is_run(values: Sequence[tuple[int, CellValue]]) -> bool:
    """Whether numbers head columns: rising by one, at least five from 0 or 1, or two years.

    A run may repeat under groups (1..12 under each indicator).
    """
    if len(values) >= 2 and all(isinstance(v, float) and month_number(v) for _, v in values):
        return _rising_months([v for _, v in values])
    parsed = [parse_value(v) for _, v in values]
    numbers = [int(p.value) for p in parsed if p.value is not None and p.value % 1 == 0]
    if len(numbers) != len(values) or len(numbers) < 2:
        return False
    if all(n in _YEARS for n in numbers):
        return _one_run(numbers) or _repeats(numbers)
    if len(numbers) < 5 or numbers[0] not in (0, 1):
        return False
    return _one_run(numbers) or _repeats(numbers)


def _one_run(numbers: list[int]) -> bool:
    return all(b == a + 1 for a, b in pairwise(numbers))


def _repeats(numbers: list[int]) -> bool:
    length = numbers[1:].index(numbers[0]) + 1 if numbers[0] in numbers[1:] else 0
    if length < 2 or len(numbers) % length or not _one_run(numbers[:length]):
        return False
    return numbers == numbers[:length] * (len(numbers) // length)


def _rising_months(values: list[CellValue]) -> bool:
    cells, open_one = resolved(encoded(values), None)
    months = [periods_in(str(c))[0] for c in cells] if not open_one else []
    order = [(p.year or 0) * 12 + (p.month or 0) for p in months]
    return bool(order) and _one_run(order)


def run_labels(values: Sequence[tuple[int, CellValue]]) -> dict[int, int]:
    """Column -> number of the run; months as decimals become year * 100 + month."""
    if values and all(isinstance(v, float) and month_number(v) for _, v in values):
        cells, _ = resolved(encoded(v for _, v in values), None)
        months = [periods_in(str(c))[0] for c in cells]
        return {
            column: (p.year or 0) * 100 + (p.month or 0)
            for (column, _), p in zip(values, months, strict=True)
        }
    found: dict[int, int] = {}
    for column, value in values:
        parsed = parse_value(value)
        if parsed.kind == "number" and parsed.value is not None:
            found[column] = int(parsed.value)
    return found


def run_part(kind: str, number: int) -> TimeParts:
    """One number of a run as parts of a period; ``kind`` is year month day hour or ym."""
    if kind == "ym":
        return TimeParts(year=number // 100, month=number % 100)
    if kind == "year":
        return TimeParts(year=number)
    if kind == "hour":
        return TimeParts(hour=number)
    return TimeParts(day=number) if kind == "day" else TimeParts(month=number)


def heads_with_numbers(values: Sequence[tuple[int, CellValue]], facets: Sequence["Facets"]) -> bool:
    """Whether a row with numbers heads columns: more words than whole numbers, no clock time.

    A unit beside a number is a row's own; beside a fraction a date is its key, no header.
    """
    numbers = [parse_value(v).value for _, v in values]
    if any(p.year and p.hour is not None for f in facets for p in f.periods):
        return False
    words = sum(f.is_header_word and not f.is_unit for f in facets)
    periods = sum(bool(f.periods) and f.cover > 0.9 for f in facets)
    if any(n is not None and n % 1 for n in numbers):
        periods = 0
    return words >= 2 and words + periods > len(values)
