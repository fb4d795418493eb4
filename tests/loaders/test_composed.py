"""Workbooks composed at random: read whole or asked about, never wrong."""

from loaders.model.sheet import Sheet
from tests.loaders.changes import transposed
from tests.loaders.composing import compose
from tests.loaders.reading_lists import read, stopped
from tests.loaders.staging import staged
from tests.two_forms import examples


def _failures(seeds: range) -> tuple[list[int], int]:
    wrong, asked = [], 0
    for seed in seeds:
        made = compose(seed)
        batch = staged(made.sheets, name=made.file)
        if stopped(batch):
            asked += 1
        elif read(batch) != made.readings:
            wrong.append(seed)
    return wrong, asked


def test_hundreds_of_workbooks() -> None:
    count = examples(300, 2_500)
    wrong, asked = _failures(range(count))
    assert wrong == [] and asked <= count // 50


def test_turned_on_its_side() -> None:
    wrong = []
    for seed in range(examples(120, 1_000)):
        made = compose(seed)
        roles = made.recipe["roles"]
        assert isinstance(roles, dict)
        if {"band", "beside"} & set(roles.values()) or made.recipe["serial"]:
            continue
        sheets = [s if s.name == "填表说明" else _turned(s) for s in made.sheets]
        batch = staged(sheets, name=made.file)
        if read(batch) != made.readings:
            wrong.append(seed)
    assert wrong == []


def _turned(sheet: Sheet) -> Sheet:
    filled = [
        i
        for i, row in enumerate(sheet.rows)
        if sum(v is not None for v in row) > 1 and not any("填报" in str(v) for v in row)
    ]
    return transposed(sheet, filled[0], filled[-1] + 1)
