"""The packages of a bundle: fetched by pip for another system, read, held against each other."""

import email.parser
import email.policy
import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.tags import Tag
from packaging.utils import canonicalize_name, parse_wheel_filename

from install.platforms import Platform

_LICENCE_NAMES = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "AUTHORS")
_SHORT = 80


class BundleFault(Exception):
    """No bundle can be made; a Chinese sentence."""


@dataclass(frozen=True)
class Wheel:
    """One package in the form that is installed.

    Attributes:
        path: the file.
        name: canonical name; ``version``: its version.
        tags: what it runs on.
        sha256: of the file.
        requires: requirements of other packages, as it states them; ``python``: of Python.
        licence: as the package states it; ``stated``: in which field of its metadata.
        home: address of the project; empty where it states none.
        texts: texts of licences and notices by file name.
    """

    path: Path
    name: str
    version: str
    tags: frozenset[Tag]
    sha256: str
    requires: tuple[str, ...]
    python: str
    licence: str
    stated: str
    home: str
    texts: Mapping[str, bytes]


def read_requirements(path: Path) -> list[Requirement]:
    """The pinned requirements of a file."""
    lines = (line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    return [Requirement(line) for line in lines if line]


def wanted(requirements: Iterable[Requirement], platform: Platform, python: str) -> list[str]:
    """Those that one system needs, as ``name==version``."""
    environment = platform.environment(python)
    return [
        f"{one.name}{one.specifier}"
        for one in requirements
        if one.marker is None or one.marker.evaluate(environment)
    ]


def fetch(requirements: Sequence[str], platform: Platform, python: str, folder: Path) -> None:
    """Let pip download wheels for a system into a folder; nothing is built, nothing is run.

    Raises:
        BundleFault: pip did not get all of them.
    """
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--only-binary", ":all:", "--dest", str(folder)]
    command += ["--python-version", python, "--implementation", "cp"]
    for tag in platform.tags:
        command += ["--platform", tag]
    done = subprocess.run(
        [*command, *requirements], capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode:
        said = "\n".join(done.stderr.strip().splitlines()[-6:])
        raise BundleFault(
            f"{platform.name}、Python {python} 的依赖没有下载全，没有打包。"
            f"请检查网络或软件源（PIP_INDEX_URL）后重试。pip 的话：\n{said}"
        )


def read_wheel(path: Path) -> Wheel:
    """What a wheel says of itself.

    Raises:
        BundleFault: the file is damaged or no wheel.
    """
    try:
        name, version, _, tags = parse_wheel_filename(path.name)
        with zipfile.ZipFile(path) as archive:
            if broken := archive.testzip():
                raise zipfile.BadZipFile(broken)
            folder, metadata = _metadata(archive)
            texts = dict(_licence_texts(archive, folder))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise BundleFault(f"{path.name}：文件不完整（{error}），没有打包。请重试。") from error
    licence, stated = licence_of(metadata)
    return Wheel(
        path, name, str(version), tags, hashlib.sha256(path.read_bytes()).hexdigest(),
        tuple(metadata.get_all("Requires-Dist", [])), str(metadata.get("Requires-Python", "")),
        licence, stated, _home(metadata), texts,
    )  # fmt: skip


def _metadata(archive: zipfile.ZipFile) -> tuple[str, EmailMessage]:
    """The folder of a wheel's metadata, and the metadata."""
    found = [one for one in archive.namelist() if one.endswith(".dist-info/METADATA")]
    (place,) = [one for one in found if one.count("/") == 1]
    parser = email.parser.BytesParser(policy=email.policy.default.clone(utf8=True))
    message = parser.parsebytes(archive.read(place), headersonly=True)
    assert isinstance(message, EmailMessage)
    return place.removesuffix("METADATA"), message


def _licence_texts(archive: zipfile.ZipFile, folder: str) -> Iterator[tuple[str, bytes]]:
    for one in sorted(archive.namelist()):
        inside = one.removeprefix(folder)
        named = PurePosixPath(one).name.upper().startswith(_LICENCE_NAMES)
        kept = inside.startswith(("licenses/", "license_files/")) or named
        if kept and one.startswith(folder) and not one.endswith("/"):
            short = inside.removeprefix("licenses/").removeprefix("license_files/")
            yield short, archive.read(one)


def licence_of(metadata: EmailMessage) -> tuple[str, str]:
    """The licence as a package states it, and in which field; ``未写明`` where it states none."""
    if expression := str(metadata.get("License-Expression", "")).strip():
        return expression, "License-Expression"
    lines = str(metadata.get("License", "")).strip().splitlines()
    if len(lines) == 1 and len(lines[0]) <= _SHORT and lines[0].upper() != "UNKNOWN":
        return lines[0], "License"
    classes = [str(one) for one in metadata.get_all("Classifier", [])]
    named = [one.rpartition(" :: ")[2] for one in classes if one.startswith("License ::")]
    if named := [one for one in named if one != "OSI Approved"]:
        return " / ".join(named), "Classifier"
    return (lines[0].strip(), "License") if lines else ("未写明", "")


def _home(metadata: EmailMessage) -> str:
    if home := str(metadata.get("Home-page", "")).strip():
        return home if home.upper() != "UNKNOWN" else ""
    said = (str(one).partition(",") for one in metadata.get_all("Project-URL", []))
    urls = {label.strip().lower(): url.strip() for label, _, url in said}
    best = ("homepage", "source", "source code", "repository", "code", "github", "documentation")
    return next((urls[one] for one in best if one in urls), "")


def lacking(
    requirements: Sequence[Requirement], wheels: Sequence[Wheel], platform: Platform, python: str
) -> list[str]:
    """What an installation there would stumble over, in Chinese; empty: nothing.

    Every requirement has a wheel that runs there, and everything that these require is among them.
    """
    accepted = frozenset(platform.accepted(python))
    usable = {(one.name, one.version): one for one in wheels if one.tags & accepted}
    environment = platform.environment(python)
    needed = [one for one in requirements if not one.marker or one.marker.evaluate(environment)]
    pins = {canonicalize_name(one.name): str(one.specifier).removeprefix("==") for one in needed}
    faults = [f"{name}=={version} 没有能用的包" for name, version in pins.items()
              if (name, version) not in usable]  # fmt: skip
    for (name, version), wheel in usable.items():
        if pins.get(canonicalize_name(name)) != version:
            continue
        if not SpecifierSet(wheel.python).contains(f"{python}.0"):
            faults.append(f"{name}=={version} 要 Python {wheel.python}")
        for need in map(Requirement, wheel.requires):
            if need.marker is None or need.marker.evaluate(environment):
                pin = pins.get(canonicalize_name(need.name))
                if pin is None or not need.specifier.contains(pin, prereleases=True):
                    faults.append(f"{name} 还要 {need.name}{need.specifier}")
    return faults
