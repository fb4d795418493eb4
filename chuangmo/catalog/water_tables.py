"""What the standard of surface water has beside its limits by class."""

from chuangmo.catalog.entry import CatalogEntry, Confidence, DecimalText


class WaterEvaluation(CatalogEntry):
    """The items whose worst makes the class of a section, and those reported apart from it."""

    items: tuple[str, ...]
    apart: tuple[str, ...]
    source: str
    confidence: Confidence


class SourceItem(CatalogEntry):
    """A limit for drinking-water sources alone (表2 补充项目, 表3 特定项目), the same for all.

    ``basis`` says as what it is counted (以N计); ``monthly`` items are measured every month.
    """

    table: int
    number: int
    name: str
    basis: str = ""
    value: DecimalText
    unit: str
    monthly: bool = False
    source: str
    confidence: Confidence
