"""What the surroundings of a block say: place, period, indicator, unit; and what must be asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chuangmo.assess.reasons import period_words
from chuangmo.period import DAY, Period
from loaders.binding.asking import (
    SOUND_UNIT,
    area_question,
    period_question,
    season_question,
    values_of,
)
from loaders.binding.audit import StatedAudit, bind_audit
from loaders.binding.class_columns import CLASS, with_classes
from loaders.binding.file_context import FileContext, labels_said
from loaders.binding.named_places import named_site, open_area, unknown_area
from loaders.binding.places import is_inner, titled_area
from loaders.binding.stated_periods import (
    beside_title,
    complete_keys,
    header_readings,
    period_said,
    refined,
    running,
    stated_dust,
    stated_periods,
    stated_season,
    year_or_month,
)
from loaders.model.answers import KEEP_HEADER, KEEP_ROWS
from loaders.model.evidence import Stated, alternatives, choice, nearest, sentence, settled
from loaders.model.staged import ClerkQuestion
from loaders.model.table import NOTHING, TIME_ROLES, Block, Column, Place, TimeParts
from loaders.tables.finding import TableFinder
from loaders.tables.place_columns import PLACE_ROLES, UNCLEAR
from loaders.tables.sites_across import NAMED
from loaders.words.date_orders import ORDERS, SHORT_ORDERS
from loaders.words.key_times import name_date
from loaders.words.labels import titled
from loaders.words.periods import bare_year, conflicting, to_period


@dataclass
class Context:
    """The axes that titles, sheet name, file name or answers bind for one block.

    Attributes:
        titled: the period that titles and sheet name state, without the file name.
        dust: ``removed`` where a title says that sand-dust is taken out.
        audit: whether the figures are audited, as far as anything says.
        month_answer: 1月 or 10月, as the question about 2008.1 was answered.
        date_order: 日/月/年 or another order, as a question was answered.
        sources: axis -> where it was read, for the fingerprint and the reasons.
        questions: what neither file nor answers say.
        open: the axes that a question leaves open, so that their keys cannot be read yet.
        contradicted: axes that title, sheet name, cover and file name state differently.
        chosen: which of several readings was taken and why, one sentence each.
        row_site: the site that surroundings name where the rows name districts.
        headed: what the header of a column means whose period is not that of the title.
        labels: normalised labels that a person was asked about -> indicator id, empty: left out.
    """

    place: Place | None = None
    row_site: str = ""
    period: TimeParts = NOTHING
    titled: TimeParts = NOTHING
    dust: str = ""
    audit: StatedAudit = field(default_factory=StatedAudit)
    month_answer: str | None = None
    date_order: str | None = None
    fixed: Period | None = None
    indicator: str = ""
    sources: dict[str, str] = field(default_factory=dict)
    questions: list[ClerkQuestion] = field(default_factory=list)
    open: set[str] = field(default_factory=set)
    contradicted: set[str] = field(default_factory=set)
    chosen: list[str] = field(default_factory=list)
    headed: dict[int, TimeParts] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    def ask(self, axis: str, question: ClerkQuestion) -> None:
        """Leave an axis open to a question."""
        self.open.add(axis)
        self.questions.append(question)


def bind(block: Block, columns: list[Column], file: FileContext, layout: TableFinder) -> Context:
    """Bind the axes that the columns leave open; ask for what nothing says."""
    context = Context(labels=labels_said(file, block.sheet))
    context.month_answer = file.answer(block.sheet, "month-number")
    _bind_place(context, block, columns, file, layout)
    _bind_site(context, block, columns, file)
    _bind_period(context, block, columns, file)
    _bind_indicator(context, block, columns, file)
    _bind_running(context, block, columns, file, layout)
    _bind_headed(context, block, columns, file)
    context.dust = stated_dust(block, columns, file)
    context.audit, asked = bind_audit(block, columns, file)
    if asked:
        context.ask("audit", asked)
    return context


def _has_key(columns: list[Column], *keys: str) -> bool:
    return any(c.role == "key" and c.key in keys for c in columns)


# -- place ------------------------------------------------------------------------------------


def _bind_place(
    context: Context,
    block: Block,
    columns: list[Column],
    file: FileContext,
    layout: TableFinder,
) -> None:
    sheet = block.sheet
    values = values_of(columns)
    classes = not values and any(c.role == CLASS for c in with_classes(columns, block, file))
    placed = not classes and all(map(_is_placed, values))
    if placed or _has_key(columns, "district", "place"):
        context.sources["place"] = "key"
        return
    if unknown := unknown_area(block, file):
        context.sources["place"] = "answer"
        if said := file.answer(sheet, "area") or file.hints.area:
            context.place = _said(said, file)
        else:
            context.ask("place", unknown)
        return
    texts = [*((t, "title") for t in block.titles)]
    texts += [] if sheet.is_text else [(sheet.name, "sheet")]
    texts += [*((t, "cover") for t in file.cover), (file.name, "name")]
    told = file.answer(sheet, "area") or file.hints.site or file.hints.area
    if told and file.catalog.city.open_places:
        texts = []
    found = _innermost(nearest(texts, lambda text: _place_keys(text, file)), file)
    readings = alternatives(found, lambda key: key)
    context.contradicted |= {"place"} if len(readings) > 1 else set()
    told = file.answer(sheet, "area") if len(readings) > 1 else None
    best = None if told else settled(readings)
    if best:
        if len(readings) > 1:
            context.chosen.append(sentence("地点", best, readings))
        where = next(one.where for one in found if one.key == best.option)
        context.place, context.sources["place"] = _placed(best.option, file), where
        return
    if readings and not told:
        context.sources["place"] = "answer"
        prompt = f"“{sheet.name}”的地点有两种写法，以哪个为准？"
        context.ask("place", file.question(sheet, "area", *choice(prompt, readings)))
        return
    said = file.answer(sheet, "area") or file.hints.site or file.hints.area
    if said:
        context.place, context.sources["place"] = _said(said, file), "answer"
        return
    if area := open_area(block, file):
        context.place, context.sources["place"] = (area, None), "title"
        return
    if _has_key(columns, "site") and _sites_known(block, columns, file):
        context.sources["place"] = "key"
        return
    context.sources["place"] = "answer"
    if any(c.reason == UNCLEAR for c in columns):
        context.open.add("place")  # the column that is asked may say it
        return
    context.ask("place", area_question(sheet, file, layout))


def _bind_site(context: Context, block: Block, columns: list[Column], file: FileContext) -> None:
    """The site that surroundings name beside the area, or the question whether they name one."""
    if (context.place and context.place[1]) or all(map(_is_placed, values_of(columns))):
        return
    found = named_site(block, columns, file)
    if found is None:
        return
    if found.question:
        context.ask("place", found.question)
        return
    context.chosen += [found.told] if found.told else []
    if _has_key(columns, *PLACE_ROLES):
        context.row_site = found.name
    elif context.place:
        context.place = (context.place[0], found.name)


def _is_placed(column: Column) -> bool:
    """Whether a header names a place that is known with its area."""
    return bool(column.places) and column.places[0][0] != NAMED


def _place_keys(text: str, file: FileContext) -> list[str]:
    """Areas and sites that a text names, each once; of 兰州市城关区雁滩 the innermost alone."""
    if file.catalog.city.open_places:
        return [name] if (name := titled_area(text, file.vocabulary)) else []
    keys = list(dict.fromkeys(key for _, key in file.vocabulary.facets(text).places))
    areas = {site.district for key in keys if (site := file.catalog.site(key))}
    inner = [key for key in keys if key not in {file.catalog.city.name, *areas}]
    return inner if len(inner) == 1 else keys


def _innermost(found: list[Stated], file: FileContext) -> list[Stated]:
    """Without the city where title or sheet name say a district, without a district of its site."""
    near = [one for one in found if one.where in ("title", "sheet")]
    areas = {_placed(one.key, file)[0] for one in near}
    sites = {_placed(one.key, file)[0] for one in near if _placed(one.key, file)[1]}
    city = file.catalog.city.name
    outer = ({city} if len(areas) > 1 else set()) | sites
    if file.catalog.city.open_places and any(map(is_inner, areas)):
        outer = {one.key for one in found if not is_inner(one.key)}
    return [one for one in found if one.key not in outer] or found


def _placed(key: str, file: FileContext) -> Place:
    site = file.catalog.site(key)
    return (site.district, site.id) if site else (key, None)


def _said(text: str, file: FileContext) -> Place:
    if site := file.catalog.site(text):
        return site.district, site.id
    area = file.hints.area
    if text == file.hints.site and text != area:
        return (file.catalog.area(area) if area else file.catalog.city.name), text
    return file.catalog.area(text), None


def _sites_known(block: Block, columns: list[Column], file: FileContext) -> bool:
    column = next(c for c in columns if c.role == "key" and c.key == "site")
    texts = {block.sheet.value(row, column.index) for row in block.body}
    named = [str(t).strip() for t in texts if t is not None and str(t).strip()]
    return all(file.catalog.site(t) or file.vocabulary.place(t) for t in named)


# -- period -----------------------------------------------------------------------------------


def _bind_period(context: Context, block: Block, columns: list[Column], file: FileContext) -> None:
    sheet = block.sheet
    said = file.answer(sheet, "period")
    context.date_order = said if said in (*ORDERS, *SHORT_ORDERS) else None
    if said and said != KEEP_ROWS and not context.date_order:
        context.fixed = period_said(said)
        context.sources["period"] = "answer"
        context.period = year_or_month(context.fixed) or context.period
        if context.fixed and context.fixed.kind == DAY and _hours_only(columns):
            day, context.fixed = context.fixed.start, None
            context.period = TimeParts(day.year, day.month, day.day)
        return
    found = stated_periods(block, sheet, file)
    complete = complete_keys(columns, block)
    if season := stated_season(block, columns, file):
        context.sources["period"] = "answer"
        context.ask("period", season_question(sheet, file, season))
        return
    if _has_key(columns, "year") or any(bare_year(c.period) for c in values_of(columns)):
        found = [one for one in found if one[0] != file.name or one[1].year]  # no year's month
    for text, parts in found:
        clash = next((o for o in found if conflicting(parts, o[1])), None)
        if clash and not said:
            context.ask("period", period_question(sheet, file, text, clash[0]))
            return
    for text, parts in found:
        context.period = refined(context.period, parts, near=text != file.name)
        if text != file.name and context.period.year:
            context.titled = context.period
        context.sources.setdefault("period", "title" if text in block.titles else "name")
    if not complete and not context.period and (parts := name_date(file.name)):
        context.period, context.sources["period"] = parts, "name"
    undated = context.period.year is None or to_period(context.period) is None
    if file.hints.period and not complete and undated:
        context.fixed = period_said(file.hints.period)
        context.period = year_or_month(context.fixed) or context.period
        context.sources["period"] = "answer"
    if _hours_only(columns) and context.period.day is None and not context.fixed:
        context.sources["period"] = "answer"
        prompt = f"“{sheet.name}”只写了钟点，没有写明是哪一天。请填写日期，如 2008-10-05。"
        context.ask("period", file.question(sheet, "period", prompt))
        return
    keyed = _has_key(columns, *TIME_ROLES) or any(c.period for c in values_of(columns))
    vague = not keyed and bool(context.period) and to_period(context.period) is None
    if vague or not (complete or context.fixed or _dated(context, columns)):
        context.sources["period"] = "answer"
        prompt = f"“{sheet.name}”没有写明是哪一年、哪一月的数据。请填写时段，如 2008-10。"
        context.ask("period", file.question(sheet, "period", prompt))


def _bind_running(
    context: Context, block: Block, columns: list[Column], file: FileContext, layout: TableFinder
) -> None:
    """Ask where the table was drawn up before the end of the period that its results are of.

    Not of noise, which is measured once a year.
    """
    keyed = _has_key(columns, *TIME_ROLES) or any(c.period for c in values_of(columns))
    named = {c.indicator or context.indicator for c in columns if c.role == "value"} - {""}
    known = file.catalog.indicators
    results = any(known[i].unit != SOUND_UNIT for i in named) or _has_key(columns, "indicator")
    period = context.fixed or keyed or "period" in context.open or to_period(context.period)
    if not isinstance(period, Period) or period is context.fixed or not results:
        return
    stretch = running(period, layout)
    if not stretch:
        return
    context.sources["period"] = "answer"
    if file.hints.period and (fixed := period_said(file.hints.period)):
        context.fixed = fixed
        return
    day, stated = stretch.partition("..")[2], period_words(period)
    prompt = (
        f"“{block.sheet.name}”写的是{stated}，填报日期却是 {day}，那时这段时间还没有完。"
        f"数值是 {stretch} 的吗？"
    )
    options = (stretch, period.text)
    context.ask("period", file.question(block.sheet, "period", prompt, options))


def _bind_headed(context: Context, block: Block, columns: list[Column], file: FileContext) -> None:
    """Ask where the columns name a year or month, and title and names another (2007年PM10 in 2008).

    The header's own word is offered first; of several days it alone.
    """
    if not context.period.year or "period" in context.open:
        return
    texts = (*block.titles, block.sheet.name, *file.cover, file.name)
    found = beside_title(columns, context.period, texts)
    if len({(c.period.year, c.period.month) for c in found}) != 1:
        return  # none, or years or months beside each other
    dated = _has_key(columns, *TIME_ROLES)
    readings = header_readings(found[0].period, context.period, dated=dated)
    if len({c.period for c in found}) > 1:
        readings = {KEEP_HEADER: NOTHING}
    said = file.answer(block.sheet, "header-period")
    if said in readings:
        context.headed = {c.index: readings[said] or c.period for c in found}
        return
    names = "、".join(c.title for c in found)
    stated = to_period(context.period)
    title = stated.text if stated else f"{context.period.year}年"
    prompt = (
        f"“{block.sheet.name}”的“{names}”一列，表头写的时段与标题或文件名的（{title}）不同，"
        "表里又没有标题那一期的数。这一列是哪一期的？"
    )
    asked = file.question(block.sheet, "header-period", prompt, tuple(readings))
    context.ask("period", asked)


def _hours_only(columns: list[Column]) -> bool:
    """Whether rows or columns are hours of a day that no row and no header names."""
    dated = _has_key(columns, *(role for role in TIME_ROLES if role != "hour"))
    across = [c.period for c in values_of(columns) if c.period.hour is not None]
    hours = _has_key(columns, "hour") or (bool(across) and all(p.day is None for p in across))
    return hours and not dated


def _dated(context: Context, columns: list[Column]) -> bool:
    values = values_of(columns)
    return context.period.year is not None or bool(values) and all(c.period.year for c in values)


# -- indicator --------------------------------------------------------------------------------


def _bind_indicator(
    context: Context, block: Block, columns: list[Column], file: FileContext
) -> None:
    open_columns = [c for c in values_of(columns) if not c.indicator]
    if not open_columns or _has_key(columns, "indicator"):
        return
    parts = [c for c in columns if c.role == "part" and not c.serves]
    owners = {c.indicator for c in parts if c.indicator}
    texts = [*((t, "title") for t in block.titles), (block.sheet.name, "sheet")]
    found = nearest([*texts, (file.name, "name")], lambda text: titled(text, file.vocabulary))
    if len(owners) == 1 and owners >= {one.key for one in found}:
        context.indicator, context.sources["indicator"] = owners.pop(), "parts"
        return
    readings = alternatives(found, lambda key: file.catalog.indicator(key).label)
    context.contradicted |= {"indicator"} if len(readings) > 1 else set()
    told = file.answer(block.sheet, "indicator") or file.hints.indicator
    best = settled(readings)
    if best and (len(readings) == 1 or not told):
        where = next(one.where for one in found if one.key == best.option)
        context.indicator, context.sources["indicator"] = best.option, where
        if len(readings) > 1:
            context.chosen.append(sentence("指标", best, readings))
        return
    context.sources["indicator"] = "answer"
    if told:
        context.indicator = file.catalog.indicator(told).id
    elif readings:
        names = "、".join(c.title for c in open_columns)
        prompt = f"“{block.sheet.name}”的“{names}”是哪个指标，有两种写法。"
        asked = choice(prompt, readings)
        context.ask("indicator", file.question(block.sheet, "indicator", *asked))
