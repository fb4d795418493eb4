"""The main job end to end on the demonstration data: the figures of the two district reports."""

import json
from pathlib import Path
from typing import Any

import pytest

from chuangmo.store.crash_points import ARROWS, FIRST_IN
from tests.commanding import run_command
from tests.demo_store import ROOT, copy_of, shared_demo_home
from tests.service.conftest import Command
from tests.two_forms import is_long

REPORTED = [
    # area, indicator, line, status, published, limit
    ("安宁区", "pm10", "standard", "missed", "0.126", "0.10"),
    ("安宁区", "so2", "standard", "met", "0.060", "0.06"),
    ("安宁区", "no2", "standard", "met", "0.052", "0.08"),
    ("安宁区", "noise_traffic", "scheme", "not_assessable", "69.6", None),
    ("安宁区", "surface_water_compliance", "scheme", "insufficient_data", "100.0", None),
    ("安宁区", "water_source_compliance", "scheme", "not_assessable", "100.0", None),
    ("安宁区", "boiler_retrofit_so2", "target", "met", "189.07", "100"),
    ("安宁区", "boiler_retrofit_units", "target", "no_target", "28", None),
    ("安宁区", "catering_treated_units", "target", "met", "115", "100"),
    ("安宁区", "sewage_treatment_rate", "scheme", "not_assessable", "70.0", None),
    ("城关区", "pm10", "standard", "missed", "0.123", "0.10"),
    ("城关区", "pm10", "target", "met", "0.123", "0.125"),
    ("城关区", "so2", "standard", "met", "0.058", "0.06"),
    ("城关区", "no2", "standard", "met", "0.052", "0.08"),
    ("城关区", "noise_regional", "scheme", "not_assessable", "55.0", None),
    ("城关区", "noise_traffic", "scheme", "not_assessable", "68.9", None),
    ("城关区", "boiler_retrofit_units", "target", "missed", "50", "61"),
    ("城关区", "boiler_retrofit_owners", "target", "missed", "35", "45"),
    ("城关区", "boiler_retrofit_so2", "target", "missed", "460.10", "480"),
    ("城关区", "catering_treated_units", "target", "missed", "287", "400"),
    ("城关区", "catering_treated_items", "target", "missed", "298", "414"),
    ("皋兰县", "so2", "standard", "insufficient_data", None, "0.06"),
    ("永登县", "noise_regional", "scheme", "no_target", None, None),
]
#: 2008 has two lists in question: neither judges unless one is asked for.
BY_2006 = [
    ("安宁区", "noise_traffic", "met", "69.6", "70"),
    ("安宁区", "surface_water_compliance", "met", "100.0", "100"),
    ("安宁区", "water_source_compliance", "met", "100.0", "96"),
    ("安宁区", "sewage_treatment_rate", "met", "70.0", "70"),
    ("城关区", "noise_regional", "met", "55.0", "60"),
    ("城关区", "noise_traffic", "met", "68.9", "70"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of(shared_demo_home(tmp_path_factory), tmp_path_factory.mktemp("m") / "home")


def _assessed(home: Path, *words: str) -> dict[str, Any]:
    done = run_command("--home", str(home), "assess", "--period", "2008", *words, "--json")
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.fixture(scope="module")
def assessed(home: Path) -> dict[str, Any]:
    return _assessed(home)


def test_one_of_two_lists_in_question_judges_when_it_is_asked_for(home: Path) -> None:
    answer = _assessed(home, "--scheme", "national_2006")
    rows = [(a, i, row_of(answer, a, i, "scheme")) for a, i, *_ in BY_2006]
    found = [(a, i, r["status"], r["published"], r["limit"]) for a, i, r in rows if r]
    assert found == BY_2006
    assert answer["scheme"] == "national_2006"


def test_without_one_neither_judges_and_both_are_named(assessed: dict[str, Any]) -> None:
    assert assessed["scheme"] is None
    assert assessed["schemes_in_force"] == ["national_2006", "national_2008"]
    rows = [row for row in assessed["rows"] if row["line"] == "scheme"]
    assert {r["status"] for r in rows} <= {
        "not_assessable", "insufficient_data", "not_applicable", "no_target",
    }  # fmt: skip
    doubted = [row for row in rows if row["reason_code"] == "scheme_in_doubt"]
    assert doubted and all(
        "2006〕40号" in r["reason"] or "2008〕71号" in r["reason"] for r in doubted
    )


def row_of(answer: dict[str, Any], area: str, indicator: str, line: str) -> dict[str, Any] | None:
    return next(
        (r for r in answer["rows"]
         if (r["area"], r["indicator"], r["line"]) == (area, indicator, line)),
        None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("area", "indicator", "line", "status", "published", "limit"),
    REPORTED,
    ids=[f"{case[0]} {case[1]} {case[2]}" for case in REPORTED],
)
def test_the_reported_figure_comes_out(
    assessed: dict[str, Any],
    area: str,
    indicator: str,
    line: str,
    status: str,
    published: str | None,
    limit: str | None,
) -> None:
    row = row_of(assessed, area, indicator, line)
    if row is None:
        assert (status, published) == ("no_target", None)
        return
    assert (row["status"], row["published"], row["limit"]) == (status, published, limit)


def test_every_row_names_rule_source_confidence_and_is_marked_demo(
    assessed: dict[str, Any],
) -> None:
    judged = [row for row in assessed["rows"] if row["line"] and row["status"] != "no_target"]
    assert judged and all(row["rule"] and row["source"] and row["confidence"] for row in judged)
    assert all(row["demo"] for row in judged)
    assert sum(assessed["counts"].values()) == len(assessed["rows"])


def test_the_task_is_done_to_189_per_cent(assessed: dict[str, Any]) -> None:
    row = row_of(assessed, "安宁区", "boiler_retrofit_so2", "target")
    assert row is not None and row["completion"] == "189.07" and row["mark"] == "inferred"


def test_same_file_again_is_unchanged_and_withdraw_restore_return_exactly(
    demo: Path, run: Command
) -> None:
    sample = ROOT / "data/samples/lanzhou/2008年10月兰州市环境空气质量监测日报.xlsx"
    code, answer = run(demo, "import", str(sample))
    assert code == 0 and answer["files"][0]["status"] == "unchanged"
    before = run(demo, "assess", "--period", "2008")[1]
    batch = next(b["batch"] for b in run(demo, "batches")[1]["batches"] if b["file"] == sample.name)
    assert run(demo, "withdraw", str(batch), "--reason", "核对")[1]["state"] == "withdrawn"
    short = row_of(run(demo, "assess", "--period", "2008")[1], "安宁区", "pm10", "standard")
    assert short is not None and short["status"] == "insufficient_data"
    assert run(demo, "import", str(sample))[0] == 4
    assert run(demo, "restore", str(batch), "--reason", "无误")[1]["state"] == "active"
    after = run(demo, "assess", "--period", "2008")[1]
    assert {**after, "generation": 0} == {**before, "generation": 0}


def test_rebuild_gives_the_same_assessment_byte_for_byte(demo: Path, run: Command) -> None:
    before = run(demo, "assess", "--period", "2008")
    for path in demo.glob("board.duckdb*"):
        path.unlink()
    code, answer = run(demo, "rebuild")
    assert code == 0 and answer["batches"] == 66
    assert run(demo, "assess", "--period", "2008") == before
    assert run(demo, "verify")[1]["ok"] is True


def test_every_figure_leads_back_to_cells(demo: Path, run: Command) -> None:
    answer = run(demo, "trace", "--indicator", "pm10", "--area", "安宁区", "--period", "2008-10")[1]
    used = [cell for cell in answer["cells"] if cell["used"]]
    assert answer["published"] and used
    assert all(cell["file"] and cell["cell"] and cell["raw"] for cell in used)
    tonnes = run(
        demo, "trace", "--indicator", "boiler_retrofit_so2", "--area", "安宁区", "--period", "2008"
    )[1]
    from decimal import Decimal

    total = sum(Decimal(cell["value"]) for cell in tonnes["cells"] if cell["used"])
    assert str(total) == "189.07" == tonnes["value"]


def test_demonstration_data_never_join_real_batches(tmp_path: Path, run: Command) -> None:
    sample = ROOT / "data/samples/lanzhou/2008年兰州市声环境质量监测结果.xlsx"
    assert run(tmp_path, "import", str(sample))[0] == 0
    code, answer = run(tmp_path, "demo")
    assert code == 2 and "已有真实批次" in answer["error"]["message"]


#: All of them are tried on the store itself (``tests/store/test_faults.py``).
KILLED_AT = sorted(ARROWS) if is_long() else [1, FIRST_IN - 1, FIRST_IN, max(ARROWS)]


@pytest.mark.long
@pytest.mark.parametrize("number", KILLED_AT)
def test_a_kill_at_each_arrow_leaves_the_batch_wholly_in_or_wholly_out(
    tmp_path: Path, run: Command, number: int
) -> None:
    sample = ROOT / "data/samples/lanzhou/2008年10月兰州市饮用水源与断面水质月报.xlsx"
    code, _ = run(tmp_path, "import", str(sample), env={"FAULT_AT": str(number)})
    assert code == -9
    count = run(tmp_path, "observations")[1]["count"]
    assert count == (30 if number >= FIRST_IN else 0)
    assert len(run(tmp_path, "batches")[1]["batches"]) == (1 if number >= FIRST_IN else 0)
    assert run(tmp_path, "verify")[1]["ok"] is True
    again = run(tmp_path, "import", str(sample))[1]["files"][0]["status"]
    assert again == ("unchanged" if number >= FIRST_IN else "committed")
