"""The offline bundle: complete or not there, the same from the same, with its papers."""

import gzip
import hashlib
import json
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from install import bundle
from install.archive import PackedFile, write_archive
from install.papers import bill_of_materials, licences, read_sums
from install.platforms import PLATFORMS
from install.program import Program, altered, find_program
from install.wheels import BundleFault, lacking, read_requirements, read_wheel, wanted
from tests.architecture.tree import ROOT

LINUX, WINDOWS = PLATFORMS["linux-x86_64"], PLATFORMS["windows"]
AT = 1_796_083_069
MakeWheel = Callable[..., Path]


@pytest.fixture
def make_wheel(tmp_path: Path) -> MakeWheel:
    def made(name: str, version: str = "1.0", tags: str = "py3-none-any", more: str = "") -> Path:
        path = tmp_path / "wheels" / f"{name}-{version}-{tags}.whl"
        path.parent.mkdir(exist_ok=True)
        with zipfile.ZipFile(path, "w") as archive:
            head = f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n{more}\n"
            archive.writestr(f"{name}-{version}.dist-info/METADATA", head)
            archive.writestr(f"{name}-{version}.dist-info/licenses/LICENSE.txt", f"terms of {name}")
            archive.writestr(f"{name}/__init__.py", "")
        return path

    return made


@pytest.fixture
def program() -> Program:
    files = (PackedFile("run", b"#!/bin/sh\n", True), PackedFile("docs/安装.md", "照做".encode()))
    return Program(files, "0.1.0", "c" * 40, AT)


def fetching(paths: list[Path]) -> Callable[..., None]:
    """What pip would put into the folder."""

    def fetch(names: object, platform: object, python: object, folder: Path) -> None:
        for path in paths:
            shutil.copy(path, folder)

    return fetch


