"""The whole city in one month: the sentence, the key figures, the matrix of places."""

from collections.abc import Sequence
from dataclasses import dataclass

from chuangmo.assess.reasons import SCHEME_IN_DOUBT
from chuangmo.assess.verdict_types import (
    AT_RISK,
    INSUFFICIENT,
    MISSED,
    NO_TARGET,
    NOT_APPLICABLE,
    NOT_YET_DUE,
    STANDARD,
    TARGET,
    UNDECIDED,
    Verdict,
)
from chuangmo.assess.zone_classes import RANK_REPORTED, SCORE_REPORTED
from chuangmo.catalog.models import Indicator
from chuangmo.charts.matrix import Matrix, build_matrix
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table, text_frame
from chuangmo.exhibits.counts import counts_sentence
from chuangmo.exhibits.month import Month, data_through
from chuangmo.exhibits.monthly.naming import Run, named, over_standard
from chuangmo.exhibits.monthly.owed import completeness_word, due_indicators, owing_words
from chuangmo.service.figures.assessing import Assessment, OutlookAnswer
from chuangmo.service.questions import Questions
from chuangmo.status import (
    BEHIND,
    JUDGED,
    LINE_WORD,
    LINES,
    LOST,
    LOST_WORDS,
    OVER_STANDARD,
    STATUS_WORD,
)
from chuangmo.wording import (
    against_words,
    closed_up,
    figure,
    limit_words,
    needed_sentence,
    needed_short,
    share_words,
    shown_value,
    task_words,
    unit_after,
    value_name,
)

_CARDS = 4
_ORDER = {status: n for n, status in enumerate(JUDGED)}
#: So many indicators are named in one note.
_NAMED = 10


@dataclass(frozen=True)
class Overview:
    """One state of the page: month, dust and the line that judges the cells."""

    reader: Questions
    month: Month
    dust: str
    line: str
    assessment: Assessment
    matrix: Matrix

    @property
    def demo(self) -> bool:
        """Whether any cell comes from demonstration data."""
        return any(row.demo for row in self.assessment.rows)

    def city_cells(self) -> list[tuple[Indicator, Verdict]]:
        """The city's cells with their indicators, worst first."""
        row = self.matrix.city
        if row is None:
            return []
        pairs = [
            (column.indicator, cell)
            for column, cell in zip(self.matrix.columns, row.cells, strict=True)
            if cell is not None
        ]
        return sorted(pairs, key=lambda pair: _ORDER.get(pair[1].status, 9))


def load_overview(reader: Questions, month: Month, dust: str, line: str) -> Overview:
    """Assess the year of the month as of its last day and lay out the matrix."""
    assessment = reader.assess(month.year_period, month.as_of, dust)
    catalog, due = reader.catalog, due_indicators(reader.catalog, month)
    seen = list(dict.fromkeys(row.area for row in assessment.rows))
    areas = [a for a in catalog.areas() if a in seen] + [
        a for a in seen if a not in catalog.areas()
    ]
    matrix = build_matrix(assessment.rows, list(catalog.indicators.values()), areas, line, due)
    return Overview(reader, month, dust, line, assessment, matrix)


def headline(view: Overview) -> str:
    """How the city stands, and its tightest indicator."""
    cells = view.city_cells()
    if not cells:
        return f"{view.month.words}全市没有可评价的数据。"
    shown = {indicator.id for indicator, _ in cells}
    city = next(cell.area for _, cell in cells)
    rows = [r for r in view.assessment.rows if r.area == city and r.indicator in shown]
    text = counts_sentence("全市", rows, (view.line,) if view.line in LINE_WORD else LINES)
    worst = _behind(view)
    if not worst:
        return text
    indicator, cell = worst[0]
    clause = _clause(view, indicator, cell)
    if not clause:
        return text
    word = "差距最大" if cell.status == MISSED else "压力最大"
    return f"{text}{indicator.label}{word}：{clause}。"


