"""The form of a table as it was recognised."""

from dataclasses import dataclass

from chuangmo.catalog.layouts import Layout

CORRECTED = "columns"


@dataclass(frozen=True)
class ProposedForm:
    """One block's form as recognised: what ``layout accept`` keeps.

    Attributes:
        layout: the form as data, with the answers of layout scope that this reading used.
        known: title of the known form that the table was read with; empty where none fits.
        said: whether a person answered or corrected something of the form for this file.
        differs: what no longer fits the known form that comes nearest; empty where none does.
        reasons: where each axis was read, as one sentence.
        titles: header of each column that is read, in order, with its indicator or key.
    """

    fingerprint: str
    sheet: str
    layout: Layout
    known: str = ""
    differs: str = ""
    said: bool = False
    reasons: str = ""
    titles: tuple[tuple[str, str], ...] = ()

    @property
    def answers(self) -> dict[str, str]:
        """Topic -> answer of layout scope."""
        return self.layout.answers
