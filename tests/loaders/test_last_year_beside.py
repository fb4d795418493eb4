"""上年同期 stands beside the figure: compared with the store, never an observation of its year."""

from datetime import datetime
from decimal import Decimal

import pytest

from chuangmo.store.rows import DAY_SUMS
from loaders.model.staged import StagedBatch
from loaders.staging import stage_sheets
from tests.loaders.staging import EmptyStore, catalog_of, codes, found, said, sheet, staged

TOP = "2008年10月PM10（mg/m³）\n"
BESIDE = TOP + "区县|本月|上年同期|同比(%)\n城关区|0.100|'0.110|-9.1\n"


class _Holds(EmptyStore):
    """The store holds one figure of 城关区: PM10 of October 2007."""

    def __init__(self, value: str) -> None:
        row = dict.fromkeys(DAY_SUMS.names) | {
            "indicator": "pm10", "area": "城关区", "kind": "month", "statistic": "mean",
            "dust": "", "start": datetime(2007, 10, 1), "end": datetime(2007, 11, 1),
            "total": Decimal(value), "n": 1, "qualifier": "", "demo": False,
        }  # fmt: skip
        self.held = [row]


def _beside(value: str, lines: str = BESIDE) -> StagedBatch:
    return stage_sheets([sheet(lines)], b"", "表.xlsx", catalog_of(), _Holds(value), said())


def test_another_figure_in_the_store_is_a_warning_at_its_cell() -> None:
    batch = _beside("108")
    told = [d for d in batch.diagnostics if d.code == "last-year-differs"]
    assert [(d.cell, d.severity, d.confirm) for d in told] == [("C3", "warning", False)]
    assert "上年同期印的是 0.110，库里 2007-10 是 0.108" in told[0].message
    assert found(batch) == {("pm10", "城关区", "2008-10-01", "month"): "100"}


@pytest.mark.parametrize("value", ["110", "110.3", "109.6"])
def test_the_same_figure_or_one_that_rounds_to_it_says_nothing(value: str) -> None:
    batch = _beside(value)
    assert not {"last-year-differs", "last-year-kept"} & set(codes(batch))


def test_a_store_without_that_period_is_told_once() -> None:
    batch = staged(BESIDE + "安宁区|0.2|0.22|-9.1")
    told = [d for d in batch.diagnostics if d.code == "last-year-kept"]
    assert [(d.cell, d.count) for d in told] == [("C3", 2)]
    assert {key[2] for key in found(batch)} == {"2008-10-01"}


def test_the_figure_in_brackets_is_compared_too() -> None:
    lines = "2008年10月（单位：mg/m³，括号内为上年同期）\n区县|PM10\n城关区|0.1(0.110)\n安宁区|0.2(0.22)"
    batch = _beside("108", lines)
    told = [d.message for d in batch.diagnostics if d.code == "last-year-differs"]
    assert len(told) == 1 and "0.110" in told[0] and "0.108" in told[0]
    assert batch.observations.num_rows == 2


def test_a_column_of_another_year_without_the_word_stays_an_observation() -> None:
    lines = "2008年10月PM10（mg/m³）\n区县|2008年10月|2007年10月\n城关区|0.1|0.11"
    assert ("pm10", "城关区", "2007-10-01", "month") in found(staged(lines))


def test_the_word_beside_its_year_is_no_observation() -> None:
    lines = "2008年10月PM10（mg/m³）\n区县|2008年10月|上年同期（2007年10月）\n城关区|0.1|0.11"
    assert {key[2] for key in found(staged(lines))} == {"2008-10-01"}


def test_a_table_of_last_year_alone_is_refused_by_its_name() -> None:
    batch = staged("2008年10月（mg/m³）\n区县|PM10上年同期\n城关区|0.11\n安宁区|0.22")
    assert batch.rejected is not None and batch.rejected.code == "only-derived"
    assert "PM10上年同期是上年同期的数" in batch.rejected.message
