"""Each check inside the file: the case it is for, and one beside it that is fine."""

import io
import random
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from loaders.model.answers import LEAVE_CELLS
from loaders.model.staged import StagedBatch
from loaders.staging import stage
from tests.loaders.reading_lists import read
from tests.loaders.staging import EmptyStore, catalog_of, codes, said, staged

AREAS = ("城关区", "七里河区", "西固区", "安宁区", "红古区", "永登县", "皋兰县", "榆中县")
INSIDE = {
    "column-slip", "value-stuck", "span-gap", "rate-differs", "sub-counts-differ",
    "completion-differs", "month-as-day", "valid-days-few", "odd-mark", "macros",
}  # fmt: skip


def told(batch: StagedBatch, code: str) -> list[str]:
    return [d.message for d in batch.diagnostics if d.code == code]


def inside(batch: StagedBatch) -> list[str]:
    """What the checks inside the file say, and what is out of range."""
    return [c for c in codes(batch) if c in INSIDE or c == "out-of-range"]


def month(*values: object, head: str = "PM10(µg/m³)") -> str:
    rows = [f"{area}|{value}" for area, value in zip(AREAS, values, strict=False)]
    return f"2008年10月空气质量\n区县|{head}\n" + "\n".join(rows)


def days(values: list[object], head: str = "PM10(µg/m³)", number: int = 10) -> str:
    rows = [f"2008-{number:02d}-{n:02d}|安宁区|{v}" for n, v in enumerate(values, 1) if v != "gone"]
    return f"日期|区县|{head}\n" + "\n".join(rows)


def packed(*rows: list[object], old: bool = False, form: str = "") -> bytes:
    """A workbook; dates in the given number format, counted from 1904 where ``old``."""
    book = Workbook()
    if old:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    for row in sheet.iter_rows():
        for cell in row:
            if form and isinstance(cell.value, datetime):
                cell.number_format = form
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def opened(data: bytes, name: str = "表.xlsx") -> StagedBatch:
    return stage(data, name, catalog_of(), EmptyStore(), said())


# -- plausible minimum and slips ------------------------------------------------------------------


@pytest.mark.parametrize(("value", "fine"), [("0", False), ("19.9", False), ("20", True)])
def test_the_least_that_noise_can_be(value: str, fine: bool) -> None:
    batch = staged(
        f"2008年\n道路|区县|交通噪声 dB(A)|路长(km)\n甲路|安宁区|{value}|2\n乙路|安宁区|68|3"
    )
    assert [d.code for d in batch.errors] == ([] if fine else ["out-of-range"])


def test_a_detection_limit_may_lie_below_the_least_value() -> None:
    assert not staged(month(98, 112, "<0.5", 79)).errors


@pytest.mark.parametrize(
    ("head", "values", "other", "right"),
    [
        ("PM10(µg/m³)", (98, 112, "0.087", 79), "mg/m³", "87"),
        ("PM10(mg/m³)", ("0.098", "0.112", "87", "0.079"), "µg/m³", "87"),
        ("CO(mg/m³)", ("0.9", "1.1", "870", "0.79"), "µg/m³", "0.87"),
    ],
)
def test_a_thousand_times_off_its_neighbours_is_a_question_that_offers_the_other_unit(
    head: str, values: tuple[object, ...], other: str, right: str
) -> None:
    text = month(*values, head=head)
    batch = staged(text)
    (asked,) = batch.questions
    assert asked.topic == "slip" and "B5" in asked.prompt and not read(batch)
    assert asked.options == (other, LEAVE_CELLS)
    indicator = head.partition("(")[0].lower()
    told = read(staged(text, answers={asked.key: other}))
    assert len(told) == 4 and told[f"{indicator}@西固区@2008-10"] == right
    left = staged(text, answers={asked.key: LEAVE_CELLS})
    assert len(read(left)) == 3 and codes(left) == ["left-out-cell"]


def test_of_a_column_of_one_row_the_other_months_are_the_neighbours() -> None:
    text = "2008年（µg/m³）\n区县|1月PM10|2月PM10|3月PM10|4月PM10\n城关区|98|112|0.087|79"
    batch = staged(text)
    assert batch.questions and not batch.errors


@pytest.mark.parametrize("value", ["0.0000087", "0.4", "-0.2", "99000"])
def test_an_impossible_value_that_no_unit_explains_is_an_error_of_its_cell(value: str) -> None:
    batch = staged(month(98, 112, value, 79))
    assert [(d.code, d.cell) for d in batch.errors] == [("out-of-range", "B5")]
    assert not batch.questions


def test_too_few_neighbours_decide_nothing() -> None:
    assert [d.code for d in staged(month(98, "0.087")).errors] == ["out-of-range"]


def test_a_thousandth_that_is_possible_asks_for_a_reason() -> None:
    water = "2008年10月\n断面|区县|氨氮(mg/L)\n甲|安宁区|0.2\n乙|安宁区|0.21\n丙|安宁区|200\n丁|安宁区|0.19"
    assert [(d.code, d.cell) for d in staged(water).to_confirm] == [("column-slip", "C5")]


