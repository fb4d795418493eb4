"""The contract of the command line: exits, one JSON object, the server beside it."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from chuangmo.settings import Settings
from chuangmo.store.store import Store
from tests.demo_store import ROOT
from tests.service.conftest import Command

SAMPLES = ROOT / "data/samples/lanzhou"
NOISE = SAMPLES / "2008年兰州市声环境质量监测结果.xlsx"


@pytest.mark.parametrize(
    "words",
    [
        ("meen",),
        ("mean", "--indicator", "pm10"),
        ("mean", "--indicator", "pm99", "--period", "2008"),
        ("mean", "--indicator", "pm10", "--area", "某区", "--period", "2008"),
        ("mean", "--indicator", "pm10", "--period", "去年"),
        ("assess", "--period", "2008", "--scheme", "national_1999"),
        ("withdraw", "7", "--reason", "试"),
        ("import", "没有这个文件.xlsx"),
        ("mark-up", "没有这个文件.xlsx", "--out", "改.xlsx"),
        ("targets", "import", "没有这个文件.xlsx"),
        ("supervision", "import", "没有这个文件.xlsx"),
        ("supervision", "evidence", "1", "没有这个文件.pdf"),
    ],
)
def test_wrong_usage_is_2_with_code_message_and_todo(
    tmp_path: Path, run: Command, words: tuple[str, ...]
) -> None:
    code, answer = run(tmp_path, *words)
    assert code == 2 and set(answer["error"]) == {"code", "message", "todo"}
    assert any("一" <= letter <= "鿿" for letter in answer["error"]["message"])


def test_no_data_is_0_and_null(tmp_path: Path, run: Command) -> None:
    code, answer = run(tmp_path, "mean", "--indicator", "pm10", "--period", "2008")
    assert (code, answer["value"], answer["valid"], answer["reason"]) == (0, None, False, "no_data")
    code, answer = run(tmp_path, "assess", "--period", "2008", "--area", "永登县")
    assert code == 0 and all(row["value"] is None for row in answer["rows"])


def test_a_held_store_is_5_and_nothing_is_written(tmp_path: Path, run: Command) -> None:
    store = Store.open(Settings(tmp_path, "lanzhou"))
    try:
        code, answer = run(tmp_path, "import", str(NOISE))
    finally:
        store.close()
    assert code == 5 and "占用" in answer["error"]["message"]
    assert run(tmp_path, "batches")[1]["batches"] == []


def test_a_dry_run_writes_nothing(tmp_path: Path, run: Command) -> None:
    code, answer = run(tmp_path, "import", str(NOISE), "--dry-run")
    assert code == 0 and answer["files"][0]["status"] == "staged"
    assert answer["files"][0]["batch"] is None
    assert run(tmp_path, "observations")[1]["count"] == 0


def test_several_files_are_several_imports_and_the_worst_exit_counts(
    tmp_path: Path, run: Command
) -> None:
    foreign = tmp_path / "人口.csv"
    foreign.write_text("城市,人口\n兰州,330\n", encoding="utf-8")
    code, answer = run(tmp_path / "home", "import", str(NOISE), str(foreign))
    assert code == 3
    assert [found["status"] for found in answer["files"]] == ["committed", "rejected"]


def test_catalog_check_is_6_and_names_file_entry_field_reason(tmp_path: Path, run: Command) -> None:
    assert run(tmp_path, "catalog", "check") == (0, {"ok": True, "faults": []})
    place = tmp_path / "catalog" / "cities" / "lanzhou"
    place.mkdir(parents=True)
    (place / "targets.toml").write_text(
        '[[target]]\nindicator = "pm10"\narea = "城东区"\nyear = 2008\noperator = "<="\n'
        'limit = "0.1"\nunit = "mg/m³"\nsource = "试"\nconfidence = "A"\n',
        encoding="utf-8",
    )
    code, answer = run(tmp_path, "catalog", "check")
    assert code == 6 and answer["ok"] is False
    assert set(answer["faults"][0]) == {"file", "entry", "field", "reason", "line"}
    assert "城东区" in json.dumps(answer, ensure_ascii=False)


def test_a_file_with_errors_is_rejected_whole_unless_its_cells_are_set_aside(
    tmp_path: Path, run: Command
) -> None:
    sheet = tmp_path / "2008年10月水源.csv"
    sheet.write_text(
        "2008年10月饮用水源水质\n水源地,所在区县,取水量(万吨),达标水量(万吨),达标率(%)\n"
        "甲,城关区,100,100,100\n乙,城关区,100,90,约90\n",
        encoding="utf-8",
    )
    home = tmp_path / "home"
    code, answer = run(home, "import", str(sheet))
    found = answer["files"][0]
    assert code == 3 and found["status"] == "rejected"
    assert any("约90" in d["message"] and d["cell"] for d in found["diagnostics"])
    assert run(home, "observations")[1]["count"] == 0
    code, answer = run(home, "import", str(sheet), "--set-aside-errors")
    counts, sheets = answer["files"][0]["observations"], answer["files"][0]["sheets"]
    assert code == 0 and sheets[0]["readings"] == counts["added"] + sheets[0]["set_aside"]


@pytest.fixture
def served(demo: Path, tmp_path: Path) -> Iterator[Path]:
    """The demonstration home behind a running server."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    log = (tmp_path / "server.log").open("w")
    environment = {**os.environ, "CHUANGMO_HOME": str(demo)}
    process = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        for _ in range(120):
            if (demo / "server.json").exists():
                break
            time.sleep(0.5)
        urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=30).read()
        yield demo
    finally:
        process.terminate()
        process.wait(30)
        log.close()


