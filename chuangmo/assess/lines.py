"""The three lines a figure is held against: national standard, 创模 scheme, the city's own target.

They are never mixed: a district can miss the first and meet the third, and both are true.
"""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from chuangmo.assess.plan_line import plan_line
from chuangmo.assess.rounding import convertible, decimal_text, in_unit, publish
from chuangmo.assess.scopes import fulfilled, in_scope
from chuangmo.assess.verdict_types import PRECEDENCE, SCHEME, STANDARD, TARGET
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator, Limit, PercentileTest, Standard
from chuangmo.catalog.scheme_models import Scheme
from chuangmo.catalog.target_models import PLAN, Target
from chuangmo.period import DAY, HOUR, QUARTER, Period

#: What a day is held against, the first that the standard limits: ozone has no daily mean.
_OF_A_DAY = ("day", "mda8", "hour")
_DAILY_STATISTIC = {"day": "mean", "mda8": "mda8", "hour": "max"}


@dataclass(frozen=True)
class LimitLine:
    """A number of one of the three lines, with its document and how far it is to be trusted.

    Attributes:
        text: as the source prints it, in ``unit``.
        period_kind: the kind of period the number is made for (``year``, ``day``, ``hour``).
        rounded: whether the published value is compared (修约值比较法) instead of the full one.
        in_scope: whether the place lies inside the scope of the item.
        percent: the percentile of daily values that is compared instead of the mean.
        second: a further test that must hold too (HJ 663: mean and percentile).
        note: what stands beside the number (另一项达到即可 of an OR group).
        condition: what is asked for in words beside the number (市区内无劣Ⅴ类水体); both must
            hold. ``fulfilled`` is what is known of it: ``None`` until somebody enters it.
        exact: the number where ``text`` is rounded (a point on the line of a plan).
        form: of a target, what it asks for besides a number of one year; ``due`` its day, if any.
    """

    line: str
    id: str
    name: str
    operator: str
    text: str
    unit: str
    period_kind: str
    rounded: bool
    in_scope: bool
    document: str
    source: str
    confidence: str
    mark: str = ""
    scope: str = ""
    percent: int | None = None
    second: "LimitLine | None" = None
    note: str = ""
    condition: str = ""
    fulfilled: bool | None = None
    exact: Fraction | None = None
    form: str = ""
    due: date | None = None

    def value_in(self, unit: str) -> Fraction:
        """The number in ``unit``, exact."""
        number = Fraction(self.text) if self.exact is None else self.exact
        return in_unit(number, self.unit, unit)

    def text_in(self, unit: str) -> str:
        """The number for display in ``unit``; as printed where the unit is the same."""
        return self.text if unit == self.unit else decimal_text(self.value_in(unit))


def line_for(
    catalog: Catalog,
    indicator: Indicator,
    area: str,
    period: Period,
    line: str,
    *,
    scheme: str | None = None,
    standard: str | None = None,
    klass: str | None = None,
    body: str = "river",
) -> LimitLine | None:
    """The line of one kind for an indicator, place and period; ``None`` where there is none.

    The standard is that in force on the last day of the period (GB 3095 straddling periods),
    unless one is asked for by id. ``klass`` is the class of a water section (Ⅲ类), ``body`` says
    whether it lies on a ``river`` or a ``lake``.
    """
    if line == STANDARD and indicator.group == "water":
        return _water_line(catalog, indicator, period, standard, klass, body)
    if line == STANDARD:
        return _standard_line(catalog, indicator, period, standard)
    if line == SCHEME:
        return _scheme_line(catalog, indicator, area, period, scheme, standard)
    return _target_line(catalog, indicator, area, period)


def main_line(
    catalog: Catalog, indicator: Indicator, area: str, period: Period, line: str | None = None
) -> LimitLine | None:
    """The one line to look ahead to: that of kind ``line``, else the first of ``PRECEDENCE``.

    A line whose scope leaves the place out is passed over.
    """
    found = (line_for(catalog, indicator, area, period, kind) for kind in _kinds(line))
    return next((got for got in found if got is not None and got.in_scope), None)


def _kinds(line: str | None) -> tuple[str, ...]:
    return (line,) if line else PRECEDENCE


def standard_in_force(
    catalog: Catalog, indicator: Indicator, on: date, standard: str | None = None
) -> Standard | None:
    """The standard by date and city, or the one asked for by id.

    A standard asked for speaks for what its family limits: an air standard neither takes away
    the rules of noise and water nor governs rates.
    """
    chosen = catalog.standards[standard] if standard else None
    if chosen is not None and chosen.family in _families(catalog, indicator):
        return chosen
    return catalog.standard_for(indicator.id, on)


