"""城考-like scores from a table of the catalog: linear points, deductions, the sum.

``weight x clip((x - low) / (high - low), 0, 1)``, the other way round where lower is better. The
clip caps over-fulfilment in the score only; the figure itself stays as it is. A qualitative item
gives nothing when done and takes its weight when not. A missing item is never 0 points.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from chuangmo.catalog.tables import ScoreItem, ScoreTable


@dataclass(frozen=True)
class ItemScore:
    """One item: its points, or ``None`` where nothing was entered; ``capped`` beyond full marks."""

    id: str
    name: str
    group: str
    points: Fraction | None
    capped: bool


@dataclass(frozen=True)
class Score:
    """A score by item.

    Attributes:
        entered: sum of the items entered (may be negative).
        total: the score; ``None`` while items are missing.
        missing: ids of items without an entry.
    """

    items: tuple[ItemScore, ...]
    entered: Fraction
    total: Fraction | None
    missing: tuple[str, ...]

    def group_points(self, group: str) -> Fraction:
        """Sum of the entered items of one group."""
        found = (item.points for item in self.items if item.group == group)
        return sum((points for points in found if points is not None), Fraction(0))


def item_points(item: ScoreItem, value: Fraction) -> Fraction:
    """Points of a quantitative item for a figure in the item's unit.

    Raises:
        ValueError: the item is qualitative.
    """
    return Fraction(item.weight) * min(max(_share(item, value), Fraction(0)), Fraction(1))


def _share(item: ScoreItem, value: Fraction) -> Fraction:
    if item.low is None or item.high is None:
        raise ValueError(f"项目“{item.name}”没有上下限，不能按数值给分。")
    low, high = Fraction(item.low), Fraction(item.high)
    gained = high - value if item.direction == "lower" else value - low
    return gained / (high - low)


def score(
    table: ScoreTable,
    values: Mapping[str, Fraction],
    done: Mapping[str, bool],
    false_data: Collection[str] = (),
) -> Score:
    """The score of figures and of qualitative items.

    Args:
        values: item id to figure, in the item's unit.
        done: qualitative item id to whether it is done.
        false_data: ids of items with false or omitted data; they lose the table's share.
    """
    items = tuple(_item(table, item, values, done, false_data) for item in table.items)
    missing = tuple(item.id for item in items if item.points is None)
    entered = sum((item.points for item in items if item.points is not None), Fraction(0))
    return Score(items, entered, None if missing else entered, missing)


def _item(
    table: ScoreTable,
    item: ScoreItem,
    values: Mapping[str, Fraction],
    done: Mapping[str, bool],
    false_data: Collection[str],
) -> ItemScore:
    points, capped = None, False
    if item.kind == "qualitative":
        if item.id in done:
            points = Fraction(0) if done[item.id] else -Fraction(item.weight)
    elif item.id in values:
        points = item_points(item, values[item.id])
        capped = _share(item, values[item.id]) > 1
    if points is not None and points > 0 and item.id in false_data:
        points *= 1 - Fraction(table.false_data_cut)
    return ItemScore(item.id, item.name, item.group, points, capped)