@pytest.mark.parametrize(
    ("values", "cell", "expected"),
    [
        (("0.14", "0.26", "1.87", "0.2", "0.21"), "B5", "187"),
        (("0.14", "0.26", "0.019", "0.2", "0.21"), "B5", "190"),
    ],
)
def test_a_decimal_point_moved(values: tuple[str, ...], cell: str, expected: str) -> None:
    batch = staged(month(*values, head="PM10(mg/m³)"))
    found = [d for d in batch.diagnostics if d.code == "column-slip"]
    assert [(d.cell, d.confirm) for d in found] == [(cell, False)]
    assert f"疑应为 {expected}" in found[0].message


def test_three_and_thirty() -> None:
    rows = "\n".join(f"{n}号断面|安宁区|{v}" for n, v in enumerate(("2.8", "30", "3.1", "3.3")))
    batch = staged(f"2008年10月\n断面|区县|高锰酸盐指数(mg/L)\n{rows}")
    assert "疑应为 3。" in told(batch, "column-slip")[0]


def test_values_that_lie_far_apart_say_nothing() -> None:
    assert not told(staged(month(20, 60, 130, 400, 900)), "column-slip")


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("times", [10, 1000])
@pytest.mark.parametrize("up", [True, False])
def test_one_value_of_a_clean_column_moved(seed: int, times: int, up: bool) -> None:
    dice = random.Random(seed)
    values = [round(dice.uniform(70, 160), 1) for _ in AREAS]
    assert inside(staged(month(*values))) == []
    place = dice.randrange(len(values))
    values[place] = values[place] * times if up else values[place] / times
    batch = staged(month(*values))
    if batch.questions:
        assert times == 1000 and not up and f"B{place + 3}（" in batch.questions[0].prompt
        return
    odd = [d for d in batch.diagnostics if d.code in ("column-slip", "out-of-range")]
    assert [d.cell for d in odd] == [f"B{place + 3}"] and len(inside(batch)) == 1


# -- days -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_a_clean_month_of_days_says_nothing(seed: int) -> None:
    dice = random.Random(seed)
    assert inside(staged(days([round(dice.lognormvariate(4.6, 0.35)) for _ in range(31)]))) == []


@pytest.mark.parametrize(("long", "count"), [(6, 0), (7, 1)])
def test_a_value_stuck(long: int, count: int) -> None:
    values: list[object] = [100 + n for n in range(31)]
    values[10 : 10 + long] = [111.5] * long
    found = told(staged(days(values)), "value-stuck")
    assert len(found) == count and all("2008-10-11 到 2008-10-17 连续 7 天" in m for m in found)


def test_a_coarse_value_may_stand() -> None:
    assert not told(staged(days([5] * 20 + [6, 7], head="SO2(µg/m³)")), "value-stuck")


def test_days_left_out_inside_the_span() -> None:
    values: list[object] = [100 + n for n in range(31)]
    values[4] = values[5] = "gone"
    found = told(staged(days(values)), "span-gap")
    assert len(found) == 1 and "缺 2008-10-05、2008-10-06" in found[0]
    values[4] = values[5] = "缺测"
    assert not told(staged(days(values)), "span-gap")
    sampled = [v if n % 6 == 0 else "gone" for n, v in enumerate(range(100, 131))]
    assert not told(staged(days(list(sampled))), "span-gap")


def test_months_left_out_inside_the_span() -> None:
    rows = [f"2008年{m}月|安宁区|{90 + m}" for m in (1, 2, 3, 4, 6, 7)]
    batch = staged("月份|区县|PM10(µg/m³)\n" + "\n".join(rows))
    assert "缺 2008-05" in told(batch, "span-gap")[0]


# -- rates and sums -------------------------------------------------------------------------------

SEWAGE = "2008年\n区县|污水处理量(万吨/日)|污水排放量(万吨/日)|污水集中处理率(%)\n安宁区|{}|{}|{}"


@pytest.mark.parametrize(
    ("part", "whole", "rate", "fine"),
    [
        ("3.3", "3.9", "70", False), ("3.3", "3.9", "84.6", True), ("3.3", "3.9", "87", True),
        ("3.3", "3.9", "88", False), ("9", "10", "0.9%", False), ("9", "10", "100", False),
        ("9", "10", "90", True), ("2", "3", "66.7", True), ("2", "3", "66.6", False),
        ("2", "3", "67", True),
    ],
)  # fmt: skip
def test_a_rate_and_its_parts(part: str, whole: str, rate: str, fine: bool) -> None:
    batch = staged(SEWAGE.format(part, whole, rate))
    assert len(told(batch, "rate-differs")) == (0 if fine else 1)
    row = batch.observations.to_pylist()[0]
    assert (str(row["numerator"].normalize()), row["value"] is not None) == (part, True)


def test_good_days_of_days() -> None:
    table = "2008年上半年优良天数\n区县|优良天数|监测天数|达标率(%)\n城关区|177|181|{}"
    batch = staged(table.format("97.7"), name="2008年上半年环境空气质量优良天数.xlsx")
    assert told(batch, "rate-differs") == [
        "Sheet1!D3：优良天数比例写的是 97.7%，按表内 177÷181 应为 97.8%，两数都已保存。请核对。"
    ]
    assert not told(staged(table.format("97.8")), "rate-differs")


