"""A known form never reads worse than words and cells alone: it yields where it explains less."""

import re
from collections.abc import Callable
from itertools import product

import pytest

from loaders.model.sheet import CellValue, Sheet
from loaders.model.staged import StagedBatch
from tests.loaders.changes import transposed
from tests.loaders.reading_lists import read, stopped
from tests.loaders.shipped import SAMPLES
from tests.loaders.staging import shipped, staged

PLACES = ("城关区", "七里河区", "西固区", "安宁区")
HEADINGS = ("区县", "县区", "地区", "行政区", "区域")
MONTHS = "兰州市2003年各区县PM10月均浓度（mg/m³）"
DAYS = "2001年10月各区县PM10日均浓度（mg/m³）"
#: How the columns of a table over time are headed.
SHAPES: dict[str, Callable[[str, list[int], str], list[list[CellValue]]]] = {
    "numbers": lambda place, run, word: [[place, *run]],
    "numbers as text": lambda place, run, word: [[place, *map(str, run)]],
    "words": lambda place, run, word: [[place, *(f"{n}{word}" for n in run)]],
    "corner": lambda place, run, word: [[f"{place}\\{word}", *run]],
    "two rows": lambda place, run, word: [[place, f"{word}份" if word == "月" else word], [None, *run]],
}  # fmt: skip


def over_time(shape: str, place: str, last: int) -> tuple[Sheet, dict[str, str]]:
    """A table of months (up to 12) or days, a row a place, and what it says."""
    run, monthly = list(range(1, last + 1)), last <= 12
    heads = SHAPES[shape](place, run, "月" if monthly else "日")
    body: list[list[CellValue]] = [
        [name, *(round(0.05 + p / 50 + n / 1000, 3) for n in run)] for p, name in enumerate(PLACES)
    ]
    stem = "2003-{:02}" if monthly else "2001-10-{:02}"
    wanted = {
        f"pm10@{row[0]}@{stem.format(n)}": format(round(50 + p * 20 + n), "d")
        for p, row in enumerate(body)
        for n in run
    }
    return Sheet("Sheet1", [[MONTHS if monthly else DAYS], *heads, *body]), wanted


@pytest.mark.parametrize(("shape", "last"), [*product(SHAPES, (12, 28, 31))])
def test_months_and_days_are_read_under_every_heading(shape: str, last: int) -> None:
    for place in HEADINGS:
        sheet, wanted = over_time(shape, place, last)
        batch = staged([sheet])
        assert (read(batch), batch.questions, batch.errors) == (wanted, (), []), place


@pytest.mark.parametrize("last", [12, 31])
def test_months_and_days_down_the_rows(last: int) -> None:
    sheet, wanted = over_time("numbers", "区县", last)
    turned = transposed(sheet, 1, len(sheet.rows))
    turned.rows[1][0] = "月份" if last == 12 else "日"
    batch = staged([turned])
    assert (read(batch), batch.questions) == (wanted, ())


def test_what_may_be_months_or_days_is_asked_though_a_form_has_days() -> None:
    sheet, _ = over_time("numbers", "区县", 12)
    sheet.rows[0] = [DAYS]
    batch = staged([sheet])
    assert [q.topic for q in batch.questions] == ["axis"]
    learned = staged([over_time("numbers", "区县", 31)[0]], layouts=()).layouts[0].layout
    assert [q.topic for q in staged([sheet], layouts=(learned,)).questions] == ["axis"]


def test_a_learned_form_yields_where_another_reading_explains_more() -> None:
    """A form of days under 日期 offered months: its own columns leave every value without a month."""
    days = "2008年10月城关区（mg/m³）\n日期|PM10\n" + "\n".join(
        f"{d}|0.1{d:02}" for d in range(1, 29)
    )
    months = "2008年城关区（mg/m³）\n日期|PM10\n" + "\n".join(
        f"{m}|0.1{m:02}" for m in range(1, 13)
    )
    learned = staged(days, layouts=()).layouts[0].layout
    batch = staged(months, layouts=(learned, *shipped()))
    assert read(batch) == {f"pm10@城关区@2008-{m:02}": f"{100 + m}" for m in range(1, 13)}
    assert not batch.layouts[0].known


