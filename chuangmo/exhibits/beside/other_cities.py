"""The board's own city beside cities outside it, as tables list them; no figure counts these."""

from collections.abc import Sequence
from fractions import Fraction

from chuangmo.assess.reasons import period_words
from chuangmo.assess.verdicts.publishing import out_of
from chuangmo.catalog.models import Indicator
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table, text_frame
from chuangmo.exhibits.place import Place
from chuangmo.service.questions import Questions
from chuangmo.service.scoring.other_cities import BesideCities, OtherCity
from chuangmo.wording import ABSENT, closed_up, figure, unit_after

NOT_COUNTED = "外市的数照上传的表列出，只作对照，不计入本市的任何一个数，也不判断是否达标。"
_OWN = "本市"


def other_cities_exhibit(reader: Questions, place: Place, foot: Foot) -> Exhibit | None:
    """The cities that a table lists for the indicator; ``None`` of a district, or without any."""
    city, month = reader.catalog.city.name, place.month
    if place.area != city:
        return None
    found = reader.other_cities(place.indicator.id, month.period, month.as_of)
    if found is None:
        return None
    own = (Cell(city, small=_OWN), _own_cell(found), Cell(ABSENT))
    rows = sorted((*map(_row, found.others), own), key=lambda row: _turn(place.indicator, row))
    head = ColumnHead(place.indicator.label, found.unit, True)
    heads = (ColumnHead("城市"), head, ColumnHead("单元格"))
    return Exhibit(
        key=f"other-cities-{place.indicator.id}-{month.period.text}",
        verdict=_said(place.indicator, city, found),
        subtitle=f"{period_words(found.period)}，{place.indicator.name}，{city}与表中所列的外市",
        figure=None,
        frame=text_frame(rows, heads),
        foot=foot,
        notes=(NOT_COUNTED, _files(found), *_why(found)),
        demo=any(one.demo for one in found.others),
        extra={"unit": found.unit, "place": city},
        kind="other_cities",
        table=Table(heads, tuple(rows)),
    )


def _row(one: OtherCity) -> tuple[Cell, ...]:
    return Cell(one.area), Cell(out_of(figure(one.value), one.of)), Cell(one.cell)


def _own_cell(found: BesideCities) -> Cell:
    return Cell(ABSENT if found.own is None else out_of(figure(found.own), found.own_of))


def _turn(indicator: Indicator, row: Sequence[Cell]) -> tuple[bool, Fraction]:
    """The better first, cities without a figure last; as listed where neither way is better."""
    text = row[1].text.partition("/")[0].replace("\u2009", "").replace("−", "-")
    if text == ABSENT:
        return True, Fraction(0)
    sign = {"higher": -1, "lower": 1}.get(indicator.direction, 0)
    return False, sign * Fraction(text)


def _said(indicator: Indicator, city: str, found: BesideCities) -> str:
    """``2007年城考得分：兰州市72.82分，表中列有3个外市：2个好于本市、1个不如本市。``."""
    name, many = f"{period_words(found.period)}{indicator.label}", len(found.others)
    if found.own is None:
        return f"{name}：{city}没有数，表中列有{many}个外市。"
    own_text = out_of(figure(found.own), found.own_of)
    said = closed_up(f"{name}：{city}{own_text}{unit_after(found.unit)}，表中列有{many}个外市")
    sign = {"higher": 1, "lower": -1}.get(indicator.direction, 0)
    if not sign:
        return f"{said}。"
    own = Fraction(found.own)
    gaps = [sign * (Fraction(one.value) - own) for one in found.others]
    counts = (
        (sum(gap > 0 for gap in gaps), "好于本市"),
        (sum(gap == 0 for gap in gaps), "与本市相同"),
        (sum(gap < 0 for gap in gaps), "不如本市"),
    )
    return f"{said}：{'、'.join(f'{count}个{word}' for count, word in counts if count)}。"


def _files(found: BesideCities) -> str:
    files = dict.fromkeys(
        f"{one.file}{' ' + one.sheet if one.sheet else ''}（批次 {one.batch}）"
        for one in found.others
    )
    return f"单元格所在：{'、'.join(files)}。"


def _why(found: BesideCities) -> tuple[str, ...]:
    return (found.reason,) if found.own is None and found.reason else ()
