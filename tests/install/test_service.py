"""``install.sh`` in a folder of its own: what it lays down, what it never touches, and the way back."""

import configparser
import hashlib
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

#: Stands in for ``run``: ``prepare`` makes an environment whose Python writes down what it is asked.
RUN = """#!/usr/bin/env bash
[ "$1" = prepare ] || exit 2
[ -e broken ] && exit 2
mkdir -p .venv/bin
cp python.stub .venv/bin/python
chmod 755 .venv/bin/python
"""
PYTHON = """#!/bin/sh
case "$*" in *compileall*|*--help*) exit 0 ;; esac
echo "$(cat "$(dirname "$0")/../../CHANGELOG.md") $CHUANGMO_HOME $*" >>"$ASKED"
case "$*" in *"chuangmo backup"*) [ -z "$BACKUP_FAILS" ] || exit 1 ;; esac
"""
Installs = Callable[..., subprocess.CompletedProcess[str]]


def unpacked(place: Path, version: str, *, broken: bool = False) -> Path:
    """A small bundle."""
    files = {
        "run": RUN, "python.stub": PYTHON, "app.py": "", "VERSION": f"{version} {'c' * 40} 0\n",
        "CHANGELOG.md": version, "docs/安装.md": "照做", "wheelhouse/one-1.0-py3-none-any.whl": "",
        "install/install.sh": (ROOT / "install" / "install.sh").read_text(encoding="utf-8"),
    }  # fmt: skip
    files |= {"broken": ""} if broken else {}
    for name, content in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(content, encoding="utf-8")
    lines = [f"{hashlib.sha256(c.encode()).hexdigest()}  {n}\n" for n, c in sorted(files.items())]
    (place / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
    return place


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """Where the board is put instead of ``/``."""
    root = tmp_path / "machine"
    root.mkdir()
    return root


@pytest.fixture
def installs(machine: Path, tmp_path: Path) -> Installs:
    def run(bundle: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"ASKED": str(tmp_path / "asked")} | env
        command = ["bash", str(bundle / "install" / "install.sh"), "--root", str(machine), *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    return run


def laid(machine: Path) -> dict[str, bytes]:
    return {str(p.relative_to(machine)): p.read_bytes() for p in machine.rglob("*") if p.is_file()}


def unit(machine: Path, name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(machine / "etc/systemd/system" / name, encoding="utf-8")
    return parser


def begun(machine: Path) -> None:
    (machine / "var/lib/chuangmo/journal.jsonl").write_text("{}\n", encoding="utf-8")


def version(machine: Path, place: str = "opt/chuangmo") -> str:
    return (machine / place / "CHANGELOG.md").read_text(encoding="utf-8")


def test_a_first_installation_and_the_same_again(
    machine: Path, tmp_path: Path, installs: Installs
) -> None:
    bundle = unpacked(tmp_path / "one", "1")
    done = installs(bundle)
    assert done.returncode == 0, done.stderr
    assert "chuangmo city new" in done.stdout and "chuangmo user add" in done.stdout
    assert version(machine) == "1" and (machine / "opt/chuangmo/docs/安装.md").is_file()
    for folder in ("var/lib/chuangmo", "var/backups/chuangmo"):
        assert (machine / folder).stat().st_mode & 0o777 == 0o700
    board = unit(machine, "chuangmo.service")["Service"]
    assert board["ExecStart"] == "/opt/chuangmo/run --port ${CHUANGMO_PORT} --no-demo"
    hard = {"User": "chuangmo", "UMask": "0077", "NoNewPrivileges": "true", "PrivateTmp": "true",
            "ProtectSystem": "strict", "ReadWritePaths": "/var/lib/chuangmo /var/backups/chuangmo"}  # fmt: skip
    for name in ("chuangmo", "chuangmo-backup", "chuangmo-verify"):
        service = unit(machine, f"{name}.service")["Service"]
        assert {key: service[key] for key in hard} == hard
    saved = (machine / "etc/systemd/system/chuangmo-backup.service").read_text(encoding="utf-8")
    commands = [line for line in saved.splitlines() if line.startswith("ExecStart=")]
    assert [line.split(" -m chuangmo ")[1] for line in commands] == [
        "backup ${CHUANGMO_BACKUP}", "verify ${CHUANGMO_BACKUP}",
    ]  # fmt: skip
    assert unit(machine, "chuangmo-backup.timer")["Timer"]["OnCalendar"] == "*-*-* 02:30"
    before = laid(machine)
    again = installs(bundle)
    assert again.returncode == 0 and "程序没有变" in again.stdout
    assert laid(machine) == before


def test_a_dry_run_changes_nothing(machine: Path, tmp_path: Path, installs: Installs) -> None:
    done = installs(unpacked(tmp_path / "one", "1"), "--dry-run")
    assert done.returncode == 0 and "什么都没有改" in done.stdout
    assert list(machine.iterdir()) == []
    assert installs(tmp_path / "one").returncode == 0
    begun(machine)
    before = laid(machine)
    done = installs(unpacked(tmp_path / "two", "2"), "--dry-run")
    assert done.returncode == 0 and "备份到" in done.stdout
    assert laid(machine) == before


def test_a_bundle_that_was_altered_is_not_installed(
    machine: Path, tmp_path: Path, installs: Installs
) -> None:
    bundle = unpacked(tmp_path / "one", "1")
    (bundle / "app.py").write_text("import os\n", encoding="utf-8")
    done = installs(bundle)
    assert done.returncode == 1 and "安装包与校验和不符，没有安装" in done.stderr
    assert list(machine.iterdir()) == []


def test_an_upgrade_saves_first_keeps_the_former_and_can_be_taken_back(
    machine: Path, tmp_path: Path, installs: Installs
) -> None:
    assert installs(unpacked(tmp_path / "one", "1")).returncode == 0
    begun(machine)
    done = installs(unpacked(tmp_path / "two", "2"))
    assert done.returncode == 0 and "升级完了" in done.stdout, done.stderr
    home, backup = machine / "var/lib/chuangmo", machine / "var/backups/chuangmo"
    asked = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    assert asked == [f"1 {home} -m chuangmo {what} {backup}" for what in ("backup", "verify")]
    assert (version(machine), version(machine, "opt/chuangmo.former")) == ("2", "1")
    back = installs(tmp_path / "two", "--rollback")
    assert back.returncode == 0 and "已退回上一版" in back.stdout, back.stderr
    assert (version(machine), version(machine, "opt/chuangmo.former")) == ("1", "2")
    asked = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()[2:]
    assert [line.split(" -m chuangmo ")[1].split()[0] for line in asked] == [
        "backup",
        "verify",
        "rebuild",
    ]
    assert [line[0] for line in asked] == ["2", "2", "1"]
    assert installs(tmp_path / "two", "--rollback").returncode == 0
    assert version(machine) == "2"
    assert installs(unpacked(tmp_path / "three", "3")).returncode == 0
    assert (version(machine), version(machine, "opt/chuangmo.former")) == ("3", "2")
    assert sorted(p.name for p in (machine / "opt").iterdir()) == ["chuangmo", "chuangmo.former"]


@pytest.mark.parametrize("fault", ["environment", "backup"])
def test_where_a_step_fails_the_old_program_stays(
    fault: str, machine: Path, tmp_path: Path, installs: Installs
) -> None:
    assert installs(unpacked(tmp_path / "one", "1")).returncode == 0
    begun(machine)
    bundle = unpacked(tmp_path / "two", "2", broken=fault == "environment")
    done = installs(bundle, **({"BACKUP_FAILS": "1"} if fault == "backup" else {}))
    assert done.returncode == 1
    assert ("运行环境没有建好" if fault == "environment" else "备份没有成功") in done.stderr
    assert version(machine) == "1" and not (machine / "opt/chuangmo.former").exists()
    assert installs(unpacked(tmp_path / "three", "3")).returncode == 0
    assert version(machine) == "3"


def test_what_was_said_once_is_kept(machine: Path, tmp_path: Path, installs: Installs) -> None:
    bundle = unpacked(tmp_path / "one", "1")
    assert installs(bundle, "--port", "9000", "--home", "/data/kanban").returncode == 0
    settings = machine / "etc/chuangmo.conf"
    with settings.open("a", encoding="utf-8") as out:
        out.write("CHUANGMO_WARMING=off\n")
    assert installs(bundle).returncode == 0
    assert installs(bundle, "--backup", "/backup/kanban").returncode == 0
    kept = dict(
        line.split("=", 1) for line in settings.read_text("utf-8").splitlines() if "=" in line
    )
    assert kept == {"CHUANGMO_HOME": "/data/kanban", "CHUANGMO_BACKUP": "/backup/kanban",
                    "CHUANGMO_PORT": "9000", "CHUANGMO_WARMING": "off"}  # fmt: skip
    service = unit(machine, "chuangmo.service")["Service"]
    assert service["ReadWritePaths"] == "/data/kanban /backup/kanban"
    assert (machine / "data/kanban").is_dir()


def test_a_service_set_up_by_hand_keeps_its_home_and_port(
    machine: Path, tmp_path: Path, installs: Installs
) -> None:
    units = machine / "etc/systemd/system"
    units.mkdir(parents=True)
    (units / "chuangmo.service").write_text(
        "[Service]\nUser=chuangmo\nEnvironment=CHUANGMO_HOME=/data/kanban\n"
        "ExecStart=/opt/chuangmo/run --port 8600 --no-demo\n",
        encoding="utf-8",
    )
    assert installs(unpacked(tmp_path / "one", "1")).returncode == 0
    settings = (machine / "etc/chuangmo.conf").read_text(encoding="utf-8").splitlines()
    assert {"CHUANGMO_HOME=/data/kanban", "CHUANGMO_PORT=8600"} < set(settings)
    assert (machine / "data/kanban").is_dir() and not (machine / "var/lib/chuangmo").exists()


def test_a_swap_that_was_cut_off_is_put_right(
    machine: Path, tmp_path: Path, installs: Installs
) -> None:
    assert installs(unpacked(tmp_path / "one", "1")).returncode == 0
    (machine / "opt/chuangmo").rename(machine / "opt/chuangmo.former")
    done = installs(unpacked(tmp_path / "two", "2"))
    assert done.returncode == 0 and "上次没有换完" in done.stdout
    assert (version(machine), version(machine, "opt/chuangmo.former")) == ("2", "1")


@pytest.mark.parametrize(
    "words", [["--port", "80a"], ["--home", "data"], ["--backup", "/a b"], ["--what"], ["--port"]]
)
def test_a_word_that_is_not_understood_is_refused(
    words: list[str], machine: Path, tmp_path: Path, installs: Installs
) -> None:
    done = installs(unpacked(tmp_path / "one", "1"), *words)
    assert done.returncode == 1 and done.stderr
    assert list(machine.iterdir()) == []
