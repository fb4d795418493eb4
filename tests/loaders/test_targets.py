"""Targets are never read as measured values; each is found with area, year, limit and document."""

import pytest

from loaders.model.answers import LEAVE_OUT, REGISTER
from loaders.model.staged import StagedBatch
from tests.loaders.reading_lists import read
from tests.loaders.staging import codes, keys, sheet, staged

PLAIN = "区县|PM10年均浓度（mg/m³）\n城关区|0.105\n安宁区|0.100"


def targets(batch: StagedBatch) -> dict[str, str]:
    """``indicator@area@year`` -> operator, limit and unit."""
    return {
        f"{t.indicator}@{t.area}@{t.year}": f"{t.operator} {t.limit} {t.unit}"
        for t in batch.targets
    }


BOTH = {"pm10@城关区@2008": "<= 0.105 mg/m³", "pm10@安宁区@2008": "<= 0.1 mg/m³"}


@pytest.mark.parametrize(
    "title",
    [
        "2008年度环境质量目标任务分解表", "2008年各区县空气质量控制目标", "2008年污染防治任务表", "2008年工作计划",
        "2008年环境保护责任书", "2008年指标分解表",
    ],
)  # fmt: skip
def test_a_title_makes_targets_of_a_table_without_a_column_of_its_own(title: str) -> None:
    batch = staged(f"{title}\n{PLAIN}")
    assert not read(batch) and targets(batch) == BOTH and keys(batch) == ["targets"]
    assert batch.questions[0].options == (REGISTER, LEAVE_OUT)
    assert codes(batch) == ["not-an-input"]
    assert "目标或任务数" in batch.diagnostics[0].message and batch.diagnostics[0].count == 2


def test_so_do_the_sheet_and_the_file_name() -> None:
    by_sheet = staged([sheet(f"2008年空气\n{PLAIN}", "目标任务分解")])
    by_file = staged(f"2008年空气\n{PLAIN}", name="2008年目标任务分解表.xlsx")
    assert (
        targets(by_sheet) == targets(by_file) == BOTH and not read(by_sheet) and not read(by_file)
    )


@pytest.mark.parametrize(
    "title",
    [
        "2008年目标任务完成情况", "2008年度目标进展", "2008年目标与实绩", "2008年任务落实情况表",
        "2008年噪声控制区空气", "2008年控制点空气质量", "2008年目标责任制考核空气质量",
    ],
)  # fmt: skip
def test_a_word_of_results_or_of_neither_leaves_measured_values(title: str) -> None:
    batch = staged(f"{title}\n{PLAIN}")
    assert read(batch) == {"pm10@城关区@2008": "105", "pm10@安宁区@2008": "100"}
    assert not batch.targets and not batch.questions


def test_a_table_of_days_is_none_whatever_its_file_is_called() -> None:
    lines = (
        "2008年10月空气\n点位|日期|PM10（mg/m³）\n职工医院|2008-10-01|0.1\n职工医院|2008-10-02|0.2"
    )
    batch = staged(lines, name="大气污染防治行动计划.xlsx")
    assert len(read(batch)) == 2 and not batch.targets


def test_a_column_of_results_in_a_table_of_targets_stays_one() -> None:
    batch = staged(
        "2008年PM10目标任务分解表（mg/m³）\n区县|2007年实绩|2008年|完成时限\n城关区|0.11|0.105|年底\n安宁区|0.1|0.098|年底"
    )
    assert read(batch) == {"pm10@城关区@2007": "110", "pm10@安宁区@2007": "100"}
    assert targets(batch) == {**BOTH, "pm10@安宁区@2008": "<= 0.098 mg/m³"}


def test_years_across_are_targets_of_their_years() -> None:
    batch = staged(
        "2008年PM10目标分解（mg/m³）\n区县|2008年|2009年\n城关区|0.105|0.1\n安宁区|0.1|0.09"
    )
    assert not read(batch) and {t.year for t in batch.targets} == {2008, 2009}
    assert len(batch.targets) == 4


def test_a_monthly_table_of_tasks_has_the_quotas_of_the_year() -> None:
    batch = staged(
        "2008年10月锅炉改造进展\n区县|任务数(台)|累计完成(台)|完成率(%)\n城关区|61|40|65.6\n安宁区|20|22|110"
    )
    assert read(batch) == {
        "boiler_retrofit_units@城关区@2008-10": "40",
        "boiler_retrofit_units@安宁区@2008-10": "22",
    }
    assert targets(batch) == {
        "boiler_retrofit_units@城关区@2008": ">= 61 台", "boiler_retrofit_units@安宁区@2008": ">= 20 台",
    }  # fmt: skip