def test_the_command_line_goes_through_the_living_server(served: Path, run: Command) -> None:
    known = json.loads((served / "server.json").read_text(encoding="utf-8"))
    assert (served / "server.json").stat().st_mode & 0o777 == 0o600
    answer = run(served, "mean", "--indicator", "pm10", "--area", "安宁区", "--period", "2008")
    assert answer[0] == 0 and answer[1]["published"] == "0.126"
    again = run(served, "import", str(NOISE), "--by", "王某")[1]["files"][0]
    assert again["status"] == "unchanged"
    assert run(served, "withdraw", "1", "--reason", "试", "--by", "王某")[1]["state"] == "withdrawn"
    batch = run(served, "batches")[1]["batches"][0]
    assert batch["events"][-1]["by"] == "王某"
    assert run(served, "verify")[1]["ok"] is True
    assert run(served, "mean", "--indicator", "x", "--period", "2008")[0] == 2
    request = urllib.request.Request(
        f"http://127.0.0.1:{known['port']}/_chuangmo/command", data=b"{}", method="POST"
    )
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(request, timeout=30)


@pytest.mark.parametrize("words", [("import",), ("mark-up", "--out", "标注.xlsx")])
def test_a_huge_file_is_refused_for_its_size_before_it_is_read(
    tmp_path: Path, run: Command, words: tuple[str, ...]
) -> None:
    huge = tmp_path / "监测.csv"
    with huge.open("wb") as file:
        file.truncate(64 * 2**30)  # no disk is taken, and no memory could hold it
    code, answer = run(tmp_path / "home", *words, str(huge))
    assert code == 2 and "65536 MB" in answer["error"]["message"]


def test_the_living_board_is_set_up_for_a_city_by_command(served: Path, run: Command) -> None:
    code, made = run(served, "city", "new", "321200", "--by", "王某")
    assert (code, made["name"]) == (0, "泰州市")
    code, shown = run(served, "city", "show", city="321200")
    assert (code, shown["city"], shown["own"]) == (0, "321200", True)
    assert run(served, "batches", city="321200")[1]["batches"] == []
    aside = served.with_name(f"{served.name}-demo")
    assert len(run(aside, "batches")[1]["batches"]) > 10  # nobody serves it: opened here
    assert run(served, "verify", city="321200")[1]["ok"] is True
