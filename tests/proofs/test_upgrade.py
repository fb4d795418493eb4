"""``./run prove upgrade``: the homes of earlier versions, kept beside the proof."""

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from proofs import upgrade
from proofs.homes.making import FOLDER
from tests.demo_store import ROOT

#: A home is kept as its version left it: made anew by a later one it would prove nothing.
KEPT = {
    "2026-11-22": "65c5b1e53d5bea62e7779d330447a6a34295ed6966f678e9c0bc2cb2088fcb14",  # 0.1.0, the first published version
    "2026-12-01": "ae7099cb19335c156c4689a29537757264ac8364eb6406bf8d174aa6f431425e",
}


def test_the_kept_homes_are_those_that_their_versions_left() -> None:
    found = {
        path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("*.zip")
    }
    assert found == KEPT
    assert sum(path.stat().st_size for path in FOLDER.glob("*.zip")) < 60_000 * len(KEPT)


def test_every_kept_home_opens_with_its_figures_and_goes_back() -> None:
    """In a process of its own, as a person runs it."""
    words = [sys.executable, "-m", "proofs", "upgrade"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_figure_that_moved_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = max(path.stem for path in FOLDER.glob("*.zip"))
    told = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    told["current"][0][5] = "121.000000000000"
    (tmp_path / f"{name}.json").write_text(json.dumps(told), encoding="utf-8")
    shutil.copy(FOLDER / f"{name}.zip", tmp_path / f"{name}.zip")
    monkeypatch.setattr(upgrade, "FOLDER", tmp_path)
    found = upgrade.prove(1, 1, True).faults
    assert len(found) == 2 and all("“current”不同" in one for one in found)


def test_the_kept_home_holds_what_an_upgrade_must_carry() -> None:
    with zipfile.ZipFile(max(FOLDER.glob("*.zip"))) as packed:
        names = packed.namelist()
        types = {json.loads(line)["type"] for line in packed.read("journal.jsonl").splitlines()}
    assert {"accounts.sqlite", "audit.sqlite", "home.json", "board.duckdb"} <= set(names)
    assert {"import", "withdraw", "submit"} <= types


def test_the_first_published_version_knew_neither_identity_nor_reviews() -> None:
    """So that what later versions add is really added when its home is opened."""
    with zipfile.ZipFile(FOLDER / "2026-11-22.zip") as packed:
        names = packed.namelist()
        types = {json.loads(line)["type"] for line in packed.read("journal.jsonl").splitlines()}
    assert "home.json" not in names and "submit" not in types
    assert {"import", "withdraw"} <= types
