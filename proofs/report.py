"""The table of proofs in docs/可靠性.md: one row a proof, written by the proof itself."""

import os
import platform
from dataclasses import dataclass
from pathlib import Path

from chuangmo.period import today

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "可靠性.md"


@dataclass(frozen=True)
class Proof:
    """What a proof came to.

    Attributes:
        name: of the command. promise: what is proved. tried: how often, of what. result: figures.
        faults: one sentence each; empty where the promise holds.
        details: lines of Markdown that stand below the table.
    """

    name: str
    promise: str
    tried: str
    result: str
    faults: tuple[str, ...] = ()
    details: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing was found against the promise."""
        return not self.faults

    @property
    def command(self) -> str:
        """As it is typed, the first cell of its row."""
        return f"`./run prove {self.name}`"

    def row(self) -> str:
        """Its row of the table, with the machine and the day."""
        said = "成立" if self.holds else f"不成立：{len(self.faults)} 处"
        cells = (self.command, self.promise, self.tried, self.result, said)
        return f"| {' | '.join(cells)} | {machine()}，{today()} |"


def machine() -> str:
    """Processor, memory and Python, in a few words."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return f"{os.cpu_count()} 核 {pages / 2**30:.0f} GB，Python {platform.python_version()}"


def put_down(proof: Proof, document: Path = DOCUMENT) -> None:
    """Replace the row and the details of a proof in the document.

    Raises:
        ValueError: the document has no place for it.
    """
    lines = document.read_text(encoding="utf-8").split("\n")
    begun = [n for n, line in enumerate(lines) if line.startswith(f"| {proof.command} ")]
    if len(begun) != 1:
        raise ValueError(f"{document.name} has no row for {proof.name}")
    lines[begun[0]] = proof.row()
    text = "\n".join(lines)
    mark = f"<!-- {proof.name} -->\n"
    before, found, after = text.partition(mark)
    if found:
        text = f"{before}{mark}\n{proof.details}\n\n{after[after.index('<!-- ') :]}"
    elif proof.details:
        raise ValueError(f"{document.name} has no place for the details of {proof.name}")
    document.write_text(text, encoding="utf-8")
