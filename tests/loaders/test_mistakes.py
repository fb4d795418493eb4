"""One mistake a sheet: named with its cell, counted, never read silently."""

import pytest

from loaders.model.sheet import ErrorText, UncachedFormula
from loaders.model.staged import Diagnostic, StagedBatch
from tests.loaders.staging import codes, found, keys, sheet, staged

AIR = """
2008年10月
区县|PM10(mg/m³)|SO2(mg/m³)
城关区|{a}|0.05
安宁区|0.12|0.06
西固区|0.13|0.07
"""


def air(a: str) -> StagedBatch:
    return staged(AIR.format(a=a))


def only_error(batch: StagedBatch) -> Diagnostic:
    assert len(batch.errors) == 1, batch.errors
    return batch.errors[0]


@pytest.mark.parametrize("text", ["约0.1", "54.O", "0.05-0.07", "0.1(0.2)", "1l"])
def test_unreadable_value(text: str) -> None:
    batch = air(text)
    error = only_error(batch)
    assert (error.code, error.cell, error.found) == ("unreadable-value", "B3", text)
    assert error.message == f"Sheet1!B3：“{text}”不是数值。请填数字、“缺测”或“0.05L”。"
    assert batch.sheets[0].readings == 6 and batch.sheets[0].set_aside == 1


def test_a_column_of_unreadable_values_does_not_vanish() -> None:
    batch = staged("2008年10月\n区县|PM10(mg/m³)|SO2(mg/m³)\n城关区|约0.1|0.05\n安宁区|约0.2|0.06")
    assert [e.cell for e in batch.errors] == ["B3", "B4"]


def test_error_cell_and_formula_without_value() -> None:
    table = sheet(AIR.format(a="0.1"))
    table.rows[2][1] = ErrorText("#N/A")
    table.rows[3][2] = UncachedFormula("=B4*2")
    assert [e.code for e in staged([table]).errors] == ["error-cell", "formula-without-value"]


def test_out_of_range() -> None:
    error = only_error(air("126"))
    assert (error.code, error.cell) == ("out-of-range", "B3")
    assert only_error(air("-0.1")).code == "out-of-range"


def test_unit_a_thousandfold_off_is_to_be_confirmed() -> None:
    batch = staged("2008年10月\n区县|PM10(mg/m³)\n城关区|123\n安宁区|126\n西固区|140")
    assert [d.code for d in batch.to_confirm] == ["unit-magnitude"] and not batch.errors
    assert all(d.cell for d in batch.to_confirm)


def test_rate_over_100() -> None:
    batch = staged("2008年10月\n区县|地面水水质达标率(%)\n城关区|100.1\n安宁区|100")
    assert only_error(batch).code == "over-100"


def test_future_date() -> None:
    batch = staged("日期|区县|PM10(µg/m³)\n2099-01-01|城关区|99\n2008-01-01|城关区|98")
    assert only_error(batch).code == "future-date"


def test_value_without_key() -> None:
    batch = staged("2008年10月\n区县|PM10(mg/m³)\n城关区|0.1\n|0.2\n安宁区|0.3")
    error = only_error(batch)
    assert (error.code, error.cell) == ("key-missing", "B4") and "区县" in error.message


def test_unreadable_date_never_falls_back_to_the_title() -> None:
    batch = staged("2008年10月\n日期|区县|PM10(mg/m³)\n2008-10-01|城关区|0.1\n十月某日|城关区|0.2")
    error = only_error(batch)
    assert error.code == "key-unreadable" and "十月某日" in error.message
    assert len(found(batch)) == 1


def test_two_values_for_one_key() -> None:
    batch = staged("2008年10月\n区县|PM10(mg/m³)\n城关区|0.1\n城关区|0.2\n安宁区|0.3")
    error = only_error(batch)
    assert error.code == "duplicate-key" and error.cell == "B4" and "B3" in error.message
    assert list(found(batch).values()) == ["300"] and batch.sheets[0].set_aside == 2


