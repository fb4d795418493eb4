"""Why the 创模 line of a year says nothing: no list in force, two in doubt, a limit not found."""

from dataclasses import replace

from chuangmo.assess import reasons
from chuangmo.assess import verdict_types as vt
from chuangmo.assess.lines import judging_scheme
from chuangmo.assess.scopes import fulfilled, in_scope
from chuangmo.assess.verdict_types import Silence
from chuangmo.assess.verdicts.schemes import held, requirement, whole
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator
from chuangmo.catalog.scheme_models import Scheme, SchemeItem
from chuangmo.period import Period

Asked = tuple[Scheme, SchemeItem]


def scheme_silence(
    catalog: Catalog, indicator: Indicator, area: str, period: Period, scheme: str | None = None
) -> Silence | None:
    """What stands in place of the scheme's line; ``None`` where no list has such an item.

    Args:
        scheme: the programme asked for by id, instead of the one in force.
    """
    if indicator.is_task:
        return None
    year = period.last_day.year
    there = catalog.schemes_in_force(year)
    chosen = judging_scheme(catalog, period, scheme)
    shown = there.shown if chosen is None else (chosen,)
    if not shown:
        return Silence(vt.NO_TARGET, reasons.NO_SCHEME, reasons.NO_SCHEME_THEN.format(year=year))
    asked = [(one, item) for one in shown if (item := catalog.scheme_item(one, indicator.id))]
    if not asked:
        return None
    if not any(in_scope(catalog, area, item.scope) for _, item in asked):
        scope = asked[-1][1].scope
        said = reasons.OUT_OF_SCOPE.format(scope=scope, area=area)
        return _about(asked, vt.NOT_APPLICABLE, "out_of_scope", said)
    if chosen is not None:
        return _not_found(asked)
    lists = "；".join(f"{one.document}{_words(item)}" for one, item in asked)
    said = reasons.SCHEMES_IN_DOUBT.format(year=year, lists=lists)
    for one, item in asked:
        if item.requirement and fulfilled(catalog, one, item, area, period) is None:
            said += reasons.CONDITION_OPEN.format(condition=item.requirement)
            found = _about(asked, vt.INSUFFICIENT, reasons.HALF_KNOWN, said)
            return replace(found, in_doubt=True)
    found = _about(asked, vt.NOT_ASSESSABLE, reasons.SCHEME_IN_DOUBT, said)
    return replace(found, in_doubt=True)


def _not_found(asked: list[Asked]) -> Silence | None:
    scheme, item = asked[0]
    if not item.missing:
        return None
    said = reasons.LIMIT_NOT_FOUND.format(
        document=scheme.document, item=item.name, known=held(scheme), whole=whole(scheme)
    )
    return _about(asked, vt.NOT_ASSESSABLE, reasons.LIMIT_MISSING, said)


def _about(asked: list[Asked], status: str, code: str, sentence: str) -> Silence:
    return Silence(
        status, code, sentence,
        documents="、".join(dict.fromkeys(scheme.document for scheme, _ in asked)),
        source="；".join(dict.fromkeys(item.source for _, item in asked)),
        confidence=max(item.confidence for _, item in asked),
    )  # fmt: skip


def _words(item: SchemeItem) -> str:
    return (
        "的要求没有查到"
        if item.missing
        else reasons.closed_up(requirement((item,))).replace(" %", "%")
    )