BOILERS = "2008年锅炉改造情况表\n区县|锅炉改造台数（台）|其中：煤改气|其中：拆除\n"


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        ("城关区|50|20|20\n安宁区|28|20|8", ["B3"]),
        ("城关区|50|30|20\n安宁区|28|20|8", []),
        ("城关区|50|20|20\n安宁区|28|10|8", []),  # 其中 need not be all
        ("城关区|50|40|20\n安宁区|28|10|8", ["B3"]),  # never more than all
    ],
)
def test_kinds_of_a_count(rows: str, cells: list[str]) -> None:
    batch = staged(BOILERS + rows)
    assert [d.cell for d in batch.diagnostics if d.code == "sub-counts-differ"] == cells


def test_kinds_in_the_unit_of_the_count() -> None:
    head = "2008年污染源普查\n区县|工业源(家)|生活源(家)|集中式(家)|普查单位数(家)\n"
    right = head + "城关区|460|2788|2|3250\n安宁区|127|499||626"
    assert not told(staged(right), "sub-counts-differ")
    wrong = right.replace("3250", "3260")
    assert "和为 3250（460+2788+2）" in told(staged(wrong), "sub-counts-differ")[0]


@pytest.mark.parametrize(("total", "count"), [("78", 0), ("80", 1)])
def test_the_total_of_a_task_of_a_ledger(total: str, count: int) -> None:
    table = f"2008年锅炉改造情况表\n区县|锅炉改造台数（台）\n城关区|50\n安宁区|28\n合计|{total}"
    assert len(told(staged(table), "total-differs")) == count


@pytest.mark.parametrize(
    ("rate", "fine"),
    [("70%", False), ("70.6%", True), ("71", True), ("0.706", True), ("75", False)],
)
def test_a_rate_of_completion(rate: str, fine: bool) -> None:
    table = f"2008年\n区县|年度任务(台)|锅炉改造台数(台)|实际完成|完成率\n安宁区|17|12|12|{rate}"
    assert len(told(staged(table), "completion-differs")) == (0 if fine else 1)


# -- months as days, marks, valid days, macros ----------------------------------------------------

TWO = [[datetime(2008, m, 1), "安宁区", 0.1 + m / 100] for m in (10, 11)]


@pytest.mark.parametrize("old", [False, True])
@pytest.mark.parametrize("head", ["月份", "年月"])
def test_a_real_date_under_a_month_heading_is_the_month(head: str, old: bool) -> None:
    batch = opened(packed([head, "区县", "PM10(mg/m³)"], *TWO, old=old))
    assert read(batch) == {"pm10@安宁区@2008-10": "200", "pm10@安宁区@2008-11": "210"}


@pytest.mark.parametrize("form", ['yyyy"年"m"月"', "yyyy-mm", "mmm-yy"])
def test_a_format_without_days_shows_a_month(form: str) -> None:
    batch = opened(packed(["时间", "区县", "PM10(mg/m³)"], *TWO, form=form))
    assert read(batch) == {"pm10@安宁区@2008-10": "200", "pm10@安宁区@2008-11": "210"}


def test_first_days_alone_are_asked() -> None:
    batch = opened(packed(["时间", "区县", "PM10(mg/m³)"], *TWO, form="yyyy-mm-dd"))
    assert [d.code for d in batch.to_confirm] == ["month-as-day"]
    more = [*TWO, [datetime(2008, 11, 2), "安宁区", 0.2]]
    assert not told(opened(packed(["时间", "区县", "PM10(mg/m³)"], *more)), "month-as-day")


@pytest.mark.parametrize(("title", "count"), [("2008年10月月报", 1), ("2008年10月日报", 0)])
def test_one_first_day_under_the_title_of_its_month(title: str, count: int) -> None:
    batch = staged(f"{title}\n时间|区县|PM10(mg/m³)\n2008-10-01|安宁区|0.12")
    assert len(told(batch, "month-as-day")) == count


def test_marks_of_machines_are_told_and_errors_as_text_are_errors() -> None:
    batch = staged(month(98, "'nan", "NULL", "缺测", "#REF!"))
    assert "共 2 处" in told(batch, "odd-mark")[0]
    assert [(d.code, d.cell) for d in batch.errors] == [("error-cell", "B7")]


@pytest.mark.parametrize(("days_valid", "count"), [(4, 1), (5, 0)])
def test_too_few_valid_days(days_valid: int, count: int) -> None:
    batch = staged(
        f"2008年10月\n区县|PM10(mg/m³)|有效天数\n安宁区|0.12|{days_valid}\n城关区|0.13|30"
    )
    assert len(told(batch, "valid-days-few")) == count


def test_macros_are_named(tmp_path: Path) -> None:
    plain = packed(["2008年10月"], ["区县", "PM10(mg/m³)"], ["安宁区", 0.12])
    path = tmp_path / "宏.xlsm"
    path.write_bytes(plain)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"project")
    assert len(told(opened(path.read_bytes(), path.name), "macros")) == 1
    assert not told(opened(plain), "macros")
