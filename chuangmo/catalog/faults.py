"""What is wrong with the catalog, and what a caller asked for that the catalog does not have."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

#: Where an entry stands in its file: names of tables and numbers from 0, ``("target", 0)``.
Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """One mistake in the catalog: which file, which entry, which field, and why (in Chinese).

    ``entry`` is the entry's key (id, name, indicator/area/year) or its number in the file;
    ``field`` is a path such as ``limits[2].value``, empty where the whole entry is meant;
    ``line`` counts from 1, ``None`` where no single line can be named.
    """

    file: str
    entry: str
    field: str
    reason: str
    line: int | None = None

    def __str__(self) -> str:
        where = " ".join(part for part in (self.entry, self.field) if part)
        file = f"{self.file} 第 {self.line} 行" if self.line else self.file
        return f"{file}：{where}：{self.reason}" if where else f"{file}：{self.reason}"


class CatalogError(ValueError):
    """The catalog cannot be used; ``faults`` holds every mistake found, not only the first."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        lines = "\n".join(str(fault) for fault in faults)
        super().__init__(f"目录数据有 {len(faults)} 处错误，请改正后重试：\n{lines}")


class UnknownId(ValueError):
    """An id of an indicator, standard or scheme that the catalog does not have."""


class UnknownPlace(ValueError):
    """A place that the city's catalog does not have."""


class UnfitEntry(ValueError):
    """An entry for the overlay that does not hold together; nothing was written."""


def suggestion(text: str, known: Iterable[str]) -> str:
    """A Chinese half sentence naming what comes near ``text``; suggests, never decides."""
    names = list(dict.fromkeys(known))
    near = get_close_matches(text, names, n=4, cutoff=0.5)
    if near:
        return f"相近的有：{'、'.join(near)}。"
    shown = "、".join(names[:12])
    return (
        f"可用的有：{shown}{' 等' if len(names) > 12 else ''}。"
        if names
        else "目录中没有任何条目。"
    )
