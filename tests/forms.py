"""The forms of workbooks in folders."""

from collections.abc import Iterable
from pathlib import Path

from chuangmo.catalog.layouts import Layout, chosen_layouts, parse_layouts


def layouts_in(folders: Iterable[Path]) -> tuple[Layout, ...]:
    """The forms of all files of the folders, those of the first folder first."""
    return chosen_layouts(
        [
            one
            for path in sorted(folder.glob("*.toml"))
            for one in parse_layouts(path.read_bytes(), path.name)
        ]
        for folder in folders
    )
