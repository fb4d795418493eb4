"""Faults of one city: its places, own lines and duties against the rest of the catalog."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from itertools import pairwise

from chuangmo.catalog.check_tables import assessment_faults, hand_mark_unfit, sheets_at_once
from chuangmo.catalog.faults import Fault, suggestion
from chuangmo.catalog.mistakes.codes import code_faults
from chuangmo.catalog.models import City
from chuangmo.catalog.read import CityDraft, Common, Located
from chuangmo.catalog.references import (
    Word,
    foreign_unit,
    shared_words,
    unknown_indicator,
    unsourced,
)
from chuangmo.catalog.scheme_models import SchemePeriod
from chuangmo.catalog.sources import city_ids, layers, overlay_folder, shown_path
from chuangmo.catalog.target_models import form_faults, overlapping
from chuangmo.catalog.toml_text import UnfitText, parsed
from chuangmo.catalog.words import area_words, site_words
from chuangmo.settings import Settings


def city_faults(common: Common, draft: CityDraft, settings: Settings, city: str) -> list[Fault]:
    """Faults of one city against itself and the indicators, standards and schemes."""
    if draft.city is None:
        return [] if draft.unread else [no_city(settings, city)]
    own = any(overlay_folder(settings).as_posix() in one.file for one in draft.districts)
    return [
        *shared_words(_place_words(draft), "地点"),
        *code_faults(draft.city, draft.districts, own=own),
        *_city_top_faults(common, draft),
        *_ended_faults(draft),
        *_coverage_faults(common, draft),
        *_site_faults(common, draft),
        *_target_faults(common, draft),
        *_item_faults(common, draft),
        *_dust_faults(draft),
        *_duty_faults(common, draft),
        *_office_faults(common, draft),
        *_assessment_faults(common, draft),
        *_hand_mark_faults(draft),
    ]


def _place_words(draft: CityDraft) -> Iterator[Word]:
    if draft.city:
        for word in area_words(draft.city.value):
            yield word, draft.city.value.name, draft.city.file, draft.city.entry
    for district in draft.districts:
        for word in area_words(district.value):
            yield word, district.value.name, district.file, district.entry
        if district.value.adcode:
            yield str(district.value.adcode), district.value.name, district.file, district.entry
    for site in draft.sites:
        for word in site_words(site.value):
            yield word, f"{site.value.id}（点位）", site.file, site.entry


def _city_top_faults(common: Common, draft: CityDraft) -> Iterator[Fault]:
    located = draft.city
    if located is None:
        return
    city, file, entry = located.value, located.file, located.entry
    yield from _scheme_faults(located, common.schemes)
    for adoption in city.adoptions:
        if adoption.standard not in common.standards | common.index_tables:
            near = suggestion(adoption.standard, (*common.standards, *common.index_tables))
            reason = f"没有标准“{adoption.standard}”，请写编号。{near}"
            yield Fault(file, entry, "adoptions.standard", reason)
    for district in draft.districts:
        group = district.value.group
        if group and group not in city.groups:
            near = suggestion(group, city.groups)
            yield Fault(
                district.file,
                district.entry,
                "group",
                f"没有分组“{group}”，请写 city.toml 的 groups 里有的编号。{near}",
            )


def _ended_faults(draft: CityDraft) -> Iterator[Fault]:
    """Districts that ended into nothing there is, or into themselves."""
    for located in draft.districts:
        one = located.value
        for name in one.into:
            if name == one.name:
                yield Fault(located.file, located.entry, "into", "不能并入自己，请写并入的区县。")
            elif name not in draft.district_names:
                near = suggestion(name, draft.district_names)
                reason = f"没有区县“{name}”，请写全名。{near}"
                yield Fault(located.file, located.entry, "into", reason)
        if one.into and one.until is None:
            yield Fault(located.file, located.entry, "until", "写了并入哪里，请写从哪一天起。")


def _scheme_faults(located: Located[City], known: Collection[str]) -> Iterator[Fault]:
    """Lists that there are none of, dates that contradict each other or the order."""
    city, file, entry = located.value, located.file, located.entry
    if city.scheme and city.schemes:
        yield Fault(file, entry, "scheme", "scheme 与 schemes 只写一样：按日期写 schemes。")
    if not city.schemes and city.scheme not in known:
        reason = f"没有创模体系“{city.scheme}”，请写编号。{suggestion(city.scheme, known)}"
        yield Fault(file, entry, "scheme", reason)
    for number, one in enumerate(city.schemes, start=1):
        where = f"schemes[{number}]"
        if one.scheme not in known:
            reason = f"没有创模体系“{one.scheme}”，请写编号。{suggestion(one.scheme, known)}"
            yield Fault(file, entry, f"{where}.scheme", reason)
        for field, reason in _date_faults(one):
            yield Fault(file, entry, f"{where}.{field}", reason)
        yield from unsourced(located, f"{where}.source", one.source)
    for number, (earlier, later) in enumerate(pairwise(city.schemes), start=2):
        if later.is_dated and earlier.is_dated and earlier.earliest >= later.earliest:
            reason = f"“{later.scheme}”应晚于前一条“{earlier.scheme}”开始；请按先后写。"
            yield Fault(file, entry, f"schemes[{number}]", reason)
        elif earlier.to and earlier.to >= later.latest:
            reason = f"与后一条“{later.scheme}”同时施行；请把 to 写成它开始的前一天或不写。"
            yield Fault(file, entry, f"schemes[{number - 1}].to", reason)


def _date_faults(one: SchemePeriod) -> Iterator[tuple[str, str]]:
    if one.from_ and (one.not_before or one.not_after):
        yield "from", "知道施行日的，不再写 not_before、not_after。"
    if one.not_before and one.not_after and one.not_before > one.not_after:
        yield "not_after", "not_after 早于 not_before，请改正。"
    if one.to and one.to < one.earliest:
        yield "to", "止日早于起日，请改正。"


def _coverage_faults(common: Common, draft: CityDraft) -> Iterator[Fault]:
    located = draft.city
    if located is None:
        return
    city, file, entry = located.value, located.file, located.entry
    if not 1 <= city.coverage_percent <= 100:
        yield Fault(file, entry, "coverage_percent", "应为 1 至 100 的整数（%）。")
    for number, scope in enumerate(city.coverage, start=1):
        where = f"coverage[{number}]"
        for name in scope.indicators:
            yield from unknown_indicator(common, located, f"{where}.indicators", name)
        for area in scope.areas:
            yield from _unknown_area(draft, located, f"{where}.areas", area)
        if not scope.areas:
            yield Fault(file, entry, f"{where}.areas", "没有写须有数据的区县，请补写。")
        yield from unsourced(located, f"{where}.source", scope.source)


def _site_faults(common: Common, draft: CityDraft) -> Iterator[Fault]:
    districts = draft.district_names
    for site in draft.sites:
        if site.value.district not in districts:
            near = suggestion(site.value.district, districts)
            reason = f"没有区县“{site.value.district}”，请写全名。{near}"
            yield Fault(site.file, site.entry, "district", reason)
        for name in site.value.indicators:
            yield from unknown_indicator(common, site, "indicators", name)
        yield from unsourced(site, "source", site.value.source)


def _target_faults(common: Common, draft: CityDraft) -> Iterator[Fault]:
    for target in draft.targets:
        named = target.value.indicator
        yield from unknown_indicator(common, target, "indicator", named)
        yield from foreign_unit(common, target, "unit", named, target.value.unit)
        yield from _unknown_area(draft, target, "area", target.value.area)
        yield from unsourced(target, "source", target.value.source)
        indicator = common.indicators.get(named)
        faults = form_faults(target.value, indicator.value.aim) if indicator else ()
        for field, reason in faults:
            yield Fault(target.file, target.entry, field, reason)
        others = [one.value for one in draft.targets]
        if over := overlapping(target.value, others):
            yield Fault(target.file, target.entry, "start_year", over)


def _item_faults(common: Common, draft: CityDraft) -> Iterator[Fault]:
    for entry in draft.items:
        value = entry.value
        scheme = common.schemes.get(value.scheme)
        if scheme is None:
            near = suggestion(value.scheme, common.schemes)
            reason = f"没有创模体系“{value.scheme}”，请写编号。{near}"
            yield Fault(entry.file, entry.entry, "scheme", reason)
            continue
        known = {item.id: item for item in scheme.value.items}
        item = known.get(value.item)
        if item is None:
            reason = (
                f"“{value.scheme}”没有项目“{value.item}”，请写编号。{suggestion(value.item, known)}"
            )
            yield Fault(entry.file, entry.entry, "item", reason)
        elif not item.takes(value.result):
            reason = f"定量项目“{item.name}”由监测数据判断，只能写 not_applicable。"
            yield Fault(entry.file, entry.entry, "result", reason)
        yield from unsourced(entry, "document", value.document)


def _dust_faults(draft: CityDraft) -> Iterator[Fault]:
    for period in draft.dust:
        if period.value.end < period.value.start:
            yield Fault(period.file, period.entry, "end", "止日早于起日，请改正。")


def _duty_faults(common: Common, draft: CityDraft) -> Iterator[Fault]:
    for duty in draft.duties:
        for name in duty.value.indicators:
            yield from unknown_indicator(common, duty, "indicators", name)
        for area in duty.value.areas:
            yield from _unknown_area(draft, duty, "areas", area)
        if not 1 <= duty.value.due_day <= 28:
            yield Fault(duty.file, duty.entry, "due_day", "应为次月 1 至 28 日。")


def _office_faults(common: Common, draft: CityDraft) -> Iterator[Fault]:
    for office in draft.offices:
        for name in office.value.indicators:
            yield from unknown_indicator(common, office, "indicators", name)
        for area in office.value.areas:
            yield from _unknown_area(draft, office, "areas", area)
        if not office.value.name:
            yield Fault(office.file, office.entry, "name", "没有写单位名称。")


def _assessment_faults(common: Common, draft: CityDraft) -> Iterator[Fault]:
    districts = [one.value.name for one in draft.districts]
    for sheet in draft.assessments:
        yield from assessment_faults(common, sheet, districts)
    yield from sheets_at_once(draft.assessments)


def _hand_mark_faults(draft: CityDraft) -> Iterator[Fault]:
    sheets = {one.value.id: one.value for one in draft.assessments}
    for located in draft.hand_marks:
        mark = located.value
        yield from _unknown_area(draft, located, "area", mark.area)
        yield from unsourced(located, "document", mark.document)
        if mark.sheet not in sheets:
            reason = f"没有考核表“{mark.sheet}”，请写编号。{suggestion(mark.sheet, sheets)}"
            yield Fault(located.file, located.entry, "sheet", reason)
        elif unfit := hand_mark_unfit(sheets[mark.sheet], mark):
            yield Fault(located.file, located.entry, *unfit)


def _unknown_area(
    draft: CityDraft, located: Located[object], field: str, area: str
) -> Iterator[Fault]:
    city = draft.city.value if draft.city else None
    names = [city.name] if city else []
    names += draft.district_names
    if area not in names and not (city and city.open_places):
        reason = f"没有地区“{area}”（请写全名）。{suggestion(area, names)}"
        yield Fault(located.file, located.entry, field, reason)


def no_city(settings: Settings, city: str) -> Fault:
    """That there is no such city, with near names; or that its folder lacks the chief file."""
    folder = overlay_folder(settings) / "cities" / city
    if folder.is_dir():
        there = "、".join(sorted(p.name for p in folder.iterdir() if not p.name.startswith(".")))
        reason = (
            f"缺少 city.toml：文件夹“{city}”里只有 {there or '空文件夹'}。请补上这个文件，至少写 "
            'name = "…" 和 scheme = "national_2011" 两行；'
            f"本市的文件夹是 cities/{settings.city}，放错、写错名字的请移过去或改名。"
        )
        return Fault(shown_path(folder / "city.toml"), city, "", reason)
    reason = f"没有城市“{city}”。{suggestion(city, city_ids(settings))}"
    for other in sorted((overlay_folder(settings) / "cities").glob("*/city.toml")):
        with suppress(OSError, UnfitText):
            if str(parsed(other.read_bytes()).get("adcode")) == city:
                named = f"没有文件夹“{city}”，像是文件夹“{other.parent.name}”"
                reason = f"{named}：请把文件夹改名为 {city}。"
    return Fault(shown_path(layers(settings)[0] / "cities" / city), city, "", reason)
