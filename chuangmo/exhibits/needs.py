"""The needed figures of all places beside each other, the tightest first."""

import pandas as pd

from chuangmo.assess.verdicts.evidence import OUT_OF_REACH
from chuangmo.assess.verdicts.evidence_words import BASIS_NOTE, BY_CALENDAR, evidence_short
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table
from chuangmo.exhibits.outlook import OutlookView, headline, load_view, past_spread, second
from chuangmo.service.questions import Questions
from chuangmo.status import LINE_WORD, SIGN
from chuangmo.wording import ABSENT, figure, rest_words


def needs_exhibit(reader: Questions, view: OutlookView, foot: Foot) -> Exhibit | None:
    """The needed figures of all places, the city first, then the tightest; none in December."""
    if view.month.month == 12 or view.answer.line is None:
        return None
    own = [place_view(reader, view, area) for area in places_of(view)]
    city = reader.catalog.city.name
    ordered = sorted(own, key=lambda one: (one.place.area != city, tightness(one)))
    rest = rest_words(view.month.month)
    table = Table(
        (
            ColumnHead("区县"), ColumnHead(view.month.span, view.answer.unit, True),
            ColumnHead("限值", "", True),
            ColumnHead(f"{rest}须 {SIGN['<=' if view.lower else '>=']}", "", True),
            ColumnHead("往年同期", "最低 / 中位 / 最高", True),
            ColumnHead("判断"), ColumnHead("依据"), ColumnHead("对照的线"),
        ),
        tuple(needs_row(one) for one in ordered),
        leading=sum(one.place.area == city for one in own),
    )  # fmt: skip
    return Exhibit(
        key=f"needs-{view.indicator.id}-{view.month.period.text}",
        verdict=headline(view),
        subtitle=f"各区县{rest}须达到的{view.noun or '数'}，{view.answer.unit}，{_days(own)}",
        figure=None,
        frame=pd.DataFrame(
            [[cell.text for cell in row] for row in table.rows],
            columns=[head.name for head in table.heads],
        ),
        foot=foot,
        notes=(second(view), BASIS_NOTE),
        demo=any(row.demo for row in view.place.district_rows),
        extra={
            "unit": view.answer.unit,
            "place": view.indicator.label,
            "indicator": view.indicator.id,
        },
        kind="needs",
        table=table,
    )


def _days(own: list[OutlookView]) -> str:
    """By which days the needed figures weigh; those of the calendar are marked one by one."""
    mixed = any(one.ahead is not None and one.ahead.by_calendar for one in own)
    return f"按有效日折算（{BY_CALENDAR}的注明）" if mixed else "按有效日折算"


def places_of(view: OutlookView) -> list[str]:
    """Every place with a verdict on the indicator, in administrative order."""
    return list(dict.fromkeys(row.area for row in view.place.district_rows))


def place_view(reader: Questions, view: OutlookView, area: str) -> OutlookView:
    """The same request for another place."""
    return load_view(reader, view.month, view.indicator, area)


def needs_row(view: OutlookView) -> tuple[Cell, ...]:
    """Place, so far, limit, needed, past years, status, its evidence, line."""
    answer, ahead, row = view.answer, view.ahead, view.row
    line = answer.line
    out = ahead is not None and ahead.answer == OUT_OF_REACH
    by_calendar = ahead is not None and ahead.by_calendar and not out
    return (
        Cell(view.place.area),
        Cell(view.text(answer.so_far.value)),
        Cell(figure(line.text_in(answer.unit)) if line else ABSENT),
        Cell(ABSENT if out else view.needed_text(), small=BY_CALENDAR if by_calendar else ""),
        Cell(past_spread(view, ahead) if ahead else ABSENT),
        Cell("", row.shown_as) if row else Cell(ABSENT),
        Cell(evidence_short(ahead) or ABSENT if ahead else ABSENT),
        Cell(LINE_WORD[line.line] if line else ABSENT),
    )


def tightness(view: OutlookView) -> float:
    """Room between what is needed and what past years did (or the year so far); small is tight."""
    ahead = view.ahead
    if ahead is None or ahead.needed is None:
        return float("inf")
    usual = ahead.past_median if ahead.past_median is not None else view.answer.so_far.value
    room = (ahead.needed - (usual or 0)) * (1 if view.lower else -1)
    return float(room)
