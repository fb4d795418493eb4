"""Whether figures are audited: a word of title, sheet name, header, note or file name, or asked."""

import pytest

from loaders.binding.audit import GAS_STATE, TOPIC
from loaders.model.staged import StagedBatch
from loaders.words.modifiers import audit_said
from tests.loaders.staging import codes, keys, sheet, staged

ROWS = "区县|PM10\n城关区|0.10\n安宁区|0.12"


def states(batch: StagedBatch) -> dict[str, str]:
    return {row["site"] or row["area"]: row["audit"] for row in batch.observations.to_pylist()}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2014年3月空气质量实况", "unaudited"),
        ("空气质量实时发布数据", "unaudited"),
        ("注：数据未经省站审核，以审核后数据为准", "unaudited"),
        ("审核前", "unaudited"),
        ("未审核实况数据", "unaudited"),
        ("待审核", "unaudited"),
        ("2014年3月日报（审核后）", "audited"),
        ("已审核", "audited"),
        ("经中国环境监测总站审核", "audited"),
        ("2019年3月月报（实况）", "open"),
        ("实况", "open"),
        # neither: people and offices, the state of the gas, what is still to come
        ("审核人：张三 审核日期：2014-04-02", ""),
        ("经办人 审核人", ""),
        ("颗粒物浓度为实况浓度，气体为参比状态浓度", ""),
        ("PM10标况浓度", ""),
        ("以审核后数据为准", ""),
        ("审核后可能有变化", ""),
        ("2008年10月空气质量月报", ""),
    ],
)
def test_what_a_text_says(text: str, said: str) -> None:
    assert audit_said(text) == ({said} if said else set())


def test_two_states_in_one_text_are_two() -> None:
    assert audit_said("空气质量实况日报（审核后）") == {"unaudited", "audited"}


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        (f"2008年10月空气质量实况（mg/m³）\n{ROWS}", "unaudited"),
        (f"2008年10月空气质量（mg/m³）\n{ROWS}\n注：数据未经审核", "unaudited"),
        ("2008年10月（mg/m³）\n区县|PM10（未审核）\n城关区|0.10\n安宁区|0.12", "unaudited"),
        ("2008年10月（mg/m³）\n区县|PM10实时浓度\n城关区|0.10\n安宁区|0.12", "unaudited"),
        ("2008年10月（mg/m³）\n区县|PM10（审核后）\n城关区|0.10\n安宁区|0.12", "audited"),
        (f"2008年10月空气质量（mg/m³）\n{ROWS}", ""),
        (f"2008年10月空气质量（mg/m³）\n审核人：张三\n{ROWS}", ""),
        (f"2008年10月空气质量（mg/m³）\n{ROWS}\n注：颗粒物为实况浓度", ""),
    ],
)
def test_title_note_and_header_say_it(lines: str, state: str) -> None:
    batch = staged(lines)
    assert not keys(batch) and states(batch) == {"城关区": state, "安宁区": state}


def test_sheet_name_and_file_name_say_it() -> None:
    lines = f"2008年10月空气质量（mg/m³）\n{ROWS}"
    assert set(states(staged([sheet(lines, "实况数据")])).values()) == {"unaudited"}
    assert set(states(staged(lines, name="10月审核后.xlsx")).values()) == {"audited"}
    near = staged([sheet(lines, "审核后")], name="10月实况数据.xlsx")
    assert not keys(near) and set(states(near).values()) == {"audited"}  # the nearer text


DOUBTS = {
    "two states": f"2008年10月空气质量实况（mg/m³）\n{ROWS}\n注：已审核",
    "实况 alone in a title": f"2008年10月空气质量月报（实况）（mg/m³）\n{ROWS}",
    "实况 alone in a header": "2008年10月（mg/m³）\n区县|PM10（实况）\n城关区|0.10\n安宁区|0.12",
}


@pytest.mark.parametrize("name", DOUBTS)
@pytest.mark.parametrize(
    ("answer", "state"), [("未审核", "unaudited"), ("审核后", "audited"), (GAS_STATE, "")]
)
def test_in_doubt_it_is_asked_and_the_answer_holds(name: str, answer: str, state: str) -> None:
    batch = staged(DOUBTS[name])
    assert keys(batch) == [TOPIC]
    question = next(q for q in batch.questions if q.topic == TOPIC)
    if answer in question.options:
        told = staged(DOUBTS[name], answers={question.key: answer})
        assert not keys(told) and set(states(told).values()) == {state}


def test_of_two_columns_of_one_indicator_one_is_chosen() -> None:
    lines = "2008年10月（mg/m³）\n区县|PM10（未审核）|PM10（审核后）\n城关区|0.10|0.11\n安宁区|0.12|0.13"
    question = staged(lines).questions[0]
    assert question.topic == TOPIC and question.options == ("未审核", "审核后")
    batch = staged(lines, answers={question.key: "审核后"})
    rows = batch.observations.to_pylist()
    assert [(str(r["value"].normalize()), r["audit"]) for r in rows] == [
        ("1.1E+2", "audited"), ("1.3E+2", "audited"),
    ]  # fmt: skip
    assert "not-an-input" in codes(batch)


def test_a_header_of_standard_state_beside_makes_it_a_gas_state() -> None:
    lines = "2008年10月（mg/m³）\n区县|SO2标况|SO2实况\n城关区|0.12|0.13\n安宁区|0.13|0.14"
    assert keys(staged(lines)) == ["state"]


def test_two_sheets_of_one_file_the_audited_holds() -> None:
    lines = "2008年10月空气质量（mg/m³）\n区县|PM10\n城关区|{}\n安宁区|0.12"
    batch = staged([sheet(lines.format("0.10"), "实况数据"), sheet(lines.format("0.11"), "审核后")])
    assert states(batch) == {"城关区": "audited", "安宁区": "audited"}
    left = [d for d in batch.diagnostics if d.code == "unaudited-left"]
    assert len(left) == 1 and left[0].count == 2 and "本表已有" in left[0].message


def test_a_column_of_states_tells_row_by_row() -> None:
    lines = """
2008年10月空气质量（mg/m³）
区县|PM10|审核状态
城关区|0.10|已审核
安宁区|0.12|未审核
"""
    batch = staged(lines)
    assert states(batch) == {"城关区": "audited", "安宁区": "unaudited"}
    assert "ignored-column" not in codes(batch)


def test_tasks_have_no_audit() -> None:
    lines = "2008年10月锅炉改造（已审核）\n区县|完成台数\n城关区|5\n安宁区|6"
    assert set(states(staged(lines)).values()) <= {""}