def test_the_same_value_twice_is_taken_once() -> None:
    batch = staged("2008年10月\n区县|PM10(mg/m³)\n城关区|0.1\n城关区|0.1\n安宁区|0.3")
    assert "duplicate-equal" in codes(batch) and not batch.errors
    assert len(found(batch)) == 2


def test_two_columns_of_one_indicator_are_not_chosen_from() -> None:
    batch = staged("2008年10月\n区县|PM10(mg/m³)|PM10(mg/m³)\n城关区|0.1|0.2\n安宁区|0.3|0.3")
    assert only_error(batch).code == "header-twice"


def test_total_that_differs_from_its_rows() -> None:
    batch = staged("2008年1—9月\n区县|餐饮业治理（户）\n城关区|287\n安宁区|115\n合计|500")
    warning = next(d for d in batch.diagnostics if d.code == "total-differs")
    assert warning.cell == "B5" and "402" in warning.message


def test_pm25_over_pm10() -> None:
    rows = [f"2014-01-{d:02d}|50|80" for d in range(1, 10)]
    few = staged(
        "\n".join(["日期|PM2.5(µg/m³)|PM10(µg/m³)", *rows, "2014-01-10|90|80"]), area="城关区"
    )
    assert "pm25-over-pm10" in codes(few) and not few.to_confirm
    swapped = staged("\n".join(["日期|PM10(µg/m³)|PM2.5(µg/m³)", *rows]), area="城关区")
    assert [d.code for d in swapped.to_confirm] == ["pm25-over-pm10"]
    assert "疑似两列颠倒" in swapped.to_confirm[0].message


def test_zero_of_an_air_indicator_is_missing() -> None:
    batch = air("0")
    assert found(batch)["pm10", "城关区", "2008-10-01", "month"] == ""
    assert "zero-is-missing" in codes(batch) and not batch.errors


def test_zero_of_a_count_is_zero() -> None:
    batch = staged("2008年1—9月\n区县|餐饮业治理（户）\n城关区|0\n安宁区|115")
    assert found(batch)["catering_treated_units", "城关区", "2008-01-01", "cumulative"] == "0"


def test_lost_superscript() -> None:
    batch = staged("2008年10月（单位：mg/m）\n区县|PM10\n城关区|0.123\n安宁区|0.126")
    assert "lost-superscript" in codes(batch)
    row = batch.observations.to_pylist()[0]
    assert (row["printed_unit"], str(row["value"])) == ("mg/m", "123.000000000000")


def test_unit_of_another_kind() -> None:
    batch = staged("2008年10月\n区县|PM10(dB)\n城关区|0.123\n安宁区|0.2")
    assert "unit-conflict" in codes(batch) and batch.sheets[0].set_aside == 2


def test_derived_columns_are_set_aside() -> None:
    batch = staged("2008年10月\n区县|PM10(mg/m³)|PM10同比|排名|质量等级\n城关区|0.1|-3.2|1|良")
    assert found(batch) == {("pm10", "城关区", "2008-10-01", "month"): "100"}
    assert batch.sheets[0].readings == 3 and batch.sheets[0].set_aside == 2


def test_blank_cells_are_no_readings() -> None:
    assert air("").sheets[0].readings == 5


def test_site_under_another_district_is_said() -> None:
    batch = staged(
        "2008年10月\n区县|点位|PM10(mg/m³)\n安宁区|雁滩|0.1\n城关区|盐场堡|0.2\n城关区|市监测站|0.3"
    )
    warning = next(d for d in batch.diagnostics if d.code == "site-elsewhere")
    assert warning.found == "雁滩" and {r["area"] for r in batch.observations.to_pylist()} == {
        "城关区"
    }


# -- questions -----------------------------------------------------------------------------------