@pytest.fixture
def small(make_wheel: MakeWheel, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Two packages instead of all."""
    paths = [make_wheel("one", more="License-Expression: MIT\nRequires-Dist: two>=1"),
             make_wheel("two", tags="cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64")]  # fmt: skip
    needed = [Requirement("one==1.0"), Requirement("two==1.0")]
    monkeypatch.setattr(bundle, "read_requirements", lambda path: needed)
    monkeypatch.setattr(bundle, "PIP", Requirement("one==1.0"))
    monkeypatch.setattr(bundle, "fetch", fetching(paths))
    monkeypatch.setattr(bundle, "strange", lambda *_: [])
    return paths


def names(path: Path) -> list[str]:
    with tarfile.open(path) as archive:
        return archive.getnames()


@pytest.mark.usefixtures("small")
def test_a_bundle_holds_program_packages_and_papers(program: Program, tmp_path: Path) -> None:
    made = bundle.make(program, LINUX, ["3.11"], tmp_path)
    assert made.name == "chuangmo-linux-x86_64.tar.gz"
    digest = hashlib.sha256(made.read_bytes()).hexdigest()
    beside = made.with_name(made.name + ".sha256")
    assert beside.read_text(encoding="utf-8") == f"{digest}  {made.name}\n"
    with tarfile.open(made) as archive:
        archive.extractall(tmp_path / "there", filter="data")
    there = tmp_path / "there" / "chuangmo-linux-x86_64"
    done = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=there, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
    listed = set(read_sums((there / "SHA256SUMS").read_text(encoding="utf-8")))
    found = {str(p.relative_to(there)) for p in there.rglob("*") if p.is_file()}
    assert listed == found - {"SHA256SUMS"}
    assert {"run", "docs/安装.md", "VERSION", "licences/one-1.0/LICENSE.txt"} < listed
    assert (there / "run").stat().st_mode & 0o111
    assert "| one | 1.0 | MIT | License-Expression |" in (there / "LICENCES.md").read_text("utf-8")
    bill = json.loads((there / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert [one["purl"] for one in bill["components"]] == ["pkg:pypi/one@1.0", "pkg:pypi/two@1.0"]
    assert bill["components"][0]["licenses"] == [{"expression": "MIT"}]
    assert sorted(tmp_path.glob(".wheels-*")) == []


@pytest.mark.usefixtures("small")
def test_the_same_commit_and_packages_give_the_same_bytes(program: Program, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = bundle.make(program, LINUX, ["3.11"], tmp_path / "a").read_bytes()
    assert bundle.make(program, LINUX, ["3.11"], tmp_path / "b").read_bytes() == first
    assert gzip.decompress(first)


@pytest.mark.usefixtures("small")
def test_what_is_not_complete_is_no_bundle(
    program: Program, tmp_path: Path, small: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BundleFault, match=r"two==1\.0 没有能用的包"):
        bundle.make(program, LINUX, ["3.11", "3.12"], tmp_path)
    whole = small[0].read_bytes()
    small[0].write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BundleFault, match="文件不完整"):
        bundle.make(program, LINUX, ["3.11"], tmp_path)
    small[0].write_bytes(whole.replace(b"terms of one", b"terms of two"))
    with pytest.raises(BundleFault, match="文件不完整"):
        bundle.make(program, LINUX, ["3.11"], tmp_path)
    monkeypatch.setattr(bundle, "fetch", fetching(small[1:]))
    with pytest.raises(BundleFault, match=r"one==1\.0 没有能用的包"):
        bundle.make(program, LINUX, ["3.11"], tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["wheels"]


def test_without_a_network_there_is_no_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0",
                        "PIP_NO_CACHE_DIR": "1", "PIP_CONFIG_FILE": "/dev/null"}.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("PIP_EXTRA_INDEX_URL", raising=False)
    monkeypatch.setattr(bundle, "find_program", lambda root: Program((), "0", "c", AT))
    assert (
        bundle.main(["--platform", "linux-x86_64", "--python", "3.11", "--out", str(tmp_path)]) == 1
    )
    assert "依赖没有下载全，没有打包" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_half_an_archive_never_stands_under_its_name(tmp_path: Path) -> None:
    target = tmp_path / "chuangmo.zip"
    target.write_bytes(b"the earlier one")
    with pytest.raises(FileNotFoundError):
        write_archive(target, [PackedFile("a", b"1"), PackedFile("b", tmp_path / "gone")], AT)
    assert target.read_bytes() == b"the earlier one"
    assert [p.name for p in tmp_path.iterdir()] == ["chuangmo.zip"]
    write_archive(target, [PackedFile("文件夹/运行", b"1", True)], AT)
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == ["文件夹/运行"] and archive.testzip() is None


def test_windows_needs_what_it_needs() -> None:
    needed = read_requirements(ROOT / "requirements.txt")
    on_windows = wanted(needed, WINDOWS, "3.12")
    assert any(one.startswith("colorama==") for one in on_windows)
    on_linux = wanted(needed, LINUX, "3.12")
    assert set(on_windows) - set(on_linux) == {one for one in on_windows if "colorama" in one}


def test_a_package_for_another_machine_or_python_does_not_do(make_wheel: MakeWheel) -> None:
    pinned = [Requirement("one==1.0")]

    def faults(tags: str, more: str = "") -> list[str]:
        return lacking(pinned, [read_wheel(make_wheel("one", tags=tags, more=more))], LINUX, "3.11")

    assert faults("cp311-cp311-manylinux_2_28_x86_64") == []
    assert faults("cp39-abi3-manylinux2014_x86_64") == []
    for tags in ("cp312-cp312-manylinux_2_28_x86_64", "cp311-cp311-manylinux_2_34_x86_64",
                 "cp311-cp311-manylinux_2_28_aarch64", "cp311-cp311-win_amd64"):  # fmt: skip
        assert faults(tags) == ["one==1.0 没有能用的包"], tags
    assert faults("py3-none-any", "Requires-Python: >=3.12") == ["one==1.0 要 Python >=3.12"]
    assert faults("py3-none-any", "Requires-Dist: two>2") == ["one 还要 two>2"]
    assert faults("py3-none-any", 'Requires-Dist: two>2; sys_platform == "win32"') == []


@pytest.mark.parametrize(
    ("metadata", "licence"),
    [
        ("License-Expression: MIT OR Apache-2.0\nLicense: long", ("MIT OR Apache-2.0", "License-Expression")),
        ("License: BSD-3-Clause\nClassifier: License :: OSI Approved :: BSD License", ("BSD-3-Clause", "License")),
        ("Classifier: License :: OSI Approved :: MIT License", ("MIT License", "Classifier")),
        ("License: UNKNOWN\nClassifier: License :: OSI Approved", ("UNKNOWN", "License")),
        ("Summary: none", ("未写明", "")),
    ],
)  # fmt: skip
def test_a_licence_is_what_the_package_states(
    metadata: str, licence: tuple[str, str], make_wheel: MakeWheel
) -> None:
    wheel = read_wheel(make_wheel("one", more=metadata))
    assert (wheel.licence, wheel.stated) == licence
    assert licence[0] in licences([wheel]) and licence[0] in bill_of_materials(
        "0", "c", AT, [wheel]
    )


def test_what_is_shipped_is_the_commit_or_the_bundle_as_it_was(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        who = ["-c", "user.name=w", "-c", "user.email=w@localhost"]
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True)

    (tmp_path / "run").write_text("one\n", encoding="utf-8")
    (tmp_path / "run").chmod(0o755)
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "First")
    (tmp_path / "run").write_text("two\n", encoding="utf-8")
    (tmp_path / "stray").write_text("not ours\n", encoding="utf-8")
    found = find_program(tmp_path)
    assert [(one.name, one.read()) for one in found.files] == [("run", b"one\n")]
    assert altered(tmp_path)
    shutil.rmtree(tmp_path / ".git")
    with pytest.raises(BundleFault, match="不知道哪些文件属于程序"):
        find_program(tmp_path)
    for packed in bundle.contents(found, []):
        target = tmp_path / packed.name
        target.write_bytes(packed.read())
    again = find_program(tmp_path)
    assert (again.files, again.commit, again.at) == (found.files, found.commit, found.at)
    (tmp_path / "run").write_text("three\n", encoding="utf-8")
    with pytest.raises(BundleFault, match="run：与安装包里的不同"):
        find_program(tmp_path)
