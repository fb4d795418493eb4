"""Real spreadsheets, where they lie beside the checkout: the figures a correct load gives."""

import json
from pathlib import Path

import pytest

from tests.commanding import run_command
from tests.demo_store import ROOT
from tests.service.conftest import Command

SAMPLES = ROOT.parent / "shared" / "samples"
pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="../shared/samples 不在：真实样本只在开发环境中"
)


@pytest.fixture(scope="module")
def beijing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("beijing")
    words = ["--home", str(home), "--city", "beijing", "import"]
    for name, hint in (
        ("beijing-daily.xlsx", ["--area", "北京市"]),
        ("PRSA_Data_Dongsi_20130301-20170228.csv.gz", []),
        ("PRSA_Data_Gucheng_20130301-20170228.csv.gz", []),
    ):
        done = run_command(*words, str(SAMPLES / name), *hint, "--json")
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)["files"][0]
        counts, sheets = found["observations"], found["sheets"]
        readings = sum(sheet["readings"] for sheet in sheets)
        aside = sum(sheet["set_aside"] for sheet in sheets)
        assert readings == counts["added"] + counts["changed"] + counts["unchanged"] + aside
    return home


@pytest.mark.parametrize(
    ("words", "value", "n"),
    [
        (("--area", "北京市", "--period", "2014-01", "--indicator", "pm10"), "122.839", 31),
        (("--area", "北京市", "--period", "2017-01", "--indicator", "pm10"), "130.581", 31),
        (("--area", "北京市", "--period", "2018-12", "--indicator", "pm10"), "75.033", 30),
        (("--area", "北京市", "--period", "2019-07", "--indicator", "pm10"), "50.419", 31),
        (("--area", "北京市", "--period", "2014-01", "--indicator", "so2"), "51.355", 31),
        (("--area", "北京市", "--period", "2019-07", "--indicator", "no2"), "26.871", 31),
        (
            ("--site", "Dongsi", "--period", "2014-01", "--indicator", "pm10", "--grain", "hour"),
            "112.5687",
            735,
        ),
        (("--site", "Dongsi", "--period", "2014-01", "--indicator", "pm10"), "112.1243", 31),
    ],
)
def test_mean(beijing: Path, run: Command, words: tuple[str, ...], value: str, n: int) -> None:
    answer = run(beijing, "mean", *words, city="beijing")[1]
    digits = len(value.partition(".")[2])
    assert f"{float(answer['value']):.{digits}f}" == value and answer["n_valid"] == n


def test_2019_is_judged_by_the_2012_standard(beijing: Path, run: Command) -> None:
    rows = run(beijing, "assess", "--period", "2019", "--area", "北京市", city="beijing")[1]["rows"]
    pm10 = next(r for r in rows if (r["indicator"], r["line"]) == ("pm10", "standard"))
    assert pm10["limit_id"].startswith("gb3095-2012/") and "2012" in pm10["rule"]


def test_trace_names_file_line_and_raw_text(beijing: Path, run: Command) -> None:
    words = ("trace", "--indicator", "pm10", "--site", "Dongsi", "--period", "2014-01-05T13")
    cells = run(beijing, *words, city="beijing")[1]["cells"]
    assert len(cells) == 1 and cells[0]["file"].startswith("PRSA_Data_Dongsi")
    assert cells[0]["sheet"] is None and cells[0]["cell"] == f"R{cells[0]['line']}C7"
    assert cells[0]["raw"] and cells[0]["used"]


def test_a_workbook_of_something_else_is_refused(tmp_path: Path, run: Command) -> None:
    code, answer = run(tmp_path, "import", str(SAMPLES / "nbs-major-cities-not-environmental.xls"))
    found = answer["files"][0]
    assert (code, found["status"]) == (3, "rejected")
    assert (
        len(found["diagnostics"]) == 1
        and "请确认是否选错文件" in found["diagnostics"][0]["message"]
    )
    assert run(tmp_path, "observations")[1]["count"] == 0
    assert run(tmp_path, "batches")[1]["batches"] == []
