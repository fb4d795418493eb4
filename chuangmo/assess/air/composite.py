"""综合指数: the sum of every pollutant's share of its limit (城市环境空气质量排名技术规定).

A pollutant without a figure stops the index: it is never counted as 0. The shares tell which
pollutant weighs most (主要污染物). The figures enter as they are published, so that a reader can
add them up again; the sum is rounded once. The rule's own words on rounding were not read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from chuangmo.assess import reasons
from chuangmo.assess.figure_request import CompositeParts, FigureRequest
from chuangmo.assess.figures.means import mean_of_valid_days
from chuangmo.assess.rounding import in_unit, publish, round_fraction
from chuangmo.assess.verdict_types import Statistic
from chuangmo.catalog.tables import CompositeTable, CompositeTerm

SHARE_DIGITS = 2
RULE = "各项公布的浓度（已修约）与限值之比求和，和再修约一次"


@dataclass(frozen=True)
class CompositeIndex:
    """The index of one place and period.

    Attributes:
        value: exact sum; ``None`` while any of ``missing`` lacks.
        shares: (indicator, weight x C / limit) in the table's order.
        primary: indicators with the largest share (主要污染物); several when equal.
        missing: indicators of the table without a figure.
    """

    value: Fraction | None
    shares: tuple[tuple[str, Fraction], ...]
    primary: tuple[str, ...]
    missing: tuple[str, ...]


def composite(figures: Mapping[str, Fraction], table: CompositeTable) -> CompositeIndex:
    """The index of figures in the units of the table's terms: ``sum(weight x C_i / S_i)``."""
    missing = tuple(term.indicator for term in table.terms if term.indicator not in figures)
    shares = tuple(
        (t.indicator, Fraction(t.weight) * figures[t.indicator] / Fraction(t.limit))
        for t in table.terms
        if t.indicator in figures
    )
    if missing or not shares:
        return CompositeIndex(None, shares, (), missing)
    most = max(share for _, share in shares)
    primary = tuple(name for name, share in shares if share == most)
    return CompositeIndex(sum((s for _, s in shares), Fraction(0)), shares, primary, ())


def composite_index(request: FigureRequest) -> Statistic:
    """The composite index: the place's own report of exactly this period, else from pollutants."""
    reported = _reported(request)
    if reported is not None:
        return reported
    parts = request.composite
    if parts is None:
        return _none(request, reasons.NO_TABLE)
    answers = {part.indicator.id: mean_of_valid_days(part) for part in parts.requests}
    found = composite(_figures(parts, answers), parts.table)
    if found.value is None:
        labels = {part.indicator.id: part.indicator.label for part in parts.requests}
        names = "、".join(labels[name] for name in found.missing)
        return _none(request, reasons.MISSING_POLLUTANT, names=names)
    return _answer(request, parts, found, list(answers.values()))


def _figures(parts: CompositeParts, answers: Mapping[str, Statistic]) -> dict[str, Fraction]:
    """The figures of the terms as they are published: rounded in the unit of the limit."""
    terms = {term.indicator: term for term in parts.table.terms}
    found: dict[str, Fraction] = {}
    for part in parts.requests:
        term = terms[part.indicator.id]
        value = _term_value(part, answers[part.indicator.id], term)
        if value is not None:
            exact = in_unit(value, part.indicator.unit, term.unit)
            found[term.indicator] = round_fraction(exact, part.indicator.digits[term.unit])
    return found


def _term_value(part: FigureRequest, answer: Statistic, term: CompositeTerm) -> Fraction | None:
    """The mean or percentile of a term; a percentile the place reports for the period holds.

    Hours are not made into 8-hour means here: without daily MDA8 values there is no figure.
    """
    if not term.percent:
        return answer.value
    wanted = f"p{term.percent}"
    for row in part.own_rows():
        same = (row.start, row.end) == (part.period.start, part.period.end)
        if same and row.statistic == wanted and row.has_value:
            return row.mean
    hourly = any(row.kind == "hour" for row in part.rows)
    if term.averaging == "mda8" and answer.statistic != "mda8" and hourly:
        return None
    return answer.percentile(term.percent)


def _reported(request: FigureRequest) -> Statistic | None:
    for row in request.own_rows():
        if (row.start, row.end) == (request.period.start, request.period.end) and row.has_value:
            words = reasons.period_words(request.period)
            return request.answer(
                value=row.mean,
                statistic="index",
                grain=row.kind,
                n_valid=row.n_valid or 0,
                n_expected=row.n_expected or request.period.days,
                n_unit="day",
                valid=True,
                rule=reasons.REPORTED_RULE.format(period=words),
                origin="reported",
                demo=row.demo,
            )
    return None


def _answer(
    request: FigureRequest, parts: CompositeParts, index: CompositeIndex, answers: list[Statistic]
) -> Statistic:
    worst = next((figure for figure in answers if _counts_as_short(figure)), None)
    worst = worst or next((figure for figure in answers if figure.reason_code), None)
    return request.answer(
        value=index.value,
        statistic="index",
        grain=answers[0].grain,
        n_valid=min(figure.n_valid for figure in answers),
        n_expected=max(figure.n_expected for figure in answers),
        n_required=max(figure.n_required for figure in answers),
        n_unit="day",
        valid=worst is None,
        reason_code=worst.reason_code if worst else "",
        reason=worst.reason if worst else "",
        rule=f"{parts.table.name}：{RULE}（{parts.table.document}{_doubt(parts)}）",
        n_dust=max(figure.n_dust for figure in answers),
        origin="sites" if any(figure.origin == "sites" for figure in answers) else "reported",
        demo=any(figure.demo for figure in answers),
        note=_shares_note(parts, index),
    )


def _counts_as_short(answer: Statistic) -> bool:
    return answer.reason_code not in reasons.STANDS


def _shares_note(parts: CompositeParts, found: CompositeIndex) -> str:
    labels = {part.indicator.id: part.indicator.label for part in parts.requests}
    primary = "、".join(labels[name] for name in found.primary)
    shares = "、".join(f"{labels[name]} {publish(s, SHARE_DIGITS)}" for name, s in found.shares)
    doubt = f"由公布的各项浓度计算{_doubt(parts)}。"
    return f"主要污染物：{primary}；分指数：{shares}。{doubt}"


def _doubt(parts: CompositeParts) -> str:
    return "，待核" if parts.table.confidence in ("B", "C") else ""


def _none(request: FigureRequest, code: str, **words: str) -> Statistic:
    return request.answer(
        statistic="index",
        reason_code=code,
        reason=reasons.sentence(code, period=reasons.period_words(request.period), **words),
        n_expected=request.period.days,
        n_unit="day",
        rule=RULE,
    )
