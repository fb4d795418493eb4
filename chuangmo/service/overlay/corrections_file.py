"""The file of corrections in the home: its name and how it is written."""

from collections.abc import Iterable
from dataclasses import asdict

import tomli_w

from loaders.model.staged import Correction

FILE_NAME = "corrections.toml"


_HEAD = "# 由命令写入（correction add、correction remove），以登记簿为准，请不要手工修改。\n\n"


def rendered(corrections: Iterable[Correction]) -> bytes:
    """The bytes of the file that keeps corrections, in a repeatable order."""
    ordered = sorted(corrections, key=lambda one: (one.file, one.sheet, one.cell))
    text = tomli_w.dumps({"correction": [asdict(one) for one in ordered]})
    return (_HEAD + text).encode()
