"""Each check against history and calendar: the case it is for, and one beside it that is fine."""

from collections.abc import Sequence
from decimal import Decimal

import pyarrow as pa
import pytest

from chuangmo.period import parse_period
from chuangmo.store.reading import ARRIVALS
from chuangmo.store.rows import Selection
from loaders.checking.day_figures import day_figures
from loaders.checking.figures.repeats_of_sites import copies
from loaders.diagnostics import TABLE
from loaders.model.sheet import Sheet
from loaders.model.staged import Diagnostic, StagedBatch
from loaders.staging import stage_sheets
from tests.loaders.staging import EmptyStore, catalog_of, said, sheet

AREAS = ("城关区", "七里河区", "西固区", "安宁区", "红古区", "永登县", "皋兰县", "榆中县")
MEANS = ("121", "118", "131", "126", "112", "105", "98", "101")


class Remembering(EmptyStore):
    """A store that holds day sums given as (indicator, area, site, period, value)."""

    def __init__(self, *held: tuple[str, str, str | None, str, str]) -> None:
        self.held = [_stored(*row) for row in held]

    def arrivals(self, selection: Selection) -> pa.Table:
        found = [
            {"name": r["indicator"], "area": r["area"], "month": r["start"].date(), "batch": 1}
            for r in self.day_sums(selection).to_pylist()
        ]
        return pa.Table.from_pylist(found, schema=ARRIVALS)


def _stored(indicator: str, area: str, site: str | None, text: str, value: str) -> dict:
    period = parse_period(text)
    return {
        "indicator": indicator, "area": area, "site": site, "kind": period.kind,
        "statistic": "mean", "dust": "", "start": period.start, "end": period.end,
        "total": Decimal(value), "n": 1, "qualifier": "", "demo": False,
    }  # fmt: skip


def staged(lines: str | list[Sheet], *held: tuple, store: EmptyStore | None = None) -> StagedBatch:
    sheets = [sheet(lines)] if isinstance(lines, str) else lines
    memory = store or Remembering(*held)
    batch = stage_sheets(sheets, b"bytes", "表.xlsx", catalog_of(), memory, said())
    read = sum(s.readings for s in batch.sheets)
    assert read == batch.diff.added + sum(s.set_aside for s in batch.sheets)
    return batch


def monthly(values: Sequence[str] = MEANS, month: str = "2008年10月", extra: str = "") -> str:
    rows = [f"{area}|{value}" for area, value in zip(AREAS, values, strict=False)]
    return f"{month}空气质量（µg/m³）\n区县|PM10{extra}\n" + "\n".join(rows)


def daily(count: int = 14, site: str = "安宁东路", factor: int = 1, month: int = 10) -> str:
    rows = [f"2008-{month:02d}-{d:02d}|安宁区|{site}|{100 + d * factor}" for d in range(1, count)]
    return "日期|区县|点位|PM10(µg/m³)\n" + "\n".join(rows)


def past_days(month: int = 9, factor: int = 1, count: int = 14) -> list[tuple]:
    return [
        ("pm10", "安宁区", "安宁东路", f"2008-{month:02d}-{d:02d}", str(100 + d * factor))
        for d in range(1, count)
    ]


def past_months(month: str, values: Sequence[str] = MEANS) -> list[tuple]:
    return [("pm10", a, None, month, v) for a, v in zip(AREAS, values, strict=False)]


def one(batch: StagedBatch, code: str) -> Diagnostic:
    (line,) = [d for d in batch.diagnostics if d.code == code]
    assert (line.severity, line.confirm) == (TABLE[code].severity, TABLE[code].confirm)
    return line


def codes(batch: StagedBatch) -> set[str]:
    return {d.code for d in batch.diagnostics}


# -- copies ---------------------------------------------------------------------------------------


def test_days_equal_to_last_months_must_be_confirmed() -> None:
    line = one(staged(daily(), *past_days()), "column-repeats-month")
    assert line.confirm and (line.sheet, line.cell) == ("Sheet1", "D2")
    assert "安宁东路" in line.message and "2008-09" in line.message and "13 个" in line.message


@pytest.mark.parametrize(
    "past",
    [past_days(factor=2), past_days(month=8), past_days(count=6), []],
    ids=["other values", "month before last", "too few days", "nothing stored"],
)
def test_other_days_are_no_copy(past: list[tuple]) -> None:
    assert "column-repeats-month" not in codes(staged(daily(), *past))


def test_a_flat_line_is_no_copy() -> None:
    assert "column-repeats-month" not in codes(staged(daily(factor=0), *past_days(factor=0)))


def test_monthly_means_equal_to_last_months_must_be_confirmed() -> None:
    line = one(staged(monthly(), *past_months("2008-09")), "column-repeats-month")
    assert line.cell == "B3" and "8 个地点" in line.message
    changed = ["122", *MEANS[1:]]
    assert "column-repeats-month" not in codes(staged(monthly(), *past_months("2008-09", changed)))


def test_two_sites_with_the_same_column_must_be_confirmed() -> None:
    body = daily() + "\n" + daily(site="兰州理工").split("\n", 1)[1]
    line = one(staged(body), "column-repeats-site")
    assert line.confirm and line.cell == "D15"
    assert "安宁东路" in line.message and "13 个" in line.message
    other = daily() + "\n" + daily(site="兰州理工", factor=2).split("\n", 1)[1]
    assert "column-repeats-site" not in codes(staged(other))


def test_days_with_and_without_sand_dust_are_no_copy() -> None:
    figures = day_figures(staged(daily()).observations)
    twins = [f._replace(key=f.key._replace(dust="removed")) for f in figures]
    assert list(copies([*figures, *twins], catalog_of())) == []


