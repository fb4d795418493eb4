"""backup, restore-backup and bench on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

import benchmarks.__main__ as bench
from benchmarks.measure import Race
from chuangmo.access.actor import ADMIN, Actor
from chuangmo.cli.main import main
from chuangmo.service.auditing import BackupChecks, audit_lines, backup_checks
from chuangmo.settings import Settings


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(home: Path, *words: str) -> tuple[int, dict[str, Any]]:
        code = main(["--home", str(home), "--city", "lanzhou", *words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


def test_every_figure_and_every_target_comes_back(say: Any, demo: Path, tmp_path: Path) -> None:
    target = ("--indicator", "pm10", "--area", "安宁区", "--year", "2009")
    assert say(demo, "target", "set", *target, "--limit", "0.098", "--document", "某文")[0] == 0
    copy, new = tmp_path / "copy", tmp_path / "new"
    assert say(demo, "backup", str(copy))[0] == 0
    code, answer = say(new, "restore-backup", str(copy))
    assert (code, set(answer)) == (0, {"batches", "observations", "sha256", "notices"})
    for words in (
        ("assess", "--period", "2008", "--as-of", "2008-10"),
        ("target", "list"),
        ("batches",),
    ):
        there, here = say(demo, *words), say(new, *words)
        assert there == here
    assert say(new, "verify")[0] == 0


def test_a_look_at_a_backup_stands_in_the_audit_of_its_home(
    say: Any, demo: Path, tmp_path: Path
) -> None:
    settings, who = Settings(demo, "lanzhou"), Actor("王", ADMIN, "page")
    assert backup_checks(audit_lines(settings, who)) == BackupChecks(None, None)
    copy, other = tmp_path / "copy", tmp_path / "other"
    assert say(demo, "backup", str(copy))[0] == 0
    assert say(demo, "verify", str(copy), "--deep")[0] == 0
    found = backup_checks(audit_lines(settings, who))
    assert found.good is not None and found.good == found.newest
    assert found.good.act.object == f"核对备份 {copy}" and found.good.act.detail == "逐个文件、逐行"
    staged = next((copy / "staged").glob("*/*.parquet"))
    staged.write_bytes(staged.read_bytes()[:-1])
    assert say(demo, "verify", str(copy))[0] == 6
    worse = backup_checks(audit_lines(settings, who))
    assert worse.good == found.good
    assert worse.newest is not None and staged.name in worse.newest.act.detail
    assert say(other, "batches")[0] == 0  # another home: the backup is none of its own
    assert say(other, "verify", str(copy))[0] == 6
    assert backup_checks(audit_lines(Settings(other, "lanzhou"), who)) == BackupChecks(None, None)


def test_home_with_data_is_wrong_usage(say: Any, demo: Path, tmp_path: Path) -> None:
    say(demo, "backup", str(tmp_path / "copy"))
    code, answer = say(demo, "restore-backup", str(tmp_path / "copy"))
    assert (code, set(answer)) == (2, {"error"})


def test_place_without_a_backup_is_wrong_usage(say: Any, tmp_path: Path) -> None:
    assert say(tmp_path / "new", "restore-backup", str(tmp_path))[0] == 2


@pytest.mark.parametrize(("gate", "code"), [(0.0, 0), (1e9, 6)])
def test_bench_exits_with_6_when_a_gate_fails(
    say: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gate: float, code: int
) -> None:
    race = Race("try", lambda: sum(range(999)), lambda: sum(range(999)), "同一件事", gate, 1)
    monkeypatch.setattr(bench, "RACES", {"try": lambda: race})
    found, answer = say(tmp_path, "bench")
    assert (found, set(answer)) == (code, {"machine", "at", "rows"})
    assert set(answer["rows"][0]) >= {
        "name", "ours", "other", "other_name", "unit", "ratio", "gate", "holds", "rounds",
    }  # fmt: skip


def test_bench_of_an_unknown_name_is_wrong_usage(say: Any, tmp_path: Path) -> None:
    assert say(tmp_path, "bench", "nosuch")[0] == 2