def test_a_learned_form_stays_where_one_row_cannot_be_read() -> None:
    """What a person corrected is not lost to a slip in one date."""
    lines = "2008年{}月城关区（mg/m³）\n日期|PM10|SO2\n2008-{}-01|0.1|0.05\n2008-{}-02|0.2|0.06\n{}|0.3|0.07"
    first = lines.format(10, 10, 10, "2008-10-03")
    key = f"{staged(first).sha256[:8]}/Sheet1/columns"
    learned = staged(first, layouts=(), answers={key: "SO2=no2"}).layouts[0].layout
    later = staged(lines.format(11, 11, 11, "十一月初三"), layouts=(learned, *shipped()))
    assert later.layouts[0].known and {d.code for d in later.errors} == {"key-unreadable"}
    assert {row["indicator"] for row in later.observations.to_pylist()} == {"pm10", "no2"}


_ENOUGH = 20  # rows of a sheet that show its form


# -- each shipped form, one axis moved or renamed ----------------------------------------------------


def _texts(sheets: list[Sheet], change: Callable[[str], CellValue]) -> list[Sheet]:
    return [
        Sheet(s.name, [[change(v) if isinstance(v, str) else v for v in r] for r in s.rows],
              merges=s.merges)
        for s in sheets
    ]  # fmt: skip


def _numbers(sheets: list[Sheet], change: Callable[[int], CellValue]) -> list[Sheet]:
    """Whole numbers of the rows that head columns."""
    found = []
    for s in sheets:
        rows = [list(r) for r in s.rows]
        for row in rows:
            whole = [v for v in row if isinstance(v, int)]
            if len(whole) > 1 and len(whole) >= sum(v is not None for v in row) - 2:
                row[:] = [change(v) if isinstance(v, int) else v for v in row]
        found.append(Sheet(s.name, rows, merges=s.merges))
    return found


def _named(sheets: list[Sheet], name: str) -> list[Sheet]:
    return [Sheet(name, [list(r) for r in one.rows], merges=one.merges) for one in sheets[:1]]


def _on_its_side(sheets: list[Sheet]) -> list[Sheet]:
    found = []
    for s in sheets:
        filled = [i for i, r in enumerate(s.rows) if sum(v is not None for v in r) > 1]
        found.append(transposed(s, filled[0], filled[-1] + 1) if filled else s)
    return found


CHANGES: dict[str, Callable[[list[Sheet]], list[Sheet]]] = {
    "places under another heading": lambda s: _texts(s, lambda t: t.replace("区县", "县（市、区）")),
    "dates under 月份": lambda s: _texts(s, lambda t: {"日期": "月份", "年份": "月份"}.get(t, t)),
    "months as numbers": lambda s: _texts(
        s, lambda t: int(t[:-1]) if re.fullmatch(r"1?\d月", t) else t
    ),
    "years as months": lambda s: _numbers(s, lambda n: n - 2000 if n > 2000 else n),
    "numbers as years": lambda s: _numbers(s, lambda n: 2000 + n if n < 13 else n),
    "no year in the title": lambda s: _texts(s, lambda t: re.sub(r"20\d\d年", "", t) or "表"),
    "no month in the title": lambda s: _texts(s, lambda t: re.sub(r"(20\d\d年)\d+月", r"\1", t)),
    "period on the sheet": lambda s: _named(s, "2009年5月"),
    "another indicator on the sheet": lambda s: _named(s, "NO2"),
    "another place on the sheet": lambda s: _named(s, "红古区"),
    "on its side": _on_its_side,
}  # fmt: skip


def worse(formed: StagedBatch, plain: StagedBatch) -> bool:
    """Whether a reading with known forms loses, changes or asks something that one without has."""
    if plain.rejected or formed.rejected:
        return (formed.rejected is None) != (plain.rejected is None)
    if not stopped(formed) and not stopped(plain):
        return read(formed) != read(plain)
    asks_more = len(formed.questions) > len(plain.questions)
    faults = len(formed.errors) > len(plain.errors)
    silent = bool(plain.questions) and not formed.questions
    return asks_more or faults or silent


@pytest.mark.parametrize("name", SAMPLES)
def test_a_form_with_one_axis_changed_is_never_read_worse(name: str) -> None:
    sample = SAMPLES[name]()
    short = [Sheet(s.name, s.rows[:_ENOUGH], merges=s.merges) for s in sample.sheets[:2]]
    found = []
    for what, change in CHANGES.items():
        sheets = change(short)
        if [(s.name, s.rows) for s in sheets] == [(s.name, s.rows) for s in short]:
            continue
        both = [
            staged(sheets, sample.city, sample.file, layouts=known) for known in (shipped(), ())
        ]
        found += [what] if worse(*both) else []
    assert found == []
