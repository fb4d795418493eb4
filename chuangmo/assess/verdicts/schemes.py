"""A city against a 创模 programme, item by item: AND and OR groups, entered results, what is due.

Quantitative items are judged by the verdicts of the city, relative and qualitative ones by a
result entered with its document. Items of one group make one row (domain: the double test of air
in the 2008 and 2011 lists holds only together; 陕西 asks for either).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from chuangmo.assess import reasons
from chuangmo.assess import verdict_types as vt
from chuangmo.assess.reasons import UNAUDITED_NOTE
from chuangmo.assess.verdict_types import Verdict
from chuangmo.catalog.models import ItemEntry
from chuangmo.catalog.scheme_models import Scheme, SchemeItem
from chuangmo.status import RESULT_WORD, SIGN

ALL, ANY = "all", "any"
NOT_ENTERED, NO_DATA = "not_entered", "no_data"
#: Silences that keep a group from being judged, the weightiest first.
_SILENT = (vt.INSUFFICIENT, vt.NOT_ASSESSABLE, vt.NO_TARGET, vt.REFERENCE, vt.NOT_YET_DUE)


@dataclass(frozen=True)
class ItemFigure:
    """One figure behind an item: indicator, published value, its limit, and the verdict's words."""

    indicator: str
    value: str | None
    unit: str
    operator: str | None
    limit: str | None
    limit_id: str | None
    status: str
    reason: str


@dataclass(frozen=True)
class ItemOutcome:
    """One item of the programme in one year.

    Attributes:
        readings: the figures of a quantitative item.
        value: the text entered beside a result, for the other kinds.
        document: the document of an entered result, else that of the limit.
        entered: whether anything was reported or entered for it.
    """

    item: SchemeItem
    status: str
    reason: str
    reason_code: str
    readings: tuple[ItemFigure, ...]
    value: str
    document: str
    entered: bool
    demo: bool


@dataclass(frozen=True)
class RowOutcome:
    """One row of the programme in one year: the parts combined by the group's rule."""

    year: int
    status: str
    reason: str
    entered: bool
    demo: bool
    parts: tuple[ItemOutcome, ...]


def grouped(scheme: Scheme) -> list[tuple[SchemeItem, ...]]:
    """The rows of a programme in its order: items of one group together, others alone."""
    rows: dict[str, list[SchemeItem]] = {}
    for item in scheme.items:
        rows.setdefault(item.group or item.id, []).append(item)
    return [tuple(items) for items in rows.values()]


def held(scheme: Scheme) -> int:
    """How many rows of a programme have their whole requirement in the catalog."""
    return sum(1 for items in grouped(scheme) if not any(item.missing for item in items))


def whole(scheme: Scheme) -> int:
    """How many rows its document has, as far as that is known."""
    return max(scheme.official_items, len(grouped(scheme)))


def all_of(statuses: Iterable[str]) -> str:
    """AND: missed when any member is; a silent member keeps the rest from being judged.

    Members that do not apply are left out; with none left the whole does not apply.
    """
    found = {status for status in statuses if status != vt.NOT_APPLICABLE}
    if not found:
        return vt.NOT_APPLICABLE
    order = (vt.MISSED, *_SILENT, vt.AT_RISK, vt.UNDECIDED, vt.ON_COURSE, vt.MET)
    return next(status for status in order if status in found)


def any_of(statuses: Iterable[str]) -> str:
    """OR: met when any member is, even where another lacks data; missed only when all are."""
    found = {status for status in statuses if status != vt.NOT_APPLICABLE}
    if not found:
        return vt.NOT_APPLICABLE
    order = (vt.MET, vt.ON_COURSE, *_SILENT, vt.UNDECIDED, vt.AT_RISK, vt.MISSED)
    return next(status for status in order if status in found)


def part_of(
    item: SchemeItem, verdicts: Sequence[Verdict], entry: ItemEntry | None, year: int
) -> ItemOutcome:
    """One item of one year.

    Args:
        verdicts: the city's scheme-line verdicts of that year on the item's indicators.
        entry: the result entered by hand; for a quantitative item "not applicable", or the
            result of what it asks for beside its number.
    """
    exempt = entry is not None and entry.result == vt.NOT_APPLICABLE
    if entry is not None and (item.kind != "quantitative" or exempt):
        return _entered(item, entry)
    if item.missing:
        said = f"“{item.name}”的要求没有查到：{item.missing}"
        read = tuple(_reading(verdict) for verdict in verdicts)
        return ItemOutcome(
            item, vt.NOT_ASSESSABLE, said, reasons.LIMIT_MISSING, read, "", "", False,
            any(verdict.demo for verdict in verdicts),
        )  # fmt: skip
    if item.kind == "quantitative":
        part = _judged(item, verdicts, year)
        return _with_condition(part, entry) if item.requirement else part
    return ItemOutcome(
        item, vt.INSUFFICIENT, f"{year}年的结果尚未录入。", NOT_ENTERED, (), "", "", False, False
    )  # fmt: skip


def outcome(items: Sequence[SchemeItem], parts: Sequence[ItemOutcome], year: int) -> RowOutcome:
    """The row of one group in one year.

    A row counts as entered when it is settled, or when nothing of it is missing.
    """
    either = items[0].group_rule == ANY
    status = (any_of if either else all_of)(part.status for part in parts)
    settled = status in (vt.MET, vt.MISSED, vt.NOT_APPLICABLE)
    return RowOutcome(
        year=year,
        status=status,
        reason=" ".join(_deciding(status, parts)),
        entered=settled or all(part.entered for part in parts),
        demo=any(part.demo for part in parts),
        parts=tuple(parts),
    )


