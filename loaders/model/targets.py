"""A target as a workbook prints it, beside the measured values or instead of them."""

from dataclasses import dataclass

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"


@dataclass(frozen=True)
class FoundTarget:
    """One yearly target of an area.

    Attributes:
        operator: as printed, else by the direction of the indicator.
        limit: plain decimal in ``unit`` as printed.
        document: number of the document (兰政发〔2025〕3号) that the file names, else empty.
        sheet: ``None`` of a text file. cell: where the limit stands.
        answer: what the question ``targets`` of its sheet was answered; empty while it is open.
        status: beside the registered target of the year: ``new changed unchanged``.
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
    answer: str = ""
    status: str = NEW
