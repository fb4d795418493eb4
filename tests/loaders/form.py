"""Forms of bureaus written out as text, each with every reading that it holds.

A reading is ``indicator@place@period=value`` in the stored unit; ``/statistic`` follows where it
is not the usual one, ``~removed`` where sand-dust is taken out, ``!`` before a qualifier. Several
sheets are parted by a line ``=== name``.
"""

from dataclasses import dataclass

from loaders.model.sheet import Sheet
from tests.loaders.staging import sheet


@dataclass(frozen=True)
class Form:
    """One workbook and what it says."""

    name: str
    lines: str
    readings: str
    file: str = "表.xlsx"
    merges: str = ""

    def sheets(self) -> list[Sheet]:
        """The sheets of the workbook."""
        parts = ("\n=== Sheet1\n" + self.lines).split("\n=== ")[1:]
        if self.lines.lstrip().startswith("==="):
            parts = self.lines.strip("\n").removeprefix("=== ").split("\n=== ")
        pairs = [part.partition("\n") for part in parts]
        return [sheet(body, title.strip(), self.merges) for title, _, body in pairs]
