"""Changes that turn right numbers into wrong ones: each changes the answer or stops the file."""

import re
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

import loaders
from loaders.binding import keys  # fmt: skip
from loaders.extracting import column_unit, ledgers, pairs, totals  # fmt: skip
from loaders.model.encoded import encoded
from loaders.model.sheet import Sheet
from loaders.tables import columns  # fmt: skip
from loaders.words import month_numbers, normalise, periods, units, values, vocabulary  # fmt: skip
from loaders.words.key_times import key_parts
from loaders.words.month_numbers import resolved
from loaders.words.normalise import label, plain
from loaders.words.periods import periods_in, to_period
from loaders.words.unit_rules import unit_rule
from loaders.words.units import unit_in
from loaders.words.values import parse_value, split_pair
from tests.loaders.forms import FORMS
from tests.loaders.reading_lists import read, stopped
from tests.loaders.staging import codes, sheet, staged
from tests.loaders.staging import keys as asked

MODULES = (
    columns, keys, ledgers, month_numbers, normalise, pairs, periods, totals, column_unit,
    units, values, vocabulary,
)  # fmt: skip

STOPS: dict[str, tuple[str, str]] = {
    "year deleted": ("10月（mg/m³）\n区县|PM10\n城关区|0.1\n安宁区|0.2", "period"),
    "unit deleted, magnitude silent": ("2008年10月\n区县|PM10\n城关区|1.5\n安宁区|2.5", "unit-pm10"),
    "title against sheet name": ("=9月\n2008年10月（mg/m³）\n区县|PM10\n城关区|0.1", "period"),
    "run of 1..12 under a full month": (
        "2008年10月PM10（µg/m³）\n区县|" + "|".join(map(str, range(1, 13))) + "\n城关区|"
        + "|".join(str(100 + n) for n in range(12)), "axis"),
    "run of 1..24 without a day": (
        "2008年10月PM10（µg/m³）\n区县|" + "|".join(map(str, range(1, 25))) + "\n城关区|"
        + "|".join(str(100 + n) for n in range(24)), "axis"),
    "brackets without a meaning": (
        "2008年10月（mg/m³）\n区县|PM10\n城关区|0.1(0.2)\n安宁区|0.2(0.3)", "paren"),
    "gas state twins": (
        "2008年10月（mg/m³）\n区县|SO2标况|SO2实况\n城关区|0.12|0.13\n安宁区|0.13|0.14", "state"),
    "numbers without a header": (
        "2008年10月（mg/m³）\n区县|PM10|\n城关区|0.1|0.3\n安宁区|0.2|0.4", "coverage"),
    "October or January": ("区县|PM10(µg/m³)|时间\n城关区|100|2008.1\n安宁区|110|2008.1", "month-number"),
    "a rate below one": (
        "2008年10月\n区县|地面水水质达标率(%)\n城关区|0.98\n安宁区|1", "rate-surface_water_compliance"),
    "a week without its days": ("2009年第33周（mg/m³）\n区县|PM10\n城关区|0.1", "period"),
    "ten days": ("2008年10月1日-10日（mg/m³）\n区县|PM10\n城关区|0.1", "period"),
}  # fmt: skip


@pytest.mark.parametrize("name", STOPS)
def test_asked(name: str) -> None:
    lines, topic = STOPS[name]
    title = "Sheet1"
    if lines.startswith("="):
        title, _, lines = lines[1:].partition("\n")
    batch = staged([sheet(lines, title)])
    assert topic in asked(batch) and batch.observations.num_rows == 0


