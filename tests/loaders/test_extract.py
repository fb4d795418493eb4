"""What stages of reading give is added up in their order; what is said of a sheet is said once."""

from loaders.diagnostics import folded, told_of_sheet
from loaders.extracting.extract import EMPTY, Extract, added, aside
from loaders.model.finding import at_cell, at_sheet
from loaders.model.sheet import Sheet

SHEET = Sheet("表", [[1], [2], [3]])


def test_extracts_are_added_in_their_order() -> None:
    first = aside("total-row", SHEET, 0, [0, 1], "合计")
    second = Extract(used=(3,), inferred=(("mg/m³", "SO₂"),), keyless=2, clashing=1)
    third = aside("error-cell", SHEET, 0, [2], "#N/A")
    whole = first + second + third
    assert whole == added([first, second, third]) != added([third, second, first])
    assert [one.code for one in whole.findings] == ["total-row", "error-cell"]
    assert (whole.set_aside, whole.taken, whole.readings) == (3, 0, 3)
    assert (whole.used, whole.keyless, whole.clashing) == ((3,), 2, 1)
    assert added([]) == EMPTY == aside("total-row", SHEET, 0, [], "")


def test_cells_set_aside_are_told_at_the_first() -> None:
    (finding,) = aside("total-row", SHEET, 0, [1, 2], "合计").findings
    assert (finding.sheet, finding.cell, finding.found, finding.count) == ("表", "A2", "合计", 2)


def test_what_is_said_of_a_sheet_is_said_once_and_of_cells_each_time() -> None:
    of_sheet = at_sheet("hours-to-24", SHEET, "1～24")
    of_cell = at_cell("error-cell", SHEET, (0, 0), "#N/A")
    lines = told_of_sheet([of_sheet, of_cell, of_cell, of_sheet])
    assert [line.code for line in lines] == ["hours-to-24", "error-cell", "error-cell"]


def test_total_rows_become_one_line_at_the_first() -> None:
    totals = [at_cell("total-row", SHEET, (row, 0), f"合计{row}", count=2) for row in (1, 2)]
    other = at_cell("error-cell", SHEET, (0, 0), "#N/A")
    kept = folded([totals[0], other, totals[1]], "total-row")
    assert [(one.code, one.cell, one.count) for one in kept] == [
        ("error-cell", "A1", 1),
        ("total-row", "A2", 4),
    ]
