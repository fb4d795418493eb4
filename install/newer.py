"""``python -m install.newer [--try]``: which pinned packages have newer releases.

With ``--try`` each of them is put in the place of its pin, one at a time, in an environment of its
own, and the tests that do not take long are run against it.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

from packaging.utils import canonicalize_name

from chuangmo.settings import ROOT
from install.wheels import BundleFault, read_requirements

_FILES = ("requirements.txt", "requirements-dev.txt", "requirements-scaleout.txt")


def outdated() -> dict[str, tuple[str, str]]:
    """Installed packages with a newer release: name to (installed, newest).

    Raises:
        BundleFault: pip could not ask the index.
    """
    command = [sys.executable, "-m", "pip", "list", "--outdated", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BundleFault(f"查不到新版：{done.stderr.strip()[-400:]}")
    return {
        canonicalize_name(one["name"]): (one["version"], one["latest_version"])
        for one in json.loads(done.stdout)
    }


def pinned() -> set[str]:
    """Names of the packages that this program pins for running."""
    return {canonicalize_name(one.name) for one in read_requirements(ROOT / _FILES[0])}


def with_pin(text: str, name: str, version: str) -> str:
    """The text of a requirement file in which one pin is another version."""
    line = re.compile(rf"^({re.escape(name)}==)[^\s;]+", re.MULTILINE | re.IGNORECASE)
    return line.sub(rf"\g<1>{version}", text)


def tried(name: str, version: str) -> str:
    """What the checks say to one newer release: ``通过``, or how it ended."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for file in _FILES:
            text = (ROOT / file).read_text(encoding="utf-8")
            (place / file).write_text(with_pin(text, name, version), encoding="utf-8")
        venv.create(place / "venv", with_pip=True)
        python = str(place / "venv" / "bin" / "python")
        wanted = [python, "-m", "pip", "install", "--quiet", "-r", str(place / _FILES[1])]
        if _run(wanted, ROOT):
            return "装不上（别的依赖不许这个版本，或没有合适的包）"
        tests = [python, "-m", "pytest", "-q", "-m", "not long", "-p", "no:cacheprovider"]
        tests += ["--deselect", "tests/architecture/test_requirements.py"]
        return "测试没有全过" if _run(tests, ROOT) else "通过"


def _run(command: Sequence[str], folder: Path) -> int:
    return subprocess.run(command, cwd=folder, check=False, stdout=sys.stderr).returncode


def table(newer: Mapping[str, tuple[str, str]], results: Mapping[str, str]) -> str:
    """Lines of Markdown."""
    lines = ["| 依赖 | 现在 | 最新 | 试过 |", "|---|---|---|---|"]
    lines += [
        f"| {name} | {now} | {latest} | {results.get(name, '没有试')} |"
        for name, (now, latest) in sorted(newer.items())
    ]
    return "\n".join(lines)


def main(words: Sequence[str] | None = None) -> int:
    """Print the table; 1 where the index could not be asked."""
    parser = argparse.ArgumentParser(prog="python -m install.newer")
    parser.add_argument("--try", dest="attempt", action="store_true", help="逐个换上，跑测试")
    given = parser.parse_args(words)
    try:
        newer = {name: one for name, one in outdated().items() if name in pinned()}
    except BundleFault as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    results = {n: tried(n, latest) for n, (_, latest) in newer.items()} if given.attempt else {}
    print(table(newer, results) if newer else "写死的依赖都是最新的。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
