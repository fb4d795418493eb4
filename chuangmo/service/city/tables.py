"""The tables of the settings: which columns each has, and which entries of the catalog it holds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.city_parts import FORMER_FORM, Duty, Office
from chuangmo.catalog.entry import CatalogEntry
from chuangmo.catalog.models import District, Site
from chuangmo.catalog.overlay import DISTRICTS, DUTIES, OFFICES, SITES, TARGETS, Kind
from chuangmo.catalog.target_models import FORM_WORD, Target
from chuangmo.catalog.toml_text import Raw
from chuangmo.service.city import cell_texts as cells
from chuangmo.service.city.cell_texts import SettingsWords
from chuangmo.service.city.fact_rows import ROW_KINDS, FactRow, fact_rows, read_name
from chuangmo.service.city.values import CitySettings
from chuangmo.status import SIGN

DISTRICT, SITE, SECTION, TARGET = "区县", "点位", "断面", "目标"
DUTY, OFFICE, FACT = "报送", "责任单位", "体系"
#: Headings of what became of a district.
WAS, UNTIL, INTO = "曾用名", "撤销日", "并入"
#: What stands for the source of an entry that names none.
OWN_SOURCE = "本市设置"
CONFIDENCES = ("A", "B", "C")
_LEVELS = "A 见正式文件，B 见二手资料，C 据一般了解；B、C 在页面上注明待核。不填为 C。"
_AIR_NOISE = ("0类", "1类", "2类", "3类", "4类", "4a类", "4b类")
_WATER = ("Ⅰ类", "Ⅱ类", "Ⅲ类", "Ⅳ类", "Ⅴ类")
_MANY = "几个之间用顿号。"
Choices = Callable[[SettingsWords], tuple[str, ...]]


@dataclass(frozen=True)
class SettingsColumn:
    """One column: a field of an entry with how a cell writes it.

    Attributes:
        default: what an empty cell of a new row means; ``None``: nothing.
        choices: entries of the drop-down. note: how to fill it in, shown at its heading.
    """

    heading: str
    field: str
    show: cells.Show = cells.show_text
    read: cells.Read = cells.read_text
    required: bool = False
    default: Any = None
    choices: Choices | None = None
    note: str = ""
    width: float = 14


@dataclass(frozen=True)
class SettingsTable:
    """One table.

    Attributes:
        kind: where its entries are kept; ``None``: in ``city.toml``.
        same: by which headings a row is found again, one after the other.
        label: headings that name a row to people.
        was: the heading under which a row says what it was called before; empty as a rule.
        later: headings that workbooks of earlier releases lack.
    """

    name: str
    title: str
    model: type[CatalogEntry]
    kind: Kind[Any] | None
    columns: tuple[SettingsColumn, ...]
    same: tuple[tuple[str, ...], ...]
    label: tuple[str, ...]
    note: str = field(default="", kw_only=True)
    was: str = field(default="", kw_only=True)
    later: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings in their order."""
        return tuple(column.heading for column in self.columns)

    def texts(self, entry: CatalogEntry, words: SettingsWords) -> dict[str, str]:
        """An entry as a row: the text of every cell by heading."""
        raw = raw_of(entry)
        return {one.heading: one.show(raw.get(one.field), words) for one in self.columns}

    def named(self, texts: Mapping[str, str]) -> str:
        """What people call a row."""
        return " ".join(texts[heading] for heading in self.label if texts.get(heading))

    def heading_of(self, name: str) -> str:
        """The heading of a field; the first one of a field that has no column."""
        return next((c.heading for c in self.columns if c.field == name), self.headings[0])


def raw_of(entry: CatalogEntry) -> Raw:
    """The keys of an entry that say something."""
    raw = entry.model_dump(by_alias=True)
    return {key: value for key, value in raw.items() if value not in ("", None, ())}


def _fixed(*words: str) -> Choices:
    return lambda _: words


def _source() -> tuple[SettingsColumn, SettingsColumn]:
    return (
        SettingsColumn("依据", "source", default=OWN_SOURCE, width=36,
                       note=f"文号或文件名称；不填写作“{OWN_SOURCE}”。"),
        SettingsColumn("可靠程度", "confidence", default="C", choices=_fixed(*CONFIDENCES),
                       note=_LEVELS, width=9),
    )  # fmt: skip


def _yes(heading: str, note: str) -> SettingsColumn:
    return SettingsColumn(
        heading, "in_city_mean", cells.show_yes, cells.read_yes, required=True,
        choices=_fixed(cells.YES, cells.NO), note=note,
    )  # fmt: skip


