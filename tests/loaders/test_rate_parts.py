"""Numerator and denominator of a rate in rows of their own: kept with their cells, and compared."""

from loaders.model.staged import StagedBatch
from tests.loaders.reading_lists import read
from tests.loaders.staging import codes, staged

MONTH = "2008年10月兰州市空气\n项目|城关区|安宁区\nPM10(mg/m³)|0.1|0.2\n"


def kept(batch: StagedBatch) -> list[str]:
    """``area role name value cell`` of all parts."""
    return [
        f"{row['area']} {row['role']} {row['name']} {row['value'].normalize():f} {row['cell']}"
        for row in batch.parts.to_pylist()
    ]


def rates(batch: StagedBatch) -> dict[str, str]:
    """Area -> rate as read."""
    return {key.split("@")[1]: value for key, value in read(batch).items() if "good" in key}


def test_rows_of_days_beside_the_rate_are_its_parts_and_checked() -> None:
    batch = staged(
        "2008年上半年兰州市空气质量\n指标|数值\n优良天数（天）|177\n监测天数（天）|181\n优良率（%）|97.7"
    )
    assert rates(batch) == {"兰州市": "97.7"}
    assert kept(batch) == [
        "兰州市 numerator 优良天数 177 B3", "兰州市 denominator 监测天数 181 B4",
    ]  # fmt: skip
    (line,) = [d for d in batch.diagnostics if d.code == "rate-differs"]
    assert line.cell == "B5" and "177÷181" in line.message and "97.8%" in line.message
    assert codes(batch) == ["rate-differs"]


def test_the_rate_is_the_quotient_where_it_is_not_printed() -> None:
    batch = staged(f"{MONTH}优良天数（天）|25|28\n监测天数（天）|31|30")
    assert rates(batch) == {"城关区": "80.645161290323", "安宁区": "93.333333333333"}
    assert len(kept(batch)) == 4 and not codes(batch)
    only = staged("2008年10月兰州市空气\n项目|数值\n优良天数|25\n监测天数|31")
    assert rates(only) == {"兰州市": "80.645161290323"}


def test_a_part_at_fault_is_told_at_its_own_cell() -> None:
    batch = staged(f"{MONTH}优良天数|25|30\n监测天数|31|约31\n优良率(%)|80.6|96.8")
    assert rates(batch) == {"城关区": "80.6"}
    assert [(d.code, d.cell) for d in batch.errors] == [("unreadable-value", "C5")]
    more = staged(f"{MONTH}优良天数|25|32\n监测天数|31|31")
    assert [(d.code, d.cell) for d in more.errors] == [("part-over-whole", "C4")]


def test_a_numerator_without_its_denominator_is_told() -> None:
    batch = staged(f"{MONTH}优良天数|25|30\n监测天数|31|")
    assert rates(batch) == {"城关区": "80.645161290323"}
    (line,) = batch.diagnostics
    assert line.cell == "C4" and "没有分母" in line.message


def test_good_days_and_the_others_are_all_days() -> None:
    head = "兰州市2008年上半年环境保护目标任务完成情况\n指标|单位|年度任务|上半年完成|完成比例\n"
    batch = staged(f"{head}环境空气优良天数|天||177|97.7%\n环境空气超标天数|天||4|")
    assert rates(batch) == {"兰州市": "97.790055248619"}
    assert kept(batch) == [
        "兰州市 numerator 环境空气优良天数 177 D3",
        "兰州市 denominator 环境空气优良天数＋环境空气超标天数 181 D4",
    ]
    (line,) = [d for d in batch.diagnostics if d.severity == "warning"]
    assert (line.code, line.cell) == ("share-differs", "E3") and "97.8%" in line.message


def test_days_that_comply_beside_a_pollutant_may_be_those_of_the_pollutant() -> None:
    rows = staged("2008年10月兰州市空气(mg/m³)\n项目|城关区\nPM10|0.1\n达标天数|25\n监测天数|31")
    columns = staged("2008年10月空气(mg/m³)\n区县|PM10|达标天数|监测天数\n城关区|0.1|25|31")
    for batch in (rows, columns):
        assert read(batch) == {"pm10@城关区@2008-10": "100"} and batch.diagnostics
    good = staged("2008年10月空气(mg/m³)\n区县|PM10|优良天数|监测天数\n城关区|0.1|25|31")
    assert rates(good) == {"城关区": "80.645161290323"}


def test_days_due_and_those_of_last_year_are_no_parts() -> None:
    due = staged("2008年兰州市任务完成情况\n项目|年度目标|完成\n优良天数|300|280\n监测天数|366|330")
    assert rates(due) == {"兰州市": "84.848484848485"} and not due.targets
    last = staged("2008年10月兰州市空气\n项目|本月|去年同期\n优良天数|25|24\n监测天数|31|31")
    assert list(read(last)) == ["good_air_days@兰州市@2008-10"]


def test_two_rows_of_one_part_belong_to_nobody() -> None:
    batch = staged(f"{MONTH}优良天数|25|30\n优良天数|24|29\n监测天数|31|31\n优良率(%)|80.6|96.8")
    assert rates(batch) == {"城关区": "80.6", "安宁区": "96.8"} and not kept(batch)