def test_a_row_of_targets_below_a_table_is_told_as_what_it_is() -> None:
    batch = staged("2008年8月（mg/m³）\n区县|PM10\n城关区|0.1\n安宁区|0.2\n目标值|0.15\n平均|0.15")
    assert read(batch) == {"pm10@城关区@2008-08": "100", "pm10@安宁区@2008-08": "200"}
    said = {d.cell: d.message for d in batch.diagnostics}
    assert "目标或任务数" in said["B5"] and "合计或平均" in said["B6"]


def test_a_plan_whose_columns_nobody_knows_is_refused_by_its_name() -> None:
    batch = staged("2008年锅炉改造任务分解表\n区县|甲类|乙类\n城关区|61|200\n安宁区|20|80")
    assert batch.rejected is not None and "目标或任务数" in batch.rejected.message


def test_a_column_that_its_title_completes_is_a_target_of_that_name() -> None:
    batch = staged("2008年锅炉改造任务分解表\n区县|改造台数|改造吨位\n城关区|61|200\n安宁区|20|80")
    assert not read(batch) and targets(batch) == {
        "boiler_retrofit_units@城关区@2008": ">= 61 台", "boiler_retrofit_units@安宁区@2008": ">= 20 台",
        "boiler_retrofit_tonnage@城关区@2008": ">= 200 蒸吨",
        "boiler_retrofit_tonnage@安宁区@2008": ">= 80 蒸吨",
    }  # fmt: skip


def test_the_nearest_text_that_decides_holds() -> None:
    results = staged(f"2008年空气质量完成情况\n{PLAIN}", name="2008年目标任务.xlsx")
    plan = staged(f"2008年目标任务分解表\n{PLAIN}", name="2008年工作情况.xlsx")
    assert read(results) and not results.targets
    assert not read(plan) and targets(plan) == BOTH


def test_a_progress_table_keeps_results_and_targets_apart() -> None:
    batch = staged(
        "2008年PM10目标任务完成情况（mg/m³）\n"
        "区县|年度目标|1—10月完成|完成率|与目标差距|同比|排名|责任单位\n"
        "城关区|0.105|0.110|95.5|0.005|-2.1|2|区环保局\n安宁区|0.100|0.090|111|-0.01|-3|1|区环保局"
    )
    assert read(batch) == {
        "pm10@城关区@2008-01..2008-10": "110",
        "pm10@安宁区@2008-01..2008-10": "90",
    }
    assert targets(batch) == BOTH
    said = "".join(d.message for d in batch.diagnostics)
    assert all(
        word in said for word in ("目标或任务数", "完成率", "与目标或标准之差", "变化", "位次")
    )


@pytest.mark.parametrize(
    "lines",
    [
        "2008年（mg/m³）\n区县|PM10||SO2|\n|目标值|实绩值|目标值|实绩值\n城关区|0.105|0.11|0.05|0.06",
        "2008年（mg/m³）\n区县|PM10目标值|PM10|SO2控制值|SO2\n城关区|0.105|0.11|0.05|0.06",
        "2008年（mg/m³）\n区县|类别|PM10|SO2\n城关区|目标值|0.105|0.05\n城关区|实绩值|0.11|0.06",
        "2008年（mg/m³）\n项目|城关区\nPM10|0.11\nPM10目标值|0.105\nSO2|0.06\nSO2目标值|0.05",
        "城关区2008年（mg/m³）\n指标|年度目标|完成值\nPM10|0.105|0.11\nSO2|0.05|0.06",
    ],
    ids=["groups", "own headers", "rows of kinds", "row labels", "indicators in rows"],
)
def test_columns_rows_and_wide_tables(lines: str) -> None:
    batch = staged(lines)
    assert read(batch) == {"pm10@城关区@2008": "110", "so2@城关区@2008": "60"}
    assert targets(batch) == {
        "pm10@城关区@2008": "<= 0.105 mg/m³", "so2@城关区@2008": "<= 0.05 mg/m³",
    }  # fmt: skip


def test_printed_signs_and_per_cents() -> None:
    batch = staged(
        "2008年目标任务分解表\n区县|PM10（mg/m³）|优良天数比例（%）\n城关区|≤0.105|82%以上\n安宁区|不高于0.100|≥80"
    )
    assert targets(batch) == {
        "pm10@城关区@2008": "<= 0.105 mg/m³", "pm10@安宁区@2008": "<= 0.100 mg/m³",
        "good_air_days@城关区@2008": ">= 82 %", "good_air_days@安宁区@2008": ">= 80 %",
    }  # fmt: skip


