"""One cell to one exact value: every notation, every way of being unreadable."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.model.sheet import ErrorText, UncachedFormula
from loaders.words.values import parse_value


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (12, "12"), (0.123, "0.123"), (0.1 + 0.2, "0.3"), ("0.0596", "0.0596"), (" 12 ", "12"),
        ("１２．５", "12.5"), ("1,234.5", "1234.5"), ("\ufeff7", "7"), ("12%", "12"), (".5", "0.5"),
        ("-3.2", "-3.2"), ("1e2", "100"), ("0.10", "0.10"),
    ],
)  # fmt: skip
def test_numbers_are_exact(raw: object, value: str) -> None:
    parsed = parse_value(raw)  # type: ignore[arg-type]
    assert (parsed.kind, parsed.value) == ("number", Decimal(value))


@pytest.mark.parametrize(
    "raw",
    ["54.O", "1l", "约0.1", "0.05-0.07", "24 ~ 182", "31(74)", "54 60", "10²", "5.", "1.2.3", "abc",
     "64、9", "2.1万", "≤0.05", True, datetime(2008, 3, 1), time(1), date(2008, 1, 1), float("nan"),
     float("inf"), 1e18, "9" * 40],
)  # fmt: skip
def test_doubtful_cells_are_never_read(raw: object) -> None:
    assert parse_value(raw).kind == "unreadable"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("raw", "limit"),
    [
        ("0.004L", "0.004"),
        ("<1", "1"),
        ("＜0.05", "0.05"),
        ("3(L)", "3"),
        ("ND", None),
        ("未检出", None),
    ],
)
def test_below_detection_keeps_the_limit(raw: str, limit: str | None) -> None:
    parsed = parse_value(raw)
    assert parsed.kind == "below"
    assert parsed.value == (None if limit is None else Decimal(limit))


@pytest.mark.parametrize(
    "raw",
    [
        "NA",
        "n/a",
        "NR",
        "--",
        "—",
        "／",
        "无",
        "缺测",
        "停测",
        "停电",
        "*",
        -999,
        -9999,
        "-999",
        "－99",
    ],
)
def test_missing_marks(raw: object) -> None:
    assert parse_value(raw).kind == "missing"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("raw", "kind"),
    [(None, "blank"), ("  ", "blank"), ("\u3000", "blank"), (ErrorText("#N/A"), "error"),
     (UncachedFormula("=A1"), "formula")],
)  # fmt: skip
def test_other_kinds(raw: object, kind: str) -> None:
    assert parse_value(raw).kind == kind  # type: ignore[arg-type]


def test_percent_format_is_a_hundredfold() -> None:
    assert parse_value(0.981, percent_format=True).value == Decimal("98.1")


@given(
    st.one_of(
        st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.datetimes(), st.dates(),
        st.text("0123456789.,-+eEL<%() ０９．·²OolND\ufeff"),
    ),
    st.booleans(),
)  # fmt: skip
def test_never_raises(raw: object, percent: bool) -> None:
    parsed = parse_value(raw, percent)  # type: ignore[arg-type]
    assert parsed.value is None or parsed.value.is_finite()


@given(st.decimals(min_value=0, max_value=10**6, places=4))
def test_text_is_read_as_written(value: Decimal) -> None:
    assert parse_value(str(value)).value == value
