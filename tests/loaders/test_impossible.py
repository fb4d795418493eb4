"""Impossible values are refused whatever stands beside them: a unit in doubt exempts no other."""

import random
import re

import pytest

from loaders.model.sheet import CellValue, Sheet
from loaders.model.staged import ERROR, StagedBatch
from tests.loaders.changes import transposed
from tests.loaders.staging import codes, staged

PLACES = ("城关区", "安宁区", "西固区", "红古区", "榆中县", "永登县")
TITLE = "2008年10月环境空气质量"
#: Header of a column: a likely value, and impossible ones.
SOUND = {
    "NO2(mg/m³)": (0.041, (-0.5, 99.0)),
    "CO(mg/m³)": (1.2, (-0.7, 5000.0)),
    "SO2(mg/m³)": (0.052, (-0.02, 77.0)),
    "PM2.5(µg/m³)": (61, (-3, 80000)),
    "降尘量(t/km²·月)": (14.1, (-2.0, 9000.0)),
}
NOISE = (54.1, (-3, 540))
Rows = list[list[CellValue]]


def doubtful(dice: random.Random) -> tuple[str, list[CellValue]]:
    """A column whose printed unit its values belie."""
    if dice.random() < 0.5:
        return "PM10(mg/m³)", [90 + dice.randrange(60) for _ in PLACES]
    return "PM10(µg/m³)", [round(0.09 + dice.random() / 20, 3) for _ in PLACES]


def sound(dice: random.Random, header: str) -> tuple[list[CellValue], int]:
    """A column in its own unit with one impossible value, and the place of that."""
    usual, impossible = NOISE if header == "昼间" else SOUND[header]
    values: list[CellValue] = [round(usual * (1 + n / 50), 3) for n in range(len(PLACES))]
    at = dice.randrange(len(values))
    values[at] = dice.choice(impossible)
    return values, at


def table(columns: dict[str, list[CellValue]]) -> Rows:
    heads: list[CellValue] = ["区县", *columns]
    body = [[place, *(c[n] for c in columns.values())] for n, place in enumerate(PLACES)]
    return [heads, *body]


def in_columns(dice: random.Random) -> tuple[Rows, tuple[int, int]]:
    header = dice.choice(list(SOUND))
    values, at = sound(dice, header)
    columns = [doubtful(dice), (header, values)]
    dice.shuffle(columns)
    named = dict(columns)
    return [[TITLE], *table(named)], (2 + at, 1 + list(named).index(header))


def below(dice: random.Random) -> tuple[Rows, tuple[int, int]]:
    header = dice.choice([*SOUND, "昼间"])
    values, at = sound(dice, header)
    title = "2008年区域环境噪声监测结果（dB(A)）" if header == "昼间" else TITLE
    over = [[TITLE], *table(dict([doubtful(dice)])), []]
    return [*over, [title], *table({header: values})], (len(over) + 2 + at, 1)


def above(dice: random.Random) -> tuple[Rows, tuple[int, int]]:
    header = dice.choice(list(SOUND))
    values, at = sound(dice, header)
    under: Rows = [[], [TITLE], *table(dict([doubtful(dice)]))]
    return [[TITLE], *table({header: values}), *under], (2 + at, 1)


def beside(dice: random.Random) -> tuple[Rows, tuple[int, int]]:
    header = dice.choice(list(SOUND))
    values, at = sound(dice, header)
    left, right = table(dict([doubtful(dice)])), table({header: values})
    rows = [[*a, None, *b] for a, b in zip(left, right, strict=True)]
    return [[TITLE], *rows], (2 + at, 4)


def in_rows(dice: random.Random) -> tuple[Rows, tuple[int, int]]:
    """One column of values, the indicator of each row in a column of its own."""
    header = dice.choice([head for head in SOUND if head.endswith("(mg/m³)")])
    values, at = sound(dice, header)
    name, doubt = doubtful(dice)
    heads: list[CellValue] = ["区县", "项目", "单位", "监测值"]
    lines: Rows = []
    for head, column in ((name, doubt), (header, values)):
        word, _, unit = head.rstrip(")").partition("(")
        lines += [[place, word, unit, v] for place, v in zip(PLACES, column, strict=True)]
    return [[TITLE], heads, *lines], (2 + len(PLACES) + at, 3)


def on_its_side(dice: random.Random) -> tuple[Rows, tuple[int, int]]:
    rows, (row, column) = in_columns(dice)
    turned = transposed(Sheet("表", rows), 1, len(rows))
    return turned.rows, (1 + column, row - 1)


SHAPES = (in_columns, below, above, beside, in_rows, on_its_side)


def refused(batch: StagedBatch) -> set[str | None]:
    """Cells in error, and those that a question asks whether they stand in the other unit."""
    asked = [q.prompt for q in batch.questions if q.topic == "slip"]
    named = {cell for prompt in asked for cell in re.findall(r"([A-Z]+\d+)（", prompt)}
    return named | {d.cell for d in batch.diagnostics if d.severity == ERROR}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_unit_in_doubt_exempts_no_other_column_or_table(shape) -> None:  # type: ignore[no-untyped-def]
    for seed in range(8):
        rows, place = shape(random.Random(seed))
        sheet = Sheet("表", rows)
        batch = staged([sheet])
        doubted = any(q.topic == "unit" for q in batch.questions)
        assert doubted, (seed, rows)
        assert refused(batch) == {sheet.address(*place)}, (seed, rows)


@pytest.mark.parametrize("unit", ["mg/m³", "µg/m³"])
@pytest.mark.parametrize("impossible", [-0.5, -120, 9_000_000])
def test_the_column_in_doubt_itself_is_held_to_what_either_unit_allows(
    unit: str, impossible: float
) -> None:
    usual = 100 if unit == "mg/m³" else 0.1
    values = [round(usual * (1 + n / 40), 3) for n in range(12)]
    values[5] = impossible
    lines = [f"2008-10-{n + 1:02}|{v}" for n, v in enumerate(values)]
    batch = staged("\n".join(["2008年10月城关区", f"日期|PM10({unit})", *lines]))
    assert "unit-magnitude" in codes(batch) and refused(batch) == {"B8"}