def worst_first(view: Overview) -> list[tuple[Indicator, Verdict]]:
    """The city's cells that are judged, by the ranking that the headline takes its worst from."""
    cells = [pair for pair in view.city_cells() if pair[1].status in JUDGED]
    return sorted(cells, key=_rank, reverse=True)


def _behind(view: Overview) -> list[tuple[Indicator, Verdict]]:
    """What is missed or at risk, the tightest first."""
    return [pair for pair in worst_first(view) if pair[1].status in BEHIND]


def _rank(pair: tuple[Indicator, Verdict]) -> tuple[int, bool, bool, float]:
    """Behind before 尚难判断 before the rest; within these the tightest first."""
    status = pair[1].status
    return 2 * (status in BEHIND) + (status == UNDECIDED), *_tightness(*pair)


def _tightness(indicator: Indicator, cell: Verdict) -> tuple[bool, bool, float]:
    ratio = float(cell.ratio or 0)
    over = ratio if indicator.direction == "lower" else -ratio
    return cell.status == MISSED, indicator.group == "air", over


def _clause(view: Overview, indicator: Indicator, cell: Verdict) -> str:
    if indicator.is_task:
        return task_words(cell, indicator)
    needed = _needed(view, indicator, cell)
    if needed:
        return needed
    return against_words(cell, indicator, view.month.span)


def _answer(view: Overview, indicator: Indicator, cell: Verdict) -> OutlookAnswer | None:
    """The outlook, if it is about the line of the cell."""
    found = view.reader.look_ahead(
        indicator.id, cell.area, view.month.year_period, view.month.as_of, view.dust
    )
    known = found.ahead is not None and found.line is not None and found.line.line == cell.line
    return found if known else None


def _needed(view: Overview, indicator: Indicator, cell: Verdict) -> str:
    found = _answer(view, indicator, cell)
    if found is None or found.ahead is None or found.line is None:
        return ""
    return needed_sentence(found.ahead, found.line, indicator, found.unit, view.month.month)


def second(view: Overview, *, fully: bool = False) -> list[Run]:
    """The districts behind the counts, what could not be judged, a task the headline leaves out.

    Args:
        fully: what could not be judged is named too, not only counted.
    """
    cells = view.city_cells()
    places = [row for row in view.matrix.rows if not row.is_city]
    counts, runs = view.matrix.counts, list[Run]()
    lost = [status for status in LOST if counts[status]]
    over = over_standard(view.matrix, places)
    for status in lost or ([AT_RISK] if counts[AT_RISK] else []):
        lead = "" if lost or over else f"没有{LOST_WORDS}的，"
        runs += named(view.matrix, places, status, lead)
    runs += over
    if places and not runs:
        runs.append((f"各区县没有{LOST_WORDS}、{STATUS_WORD[AT_RISK]}的指标。", False))
    silent = [status for status in (UNDECIDED, INSUFFICIENT) if counts[status]]
    for status in silent if fully else ():
        runs += named(view.matrix, places, status)
    if silent and not fully:
        told = "，".join(f"{counts[status]}项{STATUS_WORD[status]}" for status in silent)
        runs.append((f"另有{told}。", False))
    task = next((pair for pair in cells if pair[0].is_task and pair[1].completion), None)
    worst = _behind(view)
    if task and not (worst and task[0].id == worst[0][0].id):
        runs.append((f"{task[0].label}完成任务的{share_words(task[1])}。", False))
    return runs


@dataclass(frozen=True)
class KeyCard:
    """One key figure of the city.

    Attributes:
        say: what stands below the figure.
        indicator, row: what it is about; ``None`` for the count of what could be judged.
        word: in place of the status's own word.
        unverified: whether its limit was not read in an official text.
    """

    label: str
    status: str
    value: str
    unit: str
    say: tuple[Run, ...]
    indicator: Indicator | None = None
    row: Verdict | None = None
    word: str = ""
    unverified: bool = False