_DISTRICTS = SettingsTable(
    DISTRICT, "区县与分组", District, DISTRICTS,
    (
        SettingsColumn("名称", "name", required=True, note="规范全名，例如 海陵区。"),
        SettingsColumn("代码", "adcode", read=cells.read_whole, note="行政区划代码；没有的不填。"),
        SettingsColumn("其他名称", "aliases", cells.show_list, cells.read_list, width=24,
                       note=f"报表里的其他写法，含旧名。{_MANY}"),
        SettingsColumn("分组", "group", lambda value, words: words.group(value) if value else "",
                       lambda text, words: words.group_of(text), note="排名分组，可以写新的。"),
        _yes("计入城区均值", "是的才进全市（城区）的空气均值。"),
        SettingsColumn("口径依据", "scope_source", default=OWN_SOURCE, width=40),
        SettingsColumn(WAS, "former", cells.show_list, cells.read_former, width=26,
                       note=f"更了名的，“名称”写新名，这里{FORMER_FORM}。{_MANY}"),
        SettingsColumn(UNTIL, "until", cells.show_day, cells.read_day, width=12,
                       note="撤销、并入别的区县的，写从哪一天起不再是区县；原有的数仍记在它名下。"),
        SettingsColumn(INTO, "into", cells.show_list, cells.read_areas, width=14,
                       note=f"撤销后并入哪个区县，写全名；原有的数不与它相加。{_MANY}"),
    ),
    (("名称",), ("代码",)), ("名称",), was=WAS,
    later=(WAS, UNTIL, INTO),
)  # fmt: skip


def _sites(name: str, title: str, classes: tuple[str, ...], note: str) -> SettingsTable:
    return SettingsTable(
        name, title, Site, SITES,
        (
            SettingsColumn("编号", "id", note="报表里的编号；没有的不填，以名称作编号。"),
            SettingsColumn("名称", "name", required=True, width=18),
            SettingsColumn("区县", "district", read=lambda text, words: words.district_of(text),
                           required=True, choices=lambda words: words.districts),
            SettingsColumn("其他名称", "aliases", cells.show_list, cells.read_list, note=_MANY,
                           width=20),
            SettingsColumn("监测指标", "indicators", cells.show_indicators, cells.read_indicators,
                           note=f"指标名称或编号。{_MANY}不填为全部指标。", width=30),
            _yes("计入全市", "对照点写否。"),
            SettingsColumn("类型", "role", note="例如 评价点、对照点。", width=10),
            SettingsColumn("类别", "klass", choices=_fixed(*classes), note=note, width=8),
            *_source(),
        ),
        (("编号",), ("名称", "区县"), ("名称",)), ("名称",),
    )  # fmt: skip


