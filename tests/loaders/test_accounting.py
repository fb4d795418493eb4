"""Every number of a sheet with a table is a reading, a part, a key, set aside, or told with its cell."""

import pytest

from tests.loaders.reading_lists import read
from tests.loaders.staging import codes, keys, staged

BODY = "2008年10月（mg/m³）\n区县|PM10\n城关区|0.1\n安宁区|0.2"

TOLD: dict[str, tuple[str, str, str]] = {
    "alone above the table": (
        "2008年10月（mg/m³）\n0.35\n区县|PM10\n城关区|0.1\n安宁区|0.2", "stray-number", "A2"),
    "a number among the headers": (
        "2008年10月（mg/m³）\n区县|PM10|SO2|7.5\n城关区|0.1|0.2\n安宁区|0.2|0.3", "stray-number", "D2"),
    "alone under the place column": (BODY + "\n\n12", "stray-number", "A6"),
    "valid days of a pollutant that is not there": (
        "2008年10月（mg/m³）\n区县|PM10|SO2有效天数\n城关区|0.1|30\n安宁区|0.2|31", "part-unused", "C3"),
    "below the body in a value column": (BODY + "\n\n|0.15", "key-missing", "B6"),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_told_with_its_cell(name: str) -> None:
    lines, code, cell = TOLD[name]
    assert (code, cell) in [(d.code, d.cell) for d in staged(lines).diagnostics]


@pytest.mark.parametrize("more", ["|0.7", "\n\n0.4|0.5|0.6"])
def test_numbers_beside_the_body_are_asked_about(more: str) -> None:
    assert "coverage" in keys(staged(BODY + more))


def test_an_answered_column_is_still_named() -> None:
    asked = staged(BODY + "|0.7")
    key = next(q.key for q in asked.questions if q.key.endswith("coverage"))
    batch = staged(BODY + "|0.7", answers={key: "不读这一列"})
    assert "stray-number" in codes(batch) and batch.observations.num_rows == 2


@pytest.mark.parametrize(
    "line", ["填报人：|张三|电话：|13900000000", "|2008-11-20", "注：共2个测点，检出限0.004"]
)
def test_lines_of_the_sender_are_exempt(line: str) -> None:
    batch = staged(f"{BODY}\n{line}")
    assert codes(batch) == [] and batch.observations.num_rows == 2


def test_a_table_of_other_things_below_is_asked_once_and_remembered_with_the_form() -> None:
    lines = BODY + "\n\n区县|气温|湿度\n城关区|10.5|30\n安宁区|11|31"
    first = staged(lines)
    (question,) = first.questions
    assert question.topic == "unread-table" and "B7" in question.prompt
    answered = staged(lines, answers={question.key: question.options[0]})
    assert not answered.questions and len(read(answered)) == 2
    assert ("unread-table", "B7") in [(d.code, d.cell) for d in answered.diagnostics]
    later = staged(lines.replace("10月", "11月"), layouts=(answered.layouts[0].layout,))
    assert not later.questions and len(read(later)) == 2


def test_a_table_whose_headers_say_that_it_holds_no_monitored_values_is_only_told() -> None:
    batch = staged(BODY + "\n\n区县|SO2排放量|COD排放量\n城关区|10.5|30\n安宁区|11|31")
    assert not batch.questions and "unread-table" in [d.code for d in batch.diagnostics]
