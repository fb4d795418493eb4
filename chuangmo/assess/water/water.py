"""Water figures: means of samples, and drinking water by volume and by count.

未检出 enters means as half its detection limit (SL 219-2013 12.2.5, 环办监测函〔2020〕82号);
the mark stays with the figure, so that 0.004L is never shown as 0.004.
"""

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction

from chuangmo.assess import reasons
from chuangmo.assess.figure_request import FigureRequest
from chuangmo.assess.figures.rates import chosen_rows, ratio_of_sums
from chuangmo.assess.rounding import decimal_text, publish
from chuangmo.assess.stretches import Stretch
from chuangmo.assess.verdict_types import Statistic
from chuangmo.period import day_words

SAMPLE_RULE = "断面各次监测值的算术平均，未检出按检出限的一半参与平均"
NOT_AVERAGED = "水质按断面逐个评价"
RATE_DIGITS = 1


def mean_of_samples(request: FigureRequest) -> Statistic:
    """Arithmetic mean of a section's samples; an area has none but its own report.

    The finest rows count (a year's figure only where there are no samples). A year needs the
    rule's number of samples (环办〔2011〕22号).
    """
    rows = _samples(request)
    words = reasons.period_words(request.period)
    if not rows:
        elsewhere = request.site is None and bool(request.part_rows())
        code = reasons.NOT_AVERAGED if elsewhere else reasons.NO_DATA
        return request.answer(
            reason_code=code,
            reason=reasons.sentence(code, period=words, what=NOT_AVERAGED),
            rule=SAMPLE_RULE,
        )
    code, reason, needed = _shortfall(request, rows)
    below = sum(1 for row in rows if row.qualifier == "below")
    return request.answer(
        value=sum((row.mean for row in rows), Fraction(0)) / len(rows),
        grain=rows[0].kind,
        n_valid=_count(rows),
        n_expected=_count(rows),
        n_required=needed,
        valid=not code,
        reason_code=code,
        reason=reason,
        rule=request.rule.text if request.rule else SAMPLE_RULE,
        origin="sites" if request.site else "reported",
        sites=(request.site,) if request.site else (),
        demo=any(row.demo for row in rows),
        note=f"{len(rows)} 次中未检出 {below} 次，按检出限的一半参与平均。" if below else "",
    )


def _samples(request: FigureRequest) -> list[Stretch]:
    rows = [row for row in request.own_rows() if row.has_value]
    if not rows:
        return []
    finest = min(rows, key=lambda row: row.end - row.start).kind
    return [row for row in rows if row.kind == finest]


def _count(rows: list[Stretch]) -> int:
    return rows[0].n_valid or 1 if len(rows) == 1 else len(rows)


def _shortfall(request: FigureRequest, rows: list[Stretch]) -> tuple[str, str, int]:
    words = reasons.period_words(request.period)
    yearly = request.rule.samples_per_year if request.rule else 0
    needed = yearly if request.period.kind == "year" else 0
    if request.is_open:
        last = max(row.last_day for row in rows)
        through = day_words(last)
        sentence = reasons.sentence(reasons.PERIOD_OPEN, period=words, through=through)
        return reasons.PERIOD_OPEN, sentence, needed
    if _count(rows) < needed:
        sentence = reasons.sentence(
            reasons.TOO_FEW_SAMPLES, period=words, n=_count(rows), required=needed
        )
        return reasons.TOO_FEW_SAMPLES, sentence, needed
    return "", "", needed


def shown(figure: Statistic, digits: int) -> str | None:
    """A water figure as printed: rounded once, or the detection limit with L (``0.004L``)."""
    if figure.value is None:
        return None
    if figure.all_below and figure.detection_limit is not None:
        return f"{decimal_text(figure.detection_limit)}L"
    return publish(figure.value, digits)


def volume_share(request: FigureRequest) -> Statistic:
    """Drinking water by volume (达标取水量/取水量), the rate by number of sources in the note."""
    by_volume = ratio_of_sums(request)
    counted = sources_passed(chosen_rows(request))
    if by_volume.value is None or counted is None:
        return by_volume
    passed, listed = counted
    share = publish(Fraction(100 * passed, listed), RATE_DIGITS)
    note = f"按水量计；按个数计：达标水源 {passed} 个/水源 {listed} 个，{share}%。"
    return replace(by_volume, note=note)


def sources_passed(rows: list[Stretch]) -> tuple[int, int] | None:
    """(sources that passed, sources): one passes when all its volume does; None without sources.

    The count-based rate is 达标水源数/水源数 over everything that was drawn in the period.
    """
    drawn: dict[str, list[Fraction]] = defaultdict(lambda: [Fraction(0), Fraction(0)])
    for row in rows:
        if row.site is not None and row.numerator is not None and row.denominator is not None:
            drawn[row.site][0] += Fraction(row.numerator)
            drawn[row.site][1] += Fraction(row.denominator)
    counted = [(good, whole) for good, whole in drawn.values() if whole]
    if not counted:
        return None
    return sum(1 for good, whole in counted if good >= whole), len(counted)