def key_cards(view: Overview) -> list[KeyCard]:
    """The four worst of the city, as the headline ranks them; of fewer also how much is judged."""
    judged = worst_first(view)
    rest = [pair for pair in view.city_cells() if pair not in judged]
    found = [_card(view, *pair) for pair in [*judged, *rest][:_CARDS]]
    return found if len(found) == _CARDS else [*found, _judged_card(view)]


def _card(view: Overview, indicator: Indicator, cell: Verdict) -> KeyCard:
    value = shown_value(cell, indicator)
    if indicator.is_task:
        unit = f"/ {figure(cell.quota)}{unit_after(cell.unit)}" if cell.quota else cell.unit
        share = share_words(cell)
        said: tuple[Run, ...] = (("占任务 ", False), (share, True)) if share else ()
        say = said or ((cell.clause or "未下达任务", False),)
        return KeyCard(indicator.label, cell.shown_as, value, unit, say, indicator, cell)
    name = value_name(indicator, cell.statistic).replace("均值", "累计均值").strip()
    doubtful = cell.limit is not None and cell.confidence in ("B", "C")
    say = tuple(_card_say(view, indicator, cell))
    return KeyCard(name, cell.shown_as, value, cell.unit, say, indicator, cell, unverified=doubtful)


def _card_say(view: Overview, indicator: Indicator, cell: Verdict) -> list[Run]:
    if cell.limit is None:
        return [(cell.reason, False)]
    runs: list[Run] = [(f"{LINE_WORD[cell.line]}{closed_up(limit_words(cell))}", False)]
    if cell.status == INSUFFICIENT:
        return [*runs, (f"；{cell.reason}", False)]
    if over := _missed_standard(view, cell):
        runs += [
            ("；", False),
            (f"对国家标准{closed_up(limit_words(over))}{STATUS_WORD[MISSED]}", True),
        ]
    answer = _answer(view, indicator, cell)
    if answer is None or answer.ahead is None or answer.line is None:
        return runs
    needed = needed_short(
        answer.ahead, answer.line.operator, indicator, answer.unit, view.month.month
    )
    return [*runs, ("；", False), (needed, True)] if needed else runs


def _missed_standard(view: Overview, cell: Verdict) -> Verdict | None:
    """The national standard's verdict on the same figure, where that is missed and not shown."""
    if cell.line == STANDARD or cell.shown_as == MISSED:
        return None
    key = (cell.area, cell.indicator, STANDARD, MISSED)
    rows = view.assessment.rows
    return next((r for r in rows if (r.area, r.indicator, r.line, r.status) == key), None)


def _judged_card(view: Overview) -> KeyCard:
    counts = view.matrix.counts
    total = sum(n for status, n in counts.items() if status not in (NO_TARGET, NOT_APPLICABLE))
    lacking = [
        f"{row.area} {row.count(INSUFFICIENT)}"
        for row in view.matrix.rows
        if not row.is_city and row.count(INSUFFICIENT)
    ]
    say = f"数据不足：{'、'.join(lacking[:3])}{'等' if len(lacking) > 3 else ''}"
    lack, wait = counts[INSUFFICIENT], counts[NOT_YET_DUE]
    status, word = completeness_word(view.reader, view.month, total, lack, wait)
    said, enough = ((say if lacking else "没有数据不足的项", False),), str(total - lack - wait)
    return KeyCard("区县数据足够的项", status, enough, f"/ {total} 项", said, word=word)


