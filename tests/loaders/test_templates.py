"""Blank forms: filled in with numbers they import without a question, and the figures come out."""

import io
from datetime import datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from chuangmo.catalog.faults import UnfitEntry
from chuangmo.period import PeriodError, parse_period
from loaders.model.staged import StagedBatch
from loaders.returning.templates import KINDS, period_title, template
from loaders.staging import stage
from tests.loaders.staging import EmptyStore, catalog_of, found, said

KNOWN = {
    "water_source_compliance": [("安宁区", "安宁堡水源地")],
    "surface_water_compliance": [("城关区", "中山桥")],
    "noise_regional": [("安宁区", "1号网格")],
    "noise_traffic": [("安宁区", "安宁东路")],
}
BOILER = ["", "安宁区", "某厂", "", "DZL2", 2, 4, "煤改气", datetime(2008, 10, 31),
          datetime(2008, 9, 1), "已完成", 1.5, 0.5]  # fmt: skip


def filled(
    kind: str, period: str, city: str = "lanzhou", district: str | None = None
) -> StagedBatch:
    """The form with a number in every blank cell of its prefilled rows, staged."""
    catalog = catalog_of(city)
    known = KNOWN if city == "lanzhou" else {}
    form = template(kind, parse_period(period), catalog, known, district)
    book = load_workbook(io.BytesIO(form.data))
    for name in form.sheets:
        _fill(book[name])
    out = io.BytesIO()
    book.save(out)
    return stage(out.getvalue(), "上报.xlsx", catalog, EmptyStore(), said())


def _fill(sheet: Worksheet) -> None:
    heads = [str(cell.value) for cell in sheet[3]]
    for row in sheet.iter_rows(min_row=4):
        if row[0].value is None and "使用单位" in heads and row[0].row == 4:
            for cell, value in zip(row, BOILER, strict=False):
                cell.value = value or None
        if row[0].value is None:
            continue
        for cell, head in zip(row, heads, strict=True):
            if cell.value is None:
                cell.value = _number(head, getattr(row[0].value, "day", 1))


def _number(head: str, day: int) -> float:
    """A likely figure, another one the next day; rates are what their parts give."""
    if "天数" in head:
        return 28
    if "率" in head or "比例" in head:
        return 100
    odd = (day + 1) % 2
    return 0.125 + odd / 1000 if "mg/m³" in head else 55.5 if "dB" in head else 40 + odd


@pytest.mark.parametrize(
    ("kind", "period", "city", "readings"),
    [
        ("air-daily", "2008-10", "lanzhou", 31 * 18 * 3),
        ("air-daily", "2016-02", "beijing", 29 * 12 * 6),
        ("air-monthly", "2008-10", "lanzhou", 24),
        ("air-monthly", "2020-02", "beijing", 96),
        ("noise", "2008", "lanzhou", 2),
        ("water", "2008-10", "lanzhou", 2),
        ("boilers", "2008-12", "lanzhou", 1),
        ("tasks", "2008-09", "lanzhou", 64),
        ("tasks", "2008", "lanzhou", 64),
        ("tasks", "2008-01", "lanzhou", 64),
        ("tasks", "2008Q3", "lanzhou", 64),
    ],
)
def test_a_filled_form_imports_without_a_question(
    kind: str, period: str, city: str, readings: int
) -> None:
    staged = filled(kind, period, city)
    assert (staged.rejected, staged.questions, staged.diagnostics) == (None, (), ())
    assert sum(sheet.readings for sheet in staged.sheets) == readings
    assert sum(sheet.set_aside for sheet in staged.sheets) == 0


def test_the_figures_come_out_in_the_stored_unit_of_the_right_place_and_day() -> None:
    values = found(filled("air-daily", "2008-10"))
    assert values["pm10", "安宁东路", "2008-10-31", "day"] == "125"
    monthly = filled("air-monthly", "2008-10").observations.to_pylist()
    pm10 = next(r for r in monthly if (r["indicator"], r["area"]) == ("pm10", "安宁区"))
    assert (pm10["value"], pm10["n_valid"], pm10["kind"]) == (Decimal(125), 28, "month")


def test_tasks_run_since_january() -> None:
    for period, kind, end in (
        ("2008-09", "cumulative", "2008-10-01"),
        ("2008Q3", "cumulative", "2008-10-01"),
        ("2008", "year", "2009-01-01"),
        ("2008-01", "month", "2008-02-01"),
    ):
        row = filled("tasks", period).observations.to_pylist()[0]
        assert (row["kind"], f"{row['start']:%F}", f"{row['end']:%F}") == (kind, "2008-01-01", end)