# -- size -----------------------------------------------------------------------------------------


def years(*values: str) -> list[tuple]:
    return [
        ("pm10", "安宁区", None, f"{2008 - n}-10", value) for n, value in enumerate(values, start=1)
    ]


def alone(value: str) -> str:
    return f"2008年10月空气质量（µg/m³）\n区县|PM10\n安宁区|{value}"


def test_a_jump_over_the_same_month_of_past_years_must_be_confirmed() -> None:
    line = one(staged(alone("400"), *years("120", "126", "118")), "history-jump")
    assert line.confirm and line.cell == "B3"
    assert "120、126、118" in line.message and "400 µg/m³" in line.message
    low = staged(alone("20"), *years("120", "126", "118"))
    assert "history-jump" in codes(low)


@pytest.mark.parametrize(
    ("value", "past"),
    [
        ("150", ("120", "126", "118")),
        ("400", ("120", "126")),
        ("400", ("60", "500", "120")),
        ("120", ("120", "120", "120")),
    ],
    ids=["within", "two years", "history varies", "equal"],
)
def test_what_history_allows_is_no_jump(value: str, past: tuple[str, ...]) -> None:
    assert "history-jump" not in codes(staged(alone(value), *years(*past)))


def test_a_thousandfold_slip_against_history_must_be_confirmed() -> None:
    batch = staged(alone("0.12"), *years("120", "126", "118"))
    assert one(batch, "history-slip").confirm
    assert "history-jump" not in codes(batch)
    before = [("pm10", "安宁区", None, "2008-09", "122")]
    assert "1000" in one(staged(alone("0.12"), *before), "history-slip").message
    assert "history-slip" not in codes(staged(alone("1.2"), *before))


# -- calendar and places --------------------------------------------------------------------------


def test_a_skipped_month_is_said() -> None:
    line = one(staged(monthly(), *past_months("2008-08", MEANS[::-1])), "period-skipped")
    assert not line.confirm
    assert "2008-08" in line.message and "缺2008-09" in line.message


@pytest.mark.parametrize("held", ["2008-09", "2008-10", "2008-11"])
def test_the_next_month_and_corrections_are_not_skipped(held: str) -> None:
    batch = staged(monthly(), *past_months(held, MEANS[::-1]))
    assert "period-skipped" not in codes(batch)


def test_districts_that_owe_the_indicator_and_are_absent_are_said() -> None:
    line = one(staged(monthly(MEANS[:6])), "districts-missing")
    assert (line.sheet, line.found, line.confirm) == ("Sheet1", "皋兰县、榆中县", False)
    assert "districts-missing" not in codes(staged(monthly()))
    assert "districts-missing" not in codes(staged(alone("120")))


def test_a_district_with_a_missing_mark_is_not_absent() -> None:
    assert "districts-missing" not in codes(staged(monthly([*MEANS[:7], "缺测"])))


def test_valid_days_beyond_the_month_are_errors_at_their_own_cell() -> None:
    body = "2008年2月空气质量（µg/m³）\n区县|PM10|PM10有效天数\n安宁区|120|30\n城关区|118|29"
    batch = staged(body)
    line = one(batch, "valid-days-over")
    assert (line.cell, line.found) == ("C3", "30")
    assert "29 天" in line.message
    assert [r["area"] for r in batch.observations.to_pylist()] == ["城关区"]


def test_more_that_comply_than_were_sampled_is_an_error_at_its_own_cell() -> None:
    body = """
2008年10月地表水断面水质
断面名称|所在区县|监测次数|达标次数|达标率(%)
中山桥|城关区|3|4|100
包兰桥|城关区|3|3|100
"""
    batch = staged(body)
    line = one(batch, "part-over-whole")
    assert (line.cell, line.found) == ("D3", "4")
    assert [r["site"] for r in batch.observations.to_pylist()] == ["包兰桥"]


def test_night_over_day_is_said() -> None:
    body = """
2008年功能区噪声监测结果
测点|区县|功能区噪声昼间 dB(A)|功能区噪声夜间 dB(A)
一号|安宁区|{}|{}
"""
    line = one(staged(body.format("48.0", "55.5")), "night-over-day")
    assert not line.confirm and "55.5" in line.message and "48" in line.message
    assert "night-over-day" not in codes(staged(body.format("55.5", "48.0")))


def test_a_long_file_is_history_itself() -> None:
    months = [daily(month=m).split("\n", 1)[1] for m in range(2, 11)]
    body = "日期|区县|点位|PM10(µg/m³)\n" + "\n".join(months)
    found = staged(body, *past_days(month=1))
    assert not codes(found) & {"column-repeats-month", "history-jump", "history-slip"}


def test_hours_are_compared_by_their_days() -> None:
    rows = [f"2008-10-{d:02d}|{h}|安宁东路|{100 + d}" for d in range(1, 14) for h in range(24)]
    body = "日期|小时|点位|PM10(µg/m³)\n" + "\n".join(rows)
    held = [
        ("pm10", "安宁区", "安宁东路", f"2008-09-{d:02d}", str(24 * (100 + d)))
        for d in range(1, 14)
    ]
    memory = Remembering(*held)
    for row in memory.held:
        row |= {"kind": "hour", "n": 24}
    line = one(staged(body, store=memory), "column-repeats-month")
    assert "13 个" in line.message


def test_a_yearly_survey_is_not_compared_with_months() -> None:
    class Silent(EmptyStore):
        def day_sums(self, selection: Selection) -> pa.Table:
            raise AssertionError("not needed")

    body = "2008年交通噪声\n路段名称|区县|路段长度(m)|昼间等效声级Leq dB(A)\n东路|安宁区|900|69"
    assert staged(body, store=Silent()).errors == []