FAULTS: dict[str, tuple[str, str, str]] = {
    "blank key": ("2008年10月（mg/m³）\n区县|PM10\n城关区|0.1\n|0.2\n安宁区|0.3", "key-missing", "B4"),
    "two equal headers": (
        "2008年10月（mg/m³）\n区县|PM10|PM10\n城关区|0.1|0.2\n安宁区|0.3|0.4", "header-twice", "B2"),
    "a header without the group of the others": (
        "2008年（mg/m³）\n区县||1月|2月\n|SO2|PM10|SO2\n城关区|0.05|0.1|0.06\n安宁区|0.051|0.11|0.061",
        "header-ungrouped", "B3"),
    "rows that nothing tells apart": (
        "2008年10月兰州市（mg/m³）\nPM10|SO2\n0.1|0.05\n0.1|0.05\n0.1|0.05", "rows-alike", "A3"),
    "a day that does not exist": ("日期|区县|PM10(µg/m³)\n2008-02-30|城关区|99", "key-unreadable", "C2"),
    "1-3 turned into a date": (
        "2008年\n月份|区县|PM10(µg/m³)\n2008-01-03|城关区|99\n4月|城关区|98", "key-unreadable", "C3"),
    "ten thousand in words": (
        "2008年1-9月\n区县|餐饮业治理（户）\n城关区|1.2万\n安宁区|20", "unreadable-value", "B3"),
    "a range": ("2008年10月（mg/m³）\n区县|PM10\n城关区|0.05~0.1\n安宁区|0.2", "unreadable-value", "B3"),
    "decimal comma": ("2008年10月（mg/m³）\n区县|PM10\n城关区|0,123\n安宁区|0.2", "unreadable-value", "B3"),
    "ppb without a state": ("2008年10月\n区县|SO2(ppb)\n城关区|10\n安宁区|20", "unit-mixing", "B3"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_named_with_its_cell(name: str) -> None:
    lines, code, cell = FAULTS[name]
    assert (code, cell) in [(e.code, e.cell) for e in staged(lines).errors]


def test_valid_days_of_another_indicator_do_not_name_the_columns_beside_them() -> None:
    text = "2008年功能区噪声监测（dB(A)）\n测点|区县|昼间|夜间监测天数\n甲点|城关区|55.1|45.2\n乙点|安宁区|56.1|46.2"
    assert not any(key.startswith("good_air_days") for key in read(staged(text)))


def test_ppb_with_a_stated_temperature_is_converted() -> None:
    batch = staged("2008年10月（浓度按25℃换算）\n区县|SO2(ppb)|CO(ppm)\n城关区|10|2\n安宁区|20|3")
    values_read = {k: round(float(v), 2) for k, v in read(batch).items()}
    assert values_read["so2@城关区@2008-10"] == 26.19 and values_read["co@安宁区@2008-10"] == 3.43
    assert "unit-converted" in codes(batch)


def test_means_and_sums_are_recomputed() -> None:
    good = staged("2008年10月（mg/m³）\n区县|PM10\n城关区|0.1\n安宁区|0.2\n平均|0.15")
    bad = staged("2008年10月（mg/m³）\n区县|PM10\n城关区|0.1\n安宁区|0.2\n平均|0.25")
    assert "mean-differs" not in codes(good) and "mean-differs" in codes(bad)
    lines = "2008年1-9月\n区县|餐饮业治理（户）\n城关区|10\n安宁区|20\n小计|{part}\n榆中县|5\n合计|{whole}"
    assert "total-differs" not in codes(staged(lines.format(part=30, whole=35)))
    assert "total-differs" in codes(staged(lines.format(part=31, whole=35)))
    assert "total-differs" in codes(staged(lines.format(part=30, whole=36)))


def test_a_lost_month_title_never_gives_another_month() -> None:
    """Every form without its digits for the year gives nothing, or asks."""
    for form in FORMS:
        sheets = [
            Sheet(s.name, [[_no_year(v) for v in row] for row in s.rows]) for s in form.sheets()
        ]
        batch = staged(sheets, name="表.xlsx")
        if not stopped(batch):
            assert set(read(batch)) <= {k.removesuffix("/rate") for k in _said(form.readings)}


def _no_year(value: object) -> object:
    return re.sub(r"(?:19|20)\d\d年|民国\d+年", "", value) if isinstance(value, str) else value


def _said(readings: str) -> Iterator[str]:
    return (text.partition("=")[0] for text in readings.split())


# -- parse functions -----------------------------------------------------------------------------

TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(
        "0123456789.,-~年月日时第周季度上下半()（）%L<#截至底 /:：一二十〇mgµ³除其余外为",
        max_size=40,
    ),
)


@given(TEXTS, st.sampled_from(["date", "ym", "year", "month", "day", "hour"]))
def test_parse_functions_never_raise(text: str, role: str) -> None:
    parts = key_parts(text, role)
    assert parts is None or to_period(parts) is None or to_period(parts) is not None
    for found in periods_in(text):
        to_period(found)
    plain(text), label(text), unit_in(text), unit_rule(text), split_pair(text), parse_value(text)


@given(st.lists(st.one_of(st.floats(1990, 2030), TEXTS, st.none()), max_size=12))
def test_months_as_numbers_never_raise(cells: list[object]) -> None:
    found, left = resolved(encoded(cells), None)  # type: ignore[arg-type]
    assert len(found) == len(cells) and isinstance(left, str)


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in MODULES:
        for name, value in vars(module).items():
            many = value if isinstance(value, tuple) else (value,)
            for one in many:
                found = one[0] if isinstance(one, tuple) and one else one
                if isinstance(found, re.Pattern):
                    yield f"{module.__name__.removeprefix(loaders.__name__)}.{name}", found


ATTACKS = (
    "1" * 1000,
    "2008年" * 250,
    "(" * 500 + ")" * 500,
    "除" * 1000,
    "1,111" * 200,
    " " * 1000,
)


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    begun = time.thread_time()
    pattern.search(text)
    return time.thread_time() - begun


def test_no_pattern_blows_up_on_a_long_cell() -> None:
    """A thousand characters cost 0.04 s where every start is tried; a third nesting takes minutes.

    The quickest of five: a pattern that backtracks is slow each time, a busy machine is not.
    """
    slow = [
        (name, attack[:8])
        for name, pattern in _patterns()
        for attack in ATTACKS
        if all(_seconds(pattern, attack + "!") > 0.25 for _ in range(5))
    ]
    assert slow == []


@pytest.mark.parametrize("attack", ["1" * 32767, "除" * 32767, "2008年第" * 8000, "（" * 32767])
def test_long_cells_are_cut(attack: str) -> None:
    begun = time.process_time()
    periods_in(attack), unit_in(attack), unit_rule(attack), parse_value(attack)
    assert time.process_time() - begun < 0.5
