"""Real files that nobody here wrote, and the demonstration workbooks, read whole."""

from decimal import Decimal
from pathlib import Path

import pytest

from chuangmo.settings import SAMPLES_DIR
from loaders.model.staged import StagedBatch
from loaders.staging import stage, submission
from tests.loaders.staging import EmptyStore, catalog_of, codes, said

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = ROOT.parent / "shared" / "samples"
DEMO = SAMPLES_DIR / "lanzhou"


def load(name: str, city: str, folder: Path = PUBLIC, **hints: str) -> StagedBatch:
    path = folder / name
    if not path.exists():
        pytest.skip(f"样表 {name} 不在 {folder}")
    batch = stage(path.read_bytes(), name, catalog_of(city), EmptyStore(), said(**hints))
    assert sum(s.readings - s.set_aside for s in batch.sheets) == batch.diff.added
    return batch


def mean(batch: StagedBatch, indicator: str, month: str) -> Decimal:
    values = [
        r["value"]
        for r in batch.observations.to_pylist()
        if r["indicator"] == indicator and f"{r['start']:%Y-%m}" == month and r["value"] is not None
    ]
    return sum(values, Decimal(0)) / len(values)


def test_beijing_daily() -> None:
    batch = load("beijing-daily.xlsx", "beijing", area="北京市")
    assert [(s.readings, s.set_aside) for s in batch.sheets] == [(16639, 2377)]
    assert batch.diff.added == 14262 and not batch.errors and not batch.to_confirm
    assert set(batch.observations["kind"].to_pylist()) == {"day"}
    assert round(mean(batch, "pm10", "2014-01"), 3) == Decimal("122.839")
    assert round(mean(batch, "pm10", "2018-12"), 3) == Decimal("75.033")
    assert round(mean(batch, "no2", "2019-07"), 3) == Decimal("26.871")
    statistics = {(r["indicator"], r["statistic"]) for r in batch.observations.to_pylist()}
    assert ("o3", "mda8") in statistics and ("pm10", "mean") in statistics
    wanted = {
        "text-number",
        "invisible-character",
        "not-an-input",
        "zero-is-missing",
        "unit-inferred",
    }
    assert wanted <= set(codes(batch))


def test_beijing_daily_without_a_place_asks() -> None:
    batch = load("beijing-daily.xlsx", "beijing")
    question = batch.questions[0]
    assert question.key == f"{batch.sha256[:8]}/Sheet1/area" and question.options[0] == "北京市"
    assert batch.observations.num_rows == 0


def test_station_hours() -> None:
    batch = load("PRSA_Data_Dongsi_20130301-20170228.csv.gz", "beijing")
    assert batch.observations.num_rows == 35064 * 6 and not batch.errors
    rows = batch.observations.slice(0, 1).to_pylist()[0]
    assert (rows["site"], rows["area"], rows["kind"]) == ("Dongsi", "东城区", "hour")
    table = batch.observations.to_pandas()
    assert int(table[table.indicator == "pm10"].value.isna().sum()) == 553
    first = table[table.indicator == "co"].iloc[0]
    assert (first.value, first.unit, first.raw) == (Decimal("0.3"), "mg/m³", "300")
    ignored = next(d for d in batch.diagnostics if d.code == "ignored-column")
    assert ignored.found == "TEMP、PRES、DEWP、RAIN、wd、WSPM"


def test_station_without_a_place() -> None:
    assert load("cumcm2019d-station-hourly.csv", "open").questions
    batch = load("cumcm2019d-station-hourly.csv", "open", area="某市")
    assert batch.observations.num_rows == 25200
    assert round(mean(batch, "pm10", "2018-12"), 4) == Decimal("75.4069")
    assert load("cumcm2019d-station-hourly.csv", "open", site="校内").observations.num_rows == 25200


def test_counties_with_years_of_the_republic() -> None:
    batch = load("tw-county-monthly.csv", "open")
    assert batch.observations.num_rows == 2332 and not batch.questions
    rows = {
        (r["area"], f"{r['start']:%Y-%m}", r["indicator"]): r
        for r in batch.observations.to_pylist()
    }
    assert rows["臺北市", "2017-01", "tsp"]["value"] == 51
    assert rows["苗栗縣", "2017-01", "tsp"]["qualifier"] == "missing"


def test_statistics_of_another_office_are_refused() -> None:
    batch = load("nbs-major-cities-not-environmental.xls", "lanzhou")
    assert batch.rejected is not None and batch.rejected.message == (
        "“主要城市年度数据”里没有本系统的环境指标（见到：国内生产总值(亿元)）。请确认是否选错文件。"
    )
    assert batch.diagnostics == (batch.rejected,)


@pytest.mark.parametrize(
    ("name", "observations", "ledger"),
    [
        ("2008年11月兰州市环境空气质量监测日报.xlsx", 1620, 0),
        ("2007年10月兰州市环境空气质量监测日报.xlsx", 1674, 0),
        ("2008年兰州市声环境质量监测结果.xlsx", 476, 0),
        ("2008年10月兰州市饮用水源与断面水质月报.xlsx", 30, 0),
        ("2008年1—12月兰州市其他任务进展情况表.xlsx", 72, 0),
        ("兰州市2008年锅炉改造台账（截至2008年12月31日）.xlsx", 0, 147),
    ],
)
def test_demonstration_forms(name: str, observations: int, ledger: int) -> None:
    batch = load(name, "lanzhou", DEMO)
    assert not batch.questions and not batch.errors and not batch.to_confirm
    assert (batch.observations.num_rows, batch.ledger.num_rows) == (observations, ledger)


def test_submission_counts() -> None:
    batch = load("2008年10月兰州市饮用水源与断面水质月报.xlsx", "lanzhou", DEMO)
    sent = submission(batch, "王某", "", True, catalog_of())
    assert sent.counts["readings"] == sent.counts["added"] + sent.counts["set_aside"] == 32
    assert sent.diagnostics.num_rows == len(batch.diagnostics) and sent.city == "lanzhou"


def test_hours_across_one_sheet_a_station() -> None:
    asked = load("seoul-noise-2025-02.xlsx", "open", indicator="noise_functional")
    answers = {q.key: f"测点{n}" for n, q in enumerate(asked.questions, start=1)}
    assert len(answers) == 4
    path = PUBLIC / "seoul-noise-2025-02.xlsx"
    hints = said(indicator="noise_functional", answers=answers)
    batch = stage(path.read_bytes(), path.name, catalog_of("open"), EmptyStore(), hints)
    values = [r["value"] for r in batch.observations.to_pylist() if r["area"] == "测点1"]
    assert len(values) == 672 and round(sum(values, Decimal(0)) / 672, 3) == Decimal("64.793")
    assert "hours-to-24" in codes(batch)