def _families(catalog: Catalog, indicator: Indicator) -> set[str]:
    """The families of standards (air, noise, water) with a limit for the indicator."""
    return {
        one.family
        for one in catalog.standards.values()
        if any(limit.indicator == indicator.id for limit in one.limits)
    }


def of_a_day(standard: Standard, indicator: str) -> str:
    """The averaging of the limit that a day is held against: ``day``, ``mda8`` or ``hour``.

    Ozone has a limit of the daily maximum 8-hour mean since 2012; before it only one of an hour,
    which the largest hour of the day must keep (GB 3095).
    """
    limited = {limit.averaging for limit in standard.limits if limit.indicator == indicator}
    return next((averaging for averaging in _OF_A_DAY if averaging in limited), DAY)


def daily_statistic(
    catalog: Catalog, indicator: Indicator, on: date, standard: str | None = None
) -> str:
    """What a day's value is under the standard in force: ``mean``, ``mda8`` or ``max``."""
    rule = standard_in_force(catalog, indicator, on, standard)
    return "mean" if rule is None else _DAILY_STATISTIC[of_a_day(rule, indicator.id)]


def limit_of_eight_hours(
    catalog: Catalog, indicator: Indicator, on: date, standard: str | None = None
) -> Fraction | None:
    """The limit of the daily maximum 8-hour mean in the stored unit; ``None`` without one."""
    rule = standard_in_force(catalog, indicator, on, standard)
    limit = catalog.limit(rule, indicator.id, "mda8") if rule else None
    return in_unit(Fraction(limit.value), limit.unit, indicator.unit) if limit else None


def percents_tested(
    catalog: Catalog, indicator: Indicator, on: date, standard: str | None = None
) -> tuple[int, ...]:
    """The percentiles of daily values that the standard in force tests (HJ 663)."""
    rule = standard_in_force(catalog, indicator, on, standard)
    if rule is None:
        return ()
    return tuple(test.percent for test in rule.percentiles if test.indicator == indicator.id)


def answer_unit(
    catalog: Catalog, indicator: Indicator, on: date, standard: str | None = None
) -> str:
    """The unit answers are given in: that of the standard judged by, else the stored unit."""
    rule = standard_in_force(catalog, indicator, on, standard)
    if rule is None:
        return indicator.unit
    found = [limit.unit for limit in rule.limits if limit.indicator == indicator.id]
    usable = [unit for unit in found if convertible(indicator.unit, unit)]
    return usable[0] if usable else indicator.unit


def _compares_rounded(
    catalog: Catalog, indicator: Indicator, on: date, standard: str | None = None
) -> bool:
    """修约值比较 where the standard says so; noise is kept to 0.1 dB before any comparison."""
    rule = standard_in_force(catalog, indicator, on, standard)
    if indicator.group == "noise":
        return True
    return rule is not None and rule.comparison == "rounded"


def _standard_line(
    catalog: Catalog, indicator: Indicator, period: Period, standard: str | None
) -> LimitLine | None:
    rule = standard_in_force(catalog, indicator, period.last_day, standard)
    if rule is None:
        return None
    if period.kind in (DAY, HOUR):
        averaging = HOUR if period.kind == HOUR else of_a_day(rule, indicator.id)
        limit = catalog.limit(rule, indicator.id, averaging)
        return _law(rule, limit, averaging, period.kind)
    quarter = catalog.limit(rule, indicator.id, QUARTER) if period.kind == QUARTER else None
    if quarter is not None:
        return _law(rule, quarter, QUARTER, QUARTER)
    annual = _law(rule, catalog.limit(rule, indicator.id, "year"), "year", "year")
    test = next((t for t in rule.percentiles if t.indicator == indicator.id), None)
    if test is None:
        return annual
    limit = catalog.limit(rule, indicator.id, test.averaging)
    ranked = _law(rule, limit, test.averaging, "year", test)
    return replace(annual, second=ranked) if annual is not None else ranked


def _water_line(
    catalog: Catalog,
    indicator: Indicator,
    period: Period,
    standard: str | None,
    klass: str | None,
    body: str,
) -> LimitLine | None:
    """The limit of a section's class (GB 3838 表1), for any period; pH has one each way."""
    rule = standard_in_force(catalog, indicator, period.last_day, standard)
    if rule is None or klass is None:
        return None
    limits = catalog.limits(rule, indicator.id, "sample", klass, body)
    lines = [_law(rule, limit, "sample", period.kind) for limit in limits]
    found = [line for line in lines if line is not None]
    if not found:
        return None
    return replace(found[0], second=found[1]) if len(found) > 1 else found[0]


