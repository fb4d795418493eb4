"""A target as a workbook prints it, beside the measured values or instead of them."""

from dataclasses import dataclass

from chuangmo.catalog.target_models import YEARLY_LINE, FormSaid, Target

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"


@dataclass(frozen=True)
class FoundTarget:
    """One yearly target of an area.

    Attributes:
        operator: as printed, else by the direction of the indicator.
        limit: plain decimal in ``unit`` as printed.
        document: number of the document (兰政发〔2025〕3号) that the file names, else empty.
        dated: day of the report in ISO form where a sender's line states one, else empty.
        asked: key of the question of its sheet.
        sheet: ``None`` of a text file. cell: where the limit stands.
        answer: what the question ``targets`` of its sheet was answered; empty while it is open.
        status: beside the registered target of the year: ``new changed unchanged``.
        said: the form that the cell says in words (逐年下降) and its own fields.
    """

    indicator: str
    area: str
    year: int
    operator: str
    limit: str
    unit: str
    document: str
    sheet: str | None
    cell: str
    dated: str = ""
    asked: str = ""
    answer: str = ""
    status: str = NEW
    said: FormSaid = YEARLY_LINE

    @property
    def words(self) -> str:
        """What it asks for: ``≥60%``, ``近三年逐年下降``, ``由2006年到2010年末≥60%``."""
        entry = Target.model_validate({
            "indicator": self.indicator, "area": self.area, "year": self.year,
            "operator": self.operator, "limit": self.limit, "unit": self.unit,
            "source": self.document or self.cell, "confidence": "C", **self.said.fields,
        })  # fmt: skip
        return entry.words
