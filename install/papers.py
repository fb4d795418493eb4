"""What is handed over with the packages: checksums, the list of licences, the bill of materials."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from install.wheels import Wheel

#: Names of the papers in a bundle.
SUMS, LICENCES, SBOM, TEXTS = "SHA256SUMS", "LICENCES.md", "sbom.cdx.json", "licences"


def sums(digests: Mapping[str, str]) -> str:
    """Lines that ``sha256sum -c`` reads; names by digest, in their order of code points."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))


def read_sums(text: str) -> dict[str, str]:
    """File names and their SHA-256 from lines of ``sha256sum``."""
    pairs = (line.partition("  ") for line in text.splitlines() if line)
    return {name: digest for digest, _, name in pairs}


def licences(wheels: Iterable[Wheel]) -> str:
    """A table of every package with its licence, in Markdown."""
    head = (
        "# 随包各项依赖的许可\n\n"
        "由各包自带的元数据列出；“依据”是取自哪个字段，许可全文在 `licences/名称-版本/`。\n"
        "看板本身的许可见 `LICENSE`，字体的许可见 `data/fonts`。\n\n"
        "| 名称 | 版本 | 许可 | 依据 | 项目地址 |\n|---|---|---|---|---|\n"
    )
    rows = (
        f"| {one.name} | {one.version} | {_cell(one.licence)} | {one.stated or '—'} "
        f"| {_cell(one.home) or '—'} |\n"
        for one, *_ in _packages(wheels)
    )
    return head + "".join(rows)


def licence_texts(wheels: Iterable[Wheel]) -> dict[str, bytes]:
    """The texts of all licences by their place in the bundle."""
    return {
        f"{TEXTS}/{one.name}-{one.version}/{name}": text
        for one in wheels
        for name, text in one.texts.items()
    }


def bill_of_materials(version: str, commit: str, at: int, wheels: Sequence[Wheel]) -> str:
    """The packages as CycloneDX 1.5 in JSON; the same packages give the same text.

    Args:
        version: of the board. commit: that it was made of.
        at: seconds since 1970, time of the commit.
        wheels: all of them.
    """
    seed = "".join(sorted(one.sha256 for one in wheels)) + commit
    number = uuid.UUID(hashlib.sha256(seed.encode()).hexdigest()[:32], version=4)
    board = {"type": "application", "bom-ref": "chuangmo", "name": "chuangmo", "version": version,
             "licenses": [{"license": {"id": "MIT"}}],
             "properties": [{"name": "chuangmo:commit", "value": commit}]}  # fmt: skip
    components = [_component(group) for group in _packages(wheels)]
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": board,
        },
        "components": components,
        "dependencies": [
            {"ref": "chuangmo", "dependsOn": [one["bom-ref"] for one in components]},
        ],
    }
    return json.dumps(bill, ensure_ascii=False, indent=1) + "\n"


def _packages(wheels: Iterable[Wheel]) -> list[list[Wheel]]:
    """Wheels of the same package and version together, in the order of names."""
    ordered = sorted(wheels, key=lambda one: (one.name, one.version, one.path.name))
    return [list(group) for _, group in groupby(ordered, lambda one: (one.name, one.version))]


def _component(wheels: Sequence[Wheel]) -> dict[str, Any]:
    first = wheels[0]
    address = f"pkg:pypi/{first.name}@{first.version}"
    spdx = first.stated == "License-Expression"
    licence = {"expression": first.licence} if spdx else {"license": {"name": first.licence}}
    files = [
        {"type": "file", "name": one.path.name,
         "hashes": [{"alg": "SHA-256", "content": one.sha256}]}
        for one in wheels
    ]  # fmt: skip
    found = {"type": "library", "bom-ref": address, "name": first.name, "version": first.version,
             "purl": address, "licenses": [licence], "components": files}  # fmt: skip
    if first.home:
        found["externalReferences"] = [{"type": "website", "url": first.home}]
    return found


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").strip()
