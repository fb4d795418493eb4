"""迎检材料: three years at a glance, a section for each item of the programme, the source files."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from chuangmo.assess.reasons import period_words
from chuangmo.catalog.catalog import Catalog
from chuangmo.exhibit import Cell, ColumnHead, Table
from chuangmo.exhibits.scheme import (
    cards_of,
    headline,
    shown_status,
    spaced,
    status_words,
    value_lines,
)
from chuangmo.exports.contents import Contents
from chuangmo.exports.docx.charts import place_chart
from chuangmo.exports.docx.page_setup import CENTRE, finished, new_document
from chuangmo.exports.docx.tables import Counter, columns, place_table
from chuangmo.exports.docx.writing import (
    blank,
    caption,
    heading,
    sentence,
    small,
    subheading,
    title,
)
from chuangmo.exports.native import COLUMN, LINE, OWN, SCHEME, Chart, ChartSeries
from chuangmo.exports.numbers import decimals, number_in
from chuangmo.exports.sentences import foot_line
from chuangmo.service.annotations.notes import FigureNote
from chuangmo.service.questions import Questions
from chuangmo.service.scoring.scorecard import Scorecard, ScoreRow, YearResult
from chuangmo.store.rows import BatchInfo
from chuangmo.wording import ABSENT

#: What proves the figure of an indicator in a year.
Proofs = Mapping[tuple[str, int], str]
_HIGH = 4.8  # cm of a chart
_DOUBT = "待核（未见官方原文，请以原文为准）"


def dossier(reader: Questions, contents: Contents, template: bytes | None = None) -> bytes:
    """The bytes of the .docx file; ``template`` as of ``brief``.

    Raises:
        UnknownId: no such programme.
    """
    month = contents.request.month
    catalog = reader.catalog
    card, *beside = cards_of(reader, month, contents.request.scheme)
    city = catalog.city.name
    day = datetime.combine(month.as_of, datetime.min.time())
    made = new_document(f"{city}创模迎检材料", day, template=template)
    title(made, f"{city}创建国家环境保护模范城市\n迎检材料")
    sentence(made, f"{contents.subtitle}　{card.scheme.name}", indent=False, align=CENTRE)
    counter, cards = Counter(), [card, *beside]
    for number, one in enumerate(cards, 1):
        _summary(made, catalog, one, (number, counter))
    heading(made, len(cards) + 1, f"逐项说明{f'（{card.scheme.document}）' if beside else ''}")
    proofs = _proofs(reader, contents)
    notes = _notes_by_indicator(reader, month.as_of)
    for number, row in enumerate(card.rows, 1):
        _item(made, catalog, (number, row, card.scheme.name, proofs), counter)
        _notes_on(made, catalog, row, notes)
    heading(made, len(cards) + 2, "原始文件目录")
    _files(made, reader.batches(), month.as_of.isoformat(), counter)
    for exhibit in contents.exhibits:
        small(made, foot_line(exhibit.foot, exhibit.demo, 400), 10.5)
    return finished(made)


def _summary(made: Any, catalog: Catalog, card: Scorecard, place: tuple[int, Counter]) -> None:
    number, counter = place
    heading(
        made, number, "三年汇总" if card.judging else f"三年汇总（参考：{card.scheme.document}）"
    )
    sentence(made, headline(card))
    for note in card.notes:
        sentence(made, note)
    years = [result.year for result in card.rows[0].years] if card.rows else []
    caption(made, f"{counter.table()}　各项要求三年完成情况", above=True)
    heads = (
        ColumnHead("序号"),
        ColumnHead("项目"),
        ColumnHead("要求"),
        *(ColumnHead(f"{year}年") for year in years),
    )
    rows = tuple(
        (
            Cell(str(n)), Cell(row.name), Cell(spaced(row.requirement)),
            *(_result_cell(catalog, row, result) for result in row.years),
        )
        for n, row in enumerate(card.rows, 1)
    )  # fmt: skip
    place_table(made, Table(heads, rows), 10.5)


def _result_cell(catalog: Catalog, row: ScoreRow, result: YearResult) -> Cell:
    words = "，".join(value_lines(catalog, result))
    return Cell(words, shown_status(result), word=status_words(row, result))


def _proofs(reader: Questions, contents: Contents) -> Proofs:
    """What proves a measured result, by indicator and year."""
    month = contents.request.month
    found = reader.evidence(contents.request.scheme, month.year, month.as_of)
    return {(one.indicator, one.year): one.words for one in found}


def _proof(catalog: Catalog, result: YearResult, proofs: Proofs) -> str:
    """The document of what was entered, else the workbooks and cells, by indicator."""
    names = [str(value["indicator"]) for value in result.values if value["value"]]
    known = [(name, proofs[name, result.year]) for name in names if (name, result.year) in proofs]
    told = [
        f"{catalog.indicator(name).label}：{words}" if len(known) > 1 else words
        for name, words in known
    ]
    limits = {value["limit_id"] for value in result.values}
    entered = [part for part in result.evidence.split("；") if part and part not in limits]
    return "\n".join([*entered, *told]) or ABSENT


def _item(
    made: Any, catalog: Catalog, about: tuple[int, ScoreRow, str, Proofs], counter: Counter
) -> None:
    """Requirement, basis, the results as table and figure, what proves them."""
    number, row, scheme, proofs = about
    subheading(made, number, row.name)
    doubt = f"，{_DOUBT}" if row.confidence in ("B", "C") else ""
    sentence(made, f"要求：{spaced(row.requirement)}。类别：{row.category}。")
    sentence(made, f"依据：{row.source or '目录未载'}{doubt}。")
    sentence(made, f"责任单位：{row.office or blank('责任单位')}。")
    caption(made, f"{counter.table()}　{row.name}三年结果", above=True)
    rows = tuple(
        (Cell(f"{one.year}年"), _result_cell(catalog, row, one), Cell(_said(one, scheme)),
         Cell(_proof(catalog, one, proofs)))
        for one in row.years
    )  # fmt: skip
    heads = (ColumnHead("年份"), ColumnHead("结果"), ColumnHead("说明"), ColumnHead("证明材料"))
    place_table(made, Table(heads, rows), 12)
    for name, chart in _charts(catalog, row):
        place_chart(made, chart, f"{name}三年数值与要求", _HIGH)
        caption(made, f"{counter.figure()}　{name}三年数值（{chart.unit}）", above=False)
    if row.note:
        small(made, f"注：{row.note}")


def _notes_by_indicator(reader: Questions, until: date) -> dict[str, list[FigureNote]]:
    """What responsible units said of figures of periods that ended by a day."""
    found: dict[str, list[FigureNote]] = {}
    for one in sorted(reader.notes(), key=lambda note: note.period.start):
        if one.current and one.period.last_day <= until:
            found.setdefault(one.indicator, []).append(one)
    return found


def _notes_on(
    made: Any, catalog: Catalog, row: ScoreRow, notes: Mapping[str, Sequence[FigureNote]]
) -> None:
    """The words on the indicators of an item in its three years, below its results."""
    years = {one.year for one in row.years}
    names = dict.fromkeys(str(value["indicator"]) for one in row.years for value in one.values)
    for note in (note for name in names for note in notes.get(name, ())):
        if note.period.last_day.year in years:
            label = catalog.indicator(note.indicator).label
            where = f"{note.area}，{period_words(note.period)}，{label}"
            sentence(made, f"责任单位说明（{where}）：{note.text.rstrip('。')}。")


def _said(result: YearResult, scheme: str) -> str:
    """The reason without the item's name, which is the heading, and the programme's, the title."""
    name = f"{re.escape(scheme)}“[^”]*”"
    said = re.sub(f"(?<=[高低等]于){name}的要求", "要求的", result.reason)
    return re.sub(name, "", said) or ABSENT


def _charts(catalog: Catalog, row: ScoreRow) -> list[tuple[str, Chart]]:
    """A chart an indicator with figures of two years or more, the requirement as a line."""
    found = []
    for name in dict.fromkeys(str(v["indicator"]) for one in row.years for v in one.values):
        values = [_of(one, name) for one in row.years]
        if sum(value is not None for value in values) >= 2:
            label = catalog.indicator(name).label
            found.append((label, _chart([one.year for one in row.years], values)))
    return found


def _of(result: YearResult, indicator: str) -> dict[str, str | None] | None:
    for value in result.values:
        if value["indicator"] == indicator and value["value"]:
            return value
    return None


def _chart(years: Sequence[int], values: Sequence[dict[str, str | None] | None]) -> Chart:
    known = [value for value in values if value is not None]
    shown = [number_in(value["value"] or "") if value else None for value in values]
    own = ChartSeries(
        "数值",
        OWN,
        COLUMN,
        tuple(None if number is None else float(number) for number in shown),
        tuple((value["value"] or "") if value else "" for value in values),
        tuple((value["status"] or "") if value else "not_applicable" for value in values),
    )
    limits = {value["limit"] for value in known if value["limit"]}
    level = number_in(next(iter(limits)) or "") if len(limits) == 1 else None
    line = (
        (ChartSeries(f"要求 {level}", SCHEME, LINE, tuple(float(level) for _ in years)),)
        if level is not None
        else ()
    )
    digits = max((decimals(number) for number in shown if number is not None), default=0)
    unit = known[0]["unit"] or ""
    return Chart("years", tuple(f"{year}年" for year in years), (own, *line), unit, digits)


def _files(made: Any, listed: Sequence[BatchInfo], until: str, counter: Counter) -> None:
    """The index of the workbooks in force whose data begin by a day, each with its fingerprint."""
    active = [one for one in listed if one.state == "active" and (one.first or "") <= until]
    sentence(
        made,
        f"现行有效的原始文件共{len(active)}份。原件已归档，按指纹可以核对，数值可追溯到单元格。",
    )
    caption(made, f"{counter.table()}　原始文件", above=True)
    rows = [
        (str(n), one.file, one.at[:10], one.by, one.sha256[:16]) for n, one in enumerate(active, 1)
    ]
    place_table(made, columns(rows, "序号", "文件", "导入日", "经办", "指纹（前16位）"), 10.5)