def test_place_asked_and_answered() -> None:
    lines = "填报单位：城关区环境保护局\n日期|PM10(mg/m³)\n2008-10-01|0.1\n2008-10-02|0.2"
    batch = staged(lines)
    assert keys(batch) == ["area"] and batch.questions[0].options[0] == "城关区"
    assert batch.observations.num_rows == 0 and batch.sheets[0].readings == 0
    answered = staged(lines, answers={batch.questions[0].key: "安宁区"})
    assert not answered.questions and {k[1] for k in found(answered)} == {"安宁区"}


def test_unknown_district_is_asked_never_guessed() -> None:
    lines = "2008年10月\n区县|PM10(mg/m³)\n城东区|0.1\n安宁区|0.2"
    batch = staged(lines)
    assert keys(batch) == ["place-names"] and "城东区" in batch.questions[0].prompt
    answered = staged(lines, answers={batch.questions[0].key: "城东区=城关区"})
    assert {k[1] for k in found(answered)} == {"城关区", "安宁区"}


def test_period_absent_is_asked() -> None:
    lines = "区县|PM10(mg/m³)\n城关区|0.1\n安宁区|0.2"
    batch = staged(lines)
    assert keys(batch) == ["period"]
    answered = staged(lines, answers={batch.questions[0].key: "2008-10"})
    assert found(answered)["pm10", "城关区", "2008-10-01", "month"] == "100"
    assert found(staged(lines, period="2008-10")) == found(answered)


def test_title_against_file_name_is_asked() -> None:
    lines = "2008年9月空气\n区县|PM10(mg/m³)\n城关区|0.1\n安宁区|0.2"
    batch = staged(lines, name="2008年10月空气.xlsx")
    assert keys(batch) == ["period"]
    assert set(batch.questions[0].options) == {"2008-09", "2008-10"}


def test_dated_rows_outside_the_title_are_asked() -> None:
    lines = "2008年9月空气\n日期|区县|PM10(mg/m³)\n2008-10-01|城关区|0.1\n2008-10-02|城关区|0.2"
    batch = staged(lines)
    assert keys(batch) == ["period"]
    kept = staged(lines, answers={batch.questions[0].key: batch.questions[0].options[0]})
    assert not kept.questions and len(found(kept)) == 2


def test_unit_absent_and_magnitude_not_decisive_is_asked() -> None:
    batch = staged("2008年10月\n区县|PM10\n城关区|1.5\n安宁区|2.5")
    assert keys(batch) == ["unit-pm10"]
    answered = staged(
        "2008年10月\n区县|PM10\n城关区|1.5\n安宁区|2.5", answers={batch.questions[0].key: "mg/m³"}
    )
    assert found(answered)["pm10", "城关区", "2008-10-01", "month"] == "1500"


def test_indicator_asked_where_only_the_value_word_stands() -> None:
    lines = "2008年10月空气（mg/m³）PM10、SO2\n区县|浓度\n城关区|0.1\n安宁区|0.2"
    batch = staged(lines)
    assert keys(batch) == ["indicator"]
    answered = staged(lines, answers={batch.questions[0].key: "so2"})
    assert found(answered)["so2", "城关区", "2008-10-01", "month"] == "100"


# -- refusals ------------------------------------------------------------------------------------


def test_foreign_table_is_refused_with_what_was_seen() -> None:
    table = sheet(
        "指标：国内生产总值(亿元)\n地区|2019年|2018年\n北京|353|331\n天津|141|133", "年度数据"
    )
    batch = staged([table])
    assert batch.rejected is not None and batch.rejected.code == "no-indicator"
    assert batch.rejected.message == (
        "“年度数据”里没有本系统的环境指标（见到：国内生产总值(亿元)）。请确认是否选错文件。"
    )
    assert batch.observations.num_rows == 0


def test_blank_form_is_refused() -> None:
    batch = staged("2008年10月\n区县|PM10(mg/m³)|SO2(mg/m³)\n城关区||\n安宁区||")
    assert batch.rejected is not None and batch.rejected.code == "no-values"


def test_empty_sheet_is_refused() -> None:
    batch = staged([sheet("", "空")])
    assert batch.rejected is not None and batch.rejected.code == "no-indicator"
