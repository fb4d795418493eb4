"""One indicator in one place up to a month: what its exhibits have in common."""

from dataclasses import dataclass, replace

from chuangmo.assess.verdict_types import Verdict
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator
from chuangmo.charts.matrix import COMBINED, chosen
from chuangmo.exhibit import Foot
from chuangmo.exhibits.month import Month, data_through
from chuangmo.service.figures.assessing import Assessment
from chuangmo.service.questions import Questions
from chuangmo.wording import digits_of, indicator_sentence


@dataclass(frozen=True)
class Place:
    """One indicator in one place up to a month, with everything its exhibits need.

    Attributes:
        rows: its verdicts against all lines.
        district_rows: the verdicts of all places on the same indicator.
    """

    indicator: Indicator
    area: str
    month: Month
    dust: str
    rows: list[Verdict]
    district_rows: list[Verdict]

    @property
    def main(self) -> Verdict | None:
        """The row that counts: target, else scheme, else standard."""
        return chosen(self.rows, COMBINED)

    @property
    def statistic(self) -> str:
        """What the row that counts is about: a mean, or a percentile of the days (``p95``)."""
        return self.main.statistic if self.main else "mean"

    @property
    def unit(self) -> str:
        """The unit everything on the page is shown in."""
        return self.rows[0].unit if self.rows else self.indicator.unit

    @property
    def scale(self) -> dict[str, str]:
        """What files draw a chart of its figures by: unit, decimals, and whose figures they are."""
        digits = str(digits_of(self.indicator, self.unit))
        return {"unit": self.unit, "digits": digits, "place": self.indicator.label}

    @property
    def sentence(self) -> str:
        """The verdict sentence: title and alternative text alike."""
        return indicator_sentence(self.rows, self.indicator, self.month.span)

    @property
    def unaudited(self) -> bool:
        """Whether any of its figures is made from data that nobody has audited yet."""
        return any(row.unaudited for row in (*self.rows, *self.district_rows))

    def foot(self, reader: Questions) -> Foot:
        """The foot line of its exhibits."""
        row = self.rows[0] if self.rows else None
        shown = [(r.indicator, r.area) for r in (*self.rows, *self.district_rows)]
        documents = list(dict.fromkeys(r.document for r in self.rows if r.document))
        demo = "（演示数据）" if any(r.demo for r in self.rows) else ""
        return Foot(
            source=f"来源：已导入的月报与台账{demo}",
            through=data_through(reader, self.month.as_of, shown, unaudited=self.unaudited),
            valid=f"有效数据 {row.n_valid} / {row.n_expected}" if row and row.n_expected else "",
            standard=f"标准：{'、'.join(documents)}" if documents else "",
        )


def within_group(place: Place, catalog: Catalog, group: str | None) -> Place:
    """The place beside the districts of one ranking group only (四城区 or 远郊), or beside all."""
    if group is None:
        return place
    names = {d.name for d in catalog.city.districts if d.group == group}
    rows = [r for r in place.district_rows if r.area_kind != "district" or r.area in names]
    return replace(place, district_rows=rows)


def place_of(
    assessment: Assessment, indicator: Indicator, area: str, month: Month, dust: str
) -> Place:
    """Pick the rows of one indicator and place."""
    of_indicator = [row for row in assessment.rows if row.indicator == indicator.id]
    own = [row for row in of_indicator if row.area == area]
    return Place(indicator, area, month, dust, own, of_indicator)