_TARGETS = SettingsTable(
    TARGET, "目标与任务数", Target, TARGETS,
    (
        SettingsColumn("指标", "indicator", lambda value, words: words.indicator(value),
                       lambda text, words: words.indicator_of(text), required=True, width=26,
                       choices=lambda words: words.indicators),
        SettingsColumn("地区", "area", read=lambda text, words: words.area_of(text),
                       required=True, choices=lambda words: words.areas,
                       note="区县全名；全市的写城市全名或“全市”。"),
        SettingsColumn("年份", "year", read=cells.read_whole, required=True,
                       note="判断哪一年；多年规划写最后一年。", width=8),
        SettingsColumn("形式", "form", lambda value, words: str(FORM_WORD.get(value or "", value)),
                       cells.FORM_CELL[1], choices=_fixed(*FORM_WORD.values()), width=12),
        SettingsColumn("符号", "operator", cells.show_sign, cells.read_sign, required=True,
                       choices=_fixed(*SIGN.values()), width=7),
        SettingsColumn("目标值", "limit", read=cells.read_number, width=10,
                       note="照文件所写，末尾的零也写。"),
        SettingsColumn("单位", "unit", required=True, width=9),
        SettingsColumn("起始年", "start_year", read=cells.read_whole, width=8,
                       note="只有多年规划写。"),
        SettingsColumn("起始值", "start_value", read=cells.read_number, width=8),
        SettingsColumn("年度节点", "steps", cells.show_list, cells.read_list,
                       note=f"写成 2008=40。{_MANY}"),
        SettingsColumn("年数", "years", read=cells.read_whole, width=7),
        SettingsColumn("限期", "due", cells.show_day, cells.read_day, width=12),
        SettingsColumn("文件", "document", width=24),
        SettingsColumn("性质", "mark", *cells.MARK_CELL, choices=_fixed("演示", "推算"), width=8,
                       note="文件所载的不填。"),
        *_source(),
    ),
    (("指标", "地区", "年份", "形式"), ("指标", "地区", "年份"), ("指标", "年份", "形式"),
     ("地区", "年份", "形式", "目标值"), ("指标", "地区", "形式", "目标值")),
    ("指标", "地区", "年份"),
)  # fmt: skip
_DUTIES = SettingsTable(
    DUTY, "谁报什么、几日前报", Duty, DUTIES,
    (
        SettingsColumn("编号", "id", note="随程序带的有编号；自己加的不用写。", width=8),
        SettingsColumn("指标", "indicators", cells.show_indicators, cells.read_indicators,
                       required=True, note=f"指标名称或编号。{_MANY}", width=44),
        SettingsColumn("地区", "areas", cells.show_list, cells.read_areas, required=True,
                       note=f"{_MANY}也可以写“{cells.ALL_AREAS}”。", width=40),
        SettingsColumn("多久一次", "every", *cells.EVERY_CELL, required=True,
                       choices=_fixed(*cells.EVERY.values()), width=9),
        SettingsColumn("次月几日前", "due_day", read=cells.read_whole, required=True,
                       note="1 至 28。", width=11),
        SettingsColumn("联系", "contact", note="责任单位的名称，催报时写给它。", width=24),
    ),
    (("编号",), ("指标", "地区", "多久一次"), ("指标", "多久一次"),
     ("地区", "多久一次", "次月几日前"), ("指标", "地区")),
    ("指标", "地区", "多久一次"),
)  # fmt: skip
_OFFICES = SettingsTable(
    OFFICE, "责任单位与联系人", Office, OFFICES,
    (
        SettingsColumn("名称", "name", required=True, width=24),
        SettingsColumn("联系人", "person"),
        SettingsColumn("电话", "phone", width=18),
        SettingsColumn("地区", "areas", cells.show_list, cells.read_areas, width=30,
                       note=f"负责哪些地区。{_MANY}不填为全部。"),
        SettingsColumn("指标", "indicators", cells.show_indicators, cells.read_indicators,
                       width=40, note=f"负责哪些指标。{_MANY}不填为全部。"),
    ),
    (("名称",), ("联系人", "电话"), ("电话",)), ("名称",),
)  # fmt: skip
_FACTS = SettingsTable(
    FACT, "本市口径、创模体系与标准", FactRow, None,
    (
        SettingsColumn("类别", "kind", required=True, choices=_fixed(*ROW_KINDS), width=11),
        SettingsColumn("名称", "name", read=read_name, required=True, width=46,
                       choices=lambda words: (*words.schemes, *words.standards)),
        SettingsColumn("内容", "content", width=40, note="类别为“本市”的写在这里。"),
        SettingsColumn("起始日", "from", cells.show_day, cells.read_day, width=12),
        SettingsColumn("不早于", "not_before", cells.show_day, cells.read_day, width=12,
                       note="起始日不清楚的，写在哪两天之间。"),
        SettingsColumn("不晚于", "not_after", cells.show_day, cells.read_day, width=12),
        SettingsColumn("截止日", "to", cells.show_day, cells.read_day, width=12),
        SettingsColumn("依据", "source", width=36),
        SettingsColumn("可靠程度", "confidence", choices=_fixed(*CONFIDENCES), note=_LEVELS,
                       width=9),
    ),
    (("类别", "名称"),), ("名称",),
)  # fmt: skip
TABLES: tuple[SettingsTable, ...] = (
    _DISTRICTS,
    _sites(SITE, "空气、噪声点位", _AIR_NOISE, "噪声功能区类别。"),
    _sites(SECTION, "水质断面与水源", _WATER, "水环境功能类别。"),
    _TARGETS, _DUTIES, _OFFICES, _FACTS,
)  # fmt: skip


def is_section(site: Site, catalog: Catalog) -> bool:
    """Whether a site is one of water, by its class or else by what is measured there."""
    if site.klass:
        return site.klass in _WATER
    groups = {catalog.indicators[i].group for i in site.indicators if i in catalog.indicators}
    return groups == {"water"}


def entries_of(
    table: SettingsTable, settings: CitySettings, words: SettingsWords
) -> Sequence[CatalogEntry]:
    """The entries that a table shows."""
    if table.name in (SITE, SECTION):
        wanted = table.name == SECTION
        return [one for one in settings.sites if is_section(one, words.catalog) == wanted]
    if table.name == FACT:
        return fact_rows(settings, words)
    held: dict[str, Sequence[CatalogEntry]] = {
        DISTRICT: settings.districts, TARGET: settings.targets, DUTY: settings.duties,
        OFFICE: settings.offices,
    }  # fmt: skip
    return held[table.name]


def with_entries(settings: CitySettings, entries: Mapping[str, Iterable[Any]]) -> CitySettings:
    """The settings with the entries of every table but that of the facts."""
    districts = tuple(entries[DISTRICT])
    groups = {one.group: one.group for one in districts if one.group}
    return replace(
        settings,
        districts=districts,
        sites=(*entries[SITE], *entries[SECTION]),
        targets=tuple(entries[TARGET]),
        duties=tuple(entries[DUTY]),
        offices=tuple(entries[OFFICE]),
        facts=replace(settings.facts, groups=groups | dict(settings.facts.groups)),
    )
