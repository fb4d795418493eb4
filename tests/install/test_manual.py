"""``docs/安装.md`` can be followed to the word: its commands, files and settings are those there are."""

import re
import subprocess
from pathlib import Path

import pytest

from chuangmo.access.policy import load_policy
from chuangmo.access.web.old_browsers import BETTER, KERNEL
from chuangmo.cli.parser import parser
from install.platforms import PLATFORMS, PYTHONS
from tests.architecture.tree import ROOT

MANUAL = (ROOT / "docs" / "安装.md").read_text(encoding="utf-8")
OPERATING = (ROOT / "docs" / "运维手册.md").read_text(encoding="utf-8")
INSTALL = (ROOT / "install" / "install.sh").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^ *```bash\n(.*?)^ *```$", MANUAL, re.DOTALL | re.MULTILINE)


def lines(*starting: str) -> list[str]:
    """Lines of the commands that begin so, without comments."""
    found = (line.partition("  #")[0].strip() for block in BLOCKS for line in block.splitlines())
    return [line for line in found if line.startswith(starting)]


def test_the_manual_has_every_step() -> None:
    steps = ("用户", "systemctl start chuangmo", "CHUANGMO_HOME", "chuangmo city new", "chuangmo user add",
             "chuangmo-backup", "firewall-cmd", "ufw", "nginx", "## 升级", "## 退回", "## Windows")  # fmt: skip
    assert [step for step in steps if step not in MANUAL] == []
    assert "CHANGUMO" not in MANUAL and len(BLOCKS) >= 12


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_a_block_is_a_shell_script(number: int) -> None:
    done = subprocess.run(["bash", "-n"], input=BLOCKS[number], text=True, capture_output=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("line", lines("chuangmo "))
def test_a_command_is_understood(line: str) -> None:
    parser().parse_args(line.split()[1:])


def test_the_installer_takes_every_option_that_is_named() -> None:
    usage = INSTALL[INSTALL.index("用法（用 root 运行）") : INSTALL.index("# ---- 参数")]
    known = set(re.findall(r"--[a-z-]+", usage)) | {"--help"}
    named = set()
    for line in MANUAL.splitlines():
        if "install.sh" in line and "run bundle" not in line:
            named |= set(re.findall(r"--[a-z-]+", line.partition("install.sh")[2]))
    named |= set(re.findall(r"`(--[a-z]+) (?:数据目录|备份目录|端口|/opt)", MANUAL))
    assert {"--dry-run", "--rollback", "--backup"} < named <= known


def test_bundles_and_files_are_those_there_are() -> None:
    assert set(
        re.findall(r"chuangmo-((?:linux|windows)[\w-]*?)(?=\.|\b)(?:\.tar\.gz|\.zip)", MANUAL)
    ) <= set(PLATFORMS)
    assert f"默认给 Python {'、'.join(PYTHONS)}" in MANUAL
    for name in re.findall(r"\binstall[\\/][\w.-]+", MANUAL):
        assert (ROOT / name.replace("\\", "/")).is_file(), name


def test_the_units_named_are_those_installed() -> None:
    units = set(re.findall(r"\bchuangmo-[a-z]+(?=\.timer|\b(?= &&))", MANUAL))
    assert units == {"chuangmo-backup", "chuangmo-verify"}
    assert all(f"timed {unit} " in INSTALL for unit in units)


def test_the_proxy_of_the_manual_is_that_of_the_operating_manual(tmp_path: Path) -> None:
    """The lines that copy nginx' settings and write ``server.toml`` do what they say."""
    (tmp_path / "etc").mkdir()
    copied = lines("sed -n", "sed -i", "printf")
    assert len(copied) == 3
    script = "\n".join(["set -eu", "name=kanban.taizhou.gov.cn", *copied])
    for place, here in {"/opt/chuangmo": str(ROOT), "/etc/nginx/conf.d": f"{tmp_path}/etc",
                        "/var/lib/chuangmo": str(tmp_path)}.items():  # fmt: skip
        script = script.replace(place, here)
    subprocess.run(["bash"], input=script, text=True, check=True)
    block = re.search(r"```nginx\n(.*?)```", OPERATING, re.DOTALL)
    assert block is not None
    written = (tmp_path / "etc" / "chuangmo.conf").read_text(encoding="utf-8")
    assert written == block[1].replace("kanban.example.gov.cn", "kanban.taizhou.gov.cn")
    assert "kanban.taizhou.gov.cn" in load_policy(tmp_path).hosts


def test_the_browsers_are_said_in_one_voice() -> None:
    assert f"Chromium 内核 {KERNEL} 以上" in MANUAL
    assert f"内核 {KERNEL} 以上" in (ROOT / "README.md").read_text(encoding="utf-8")
    for name, number in (("360 安全浏览器", 14), ("Firefox", 115)):
        assert any(f"{name} {number} 以上" in one for one in BETTER)
        assert re.search(rf"\| {name} \|.*{number} 以上", MANUAL), name


def test_what_windows_runs_is_written_as_it_reads_it() -> None:
    command = (ROOT / "run.cmd").read_bytes()
    assert command.count(b"\n") == command.count(b"\r\n") and b"chcp 65001" in command
    tasks = (ROOT / "install" / "windows-tasks.ps1").read_bytes()
    assert tasks.startswith(b"\xef\xbb\xbf")  # else read in the code page of the machine
    assert "没有在 Windows 上试过" in MANUAL
    for name in re.findall(r"-(\w+) [CD]:", MANUAL):
        assert f"${name} =".encode() in tasks