def requirement(items: Sequence[SchemeItem]) -> str:
    """What a row asks for, in words: the requirements of its items with 且 or 或 between them."""
    texts = [_requirement(item) for item in items]
    if len(items) == 1:
        return texts[0]
    joint = "；或 " if items[0].group_rule == ANY else "；且 "
    return joint.join(_named(item, text) for item, text in zip(items, texts, strict=True))


def _named(item: SchemeItem, text: str) -> str:
    """An item of several with what it asks for; one that names a standard has it in brackets."""
    return f"{item.name}（{text}）" if item.limit_from else f"{item.name} {text}".strip()


def by_item(scheme: Scheme, verdicts: Iterable[Verdict]) -> Mapping[str, list[Verdict]]:
    """The scheme-line verdicts by the item that made their limit, also where it made none."""
    of_indicator = {
        name: item.id
        for item in reversed(scheme.items)
        if item.kind == "quantitative"
        for name in item.indicators
    }
    found: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        if verdict.line == vt.SCHEME and verdict.indicator in of_indicator:
            found.setdefault(of_indicator[verdict.indicator], []).append(verdict)
    return found


def _requirement(item: SchemeItem) -> str:
    if item.missing:
        return "没有查到"
    number = ""
    if item.limit_from == "standard":
        number = "按评价年所用标准的年均限值"
    elif item.threshold is not None:
        number = f"{SIGN[item.operator]} {item.threshold} {item.unit}".strip()
    return "；".join(part for part in (number, item.requirement) if part)


def _entered(item: SchemeItem, entry: ItemEntry) -> ItemOutcome:
    return ItemOutcome(
        item=item,
        status=entry.result,
        reason="；".join(part for part in (entry.value, entry.note) if part),
        reason_code="",
        readings=(),
        value=entry.value,
        document=entry.document,
        entered=True,
        demo=False,
    )


def _judged(item: SchemeItem, verdicts: Sequence[Verdict], year: int) -> ItemOutcome:
    """A quantitative item: every one of its indicators must hold."""
    known = {verdict.indicator: verdict for verdict in verdicts}
    missing = [name for name in item.indicators if name not in known]
    statuses = [verdict.status for verdict in verdicts] + [vt.INSUFFICIENT for _ in missing]
    status = all_of(statuses)
    deciding = [v for v in verdicts if v.status == status]
    lacking = [f"{year}年没有数据。"] if missing and status == vt.INSUFFICIENT else []
    said = [v.reason for v in deciding]
    return ItemOutcome(
        item=item,
        status=status,
        reason=" ".join(dict.fromkeys([*said, *lacking])),
        reason_code=next((v.reason_code for v in deciding), NO_DATA if missing else ""),
        readings=tuple(_reading(known[name]) for name in item.indicators if name in known),
        value="",
        document=next((v.document for v in verdicts if v.document), ""),
        entered=not missing and all(v.value is not None for v in verdicts),
        demo=any(v.demo for v in verdicts),
    )


def _with_condition(part: ItemOutcome, entry: ItemEntry | None) -> ItemOutcome:
    """A number with a condition in words beside it (无劣Ⅴ类水体): both must hold, both be known.

    Where the number alone settles nothing, or settles that it is missed, the condition not yet
    entered changes nothing.
    """
    condition = part.item.requirement
    if entry is None:
        if part.status == vt.MISSED or part.status in _SILENT:
            return replace(part, entered=False)
        said = reasons.CONDITION_OPEN.format(condition=condition)
        return replace(
            part, status=vt.INSUFFICIENT, reason=_also(part.reason, said),
            reason_code=reasons.HALF_KNOWN, entered=False,
        )  # fmt: skip
    status = all_of((part.status, entry.result))
    said = f"“{condition}”：{entry.value or RESULT_WORD[entry.result]}。"
    paper = "；".join(text for text in (part.document, entry.document) if text)
    return replace(
        part, status=status, reason=_also(part.reason, said), value=entry.value, document=paper
    )


def _also(reason: str, said: str) -> str:
    return reason if said in reason else f"{reason} {said}".strip()


def _reading(verdict: Verdict) -> ItemFigure:
    return ItemFigure(
        indicator=verdict.indicator,
        value=verdict.published,
        unit=verdict.unit,
        operator=verdict.operator,
        limit=verdict.limit,
        limit_id=verdict.limit_id,
        status=verdict.status,
        reason=verdict.reason + (UNAUDITED_NOTE if verdict.unaudited else ""),
    )


def _deciding(status: str, parts: Sequence[ItemOutcome]) -> list[str]:
    """The sentences of the parts that made the status, each once."""
    deciding = [part for part in parts if part.status == status and part.reason]
    return list(dict.fromkeys(_of_many(part, len(parts) > 1) for part in deciding))


def _of_many(part: ItemOutcome, many: bool) -> str:
    """The sentence of a part; where there are several one about nothing at all names its item."""
    nothing = part.reason_code in (NOT_ENTERED, NO_DATA)
    return f"{part.item.name}：{part.reason}" if many and nothing else part.reason