def test_the_row_of_the_whole_city_is_the_citys_target() -> None:
    batch = staged("2008年目标分解表（mg/m³）\n区县|PM10\n全市|0.11\n城关区|0.105")
    assert targets(batch)["pm10@兰州市@2008"] == "<= 0.11 mg/m³"


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("（兰政发〔2008〕3号）", "兰政发〔2008〕3号"), ("根据兰环发[2008]12号", "兰环发〔2008〕12号"),
        ("（兰创模办（2008）5号）", "兰创模办〔2008〕5号"), ("", ""),
    ],
)  # fmt: skip
def test_the_document_is_the_number_in_the_title(text: str, document: str) -> None:
    batch = staged(f"2008年目标任务分解表{text}\n{PLAIN}")
    assert {t.document for t in batch.targets} == {document}
    assert batch.targets[0].cell == "B3" and batch.targets[0].sheet == "Sheet1"


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("2008年目标分解表（mg/m³）\n区县|1月|2月\n城关区|0.105|0.1\n安宁区|0.11|0.12", ""),
        (
            "2008年月度PM10控制目标（mg/m³）\n区县|1月|2月|3月\n城关区|0.105|0.1|0.1\n安宁区|0.11|0.12|0.1",
            "一整年",
        ),
        ("2008年10月目标分解表\n区县|PM10（mg/m³）\n城关区|0.105", "不是一整年的"),
        ("2008年目标分解表\n区县|优良天数比例\n城关区|0.82\n安宁区|0.8", "小数还是百分数"),
        ("2008年目标分解表\n点位|PM10（mg/m³）\n职工医院|0.1\n兰炼宾馆|0.11", "目标按地区登记"),
        ("2008年目标分解表\n区县|PM10（ppm）\n城关区|0.1", "看不出单位"),
    ],
)
def test_what_is_no_target_of_a_year_and_an_area_is_neither_read_nor_offered(
    lines: str, why: str
) -> None:
    batch = staged(lines)
    assert not read(batch) and not batch.targets and "targets" not in keys(batch)
    assert why in "".join(d.message for d in batch.diagnostics)


def test_two_limits_of_one_year_are_told_and_not_offered() -> None:
    batch = staged("2008年目标分解表（mg/m³）\n区县|PM10\n城关区|0.105\n城关区|0.100")
    assert not batch.targets and "target-twice" in codes(batch) and not read(batch)


def test_a_registered_target_is_not_asked_again() -> None:
    same = staged("2008年锅炉改造任务\n区县|锅炉改造台数|\n|任务数|完成数\n城关区|61|40")
    assert [(t.limit, t.status) for t in same.targets] == [("61", "unchanged")]
    assert not same.questions and list(read(same).values()) == ["40"]
    other = staged("2008年锅炉改造任务\n区县|锅炉改造台数|\n|任务数|完成数\n城关区|62|40")
    assert [t.status for t in other.targets] == ["changed"] and keys(other) == ["targets"]


@pytest.mark.parametrize("answer", [REGISTER, LEAVE_OUT])
def test_an_answer_settles_the_question(answer: str) -> None:
    lines = "2008年PM10（mg/m³）\n区县|目标值|实绩值\n城关区|0.105|0.11"
    (question,) = staged(lines).questions
    batch = staged(lines, answers={question.key: answer})
    assert not batch.questions and read(batch) == {"pm10@城关区@2008": "110"}
    assert [t.answer for t in batch.targets] == [answer]
    assert batch.layouts[0].layout.answers == {"targets": answer}
    again = staged(lines, layouts=(batch.layouts[0].layout,))
    assert not again.questions and [t.answer for t in again.targets] == [answer]


def test_a_progress_table_that_reads_both_ways_keeps_the_time_of_its_header() -> None:
    batch = staged(
        "2008年兰州市工作进展\n指标|年度目标|1—10月完成|完成率|责任单位\n"
        "餐饮业治理（户）|200|120|60%|环保局\n地面水水质达标率（%）|90|95|105.6%|环保局"
    )
    assert [q.topic for q in batch.questions] == ["targets"]
    assert read(batch) == {
        "catering_treated_units@兰州市@2008-01..2008-10": "120",
        "surface_water_compliance@兰州市@2008-01..2008-10": "95",
    }