def test_a_rate_comes_out_of_its_volumes() -> None:
    staged = filled("water", "2008-10")
    assert found(staged)["water_source_compliance", "安宁堡水源地", "2008-10-01", "month"] == "100"
    assert staged.observations["numerator"].to_pylist()[0] == 40


def test_the_boiler_form_is_a_ledger_dated_by_the_last_day() -> None:
    item = filled("boilers", "2008Q3").ledger.to_pylist()[0]
    assert (item["area"], item["unit_name"], item["count"]) == ("安宁区", "某厂", 2)
    assert f"{item['as_of']:%F}" == "2008-09-30"


@pytest.mark.parametrize("kind", KINDS)
def test_required_heads_are_coloured_and_numbers_limited(kind: str) -> None:
    form = template(kind, parse_period("2008" if kind == "noise" else "2008-10"), catalog_of())
    sheet = load_workbook(io.BytesIO(form.data))[form.sheets[0]]
    fills = {cell.fill.fgColor.rgb for cell in sheet[3]}
    assert "FFFFD966" in fills
    kinds = {rule.type for rule in sheet.data_validations.dataValidation}
    assert {"list"} <= kinds and kinds & {"decimal", "whole"}
    districts = next(r for r in sheet.data_validations.dataValidation if r.type == "list")
    assert "安宁区" in districts.formula1


def test_the_same_form_has_the_same_fingerprint_and_says_how_to_fill() -> None:
    made = [template("air-monthly", parse_period("2008-10"), catalog_of()) for _ in range(2)]
    assert made[0].data == made[1].data
    assert len(made[0].sha256) == 64
    book = load_workbook(io.BytesIO(made[0].data))
    assert "缺测" in "".join(str(row[0].value) for row in book["填表说明"])


def test_the_unit_is_that_of_the_standard_of_the_time() -> None:
    old, new = (
        load_workbook(
            io.BytesIO(template("air-monthly", parse_period(p), catalog_of("beijing")).data)
        ).worksheets[0]["B3"].value
        for p in ("2008-10", "2020-10")
    )  # fmt: skip
    assert ("mg/m³" in old, "µg/m³" in new) == (True, True)


def test_a_blank_form_is_refused_as_empty() -> None:
    form = template("air-monthly", parse_period("2008-10"), catalog_of())
    staged = stage(form.data, form.name, catalog_of(), EmptyStore(), said())
    assert staged.rejected is not None
    assert staged.rejected.code == "no-values"


@pytest.mark.parametrize(
    ("kind", "period"),
    [("air-daily", "2008"), ("noise", "2008-10"), ("tasks", "2008-10-05"), ("water", "2008Q1")],
)
def test_a_period_that_does_not_suit_the_form_is_said(kind: str, period: str) -> None:
    with pytest.raises(PeriodError, match=period):
        template(kind, parse_period(period), catalog_of())


def test_unknown_kinds_and_a_city_without_districts_are_said() -> None:
    with pytest.raises(UnfitEntry, match="air-daily"):
        template("air", parse_period("2008-10"), catalog_of())
    with pytest.raises(UnfitEntry, match="--city"):
        template("water", parse_period("2008-10"), catalog_of("open"))


def test_a_season_has_no_title() -> None:
    with pytest.raises(PeriodError):
        period_title(parse_period("2008-11..2009-03"))


@pytest.mark.parametrize(
    ("kind", "period", "readings"),
    [
        ("air-daily", "2008-10", 31 * 2 * 3), ("air-monthly", "2008-10", 3), ("noise", "2008", 2),
        ("water", "2008-10", 1), ("boilers", "2008-12", 1), ("tasks", "2008-09", 8),
    ],
)  # fmt: skip
def test_the_form_of_one_district_has_its_rows_alone(kind: str, period: str, readings: int) -> None:
    batch = filled(kind, period, district="安宁区")
    assert (batch.rejected, batch.questions) == (None, ())
    assert sum(sheet.readings for sheet in batch.sheets) == readings
    areas = {*batch.observations["area"].to_pylist(), *batch.ledger["area"].to_pylist()}
    assert areas == {"安宁区"}
    title = template(kind, parse_period(period), catalog_of(), KNOWN, "安宁区").name
    assert "安宁区" in title and "兰州" not in title