def _law(
    rule: Standard,
    limit: Limit | None,
    averaging: str,
    period_kind: str,
    test: PercentileTest | None = None,
) -> LimitLine | None:
    if limit is None:
        return None
    percent = test.percent if test else None
    return LimitLine(
        line=STANDARD,
        id=f"{rule.id}/{limit.indicator}/{averaging}/{limit.klass}"
        + (f"/p{percent}" if percent else ""),
        name=f"{rule.name} {limit.klass}" + (f" 第{percent}百分位" if percent else ""),
        operator=limit.operator,
        text=limit.value,
        unit=limit.unit,
        period_kind=period_kind,
        rounded=rule.comparison == "rounded",
        in_scope=True,
        document=rule.document,
        source=limit.source,
        confidence=max(limit.confidence, rule.confidence, test.confidence if test else "A"),
        percent=percent,
    )


def judging_scheme(catalog: Catalog, period: Period, scheme: str | None) -> Scheme | None:
    """The programme asked for by id, else the one in force in the year of the period."""
    if scheme is not None:
        return catalog.scheme(scheme)
    return catalog.schemes_in_force(period.last_day.year).judging


def _scheme_line(
    catalog: Catalog,
    indicator: Indicator,
    area: str,
    period: Period,
    scheme: str | None,
    standard: str | None,
) -> LimitLine | None:
    chosen = judging_scheme(catalog, period, scheme)
    item = catalog.scheme_item(chosen, indicator.id) if chosen else None
    if chosen is None or item is None:
        return None
    text, unit, operator = item.threshold, item.unit or indicator.unit, item.operator
    confidence: str = item.confidence
    if item.limit_from == "standard":
        year = Period(period.start, period.end, "year")
        limit = _standard_line(catalog, indicator, year, standard)
        if limit is None:
            return None
        text, unit, operator = limit.text, limit.unit, "<="
        confidence = max(confidence, limit.confidence)
    if text is None:
        return None
    return LimitLine(
        line=SCHEME,
        id=f"{chosen.id}/{item.id}",
        name=f"{chosen.name}“{item.name}”",
        operator=operator,
        text=text,
        unit=unit,
        period_kind="year",
        rounded=_compares_rounded(catalog, indicator, period.last_day, standard),
        in_scope=in_scope(catalog, area, item.scope),
        document=chosen.document,
        source=item.source,
        confidence=confidence,
        scope=item.scope,
        note=item.note if item.group_rule == "any" else "",
        condition=item.requirement,
        fulfilled=fulfilled(catalog, chosen, item, area, period),
    )


def _target_line(
    catalog: Catalog, indicator: Indicator, area: str, period: Period
) -> LimitLine | None:
    """The number of a target for the year; ``None`` where it is not the year's own.

    That is the year before (逐年下降), what several years come to (a task of a plan), or not known
    (a plan that does not say where it starts).
    """
    target, year = catalog.target(indicator.id, area, period.last_day.year), period.last_day.year
    if target is None or not target.limit or (target.form == PLAN and indicator.is_task):
        return None
    whole = end_line(catalog, indicator, target, period)
    if target.form != PLAN or year == target.year:
        return whole
    unit = answer_unit(catalog, indicator, period.last_day)
    exact = plan_line(target, indicator, unit).at_end_of(year)
    if exact is None:
        return None
    text, name = publish(exact, indicator.digits[unit]), f"规划{year}年末应达"
    return replace(whole, text=text, unit=unit, name=name, exact=exact)


def end_line(catalog: Catalog, indicator: Indicator, target: Target, period: Period) -> LimitLine:
    """The number that a target ends with: that of its year, of a plan that of its last year."""
    plan = f"{target.start_year}—{target.year}年规划目标"
    return LimitLine(
        line=TARGET,
        id=f"{catalog.city.id}/{target.year}/{indicator.id}/{target.area}",
        name=plan if target.form == PLAN else f"{target.year}年度目标",
        operator=target.operator,
        text=target.limit,
        unit=target.unit,
        period_kind="year",
        rounded=_compares_rounded(catalog, indicator, period.last_day),
        in_scope=True,
        document=target.document,
        source=target.source,
        confidence=target.confidence,
        mark=target.mark,
        form=target.form,
        due=target.due,
    )


def holds(value: Fraction, operator: str, limit: Fraction) -> bool:
    """Whether ``value operator limit`` is true, exactly; equality passes under <= and >=."""
    match operator:
        case "<=":
            return value <= limit
        case ">=":
            return value >= limit
        case "<":
            return value < limit
        case ">":
            return value > limit
    return value == limit


__all__ = [
    "SCHEME",
    "STANDARD",
    "TARGET",
    "LimitLine",
    "answer_unit",
    "holds",
    "line_for",
    "main_line",
]
