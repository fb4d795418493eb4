"""Grades of a figure with the names of its time: HJ 640 for noise, 环办〔2011〕22号 for water."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from chuangmo.assess.rounding import publish
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.tables import GradeKind


@dataclass(frozen=True)
class GradeFound:
    """A grade: its name, its place from the best (1), the rounded figure and the scale used."""

    name: str
    rank: int
    shown: str
    document: str
    confidence: str


def grade(catalog: Catalog, value: Fraction, kind: GradeKind, on: date) -> GradeFound | None:
    """The grade of a figure measured ``on`` a day; ``None`` where no scale was in force.

    The figure is rounded to the scale's digits first: the printed edges have gaps (50.04 is 50.0).
    """
    scale = catalog.grade_scale(kind, on)
    if scale is None:
        return None
    shown = publish(value, scale.digits)
    rank = sum(1 for edge in scale.edges if Fraction(shown) > Fraction(edge))
    return GradeFound(scale.names[rank], rank + 1, shown, scale.document, scale.confidence)
