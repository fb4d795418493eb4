"""Makes the offline bundle: program, packages, checksums, licences, bill of materials.

``./run bundle`` or ``python -m install.bundle``, on a machine with a network or a mirror.
"""

import argparse
import hashlib
import os
import platform as machine
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from packaging.requirements import Requirement

from chuangmo.settings import ROOT
from install import papers
from install.archive import PackedFile, write_archive
from install.locked import LOCK, PIP, read_lock, strange
from install.platforms import PLATFORMS, PYTHONS, Platform
from install.program import ORIGIN, Program, altered, find_program
from install.wheels import BundleFault, Wheel, fetch, lacking, read_requirements, read_wheel, wanted

WHEELHOUSE = "wheelhouse"
#: What one machine needs, and what several servers need besides.
REQUIREMENTS = ("requirements.txt", "requirements-scaleout.txt")


def bundle_name(platform: Platform) -> str:
    """Name of the bundle and of its one folder; the version stands inside, in ``VERSION``."""
    return f"chuangmo-{platform.name}"


def gather(
    requirements: Sequence[Requirement], platform: Platform, pythons: Sequence[str], folder: Path
) -> list[Wheel]:
    """Fetch and check the packages of one system.

    Raises:
        BundleFault: one is missing or damaged.
    """
    for python in pythons:
        _say(f"正在下载 {platform.name}、Python {python} 的依赖……")
        fetch(wanted(requirements, platform, python), platform, python, folder)
    wheels = [read_wheel(path) for path in sorted(folder.iterdir())]
    for python in pythons:
        if faults := lacking(requirements, wheels, platform, python):
            raise BundleFault(
                f"{platform.name}、Python {python} 的依赖不全，没有打包：{'；'.join(faults)}。"
            )
    return wheels


def contents(program: Program, wheels: Sequence[Wheel]) -> list[PackedFile]:
    """Every file of a bundle, its checksums last."""
    bill = papers.bill_of_materials(program.version, program.commit, program.at, wheels)
    texts = papers.licence_texts(wheels)
    files = [
        *program.files,
        *(PackedFile(f"{WHEELHOUSE}/{one.path.name}", one.path) for one in wheels),
        *(PackedFile(name, text) for name, text in texts.items()),
        PackedFile(ORIGIN, program.origin()),
        PackedFile(papers.LICENCES, papers.licences(wheels).encode()),
        PackedFile(papers.SBOM, bill.encode()),
    ]
    digests = {one.name: hashlib.sha256(one.read()).hexdigest() for one in files}
    return [*files, PackedFile(papers.SUMS, papers.sums(digests).encode())]


def make(program: Program, platform: Platform, pythons: Sequence[str], out: Path) -> Path:
    """One bundle in the folder ``out``, with its checksum beside it.

    Raises:
        BundleFault: it cannot be made; an earlier one of the name stays as it was.
        OSError: no room or no permission.
    """
    read = [one for name in REQUIREMENTS for one in read_requirements(ROOT / name)]
    requirements = list(dict.fromkeys(read))
    requirements.append(PIP)
    name = bundle_name(platform)
    target = out / f"{name}{platform.archive}"
    with tempfile.TemporaryDirectory(prefix=".wheels-", dir=out) as folder:
        wheels = gather(requirements, platform, pythons, Path(folder))
        if others := strange(wheels, read_lock()):
            raise BundleFault(
                f"{'、'.join(others[:5])}：不是发布过的文件（指纹不在 {LOCK.name} 里），没有打包。"
                "换过版本的，先用 python -m install.locked 重新生成；没有换过，请换一个软件源。"
            )
        files = contents(program, wheels)
        top = [PackedFile(f"{name}/{one.name}", one.content, one.runs) for one in files]
        sidecar = target.with_name(target.name + ".sha256")
        sidecar.unlink(missing_ok=True)
        write_archive(target, top, program.at)
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    waiting = sidecar.with_name(sidecar.name + ".part")
    waiting.write_text(f"{digest}  {target.name}\n", encoding="utf-8")
    os.replace(waiting, sidecar)
    unstated = sorted({one.name for one in wheels if not one.stated})
    if unstated:
        _say(f"没有写明许可的：{'、'.join(unstated)}，请查各包的说明。")
    _say(f"{target}：{target.stat().st_size / 1e6:.0f} MB，{len(wheels)} 个包。")
    _say(f"SHA-256 {digest}")
    return target


def this_platform() -> str:
    """The name of the system that this runs on, for which a bundle can be made."""
    if sys.platform == "win32":
        return "windows"
    found = f"linux-{machine.machine()}"
    return found if found in PLATFORMS else "linux-x86_64"


def main(words: Sequence[str] | None = None) -> int:
    """The command; its exit."""
    parser = argparse.ArgumentParser(
        prog="./run bundle", description="打离线安装包：程序、依赖、校验和、许可、软件清单。"
    )
    parser.add_argument(
        "--platform", action="append", choices=[*PLATFORMS, "all"], metavar="系统",
        help=f"给什么系统：{'、'.join(PLATFORMS)}、all（全部）；可写多次，默认本机的",
    )  # fmt: skip
    parser.add_argument(
        "--python", nargs="+", default=list(PYTHONS), metavar="版本",
        help=f"给哪几版 Python，默认 {' '.join(PYTHONS)}",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, default=ROOT / "bundles", help="放在哪里，默认 bundles")
    given = parser.parse_args(words)
    if bad := [one for one in given.python if not _known(one)]:
        parser.error(f"Python 版本“{bad[0]}”：写成 3.11 这样，不早于 3.11")
    chosen = given.platform or [this_platform()]
    names = list(PLATFORMS) if "all" in chosen else list(dict.fromkeys(chosen))
    try:
        program = find_program(ROOT)
        if altered(ROOT):
            _say(f"注意：有改动没有提交，没有打进去；打的是提交 {program.commit[:12]}。")
        given.out.mkdir(parents=True, exist_ok=True)
        for name in names:
            make(program, PLATFORMS[name], given.python, given.out)
    except BundleFault as fault:
        _say(str(fault))
        return 1
    except OSError as fault:
        _say(f"没有打包：{fault.strerror or fault}（{fault.filename or given.out}）。")
        return 1
    return 0


def _known(python: str) -> bool:
    major, _, minor = python.partition(".")
    return major == "3" and minor.isdigit() and int(minor) >= 11


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
