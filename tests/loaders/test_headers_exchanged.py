"""Headers exchanged where the file's own order, changes or means, or its history, can tell."""

import pytest

from tests.loaders.past import Past
from tests.loaders.staging import codes, staged

TOP = "2008年10月（mg/m³）\n"
OUT_OF_TURN = {
    "months": ("2008年PM10（mg/m³）\n区县|1月|3月|2月|4月\n城关区|0.1|0.11|0.12|0.13", "headers-exchanged"),
    "the last group": (TOP + "区县|PM10||SO2|\n|本月|上年同期|上年同期|本月\n城关区|0.1|0.2|0.06|0.05\n安宁区|0.1|0.2|0.06|0.05", "headers-exchanged"),
    "the second page": (TOP + "区县|PM10|SO2\n城关区|0.1|0.05\n区县|SO2|PM10\n安宁区|0.1|0.05", "headers-exchanged"),
    "a rank": (TOP + "区县|PM10|名次\n城关区|1|0.101\n安宁区|2|0.102", "whole-numbers"),
    "numbers of rows": (TOP + "序号|区县|PM10\n0.11|城关区|1\n0.12|安宁区|2", "headers-exchanged"),
    "a change": (TOP + "区县|PM10上年同期|PM10|同比(%)\n城关区|0.123|0.143|-14.0\n安宁区|0.201|0.222|-9.5", "change-differs"),
    "a half-year": ("2008年PM10（mg/m³）\n区县|上半年|一季度|二季度\n城关区|0.14|0.12|0.1", "mean-outside-parts"),
    "sand-dust": ("2008年3月PM10（mg/m³）\n区县|扣沙后|扣沙前\n城关区|0.3|0.1", "statistics-order"),
}  # fmt: skip
IN_TURN = {
    "months downward": "2008年PM10（mg/m³）\n区县|4月|3月|2月|1月\n城关区|0.1|0.11|0.12|0.13",
    "the year behind its months": "2008年PM10（mg/m³）\n区县|1月|2月|3月|全年\n城关区|0.1|0.11|0.12|0.11",
    "groups alike": TOP + "区县|PM10||SO2|\n|本月|上年同期|本月|上年同期\n城关区|0.1|0.2|0.05|0.06",
    "ranks": TOP + "区县|PM10|名次\n城关区|0.101|1\n安宁区|0.102|2",
    "numbers below numbers": TOP + "序号|区县|PM10\n1.1|城关区|0.11\n1.2|安宁区|0.12",
    "a change": TOP + "区县|PM10|PM10上年同期|同比(%)\n城关区|0.123|0.143|-14.0\n安宁区|0.2|0.22|-9.1",
    "an improvement": TOP + "区县|PM10|PM10上年同期|改善率(%)\n城关区|0.123|0.143|14.0",
    "a difference": TOP + "区县|PM10|PM10上年同期|增减\n城关区|0.123|0.143|-0.020",
    "a half-year": "2008年PM10（mg/m³）\n区县|一季度|二季度|上半年\n城关区|0.1|0.12|0.112",
    "sand-dust": "2008年3月PM10（mg/m³）\n区县|扣沙前|扣沙后\n城关区|0.3|0.1",
}  # fmt: skip
CODES = {code for _, code in OUT_OF_TURN.values()}


@pytest.mark.parametrize("name", OUT_OF_TURN)
def test_what_is_out_of_turn_is_a_warning(name: str) -> None:
    lines, code = OUT_OF_TURN[name]
    (line,) = [d for d in staged(lines).diagnostics if d.code in CODES]
    assert (line.code, line.severity) == (code, "warning") and line.cell


@pytest.mark.parametrize("name", IN_TURN)
def test_what_is_in_turn_says_nothing(name: str) -> None:
    batch = staged(IN_TURN[name])
    assert batch.observations.num_rows and not set(codes(batch)) & CODES


def rows(one: str, other: str, head: str = "区县|PM10|SO2|NO2") -> str:
    return f"2008年10月（µg/m³）\n{head}\n城关区|{one}\n安宁区|{other}"


PAST = Past(staged(rows("140|50|40", "70|25|20")))


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (rows("140|50|40", "70|25|20"), ""),
        (rows("150|45|42", "66|27|19"), ""),
        (rows("70|25|20", "140|50|40"), "places-swapped"),
        (rows("50|140|40", "25|70|20"), "columns-swapped"),
        (rows("50|140|40", "70|25|20"), "columns-swapped"),
        (rows("140|50|40", "70|25|20").replace("城关区", "皋兰县"), ""),
    ],
)
def test_places_and_columns_beside_two_past_years(lines: str, code: str) -> None:
    batch = staged(lines, store=PAST)
    assert set(codes(batch)) & {"places-swapped", "columns-swapped"} == ({code} if code else set())
    assert not code or code in [d.code for d in batch.to_confirm]


def test_a_week_of_days_is_enough_where_two_years_agree() -> None:
    days = [f"2008-10-0{day}|城关区|{{}}|{{}}|{40 + day}" for day in range(1, 8)]
    head = "日期|区县|PM10(µg/m³)|SO2(µg/m³)|NO2(µg/m³)\n"
    right, wrong = (
        head + "\n".join(d.format(*pair) for d in days) for pair in ((141, 51), (51, 141))
    )
    assert "columns-swapped" not in codes(staged(right, store=PAST))
    assert "columns-swapped" in codes(staged(wrong, store=PAST))


def test_pollutants_whose_largest_is_always_the_index_are_sub_indices() -> None:
    head = "城关区2008年10月空气质量\n日期|PM10|SO2|API\n"
    batch = staged(f"{head}10月1日|86|40|86\n10月2日|41|42|42")
    assert "sub-indices" in [d.code for d in batch.to_confirm]
    other = staged(f"{head}10月1日|122|40|86\n10月2日|42|42|42")
    assert "sub-indices" not in codes(other)