def notes_of(view: Overview) -> list[str]:
    """What must be known to read the matrix."""
    order = (
        "综合口径：逐格先看年度目标，没有则看创模指标，再没有看国家标准；"
        "前两者好而对国家标准未达标的，显示国家标准的判断；列头注明所用的线"
        if view.line not in LINE_WORD
        else f"各格只对照{LINE_WORD[view.line]}"
    )
    doubtful = any(column.head.confidence in ("B", "C") for column in view.matrix.columns)
    flagged = any(over for row in view.matrix.rows for over in row.over_standard)
    empty, few = _some(view.matrix.without_data), _some(view.matrix.few_targets)
    alone = _some(view.matrix.city_only)
    return [
        order + "。",
        _scheme_note(view),
        f"{OVER_STANDARD}：所示的线之外，同一数值对国家标准未达标。" if flagged else "",
        "待核：限值取自二手来源，尚待核对原文。" if doubtful else "",
        f"全市没有目标、未列入表的指标：{few}（指标页可看）。" if few else "",
        f"只有全市一个数、未列入表的指标：{alone}（创模清单、指标页可看）。" if alone else "",
        f"本期没有数据的指标：{empty}。" if empty else "",
        owing_words(view.reader, view.month, view.matrix),
    ]


def _some(indicators: Sequence[Indicator]) -> str:
    """The names of some indicators, of many the first and how many; those of 考核 stand there."""
    found = [one.label for one in indicators if one.id not in (SCORE_REPORTED, RANK_REPORTED)]
    return "、".join(found[:_NAMED]) + (f"等 {len(found)} 项" if len(found) > _NAMED else "")


def _unaudited(view: Overview) -> bool:
    return any(row.unaudited for row in view.assessment.rows)


def _scheme_note(view: Overview) -> str:
    """Why the 创模 line judges nothing, where it is not known which list is in force."""
    if all(row.reason_code != SCHEME_IN_DOUBT for row in view.assessment.rows):
        return ""
    year = view.month.year
    return f"{year}年施行的是哪一份创模清单不能确定，创模指标一线不作判断，见创模清单页。"


def overview_foot(view: Overview) -> Foot:
    """The foot line of the page."""
    rows = [row for row in view.assessment.rows if row.limit is not None]
    shown = [(row.indicator, row.area) for row in view.assessment.rows]
    daily = next((found for found in _city_air(view) if found[1].n_expected), None)
    documents = list(dict.fromkeys(row.document for row in rows if row.document))
    invented = any(row.mark == "invented" for row in rows if row.line == TARGET)
    return Foot(
        source="来源：已导入的监测月报与任务台账" + ("（演示数据）" if view.demo else ""),
        through=data_through(view.reader, view.month.as_of, shown, unaudited=_unaudited(view)),
        valid=f"全市 {daily[0].label} 有效日 {daily[1].n_valid} / {daily[1].n_expected}"
        if daily
        else "",
        standard=f"标准：{'、'.join(documents[:5])}" + ("（目标为演示值）" if invented else ""),
    )


def _city_air(view: Overview) -> list[tuple[Indicator, Verdict]]:
    """The city's air cells in the order of the columns."""
    order = [column.indicator.id for column in view.matrix.columns]
    cells = [pair for pair in view.city_cells() if pair[0].group == "air"]
    return sorted(cells, key=lambda pair: order.index(pair[0].id))


def cards_exhibit(view: Overview, foot: Foot, *, fully: bool = False) -> Exhibit:
    """The key figures with what stands behind them: one row a card.

    Args:
        fully: whether the notes name what could not be judged, where the page counts it.
    """
    cards = key_cards(view)
    heads = (
        ColumnHead("项目"),
        ColumnHead("数值", "", True),
        ColumnHead("单位"),
        ColumnHead("状态"),
        ColumnHead("说明"),
    )
    rows = tuple(
        (
            Cell(card.label), Cell(card.value), Cell(card.unit),
            Cell("", card.status, word=card.word), Cell(_joined(card.say)),
        )
        for card in cards
    )  # fmt: skip
    return Exhibit(
        key=f"cards-{view.month.period.text}",
        verdict=headline(view),
        subtitle=f"{view.month.words}全市主要指标",
        figure=None,
        frame=text_frame(rows, heads),
        foot=foot,
        notes=(_joined(second(view, fully=fully)),),
        demo=view.demo,
        kind="cards",
        table=Table(heads, rows),
    )


def _joined(runs: Sequence[Run]) -> str:
    return "".join(text for text, _ in runs)
