"""The facts of a city as rows of one table, and back."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import Field

from chuangmo.catalog.entry import CatalogEntry
from chuangmo.catalog.models import Adoption
from chuangmo.catalog.scheme_models import SchemePeriod
from chuangmo.service.city.cell_texts import SettingsWords, read_list
from chuangmo.service.city.values import CityFacts, CitySettings

CITY_ROW, SCHEME_ROW, STANDARD_ROW = "本市", "创模体系", "标准"
ROW_KINDS = (CITY_ROW, SCHEME_ROW, STANDARD_ROW)
NAME, ALIASES, AIR_CLASS = "城市", "其他名称", "空气功能区类别"
SCOPE, COVERAGE = "口径说明", "数据覆盖比例（%）"
CITY_NAMES = (NAME, ALIASES, AIR_CLASS, SCOPE, COVERAGE)
AIR_CLASSES = ("一级", "二级")


class FactRow(CatalogEntry):
    """One row of what holds for the city: a fact, a programme it follows, a standard it adopts."""

    kind: str
    name: str
    content: str = ""
    from_: date | None = Field(default=None, alias="from")
    not_before: date | None = None
    not_after: date | None = None
    to: date | None = None
    source: str = ""
    confidence: str = ""


def fact_rows(settings: CitySettings, words: SettingsWords) -> list[FactRow]:
    """The facts as rows; a programme or standard that is listed twice stands twice."""
    facts = settings.facts
    contents = (
        settings.name, "、".join(facts.aliases), facts.air_class, facts.scope_note,
        str(facts.coverage_percent),
    )  # fmt: skip
    rows = [
        FactRow(kind=CITY_ROW, name=name, content=content)
        for name, content in zip(CITY_NAMES, contents, strict=True)
    ]
    for one in facts.schemes:
        raw = one.model_dump(by_alias=True, exclude={"scheme"})
        rows.append(FactRow(kind=SCHEME_ROW, name=words.scheme(one.scheme), **raw))
    for two in facts.adoptions:
        raw = two.model_dump(by_alias=True, exclude={"standard"})
        rows.append(FactRow(kind=STANDARD_ROW, name=words.standard(two.standard), **raw))
    return rows


def read_name(text: str, words: SettingsWords) -> str:
    """The name of a fact, programme or standard as it is written here, however it was named."""
    for find, show in ((words.scheme_of, words.scheme), (words.standard_of, words.standard)):
        try:
            return show(find(text))
        except ValueError:
            continue
    return text


#: (number of the row, field, what is wrong with it)
FactFault = tuple[int, str, str]


def facts_of(
    base: CityFacts, city: str, rows: Sequence[FactRow], words: SettingsWords
) -> tuple[CityFacts, list[FactFault]]:
    """The facts that rows say; of a fact that has no row it stays as it is."""
    faults: list[FactFault] = []
    facts = base
    schemes: list[SchemePeriod] = []
    adoptions: list[Adoption] = []
    for number, row in enumerate(rows):
        try:
            if row.kind == CITY_ROW:
                facts = _with_fact(facts, city, row)
            elif row.kind == SCHEME_ROW:
                schemes.append(_scheme(base.schemes, row, words))
            elif row.kind == STANDARD_ROW:
                adoptions.append(_adoption(row, words))
            else:
                faults.append((number, "kind", f"“{row.kind}”应为 {'、'.join(ROW_KINDS)}。"))
        except _Unfit as unfit:
            faults.append((number, unfit.field, str(unfit)))
    faults += _twice(rows)
    return replace(facts, schemes=_kept(base.schemes, schemes), adoptions=tuple(adoptions)), faults


class _Unfit(ValueError):
    def __init__(self, field: str, reason: str) -> None:
        self.field = field
        super().__init__(reason)


def _with_fact(facts: CityFacts, city: str, row: FactRow) -> CityFacts:
    text = row.content
    if row.name == NAME:
        if text != city:
            raise _Unfit("content", f"这是“{text}”的设置，看板是{city}的；城市不能在这里改。")
        return facts
    if row.name == ALIASES:
        return replace(facts, aliases=tuple(_words(text)))
    if row.name == AIR_CLASS:
        if text not in AIR_CLASSES:
            raise _Unfit("content", f"“{text}”应为 {'、'.join(AIR_CLASSES)}。")
        return replace(facts, air_class=text)
    if row.name == SCOPE:
        return replace(facts, scope_note=text)
    if row.name == COVERAGE:
        if not text.isdecimal() or not 1 <= int(text) <= 100:
            raise _Unfit("content", f"“{text}”应为 1 至 100 的整数（%）。")
        return replace(facts, coverage_percent=int(text))
    raise _Unfit("name", f"没有“{row.name}”这一项，本市的有：{'、'.join(CITY_NAMES)}。")


def _words(text: str) -> list[str]:
    return read_list(text, None)  # type: ignore[arg-type]


def _scheme(before: Iterable[SchemePeriod], row: FactRow, words: SettingsWords) -> SchemePeriod:
    known = _known("name", words.scheme_of, row.name)
    same = next((one for one in before if one.scheme == known and one.from_ == date.min), None)
    raw = _dated(row) | {"scheme": known}
    if same is not None and row.from_ is None:  # followed at all times
        raw["from"] = date.min
    elif row.from_ is None and row.not_before is None and row.not_after is None:
        raise _Unfit("from", "没有写起始日；不知道的，写不早于或不晚于哪一天。")
    return SchemePeriod.model_validate(raw)


def _adoption(row: FactRow, words: SettingsWords) -> Adoption:
    known = _known("name", words.standard_of, row.name)
    if row.from_ is None:
        raise _Unfit("from", "没有写本市从哪一天起执行。")
    for field, value in (("not_before", row.not_before), ("not_after", row.not_after),
                         ("to", row.to)):  # fmt: skip
        if value is not None:
            raise _Unfit(field, "标准只写起始日，请清空这一格。")
    raw = _dated(row)
    return Adoption.model_validate(
        {"standard": known, "from": row.from_, "source": raw["source"],
         "confidence": raw["confidence"]}
    )  # fmt: skip


def _dated(row: FactRow) -> dict[str, Any]:
    raw = row.model_dump(by_alias=True, include={"from_", "not_before", "not_after", "to"})
    if not row.source:
        raise _Unfit("source", "没有写依据，请写文号或文件名称。")
    if row.confidence not in ("A", "B", "C"):
        raise _Unfit("confidence", f"“{row.confidence}”应为 A、B、C。")
    if row.content:
        raise _Unfit("content", "创模体系和标准不写内容，请清空这一格。")
    found = {key: value for key, value in raw.items() if value is not None}
    return found | {"source": row.source, "confidence": row.confidence}


def _known(field: str, find: Any, text: str) -> str:
    try:
        return str(find(text))
    except ValueError as error:
        raise _Unfit(field, str(error)) from error


def _twice(rows: Sequence[FactRow]) -> Iterator[FactFault]:
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(rows):
        if (row.kind, row.name) in seen:
            yield number, "name", f"“{row.name}”写了两次，请删去一行。"
        seen.add((row.kind, row.name))


def _kept(before: Sequence[SchemePeriod], now: Sequence[SchemePeriod]) -> tuple[SchemePeriod, ...]:
    """The programmes in their old order where they are the same ones, else by their beginning."""
    if sorted(map(repr, before)) == sorted(map(repr, now)):
        return tuple(before)
    return tuple(sorted(now, key=lambda one: one.earliest))
